//! Exports to a disk that fills up: the file that was there before stands, and nothing is left of the new one.

use std::process::Output;

use vigie::domain::Dossier;
use vigie::domain::dossier::{self, Fiches as _};

use crate::common::dossiers::complet;
use crate::common::{Moteur, today};
use crate::disque::{SmallDisk, heavier};

fn run(args: &[&str]) -> Output {
    crate::vigie(args).output().unwrap()
}

fn assert_refused(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("écrit") && !said.contains("panicked"), "{said}");
}

#[test]
fn an_export_to_a_full_disk_leaves_the_file_before_whole() {
    let Some(disk) = SmallDisk::new(6) else {
        eprintln!("no small disk may be mounted here: src/exchange/fichier.rs is held by its own tests");
        return;
    };
    let fresh = Moteur::Sqlite.fresh();
    let base = &fresh.base;
    let saved = base.save(&Dossier::default(), &complet(&base.parametres(today()).unwrap())).unwrap().dossier;
    let (adresse, numero) = (fresh.cible.adresse(), saved.entete().unwrap().get(dossier::NUMERO).to_owned());
    let path = |name: &str| disk.path().join(name).display().to_string();
    let (fiche, chiffres) = (path("fiche.json"), path("chiffres.csv"));
    let exports = [
        vec!["dossier", "exporter", &numero, "--sortie", &fiche, "--base", &adresse],
        vec!["tableau", "--indicateur", "informations_mois", "--sortie", &chiffres, "--base", &adresse],
    ];
    for export in &exports {
        let done = run(export);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    let before = [&fiche, &chiffres].map(|path| std::fs::read(path).unwrap());
    // Two megabytes more to write, and not the place for them.
    base.save(&saved, &heavier(&saved)).unwrap();
    disk.fill(0);
    for export in &exports {
        assert_refused(&run(export));
    }
    let tout = path("tout");
    assert_refused(&run(&["exporter", "--sortie", &tout, "--base", &adresse]));
    assert_eq!([&fiche, &chiffres].map(|path| std::fs::read(path).unwrap()), before);
    let mut left: Vec<_> = std::fs::read_dir(disk.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["chiffres.csv", "fiche.json", "remplissage"]);
    disk.free();
    assert!(run(&exports[0]).status.success());
    assert!(std::fs::read(&fiche).unwrap().len() > 2 << 20);
}
