//! A letter in the register: to whom, when, in which state, and its frozen pages.

use chrono::NaiveDate;
use uuid::Uuid;

use super::lettre::Lettre;
use super::modele::Modele;

/// Where a letter is. It never goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EtatCourrier {
    Brouillon,
    Valide,
    Envoye,
}

impl EtatCourrier {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Brouillon => "brouillon",
            Self::Valide => "valide",
            Self::Envoye => "envoye",
        }
    }

    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Brouillon => "Brouillon",
            Self::Valide => "Validé",
            Self::Envoye => "Envoyé",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Brouillon, Self::Valide, Self::Envoye].into_iter().find(|etat| etat.code() == code)
    }
}

/// A template as the base keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModeleGarde {
    pub modele: Modele,
    /// The text that one edits.
    pub texte: String,
    pub revision: i32,
    pub actif: bool,
}

/// A text that a template had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionModele {
    pub revision: i32,
    pub texte: String,
    pub cree_le: String,
    pub cree_par: String,
}

/// A letter to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NouveauCourrier {
    pub id: Uuid,
    pub dossier: Uuid,
    pub territoire: String,
    pub modele: String,
    pub revision: i32,
    pub destinataire: String,
    pub lettre: Lettre,
}

/// A line of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneCourrier {
    pub id: Uuid,
    pub dossier: Uuid,
    pub numero: String,
    pub modele: String,
    /// The template's name, as one chooses it.
    pub libelle: String,
    pub jour: String,
    pub destinataire: String,
    pub objet: String,
    pub etat: EtatCourrier,
    pub valide_le: String,
    /// Who validated it; who wrote it while it is a draft.
    pub par: String,
    pub envoye_le: String,
}

/// What the register is looked through for; empty fields ask nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FiltreCourrier {
    pub dossier: Option<Uuid>,
    /// The whole number of a dossier.
    pub numero: String,
    pub modele: String,
    pub etat: Option<EtatCourrier>,
    /// The beginning of the recipient's name.
    pub destinataire: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Only what comes behind this letter in the register: its day, and itself.
    pub apres: Option<(String, Uuid)>,
}

impl FiltreCourrier {
    /// The same letters, those behind that line.
    #[must_use]
    pub fn behind(self, ligne: &LigneCourrier) -> Self {
        Self { apres: Some((ligne.jour.clone(), ligne.id)), ..self }
    }
}
