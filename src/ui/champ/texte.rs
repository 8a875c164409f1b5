//! Text typed in a line, or in several.

use egui::text::{CCursor, CCursorRange};
use egui::{Response, TextEdit, Ui, vec2};

use crate::domain::{Cle, Fiche, Nature, texte};
use crate::ui::form::Form;
use crate::ui::theme;

pub fn line(ui: &mut Ui, form: &mut Form<'_>, fiche: &Fiche, cle: Cle, width: f32) -> Response {
    let nature = cle.champ().nature;
    let mut text = form.text(fiche, cle);
    let hint = match nature {
        Nature::Date => "jj/mm/aaaa",
        Nature::Naissance => "date, 2015, 8 ans, à naître",
        Nature::Instant => "jj/mm/aaaa hh:mm",
        _ => "",
    };
    let mut output = TextEdit::singleline(&mut text)
        .id(Form::id(fiche.id, cle))
        .interactive(!matches!(nature, Nature::Auto(_)))
        .desired_width(width - 12.0)
        .margin(egui::Margin::symmetric(6, 4))
        .min_size(vec2(width, theme::HAUTEUR))
        .hint_text(hint)
        .show(ui);
    let response = output.response.response.clone();
    if response.has_focus() {
        let by_key = response.gained_focus() && !ui.input(|input| input.pointer.any_down());
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
        let toggle = std::mem::take(&mut form.request.toggle_select);
        let whole = output.cursor_range.is_some_and(|range| !range.is_empty());
        if by_key || toggle {
            let range = if toggle && whole { CCursorRange::one(CCursor::new(text.chars().count())) } else { all };
            output.state.cursor.set_char_range(Some(range));
            output.state.store(ui.ctx(), response.id);
        }
    }
    if response.changed() {
        form.typed(fiche, cle, texte::clean(&text, false));
    }
    response
}

pub fn long(ui: &mut Ui, form: &mut Form<'_>, fiche: &Fiche, cle: Cle, width: f32) -> Response {
    let mut text = form.text(fiche, cle);
    let response = TextEdit::multiline(&mut text)
        .id(Form::id(fiche.id, cle))
        .desired_width(width - 12.0)
        .margin(egui::Margin::symmetric(6, 4))
        .desired_rows(form.long_rows)
        .show(ui)
        .response
        .response
        .clone();
    if response.changed() {
        form.typed(fiche, cle, texte::clean(&text, true));
    }
    response
}
