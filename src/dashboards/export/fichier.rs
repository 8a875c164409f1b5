//! Figures to the bytes of one file, by its format.

use super::{ErreurExport, classeur};
use crate::dashboards::Figure;
use crate::dashboards::dessin::{Planche, Style, Taille, dessiner, pdf, planches, png, svg_autonome};

/// The endings of the files that are made here.
pub const FORMATS: [&str; 4] = ["png", "svg", "pdf", "xlsx"];

/// What stands above a page of charts, and how a picture is made.
#[derive(Clone, Debug)]
pub struct Entete {
    pub titre: String,
    /// The filter in words.
    pub sous_titre: String,
    /// Points of a PNG to each of the screen's, 1 to 4.
    pub echelle: f32,
    pub style: Style,
}

/// The file whose name ends with `format`: one chart, or all of them on sheets.
///
/// # Errors
/// A format that charts do not have, or what cannot be drawn.
pub fn fichier(format: &str, entete: &Entete, figures: &[Figure]) -> Result<Vec<u8>, ErreurExport> {
    if format == "xlsx" {
        return classeur::xlsx(&entete.titre, &entete.sous_titre, figures);
    }
    let sheets = |planche| match figures {
        [one] => Ok(vec![dessiner(one, &entete.style, Taille::default())?.svg]),
        many => planches(&entete.titre, &entete.sous_titre, many, planche, entete.style.sombre),
    };
    Ok(match format {
        "png" => png(&sheets(Planche::IMAGE)?.concat(), entete.echelle)?,
        "svg" => svg_autonome(&sheets(Planche::IMAGE)?.concat()).into_bytes(),
        "pdf" => pdf(&entete.titre, &sheets(Planche::PAPIER)?)?,
        other => return Err(ErreurExport::Format(other.to_owned())),
    })
}
