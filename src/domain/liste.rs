//! A list as the Paramètres screen shows it, and what can be done to it.

use chrono::NaiveDate;

/// A value with what the Paramètres screen shows of it. Dates as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValeurDetail {
    pub id: String,
    pub libelle: String,
    pub ordre: i32,
    pub actif: bool,
    pub valide_du: String,
    pub valide_au: String,
    pub parent: Option<String>,
    pub olinpe: String,
    /// How many rows hold it.
    pub usage: i64,
}

/// What can be done to a list; `liste` is its code, or `territoire` or `service`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditListe {
    Add {
        liste: String,
        libelle: String,
        parent: Option<String>,
    },
    Rename {
        liste: String,
        id: String,
        libelle: String,
    },
    /// The ids of the list in their new order.
    Order {
        liste: String,
        ids: Vec<String>,
    },
    SetActive {
        liste: String,
        id: String,
        actif: bool,
    },
    Validity {
        liste: String,
        id: String,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    },
    /// Every row that holds `from` holds `to` from now on; `from` is closed.
    Merge {
        liste: String,
        from: String,
        to: String,
    },
}
