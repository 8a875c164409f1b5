//! The questions of the follow-up: closing in spite of what is missing, handing over.

use egui::{RichText, ScrollArea, Ui};
use uuid::Uuid;

use super::icone;
use super::question::{Reponse, buttons, choice, first_input, input, text};
use super::theme::{couleurs, gras};
use super::widgets::button;
use crate::domain::cloture::Manque;
use crate::domain::passation::Passation;

#[derive(Clone, Debug)]
pub enum QuestionSuivi {
    /// What is missing, and why the dossier is closed all the same.
    Clore { dossier: Uuid, manques: Vec<Manque>, motif: String },
    /// To whom the dossier is offered, among whom, and why.
    Passer { dossier: Uuid, territoires: Vec<(String, String)>, vers: String, motif: String },
    /// Why the offer is refused.
    Refuser { dossier: Uuid, passation: Uuid, motif: String },
    /// The offer is taken back, and why if one wants to say it.
    Retirer { dossier: Uuid, passation: Uuid, vers: String, motif: String },
    /// What other territories offer, each told in a sentence.
    Offres { offres: Vec<(Passation, String)> },
    /// Two persons found to be one: who is kept, who joins them, and how one knows.
    Reunir { garde: Uuid, absorbe: Uuid, noms: (String, String), motif: String },
    /// They are two again.
    Defaire { fusion: Uuid, nom: String },
}

#[derive(Clone, Debug)]
pub enum ReponseSuivi {
    Clore { dossier: Uuid, motif: String },
    Passer { dossier: Uuid, vers: String, motif: String },
    Repondre { dossier: Uuid, passation: Uuid, accepted: bool, motif: String },
    Refuser { dossier: Uuid, passation: Uuid },
    Retirer { dossier: Uuid, passation: Uuid, motif: String },
    Reunir { garde: Uuid, absorbe: Uuid, motif: String },
    Defaire { fusion: Uuid },
}

pub(super) fn body(ui: &mut Ui, question: &mut QuestionSuivi) -> Option<Reponse> {
    let answer = |label: &'static str, reponse: ReponseSuivi, ready: bool| -> Vec<(&'static str, Reponse)> {
        if ready { vec![(label, Reponse::Suivi(reponse))] } else { Vec::new() }
    };
    let choices = match question {
        QuestionSuivi::Clore { dossier, manques, motif } => {
            text(
                ui,
                "Clore malgré ce qui manque ?",
                "Rien n’interdit de clore ; le motif est gardé avec le dossier. Annuler mène au premier manque.",
            );
            let c = couleurs(ui);
            ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
                for manque in manques.iter() {
                    let told = format!("{} {}", icone::WARNING, manque.phrase);
                    ui.add(egui::Label::new(RichText::new(told).color(c.alerte)).wrap());
                }
            });
            first_input(ui, motif, "Motif de la clôture");
            let reponse = ReponseSuivi::Clore { dossier: *dossier, motif: motif.clone() };
            answer("Clore le dossier", reponse, !motif.trim().is_empty())
        }
        QuestionSuivi::Passer { dossier, territoires, vers, motif } => {
            text(
                ui,
                "Proposer à un autre territoire",
                "Le dossier change de territoire quand l’autre accepte ; refusé, il reste ici avec la raison du refus.",
            );
            choice(ui, "Territoire", vers, territoires);
            input(ui, motif, "Motif de la passation");
            let reponse = ReponseSuivi::Passer { dossier: *dossier, vers: vers.clone(), motif: motif.clone() };
            answer("Proposer", reponse, !vers.is_empty())
        }
        QuestionSuivi::Refuser { dossier, passation, motif } => {
            text(ui, "Refuser ce dossier", "Le dossier reste dans son territoire, qui lira pourquoi.");
            first_input(ui, motif, "Motif du refus");
            let (dossier, passation) = (*dossier, *passation);
            let reponse = ReponseSuivi::Repondre { dossier, passation, accepted: false, motif: motif.clone() };
            answer("Refuser", reponse, !motif.trim().is_empty())
        }
        QuestionSuivi::Retirer { dossier, passation, vers, motif } => {
            let told = format!("{vers} n’aura plus à répondre\u{a0}; le dossier reste dans son territoire.");
            text(ui, "Retirer cette proposition\u{a0}?", &told);
            first_input(ui, motif, "Motif du retrait, si vous voulez le dire");
            let (dossier, passation) = (*dossier, *passation);
            answer("Retirer la proposition", ReponseSuivi::Retirer { dossier, passation, motif: motif.clone() }, true)
        }
        QuestionSuivi::Offres { offres } => return self::offres(ui, offres),
        QuestionSuivi::Reunir { garde, absorbe, noms, motif } => {
            let told = format!(
                "Les dossiers de {} seront ceux de {}. Rien n’est perdu, et cela peut se défaire à tout moment.",
                noms.1, noms.0
            );
            text(ui, "Est-ce le même enfant\u{a0}?", &told);
            first_input(ui, motif, "Comment on le sait");
            answer("Réunir", ReponseSuivi::Reunir { garde: *garde, absorbe: *absorbe, motif: motif.clone() }, true)
        }
        QuestionSuivi::Defaire { fusion, nom } => {
            let told = format!(
                "{nom} redevient un enfant à part, avec ses dossiers d’alors\u{a0}; ceux ajoutés depuis restent où ils sont."
            );
            text(ui, "Défaire cette réunion\u{a0}?", &told);
            answer("Défaire", ReponseSuivi::Defaire { fusion: *fusion }, true)
        }
    };
    buttons(ui, &choices)
}

/// Each with its two answers: who is asked can often not open the dossier before they have taken it.
fn offres(ui: &mut Ui, offres: &[(Passation, String)]) -> Option<Reponse> {
    let mut answer = None;
    text(
        ui,
        "Dossiers proposés par d’autres territoires",
        "Accepté, un dossier est aussitôt de votre territoire\u{a0}; refusé, il reste où il est, avec votre raison.",
    );
    if offres.is_empty() {
        ui.label("Plus aucun dossier n’attend votre réponse");
    }
    ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        for (one, told) in offres {
            ui.label(RichText::new(format!("{} {}", one.numero, one.fratrie)).family(gras()));
            ui.add(egui::Label::new(told).wrap());
            ui.horizontal(|ui| {
                let (dossier, passation) = (one.dossier, one.id);
                let name = |verb: &str| format!("{verb} {}", one.numero);
                if button(ui, icone::CHECK_CIRCLE, &name("Accepter")).clicked() {
                    let motif = String::new();
                    answer = Some(ReponseSuivi::Repondre { dossier, passation, accepted: true, motif });
                }
                if button(ui, icone::X, &format!("{}…", name("Refuser"))).clicked() {
                    answer = Some(ReponseSuivi::Refuser { dossier, passation });
                }
            });
            ui.separator();
        }
    });
    // None has the keys at first: nothing is taken by an Entrée too many.
    answer.map(Reponse::Suivi).or_else(|| buttons(ui, &[]))
}
