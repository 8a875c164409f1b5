//! One line of the journal: what was there before, what came after.

use egui::{Frame, RichText, ScrollArea, Stroke, Ui};

use super::ecran::ask;
use super::journal::title;
use super::vue::{Demande, EcranJournal};
use crate::domain::date;
use crate::domain::journal::LigneJournal;
use crate::ui::theme::{self, couleurs, gras, marge};
use crate::ui::widgets::button;
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, ecran: &EcranJournal, out: &mut Vec<Intention>) {
    let Some((ligne, textes)) = &ecran.detail else { return };
    let c = couleurs(ui);
    Frame::new().stroke(Stroke::new(1.0, c.ligne)).corner_radius(4).inner_margin(marge(14, 10)).show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        ui.label(RichText::new(title(ligne)).family(gras()).size(theme::TITRE));
        told(ui, ligne);
        ui.horizontal(|ui| {
            if button(ui, icone::X, "Fermer le détail").clicked() {
                ask(out, Demande::FermerDetail);
            }
            if let Some(dossier) = ligne.dossier
                && button(ui, icone::FOLDER_OPEN, "Ouvrir le dossier").clicked()
            {
                ask(out, Demande::OuvrirDossier(dossier));
            }
        });
        ui.separator();
        let Some(textes) = textes else {
            ui.label("Lecture de la ligne…");
            return;
        };
        if textes.is_empty() {
            ui.label(RichText::new("Cette ligne ne porte aucun texte").color(c.doux));
        }
        ScrollArea::vertical().id_salt("textes").auto_shrink([false, false]).show(ui, |ui| {
            for (name, before, after) in textes {
                ui.label(RichText::new(name).family(gras()));
                for (when, text, color) in [("Avant", before, c.doux), ("Après", after, c.texte)] {
                    if !text.is_empty() {
                        let shown = RichText::new(format!("{when}\u{a0}: {text}")).color(color);
                        ui.add(egui::Label::new(shown).wrap());
                    }
                }
                ui.add_space(4.0);
            }
        });
    });
}

fn told(ui: &mut Ui, ligne: &LigneJournal) {
    let doux = couleurs(ui).doux;
    let told = format!("Ligne {} · {} · {}", ligne.id, date::format_instant(&ligne.quand), ligne.qui);
    ui.add(egui::Label::new(RichText::new(told).color(doux)).wrap());
    if !ligne.depuis.is_empty() {
        ui.label(RichText::new(format!("depuis {}", ligne.depuis)).color(doux));
    }
}
