//! The shell: what is open, the answers of the jobs, the effects of commands. Ties all the rooms.

mod accueil;
mod administration;
mod application;
mod collage;
mod commandes;
mod comptes;
mod courriers;
mod disposition;
mod ecrans;
mod enfant;
mod ensemble;
mod fenetre;
mod grille;
mod impression;
mod intentions;
mod modeles;
mod passation;
mod populations;
mod pour;
mod preferences;
mod registre;
mod reponses;
mod reprise;
mod retouches;
mod saisie;
mod sortie;
mod suivi;
mod tableaux;
mod tableaux_sortie;
mod taches;
mod trace;
mod verrou;

pub use application::{App, Options};
pub use ecrans::Ecran;
pub use fenetre::{native_options, run};
pub use preferences::Preferences;
