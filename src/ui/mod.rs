//! What is drawn. Views read plain data and give back [`Intention`]s; nothing here touches the base,
//! a file, or a thread.

pub mod accueil;
pub mod administration;
pub mod aide;
pub mod cadre;
pub mod champ;
pub mod clavier;
pub mod courriers;
pub mod dossier;
pub mod dossiers;
pub mod enfant;
pub mod form;
pub mod geste;
pub mod icone;
pub mod intention;
pub mod ouverture;
pub mod palette;
pub mod parametres;
pub mod populations;
pub mod question;
mod questions_comptes;
mod questions_garde;
mod questions_listes;
mod questions_suivi;
mod rangs;
pub mod reprise;
pub mod tableaux;
pub mod theme;
pub mod toast;
pub mod widgets;
pub mod zone;

pub use form::Form;
pub use intention::{Garde, Intention};
