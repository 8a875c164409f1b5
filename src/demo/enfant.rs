//! Births: the ages of a fratrie, and how much of a birth date was noted.

use chrono::{Datelike as _, NaiveDate};
use uuid::Uuid;

use super::calendrier::shift;
use super::hasard::Hasard;
use super::noms::Sexe;

/// One day less than eighteen years, leap days apart.
const MAJORITE: i64 = 6570;
/// Between two births of one mother.
const ECART_MIN: i64 = 320;

#[derive(Clone)]
pub struct Naissance {
    /// The true day, known to the family only.
    pub jour: NaiveDate,
    /// What was written down, with one of [`crate::domain::date::PRECISIONS`].
    pub notee: Option<NaiveDate>,
    pub precision: &'static str,
}

#[derive(Clone)]
pub struct Enfant {
    pub id: Uuid,
    /// Written by an earlier dossier.
    pub connu: bool,
    pub sexe: Sexe,
    pub prenom: &'static str,
    pub nom_naissance: String,
    pub nom_usage: String,
    pub nom_mere: &'static str,
    pub naissance: Naissance,
    /// Among the adults of the family.
    pub pere: Option<usize>,
    pub mere: Option<usize>,
    /// Among the homes of the family.
    pub foyer: usize,
}

impl Enfant {
    /// In whole years; none before birth.
    pub fn age(&self, on: NaiveDate) -> Option<u32> {
        on.years_since(self.naissance.jour)
    }

    /// Is the adult of that rank the father or the mother?
    pub fn is_of(&self, rang: usize) -> bool {
        self.mere == Some(rang) || self.pere == Some(rang)
    }

    /// By the date that was noted too, which may make the child older.
    pub fn is_minor(&self, on: NaiveDate) -> bool {
        let noted = self.naissance.notee.unwrap_or(self.naissance.jour);
        [noted, self.naissance.jour].iter().all(|jour| on.years_since(*jour).is_some_and(|age| age < 18))
    }
}

impl Naissance {
    /// Of a child, as the cell notes it on that day.
    pub fn of_child(jour: NaiveDate, on: NaiveDate, hasard: &mut Hasard) -> Self {
        if jour > on {
            let notee = if hasard.chance(70) { Some(jour) } else { None };
            return Self { jour, notee, precision: "a_naitre" };
        }
        // A rounded date is earlier than the true one, which must not make an adult of the child.
        if (on - jour).num_days() > MAJORITE - 370 || hasard.per_mille(905) {
            return Self { jour, notee: Some(jour), precision: "exacte" };
        }
        match hasard.between(0, 9) {
            0 => Self { jour, notee: None, precision: "" },
            1..=3 => Self::rounded(jour, "annee"),
            4 | 5 => Self { jour, notee: jour.with_day(1), precision: "mois" },
            _ => Self::rounded(jour, "estimee"),
        }
    }

    /// Of an adult: asked for less often.
    pub fn of_adult(jour: NaiveDate, hasard: &mut Hasard) -> Self {
        match hasard.between(0, 99) {
            0..=52 => Self { jour, notee: Some(jour), precision: "exacte" },
            53..=61 => Self::rounded(jour, "annee"),
            62..=67 => Self::rounded(jour, "estimee"),
            _ => Self { jour, notee: None, precision: "" },
        }
    }

    fn rounded(jour: NaiveDate, precision: &'static str) -> Self {
        Self { jour, notee: NaiveDate::from_ymd_opt(jour.year(), 1, 1), precision }
    }
}

/// The birth days of a fratrie that is met on that day, the eldest first.
pub fn births(count: i64, a_naitre: bool, on: NaiveDate, hasard: &mut Hasard) -> Vec<NaiveDate> {
    let mut gaps: Vec<i64> =
        (1..count).map(|_| if hasard.chance(2) { 0 } else { ECART_MIN + hasard.around(30, 1900) }).collect();
    let span: i64 = gaps.iter().sum();
    let widest = MAJORITE - 100;
    if span > widest {
        for gap in &mut gaps {
            *gap = (*gap * widest / span).max(ECART_MIN.min(*gap));
        }
    }
    let span = gaps.iter().sum::<i64>().min(MAJORITE);
    // Very young children are met oftener than adolescents are.
    let mut age = if a_naitre {
        -hasard.between(8, 215)
    } else {
        hasard.between(0, MAJORITE - span).min(hasard.between(0, 3 * MAJORITE))
    };
    let mut days = vec![shift(on, -age)];
    for gap in gaps {
        age = (age + gap).min(MAJORITE);
        days.push(shift(on, -age));
    }
    days.reverse();
    days
}

/// Could this mother have another child by then?
pub fn next_birth(
    youngest: NaiveDate,
    mother: NaiveDate,
    since: NaiveDate,
    on: NaiveDate,
    hasard: &mut Hasard,
) -> Option<NaiveDate> {
    let earliest = shift(youngest, ECART_MIN).max(since);
    let fertile = on.years_since(mother).is_some_and(|age| age < 43);
    (fertile && earliest < on).then(|| shift(on, -hasard.between(0, (on - earliest).num_days().min(500))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fratrie_is_spaced_as_births_are() {
        let on = NaiveDate::from_ymd_opt(2025, 3, 3).unwrap();
        let mut hasard = Hasard::new(9);
        for round in 0..3000 {
            let count = 1 + round % 6;
            let a_naitre = round % 7 == 0;
            let days = births(count, a_naitre, on, &mut hasard);
            assert_eq!(i64::try_from(days.len()).unwrap(), count);
            for pair in days.windows(2) {
                let gap = (pair[1] - pair[0]).num_days();
                assert!(gap == 0 || gap >= 250, "{days:?}");
            }
            assert!(days.iter().all(|day| (on - *day).num_days() <= MAJORITE));
            assert_eq!(days.iter().any(|day| *day > on), a_naitre);
        }
    }
}
