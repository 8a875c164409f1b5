//! The Administration screen: accounts, the journal, the state of the base.

mod compte;
mod comptes;
mod detail;
mod ecran;
mod etat;
mod journal;
pub mod secret;
mod vue;
mod vue_comptes;

pub use ecran::ui;
pub use vue::{Demande, EcranAdministration, EcranJournal, PAGE, Partie, Verification};
pub use vue_comptes::{CompteTape, EcranComptes};
