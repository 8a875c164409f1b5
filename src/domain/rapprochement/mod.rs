//! Are these two the same child? A count of points, each of which is told: nobody has to believe
//! a number, and nobody is linked without a person who decides.

mod paires;
mod points;
mod raison;
mod score;

pub use paires::{Paire, Personne, groupes, ordonnees, paires};
pub use raison::{Motif, Niveau, Raison};
pub use score::{Rapprochement, rapprocher};
