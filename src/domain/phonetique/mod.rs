//! How a French ear hears a name: two spellings of one sound have one key.
//!
//! A key of our own, because those known are made for English. `lettres` brings any text to the
//! letters that rules are written for, `regles` holds the rules, `translitterations` the names that
//! come from another alphabet by several ways. Keys are compared and searched, never shown.

mod cle;
#[cfg(test)]
mod essai;
mod lettres;
mod regles;
mod translitterations;

pub use cle::cle;
