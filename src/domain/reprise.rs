//! What a takeover hands to the base: dossiers with where each row comes from, the old rows as they
//! were, and each time that a rule changed, moved or only noticed a value.

use std::sync::Arc;

use uuid::Uuid;

use super::Dossier;

/// The old row that a row of a dossier comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origine {
    pub ligne: Uuid,
    pub table: Arc<str>,
    pub cle: Box<str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierRepris {
    pub dossier: Dossier,
    pub origines: Vec<Origine>,
}

/// An old row as it was, as a JSON object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneAncienne {
    pub table: Arc<str>,
    pub cle: Box<str>,
    /// Did it become something in Vigie?
    pub reprise: bool,
    pub dossier: Option<Uuid>,
    pub contenu: String,
}

/// One rule, applied to one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constat {
    pub regle: &'static str,
    pub table: Arc<str>,
    pub cle: Box<str>,
    pub colonne: Arc<str>,
    pub avant: Box<str>,
    pub apres: Box<str>,
    pub dossier: Option<Uuid>,
}

/// A value that the old base held and that no list of Vigie has: added closed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValeurNouvelle {
    /// The code of a list, `territoire` or `service`.
    pub liste: String,
    pub id: String,
    pub libelle: String,
}

/// A row of the old base, as a screen asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneVue {
    pub table: String,
    pub cle: String,
    pub reprise: bool,
    /// Column and value, in the order of the old table.
    pub valeurs: Vec<(String, String)>,
}

/// A rule met by a row, as a screen shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConstatVu {
    pub regle: String,
    pub table: String,
    pub cle: String,
    pub colonne: String,
    pub avant: String,
    pub apres: String,
    pub dossier: Option<Uuid>,
    /// The number of that dossier, empty without one.
    pub numero: String,
}

/// What a run changed in the base.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ecriture {
    pub dossiers_ajoutes: usize,
    pub dossiers_changes: usize,
    pub dossiers_inchanges: usize,
    pub valeurs_changees: usize,
    /// Changed in Access and in Vigie: Vigie's stands.
    pub valeurs_gardees: usize,
    /// Taken over once, and removed in Vigie since: not brought back.
    pub lignes_retirees: usize,
    pub valeurs_de_liste: usize,
    pub pieces: usize,
}
