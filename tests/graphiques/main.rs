//! Charts: what is drawn, where it stands, and what its files hold.

#[path = "../common/figures.rs"]
mod figures;

mod dessin;
mod export;
mod fichiers;
