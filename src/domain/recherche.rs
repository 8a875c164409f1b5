//! The Dossiers screen as data: what is asked of the base, and the rows it gives.

use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Cle, Nature, dossier};

/// A column of the grid. The words that a kept view calls it by are those of [`Colonne::code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumIter)]
pub enum Colonne {
    Numero,
    Reception,
    Fratrie,
    Enfants,
    Type,
    Territoire,
    Etat,
    Echeance,
    Services,
    Danger,
    Sip,
    Violence,
    Support,
    Recepteur,
    Origine,
    Transmetteur,
    Snatem,
    Qualifie,
    Clos,
    Modifie,
}

/// The columns that [`Ligne::autres`] holds, in its order.
pub const AUTRES: [Colonne; 12] = [
    Colonne::Services,
    Colonne::Sip,
    Colonne::Violence,
    Colonne::Support,
    Colonne::Recepteur,
    Colonne::Origine,
    Colonne::Transmetteur,
    Colonne::Snatem,
    Colonne::Qualifie,
    Colonne::Clos,
    Colonne::Modifie,
    Colonne::Danger,
];

impl Colonne {
    /// The field of the header that it shows; none for what is gathered from elsewhere.
    pub const fn cle(self) -> Option<Cle> {
        Some(match self {
            Self::Numero => dossier::NUMERO,
            Self::Reception => dossier::DATE_RECEPTION,
            Self::Fratrie => dossier::FRATRIE,
            Self::Enfants => dossier::NOMBRE_ENFANTS,
            Self::Type => dossier::TYPE_DOSSIER,
            Self::Territoire => dossier::TERRITOIRE,
            Self::Etat => dossier::ETAT,
            Self::Echeance => dossier::ECHEANCE_LE,
            Self::Danger => dossier::DANGER_GRAVE,
            Self::Sip => dossier::SIP,
            Self::Violence => dossier::VIOLENCE_CONJUGALE,
            Self::Support => dossier::SUPPORT,
            Self::Recepteur => dossier::RECEPTEUR,
            Self::Origine => dossier::ORIGINE,
            Self::Transmetteur => dossier::TRANSMETTEUR,
            Self::Snatem => dossier::NUMERO_SNATEM,
            Self::Qualifie => dossier::QUALIFIE_LE,
            Self::Clos => dossier::CLOS_LE,
            Self::Services | Self::Modifie => return None,
        })
    }

    pub fn titre(self) -> &'static str {
        match self {
            Self::Numero => "Numéro",
            Self::Reception => "Reçu le",
            Self::Type => "Type",
            Self::Echeance => "Échéance",
            Self::Danger => "Danger grave",
            Self::Snatem => "N° SNATEM",
            Self::Services => "Services",
            Self::Modifie => "Modifié le",
            other => other.cle().map_or("", |cle| cle.champ().libelle),
        }
    }

    /// What a kept view calls it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Modifie => "modifie_le",
            other => other.cle().map_or("", |cle| cle.champ().colonne),
        }
    }

    /// How a condition on it is given.
    pub fn forme(self) -> Forme {
        match self {
            Self::Services => Forme::Choix(Nature::Service),
            Self::Reception | Self::Echeance | Self::Qualifie | Self::Clos | Self::Modifie => Forme::Jours,
            Self::Enfants => Forme::Nombres,
            other => match other.cle().map(|cle| cle.champ().nature) {
                Some(Nature::Oui) => Forme::OuiNon,
                Some(nature) if nature.is_list() => Forme::Choix(nature),
                _ => Forme::Texte,
            },
        }
    }

    /// Several services stand in no order.
    pub const fn sorts(self) -> bool {
        !matches!(self, Self::Services)
    }
}

/// How a condition is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forme {
    /// A beginning, or names in any order.
    Texte,
    Jours,
    Nombres,
    OuiNon,
    /// Any of the values of that nature.
    Choix(Nature),
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

/// Sorted by the first, rows alike by the second, and so on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ordre(pub Vec<Tri>);

impl From<Tri> for Ordre {
    fn from(tri: Tri) -> Self {
        Self(vec![tri])
    }
}

impl Default for Ordre {
    fn default() -> Self {
        Tri::default().into()
    }
}

/// What a column must hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    Commence(String),
    /// One of these; the empty one is « nothing filled in ».
    Parmi(Vec<String>),
    Jours {
        du: Option<NaiveDate>,
        au: Option<NaiveDate>,
    },
    Nombres {
        de: Option<i64>,
        a: Option<i64>,
    },
    Oui(bool),
    Rempli(bool),
}

/// What is wanted; everything when nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filtre {
    /// A number (`2026-12`), or names of a child in any order.
    pub texte: String,
    pub conditions: Vec<(Colonne, Condition)>,
    /// These dossiers alone.
    pub choisis: Option<Choisis>,
}

impl Filtre {
    /// Those whose column holds one of these values.
    pub fn among(colonne: Colonne, values: impl IntoIterator<Item = String>) -> Self {
        Self::default().and(colonne, values)
    }

    #[must_use]
    pub fn and(mut self, colonne: Colonne, values: impl IntoIterator<Item = String>) -> Self {
        self.conditions.push((colonne, Condition::Parmi(values.into_iter().collect())));
        self
    }
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

/// One row of the screen, as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// The other columns, in the order of [`AUTRES`]; services are separated by a space.
    pub autres: Vec<String>,
}

impl Ligne {
    /// The stored value of a column.
    pub fn get(&self, colonne: Colonne) -> String {
        match colonne {
            Colonne::Numero => self.numero.clone(),
            Colonne::Reception => self.date_reception.clone(),
            Colonne::Fratrie => self.fratrie.clone(),
            Colonne::Enfants => self.nombre_enfants.to_string(),
            Colonne::Type => self.type_dossier.clone(),
            Colonne::Territoire => self.territoire.clone(),
            Colonne::Etat => self.etat.clone(),
            Colonne::Echeance => self.echeance_le.clone(),
            other => {
                let at = AUTRES.iter().position(|each| *each == other);
                at.and_then(|at| self.autres.get(at)).cloned().unwrap_or_default()
            }
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub from: u64,
    pub total: u64,
    pub lignes: Vec<Ligne>,
}
