//! Writing: for which dossiers, to whom, what is missing, and the letters that are ready.

use egui::{ProgressBar, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::ecran::entered;
use super::pli;
use super::vue::{Demande, EcranCourriers, ModeleVu};
use crate::domain::modele::FormeSaisie;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{button, empty_state, one_of};
use crate::ui::{Intention, icone, widgets};

pub fn ui(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    // In a part of its own: what it says comes while one types the numbers below, which must keep the keys.
    ui.scope(|ui| {
        if !ecran.pour.is_empty() {
            widgets::line(ui, RichText::new(&ecran.pour).family(gras()).color(c.accent)).on_hover_text(&ecran.pour);
        }
    });
    let Some(modele) = ecran.modeles.iter().find(|modele| modele.code == ecran.modele).cloned() else {
        empty_state(
            ui,
            icone::ENVELOPE,
            "Choisissez un modèle",
            "Le courrier se prépare ici, à partir d’un ou de plusieurs dossiers",
        );
        return;
    };
    ui.add(egui::Label::new(RichText::new(&modele.libelle).family(gras()).size(theme::TITRE)).wrap());
    let under =
        if modele.base.is_empty() { modele.public.to_owned() } else { format!("{} · {}", modele.public, modele.base) };
    ui.add(egui::Label::new(RichText::new(under).color(c.doux)).wrap());
    ask(ui, ecran, &modele, out);
    if !ecran.busy.is_empty() {
        working(ui, ecran, out);
        return;
    }
    ScrollArea::vertical().id_salt("ecriture").auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 14.0);
        if ecran.plis.is_empty() && ecran.refus.is_empty() && !ecran.a_venir.is_empty() {
            ui.add(egui::Label::new(&ecran.a_venir).wrap());
        }
        missing(ui, ecran, out);
        refusals(ui, ecran);
        if !ecran.plis.is_empty() {
            pli::ui(ui, ecran, out);
        }
        if !ecran.imprime.is_empty() {
            printed(ui, &ecran.imprime, out);
        }
    });
}

/// For which dossiers, and to whom.
fn ask(ui: &mut Ui, ecran: &mut EcranCourriers, modele: &ModeleVu, out: &mut Vec<Intention>) {
    let doux = couleurs(ui).doux;
    let label = ui.label(RichText::new("Dossiers (numéros)").size(theme::LABEL).color(doux));
    let field = TextEdit::singleline(&mut ecran.numeros)
        .hint_text("2026-123 2026-124")
        .desired_width(f32::INFINITY)
        .min_size(vec2(0.0, theme::HAUTEUR));
    let response = ui.add(field).labelled_by(label.id);
    if std::mem::take(&mut ecran.focus_numeros) {
        response.request_focus();
    }
    if entered(ui, &response) {
        out.push(Intention::Courriers(Demande::Preparer));
    }
    if !modele.contacts.is_empty() {
        ui.label(RichText::new("Destinataire").size(theme::LABEL).color(doux));
        let width = ui.available_width().min(420.0);
        let contacts = modele.contacts.iter().map(|(id, name)| (id, name.as_str()));
        if let Some(contact) = one_of(ui, "Destinataire", width, "", &ecran.contact, contacts).cloned() {
            ecran.contact = contact;
            if !ecran.numeros.trim().is_empty() {
                out.push(Intention::Courriers(Demande::Preparer));
            }
        }
    }
    ui.horizontal_wrapped(|ui| {
        for (icon, text, demande) in [
            (icone::FILE_TEXT, "Préparer", Demande::Preparer),
            (icone::HOURGLASS, "Tous les services en retard", Demande::EnRetard),
        ] {
            if button(ui, icon, text).clicked() {
                out.push(Intention::Courriers(demande));
            }
        }
        if ecran.ready() {
            pli::actions(ui, out);
        }
    });
}

/// What is being done, how far it is, and the way to stop it.
fn working(ui: &mut Ui, ecran: &EcranCourriers, out: &mut Vec<Intention>) {
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.spinner();
        ui.label(&ecran.busy);
        if button(ui, icone::X, "Annuler").clicked() {
            out.push(Intention::Courriers(Demande::Arreter));
        }
    });
    let (done, of) = ecran.fait;
    if of > 1 {
        ui.add(ProgressBar::new(done as f32 / of as f32).text(format!("{done} / {of}")));
    }
}

/// What must be answered before anything is printed.
fn missing(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    if ecran.reponses.is_empty() {
        return;
    }
    let c = couleurs(ui);
    ui.add_space(6.0);
    ui.label(RichText::new("À compléter").family(gras()));
    let mut first = std::mem::take(&mut ecran.focus_reponses);
    let last = ecran.reponses.len() - 1;
    for (at, reponse) in ecran.reponses.iter_mut().enumerate() {
        let long = reponse.forme == FormeSaisie::Long || reponse.chemin.ends_with("destinataire.adresse");
        let hint = if reponse.forme == FormeSaisie::Date { "jj/mm/aaaa" } else { "" };
        let label = ui.label(RichText::new(&reponse.libelle).size(theme::LABEL).color(c.doux));
        let field = if long {
            TextEdit::multiline(&mut reponse.valeur).desired_rows(3)
        } else {
            TextEdit::singleline(&mut reponse.valeur).hint_text(hint).min_size(vec2(0.0, theme::HAUTEUR))
        };
        let response = ui.add(field.desired_width(f32::INFINITY)).labelled_by(label.id);
        if first && reponse.valeur.is_empty() {
            first = false;
            response.request_focus();
        }
        if !long && entered(ui, &response) {
            // Entrée goes on to the next field, and from the last to the letters.
            if at == last {
                out.push(Intention::Courriers(Demande::Preparer));
            } else {
                ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
            }
        }
        if !reponse.erreur.is_empty() {
            ui.add(egui::Label::new(RichText::new(&reponse.erreur).color(c.erreur)).wrap());
        }
    }
    if button(ui, icone::CHECK_CIRCLE, "Continuer").clicked() {
        out.push(Intention::Courriers(Demande::Preparer));
    }
}

fn refusals(ui: &mut Ui, ecran: &EcranCourriers) {
    let c = couleurs(ui);
    for refus in &ecran.refus {
        let text = format!("{} {} : {}", icone::WARNING, refus.numero, refus.message);
        ui.add(egui::Label::new(RichText::new(text).color(c.erreur)).wrap());
    }
}

/// Where the pages went, and the way to them.
fn printed(ui: &mut Ui, path: &str, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.add_space(8.0);
    let text = RichText::new(format!("{} Écrit dans {path}", icone::CHECK_CIRCLE)).color(c.succes);
    ui.add(egui::Label::new(text).wrap());
    if button(ui, icone::PRINTER, "Ouvrir").clicked() {
        out.push(Intention::Courriers(Demande::OuvrirFichier));
    }
}
