//! How well a known child is found: recall at five candidates and false alarms, beside trigrams
//! alone and Double Metaphone alone, on any labelled file (`tests/rapprochement/README.md`).
//!
//! `cargo bench --bench rapprochement [-- FILE.tsv [HALF]]`

mod cas;
#[path = "../commun/mod.rs"]
mod commun;
mod methode;

use std::collections::BTreeMap;

use cas::{Cas, Requete};
use commun::{row, table};
use methode::Methode;

const FICHIER: &str = "tests/rapprochement/cas.tsv";
/// Candidates that a person looks at.
const MONTRES: usize = 5;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let path = args.first().map_or(FICHIER, String::as_str);
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path} : {error}"));
    let cas = Cas::parse(&text).unwrap_or_else(|error| panic!("{path} : {error}"));
    let methodes = Methode::all(&cas);
    for moitie in cas.moities() {
        if args.get(1).is_none_or(|only| *only == moitie) {
            queries(&cas, &moitie, &methodes);
            pairs(&cas, &moitie, &methodes);
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Compte {
    good: usize,
    total: usize,
}

impl Compte {
    fn add(&mut self, good: bool) {
        self.good += usize::from(good);
        self.total += 1;
    }

    /// « 97,1 % »
    fn percent(self) -> String {
        match self.total {
            0 => "—".to_owned(),
            total => format!("{:.1} %", self.good as f64 * 100.0 / total as f64).replace('.', ","),
        }
    }
}

/// By kind, then for each method: one count.
type Comptes = BTreeMap<String, Vec<Compte>>;

fn note(comptes: &mut Comptes, nature: &str, method: usize, methods: usize, good: bool) {
    for line in [nature, "~ ensemble"] {
        let line = comptes.entry(line.to_owned()).or_insert_with(|| vec![Compte::default(); methods]);
        line[method].add(good);
    }
}

fn queries(cas: &Cas, moitie: &str, methodes: &[Methode]) {
    let (mut recall, mut alarms) = (Comptes::new(), Comptes::new());
    for requete in cas.requetes.iter().filter(|requete| requete.moitie == moitie) {
        for (at, methode) in methodes.iter().enumerate() {
            let found = best(cas, requete, methode);
            if requete.attendus.is_empty() {
                let alarm = found.first().is_some_and(|(_, score)| *score >= methode.alerte);
                note(&mut alarms, &requete.nature, at, methodes.len(), alarm);
            } else {
                let good = found.iter().any(|(known, _)| requete.attendus.contains(known));
                note(&mut recall, &requete.nature, at, methodes.len(), good);
            }
        }
    }
    print(&format!("Rappel à {MONTRES}, moitié « {moitie} »"), &recall, methodes);
    print(&format!("Fausses alertes sur un enfant absent, moitié « {moitie} »"), &alarms, methodes);
}

fn pairs(cas: &Cas, moitie: &str, methodes: &[Methode]) {
    let (mut same, mut other) = (Comptes::new(), Comptes::new());
    for paire in cas.paires.iter().filter(|paire| paire.moitie == moitie) {
        for (at, methode) in methodes.iter().enumerate() {
            let said = (methode.score)(&cas.population[paire.a], &cas.population[paire.b]) >= methode.alerte;
            note(if paire.meme { &mut same } else { &mut other }, &paire.nature, at, methodes.len(), said);
        }
    }
    print(&format!("Paires reconnues, moitié « {moitie} »"), &same, methodes);
    print(&format!("Fausses alertes sur une paire, moitié « {moitie} »"), &other, methodes);
}

/// The first candidates of this method, best first; ties in the order of the file.
fn best(cas: &Cas, requete: &Requete, methode: &Methode) -> Vec<(usize, f64)> {
    let all = cas.population.iter().enumerate();
    let mut scored: Vec<(usize, f64)> =
        all.map(|(at, known)| (at, (methode.score)(&requete.tape, known))).filter(|(_, score)| *score > 0.0).collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored.truncate(MONTRES);
    scored
}

fn print(title: &str, comptes: &Comptes, methodes: &[Methode]) {
    let header: Vec<&str> = ["", "cas"].into_iter().chain(methodes.iter().map(|methode| methode.nom)).collect();
    let lines: Vec<Vec<String>> = comptes
        .iter()
        .map(|(nature, line)| {
            let total = line.first().map_or(0, |compte| compte.total);
            let mut cells = row(&[&nature.trim_start_matches("~ "), &total]);
            cells.extend(line.iter().map(|compte| compte.percent()));
            cells
        })
        .collect();
    table(title, &header, &lines);
}
