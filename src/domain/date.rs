//! Dates as they are typed in a hurry, and as they are shown.

use chrono::{DateTime, Datelike as _, Local, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};

/// The form in which instants are stored.
const INSTANT: &str = "%Y-%m-%dT%H:%M:%S%.3fZ";
const EXPECTED: &str = "Date non comprise ; écrivez par exemple 07022024, 7/2/24, auj ou -3";
const HEURE: &str = "Il manque l’heure\u{a0}; écrivez-la après le jour, par exemple 14h30";
const NAISSANCE: &str = "Naissance non comprise\u{a0}; écrivez par exemple 07022015, 02/2015, 2015, 8 ans ou à naître";

/// `07022024`, `070224`, `7/2/24`, `7 2 2024`, `2024-02-07`, `auj`, `hier`, `-3` (days ago), `+10`.
///
/// Two-digit years reach twenty years ahead of `today`.
///
/// # Errors
/// A French sentence that says what is wrong, to stand beside the field.
pub fn parse(texte: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    parse_with_horizon(texte, today, 20)
}

fn parse_with_horizon(texte: &str, today: NaiveDate, years_ahead: i32) -> Result<NaiveDate, String> {
    let typed = texte.trim().to_lowercase();
    if let Some(relative) = relative(&typed, today) {
        return relative;
    }
    let parts: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    if typed.chars().any(char::is_alphabetic) {
        return Err(EXPECTED.to_owned());
    }
    let (day, month, year) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (*day, *month, *year),
        [day, month, year] => (*day, *month, *year),
        [all] if all.len() == 8 || all.len() == 6 => (&all[..2], &all[2..4], &all[4..]),
        _ => return Err(EXPECTED.to_owned()),
    };
    let (Ok(day), Ok(month), Ok(year)) =
        (day.parse::<u32>(), month.parse::<u32>(), full_year(year, today, years_ahead))
    else {
        return Err(EXPECTED.to_owned());
    };
    existing(day, month, year)
}

/// None: not such a word, so perhaps a date.
fn relative(typed: &str, today: NaiveDate) -> Option<Result<NaiveDate, String>> {
    let days = match typed {
        "auj" | "aujourd'hui" | "aujourd’hui" | "aujourdhui" | "a" | "." => 0,
        "hier" => -1,
        "demain" => 1,
        _ => {
            let (sign, digits) = match (typed.strip_prefix(['-', '−']), typed.strip_prefix('+')) {
                (Some(digits), _) => (-1, digits),
                (_, Some(digits)) => (1, digits),
                _ => return None,
            };
            sign * i64::from(digits.trim().parse::<u16>().ok()?)
        }
    };
    let day = TimeDelta::try_days(days).and_then(|days| today.checked_add_signed(days));
    Some(day.ok_or_else(|| EXPECTED.to_owned()))
}

fn full_year(digits: &str, today: NaiveDate, years_ahead: i32) -> Result<i32, ()> {
    let year: i32 = digits.parse().map_err(|_| ())?;
    match digits.len() {
        4 => Ok(year),
        2 => {
            let century = today.year() / 100 * 100;
            Ok(if century + year > today.year() + years_ahead { century - 100 + year } else { century + year })
        }
        _ => Err(()),
    }
}

fn existing(day: u32, month: u32, year: i32) -> Result<NaiveDate, String> {
    if !(1900..=2100).contains(&year) {
        return Err(format!("L’année {year} n’est pas plausible (de 1900 à 2100)"));
    }
    if !(1..=12).contains(&month) {
        return Err(format!("Il n’y a pas de mois {month}"));
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
        let last = last_day(month, year);
        format!("Le {day:02}/{month:02}/{year} n’existe pas : {} {year} a {last} jours", mois(month))
    })
}

fn last_day(month: u32, year: i32) -> u32 {
    NaiveDate::from_ymd_opt(year, month, 1)
        .and_then(|first| first.checked_add_months(Months::new(1)))
        .and_then(|next| next.pred_opt())
        .map_or(31, |last| last.day())
}

/// In the order of the year.
pub const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The name of a month, 1 to 12.
pub fn mois(month: u32) -> &'static str {
    usize::try_from(month).ok().and_then(|month| MOIS.get(month.checked_sub(1)?)).copied().unwrap_or_default()
}

/// `07/02/2024`
pub fn format(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// How much of a birth date is known; the second member of [`parse_naissance`].
pub const PRECISIONS: [&str; 5] = ["exacte", "mois", "annee", "estimee", "a_naitre"];

/// A birth date and its precision (one of [`PRECISIONS`]): a date, `02/2015`, `2015`, `vers 2015`,
/// `8 ans`, `3 mois`, `à naître`, `à naître 15/03/2027`. A child to be born may have no date at all.
///
/// # Errors
/// A French sentence, also for a birth in the future.
pub fn parse_naissance(texte: &str, today: NaiveDate) -> Result<(Option<NaiveDate>, &'static str), String> {
    read_naissance(texte, today).map_err(|why| if why == EXPECTED { NAISSANCE.to_owned() } else { why })
}

/// « 3a », « 18mois » as they are said: the number apart from its word.
fn age_apart(typed: &str) -> String {
    let digits = typed.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let unit = typed.strip_prefix(digits).unwrap_or_default();
    let age = matches!(unit, "a" | "an" | "ans" | "m" | "mois") && digits.ends_with(|c: char| c.is_ascii_digit());
    if age { format!("{digits} {unit}") } else { typed.to_owned() }
}

fn read_naissance(texte: &str, today: NaiveDate) -> Result<(Option<NaiveDate>, &'static str), String> {
    let typed = super::nom::fold(texte);
    if let Some(term) = typed.strip_prefix("a naitre").or_else(|| typed.strip_prefix("terme")) {
        let term = term.trim();
        if term.is_empty() {
            return Ok((None, "a_naitre"));
        }
        let date = parse_month(term).map_or_else(|| parse(term, today), |(month, year)| existing(1, month, year))?;
        return Ok((Some(date), "a_naitre"));
    }
    let refuse_future = |date: NaiveDate| {
        if date > today {
            Err("Une naissance ne peut pas être à venir ; pour un enfant à naître, écrivez « à naître 15/03/2027 »"
                .to_owned())
        } else {
            Ok(date)
        }
    };
    let typed = age_apart(&typed);
    let words: Vec<&str> = typed.split(' ').collect();
    let (about, rest) = match words.as_slice() {
        ["vers" | "env" | "environ", rest @ ..] => (true, rest),
        whole => (false, whole),
    };
    let estimated = about || texte.trim_start().starts_with('~');
    match rest {
        [number, "a" | "an" | "ans"] => {
            let years: u32 = number.parse().map_err(|_| EXPECTED.to_owned())?;
            let date = today.checked_sub_months(Months::new(12 * years.min(120))).ok_or(EXPECTED)?;
            return existing(1, 1, date.year()).map(|date| (Some(date), "estimee"));
        }
        [number, "m" | "mois"] => {
            let months: u32 = number.parse().map_err(|_| EXPECTED.to_owned())?;
            let date = today.checked_sub_months(Months::new(months.min(1200))).ok_or(EXPECTED)?;
            return existing(1, date.month(), date.year()).map(|date| (Some(date), "estimee"));
        }
        [year] if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => {
            let year = year.parse().map_err(|_| EXPECTED.to_owned())?;
            let date = refuse_future(existing(1, 1, year)?)?;
            return Ok((Some(date), if estimated { "estimee" } else { "annee" }));
        }
        _ => {}
    }
    if let Some((month, year)) = parse_month(&rest.join(" ")) {
        let date = refuse_future(existing(1, month, year)?)?;
        return Ok((Some(date), if estimated { "estimee" } else { "mois" }));
    }
    let typed = if estimated { rest.join(" ") } else { texte.to_owned() };
    let date = refuse_future(parse_with_horizon(&typed, today, 0)?)?;
    Ok((Some(date), if estimated { "estimee" } else { "exacte" }))
}

/// `2 2015` (folded `02/2015`) → (2, 2015).
fn parse_month(folded: &str) -> Option<(u32, i32)> {
    let (month, year) = folded.split_once(' ')?;
    (month.len() <= 2 && year.len() == 4).then_some(())?;
    Some((month.parse().ok()?, year.parse().ok()?))
}

/// What [`parse_naissance`] reads back to the same date and precision.
pub fn format_naissance(date: Option<NaiveDate>, precision: &str) -> String {
    match (precision, date) {
        ("a_naitre", None) => "à naître".to_owned(),
        ("a_naitre", Some(date)) => format!("à naître {}", format(date)),
        (_, None) => String::new(),
        ("mois", Some(date)) => date.format("%m/%Y").to_string(),
        ("annee", Some(date)) => date.format("%Y").to_string(),
        ("estimee", Some(date)) if date.ordinal() == 1 => date.format("vers %Y").to_string(),
        ("estimee", Some(date)) if date.day() == 1 => date.format("vers %m/%Y").to_string(),
        ("estimee", Some(date)) => format!("vers {}", format(date)),
        (_, Some(date)) => format(date),
    }
}

/// The same in a sentence: « né(e) le 07/02/2015 », « né(e) vers 2015 », « à naître le 15/03/2027 ».
pub fn phrase_naissance(date: Option<NaiveDate>, precision: &str) -> String {
    let told = format_naissance(date, precision);
    match (precision, date) {
        ("a_naitre", Some(date)) => format!("à naître le {}", format(date)),
        ("a_naitre", None) => told,
        (_, None) => "naissance inconnue".to_owned(),
        ("mois" | "annee", _) => format!("né(e) en {told}"),
        ("estimee", _) => format!("né(e) {told}"),
        _ => format!("né(e) le {told}"),
    }
}

/// A day and an hour of this workstation: `07022024 14h30`, `auj 9:05`. A day alone is refused: midnight would
/// be an hour that nobody said. Gives the stored form, in UTC.
///
/// # Errors
/// A French sentence.
pub fn parse_instant(texte: &str, today: NaiveDate) -> Result<String, String> {
    let typed = texte.trim();
    let (day, hour) = match typed.rsplit_once(' ') {
        Some((day, hour)) if hour.contains(['h', 'H', ':']) => (day, hour),
        _ => return Err(parse(typed, today).err().unwrap_or_else(|| HEURE.to_owned())),
    };
    let date = parse(day, today)?;
    let (hours, minutes) = hour.split_once(['h', 'H', ':']).unwrap_or((hour, ""));
    let minutes = if minutes.is_empty() { "0" } else { minutes };
    let time = hours
        .parse()
        .ok()
        .zip(minutes.get(..2).unwrap_or(minutes).parse().ok())
        .and_then(|(hours, minutes)| NaiveTime::from_hms_opt(hours, minutes, 0))
        .ok_or_else(|| format!("« {hour} » n’est pas une heure ; écrivez par exemple 14h30"))?;
    let local = Local
        .from_local_datetime(&date.and_time(time))
        .earliest()
        .ok_or("Cette heure n’existe pas (passage à l’heure d’été)")?;
    Ok(store_instant(local.to_utc()))
}

pub fn store_instant(instant: DateTime<Utc>) -> String {
    instant.format(INSTANT).to_string()
}

/// `07/02/2024 11:31` on this workstation's clock; text that is no instant is given back.
pub fn format_instant(stored: &str) -> String {
    read_instant(stored)
        .map_or_else(|| stored.to_owned(), |instant| instant.with_timezone(&Local).format("%d/%m/%Y %H:%M").to_string())
}

/// An instant as either base writes it: `…T…Z`, or PostgreSQL's `… …+00`.
pub fn read_instant(stored: &str) -> Option<DateTime<Utc>> {
    let rfc3339 = stored.replacen(' ', "T", 1);
    let with_minutes = format!("{rfc3339}:00");
    [rfc3339, with_minutes]
        .iter()
        .find_map(|text| DateTime::parse_from_rfc3339(text).ok())
        .map(|instant| instant.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_birth_that_is_not_understood_is_told_what_a_birth_may_be() {
        let why = parse_naissance("tout petit", "2026-11-24".parse().unwrap()).unwrap_err();
        assert!(why.contains("8 ans") && !why.contains("auj"), "{why}");
    }

    #[test]
    fn an_age_is_read_as_it_is_said() {
        let today = day(2026, 11, 23);
        for (typed, y, m) in [("3a", 2023, 1), ("18mois", 2025, 5), ("6 m", 2026, 5), ("vers 3a", 2023, 1)] {
            assert_eq!(parse_naissance(typed, today), Ok((Some(day(y, m, 1)), "estimee")), "{typed}");
        }
        assert!(parse_naissance("3z", today).is_err());
    }

    #[test]
    fn dates_are_read_as_they_are_typed() {
        let today = day(2026, 11, 23);
        for (typed, expected) in [
            ("07022024", day(2024, 2, 7)),
            ("070224", day(2024, 2, 7)),
            ("7/2/24", day(2024, 2, 7)),
            ("7 2 2024", day(2024, 2, 7)),
            ("7.2.2024", day(2024, 2, 7)),
            ("7-2-24", day(2024, 2, 7)),
            ("2024-02-07", day(2024, 2, 7)),
            ("29/02/2024", day(2024, 2, 29)),
            ("auj", today),
            (" Aujourd’hui ", today),
            ("hier", day(2026, 11, 22)),
            ("-3", day(2026, 11, 20)),
            ("+10", day(2026, 12, 3)),
            ("1/1/46", day(2046, 1, 1)),
            ("1/1/47", day(1947, 1, 1)),
        ] {
            assert_eq!(parse(typed, today), Ok(expected), "{typed}");
        }
    }

    #[test]
    fn an_impossible_date_is_explained() {
        let today = day(2026, 11, 23);
        for (typed, said) in [
            ("31/02/2024", "février 2024 a 29 jours"),
            ("29/02/2023", "février 2023 a 28 jours"),
            ("31/04/2024", "avril 2024 a 30 jours"),
            ("12/13/2024", "pas de mois 13"),
            ("1/1/1492", "n’est pas plausible"),
            ("demain matin", "Date non comprise"),
            ("12", "Date non comprise"),
            ("0702202", "Date non comprise"),
            ("-99999999999", "Date non comprise"),
            ("😀", "Date non comprise"),
        ] {
            let refusal = parse(typed, today).unwrap_err();
            assert!(refusal.contains(said), "{typed}: {refusal}");
        }
    }

    #[test]
    fn births_keep_how_much_is_known() {
        let today = day(2026, 11, 23);
        for (typed, date, precision, shown) in [
            ("07022015", Some(day(2015, 2, 7)), "exacte", "07/02/2015"),
            ("7/2/15", Some(day(2015, 2, 7)), "exacte", "07/02/2015"),
            ("7/2/85", Some(day(1985, 2, 7)), "exacte", "07/02/1985"),
            ("02/2015", Some(day(2015, 2, 1)), "mois", "02/2015"),
            ("2015", Some(day(2015, 1, 1)), "annee", "2015"),
            ("vers 2015", Some(day(2015, 1, 1)), "estimee", "vers 2015"),
            ("~2015", Some(day(2015, 1, 1)), "estimee", "vers 2015"),
            ("8 ans", Some(day(2018, 1, 1)), "estimee", "vers 2018"),
            ("env. 3 mois", Some(day(2026, 8, 1)), "estimee", "vers 08/2026"),
            ("à naître", None, "a_naitre", "à naître"),
            ("A naitre 15/03/2027", Some(day(2027, 3, 15)), "a_naitre", "à naître 15/03/2027"),
        ] {
            assert_eq!(parse_naissance(typed, today), Ok((date, precision)), "{typed}");
            assert_eq!(format_naissance(date, precision), shown);
            assert_eq!(parse_naissance(shown, today), Ok((date, precision)), "{shown} read back");
        }
    }

    #[test]
    fn a_future_birth_is_refused_and_the_way_out_is_told() {
        for typed in ["01/01/2027", "2027", "01/2027"] {
            let refusal = parse_naissance(typed, day(2026, 11, 23)).unwrap_err();
            assert!(refusal.contains("à naître"), "{typed}: {refusal}");
        }
    }

    #[test]
    fn instants_come_back_as_typed() {
        let today = day(2026, 11, 23);
        for (typed, shown) in [
            ("07022024 14h30", "07/02/2024 14:30"),
            ("auj 9:05", "23/11/2026 09:05"),
            ("7/7/24 8h", "07/07/2024 08:00"),
        ] {
            assert_eq!(format_instant(&parse_instant(typed, today).unwrap()), shown);
        }
        assert!(parse_instant("auj 25h00", today).unwrap_err().contains("heure"));
    }

    #[test]
    fn a_birth_is_told_in_a_sentence() {
        let day = NaiveDate::from_ymd_opt(2015, 1, 1);
        for (date, precision, told) in [
            (day, "exacte", "né(e) le 01/01/2015"),
            (day, "mois", "né(e) en 01/2015"),
            (day, "annee", "né(e) en 2015"),
            (day, "estimee", "né(e) vers 2015"),
            (day, "a_naitre", "à naître le 01/01/2015"),
            (None, "a_naitre", "à naître"),
            (None, "", "naissance inconnue"),
        ] {
            assert_eq!(phrase_naissance(date, precision), told);
        }
    }
}
