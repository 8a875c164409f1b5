//! How many minors a rate is reckoned on.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use super::dimension::Dimension;
use super::faits::Faits;
use super::filtre::{Critere, Filtre};
use super::jours;
use crate::domain::dossier::TERRITOIRE_INITIAL;

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

    /// None when a territory wanted, or one of which somebody is counted, is not known: a rate must not be made of
    /// half of them.
    pub fn tous<'a>(&self, mut comptes: impl Iterator<Item = &'a Critere>) -> Option<f64> {
        if !self.choisis.is_empty() {
            return self.choisis.iter().map(|territoire| self.territoires.get(territoire).copied()).sum();
        }
        let unknown = |critere: &Critere| {
            let valeur = critere.valeur.as_str();
            critere.dimension == Dimension::Territoire
                && !matches!(valeur, "" | TERRITOIRE_INITIAL)
                && !self.territoires.contains_key(valeur)
        };
        (!self.territoires.is_empty() && !comptes.any(unknown)).then(|| self.territoires.values().sum())
    }
}

#[cfg(test)]
mod tests {
    use crate::dashboards::essais::{fait, parametres};
    use crate::dashboards::{Filtre, Lecteur, Valeur, calculer, trouver};
    use crate::domain::fait::Population;

    #[test]
    fn a_rate_of_all_is_told_only_when_all_who_are_counted_are_of_a_known_territory() {
        let rate = |known: &[&str], to_find: bool| {
            let mut lecteur = Lecteur::new(&parametres(), "2026-01-01".parse().unwrap());
            lecteur.push(&fait(1, 1, "nord", "2025-03-01"));
            lecteur.push(&fait(2, 2, if to_find { "a_determiner" } else { "sud" }, "2025-03-01"));
            let population =
                |territoire: &&str| Population { annee: 2025, territoire: (*territoire).to_owned(), mineurs: 500 };
            let faits = lecteur.finish(known.iter().map(population).collect());
            calculer(&faits, trouver("enfants_pour_mille").unwrap(), &Filtre::annee(2025)).total
        };
        assert_eq!(rate(&["nord", "sud"], false), Valeur::Nombre(2.0));
        assert_eq!(rate(&["nord"], false), Valeur::Absente);
        assert_eq!(rate(&["nord"], true), Valeur::Nombre(4.0));
        assert_eq!(rate(&[], true), Valeur::Absente);
    }
}
