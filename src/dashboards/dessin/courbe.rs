//! Lines over time, told apart by colour, dash and mark.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use super::mise::{Mise, Noms, echelle};
use super::toile::{Cadre, Toile};
use crate::dashboards::{Role, Serie, Valeur};

/// Full, then ever shorter dashes: the lines are told apart in grey too.
const TIRETS: [Option<(f64, f64)>; 4] = [None, Some((9.0, 4.0)), Some((4.0, 3.0)), Some((2.0, 3.0))];

pub fn draw<DB: DrawingBackend>(toile: &mut Toile<DB>, mise: &Mise) {
    let postes = &mise.figure.axe.postes;
    let count = postes.len().max(1) as f64;
    let noms = Noms::before(mise, mise.max(|_| true), mise.place.largeur());
    let place = Cadre { y1: mise.place.y1 - noms.hauteur, ..mise.place };
    let (inner, top) = echelle(toile, mise, place, mise.max(|_| true) * 1.04);
    let bande = inner.largeur() / count;
    noms.draw(toile, inner.y1, |at| inner.x0 + bande * (at as f64 + 0.5));
    lines(toile, mise, inner, top, |_| true);
    // A whole column answers for its point: points are small.
    for (at, poste) in postes.iter().enumerate() {
        let column = Cadre::new(inner.x0 + bande * at as f64, inner.y0, inner.x0 + bande * (at as f64 + 1.0), inner.y1);
        let said: Vec<String> = mise
            .figure
            .series
            .iter()
            .map(|serie| mise.dit(Some(poste), Some(serie), serie.valeurs.get(at).copied().unwrap_or(Valeur::Absente)))
            .collect();
        toile.zone(column, Some(at), None, said.join("\u{a0}; "));
    }
}

fn dash(at: usize, serie: &Serie) -> Option<(f64, f64)> {
    match serie.role {
        Role::Comparaison => Some((5.0, 3.0)),
        Role::MoyenneMobile => None,
        Role::Courante => TIRETS.get(at % TIRETS.len()).copied().flatten(),
    }
}

fn stroke<DB: DrawingBackend>(
    toile: &mut Toile<DB>,
    at: usize,
    serie: &Serie,
    couleur: RGBColor,
    points: &[(f64, f64)],
) {
    match dash(at, serie) {
        None => toile.trait_(points, couleur, if serie.role == Role::MoyenneMobile { 3 } else { 2 }),
        Some(dash) => toile.tirets(points, couleur, 2, dash),
    }
}

/// What stands for a line in the legend.
pub fn signe<DB: DrawingBackend>(
    toile: &mut Toile<DB>,
    at: usize,
    serie: &Serie,
    couleur: RGBColor,
    (x, y): (f64, f64),
) {
    stroke(toile, at, serie, couleur, &[(x - 1.0, y), (x + 13.0, y)]);
}

/// The lines of the series that `of` keeps; a value that is not known leaves a hole.
pub fn lines<DB: DrawingBackend>(
    toile: &mut Toile<DB>,
    mise: &Mise,
    inner: Cadre,
    top: f64,
    of: impl Fn(&Serie) -> bool,
) {
    let count = mise.figure.axe.postes.len().max(1) as f64;
    let bande = inner.largeur() / count;
    // The present is drawn last, over the rest.
    let mut series: Vec<(usize, &Serie)> =
        mise.figure.series.iter().enumerate().filter(|(_, serie)| of(serie)).collect();
    series.sort_by_key(|(_, serie)| serie.role == Role::Courante);
    for (index, serie) in series {
        let colour = mise.couleur(index, serie, None, toile.teintes);
        let mut run: Vec<(f64, f64)> = Vec::new();
        let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
        for (at, valeur) in serie.valeurs.iter().enumerate() {
            match valeur.nombre() {
                Some(value) => {
                    run.push((inner.x0 + bande * (at as f64 + 0.5), inner.y1 - value / top * inner.hauteur()));
                }
                None => runs.push(std::mem::take(&mut run)),
            }
        }
        runs.push(run);
        for run in runs {
            if run.len() > 1 {
                stroke(toile, index, serie, colour, &run);
            }
            if serie.role == Role::Courante && bande > 9.0 || run.len() == 1 {
                for point in run {
                    toile.disque(point, 3.0, colour);
                }
            }
        }
    }
}
