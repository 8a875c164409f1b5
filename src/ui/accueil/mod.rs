//! The home screen: what there is to do, the late first.
//!
//! `etat` is what it shows, `ecran` draws it. It never reads a dossier: choosing a line opens it.

mod ecran;
mod etat;

pub use ecran::ui;
pub use etat::{Accueil, Demande};
