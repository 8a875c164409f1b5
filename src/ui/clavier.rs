//! Keys, before any widget sees them: commands are taken out, Entrée becomes Tab in a field.
//!
//! A widget that has the focus would otherwise act on the same key (undo in a text, Escape), and a
//! focus moved in mid-frame is lost; a Tab at the start of a frame is not.

use egui::{Context, Event, Key, Modifiers, Plugin, RawInput};
use strum::IntoEnumIterator as _;

use crate::commands::{Commande, Contexte};

#[derive(Default)]
pub struct Clavier {
    /// Where the user stood at the last frame.
    pub contexte: Contexte,
    /// The focus is in a form where Entrée goes to the next field.
    pub enter_is_tab: bool,
    pressed: Vec<Commande>,
}

impl Clavier {
    /// The commands whose keys were pressed since the last call.
    pub fn take(ctx: &Context, contexte: Contexte, enter_is_tab: bool) -> Vec<Commande> {
        let handle = ctx.plugin::<Self>();
        let mut clavier = handle.lock();
        clavier.contexte = contexte;
        clavier.enter_is_tab = enter_is_tab;
        std::mem::take(&mut clavier.pressed)
    }

    fn command(&self, event: &Event) -> Option<Commande> {
        Commande::iter().find(|commande| {
            commande.available(self.contexte) && commande.touches().iter().any(|touche| touche.matches(event))
        })
    }
}

impl Plugin for Clavier {
    fn debug_name(&self) -> &'static str {
        "clavier"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        let mut kept = Vec::with_capacity(input.events.len());
        let mut swallow_text = false;
        for event in std::mem::take(&mut input.events) {
            if let Some(commande) = self.command(&event) {
                self.pressed.push(commande);
                swallow_text = true;
                continue;
            }
            match event {
                // The letter that some systems send after a shortcut.
                Event::Text(_) if swallow_text => swallow_text = false,
                // Ctrl+C, X and V come as their own events; the keys behind them are left alone.
                Event::Key { key: Key::Enter, physical_key, pressed, repeat, modifiers }
                    if self.contexte.in_field || self.enter_is_tab =>
                {
                    let key =
                        if modifiers.ctrl || modifiers.command || !self.enter_is_tab { Key::Enter } else { Key::Tab };
                    if key == Key::Enter && !self.contexte.in_long_text && modifiers.ctrl {
                        continue;
                    }
                    kept.push(Event::Key { key, physical_key, pressed, repeat, modifiers: Modifiers::NONE });
                }
                event => kept.push(event),
            }
        }
        input.events = kept;
    }
}
