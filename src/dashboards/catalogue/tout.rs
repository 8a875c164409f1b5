//! All of them, in the order of the chapters of the yearly report.

use std::sync::LazyLock;

use super::{activite, situation, suivi};
use crate::dashboards::indicateur::Indicateur;

/// All of them, in the order of the chapters.
pub fn catalogue() -> &'static [Indicateur] {
    static CATALOGUE: LazyLock<Vec<Indicateur>> = LazyLock::new(|| {
        let mut all = activite::indicateurs();
        all.extend(situation::indicateurs());
        all.extend(suivi::indicateurs());
        all.sort_by_key(|indicateur| indicateur.famille);
        all
    });
    &CATALOGUE
}

pub fn trouver(code: &str) -> Option<&'static Indicateur> {
    catalogue().iter().find(|indicateur| indicateur.code == code)
}

/// What a page shows as long as nobody has laid out their own.
pub const PAGE: [&str; 12] = [
    "informations_mois",
    "enfants_territoire",
    "pyramide",
    "motifs",
    "origines",
    "suites",
    "origine_suite",
    "territoire_mois",
    "delai_rapport_repartition",
    "part_trois_mois",
    "services",
    "stock_etat",
];
