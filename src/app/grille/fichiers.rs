//! What leaves the grid: rows for the clipboard, files for a spreadsheet.

use std::cell::Cell;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use uuid::Uuid;

use crate::domain::Parametres;
use crate::domain::recherche::{Choisis, Colonne, Filtre, Ligne, Ordre};
use crate::exchange::fichier;
use crate::exchange::tableur::{self, Cellule, ErreurTableur};
use crate::jobs::Progress;
use crate::storage::{Base, Result, StorageError};
use crate::ui::dossiers::{FormatExport, PAGE, shown};

fn titles(colonnes: &[Colonne]) -> Vec<String> {
    colonnes.iter().map(|colonne| colonne.titre().to_owned()).collect()
}

fn cells(ligne: &Ligne, colonnes: &[Colonne], parametres: &Parametres) -> Vec<Cellule> {
    use crate::domain::recherche::Forme;
    colonnes
        .iter()
        .map(|colonne| {
            let stored = ligne.get(*colonne);
            match colonne.forme() {
                Forme::Jours => stored.get(..10).and_then(|day| day.parse().ok()).map_or(Cellule::Vide, Cellule::Jour),
                Forme::Nombres => stored.parse().map_or(Cellule::Vide, Cellule::Nombre),
                _ => Cellule::Texte(shown(ligne, *colonne, parametres)),
            }
        })
        .collect()
}

pub(super) fn copied(
    base: &Base,
    ids: Vec<Uuid>,
    ordre: &Ordre,
    colonnes: &[Colonne],
    parametres: &Parametres,
) -> Result<(String, usize)> {
    let count = ids.len();
    let filtre = Filtre { choisis: Some(Choisis::new("", ids)), ..Filtre::default() };
    let page = base.page(&filtre, ordre.clone(), 0, count as u64)?;
    let lignes: Vec<Vec<Cellule>> = page.lignes.iter().map(|ligne| cells(ligne, colonnes, parametres)).collect();
    // One row alone is often pasted among others: without its heads.
    let titres = titles(colonnes);
    let heads = (lignes.len() > 1).then_some(titres.as_slice());
    Ok((tableur::tsv(heads, &lignes), lignes.len()))
}

/// Rows read together.
const CHUNK: u64 = 50 * PAGE;

/// Every dossier of the result, told in the journal before the file bears its name; gives how many.
pub(super) fn export(
    base: &Base,
    path: &Path,
    format: FormatExport,
    filtre: &Filtre,
    ordre: &Ordre,
    colonnes: &[Colonne],
    parametres: &Parametres,
    progress: &Progress,
) -> Result<u64> {
    let titres = titles(colonnes);
    let from = Cell::new(0);
    let mut next = || -> Result<Vec<Vec<Cellule>>> {
        if progress.cancelled() {
            return Err(StorageError::Refused("Export arrêté\u{a0}; aucun fichier n’a été écrit".to_owned()));
        }
        let page = base.page(filtre, ordre.clone(), from.get(), CHUNK)?;
        from.set(from.get() + page.lignes.len() as u64);
        progress.set(usize::try_from(from.get()).unwrap_or_default());
        Ok(page.lignes.iter().map(|ligne| cells(ligne, colonnes, parametres)).collect())
    };
    let written = fichier::write_with(path, |beside| {
        match format {
            FormatExport::Csv => {
                let mut csv = tableur::CsvEcrit::new(BufWriter::new(File::create(beside)?))?;
                csv.textes(titres.iter().map(String::as_str))?;
                each(&mut next, |ligne| Ok(csv.ligne(ligne)?))?;
                csv.finish()?;
            }
            FormatExport::Xlsx => {
                let refused = |error: ErreurTableur| StorageError::File(std::io::Error::other(error.to_string()));
                let mut classeur = tableur::Classeur::new("Dossiers");
                let feuille = classeur.feuille("Dossiers", &titres).map_err(refused)?;
                each(&mut next, |ligne| classeur.ligne(feuille, ligne).map_err(refused))?;
                classeur.save(beside).map_err(refused)?;
            }
        }
        let detail = serde_json::json!({ "lignes": from.get(), "fichier": path.extension().and_then(|e| e.to_str()) });
        base.consigner("export", "dossier", None, &detail)
    });
    match written {
        Ok(()) => Ok(from.get()),
        Err(StorageError::File(why)) => Err(StorageError::Refused(format!(
            "Le fichier ne peut pas être écrit ({why})\u{a0}; choisissez un autre dossier, rien n’est perdu"
        ))),
        Err(other) => Err(other),
    }
}

/// Page after page, until there is none.
fn each(
    next: &mut dyn FnMut() -> Result<Vec<Vec<Cellule>>>,
    mut write: impl FnMut(&[Cellule]) -> Result<()>,
) -> Result<()> {
    loop {
        let lignes = next()?;
        if lignes.is_empty() {
            return Ok(());
        }
        lignes.iter().try_for_each(|ligne| write(ligne))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Cible;

    #[test]
    fn an_export_that_is_stopped_says_so_and_leaves_the_file_before() {
        let dir = tempfile::tempdir().unwrap();
        let base = Base::create(Cible::Fichier { chemin: dir.path().join("base.vigie"), phrase: None }).unwrap();
        let path = dir.path().join("dossiers.csv");
        std::fs::write(&path, b"avant").unwrap();
        let stopped = Progress::default();
        stopped.cancel();
        for format in [FormatExport::Csv, FormatExport::Xlsx] {
            let (filtre, ordre) = (Filtre::default(), Ordre::default());
            let done = export(&base, &path, format, &filtre, &ordre, &[], &Parametres::default(), &stopped);
            assert!(done.is_err_and(|error| error.to_string().contains("Export arrêté")), "{format:?}");
            assert_eq!(std::fs::read(&path).unwrap(), b"avant", "{format:?}");
        }
    }
}
