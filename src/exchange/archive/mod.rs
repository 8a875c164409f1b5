//! Everything that a person may see, as files that outlive Vigie, and those files back in an empty base.
//!
//! One CSV and one file of JSON lines a table, a dictionary of the columns, a workbook for people,
//! letters as PDF, attachments as they came, checksums. Nothing in them depends on the hour.

mod classeur;
mod courriers;
mod depot;
mod dictionnaire;
mod erreur;
mod export;
mod lisezmoi;
mod manifeste;
mod retour;
mod source;

pub use erreur::ErreurArchive;
pub use export::{Bilan, exporter, permis};
pub use retour::{Remis, restaurer};
