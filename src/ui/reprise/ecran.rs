//! The screen: the steps above, the one where one is below.

use egui::{Button, Grid, Label, ProgressBar, RichText, Role, Sense, Stroke, TextEdit, Ui, WidgetInfo, vec2};
use strum::IntoEnumIterator as _;

use super::vue::{Demande, EcranReprise, Etape};
use super::{bilan, correspondance, cote, personnes};
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{Ton, badge, button, primary, ring};
use crate::ui::zone::zone;
use crate::ui::{Intention, icone};

pub(super) fn ask(out: &mut Vec<Intention>, demande: Demande) {
    out.push(Intention::Reprise(demande));
}

pub fn ui(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    zone(ui, "etapes", |ui, _| steps(ui, ecran, out));
    ui.add_space(8.0);
    zone(ui, "etape", |ui, _| step(ui, ecran, out));
}

fn step(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    working(ui, ecran, out);
    if !ecran.erreur.is_empty() {
        ui.add(Label::new(RichText::new(&ecran.erreur).color(couleurs(ui).erreur)).wrap());
        ui.add_space(4.0);
    }
    if ecran.cote.is_some() {
        cote::ui(ui, ecran, out);
        return;
    }
    match ecran.etape {
        Etape::Fichier => file(ui, ecran, out),
        Etape::Correspondance => correspondance::ui(ui, ecran, out),
        Etape::Reprise => run(ui, ecran, out),
        Etape::Reconciliation => bilan::ui(ui, ecran, out),
        Etape::Personnes => personnes::ui(ui, ecran, out),
    }
}

fn steps(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for etape in Etape::iter() {
            let on = etape == ecran.etape;
            let text = RichText::new(etape.libelle()).color(if on { c.accent } else { c.texte });
            let text = if on { text.family(gras()) } else { text };
            let shown = Button::new(text)
                .fill(if on { c.choisi } else { c.fond })
                .stroke(Stroke::new(1.0, if on { c.accent } else { c.ligne }))
                .sense(Sense::click())
                .min_size(vec2(150.0, 32.0));
            let response = ui.add(shown);
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, etape.libelle()));
            if on && std::mem::take(&mut ecran.take_focus) {
                response.request_focus();
            }
            ring(ui, &response);
            if response.clicked() {
                ask(out, Demande::Etape(etape));
            }
        }
    });
}

/// Progress and its stop, whatever is being done.
fn working(ui: &mut Ui, ecran: &EcranReprise, out: &mut Vec<Intention>) {
    if ecran.busy.is_empty() {
        return;
    }
    ui.horizontal(|ui| {
        let (done, of) = ecran.fait;
        if of > 0 {
            let bar = ProgressBar::new(done as f32 / of as f32).desired_width(280.0).text(format!("{done} / {of}"));
            ui.add(bar);
        } else {
            ui.spinner();
        }
        ui.label(&ecran.busy);
        if button(ui, icone::X, "Arrêter").clicked() {
            ask(out, Demande::Arreter);
        }
    });
    ui.add_space(6.0);
}

pub(super) fn paragraph(ui: &mut Ui, text: &str) {
    ui.add(Label::new(text).wrap());
    ui.add_space(4.0);
}

fn file(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    ui.label(RichText::new("Reprendre une ancienne base Access").family(gras()).size(theme::TITRE));
    paragraph(
        ui,
        "Travaillez sur une copie du fichier (.mdb ou .accdb). Vigie le lit sans Access, et n’y écrit jamais\u{a0}; rien n’entre dans la base avant l’étape 3.",
    );
    ui.add_space(4.0);
    let idle = ecran.busy.is_empty();
    let mut read = false;
    Grid::new("fichier").num_columns(2).striped(false).spacing(vec2(12.0, 8.0)).show(ui, |ui| {
        let name = ui.label("Fichier");
        ui.horizontal(|ui| {
            let field =
                TextEdit::singleline(&mut ecran.fichier).desired_width(520.0).min_size(vec2(0.0, theme::HAUTEUR));
            let response = ui.add(field).labelled_by(name.id);
            read |= response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if button(ui, icone::FOLDER_OPEN, "Parcourir…").clicked() {
                ask(out, Demande::Parcourir);
            }
        });
        ui.end_row();
        let name = ui.label("Mot de passe du fichier, s’il en a un");
        let field = TextEdit::singleline(&mut ecran.mot_de_passe)
            .password(true)
            .desired_width(200.0)
            .min_size(vec2(0.0, theme::HAUTEUR));
        let response = ui.add(field).labelled_by(name.id);
        read |= response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        ui.end_row();
        ui.label("");
        ui.add_enabled_ui(idle, |ui| {
            let read_it = if ecran.source.is_none() { primary } else { button };
            read |= read_it(ui, icone::CARET_RIGHT, "Lire le fichier").clicked();
        });
        ui.end_row();
    });
    if read && idle && !ecran.fichier.trim().is_empty() {
        ask(out, Demande::Lire);
    }
    if let Some(source) = &ecran.source {
        ui.add_space(14.0);
        paragraph(ui, &source.resume);
        for incident in &source.incidents {
            ui.horizontal(|ui| {
                badge(ui, "À savoir", Ton::Alerte);
                ui.add(Label::new(incident).wrap());
            });
        }
        ui.add_space(8.0);
        if primary(ui, icone::CARET_RIGHT, "Relire la correspondance").clicked() {
            ask(out, Demande::Etape(Etape::Correspondance));
        }
    }
}

fn run(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    if ecran.source.is_none() {
        paragraph(ui, "Lisez d’abord un fichier (étape 1).");
        return;
    }
    paragraph(
        ui,
        "L’essai à blanc fait tout, sauf écrire. La reprise peut être refaite autant de fois qu’il le faut\u{a0}: elle suit le fichier, et ne touche jamais à ce qui a été changé dans Vigie depuis.",
    );
    ui.add_space(4.0);
    // What comes next is the one that stands out.
    let tried = ecran.bilan.as_ref().map(|bilan| bilan.a_blanc);
    let next = |here: bool| if here { primary } else { button };
    let idle = ecran.busy.is_empty();
    ui.horizontal(|ui| {
        ui.add_enabled_ui(idle, |ui| {
            if next(tried.is_none())(ui, icone::EYE, "Essai à blanc").clicked() {
                ask(out, Demande::Essayer);
            }
            if next(tried == Some(true))(ui, icone::CHECK_CIRCLE, "Reprendre dans cette base").clicked() {
                ask(out, Demande::Reprendre);
            }
        });
    });
    if let Some(bilan) = &ecran.bilan {
        ui.add_space(14.0);
        ui.horizontal(|ui| {
            ui.label(RichText::new(&bilan.titre).family(gras()));
            if bilan.explique {
                badge(ui, "Tout est expliqué", Ton::Succes);
            } else {
                badge(ui, "Des écarts à expliquer", Ton::Erreur);
            }
        });
        paragraph(ui, &bilan.ecriture);
        ui.add_space(4.0);
        if next(tried == Some(false))(ui, icone::CARET_RIGHT, "Voir la réconciliation").clicked() {
            ask(out, Demande::Etape(Etape::Reconciliation));
        }
    }
}
