//! How many minors a rate is reckoned on.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use super::dimension::Dimension;
use super::faits::Faits;
use super::filtre::{Critere, Filtre};
use super::jours;

/// Of each territory, in the year of the period: the last year known that is not after it.
pub struct Mineurs {
    territoires: BTreeMap<String, f64>,
    /// The territories that the filter keeps; all when empty.
    choisis: Vec<String>,
}

pub fn mineurs(faits: &Faits, filtre: &Filtre) -> Mineurs {
    let year = filtre.au.or_else(|| jours::date(faits.jour)).map_or(i32::MAX, |day| day.year());
    let mut known: BTreeMap<String, (i32, u32)> = BTreeMap::new();
    for population in faits.population.iter().filter(|population| population.annee <= year) {
        let held = known.entry(population.territoire.clone()).or_insert((population.annee, population.mineurs));
        if population.annee >= held.0 {
            *held = (population.annee, population.mineurs);
        }
    }
    let chosen = |critere: &&Critere| critere.dimension == Dimension::Territoire;
    Mineurs {
        territoires: known.into_iter().map(|(territoire, (_, mineurs))| (territoire, f64::from(mineurs))).collect(),
        choisis: filtre.criteres.iter().filter(chosen).map(|critere| critere.valeur.clone()).collect(),
    }
}

impl Mineurs {
    pub fn de(&self, critere: &Critere) -> Option<f64> {
        if critere.dimension == Dimension::Territoire { self.territoires.get(&critere.valeur).copied() } else { None }
    }

    /// None when one of the territories wanted is not known: a rate must not be made of half of them.
    pub fn tous(&self) -> Option<f64> {
        if self.choisis.is_empty() {
            return (!self.territoires.is_empty()).then(|| self.territoires.values().sum());
        }
        self.choisis.iter().map(|territoire| self.territoires.get(territoire).copied()).sum()
    }
}
