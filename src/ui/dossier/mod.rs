//! The Dossier screen: the header, the parts, and what is being typed.

mod adultes;
mod conclusions;
mod conflit;
mod courriers;
mod ecran;
mod enfants;
mod entete;
mod expose;
mod historique;
mod lignes;
mod motifs;
mod part;
mod suivi;
mod traitements;
mod vue;

pub use ecran::ui;
pub use part::Part;
pub use suivi::Demande as DemandeSuivi;
pub use vue::{Attente, DossierView};
