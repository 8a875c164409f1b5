//! What stands around a dossier without being in it: other informations on the same children, other
//! families at the same address, a wish of another territory.

use uuid::Uuid;

use super::passation::Passation;

/// The code of the length within which two informations are told.
pub const RAPPROCHEES: &str = "A01";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Motif {
    /// Another information on one of its children, not long before or after.
    Informations,
    /// An open dossier of other children at the same address.
    Adresse,
}

impl Motif {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Informations => "Informations rapprochées",
            Self::Adresse => "Même adresse",
        }
    }
}

/// Another dossier that one should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alerte {
    pub motif: Motif,
    pub dossier: Uuid,
    pub numero: String,
    pub fratrie: String,
    /// Its day of reception, as stored.
    pub reception: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entourage {
    /// The latest first.
    pub alertes: Vec<Alerte>,
    /// The latest first.
    pub passations: Vec<Passation>,
}

impl Entourage {
    pub fn of(&self, motif: Motif) -> impl Iterator<Item = &Alerte> {
        self.alertes.iter().filter(move |alerte| alerte.motif == motif)
    }

    /// The last wish, when it was refused: who asked must hear of it.
    pub fn refused(&self) -> Option<&Passation> {
        self.passations.first().filter(|passation| passation.etat == "refusee")
    }

    /// The wish that nobody has answered yet.
    pub fn offered(&self) -> Option<&Passation> {
        self.passations.iter().find(|passation| passation.waits())
    }
}
