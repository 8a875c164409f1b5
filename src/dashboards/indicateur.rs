//! An indicator as data: what is counted, once for what, by which date, along which axes.

use serde::{Deserialize, Serialize};

use super::dimension::{DateCle, Dimension};
use super::figure::Forme;

/// What is counted once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unite {
    /// A dossier: one information, for all its children.
    Information,
    /// A child in an information: a child of three informations counts three times.
    Enfant,
    /// A child, once however many informations.
    EnfantDistinct,
    /// A family: dossiers that share a child are of one.
    Fratrie,
}

impl Unite {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Information => "informations",
            Self::Enfant => "enfants concernés",
            Self::EnfantDistinct => "enfants distincts",
            Self::Fratrie => "fratries",
        }
    }

    /// One of them.
    pub const fn une(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Enfant => "enfant concerné",
            Self::EnfantDistinct => "enfant distinct",
            Self::Fratrie => "fratrie",
        }
    }

    /// What it is made of: there are at least as many of each of these.
    pub const fn finer(self) -> &'static [Self] {
        match self {
            Self::Enfant => &[],
            Self::Information | Self::EnfantDistinct => &[Self::Enfant],
            Self::Fratrie => &[Self::Information, Self::EnfantDistinct, Self::Enfant],
        }
    }

    /// What is counted once, in a sentence.
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Information => {
                "Unité\u{a0}: l’information\u{a0}; un dossier compte une fois, quel que soit le nombre de ses enfants."
            }
            Self::Enfant => {
                "Unité\u{a0}: l’enfant dans une information\u{a0}; un enfant signalé trois fois compte trois fois."
            }
            Self::EnfantDistinct => {
                "Unité\u{a0}: l’enfant distinct\u{a0}; il compte une fois, quel que soit le nombre d’informations."
            }
            Self::Fratrie => {
                "Unité\u{a0}: la fratrie\u{a0}; les dossiers qui ont un enfant en commun n’en font qu’une."
            }
        }
    }
}

/// The date that decides whether a fact is of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    Date(DateCle),
    /// Open on the last day of the period, or today if that is sooner.
    Stock,
}

/// What a fact must be to be counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// One of these values; the empty one is « nothing is known ».
    Parmi(Dimension, Vec<String>),
    Sauf(Dimension, Vec<String>),
    Connue(DateCle),
    Inconnue(DateCle),
    /// The second date is there, not later than so many calendar months after the first.
    SousMois(DateCle, DateCle, u32),
    /// The age in months is known and below.
    MoinsDeMois(i16),
    /// Ticked, or told: a bit of `domain::fait::DRAPEAUX`.
    Oui(u8),
    Non(u8),
    /// No report on the day looked at, though so many months have gone since the reception.
    SansRapportApres(u32),
}

/// What is done with the facts that are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mesure {
    Compte,
    /// The part, in percent, of those that also are so.
    Part(Vec<Condition>),
    /// Days between two dates of each unit: the value below which stand so many percent (50 is the median).
    Delai {
        de: DateCle,
        a: DateCle,
        centile: u8,
    },
    /// For 1,000 minors who live there.
    PourMille,
    /// How many of this unit for one of the indicator's.
    Moyenne(Unite),
    /// The part, in percent, of facts of which nothing is known, one bar a dimension.
    Manques(Vec<Dimension>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Indicateur {
    pub code: String,
    pub titre: String,
    /// What is counted, for a person.
    pub definition: String,
    /// One of [`FAMILLES`], from 1; 0 for one's own.
    pub famille: u8,
    pub unite: Unite,
    pub moment: Moment,
    pub mesure: Mesure,
    /// The axis.
    pub par: Option<Dimension>,
    /// The series.
    pub et: Option<Dimension>,
    pub conditions: Vec<Condition>,
    pub forme: Forme,
    /// So many bars at most, the greatest; 0 for all. Those left out are told.
    pub premiers: usize,
}

/// What the yearly report says, chapter by chapter.
pub const FAMILLES: [&str; 20] = [
    "Informations reçues",
    "Enfants et fratries concernés",
    "Informations répétées",
    "Supports",
    "Origine et transmission",
    "Motifs et dangers",
    "Âge, sexe et situation des enfants",
    "Territoires et communes",
    "Auteurs présumés",
    "Enfants déjà connus",
    "Services chargés des évaluations",
    "Délais",
    "Suites données",
    "Autorité judiciaire",
    "Obligations d’information",
    "Rencontres au domicile",
    "Transferts",
    "Rythme de l’année",
    "Qualité des données",
    "Dossiers en cours",
];

impl Indicateur {
    pub fn famille(&self) -> &'static str {
        usize::from(self.famille).checked_sub(1).and_then(|at| FAMILLES.get(at)).copied().unwrap_or("Vos indicateurs")
    }

    /// The axes, none, one or two.
    pub fn axes(&self) -> Vec<Dimension> {
        self.par.into_iter().chain(self.et).collect()
    }

    /// What decides, in a sentence.
    pub fn decide(&self) -> String {
        match self.moment {
            Moment::Date(cle) => format!("La période se lit selon {}.", cle.libelle()),
            Moment::Stock => "Compté au dernier jour de la période, ou aujourd’hui si elle n’est pas finie.".to_owned(),
        }
    }
}
