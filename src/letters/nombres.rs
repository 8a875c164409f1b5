//! Numbers and dates as French writes them out.

use chrono::{Datelike as _, NaiveDate, Weekday};

use crate::domain::date;

const UNITS: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];
const TENS: [&str; 7] = ["vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt"];

fn unit(n: u32) -> &'static str {
    usize::try_from(n).ok().and_then(|n| UNITS.get(n)).copied().unwrap_or_default()
}

/// 1 to 99; `last`: nothing follows, so that « quatre-vingts » takes its s.
fn below_hundred(n: u32, last: bool) -> String {
    if n < 20 {
        return unit(n).to_owned();
    }
    let tens = usize::try_from(n / 10 - 2).ok().and_then(|at| TENS.get(at)).copied().unwrap_or("quatre-vingt");
    // 70 and 90 count on from 60 and 80.
    let rest = if matches!(n / 10, 7 | 9) { n % 10 + 10 } else { n % 10 };
    match rest {
        0 if n == 80 && last => "quatre-vingts".to_owned(),
        0 => tens.to_owned(),
        1 | 11 if n < 80 => format!("{tens} et {}", unit(rest)),
        _ => format!("{tens}-{}", unit(rest)),
    }
}

fn below_thousand(n: u32, last: bool) -> String {
    let hundreds = match n / 100 {
        0 => return below_hundred(n, last),
        1 => "cent".to_owned(),
        many if n.is_multiple_of(100) && last => return format!("{} cents", unit(many)),
        many => format!("{} cent", unit(many)),
    };
    match n % 100 {
        0 => hundreds,
        rest => format!("{hundreds} {}", below_hundred(rest, last)),
    }
}

/// « deux mille vingt-six », up to 999 999; beyond, the figures.
pub fn in_letters(n: u32) -> String {
    let (thousands, rest) = (n / 1000, n % 1000);
    let thousands = match thousands {
        0 => return below_thousand(n, true),
        1 => "mille".to_owned(),
        2..1000 => format!("{} mille", below_thousand(thousands, false)),
        _ => return n.to_string(),
    };
    if rest == 0 { thousands } else { format!("{thousands} {}", below_thousand(rest, true)) }
}

/// « troisième »; « première » before a feminine noun.
pub fn ordinal(n: u32, feminine: bool) -> String {
    if n == 1 {
        return if feminine { "première" } else { "premier" }.to_owned();
    }
    let cardinal = in_letters(n);
    let root = if cardinal.ends_with("cinq") {
        format!("{cardinal}u")
    } else if let Some(root) = cardinal.strip_suffix("neuf") {
        format!("{root}neuv")
    } else if cardinal.ends_with("vingts") || cardinal.ends_with("cents") {
        cardinal.trim_end_matches('s').to_owned()
    } else {
        cardinal.trim_end_matches('e').to_owned()
    };
    format!("{root}ième")
}

/// « 24 novembre 2026 », « 1er janvier 2027 », held together.
pub fn date_longue(day: NaiveDate) -> String {
    let first = if day.day() == 1 { "er" } else { "" };
    format!("{}{first}\u{a0}{}\u{a0}{}", day.day(), date::mois(day.month()), day.year())
}

/// « mardi 24 novembre 2026 »
pub fn date_jour(day: NaiveDate) -> String {
    let name = match day.weekday() {
        Weekday::Mon => "lundi",
        Weekday::Tue => "mardi",
        Weekday::Wed => "mercredi",
        Weekday::Thu => "jeudi",
        Weekday::Fri => "vendredi",
        Weekday::Sat => "samedi",
        Weekday::Sun => "dimanche",
    };
    format!("{name} {}", date_longue(day))
}

/// « vingt-quatre novembre deux mille vingt-six »
pub fn date_lettres(day: NaiveDate) -> String {
    let number = if day.day() == 1 { "premier".to_owned() } else { in_letters(day.day()) };
    format!("{number} {} {}", date::mois(day.month()), in_letters(u32::try_from(day.year()).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_out() {
        for (n, letters) in [
            (0, "zéro"),
            (1, "un"),
            (16, "seize"),
            (17, "dix-sept"),
            (21, "vingt et un"),
            (22, "vingt-deux"),
            (70, "soixante-dix"),
            (71, "soixante et onze"),
            (77, "soixante-dix-sept"),
            (80, "quatre-vingts"),
            (81, "quatre-vingt-un"),
            (91, "quatre-vingt-onze"),
            (99, "quatre-vingt-dix-neuf"),
            (100, "cent"),
            (101, "cent un"),
            (180, "cent quatre-vingts"),
            (200, "deux cents"),
            (203, "deux cent trois"),
            (1000, "mille"),
            (1999, "mille neuf cent quatre-vingt-dix-neuf"),
            (2026, "deux mille vingt-six"),
            (80_000, "quatre-vingt mille"),
            (200_200, "deux cent mille deux cents"),
            (1_000_000, "1000000"),
        ] {
            assert_eq!(in_letters(n), letters, "{n}");
        }
    }

    #[test]
    fn ordinals_follow_their_number() {
        for (n, feminine, letters) in [
            (1, false, "premier"),
            (1, true, "première"),
            (2, true, "deuxième"),
            (4, false, "quatrième"),
            (5, false, "cinquième"),
            (9, false, "neuvième"),
            (11, false, "onzième"),
            (21, false, "vingt et unième"),
            (80, false, "quatre-vingtième"),
            (1000, false, "millième"),
        ] {
            assert_eq!(ordinal(n, feminine), letters, "{n}");
        }
    }

    #[test]
    fn dates_in_figures_and_in_letters() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(date_longue(day(2027, 1, 1)), "1er\u{a0}janvier\u{a0}2027");
        assert_eq!(date_longue(day(2026, 11, 24)), "24\u{a0}novembre\u{a0}2026");
        assert_eq!(date_jour(day(2026, 11, 24)), "mardi 24\u{a0}novembre\u{a0}2026");
        assert_eq!(date_lettres(day(2026, 11, 24)), "vingt-quatre novembre deux mille vingt-six");
        assert_eq!(date_lettres(day(1999, 8, 1)), "premier août mille neuf cent quatre-vingt-dix-neuf");
    }
}
