//! Whole stories through the accessibility tree: keys and text only, no pointer.

#[path = "../common/mod.rs"]
mod common;

mod administration;
mod attributions;
mod bureau;
mod comptes;
mod courriers;
mod ensemble;
mod fines;
mod garde;
mod grille;
mod passation;
mod personnes;
mod reprise;
mod retouches;
mod saisie;
mod suivi;
mod tableaux;
