//! Keys, before any widget sees them: commands are taken out, Entrée becomes Tab in a field.
//!
//! A widget that has the focus would otherwise act on the same key (undo in a text, Escape), and a
//! focus moved in mid-frame is lost; a Tab at the start of a frame is not.

use egui::{Context, Event, Key, Modifiers, Plugin, RawInput};
use strum::IntoEnumIterator as _;

use crate::commands::{Commande, Contexte};
use crate::domain::collage;

#[derive(Default)]
pub struct Clavier {
    /// Where the user stood at the last frame.
    pub contexte: Contexte,
    /// The focus is in a form where Entrée goes to the next field.
    pub enter_is_tab: bool,
    pressed: Vec<Commande>,
    pasted: Option<String>,
    /// What was typed behind a key that moves the focus: it waits until the focus is there.
    waiting: Vec<Event>,
    /// Frames that it still waits.
    hold: u8,
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

    /// The cells that were pasted since the last call, where lines take them.
    pub fn take_cells(ctx: &Context) -> Option<String> {
        ctx.plugin::<Self>().lock().pasted.take()
    }

    /// Does the focus stand in lines that take cells of a spreadsheet, and give them?
    const fn lines(&self) -> bool {
        Commande::CopierLignes.available(self.contexte)
    }

    fn command(&self, event: &Event) -> Option<Commande> {
        Commande::iter().find(|commande| {
            commande.available(self.contexte) && commande.touches().iter().any(|touche| touche.matches(event))
        })
    }
}

/// Is some text selected in the field that has the focus?
fn selected(ctx: &Context) -> bool {
    let field = ctx.memory(egui::Memory::focused);
    let state = field.and_then(|id| egui::text_edit::TextEditState::load(ctx, id));
    state.and_then(|state| state.cursor.char_range()).is_some_and(|range| !range.is_empty())
}

impl Plugin for Clavier {
    fn debug_name(&self) -> &'static str {
        "clavier"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.waiting.append(&mut input.events);
        if self.hold > 0 {
            self.hold -= 1;
            ctx.request_repaint();
            return;
        }
        let mut letter_of_alt = false;
        let mut events = std::mem::take(&mut self.waiting).into_iter();
        for event in events.by_ref() {
            // X11 sends the letter of an Alt combination too, right behind its key.
            if std::mem::take(&mut letter_of_alt) && matches!(event, Event::Text(_)) {
                continue;
            }
            if let Event::Paste(texte) = &event
                && self.lines()
                && collage::is_cells(texte)
            {
                self.pasted = Some(texte.clone());
                continue;
            }
            let commande = match event {
                // A field where nothing is selected has nothing to copy: its lines have.
                Event::Copy if self.lines() && !selected(ctx) => Some(Commande::CopierLignes),
                _ => self.command(&event),
            };
            // What was typed is drawn before one leaves it: a line that begins then has its other fields.
            let leaves =
                commande.is_some() || matches!(event, Event::Key { key: Key::Tab | Key::Enter, pressed: true, .. });
            if leaves && input.events.iter().any(|event| matches!(event, Event::Text(_) | Event::Paste(_))) {
                self.waiting.push(event);
                break;
            }
            if let Some(commande) = commande {
                self.pressed.push(commande);
                letter_of_alt = matches!(event, Event::Key { modifiers, .. } if modifiers.alt);
                self.hold = 2;
            } else {
                let event = self.enter(event);
                if matches!(event, Some(Event::Key { key: Key::Tab, pressed: true, .. })) {
                    self.hold = 1;
                }
                input.events.extend(event);
            }
            if self.hold > 0 && !letter_of_alt {
                break;
            }
        }
        self.waiting.extend(events);
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }
}

impl Clavier {
    /// Entrée is Tab in a field; with Ctrl, a new line where there can be several.
    fn enter(&self, event: Event) -> Option<Event> {
        match event {
            Event::Key { key: Key::Enter, physical_key, pressed, repeat, modifiers } if self.contexte.in_field => {
                let new_line = modifiers.ctrl || modifiers.command;
                if new_line && !self.contexte.in_long_text {
                    return None;
                }
                let key = if new_line || !self.enter_is_tab { Key::Enter } else { Key::Tab };
                Some(Event::Key { key, physical_key, pressed, repeat, modifiers: Modifiers::NONE })
            }
            event => Some(event),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers }
    }

    fn frames(clavier: &mut Clavier, events: Vec<Event>, count: usize) -> Vec<Vec<Event>> {
        let ctx = Context::default();
        let mut first = Some(events);
        (0..count)
            .map(|_| {
                let mut input = RawInput { events: first.take().unwrap_or_default(), ..RawInput::default() };
                clavier.input_hook(&ctx, &mut input);
                input.events
            })
            .collect()
    }

    #[test]
    fn what_is_typed_faster_than_the_screen_waits_for_its_field() {
        let contexte = Contexte { in_field: true, base_open: true, dossier_open: true, ..Contexte::default() };
        let mut clavier = Clavier { contexte, enter_is_tab: true, ..Clavier::default() };
        let text = |text: &str| Event::Text(text.to_owned());
        let tab = Event::Key {
            key: Key::Tab,
            physical_key: Some(Key::Enter),
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        let typed =
            vec![text("a"), press(Key::Enter, Modifiers::NONE), text("b"), press(Key::N, Modifiers::CTRL), text("c")];
        let seen = frames(&mut clavier, typed, 8);
        let waits = Vec::new;
        assert_eq!(
            seen,
            [vec![text("a")], vec![tab], waits(), vec![text("b")], waits(), waits(), waits(), vec![text("c")]]
        );
        assert_eq!(clavier.pressed, [Commande::Nouveau]);
    }

    #[test]
    fn the_letter_behind_an_alt_command_is_not_typed() {
        let contexte = Contexte { in_field: true, base_open: true, dossier_open: true, ..Contexte::default() };
        let mut clavier = Clavier { contexte, enter_is_tab: true, ..Clavier::default() };
        let events = vec![press(Key::Num2, Modifiers::ALT), Event::Text("é".to_owned()), Event::Text("x".to_owned())];
        let seen: Vec<Event> = frames(&mut clavier, events, 4).concat();
        assert_eq!(seen, [Event::Text("x".to_owned())]);
        assert_eq!(clavier.pressed, [Commande::Onglet2]);
    }
}
