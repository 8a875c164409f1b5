//! Fields side by side, filling the width; those that do not fit go to the next row.

use egui::Ui;

use super::champ;
use crate::domain::{Cle, Fiche};
use crate::ui::form::Form;
use crate::ui::theme::ECART;

/// A field and the least width it needs, in points.
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
        let least: f32 = row.iter().map(|(_, least)| least).sum();
        let spare = available - least - ECART * (row.len() - 1) as f32;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = ECART;
            for (cle, width) in row {
                champ(ui, form, fiche, *cle, (width + spare * width / least).max(40.0).floor());
            }
        });
        rest = after;
    }
}
