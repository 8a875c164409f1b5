//! The takeover of an old base killed with -9, and run again: as if nobody had killed it.
//!
//! A local base killed once; `VIGIE_TEST_KILLS=3` kills three times, on both bases, and again while a corrected
//! mapping changes dossiers one after the other. Some minutes in debug.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use vigie::exchange::access::correspondance::FOURNIE;
use vigie::storage::{Base, Cible, StorageError, empreinte};

use crate::common::Moteur;

/// What depends on the hour, or on the base itself; and what no takeover touches.
const APART: [&str; 8] = [
    "journal",
    "journal_attente",
    "journal_sceau",
    "journal_tete",
    "reprise",
    "commune",
    "cle_pseudonyme",
    "utilisateur",
];

/// Rows and checksum of each table, without hours, authors and versions.
fn picture(cible: &Cible) -> BTreeMap<String, (usize, String)> {
    let base = Base::open(cible.clone()).unwrap();
    base.instantane(|instant| -> Result<_, StorageError> {
        let mut seen = BTreeMap::new();
        for table in instant.tables()? {
            if APART.contains(&table.nom.as_str()) {
                continue;
            }
            let kept: Vec<usize> = (0..table.colonnes.len())
                .filter(|at| {
                    let nom = table.colonnes[*at].nom.as_str();
                    !["cree_le", "cree_par", "modifie_le", "modifie_par", "version", "ajoutee_par"].contains(&nom)
                })
                .collect();
            let (mut rows, mut after): (Vec<String>, Option<Vec<Value>>) = (Vec::new(), None);
            loop {
                let page = instant.page(&table, after.as_ref())?;
                let Some(last) = page.last() else { break };
                after = Some(last.clone());
                rows.extend(
                    page.iter().map(|row| format!("{:?}", kept.iter().map(|at| &row[*at]).collect::<Vec<_>>())),
                );
            }
            rows.sort();
            seen.insert(table.nom.clone(), (rows.len(), empreinte(rows.join("\n").as_bytes())));
        }
        Ok(seen)
    })
    .unwrap()
}

struct Ancienne<'a> {
    fichier: &'a Path,
    correspondance: &'a Path,
}

impl Ancienne<'_> {
    fn command(&self, cible: &Cible) -> std::process::Command {
        let mut command = crate::vigie(&["importer", &self.fichier.display().to_string(), "--base", &cible.adresse()]);
        command.arg("--correspondance").arg(self.correspondance).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// To its end; gives how long it took.
    fn run(&self, cible: &Cible) -> Duration {
        let start = Instant::now();
        let done = self.command(cible).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        start.elapsed()
    }

    /// Killed after that time; was it still at work?
    fn killed(&self, cible: &Cible, after: Duration) -> bool {
        let mut child = self.command(cible).spawn().unwrap();
        std::thread::sleep(after);
        let working = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        working
    }
}

fn kills() -> u32 {
    std::env::var("VIGIE_TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

fn killed_and_run_again(moteur: Moteur) {
    let dir = tempfile::tempdir().unwrap();
    let (fichier, first, second) =
        (dir.path().join("ancienne.accdb"), dir.path().join("un.toml"), dir.path().join("deux.toml"));
    let packed = std::fs::File::open("tests/exchange/ancienne-application.accdb.zst").unwrap();
    let mut unpacked = ruzstd::decoding::StreamingDecoder::new(packed).unwrap();
    std::io::copy(&mut unpacked, &mut std::fs::File::create(&fichier).unwrap()).unwrap();
    // A corrected mapping: the second run changes dossiers one after the other.
    std::fs::write(&first, FOURNIE).unwrap();
    let corrected = FOURNIE.replace("\"Observation de la CEMA\" = \"observation_cema\"\n", "");
    assert_ne!(corrected, FOURNIE);
    std::fs::write(&second, corrected).unwrap();
    let kills = kills();

    let (whole, cut) = (moteur.fresh(), moteur.fresh());
    for correspondance in [&first, &second] {
        let ancienne = Ancienne { fichier: &fichier, correspondance };
        let took = ancienne.run(&whole.cible);
        let mut working = 0;
        for kill in 1..=kills {
            // Spread over the run, its writing above all.
            let share = 0.35 + 0.6 * f64::from(kill) / f64::from(kills + 1);
            working += u32::from(ancienne.killed(&cut.cible, took.mul_f64(share)));
        }
        ancienne.run(&cut.cible);
        eprintln!("{moteur:?}: {took:?} undisturbed, {working} of {kills} kills at work");
        assert!(working > 0, "it was over before it was killed");
        assert_eq!(picture(&cut.cible), picture(&whole.cible), "{moteur:?}");
        if kills == 1 {
            // The second half of this story is for who asks for it.
            return;
        }
    }
}

#[test]
fn a_takeover_killed_in_the_middle_and_run_again_is_as_if_nobody_had_killed_it() {
    killed_and_run_again(Moteur::Sqlite);
}

#[test]
fn a_takeover_of_a_central_base_killed_in_the_middle_ends_the_same_too() {
    if kills() > 1 {
        killed_and_run_again(Moteur::Postgres);
    }
}
