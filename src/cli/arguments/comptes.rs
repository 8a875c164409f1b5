//! The words of `vigie utilisateur` and of `vigie base installer`.

use lexopt::Parser;

use crate::cli::utilisateur::{Fiche, Geste};
use crate::domain::nom;

use super::{Given, Result, Verb, set, unknown, usage};

const AFTER: &str = "ajouter, modifier, fermer, rouvrir, lister ou motdepasse";

/// Does this option tell of an account?
pub fn takes(name: &str) -> bool {
    let own =
        ["role", "rôle", "territoire", "service", "nom", "prenom", "prénom", "courriel", "annuaire", "administrateur"];
    own.contains(&name)
}

impl Given {
    /// An option that tells of an account.
    pub(super) fn account_option(&mut self, name: &str, parser: &mut Parser) -> Result<()> {
        let fiche = self.compte.get_or_insert_default();
        let mut more = |list: fn(&mut Fiche) -> &mut Vec<String>, option: &str| -> Result<()> {
            let mut value = None;
            set(&mut value, parser, option)?;
            list(fiche).extend(value);
            Ok(())
        };
        match name {
            "role" | "rôle" => more(|fiche| &mut fiche.roles, "--role")?,
            "territoire" => more(|fiche| &mut fiche.territoires, "--territoire")?,
            "service" => more(|fiche| &mut fiche.services, "--service")?,
            "nom" => set(&mut fiche.nom, parser, "--nom")?,
            "prenom" | "prénom" => set(&mut fiche.prenom, parser, "--prenom")?,
            "courriel" => set(&mut fiche.courriel, parser, "--courriel")?,
            "annuaire" => fiche.annuaire = true,
            _ => {
                let mut login = None;
                set(&mut login, parser, "--administrateur")?;
                fiche.login = login.unwrap_or_default();
            }
        }
        Ok(())
    }

    pub(super) fn install(&mut self) -> Result<Verb> {
        let fiche = self.compte.take();
        if fiche.as_ref().is_some_and(|fiche| fiche.login.is_empty()) {
            return Err(usage("Il manque «\u{a0}--administrateur\u{a0}» et le nom de son compte"));
        }
        Ok(Verb::Comptes(Geste::Installer(fiche)))
    }

    pub(super) fn utilisateur(&mut self, words: &mut impl Iterator<Item = String>) -> Result<Verb> {
        let Some(second) = words.next() else {
            return Err(usage(format!("Il manque un mot après «\u{a0}vigie utilisateur\u{a0}»\u{a0}: {AFTER}")));
        };
        let verb = nom::fold(&second);
        let login = words.next();
        let needed = || {
            login.clone().ok_or_else(|| {
                usage(format!("Il manque le nom du compte après «\u{a0}vigie utilisateur {second}\u{a0}»"))
            })
        };
        let geste = match verb.as_str() {
            "lister" if login.is_none() => Geste::Lister,
            "fermer" => Geste::Fermer(needed()?),
            // « mot de passe » is how one says it.
            "motdepasse" => Geste::MotDePasse(login),
            "ajouter" | "modifier" | "rouvrir" => {
                let mut fiche = self.compte.take().unwrap_or_default();
                fiche.login = needed()?;
                match verb.as_str() {
                    "ajouter" if fiche.roles.is_empty() => {
                        return Err(usage(
                            "Il manque «\u{a0}--role\u{a0}»\u{a0}: saisie, encadrement, territoire, observatoire, administration ou audit",
                        ));
                    }
                    "ajouter" => Geste::Ajouter(fiche),
                    "modifier" => Geste::Modifier(fiche),
                    _ => Geste::Rouvrir(fiche),
                }
            }
            _ => return Err(unknown(&second, "vigie utilisateur", AFTER)),
        };
        Ok(Verb::Comptes(geste))
    }
}
