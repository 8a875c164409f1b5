//! Texts of an old base made clean: each change has its rule, and how many characters it took.

use super::regles::Regle;

/// A text, and each rule that changed it with the characters gained or lost.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Nettoye {
    pub texte: String,
    pub regles: Vec<(Regle, i64)>,
}

impl Nettoye {
    fn apply(&mut self, regle: Regle, change: impl FnOnce(&str) -> Option<String>) {
        if let Some(changed) = change(&self.texte).filter(|changed| *changed != self.texte) {
            self.regles.push((regle, count(&changed) - count(&self.texte)));
            self.texte = changed;
        }
    }
}

/// Characters, as a difference can be made of them.
pub fn count(texte: &str) -> i64 {
    i64::try_from(texte.chars().count()).unwrap_or(i64::MAX)
}

/// A text of several lines, or of one.
pub fn nettoyer(texte: &str, lignes: bool) -> Nettoye {
    let mut net = Nettoye { texte: texte.to_owned(), regles: Vec::new() };
    net.apply(Regle::AccentsCasses, |text| text.contains(['Ã', 'â', 'Â']).then(|| reparer(text)));
    net.apply(Regle::TexteEnrichi, |text| text.contains("<div").then(|| sans_balises(text)));
    net.apply(Regle::FinsDeLigne, |text| text.contains('\r').then(|| text.replace("\r\n", "\n").replace('\r', "\n")));
    net.apply(Regle::TabulationVerticale, |text| {
        text.contains(['\u{b}', '\u{c}']).then(|| text.replace(['\u{b}', '\u{c}'], "\n"))
    });
    if !lignes {
        net.apply(Regle::LigneUnique, |text| text.contains('\n').then(|| text.trim_end().replace('\n', " ")));
    }
    net.apply(Regle::Controle, |text| Some(crate::domain::texte::clean(text, lignes)));
    if lignes {
        net.apply(Regle::LignesVides, |text| {
            Some(text.trim_end_matches(['\n', ' ', '\t']).to_owned()).filter(|_| text.ends_with('\n'))
        });
    }
    net.apply(Regle::Bords, |text| Some(text.trim().to_owned()));
    net
}

/// UTF-8 read as Windows-1252 and written again: undone where it was done, and nowhere else.
fn reparer(texte: &str) -> String {
    let mut fixed = String::with_capacity(texte.len());
    let chars: Vec<char> = texte.chars().collect();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let lead = octet(c).filter(|byte| (0xc2..=0xf4).contains(byte));
        let length = match lead {
            Some(0xc2..=0xdf) => 2,
            Some(0xe0..=0xef) => 3,
            Some(_) => 4,
            None => 0,
        };
        let bytes: Option<Vec<u8>> =
            chars.get(at..at + length).map(|run| run.iter().map_while(|c| octet(*c)).collect());
        let decoded =
            bytes.filter(|bytes| length > 0 && bytes.len() == length).and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(text) = decoded {
            fixed.push_str(&text);
            at += length;
        } else {
            fixed.push(c);
            at += 1;
        }
    }
    fixed
}

/// The byte that Windows-1252 shows as this character.
fn octet(c: char) -> Option<u8> {
    const HAUT: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match u32::from(c) {
        code @ 0x80..=0xff => u8::try_from(code).ok(),
        _ => HAUT.chars().position(|high| high == c).and_then(|rank| u8::try_from(rank + 0x80).ok()),
    }
}

/// The text of Access rich text: a `div` is a line, entities are characters, no other tag says anything.
fn sans_balises(texte: &str) -> String {
    let mut text = String::with_capacity(texte.len());
    let mut rest = texte;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let starts_tag = tag.chars().nth(1).is_some_and(|c| c == '/' || c.is_ascii_alphabetic());
        let Some(end) = tag.find('>').filter(|_| starts_tag) else {
            text.push('<');
            rest = tag.get(1..).unwrap_or_default();
            continue;
        };
        let name = tag.get(1..end).unwrap_or_default().trim_start().to_lowercase();
        if name.starts_with("/div") || name.starts_with("br") || name.starts_with("/p") || name.starts_with("/li") {
            text.push('\n');
        }
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    text.push_str(rest);
    let entities = [
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text, |text, (entity, c)| text.replace(entity, c))
}

/// Is there a French telephone number in it?
pub fn a_un_telephone(texte: &str) -> bool {
    let bytes = texte.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        if !before && bytes.get(at) == Some(&b'0') && bytes.get(at + 1).is_some_and(|b| (b'1'..=b'9').contains(b)) {
            let (mut digits, mut end, mut gap) = (0, at, 0);
            while let Some(byte) = bytes.get(end) {
                match byte {
                    b'0'..=b'9' => (digits, gap) = (digits + 1, 0),
                    b' ' | b'.' | b'-' if gap == 0 && digits % 2 == 0 => gap = 1,
                    _ => break,
                }
                end += 1;
            }
            if digits == 10 {
                return true;
            }
            at = end.max(at + 1);
            continue;
        }
        at += 1;
    }
    texte.contains("+33")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_has_its_rule_and_its_count() {
        use Regle::*;
        for (texte, lignes, net, regles) in [
            ("rien à dire", true, "rien à dire", vec![]),
            (" DUPONT ", false, "DUPONT", vec![(Bords, -2)]),
            ("a\r\nb\r\n\r\n", true, "a\nb", vec![(FinsDeLigne, -3), (LignesVides, -2)]),
            ("dÃ©jÃ\u{a0} vu", true, "déjà vu", vec![(AccentsCasses, -2)]),
            ("l’Âge d’Ã", true, "l’Âge d’Ã", vec![]),
            ("lâ€™enfant", false, "l’enfant", vec![(AccentsCasses, -2)]),
            (
                "<div>a&nbsp;b</div><div>c &lt; d</div>",
                true,
                "a\u{a0}b\nc < d",
                vec![(TexteEnrichi, -28), (LignesVides, -1)],
            ),
            ("a\u{b}b", true, "a\nb", vec![(TabulationVerticale, 0)]),
            ("a\u{0}b", false, "ab", vec![(Controle, -1)]),
            ("2 < 3", true, "2 < 3", vec![]),
        ] {
            let found = nettoyer(texte, lignes);
            assert_eq!((found.texte.as_str(), found.regles), (net, regles), "{texte}");
        }
    }

    #[test]
    fn a_telephone_is_known_whatever_its_spaces() {
        for (texte, expected) in [
            ("tél 06 39 98 12 34", true),
            ("0639981234.", true),
            ("06.39.98.12.34", true),
            ("+33 6 39 98 12 34", true),
            ("le 06 39 98", false),
            ("10639981234", false),
            ("dossier 2016 0143", false),
        ] {
            assert_eq!(a_un_telephone(texte), expected, "{texte}");
        }
    }
}
