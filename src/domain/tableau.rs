//! What people make of the dashboards: indicators of their own, and pages.

use uuid::Uuid;

/// An indicator of one's own, as the base keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicateurGarde {
    pub id: Uuid,
    pub titre: String,
    /// The indicator itself, as JSON: `dashboards` reads it.
    pub contenu: String,
    /// Others see it; they do not change it.
    pub partage: bool,
    /// 0 for one that is not kept yet.
    pub version: i32,
    pub auteur: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    Personne,
    Role,
}

/// Which indicators a page shows, in order: a person's own page, or that of a role for who has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposition {
    pub nature: Nature,
    /// A login, or a role.
    pub pour: String,
    /// Codes of the catalogue, or ids of indicators of one's own.
    pub indicateurs: Vec<String>,
}
