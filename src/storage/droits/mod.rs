//! Rights on a central base: what `assets/droits.tsv` says, put in place and looked over.
//!
//! Everything is data: one line a table, view or function says its owner, which rows are seen, and what each
//! role may do with which columns. [`installer`] applies it, [`controle`] says what is missing or too open,
//! [`lecture`] makes the functions that dossiers are read through from the catalogue of fields.
//! No right is ever checked here for a person: PostgreSQL does it.

mod colonnes;
mod controle;
mod installer;
mod lecture;
mod regles;

pub(super) use controle::constats;
pub use controle::{Constat, Niveau};
pub(super) use installer::{install, installed};
pub(super) use lecture::{forme, functions};
