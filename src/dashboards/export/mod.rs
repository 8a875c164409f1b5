//! Figures leave Vigie: as a workbook, and as the yearly report. Charts as files are `dessin`'s.
//! No file is opened here: bytes are made, and whoever asked for them writes them.

mod classeur;
mod erreur;
mod phrases;
pub mod rapport;

pub use classeur::xlsx;
pub use erreur::ErreurExport;
pub use phrases::{commentaires, resume};
