//! A figure drawn: once as SVG by plotters, everything else from that SVG. The only place that knows
//! plotters, resvg and krilla; nothing is counted here, and no file is opened.

mod barres;
mod chaleur;
mod classement;

mod courbe;
mod delais;
mod flux;
mod image;
mod mise;
mod nombre;
mod pdf;
mod planche;
mod police;
mod pyramide;
mod svg;
mod teintes;
mod toile;

pub(super) use image::arbre;
pub use image::{Pixels, png, rasteriser};
pub use mise::{ecrire, masques, total};
pub use nombre::{court, nombre};
pub use pdf::pdf;
pub(super) use pdf::{metadata, refus};
pub use planche::{Planche, planches};
pub(super) use police::{GRAS, NORMAL, REPLI, couper, couvert, largeur, lignes};
pub use svg::{Dessin, ErreurDessin, Pied, Style, Taille, dessiner, svg_autonome};
pub use toile::{Cadre, Etiquette, Zone};
