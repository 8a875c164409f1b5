//! One field: label, input, error.

use egui::{Checkbox, Response, RichText, Stroke, StrokeKind, Ui, vec2};

use super::{liste, texte};
use crate::domain::fiche::OUI;
use crate::domain::{Cle, Fiche, Nature};
use crate::ui::form::Form;
use crate::ui::theme::{self, couleurs};

/// How the label of a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etiquette<'a> {
    /// Above the input.
    Dessus,
    /// Not drawn (a grid's header says it); told to screen readers with the row: « Motif 2 ».
    Grille(&'a str),
}

/// Draws a field in `width` points; the label above it, the error below.
pub fn champ(ui: &mut Ui, form: &mut Form<'_>, fiche: &Fiche, cle: Cle, width: f32) -> Response {
    field(ui, form, fiche, cle, width, Etiquette::Dessus)
}

pub fn field(
    ui: &mut Ui,
    form: &mut Form<'_>,
    fiche: &Fiche,
    cle: Cle,
    width: f32,
    etiquette: Etiquette<'_>,
) -> Response {
    let libelle = cle.champ().libelle;
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        let tick = cle.champ().nature == Nature::Oui;
        let label = match etiquette {
            Etiquette::Dessus if !tick => Some(
                ui.add(egui::Label::new(RichText::new(libelle).size(theme::LABEL).color(couleurs(ui).doux)).truncate()),
            ),
            // The box stands on the line of its neighbours' inputs.
            Etiquette::Dessus => {
                ui.add_space(theme::LABEL + 6.0);
                None
            }
            Etiquette::Grille(_) => None,
        };
        let response = input(ui, form, fiche, cle, width, etiquette);
        let response = match (label, etiquette) {
            (Some(label), _) => response.labelled_by(label.id),
            (None, Etiquette::Grille(row)) => {
                let name = format!("{libelle}, {row}");
                ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
                response
            }
            (None, Etiquette::Dessus) => response,
        };
        finish(ui, form, fiche, cle, &response);
        response
    })
    .inner
}

fn input(ui: &mut Ui, form: &mut Form<'_>, fiche: &Fiche, cle: Cle, width: f32, etiquette: Etiquette<'_>) -> Response {
    match cle.champ().nature {
        Nature::Oui => tick(ui, form, fiche, cle, etiquette),
        Nature::Liste(_) | Nature::Commune | Nature::Service | Nature::Territoire => {
            liste::input(ui, form, fiche, cle, width)
        }
        Nature::TexteLong => texte::long(ui, form, fiche, cle, width),
        _ => texte::line(ui, form, fiche, cle, width),
    }
}

fn tick(ui: &mut Ui, form: &mut Form<'_>, fiche: &Fiche, cle: Cle, etiquette: Etiquette<'_>) -> Response {
    let id = Form::id(fiche.id, cle);
    let mut ticked = fiche.oui(cle);
    // In a grid the header says what is ticked.
    let libelle = if etiquette == Etiquette::Dessus { cle.champ().libelle } else { "" };
    let response = ui
        .push_id(id, |ui| {
            ui.set_min_height(theme::HAUTEUR);
            ui.add(Checkbox::new(&mut ticked, libelle))
        })
        .inner;
    if response.changed() {
        form.typed(fiche, cle, if ticked { OUI.to_owned() } else { String::new() });
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            response.rect.expand(2.0),
            4.0,
            Stroke::new(2.0, couleurs(ui).focus),
            StrokeKind::Outside,
        );
    }
    response
}

/// What every field does after its input: takes the focus it was asked to, tells that it has it,
/// tidies its text when it is left, shows what is wrong.
fn finish(ui: &mut Ui, form: &mut Form<'_>, fiche: &Fiche, cle: Cle, response: &Response) {
    if form.request.focus == Some((fiche.id, cle)) {
        form.request.focus = None;
        response.request_focus();
    }
    let focused = response.has_focus();
    if focused {
        *form.focused = Some((fiche.id, cle));
    }
    if response.gained_focus() {
        ui.scroll_to_rect(response.rect.expand2(vec2(0.0, 24.0)), None);
    }
    // What was just taken from the calendar is tidy.
    let edited = form.out.iter().any(|intention| intention.types_in(fiche.id, cle));
    if response.lost_focus() && !edited && cle.champ().nature.is_date() {
        let tidied = crate::domain::parse::tidy_champ(cle, fiche.get(cle), form.today);
        form.typed(fiche, cle, tidied);
    }
    if let Some(error) = form.error(fiche, cle, focused) {
        let c = couleurs(ui);
        ui.painter().rect_stroke(response.rect, 4.0, Stroke::new(1.5, c.erreur), StrokeKind::Outside);
        ui.add(egui::Label::new(RichText::new(error).size(theme::LABEL).color(c.erreur)).wrap());
    }
}
