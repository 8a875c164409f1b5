//! Counts and the sums between them: which to hide so that none of those hidden is found again.
//!
//! Every count is known by what it counts, so that the same count on two charts is one unknown. Who reads
//! knows that nothing below one is hidden, and all the sums. A small count is safe when they can still
//! believe anything from one to four.

use std::collections::{BTreeMap, BTreeSet};

use super::simplexe::Simplexe;

/// A count below this is small.
pub const SEUIL: f64 = 5.0;
/// How wide what is believed of a hidden count must stay.
const LARGEUR: f64 = 3.0;
const NEARLY: f64 = 1e-6;

#[derive(Clone, Debug)]
struct Compte {
    valeur: f64,
    /// Nobody may see it.
    cache: bool,
}

#[derive(Clone, Debug)]
struct Somme {
    total: usize,
    parties: Vec<usize>,
    /// The parts may overlap: their sum is at least the total.
    recouvre: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Systeme {
    rangs: BTreeMap<String, usize>,
    comptes: Vec<Compte>,
    sommes: Vec<Somme>,
}

impl Systeme {
    /// A count that is shown somewhere; what was said hidden before is shown from now on.
    pub fn montre(&mut self, cle: &str, valeur: f64) -> usize {
        let rang = self.compte(cle, valeur);
        if let Some(compte) = self.comptes.get_mut(rang) {
            compte.cache = false;
        }
        rang
    }

    /// A count that no chart shows, but that sums speak of.
    pub fn compte(&mut self, cle: &str, valeur: f64) -> usize {
        if let Some(rang) = self.rangs.get(cle) {
            return *rang;
        }
        let rang = self.comptes.len();
        self.rangs.insert(cle.to_owned(), rang);
        self.comptes.push(Compte { valeur, cache: true });
        rang
    }

    pub fn rang(&self, cle: &str) -> Option<usize> {
        self.rangs.get(cle).copied()
    }

    pub fn somme(&mut self, total: usize, parties: Vec<usize>, recouvre: bool) {
        self.sommes.push(Somme { total, parties, recouvre });
    }

    pub fn cache(&self, rang: usize) -> bool {
        self.comptes.get(rang).is_some_and(|compte| compte.cache && compte.valeur > 0.0)
    }

    fn valeur(&self, rang: usize) -> f64 {
        self.comptes.get(rang).map_or(0.0, |compte| compte.valeur)
    }

    fn hide(&mut self, rang: usize) {
        if let Some(compte) = self.comptes.get_mut(rang) {
            compte.cache = true;
        }
    }

    /// Hides the small counts, then others, until nothing of what is hidden can be found.
    pub fn masquer(&mut self) {
        for compte in &mut self.comptes {
            compte.cache |= compte.valeur > 0.0 && compte.valeur < SEUIL;
        }
        loop {
            while let Some(rang) = self.lonely() {
                self.hide(rang);
            }
            let found = self.found();
            if found.is_empty() {
                return;
            }
            let mut more = BTreeSet::new();
            for rang in found {
                more.extend(self.neighbour(rang));
            }
            if more.is_empty() {
                return;
            }
            for rang in more {
                self.hide(rang);
            }
        }
    }

    /// In a sum whose hidden parts are too few or too small to hide each other, one more to hide.
    fn lonely(&self) -> Option<usize> {
        self.sommes.iter().filter(|somme| !self.cache(somme.total)).find_map(|somme| {
            let hidden: Vec<usize> = somme.parties.iter().copied().filter(|rang| self.cache(*rang)).collect();
            let shown: f64 =
                somme.parties.iter().filter(|rang| !self.cache(**rang)).map(|rang| self.valeur(*rang)).sum();
            let rest = self.valeur(somme.total) - shown;
            let n = hidden.len() as f64;
            // Of parts that overlap, what is told is the least that they hold together.
            let safe = if somme.recouvre {
                rest <= (SEUIL - 1.0) * (n - 1.0) + 1.0 + NEARLY
            } else {
                n > 1.0 && rest + NEARLY >= n + LARGEUR
            };
            (!hidden.is_empty() && !safe).then(|| self.weakest(somme)).flatten()
        })
    }

    /// The smallest part that is still shown; the total when there is none.
    fn weakest(&self, somme: &Somme) -> Option<usize> {
        let shown = |rang: &usize| !self.cache(*rang) && self.valeur(*rang) > 0.0;
        let part =
            somme.parties.iter().copied().filter(shown).min_by(|a, b| self.valeur(*a).total_cmp(&self.valeur(*b)));
        part.or_else(|| Some(somme.total).filter(shown))
    }

    fn neighbour(&self, rang: usize) -> Option<usize> {
        self.sommes
            .iter()
            .filter(|somme| somme.total == rang || somme.parties.contains(&rang))
            .filter_map(|somme| self.weakest(somme))
            .min_by(|a, b| self.valeur(*a).total_cmp(&self.valeur(*b)))
            .or_else(|| {
                // Nothing left beside it: something beside those that tell it.
                let near: BTreeSet<usize> = self.component(rang);
                let touched = self
                    .sommes
                    .iter()
                    .filter(|s| near.contains(&s.total) || s.parties.iter().any(|p| near.contains(p)));
                touched
                    .filter_map(|somme| self.weakest(somme))
                    .min_by(|a, b| self.valeur(*a).total_cmp(&self.valeur(*b)))
            })
    }

    /// The hidden counts that sums tie to this one.
    fn component(&self, rang: usize) -> BTreeSet<usize> {
        let mut near = BTreeSet::from([rang]);
        loop {
            let before = near.len();
            for somme in &self.sommes {
                let hidden: Vec<usize> =
                    somme.parties.iter().copied().chain([somme.total]).filter(|rang| self.cache(*rang)).collect();
                if hidden.iter().any(|rang| near.contains(rang)) {
                    near.extend(hidden);
                }
            }
            if near.len() == before {
                return near;
            }
        }
    }

    /// The hidden counts of which too much can be found out.
    fn found(&self) -> Vec<usize> {
        let mut left: BTreeSet<usize> = (0..self.comptes.len()).filter(|rang| self.cache(*rang)).collect();
        let mut found = Vec::new();
        while let Some(first) = left.first().copied() {
            let component = self.component(first);
            left.retain(|rang| !component.contains(rang));
            let bounds = self.bornes(&component.iter().copied().collect::<Vec<_>>());
            for (rang, (low, high)) in bounds {
                let small = self.valeur(rang) < SEUIL;
                let wide = high - low + NEARLY >= LARGEUR;
                if !wide || small && (low > 1.0 + NEARLY || high + NEARLY < SEUIL - 1.0) {
                    found.push(rang);
                }
            }
        }
        found
    }

    /// Between what and what each of these hidden counts lies, for who knows the sums and that it is one at least.
    pub fn bornes(&self, hidden: &[usize]) -> Vec<(usize, (f64, f64))> {
        let column: BTreeMap<usize, usize> = hidden.iter().enumerate().map(|(at, rang)| (*rang, at)).collect();
        let mut columns = hidden.len();
        let mut equations = Vec::new();
        for somme in &self.sommes {
            let members = somme.parties.iter().map(|rang| (*rang, 1.0)).chain([(somme.total, -1.0)]);
            let mut terms = Vec::new();
            let mut sum = 0.0;
            for (rang, sign) in members {
                match column.get(&rang) {
                    Some(at) => {
                        terms.push((*at, sign));
                        // Counted from one.
                        sum -= sign;
                    }
                    None => sum -= sign * self.valeur(rang),
                }
            }
            if terms.is_empty() {
                continue;
            }
            if somme.recouvre {
                terms.push((columns, -1.0));
                columns += 1;
            }
            equations.push((terms, sum));
        }
        match Simplexe::new(&equations, columns) {
            Some(simplexe) => hidden
                .iter()
                .enumerate()
                .map(|(at, rang)| {
                    let (low, high) = simplexe.bornes(at);
                    (*rang, (low + 1.0, high + 1.0))
                })
                .collect(),
            // Sums that do not agree tell nothing; they do agree, being those of true counts.
            None => Vec::new(),
        }
    }
}
