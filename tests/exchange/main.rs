//! What goes out of Vigie and what comes into it, on both bases.

#[path = "../common/mod.rs"]
mod common;

mod abime;
mod aller_retour;
mod autre_base;
mod complexes;
mod fiche;
mod fichier;
mod lecture;
mod listes;
mod olinpe;
mod personnes;
mod reprise;
mod textes;
