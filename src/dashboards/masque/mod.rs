//! Small counts hidden, and others with them, so that nothing hidden can be reckoned back from what is shown.

mod attaque;
mod cle;
mod epreuve;
mod figures;
mod liens;
mod simplexe;
mod systeme;

pub use cle::Cle;
pub use figures::calculer_masque;
pub use systeme::SEUIL;
