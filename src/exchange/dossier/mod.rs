//! One dossier alone, as JSON for a program and as a paginated PDF for people.

mod export;
mod fiche;
mod json;

pub use export::exporter;
pub use fiche::{fiche, pdf};
pub use json::{dossier, ligne};
