//! The embedded faces: their bytes, and how wide a text will be.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb;

pub const NORMAL: &[u8] = include_bytes!("../../../assets/fonts/VigieSans-Regular.ttf");
pub const GRAS: &[u8] = include_bytes!("../../../assets/fonts/VigieSans-SemiBold.ttf");
/// Greek, Cyrillic, signs: what the others do not hold.
pub const REPLI: &[u8] = include_bytes!("../../../assets/fonts/VigieRepli.ttf");

/// The name of a family that begins with a capital and a digit loses all text in a PDF: the generic one does not.
pub const FAMILLE: &str = "sans-serif";

/// Only the faces of the binary: a chart is the same on every machine.
pub fn fontdb() -> Arc<fontdb::Database> {
    static FACES: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let make = || {
        let mut faces = fontdb::Database::new();
        for data in [NORMAL, GRAS, REPLI] {
            faces.load_font_source(fontdb::Source::Binary(Arc::new(data)));
        }
        faces.set_sans_serif_family("Vigie Sans");
        Arc::new(faces)
    };
    Arc::clone(FACES.get_or_init(make))
}

/// Advances of a face, in parts of its size.
#[derive(Default)]
struct Chasses {
    by_char: HashMap<char, f64>,
}

impl Chasses {
    fn read(data: &[u8]) -> Self {
        let Ok(face) = ttf_parser::Face::parse(data, 0) else { return Self::default() };
        let units = f64::from(face.units_per_em());
        let mut by_char = HashMap::new();
        for table in
            face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(ttf_parser::cmap::Subtable::is_unicode)
        {
            table.codepoints(|code| {
                let found =
                    char::from_u32(code).and_then(|c| Some((c, face.glyph_hor_advance(table.glyph_index(code)?)?)));
                if let Some((c, advance)) = found {
                    by_char.insert(c, f64::from(advance) / units);
                }
            });
        }
        Self { by_char }
    }
}

fn chasses(gras: bool) -> &'static Chasses {
    static CHASSES: OnceLock<[Chasses; 2]> = OnceLock::new();
    let [normal, bold] = CHASSES.get_or_init(|| [Chasses::read(NORMAL), Chasses::read(GRAS)]);
    if gras { bold } else { normal }
}

/// Is it in our own face?
pub fn couvert(c: char, gras: bool) -> bool {
    chasses(gras).by_char.contains_key(&c)
}

/// How wide `text` is at `taille`. Kerning only takes away from it.
pub fn largeur(text: &str, taille: f64, gras: bool) -> f64 {
    /// What a character of the fallback may take.
    const UNKNOWN: f64 = 0.7;
    let chasses = chasses(gras);
    text.chars().map(|c| chasses.by_char.get(&c).copied().unwrap_or(UNKNOWN)).sum::<f64>() * taille
}

/// `text`, or its beginning and an ellipsis, in at most `place`.
pub fn couper(text: &str, place: f64, taille: f64, gras: bool) -> String {
    if largeur(text, taille, gras) <= place {
        return text.to_owned();
    }
    let room = place - largeur("…", taille, gras);
    let mut kept = String::new();
    let mut wide = 0.0;
    for c in text.chars() {
        wide += largeur(c.encode_utf8(&mut [0; 4]), taille, gras);
        if wide > room {
            break;
        }
        kept.push(c);
    }
    if kept.is_empty() { kept } else { format!("{}…", kept.trim_end()) }
}

/// Cut at spaces into lines of at most `place`; the last of `most` lines ends with an ellipsis if more is left.
pub fn lignes(text: &str, place: f64, taille: f64, gras: bool, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        let joined = match lines.last() {
            Some(line) if !line.is_empty() => format!("{line} {word}"),
            _ => word.to_owned(),
        };
        let fits = largeur(&joined, taille, gras) <= place;
        let full = lines.len() >= most;
        match lines.last_mut() {
            Some(line) if fits => *line = joined,
            Some(line) if full => {
                let rest: Vec<&str> = std::iter::once(word).chain(words).collect();
                *line = couper(&format!("{line} {}", rest.join(" ")), place, taille, gras);
                break;
            }
            _ => lines.push(word.to_owned()),
        }
    }
    for line in &mut lines {
        *line = couper(line, place, taille, gras);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generic_family_is_ours() {
        let faces = fontdb();
        let query = fontdb::Query { families: &[fontdb::Family::SansSerif], ..fontdb::Query::default() };
        let found = faces.query(&query).and_then(|id| faces.face(id)).unwrap();
        assert_eq!(found.families[0].0, "Vigie Sans");
    }

    #[test]
    fn a_text_is_cut_to_its_place_and_never_beyond() {
        let text = "Service de prévention spécialisée du Pays de Vierzon et de la Sologne";
        for place in [5.0, 30.0, 80.0, 200.0, 1000.0] {
            let cut = couper(text, place, 12.0, false);
            assert!(largeur(&cut, 12.0, false) <= place, "{cut}");
            for line in lignes(text, place.max(60.0), 12.0, true, 3) {
                assert!(largeur(&line, 12.0, true) <= place.max(60.0), "{line}");
            }
        }
        assert_eq!(couper(text, 1000.0, 12.0, false), text);
        assert_eq!(lignes(text, 1000.0, 12.0, false, 2), [text]);
        assert_eq!(lignes(text, 150.0, 12.0, false, 9).join(" "), text);
        assert!(lignes(text, 100.0, 12.0, false, 2)[1].ends_with('…'));
        assert!(lignes("", 100.0, 12.0, false, 2).is_empty());
    }
}
