//! What the one search field finds, and why.

use uuid::Uuid;

/// What the one search field finds: a row that opens a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouvaille {
    pub genre: Genre,
    pub pourquoi: Pourquoi,
    /// The latest dossier, which choosing it opens.
    pub dossier: Uuid,
    pub numero: String,
    /// The person, for a child.
    pub enfant: Option<Uuid>,
    pub titre: String,
    pub detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Genre {
    Dossier,
    Enfant,
    Adulte,
    Adresse,
}

impl Genre {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Dossier => "Dossier",
            Self::Enfant => "Enfant",
            Self::Adulte => "Adulte",
            Self::Adresse => "Adresse",
        }
    }
}

/// Why it was found, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pourquoi {
    Numero,
    Exact,
    Nom,
    Prenom,
    Interverti,
    AutreNom,
    Voie,
    Son,
    Faute,
}

impl Pourquoi {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Numero => "le numéro commence ainsi",
            Self::Exact => "mêmes nom et prénom",
            Self::Nom => "le nom commence ainsi",
            Self::Prenom => "le prénom commence ainsi",
            Self::Interverti => "prénom puis nom",
            Self::AutreNom => "un autre de ses noms",
            Self::Voie => "même rue",
            Self::Son => "même prononciation",
            Self::Faute => "à une faute de frappe près",
        }
    }
}
