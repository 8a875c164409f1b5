//! Between which bounds an unknown lies, given sums: what somebody with a pencil and patience finds out.
//!
//! The simplex method on a small dense table, with Bland's rule, which never turns in circles.

const NOTHING: f64 = 1e-9;

/// One row an equation, one column an unknown that is nowhere below zero, the last column what it adds up to.
#[derive(Clone)]
pub struct Simplexe {
    rows: Vec<Vec<f64>>,
    /// Which unknown each row gives.
    base: Vec<usize>,
    columns: usize,
}

impl Simplexe {
    /// A first solution of these equations; none when there is no solution at all.
    pub fn new(equations: &[(Vec<(usize, f64)>, f64)], columns: usize) -> Option<Self> {
        let helpers = equations.len();
        let mut rows = Vec::with_capacity(helpers);
        for (at, (terms, sum)) in equations.iter().enumerate() {
            let sign = if *sum < 0.0 { -1.0 } else { 1.0 };
            let mut row = vec![0.0; columns + helpers + 1];
            for (column, factor) in terms {
                if let Some(place) = row.get_mut(*column) {
                    *place += sign * factor;
                }
            }
            for (column, value) in [(columns + at, 1.0), (columns + helpers, sign * sum)] {
                if let Some(place) = row.get_mut(column) {
                    *place = value;
                }
            }
            rows.push(row);
        }
        let mut simplexe = Self { rows, base: (columns..columns + helpers).collect(), columns };
        // The helpers stand for what the equations miss: none may be left.
        let cost: Vec<f64> = (0..columns + helpers).map(|column| f64::from(u8::from(column >= columns))).collect();
        let missing = simplexe.minimise(&cost, columns + helpers)?;
        if missing > 1e-6 {
            return None;
        }
        simplexe.drive_out();
        Some(simplexe)
    }

    /// Helpers that stay at zero would stand in the way: their rows take another unknown, or say nothing.
    fn drive_out(&mut self) {
        let mut at = 0;
        while at < self.rows.len() {
            if self.base.get(at).is_some_and(|column| *column >= self.columns) {
                let found = self
                    .rows
                    .get(at)
                    .and_then(|row| row.iter().take(self.columns).position(|value| value.abs() > 1e-7));
                let Some(column) = found else {
                    self.rows.remove(at);
                    self.base.remove(at);
                    continue;
                };
                self.pivot(at, column);
            }
            at += 1;
        }
    }

    /// The least and the greatest value of one unknown.
    pub fn bornes(&self, unknown: usize) -> (f64, f64) {
        let cost =
            |sign: f64| (0..self.columns).map(|column| if column == unknown { sign } else { 0.0 }).collect::<Vec<_>>();
        let low = self.clone().minimise(&cost(1.0), self.columns).unwrap_or(0.0);
        let high = self.clone().minimise(&cost(-1.0), self.columns).map_or(f64::INFINITY, |value| -value);
        (low, high)
    }

    /// The least cost; none when it has no bound.
    fn minimise(&mut self, cost: &[f64], usable: usize) -> Option<f64> {
        let price = |column: usize| cost.get(column).copied().unwrap_or_default();
        // Far more steps than such tables take; a table that took them would say that nothing is known of it.
        for _ in 0..20_000 {
            let prices: Vec<f64> = self.base.iter().map(|column| price(*column)).collect();
            let reduced = |column: usize| {
                let held: f64 = self
                    .rows
                    .iter()
                    .zip(&prices)
                    .map(|(row, p)| p * row.get(column).copied().unwrap_or_default())
                    .sum();
                price(column) - held
            };
            let Some(entering) = (0..usable).find(|column| !self.base.contains(column) && reduced(*column) < -NOTHING)
            else {
                let value =
                    self.rows.iter().zip(&prices).map(|(row, p)| p * row.last().copied().unwrap_or_default()).sum();
                return Some(value);
            };
            let mut leaving: Option<(usize, f64)> = None;
            for (at, row) in self.rows.iter().enumerate() {
                let factor = row.get(entering).copied().unwrap_or_default();
                if factor <= NOTHING {
                    continue;
                }
                let ratio = row.last().copied().unwrap_or_default() / factor;
                let sooner = leaving.is_none_or(|(held, best)| {
                    ratio < best - NOTHING || (ratio - best).abs() <= NOTHING && self.base.get(at) < self.base.get(held)
                });
                if sooner {
                    leaving = Some((at, ratio));
                }
            }
            let (at, _) = leaving?;
            self.pivot(at, entering);
        }
        None
    }

    fn pivot(&mut self, at: usize, column: usize) {
        let Some(mut row) = self.rows.get(at).cloned() else { return };
        let factor = row.get(column).copied().unwrap_or(1.0);
        for value in &mut row {
            *value /= factor;
        }
        for (other, values) in self.rows.iter_mut().enumerate() {
            let times = values.get(column).copied().unwrap_or_default();
            if other != at && times != 0.0 {
                for (value, mine) in values.iter_mut().zip(&row) {
                    *value -= times * mine;
                }
            }
        }
        if let (Some(place), Some(held)) = (self.rows.get_mut(at), self.base.get_mut(at)) {
            *place = row;
            *held = column;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_those_that_a_pencil_finds() {
        // a + b = 7, b + c = 3.
        let equations = [(vec![(0, 1.0), (1, 1.0)], 7.0), (vec![(1, 1.0), (2, 1.0)], 3.0)];
        let simplexe = Simplexe::new(&equations, 3).unwrap();
        assert_eq!(simplexe.bornes(0), (4.0, 7.0));
        assert_eq!(simplexe.bornes(1), (0.0, 3.0));
        // The same said twice, and one that fixes it.
        let twice = [equations[0].clone(), equations[0].clone(), equations[1].clone(), (vec![(2, 2.0)], 2.0)];
        let simplexe = Simplexe::new(&twice, 3).unwrap();
        let (low, high) = simplexe.bornes(0);
        assert!((low - 5.0).abs() < 1e-6 && (high - 5.0).abs() < 1e-6);
        assert!(Simplexe::new(&[(vec![(0, 1.0)], -1.0)], 1).is_none(), "nothing is below zero");
        assert_eq!(Simplexe::new(&[(vec![(0, 1.0), (1, -1.0)], 2.0)], 2).unwrap().bornes(0), (2.0, f64::INFINITY));
    }
}
