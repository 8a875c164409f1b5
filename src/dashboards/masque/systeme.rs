//! Counts and the sums between them: which to hide so that none of those hidden is found again.
//!
//! Every count is known by what it counts, so that the same count on two charts is one unknown. Who reads
//! knows that nothing below one is hidden, and all the sums. A hidden count is safe when they can still
//! believe four values of it. What could be believed once can still be when more is hidden: each count is
//! asked about until it is safe, and never again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::simplexe::Simplexe;

/// A count below this is small.
pub const SEUIL: f64 = 5.0;
/// How wide what is believed of a hidden count must stay.
const LARGEUR: f64 = 3.0;
const NEARLY: f64 = 1e-6;

#[derive(Clone, Debug)]
struct Compte {
    valeur: f64,
    /// A chart would show it.
    voulu: bool,
    /// Nobody may see it.
    cache: bool,
    /// Hidden, and not to be found.
    sur: bool,
}

/// What the parts of a sum are, together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sens {
    /// The total.
    Egale,
    /// At least the total: they overlap.
    AuMoins,
    /// At most the total: there may be others.
    AuPlus,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Somme {
    total: usize,
    parties: Vec<usize>,
    sens: Sens,
}

#[derive(Clone, Debug)]
pub struct Systeme<C> {
    rangs: BTreeMap<C, usize>,
    comptes: Vec<Compte>,
    sommes: Vec<Somme>,
    /// The sums of each count.
    autour: Vec<Vec<usize>>,
    dites: BTreeSet<Somme>,
}

impl<C> Default for Systeme<C> {
    fn default() -> Self {
        Self {
            rangs: BTreeMap::new(),
            comptes: Vec::new(),
            sommes: Vec::new(),
            autour: Vec::new(),
            dites: BTreeSet::new(),
        }
    }
}

impl<C: Ord + Clone> Systeme<C> {
    /// A count that is shown somewhere.
    pub fn montre(&mut self, cle: &C, valeur: f64) -> usize {
        let rang = self.compte(cle, valeur);
        if let Some(compte) = self.comptes.get_mut(rang) {
            compte.cache = false;
            compte.voulu = true;
        }
        rang
    }

    /// A count that no chart shows, but that sums speak of.
    pub fn compte(&mut self, cle: &C, valeur: f64) -> usize {
        if let Some(rang) = self.rangs.get(cle) {
            return *rang;
        }
        let rang = self.comptes.len();
        self.rangs.insert(cle.clone(), rang);
        self.comptes.push(Compte { valeur, voulu: false, cache: true, sur: false });
        self.autour.push(Vec::new());
        rang
    }

    pub fn rang(&self, cle: &C) -> Option<usize> {
        self.rangs.get(cle).copied()
    }

    pub fn cles(&self) -> impl Iterator<Item = (&C, usize)> {
        self.rangs.iter().map(|(cle, rang)| (cle, *rang))
    }

    /// A sum that who reads knows; told twice, it is one. Parts that are all of the total are said to be so.
    pub fn somme(&mut self, total: usize, parties: impl IntoIterator<Item = usize>, sens: Sens) {
        let parties: BTreeSet<usize> = parties.into_iter().collect();
        if parties.is_empty() || parties.contains(&total) {
            return;
        }
        let somme = Somme { total, parties: parties.into_iter().collect(), sens };
        if !self.dites.insert(somme.clone()) {
            return;
        }
        for rang in somme.parties.iter().chain([&total]) {
            if let Some(autour) = self.autour.get_mut(*rang) {
                autour.push(self.sommes.len());
            }
        }
        self.sommes.push(somme);
    }

    pub fn cache(&self, rang: usize) -> bool {
        self.comptes.get(rang).is_some_and(|compte| compte.cache && compte.valeur > 0.0)
    }

    pub fn valeur(&self, rang: usize) -> f64 {
        self.comptes.get(rang).map_or(0.0, |compte| compte.valeur)
    }

    /// Hides the small counts, then others, until nothing of what is hidden can be found.
    pub fn masquer(&mut self) {
        for compte in &mut self.comptes {
            compte.cache |= compte.valeur > 0.0 && compte.valeur < SEUIL;
        }
        self.keep_company((0..self.sommes.len()).collect());
        loop {
            let more: BTreeSet<usize> = self.found().into_iter().filter_map(|rang| self.neighbour(rang)).collect();
            if more.is_empty() {
                return;
            }
            for rang in more {
                let near = self.hide(rang);
                self.keep_company(near);
            }
        }
    }

    /// The sums that it is in.
    fn hide(&mut self, rang: usize) -> VecDeque<usize> {
        if let Some(compte) = self.comptes.get_mut(rang) {
            compte.cache = true;
        }
        self.around(rang).collect()
    }

    fn around(&self, rang: usize) -> impl Iterator<Item = usize> {
        self.autour.get(rang).into_iter().flatten().copied()
    }

    /// In these sums, and those of what that hides: more to hide where the hidden ones do not hide each other.
    fn keep_company(&mut self, mut sums: VecDeque<usize>) {
        while let Some(at) = sums.pop_front() {
            let lonely = self.sommes.get(at).filter(|somme| !self.keeps(somme)).and_then(|somme| self.weakest(somme));
            if let Some(rang) = lonely {
                sums.extend(self.hide(rang));
                sums.push_back(at);
            }
        }
    }

    /// Taken alone, does this sum keep what is hidden in it?
    fn keeps(&self, somme: &Somme) -> bool {
        // What no chart would show and is not small may be found: it is not there to be kept.
        let kept = somme.parties.iter().chain([&somme.total]).any(|rang| self.secret(*rang));
        if !kept {
            return true;
        }
        let hidden = somme.parties.iter().filter(|rang| self.cache(**rang)).count();
        if self.cache(somme.total) {
            return hidden > 0 || somme.sens != Sens::Egale;
        }
        let shown: f64 = somme.parties.iter().filter(|rang| !self.cache(**rang)).map(|rang| self.valeur(*rang)).sum();
        let rest = self.valeur(somme.total) - shown;
        let n = hidden as f64;
        match somme.sens {
            Sens::Egale => hidden > 1 && rest + NEARLY >= n + LARGEUR,
            Sens::AuPlus => rest + NEARLY >= n + LARGEUR,
            Sens::AuMoins => hidden > 1 || rest <= 1.0 + NEARLY,
        }
    }

    /// The smallest part that is still shown; the total when there is none.
    fn weakest(&self, somme: &Somme) -> Option<usize> {
        self.shown_part(somme).or_else(|| Some(somme.total).filter(|rang| self.shown(*rang)))
    }

    fn shown_part(&self, somme: &Somme) -> Option<usize> {
        self.smallest(somme.parties.iter().copied().filter(|rang| self.shown(*rang)))
    }

    fn shown(&self, rang: usize) -> bool {
        !self.cache(rang) && self.valeur(rang) > 0.0
    }

    fn smallest(&self, rangs: impl Iterator<Item = usize>) -> Option<usize> {
        rangs.min_by(|a, b| self.valeur(*a).total_cmp(&self.valeur(*b)))
    }

    /// What to hide beside one that is found, or beside those tied to it when no part is left beside it; a total,
    /// which would be missed most, when none is left anywhere.
    fn neighbour(&self, rang: usize) -> Option<usize> {
        let mut near = BTreeSet::from([rang]);
        loop {
            let sums: BTreeSet<usize> = near.iter().flat_map(|rang| self.around(*rang)).collect();
            let sums = || sums.iter().filter_map(|at| self.sommes.get(*at));
            if let Some(part) = self.smallest(sums().filter_map(|somme| self.shown_part(somme))) {
                return Some(part);
            }
            let before = near.len();
            near.extend(
                sums().flat_map(|somme| somme.parties.iter().copied().chain([somme.total])).filter(|r| self.cache(*r)),
            );
            if near.len() == before {
                return self.smallest(sums().map(|somme| somme.total).filter(|rang| self.shown(*rang)));
            }
        }
    }

    /// The hidden counts of which too much can be found out.
    fn found(&mut self) -> Vec<usize> {
        let mut found = Vec::new();
        for group in self.groups() {
            let asked: Vec<usize> =
                group.iter().copied().filter(|rang| self.secret(*rang) && !self.safe(*rang)).collect();
            if asked.is_empty() {
                continue;
            }
            let (mut simplexe, columns) = self.simplexe(&group);
            for rang in asked {
                let Some(column) = columns.get(&rang) else { continue };
                let safe = |(low, high): (f64, f64)| high - low + NEARLY >= LARGEUR;
                let safe = safe(simplexe.vues(*column)) || {
                    let (_, high) = simplexe.vues(*column);
                    let (low, _) = simplexe.bornes(*column, high - LARGEUR, high);
                    safe(simplexe.bornes(*column, low, low + LARGEUR))
                };
                match self.comptes.get_mut(rang) {
                    Some(compte) if safe => compte.sur = true,
                    _ => found.push(rang),
                }
            }
        }
        found
    }

    /// Hidden, and never to be found: a small count, and one that a chart would show.
    fn secret(&self, rang: usize) -> bool {
        self.cache(rang) && self.comptes.get(rang).is_some_and(|compte| compte.voulu || compte.valeur < SEUIL)
    }

    fn safe(&self, rang: usize) -> bool {
        self.comptes.get(rang).is_some_and(|compte| compte.sur)
    }

    /// The hidden counts, those that sums tie together in one group.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.comptes.len()];
        let mut groups = Vec::new();
        for first in (0..self.comptes.len()).filter(|rang| self.cache(*rang)) {
            let mut group = Vec::new();
            let mut next = vec![first];
            while let Some(rang) = next.pop() {
                match seen.get_mut(rang) {
                    Some(seen) if !*seen => *seen = true,
                    _ => continue,
                }
                group.push(rang);
                for somme in self.around(rang).filter_map(|at| self.sommes.get(at)) {
                    next.extend(somme.parties.iter().copied().chain([somme.total]).filter(|rang| self.cache(*rang)));
                }
            }
            if !group.is_empty() {
                group.sort_unstable();
                groups.push(group);
            }
        }
        groups
    }

    /// What is known of these hidden counts, and the column of each.
    fn simplexe(&self, hidden: &[usize]) -> (Simplexe, BTreeMap<usize, usize>) {
        let columns: BTreeMap<usize, usize> = hidden.iter().enumerate().map(|(at, rang)| (*rang, at)).collect();
        let mut point: Vec<f64> = hidden.iter().map(|rang| self.valeur(*rang) - 1.0).collect();
        let sums: BTreeSet<usize> = hidden.iter().flat_map(|rang| self.around(*rang)).collect();
        let mut equations = Vec::with_capacity(sums.len());
        for somme in sums.iter().filter_map(|at| self.sommes.get(*at)) {
            let mut terms: Vec<(usize, f64)> =
                somme.parties.iter().filter_map(|rang| Some((*columns.get(rang)?, 1.0))).collect();
            terms.extend(columns.get(&somme.total).map(|at| (*at, -1.0)));
            let sum: f64 = somme.parties.iter().map(|rang| self.valeur(*rang)).sum();
            let beside = sum - self.valeur(somme.total);
            let factor = match somme.sens {
                Sens::Egale => 0.0,
                Sens::AuMoins => -1.0,
                Sens::AuPlus => 1.0,
            };
            if factor != 0.0 {
                terms.push((point.len(), factor));
                point.push(beside.abs());
            }
            equations.push(terms);
        }
        (Simplexe::new(&equations, point), columns)
    }
}
