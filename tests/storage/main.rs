//! The base, on both engines: every test runs on SQLite and on PostgreSQL.

#[path = "../common/mod.rs"]
mod common;

mod courriers;
mod dossiers;
mod ensemble;
mod files;
mod grille;
mod journal;
mod listes;
mod load;
mod migrations;
mod pieces;
mod recherche;
mod registre;
mod round_trips;
mod suivi;
