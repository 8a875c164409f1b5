//! Tables for spreadsheets: CSV, TSV for the clipboard, XLSX. No text of theirs can run as a formula.

mod cellule;
mod classeur;
mod texte;

pub use cellule::{Cellule, Tableau};
pub use classeur::{Classeur, ErreurTableur, xlsx};
pub use texte::{CsvEcrit, csv, neutralise, tsv, without_guard};
