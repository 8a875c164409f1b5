//! Children who may be one across dossiers, with the reasons; accepted or refused many at once, and undone.

use egui::{RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::ecran::{ask, paragraph};
use super::vue::{Demande, EcranReprise};
use crate::ui::theme::{couleurs, gras};
use crate::ui::widgets::{button, grid, line};
use crate::ui::{Intention, icone};

const ROW: f32 = 28.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    paragraph(
        ui,
        "L’ancienne base répète un enfant dans chaque dossier. Vigie propose qui est le même, et dit pourquoi\u{a0}; rien n’est réuni sans vous, et tout peut être défait.",
    );
    let chosen = ecran.paires.iter().filter(|paire| paire.choisie).count();
    ui.horizontal(|ui| {
        if button(ui, icone::MAGNIFYING_GLASS, "Chercher les mêmes enfants").clicked() {
            ask(out, Demande::ChercherPersonnes);
        }
        ui.add_enabled_ui(chosen > 0 && ecran.busy.is_empty(), |ui| {
            if button(ui, icone::CHECK_CIRCLE, &format!("Réunir les {chosen} cochées")).clicked() {
                ask(out, Demande::Reunir);
            }
            if button(ui, icone::X, "Ce sont deux enfants").clicked() {
                ask(out, Demande::Refuser);
            }
        });
        if button(ui, icone::CLOCK_COUNTER_CLOCKWISE, "Défaire les réunions de la reprise").clicked() {
            ask(out, Demande::Defaire);
        }
    });
    ui.horizontal(|ui| {
        if ui.button("Cocher les probables").clicked() {
            ecran.paires.iter_mut().for_each(|paire| paire.choisie = paire.probable);
        }
        if ui.button("Ne rien cocher").clicked() {
            ecran.paires.iter_mut().for_each(|paire| paire.choisie = false);
        }
        ui.label(RichText::new(format!("{} propositions", ecran.paires.len())).color(couleurs(ui).doux));
    });
    if ecran.paires.is_empty() {
        if ecran.paires_lues {
            paragraph(ui, "Aucune proposition\u{a0}: chaque enfant est déjà une seule personne.");
        }
        return;
    }
    ui.add_space(4.0);
    grid(ui, |ui| {
        TableBuilder::new(ui)
            .id_salt("paires")
            .striped(true)
            .column(Column::exact(26.0))
            .column(Column::initial(270.0).clip(true))
            .column(Column::initial(270.0).clip(true))
            .column(Column::exact(90.0))
            .column(Column::remainder().clip(true))
            .header(ROW, |mut header| {
                for titre in ["", "Gardé", "Le même\u{a0}?", "Avis", "Raisons"] {
                    header.col(|ui| {
                        ui.label(RichText::new(titre).family(gras()));
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, ecran.paires.len(), |mut row| {
                    let Some(paire) = ecran.paires.get_mut(row.index()) else { return };
                    row.col(|ui| {
                        let response = ui.checkbox(&mut paire.choisie, "");
                        let name = format!("{} et {}", paire.un, paire.autre);
                        response.widget_info(|| {
                            egui::WidgetInfo::selected(egui::Role::CheckBox, true, paire.choisie, &name)
                        });
                    });
                    for text in [&paire.un, &paire.autre] {
                        row.col(|ui| {
                            line(ui, text);
                        });
                    }
                    row.col(|ui| {
                        ui.label(paire.niveau);
                    });
                    row.col(|ui| {
                        line(ui, &paire.raisons);
                    });
                });
            });
    });
}
