//! What the child's page shows, and what it asks for.

use uuid::Uuid;

use crate::domain::Parametres;
use crate::domain::chronologie::{Evenement, chronologie};
use crate::domain::famille::{Famille, Plan, famille, plan};
use crate::domain::fiche_enfant::FicheEnfant;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatEnfant {
    Pdf,
    Svg,
}

#[derive(Clone, Debug)]
pub enum Demande {
    Ouvrir(Uuid),
    Exporter(FormatEnfant),
    /// The other person joins this one.
    Reunir {
        absorbe: Uuid,
        nom: String,
    },
    Defaire {
        fusion: Uuid,
        nom: String,
    },
    /// Back to where one came from.
    Retour,
}

/// What was read, and what follows from it.
#[derive(Clone, Debug)]
pub struct Lecture {
    pub fiche: FicheEnfant,
    pub evenements: Vec<Evenement>,
    pub famille: Famille,
    pub plan: Plan,
}

impl Lecture {
    pub fn new(fiche: FicheEnfant, parametres: &Parametres) -> Self {
        let evenements = chronologie(fiche.id, &fiche.dossiers, &fiche.courriers, parametres);
        let famille = famille(fiche.id, &fiche.dossiers, parametres);
        let plan = plan(&famille);
        Self { fiche, evenements, famille, plan }
    }
}

#[derive(Debug, Default)]
pub struct PageEnfant {
    pub id: Uuid,
    /// None until the base has answered.
    pub lecture: Option<Lecture>,
    /// The marked event.
    pub at: usize,
    pub take_focus: bool,
    pub scroll: bool,
}
