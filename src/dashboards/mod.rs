//! Dashboards: facts without names, indicators, and the figures that charts show.
//!
//! Facts are handed in by whoever read them; nothing here knows a base, a clock or a screen.

mod assemblage;
mod axe;
mod bits;
mod calcul;
mod catalogue;
mod colonne;
mod composition;
mod compte;
mod derives;
pub mod dessin;
mod dessous;
mod dimension;
mod essais;
pub mod export;
mod faits;
mod figure;
mod filtre;
mod indicateur;
mod jours;
mod lecture;
mod masque;
mod mots;
mod selection;
mod taux;
mod vocabulaire;

pub use assemblage::decimal;
pub use calcul::{Page, calculer, calculer_page};
pub use catalogue::{PAGE, catalogue, trouver};
pub use colonne::Sens;
pub use composition::{Calcul, Composition, page as page_de};
pub use dimension::{DateCle, Dimension};
pub use faits::Faits;
pub use figure::{Axe, Figure, Forme, Poste, Repere, Role, Serie, UniteMesure, Valeur};
pub use filtre::{Critere, Filtre};
pub use indicateur::{Condition, FAMILLES, Indicateur, Mesure, Moment, Unite};
pub use lecture::Lecteur;
pub use masque::{SEUIL, calculer_masque};
