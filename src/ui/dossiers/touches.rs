//! The keys of the grid: one stop of the Tab key, then arrows, Maj to stretch, Espace to choose.

use egui::Ui;
use uuid::Uuid;

use super::etat::{Demande, Grille};
use crate::commands::Geste;
use crate::ui::Intention;
use crate::ui::geste::{self, hold_arrows, step, walk};

/// The row becomes the marked one; with Maj every row from where the stretch began is chosen.
pub(super) fn mark(grille: &mut Grille, at: u64, stretch: bool, out: &mut Vec<Intention>) {
    if !stretch {
        grille.at = at;
        grille.anchor = None;
        return;
    }
    let anchor = *grille.anchor.get_or_insert(grille.at);
    grille.at = at;
    match grille.stretch(anchor, at) {
        Some(rows) => grille.selection = rows,
        // Rows that were not read yet are asked of the base.
        None => out.push(Intention::Grille(Demande::Plage(anchor.min(at), anchor.max(at)))),
    }
}

pub(super) fn toggle(grille: &mut Grille, id: Uuid) {
    if !grille.selection.remove(&id) {
        grille.selection.insert(id);
    }
}

pub(super) fn ui(ui: &Ui, grille: &mut Grille, total: u64, id: egui::Id, out: &mut Vec<Intention>) {
    hold_arrows(ui, id, true);
    let page = grille.seen.max(1);
    let last = total.saturating_sub(1);
    let (stretch, to, slide, open, copy, space, all) = ui.input_mut(|input| {
        // Of the key itself, not of the moment: in a slow frame Maj may be up again.
        let stretched = geste::stretch(input, grille.at, page, last);
        let to = stretched.or_else(|| walk(input, grille.at, page, last));
        let mut pressed = |geste| geste::pressed(input, geste);
        let (all, open, space) = (pressed(Geste::ChoisirTout), pressed(Geste::Ouvrir), pressed(Geste::Choisir));
        let copy = pressed(Geste::Copier);
        (stretched.is_some(), to, step(input, Geste::Glisser) as f32, open, copy, space, all)
    });
    grille.left += slide * 80.0;
    if let Some(to) = to {
        mark(grille, to, stretch, out);
        grille.show_at = true;
    }
    if all {
        out.push(Intention::Grille(Demande::Tout));
    }
    if copy {
        out.push(Intention::Grille(Demande::Copier));
    }
    let Some(id) = grille.row(grille.at).map(|ligne| ligne.id) else { return };
    if space {
        toggle(grille, id);
    }
    if open {
        out.push(match grille.selection.len() {
            0 | 1 => Intention::OpenDossier(grille.chosen().first().copied().unwrap_or(id)),
            _ => Intention::OpenDossiers(grille.chosen()),
        });
    }
}
