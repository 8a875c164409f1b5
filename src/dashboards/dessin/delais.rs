//! How delays are spread, with where half and nine tenths of them end.

use plotters::prelude::DrawingBackend;

use super::mise::{Mise, Noms, PETIT, echelle};
use super::police::largeur;
use super::toile::{Ancre, Cadre, Ecriture, Toile};
use crate::dashboards::{Role, Valeur};

pub fn draw<DB: DrawingBackend>(toile: &mut Toile<DB>, mise: &Mise) {
    const RANG: f64 = PETIT * 1.35;
    let postes = &mise.figure.axe.postes;
    let count = postes.len().max(1) as f64;
    let noms = Noms::before(mise, mise.max(|_| true), mise.place.largeur());
    // Each mark has a row of its own above the bars, so that two near ones are both read.
    let marks = &mise.figure.reperes;
    let place =
        Cadre { y0: mise.place.y0 + RANG * marks.len() as f64 + PETIT, y1: mise.place.y1 - noms.hauteur, ..mise.place };
    let (inner, top) = echelle(toile, mise, place, mise.max(|_| true) * 1.02);
    let bande = inner.largeur() / count;
    noms.draw(toile, inner.y1, |at| inner.x0 + bande * (at as f64 + 0.5));
    let compared = mise.figure.series.iter().any(|serie| serie.role == Role::Comparaison);
    for (index, serie) in mise.figure.series.iter().enumerate().filter(|(_, serie)| serie.role != Role::MoyenneMobile) {
        let now = serie.role == Role::Courante;
        let (from, to) = match (compared, now) {
            (false, _) => (0.03, 0.97),
            (true, false) => (0.03, 0.34),
            (true, true) => (0.34, 0.97),
        };
        for (at, poste) in postes.iter().enumerate() {
            let valeur = serie.valeurs.get(at).copied().unwrap_or(Valeur::Absente);
            let tall = valeur.nombre().unwrap_or(0.0) / top * inner.hauteur();
            let left = inner.x0 + bande * at as f64;
            let bar = Cadre::new(left + bande * from, inner.y1 - tall, left + bande * to, inner.y1);
            let colour = mise.couleur(index, serie, Some(poste), toile.teintes);
            toile.marque(bar, colour);
            let text = mise.valeur(valeur);
            if now && valeur != Valeur::Absente && largeur(&text, PETIT, false) < bar.largeur() + 2.0 {
                let ecriture = if valeur == Valeur::Masquee { toile.doux(PETIT) } else { toile.ecriture(PETIT) };
                toile.texte(&text, (f64::midpoint(bar.x0, bar.x1), bar.y0 - PETIT * 0.65), Ancre::Milieu, ecriture);
            }
            let zone = Cadre { y0: bar.y0.min(inner.y1 - 8.0), ..bar };
            toile.zone(zone, Some(at), Some(index), mise.dit(Some(poste), Some(serie), valeur));
        }
    }
    for (row, repere) in marks.iter().enumerate() {
        let x = inner.x0 + bande * repere.place.clamp(0.0, count);
        let y = mise.place.y0 + RANG * (row as f64 + 0.5);
        let couleur = toile.teintes.repere;
        toile.tirets(&[(x, y + PETIT * 0.7), (x, inner.y1)], couleur, 2, (5.0, 3.0));
        let wide = largeur(&repere.libelle, PETIT, true);
        let left = (x - wide / 2.0).clamp(inner.x0, (inner.x1 - wide).max(inner.x0));
        let ecriture = Ecriture { gras: true, couleur, ..toile.ecriture(PETIT) };
        toile.texte(&repere.libelle, (left, y), Ancre::Gauche, ecriture);
    }
}
