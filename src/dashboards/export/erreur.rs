//! What goes wrong while figures are made into a file.

use crate::dashboards::dessin::ErreurDessin;

/// What went wrong while figures were made into a file.
#[derive(Debug, thiserror::Error)]
pub enum ErreurExport {
    #[error(transparent)]
    Dessin(#[from] ErreurDessin),
    #[error("Le classeur ne peut pas être écrit ({0})\u{a0}; réessayez, ou exportez en CSV")]
    Classeur(String),
    #[error(
        "«\u{a0}{0}\u{a0}» n’est pas un format de graphique\u{a0}; donnez un fichier .png, .svg, .pdf, .xlsx ou .csv"
    )]
    Format(String),
}
