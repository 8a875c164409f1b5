//! Grids whose lines are typed in place: a header, a line a row, and an empty line that waits.

use egui::{Align, Layout, RichText, Sense, Ui, UiBuilder, vec2};

use crate::domain::{Cle, Fiche};
use crate::ui::champ::{Etiquette, field, typing};
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

pub fn header(ui: &mut Ui, columns: &[Colonne]) {
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

/// Does the row say nothing yet?
pub fn waits(fiche: &Fiche) -> bool {
    fiche.valeurs().all(|(cle, text)| {
        text.is_empty()
            || matches!(cle.champ().nature, crate::domain::Nature::Reference(_))
            || cle.champ().colonne == "rang"
    })
}
