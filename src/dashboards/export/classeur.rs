//! Figures as a workbook: one sheet each, real numbers and real months, with what they mean above them.

use std::fmt::Write as _;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};

use super::ErreurExport;
use crate::dashboards::Dimension;
use crate::dashboards::{Figure, Poste, Valeur};

impl From<XlsxError> for ErreurExport {
    fn from(error: XlsxError) -> Self {
        Self::Classeur(error.to_string())
    }
}

struct Formes {
    titre: Format,
    doux: Format,
    tete: Format,
    mois: Format,
    texte: Format,
    masque: Format,
}

impl Formes {
    fn new() -> Self {
        let tete = Format::new().set_bold().set_background_color("#E3E3FD").set_border_bottom(FormatBorder::Thin);
        Self {
            titre: Format::new().set_bold().set_font_size(14),
            doux: Format::new().set_font_color("#575757"),
            tete: tete.set_text_wrap().set_align(FormatAlign::Top),
            mois: Format::new().set_num_format("mmmm yyyy").set_align(FormatAlign::Left),
            texte: Format::new(),
            masque: Format::new().set_font_color("#575757").set_align(FormatAlign::Right),
        }
    }
}

/// A workbook: a summary that leads to a sheet for each figure. The same figures give the same bytes.
///
/// # Errors
/// What the writer refused.
pub fn xlsx(titre: &str, sous_titre: &str, figures: &[Figure]) -> Result<Vec<u8>, ErreurExport> {
    let mut livre = Workbook::new();
    let fixe = ExcelDateTime::from_ymd(2000, 1, 1)?;
    livre.set_properties(&DocProperties::new().set_title(titre).set_author("Vigie").set_creation_datetime(&fixe));
    let formes = Formes::new();
    let names: Vec<String> = figures.iter().enumerate().map(|(at, figure)| sheet_name(at, &figure.titre)).collect();
    let sommaire = livre.add_worksheet();
    sommaire.set_name("Sommaire")?.set_column_width(0, 70)?.set_column_width(1, 14)?.set_column_width(2, 60)?;
    sommaire.write_string_with_format(0, 0, titre, &formes.titre)?;
    sommaire.write_string_with_format(1, 0, sous_titre, &formes.doux)?;
    for (column, head) in (0..).zip(["Graphique", "Total", "Unité"]) {
        sommaire.write_string_with_format(3, column, head, &formes.tete)?;
    }
    for ((row, figure), name) in (4..).zip(figures).zip(&names) {
        sommaire.write_url_with_text(row, 0, Url::new(format!("internal:'{name}'!A1")), fit(&figure.titre))?;
        value(sommaire, row, 1, figure.total, figure, &formes)?;
        sommaire.write_string(row, 2, fit(&figure.unite.libelle))?;
    }
    for (figure, name) in figures.iter().zip(&names) {
        let page = livre.add_worksheet();
        page.set_name(name)?;
        sheet(page, figure, &formes)?;
    }
    Ok(livre.save_to_buffer()?)
}

/// What Excel takes: 31 characters, none of its own signs, no two alike.
fn sheet_name(at: usize, titre: &str) -> String {
    let kept: String = titre.chars().filter(|c| !"[]:*?/\\'".contains(*c)).collect();
    // Excel counts in UTF-16.
    let mut units = 0;
    let short: String = kept
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= 27
        })
        .collect();
    format!("{:02} {}", at + 1, short.trim())
}

/// What a cell can hold; French texts of ours are far below.
fn fit(text: &str) -> String {
    text.chars().take(8_000).collect()
}

fn sheet(page: &mut Worksheet, figure: &Figure, formes: &Formes) -> Result<(), ErreurExport> {
    page.set_column_width(0, 44)?;
    page.write_string_with_format(0, 0, fit(&figure.titre), &formes.titre)?;
    let mut notes = vec![
        figure.definition.clone(),
        format!("Filtre\u{a0}: {}", figure.filtre),
        format!("Source\u{a0}: {}", figure.source),
    ];
    notes.extend(figure.notes.iter().cloned());
    notes.push(super::super::dessin::masques(figure));
    notes.retain(|note| !note.is_empty());
    let mut row = 1;
    for note in &notes {
        page.write_string_with_format(row, 0, fit(note), &formes.doux)?;
        row += 1;
    }
    row += 1;
    page.write_string_with_format(row, 0, fit(&figure.axe.libelle), &formes.tete)?;
    for (column, serie) in (1..).zip(&figure.series) {
        page.set_column_width(column, 18)?;
        page.write_string_with_format(row, column, fit(&serie.libelle), &formes.tete)?;
    }
    page.set_freeze_panes(row + 1, 1)?;
    for (at, poste) in figure.axe.postes.iter().enumerate() {
        row += 1;
        match month(poste) {
            Some(day) => page.write_datetime_with_format(row, 0, day, &formes.mois)?,
            None => page.write_string_with_format(row, 0, fit(&poste.libelle), &formes.texte)?,
        };
        for (column, serie) in (1..).zip(&figure.series) {
            value(page, row, column, serie.valeurs.get(at).copied().unwrap_or(Valeur::Absente), figure, formes)?;
        }
    }
    row += 2;
    page.write_string_with_format(row, 0, "Total, chaque unité comptée une fois", &formes.tete)?;
    value(page, row, 1, figure.total, figure, formes)?;
    if let Some(before) = figure.total_comparaison {
        row += 1;
        page.write_string(row, 0, "Période comparée")?;
        value(page, row, 1, before, figure, formes)?;
    }
    for repere in &figure.reperes {
        row += 1;
        page.write_string(row, 0, fit(&repere.libelle))?;
    }
    Ok(())
}

/// A month is a day that Excel sorts and groups.
fn month(poste: &Poste) -> Option<ExcelDateTime> {
    let critere = poste.critere.as_ref().filter(|critere| critere.dimension == Dimension::Mois)?;
    let (year, month) = critere.valeur.split_once('-')?;
    ExcelDateTime::from_ymd(year.parse().ok()?, month.parse().ok()?, 1).ok()
}

fn value(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    valeur: Valeur,
    figure: &Figure,
    formes: &Formes,
) -> Result<(), ErreurExport> {
    match valeur {
        Valeur::Nombre(number) if number.is_finite() => {
            let decimals = usize::from(figure.unite.decimales);
            let mut form = if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals)) };
            if !figure.unite.suffixe.is_empty() {
                let _ = write!(form, "\"{}\"", figure.unite.suffixe.replace('"', ""));
            }
            page.write_number_with_format(row, column, number, &Format::new().set_num_format(form))?;
        }
        Valeur::Masquee => {
            page.write_string_with_format(row, column, "s", &formes.masque)?;
        }
        Valeur::Nombre(_) | Valeur::Absente => {
            page.write_string_with_format(row, column, "–", &formes.masque)?;
        }
    }
    Ok(())
}
