//! The indicators that every base has, chapter by chapter: data, and nothing computed.

mod activite;
mod forme;
mod situation;
mod suivi;
mod tout;

pub use tout::{PAGE, catalogue, trouver};
