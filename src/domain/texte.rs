//! Text that comes from a keyboard or a paste: cleaned of what cannot be shown, never cut.

/// The longest text of a long field, in characters (the old base holds one of 70,011).
pub const LONG_MAX: usize = 200_000;

/// `texte` without control characters; line ends are `\n`, kept only where `lines` allows them.
/// Tabs of a single line become spaces, so that a paste from a grid stays readable.
pub fn clean(texte: &str, lines: bool) -> String {
    let mut cleaned = String::with_capacity(texte.len());
    let mut chars = texte.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                cleaned.push(if lines { '\n' } else { ' ' });
            }
            '\t' => cleaned.push(if lines { '\t' } else { ' ' }),
            // Zero-width and direction marks that could make a name read otherwise than it is written.
            '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => {}
            c => cleaned.push(c),
        }
    }
    cleaned
}

/// `Err` with what to do when `texte` has more than `max` characters.
///
/// # Errors
/// A French sentence with both lengths.
pub fn check_length(texte: &str, max: usize) -> Result<(), String> {
    let length = texte.chars().count();
    if length > max {
        return Err(format!(
            "Trop long : {length} caractères, {max} au plus ; raccourcissez le texte, rien n’a été coupé"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_from_a_word_processor_keeps_its_words() {
        assert_eq!(clean("a\r\nb\u{b}c\rd\u{0}e\u{7}\u{202e}", true), "a\nb\nc\nde");
        assert_eq!(clean("DUPONT\tLéa\r\n", false), "DUPONT Léa ");
        assert_eq!(clean("محمد 😀 — « ok »", false), "محمد 😀 — « ok »");
    }

    #[test]
    fn too_long_is_said_with_both_lengths() {
        let refusal = check_length(&"é".repeat(10_000), 120).unwrap_err();
        assert!(refusal.contains("10000") && refusal.contains("120"));
        assert!(check_length(&"é".repeat(120), 120).is_ok());
    }
}
