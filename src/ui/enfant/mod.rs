//! The child's page: every dossier in one chronology, the family drawn, who they may be one with.

mod ecran;
mod etat;
mod famille;

pub use ecran::ui;
pub use etat::{Demande, FormatEnfant, Lecture, PageEnfant};
