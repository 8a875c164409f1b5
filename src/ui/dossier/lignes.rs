//! Grids whose lines are typed in place: a header, a line a row, and an empty line that waits.

use egui::{Align, Layout, RichText, Sense, Ui, UiBuilder, vec2};

use crate::domain::{Cle, Fiche, Nature};
use crate::ui::champ::{Etiquette, Largeur, field, rangee, typing};
use crate::ui::form::Form;
use crate::ui::theme::{self, couleurs, gras};

/// A column: the field, its share of the width.
pub type Colonne = (Cle, f32);

const GAP: f32 = 8.0;

fn widths(ui: &Ui, columns: &[Colonne]) -> Vec<f32> {
    let shares: f32 = columns.iter().map(|(_, share)| share).sum();
    let room = ui.available_width() - GAP * (columns.len().saturating_sub(1)) as f32;
    columns.iter().map(|(_, share)| (room * share / shares).floor()).collect()
}

/// Too narrow for a grid: each line is a small form with its labels.
fn narrow(ui: &Ui, columns: &[Colonne]) -> bool {
    columns
        .iter()
        .zip(widths(ui, columns))
        .any(|((cle, _), width)| width < if cle.champ().nature.is_date() { 104.0 } else { 92.0 })
}

pub fn header(ui: &mut Ui, columns: &[Colonne]) {
    if narrow(ui, columns) {
        return;
    }
    let widths = widths(ui, columns);
    let c = couleurs(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for ((cle, _), width) in columns.iter().zip(widths) {
            let (rect, _) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
            let text = RichText::new(cle.champ().libelle).family(gras()).size(theme::LABEL).color(c.texte);
            let mut cell = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
            cell.add(egui::Label::new(text).truncate());
        }
    });
}

/// Draws one line. An empty one shows its first field only, so that the keyboard leaves it in one key.
pub fn row(
    ui: &mut Ui,
    form: &mut Form<'_>,
    columns: &[Colonne],
    name: &str,
    cell: impl Fn(Cle) -> Option<Fiche>,
    waiting: bool,
) {
    let widths = widths(ui, columns);
    // A list being typed in says nothing yet, but its line is no longer waiting.
    let first = columns.first().and_then(|(cle, _)| cell(*cle).map(|fiche| Form::id(fiche.id, *cle)));
    let waiting = waiting && !first.is_some_and(|id| typing(ui, id));
    if narrow(ui, columns) {
        let shown = if waiting { 1 } else { columns.len() };
        let fields: Vec<Largeur> = columns.iter().take(shown).map(|(cle, _)| (*cle, least(*cle))).collect();
        if let Some(fiche) = columns.first().and_then(|(cle, _)| cell(*cle)) {
            rangee(ui, form, &fiche, &fields);
        }
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (at, ((cle, _), width)) in columns.iter().zip(widths).enumerate() {
            let Some(fiche) = cell(*cle).filter(|_| at == 0 || !waiting) else {
                ui.allocate_exact_size(vec2(width, theme::HAUTEUR), Sense::hover());
                continue;
            };
            field(ui, form, &fiche, *cle, width, Etiquette::Grille(name));
        }
    });
}

fn least(cle: Cle) -> f32 {
    match cle.champ().nature {
        Nature::Oui => 150.0,
        nature if nature.is_date() => 120.0,
        _ => 180.0,
    }
}

/// Does the row say nothing yet?
pub fn waits(fiche: &Fiche) -> bool {
    fiche.valeurs().all(|(cle, text)| {
        text.is_empty() || matches!(cle.champ().nature, Nature::Reference(_)) || cle.champ().colonne == "rang"
    })
}
