//! The account of the situation: two long texts, shared by the fratrie.

use egui::Ui;

use super::DossierView;
use super::ecran::{end_of_part, scrolled};
use crate::domain::dossier::{self, Fiches as _};
use crate::ui::champ::champ;
use crate::ui::form::Form;

pub fn ui(ui: &mut Ui, _view: &DossierView, form: &mut Form<'_>) {
    let Some(entete) = form.draft.entete().cloned() else { return };
    let row = ui.text_style_height(&egui::TextStyle::Body);
    let rows = ((ui.available_height() - 110.0) / row).max(7.0);
    scrolled(ui, "expose", |ui| {
        ui.add_space(2.0);
        let width = ui.available_width();
        for (cle, share) in [(dossier::SYNTHESE, 0.62), (dossier::OBSERVATION_CEMA, 0.38)] {
            form.long_rows = (rows * share) as usize;
            champ(ui, form, &entete, cle, width);
            ui.add_space(4.0);
        }
        end_of_part(ui, form.out);
    });
}
