//! A page before it is drawn: what stands where, and what each thing is for a reader who cannot see it.

/// A4, in points of a PDF.
pub const LARGE: f32 = 595.0;
pub const HAUTE: f32 = 842.0;
pub const MARGE: f32 = 56.0;
pub const HAUT: f32 = 62.0;
pub const BAS: f32 = HAUTE - 58.0;
pub const PLACE: f32 = LARGE - 2.0 * MARGE;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encre {
    Texte,
    Doux,
    Accent,
    Ligne,
    Fond,
    Blanc,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// One line; `y` is that of its foot.
    Texte {
        x: f32,
        y: f32,
        taille: f32,
        gras: bool,
        encre: Encre,
        texte: String,
    },
    Pave {
        x: f32,
        y: f32,
        large: f32,
        haut: f32,
        encre: Encre,
    },
    /// A chart, scaled into its place.
    Dessin {
        x: f32,
        y: f32,
        large: f32,
        haut: f32,
        svg: String,
    },
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum Sens {
    Titre(u16),
    Paragraphe,
    /// With what it says to those who cannot see it.
    Figure(String),
    /// A row of a table; the first is its head.
    Rang {
        tete: bool,
    },
    /// Page numbers, rules: no part of the text.
    Artefact,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bloc {
    pub sens: Sens,
    pub ops: Vec<Op>,
    /// Where a click on it leads: a page, and a height on it.
    pub lien: Option<(usize, f32)>,
}

impl Bloc {
    pub const fn new(sens: Sens, ops: Vec<Op>) -> Self {
        Self { sens, ops, lien: None }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub blocs: Vec<Bloc>,
}

impl Page {
    /// The lines of the page, from its top: what tests read.
    pub fn lignes(&self) -> Vec<&str> {
        let ops = self.blocs.iter().flat_map(|bloc| &bloc.ops);
        ops.filter_map(|op| if let Op::Texte { texte, .. } = op { Some(texte.as_str()) } else { None }).collect()
    }
}

/// An entry of the contents.
#[derive(Clone, Debug, PartialEq)]
pub struct Entree {
    pub niveau: u16,
    pub titre: String,
    /// Counted from the first page of the text.
    pub page: usize,
    pub y: f32,
}
