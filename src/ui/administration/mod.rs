//! The Administration screen: accounts, the journal, the state of the base.

mod detail;
mod ecran;
mod etat;
mod journal;
mod vue;

pub use ecran::ui;
pub use vue::{Demande, EcranAdministration, EcranJournal, PAGE, Partie, Verification};
