//! The register: what was written, to whom, in which state; printed again as it was.

use egui::{RichText, ScrollArea, TextEdit, Ui, vec2};

use super::vue::{Demande, EcranCourriers};
use crate::domain::courrier::EtatCourrier;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{Ton, badge, button};
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let mut ask = |demande: Demande| out.push(Intention::Courriers(demande));
    ui.separator();
    ui.horizontal(|ui| {
        let label = ui.label(RichText::new("Registre des courriers").family(gras()));
        let field = TextEdit::singleline(&mut ecran.cherche)
            .hint_text("Nom du destinataire")
            .desired_width(260.0)
            .min_size(vec2(0.0, theme::HAUTEUR));
        if ui.add(field).labelled_by(label.id).changed() {
            ask(Demande::Chercher);
        }
    });
    ScrollArea::vertical().id_salt("registre").auto_shrink([false, false]).show(ui, |ui| {
        if ecran.registre.is_empty() {
            ui.label(RichText::new("Aucun courrier pour l’instant").color(couleurs(ui).doux));
        }
        for ligne in &ecran.registre {
            ui.horizontal(|ui| {
                let ton = match ligne.etat {
                    EtatCourrier::Brouillon => Ton::Neutre,
                    EtatCourrier::Valide => Ton::Accent,
                    EtatCourrier::Envoye => Ton::Succes,
                };
                badge(ui, ligne.etat.libelle(), ton);
                if ui.link(&ligne.numero).clicked() {
                    ask(Demande::Ouvrir(ligne.dossier));
                }
                let jour = ligne.jour.parse().map_or_else(|_| ligne.jour.clone(), crate::domain::date::format);
                ui.label(format!("{jour} · {} · {}", ligne.destinataire, ligne.objet));
                if button(ui, icone::PRINTER, "Réimprimer").clicked() {
                    ask(Demande::Reimprimer(ligne.id));
                }
                if ligne.etat == EtatCourrier::Valide && button(ui, icone::CHECK_CIRCLE, "Marquer envoyé").clicked() {
                    ask(Demande::Envoye(ligne.id));
                }
            });
        }
    });
}
