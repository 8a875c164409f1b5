//! The journal written to a file: for a spreadsheet, or one JSON document a line for a program.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use super::fichier;
use super::tableur::CsvEcrit;
use crate::domain::date;
use crate::domain::journal::{FiltreJournal, LigneJournal, objet, operation};
use crate::storage::{Base, Result};

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
    let json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"));
    fichier::write_with(path, |beside| {
        let mut out = Sortie::new(BufWriter::new(File::create(beside)?), json)?;
        let lines = base.export_journal(filtre, |lines, done, of| {
            lines.iter().try_for_each(|line| out.line(line))?;
            Ok(progress(done, of))
        })?;
        out.finish()?;
        Ok(lines)
    })
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
        match self {
            Self::Csv(csv) => drop(csv.finish()?),
            Self::Json(mut out) => out.flush()?,
        }
        Ok(())
    }
}
