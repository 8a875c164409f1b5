//! What there is to do, as the home screen counts and lists it.

use chrono::NaiveDate;
use uuid::Uuid;

use super::echeance::TRAITEMENT;

/// One thing due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tache {
    pub dossier: Uuid,
    pub numero: String,
    pub fratrie: String,
    pub territoire: String,
    /// Of the delay, or [`TRAITEMENT`].
    pub code: String,
    /// The service awaited.
    pub service: String,
    pub due: NaiveDate,
    pub start: NaiveDate,
}

/// Things due for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compte {
    pub code: String,
    pub late: u64,
    /// Due within a week, today included.
    pub soon: u64,
    pub total: u64,
}

/// What is listed: everything, or one reason; of one territory, or of all; what is asked of one service, or of any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FiltreAccueil {
    pub code: String,
    pub territoire: String,
    pub service: String,
}

/// A count of the home screen that opens the dossiers behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compteur {
    Retard,
    Semaine,
    /// Received lately for a child on whom another information came shortly before.
    Rapprochees,
    /// Received lately at the address of another open dossier.
    Adresse,
}

impl Compteur {
    /// What is said after the number, and above the grid.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Retard => "en retard",
            Self::Semaine => "dans les sept jours",
            Self::Rapprochees => "informations rapprochées",
            Self::Adresse => "à l’adresse d’un autre dossier ouvert",
        }
    }

    pub const fn titre(self) -> &'static str {
        match self {
            Self::Retard => "Une échéance est passée",
            Self::Semaine => "Une échéance dans les sept jours",
            Self::Rapprochees => "Informations rapprochées pour un même enfant",
            Self::Adresse => "À l’adresse d’un autre dossier ouvert",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Travail {
    pub comptes: Vec<Compte>,
    /// The first due first, as many as a person can look at.
    pub taches: Vec<Tache>,
    /// State, territory, open dossiers.
    pub etats: Vec<(String, String, u64)>,
    /// Territory, dossiers that another one wants to hand to it.
    pub passations: Vec<(String, u64)>,
    /// Territory, open dossiers received lately with another information close to theirs.
    pub rapprochees: Vec<(String, u64)>,
    /// The services of this person, whose work comes first.
    pub mes_services: Vec<String>,
    /// Territory, open dossiers received lately at the address of another one.
    pub adresses: Vec<(String, u64)>,
}

impl Travail {
    pub fn late(&self) -> u64 {
        self.comptes.iter().map(|compte| compte.late).sum()
    }

    /// Of one territory, or of all.
    pub fn count(of: &[(String, u64)], territoire: &str) -> u64 {
        of.iter().filter(|(place, _)| territoire.is_empty() || place == territoire).map(|(_, count)| count).sum()
    }

    /// Open dossiers in this state, of one territory or of all.
    pub fn in_state(&self, etat: &str, territoire: &str) -> u64 {
        let of = self
            .etats
            .iter()
            .filter(|(state, place, _)| state == etat && (territoire.is_empty() || place == territoire));
        of.map(|(.., count)| count).sum()
    }
}

/// What must be done before that day, in the words of who does it.
pub fn reason(code: &str) -> &'static str {
    match code {
        "D02" => "À qualifier",
        "D03" => "Danger : saisir le parquet",
        "D06" => "Suites au professionnel",
        "D07" => "Suites au particulier",
        "D12" => "Saisine du juge attendue",
        "D13" => "Décision du juge attendue",
        "D15" => "Adresse attendue",
        TRAITEMENT => "Retour de service attendu",
        "D05A" => "Évaluation, moins de 2 ans",
        "D05B" => "Évaluation, danger grave",
        code if code.starts_with("D04") => "Évaluation",
        _ => "Échéance",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_delays_that_are_due_apart_are_not_called_the_same() {
        let delais = include_str!("../../assets/delais.tsv").lines().filter_map(|line| line.split('\t').next());
        let named: Vec<&str> = delais.map(reason).filter(|named| *named != "Échéance").collect();
        let distinct: std::collections::BTreeSet<&&str> = named.iter().collect();
        assert!(named.len() >= 8 && distinct.len() == named.len(), "{named:?}");
    }
}
