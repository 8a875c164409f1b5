//! The days that nobody works: Saturdays, Sundays and the eleven holidays.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

/// Easter Sunday, by the method of Butcher.
#[expect(clippy::many_single_char_names, reason = "the letters that the method gives them")]
pub fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs())
}

fn holiday(day: NaiveDate) -> bool {
    let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    if fixed.contains(&(day.month(), day.day())) {
        return true;
    }
    // Easter Monday, Ascension, Whit Monday.
    let Some(easter) = easter(day.year()) else { return false };
    [1, 39, 50].into_iter().any(|after| easter.checked_add_days(Days::new(after)) == Some(day))
}

/// Is it a working day?
pub fn works(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holiday(day)
}

/// So many working days after `start`.
pub(super) fn after(start: NaiveDate, days: u32) -> Option<NaiveDate> {
    let mut day = start;
    let mut left = days;
    while left > 0 {
        day = day.succ_opt()?;
        left -= u32::from(works(day));
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_and_what_follows_it() {
        for (year, expected) in [
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(easter(year).unwrap().to_string(), expected);
        }
        for day in ["2026-04-06", "2026-05-14", "2026-05-25", "2026-07-14", "2026-12-25", "2026-11-22"] {
            assert!(!works(day.parse().unwrap()), "{day}");
        }
        assert!(works("2026-11-23".parse().unwrap()));
    }

    #[test]
    fn working_days_skip_weekends_and_holidays() {
        for (start, days, expected) in [
            ("2026-11-20", 1, "2026-11-23"),
            ("2026-12-24", 1, "2026-12-28"),
            ("2026-04-03", 1, "2026-04-07"),
            ("2026-11-23", 5, "2026-11-30"),
            ("2026-11-21", 1, "2026-11-23"),
        ] {
            assert_eq!(after(start.parse().unwrap(), days).unwrap().to_string(), expected, "{start} + {days}");
        }
    }
}
