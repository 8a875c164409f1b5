//! The delays: how long each is and which article says so, instead of how often a value is used.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::{ROW, actions, explanation};
use crate::domain::Parametres;
use crate::domain::echeance::Unite;
use crate::domain::liste::ValeurDetail;
use crate::ui::Intention;
use crate::ui::rangs::Rangs;
use crate::ui::theme::gras;
use crate::ui::widgets::line;

pub const LISTE: &str = "delai";

pub const REGLE: &str = "Une durée changée recalcule aussitôt toutes les échéances ; les durées d’avant restent dites, avec leur jour et leur auteur";

pub fn table(ui: &mut Ui, valeurs: &[ValeurDetail], lecture: bool, parametres: &Parametres, out: &mut Vec<Intention>) {
    let rangs = Rangs::new(ui, LISTE, "Délais", valeurs.len(), ROW);
    let builder = TableBuilder::new(ui)
        .id_salt("delais")
        .striped(true)
        .auto_shrink([false, false])
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::remainder().clip(true))
        .column(Column::exact(140.0))
        .column(Column::exact(230.0).clip(true))
        .column(Column::exact(84.0));
    rangs
        .follow(builder)
        .header(30.0, |mut header| {
            for title in ["Libellé", "Durée", "Article", "Actions"] {
                header.col(|ui| {
                    ui.label(RichText::new(title).family(gras()));
                });
            }
        })
        .body(|body| {
            body.rows(ROW, valeurs.len(), |mut row| {
                let at = row.index();
                row.set_selected(rangs.marks(at));
                let Some(valeur) = valeurs.get(at) else { return };
                row.col(|ui| {
                    line(ui, valeur.libelle.as_str()).on_hover_text(explanation(LISTE, valeur));
                });
                row.col(|ui| {
                    line(ui, duree(valeur));
                });
                row.col(|ui| {
                    line(ui, valeur.champs.get(2).map_or("", String::as_str));
                });
                row.col(|ui| {
                    if !lecture {
                        actions(ui, LISTE, valeurs, at, rangs.sense(at), parametres, out);
                    }
                });
            });
        });
}

/// « 24 heures ouvrées », of the first two fields of its table.
fn duree(valeur: &ValeurDetail) -> String {
    let [longueur, unite, ..] = valeur.champs.as_slice() else { return String::new() };
    let unit = Unite::of(unite).zip(longueur.parse().ok()).map(|(unit, count)| unit.libelle(count));
    format!("{longueur} {}", unit.unwrap_or(unite))
}
