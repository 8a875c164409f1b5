//! The columns of the grid by keys: which are shown, sorted by, how wide, in which place, which stay.

use egui::{Grid, RichText, ScrollArea, Sense, Ui};
use strum::IntoEnumIterator as _;

use super::etat::{Demande, Grille};
use crate::domain::recherche::Colonne;
use crate::domain::vue::Vue;
use crate::ui::question::text;
use crate::ui::theme::couleurs;
use crate::ui::widgets::{icon_button, tick};
use crate::ui::{Intention, icone};

/// What one press adds to a width, in points.
const PAS: f32 = 20.0;

pub(super) fn ui(ui: &mut Ui, grille: &Grille, out: &mut Vec<Intention>) {
    text(
        ui,
        "Colonnes de la grille",
        "Les premières, jusqu’à celle qui est figée, restent quand les autres glissent. Avec Maj, un tri s’ajoute aux autres.",
    );
    let mut vue = grille.vue.clone();
    let height = (ui.ctx().content_rect().height() - 260.0).max(160.0);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]).show(ui, |ui| {
        let shown: Vec<Colonne> = vue.colonnes.iter().map(|one| one.colonne).collect();
        let doux = couleurs(ui).doux;
        Grid::new("colonnes").num_columns(5).spacing([18.0, 4.0]).show(ui, |ui| {
            for head in ["Montrée", "Tri", "Largeur", "Place", "Reste"] {
                ui.label(RichText::new(head).color(doux));
            }
            ui.end_row();
            for (at, colonne) in shown.iter().enumerate() {
                row(ui, &mut vue, at, *colonne);
                ui.end_row();
            }
        });
        ui.separator();
        for colonne in Colonne::iter().filter(|colonne| !shown.contains(colonne)) {
            let mut on = false;
            if tick(ui, &mut on, colonne.titre()).changed() {
                vue.toggle(colonne);
            }
        }
    });
    if grille.vue != vue {
        out.push(Intention::Grille(Demande::Vue(Box::new(vue))));
    }
}

fn row(ui: &mut Ui, vue: &mut Vue, at: usize, colonne: Colonne) {
    let titre = colonne.titre();
    let mut on = true;
    if tick(ui, &mut on, titre).changed() {
        vue.toggle(colonne);
    }
    let pressed = |ui: &mut Ui, icon: &str, what: &str| {
        icon_button(ui, icon, &format!("{titre} {what}"), Sense::click()).clicked()
    };
    ui.horizontal(|ui| {
        if colonne.sorts() {
            let (icon, told) = sorted(vue, colonne);
            if icon_button(ui, &icon, &format!("Trier par {titre}{told}"), Sense::click()).clicked() {
                vue.sort(colonne, ui.input(|input| input.modifiers.shift));
            }
        }
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        if pressed(ui, icone::CARET_LEFT, "plus étroite") {
            vue.widen(colonne, -PAS);
        }
        if pressed(ui, icone::CARET_RIGHT, "plus large") {
            vue.widen(colonne, PAS);
        }
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        if pressed(ui, icone::ARROW_UP, "plus à gauche") {
            vue.shift(colonne, false);
        }
        if pressed(ui, icone::ARROW_DOWN, "plus à droite") {
            vue.shift(colonne, true);
        }
    });
    let mut frozen = at < vue.figees;
    if tick(ui, &mut frozen, "figée").changed() {
        vue.figees = if frozen { at + 1 } else { at };
    }
}

/// The sign of a column in the order, with its rank when there are several, and how it is said.
pub(super) fn sorted(vue: &Vue, colonne: Colonne) -> (String, &'static str) {
    let tris = &vue.ordre.0;
    let Some((rank, tri)) = tris.iter().enumerate().find(|(_, tri)| tri.colonne == colonne) else {
        return (icone::SORT_ASCENDING.to_owned(), "");
    };
    let (sign, told) =
        if tri.descending { (icone::ARROW_DOWN, ", décroissant") } else { (icone::ARROW_UP, ", croissant") };
    (if tris.len() > 1 { format!("{sign}{}", rank + 1) } else { sign.to_owned() }, told)
}
