//! How many people, for how long: the command line of a bench of crowds.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Durations, ms, row, table, times};

pub struct Options {
    pub dossiers: usize,
    /// So many people, for so long.
    pub crowds: Vec<(usize, Duration)>,
    pub reflexion: Duration,
}

impl Options {
    pub fn of_line() -> Self {
        let words: Vec<String> = std::env::args().collect();
        let after = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1)).cloned();
        let seconds = |text: &str| text.parse().map(Duration::from_secs_f64).expect("seconds");
        let usual = after("--secondes").unwrap_or_else(|| "300".to_owned());
        let crowd = |text: &str| {
            let (clients, long) = text.split_once(':').unwrap_or((text, &usual));
            (clients.parse().expect("a number of people"), seconds(long))
        };
        Self {
            dossiers: after("--dossiers").map_or(100_000, |text| text.parse().expect("a number of dossiers")),
            crowds: after("--clients").unwrap_or_else(|| "50".to_owned()).split(',').map(crowd).collect(),
            reflexion: seconds(&after("--reflexion").unwrap_or_else(|| "2".to_owned())),
        }
    }
}

/// Ours beside the same statements sent raw: how long each thing took, and how many times as long.
pub fn tell(title: &str, ours: &BTreeMap<&'static str, Durations>, raw: &BTreeMap<&'static str, Durations>) {
    let none = Durations::default();
    let lines: Vec<_> = ours
        .iter()
        .map(|(what, mine)| {
            let bare = raw.get(what).unwrap_or(&none);
            let [a, b, c, d] = [(mine, 50), (mine, 99), (bare, 50), (bare, 99)].map(|(all, at)| ms(all.percentile(at)));
            let (fifty, ninety_nine) =
                (times(mine.percentile(50), bare.percentile(50)), times(mine.percentile(99), bare.percentile(99)));
            row(&[what, &mine.len(), &a, &b, &c, &d, &fifty, &ninety_nine])
        })
        .collect();
    let header = ["", "fois", "Vigie p50", "p99", "SQL nu p50", "p99", "rapport p50", "rapport p99"];
    table(title, &header, &lines);
}
