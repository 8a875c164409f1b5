//! The journal as an auditor looks through it.

use chrono::NaiveDate;
use uuid::Uuid;

/// What can be told, and how it is said.
pub const OPERATIONS: [(&str, &str); 12] = [
    ("consultation", "Consultation"),
    ("ajout", "Ajout"),
    ("modification", "Modification"),
    ("suppression", "Suppression"),
    ("export", "Export"),
    ("impression", "Impression"),
    ("recherche", "Recherche"),
    ("refus", "Refus"),
    ("compte", "Compte"),
    ("droit", "Droit"),
    ("import", "Reprise"),
    ("chargement", "Chargement"),
];

/// What a line is about, in the words of the screen.
pub fn objet(table: &str) -> &str {
    match table {
        "dossier" => "Dossier",
        "enfant" => "Enfant",
        "enfant_concerne" => "Enfant concerné",
        "adulte" => "Adulte",
        "adulte_enfant" => "Lien de l’adulte à l’enfant",
        "motif_enfant" => "Motif",
        "conclusion_enfant" => "Conclusion",
        "traitement" => "Traitement",
        "historique" => "Historique",
        "courrier" => "Courrier",
        "passation" => "Passation",
        "fusion_enfant" => "Fusion d’enfants",
        "utilisateur" => "Compte",
        "journal" => "Journal",
        "tableau" => "Tableau de bord",
        "modele_courrier" | "modele_courrier_version" => "Modèle de courrier",
        "valeur" => "Valeur de liste",
        "territoire" => "Territoire",
        "service" => "Service",
        "commune" => "Commune",
        "correspondant" => "Correspondant",
        "delai" => "Délai",
        other => other,
    }
}

pub fn operation(code: &str) -> &str {
    OPERATIONS.iter().find(|(known, _)| *known == code).map_or(code, |(_, label)| label)
}

/// Which lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FiltreJournal {
    /// The login, or the beginning of it.
    pub qui: String,
    /// The number of the dossier.
    pub numero: String,
    pub du: Option<NaiveDate>,
    pub au: Option<NaiveDate>,
    pub operation: String,
}

/// One line, without its texts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LigneJournal {
    pub id: i64,
    /// UTC, as stored.
    pub quand: String,
    pub qui: String,
    pub depuis: String,
    pub operation: String,
    pub nom_table: String,
    pub dossier: Option<Uuid>,
    pub numero: String,
}

#[derive(Clone, Debug, Default)]
pub struct PageJournal {
    pub lignes: Vec<LigneJournal>,
    pub from: u64,
    pub total: u64,
}

/// Of one line: each value before and after, by name.
pub type DetailJournal = Vec<(String, String, String)>;
