//! The Dossiers screen as data: what is asked of the base, and the rows it gives.

use std::sync::Arc;

use uuid::Uuid;

/// A column that can be sorted by; each has its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Colonne {
    Numero,
    Reception,
    Fratrie,
    Territoire,
    Etat,
    Echeance,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tri {
    pub colonne: Colonne,
    pub descending: bool,
}

impl Default for Tri {
    /// The latest number first.
    fn default() -> Self {
        Self { colonne: Colonne::Numero, descending: true }
    }
}

/// What is wanted; an empty text is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filtre {
    /// A number (`2026-12`), or names of a child in any order.
    pub texte: String,
    pub etat: String,
    pub territoire: String,
    pub type_dossier: String,
    /// These dossiers alone.
    pub choisis: Option<Choisis>,
}

/// Dossiers chosen one by one, or by a count that was opened; and what they have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choisis {
    /// « Enfants de moins de deux ans », as it is told above the grid.
    pub titre: String,
    pub ids: Arc<[Uuid]>,
}

impl Choisis {
    pub fn new(titre: impl Into<String>, ids: impl IntoIterator<Item = Uuid>) -> Self {
        Self { titre: titre.into(), ids: ids.into_iter().collect() }
    }
}

/// One row of the screen. Dates as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ligne {
    pub id: Uuid,
    pub numero: String,
    pub date_reception: String,
    pub type_dossier: String,
    pub fratrie: String,
    pub nombre_enfants: i32,
    pub territoire: String,
    pub etat: String,
    pub echeance_le: String,
    pub danger_grave: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub from: u64,
    pub total: u64,
    pub lignes: Vec<Ligne>,
}
