//! Three ways to say whether two children are one.

use rphonetic::DoubleMetaphone;
use vigie::domain::rapprochement::{Niveau, rapprocher};

use super::cas::{Cas, Enfant};

pub struct Methode {
    pub nom: &'static str,
    pub score: fn(&Enfant, &Enfant) -> f64,
    /// From here a person is asked to look.
    pub alerte: f64,
}

impl Methode {
    pub fn all(cas: &Cas) -> Vec<Self> {
        let alerte = (0..200).find(|points| Niveau::of(*points) >= Niveau::Possible).unwrap_or_default();
        vec![
            Self {
                nom: "Vigie",
                score: |tape, connu| rapprocher(&tape.identite, &connu.identite).points.into(),
                alerte: f64::from(alerte),
            },
            Self { nom: "trigrammes", score: trigrammes, alerte: seuil(cas, trigrammes) },
            Self { nom: "Double Metaphone", score: metaphone, alerte: 1.0 },
        ]
    }
}

/// The threshold that tells most pairs of the tuning half rightly.
fn seuil(cas: &Cas, score: fn(&Enfant, &Enfant) -> f64) -> f64 {
    let right = |threshold: f64| {
        let tuning = cas.paires.iter().filter(|paire| paire.moitie == "reglage");
        tuning.filter(|p| (score(&cas.population[p.a], &cas.population[p.b]) >= threshold) == p.meme).count()
    };
    let thresholds = (30..=95).map(|percent| f64::from(percent) / 100.0);
    thresholds.max_by_key(|threshold| right(*threshold)).unwrap_or(0.5)
}

/// As `pg_trgm`: shared over all, the best of the two names.
fn trigrammes(tape: &Enfant, connu: &Enfant) -> f64 {
    let similarity = |a: &[[char; 3]], b: &[[char; 3]]| {
        let shared = a.iter().filter(|one| b.binary_search(one).is_ok()).count();
        shared as f64 / (a.len() + b.len() - shared).max(1) as f64
    };
    let all = tape.trigrammes.iter().flat_map(|a| connu.trigrammes.iter().map(move |b| similarity(a, b)));
    all.fold(0.0, f64::max)
}

pub fn trigrammes_of(texte: &str) -> Vec<[char; 3]> {
    let mut all: Vec<[char; 3]> = Vec::new();
    for word in texte.split(' ').filter(|word| !word.is_empty()) {
        let padded: Vec<char> = "  ".chars().chain(word.chars()).chain([' ']).collect();
        all.extend(padded.windows(3).map(|w| [w[0], w[1], w[2]]));
    }
    all.sort_unstable();
    all.dedup();
    all
}

fn metaphone(tape: &Enfant, connu: &Enfant) -> f64 {
    let same = |a: &[String], b: &[String]| a.iter().any(|one| !one.is_empty() && b.contains(one));
    match (same(&tape.son_noms, &connu.son_noms), same(&tape.son_prenom, &connu.son_prenom)) {
        (true, true) => 1.0,
        (true, false) => 0.6,
        (false, true) => 0.3,
        (false, false) => 0.0,
    }
}

/// Both keys of a folded name.
pub fn metaphone_of(texte: &str) -> Vec<String> {
    let metaphone = DoubleMetaphone::default();
    // It cuts other letters in the middle.
    let texte: String = texte.chars().filter(char::is_ascii_alphabetic).collect();
    let result = metaphone.double_metaphone(&texte);
    let mut keys = vec![result.primary(), result.alternate()];
    keys.sort();
    keys.dedup();
    keys
}
