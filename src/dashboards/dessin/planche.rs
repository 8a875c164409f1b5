//! Several charts on one sheet: the whole page of the dashboard.

use plotters::prelude::{IntoDrawingArea as _, SVGBackend};

use super::police::lignes;
use super::svg::{ErreurDessin, Pied, Style, Taille, dessiner};
use super::toile::{Ancre, Ecriture, Toile};
use crate::dashboards::Figure;

const MARGE: u32 = 24;
const ECART: u32 = 12;
/// A4 lying, at 96 points to the inch.
const A4: (u32, u32) = (1123, 794);

/// How the sheet is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planche {
    pub colonnes: usize,
    /// Rows on a sheet; none: as many as it takes.
    pub rangs: Option<usize>,
    pub case: Taille,
}

impl Planche {
    /// One picture of everything.
    pub const IMAGE: Self = Self { colonnes: 3, rangs: None, case: Taille { largeur: 440, hauteur: 330 } };
    /// Sheets of paper, six charts each.
    pub const PAPIER: Self = Self {
        colonnes: 3,
        rangs: Some(2),
        case: Taille { largeur: (A4.0 - 2 * MARGE - 2 * ECART) / 3, hauteur: (A4.1 - 2 * MARGE - ECART - 64) / 2 },
    };
}

/// The sheets, each an SVG.
///
/// # Errors
/// What cannot be drawn.
pub fn planches(
    titre: &str,
    sous_titre: &str,
    figures: &[Figure],
    planche: Planche,
    sombre: bool,
) -> Result<Vec<String>, ErreurDessin> {
    let by_sheet = planche.rangs.map_or(figures.len(), |rangs| rangs * planche.colonnes).max(1);
    let sheets = figures.len().div_ceil(by_sheet);
    figures
        .chunks(by_sheet)
        .enumerate()
        .map(|(at, part)| {
            let number = if sheets > 1 { format!("{}/{sheets}", at + 1) } else { String::new() };
            sheet((titre, sous_titre, &number), part, planche, sombre)
        })
        .collect()
}

fn sheet(
    (titre, sous_titre, number): (&str, &str, &str),
    figures: &[Figure],
    planche: Planche,
    sombre: bool,
) -> Result<String, ErreurDessin> {
    const TETE: u32 = 64;
    let columns = planche.colonnes.min(figures.len()).max(1) as u32;
    let columns = if planche.rangs.is_some() { planche.colonnes as u32 } else { columns };
    let rows = planche.rangs.unwrap_or_else(|| figures.len().div_ceil(columns as usize)).max(1) as u32;
    let case = planche.case;
    let wide = 2 * MARGE + columns * case.largeur + (columns - 1) * ECART;
    let tall = 2 * MARGE + TETE + rows * case.hauteur + (rows - 1) * ECART;
    let style = Style { sombre, pied: Pied::Bref, ..Style::default() };
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (wide, tall)).into_drawing_area();
        let mut toile = Toile::new(&area, style.teintes());
        let fond = toile.teintes.fond;
        toile.fond(fond);
        let left = f64::from(MARGE);
        let gras = Ecriture { gras: true, ..toile.ecriture(20.0) };
        toile.texte(titre, (left, left + 10.0), Ancre::Gauche, gras);
        let doux = toile.doux(12.0);
        for (at, line) in lignes(sous_titre, f64::from(wide - 2 * MARGE), 12.0, false, 2).iter().enumerate() {
            toile.texte(line, (left, left + 32.0 + 15.0 * at as f64), Ancre::Gauche, doux);
        }
        toile.texte(number, (f64::from(wide - MARGE), left + 10.0), Ancre::Droite, doux);
        toile.finish().map_err(ErreurDessin)?;
        area.present().map_err(|error| ErreurDessin(error.to_string()))?;
    }
    let mut inside = String::new();
    for (at, figure) in figures.iter().enumerate() {
        let (column, row) = (at as u32 % columns, at as u32 / columns);
        let x = MARGE + column * (case.largeur + ECART);
        let y = MARGE + TETE + row * (case.hauteur + ECART);
        let chart = dessiner(figure, &style, case)?.svg;
        inside.push_str(&chart.replacen("<svg ", &format!("<svg x=\"{x}\" y=\"{y}\" "), 1));
    }
    match svg.rfind("</svg>") {
        Some(end) => svg.insert_str(end, &inside),
        None => svg.push_str(&inside),
    }
    Ok(svg)
}
