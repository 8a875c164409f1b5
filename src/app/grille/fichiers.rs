//! What leaves the grid: rows for the clipboard, files for a spreadsheet.

use std::path::Path;

use uuid::Uuid;

use crate::domain::Parametres;
use crate::domain::recherche::{Choisis, Colonne, Filtre, Ligne, Ordre};
use crate::exchange::tableur::{self, Cellule};
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

pub(super) fn export(
    base: &Base,
    path: &Path,
    format: FormatExport,
    filtre: &Filtre,
    ordre: &Ordre,
    colonnes: &[Colonne],
    parametres: &Parametres,
) -> Result<u64> {
    let failed = |why: &dyn std::fmt::Display| {
        StorageError::Refused(format!(
            "Le fichier ne peut pas être écrit ({why})\u{a0}; choisissez un autre dossier, rien n’est perdu"
        ))
    };
    let titres = titles(colonnes);
    let mut from = 0;
    let mut next = || -> Result<Vec<Vec<Cellule>>> {
        let page = base.page(filtre, ordre.clone(), from, CHUNK)?;
        from += page.lignes.len() as u64;
        Ok(page.lignes.iter().map(|ligne| cells(ligne, colonnes, parametres)).collect())
    };
    match format {
        FormatExport::Csv => {
            let file = std::fs::File::create(path).map_err(|error| failed(&error))?;
            let mut csv = tableur::CsvEcrit::new(std::io::BufWriter::new(file)).map_err(|error| failed(&error))?;
            csv.textes(titres.iter().map(String::as_str)).map_err(|error| failed(&error))?;
            loop {
                let lignes = next()?;
                if lignes.is_empty() {
                    break;
                }
                for ligne in &lignes {
                    csv.ligne(ligne).map_err(|error| failed(&error))?;
                }
            }
            csv.finish().map_err(|error| failed(&error))?;
        }
        FormatExport::Xlsx => {
            let mut classeur = tableur::Classeur::new("Dossiers");
            let feuille = classeur.feuille("Dossiers", &titres).map_err(|error| failed(&error))?;
            loop {
                let lignes = next()?;
                if lignes.is_empty() {
                    break;
                }
                for ligne in &lignes {
                    classeur.ligne(feuille, ligne).map_err(|error| failed(&error))?;
                }
            }
            classeur.save(path).map_err(|error| failed(&error))?;
        }
    }
    Ok(from)
}
