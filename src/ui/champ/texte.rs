//! Text typed in a line, or in several.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditOutput;
use egui::{Response, TextEdit, Ui, vec2};

use super::calendrier;
use crate::domain::{Cle, Fiche, Nature, date, texte};
use crate::ui::form::Form;
use crate::ui::widgets::select_on_arrival;
use crate::ui::{icone, theme};

pub fn line(ui: &mut Ui, form: &mut Form<'_>, fiche: &Fiche, cle: Cle, width: f32) -> Response {
    let nature = cle.champ().nature;
    let mut text = form.text(fiche, cle);
    let id = Form::id(fiche.id, cle);
    let dated = nature.is_date();
    if dated && ui.memory(|memory| memory.has_focus(id)) {
        calendrier::keys(ui, form, id, &text);
    }
    let hint = match nature {
        Nature::Date => "jj/mm/aaaa",
        Nature::Naissance => "date, 2015, 8 ans…",
        Nature::Instant => "jj/mm/aaaa hh:mm",
        _ => "",
    };
    let mut output = TextEdit::singleline(&mut text)
        .id(id)
        .interactive(!matches!(nature, Nature::Auto(_)))
        .desired_width(width)
        .margin(egui::Margin { left: 6, right: if dated { 22 } else { 6 }, top: 4, bottom: 4 })
        .min_size(vec2(width, theme::HAUTEUR))
        .hint_text(hint)
        .show(ui);
    let response = output.response.response.clone();
    select_on_arrival(ui, &mut output, &text);
    whole_or_caret(ui, form, &mut output, &text);
    if response.changed() {
        form.typed(fiche, cle, texte::clean(&text, false));
    }
    if cle == crate::domain::enfant::ANCIEN_DOSSIER && super::dessous::sign(ui, &response, icone::MAGNIFYING_GLASS) {
        form.out.push(crate::ui::Intention::Commande(crate::commands::Commande::OuvrirListe));
    }
    if dated {
        if super::dessous::sign(ui, &response, icone::CALENDAR_BLANK) {
            calendrier::toggle(ui.ctx(), id, &text, form.today);
        }
        if let Some(day) = calendrier::ui(ui, &response, form.today) {
            form.typed(fiche, cle, date::format(day));
        }
    }
    if !response.has_focus() && output.galley.size().x > width - 10.0 {
        return response.on_hover_text(text);
    }
    response
}

/// F2: the whole field, or the caret at its end when something is selected.
pub(super) fn whole_or_caret(ui: &Ui, form: &mut Form<'_>, output: &mut TextEditOutput, text: &str) {
    let field = &output.response.response;
    if !field.has_focus() {
        return;
    }
    let at_end = std::mem::take(&mut form.request.at_end);
    if std::mem::take(&mut form.request.toggle_select) || at_end {
        let end = CCursor::new(text.chars().count());
        let selected = output.cursor_range.is_some_and(|range| !range.is_empty());
        let range = if at_end || selected { CCursorRange::one(end) } else { CCursorRange::two(CCursor::new(0), end) };
        output.state.cursor.set_char_range(Some(range));
        output.state.clone().store(ui.ctx(), field.id);
    }
}

pub fn long(ui: &mut Ui, form: &mut Form<'_>, fiche: &Fiche, cle: Cle, width: f32) -> Response {
    let mut text = form.text(fiche, cle);
    let mut output = TextEdit::multiline(&mut text)
        .id(Form::id(fiche.id, cle))
        .desired_width(width)
        .margin(egui::Margin::symmetric(6, 4))
        .desired_rows(form.long_rows)
        .show(ui);
    whole_or_caret(ui, form, &mut output, &text);
    let response = output.response.response.clone();
    if response.changed() {
        form.typed(fiche, cle, texte::clean(&text, true));
    }
    response
}
