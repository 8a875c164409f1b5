//! An old base as it was read: tables, columns, rows, relationships, and what could not be read.

use chrono::{NaiveDateTime, Timelike as _};

/// One value, in the type that the old base gave it.
#[derive(Clone, Debug, PartialEq)]
pub enum Valeur {
    Vide,
    Oui(bool),
    Entier(i64),
    Reel(f64),
    /// In ten-thousandths.
    Argent(i64),
    Texte(Box<str>),
    Date(NaiveDateTime),
    Octets(Box<[u8]>),
}

impl Valeur {
    pub const fn is_vide(&self) -> bool {
        matches!(self, Self::Vide)
    }

    pub fn texte(&self) -> Option<&str> {
        match self {
            Self::Texte(texte) => Some(texte),
            _ => None,
        }
    }

    /// As a person reads it, and as it is kept; nothing is rounded.
    pub fn show(&self) -> String {
        match self {
            Self::Vide => String::new(),
            Self::Oui(oui) => if *oui { "Oui" } else { "Non" }.to_owned(),
            Self::Entier(n) => n.to_string(),
            Self::Reel(x) => x.to_string(),
            Self::Argent(n) => {
                let sign = if *n < 0 { "-" } else { "" };
                let cents = format!("{:04}", n.unsigned_abs() % 10_000);
                let cents = cents.strip_suffix("00").unwrap_or(&cents);
                format!("{sign}{},{cents}", n.unsigned_abs() / 10_000)
            }
            Self::Texte(texte) => texte.to_string(),
            Self::Date(date) if date.num_seconds_from_midnight() == 0 => date.format("%d/%m/%Y").to_string(),
            Self::Date(date) => date.format("%d/%m/%Y %H:%M:%S").to_string(),
            Self::Octets(octets) => format!("{} octets", octets.len()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    Oui,
    Entier,
    Reel,
    Argent,
    Date,
    Texte,
    Memo,
    Octets,
    Autre,
}

impl Genre {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Oui => "Oui/Non",
            Self::Entier => "Entier",
            Self::Reel => "Réel",
            Self::Argent => "Monétaire",
            Self::Date => "Date/Heure",
            Self::Texte => "Texte court",
            Self::Memo => "Texte long",
            Self::Octets => "Objet OLE",
            Self::Autre => "Autre",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Colonne {
    pub nom: String,
    pub genre: Genre,
    /// What the old screens called it.
    pub legende: String,
    /// Where its combo box took its rows: a query on a table, or a list of values.
    pub origine_liste: String,
    pub auto: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableSource {
    pub nom: String,
    pub colonnes: Vec<Colonne>,
    pub lignes: Vec<Box<[Valeur]>>,
    /// The column of its primary key, when it has one of one column.
    pub cle: Option<usize>,
}

impl TableSource {
    /// A few values, to see what a column holds.
    pub fn samples(&self, at: usize) -> String {
        let mut seen: Vec<String> = Vec::new();
        for value in self.lignes.iter().filter_map(|row| row.get(at)).filter(|value| !value.is_vide()) {
            let shown: String = value.show().chars().filter(|c| !c.is_control()).take(30).collect();
            if !shown.trim().is_empty() && !seen.contains(&shown) {
                seen.push(shown);
            }
            if seen.len() == 4 {
                break;
            }
        }
        seen.iter().map(|value| format!("«\u{a0}{value}\u{a0}»").replace(' ', " ")).collect::<Vec<_>>().join(", ")
    }

    /// Names are compared as Access does: without case.
    pub fn colonne(&self, nom: &str) -> Option<usize> {
        let folded = nom.to_lowercase();
        self.colonnes.iter().position(|colonne| colonne.nom.to_lowercase() == folded)
    }

    /// What row `rang` is known by: its key, or its place for want of one.
    pub fn cle_de(&self, cle: Option<usize>, rang: usize) -> String {
        let value = cle.and_then(|at| self.lignes.get(rang)?.get(at)).filter(|value| !value.is_vide());
        value.map_or_else(|| format!("ligne {}", rang + 1), Valeur::show)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub parent: (String, String),
    pub enfant: (String, String),
    pub integrite: bool,
}

/// A whole old base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    pub fichier: String,
    pub octets: u64,
    pub sha256: String,
    pub version: String,
    pub tables: Vec<TableSource>,
    pub relations: Vec<Relation>,
    /// Linked tables, with where they pointed: never followed.
    pub liees: Vec<(String, String)>,
    /// Saved queries, by name: read, never run.
    pub requetes: Vec<String>,
    /// What could not be read, each in one sentence.
    pub incidents: Vec<String>,
}

impl Source {
    pub fn table(&self, nom: &str) -> Option<&TableSource> {
        let folded = nom.to_lowercase();
        self.tables.iter().find(|table| table.nom.to_lowercase() == folded)
    }

    pub fn lignes(&self) -> usize {
        self.tables.iter().map(|table| table.lignes.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_shown_to_the_last_digit() {
        for (n, shown) in [(0, "0,00"), (1_200_000, "120,00"), (-5, "-0,0005"), (12_345, "1,2345"), (10_100, "1,01")] {
            assert_eq!(Valeur::Argent(n).show(), shown);
        }
    }
}
