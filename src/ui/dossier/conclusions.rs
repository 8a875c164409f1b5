//! What was decided for the chosen child.

use egui::Ui;

use super::DossierView;
use super::ecran::hint;
use super::lignes::{self, waits};
use crate::domain::conclusion;
use crate::domain::dossier::Fiches as _;
use crate::ui::form::Form;

pub fn ui(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    let columns = [
        (conclusion::CONCLUSION, 4.0),
        (conclusion::DATE_CONCLUSION, 1.5),
        (conclusion::MOTIF_SIGNALEMENT, 3.0),
        (conclusion::DETAIL, 4.0),
    ];
    lignes::header(ui, &columns);
    form.long_rows = 2;
    let rows: Vec<_> = form.draft.linked(conclusion::ENFANT_CONCERNE_ID, view.child).cloned().collect();
    for (at, row) in rows.iter().enumerate() {
        lignes::row(ui, form, &columns, &format!("conclusion {}", at + 1), |_| Some(row.clone()), waits(row));
    }
    hint(ui, "Ctrl+Maj+F applique la conclusion aux autres enfants de la fratrie");
}
