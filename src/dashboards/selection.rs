//! Which facts are looked at: each condition is a set of bits, made once and kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::bits::Bits;
use super::colonne::Codes;
use super::dimension::{DateCle, Dimension, Place};
use super::faits::{AGE_INCONNU, Faits};
use super::filtre::{Critere, Filtre};
use super::indicateur::{Condition, Indicateur, Moment};
use super::jours::{self, ABSENT};

#[derive(PartialEq, Eq, Hash)]
enum Cle {
    Condition(Condition, i32),
    Fenetre(DateCle, Option<NaiveDate>, Option<NaiveDate>, Vec<Critere>),
    Stock(i32),
}

/// The sets already made on these facts. A click makes one more; the rest is found again.
#[derive(Default)]
pub struct Memoire {
    sets: Mutex<HashMap<Cle, Arc<Bits>>>,
}

/// Sets kept before all are forgotten: 125 KB each for a million facts.
const KEPT: usize = 200;

impl Memoire {
    fn get(&self, cle: Cle, make: impl FnOnce() -> Bits) -> Arc<Bits> {
        let sets = || self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bits) = sets().get(&cle) {
            return Arc::clone(bits);
        }
        // Made without the lock: another thread may make the same meanwhile, which does no harm.
        let bits = Arc::new(make());
        let mut sets = sets();
        if sets.len() >= KEPT {
            sets.clear();
        }
        sets.insert(cle, Arc::clone(&bits));
        bits
    }
}

/// The criteria on time, which the date that decides gives their sense.
fn temps(filtre: &Filtre) -> Vec<Critere> {
    let mut criteres: Vec<Critere> =
        filtre.criteres.iter().filter(|critere| critere.dimension.place() == Place::Temps).cloned().collect();
    criteres.sort();
    criteres
}

/// The day on which a stock is looked at.
pub fn jour_du_stock(faits: &Faits, filtre: &Filtre) -> i32 {
    filtre.au.map_or(faits.jour, |au| jours::jour(au).min(faits.jour))
}

/// The facts of this indicator under this filter.
pub fn choisis(faits: &Faits, indicateur: &Indicateur, filtre: &Filtre, memoire: &Memoire) -> Bits {
    let day = jour_du_stock(faits, filtre);
    let mut bits = match indicateur.moment {
        Moment::Date(cle) => {
            let temps = temps(filtre);
            let cle_memoire = Cle::Fenetre(cle, filtre.du, filtre.au, temps.clone());
            (*memoire.get(cle_memoire, || fenetre(faits, cle, filtre, &temps))).clone()
        }
        Moment::Stock => (*memoire.get(Cle::Stock(day), || stock(faits, day))).clone(),
    };
    for one in chosen(filtre) {
        bits.et(&condition(faits, &one, day, memoire));
    }
    for one in &indicateur.conditions {
        bits.et(&condition(faits, one, day, memoire));
    }
    bits
}

/// What the criteria ask for, but for those on time.
fn chosen(filtre: &Filtre) -> Vec<Condition> {
    let of = |dimension: Dimension| {
        let mut valeurs: Vec<String> =
            filtre.criteres.iter().filter(|c| c.dimension == dimension).map(|c| c.valeur.clone()).collect();
        valeurs.sort();
        Condition::Parmi(dimension, valeurs)
    };
    filtre.dimensions().into_iter().filter(|dimension| dimension.place() != Place::Temps).map(of).collect()
}

/// Makes the sets of the criteria, for those who will ask for them at once.
pub fn preparer(faits: &Faits, filtre: &Filtre, memoire: &Memoire) {
    for one in chosen(filtre) {
        condition(faits, &one, 0, memoire);
    }
}

pub fn condition(faits: &Faits, condition: &Condition, day: i32, memoire: &Memoire) -> Arc<Bits> {
    let day = if matches!(condition, Condition::SansRapportApres(_)) { day } else { 0 };
    memoire.get(Cle::Condition(condition.clone(), day), || evaluer(faits, condition, day))
}

fn evaluer(faits: &Faits, condition: &Condition, day: i32) -> Bits {
    let n = faits.len();
    match condition {
        Condition::Parmi(dimension, valeurs) => parmi(faits, *dimension, valeurs, true),
        Condition::Sauf(dimension, valeurs) => parmi(faits, *dimension, valeurs, false),
        Condition::Connue(cle) => sur_dates(faits.dates(*cle), |day| day != ABSENT),
        Condition::Inconnue(cle) => sur_dates(faits.dates(*cle), |day| day == ABSENT),
        Condition::SousMois(de, a, mois) => {
            let (de, a) = (faits.dates(*de), faits.dates(*a));
            let limite = Calendrier::new(de, |day| jours::plus_mois(day, *mois));
            let pairs: Vec<(i32, i32)> = de.iter().copied().zip(a.iter().copied()).collect();
            Bits::tels_que(n, |at| {
                pairs.get(at).is_some_and(|(de, a)| *de != ABSENT && *a != ABSENT && *a <= limite.get(*de))
            })
        }
        Condition::MoinsDeMois(mois) => {
            Bits::tels_que(n, |at| faits.age_mois.get(at).is_some_and(|age| *age != AGE_INCONNU && *age < *mois))
        }
        Condition::Oui(bit) => drapeau(faits, *bit, 1),
        Condition::Non(bit) => drapeau(faits, *bit, 0),
        Condition::SansRapportApres(mois) => {
            // The first day of reception whose term is not passed.
            let start = day.saturating_sub(31 * i32::try_from(*mois).unwrap_or(0) + 4);
            let first = (start..=day).find(|from| jours::plus_mois(*from, *mois) >= day).unwrap_or(day);
            let (reception, rapport) = (faits.dates(DateCle::Reception), faits.dates(DateCle::Rapport));
            Bits::tels_que(n, |at| {
                let known = reception.get(at).is_some_and(|from| *from != ABSENT && *from < first);
                known && rapport.get(at).is_some_and(|back| *back == ABSENT || *back > day)
            })
        }
    }
}

fn drapeau(faits: &Faits, bit: u8, wanted: u8) -> Bits {
    Bits::tels_que(faits.len(), |at| faits.drapeaux.get(at).is_some_and(|bits| bits >> bit & 1 == wanted))
}

fn sur_dates(dates: &[i32], keep: impl Fn(i32) -> bool) -> Bits {
    Bits::tels_que(dates.len(), |at| dates.get(at).is_some_and(|day| keep(*day)))
}

fn parmi(faits: &Faits, dimension: Dimension, valeurs: &[String], wanted: bool) -> Bits {
    let n = faits.len();
    let Some(dictionnaire) = faits.dictionnaire(dimension) else { return Bits::pleins(n) };
    let mut chosen = vec![false; dictionnaire.sens().len().max(256)];
    for code in valeurs.iter().filter_map(|valeur| dictionnaire.code(valeur)) {
        if let Some(place) = chosen.get_mut(usize::from(code)) {
            *place = true;
        }
    }
    let is = |code: usize| chosen.get(code).copied().unwrap_or_default();
    match dimension.place() {
        Place::Temps => Bits::pleins(n),
        Place::Simple(at) => match faits.simples.get(at) {
            Some(Codes::U8(codes)) => {
                Bits::tels_que(n, |at| codes.get(at).is_some_and(|c| is(usize::from(*c)) == wanted))
            }
            Some(Codes::U16(codes)) => {
                Bits::tels_que(n, |at| codes.get(at).is_some_and(|c| is(usize::from(*c)) == wanted))
            }
            None => Bits::pleins(n),
        },
        Place::Multiple(at) => {
            let Some(multiple) = faits.multiples.get(at) else { return Bits::pleins(n) };
            Bits::tels_que(n, |at| {
                let codes = multiple.get(at);
                let held = if codes.is_empty() { is(0) } else { codes.iter().any(|code| is(usize::from(*code))) };
                held == wanted
            })
        }
    }
}

fn stock(faits: &Faits, day: i32) -> Bits {
    let (reception, cloture) = (faits.dates(DateCle::Reception), faits.dates(DateCle::Cloture));
    let clos =
        faits.dictionnaire(Dimension::Etat).and_then(|d| d.code(crate::domain::dossier::ETAT_CLOS)).map(usize::from);
    let Place::Simple(etat) = Dimension::Etat.place() else { return Bits::pleins(0) };
    let etats = faits.simples.get(etat);
    Bits::tels_que(faits.len(), |at| {
        let received = reception.get(at).is_some_and(|from| *from != ABSENT && *from <= day);
        let closed = cloture.get(at).copied().unwrap_or(ABSENT);
        let open = match closed {
            // Closed, nobody wrote when.
            ABSENT => clos.is_none() || etats.map(|etats| etats.get(at)) != clos,
            closed => closed > day,
        };
        received && open
    })
}

/// Facts whose date is in the period, and in the months and years that were chosen.
fn fenetre(faits: &Faits, cle: DateCle, filtre: &Filtre, criteres: &[Critere]) -> Bits {
    let du = filtre.du.map_or(ABSENT + 1, jours::jour);
    let au = filtre.au.map_or(i32::MAX, jours::jour);
    let dates = faits.dates(cle);
    if criteres.is_empty() {
        return sur_dates(dates, |day| day >= du && day <= au);
    }
    let held = Calendrier::new(dates, |day| i32::from(retenu(day, criteres)));
    sur_dates(dates, |day| day >= du && day <= au && held.get(day) == 1)
}

/// Of each dimension of time at least one value.
fn retenu(day: i32, criteres: &[Critere]) -> bool {
    let Some(date) = jours::date(day) else { return false };
    [(Dimension::Annee, "%Y"), (Dimension::Mois, "%Y-%m"), (Dimension::MoisDeLAnnee, "%m")].iter().all(
        |(dimension, form)| {
            let mut wanted = criteres.iter().filter(|critere| critere.dimension == *dimension).peekable();
            wanted.peek().is_none() || {
                let here = date.format(form).to_string();
                wanted.any(|critere| critere.valeur == here)
            }
        },
    )
}

/// What follows from a day, reckoned once a day and not once a fact.
pub struct Calendrier<F> {
    first: i32,
    days: Vec<i32>,
    reckon: F,
}

/// More than a century of days: some of the dates are wrong, and each is reckoned by itself.
const CENTURY: i64 = 40_000;

impl<F: Fn(i32) -> i32> Calendrier<F> {
    pub fn new(dates: &[i32], reckon: F) -> Self {
        // ABSENT is below every day.
        let (first, last) = dates.iter().fold((i32::MAX, ABSENT), |(first, last), day| {
            (first.min(if *day == ABSENT { i32::MAX } else { *day }), last.max(*day))
        });
        let (first, last) = if last == ABSENT { (0, 0) } else { (first, last) };
        let days = if i64::from(last) - i64::from(first) < CENTURY {
            (first..=last).map(&reckon).collect()
        } else {
            Vec::new()
        };
        Self { first, days, reckon }
    }

    pub fn get(&self, day: i32) -> i32 {
        let place = usize::try_from(i64::from(day) - i64::from(self.first)).ok();
        match place.and_then(|place| self.days.get(place)) {
            Some(reckoned) => *reckoned,
            None if day == ABSENT => ABSENT,
            None => (self.reckon)(day),
        }
    }
}
