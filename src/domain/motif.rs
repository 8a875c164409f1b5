//! Why one is worried about a child: several motives, one of them principal.

use super::champ::{Nature::*, Table};

champs! { Table::MotifEnfant;
    ENFANT_CONCERNE_ID "enfant_concerne_id" "Enfant" Reference(Table::EnfantConcerne);
    MOTIF "motif" "Motif" Liste("motif");
    PRINCIPAL "principal" "Motif principal" Oui;
    PRECISION "precision_motif" "Précision" Texte(200);
}
