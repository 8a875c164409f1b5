//! What opens under a field: its list, its calendar.

use egui::{Align2, Context, FontId, Id, Response, Ui, vec2};

use super::{calendrier, liste};
use crate::ui::theme::couleurs;

/// Closes what is open under a field: its list, its calendar. Gives false when nothing was.
pub fn close(ctx: &Context, id: Id) -> bool {
    let list = liste::close(ctx, id);
    calendrier::close(ctx, id) || list
}

/// The sign at the end of a field that something opens under it; was it pressed?
pub fn sign(ui: &Ui, field: &Response, icon: &str) -> bool {
    let at = field.rect.right_center() - vec2(7.0, 0.0);
    let rect = ui.painter().text(at, Align2::RIGHT_CENTER, icon, FontId::proportional(13.0), couleurs(ui).doux);
    field.clicked()
        && ui.input(|input| input.pointer.interact_pos().is_some_and(|pointer| pointer.x > rect.left() - 4.0))
}
