//! `vigie utilisateur` and `vigie base installer`: accounts of a central base, without a window.

use std::io::{self, IsTerminal as _};

use serde_json::json;

use crate::domain::compte::{Compte, Role, check_login};
use crate::domain::mot_de_passe;
use crate::storage::{Base, Cible};

use super::error::{CliError, Result};
use super::output::{self, table};

/// A new password for scripts, which have no terminal; never an argument, which everybody on the machine can read.
const VARIABLE: &str = "VIGIE_MOT_DE_PASSE";

/// What was told of an account on the line; what was not stays as it is.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fiche {
    pub login: String,
    pub nom: Option<String>,
    pub prenom: Option<String>,
    pub courriel: Option<String>,
    pub roles: Vec<String>,
    pub territoires: Vec<String>,
    pub services: Vec<String>,
    /// The département's directory checks the password.
    pub annuaire: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Geste {
    Installer(Option<Fiche>),
    Lister,
    Ajouter(Fiche),
    Modifier(Fiche),
    Fermer(String),
    Rouvrir(Fiche),
    /// Of somebody who forgot it, or one's own.
    MotDePasse(Option<String>),
}

pub fn carry_out(cible: &Cible, geste: &Geste, json: bool) -> Result<()> {
    let open = || Base::open(cible.clone());
    match geste {
        Geste::Installer(administrateur) => install(cible, administrateur.as_ref(), json),
        Geste::Lister => list(&open()?, json),
        Geste::Ajouter(fiche) => {
            let compte = fiche.account(Compte { actif: true, ..Compte::default() })?;
            let secret = fiche.secret()?;
            open()?.create_compte(&compte, secret.as_deref())?;
            told(json, "ajoute", &fiche.login, "Compte ouvert")
        }
        Geste::Modifier(fiche) => {
            let base = open()?;
            let before = base.comptes()?.into_iter().find(|compte| compte.login == fiche.login);
            let before = before.ok_or_else(|| {
                CliError::Refused(format!(
                    "Il n’y a pas de compte «\u{a0}{}\u{a0}»\u{a0}; voir «\u{a0}vigie utilisateur lister\u{a0}»",
                    fiche.login
                ))
            })?;
            base.update_compte(&fiche.account(before)?)?;
            told(json, "modifie", &fiche.login, "Compte modifié")
        }
        Geste::Fermer(login) => {
            open()?.close_compte(login)?;
            told(json, "ferme", login, "Compte fermé, son nom reste dans l’historique")
        }
        Geste::Rouvrir(fiche) => {
            let secret = fiche.secret()?;
            open()?.reopen_compte(&fiche.login, secret.as_deref())?;
            told(json, "rouvert", &fiche.login, "Compte rouvert")
        }
        Geste::MotDePasse(login) => {
            let base = open()?;
            let whose = login.as_deref().unwrap_or(base.utilisateur());
            let secret = new_password(whose)?;
            match login {
                Some(login) => base.set_password(login, &secret)?,
                None => base.change_my_password(&secret)?,
            }
            told(json, "mot_de_passe", whose, "Mot de passe changé")
        }
    }
}

fn told(json: bool, geste: &str, login: &str, sentence: &str) -> Result<()> {
    output::print(json, &json!({ "geste": geste, "compte": login }), || {
        format!("{sentence}\u{a0}: {}\n", output::one_line(login))
    })
}

fn install(cible: &Cible, administrateur: Option<&Fiche>, json: bool) -> Result<()> {
    let fiche = administrateur;
    let compte = fiche
        .map(|fiche| {
            let administrator = Compte { actif: true, roles: vec![Role::Administration], ..Compte::default() };
            Ok::<_, CliError>((fiche.account(administrator)?, fiche.secret()?))
        })
        .transpose()?;
    Base::install(cible, compte.as_ref().map(|(compte, secret)| (compte, secret.as_deref())))?;
    let adresse = cible.adresse();
    let login = fiche.map(|fiche| fiche.login.clone());
    output::print(json, &json!({ "adresse": adresse, "administrateur": login }), || {
        let who = login.as_deref().map(|login| format!("Premier administrateur\u{a0}: {login}\n")).unwrap_or_default();
        format!(
            "Droits installés\u{a0}: {}\n{who}«\u{a0}vigie base etat\u{a0}» dit ce qui manque encore.\n",
            output::one_line(&adresse)
        )
    })
}

fn list(base: &Base, json: bool) -> Result<()> {
    let comptes = base.comptes()?;
    let codes = |compte: &Compte| compte.roles.iter().map(|role| role.code()).collect::<Vec<_>>();
    let document: Vec<_> = comptes
        .iter()
        .map(|compte| {
            json!({
                "compte": compte.login, "nom": compte.nom, "prenom": compte.prenom, "courriel": compte.courriel,
                "actif": compte.actif, "roles": codes(compte), "territoires": compte.territoires, "services": compte.services,
            })
        })
        .collect();
    output::print(json, &json!(document), || {
        let rows: Vec<[String; 5]> = comptes
            .iter()
            .map(|compte| {
                [
                    compte.login.clone(),
                    format!("{} {}", compte.prenom, compte.nom).trim().to_owned(),
                    if compte.actif { codes(compte).join(", ") } else { "fermé".to_owned() },
                    compte.territoires.join(", "),
                    compte.services.join(", "),
                ]
            })
            .collect();
        table(["Compte", "Nom", "Rôles", "Territoires", "Services"], &rows)
    })
}

impl Fiche {
    /// The account as it was, with what the line says.
    fn account(&self, before: Compte) -> Result<Compte> {
        check_login(&self.login).map_err(CliError::Refused)?;
        let role = |code: &String| {
            Role::from_code(code).ok_or_else(|| {
                CliError::Usage(format!(
                    "«\u{a0}{code}\u{a0}» n’est pas un rôle\u{a0}; ce sont saisie, encadrement, territoire, observatoire, administration et audit"
                ))
            })
        };
        let roles = self.roles.iter().map(role).collect::<Result<Vec<_>>>()?;
        let or = |told: &Option<String>, before: String| told.clone().unwrap_or(before);
        let lists = |told: &Vec<String>, before: Vec<String>| if told.is_empty() { before } else { told.clone() };
        Ok(Compte {
            login: self.login.clone(),
            nom: or(&self.nom, if before.nom.is_empty() { self.login.clone() } else { before.nom }),
            prenom: or(&self.prenom, before.prenom),
            courriel: or(&self.courriel, before.courriel),
            actif: before.actif,
            roles: if roles.is_empty() { before.roles } else { roles },
            territoires: lists(&self.territoires, before.territoires),
            services: lists(&self.services, before.services),
        })
    }

    fn secret(&self) -> Result<Option<String>> {
        if self.annuaire { Ok(None) } else { new_password(&self.login).map(Some) }
    }
}

/// From the environment, or typed twice; told at once when it is too weak.
fn new_password(login: &str) -> Result<String> {
    let strong = |secret: String| match mot_de_passe::juger(&secret, login) {
        Ok(()) => Ok(secret),
        Err(refus) => Err(CliError::Refused(refus.to_string())),
    };
    if let Some(secret) = std::env::var(VARIABLE).ok().filter(|secret| !secret.is_empty()) {
        return strong(secret);
    }
    if !io::stdin().is_terminal() {
        return Err(CliError::Refused(format!(
            "Il faut un mot de passe pour «\u{a0}{login}\u{a0}»\u{a0}; donnez-le dans la variable {VARIABLE}, ou ajoutez «\u{a0}--annuaire\u{a0}» si l’annuaire du Département le vérifie"
        )));
    }
    let ask = |prompt: &str| {
        rpassword::prompt_password(prompt).map_err(|error| {
            CliError::Refused(format!(
                "Le mot de passe n’a pas pu être demandé ({error})\u{a0}; donnez-le dans la variable {VARIABLE}"
            ))
        })
    };
    let secret = strong(ask(&format!("Nouveau mot de passe de {login}\u{a0}: "))?)?;
    if secret == ask("Le même, une seconde fois\u{a0}: ")? {
        Ok(secret)
    } else {
        Err(CliError::Refused("Les deux mots de passe diffèrent\u{a0}; rien n’a été changé, recommencez".to_owned()))
    }
}
