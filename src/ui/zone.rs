//! The zones of a screen: F6 goes to the first thing of the next one that takes the keys, Maj+F6 to that of the one before.

use egui::{Context, FocusDirection, Id, Rect, Sense, Ui, vec2};

/// The zones drawn last, in their order, and the one that was asked for.
#[derive(Clone, Default)]
struct Zones {
    pass: u64,
    drawn: Vec<(Id, Rect)>,
    wish: Option<Id>,
}

fn with<T>(ctx: &Context, work: impl FnOnce(&mut Zones) -> T) -> T {
    ctx.data_mut(|data| work(data.get_temp_mut_or_default(Id::unique("zones"))))
}

/// Draws a zone; `add` is told when the keys come to it.
pub fn zone<T>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui, bool) -> T) -> T {
    let id = Id::unique(("zone", name));
    let pass = ui.ctx().cumulative_pass_nr();
    let comes = with(ui.ctx(), |zones| {
        if zones.pass != pass {
            (zones.pass, zones.drawn) = (pass, Vec::new());
        }
        zones.wish.take_if(|wish| *wish == id).is_some()
    });
    if comes {
        // As if the Tab key were pressed at its edge, in this very drawing.
        let edge = Rect::from_min_size(ui.cursor().min, vec2(1.0, 1.0));
        ui.memory_mut(|memory| {
            memory.request_focus(id);
            memory.move_focus(FocusDirection::Next);
        });
        ui.interact(edge, id, Sense::focusable_noninteractive());
    }
    let drawn = ui.scope(|ui| add(ui, comes));
    with(ui.ctx(), |zones| zones.drawn.push((id, drawn.response.rect)));
    drawn.inner
}

/// The next zone takes the keys, or the one before. From outside of them, the first, or the last.
pub fn go(ctx: &Context, back: bool) {
    let focused = ctx.memory(egui::Memory::focused).and_then(|id| ctx.read_response(id)).map(|widget| widget.rect);
    let pass = ctx.cumulative_pass_nr();
    with(ctx, |zones| {
        // What was drawn before the last drawing is not on the screen any more.
        if pass.saturating_sub(zones.pass) > 2 {
            zones.drawn.clear();
        }
        let here = focused.and_then(|rect| {
            let holds = |(_, zone): &(Id, Rect)| zone.contains(rect.center());
            zones
                .drawn
                .iter()
                .position(holds)
                .or_else(|| zones.drawn.iter().position(|(_, zone)| zone.intersects(rect)))
        });
        let count = zones.drawn.len();
        let to = match (here, back) {
            (None, false) => 0,
            (None, true) => count.saturating_sub(1),
            (Some(at), false) => (at + 1) % count,
            (Some(at), true) => (at + count - 1) % count,
        };
        zones.wish = zones.drawn.get(to).map(|(id, _)| *id);
    });
    ctx.request_repaint();
}
