//! The accounts of a central base, and one's own password. A password typed here goes no further than the job
//! that makes its verifier.

use super::App;
use super::reponses::Sujet;
use crate::domain::compte::{self, Compte};
use crate::storage::{Base, Cible, Result};
use crate::ui::administration::{CompteTape, Demande, secret};
use crate::ui::question::Question;

impl App {
    pub(super) fn central(&self) -> bool {
        self.base.as_ref().is_some_and(|base| matches!(base.cible(), Cible::Serveur { .. }))
    }

    pub(super) fn read_comptes(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let ecran = &mut self.administration.ecran.comptes;
        if let Cible::Fichier { .. } = base.cible() {
            "Cette base est un fichier de ce poste\u{a0}: qui peut l’ouvrir y fait tout. Les comptes, les rôles et les territoires sont ceux d’un serveur central."
                .clone_into(&mut ecran.absents);
            return;
        }
        ecran.absents.clear();
        self.ask(
            Sujet::Comptes,
            move || base.comptes(),
            |app, comptes| {
                if let Some(comptes) = app.take(comptes) {
                    app.administration.ecran.comptes.comptes = Some(comptes);
                }
            },
        );
    }

    pub(super) fn compte_asked(&mut self, demande: Demande) {
        let ecran = &mut self.administration.ecran.comptes;
        match demande {
            Demande::NouveauCompte => ecran.choisi = Some(CompteTape::new()),
            Demande::AbandonnerCompte => ecran.choisi = None,
            Demande::ChoisirCompte(login) => {
                let found = ecran.comptes.iter().flatten().find(|compte| compte.login == login);
                ecran.choisi = found.cloned().map(CompteTape::of);
            }
            Demande::EnregistrerCompte => self.save_compte(),
            Demande::FermerCompte => {
                self.with_compte(false, "Compte fermé\u{a0}: son nom reste dans l’historique", |base, compte, _| {
                    base.close_compte(&compte.login)
                });
            }
            Demande::RouvrirCompte => self
                .with_compte(true, "Compte rouvert", |base, compte, secret| base.reopen_compte(&compte.login, secret)),
            Demande::MotDePasse => self.with_compte(true, "Mot de passe changé", |base, compte, secret| {
                base.set_password(&compte.login, secret.unwrap_or_default())
            }),
            _ => {}
        }
    }

    fn save_compte(&mut self) {
        let Some(tape) = &mut self.administration.ecran.comptes.choisi else { return };
        if !tape.nouveau {
            return self.with_compte(false, "Compte enregistré", |base, compte, _| base.update_compte(compte));
        }
        tape.compte.login = tape.compte.login.trim().to_owned();
        if let Err(why) = compte::check_login(&tape.compte.login) {
            tape.erreur = why;
            return;
        }
        let login = &tape.compte.login;
        let taken = self.administration.ecran.comptes.comptes.iter().flatten().any(|other| other.login == *login);
        if let Some(tape) = &mut self.administration.ecran.comptes.choisi
            && taken
        {
            tape.erreur = format!(
                "Le nom «\u{a0}{}\u{a0}» est déjà celui d’un compte\u{a0}; choisissez-en un autre",
                tape.compte.login
            );
            return;
        }
        self.with_compte(true, "Compte créé", Base::create_compte);
    }

    /// Does `work` on the chosen account; `secret` when it wants a password, or none for the directory's.
    fn with_compte(
        &mut self,
        wants_secret: bool,
        done: &'static str,
        work: impl FnOnce(&Base, &Compte, Option<&str>) -> Result<()> + Send + 'static,
    ) {
        let Some(base) = self.base.clone() else { return };
        let Some(tape) = &mut self.administration.ecran.comptes.choisi else { return };
        tape.erreur.clear();
        tape.confirme = false;
        let typed = (wants_secret && !tape.annuaire).then(|| tape.mot_de_passe.clone());
        if let Some(secret) = &typed
            && let Some(why) = secret::refusal(secret, &tape.encore, &tape.compte.login)
        {
            tape.erreur = why;
            return;
        }
        let compte = tape.compte.clone();
        self.task(
            move || {
                let result = work(&base, &compte, typed.as_deref());
                (result, compte.login)
            },
            move |app, (result, login)| match result {
                Ok(()) => {
                    app.toasts.info(done);
                    app.administration.ecran.comptes.choisi = None;
                    app.read_comptes_then(login);
                }
                Err(error) => {
                    if let Some(tape) = &mut app.administration.ecran.comptes.choisi {
                        tape.erreur = error.to_string();
                    }
                }
            },
        );
    }

    /// Read again, and that one shown.
    fn read_comptes_then(&mut self, login: String) {
        let Some(base) = self.base.clone() else { return };
        self.ask(
            Sujet::Comptes,
            move || base.comptes(),
            move |app, comptes| {
                let Some(comptes) = app.take(comptes) else { return };
                let ecran = &mut app.administration.ecran.comptes;
                ecran.choisi = comptes.iter().find(|compte| compte.login == login).cloned().map(CompteTape::of);
                ecran.comptes = Some(comptes);
            },
        );
    }

    pub(super) fn ask_my_password(&mut self) {
        if self.central() {
            let login = self.base.as_ref().map(Base::utilisateur).unwrap_or_default().to_owned();
            self.question = Some(Question::MotDePasse(Box::new(crate::ui::question::MotDePasse {
                login,
                ..crate::ui::question::MotDePasse::default()
            })));
        } else {
            self.toasts.info("Cette base est un fichier de ce poste\u{a0}: il n’y a pas de mot de passe à changer");
        }
    }

    /// The one that opened the base is checked by the base itself; what is refused stays on the screen.
    pub(super) fn change_my_password(&mut self, mut typed: Box<crate::ui::question::MotDePasse>) {
        let Some(base) = self.base.clone() else { return };
        if let Some(why) = secret::refusal(&typed.nouveau, &typed.encore, &typed.login) {
            typed.erreur = why;
            self.question = Some(Question::MotDePasse(typed));
            return;
        }
        let (actuel, nouveau) = (typed.actuel.clone(), typed.nouveau.clone());
        self.task(
            move || {
                base.opens_with(&actuel)?;
                base.change_my_password(&nouveau)?;
                Ok(base.with_secret(nouveau))
            },
            move |app, changed: Result<Base>| match changed {
                Ok(base) => {
                    app.listen(&base);
                    app.base = Some(base);
                    app.toasts.info("Votre mot de passe est changé\u{a0}; c’est le nouveau qui ouvrira Vigie demain");
                }
                Err(error) => {
                    typed.erreur = match error {
                        crate::storage::StorageError::WrongPassword => {
                            "Ce n’est pas votre mot de passe actuel\u{a0}; retapez-le, rien n’a été changé".to_owned()
                        }
                        other => other.to_string(),
                    };
                    app.question = Some(Question::MotDePasse(typed));
                }
            },
        );
    }
}
