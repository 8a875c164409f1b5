//! The screen: its three parts above, the one that is chosen below.

use egui::{Button, RichText, Role, Sense, Stroke, Ui, WidgetInfo, vec2};
use strum::IntoEnumIterator as _;

use super::vue::{Demande, EcranAdministration, Partie};
use super::{comptes, etat, journal};
use crate::commands::Commande;
use crate::domain::Parametres;
use crate::ui::theme::{couleurs, gras};
use crate::ui::widgets::{button, ring};
use crate::ui::zone::zone;
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, ecran: &mut EcranAdministration, parametres: &Parametres, out: &mut Vec<Intention>) {
    zone(ui, "parties", |ui, _| parts(ui, ecran, out));
    ui.add_space(8.0);
    match ecran.partie {
        Partie::Comptes => comptes::ui(ui, ecran, parametres, out),
        Partie::Journal => journal::ui(ui, &mut ecran.journal, out),
        Partie::Etat => etat::ui(ui, ecran.etat.as_deref(), out),
    }
}

pub(super) fn ask(out: &mut Vec<Intention>, demande: Demande) {
    out.push(Intention::Administration(demande));
}

fn parts(ui: &mut Ui, ecran: &mut EcranAdministration, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for partie in Partie::iter().filter(|partie| ecran.shows(*partie)).collect::<Vec<_>>() {
            let on = partie == ecran.partie;
            let text = RichText::new(partie.libelle()).color(if on { c.accent } else { c.texte });
            let text = if on { text.family(gras()) } else { text };
            let button = Button::new(text)
                .fill(if on { c.choisi } else { c.fond })
                .stroke(Stroke::new(1.0, if on { c.accent } else { c.ligne }))
                .sense(Sense::click())
                .min_size(vec2(140.0, 32.0));
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, partie.libelle()));
            if on && std::mem::take(&mut ecran.take_focus) {
                response.request_focus();
            }
            ring(ui, &response);
            if response.clicked() {
                ask(out, Demande::Partie(partie));
            }
        }
        if ecran.reprise && button(ui, icone::DATABASE, "Reprendre une base Access…").clicked() {
            out.push(Intention::Commande(Commande::EcranReprise));
        }
        if button(ui, icone::FLOPPY_DISK, "Tout exporter…").clicked() {
            out.push(Intention::Commande(Commande::ExporterTout));
        }
    });
}
