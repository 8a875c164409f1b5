//! The nouns of the trade, one file each, and the rules that hold between them.
//!
//! Pure: no input or output, no clock (dates are handed in), nothing of the other rooms.
//! Every field of a dossier is declared once, in the file of its noun, by `champs!`;
//! forms, checks, saving, history, conflicts and exports all read that declaration.

#[macro_use]
pub mod champ;

pub mod accueil;
pub mod adulte;
pub mod alerte;
pub mod carnet;
pub mod changement;
pub mod chronologie;
pub mod cloture;
pub mod collage;
pub mod commune;
pub mod compte;
pub mod conclusion;
pub mod courrier;
pub mod date;
pub mod derive;
pub mod distance;
pub mod dossier;
pub mod echeance;
pub mod edit;
pub mod enfant;
pub mod fait;
pub mod famille;
pub mod feuille;
pub mod fiche;
pub mod fiche_enfant;
pub mod filtre;
pub mod format;
pub mod fratrie;
pub mod identite;
pub mod journal;
pub mod lettre;
pub mod liste;
pub mod lot;
pub mod merge;
mod merge_proprietes;
pub mod modele;
pub mod modeles_fournis;
pub mod mot_de_passe;
pub mod motif;
pub mod nom;
pub mod parametres;
pub mod parse;
pub mod passation;
pub mod phonetique;
pub mod piece;
pub mod population;
pub mod rapprochement;
pub mod recherche;
pub mod regles;
pub mod repere;
pub mod reprise;
pub mod tableau;
pub mod texte;
pub mod traitement;
pub mod trouvaille;
pub mod vue;

pub use champ::{Champ, Cle, Nature, TABLES, Table};
pub use dossier::{Dossier, DossierDraft, Lu, Trace};
pub use fiche::Fiche;
pub use parametres::Parametres;
