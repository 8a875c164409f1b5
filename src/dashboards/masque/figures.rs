//! Which values of figures rest on counts that must be hidden.

use std::collections::BTreeSet;

use super::systeme::{SEUIL, Systeme};
use crate::dashboards::assemblage::Reste;
use crate::dashboards::calcul::Page;
use crate::dashboards::dessous::Dessous;
use crate::dashboards::dimension::Dimension;
use crate::dashboards::faits::Faits;
use crate::dashboards::figure::{Figure, Poste, Role, Valeur};
use crate::dashboards::filtre::{Critere, Filtre};
use crate::dashboards::indicateur::{Indicateur, Mesure};

/// The figures of an export, their small counts hidden: what may leave the cell.
pub fn calculer_masque(faits: &Faits, indicateurs: &[Indicateur], filtre: &Filtre) -> Vec<Figure> {
    let page = Page::default();
    let (mut figures, restes): (Vec<Figure>, Vec<Vec<Reste>>) =
        indicateurs.iter().map(|one| page.entiere(faits, one, filtre)).unzip();
    let other = filtre.compare();
    let mut systeme = Systeme::default();
    let beneath: Vec<Beneath> = indicateurs
        .iter()
        .zip(&figures)
        .map(|(indicateur, figure)| {
            let here = page.dessous(faits, indicateur, filtre);
            let there = other.as_ref().map_or_else(Vec::new, |filtre| page.dessous(faits, indicateur, filtre));
            Beneath::new(&mut systeme, indicateur, figure, here, there)
        })
        .collect();
    for one in &beneath {
        one.tell_margins(&mut systeme);
    }
    systeme.masquer();
    let months = page.small_months(faits, indicateurs, filtre);
    for (at, (figure, beneath)) in figures.iter_mut().zip(&beneath).enumerate() {
        let (Some(indicateur), Some(restes)) = (indicateurs.get(at), restes.get(at)) else { continue };
        beneath.hide(&systeme, indicateur, figure, restes, months.get(at).copied().unwrap_or_default());
    }
    figures
}

/// A count is known by what it counts.
fn cle(compte: &str, criteres: &[Option<&Critere>]) -> String {
    let mut names: Vec<String> = criteres
        .iter()
        .flatten()
        .map(|critere| format!("{}={}", <&str>::from(critere.dimension), critere.valeur))
        .collect();
    names.sort();
    format!("{compte}|{}", names.join("|"))
}

/// The counts under one figure: those of its period, those of the other.
struct Beneath {
    ici: Vec<Dessous>,
    autre: Vec<Dessous>,
}

impl Beneath {
    fn new(
        systeme: &mut Systeme,
        indicateur: &Indicateur,
        figure: &Figure,
        ici: Vec<Dessous>,
        autre: Vec<Dessous>,
    ) -> Self {
        let compared = figure.series.iter().any(|serie| serie.role == Role::Comparaison);
        for (dessous, with_cells) in ici.iter().map(|d| (d, true)).chain(autre.iter().map(|d| (d, compared))) {
            tell(systeme, indicateur, figure, dessous, with_cells);
        }
        for side in [&ici, &autre] {
            // What is a part and what is not are both told by a percentage.
            if let (Mesure::Part(_), [base, part]) = (&indicateur.mesure, &side[..]) {
                tell_rest(systeme, base, part);
            }
        }
        Self { ici, autre }
    }

    /// A row of a table of two axes is a bar of another chart.
    fn tell_margins(&self, systeme: &mut Systeme) {
        for dessous in self.ici.iter().chain(&self.autre).filter(|d| d.additive && d.et.len() > 1) {
            let cell = |par: &Poste, et: &Poste| cle(&dessous.cle, &[par.critere.as_ref(), et.critere.as_ref()]);
            for par in &dessous.par {
                let cells: Vec<String> = dessous.et.iter().map(|et| cell(par, et)).collect();
                margin(systeme, &cle(&dessous.cle, &[par.critere.as_ref()]), &cells);
            }
            for et in &dessous.et {
                let cells: Vec<String> = dessous.par.iter().map(|par| cell(par, et)).collect();
                margin(systeme, &cle(&dessous.cle, &[et.critere.as_ref()]), &cells);
            }
        }
    }

    fn hide(
        &self,
        systeme: &Systeme,
        indicateur: &Indicateur,
        figure: &mut Figure,
        restes: &[Reste],
        small_month: bool,
    ) {
        let hidden = |side: &[Dessous], criteres: &[Option<&Critere>]| {
            side.iter().any(|dessous| match systeme.rang(&cle(&dessous.cle, criteres)) {
                Some(rang) => systeme.cache(rang),
                None => false,
            })
        };
        let postes = figure.axe.postes.clone();
        let mut count = 0;
        let mut any = false;
        for serie in &mut figure.series {
            let side = if serie.role == Role::Comparaison { &self.autre } else { &self.ici };
            for (at, (poste, valeur)) in postes.iter().zip(&mut serie.valeurs).enumerate() {
                let critere = if serie.role == Role::Comparaison {
                    counterpart(side, indicateur, at, poste)
                } else {
                    poste.critere.clone()
                };
                let critere = critere
                    .as_ref()
                    .filter(|_| indicateur.par.is_some() || matches!(indicateur.mesure, Mesure::Manques(_)));
                let et = serie.critere.as_ref().filter(|_| indicateur.et.is_some());
                let shut = match serie.role {
                    Role::MoyenneMobile => false,
                    _ => matches!(valeur, Valeur::Nombre(_)) && hidden(side, &[critere, et]),
                };
                if shut {
                    *valeur = Valeur::Masquee;
                    count += 1;
                    any = true;
                }
            }
        }
        // A mean of twelve months and the next differ by two of them.
        let rolling_tells = any || small_month;
        for serie in figure.series.iter_mut().filter(|serie| serie.role == Role::MoyenneMobile && rolling_tells) {
            serie.valeurs.fill(Valeur::Masquee);
        }
        if matches!(figure.total, Valeur::Nombre(_)) && hidden(&self.ici, &[]) {
            figure.total = Valeur::Masquee;
            figure.reperes.clear();
            count += 1;
        }
        if matches!(figure.total_comparaison, Some(Valeur::Nombre(_))) && hidden(&self.autre, &[]) {
            figure.total_comparaison = Some(Valeur::Masquee);
            count += 1;
        }
        for reste in restes {
            let shut = reste.criteres.iter().any(|critere| hidden(&self.ici, &[Some(critere)])) || count > 0;
            if let Some(note) = figure.notes.get_mut(reste.note)
                && shut
            {
                note.clone_from(&reste.tu);
            }
        }
        figure.masques = count;
        if count > 0 {
            figure.notes.push(format!(
                "Secret statistique\u{a0}: {count} valeurs sont masquées, parce qu’elles portent sur moins de {SEUIL} ou permettraient d’en retrouver une."
            ));
        }
    }
}

/// What stands in the other period where this place stands in this one.
fn counterpart(side: &[Dessous], indicateur: &Indicateur, at: usize, poste: &Poste) -> Option<Critere> {
    if matches!(indicateur.par, Some(Dimension::Mois | Dimension::Annee)) {
        return side.first().and_then(|dessous| dessous.par.get(at)).and_then(|poste| poste.critere.clone());
    }
    poste.critere.clone()
}

fn tell(systeme: &mut Systeme, indicateur: &Indicateur, figure: &Figure, dessous: &Dessous, with_cells: bool) {
    let manques = matches!(indicateur.mesure, Mesure::Manques(_));
    let shown: BTreeSet<Option<&Critere>> = figure.axe.postes.iter().map(|poste| poste.critere.as_ref()).collect();
    let series: BTreeSet<Option<&Critere>> = figure.series.iter().map(|serie| serie.critere.as_ref()).collect();
    let total = if dessous.montre {
        systeme.montre(&cle(&dessous.cle, &[]), dessous.total)
    } else {
        systeme.compte(&cle(&dessous.cle, &[]), dessous.total)
    };
    let mut parts = Vec::new();
    let by_rank = matches!(indicateur.par, Some(Dimension::Mois | Dimension::Annee));
    for (at, valeur) in dessous.cellules.iter().enumerate().filter(|(_, valeur)| **valeur > 0.0) {
        let n = dessous.et.len().max(1);
        let (par, et) = (
            dessous.par.get(at / n).and_then(|p| p.critere.as_ref()),
            dessous.et.get(at % n).and_then(|p| p.critere.as_ref()),
        );
        let name = cle(&dessous.cle, &[par, et]);
        let seen = with_cells
            && dessous.montre
            && (by_rank || manques || shown.contains(&par))
            && (indicateur.et.is_none() || series.contains(&et));
        let rang = if seen { systeme.montre(&name, *valeur) } else { systeme.compte(&name, *valeur) };
        if rang != total {
            parts.push(rang);
        }
    }
    if dessous.montre && !manques && !parts.is_empty() {
        systeme.somme(total, parts, !dessous.additive);
    }
}

fn tell_rest(systeme: &mut Systeme, base: &Dessous, part: &Dessous) {
    let rest = format!("{} sauf {}", base.cle, part.cle);
    let n = base.et.len().max(1);
    let cells = base.cellules.iter().zip(&part.cellules).enumerate().map(|(at, (whole, kept))| {
        let critere = |postes: &[Poste], at: usize| postes.get(at).and_then(|poste| poste.critere.clone());
        ((critere(&base.par, at / n), critere(&base.et, at % n)), *whole, *kept)
    });
    for ((par, et), whole, kept) in cells.chain([((None, None), base.total, part.total)]) {
        let names = [par.as_ref(), et.as_ref()];
        let (Some(all), true) = (systeme.rang(&cle(&base.cle, &names)), whole > 0.0) else { continue };
        let mut parts = Vec::new();
        if kept > 0.0 {
            parts.extend(systeme.rang(&cle(&part.cle, &names)));
        }
        if whole > kept {
            parts.push(systeme.compte(&cle(&rest, &names), whole - kept));
        }
        systeme.somme(all, parts, false);
    }
}

/// Cells that add up to a count which some chart shows.
fn margin(systeme: &mut Systeme, total: &str, cells: &[String]) {
    let Some(total) = systeme.rang(total) else { return };
    let parts: BTreeSet<usize> = cells.iter().filter_map(|cell| systeme.rang(cell)).collect();
    if !parts.is_empty() && !parts.contains(&total) {
        systeme.somme(total, parts.into_iter().collect(), false);
    }
}
