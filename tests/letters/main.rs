//! Letters: every template with every family, what a family may read, hostile text.

#[path = "../common/mod.rs"]
mod common;

mod hostile;
mod matrice;
mod regle;
