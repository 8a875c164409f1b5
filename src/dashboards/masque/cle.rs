//! What a count counts, said in one way only: the same count of two charts has the same key.
//!
//! A bar, a condition and a criterion of the filter all say « one of these values of this dimension »; years and
//! months of the year are so many months of the period. What is said of everything is not said.

use std::collections::{BTreeMap, BTreeSet};

use crate::dashboards::calcul::date;
use crate::dashboards::dimension::{DateCle, Dimension, Place};
use crate::dashboards::faits::Faits;
use crate::dashboards::filtre::{Critere, Filtre};
use crate::dashboards::indicateur::{Condition, Indicateur, Moment, Unite};
use crate::dashboards::jours::{self, ABSENT};

/// Places of a dictionary, or months from year 0.
pub type Valeurs = BTreeSet<i32>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cle {
    pub unite: Unite,
    /// The moment and its period.
    quand: String,
    date: DateCle,
    mois: (i32, i32),
    /// One set a dimension; several where a fact has several values and is told more than once.
    pub parmi: BTreeMap<Dimension, BTreeSet<Valeurs>>,
    /// Anything else that facts must be.
    pub autres: BTreeSet<String>,
}

impl Cle {
    pub fn new(faits: &Faits, indicateur: &Indicateur, unite: Unite, filtre: &Filtre, also: &[Condition]) -> Self {
        let date = date(indicateur);
        let period = match indicateur.moment {
            Moment::Date(_) => filtre.du.zip(filtre.au),
            Moment::Stock => None,
        };
        let days = period.map_or_else(|| extent(faits.dates(date)), |(du, au)| (jours::jour(du), jours::jour(au)));
        let month = |day: i32| jours::mois(day).unwrap_or_default();
        let mut cle = Self {
            unite,
            quand: format!("{:?} {:?} {:?}", indicateur.moment, filtre.du, filtre.au),
            date,
            mois: (month(days.0), month(days.1)),
            parmi: BTreeMap::new(),
            autres: BTreeSet::new(),
        };
        for condition in indicateur.conditions.iter().chain(also) {
            cle.condition(faits, condition);
        }
        for dimension in filtre.dimensions() {
            let chosen = filtre.criteres.iter().filter(|critere| critere.dimension == dimension);
            let valeurs = chosen.flat_map(|critere| cle.valeurs(faits, critere)).collect();
            cle.parmi(faits, dimension, valeurs);
        }
        cle
    }

    pub fn condition(&mut self, faits: &Faits, condition: &Condition) {
        match condition {
            Condition::Parmi(dimension, named) | Condition::Sauf(dimension, named)
                if dimension.place() != Place::Temps =>
            {
                let code = |valeur: &String| self.valeurs(faits, &Critere::new(*dimension, &**valeur));
                let mut valeurs: Valeurs = named.iter().flat_map(code).collect();
                if matches!(condition, Condition::Sauf(..)) {
                    if matches!(dimension.place(), Place::Multiple(_)) {
                        self.autres.insert(format!("{condition:?}"));
                        return;
                    }
                    valeurs = &self.toutes(faits, *dimension) - &valeurs;
                }
                self.parmi(faits, *dimension, valeurs);
            }
            other => {
                self.autres.insert(format!("{other:?}"));
            }
        }
    }

    pub fn critere(&mut self, faits: &Faits, critere: &Critere) {
        let valeurs = self.valeurs(faits, critere);
        self.parmi(faits, critere.dimension, valeurs);
    }

    fn parmi(&mut self, faits: &Faits, dimension: Dimension, valeurs: Valeurs) {
        let (dimension, valeurs) = match dimension {
            // A family is any of its motives.
            Dimension::FamilleMotif => {
                let mine =
                    (0_i32..).zip(&faits.familles).filter(|(_, famille)| valeurs.contains(&i32::from(**famille)));
                (Dimension::Motif, mine.map(|(motif, _)| motif).collect())
            }
            Dimension::Annee | Dimension::MoisDeLAnnee => (Dimension::Mois, valeurs),
            other => (other, valeurs),
        };
        if self.toutes(faits, dimension).is_subset(&valeurs) {
            return;
        }
        let several = matches!(dimension.place(), Place::Multiple(_));
        let held = self.parmi.entry(dimension).or_default();
        match held.pop_first().filter(|_| !several) {
            Some(before) => held.insert(&before & &valeurs),
            None => held.insert(valeurs),
        };
    }

    /// What a criterion names.
    fn valeurs(&self, faits: &Faits, critere: &Critere) -> Valeurs {
        let months = || self.mois.0..=self.mois.1;
        let number = |text: &str| text.parse::<i32>().ok();
        match critere.dimension {
            Dimension::Annee => {
                let annee = number(&critere.valeur);
                months().filter(|mois| Some(mois.div_euclid(12)) == annee).collect()
            }
            Dimension::MoisDeLAnnee => {
                let mois = number(&critere.valeur);
                months().filter(|each| Some(each.rem_euclid(12) + 1) == mois).collect()
            }
            Dimension::Mois => {
                let read = critere.valeur.split_once('-').and_then(|(y, m)| Some(number(y)? * 12 + number(m)? - 1));
                read.into_iter().collect()
            }
            dimension => {
                let code = faits.dictionnaire(dimension).and_then(|words| words.code(&critere.valeur));
                code.map(i32::from).into_iter().collect()
            }
        }
    }

    fn toutes(&self, faits: &Faits, dimension: Dimension) -> Valeurs {
        if dimension.place() == Place::Temps {
            return (self.mois.0..=self.mois.1).collect();
        }
        (0_i32..).take(faits.valeurs(dimension).len()).collect()
    }

    /// Does each of what is counted have one value of this dimension? Then the values share it out.
    pub fn partage(&self, dimension: Dimension) -> bool {
        match self.unite {
            Unite::Enfant => !matches!(dimension.place(), Place::Multiple(_)),
            Unite::Information => dimension.du_dossier(self.date),
            Unite::EnfantDistinct | Unite::Fratrie => false,
        }
    }

    /// The one set of values that it has in this dimension.
    pub fn ensemble(&self, dimension: Dimension) -> Option<&Valeurs> {
        let held = self.parmi.get(&dimension)?;
        held.first().filter(|_| held.len() == 1)
    }

    /// Whatever the value of this dimension.
    #[must_use]
    pub fn sans(&self, dimension: Dimension) -> Self {
        let mut cle = self.clone();
        cle.parmi.remove(&dimension);
        cle
    }

    /// The same, counted in what it is made of.
    pub fn finer(&self) -> impl Iterator<Item = Self> {
        self.unite.finer().iter().map(|unite| Self { unite: *unite, ..self.clone() })
    }

    /// What it has of these conditions and the other has not: the facts of `tout` that are not of this one.
    pub fn reste(&self, tout: &Self, faits: &Faits, also: &[Condition]) -> Self {
        let mut cle = tout.clone();
        if let [Condition::Parmi(dimension, _)] = also
            && self.partage(*dimension)
            && let Some(mine) = self.ensemble(*dimension)
        {
            let theirs = tout.ensemble(*dimension).cloned().unwrap_or_else(|| self.toutes(faits, *dimension));
            cle.parmi.insert(*dimension, BTreeSet::from([&theirs - mine]));
        } else {
            cle.autres.insert(format!("sauf {also:?}"));
        }
        cle
    }
}

/// The first and the last day.
fn extent(dates: &[i32]) -> (i32, i32) {
    let known = || dates.iter().copied().filter(|day| *day != ABSENT);
    (known().min().unwrap_or_default(), known().max().unwrap_or_default())
}
