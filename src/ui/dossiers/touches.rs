//! The keys of the grid: one stop of the Tab key, then arrows, Maj to stretch, Espace to choose.

use egui::{Key, Modifiers, Ui};
use uuid::Uuid;

use super::etat::{Demande, Grille};
use crate::ui::Intention;

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
    ui.memory_mut(|memory| {
        let arrows = egui::EventFilter { vertical_arrows: true, horizontal_arrows: true, tab: false, escape: false };
        memory.set_focus_lock_filter(id, arrows);
    });
    let page = grille.seen.max(1);
    let last = total.saturating_sub(1);
    let (stretch, to, slide, open, copy, space, all) = ui.input_mut(|input| {
        let (mut to, mut stretch) = (None, false);
        for (key, row) in [
            (Key::ArrowDown, grille.at.saturating_add(1)),
            (Key::ArrowUp, grille.at.saturating_sub(1)),
            (Key::PageDown, grille.at.saturating_add(page)),
            (Key::PageUp, grille.at.saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, last),
        ] {
            // Of the key itself, not of the moment: in a slow frame Maj may be up again.
            let shifted = input.consume_key(Modifiers::SHIFT, key);
            if shifted || input.consume_key(Modifiers::NONE, key) {
                to = Some(row.min(last));
                stretch |= shifted;
            }
        }
        let mut pressed = |key| i8::from(input.consume_key(Modifiers::NONE, key));
        let slide = f32::from(pressed(Key::ArrowRight) - pressed(Key::ArrowLeft));
        let all = input.consume_key(Modifiers::COMMAND, Key::A);
        let open = input.consume_key(Modifiers::NONE, Key::Enter);
        let space = input.consume_key(Modifiers::NONE, Key::Space);
        let copy = input.events.iter().any(|event| matches!(event, egui::Event::Copy));
        (stretch, to, slide, open, copy, space, all)
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
        out.push(Intention::OpenDossier(id));
    }
}
