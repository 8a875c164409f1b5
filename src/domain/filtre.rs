//! A condition as one types it in a column: `2026-12`, `7/2/24`, `02/2026`, `-30..auj`, `>3`, `vide`.

use chrono::{Datelike as _, Months, NaiveDate};

use super::date;
use super::nom;
use super::recherche::{Condition, Forme};

/// None when nothing is asked.
///
/// # Errors
/// A French sentence that says what would be understood, to stand beside the field.
pub fn read(forme: Forme, typed: &str, today: NaiveDate) -> Result<Option<Condition>, String> {
    let text = typed.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match nom::fold(text).as_str() {
        "vide" | "aucun" | "aucune" => return Ok(Some(Condition::Rempli(false))),
        "rempli" | "renseigne" => return Ok(Some(Condition::Rempli(true))),
        _ => {}
    }
    match forme {
        Forme::Texte | Forme::Choix(_) => Ok(Some(Condition::Commence(text.to_owned()))),
        Forme::Jours => days(text, today).map(Some),
        Forme::Nombres => numbers(text).map(Some),
        Forme::OuiNon => match nom::fold(text).as_str() {
            "o" | "oui" | "x" => Ok(Some(Condition::Oui(true))),
            "n" | "non" => Ok(Some(Condition::Oui(false))),
            _ => Err("Écrivez oui ou non".to_owned()),
        },
    }
}

/// What stands before and after the sign of a range; both the same when there is none.
enum Range<'a> {
    Between(&'a str, &'a str),
    One(&'a str),
}

fn range(text: &str) -> Range<'_> {
    for sign in [">=", "≥"] {
        if let Some(rest) = text.strip_prefix(sign) {
            return Range::Between(rest.trim(), "");
        }
    }
    for sign in ["<=", "≤"] {
        if let Some(rest) = text.strip_prefix(sign) {
            return Range::Between("", rest.trim());
        }
    }
    for sign in ["..", "…", " à ", " au "] {
        if let Some((from, to)) = text.split_once(sign) {
            return Range::Between(from.trim(), to.trim());
        }
    }
    Range::One(text)
}

const JOURS: &str =
    "Écrivez un jour (7/2/24, auj, -3), un mois (02/2026), une année (2026), ou une période (01/01/2026..auj, -30..)";

fn days(text: &str, today: NaiveDate) -> Result<Condition, String> {
    let strict = |text: &str, after: bool| -> Result<Condition, String> {
        let (first, last) = span(text.trim(), today)?;
        let (du, au) = if after { (last.succ_opt(), None) } else { (None, first.pred_opt()) };
        Ok(Condition::Jours { du, au })
    };
    match range(text) {
        Range::One(one) if one.starts_with('>') => strict(&one[1..], true),
        Range::One(one) if one.starts_with('<') => strict(&one[1..], false),
        Range::One(one) => span(one, today).map(|(du, au)| Condition::Jours { du: Some(du), au: Some(au) }),
        Range::Between("", "") => Err(JOURS.to_owned()),
        Range::Between(from, to) => {
            let du = if from.is_empty() { None } else { Some(span(from, today)?.0) };
            let au = if to.is_empty() { None } else { Some(span(to, today)?.1) };
            if du.zip(au).is_some_and(|(du, au)| du > au) {
                return Err("La période finit avant de commencer".to_owned());
            }
            Ok(Condition::Jours { du, au })
        }
    }
}

/// The first and the last day of a year, a month or a day.
fn span(text: &str, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), String> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let end_of = |first: NaiveDate, months: u32| {
        first.checked_add_months(Months::new(months)).and_then(|day| day.pred_opt()).ok_or_else(|| JOURS.to_owned())
    };
    if text.len() == 4 && digits(text) {
        let first = text.parse().ok().and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)).ok_or(JOURS)?;
        return Ok((first, end_of(first, 12)?));
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    if let [month, year] = parts.as_slice()
        && digits(month)
        && digits(year)
        && (1..=2).contains(&month.len())
        && year.len() == 4
    {
        let day =
            year.parse().ok().zip(month.parse().ok()).and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1));
        let first = day.ok_or(JOURS)?;
        return Ok((first, end_of(first, 1)?));
    }
    // A day typed as `7/2` is of this year.
    if let [day, month] = parts.as_slice()
        && digits(day)
        && digits(month)
        && !day.is_empty()
        && (1..=2).contains(&month.len())
    {
        let found = day.parse().ok().zip(month.parse().ok());
        let day = found.and_then(|(day, month)| NaiveDate::from_ymd_opt(today.year(), month, day)).ok_or(JOURS)?;
        return Ok((day, day));
    }
    date::parse(text, today).map(|day| (day, day)).map_err(|_| JOURS.to_owned())
}

fn numbers(text: &str) -> Result<Condition, String> {
    let number = |text: &str| -> Result<Option<i64>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| "Écrivez un nombre (2), ou un intervalle (2..4, >3)".to_owned())
    };
    match range(text) {
        Range::One(one) if one.starts_with('>') => {
            Ok(Condition::Nombres { de: number(one[1..].trim())?.map(|n| n + 1), a: None })
        }
        Range::One(one) if one.starts_with('<') => {
            Ok(Condition::Nombres { de: None, a: number(one[1..].trim())?.map(|n| n - 1) })
        }
        Range::One(one) => number(one).map(|n| Condition::Nombres { de: n, a: n }),
        Range::Between(from, to) => Ok(Condition::Nombres { de: number(from)?, a: number(to)? }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-23".parse().unwrap()
    }

    #[test]
    fn days_are_typed_as_in_fields_and_as_periods() {
        for (typed, du, au) in [
            ("7/2/24", "2024-02-07", "2024-02-07"),
            ("07022024", "2024-02-07", "2024-02-07"),
            ("auj", "2026-11-23", "2026-11-23"),
            ("-3", "2026-11-20", "2026-11-20"),
            ("7/2", "2026-02-07", "2026-02-07"),
            ("02/2024", "2024-02-01", "2024-02-29"),
            ("2026", "2026-01-01", "2026-12-31"),
            ("01/01/2026..auj", "2026-01-01", "2026-11-23"),
            ("-30..", "2026-10-24", ""),
            ("..auj", "", "2026-11-23"),
            (">= 1/6/2026", "2026-06-01", ""),
            ("> 02/2026", "2026-03-01", ""),
            ("<2026", "", "2025-12-31"),
            ("1/1/2026 à 31/1/2026", "2026-01-01", "2026-01-31"),
            ("01/2026..03/2026", "2026-01-01", "2026-03-31"),
        ] {
            let day = |text: &str| text.parse::<NaiveDate>().ok();
            let expected = Some(Condition::Jours { du: day(du), au: day(au) });
            assert_eq!(read(Forme::Jours, typed, today()), Ok(expected), "{typed}");
        }
        for wrong in ["31/02/2026", "hierr", "..", "2026..2025", "13/2026", "> ", "é/2026"] {
            assert!(read(Forme::Jours, wrong, today()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_words_and_nothing() {
        let between = |de, a| Ok(Some(Condition::Nombres { de, a }));
        for (typed, expected) in [
            ("2", between(Some(2), Some(2))),
            ("2..4", between(Some(2), Some(4))),
            (">3", between(Some(4), None)),
            ("<= 3", between(None, Some(3))),
            (" ", Ok(None)),
            ("Vide", Ok(Some(Condition::Rempli(false)))),
        ] {
            assert_eq!(read(Forme::Nombres, typed, today()), expected, "{typed}");
        }
        assert!(read(Forme::Nombres, "trois", today()).is_err());
        assert_eq!(read(Forme::OuiNon, "Oui", today()), Ok(Some(Condition::Oui(true))));
        assert_eq!(read(Forme::Texte, " 2026-1 ", today()), Ok(Some(Condition::Commence("2026-1".to_owned()))));
        assert_eq!(read(Forme::Jours, "rempli", today()), Ok(Some(Condition::Rempli(true))));
    }
}
