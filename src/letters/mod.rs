//! Letters: template → merged text → laid-out pages → PDF or word-processor document.
//!
//! The only room that knows genpdf, the template engine and what a PDF is made of. Pure: it reads
//! no clock, no file and no base; the day, the parameters and the address book are handed in.

mod accords;
mod accords_tests;
mod adresse;
mod apercu;
mod bloc;
mod champs;
mod contexte;
mod controle;
mod dessin;
mod destinataire;
mod docx;
mod enfants;
pub mod fiche_enfant;
mod filtres;
mod fusion;
mod lignes;
mod logo;
mod lot;
mod moteur;
mod nombres;
mod page;
mod polices;
mod recueil;
mod releve;
mod rendu;
mod souche;
mod tableau;
mod typographie;
mod valeur;

pub use apercu::pages;
pub use bloc::plain;
pub use champs::chemins;
pub use contexte::Demande;
pub use controle::check;
pub use destinataire::{Destinataire, Proposition, days_late, propose};
pub use docx::docx;
pub use fusion::{Fusion, Manque, file_name, merge, safe_name};
pub use logo::logo;
pub use lot::{Commande, Pli, Refus, SAISI, expected, prepare};
pub use recueil::Recueil;
pub use releve::{BlocReleve, Releve, releve};
pub use rendu::{ErreurRendu, Genpdf, LetterRenderer, printable};
