//! Writing on stdout: aligned for people, JSON for programs, harmless for terminals.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use serde_json::Value;
use unicode_normalization::char::is_combining_mark;

use crate::domain::texte;

use super::error::Result;

/// Long texts are broken at this column.
const WIDTH: usize = 110;

/// Writes the answer of a command, at once.
///
/// # Errors
/// The place it goes to is closed or full.
pub fn print(json: bool, document: &Value, people: impl FnOnce() -> String) -> Result<()> {
    let text = if json { format!("{}\n", escape(&format!("{document:#}"))) } else { people() };
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(())
}

pub fn json_line(document: &Value) -> String {
    escape(&document.to_string())
}

/// JSON escapes the control characters of ASCII only; a terminal obeys others too. Outside strings
/// JSON is all ASCII, so any other character found here may be escaped.
fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                let _ = write!(escaped, "\\u{:04x}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// One line, whatever was in the text; the non-breaking spaces stay.
pub fn one_line(text: &str) -> String {
    texte::clean(text, false).split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// « 12 345 »
pub fn number(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or_default().to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    shown
}

/// « 1 dossier », « 12 345 dossiers »
pub fn count(many: impl TryInto<u64>, noun: &str) -> String {
    let many = many.try_into().unwrap_or_default();
    format!("{}\u{a0}{noun}{}", number(many), if many > 1 { "s" } else { "" })
}

/// Columns that a text takes on a terminal; accents written apart take none.
fn width(text: &str) -> usize {
    text.chars().filter(|c| !is_combining_mark(*c)).count()
}

fn pad(line: &mut String, text: &str, columns: usize) {
    line.push_str(text);
    line.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(text))));
}

/// Labels on the left, values on the right, broken to stay there.
pub fn pairs(pairs: &[(String, String)]) -> String {
    let labels = pairs.iter().map(|(label, _)| width(label)).max().unwrap_or_default();
    let mut text = String::new();
    for (label, value) in pairs {
        let value = texte::clean(value, true).replace('\t', " ");
        for (at, part) in value.split('\n').flat_map(|line| broken(line, WIDTH.saturating_sub(labels + 4))).enumerate()
        {
            let mut line = String::from("  ");
            pad(&mut line, if at == 0 { label } else { "" }, labels + 2);
            line.push_str(&part);
            text.push_str(line.trim_end_matches(' '));
            text.push('\n');
        }
    }
    text
}

/// `line` as lines of at most `columns`, broken at its spaces.
fn broken(line: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        match lines.last_mut() {
            Some(last) if last.is_empty() => last.push_str(word),
            Some(last) if width(last) + 1 + width(word) <= columns => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Rows under their titles; the last column may be as long as it wants.
pub fn table<const N: usize>(titles: [&str; N], rows: &[[String; N]]) -> String {
    let titles = titles.map(str::to_owned);
    let cells: Vec<[String; N]> =
        std::iter::once(&titles).chain(rows).map(|row| row.clone().map(|cell| one_line(&cell))).collect();
    let mut widths = [0; N];
    for row in &cells {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    let mut text = String::new();
    for row in &cells {
        let mut line = String::new();
        for (cell, columns) in row.iter().zip(widths) {
            pad(&mut line, cell, columns + 2);
        }
        text.push_str(line.trim_end_matches(' '));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_not_printed() {
        assert_eq!(one_line("a\u{1b}[31mb\u{9b}2J\n c\u{202e}d"), "a[31mb2J cd");
        assert!(!pairs(&[("Nom".into(), "\u{1b}]0;titre\u{7}\tx".into())]).contains(['\u{1b}', '\u{7}', '\t']));
        let line = json_line(&serde_json::json!({ "nom": "a\u{9b}b\u{1b}\u{202e}\u{7f}é" }));
        assert_eq!(line, r#"{"nom":"a\u009bb\u001b\u202e\u007fé"}"#);
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["nom"], "a\u{9b}b\u{1b}\u{202e}\u{7f}é");
    }

    #[test]
    fn labels_and_columns_are_aligned_whatever_the_accents() {
        let shown = pairs(&[("É".into(), "un\ndeux".into()), ("Nom".into(), "x".into())]);
        assert_eq!(shown, "  É    un\n       deux\n  Nom  x\n");
        let shown = table(["N°", "Nom"], &[["e\u{301}té".into(), "a".into()], ["x".into(), "b".into()]]);
        assert_eq!(shown, "N°   Nom\ne\u{301}té  a\nx    b\n");
    }

    #[test]
    fn a_long_text_is_broken_between_words_and_none_is_lost() {
        let text = "mot ".repeat(80);
        let lines = broken(text.trim_end(), 30);
        assert!(lines.len() > 5 && lines.iter().all(|line| width(line) <= 30));
        assert_eq!(lines.join(" "), text.trim_end());
        assert_eq!(broken(&"x".repeat(90), 30).len(), 1);
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(number(1_234_567_u64), "1\u{202f}234\u{202f}567");
        assert_eq!(count(1_u64, "dossier"), "1\u{a0}dossier");
        assert_eq!(count(1000_i64, "dossier"), "1\u{202f}000\u{a0}dossiers");
    }
}
