//! The same work without a window: for administrators, scripts and checks.
//!
//! Ties the storage and the demonstration to words on a terminal; no rule of the trade lives here.
//! Prints French for people, or one JSON document with `--json`; an error is one sentence.

mod address;
mod arguments;
mod base;
mod courrier;
mod demo;
mod dossier;
mod error;
mod help;
mod importer;
mod journal;
mod output;
mod passphrase;
mod population;
mod reading;
mod run;
mod sortie;
mod tableau;
mod utilisateur;

pub use run::{Demande, run};
