//! From where information came, to what became of it: bands as wide as their number.

use plotters::prelude::DrawingBackend;

use super::mise::{Mise, PETIT};
use super::police::{couper, largeur};
use super::toile::{Ancre, Cadre, Toile};
use crate::dashboards::{Role, Serie, Valeur};

const NOEUD: f64 = 12.0;

/// One end: its name, its number, and from where to where it stands.
struct Noeud {
    at: usize,
    total: f64,
    from: f64,
    /// Where the next band leaves it.
    next: f64,
}

pub fn draw<DB: DrawingBackend>(toile: &mut Toile<DB>, mise: &Mise) {
    let postes = &mise.figure.axe.postes;
    let series: Vec<(usize, &Serie)> =
        mise.figure.series.iter().enumerate().filter(|(_, serie)| serie.role == Role::Courante).collect();
    let value = |serie: &Serie, at: usize| serie.valeurs.get(at).and_then(|valeur| valeur.nombre()).unwrap_or(0.0);
    let left: Vec<f64> = (0..postes.len()).map(|at| series.iter().map(|(_, serie)| value(serie, at)).sum()).collect();
    let right: Vec<f64> = series.iter().map(|(_, serie)| (0..postes.len()).map(|at| value(serie, at)).sum()).collect();
    let whole: f64 = left.iter().sum();
    let place = mise.place;
    let room = place.largeur() * 0.32;
    // A name is cut, its number never.
    let text = |name: &str, total: f64| {
        let number = format!(" ({})", mise.valeur(Valeur::Nombre(total)));
        format!("{}{number}", couper(name, room - largeur(&number, PETIT, false), PETIT, false))
    };
    let left_names: Vec<String> = postes.iter().zip(&left).map(|(poste, total)| text(&poste.libelle, *total)).collect();
    let right_names: Vec<String> =
        series.iter().zip(&right).map(|((_, serie), total)| text(&serie.libelle, *total)).collect();
    let widest = |names: &[String]| names.iter().map(|name| largeur(name, PETIT, false)).fold(0.0, f64::max) + 8.0;
    let (x0, x1) = (place.x0 + widest(&left_names), place.x1 - widest(&right_names) - NOEUD);
    let mut from = stand(&left, whole, place);
    let mut to = stand(&right, whole, place);
    let scale = scale_of(&left, &right, whole, place);
    for noeud in &mut from {
        for end in &mut to {
            let Some((index, serie)) = series.get(end.at).copied() else { continue };
            let number = value(serie, noeud.at);
            if number <= 0.0 {
                continue;
            }
            let tall = number * scale;
            let poste = postes.get(noeud.at);
            let colour = mise.couleur(index, serie, poste, toile.teintes);
            let [y0, y1] = [noeud.next, end.next];
            band(toile, (x0 + NOEUD, y0), (x1, y1), tall, colour);
            noeud.next += tall;
            end.next += tall;
            // What is pointed at is where the band leaves: there bands never cross.
            let zone = Cadre::new(x0 + NOEUD, y0, x0 + NOEUD + (x1 - x0) * 0.12, y0 + tall.max(3.0));
            let said = poste.map_or_else(String::new, |poste| {
                format!("{} → {}\u{a0}: {}", poste.libelle, serie.libelle, mise.valeur(Valeur::Nombre(number)))
            });
            toile.zone(zone, Some(noeud.at), Some(index), said);
        }
    }
    for noeud in &from {
        let ends = Cadre::new(x0, noeud.from, x0 + NOEUD, noeud.from + noeud.total * scale);
        let couleur = toile.teintes.doux;
        toile.marque(ends, couleur);
        let said = postes.get(noeud.at).map_or("", |poste| poste.libelle.as_str());
        toile.zone(ends, Some(noeud.at), None, format!("{said}\u{a0}: {}", mise.valeur(Valeur::Nombre(noeud.total))));
    }
    for end in &to {
        let Some((index, serie)) = series.get(end.at).copied() else { continue };
        let ends = Cadre::new(x1, end.from, x1 + NOEUD, end.from + end.total * scale);
        let couleur = mise.couleur(index, serie, None, toile.teintes);
        toile.marque(ends, couleur);
        toile.zone(
            ends,
            None,
            Some(index),
            format!("{}\u{a0}: {}", serie.libelle, mise.valeur(Valeur::Nombre(end.total))),
        );
    }
    names(toile, &from, &left_names, scale, place, (x0 - 6.0, Ancre::Droite));
    names(toile, &to, &right_names, scale, place, (x1 + NOEUD + 6.0, Ancre::Gauche));
}

fn gap_of(count: usize, place: Cadre) -> f64 {
    (place.hauteur() * 0.25 / count.max(1) as f64).min(PETIT * 1.3)
}

/// The same on both sides: a band keeps its width.
fn scale_of(left: &[f64], right: &[f64], whole: f64, place: Cadre) -> f64 {
    let most =
        [left, right].map(|side| side.iter().filter(|total| **total > 0.0).count()).into_iter().max().unwrap_or(1);
    let room = place.hauteur() - gap_of(most, place) * most.saturating_sub(1) as f64;
    room / whole.max(f64::MIN_POSITIVE)
}

fn stand(totals: &[f64], whole: f64, place: Cadre) -> Vec<Noeud> {
    let count = totals.iter().filter(|total| **total > 0.0).count();
    let scale = {
        let room = place.hauteur() - gap_of(count, place) * count.saturating_sub(1) as f64;
        room / whole.max(f64::MIN_POSITIVE)
    };
    let mut y = place.y0;
    let mut out = Vec::new();
    for (at, total) in totals.iter().enumerate().filter(|(_, total)| **total > 0.0) {
        out.push(Noeud { at, total: *total, from: y, next: y });
        y += total * scale + gap_of(count, place);
    }
    out
}

fn band<DB: DrawingBackend>(
    toile: &mut Toile<DB>,
    (x0, y0): (f64, f64),
    (x1, y1): (f64, f64),
    tall: f64,
    couleur: plotters::style::RGBColor,
) {
    const STEPS: u32 = 16;
    let point = |at: u32, below: f64| {
        let part = f64::from(at) / f64::from(STEPS);
        let ease = part * part * (3.0 - 2.0 * part);
        (x0 + (x1 - x0) * part, y0 + (y1 - y0) * ease + below)
    };
    let mut points: Vec<(f64, f64)> = (0..=STEPS).map(|at| point(at, 0.0)).collect();
    points.extend((0..=STEPS).rev().map(|at| point(at, tall.max(1.0))));
    toile.surface(&points, couleur, 0.55);
}

/// Names beside their ends, pushed down where they would meet; those that no longer fit are left out.
fn names<DB: DrawingBackend>(
    toile: &mut Toile<DB>,
    ends: &[Noeud],
    names: &[String],
    scale: f64,
    place: Cadre,
    (x, ancre): (f64, Ancre),
) {
    const LIGNE: f64 = PETIT * 1.2;
    let ecriture = toile.ecriture(PETIT);
    let mut wanted: Vec<(f64, &Noeud)> = ends.iter().map(|end| (end.from + end.total * scale / 2.0, end)).collect();
    // From the foot up, then from the top down: none leaves the place, none meets another.
    let mut limit = place.y1 - LIGNE / 2.0;
    for (y, _) in wanted.iter_mut().rev() {
        *y = y.min(limit);
        limit = *y - LIGNE;
    }
    let mut limit = place.y0 + LIGNE / 2.0;
    for (y, _) in &mut wanted {
        *y = y.max(limit);
        limit = *y + LIGNE;
    }
    for (y, end) in wanted.into_iter().filter(|(y, _)| *y <= place.y1) {
        if let Some(name) = names.get(end.at) {
            toile.texte(name, (x, y), ancre, ecriture);
        }
    }
}
