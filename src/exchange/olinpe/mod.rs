//! The national export (OLINPE) of what an information knows of each child: without a name, each
//! child under a pseudonym that stays the same from year to year.
//!
//! What Vigie asks and does not know is coded as the national format codes it; what Vigie never asks
//! is left empty, for the software that knows it. Nothing is guessed.

mod ecriture;
mod enfant;
mod export;
mod pseudonyme;
mod regles;
mod variables;

pub use ecriture::{csv, xml};
pub use export::{Export, lire};
pub use pseudonyme::{ABSENT, pseudonyme};
pub use regles::{Faute, verifier};
pub use variables::{Completude, Genre, Ligne, VARIABLES, Variable, completude};
