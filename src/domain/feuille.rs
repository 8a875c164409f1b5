//! A page as it is printed: what stands where. Letters are set on such pages; a file is drawn from
//! them, and the screen shows them.

// A sheet of A4, in millimetres.
pub const LARGEUR: f32 = 210.0;
pub const HAUTEUR: f32 = 297.0;

/// A text on the page: left and baseline in millimetres from the top left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Texte {
    pub x: f32,
    pub y: f32,
    pub taille: u8,
    pub gras: bool,
    pub couleur: Couleur,
    pub contenu: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Couleur {
    Noir,
    Gris,
    Bleu,
}

/// A straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trait {
    pub x1: f32,
    pub y1: f32,
    pub x2: f32,
    pub y2: f32,
    pub couleur: Couleur,
}

/// A sheet, and what is on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub textes: Vec<Texte>,
    pub traits: Vec<Trait>,
}
