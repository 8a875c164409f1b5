//! The informations of a year, read from the base.

use chrono::Datelike as _;

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::{Parametres, Table};
use crate::storage::{Base, StorageError};

use super::enfant::{self, Codes, TYPES};
use super::regles;
use super::variables::Ligne;

/// What leaves for a year.
#[derive(Clone, Debug, Default)]
pub struct Export {
    pub annee: i32,
    /// In the order of the pseudonyms, which says nothing of the order of the dossiers.
    pub lignes: Vec<Ligne>,
    /// Dossiers of the year that are no information to tell of.
    pub laisses: usize,
}

/// Reads the informations received in `annee`. `progress` is told how many dossiers were read, and says
/// whether to go on.
///
/// # Errors
/// The base cannot be read, or this person may not read its key.
pub fn lire(
    base: &Base,
    parametres: &Parametres,
    annee: i32,
    progress: &mut dyn FnMut(usize) -> bool,
) -> Result<Export, StorageError> {
    let departement = departement(parametres);
    let mut export = Export { annee, ..Export::default() };
    base.instantane(|instant| -> Result<(), StorageError> {
        let codes = Codes(instant.codes_nationaux()?);
        let cle = instant.cle_pseudonyme()?;
        let (mut after, mut read) = (None, 0);
        loop {
            let page = instant.dossiers(after)?;
            let Some(last) = page.last().and_then(|lu| lu.dossier.id()) else { return Ok(()) };
            after = Some(last);
            read += page.len();
            for lu in &page {
                let Some(entete) = lu.dossier.entete() else { continue };
                if entete.date(dossier::DATE_RECEPTION).is_none_or(|day| day.year() != annee) {
                    continue;
                }
                if !TYPES.contains(&entete.get(dossier::TYPE_DOSSIER)) {
                    export.laisses += 1;
                    continue;
                }
                let children = lu.dossier.of(Table::EnfantConcerne);
                export.lignes.extend(
                    children.filter_map(|concerne| enfant::ligne(&lu.dossier, concerne, &codes, &departement, &cle)),
                );
            }
            if !progress(read) {
                return Err(StorageError::Refused("Travail annulé ; rien n’en est gardé".to_owned()));
            }
        }
    })?;
    regles::accorder(&mut export.lignes);
    export.lignes.sort();
    Ok(export)
}

/// The département of the communes that have a territory: « 18 », « 2A », « 974 ».
fn departement(parametres: &Parametres) -> String {
    let mut counts = std::collections::BTreeMap::new();
    for commune in parametres.communes.iter().filter(|commune| commune.territoire().is_some()) {
        let length = if commune.code().starts_with("97") { 3 } else { 2 };
        if let Some(code) = commune.code().get(..length) {
            *counts.entry(code.to_owned()).or_insert(0_usize) += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(code, _)| code).unwrap_or_default()
}
