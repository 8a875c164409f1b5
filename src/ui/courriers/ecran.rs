//! The screen: templates at the left, the letter being made at the right, the register below.

use egui::{
    Align, Atom, Button, Layout, Rect, RichText, ScrollArea, Sense, Stroke, TextEdit, Ui, UiBuilder, pos2, vec2,
};

use super::registre;
use super::vue::{Demande, EcranCourriers};
use crate::domain::modele::FormeSaisie;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{button, empty_state, ring};
use crate::ui::{Intention, icone};

/// The list of templates.
const LISTE: f32 = 300.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let whole = ui.available_rect_before_wrap();
    let middle = whole.left() + LISTE;
    let below = whole.bottom() - (whole.height() * 0.3).clamp(150.0, 320.0);
    let mut part = |salt: &str, rect: Rect| ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect));
    let mut left = part("modeles", Rect::from_min_max(whole.min, pos2(middle - 12.0, below - 8.0)));
    let mut right =
        part("ecriture", Rect::from_min_max(pos2(middle + 8.0, whole.top()), pos2(whole.right(), below - 8.0)));
    let mut foot = part("registre", Rect::from_min_max(pos2(whole.left(), below), whole.max));
    templates(&mut left, ecran, out);
    writing(&mut right, ecran, out);
    registre::ui(&mut foot, ecran, out);
    ui.allocate_rect(whole, Sense::hover());
}

fn ask(out: &mut Vec<Intention>, demande: Demande) {
    out.push(Intention::Courriers(demande));
}

fn templates(ui: &mut Ui, ecran: &EcranCourriers, out: &mut Vec<Intention>) {
    ui.label(RichText::new("Modèles").family(gras()).size(theme::TITRE));
    ui.add_space(4.0);
    ScrollArea::vertical().id_salt("modeles").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for modele in &ecran.modeles {
            let on = modele.code == ecran.modele;
            let c = couleurs(ui);
            let text = RichText::new(&modele.libelle).color(if on { c.accent } else { c.texte });
            let text = if on { text.family(gras()) } else { text };
            let response = ui.add(
                Button::new((text, Atom::grow()))
                    .fill(if on { c.choisi } else { c.fond })
                    .stroke(Stroke::NONE)
                    .min_size(vec2(ui.available_width() - 4.0, 28.0))
                    .truncate(),
            );
            ring(ui, &response);
            if response.on_hover_text(format!("{}\n{}", modele.public, modele.base)).clicked() {
                ask(out, Demande::Modele(modele.code.clone()));
            }
        }
    });
}

fn writing(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let Some(modele) = ecran.modeles.iter().find(|modele| modele.code == ecran.modele) else {
        empty_state(
            ui,
            icone::ENVELOPE,
            "Choisissez un modèle",
            "Le courrier se prépare ici, à partir d’un ou de plusieurs dossiers",
        );
        return;
    };
    let doux = couleurs(ui).doux;
    ui.label(RichText::new(&modele.libelle).family(gras()).size(theme::TITRE));
    ui.label(RichText::new(format!("{} · {}", modele.public, modele.base)).color(doux));
    let label = ui.label(RichText::new("Dossiers (numéros)").size(theme::LABEL).color(doux));
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut ecran.numeros)
            .hint_text("2026-123 2026-124")
            .desired_width(360.0)
            .min_size(vec2(0.0, theme::HAUTEUR));
        let response = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut ecran.take_focus) {
            response.request_focus();
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            ask(out, Demande::Preparer);
        }
        if button(ui, icone::HOURGLASS, "Tous les services en retard").clicked() {
            ask(out, Demande::EnRetard);
        }
        if button(ui, icone::FILE_TEXT, "Préparer").clicked() {
            ask(out, Demande::Preparer);
        }
    });
    if !ecran.busy.is_empty() {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label(&ecran.busy);
            if button(ui, icone::X, "Annuler").clicked() {
                ask(out, Demande::Arreter);
            }
        });
    }
    ScrollArea::vertical().id_salt("ecriture").auto_shrink([false, false]).show(ui, |ui| {
        missing(ui, ecran, out);
        refusals(ui, ecran);
        if !ecran.plis.is_empty() {
            letters(ui, ecran, out);
        }
    });
}

/// What must be answered before anything is printed.
fn missing(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    if ecran.reponses.is_empty() {
        return;
    }
    let c = couleurs(ui);
    ui.add_space(6.0);
    ui.label(RichText::new("À compléter").family(gras()));
    for reponse in &mut ecran.reponses {
        let hint = if reponse.forme == FormeSaisie::Date { "jj/mm/aaaa" } else { "" };
        let label = ui.label(RichText::new(&reponse.libelle).size(theme::LABEL).color(c.doux));
        let field = if reponse.forme == FormeSaisie::Long {
            TextEdit::multiline(&mut reponse.valeur).desired_rows(3)
        } else {
            TextEdit::singleline(&mut reponse.valeur).hint_text(hint).min_size(vec2(0.0, theme::HAUTEUR))
        };
        let response = ui.add(field.desired_width(ui.available_width().min(560.0))).labelled_by(label.id);
        if reponse.forme != FormeSaisie::Long
            && response.lost_focus()
            && ui.input(|input| input.key_pressed(egui::Key::Enter))
        {
            ask(out, Demande::Preparer);
        }
        if !reponse.erreur.is_empty() {
            ui.label(RichText::new(&reponse.erreur).color(c.erreur));
        }
    }
}

fn refusals(ui: &mut Ui, ecran: &EcranCourriers) {
    let c = couleurs(ui);
    for refus in &ecran.refus {
        let text = format!("{} {}\u{a0}: {}", icone::WARNING, refus.numero, refus.message);
        ui.add(egui::Label::new(RichText::new(text).color(c.erreur)).wrap());
    }
}

fn letters(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let count = ecran.plis.len();
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(if count > 1 { format!("{count} courriers prêts") } else { "1 courrier prêt".to_owned() })
                .family(gras()),
        );
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let print =
                Button::new(RichText::new(format!("{}  Valider et imprimer", icone::PRINTER)).color(c.sur_accent))
                    .fill(c.accent)
                    .stroke(Stroke::NONE)
                    .min_size(vec2(0.0, theme::HAUTEUR));
            let response = ui.add(print);
            ring(ui, &response);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Valider et imprimer"));
            if response.clicked() {
                ask(out, Demande::Imprimer);
            }
            ui.checkbox(&mut ecran.separes, "Un fichier par courrier");
        });
    });
    let label = ui.label(RichText::new("Fichier PDF").size(theme::LABEL).color(c.doux));
    ui.add(TextEdit::singleline(&mut ecran.fichier).desired_width(f32::INFINITY).min_size(vec2(0.0, theme::HAUTEUR)))
        .labelled_by(label.id);
    if count > 1 {
        ui.horizontal(|ui| {
            if button(ui, icone::CARET_LEFT, "Courrier précédent").clicked() {
                ecran.choisi = ecran.choisi.checked_sub(1).unwrap_or(count - 1);
            }
            if button(ui, icone::CARET_RIGHT, "Courrier suivant").clicked() {
                ecran.choisi = (ecran.choisi + 1) % count;
            }
            ui.label(format!("{} / {count}", ecran.choisi + 1));
        });
    }
    let Some(pli) = ecran.plis.get_mut(ecran.choisi) else { return };
    ui.label(RichText::new(&pli.titre).family(gras()));
    ui.add(egui::Label::new(RichText::new(&pli.adresse).color(c.doux)).wrap());
    let label = ui.label(RichText::new("Objet").size(theme::LABEL).color(c.doux));
    ui.add(TextEdit::singleline(&mut pli.objet).desired_width(f32::INFINITY)).labelled_by(label.id);
    let label = ui.label(RichText::new("Texte du courrier").size(theme::LABEL).color(c.doux));
    ui.add(TextEdit::multiline(&mut pli.corps).desired_rows(12).desired_width(f32::INFINITY)).labelled_by(label.id);
}
