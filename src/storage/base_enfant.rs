//! What [`Base`] does for the child's page and for the grid: a child across dossiers, kept views, lots.

use uuid::Uuid;

use crate::domain::courrier::FiltreCourrier;
use crate::domain::dossier::Fiches as _;
use crate::domain::enfant::Ailleurs;
use crate::domain::fiche_enfant::FicheEnfant;
use crate::domain::identite::Identite;
use crate::domain::recherche::{Filtre, Ordre};
use crate::domain::vue::VueGardee;
use crate::domain::{Dossier, Table};

use super::base::Base;
use super::lots::Change;
use super::save::in_transaction;
use super::{Result, StorageError, ailleurs, dossiers, fiche_enfant, lots, vues};

/// Letters of one dossier that a page tells.
const LETTERS: usize = 100;

impl Base {
    /// A child with every dossier that one may read, their letters, and who they may be one with.
    ///
    /// # Errors
    /// Refused when none of their dossiers may be read.
    pub fn fiche_enfant(&self, id: Uuid) -> Result<FicheEnfant> {
        let mut fiche = FicheEnfant { id, ..FicheEnfant::default() };
        for dossier in self.read(|c| fiche_enfant::dossiers(c, id))? {
            fiche.dossiers.extend(self.dossier(dossier)?.map(|lu| lu.dossier));
            let filtre = FiltreCourrier { dossier: Some(dossier), ..FiltreCourrier::default() };
            fiche.courriers.extend(self.registre(&filtre, LETTERS)?);
        }
        let Some(person) = fiche.personne().cloned() else {
            return Err(StorageError::Refused(
                "Aucun dossier de cet enfant ne vous est ouvert\u{a0}; demandez-le au territoire qui le suit"
                    .to_owned(),
            ));
        };
        fiche.reunions = self.read(|c| fiche_enfant::reunions(c, id))?;
        let mut identite = Identite::of_person(&person);
        if let Some((_, concerne)) = fiche.concerne() {
            use crate::domain::enfant::{COMMUNE, NUMERO_VOIE, VOIE};
            identite.set_address(concerne.get(COMMUNE), concerne.get(NUMERO_VOIE), concerne.get(VOIE));
        }
        // Brothers and sisters are alike; they are no candidates.
        let family: Vec<Uuid> =
            fiche.dossiers.iter().flat_map(|dossier| dossier.of(Table::Enfant)).map(|person| person.id).collect();
        fiche.semblables = self.known_children(&identite)?;
        fiche.semblables.retain(|one| !family.contains(&one.personne.id));
        Ok(fiche)
    }

    /// Who knows a child of that name and birth among those whose dossiers this person may not read. Each
    /// answer is traced.
    pub fn connus_ailleurs(&self, tape: &Identite) -> Result<Vec<Ailleurs>> {
        self.with(|c| ailleurs::known(c, tape))
    }

    /// The ids of a stretch of the grid, in its order.
    pub fn ids(&self, filtre: &Filtre, ordre: &Ordre, from: u64, rows: u64) -> Result<Vec<Uuid>> {
        self.read(|c| dossiers::ids(c, filtre, ordre, from, rows))
    }

    /// One's own views of the grid, and those that others share.
    pub fn vues(&self) -> Result<Vec<VueGardee>> {
        self.read(|c| vues::list(c, self.utilisateur()))
    }

    /// A new view, or one's own changed.
    pub fn keep_vue(&self, vue: &VueGardee) -> Result<()> {
        self.with(|c| in_transaction(c, |c| vues::keep(c, vue, self.utilisateur())))
    }

    pub fn remove_vue(&self, id: Uuid) -> Result<()> {
        self.with(|c| in_transaction(c, |c| vues::remove(c, id, self.utilisateur())))
    }

    /// Many dossiers in one transaction; gives those that were written, the others having been changed meanwhile.
    pub fn save_lot(&self, changes: &[Change]) -> Result<Vec<Dossier>> {
        self.with(|c| in_transaction(c, |c| lots::save(c, changes)))
    }
}
