//! Chance that can be replayed, and weighted picks over it.

use chrono::{DateTime, Utc};
use fastrand::Rng;
use uuid::Uuid;

/// Codes of a list with how often each comes.
pub type Poids = [(&'static str, u32)];

pub struct Hasard {
    rng: Rng,
}

impl Hasard {
    pub fn new(graine: u64) -> Self {
        Self { rng: Rng::with_seed(graine) }
    }

    pub fn chance(&mut self, percent: u32) -> bool {
        self.per_mille(percent * 10)
    }

    pub fn per_mille(&mut self, share: u32) -> bool {
        self.rng.u32(..1000) < share
    }

    /// Both ends included; `low` when they are in the wrong order.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        if high <= low { low } else { self.rng.i64(low..=high) }
    }

    /// Between both ends, the middle oftener.
    pub fn around(&mut self, low: i64, high: i64) -> i64 {
        i64::midpoint(self.between(low, high), self.between(low, high))
    }

    /// A place among so many, the first when there is none.
    pub fn rank(&mut self, count: usize) -> usize {
        if count < 2 { 0 } else { self.rng.usize(..count) }
    }

    pub fn pick<'t, T>(&mut self, all: &'t [T]) -> Option<&'t T> {
        all.get(self.rank(all.len()))
    }

    /// The first ones oftener, as with names that are sorted by how common they are.
    pub fn pick_early<'t, T>(&mut self, all: &'t [T]) -> Option<&'t T> {
        all.get(self.rank(all.len()).min(self.rank(all.len())))
    }

    /// An id of version 7, as the client makes them, of that instant.
    pub fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let mut bytes = [0; 10];
        self.rng.fill(&mut bytes);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

/// Things to draw from, each with its weight.
pub struct Tirage<T> {
    /// The sum of the weights up to each thing, itself included.
    seuils: Vec<(u32, T)>,
    total: u32,
}

impl<T: Copy> Tirage<T> {
    pub fn new(poids: impl IntoIterator<Item = (T, u32)>) -> Self {
        let mut total: u32 = 0;
        let mut seuils = Vec::new();
        for (chose, poids) in poids {
            total = total.saturating_add(poids);
            seuils.push((total, chose));
        }
        Self { seuils, total }
    }

    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    pub fn draw(&self, hasard: &mut Hasard) -> Option<T> {
        if self.is_empty() {
            return None;
        }
        let at = hasard.rng.u32(..self.total);
        let rang = self.seuils.partition_point(|(seuil, _)| *seuil <= at);
        self.seuils.get(rang).map(|(_, chose)| *chose)
    }
}

impl<'a> Tirage<&'a str> {
    /// Empty when there is nothing to draw: the field then stays empty.
    pub fn text(&self, hasard: &mut Hasard) -> &'a str {
        self.draw(hasard).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_kept_and_nothing_gives_nothing() {
        let mut hasard = Hasard::new(1);
        let tirage = Tirage::new([("rare", 1), ("jamais", 0), ("courant", 9)]);
        let drawn: Vec<&str> = (0..10_000).map(|_| tirage.text(&mut hasard)).collect();
        let rare = drawn.iter().filter(|chose| **chose == "rare").count();
        assert!((800..1200).contains(&rare), "{rare}");
        assert!(!drawn.contains(&"jamais"));
        assert_eq!(Tirage::<&str>::new([]).text(&mut hasard), "");
        assert_eq!(hasard.pick::<u8>(&[]), None);
        assert_eq!(hasard.between(5, 3), 5);
    }
}
