//! Whole stories through the accessibility tree: keys and text only, no pointer.

#[path = "../common/mod.rs"]
mod common;

mod administration;
mod attributions;
mod brouillons;
mod bureau;
mod comptes;
mod courriers;
mod disposition;
mod enregistrement;
mod ensemble;
mod fines;
mod garde;
mod grille;
mod listes;
mod ouverture;
mod passation;
mod personnes;
mod populations;
mod reprise;
mod retouches;
mod saisie;
mod sortie;
mod suivi;
mod tableaux;
mod touches;
