//! The facts in memory: one row an information about a child, a column a quality, no name anywhere.
//!
//! The rows of a dossier stand together, in the order in which dossiers were first met: counting each
//! dossier once is looking whether the row before was of it.

use strum::EnumCount as _;
use uuid::Uuid;

use super::colonne::{Codes, Dictionnaire, Multiple, Sens, choisir};
use super::dimension::{DateCle, Dimension, MULTIPLES, Place, SIMPLES};
use super::jours::ABSENT;
use crate::domain::fait::Population;

/// The age of a child to be born.
pub const A_NAITRE: i16 = -1;
pub const AGE_INCONNU: i16 = i16::MIN;

#[derive(Clone, Debug, Default)]
pub struct Faits {
    /// Row → place in `dossiers`, `enfants`, and number of the family.
    pub(super) dossier: Vec<u32>,
    pub(super) enfant: Vec<u32>,
    pub(super) fratrie: Vec<u32>,
    pub(super) dates: Vec<Vec<i32>>,
    pub(super) simples: Vec<Codes>,
    pub(super) multiples: Vec<Multiple>,
    /// Those of `simples`, then those of `multiples`.
    pub(super) dictionnaires: Vec<Dictionnaire>,
    pub(super) age_mois: Vec<i16>,
    pub(super) drapeaux: Vec<u8>,
    pub(super) dossiers: Vec<Uuid>,
    pub(super) enfants: Vec<Uuid>,
    pub(super) fratries: u32,
    pub(super) population: Vec<Population>,
    /// Motive → its family, by their codes.
    pub(super) familles: Vec<u16>,
    /// The day when they were read: what is still open is open on that day.
    pub(super) jour: i32,
}

impl Faits {
    pub(super) fn vides(jour: i32) -> Self {
        Self {
            dates: vec![Vec::new(); DateCle::COUNT],
            simples: vec![Codes::default(); SIMPLES],
            multiples: vec![Multiple::default(); MULTIPLES],
            jour,
            ..Self::default()
        }
    }

    /// How many.
    pub const fn len(&self) -> usize {
        self.dossier.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.dossier.is_empty()
    }

    pub(super) fn dates(&self, cle: DateCle) -> &[i32] {
        self.dates.get(cle as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn date(&self, cle: DateCle, at: usize) -> i32 {
        self.dates(cle).get(at).copied().unwrap_or(ABSENT)
    }

    pub(super) fn dictionnaire(&self, dimension: Dimension) -> Option<&Dictionnaire> {
        match dimension.place() {
            Place::Temps => None,
            Place::Simple(at) => self.dictionnaires.get(at),
            Place::Multiple(at) => self.dictionnaires.get(SIMPLES + at),
        }
    }

    /// The values that facts of this base may have in this dimension, in order; « nothing is known » first.
    pub fn valeurs(&self, dimension: Dimension) -> &[Sens] {
        self.dictionnaire(dimension).map_or(&[], Dictionnaire::sens)
    }

    /// The years of which something was received, the first first.
    pub fn annees(&self) -> Vec<i32> {
        let mut annees: Vec<i32> = Vec::new();
        let days: std::collections::BTreeSet<i32> =
            self.dates(DateCle::Reception).iter().copied().filter(|day| *day != ABSENT).collect();
        for day in days {
            let annee = super::jours::mois(day).map(|mois| mois.div_euclid(12));
            if let Some(annee) = annee
                && annees.last() != Some(&annee)
            {
                annees.push(annee);
            }
        }
        annees
    }

    /// The rows at these places, in that order.
    #[must_use]
    pub(super) fn choisir(&self, places: &[u32]) -> Self {
        Self {
            dossier: choisir(&self.dossier, places),
            enfant: choisir(&self.enfant, places),
            fratrie: choisir(&self.fratrie, places),
            dates: self.dates.iter().map(|dates| choisir(dates, places)).collect(),
            simples: self.simples.iter().map(|codes| codes.choisir(places)).collect(),
            multiples: self.multiples.iter().map(|codes| codes.choisir(places)).collect(),
            dictionnaires: self.dictionnaires.clone(),
            age_mois: choisir(&self.age_mois, places),
            drapeaux: choisir(&self.drapeaux, places),
            dossiers: self.dossiers.clone(),
            enfants: self.enfants.clone(),
            fratries: self.fratries,
            population: self.population.clone(),
            familles: self.familles.clone(),
            jour: self.jour,
        }
    }

    /// Gives back the room that was kept to grow: they will not, before they are read again.
    pub(super) fn serrer(&mut self) {
        for column in [&mut self.dossier, &mut self.enfant, &mut self.fratrie] {
            column.shrink_to_fit();
        }
        self.dates.iter_mut().for_each(Vec::shrink_to_fit);
        self.simples.iter_mut().for_each(Codes::serrer);
        self.multiples.iter_mut().for_each(Multiple::serrer);
        self.age_mois.shrink_to_fit();
        self.drapeaux.shrink_to_fit();
        self.dossiers.shrink_to_fit();
        self.enfants.shrink_to_fit();
    }

    /// Bytes held.
    pub fn octets(&self) -> usize {
        4 * (self.dossier.capacity() + self.enfant.capacity() + self.fratrie.capacity())
            + self.dates.iter().map(|dates| 4 * dates.capacity()).sum::<usize>()
            + self.simples.iter().map(Codes::octets).sum::<usize>()
            + self.multiples.iter().map(Multiple::octets).sum::<usize>()
            + 2 * self.age_mois.capacity()
            + self.drapeaux.capacity()
            + 16 * (self.dossiers.capacity() + self.enfants.capacity())
    }
}
