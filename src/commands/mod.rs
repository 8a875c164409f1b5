//! Every intention of the user, once: what it is called, its keys, its icon, when it can be done.
//!
//! Buttons, keys, the palette and the help sheet are all made from [`Commande`]; only `app` carries
//! them out.

mod commande;
mod essai;
mod palette;
mod permission;
mod touche;

pub use commande::{Commande, Contexte, Groupe};
pub use palette::search;
pub use touche::{Modificateurs, Touche};
