//! The numbers behind a chart, where the chart does not write them all.

use super::page::{Bloc, Encre, Op, PLACE, Sens};
use crate::dashboards::dessin::{couper, ecrire, largeur, lignes};
use crate::dashboards::{Figure, Forme};

const TAILLE: f32 = 8.0;
const RANG: f32 = 12.0;
const LIGNE: f32 = 9.6;

/// Text, already as it is read; the first column is of names.
pub struct Table {
    tete: Vec<Vec<String>>,
    rangs: Vec<Vec<String>>,
    premiere: f32,
    autre: f32,
}

fn wide(text: &str) -> f32 {
    largeur(text, f64::from(TAILLE), false) as f32
}

impl Table {
    /// None where the chart tells every number, or where they would not fit on paper.
    pub fn of(figure: &Figure, large: f32) -> Option<Self> {
        // One place with two values: the sentence tells both.
        let told = figure.series.len() < 2 || figure.axe.postes.len() < 2 && figure.series.len() == 2;
        if told || matches!(figure.forme, Forme::Chaleur | Forme::Pyramide | Forme::Classement) {
            return None;
        }
        Self::by_series(figure, large).or_else(|| Self::par_places(figure, large))
    }

    fn cells(figure: &Figure, serie: usize) -> Vec<String> {
        let values = figure.series.get(serie).map(|serie| serie.valeurs.as_slice()).unwrap_or_default();
        values.iter().map(|valeur| ecrire(figure, *valeur)).collect()
    }

    /// A series a row: months stand across.
    fn by_series(figure: &Figure, large: f32) -> Option<Self> {
        let postes = &figure.axe.postes;
        let premiere = figure.series.iter().map(|serie| wide(&serie.libelle)).fold(0.0, f32::max).min(130.0) + 8.0;
        let autre = (large - premiere) / postes.len().max(1) as f32;
        let autre = autre.min(70.0);
        let head = |text: &str| lignes(text, f64::from(autre - 4.0), f64::from(TAILLE), true, 3);
        let heads: Vec<Vec<String>> = postes.iter().map(|poste| head(&poste.court)).collect();
        let whole = heads.iter().zip(postes).all(|(lines, poste)| lines.join(" ") == poste.court);
        let mut numbers = (0..figure.series.len()).flat_map(|at| Self::cells(figure, at));
        if postes.is_empty() || figure.series.len() > 6 || !whole || numbers.any(|text| wide(&text) >= autre - 3.0) {
            return None;
        }
        let tete = std::iter::once(Vec::new()).chain(heads).collect();
        let rangs = figure
            .series
            .iter()
            .enumerate()
            .map(|(at, serie)| std::iter::once(serie.libelle.clone()).chain(Self::cells(figure, at)).collect());
        Some(Self { tete, rangs: rangs.collect(), premiere, autre })
    }

    /// A place a row, a series a column.
    pub fn par_places(figure: &Figure, large: f32) -> Option<Self> {
        let (rows, columns) = (figure.axe.postes.len(), figure.series.len());
        if rows > 16 || !(2..=7).contains(&columns) {
            return None;
        }
        let premiere = figure.axe.postes.iter().map(|poste| wide(&poste.libelle)).fold(0.0, f32::max);
        let premiere = premiere.min((large * 0.6).min(170.0)) + 8.0;
        let autre = ((large - premiere) / columns.max(1) as f32).min(if large < PLACE { 64.0 } else { 90.0 });
        let head = |text: &str| lignes(text, f64::from(autre - 6.0), f64::from(TAILLE), true, 3);
        let tete = std::iter::once(vec![figure.axe.libelle.clone()])
            .chain(figure.series.iter().map(|serie| head(&serie.libelle)))
            .collect();
        let rangs = figure.axe.postes.iter().enumerate().map(|(at, poste)| {
            let cells = (0..columns).map(|serie| Self::cells(figure, serie).get(at).cloned().unwrap_or_default());
            std::iter::once(poste.libelle.clone()).chain(cells).collect()
        });
        Some(Self { tete, rangs: rangs.collect(), premiere, autre })
    }

    pub fn large(&self) -> f32 {
        self.premiere + self.autre * self.tete.len().saturating_sub(1) as f32
    }

    /// Its blocks from the height `top`, and how tall it is.
    pub fn draw(&self, x: f32, top: f32) -> (Vec<Bloc>, f32) {
        let head = self.tete.iter().map(Vec::len).max().unwrap_or(1).max(1) as f32 * LIGNE + 4.0;
        let large = self.large();
        let ground = Op::Pave { x, y: top, large, haut: head, encre: Encre::Fond };
        let mut blocs = vec![Bloc::new(Sens::Artefact, vec![ground])];
        let mut ops = Vec::new();
        for (column, lines) in self.tete.iter().enumerate() {
            for (row, line) in lines.iter().enumerate() {
                let y = top + 2.0 + LIGNE * (row as f32 + 0.8);
                ops.push(self.cell((x, y), column, line, true));
            }
        }
        blocs.push(Bloc::new(Sens::Rang { tete: true }, ops));
        for (row, cells) in self.rangs.iter().enumerate() {
            let foot = top + head + RANG * (row as f32 + 1.0);
            let ops = cells
                .iter()
                .enumerate()
                .map(|(column, text)| self.cell((x, foot - 3.2), column, text, false))
                .collect();
            blocs.push(Bloc::new(Sens::Rang { tete: false }, ops));
            let rule = Op::Pave { x, y: foot, large, haut: 0.5, encre: Encre::Ligne };
            blocs.push(Bloc::new(Sens::Artefact, vec![rule]));
        }
        (blocs, head + RANG * self.rangs.len() as f32 + 4.0)
    }

    /// Names begin at the left of their column, numbers end at the right of theirs.
    fn cell(&self, (from, y): (f32, f32), column: usize, text: &str, gras: bool) -> Op {
        let (left, room) = match column {
            0 => (from + 3.0, self.premiere - 6.0),
            other => (from + self.premiere + self.autre * (other - 1) as f32, self.autre - 3.0),
        };
        let texte = couper(text, f64::from(room), f64::from(TAILLE), gras);
        let x = if column == 0 { left } else { left + room - largeur(&texte, f64::from(TAILLE), gras) as f32 };
        Op::Texte { x, y, taille: TAILLE, gras, encre: Encre::Texte, texte }
    }
}
