//! Every intention of the user, once: what it is called, its keys, its icon, when it can be done.
//!
//! Buttons, keys, the palette and the help sheet are all made from [`Commande`]; only `app` carries
//! them out. What a key does within a screen or a widget is a [`Geste`], which that screen carries out.

mod commande;
mod essai;
mod geste;
mod palette;
mod permission;
mod touche;

pub use commande::{Commande, Contexte, Groupe};
pub use geste::Geste;
pub use palette::search;
pub use touche::{Modificateurs, Touche};
