//! XLSX, row after row: what is written goes to the disk, so that a hundred thousand rows take no memory.

use std::path::Path;

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Cellule, Tableau};

/// What a sheet of Excel can hold, its titles included.
const LIGNES_MAX: u32 = 1_048_576;
/// What a cell of Excel can hold.
const CARACTERES_MAX: usize = 32_767;

#[derive(Debug, thiserror::Error)]
pub enum ErreurTableur {
    #[error("Le classeur n’a pas pu être écrit ({0}) ; vérifiez la place sur le disque et les droits")]
    Ecriture(String),
}

impl From<XlsxError> for ErreurTableur {
    fn from(error: XlsxError) -> Self {
        Self::Ecriture(error.to_string())
    }
}

/// A sheet that goes on in another when it is full.
struct Feuille {
    nom: String,
    titres: Vec<String>,
    /// Its place in the workbook now.
    rang: usize,
    /// The next row.
    ligne: u32,
    suites: u32,
}

/// A workbook being written. Its bytes depend on what is put in it alone.
pub struct Classeur {
    livre: Workbook,
    feuilles: Vec<Feuille>,
    titre: Format,
    jour: Format,
    garde: Format,
}

impl Classeur {
    pub fn new(titre: &str) -> Self {
        let mut livre = Workbook::new();
        let mut proprietes = DocProperties::new().set_title(titre).set_author("Vigie");
        // The clock would make two files of the same rows differ.
        if let Ok(fixe) = ExcelDateTime::from_ymd(2000, 1, 1) {
            proprietes = proprietes.set_creation_datetime(&fixe);
        }
        livre.set_properties(&proprietes);
        let haut = Format::new().set_align(FormatAlign::Top);
        Self {
            livre,
            feuilles: Vec::new(),
            titre: Format::new().set_bold().set_background_color("#E3E3FD").set_text_wrap(),
            jour: haut.clone().set_num_format("dd/mm/yyyy"),
            garde: haut.set_quote_prefix(),
        }
    }

    /// Adds a sheet; gives the rank to write its rows by. The name is made fit for Excel.
    ///
    /// # Errors
    /// The disk is full.
    pub fn feuille(&mut self, nom: &str, titres: &[String]) -> Result<usize, ErreurTableur> {
        let nom: String = nom.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(26).collect();
        let mut feuille = Feuille { nom, titres: titres.to_vec(), rang: 0, ligne: 0, suites: 0 };
        self.open(&mut feuille)?;
        self.feuilles.push(feuille);
        Ok(self.feuilles.len() - 1)
    }

    fn open(&mut self, feuille: &mut Feuille) -> Result<(), ErreurTableur> {
        feuille.suites += 1;
        feuille.rang = self.livre.worksheets().len();
        feuille.ligne = 1;
        let nom = match feuille.suites {
            1 => feuille.nom.clone(),
            suite => format!("{} {suite}", feuille.nom),
        };
        let page = self.livre.add_worksheet_with_constant_memory()?;
        page.set_name(&nom)?.set_freeze_panes(1, 0)?;
        for (colonne, titre) in (0..).zip(&feuille.titres) {
            let large = titre.chars().count().clamp(10, 40);
            page.set_column_width(colonne, large as f64 + 2.0)?;
            page.write_string_with_format(0, colonne, titre, &self.titre)?;
        }
        Ok(())
    }

    /// Writes the next row of a sheet.
    ///
    /// # Errors
    /// There is no such sheet, or the disk is full.
    pub fn ligne(&mut self, feuille: usize, cellules: &[Cellule]) -> Result<(), ErreurTableur> {
        let absent = || ErreurTableur::Ecriture("feuille absente".to_owned());
        let mut place = self.feuilles.get(feuille).map(|feuille| (feuille.rang, feuille.ligne)).ok_or_else(absent)?;
        if place.1 == LIGNES_MAX {
            let mut pleine = self.feuilles.swap_remove(feuille);
            self.filter(&pleine)?;
            self.open(&mut pleine)?;
            place = (pleine.rang, pleine.ligne);
            self.feuilles.push(pleine);
            let last = self.feuilles.len() - 1;
            self.feuilles.swap(feuille, last);
        }
        let page = self.livre.worksheet_from_index(place.0)?;
        for (colonne, cellule) in (0..).zip(cellules) {
            write(page, place.1, colonne, cellule, &self.jour, &self.garde)?;
        }
        if let Some(feuille) = self.feuilles.get_mut(feuille) {
            feuille.ligne += 1;
        }
        Ok(())
    }

    fn filter(&mut self, feuille: &Feuille) -> Result<(), ErreurTableur> {
        let columns = u16::try_from(feuille.titres.len()).unwrap_or_default();
        if columns > 0 {
            let page = self.livre.worksheet_from_index(feuille.rang)?;
            page.autofilter(0, 0, feuille.ligne.saturating_sub(1), columns - 1)?;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), ErreurTableur> {
        let feuilles = std::mem::take(&mut self.feuilles);
        feuilles.iter().try_for_each(|feuille| self.filter(feuille))
    }

    /// # Errors
    /// The disk is full.
    pub fn finish(mut self) -> Result<Vec<u8>, ErreurTableur> {
        self.close()?;
        Ok(self.livre.save_to_buffer()?)
    }

    /// # Errors
    /// The file cannot be written.
    pub fn save(mut self, path: &Path) -> Result<(), ErreurTableur> {
        self.close()?;
        Ok(self.livre.save(path)?)
    }
}

fn write(
    page: &mut Worksheet,
    ligne: u32,
    colonne: u16,
    cellule: &Cellule,
    jour: &Format,
    garde: &Format,
) -> Result<(), ErreurTableur> {
    match cellule {
        Cellule::Vide => {}
        Cellule::Nombre(nombre) if nombre.is_finite() => drop(page.write_number(ligne, colonne, *nombre)?),
        Cellule::Jour(day) => match excel_day(*day) {
            Some(date) => drop(page.write_datetime_with_format(ligne, colonne, date, jour)?),
            None => drop(page.write_string(ligne, colonne, cellule.texte())?),
        },
        Cellule::Texte(_) | Cellule::Nombre(_) => {
            let texte = fitting(cellule.texte());
            // The cell is a text for Excel already; the mark keeps it one when somebody edits it.
            if matches!(super::neutralise(&texte), std::borrow::Cow::Owned(_)) {
                page.write_string_with_format(ligne, colonne, texte, garde)?;
            } else {
                page.write_string(ligne, colonne, texte)?;
            }
        }
    }
    Ok(())
}

/// Excel knows no day before 1900.
fn excel_day(jour: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(jour.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(jour.month()).ok()?, u8::try_from(jour.day()).ok()?).ok()
}

/// A text that Excel can hold; one that is cut says so.
fn fitting(texte: String) -> String {
    const SUITE: &str = "… (suite dans l’export CSV ou JSON)";
    // Excel counts in UTF-16.
    if texte.encode_utf16().count() <= CARACTERES_MAX {
        return texte;
    }
    let room = CARACTERES_MAX - SUITE.encode_utf16().count();
    let mut units = 0;
    let mut kept: String = texte
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= room
        })
        .collect();
    kept.push_str(SUITE);
    kept
}

/// Whole tables in one workbook, a sheet each.
///
/// # Errors
/// The disk, where Excel's rows wait, is full.
pub fn xlsx(titre: &str, tableaux: &[Tableau]) -> Result<Vec<u8>, ErreurTableur> {
    let mut classeur = Classeur::new(titre);
    for tableau in tableaux {
        let feuille = classeur.feuille(&tableau.nom, &tableau.titres)?;
        for ligne in &tableau.lignes {
            classeur.ligne(feuille, ligne)?;
        }
    }
    classeur.finish()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_workbook_holds_texts_numbers_and_days_and_no_formula() {
        let tableau = Tableau {
            nom: "Essai/[1]".into(),
            titres: vec!["Texte".into(), "Nombre".into(), "Jour".into()],
            lignes: vec![
                vec!["=HYPERLINK(\"x\")".into(), 12.5.into(), NaiveDate::from_ymd_opt(2026, 2, 28).into()],
                vec!["x".repeat(40_000).into(), Cellule::Vide, NaiveDate::from_ymd_opt(1812, 1, 1).into()],
            ],
        };
        let bytes = xlsx("Essai", std::slice::from_ref(&tableau)).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f>") && sheet.contains("=HYPERLINK") && sheet.contains("<v>12.5</v>"), "{sheet}");
        assert!(
            sheet.contains("<v>46081</v>") && sheet.contains("01/01/1812") && sheet.contains("suite dans l’export")
        );
        assert!(part(&bytes, "xl/workbook.xml").contains("name=\"Essai1\""));
        assert_eq!(bytes, xlsx("Essai", &[tableau]).unwrap(), "the same rows give the same bytes");
    }
}
