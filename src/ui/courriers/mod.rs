//! The Courriers screen: template, dossiers, what is missing, the merged text and its true pages; the
//! register; the templates themselves.

mod apercu;
mod ecran;
mod ecrire;
pub mod edition;
mod modeles;
mod pli;
mod registre;
mod table;
mod vue;

pub use ecran::ui;
pub use table::table;
pub use vue::{Apercu, Demande, EcranCourriers, FiltreVu, ModeleVu, PliVu, RefusVu, Reponse, Vue};
