//! Letters: every template with every family, what a family may read, hostile text.

#[path = "../common/mod.rs"]
mod common;

mod apercu;
mod docx;
mod hostile;
mod lot;
mod matrice;
mod regle;
