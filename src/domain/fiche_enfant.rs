//! A child across all the dossiers that one may read, and who they may be one with.

use uuid::Uuid;

use super::courrier::LigneCourrier;
use super::dossier::Fiches as _;
use super::enfant::EnfantConnu;
use super::{Dossier, Fiche, Table, enfant};

/// Two persons found to be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reunion {
    pub id: Uuid,
    pub garde: Uuid,
    pub absorbe: Uuid,
    /// Who joined.
    pub nom: String,
    pub motif: String,
    pub faite_le: String,
    pub faite_par: String,
    /// Empty while it stands.
    pub defaite_le: String,
    pub defaite_par: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FicheEnfant {
    pub id: Uuid,
    /// The latest first.
    pub dossiers: Vec<Dossier>,
    pub courriers: Vec<LigneCourrier>,
    pub reunions: Vec<Reunion>,
    /// Persons of other dossiers who may be the same.
    pub semblables: Vec<EnfantConnu>,
}

impl FicheEnfant {
    /// The person as the latest dossier knows them.
    pub fn personne(&self) -> Option<&Fiche> {
        self.dossiers.iter().find_map(|dossier| dossier.of(Table::Enfant).find(|person| person.id == self.id))
    }

    pub fn nom(&self) -> String {
        self.personne().map(enfant::titre).unwrap_or_default()
    }

    /// The child in the latest dossier.
    pub fn concerne(&self) -> Option<(&Dossier, &Fiche)> {
        let of = |dossier: &&Dossier| {
            dossier.of(Table::EnfantConcerne).any(|row| row.reference(enfant::ENFANT_ID) == Some(self.id))
        };
        let dossier = self.dossiers.iter().find(of)?;
        let row = dossier.of(Table::EnfantConcerne).find(|row| row.reference(enfant::ENFANT_ID) == Some(self.id))?;
        Some((dossier, row))
    }
}
