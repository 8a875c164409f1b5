//! Making, describing and filling a base, and what is no base.

use std::path::Path;

use serde_json::Value;

use crate::common::{MOTEURS, Moteur, empty_database};
use crate::{done, etat, json, refused, said, vigie, words};

#[test]
fn an_empty_place_becomes_a_base_that_describes_itself() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("essai.vigie").display().to_string();
    for (adresse, moteur) in [(file, "SQLite"), (empty_database(), "PostgreSQL")] {
        assert!(done(&["base", "creer", "--base", &adresse]).contains(&adresse));
        let (shown, etat) = etat(&adresse);
        let shown = words(&shown);
        assert!(shown.contains(&format!("Moteur {moteur}")) && shown.contains("Intégrité ok"), "{shown}");
        assert_eq!((&etat["dossiers"], &etat["chiffree"]), (&0.into(), &false.into()));
        assert_eq!(etat["adresse"], adresse);
        let again = refused(1, &["base", "creer", "--base", &adresse]);
        assert!(again.contains("déjà quelque chose"), "{again}");
    }
}

#[test]
fn a_base_of_this_version_is_left_as_it_is() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let adresse = fresh.cible.adresse();
        assert!(done(&["base", "migrer", "--base", &adresse]).contains("à jour"));
        assert_eq!(json(&["base", "migrer", "--base", &adresse])["copie"], Value::Null);
    }
}

#[test]
fn an_older_file_is_brought_up_and_the_copy_is_named() {
    use diesel::connection::SimpleConnection as _;
    let fresh = Moteur::Sqlite.fresh();
    drop(fresh.base);
    let adresse = fresh.cible.adresse();
    let mut c = <diesel::SqliteConnection as diesel::Connection>::establish(&adresse).unwrap();
    c.batch_execute(include_str!("../../migrations/sqlite/2026-11-23-000003_journal/down.sql")).unwrap();
    c.batch_execute("DELETE FROM __diesel_schema_migrations WHERE version = '20261123000003'").unwrap();
    drop(c);
    let migrated = json(&["base", "migrer", "--base", &adresse]);
    assert!(Path::new(migrated["copie"].as_str().unwrap()).is_file());
}

#[test]
fn a_demonstration_fills_an_empty_base_once() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let adresse = fresh.cible.adresse();
        let demo = ["demo", "--base", adresse.as_str(), "--dossiers", "60", "--graine", "7"];
        let loaded = json(&demo);
        assert_eq!((&loaded["dossiers"], &loaded["graine"]), (&60.into(), &7.into()));
        assert_eq!(etat(&adresse).1["dossiers"], 60);
        let again = refused(1, &demo);
        assert!(again.contains("contient déjà des dossiers"), "{again}");
        assert_eq!(etat(&adresse).1["dossiers"], 60);
        let found = json(&["dossier", "chercher", "2", "--base", &adresse]);
        assert_eq!(found["total"], 60);
        for dossier in found["dossiers"].as_array().unwrap() {
            let numero = dossier["numero"].as_str().unwrap();
            assert!(fresh.base.dossier_by_numero(numero).unwrap().is_some());
        }
        let first = found["dossiers"][0]["numero"].as_str().unwrap();
        assert!(done(&["dossier", "lire", first, "--base", &adresse]).starts_with(&format!("Dossier {first}\n")));
    }
}

#[test]
fn the_same_seed_gives_the_same_families() {
    let fratries = [Moteur::Sqlite, Moteur::Postgres].map(|moteur| {
        let fresh = moteur.fresh();
        let adresse = fresh.cible.adresse();
        done(&["demo", "--base", &adresse, "--dossiers", "25"]);
        let found = json(&["dossier", "chercher", "2", "--base", &adresse]);
        let rows = found["dossiers"].as_array().unwrap().iter();
        rows.map(|row| row["fratrie"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    });
    assert_eq!(fratries[0], fratries[1]);
}

#[test]
fn an_encrypted_file_opens_with_its_passphrase_only() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secret.vigie");
    let adresse = path.display().to_string();
    const PHRASE: &str = "le petit chat boit du lait tiède";
    let with_phrase = |phrase: &str, args: &[&str]| {
        let mut command = vigie(&[args, &["--base", &adresse]].concat());
        command.env("VIGIE_PHRASE", phrase);
        said(command)
    };
    let no_phrase = refused(1, &["base", "creer", "--chiffree", "--base", &adresse]);
    assert!(no_phrase.contains("VIGIE_PHRASE") && !path.exists(), "{no_phrase}");
    // Somebody who gives a phrase expects protection: no file in clear.
    let unsure = with_phrase(PHRASE, &["base", "creer"]);
    assert!(unsure.code == 2 && unsure.err.contains("--chiffree") && !path.exists(), "{}", unsure.err);

    let short = with_phrase("le chat dort", &["base", "creer", "--chiffree"]);
    assert!(short.code == 1 && short.err.contains("trop courte") && !path.exists(), "{}", short.err);

    let made = with_phrase(PHRASE, &["base", "creer", "--chiffree"]);
    assert!(made.code == 0 && made.out.contains("chiffrée"), "{}", made.err);
    assert!(!std::fs::read(&path).unwrap().starts_with(b"SQLite format"));
    let etat = with_phrase(PHRASE, &["base", "etat", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&etat.out).unwrap()["chiffree"], true);
    let wrong = with_phrase("le chien dort", &["base", "etat"]);
    assert!(wrong.code == 1 && wrong.err.starts_with("La phrase secrète n’ouvre pas"), "{}", wrong.err);
    assert_eq!(wrong.err.lines().count(), 1);
    assert!(refused(1, &["base", "etat", "--base", &adresse]).contains("VIGIE_PHRASE"));

    let clear = Moteur::Sqlite.fresh();
    let mut command = vigie(&["base", "etat", "--base", &clear.cible.adresse()]);
    command.env("VIGIE_PHRASE", PHRASE);
    let useless = said(command);
    assert!(useless.code == 1 && useless.err.contains("retirez la variable VIGIE_PHRASE"), "{}", useless.err);
}

#[test]
fn what_is_no_base_is_refused_in_a_sentence_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    std::fs::write(path("lettre.odt"), b"PK\x03\x04 ceci n'est pas une base").unwrap();
    for (adresse, named) in [
        (path("absent.vigie"), "n’existe pas"),
        (path("lettre.odt"), "pas une base Vigie"),
        (path(""), "pas une base Vigie"),
        ("postgres://personne@127.0.0.1:1/x".to_owned(), "ne répond pas"),
        ("oracle://serveur/base".to_owned(), "n’est pas comprise"),
        (empty_database(), "elle est vide"),
    ] {
        for command in [
            &["base", "etat"][..],
            &["base", "migrer"],
            &["demo", "--dossiers", "1"],
            &["dossier", "lire", "2026-1"],
            &["dossier", "chercher", "Martin"],
        ] {
            let sentence = refused(1, &[command, &["--base", &adresse]].concat());
            assert!(sentence.contains(named) || command[1] == "migrer", "{adresse}: {sentence}");
            // Nothing was typed in a window.
            assert!(!sentence.contains("tapé") && !sentence.contains("votre texte"), "{sentence}");
        }
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(std::fs::read(path("lettre.odt")).unwrap(), b"PK\x03\x04 ceci n'est pas une base");
}

#[test]
fn a_damaged_base_is_told_by_the_code_too() {
    let fresh = Moteur::Sqlite.fresh();
    let adresse = fresh.cible.adresse();
    done(&["demo", "--base", &adresse, "--dossiers", "300"]);
    drop(fresh.base);
    let mut bytes = std::fs::read(&adresse).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 60_000].fill(0xa5);
    std::fs::write(&adresse, bytes).unwrap();
    let said = said(vigie(&["base", "etat", "--base", &adresse]));
    assert_eq!((said.code, said.err.lines().count()), (1, 1), "{} {}", said.out, said.err);
    assert!(!said.out.contains("Intégrité    ok"), "{}", said.out);
}
