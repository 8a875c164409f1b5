//! What an archive says of itself.

use serde::{Deserialize, Serialize};

use crate::storage::TableBrute;

pub const MANIFESTE: &str = "manifeste.json";
/// Changes when an older Vigie could not read it.
pub const FORMAT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifeste {
    pub application: String,
    pub format: u32,
    /// « sqlite » or « postgresql ».
    pub moteur: String,
    /// The migrations of the base that it comes from.
    pub migrations: Vec<String>,
    pub tables: Vec<TableArchivee>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableArchivee {
    #[serde(flatten)]
    pub table: TableBrute,
    pub lignes: usize,
}

impl Manifeste {
    pub const APPLICATION: &str = "Vigie";
}

pub fn jsonl(table: &str) -> String {
    format!("donnees/{table}.jsonl")
}

pub fn csv(table: &str) -> String {
    format!("donnees/{table}.csv")
}
