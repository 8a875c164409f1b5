//! What a merge field holds for the engine: a text made harmless, a day, or the mark of what is missing.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

use super::nombres;

/// A day, written in full unless a filter says otherwise.
#[derive(Debug)]
pub struct Jour(pub NaiveDate);

impl Object for Jour {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&nombres::date_longue(self.0))
    }
}

/// A field that the dossier does not hold: false for « if », and a mark where it would have been printed.
#[derive(Debug)]
pub struct Manquant(pub String);

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

impl Manquant {
    pub fn mark(&self) -> String {
        format!("{OPEN}{}{CLOSE}", self.0)
    }
}

impl Object for Manquant {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    /// Empty, hence false.
    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Empty
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mark())
    }
}

/// The paths marked as missing in a merged text, each once, in the order of the text.
pub fn marks(texte: &str) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for piece in texte.split(OPEN).skip(1) {
        if let Some((path, _)) = piece.split_once(CLOSE)
            && !paths.iter().any(|known| known == path)
        {
            paths.push(path.to_owned());
        }
    }
    paths
}

/// A value of the dossier in a merged text: what would read as layout is escaped, and our own
/// marks cannot be forged.
pub fn harmless(texte: &str, lines: bool) -> String {
    let cleaned = crate::domain::texte::clean(texte, lines);
    let mut kept = String::with_capacity(cleaned.len());
    let mut line_start = true;
    let mut chars = cleaned.trim().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            OPEN => kept.push('['),
            CLOSE => kept.push(']'),
            '\\' | '|' | '*' => {
                kept.push('\\');
                kept.push(c);
            }
            '#' if line_start => kept.push_str("\\#"),
            // A line of a long text may well be an item of a list; a name may not, and neither cuts the page.
            '-' if line_start && !(lines && chars.peek() == Some(&' ')) => kept.push_str("\\-"),
            '\t' => kept.push(' '),
            c => kept.push(c),
        }
        line_start = c == '\n';
    }
    kept
}

/// The value of a text field, or its mark when there is none.
pub fn texte(chemin: &str, valeur: &str, lines: bool) -> Value {
    let kept = harmless(valeur, lines);
    if kept.is_empty() { missing(chemin) } else { Value::from(kept) }
}

pub fn missing(chemin: &str) -> Value {
    Value::from_object(Manquant(chemin.to_owned()))
}

pub fn date(chemin: &str, valeur: Option<NaiveDate>) -> Value {
    valeur.map_or_else(|| missing(chemin), |day| Value::from_object(Jour(day)))
}
