//! Figures leave Vigie: as a workbook, and as the yearly report. Charts as files are `dessin`'s.
//! No file is opened here: bytes are made, and whoever asked for them writes them.

mod annuel;
mod classeur;
mod erreur;
mod fichier;
mod phrases;
pub mod rapport;

pub use annuel::annuel;
pub use classeur::xlsx;
pub use erreur::ErreurExport;
pub use fichier::{Entete, FORMATS, fichier};
pub use phrases::{commentaires, resume};
