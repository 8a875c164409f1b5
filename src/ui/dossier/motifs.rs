//! The motives of the chosen child.

use egui::Ui;

use super::DossierView;
use super::ecran::hint;
use super::lignes::{self, waits};
use crate::domain::dossier::Fiches as _;
use crate::domain::motif;
use crate::ui::form::Form;

pub fn ui(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    let columns = [(motif::MOTIF, 5.0), (motif::PRINCIPAL, 1.4), (motif::PRECISION, 4.0)];
    lignes::header(ui, &columns);
    let rows: Vec<_> = form.draft.linked(motif::ENFANT_CONCERNE_ID, view.child).cloned().collect();
    for (at, row) in rows.iter().enumerate() {
        lignes::row(ui, form, &columns, &format!("motif {}", at + 1), |_| Some(row.clone()), waits(row));
    }
    hint(ui, "Sans choix, le premier motif est le principal ; Ctrl+Maj+Suppr retire la ligne");
}
