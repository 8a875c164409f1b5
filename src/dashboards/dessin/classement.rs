//! Bars along, the greatest first, each with its name and its number.

use plotters::prelude::DrawingBackend;

use super::mise::{Mise, PETIT, TEXTE};
use super::police::{couper, largeur};
use super::toile::{Ancre, Cadre, Toile};
use crate::dashboards::{Role, Serie, Valeur};

/// A row is not less tall.
const LEAST: f64 = 17.0;

/// How many rows there is place for.
pub fn room(place: Cadre) -> usize {
    (place.hauteur() / LEAST).floor().max(1.0) as usize
}

pub fn draw<DB: DrawingBackend>(toile: &mut Toile<DB>, mise: &Mise) {
    let postes = &mise.figure.axe.postes;
    let place = mise.place;
    let room = room(place);
    // One row says how many are left out.
    let shown = if postes.len() <= room { postes.len() } else { room.saturating_sub(1).max(1) };
    let rows = if postes.len() <= room { postes.len() } else { shown + 1 };
    let tall = (place.hauteur() / rows.max(1) as f64).min(38.0);
    let size = if tall > 22.0 { TEXTE } else { PETIT };
    let widest = postes.iter().take(shown).map(|poste| largeur(&poste.libelle, size, false)).fold(0.0, f64::max);
    let names = widest.min(place.largeur() * 0.46);
    let told = |at: usize| told(mise, &mise.figure.series, at);
    let numbers = (0..shown).map(|at| largeur(&told(at), size, false)).fold(0.0, f64::max);
    let x0 = place.x0 + names + 8.0;
    let most = mise.max(|_| true);
    let scale = if most > 0.0 { (place.x1 - numbers - 6.0 - x0).max(10.0) / most } else { 0.0 };
    let mut series: Vec<(usize, &Serie)> =
        mise.figure.series.iter().enumerate().filter(|(_, serie)| serie.role != Role::MoyenneMobile).collect();
    series.sort_by_key(|(_, serie)| serie.role == Role::Comparaison);
    for (at, poste) in postes.iter().take(shown).enumerate() {
        let (top, middle) = (place.y0 + tall * at as f64, place.y0 + tall * (at as f64 + 0.5));
        let ecriture = toile.ecriture(size);
        toile.texte(&couper(&poste.libelle, names, size, false), (x0 - 8.0, middle), Ancre::Droite, ecriture);
        // The other period is a thin bar under this one's.
        let gap = (tall * 0.14).max(1.5);
        let (mut from, mut end) = (top + gap, x0);
        let weights: f64 = series.iter().map(|(_, serie)| weight(serie)).sum();
        for (index, serie) in &series {
            let to = from + (tall - 2.0 * gap) * weight(serie) / weights.max(1.0);
            let valeur = serie.valeurs.get(at).copied().unwrap_or(Valeur::Absente);
            let bar = Cadre::new(x0, from, x0 + valeur.nombre().unwrap_or(0.0) * scale, to);
            let colour = mise.couleur(*index, serie, Some(poste), toile.teintes);
            toile.marque(bar, colour);
            let zone = Cadre { x1: bar.x1.max(bar.x0 + 8.0), ..bar };
            toile.zone(zone, Some(at), Some(*index), mise.dit(Some(poste), Some(serie), valeur));
            end = end.max(bar.x1);
            from = to;
        }
        let ecriture = toile.ecriture(size);
        toile.texte(&told(at), (end + 6.0, middle), Ancre::Gauche, ecriture);
    }
    if shown < postes.len() {
        let doux = toile.doux(PETIT);
        let left = postes.len() - shown;
        let text = format!("et {left} autre{}", if left > 1 { "s" } else { "" });
        toile.texte(&text, (x0 - 8.0, place.y0 + tall * (shown as f64 + 0.5)), Ancre::Droite, doux);
    }
    let bord = toile.teintes.bord;
    toile.trait_(&[(x0, place.y0), (x0, place.y0 + tall * shown as f64)], bord, 1);
}

/// « 35 (38) »: this period's number, and in brackets the other's.
fn told(mise: &Mise, series: &[Serie], at: usize) -> String {
    let of = |role: Role| {
        let serie = series.iter().find(|serie| serie.role == role)?;
        Some(mise.valeur(serie.valeurs.get(at).copied().unwrap_or(Valeur::Absente)))
    };
    let now = of(Role::Courante).unwrap_or_default();
    match of(Role::Comparaison) {
        Some(before) => format!("{now} ({before})"),
        None => now,
    }
}

fn weight(serie: &Serie) -> f64 {
    if serie.role == Role::Comparaison { 0.45 } else { 1.0 }
}
