//! A field of the dossier: its label, its input, what is wrong with it. One widget a nature.

mod calendrier;
mod dessin;
mod dessous;
mod liste;
mod rangee;
mod texte;

pub use dessin::{Etiquette, champ, field};
pub use dessous::close;
pub use liste::{settle, typing};
pub use rangee::{Largeur, rangee};
