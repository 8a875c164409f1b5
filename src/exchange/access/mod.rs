//! The takeover of an old Access base: read, understood by a mapping, made into dossiers, reconciled.
//!
//! Nothing here draws or knows SQL: `storage` writes what is made here and says what it holds.

mod adultes;
mod atelier;
pub mod bilan;
mod buts;
mod communes;
mod complexes;
pub mod construction;
pub mod correspondance;
mod dates;
mod dossiers;
mod enfants;
mod identifiants;
pub mod lecteur;
mod mots;
pub mod pieces;
pub mod prise;
pub mod proposition;
pub mod rapport;
pub mod reconciliation;
pub mod regles;
pub mod source;
mod tables;
mod texte;
mod traitements;
mod vocabulaire;
