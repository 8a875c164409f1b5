//! The family of a child as its dossiers tell it: who is what to whom, and who lives under which roof.
//! Nothing here says where it is drawn: [`plan()`] places it, the screen and [`svg()`] draw the same plan.

#[cfg(test)]
mod essai;
mod lecture;
mod plan;
mod svg;

pub use lecture::famille;
pub use plan::{Cadre, Carte, HAUTEUR, LARGEUR, Lien as Fil, Plan, plan};
pub use svg::svg;

use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generation {
    Aieux,
    Adultes,
    Enfants,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personne {
    /// The person, for a child; the row of the latest dossier, for an adult.
    pub id: Uuid,
    /// The latest dossier that names them.
    pub dossier: Uuid,
    pub enfant: bool,
    /// The one whose family it is.
    pub sujet: bool,
    pub generation: Generation,
    pub nom: String,
    /// « née le 07/02/2015 », « mère de Léa et Hugo ».
    pub detail: String,
    /// What a card has no room for: authority, presumed author, address.
    pub precisions: Vec<String>,
    pub auteur: bool,
    /// The place in [`Famille::foyers`]; none when no address is known.
    pub foyer: Option<usize>,
}

impl Personne {
    /// All that is known, in one sentence, for who does not see the drawing.
    pub fn told(&self, famille: &Famille) -> String {
        let mut told = self.nom.clone();
        let address = self.foyer.and_then(|at| famille.foyers.get(at)).map(|foyer| foyer.adresse.clone());
        for part in std::iter::once(&self.detail).chain(&self.precisions).chain(&address) {
            if !part.is_empty() {
                told.push_str(", ");
                told.push_str(part);
            }
        }
        told
    }
}

/// An adult and a child, by their places in [`Famille::personnes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lien {
    pub adulte: usize,
    pub enfant: usize,
    /// « Mère »; empty when nobody said.
    pub libelle: String,
    pub autorite: bool,
    pub auteur: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foyer {
    pub adresse: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Famille {
    pub personnes: Vec<Personne>,
    pub liens: Vec<Lien>,
    pub foyers: Vec<Foyer>,
}
