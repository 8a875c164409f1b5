//! What letters ask of an open base.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::Lu;
use crate::domain::carnet::Carnet;
use crate::domain::courrier::{
    EtatCourrier, FiltreCourrier, LigneCourrier, ModeleGarde, NouveauCourrier, VersionModele,
};
use crate::domain::lettre::Lettre;

use super::save::in_transaction;
use super::{Base, Result, courriers, document, journal, modeles, retouches};

impl Base {
    /// Letterhead and addresses.
    pub fn carnet(&self) -> Result<Carnet> {
        self.read(modeles::carnet)
    }

    /// Changes one line of the letterhead.
    pub fn set_reglage(&self, code: &str, valeur: &str) -> Result<()> {
        self.with(|c| modeles::set_reglage(c, code, valeur))
    }

    pub fn modeles(&self) -> Result<Vec<ModeleGarde>> {
        self.read(modeles::list)
    }

    /// Keeps a version of a template that was checked; `revision` is the one that was edited, 0 for a new one.
    pub fn save_modele(&self, texte: &str, revision: i32) -> Result<i32> {
        self.with(|c| modeles::save(c, texte, revision))
    }

    /// Every text that a template had, latest first.
    pub fn modele_versions(&self, code: &str) -> Result<Vec<VersionModele>> {
        self.read(|c| modeles::versions(c, code))
    }

    /// Retires a template, or takes it back.
    pub fn set_modele_active(&self, code: &str, actif: bool) -> Result<()> {
        self.with(|c| modeles::set_active(c, code, actif))
    }

    /// Dossiers by their numbers, in the order of the numbers.
    pub fn dossiers_by_numero(&self, numeros: &[String]) -> Result<Vec<Lu>> {
        self.read(|c| document::read_numeros(c, numeros).and_then(|lus| journal::told_as_read(c, lus)))
    }

    /// Keeps letters in the register, all or none; those that are validated are told as printed.
    pub fn keep_courriers(&self, courriers: &[NouveauCourrier], etat: EtatCourrier) -> Result<()> {
        let printed: Vec<_> = courriers
            .iter()
            .filter(|_| etat == EtatCourrier::Valide)
            .map(|courrier| {
                (courrier.dossier, serde_json::json!({ "modele": courrier.modele, "courrier": courrier.id }))
            })
            .collect();
        self.with(|c| {
            in_transaction(c, |c| {
                courriers::keep(c, courriers, etat)?;
                journal::consigner_each(c, "impression", "courrier", &printed)
            })
        })
    }

    /// Validates letters, or says that they were sent.
    pub fn advance_courriers(&self, ids: &[Uuid], etat: EtatCourrier, jour: Option<NaiveDate>) -> Result<()> {
        self.with(|c| courriers::advance(c, ids, etat, jour))
    }

    /// Changes the text of a draft.
    pub fn edit_courrier(&self, id: Uuid, lettre: &Lettre) -> Result<()> {
        self.with(|c| courriers::edit(c, id, lettre))
    }

    /// Takes a draft away.
    pub fn remove_courrier(&self, id: Uuid) -> Result<()> {
        self.with(|c| courriers::remove_draft(c, id))
    }

    /// Keeps letters changed by hand as drafts of the register; handed in again, they are the same drafts.
    pub fn keep_touched(&self, courriers: &[NouveauCourrier]) -> Result<()> {
        self.with(|c| retouches::keep_touched(c, courriers))
    }

    /// What stands on the pages of kept letters.
    pub fn lettres(&self, ids: &[Uuid]) -> Result<Vec<Lettre>> {
        self.read(|c| courriers::lettres(c, ids))
    }

    /// The register, latest first.
    pub fn registre(&self, filtre: &FiltreCourrier, limit: usize) -> Result<Vec<LigneCourrier>> {
        self.read(|c| courriers::register(c, filtre, limit))
    }

    /// How many letters the register holds for that filter.
    pub fn registre_total(&self, filtre: &FiltreCourrier) -> Result<u64> {
        self.read(|c| courriers::count(c, filtre))
    }

    /// The numbers of these dossiers.
    pub fn numeros(&self, ids: &[Uuid]) -> Result<Vec<String>> {
        self.read(|c| courriers::numeros(c, ids))
    }

    /// The dossiers whose service is late.
    pub fn late_dossiers(&self, jour: NaiveDate) -> Result<Vec<String>> {
        self.read(|c| courriers::late(c, jour))
    }
}
