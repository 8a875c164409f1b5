//! The base: what is kept, on the embedded SQLite and on the central PostgreSQL.
//!
//! The only room that knows diesel and SQL. Functions here block; they are called from jobs,
//! never from the screen's thread.

mod a_cote;
mod accord;
mod accueil;
mod fusions;
mod passations;
mod recherche;
mod registre;

mod adresse;
mod ailleurs;
mod base;
mod base_courriers;
mod base_enfant;
mod base_journal;
mod base_serveur;
mod base_suivi;
mod brouillons;
mod brouillons_lettres;
mod chaine;
mod cles;
mod comptes;
mod connection;
mod courriers;
mod dialect;
mod document;
mod dossiers;
mod droits;
mod echeances;
mod ecoute;
mod enfants;
mod entourage;
mod error;
mod faits;
mod fiche_enfant;
mod fratries;
mod grille;
mod journal;
mod lecture;
mod listes;
mod load;
mod lots;
mod mesures;
mod migrate;
mod modeles;
mod parametres;
mod personnes;
mod pieces;
mod plan;
mod pool;
pub mod prive;
mod reprises;
mod retouches;
mod save;
mod schema;
mod seed;
mod serveur;
mod sql;
mod transfert;
mod vrac;
mod vues;

pub use base::Base;
pub use base_serveur::Etat;
pub use brouillons::Brouillons;
pub use chaine::{Rupture, Tete, Verdict};
pub use connection::{Cible, register};
pub use droits::{Constat, Niveau};
pub use ecoute::{Ecoute, Evenement, Suivis};
pub use error::{Result, StorageError};
pub use load::load;
pub use mesures::{FiltreConstats, Mesure, RepriseFaite};
pub use pieces::{NouvellePiece, empreinte, hexadecimal};
pub use reprises::Livraison;
pub use transfert::{
    CodesNationaux, ColonneBrute, CourrierBrut, Genre, Instantane, Ligne, Provenance, Retour, SCEAUX, TableBrute,
};
