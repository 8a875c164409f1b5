//! CSV and TSV: text that a spreadsheet opens without running any of it.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Cellule, Tableau};

/// A spreadsheet runs a text that begins so; « ' » is guarded too, so that the guard can be taken away again.
const DANGEREUX: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠'];

/// The text behind a « ' » when a spreadsheet would take it for a formula.
pub fn neutralise(texte: &str) -> Cow<'_, str> {
    if texte.starts_with(DANGEREUX) { Cow::Owned(format!("'{texte}")) } else { Cow::Borrowed(texte) }
}

/// What was given to [`neutralise`].
pub fn without_guard(texte: &str) -> &str {
    texte.strip_prefix('\'').filter(|rest| rest.starts_with(DANGEREUX)).unwrap_or(texte)
}

/// Rows written one after the other as French spreadsheets open them: UTF-8 told by its mark,
/// semicolons, lines ended by CRLF.
pub struct CsvEcrit<W: Write> {
    lignes: csv::Writer<W>,
}

impl<W: Write> CsvEcrit<W> {
    /// # Errors
    /// Those of `out`.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let lignes =
            csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).flexible(true).from_writer(out);
        Ok(Self { lignes })
    }

    /// Writes a row of texts, each neutralised.
    ///
    /// # Errors
    /// Those of the place written to.
    pub fn textes<'a>(&mut self, textes: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        for texte in textes {
            self.lignes.write_field(neutralise(texte).as_bytes())?;
        }
        Ok(self.lignes.write_record(None::<&[u8]>)?)
    }

    /// Writes a row of cells; a negative number stays a number.
    ///
    /// # Errors
    /// Those of the place written to.
    pub fn ligne(&mut self, cellules: &[Cellule]) -> io::Result<()> {
        for cellule in cellules {
            let texte = cellule.texte();
            let safe = if matches!(cellule, Cellule::Texte(_)) { neutralise(&texte) } else { Cow::Borrowed(&*texte) };
            self.lignes.write_field(safe.as_bytes())?;
        }
        Ok(self.lignes.write_record(None::<&[u8]>)?)
    }

    /// # Errors
    /// What was still waiting could not be written.
    pub fn finish(self) -> io::Result<W> {
        let mut out = self.lignes.into_inner().map_err(csv::IntoInnerError::into_error)?;
        // Whoever is given it may drop it: a full disk is told here.
        out.flush()?;
        Ok(out)
    }
}

/// A whole table as CSV.
pub fn csv(tableau: &Tableau) -> Vec<u8> {
    let write = || -> io::Result<Vec<u8>> {
        let mut csv = CsvEcrit::new(Vec::new())?;
        csv.textes(tableau.titres.iter().map(String::as_str))?;
        for ligne in &tableau.lignes {
            csv.ligne(ligne)?;
        }
        csv.finish()
    };
    // A vector takes everything.
    write().unwrap_or_default()
}

/// Rows for the clipboard, as spreadsheets exchange them.
pub fn tsv(titres: Option<&[String]>, lignes: &[Vec<Cellule>]) -> String {
    let mut texte = String::new();
    let titres = titres.map(|titres| titres.iter().map(|titre| Cellule::from(&**titre)).collect::<Vec<_>>());
    for ligne in titres.iter().chain(lignes) {
        for (at, cellule) in ligne.iter().enumerate() {
            if at > 0 {
                texte.push('\t');
            }
            let inside = cellule.texte();
            let safe = if matches!(cellule, Cellule::Texte(_)) { neutralise(&inside) } else { Cow::Borrowed(&*inside) };
            if safe.contains(['\t', '\n', '\r', '"']) {
                texte.push('"');
                texte.push_str(&safe.replace('"', "\"\""));
                texte.push('"');
            } else {
                texte.push_str(&safe);
            }
        }
        texte.push('\n');
    }
    texte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_begins_as_a_formula_and_the_guard_goes_away_again() {
        for texte in ["=1+1", "+33 2 48", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "'", "＝1", "d'Arc", "", "é"]
        {
            let safe = neutralise(texte);
            assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']), "{texte:?} gives {safe:?}");
            assert_eq!(without_guard(&safe), texte);
        }
        assert_eq!(neutralise("O’Brien = 1"), "O’Brien = 1");
        assert_eq!(without_guard("'Arc"), "'Arc");
    }

    #[test]
    fn a_cell_cannot_open_another() {
        let tableau = Tableau {
            nom: "Essai".into(),
            titres: vec!["=A".into(), "Nombre".into(), "Texte".into()],
            lignes: vec![
                vec![Cellule::from("a;=1+1"), Cellule::from(-2.5), Cellule::from("dit \"=1\"\r\n=2")],
                vec![Cellule::Vide, Cellule::from(3_usize), Cellule::from("-1")],
            ],
        };
        let text = String::from_utf8(csv(&tableau)).unwrap();
        assert_eq!(text, "\u{feff}'=A;Nombre;Texte\r\n\"a;=1+1\";-2,5;\"dit \"\"=1\"\"\r\n=2\"\r\n;3;'-1\r\n");
        assert_eq!(tsv(None, &tableau.lignes), "a;=1+1\t-2,5\t\"dit \"\"=1\"\"\r\n=2\"\n\t3\t'-1\n");
    }
}
