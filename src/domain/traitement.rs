//! The same information handled by several services, each with its own dates and proposal.

use super::champ::{Nature::*, Table};

champs! { Table::Traitement;
    RANG "rang" "Rang" Entier;
    SERVICE "service" "Service" Service;
    NATURE "nature" "Nature" Liste("nature_traitement");
    ENVOYE_LE "envoye_le" "Envoyé le" Date;
    ECHEANCE_LE "echeance_le" "Échéance" Date;
    EVALUATEURS "evaluateurs" "Évaluateurs" Texte(240);
    RETOUR_LE "retour_le" "Retour le" Date;
    PROPOSITION "proposition" "Proposition" Liste("proposition");
    ETAT "etat" "État" Liste("etat_traitement");
    OBSERVATION "observation" "Observation" Texte(1000);
    RELANCES "relances" "Relances" Entier;
    RELANCE_LE "relance_le" "Relancé le" Date;
}

/// The state of a treatment that was just sent.
pub const ETAT_ENVOYE: &str = "etat_traitement/envoye";
/// The state of a treatment that was taken back.
pub const ETAT_ANNULE: &str = "etat_traitement/annule";
/// The states of a treatment that nobody waits for any more.
pub const ETATS_FINIS: [&str; 3] = ["etat_traitement/rendu", "etat_traitement/clos", ETAT_ANNULE];

/// Is this nature a request for an evaluation?
pub fn evalue(nature: &str) -> bool {
    nature.starts_with("nature_traitement/evaluation")
}
