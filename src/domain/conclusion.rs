//! What was decided for a child.

use super::champ::{Nature::*, Table};

champs! { Table::ConclusionEnfant;
    ENFANT_CONCERNE_ID "enfant_concerne_id" "Enfant" Reference(Table::EnfantConcerne);
    CONCLUSION "conclusion" "Conclusion" Liste("conclusion");
    DATE_CONCLUSION "date_conclusion" "Date de conclusion" Date;
    MOTIF_SIGNALEMENT "motif_signalement" "Motif du signalement" Liste("motif_signalement");
    DETAIL "detail" "Détail" Texte(1000);
}
