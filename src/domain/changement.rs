//! One write of a dossier as the journal holds it.

use uuid::Uuid;

use super::{Cle, Table};

/// A row added, changed or removed: each field as it was and as it became, in stored form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changement {
    /// UTC, as stored.
    pub quand: String,
    pub qui: String,
    /// `ajout`, `modification`, `suppression`
    pub operation: String,
    pub table: Table,
    pub ligne: Uuid,
    pub champs: Vec<(Cle, String, String)>,
}
