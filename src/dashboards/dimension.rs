//! What facts can be told apart by: the axes of charts and the criteria of filters.

use serde::{Deserialize, Serialize};
use strum::{EnumCount, EnumIter, IntoEnumIterator as _};

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumCount,
    EnumIter,
    strum::IntoStaticStr,
    strum::EnumString,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    // Of the date that decides, which depends on the indicator.
    Annee,
    Mois,
    MoisDeLAnnee,
    // One value a fact.
    Territoire,
    Commune,
    TypeDossier,
    Sip,
    Support,
    Recepteur,
    Origine,
    Transmetteur,
    DangerGrave,
    ViolenceConjugale,
    Etat,
    Enfants,
    Age,
    Sexe,
    LieuVie,
    AutoriteParentale,
    CspPere,
    CspMere,
    Connu,
    Repetition,
    MotifPrincipal,
    Suite,
    MotifSignalement,
    ReponseParquet,
    DelaiQualification,
    DelaiRapport,
    DelaiDecision,
    // Several values a fact.
    Motif,
    FamilleMotif,
    Service,
    Lien,
    Conclusion,
}

/// How many dimensions have a column of one code a fact.
pub const SIMPLES: usize = Dimension::Motif as usize - Dimension::Territoire as usize;
/// How many have a column of several codes a fact.
pub const MULTIPLES: usize = Dimension::COUNT - Dimension::Motif as usize;

/// Where the values of a dimension are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Temps,
    Simple(usize),
    Multiple(usize),
}

impl Dimension {
    pub const fn place(self) -> Place {
        let at = self as usize;
        if at < Self::Territoire as usize {
            Place::Temps
        } else if at < Self::Motif as usize {
            Place::Simple(at - Self::Territoire as usize)
        } else {
            Place::Multiple(at - Self::Motif as usize)
        }
    }

    pub fn toutes() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Annee => "Année",
            Self::Mois => "Mois",
            Self::MoisDeLAnnee => "Mois de l’année",
            Self::Territoire => "Territoire",
            Self::Commune => "Commune",
            Self::TypeDossier => "Type de dossier",
            Self::Sip => "S.I.P.",
            Self::Support => "Support",
            Self::Recepteur => "Récepteur",
            Self::Origine => "Origine",
            Self::Transmetteur => "Transmetteur",
            Self::DangerGrave => "Danger grave et immédiat",
            Self::ViolenceConjugale => "Violence conjugale",
            Self::Etat => "État du dossier",
            Self::Enfants => "Enfants du dossier",
            Self::Age => "Âge à la réception",
            Self::Sexe => "Sexe",
            Self::LieuVie => "Lieu de vie",
            Self::AutoriteParentale => "Autorité parentale",
            Self::CspPere => "CSP du père",
            Self::CspMere => "CSP de la mère",
            Self::Connu => "Déjà connu",
            Self::Repetition => "Information précédente",
            Self::MotifPrincipal => "Motif principal",
            Self::Suite => "Suite donnée",
            Self::MotifSignalement => "Motif du signalement",
            Self::ReponseParquet => "Réponse du parquet",
            Self::DelaiQualification => "Délai de qualification",
            Self::DelaiRapport => "Délai d’évaluation",
            Self::DelaiDecision => "Délai de décision",
            Self::Motif => "Motif",
            Self::FamilleMotif => "Famille de motifs",
            Self::Service => "Service",
            Self::Lien => "Lien de l’auteur présumé",
            Self::Conclusion => "Conclusion",
        }
    }

    /// The same for all the children of a dossier. Time is, when `date` is one of the dossier's.
    pub const fn du_dossier(self, date: DateCle) -> bool {
        match self {
            Self::Annee | Self::Mois | Self::MoisDeLAnnee => {
                !matches!(date, DateCle::Decision | DateCle::Signalement | DateCle::ReponseParquet)
            }
            Self::Territoire
            | Self::TypeDossier
            | Self::Sip
            | Self::Support
            | Self::Recepteur
            | Self::Origine
            | Self::Transmetteur
            | Self::DangerGrave
            | Self::ViolenceConjugale
            | Self::Etat
            | Self::Enfants
            | Self::DelaiQualification
            | Self::DelaiRapport => true,
            _ => false,
        }
    }

    /// Its values stand in an order of their own: they are never sorted by their number.
    pub const fn ordonnee(self) -> bool {
        matches!(
            self,
            Self::Annee
                | Self::Mois
                | Self::MoisDeLAnnee
                | Self::Age
                | Self::Enfants
                | Self::Repetition
                | Self::DelaiQualification
                | Self::DelaiRapport
                | Self::DelaiDecision
        )
    }
}

/// The dates of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumCount, EnumIter, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateCle {
    Reception,
    Transmission,
    Qualification,
    DangerConstate,
    Saisine,
    Envoi,
    Rapport,
    Decision,
    Signalement,
    ReponseParquet,
    ParentsInformes,
    RencontreDomicile,
    ParentsSaisine,
    SuitesDemandees,
    SuitesDonnees,
    Cloture,
    Reouverture,
}

impl DateCle {
    pub fn toutes() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    /// After « selon ».
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Reception => "la date de réception",
            Self::Transmission => "la date de transmission",
            Self::Qualification => "la date de qualification",
            Self::DangerConstate => "la date où le danger est constaté",
            Self::Saisine => "la date de saisine de l’autorité judiciaire",
            Self::Envoi => "la date du premier envoi à un service",
            Self::Rapport => "la date du dernier rapport rendu",
            Self::Decision => "la date de la première conclusion",
            Self::Signalement => "la date du signalement",
            Self::ReponseParquet => "la date de la réponse du parquet",
            Self::ParentsInformes => "la date d’information des parents",
            Self::RencontreDomicile => "la date de la rencontre au domicile",
            Self::ParentsSaisine => "la date d’information des parents sur la saisine",
            Self::SuitesDemandees => "la date de la demande de suites",
            Self::SuitesDonnees => "la date de la réponse sur les suites",
            Self::Cloture => "la date de clôture",
            Self::Reouverture => "la date de réouverture",
        }
    }
}
