//! Small counts hidden, and others with them, so that nothing hidden can be reckoned back from what is shown.

mod epreuve;
mod figures;
mod simplexe;
mod systeme;

pub use figures::calculer_masque;
pub use systeme::SEUIL;
