//! A table walked by keys: one stop of the Tab key, arrows mark a row and bring it into view, and what can be done
//! with the marked row comes next. Rows that are not drawn could not be reached otherwise.

use egui::{Id, Sense, Stroke, StrokeKind, Ui};
use egui_extras::TableBuilder;

use super::geste::{hold_arrows, walk};
use super::theme::couleurs;

#[derive(Clone, Copy, Debug)]
pub struct Rangs {
    /// The marked row.
    at: usize,
    /// It was marked by a key just now.
    moved: bool,
    has_keys: bool,
}

impl Rangs {
    /// Where the table is about to be drawn, `height` a row; `label` is told to screen readers.
    pub fn new(ui: &mut Ui, salt: &str, label: &str, count: usize, height: f32) -> Self {
        let id = Id::unique(("rangs", salt));
        let rect = ui.available_rect_before_wrap();
        let focus = ui.interact(rect, id, Sense::focusable_noninteractive());
        ui.ctx().accesskit_node_builder(id, |node| node.set_label(label));
        let c = couleurs(ui);
        ui.visuals_mut().selection.stroke.color = c.texte;
        let last = count.saturating_sub(1);
        let before = ui.data(|data| data.get_temp::<usize>(id)).unwrap_or_default().min(last);
        let mut at = before;
        if focus.has_focus() {
            hold_arrows(ui, id, false);
            let page = (rect.height() / height - 2.0).floor().max(1.0) as u64;
            let to = ui.input_mut(|input| walk(input, before as u64, page, last as u64));
            at = to.and_then(|to| usize::try_from(to).ok()).unwrap_or(before);
            ui.painter().rect_stroke(rect, 4.0, Stroke::new(2.0, c.focus), StrokeKind::Outside);
        }
        ui.data_mut(|data| data.insert_temp(id, at));
        Self { at, moved: at != before, has_keys: focus.has_focus() }
    }

    pub fn follow<'a>(&self, table: TableBuilder<'a>) -> TableBuilder<'a> {
        if self.moved { table.scroll_to_row(self.at, None) } else { table }
    }

    /// Is this the row that the keys mark, now?
    pub const fn marks(&self, at: usize) -> bool {
        self.has_keys && at == self.at
    }

    /// Of the buttons of that row: those of the marked one alone are stops of the Tab key.
    pub fn sense(&self, at: usize) -> Sense {
        if at == self.at { Sense::click() } else { Sense::CLICK }
    }
}
