//! Which values of figures rest on counts that must be hidden.

use std::collections::BTreeSet;

use super::cle::Cle;
use super::liens::{Ligne, relier};
use super::systeme::{SEUIL, Sens, Systeme};
use crate::dashboards::assemblage::Reste;
use crate::dashboards::calcul::Page;
use crate::dashboards::dessous::Dessous;
use crate::dashboards::dimension::Dimension;
use crate::dashboards::faits::Faits;
use crate::dashboards::figure::{Figure, Poste, Role, Valeur};
use crate::dashboards::filtre::{Critere, Filtre};
use crate::dashboards::indicateur::{Condition, Indicateur, Mesure};

/// The figures of an export, their small counts hidden: what may leave the cell.
pub fn calculer_masque(faits: &Faits, indicateurs: &[Indicateur], filtre: &Filtre) -> Vec<Figure> {
    let page = Page::default();
    let (mut figures, restes): (Vec<Figure>, Vec<Vec<Reste>>) =
        indicateurs.iter().map(|one| page.entiere(faits, one, filtre)).unzip();
    let other = filtre.compare();
    let mut told = Told { faits, systeme: Systeme::default(), lignes: Vec::new() };
    let beneath: Vec<Beneath> = indicateurs
        .iter()
        .zip(&figures)
        .map(|(indicateur, figure)| {
            let ici = page.dessous(faits, indicateur, filtre);
            let autre = other.as_ref().map_or_else(Vec::new, |filtre| page.dessous(faits, indicateur, filtre));
            told.figure(indicateur, figure, &ici, &autre);
            Beneath { ici, autre }
        })
        .collect();
    let Told { mut systeme, lignes, .. } = told;
    relier(&mut systeme, lignes);
    systeme.masquer();
    let hidden = Hidden { faits, systeme };
    let months = page.small_months(faits, indicateurs, filtre);
    for (at, (figure, beneath)) in figures.iter_mut().zip(&beneath).enumerate() {
        let (Some(indicateur), Some(restes)) = (indicateurs.get(at), restes.get(at)) else { continue };
        beneath.hide(&hidden, indicateur, figure, restes, months.get(at).copied().unwrap_or_default());
    }
    figures
}

struct Hidden<'a> {
    faits: &'a Faits,
    systeme: Systeme<Cle>,
}

impl Hidden<'_> {
    fn is(&self, side: &[Dessous], criteres: [Option<&Critere>; 2]) -> bool {
        side.iter().any(|dessous| {
            if !dessous.montre {
                // A median tells no count; of too few it would tell theirs.
                return dessous.compte(criteres).is_some_and(|n| n > 0.0 && n < SEUIL);
            }
            let rang = dessous.nom(self.faits, criteres).and_then(|name| self.systeme.rang(&name));
            rang.is_some_and(|rang| self.systeme.cache(rang))
        })
    }
}

/// The counts under one figure: those of its period, those of the other.
struct Beneath {
    ici: Vec<Dessous>,
    autre: Vec<Dessous>,
}

impl Beneath {
    fn hide(&self, hidden: &Hidden, indicateur: &Indicateur, figure: &mut Figure, restes: &[Reste], small_month: bool) {
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
                    _ => matches!(valeur, Valeur::Nombre(_)) && hidden.is(side, [critere, et]),
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
        if matches!(figure.total, Valeur::Nombre(_)) && hidden.is(&self.ici, [None, None]) {
            figure.total = Valeur::Masquee;
            figure.reperes.clear();
            count += 1;
        }
        if matches!(figure.total_comparaison, Some(Valeur::Nombre(_))) && hidden.is(&self.autre, [None, None]) {
            figure.total_comparaison = Some(Valeur::Masquee);
            count += 1;
        }
        for reste in restes {
            let shut = reste.criteres.iter().any(|critere| hidden.is(&self.ici, [Some(critere), None])) || count > 0;
            if let Some(note) = figure.notes.get_mut(reste.note)
                && shut
            {
                note.clone_from(&reste.tu);
            }
        }
        figure.masques = count;
        if count > 0 {
            let (which, why) = match count {
                1 => ("une valeur est masquée".to_owned(), "elle porte sur moins de 5 ou permettrait"),
                many => (format!("{many} valeurs sont masquées"), "elles portent sur moins de 5 ou permettraient"),
            };
            figure.notes.push(format!("Secret statistique\u{a0}: {which}, parce qu’{why} d’en retrouver une."));
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

/// What has been said of the counts so far.
struct Told<'a> {
    faits: &'a Faits,
    systeme: Systeme<Cle>,
    /// Rows and columns of tables.
    lignes: Vec<Ligne>,
}

impl Told<'_> {
    fn figure(&mut self, indicateur: &Indicateur, figure: &Figure, ici: &[Dessous], autre: &[Dessous]) {
        let compared = figure.series.iter().any(|serie| serie.role == Role::Comparaison);
        for (dessous, with_cells) in ici.iter().map(|d| (d, true)).chain(autre.iter().map(|d| (d, compared))) {
            self.table(indicateur, figure, dessous, with_cells);
        }
        for side in [ici, autre] {
            // What is a part and what is not are both told by a percentage.
            match (&indicateur.mesure, side) {
                (Mesure::Part(also), [base, part]) => self.rest(base, part, also),
                (Mesure::Manques(_), _) => side.iter().for_each(|one| self.known(one)),
                _ => {}
            }
        }
    }

    fn table(&mut self, indicateur: &Indicateur, figure: &Figure, dessous: &Dessous, with_cells: bool) {
        let shown: BTreeSet<Option<&Critere>> = figure.axe.postes.iter().map(|poste| poste.critere.as_ref()).collect();
        let series: BTreeSet<Option<&Critere>> = figure.series.iter().map(|serie| serie.critere.as_ref()).collect();
        if !dessous.montre {
            return;
        }
        let total = self.count(&dessous.cle, dessous.total, true);
        if !with_cells {
            return;
        }
        let by_rank = matches!(indicateur.par, Some(Dimension::Mois | Dimension::Annee));
        let mut told: Vec<(Option<&Critere>, Option<&Critere>, usize)> = Vec::new();
        // Where values overlap, that there is none of one tells of the others.
        let overlap = indicateur.et.is_none() && !dessous.additive;
        for ((par, et), valeur) in cells(dessous).filter(|(_, valeur)| overlap || *valeur > 0.0) {
            let Some(name) = dessous.nom(self.faits, [par, et]) else { continue };
            let seen = (by_rank || dessous.manque.is_some() || shown.contains(&par))
                && (indicateur.et.is_none() || series.contains(&et));
            told.push((par, et, self.count(&name, valeur, seen)));
        }
        if dessous.manque.is_some() {
            return;
        }
        let sens = if dessous.additive { Sens::Egale } else { Sens::AuMoins };
        self.systeme.somme(total, told.iter().map(|(_, _, rang)| *rang), sens);
        for finer in dessous.cle.finer() {
            if indicateur.axes().iter().all(|dimension| finer.partage(*dimension)) {
                self.lignes.push(Ligne {
                    cellules: told.iter().map(|(_, _, rang)| *rang).collect(),
                    sens: Sens::AuPlus,
                    total: finer,
                });
            }
        }
        let (Some(par), Some(et)) = (indicateur.par, indicateur.et) else { return };
        let rows: BTreeSet<_> = told.iter().map(|(par, _, _)| *par).collect();
        let columns: BTreeSet<_> = told.iter().map(|(_, et, _)| *et).collect();
        let lines = rows.into_iter().map(|row| ([row, None], et));
        for (criteres, along) in lines.chain(columns.into_iter().map(|column| ([None, column], par))) {
            let Some(line) = dessous.nom(self.faits, criteres) else { continue };
            let of = |one: Option<&Critere>, wanted: Option<&Critere>| wanted.is_none() || one == wanted;
            let cellules: Vec<usize> = told
                .iter()
                .filter(|(par, et, _)| of(*par, criteres[0]) && of(*et, criteres[1]))
                .map(|(_, _, rang)| *rang)
                .collect();
            for finer in line.finer() {
                if finer.partage(along) {
                    self.lignes.push(Ligne { cellules: cellules.clone(), sens: Sens::AuPlus, total: finer });
                }
            }
            let sens = if line.partage(along) { Sens::Egale } else { Sens::AuMoins };
            self.lignes.push(Ligne { cellules, sens, total: line });
        }
    }

    fn count(&mut self, name: &Cle, valeur: f64, shown: bool) -> usize {
        if shown { self.systeme.montre(name, valeur) } else { self.systeme.compte(name, valeur) }
    }

    /// In each cell, what is not of the part.
    fn rest(&mut self, base: &Dessous, part: &Dessous, also: &[Condition]) {
        let kept = part.cellules.iter().copied().chain([part.total]);
        let whole = cells(base).chain([((None, None), base.total)]);
        for (((par, et), whole), kept) in whole.zip(kept).filter(|((_, whole), _)| *whole > 0.0) {
            let (Some(all), Some(mine)) = (base.nom(self.faits, [par, et]), part.nom(self.faits, [par, et])) else {
                continue;
            };
            self.apart(&all, whole, &mine, kept, also);
        }
    }

    /// Of how many something is known, which a percentage of what is not tells too.
    fn known(&mut self, dessous: &Dessous) {
        let critere = dessous.par.first().and_then(|poste| poste.critere.as_ref());
        let missing = dessous.cellules.first().copied().unwrap_or_default();
        if let (Some(manque), Some(mine)) = (&dessous.manque, dessous.nom(self.faits, [critere, None])) {
            self.apart(&dessous.cle, dessous.total, &mine, missing, std::slice::from_ref(manque));
        }
    }

    fn apart(&mut self, all: &Cle, whole: f64, mine: &Cle, kept: f64, also: &[Condition]) {
        let Some(total) = self.systeme.rang(all) else { return };
        let mut parts = Vec::new();
        if kept > 0.0 {
            parts.extend(self.systeme.rang(mine));
        }
        if whole > kept {
            parts.push(self.systeme.compte(&mine.reste(all, self.faits, also), whole - kept));
        }
        self.systeme.somme(total, parts, Sens::Egale);
    }
}

/// Where each cell stands, and its count.
fn cells(dessous: &Dessous) -> impl Iterator<Item = ((Option<&Critere>, Option<&Critere>), f64)> {
    let n = dessous.et.len().max(1);
    dessous.cellules.iter().enumerate().map(move |(at, valeur)| {
        let par = dessous.par.get(at / n).and_then(|poste| poste.critere.as_ref());
        let et = dessous.et.get(at % n).and_then(|poste| poste.critere.as_ref());
        ((par, et), *valeur)
    })
}
