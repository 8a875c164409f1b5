//! One row: the fields of one table for one id.

use chrono::NaiveDate;
use uuid::Uuid;

use super::champ::{Cle, Table};

/// One row of a dossier. A value is text, empty for none; see [`super::Dossier`] and
/// [`super::DossierDraft`] for which text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fiche {
    pub table: Table,
    pub id: Uuid,
    /// As read from the database; 0 for a row that it does not hold yet.
    pub version: i32,
    valeurs: Box<[String]>,
}

impl Fiche {
    /// An empty row with an id of its own.
    pub fn new(table: Table) -> Self {
        Self::with_id(table, Uuid::now_v7())
    }

    pub fn with_id(table: Table, id: Uuid) -> Self {
        Self { table, id, version: 0, valeurs: vec![String::new(); table.champs().len()].into() }
    }

    pub fn get(&self, cle: Cle) -> &str {
        debug_assert_eq!(cle.table, self.table);
        self.valeurs.get(cle.rang).map_or("", String::as_str)
    }

    /// The text of a field, to be edited in place.
    #[expect(clippy::indexing_slicing, reason = "one value a field, as many as the table declares")]
    pub fn get_mut(&mut self, cle: Cle) -> &mut String {
        debug_assert_eq!(cle.table, self.table);
        &mut self.valeurs[cle.rang]
    }

    pub fn set(&mut self, cle: Cle, valeur: impl Into<String>) {
        *self.get_mut(cle) = valeur.into();
    }

    /// The same row with this value: `Fiche::new(…).with(NOM, "Martin")`.
    #[must_use]
    pub fn with(mut self, cle: Cle, valeur: impl Into<String>) -> Self {
        self.set(cle, valeur);
        self
    }

    pub fn valeurs(&self) -> impl Iterator<Item = (Cle, &str)> {
        Cle::all(self.table).zip(self.valeurs.iter().map(String::as_str))
    }

    pub fn is_empty(&self) -> bool {
        self.valeurs.iter().all(String::is_empty)
    }

    pub fn oui(&self, cle: Cle) -> bool {
        self.get(cle) == OUI
    }

    pub fn reference(&self, cle: Cle) -> Option<Uuid> {
        self.get(cle).parse().ok()
    }

    /// The date of a stored value (not of a typed one).
    pub fn date(&self, cle: Cle) -> Option<NaiveDate> {
        self.get(cle).get(..10)?.parse().ok()
    }
}

/// The stored form of a ticked box; an unticked one is empty.
pub const OUI: &str = "true";

/// A draft is kept in a file: rows are written with column names, so that a file of an earlier
/// version of Vigie is still read, less the fields that are no more.
mod file {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
    use uuid::Uuid;

    use super::{Cle, Fiche, Table};

    #[derive(Serialize, Deserialize)]
    struct FicheFile {
        table: String,
        id: Uuid,
        version: i32,
        valeurs: BTreeMap<String, String>,
    }

    impl Serialize for Fiche {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let valeurs = self
                .valeurs()
                .filter(|(_, valeur)| !valeur.is_empty())
                .map(|(cle, valeur)| (cle.champ().colonne.to_owned(), valeur.to_owned()))
                .collect();
            let table = self.table.nom().to_owned();
            FicheFile { table, id: self.id, version: self.version, valeurs }.serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for Fiche {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let file = FicheFile::deserialize(deserializer)?;
            let table = Table::from_nom(&file.table)
                .ok_or_else(|| D::Error::custom(format!("unknown table {}", file.table)))?;
            let mut fiche = Self::with_id(table, file.id);
            fiche.version = file.version;
            for (colonne, valeur) in file.valeurs {
                if let Some(cle) = Cle::from_colonne(table, &colonne) {
                    fiche.set(cle, valeur);
                }
            }
            Ok(fiche)
        }
    }
}
