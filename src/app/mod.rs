//! The shell: what is open, the answers of the jobs, the effects of commands. Ties all the rooms.

mod application;
mod commandes;
mod intentions;
mod preferences;
mod reponses;
mod saisie;
mod taches;

pub use application::{App, Ecran, Options, run};
pub use preferences::Preferences;
