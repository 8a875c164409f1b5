//! The legal clock: what is due, from when, by which article, and how the day was reckoned.
//!
//! Lengths are parameters (`delai`), never written here. `delai` reckons a day, `jours` knows the
//! days that nobody works, `regles` says which rule runs for a dossier and when it is met.
//! Nothing pauses the clock: no text says that it does.

mod delai;
#[cfg(test)]
mod essai;
mod jours;
mod regles;

pub use delai::{Delai, Unite};
pub use jours::{easter, works};
pub use regles::{Echeance, TRAITEMENT, evaluation, of_dossier, suites};
