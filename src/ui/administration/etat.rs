//! The state of the base: one sentence a finding, with its mark.

use egui::{RichText, ScrollArea, Ui};

use super::ecran::ask;
use super::vue::Demande;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{Ton, badge, button};
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, etat: Option<&[(Ton, String)]>, out: &mut Vec<Intention>) {
    let Some(constats) = etat else {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label("La base est examinée…");
        });
        return;
    };
    let count = |wanted: Ton| constats.iter().filter(|(ton, _)| *ton == wanted).count();
    let (grave, attention) = (count(Ton::Erreur), count(Ton::Alerte));
    ui.horizontal(|ui| {
        let told = match (grave, attention) {
            (0, 0) => "Tout est en ordre".to_owned(),
            (0, 1) => "Un point à regarder".to_owned(),
            (0, many) => format!("{many} points à regarder"),
            (1, _) => "Un point à corriger sans attendre".to_owned(),
            (many, _) => format!("{many} points à corriger sans attendre"),
        };
        ui.label(RichText::new(told).family(gras()).size(theme::TITRE));
        if button(ui, icone::ARROWS_CLOCKWISE, "Examiner de nouveau").clicked() {
            ask(out, Demande::Actualiser);
        }
    });
    ui.add_space(6.0);
    ScrollArea::vertical().id_salt("constats").auto_shrink([false, false]).show(ui, |ui| {
        for (ton, phrase) in constats {
            ui.horizontal_top(|ui| {
                let label = match ton {
                    Ton::Erreur => "À corriger",
                    Ton::Alerte => "À regarder",
                    _ => "Bien",
                };
                ui.scope(|ui| {
                    ui.set_width(92.0);
                    badge(ui, label, *ton);
                });
                ui.add(egui::Label::new(RichText::new(phrase).color(couleurs(ui).texte)).wrap());
            });
            ui.add_space(2.0);
        }
    });
}
