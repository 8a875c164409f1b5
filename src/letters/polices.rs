//! The faces letters are set in, and what they can print.

use std::collections::HashMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization as _;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    Normal,
    Gras,
    /// Greek, Cyrillic, Armenian, Georgian, signs: what the others do not hold.
    Repli,
}

pub const FACES: [Face; 3] = [Face::Normal, Face::Gras, Face::Repli];

impl Face {
    pub const fn data(self) -> &'static [u8] {
        match self {
            Self::Normal => include_bytes!("../../assets/fonts/VigieSans-Regular.ttf"),
            Self::Gras => include_bytes!("../../assets/fonts/VigieSans-SemiBold.ttf"),
            Self::Repli => include_bytes!("../../assets/fonts/VigieRepli.ttf"),
        }
    }

    pub fn police(self) -> &'static Police {
        static NORMAL: OnceLock<Police> = OnceLock::new();
        static GRAS: OnceLock<Police> = OnceLock::new();
        static REPLI: OnceLock<Police> = OnceLock::new();
        let cell = match self {
            Self::Normal => &NORMAL,
            Self::Gras => &GRAS,
            Self::Repli => &REPLI,
        };
        cell.get_or_init(|| Police::read(self.data()))
    }
}

/// What is measured of a face.
#[derive(Debug, Default)]
pub struct Police {
    pub units: f32,
    pub ascent: i16,
    pub descent: i16,
    pub cap_height: i16,
    pub bbox: [i16; 4],
    /// How many glyphs.
    pub count: u16,
    glyphs: HashMap<char, (u16, u16)>,
}

impl Police {
    fn read(data: &[u8]) -> Self {
        let Ok(face) = ttf_parser::Face::parse(data, 0) else { return Self::default() };
        let mut glyphs = HashMap::new();
        for table in
            face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(ttf_parser::cmap::Subtable::is_unicode)
        {
            table.codepoints(|code| {
                if let (Some(c), Some(glyph)) = (char::from_u32(code), table.glyph_index(code)) {
                    glyphs.insert(c, (glyph.0, face.glyph_hor_advance(glyph).unwrap_or(0)));
                }
            });
        }
        let bbox = face.global_bounding_box();
        Self {
            units: f32::from(face.units_per_em()),
            ascent: face.ascender(),
            descent: face.descender(),
            cap_height: face.capital_height().unwrap_or(face.ascender()),
            count: face.number_of_glyphs(),
            bbox: [bbox.x_min, bbox.y_min, bbox.x_max, bbox.y_max],
            glyphs,
        }
    }

    /// The glyph of a character and its advance, in font units.
    pub fn glyph(&self, c: char) -> Option<(u16, u16)> {
        self.glyphs.get(&c).copied()
    }
}

/// Right-to-left and joining scripts need a shaper that the letters do not have: letters apart and
/// reversed would be worse than a refusal.
const fn needs_shaping(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// The face that prints this character; none when no face can.
pub fn face_of(c: char, gras: bool) -> Option<Face> {
    if needs_shaping(c) {
        return None;
    }
    let wanted = if gras { Face::Gras } else { Face::Normal };
    [wanted, Face::Repli].into_iter().find(|face| face.police().glyph(c).is_some())
}

/// The text as it will be set: composed letters, spaces that the faces have.
pub fn compose(texte: &str) -> String {
    texte
        .nfc()
        .map(|c| match c {
            '\u{2009}' | '\u{200a}' => '\u{202f}',
            '\u{2011}' => '-',
            '\u{ad}' => '\u{200b}',
            c => c,
        })
        .filter(|c| *c != '\u{200b}')
        .collect()
}

/// The first character that no face can print.
pub fn unprintable(texte: &str) -> Option<char> {
    compose(texte).chars().find(|c| !matches!(c, '\n' | '\t') && face_of(*c, false).is_none())
}

/// Millimetres that a point is.
pub const POINT: f32 = 25.4 / 72.0;

/// The width of a text in one weight, in millimetres.
pub fn width(texte: &str, gras: bool, taille: u8) -> f32 {
    texte.chars().map(|c| advance(c, gras)).sum::<f32>() * f32::from(taille) * POINT
}

/// In ems.
fn advance(c: char, gras: bool) -> f32 {
    face_of(c, gras).map_or(0.0, |face| {
        let police = face.police();
        police.glyph(c).map_or(0.0, |(_, advance)| f32::from(advance) / police.units.max(1.0))
    })
}
