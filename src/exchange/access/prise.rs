//! A whole takeover, from the file to the reconciliation: what the window and the command line run.

use std::path::Path;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::Parametres;
use crate::storage::{Base, Livraison, RepriseFaite, StorageError};

use super::bilan::Suivi;
use super::construction::{Annulee, Reprise, construire};
use super::correspondance::{Correspondance, FOURNIE, Incomprise};
use super::lecteur::{Access, Illisible, Lecteur as _};
use super::proposition::proposer;
use super::reconciliation::{Reconciliation, a_blanc, avec_base};
use super::source::Source;

/// Where a takeover is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etape {
    Lecture,
    Construction,
    Ecriture,
    Mesure,
}

impl Etape {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Lecture => "Lecture du fichier",
            Self::Construction => "Lignes lues",
            Self::Ecriture => "Dossiers écrits",
            Self::Mesure => "Réconciliation",
        }
    }
}

/// Why a takeover did not happen; each is one French sentence.
#[derive(Debug, thiserror::Error)]
pub enum Echec {
    #[error(transparent)]
    Illisible(#[from] Illisible),
    #[error(transparent)]
    Incomprise(#[from] Incomprise),
    #[error(transparent)]
    Base(#[from] StorageError),
    #[error("Reprise arrêtée avant d’écrire\u{a0}; la base est comme avant")]
    Arretee,
}

impl From<Annulee> for Echec {
    fn from(Annulee: Annulee) -> Self {
        Self::Arretee
    }
}

/// A file that was read, with the mapping that suits it.
pub struct Lue {
    pub source: Source,
    pub correspondance: Correspondance,
    /// As it is kept and shared.
    pub texte: String,
    /// Was it proposed by Vigie, rather than given or shipped?
    pub proposee: bool,
}

/// Reads a file. The mapping is the one given, else the shipped one if it suits, else one proposed.
///
/// # Errors
/// One sentence, when the file or the mapping cannot be understood.
pub fn lire(
    chemin: &Path,
    mot_de_passe: Option<&str>,
    correspondance: Option<&str>,
    parametres: &Parametres,
) -> Result<Lue, Echec> {
    // What is wrong with a mapping is told before a long reading.
    let given =
        correspondance.map(|texte| Correspondance::parse(texte).map(|read| (read, texte.to_owned()))).transpose()?;
    let source = Access.lire(chemin, mot_de_passe)?;
    if let Some((correspondance, texte)) = given {
        correspondance.convient(&source)?;
        return Ok(Lue { source, correspondance, texte, proposee: false });
    }
    let shipped = Correspondance::parse(FOURNIE)?;
    let missing = shipped.manques(&source).len();
    let wanted: usize = shipped.tables.iter().map(|table| table.colonnes.len() + 1).sum();
    if shipped.convient(&source).is_ok() && missing * 4 < wanted {
        return Ok(Lue { source, correspondance: shipped, texte: FOURNIE.to_owned(), proposee: false });
    }
    let texte = proposer(&source, parametres);
    let correspondance = Correspondance::parse(&texte)?;
    Ok(Lue { source, correspondance, texte, proposee: true })
}

/// The rows behind one figure of the lists: made once more from the file, which alone knows them all.
///
/// # Errors
/// When `progress` said stop.
pub fn suivre(
    lue: &Lue,
    parametres: &Parametres,
    suivi: Suivi,
    mut progress: impl FnMut(Etape, usize, usize) -> bool,
) -> Result<Reprise, Echec> {
    let total = lue.source.lignes();
    let told = |done| progress(Etape::Construction, done, total);
    Ok(construire(&lue.source, &lue.correspondance, parametres, Some(suivi), told)?)
}

/// Everything done but the writing.
///
/// # Errors
/// When `progress` said stop.
pub fn essayer(
    lue: &Lue,
    parametres: &Parametres,
    mut progress: impl FnMut(Etape, usize, usize) -> bool,
) -> Result<(Reprise, Reconciliation), Echec> {
    let total = lue.source.lignes();
    let reprise = construire(&lue.source, &lue.correspondance, parametres, None, |done| {
        progress(Etape::Construction, done, total)
    })?;
    let report = a_blanc(&lue.source, &lue.correspondance, &reprise, parametres);
    Ok((reprise, report))
}

/// The whole takeover.
///
/// # Errors
/// As [`Base::take_over`]: run again, it does the rest.
pub fn reprendre(
    base: &Base,
    lue: &Lue,
    parametres: &Parametres,
    mut progress: impl FnMut(Etape, usize, usize) -> bool,
) -> Result<Reconciliation, Echec> {
    let total = lue.source.lignes();
    let reprise = construire(&lue.source, &lue.correspondance, parametres, None, |done| {
        progress(Etape::Construction, done, total)
    })?;
    let dossiers = reprise.dossiers.len();
    let livraison = Livraison {
        source: &reprise.source,
        dossiers: &reprise.dossiers,
        lignes: &reprise.lignes,
        constats: &reprise.bilan.constats,
        nouvelles: &reprise.nouvelles,
        pieces: &reprise.pieces,
        parametres,
    };
    let ecriture = base.take_over(&livraison, |done| progress(Etape::Ecriture, done, dossiers))?;
    progress(Etape::Mesure, dossiers, dossiers);
    let report = avec_base(base, &lue.source, &lue.correspondance, &reprise, parametres, ecriture)?;
    let bilan = serde_json::to_string(&report).map_err(|error| StorageError::Database(error.to_string()))?;
    base.keep_reprise(&RepriseFaite {
        id: Uuid::now_v7(),
        source: reprise.source.clone(),
        fichier: lue.source.fichier.clone(),
        sha256: lue.source.sha256.clone(),
        correspondance: lue.texte.clone(),
        bilan,
        faite_le: String::new(),
        faite_par: String::new(),
    })?;
    Ok(report)
}

/// The parameters of a base, communes included.
///
/// # Errors
/// When the base cannot be read.
pub fn parametres(base: &Base, today: NaiveDate) -> Result<Parametres, StorageError> {
    Ok(Parametres { communes: std::sync::Arc::new(base.communes()?), ..base.parametres(today)? })
}
