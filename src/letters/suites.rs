//! When an answer is due to who gave the information (CASF L226-5): by the parameters, as every delay.

use chrono::NaiveDate;

use crate::domain::dossier;
use crate::domain::echeance::Delai;
use crate::domain::fiche::Fiche;

/// Three months after the request of a private person, or after the transmission by a professional.
pub fn due(entete: &Fiche, delais: &[Delai]) -> Option<NaiveDate> {
    let start = |depart: &str| match depart {
        "demande_suites" => entete.date(dossier::SUITES_DEMANDEES_LE),
        "transmission" => entete.date(dossier::TRANSMIS_LE),
        _ => None,
    };
    let asked = entete.date(dossier::SUITES_DEMANDEES_LE).is_some();
    let wanted = if asked { "demande_suites" } else { "transmission" };
    delais.iter().filter(|delai| delai.depart == wanted).find_map(|delai| delai.due(start(&delai.depart)?))
}
