//! Months across, territories down, the darker the more.

use plotters::prelude::DrawingBackend;

use super::mise::{Mise, Noms, PETIT};
use super::police::{couper, largeur};
use super::teintes::{Teintes, melange};
use super::toile::{Ancre, Cadre, Ecriture, Toile};
use crate::dashboards::{Role, Serie, Valeur};

pub fn draw<DB: DrawingBackend>(toile: &mut Toile<DB>, mise: &Mise) {
    let postes = &mise.figure.axe.postes;
    let series: Vec<(usize, &Serie)> =
        mise.figure.series.iter().enumerate().filter(|(_, serie)| serie.role == Role::Courante).collect();
    let widest = series.iter().map(|(_, serie)| largeur(&serie.libelle, PETIT, false)).fold(0.0, f64::max);
    let names = widest.min(mise.place.largeur() * 0.3);
    let x0 = mise.place.x0 + names + 8.0;
    let bande = (mise.place.x1 - x0) / postes.len().max(1) as f64;
    let noms = Noms::of(postes, bande);
    let y1 = mise.place.y1 - noms.hauteur;
    let tall = ((y1 - mise.place.y0) / series.len().max(1) as f64).min(44.0);
    let max = mise.max(|serie| serie.role == Role::Courante).max(f64::MIN_POSITIVE);
    let [least, most] = toile.teintes.chaleur;
    for (row, (index, serie)) in series.iter().enumerate() {
        let top = mise.place.y0 + tall * row as f64;
        let ecriture = toile.ecriture(PETIT);
        if tall > PETIT {
            toile.texte(
                &couper(&serie.libelle, names, PETIT, false),
                (x0 - 8.0, top + tall / 2.0),
                Ancre::Droite,
                ecriture,
            );
        }
        for (at, poste) in postes.iter().enumerate() {
            let valeur = serie.valeurs.get(at).copied().unwrap_or(Valeur::Absente);
            let left = x0 + bande * at as f64;
            let cell = Cadre::new(left + 0.5, top + 0.5, left + bande - 1.0, top + tall - 1.0);
            let part = valeur.nombre().unwrap_or(0.0) / max;
            let pale = mise.style.pale(poste.critere.as_ref()) || mise.style.pale(serie.critere.as_ref());
            let colour = if pale { toile.teintes.ligne } else { melange(least, most, part) };
            toile.pave(cell, colour);
            let text = mise.valeur(valeur);
            if valeur != Valeur::Absente && largeur(&text, PETIT, false) < bande - 3.0 && tall > PETIT * 1.2 {
                let ecriture = Ecriture { couleur: Teintes::sur(colour), ..ecriture };
                toile.texte(&text, (left + bande / 2.0, top + tall / 2.0), Ancre::Milieu, ecriture);
            }
            toile.zone(cell, Some(at), Some(*index), mise.dit(Some(poste), Some(serie), valeur));
        }
    }
    noms.draw(toile, mise.place.y0 + tall * series.len() as f64, |at| x0 + bande * (at as f64 + 0.5));
}
