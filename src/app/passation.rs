//! A dossier offered to another territory, carried out: asked, answered, withdrawn.

use uuid::Uuid;

use super::App;
use super::reponses::Sujet;
use crate::domain::Nature;
use crate::domain::dossier::{self, Fiches as _};
use crate::storage::Result;
use crate::ui::question::{Question, QuestionSuivi};

impl App {
    pub(super) fn ask_passation(&mut self) {
        let Some(view) = self.view() else { return };
        let here = view.loaded.entete().map(|entete| entete.get(dossier::TERRITOIRE).to_owned()).unwrap_or_default();
        // Nobody answers for a territory that is still to be found.
        let others = self
            .parametres
            .territoires
            .iter()
            .filter(|one| one.id != here && one.id != dossier::TERRITOIRE_INITIAL && one.actif);
        self.question = Some(Question::Suivi(QuestionSuivi::Passer {
            dossier: view.id,
            territoires: others.map(|one| (one.id.clone(), one.libelle.clone())).collect(),
            vers: String::new(),
            motif: String::new(),
        }));
    }

    pub(super) fn offer_dossier(&self, dossier: Uuid, vers: String, motif: String) {
        let Some(base) = self.base.clone() else { return };
        let place = self.parametres.libelle(Nature::Territoire, &vers).to_owned();
        self.task(
            move || base.ask_handover(dossier, &vers, motif.trim()),
            move |app, asked| {
                if app.take(asked).is_some() {
                    app.toasts.info(format!(
                        "Dossier proposé à {place}\u{a0}; il change de territoire quand l’autre accepte"
                    ));
                }
                app.read_entourage();
            },
        );
    }

    pub(super) fn ask_why_refused(&mut self, dossier: Uuid, passation: Uuid) {
        let motif = String::new();
        self.question = Some(Question::Suivi(QuestionSuivi::Refuser { dossier, passation, motif }));
    }

    pub(super) fn ask_withdrawal(&mut self, passation: Uuid) {
        let Some(view) = self.view() else { return };
        let vers = view.entourage.offered().map(|offered| offered.vers.as_str()).unwrap_or_default();
        let vers = self.parametres.libelle(Nature::Territoire, vers).to_owned();
        let (dossier, motif) = (view.id, String::new());
        self.question = Some(Question::Suivi(QuestionSuivi::Retirer { dossier, passation, vers, motif }));
    }

    /// The offers that wait for this person, each to be answered; that they were read leaves a line.
    pub(super) fn read_offers(&mut self) {
        let Some(base) = self.base.clone() else { return };
        self.ask(
            Sujet::Offres,
            move || base.offers(),
            |app, offers| {
                let Some(mut offers) = app.take(offers) else { return };
                let place = app.accueil.filtre.territoire.clone();
                offers.retain(|one| place.is_empty() || one.vers == place);
                let told = |one: &crate::domain::passation::Passation| {
                    one.phrase(|id| app.parametres.libelle(Nature::Territoire, id).to_owned())
                };
                let offres = offers.into_iter().map(|one| (one.clone(), told(&one))).collect();
                app.question = Some(Question::Suivi(QuestionSuivi::Offres { offres }));
            },
        );
    }

    pub(super) fn answer_passation(&self, dossier: Uuid, passation: Uuid, accepted: bool, motif: String) {
        let Some(base) = self.base.clone() else { return };
        self.task(
            move || base.answer_handover(passation, accepted, motif.trim()),
            move |app, answered: Result<()>| {
                if app.take(answered).is_some() {
                    if accepted {
                        app.toasts.info("Dossier accepté\u{a0}; il est maintenant de ce territoire");
                        // Its territory moved, and its version with it.
                        if app.dossiers.iter().any(|view| view.id == dossier) {
                            app.read_again_after_conflict(dossier);
                        }
                        app.refresh_grid();
                    } else {
                        app.toasts.info("Passation refusée\u{a0}; le dossier reste où il est, avec la raison");
                    }
                }
                app.after_passation();
            },
        );
    }

    pub(super) fn withdraw_offer(&self, dossier: Uuid, passation: Uuid, motif: String) {
        let Some(base) = self.base.clone() else { return };
        self.task(
            move || base.withdraw_handover(passation, motif.trim()),
            move |app, withdrawn: Result<()>| match withdrawn {
                Ok(()) => {
                    app.toasts.info("Proposition retirée\u{a0}; le dossier reste dans son territoire");
                    app.after_passation();
                }
                // Answered meanwhile: perhaps the dossier is elsewhere.
                Err(error) => {
                    app.take::<()>(Err(error));
                    app.read_again_after_conflict(dossier);
                    app.after_passation();
                }
            },
        );
    }

    fn after_passation(&mut self) {
        self.read_entourage();
        self.read_travail();
    }
}
