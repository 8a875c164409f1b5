//! Fields side by side, filling the width; those that do not fit go to the next row.

use egui::Ui;

use super::champ;
use crate::domain::{Cle, Fiche, Nature};
use crate::ui::form::Form;
use crate::ui::theme::ECART;

/// A field and the least width it needs, in points. A box to tick takes just that; the others share
/// what is left.
pub type Largeur = (Cle, f32);

pub fn rangee(ui: &mut Ui, form: &mut Form<'_>, fiche: &Fiche, fields: &[Largeur]) {
    let available = ui.available_width();
    let mut rest = fields;
    while !rest.is_empty() {
        let mut used = 0.0;
        let fitting = rest
            .iter()
            .take_while(|(_, least)| {
                used += least + if used > 0.0 { ECART } else { 0.0 };
                used <= available
            })
            .count()
            .clamp(1, rest.len());
        let (row, after) = rest.split_at(fitting);
        let least = |ticks: bool| -> f32 {
            row.iter().filter(|(cle, _)| (cle.champ().nature == Nature::Oui) == ticks).map(|(_, least)| least).sum()
        };
        let room = available - least(true) - ECART * (row.len() - 1) as f32;
        let share = if least(false) > 0.0 { room / least(false) } else { 1.0 };
        let mut left = available;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = ECART;
            for (at, (cle, width)) in row.iter().enumerate() {
                let width = if cle.champ().nature == Nature::Oui { *width } else { (width * share).max(40.0).floor() };
                // The last one ends where the other rows end.
                let width = if at + 1 == row.len() && share >= 1.0 { left.floor() } else { width };
                champ(ui, form, fiche, *cle, width);
                left -= width + ECART;
            }
        });
        rest = after;
    }
}
