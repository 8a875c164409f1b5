//! A page as it is printed: what stands where. Letters are set on such pages; a file is drawn from
//! them, and the screen shows them.

use std::sync::Arc;

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
    /// How wide it was measured, in millimetres; 0 where nobody needs to know.
    pub largeur: f32,
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

/// A picture, as its points: red, green and blue, a byte each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    pub largeur: usize,
    pub hauteur: usize,
    pub points: Vec<u8>,
    /// Tells it from another.
    pub empreinte: u64,
}

/// A picture in its place: left, top, width and height in millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct Vignette {
    pub place: (f32, f32, f32, f32),
    pub image: Arc<Image>,
}

/// A sheet, and what is on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub textes: Vec<Texte>,
    pub traits: Vec<Trait>,
    /// The logo of the letterhead, for the screen; the file has its own.
    pub logo: Option<Vignette>,
}
