//! A length of time, and the day that it ends.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::jours;
use crate::domain::date;

/// A row of the table `delai`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delai {
    pub code: String,
    pub libelle: String,
    pub longueur: u32,
    /// One of [`Unite`], as stored.
    pub unite: String,
    /// The fact it starts from: `reception`, `danger`, `transmission`…
    pub depart: String,
    pub article: String,
    /// Empty, `moins_de_2_ans`, `danger_grave`, `professionnel`, `particulier`.
    pub condition: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unite {
    Mois,
    Jours,
    Heures,
    HeuresOuvrees,
}

impl Unite {
    pub fn of(stored: &str) -> Option<Self> {
        Some(match stored {
            "mois" => Self::Mois,
            "jours" => Self::Jours,
            "heures" => Self::Heures,
            "heures_ouvrees" => Self::HeuresOuvrees,
            _ => return None,
        })
    }

    pub const fn libelle(self, count: u32) -> &'static str {
        match (self, count) {
            (Self::Mois, _) => "mois",
            (Self::Jours, 0 | 1) => "jour",
            (Self::Jours, _) => "jours",
            (Self::Heures, 0 | 1) => "heure",
            (Self::Heures, _) => "heures",
            (Self::HeuresOuvrees, 0 | 1) => "heure ouvrée",
            (Self::HeuresOuvrees, _) => "heures ouvrées",
        }
    }
}

impl Delai {
    pub fn unit(&self) -> Option<Unite> {
        Unite::of(&self.unite)
    }

    /// « 3 mois »
    pub fn length(&self) -> String {
        let unit = self.unit().map_or(self.unite.as_str(), |unit| unit.libelle(self.longueur));
        format!("{} {unit}", self.longueur)
    }

    /// The last day. Calendar months are clamped to the month's end; hours end with the day that they
    /// reach, since the hour of the start is not always known.
    pub fn due(&self, start: NaiveDate) -> Option<NaiveDate> {
        let days = self.longueur.div_ceil(24);
        match self.unit()? {
            Unite::Mois => start.checked_add_months(Months::new(self.longueur)),
            Unite::Jours => start.checked_add_days(Days::new(self.longueur.into())),
            Unite::Heures => start.checked_add_days(Days::new(days.into())),
            Unite::HeuresOuvrees => jours::after(start, days),
        }
    }

    /// How the day was found, step by step, for the person who doubts it.
    pub fn reckoning(&self, start: NaiveDate) -> String {
        let (from, length) = (date::format(start), self.length());
        let Some(due) = self.due(start) else { return format!("{from} + {length}") };
        let to = date::format(due);
        match self.unit() {
            Some(Unite::Mois) if due.day() != start.day() => {
                let month = date::mois(due.month());
                format!(
                    "{from} + {length} : {month} {} n’a pas de {}, le délai finit le dernier jour du mois, le {to}",
                    due.year(),
                    start.day()
                )
            }
            Some(Unite::Mois) => format!("{from} + {length} de date à date = {to}"),
            Some(Unite::HeuresOuvrees) => {
                let skipped = (due - start).num_days() - i64::from(self.longueur.div_ceil(24));
                match skipped {
                    ..=0 => format!("{from} + {length} = {to}"),
                    1 => format!("{from} + {length} = {to}, un jour non ouvré passé"),
                    _ => format!("{from} + {length} = {to}, {skipped} jours non ouvrés passés"),
                }
            }
            _ => format!("{from} + {length} = {to}"),
        }
    }
}
