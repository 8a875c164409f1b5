//! What stands in one cell of a spreadsheet, and a table of them.

use chrono::NaiveDate;

use crate::domain::date;

/// One cell. A number or a day stays one, so that a spreadsheet sorts and sums it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cellule {
    #[default]
    Vide,
    Texte(String),
    Nombre(f64),
    Jour(NaiveDate),
}

/// A sheet: its name, a title a column, its rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tableau {
    pub nom: String,
    pub titres: Vec<String>,
    pub lignes: Vec<Vec<Cellule>>,
}

impl Cellule {
    /// As a person reads it, a formula not yet neutralised.
    pub fn texte(&self) -> String {
        match self {
            Self::Vide => String::new(),
            Self::Texte(texte) => texte.clone(),
            // French spreadsheets read a comma.
            Self::Nombre(nombre) => nombre.to_string().replace('.', ","),
            Self::Jour(jour) => date::format(*jour),
        }
    }
}

impl From<&str> for Cellule {
    fn from(texte: &str) -> Self {
        if texte.is_empty() { Self::Vide } else { Self::Texte(texte.to_owned()) }
    }
}

impl From<String> for Cellule {
    fn from(texte: String) -> Self {
        if texte.is_empty() { Self::Vide } else { Self::Texte(texte) }
    }
}

impl From<f64> for Cellule {
    fn from(nombre: f64) -> Self {
        Self::Nombre(nombre)
    }
}

impl From<i64> for Cellule {
    fn from(nombre: i64) -> Self {
        Self::Nombre(nombre as f64)
    }
}

impl From<usize> for Cellule {
    fn from(nombre: usize) -> Self {
        Self::Nombre(nombre as f64)
    }
}

impl From<bool> for Cellule {
    fn from(coche: bool) -> Self {
        Self::Texte(if coche { "oui" } else { "non" }.to_owned())
    }
}

impl From<NaiveDate> for Cellule {
    fn from(jour: NaiveDate) -> Self {
        Self::Jour(jour)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cellule {
    fn from(valeur: Option<T>) -> Self {
        valeur.map_or(Self::Vide, Into::into)
    }
}
