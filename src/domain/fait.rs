//! One information about one child, without a name: what the dashboards count.

use uuid::Uuid;

/// As the view `fait` tells it. Texts are codes, empty when nothing is known; dates are as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fait {
    pub dossier: Uuid,
    pub enfant: Uuid,
    pub territoire: String,
    pub commune: String,
    pub type_dossier: String,
    pub support: String,
    pub recepteur: String,
    pub origine: String,
    pub transmetteur: String,
    pub violence_conjugale: String,
    pub etat: String,
    pub sexe: String,
    pub lieu_vie: String,
    pub autorite_parentale: String,
    pub csp_pere: String,
    pub csp_mere: String,
    /// `motif|motif*`: the star is on the principal one.
    pub motifs: String,
    /// `conclusion~date~motif of the referral|…`
    pub conclusions: String,
    /// `service~nature~sent~returned~state|…`
    pub traitements: String,
    /// Of the presumed authors to the child.
    pub liens: String,
    /// Twelve dates, in the order of [`DATES`], a bar between two.
    pub dates: String,
    /// Whole months at the day of reception; -1 for a child to be born.
    pub age_mois: Option<i32>,
    pub enfants: i32,
    /// Bits, in the order of [`DRAPEAUX`].
    pub drapeaux: i32,
}

/// The columns of the view that make [`Fait::dates`].
pub const DATES: [&str; 12] = [
    "date_reception",
    "transmis_le",
    "qualifie_le",
    "danger_constate_le",
    "danger_saisine_le",
    "parents_informes_le",
    "rencontre_domicile_le",
    "parents_saisine_le",
    "suites_demandees_le",
    "suites_donnees_le",
    "clos_le",
    "rouvert_le",
];

/// The columns of the view that make [`Fait::drapeaux`], the first in the lowest bit.
pub const DRAPEAUX: [&str; 7] = [
    "sip",
    "danger_grave",
    "ancien_dossier",
    "souhaite_suites",
    "parents_non_informes",
    "mineurs_evalues",
    "suites_refusees",
];

/// How many minors live in a territory, that year: what rates are reckoned on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    pub annee: i32,
    pub territoire: String,
    pub mineurs: u32,
}
