//! Bars side by side, or on top of each other.

use plotters::prelude::DrawingBackend;

use super::classement;
use super::mise::{Mise, Noms, PETIT, echelle, ordonnes};
use super::police::largeur;
use super::teintes::Teintes;
use super::toile::{Ancre, Cadre, Ecriture, Toile};
use crate::dashboards::{Forme, Role, Serie, Valeur};

pub fn draw<DB: DrawingBackend>(toile: &mut Toile<DB>, mise: &Mise) {
    let stacked = mise.figure.forme == Forme::BarresEmpilees;
    let postes = &mise.figure.axe.postes;
    let count = postes.len().max(1) as f64;
    let max = if stacked { tallest(mise) } else { mise.max(|_| true) };
    let noms = Noms::before(mise, max, mise.place.largeur());
    // Names that would be cut under columns are whole beside rows, of which each has its number.
    if !stacked && noms.cut() && !ordonnes(postes) && postes.len() <= classement::room(mise.place) {
        return classement::draw(toile, mise);
    }
    let place = Cadre { y1: mise.place.y1 - noms.hauteur, ..mise.place };
    let (inner, top) = echelle(toile, mise, place, max * 1.04);
    let bande = inner.largeur() / count;
    noms.draw(toile, inner.y1, |at| inner.x0 + bande * (at as f64 + 0.5));
    let height = |value: f64| value / top * inner.hauteur();
    if stacked {
        stacks(toile, mise, inner, bande, height);
    } else {
        groups(toile, mise, inner, bande, height);
    }
    super::courbe::lines(toile, mise, inner, top, |serie| serie.role == Role::MoyenneMobile);
}

fn tallest(mise: &Mise) -> f64 {
    let of = |at: usize| -> f64 {
        let values = mise.figure.series.iter().filter(|serie| serie.role == Role::Courante);
        values.filter_map(|serie| serie.valeurs.get(at).and_then(|valeur| valeur.nombre())).sum()
    };
    (0..mise.figure.axe.postes.len()).map(of).fold(0.0, f64::max)
}

fn groups<DB: DrawingBackend>(
    toile: &mut Toile<DB>,
    mise: &Mise,
    inner: Cadre,
    bande: f64,
    height: impl Fn(f64) -> f64,
) {
    // The other period stands before this one, as in time.
    let mut series: Vec<(usize, &Serie)> =
        mise.figure.series.iter().enumerate().filter(|(_, serie)| serie.role != Role::MoyenneMobile).collect();
    series.sort_by_key(|(_, serie)| serie.role != Role::Comparaison);
    let gap = (bande * 0.2).clamp(2.0, 24.0);
    let wide = ((bande - gap) / series.len().max(1) as f64).min(90.0);
    let start = (bande - wide * series.len() as f64) / 2.0;
    for (at, poste) in mise.figure.axe.postes.iter().enumerate() {
        for (row, (index, serie)) in series.iter().enumerate() {
            let valeur = serie.valeurs.get(at).copied().unwrap_or(Valeur::Absente);
            let x0 = inner.x0 + bande * at as f64 + start + wide * row as f64;
            let tall = valeur.nombre().map_or(0.0, &height);
            let bar = Cadre::new(x0, inner.y1 - tall, x0 + wide - 1.0, inner.y1);
            let colour = mise.couleur(*index, serie, Some(poste), toile.teintes);
            toile.marque(bar, colour);
            let text = mise.valeur(valeur);
            if valeur != Valeur::Absente
                && serie.role == Role::Courante
                && largeur(&text, PETIT, false) <= wide + gap * 0.6
            {
                let doux = if valeur == Valeur::Masquee { toile.doux(PETIT) } else { toile.ecriture(PETIT) };
                toile.texte(&text, (f64::midpoint(bar.x0, bar.x1), bar.y0 - PETIT * 0.65), Ancre::Milieu, doux);
            }
            let zone = Cadre { y0: bar.y0.min(inner.y1 - 8.0), ..bar };
            toile.zone(zone, Some(at), Some(*index), mise.dit(Some(poste), Some(serie), valeur));
        }
    }
}

fn stacks<DB: DrawingBackend>(
    toile: &mut Toile<DB>,
    mise: &Mise,
    inner: Cadre,
    bande: f64,
    height: impl Fn(f64) -> f64,
) {
    let wide = (bande * 0.78).min(110.0);
    for (at, poste) in mise.figure.axe.postes.iter().enumerate() {
        let x0 = inner.x0 + bande * (at as f64 + 0.5) - wide / 2.0;
        let mut below = inner.y1;
        for (index, serie) in mise.figure.series.iter().enumerate().filter(|(_, serie)| serie.role == Role::Courante) {
            let valeur = serie.valeurs.get(at).copied().unwrap_or(Valeur::Absente);
            let Some(value) = valeur.nombre() else { continue };
            let part = Cadre::new(x0, below - height(value), x0 + wide, below);
            below = part.y0;
            if part.hauteur() < 0.5 {
                continue;
            }
            let colour = mise.couleur(index, serie, Some(poste), toile.teintes);
            toile.marque(part, colour);
            let fond = toile.teintes.fond;
            toile.trait_(&[(part.x0, part.y0), (part.x1, part.y0)], fond, 1);
            let text = mise.valeur(valeur);
            if part.hauteur() > PETIT * 1.3 && largeur(&text, PETIT, false) < wide - 4.0 {
                let ecriture = Ecriture { couleur: Teintes::sur(colour), ..toile.ecriture(PETIT) };
                let middle = (f64::midpoint(part.x0, part.x1), f64::midpoint(part.y0, part.y1));
                toile.texte(&text, middle, Ancre::Milieu, ecriture);
            }
            toile.zone(part, Some(at), Some(index), mise.dit(Some(poste), Some(serie), valeur));
        }
    }
}
