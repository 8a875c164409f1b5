//! The screen: the bar, the grid or what to do when it is empty, and what stands over it.

use chrono::NaiveDate;
use egui::{Frame, Ui};

use super::etat::Grille;
use super::{barre, panneaux, tableau};
use crate::domain::Parametres;
use crate::ui::theme::{couleurs, marge};
use crate::ui::widgets::empty_state;
use crate::ui::zone::zone;
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, grille: &mut Grille, parametres: &Parametres, today: NaiveDate, out: &mut Vec<Intention>) {
    zone(ui, "barre-dossiers", |ui, _| barre::ui(ui, grille, parametres, out));
    ui.add_space(6.0);
    match grille.total {
        None => out.push(Intention::NeedPage(0)),
        Some(0) if !grille.vue.filters() && grille.choisis.is_none() => {
            empty_state(ui, icone::FOLDER_OPEN, "Aucun dossier dans cette base", "Ctrl+N crée le premier");
        }
        // The heads stay: one sees what was asked, and changes it.
        Some(total) => zone(ui, "grille-dossiers", |ui, _| tableau::ui(ui, grille, total, parametres, today, out)),
    }
    panneaux::ui(ui.ctx(), grille, parametres, out);
}

/// `1 234 567`, with the narrow space of French numbers.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// « 0 dossier », « 12 345 dossiers »
pub fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", thousands(number), if number > 1 { "s" } else { "" })
}

/// The frame around the screen.
pub fn frame(ui: &Ui) -> Frame {
    Frame::new().fill(couleurs(ui).fond).inner_margin(marge(16, 12))
}
