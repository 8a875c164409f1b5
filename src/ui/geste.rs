//! Was a gesture pressed? Its keys are taken from those that the widgets still wait for.

use egui::{Event, EventFilter, Id, InputState, Key, Modifiers, Ui};

use crate::commands::{Geste, Touche};

/// The keys that move within a list are its own while it has the focus: they do not go to the next widget.
pub fn hold_arrows(ui: &Ui, id: Id, horizontal: bool) {
    ui.memory_mut(|memory| {
        let filter = EventFilter { vertical_arrows: true, horizontal_arrows: horizontal, tab: false, escape: false };
        memory.set_focus_lock_filter(id, filter);
    });
}

fn taken(input: &mut InputState, touche: Touche) -> bool {
    let wanted = touche.modificateurs;
    // The system's copy comes as a wish, not as a key.
    if touche.key == Key::C && wanted.ctrl {
        return input.events.iter().any(|event| matches!(event, Event::Copy));
    }
    let modifiers = [(wanted.ctrl, Modifiers::COMMAND), (wanted.shift, Modifiers::SHIFT), (wanted.alt, Modifiers::ALT)];
    let modifiers = modifiers.into_iter().filter(|(on, _)| *on).fold(Modifiers::NONE, |all, (_, one)| all | one);
    input.consume_key(modifiers, touche.key)
}

/// Was it pressed, whichever of its keys?
pub fn pressed(input: &mut InputState, geste: Geste) -> bool {
    geste.touches().iter().any(|touche| taken(input, *touche))
}

/// The place, among its keys, of the one that was pressed.
pub fn which(input: &mut InputState, geste: Geste) -> Option<usize> {
    geste.touches().iter().position(|touche| taken(input, *touche))
}

/// One back for the first of its two keys, one on for the second.
pub fn step(input: &mut InputState, geste: Geste) -> isize {
    match which(input, geste) {
        Some(0) => -1,
        Some(_) => 1,
        None => 0,
    }
}

/// Where the keys of a list lead from row `at`: none was pressed, or the row that they mark.
pub fn walk(input: &mut InputState, at: u64, page: u64, last: u64) -> Option<u64> {
    led(input, [Geste::Ligne, Geste::Page, Geste::Bout], at, page, last)
}

/// The same with Maj, which stretches what is chosen.
pub fn stretch(input: &mut InputState, at: u64, page: u64, last: u64) -> Option<u64> {
    led(input, [Geste::Etendre, Geste::EtendrePage, Geste::EtendreAuBout], at, page, last)
}

fn led(input: &mut InputState, gestes: [Geste; 3], at: u64, page: u64, last: u64) -> Option<u64> {
    let to =
        gestes.into_iter().zip([1, page.max(1), u64::MAX]).fold(None, |to, (geste, far)| match step(input, geste) {
            0 => to,
            -1 => Some(at.saturating_sub(far)),
            _ => Some(at.saturating_add(far)),
        });
    to.map(|to| to.min(last))
}
