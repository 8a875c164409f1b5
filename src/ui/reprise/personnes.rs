//! Children who may be one across dossiers, with the reasons; accepted or refused many at once, and undone.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::ecran::{ask, paragraph};
use super::vue::{Demande, EcranReprise};
use crate::ui::dossiers::thousands;
use crate::ui::theme::{couleurs, gras};
use crate::ui::widgets::{Ton, badge, button, grid, line, primary};
use crate::ui::{Intention, icone};

const ROW: f32 = 32.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    paragraph(
        ui,
        "L’ancienne base répète un enfant dans chaque dossier. Vigie propose qui est le même, et dit pourquoi\u{a0}; rien n’est réuni sans vous, et tout peut être défait.",
    );
    let chosen = ecran.paires.iter().filter(|paire| paire.choisie).count();
    ui.horizontal(|ui| {
        let search = if ecran.paires.is_empty() { primary } else { button };
        if search(ui, icone::MAGNIFYING_GLASS, "Chercher les mêmes enfants").clicked() {
            ask(out, Demande::ChercherPersonnes);
        }
        ui.add_enabled_ui(chosen > 0 && ecran.busy.is_empty(), |ui| {
            let join = if chosen > 0 { primary } else { button };
            let told = match chosen {
                0 => "Réunir les paires cochées".to_owned(),
                1 => "Réunir la paire cochée".to_owned(),
                many => format!("Réunir les {} paires cochées", thousands(many as u64)),
            };
            if join(ui, icone::CHECK_CIRCLE, &told).clicked() {
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
    if ecran.paires.is_empty() {
        if ecran.paires_lues {
            paragraph(ui, "Aucune proposition\u{a0}: chaque enfant est déjà une seule personne.");
        }
        return;
    }
    ui.horizontal(|ui| {
        if ui.button("Cocher les probables").clicked() {
            ecran.paires.iter_mut().for_each(|paire| paire.choisie = paire.probable);
        }
        if ui.button("Ne rien cocher").clicked() {
            ecran.paires.iter_mut().for_each(|paire| paire.choisie = false);
        }
        let (all, probable) = (ecran.paires.len(), ecran.paires.iter().filter(|paire| paire.probable).count());
        let told = format!(
            "{} propositions, dont {} probables\u{a0}; une paire possible se vérifie une à une",
            thousands(all as u64),
            thousands(probable as u64)
        );
        ui.label(RichText::new(told).color(couleurs(ui).doux));
    });
    ui.add_space(4.0);
    grid(ui, |ui| {
        TableBuilder::new(ui)
            .id_salt("paires")
            .striped(true)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(22.0))
            .column(Column::initial(212.0).clip(true))
            .column(Column::initial(96.0).clip(true))
            .column(Column::initial(212.0).clip(true))
            .column(Column::initial(96.0).clip(true))
            .column(Column::exact(80.0))
            .column(Column::remainder().clip(true))
            .header(ROW, |mut header| {
                for titre in ["", "Enfant gardé", "Dossiers", "Le même\u{a0}?", "Dossiers", "Avis", "Raisons"] {
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
                        let name = format!("{} et {}", paire.un.0, paire.autre.0);
                        response.widget_info(|| {
                            egui::WidgetInfo::selected(egui::Role::CheckBox, true, paire.choisie, &name)
                        });
                    });
                    for (name, dossiers) in [&paire.un, &paire.autre] {
                        row.col(|ui| {
                            line(ui, name);
                        });
                        row.col(|ui| {
                            line(ui, RichText::new(dossiers).color(couleurs(ui).doux));
                        });
                    }
                    row.col(|ui| {
                        badge(ui, paire.niveau, if paire.probable { Ton::Succes } else { Ton::Alerte });
                    });
                    row.col(|ui| {
                        line(ui, &paire.raisons);
                    });
                });
            });
    });
}
