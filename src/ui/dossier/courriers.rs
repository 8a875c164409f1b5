//! The letters of the dossier: what was written, to whom, in which state.

use egui::Ui;

use super::DossierView;
use crate::commands::Commande;
use crate::ui::courriers::table;
use crate::ui::form::Form;
use crate::ui::widgets::{button, empty_state};
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    if view.is_new() {
        empty_state(ui, icone::ENVELOPE, "Pas encore de courrier", "Enregistrez le dossier (Ctrl+S), puis Ctrl+P");
        return;
    }
    ui.horizontal(|ui| {
        let write = button(ui, icone::ENVELOPE, "Écrire un courrier…");
        if std::mem::take(&mut form.request.first) {
            write.request_focus();
        }
        if write.on_hover_text("Ctrl+P").clicked() {
            form.out.push(Intention::Commande(Commande::EcranCourriers));
        }
    });
    ui.add_space(4.0);
    match view.courriers.as_deref() {
        None => drop(ui.label("Lecture des courriers…")),
        Some([]) => empty_state(
            ui,
            icone::ENVELOPE,
            "Aucun courrier pour ce dossier",
            "Ctrl+P en écrit un à partir d’un modèle",
        ),
        Some(lignes) => {
            table(ui, "courriers-du-dossier", lignes, lignes.len(), false, form.out);
        }
    }
}
