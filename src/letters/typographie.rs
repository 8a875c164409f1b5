//! French typography of a merged text: what must not be parted is held by a no-break space, and an
//! apostrophe is an apostrophe.

const NBSP: char = '\u{a0}';

/// Words that are not left alone at the end of a line before what they announce.
const HOLD: [&str; 15] =
    ["M.", "Mme", "Mlle", "Dr", "Me", "n°", "N°", "art.", "article", "articles", "L.", "R.", "D.", "page", "p."];

/// Spaces only: no word is changed.
pub fn polish(texte: &str) -> String {
    let chars: Vec<char> = texte.chars().collect();
    let mut polished = String::with_capacity(texte.len() + 16);
    let mut word = String::new();
    for (at, c) in chars.iter().copied().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or('\n');
        let after = chars.get(at + 1).copied().unwrap_or('\n');
        let kept = match c {
            ' ' if matches!(after, ':' | ';' | '!' | '?' | '»' | '%' | '€') => NBSP,
            ' ' if before == '«' => NBSP,
            // « 02 61 91 10 01 », « 1 200 », « 3 mois », « 9 h 30 ».
            ' ' if before.is_ascii_digit() && after.is_ascii_digit() => NBSP,
            ' ' if before.is_ascii_digit() && unit_follows(&chars, at + 1) => NBSP,
            ' ' if before == 'h' && after.is_ascii_digit() && word.len() == 1 => NBSP,
            ' ' if HOLD.contains(&word.as_str()) => NBSP,
            '\'' if before.is_alphabetic() && after.is_alphabetic() => '’',
            c => c,
        };
        if c.is_whitespace() || c == NBSP || c == '(' {
            word.clear();
        } else {
            word.push(c);
        }
        polished.push(kept);
    }
    polished
}

fn unit_follows(chars: &[char], from: usize) -> bool {
    let word: String = chars.iter().skip(from).take_while(|c| c.is_alphabetic()).take(8).collect();
    matches!(word.as_str(), "mois" | "jour" | "jours" | "an" | "ans" | "h" | "heure" | "heures" | "rue" | "bis" | "ter")
}

#[cfg(test)]
mod tests {
    use super::polish;

    #[test]
    fn what_belongs_together_stays_together() {
        for (typed, polished) in [
            ("Objet\u{20}: suite", "Objet\u{a0}: suite"),
            ("«\u{20}oui\u{20}»\u{20}; non", "«\u{a0}oui\u{a0}»\u{a0}; non"),
            ("02 61 91 10 01", "02\u{a0}61\u{a0}91\u{a0}10\u{a0}01"),
            ("dans 3 mois", "dans 3\u{a0}mois"),
            ("à 9 h 30 précises", "à 9\u{a0}h\u{a0}30 précises"),
            ("M. Martin et Mme Durand", "M.\u{a0}Martin et Mme\u{a0}Durand"),
            ("l'article L. 226-5", "l’article L.\u{a0}226-5"),
            ("article L226-3", "article\u{a0}L226-3"),
            ("N'Diaye & Cie", "N’Diaye & Cie"),
            ("http://a.b/c?d", "http://a.b/c?d"),
        ] {
            assert_eq!(polish(typed), polished);
        }
    }
}
