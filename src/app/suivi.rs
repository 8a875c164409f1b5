//! The follow-up, carried out: steps of a dossier's life, reminders.

use super::App;
use super::reponses::Sujet;
use crate::domain::cloture::{self, Etape};
use crate::domain::dossier;
use crate::domain::echeance;
use crate::ui::dossier::DemandeSuivi as Demande;
use crate::ui::question::{Question, QuestionSuivi, ReponseSuivi};

impl App {
    pub(super) fn suivi_asked(&mut self, demande: Demande) {
        match demande {
            Demande::Etape(etape) => self.take_step(etape),
            Demande::Relancer => self.remind_services(),
            Demande::Passer => self.ask_passation(),
            Demande::Repondre { passation, accepted } => {
                let Some(dossier) = self.view().map(|view| view.id) else { return };
                if accepted {
                    self.answer_passation(dossier, passation, true, String::new());
                } else {
                    self.ask_why_refused(dossier, passation);
                }
            }
            Demande::Retirer { passation } => self.ask_withdrawal(passation),
        }
    }

    pub(super) fn suivi_answered(&mut self, reponse: ReponseSuivi) {
        match reponse {
            ReponseSuivi::Clore { dossier, motif } => {
                if self.view().is_none_or(|view| view.id != dossier) {
                    return;
                }
                let edit = self.view().and_then(|view| view.draft.edit_champ(dossier, dossier::CLOTURE_MOTIF, motif));
                self.done(edit.into_iter().collect());
                self.take_step(Etape::Clore);
            }
            ReponseSuivi::Passer { dossier, vers, motif } => self.offer_dossier(dossier, vers, motif),
            ReponseSuivi::Refuser { dossier, passation } => self.ask_why_refused(dossier, passation),
            ReponseSuivi::Retirer { dossier, passation, motif } => self.withdraw_offer(dossier, passation, motif),
            ReponseSuivi::Repondre { dossier, passation, accepted, motif } => {
                self.answer_passation(dossier, passation, accepted, motif);
            }
            ReponseSuivi::Reunir { garde, absorbe, motif } => self.merge_persons(garde, absorbe, motif),
            ReponseSuivi::Defaire { fusion } => self.unmerge_persons(fusion),
        }
    }

    /// The draft takes the next state; nothing is saved before one asks for it.
    fn take_step(&mut self, etape: Etape) {
        let today = self.today();
        let Some(view) = self.view() else { return };
        let dossier = view.id;
        match cloture::step(&view.draft, etape, today) {
            Err(manques) => {
                let motif = String::new();
                self.question = Some(Question::Suivi(QuestionSuivi::Clore { dossier, manques, motif }));
            }
            Ok(edits) => {
                self.done(edits);
                self.toasts.info(format!("{} ; Ctrl+S l’enregistre, Ctrl+Z l’annule", told(etape)));
            }
        }
    }

    fn remind_services(&mut self) {
        let today = self.today();
        let Some(view) = self.view() else { return };
        let evaluation = echeance::evaluation(&view.loaded, &self.parametres.delais).map(|echeance| echeance.due);
        let edits = cloture::reminders(&view.draft, |row| cloture::late(row, evaluation, today), today);
        self.done(edits);
        self.toasts.info("Relances notées ; Ctrl+S les enregistre, Ctrl+P en écrit les courriers");
    }

    /// What stands around the dossier on the screen; what is shown stays until the base has answered.
    pub(super) fn read_entourage(&mut self) {
        let (Some(base), Some(view)) = (self.base.clone(), self.view()) else { return };
        if view.is_new() {
            return;
        }
        let id = view.id;
        self.ask(
            Sujet::Entourage(id),
            move || base.entourage(id),
            move |app, entourage| {
                let entourage = app.take(entourage);
                if let (Some(entourage), Some(view)) = (entourage, app.dossiers.iter_mut().find(|view| view.id == id)) {
                    view.entourage = entourage;
                }
            },
        );
    }
}

const fn told(etape: Etape) -> &'static str {
    match etape {
        Etape::Qualifier => "Qualifié ce jour, en évaluation",
        Etape::Conclure => "À conclure",
        Etape::Clore => "Clos ce jour",
        Etape::Rouvrir => "Rouvert ce jour, en évaluation",
    }
}
