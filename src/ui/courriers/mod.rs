//! The Courriers screen: template, dossiers, what is missing, the merged text, the register.

mod ecran;
mod registre;
mod vue;

pub use ecran::ui;
pub use vue::{Demande, EcranCourriers, ModeleVu, PliVu, RefusVu, Reponse};
