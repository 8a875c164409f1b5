//! Letters typed on a list, closed or open, go to its next line that begins so.

use egui::{Event, Id, Ui};

use crate::domain::nom::fold;

/// Letters further apart than this, in seconds, begin another word.
const PAUSE: f64 = 1.0;

/// The line that the letters typed on the list `id` name: by its first word, else by any.
pub(super) fn named<'a, T>(ui: &Ui, id: Id, lines: impl Iterator<Item = (T, &'a str)>) -> Option<T> {
    let (now, typed) = ui.input(|input| {
        let text = |event: &Event| if let Event::Text(text) = event { Some(text.clone()) } else { None };
        (input.time, input.events.iter().filter_map(text).collect::<String>())
    });
    if typed.is_empty() {
        return None;
    }
    let key = id.with("frappe");
    let (before, since): (String, f64) = ui.data(|data| data.get_temp(key)).unwrap_or_default();
    let word = if now - since < PAUSE { before + &typed } else { typed };
    ui.data_mut(|data| data.insert_temp(key, (word.clone(), now)));
    let word = fold(&word);
    if word.is_empty() {
        return None;
    }
    let mut later = None;
    for (each, text) in lines {
        let text = fold(text);
        if text.starts_with(&word) {
            return Some(each);
        }
        if later.is_none() && text.split(|c: char| !c.is_alphanumeric()).any(|one| one.starts_with(&word)) {
            later = Some(each);
        }
    }
    later
}
