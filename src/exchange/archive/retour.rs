//! The way back, into an empty base.

use std::io::{BufRead as _, BufReader};
use std::path::Path;

use serde_json::{Map, Value};

use crate::storage::{Base, Ligne, Provenance, Retour, SCEAUX, StorageError, hexadecimal};

use super::ErreurArchive;
use super::manifeste::{self, FORMAT, MANIFESTE, Manifeste, TableArchivee};
use super::source::Source;

/// Rows that the base gets in one statement, and the bytes of files with them.
const PAGE: usize = 500;
const OCTETS: usize = 8 << 20;

/// What was put back.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Remis {
    pub tables: usize,
    pub lignes: usize,
    pub fichiers: usize,
    /// Names the archive.
    pub empreinte: String,
}

/// Puts an export back into a base without a dossier: versions, authors, dates and journal as they
/// were. `progress` is told how many rows are done out of how many, and says whether to go on.
///
/// # Errors
/// One sentence; the base is as it was.
pub fn restaurer(
    base: &Base,
    chemin: &Path,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Remis, ErreurArchive> {
    let mut source = Source::open(chemin)?;
    let manifeste = read_manifeste(&mut source)?;
    let total = manifeste.tables.iter().map(|table| table.lignes).sum();
    // Everything is read once before the base is touched.
    for nom in source.names() {
        source.check(&nom)?;
        if !progress(0, total) {
            return Err(ErreurArchive::Annule);
        }
    }
    let mut remis = Remis { empreinte: source.empreinte.clone(), tables: manifeste.tables.len(), ..Remis::default() };
    let done = base.retour(|retour| {
        let tables = &fitting(&manifeste, retour)?;
        for table in tables {
            retour.empty(&table.table.nom)?;
        }
        for table in tables {
            fill(retour, &mut source, table, &mut remis, &mut |done| progress(done, total))?;
        }
        Ok(Provenance { empreinte: remis.empreinte.clone(), lignes: remis.lignes })
    });
    match done {
        Err(ErreurArchive::Base(StorageError::NotEmpty)) => Err(ErreurArchive::NonVide),
        Err(error) => Err(error),
        Ok(()) => Ok(remis),
    }
}

fn read_manifeste(source: &mut Source) -> Result<Manifeste, ErreurArchive> {
    if !source.has(MANIFESTE) {
        return Err(ErreurArchive::Etranger(format!("{MANIFESTE} n’y est pas")));
    }
    source.check(MANIFESTE)?;
    let text = source.read(MANIFESTE)?;
    let damaged = || ErreurArchive::Abime(MANIFESTE.to_owned());
    let value: Value = serde_json::from_slice(&text).map_err(|_| damaged())?;
    if value.get("application").and_then(Value::as_str) != Some(Manifeste::APPLICATION) {
        return Err(ErreurArchive::Etranger("il a été écrit par une autre application".to_owned()));
    }
    match value.get("format").and_then(Value::as_u64) {
        Some(format) if format == u64::from(FORMAT) => {}
        Some(format) => return Err(ErreurArchive::PlusRecent(format!("format {format}"))),
        None => return Err(damaged()),
    }
    let manifeste: Manifeste = serde_json::from_value(value).map_err(|_| damaged())?;
    for table in &manifeste.tables {
        let nom = manifeste::jsonl(&table.table.nom);
        if !source.has(&nom) {
            return Err(ErreurArchive::Manque(nom));
        }
    }
    Ok(manifeste)
}

/// The tables and columns to put back. A base of this version holds all that an older one held; the
/// seals of the journal are of the engine that made them, and are made again on the other.
fn fitting(manifeste: &Manifeste, retour: &mut Retour<'_>) -> Result<Vec<TableArchivee>, ErreurArchive> {
    let known = retour.migrations()?;
    if let Some(newer) = manifeste.migrations.iter().find(|version| !known.contains(version)) {
        return Err(ErreurArchive::PlusRecent(format!("migration {newer}")));
    }
    let mut tables = manifeste.tables.clone();
    if manifeste.moteur != retour.moteur() {
        tables.retain(|table| !SCEAUX.contains(&table.table.nom.as_str()));
        // What a seal is made with beside the line.
        let known = retour.tables().iter().find(|one| one.nom == "journal").cloned();
        for table in tables.iter_mut().filter(|table| table.table.nom == "journal") {
            table.table.colonnes.retain(|colonne| known.as_ref().is_some_and(|one| one.rang(&colonne.nom).is_some()));
        }
        retour.seal_again();
    }
    for table in &tables {
        let here = retour.tables().iter().find(|one| one.nom == table.table.nom);
        let missing = match here {
            None => Some(table.table.nom.clone()),
            Some(here) => table
                .table
                .colonnes
                .iter()
                .find(|colonne| here.rang(&colonne.nom).is_none())
                .map(|colonne| format!("{}.{}", table.table.nom, colonne.nom)),
        };
        if let Some(missing) = missing {
            return Err(ErreurArchive::Etranger(format!("{missing} n’existe pas dans cette base")));
        }
    }
    Ok(tables)
}

fn fill(
    retour: &mut Retour<'_>,
    source: &mut Source,
    table: &TableArchivee,
    remis: &mut Remis,
    progress: &mut dyn FnMut(usize) -> bool,
) -> Result<(), ErreurArchive> {
    let nom = manifeste::jsonl(&table.table.nom);
    let damaged = || ErreurArchive::Abime(nom.clone());
    let colonnes: Vec<String> = table.table.colonnes.iter().map(|one| one.nom.clone()).collect();
    let files: Vec<usize> = table.table.fichiers().collect();
    let mut page: Vec<Ligne> = Vec::with_capacity(PAGE);
    let (mut lignes, mut octets) = (0, 0);
    // Files are read from the same archive: where there are some, the rows are few and read first.
    let rows: Box<dyn Iterator<Item = std::io::Result<String>>> = if files.is_empty() {
        Box::new(BufReader::with_capacity(1 << 16, source.file(&nom)?).lines())
    } else {
        let text = String::from_utf8(source.read(&nom)?).map_err(|_| damaged())?;
        let rows: Vec<_> = text.lines().map(|line| Ok(line.to_owned())).collect();
        return fill_with_files(retour, source, table, (rows, &files, &colonnes), remis, progress);
    };
    for row in rows {
        let row = row.map_err(|_| damaged())?;
        octets += row.len();
        page.push(parse(&row, &colonnes).ok_or_else(damaged)?);
        lignes += 1;
        if page.len() == PAGE || octets > OCTETS {
            retour.add(&table.table.nom, &colonnes, &page)?;
            remis.lignes += page.len();
            page.clear();
            octets = 0;
            if !progress(remis.lignes) {
                return Err(ErreurArchive::Annule);
            }
        }
    }
    if !page.is_empty() {
        retour.add(&table.table.nom, &colonnes, &page)?;
        remis.lignes += page.len();
    }
    if lignes != table.lignes {
        return Err(damaged());
    }
    if progress(remis.lignes) { Ok(()) } else { Err(ErreurArchive::Annule) }
}

type Rows<'a> = (Vec<std::io::Result<String>>, &'a [usize], &'a [String]);

/// Row by row: a file may be large.
fn fill_with_files(
    retour: &mut Retour<'_>,
    source: &mut Source,
    table: &TableArchivee,
    (rows, files, colonnes): Rows<'_>,
    remis: &mut Remis,
    progress: &mut dyn FnMut(usize) -> bool,
) -> Result<(), ErreurArchive> {
    let damaged = || ErreurArchive::Abime(manifeste::jsonl(&table.table.nom));
    if rows.len() != table.lignes {
        return Err(damaged());
    }
    for row in rows {
        let mut ligne = parse(&row.map_err(|_| damaged())?, colonnes).ok_or_else(damaged)?;
        for rang in files {
            let Some(value) = ligne.get_mut(*rang) else { continue };
            if let Some(path) = value.as_str().map(str::to_owned) {
                source.check(&path)?;
                *value = Value::from(hexadecimal(&source.read(&path)?));
                remis.fichiers += 1;
            }
        }
        retour.add(&table.table.nom, colonnes, std::slice::from_ref(&ligne))?;
        remis.lignes += 1;
        if !progress(remis.lignes) {
            return Err(ErreurArchive::Annule);
        }
    }
    Ok(())
}

/// A line of JSON, in the order of the columns.
fn parse(row: &str, colonnes: &[String]) -> Option<Ligne> {
    let mut row: Map<String, Value> = serde_json::from_str(row).ok()?;
    colonnes.iter().map(|nom| row.remove(nom).filter(|value| !value.is_object() && !value.is_array())).collect()
}
