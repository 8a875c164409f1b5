//! When dossiers come in: the rhythm of weeks, school holidays and years.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use super::hasard::Hasard;

const ANNEES: u32 = 6;
/// Percent of a usual month; June and November are the cell's heaviest.
const MOIS: [i64; 12] = [96, 98, 108, 100, 106, 116, 104, 80, 92, 104, 114, 110];
const CROISSANCE_PAR_AN: i64 = 6;

/// Gives as many instants as dossiers were asked for, in order.
pub struct Calendrier {
    /// Each day with the sum of the weights up to it, itself included.
    jours: Vec<(NaiveDate, u128)>,
    dossiers: u128,
    /// Which day is being given, how many of its dossiers were, how many of all before it.
    rang: usize,
    donnes: u128,
    avant: u128,
    today: NaiveDate,
}

impl Calendrier {
    pub fn new(dossiers: usize, today: NaiveDate, hasard: &mut Hasard) -> Self {
        let debut = today.checked_sub_months(Months::new(12 * ANNEES)).unwrap_or(today);
        let mut total = 0;
        let mut jours: Vec<(NaiveDate, u128)> = Vec::new();
        for jour in debut.iter_days().take_while(|jour| *jour <= today) {
            let elapsed = (jour - debut).num_days();
            let growth = 36_500 + CROISSANCE_PAR_AN * elapsed;
            let weight = poids(jour) * growth * hasard.around(40, 160);
            total += u128::try_from(weight).unwrap_or(0);
            jours.push((jour, total));
        }
        if total == 0 {
            jours = vec![(today, 1)];
        }
        let dossiers = u128::try_from(dossiers).unwrap_or(0);
        Self { jours, dossiers, rang: 0, donnes: 0, avant: 0, today }
    }

    pub fn next(&mut self, hasard: &mut Hasard) -> Option<DateTime<Utc>> {
        let total = self.jours.last().map(|(_, total)| *total)?;
        loop {
            let (jour, cumul) = *self.jours.get(self.rang)?;
            let of_day = (self.dossiers * cumul / total).saturating_sub(self.avant);
            if self.donnes < of_day {
                let (rang, of_day) = (i64::try_from(self.donnes).unwrap_or(0), i64::try_from(of_day).unwrap_or(1));
                self.donnes += 1;
                return Some(instant(jour, rang, of_day, self.today, hasard));
            }
            self.avant += self.donnes;
            self.donnes = 0;
            self.rang += 1;
        }
    }
}

/// The `rang`-th of the day's instants: each has its slice of the office hours, so they are in order.
fn instant(jour: NaiveDate, rang: i64, of_day: i64, today: NaiveDate, hasard: &mut Hasard) -> DateTime<Utc> {
    const OUVERTURE: i64 = 8 * 3600 + 15 * 60;
    // Nothing was recorded later than now, and the hour of now is not known here.
    let length: i64 = if jour == today { 3600 } else { 9 * 3600 + 1800 };
    let slice = (length * 1000 / of_day).max(1);
    let millis = OUVERTURE * 1000 + slice * rang + hasard.between(0, slice - 1);
    // To the day: an hour off on the two nights of the change shows nowhere.
    let summer = (4..=10).contains(&jour.month());
    let utc = millis - if summer { 7_200_000 } else { 3_600_000 };
    let midnight = jour.and_time(NaiveTime::MIN);
    midnight.checked_add_signed(TimeDelta::milliseconds(utc)).unwrap_or(midnight).and_utc()
}

fn poids(jour: NaiveDate) -> i64 {
    let week = match jour.weekday() {
        Weekday::Mon => 108,
        Weekday::Tue => 115,
        Weekday::Wed => 88,
        Weekday::Thu => 112,
        Weekday::Fri => 117,
        Weekday::Sat => 4,
        Weekday::Sun => 0,
    };
    let month = usize::try_from(jour.month0()).ok().and_then(|at| MOIS.get(at)).copied().unwrap_or(100);
    if is_public_holiday(jour) { 0 } else { week * month * if is_school_holiday(jour) { 58 } else { 100 } / 100 }
}

/// About the days of zone B; they move by a week from one year to the next.
fn is_school_holiday(jour: NaiveDate) -> bool {
    let short = matches!(
        (jour.month(), jour.day()),
        (1, 1..=4) | (2, 10..=25) | (4, 8..=23) | (10, 19..) | (11, 1..=3) | (12, 21..)
    );
    short || is_summer_break(jour)
}

fn is_public_holiday(jour: NaiveDate) -> bool {
    let fixed =
        matches!((jour.month(), jour.day()), (1 | 5 | 11, 1) | (5, 8) | (7, 14) | (8, 15) | (11, 11) | (12, 25));
    fixed || easter(jour.year()).is_some_and(|easter| matches!((jour - easter).num_days(), 1 | 39 | 50))
}

/// The anonymous Gregorian reckoning.
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let shift = (golden + 11 * epact + 22 * sunday) / 451;
    let days = epact + sunday - 7 * shift + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}

pub fn is_open(jour: NaiveDate) -> bool {
    !matches!(jour.weekday(), Weekday::Sat | Weekday::Sun) && !is_public_holiday(jour)
}

/// That many days later (earlier if negative).
pub fn shift(jour: NaiveDate, days: i64) -> NaiveDate {
    TimeDelta::try_days(days).and_then(|delta| jour.checked_add_signed(delta)).unwrap_or(jour)
}

/// That many days later, or the first working day after.
pub fn shift_open(jour: NaiveDate, days: i64) -> NaiveDate {
    let later = shift(jour, days);
    (0..7).map(|more| shift(later, more)).find(|jour| is_open(*jour)).unwrap_or(later)
}

/// That many days later, or the last working day before.
pub fn shift_back(jour: NaiveDate, days: i64) -> NaiveDate {
    let later = shift(jour, days);
    (0..7).map(|less| shift(later, -less)).find(|jour| is_open(*jour)).unwrap_or(later)
}

/// Are schools closed for the summer?
pub fn is_summer_break(jour: NaiveDate) -> bool {
    matches!((jour.month(), jour.day()), (7, 6..) | (8, _))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn public_holidays_are_those_of_the_year() {
        assert_eq!(easter(2024), Some(day(2024, 3, 31)));
        assert_eq!(easter(2025), Some(day(2025, 4, 20)));
        for (jour, open) in [
            (day(2024, 4, 1), false),
            (day(2024, 5, 9), false),
            (day(2024, 5, 20), false),
            (day(2024, 5, 21), true),
            (day(2024, 12, 25), false),
            (day(2024, 12, 28), false),
        ] {
            assert_eq!(is_open(jour), open, "{jour}");
        }
        assert_eq!(shift_open(day(2024, 5, 8), 0), day(2024, 5, 10));
        assert_eq!(shift_back(day(2024, 5, 9), 0), day(2024, 5, 7));
    }

    #[test]
    fn instants_are_as_many_as_asked_in_order_and_never_on_a_sunday() {
        let today = day(2026, 11, 23);
        for dossiers in [0, 1, 7, 3000] {
            let mut hasard = Hasard::new(3);
            let mut calendrier = Calendrier::new(dossiers, today, &mut hasard);
            let instants: Vec<_> = std::iter::from_fn(|| calendrier.next(&mut hasard)).collect();
            assert_eq!(instants.len(), dossiers);
            assert!(instants.is_sorted());
            assert!(instants.iter().all(|instant| instant.weekday() != Weekday::Sun && instant.date_naive() <= today));
        }
    }

    #[test]
    fn august_is_quiet_and_years_grow() {
        let mut hasard = Hasard::new(4);
        let mut calendrier = Calendrier::new(12_000, day(2026, 12, 31), &mut hasard);
        let instants: Vec<_> = std::iter::from_fn(|| calendrier.next(&mut hasard)).collect();
        let of = |year: i32, month: Option<u32>| {
            instants.iter().filter(|at| at.year() == year && month.is_none_or(|month| at.month() == month)).count()
        };
        assert!(of(2024, Some(8)) * 2 < of(2024, Some(6)));
        assert!(of(2022, None) < of(2024, None) && of(2024, None) < of(2026, None));
    }
}
