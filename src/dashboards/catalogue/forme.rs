//! How the lines of the catalogue are written.

use crate::dashboards::dimension::{DateCle, Dimension};
use crate::dashboards::figure::Forme;
use crate::dashboards::indicateur::{Condition, Indicateur, Mesure, Moment, Unite};

/// A count by reception; the rest is said by what follows.
pub fn compte(famille: u8, code: &str, titre: &str, definition: &str, unite: Unite) -> Indicateur {
    Indicateur {
        code: code.to_owned(),
        titre: titre.to_owned(),
        definition: definition.to_owned(),
        famille,
        unite,
        moment: Moment::Date(DateCle::Reception),
        mesure: Mesure::Compte,
        par: None,
        et: None,
        conditions: Vec::new(),
        forme: Forme::Barres,
        premiers: 0,
    }
}

pub trait Ecrire {
    #[must_use]
    fn par(self, dimension: Dimension, forme: Forme) -> Self;
    #[must_use]
    fn et(self, dimension: Dimension) -> Self;
    #[must_use]
    fn selon(self, date: DateCle) -> Self;
    #[must_use]
    fn stock(self) -> Self;
    #[must_use]
    fn mesure(self, mesure: Mesure) -> Self;
    #[must_use]
    fn si(self, condition: Condition) -> Self;
    #[must_use]
    fn premiers(self, n: usize) -> Self;
}

impl Ecrire for Indicateur {
    fn par(self, dimension: Dimension, forme: Forme) -> Self {
        Self { par: Some(dimension), forme, ..self }
    }

    fn et(self, dimension: Dimension) -> Self {
        Self { et: Some(dimension), ..self }
    }

    fn selon(self, date: DateCle) -> Self {
        Self { moment: Moment::Date(date), ..self }
    }

    fn stock(self) -> Self {
        Self { moment: Moment::Stock, ..self }
    }

    fn mesure(self, mesure: Mesure) -> Self {
        Self { mesure, ..self }
    }

    fn si(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    fn premiers(self, n: usize) -> Self {
        Self { premiers: n, ..self }
    }
}

pub fn parmi(dimension: Dimension, valeurs: &[&str]) -> Condition {
    Condition::Parmi(dimension, valeurs.iter().map(|valeur| (*valeur).to_owned()).collect())
}

pub const fn mediane(de: DateCle, a: DateCle) -> Mesure {
    Mesure::Delai { de, a, centile: 50 }
}

pub const IP: [&str; 2] = ["type_dossier/information_preoccupante", "type_dossier/ip_complementaire"];
