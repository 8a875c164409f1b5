//! The journal written to a file: for a spreadsheet, or one JSON document a line for a program.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use super::tableur::CsvEcrit;
use crate::domain::date;
use crate::domain::journal::{FiltreJournal, LigneJournal, objet, operation};
use crate::storage::{Base, Result, StorageError};

const TITRES: [&str; 7] = ["Ligne", "Quand", "Qui", "Nature", "Sur", "Dossier", "Depuis"];

/// Writes the lines of `filtre`, the oldest first; gives how many. The file is there whole or not at all:
/// CSV, or JSON lines when its name ends in `.jsonl`.
///
/// # Errors
/// « arrêté » if `progress` said stop; the disk, the base.
pub fn write(
    base: &Base,
    filtre: &FiltreJournal,
    path: &Path,
    mut progress: impl FnMut(u64, u64) -> bool,
) -> Result<u64> {
    let Some(name) = path.file_name() else {
        return Err(StorageError::Refused("Il manque le nom du fichier à écrire ; rien n’a été exporté".to_owned()));
    };
    let json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"));
    let mut beside = name.to_owned();
    beside.push(".partiel");
    let beside = path.with_file_name(beside);
    let written = File::create(&beside).map_err(StorageError::from).and_then(|file| {
        let mut out = Sortie::new(BufWriter::new(file), json)?;
        let lines = base.export_journal(filtre, |lines, done, of| {
            lines.iter().try_for_each(|line| out.line(line))?;
            Ok(progress(done, of))
        })?;
        out.finish()?;
        std::fs::rename(&beside, path)?;
        Ok(lines)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

enum Sortie {
    Csv(Box<CsvEcrit<BufWriter<File>>>),
    Json(BufWriter<File>),
}

impl Sortie {
    fn new(out: BufWriter<File>, json: bool) -> Result<Self> {
        if json {
            return Ok(Self::Json(out));
        }
        let mut csv = CsvEcrit::new(out)?;
        csv.textes(TITRES)?;
        Ok(Self::Csv(Box::new(csv)))
    }

    fn line(&mut self, line: &LigneJournal) -> Result<()> {
        match self {
            Self::Csv(csv) => {
                let (id, quand) = (line.id.to_string(), date::format_instant(&line.quand));
                csv.textes([
                    id.as_str(),
                    &quand,
                    &line.qui,
                    operation(&line.operation),
                    objet(&line.nom_table),
                    &line.numero,
                    &line.depuis,
                ])?;
            }
            Self::Json(out) => {
                let text = serde_json::to_string(line).map_err(std::io::Error::other)?;
                writeln!(out, "{text}")?;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<()> {
        let out = match self {
            Self::Csv(csv) => csv.finish()?,
            Self::Json(out) => out,
        };
        out.into_inner().map_err(|error| StorageError::File(error.into_error()))?.sync_all()?;
        Ok(())
    }
}
