//! A key combination, matched by meaning, or by place for digits (an AZERTY keyboard has no bare digit).

use std::fmt;

use egui::{Event, Key, Modifiers};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Modificateurs {
    pub ctrl: bool,
    pub shift: bool,
    pub alt: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Touche {
    pub key: Key,
    pub modificateurs: Modificateurs,
    /// Compared with the place of the key on the keyboard, not with what it types.
    pub physical: bool,
}

const NONE: Modificateurs = Modificateurs { ctrl: false, shift: false, alt: false };

const fn with(modificateurs: Modificateurs, key: Key) -> Touche {
    Touche { key, modificateurs, physical: false }
}

pub(super) const fn plain(key: Key) -> Touche {
    with(NONE, key)
}

pub(super) const fn ctrl(key: Key) -> Touche {
    with(Modificateurs { ctrl: true, ..NONE }, key)
}

pub(super) const fn shift(key: Key) -> Touche {
    with(Modificateurs { shift: true, ..NONE }, key)
}

pub(super) const fn alt(key: Key) -> Touche {
    with(Modificateurs { alt: true, ..NONE }, key)
}

pub(super) const fn ctrl_shift(key: Key) -> Touche {
    with(Modificateurs { ctrl: true, shift: true, alt: false }, key)
}

pub(super) const fn alt_physical(key: Key) -> Touche {
    Touche { physical: true, ..alt(key) }
}

impl Touche {
    /// Is this event that combination being pressed?
    pub fn matches(self, event: &Event) -> bool {
        let Event::Key { key, physical_key, pressed: true, modifiers, .. } = event else { return false };
        let Modifiers { alt, ctrl, shift, mac_cmd, command } = *modifiers;
        let wanted = self.modificateurs;
        let pressed = if self.physical { physical_key.unwrap_or(*key) } else { *key };
        pressed == self.key && wanted.ctrl == (ctrl || mac_cmd || command) && wanted.shift == shift && wanted.alt == alt
    }
}

impl fmt::Display for Touche {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Modificateurs { ctrl, shift, alt } = self.modificateurs;
        for (on, name) in [(ctrl, "Ctrl+"), (alt, "Alt+"), (shift, "Maj+")] {
            if on {
                f.write_str(name)?;
            }
        }
        f.write_str(match self.key {
            Key::Enter => "Entrée",
            Key::Escape => "Échap",
            Key::PageUp => "Page préc.",
            Key::PageDown => "Page suiv.",
            Key::ArrowUp => "↑",
            Key::ArrowDown => "↓",
            Key::ArrowLeft => "←",
            Key::ArrowRight => "→",
            Key::Home => "Début",
            Key::End => "Fin",
            Key::Space => "Espace",
            Key::Insert => "Inser",
            Key::Delete => "Suppr",
            Key::Quote => "'",
            Key::Semicolon => ";",
            Key::Colon => ":",
            Key::Plus => "+",
            Key::Equals => "=",
            Key::Minus => "-",
            key => key.name(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(key: Key, physical: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: Some(physical), pressed: true, repeat: false, modifiers }
    }

    #[test]
    fn digits_are_found_by_place_on_azerty() {
        // The key of 4 types an apostrophe.
        let event = pressed(Key::Quote, Key::Num4, Modifiers::ALT);
        assert!(alt_physical(Key::Num4).matches(&event));
        assert!(!alt_physical(Key::Num3).matches(&event));
        let event = pressed(Key::Quote, Key::Num4, Modifiers::CTRL | Modifiers::COMMAND);
        assert!(ctrl(Key::Quote).matches(&event));
        assert!(!alt_physical(Key::Num4).matches(&event));
    }

    #[test]
    fn keys_are_written_as_on_a_french_keyboard() {
        assert_eq!(shift(Key::Enter).to_string(), "Maj+Entrée");
        assert_eq!(ctrl_shift(Key::N).to_string(), "Ctrl+Maj+N");
        assert_eq!(alt_physical(Key::Num1).to_string(), "Alt+1");
    }
}
