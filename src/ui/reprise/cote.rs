//! The old rows of a dossier beside what they became.

use egui::{Label, RichText, ScrollArea, Sense, Ui, UiBuilder};

use super::ecran::ask;
use super::vue::{Cote, Demande, EcranReprise};
use crate::domain::reprise::LigneVue;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{Ton, badge, button};
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, ecran: &EcranReprise, out: &mut Vec<Intention>) {
    let Some(cote) = &ecran.cote else { return };
    ui.horizontal(|ui| {
        ui.label(RichText::new(&cote.titre).family(gras()).size(theme::TITRE));
        if button(ui, icone::FOLDER_OPEN, "Ouvrir le dossier").clicked() {
            ask(out, Demande::OuvrirDossier(cote.dossier));
        }
        if button(ui, icone::X, "Revenir").clicked() {
            ask(out, Demande::FermerCote);
        }
    });
    ui.add_space(6.0);
    let whole = ui.available_rect_before_wrap();
    let (left, right) = whole.split_left_right_at_x(whole.center().x);
    let mut old = ui.new_child(UiBuilder::new().id_salt("anciennes").max_rect(left.with_max_x(left.right() - 8.0)));
    side(&mut old, "Dans Access", |ui| cote.anciennes.iter().for_each(|ligne| ancienne(ui, ligne)));
    let mut new = ui.new_child(UiBuilder::new().id_salt("nouveau").max_rect(right.with_min_x(right.left() + 8.0)));
    side(&mut new, "Dans Vigie", |ui| nouveau(ui, cote));
    ui.allocate_rect(whole, Sense::hover());
}

fn side(ui: &mut Ui, titre: &str, add: impl FnOnce(&mut Ui)) {
    ui.label(RichText::new(titre).family(gras()).color(couleurs(ui).accent));
    ui.separator();
    ScrollArea::vertical().id_salt(titre).auto_shrink([false, false]).show(ui, add);
}

fn pair(ui: &mut Ui, nom: &str, valeur: &str) {
    ui.horizontal_top(|ui| {
        ui.scope(|ui| {
            ui.set_width(170.0);
            ui.add(Label::new(RichText::new(nom).color(couleurs(ui).doux)).wrap());
        });
        ui.add(Label::new(valeur).wrap());
    });
}

fn ancienne(ui: &mut Ui, ligne: &LigneVue) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("{} {}", ligne.table, ligne.cle)).family(gras()));
        if !ligne.reprise {
            badge(ui, "gardée à côté", Ton::Alerte);
        }
    });
    ligne.valeurs.iter().filter(|(_, valeur)| !valeur.is_empty()).for_each(|(nom, valeur)| pair(ui, nom, valeur));
    ui.add_space(8.0);
}

fn nouveau(ui: &mut Ui, cote: &Cote) {
    for (titre, champs) in &cote.nouveau {
        ui.label(RichText::new(titre).family(gras()));
        for (nom, valeur) in champs {
            pair(ui, nom, valeur);
        }
        ui.add_space(8.0);
    }
}
