//! Letters: one from key to file, many in one file, many files; time, bytes and memory.
//!
//! `cargo bench --bench courriers [-- COUNT]`; prints a table and asserts no time. Beside each line,
//! what it is made of: merging alone, and setting the pages alone, are the floors of drawing.

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::{Duration, Instant};

use common::courriers::{carnet, complete, familles, modeles, recipients};
use vigie::domain::lettre::Lettre;
use vigie::letters::{Genpdf, LetterRenderer as _, Recueil};

/// Most memory held so far, and held now, in megabytes.
fn memory() -> (f64, f64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let read = |name: &str| {
        status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .and_then(|rest| rest.trim_matches([':', ' ', '\t']).split_whitespace().next()?.parse::<f64>().ok())
            .unwrap_or(0.0)
            / 1024.0
    };
    (read("VmHWM"), read("VmRSS"))
}

fn line(what: &str, time: Duration, letters: usize, bytes: usize) {
    let (peak, now) = memory();
    println!(
        "{what:<44} {:>9.1} ms {:>8.2} ms/letter {:>9.1} kB/letter {peak:>7.0} MB peak {now:>6.0} MB now",
        time.as_secs_f64() * 1e3,
        time.as_secs_f64() * 1e3 / letters as f64,
        bytes as f64 / 1000.0 / letters as f64
    );
}

fn main() {
    let count = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(500);
    let carnet = carnet();
    let familles = familles();
    let modele = modeles().into_iter().find(|modele| modele.code == "information_parents").unwrap();
    let letter = |at: usize| -> Lettre {
        let (_, dossier) = &familles[at % familles.len()];
        let recipient = recipients(&modele, dossier, &carnet).remove(0);
        let mut lettre = complete(&modele, dossier, &carnet, &recipient).0;
        lettre.references.push(format!("Exemplaire {at}"));
        lettre
    };
    line("before anything", Duration::ZERO, 1, 0);
    let start = Instant::now();
    let cold = Genpdf.one(&letter(0)).unwrap();
    line("one letter, cold (parameters read)", start.elapsed(), 1, cold.len());
    let mut best = Duration::MAX;
    let mut bytes = 0;
    for at in 0..20 {
        let start = Instant::now();
        bytes = Genpdf.one(&letter(at)).unwrap().len();
        best = best.min(start.elapsed());
    }
    line("one letter from key to file, warm (best of 20)", best, 1, bytes);
    let start = Instant::now();
    for at in 0..20 {
        bytes = Genpdf.one(&letter(at)).unwrap().len();
    }
    line("one letter, warm, mean of 20", start.elapsed() / 20, 1, bytes);
    let start = Instant::now();
    let lettres: Vec<Lettre> = (0..count).map(letter).collect();
    line(&format!("{count} merged texts (asked twice)"), start.elapsed(), count, 0);
    let start = Instant::now();
    let merged = Genpdf.merged(&lettres).unwrap();
    line(&format!("{count} letters in one file, from texts"), start.elapsed(), count, merged.len());
    let start = Instant::now();
    let mut recueil = Recueil::new("Courriers", &lettres[0]);
    for at in 0..count {
        recueil.add(&letter(at)).unwrap();
    }
    let merged = recueil.finish().unwrap();
    line(&format!("{count} letters in one file, from dossiers"), start.elapsed(), count, merged.len());
    let start = Instant::now();
    let mut recueil = Recueil::new("Courriers", &lettres[0]);
    for at in 0..count * 4 {
        recueil.add(&letter(at)).unwrap();
    }
    let merged = recueil.finish().unwrap();
    line(&format!("{} letters in one file, from dossiers", count * 4), start.elapsed(), count * 4, merged.len());
    let dir = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let mut bytes = 0;
    for (at, lettre) in lettres.iter().enumerate() {
        let pdf = Genpdf.one(lettre).unwrap();
        bytes += pdf.len();
        std::fs::write(dir.path().join(format!("{at}.pdf")), pdf).unwrap();
    }
    line(&format!("{count} files"), start.elapsed(), count, bytes);
}
