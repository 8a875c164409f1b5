//! Who may do what on a central base, by real logins over TLS with a password: a matrix of every right, and the
//! attempts of people who hold `psql` in their hands.
//!
//! One installed base for all of it; what is tried is rolled back.

#[path = "../common/mod.rs"]
mod common;

mod attaques;
mod attendu;
mod comptes;
mod installation;
mod ligne;
mod matrice;
mod monde;
mod parcours;
mod sortie;
mod table;
