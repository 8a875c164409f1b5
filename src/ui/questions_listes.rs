//! The questions of the Paramètres screen.

use egui::{RichText, Ui};

use super::dossiers::thousands;
use super::question::{LabelEdit, Question, Reponse, buttons, choice, first_input, input, text};
use super::theme::couleurs;
use super::widgets::one_of;
use crate::domain::liste::EditListe;

pub fn body(ui: &mut Ui, question: &mut Question) -> Option<Reponse> {
    match question {
        Question::Label { title, text: label, parents, edit } => {
            text(ui, title, "Le libellé est celui que l’on verra dans les listes.");
            first_input(ui, label, "Libellé");
            if let (false, LabelEdit::Add { parent, .. }) = (parents.is_empty(), &mut *edit) {
                choice(ui, "Sous", parent, parents);
            }
            let libelle = label.clone();
            let edit = match edit.clone() {
                LabelEdit::Add { liste, parent } => {
                    EditListe::Add { liste, libelle, parent: Some(parent).filter(|parent| !parent.is_empty()) }
                }
                LabelEdit::Rename { liste, id } => EditListe::Rename { liste, id, libelle },
            };
            buttons(ui, &[("Enregistrer", Reponse::Liste(edit))])
        }
        Question::Validity { liste, id, from, to, error } => {
            text(
                ui,
                "Dates de validité",
                "Hors de ces dates, la valeur n’est plus proposée ; les dossiers qui la portent la gardent. Vide : sans limite.",
            );
            first_input(ui, from, "Proposée à partir du");
            input(ui, to, "Proposée jusqu’au");
            if !error.is_empty() {
                let color = couleurs(ui).erreur;
                ui.label(RichText::new(error.as_str()).color(color));
            }
            let (liste, id, from, to) = (liste.clone(), id.clone(), from.clone(), to.clone());
            buttons(ui, &[("Enregistrer", Reponse::Validity { liste, id, from, to })])
        }
        Question::Fields { title, liste, id, champs, historique } => {
            text(ui, title, "");
            for (at, champ) in champs.iter_mut().enumerate() {
                match at {
                    _ if !champ.choix.is_empty() => choice(ui, champ.libelle, &mut champ.texte, &champ.choix),
                    0 => first_input(ui, &mut champ.texte, champ.libelle),
                    _ => drop(input(ui, &mut champ.texte, champ.libelle)),
                }
            }
            if !historique.is_empty() {
                let doux = couleurs(ui).doux;
                ui.label("Valeurs successives");
                for told in historique.iter().take(8) {
                    ui.label(RichText::new(told.as_str()).color(doux));
                }
            }
            let champs = champs.iter().map(|champ| champ.texte.clone()).collect();
            let edit = EditListe::Fields { liste: liste.clone(), id: id.clone(), champs };
            buttons(ui, &[("Enregistrer", Reponse::Liste(edit))])
        }
        Question::Merge { liste, from, label, usage, into, at } => {
            let moved = match usage {
                0 => "Aucun dossier ne porte cette valeur".to_owned(),
                1 => "Une ligne de dossier prendra la valeur choisie".to_owned(),
                _ => format!("{} lignes de dossier prendront la valeur choisie", thousands(usage.unsigned_abs())),
            };
            let told = format!("{moved} ; « {label} » sera fermée. Cela ne se défait pas.");
            text(ui, &format!("Fusionner « {label} »"), &told);
            ui.label("Avec");
            let values = into.iter().enumerate().map(|(row, (_, label))| (row, label.as_str()));
            if let Some(row) = one_of(ui, "Avec", 420.0, "Choisissez une valeur", *at, values) {
                *at = row;
            }
            // Nothing is merged before a value was chosen.
            let Some((to, _)) = into.get(*at).cloned() else { return buttons(ui, &[]) };
            let edit = EditListe::Merge { liste: liste.clone(), from: from.clone(), to };
            buttons(ui, &[("Fusionner", Reponse::Liste(edit))])
        }
        _ => None,
    }
}
