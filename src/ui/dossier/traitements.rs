//! The same information sent to several services, a line each.

use egui::Ui;

use super::DossierView;
use super::ecran::{end_of_part, hint};
use super::lignes::{self, waits};
use crate::domain::dossier::Fiches as _;
use crate::domain::{Table, traitement};
use crate::ui::form::Form;

pub fn ui(ui: &mut Ui, _view: &DossierView, form: &mut Form<'_>) {
    let first = [
        (traitement::SERVICE, 3.1),
        (traitement::NATURE, 2.2),
        (traitement::ENVOYE_LE, 1.5),
        (traitement::ECHEANCE_LE, 1.5),
        (traitement::EVALUATEURS, 2.6),
        (traitement::RETOUR_LE, 1.5),
        (traitement::PROPOSITION, 2.6),
        (traitement::ETAT, 1.9),
    ];
    ui.add_space(2.0);
    lignes::header(ui, &first);
    form.long_rows = 1;
    let rows: Vec<_> = form.draft.of(Table::Traitement).cloned().collect();
    for (at, row) in rows.iter().enumerate() {
        let name = format!("traitement {}", at + 1);
        lignes::row(ui, form, &first, &name, |_| Some(row.clone()), waits(row));
        if !waits(row) {
            let width = ui.available_width();
            crate::ui::champ::field(ui, form, row, traitement::OBSERVATION, width, crate::ui::champ::Etiquette::Dessus);
            ui.add_space(4.0);
            ui.separator();
        }
    }
    hint(
        ui,
        "Une ligne par service, attendu même sans date d’envoi ; l’échéance vide est celle du dossier ; Ctrl+Maj+Suppr retire la ligne",
    );
    end_of_part(ui, form.out);
}
