//! Synthetic families, for demonstrations, rehearsals and measures: nobody in here exists.
//!
//! The same seed, day and parameters give the same dossiers. Pure: no base, no file, no clock;
//! who calls decides where the dossiers go. Values come from the parameters that are handed in,
//! never from a list of our own; a value that was closed or removed is simply not used.

mod calendrier;
mod demarches;
mod ecriture;
mod enfant;
mod famille;
mod fratrie;
mod hasard;
mod lieux;
mod monde;
mod motifs;
mod noms;
mod offre;
mod parcours;
mod production;
mod provenance;
mod recit;
mod redaction;
mod retour;
mod situation;
mod suites;
mod theme;

#[cfg(test)]
mod epreuve;
#[cfg(test)]
mod essai;

pub use production::Demo;
