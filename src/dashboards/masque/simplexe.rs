//! Between which bounds unknowns lie, given sums: what somebody with a pencil and patience finds out.
//!
//! The true values are known here, so there is always a solution to start from, and every solution met on the way
//! tells something of all the unknowns: most are believed anything long before anybody asks about them.

const NOTHING: f64 = 1e-9;
/// Steps of one question; far more than such tables take.
const PATIENCE: u32 = 5_000;
/// Steps that move nothing before the rule that never turns in circles is taken.
const STUCK: u32 = 30;

/// Equations solved for one unknown each (`base`); the others are at zero. Nothing is below zero.
pub struct Simplexe {
    rows: Vec<Vec<f64>>,
    /// Which unknown each row gives.
    base: Vec<usize>,
    /// Which row gives each unknown.
    place: Vec<Option<usize>>,
    valeurs: Vec<f64>,
    bas: Vec<f64>,
    haut: Vec<f64>,
}

impl Simplexe {
    /// `point` agrees with the equations, of which only the factors are told.
    pub fn new(equations: &[Vec<(usize, f64)>], point: Vec<f64>) -> Self {
        let mut simplexe = Self {
            rows: Vec::with_capacity(equations.len()),
            base: Vec::with_capacity(equations.len()),
            place: vec![None; point.len()],
            bas: point.clone(),
            haut: point.clone(),
            valeurs: point,
        };
        for terms in equations {
            simplexe.solve(terms);
        }
        // What is given by no row goes down to zero; where it cannot, a row is made to give it.
        for unknown in 0..simplexe.valeurs.len() {
            if simplexe.place.get(unknown) == Some(&None) && simplexe.valeur(unknown) > 0.0 {
                simplexe.slide(unknown, -1.0, simplexe.valeur(unknown));
            }
        }
        simplexe
    }

    /// The least and the greatest value met of an unknown, looked for until they are as low and as high as that.
    pub fn bornes(&mut self, unknown: usize, bas: f64, haut: f64) -> (f64, f64) {
        self.look_for(unknown, 1.0, |found| found.0 <= bas + NOTHING);
        self.look_for(unknown, -1.0, |found| found.1 + NOTHING >= haut);
        self.vues(unknown)
    }

    /// Between what and what it was met.
    pub fn vues(&self, unknown: usize) -> (f64, f64) {
        (self.bas.get(unknown).copied().unwrap_or_default(), self.haut.get(unknown).copied().unwrap_or_default())
    }

    fn valeur(&self, unknown: usize) -> f64 {
        self.valeurs.get(unknown).copied().unwrap_or_default()
    }

    fn factor(&self, row: usize, unknown: usize) -> f64 {
        self.rows.get(row).and_then(|row| row.get(unknown)).copied().unwrap_or_default()
    }

    /// One more equation: less what the others give, and solved for what is furthest from zero.
    fn solve(&mut self, terms: &[(usize, f64)]) {
        let mut row = vec![0.0; self.valeurs.len()];
        for (unknown, factor) in terms {
            if let Some(place) = row.get_mut(*unknown) {
                *place += factor;
            }
        }
        for (held, given) in self.rows.iter().zip(&self.base) {
            let times = row.get(*given).copied().unwrap_or_default();
            if times != 0.0 {
                for (value, theirs) in row.iter_mut().zip(held).filter(|(_, theirs)| **theirs != 0.0) {
                    *value -= times * theirs;
                }
            }
        }
        let most = row.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        if most < 1e-7 {
            return;
        }
        let able = row.iter().enumerate().filter(|(_, value)| value.abs() > most / 2.0);
        let Some(chosen) = able.map(|(unknown, _)| unknown).max_by(|a, b| self.valeur(*a).total_cmp(&self.valeur(*b)))
        else {
            return;
        };
        self.rows.push(row);
        self.base.push(chosen);
        self.pivot(self.rows.len() - 1, chosen);
    }

    /// Steps that bring an unknown down (`sign` 1) or up (−1), until that is enough or no step is left.
    fn look_for(&mut self, unknown: usize, sign: f64, enough: impl Fn((f64, f64)) -> bool) {
        let mut still = 0;
        for _ in 0..PATIENCE {
            if enough(self.vues(unknown)) {
                return;
            }
            let entering = match self.place.get(unknown).copied().flatten() {
                Some(row) => self.entering(row, unknown, sign, still > STUCK),
                // It is at zero: down it cannot go, up it goes by itself.
                None => Some(unknown).filter(|_| sign < 0.0),
            };
            let Some(entering) = entering else { return };
            let Some(moved) = self.slide(entering, 1.0, f64::INFINITY) else { return };
            still = if moved > NOTHING { 0 } else { still + 1 };
        }
    }

    /// What may rise from zero to bring down, or up, the unknown of this row.
    fn entering(&self, row: usize, unknown: usize, sign: f64, first: bool) -> Option<usize> {
        let factors = self.rows.get(row)?;
        let mut best: Option<(usize, f64)> = None;
        for (other, factor) in factors.iter().enumerate() {
            let good = factor * sign;
            if good > NOTHING && other != unknown && best.is_none_or(|(_, most)| good > most) {
                best = Some((other, good));
                if first {
                    break;
                }
            }
        }
        best.map(|(other, _)| other)
    }

    /// Moves an unknown that no row gives, as far as `most` or until another comes to zero, which then takes its
    /// place. How far; nothing when there is no end to it.
    fn slide(&mut self, unknown: usize, sign: f64, most: f64) -> Option<f64> {
        let mut stop: Option<(usize, f64)> = None;
        for (at, given) in self.base.iter().enumerate() {
            let factor = self.factor(at, unknown) * sign;
            if factor <= NOTHING {
                continue;
            }
            let far = self.valeur(*given) / factor;
            let sooner = stop.is_none_or(|(held, best)| {
                far < best - NOTHING || (far - best).abs() <= NOTHING && Some(given) < self.base.get(held)
            });
            if sooner {
                stop = Some((at, far));
            }
        }
        let stop = stop.filter(|(_, far)| *far < most);
        let far = stop.map_or(most, |(_, far)| far);
        if far.is_infinite() {
            self.endless(unknown);
            return None;
        }
        let moved: Vec<(usize, f64)> = (0..self.base.len())
            .filter_map(|at| Some((*self.base.get(at)?, -self.factor(at, unknown) * sign * far)))
            .filter(|(_, by)| *by != 0.0)
            .chain([(unknown, sign * far)])
            .collect();
        for (one, by) in moved {
            self.shift(one, by);
        }
        if let Some((row, _)) = stop {
            if let Some(given) = self.base.get(row).copied() {
                self.shift(given, -self.valeur(given));
            }
            self.pivot(row, unknown);
        }
        Some(far)
    }

    fn shift(&mut self, unknown: usize, by: f64) {
        let Some(value) = self.valeurs.get_mut(unknown) else { return };
        *value += by;
        if value.abs() < NOTHING {
            *value = 0.0;
        }
        let value = *value;
        if let (Some(bas), Some(haut)) = (self.bas.get_mut(unknown), self.haut.get_mut(unknown)) {
            *bas = bas.min(value);
            *haut = haut.max(value);
        }
    }

    /// Nothing stops it, nor what rises with it.
    fn endless(&mut self, unknown: usize) {
        let rising: Vec<usize> = (0..self.base.len())
            .filter(|at| self.factor(*at, unknown) < -NOTHING)
            .filter_map(|at| self.base.get(at).copied())
            .chain([unknown])
            .collect();
        for one in rising {
            if let Some(haut) = self.haut.get_mut(one) {
                *haut = f64::INFINITY;
            }
        }
    }

    /// This row gives that unknown from now on.
    fn pivot(&mut self, at: usize, unknown: usize) {
        let Some(row) = self.rows.get_mut(at) else { return };
        let factor = row.get(unknown).copied().unwrap_or(1.0);
        let mut terms = Vec::new();
        for (other, value) in row.iter_mut().enumerate() {
            if value.abs() < NOTHING {
                *value = 0.0;
            } else {
                *value /= factor;
                terms.push((other, *value));
            }
        }
        for (other, values) in self.rows.iter_mut().enumerate() {
            let times = values.get(unknown).copied().unwrap_or_default();
            if other != at && times != 0.0 {
                for (column, mine) in &terms {
                    if let Some(value) = values.get_mut(*column) {
                        *value -= times * mine;
                    }
                }
            }
        }
        if let Some(given) = self.base.get_mut(at) {
            let left = std::mem::replace(given, unknown);
            for (one, place) in [(left, None), (unknown, Some(at))] {
                if let Some(held) = self.place.get_mut(one) {
                    *held = place;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(equations: &[&[(usize, f64)]], point: &[f64]) -> Simplexe {
        let equations: Vec<Vec<(usize, f64)>> = equations.iter().map(|terms| terms.to_vec()).collect();
        Simplexe::new(&equations, point.to_vec())
    }

    #[test]
    fn bounds_are_those_that_a_pencil_finds() {
        let everything = |simplexe: &mut Simplexe, unknown| simplexe.bornes(unknown, f64::NEG_INFINITY, f64::INFINITY);
        let near = |(low, high): (f64, f64), expected: (f64, f64)| {
            assert!((low - expected.0).abs() < 1e-6 && (high - expected.1).abs() < 1e-6, "{low} {high}");
        };
        // a + b = 7, b + c = 3.
        let both: [&[(usize, f64)]; 2] = [&[(0, 1.0), (1, 1.0)], &[(1, 1.0), (2, 1.0)]];
        let mut simplexe = of(&both, &[5.0, 2.0, 1.0]);
        near(everything(&mut simplexe, 0), (4.0, 7.0));
        near(everything(&mut simplexe, 1), (0.0, 3.0));
        near(everything(&mut simplexe, 2), (0.0, 3.0));
        // The same said twice, and one that fixes it.
        let mut simplexe = of(&[both[0], both[0], both[1], &[(2, 2.0)]], &[5.0, 2.0, 1.0]);
        near(everything(&mut simplexe, 0), (5.0, 5.0));
        // a − b = 2: there is no end to it.
        let mut simplexe = of(&[&[(0, 1.0), (1, -1.0)]], &[3.0, 1.0]);
        assert_eq!(everything(&mut simplexe, 0), (2.0, f64::INFINITY));
    }

    #[test]
    fn it_stops_as_soon_as_that_is_enough() {
        let mut simplexe = of(&[&[(0, 1.0), (1, 1.0), (2, 1.0)]], &[4.0, 3.0, 2.0]);
        let (low, high) = simplexe.bornes(0, 4.0, 4.0);
        assert!(low <= 4.0 && high >= 4.0);
    }
}
