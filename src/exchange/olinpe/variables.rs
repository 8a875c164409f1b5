//! The variables of the national format, as data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The values of one child for one information, by the name of the variable; what is not there is empty.
pub type Ligne = BTreeMap<&'static str, String>;

/// What a variable may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Genre {
    /// One of these codes.
    Codes(Vec<&'static str>),
    /// AAAA, 9999 when unknown.
    Annee,
    /// AAAA-MM, 9999 and 99 when unknown.
    Mois,
    /// AAAA-MM-JJ; unknown dates are left empty, the format refuses 9999.
    Date,
    /// 0 to 99, 99 when unknown.
    Entier,
    /// At most 40 characters.
    Texte,
    /// 40 hexadecimal signs.
    Anonymat,
    /// Code of the département.
    Departement,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    pub nom: &'static str,
    pub libelle: &'static str,
    pub genre: Genre,
}

/// All of them, in alphabetical order, which is that of the file.
pub static VARIABLES: LazyLock<Vec<Variable>> = LazyLock::new(|| {
    include_str!("../../../assets/olinpe/variables.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (nom, libelle, genre) = (cells.next()?, cells.next()?, cells.next()?);
            let genre = match genre {
                "codes" => Genre::Codes(cells.next()?.split('|').collect()),
                "annee" => Genre::Annee,
                "mois" => Genre::Mois,
                "date" => Genre::Date,
                "entier" => Genre::Entier,
                "texte" => Genre::Texte,
                "anonymat" => Genre::Anonymat,
                _ => Genre::Departement,
            };
            Some(Variable { nom, libelle, genre })
        })
        .collect()
});

impl Variable {
    /// « Ne sait pas », as this variable codes it; none when it has no such code.
    pub fn inconnu(&self) -> Option<&'static str> {
        match &self.genre {
            Genre::Codes(codes) => codes.iter().rfind(|code| code.bytes().all(|byte| byte == b'9')).copied(),
            Genre::Annee => Some("9999"),
            Genre::Mois => Some("9999-99"),
            Genre::Entier => Some("99"),
            _ => None,
        }
    }

    /// Is this value one that the format takes?
    pub fn takes(&self, value: &str) -> bool {
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        match &self.genre {
            Genre::Codes(codes) => codes.contains(&value),
            Genre::Annee => digits(value, 4),
            Genre::Mois => value.split_once('-').is_some_and(|(year, month)| {
                digits(year, 4) && (month == "99" || ("01"..="12").contains(&month) && digits(month, 2))
            }),
            Genre::Date => digits(&value.replace('-', ""), 8) && value.parse::<chrono::NaiveDate>().is_ok(),
            Genre::Entier => (1..=2).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit()),
            Genre::Texte => value.chars().count() <= 40,
            Genre::Anonymat => value.len() == 40 && value.bytes().all(|byte| byte.is_ascii_hexdigit()),
            Genre::Departement => {
                (2..=3).contains(&value.len())
                    && value.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
            }
        }
    }
}

/// How much of a variable is filled.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Completude {
    pub variable: &'static str,
    pub libelle: &'static str,
    pub remplies: usize,
    /// Of those, how many say « ne sait pas ».
    pub inconnues: usize,
    pub lignes: usize,
}

/// A line a variable that Vigie fills at all.
pub fn completude(lignes: &[Ligne]) -> Vec<Completude> {
    VARIABLES
        .iter()
        .map(|variable| {
            let values: Vec<&String> = lignes.iter().filter_map(|ligne| ligne.get(variable.nom)).collect();
            let unknown = |value: &&&String| {
                variable.inconnu() == Some(value.as_str())
                    || **value == super::ABSENT
                    || value.as_str() == "99" && variable.nom == "MNAIS"
            };
            Completude {
                variable: variable.nom,
                libelle: variable.libelle,
                remplies: values.len(),
                inconnues: values.iter().filter(unknown).count(),
                lignes: lignes.len(),
            }
        })
        .filter(|one| one.remplies > 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_has_its_variables_in_order_and_codes_what_is_unknown() {
        assert_eq!(VARIABLES.len(), 105);
        assert!(VARIABLES.is_sorted_by_key(|variable| variable.nom));
        let named = |nom: &str| VARIABLES.iter().find(|variable| variable.nom == nom).unwrap();
        for (nom, unknown) in
            [("SEXE", "9"), ("ORIGIP", "99"), ("TRANSIP", "999"), ("ANAIS", "9999"), ("COMPOMENAG", "99")]
        {
            assert_eq!(named(nom).inconnu(), Some(unknown), "{nom}");
        }
        assert_eq!(named("DATIP").inconnu(), None, "an unknown date is left empty");
        assert!(
            named("DATIP").takes("2026-02-28")
                && !named("DATIP").takes("9999-99-99")
                && !named("DATIP").takes("2026-02-30")
        );
        assert!(named("DATDCMERE").takes("9999-99") && !named("DATDCMERE").takes("2026-13"));
        assert!(named("NUMDEP").takes("18") && named("NUMDEP").takes("2A") && !named("NUMDEP").takes("1"));
        assert!(!named("NUMANONYM").takes("abc") && named("NUMANONYM").takes(&"f".repeat(40)));
    }
}
