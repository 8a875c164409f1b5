//! Days as numbers, counted from 1 January 1970.

use chrono::{Datelike as _, Months, NaiveDate};

pub const ABSENT: i32 = i32::MIN;

pub fn jour(date: NaiveDate) -> i32 {
    date.to_epoch_days()
}

pub fn date(jour: i32) -> Option<NaiveDate> {
    if jour == ABSENT { None } else { NaiveDate::from_epoch_days(jour) }
}

/// `2025-03-09…` as stored; [`ABSENT`] for what is no date.
pub fn lire(texte: &str) -> i32 {
    let number = |range| texte.get(range).and_then(|digits: &str| digits.parse::<i32>().ok());
    let read =
        || NaiveDate::from_ymd_opt(number(0..4)?, number(5..7)?.try_into().ok()?, number(8..10)?.try_into().ok()?);
    if texte.is_empty() { ABSENT } else { read().map_or(ABSENT, jour) }
}

/// Calendar months later, or the last day of a shorter month.
pub fn plus_mois(jour_: i32, mois: u32) -> i32 {
    date(jour_).and_then(|day| day.checked_add_months(Months::new(mois))).map_or(ABSENT, jour)
}

/// Months counted from year 0: March 2025 is 12 × 2025 + 2.
pub fn mois(jour: i32) -> Option<i32> {
    date(jour).map(|day| day.year() * 12 + day.month0().cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_written_back() {
        assert_eq!((lire("1970-01-01"), lire("2024-02-29"), lire(""), lire("2025-02-29")), (0, 19782, ABSENT, ABSENT));
        assert_eq!(lire("2025-03-09T10:11:12Z"), lire("2025-03-09"));
        assert_eq!(date(19782).map(|d| d.to_string()).as_deref(), Some("2024-02-29"));
        assert_eq!(date(ABSENT), None);
    }

    #[test]
    fn months_end_with_the_month() {
        assert_eq!(plus_mois(lire("2025-11-30"), 3), lire("2026-02-28"));
        assert_eq!(mois(lire("2025-03-31")), Some(12 * 2025 + 2));
    }
}
