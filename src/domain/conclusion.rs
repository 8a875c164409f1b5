//! What was decided for a child.

use super::champ::{Nature::*, Table};

champs! { Table::ConclusionEnfant;
    ENFANT_CONCERNE_ID "enfant_concerne_id" "Enfant" Reference(Table::EnfantConcerne);
    CONCLUSION "conclusion" "Conclusion" Liste("conclusion");
    DATE_CONCLUSION "date_conclusion" "Date de conclusion" Date;
    MOTIF_SIGNALEMENT "motif_signalement" "Motif du signalement" Liste("motif_signalement");
    DETAIL "detail" "Détail" Texte(1000);
}

/// The prosecutor placed the child: the judge must be seized (Code civil 375-5).
pub const PLACEMENTS_PARQUET: [&str; 1] = ["conclusion/opp_parquet"];
/// The children's judge was seized, and is to decide (CPC 1184).
pub const SAISINES_DU_JUGE: [&str; 2] = ["conclusion/saisine_je_parquet", "conclusion/saisine_je"];
/// The children's judge decided.
pub const DECISIONS_DU_JUGE: [&str; 7] = [
    "conclusion/opp_je",
    "conclusion/placement_ase",
    "conclusion/placement_direct",
    "conclusion/aemo",
    "conclusion/aemo_renforcee",
    "conclusion/aemo_hebergement",
    "conclusion/mjie",
];

/// Was the judicial authority told, by this conclusion?
pub fn signale(conclusion: &str) -> bool {
    conclusion.contains("/signalement") || conclusion.contains("/saisine_je")
}
