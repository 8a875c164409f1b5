//! Whole tables out of a base and into an empty one, whatever tables there are: they are read from
//! the base's own catalogue, so that a table that a migration adds is neither forgotten nor lost.

mod lecture;
mod retour;
mod tables;

pub use lecture::{CodesNationaux, CourrierBrut, Instantane, Ligne};
pub use retour::{Provenance, Retour};
pub use tables::{ColonneBrute, Genre, SCEAUX, TableBrute};
