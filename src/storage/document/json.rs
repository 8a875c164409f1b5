//! The JSON of a dossier read straight into its rows: a tree of values in between took as long as
//! the base itself.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use crate::domain::fiche::OUI;
use crate::domain::{Cle, Fiche, Nature, TABLES, Table};

/// `[[rows of dossier], [rows of enfant], …, [trace]]`.
#[derive(Default)]
pub(super) struct Document {
    pub fiches: Vec<Fiche>,
    pub trace: Vec<String>,
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Tables)
    }
}

struct Tables;

impl<'de> Visitor<'de> for Tables {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the tables of a dossier")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut tables: A) -> Result<Document, A::Error> {
        let mut document = Document::default();
        for table in TABLES {
            let rows = Rows { table, fiches: &mut document.fiches };
            tables.next_element_seed(rows)?.ok_or_else(|| A::Error::custom("a table is missing"))?;
        }
        while let Some(trace) = tables.next_element::<Vec<Text>>()? {
            document.trace = trace.into_iter().map(|Text(text)| text).collect();
        }
        Ok(document)
    }
}

/// The rows of one table, or null when it has none.
struct Rows<'a> {
    table: Table,
    fiches: &'a mut Vec<Fiche>,
}

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while let Some(fiche) = rows.next_element_seed(Row(self.table))? {
            self.fiches.push(fiche);
        }
        Ok(())
    }
}

/// `[id, version, a, b…]`, in the order of the catalogue.
struct Row(Table);

impl<'de> DeserializeSeed<'de> for Row {
    type Value = Fiche;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fiche, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Row {
    type Value = Fiche;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Fiche, A::Error> {
        let short = || A::Error::custom("a row is too short");
        let mut fiche = Fiche::with_id(self.0, values.next_element()?.ok_or_else(short)?);
        fiche.version = values.next_element()?.ok_or_else(short)?;
        for cle in Cle::all(self.0) {
            let Text(value) = values.next_element()?.ok_or_else(short)?;
            // SQLite has no booleans: a ticked box is 1.
            match (cle.champ().nature, value.as_str()) {
                (Nature::Oui, "1") => fiche.set(cle, OUI),
                (Nature::Oui, "0") => {}
                _ => fiche.set(cle, value),
            }
        }
        Ok(fiche)
    }
}

/// A value as text, empty for null.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl Visitor<'_> for AnyValue {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, a boolean or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Text, E> {
        Ok(Text(String::new()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Text, E> {
        Ok(Text(if value { OUI } else { "" }.to_owned()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Text, E> {
        Ok(Text(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Text, E> {
        Ok(Text(value.to_string()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Text, E> {
        Ok(Text(value.to_owned()))
    }
}
