//! What every family is drawn from.

use super::lieux::Lieux;
use super::noms::Noms;
use super::offre::Offre;
use crate::domain::Parametres;

pub struct Monde<'a> {
    pub offre: Offre<'a>,
    pub noms: Noms,
    pub lieux: Lieux<'a>,
}

impl<'a> Monde<'a> {
    pub fn new(parametres: &'a Parametres) -> Self {
        let offre = Offre::new(parametres);
        let lieux = Lieux::new(&offre);
        Self { offre, noms: Noms::new(), lieux }
    }
}
