//! How many people, for how long: the command line of a bench of crowds.

use std::time::Duration;

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
