//! The places of an axis, and the place of each fact on it.

use chrono::{Datelike as _, NaiveDate};

use super::bits::Bits;
use super::colonne::{Codes, Multiple};
use super::dimension::{DateCle, Dimension, Place};
use super::faits::Faits;
use super::figure::Poste;
use super::filtre::{Critere, Filtre};
use super::jours::{self, ABSENT};
use super::selection::Calendrier;
use crate::domain::date::MOIS;

const MOIS_COURTS: [&str; 12] =
    ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

/// Fifty years of months: what is before is a wrong date.
const MONTHS: i32 = 600;

/// Where each fact stands.
pub enum Groupes<'a> {
    Un,
    U8(&'a [u8]),
    U16(&'a [u16]),
    /// Of the day of this column, less the first place.
    Temps {
        dates: &'a [i32],
        places: Calendrier<Box<dyn Fn(i32) -> i32>>,
        first: i32,
    },
    Plusieurs(&'a Multiple),
}

pub struct Places<'a> {
    pub groupes: Groupes<'a>,
    pub postes: Vec<Poste>,
}

impl<'a> Places<'a> {
    /// One place for all.
    pub fn une() -> Self {
        Self {
            groupes: Groupes::Un,
            postes: vec![Poste { libelle: String::new(), court: String::new(), critere: None }],
        }
    }

    pub fn new(faits: &'a Faits, dimension: Dimension, date: DateCle, filtre: &Filtre, bits: &Bits) -> Self {
        if dimension.place() == Place::Temps {
            return Self::temps(faits, dimension, date, filtre, bits);
        }
        let groupes = match dimension.place() {
            Place::Simple(at) => match faits.simples.get(at) {
                Some(Codes::U8(codes)) => Groupes::U8(codes),
                Some(Codes::U16(codes)) => Groupes::U16(codes),
                None => Groupes::Un,
            },
            Place::Multiple(at) => faits.multiples.get(at).map_or(Groupes::Un, Groupes::Plusieurs),
            Place::Temps => Groupes::Un,
        };
        let postes = faits
            .valeurs(dimension)
            .iter()
            .map(|sens| Poste {
                libelle: sens.libelle.clone(),
                court: court(&sens.libelle),
                critere: Some(Critere::new(dimension, &*sens.valeur)),
            })
            .collect();
        Self { groupes, postes }
    }

    fn temps(faits: &'a Faits, dimension: Dimension, date: DateCle, filtre: &Filtre, bits: &Bits) -> Self {
        let dates = faits.dates(date);
        let place = move |day: i32| -> i32 {
            let Some(mois) = jours::mois(day) else { return ABSENT };
            match dimension {
                Dimension::Annee => mois.div_euclid(12),
                Dimension::Mois => mois,
                _ => mois.rem_euclid(12),
            }
        };
        let (first, last) = if dimension == Dimension::MoisDeLAnnee {
            (0, 11)
        } else {
            let (mut low, mut high) = (i32::MAX, ABSENT);
            if filtre.du.is_none() || filtre.au.is_none() {
                bits.pour_chacun(|at| {
                    let day = dates.get(at).copied().unwrap_or(ABSENT);
                    if day != ABSENT {
                        low = low.min(day);
                        high = high.max(day);
                    }
                });
            }
            let bound = |day: Option<NaiveDate>, seen: i32| day.map_or(seen, jours::jour);
            let (low, high) = (bound(filtre.du, low), bound(filtre.au, high));
            if low > high { (0, -1) } else { (place(low), place(high)) }
        };
        let first = first.max(last.saturating_sub(MONTHS));
        let postes = (first..=last).map(|at| poste(dimension, at)).collect();
        let places = Calendrier::new(dates, Box::new(place) as Box<dyn Fn(i32) -> i32>);
        Self { groupes: Groupes::Temps { dates, places, first }, postes }
    }

    pub fn len(&self) -> usize {
        self.postes.len()
    }
}

/// A place on an axis of time.
fn poste(dimension: Dimension, at: i32) -> Poste {
    let month = |names: [&'static str; 12]| {
        usize::try_from(at.rem_euclid(12)).ok().and_then(|m| names.get(m).copied()).unwrap_or("")
    };
    let (valeur, libelle, court) = match dimension {
        Dimension::Annee => (at.to_string(), at.to_string(), at.to_string()),
        Dimension::Mois => {
            let year = at.div_euclid(12);
            let short = format!("{} {:02}", month(MOIS_COURTS), year.rem_euclid(100));
            (format!("{year}-{:02}", at.rem_euclid(12) + 1), format!("{} {year}", month(MOIS)), short)
        }
        _ => (format!("{:02}", at + 1), month(MOIS).to_owned(), month(MOIS_COURTS).to_owned()),
    };
    Poste { libelle, court, critere: Some(Critere::new(dimension, valeur)) }
}

/// The words of a criterion's value when it is of time.
pub fn libelle_temps(critere: &Critere) -> Option<String> {
    let first = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    match critere.dimension {
        Dimension::Annee => Some(critere.valeur.clone()),
        Dimension::Mois => {
            let day = first(&format!("{}-01", critere.valeur))?;
            Some(poste(Dimension::Mois, day.year() * 12 + day.month0().cast_signed()).libelle)
        }
        Dimension::MoisDeLAnnee => {
            Some(poste(Dimension::MoisDeLAnnee, critere.valeur.parse::<i32>().ok()? - 1).libelle)
        }
        _ => None,
    }
}

/// At most twenty signs, cut where a word ends.
pub fn court(libelle: &str) -> String {
    const ROOM: usize = 20;
    if libelle.chars().count() <= ROOM {
        return libelle.to_owned();
    }
    let mut short = String::new();
    for word in libelle.split(' ') {
        if short.chars().count() + word.chars().count() > ROOM - 2 {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    if short.is_empty() {
        short = libelle.chars().take(ROOM - 1).collect();
    }
    short.trim_end_matches(['(', ',', ' ', '’']).to_owned() + "…"
}

impl Groupes<'_> {
    /// The places of a fact: one, several, or none.
    pub fn pour(&self, at: usize, mut work: impl FnMut(usize)) {
        match self {
            Self::Plusieurs(multiple) => match multiple.get(at) {
                [] => work(0),
                codes => codes.iter().for_each(|code| work(usize::from(*code))),
            },
            other => {
                if let Some(place) = other.seul(at) {
                    work(place);
                }
            }
        }
    }

    pub fn seul(&self, at: usize) -> Option<usize> {
        match self {
            Self::Un => Some(0),
            Self::U8(codes) => codes.get(at).map(|code| usize::from(*code)),
            Self::U16(codes) => codes.get(at).map(|code| usize::from(*code)),
            Self::Temps { dates, places, first } => {
                let day = dates.get(at).copied().filter(|day| *day != ABSENT)?;
                usize::try_from(places.get(day) - first).ok()
            }
            Self::Plusieurs(multiple) => Some(multiple.get(at).first().map_or(0, |code| usize::from(*code))),
        }
    }
}
