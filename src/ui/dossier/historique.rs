//! Who changed what, field by field.

use egui::{RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::DossierView;
use crate::domain::changement::Changement;
use crate::domain::dossier::Fiches as _;
use crate::domain::{Cle, Nature, Parametres, Table, adulte, date, enfant, parse};
use crate::ui::icone;
use crate::ui::theme::{couleurs, gras};
use crate::ui::widgets::{empty_state, grid, line};

pub fn ui(ui: &mut Ui, view: &DossierView, parametres: &Parametres) {
    let Some(historique) = &view.historique else {
        if view.is_new() {
            empty_state(
                ui,
                icone::CLOCK_COUNTER_CLOCKWISE,
                "Pas encore d’historique",
                "Il commence au premier enregistrement",
            );
        } else {
            ui.label("Lecture de l’historique…");
        }
        return;
    };
    let lines: Vec<(&Changement, &(Cle, String, String))> = historique
        .iter()
        .flat_map(|write| write.champs.iter().filter(|(cle, ..)| told(*cle)).map(move |champ| (write, champ)))
        .collect();
    if lines.is_empty() {
        empty_state(
            ui,
            icone::CLOCK_COUNTER_CLOCKWISE,
            "Rien n’a été changé depuis que ce dossier est dans la base",
            "Chaque champ changé y sera dit, avec qui et quand",
        );
        return;
    }
    grid(ui, |ui| table(ui, view, parametres, &lines));
}

fn table(ui: &mut Ui, view: &DossierView, parametres: &Parametres, lines: &[(&Changement, &(Cle, String, String))]) {
    let c = couleurs(ui);
    let room = ui.available_width();
    TableBuilder::new(ui)
        .id_salt("historique")
        .striped(true)
        .resizable(true)
        .auto_shrink([false, false])
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::initial(130.0).clip(true))
        .column(Column::initial(74.0).clip(true))
        .column(Column::initial(room * 0.18).clip(true))
        .column(Column::initial(room * 0.15).clip(true))
        .column(Column::initial(room * 0.18).clip(true))
        .column(Column::remainder().clip(true))
        .header(26.0, |mut header| {
            for title in ["Quand", "Qui", "Où", "Champ", "Avant", "Après"] {
                header.col(|ui| {
                    ui.label(RichText::new(title).family(gras()));
                });
            }
        })
        .body(|body| {
            body.rows(26.0, lines.len(), |mut row| {
                let Some((write, (cle, before, after))) = lines.get(row.index()) else { return };
                let shown = |value: &str| {
                    if value.is_empty() {
                        "—".to_owned()
                    } else {
                        parse::show(*cle, value, parametres).replace('\n', " ")
                    }
                };
                for text in [
                    date::format_instant(&write.quand),
                    write.qui.clone(),
                    place(view, write),
                    cle.champ().libelle.to_owned(),
                ] {
                    row.col(|ui| {
                        line(ui, text);
                    });
                }
                for (text, color) in [(shown(before), c.doux), (shown(after), c.texte)] {
                    row.col(|ui| {
                        line(ui, RichText::new(&text).color(color)).on_hover_text(text);
                    });
                }
            });
        });
}

/// Derived fields and links say nothing to a person.
fn told(cle: Cle) -> bool {
    !matches!(cle.champ().nature, Nature::Reference(_) | Nature::Auto(_)) && cle.champ().colonne != "rang"
}

fn place(view: &DossierView, write: &Changement) -> String {
    let kind = write.table.libelle();
    let verb = match write.operation.as_str() {
        "ajout" => " (ajout)",
        "suppression" => " (retrait)",
        _ => "",
    };
    let who = view.loaded.fiche(write.ligne).and_then(|fiche| match fiche.table {
        Table::Enfant => Some(enfant::titre(fiche)),
        Table::EnfantConcerne => view.loaded.personne(fiche).map(enfant::titre),
        Table::Adulte => Some(adulte::titre(fiche)),
        _ => None,
    });
    match who {
        Some(who) => format!("{kind} · {who}{verb}"),
        None => format!("{kind}{verb}"),
    }
}
