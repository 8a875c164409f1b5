//! Ages up the middle, boys on the left, girls on the right.

use plotters::prelude::DrawingBackend;

use super::mise::{Mise, PETIT, TEXTE, decimals_of};
use super::nombre::{graduations, nombre};
use super::police::largeur;
use super::toile::{Ancre, Cadre, Ecriture, Toile};
use crate::dashboards::{Role, Serie, Valeur};

pub fn draw<DB: DrawingBackend>(toile: &mut Toile<DB>, mise: &Mise) {
    let postes = &mise.figure.axe.postes;
    let sides: Vec<(usize, &Serie)> =
        mise.figure.series.iter().enumerate().filter(|(_, serie)| serie.role == Role::Courante).take(2).collect();
    let place = Cadre { y0: mise.place.y0 + TEXTE * 1.5, y1: mise.place.y1 - PETIT * 1.6, ..mise.place };
    let names = postes.iter().map(|poste| largeur(&poste.court, PETIT, false)).fold(0.0, f64::max) + 14.0;
    let middle = f64::midpoint(place.x0, place.x1);
    // Numbers stand outside the bars.
    let outside = largeur(&mise.valeur(Valeur::Nombre(mise.max(|_| true))), PETIT, false) + 6.0;
    let half = ((place.largeur() - names) / 2.0 - outside).max(10.0);
    let ticks =
        graduations(mise.max(|serie| serie.role == Role::Courante), (half / 70.0).clamp(1.0, 4.0), mise.whole());
    let top = ticks.last().copied().unwrap_or(1.0);
    let tall = place.hauteur() / postes.len().max(1) as f64;
    for (side, (index, serie)) in sides.iter().enumerate() {
        let sign = if side == 0 { -1.0 } else { 1.0 };
        let start = middle + sign * names / 2.0;
        let colour = mise.couleur(*index, serie, None, toile.teintes);
        let ecriture = Ecriture { gras: true, ..toile.ecriture(TEXTE) };
        let name_at = (start + sign * half / 2.0, place.y0 - TEXTE * 0.9);
        let wide = largeur(&serie.libelle, TEXTE, true);
        toile.marque(
            Cadre::new(name_at.0 - wide / 2.0 - 16.0, name_at.1 - 5.0, name_at.0 - wide / 2.0 - 6.0, name_at.1 + 5.0),
            colour,
        );
        toile.texte(&serie.libelle, name_at, Ancre::Milieu, ecriture);
        let decimals = decimals_of(&ticks);
        let (ligne, doux) = (toile.teintes.ligne, toile.doux(PETIT));
        for tick in &ticks {
            let x = start + sign * tick / top * half;
            toile.trait_(&[(x, place.y0), (x, place.y1)], ligne, 1);
            toile.texte(&nombre(*tick, decimals), (x, place.y1 + PETIT * 0.9), Ancre::Milieu, doux);
        }
        for (at, poste) in postes.iter().enumerate() {
            let valeur = serie.valeurs.get(at).copied().unwrap_or(Valeur::Absente);
            // The youngest at the foot.
            let y1 = place.y1 - tall * at as f64;
            let end = start + sign * valeur.nombre().unwrap_or(0.0) / top * half;
            let bar = Cadre::new(start.min(end), y1 - tall + 1.0, start.max(end), y1 - 1.0);
            let colour = mise.couleur(*index, serie, Some(poste), toile.teintes);
            toile.marque(bar, colour);
            if tall > PETIT * 1.05 && valeur != Valeur::Absente && valeur != Valeur::Nombre(0.0) {
                let ancre = if side == 0 { Ancre::Droite } else { Ancre::Gauche };
                let ecriture = if valeur == Valeur::Masquee { toile.doux(PETIT) } else { toile.ecriture(PETIT) };
                toile.texte(&mise.valeur(valeur), (end + sign * 4.0, y1 - tall / 2.0), ancre, ecriture);
            }
            let reach = if side == 0 {
                Cadre { x0: bar.x0.min(start - 8.0), ..bar }
            } else {
                Cadre { x1: bar.x1.max(start + 8.0), ..bar }
            };
            toile.zone(reach, Some(at), Some(*index), mise.dit(Some(poste), Some(serie), valeur));
        }
    }
    let every = (PETIT * 1.15 / tall).ceil().max(1.0) as usize;
    let ecriture = toile.ecriture(PETIT);
    for (at, poste) in postes.iter().enumerate().step_by(every) {
        toile.texte(&poste.court, (middle, place.y1 - tall * (at as f64 + 0.5)), Ancre::Milieu, ecriture);
    }
}
