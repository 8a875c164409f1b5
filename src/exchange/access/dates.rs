//! Dates of an old base: of a clock, of a birth, of a text; what cannot be is left out and told.

use chrono::{Datelike as _, Duration, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::regles::Regle;

/// A date read, and the rules that it took.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct DateLue {
    pub date: Option<NaiveDate>,
    /// Of a birth: `exacte`, `annee`, `estimee`…
    pub precision: &'static str,
    pub regles: Vec<Regle>,
}

impl DateLue {
    fn none(regle: Regle) -> Self {
        Self { regles: vec![regle], ..Self::default() }
    }
}

const PLAUSIBLES: std::ops::RangeInclusive<i32> = 1900..=2100;

/// A day, whatever its hour.
pub fn jour(instant: NaiveDateTime) -> DateLue {
    if !PLAUSIBLES.contains(&instant.year()) {
        return DateLue::none(Regle::DateImpossible);
    }
    DateLue { date: Some(instant.date()), precision: "exacte", regles: Vec::new() }
}

/// The birth of a child of a dossier recorded on `on`.
pub fn naissance(instant: NaiveDateTime, on: Option<NaiveDate>) -> DateLue {
    let mut lue = jour(instant);
    let Some(date) = lue.date else { return lue };
    if instant.time() != NaiveTime::MIN {
        lue.regles.push(Regle::HeureOtee);
    }
    let Some(on) = on else { return lue };
    let past = date.checked_sub_months(Months::new(1200));
    // « 98 » read as 2098: a century less makes a child of it, or nothing does.
    if date.year() > on.year() + 1 {
        match past.filter(|past| (0..=25).contains(&(on.year() - past.year()))) {
            Some(past) => {
                lue.date = Some(past);
                lue.regles.push(Regle::AnneeDeuxChiffres);
            }
            None if date.year() > on.year() + 20 => return DateLue::none(Regle::DateImpossible),
            None => lue.regles.push(Regle::NaissanceApresDossier),
        }
    } else if date > on {
        lue.regles.push(Regle::NaissanceApresDossier);
    } else if on.years_since(date).is_some_and(|age| age >= 21) {
        lue.regles.push(Regle::MajeurAuDossier);
    }
    lue
}

/// A birth written as text: `12/03/1980`, `12.03.80`, `1980`, « env. 35 ans » at the day of the dossier.
pub fn texte(texte: &str, on: Option<NaiveDate>) -> DateLue {
    let typed = texte.trim().to_lowercase();
    let numbers: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |at: usize| numbers.get(at).and_then(|digits| digits.parse::<i32>().ok());
    if typed.ends_with("ans") || typed.ends_with("an") {
        let year = number(0).zip(on).map(|(years, on)| on.year() - years);
        let date = year.filter(|year| PLAUSIBLES.contains(year)).and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        return match date {
            Some(_) => DateLue { date, precision: "estimee", regles: vec![Regle::AgeEstime] },
            None => DateLue::none(Regle::DateImpossible),
        };
    }
    if typed.chars().any(char::is_alphabetic) {
        return DateLue::none(Regle::DateImpossible);
    }
    let limit = on.map_or(2030, |on| on.year());
    let (date, precision, regle) = match (number(0), number(1), number(2), numbers.len()) {
        (Some(year), None, None, 1) => (NaiveDate::from_ymd_opt(year, 1, 1), "annee", Some(Regle::AnneeSeule)),
        (Some(day), Some(month), Some(year), 3) => {
            let short = numbers.get(2).is_some_and(|digits| digits.len() == 2);
            let year = if !short {
                year
            } else if 2000 + year > limit {
                1900 + year
            } else {
                2000 + year
            };
            let date = u32::try_from(day).ok().zip(u32::try_from(month).ok());
            let date = date.and_then(|(day, month)| NaiveDate::from_ymd_opt(year, month, day));
            (date, "exacte", short.then_some(Regle::AnneeDeuxChiffres))
        }
        _ => (None, "", None),
    };
    match date.filter(|date| PLAUSIBLES.contains(&date.year())) {
        Some(date) => DateLue { date: Some(date), precision, regles: regle.into_iter().collect() },
        None => DateLue::none(Regle::DateImpossible),
    }
}

/// An instant of a clock in France, as the base keeps it, whatever the machine that takes it over.
pub fn instant(local: NaiveDateTime) -> String {
    let hours = if heure_d_ete(local) { 2 } else { 1 };
    let utc = local.checked_sub_signed(Duration::hours(hours)).unwrap_or(local);
    utc.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// From the last Sunday of March to the last of October, as since 1996.
fn heure_d_ete(local: NaiveDateTime) -> bool {
    let last_sunday = |month: u32, hour: u32| {
        let mut day = NaiveDate::from_ymd_opt(local.year(), month, 31)?;
        while day.weekday() != Weekday::Sun {
            day = day.pred_opt()?;
        }
        day.and_hms_opt(hour, 0, 0)
    };
    match (last_sunday(3, 2), last_sunday(10, 3)) {
        (Some(from), Some(to)) => local >= from && local < to,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_birth_that_cannot_be_is_left_out_or_put_in_its_century() {
        use Regle::*;
        let on = Some(day("2016-05-02"));
        for (birth, expected, regles) in [
            ("2010-03-04T00:00:00", Some("2010-03-04"), vec![]),
            ("2010-03-04T18:30:00", Some("2010-03-04"), vec![HeureOtee]),
            ("1899-12-30T09:00:00", None, vec![DateImpossible]),
            ("0201-01-13T00:00:00", None, vec![DateImpossible]),
            ("2098-10-14T00:00:00", Some("1998-10-14"), vec![AnneeDeuxChiffres]),
            ("2016-08-01T00:00:00", Some("2016-08-01"), vec![NaissanceApresDossier]),
            ("1990-01-01T00:00:00", Some("1990-01-01"), vec![MajeurAuDossier]),
        ] {
            let lue = naissance(birth.parse().unwrap(), on);
            assert_eq!((lue.date, lue.regles), (expected.map(day), regles), "{birth}");
        }
    }

    #[test]
    fn a_birth_in_words_is_read_with_what_is_known_of_it() {
        let on = Some(day("2016-05-02"));
        for (written, expected, precision) in [
            ("12/03/1980", Some("1980-03-12"), "exacte"),
            ("12.03.1980", Some("1980-03-12"), "exacte"),
            ("12/03/80", Some("1980-03-12"), "exacte"),
            ("12/03/01", Some("2001-03-12"), "exacte"),
            ("1980", Some("1980-01-01"), "annee"),
            ("env. 35 ans", Some("1981-01-01"), "estimee"),
            ("31/02/1980", None, ""),
            ("inconnue", None, ""),
            ("", None, ""),
        ] {
            let lue = texte(written, on);
            assert_eq!((lue.date, lue.precision), (expected.map(day), precision), "{written}");
        }
    }

    #[test]
    fn a_clock_in_france_is_an_hour_or_two_ahead() {
        for (local, utc) in [
            ("2016-01-15T12:00:00", "2016-01-15T11:00:00.000Z"),
            ("2016-07-15T12:00:00", "2016-07-15T10:00:00.000Z"),
            ("2016-03-27T01:59:59", "2016-03-27T00:59:59.000Z"),
            ("2016-03-27T03:00:00", "2016-03-27T01:00:00.000Z"),
            ("2016-10-30T03:00:00", "2016-10-30T02:00:00.000Z"),
        ] {
            assert_eq!(instant(local.parse().unwrap()), utc, "{local}");
        }
    }
}
