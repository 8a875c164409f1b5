//! The Dossiers screen: the whole base in a grid, read page by page as one looks.
//!
//! What is asked, shown, sorted and frozen is a [`crate::domain::vue::Vue`]; the base does the rest.

mod barre;
mod cellules;
mod colonnes;
mod ecran;
mod etat;
mod filtres;
mod panneaux;
mod tableau;
mod touches;

pub use cellules::shown;
pub use ecran::{counted, frame, thousands, ui};
pub use etat::{Demande, FormatExport, Grille, PAGE, Panneau};
