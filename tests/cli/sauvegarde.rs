//! The backup steps of packaging/serveur, run as they are: saved, put back into an empty cluster, proved whole.

use std::path::Path;
use std::process::{Command, Output};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use serde_json::Value;
use vigie::domain::Dossier;
use vigie::storage::{Base, Cible};

use crate::common::cluster::Cluster;
use crate::common::dossiers::{complet, court};
use crate::common::today;

fn script(name: &str, cluster: &Cluster, args: &[&str]) -> Output {
    Command::new(format!("packaging/serveur/{name}.sh"))
        .args(args)
        .env("PGHOST", "127.0.0.1")
        .env("PGPORT", cluster.port().to_string())
        .env("PGUSER", "vigie_test")
        .env("VIGIE", env!("CARGO_BIN_EXE_vigie"))
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn at(cluster: &Cluster, base: &str) -> Cible {
    Cible::parse(&cluster.url.replace("/postgres", &format!("/{base}"))).unwrap()
}

#[test]
fn a_base_is_saved_while_people_work_and_put_back_whole_in_an_empty_cluster_or_refused() {
    let (here, there) = (Cluster::start(), Cluster::start());
    here.run("CREATE DATABASE vigie");
    here.run("CREATE ROLE lea LOGIN PASSWORD 'Une phrase-de passe 7'");
    let base = Base::create(at(&here, "vigie")).unwrap();
    let parametres = base.parametres(today()).unwrap();
    let saved = base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
    base.save(&Dossier::default(), &court(&parametres, "Lefèvre", "Léa")).unwrap();
    base.consigner("consultation", "dossier", saved.id(), &Value::Null).unwrap();

    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("2026-11-29").display().to_string();
    let done = script("sauvegarder", &here, &["vigie", &place]);
    assert!(done.status.success(), "{}", told(&done));
    let again = script("sauvegarder", &here, &["vigie", &place]);
    assert!(!again.status.success() && told(&again).contains("n’est pas vide"), "{}", told(&again));
    // What is written after is not in it, and does not make it less whole.
    base.save(&Dossier::default(), &court(&parametres, "Petit", "Jo")).unwrap();

    let back = script("restaurer", &there, &[&place, "vigie"]);
    assert!(back.status.success(), "{}", told(&back));
    assert!(told(&back).contains("remise et entière"), "{}", told(&back));
    let restored = Base::open(at(&there, "vigie")).unwrap();
    let etat = restored.etat().unwrap();
    assert_eq!(etat.dossiers, 2);
    assert_eq!(restored.dossier(saved.id().unwrap()).unwrap().unwrap().dossier.fiches.len(), saved.fiches.len());
    // It goes on being written, and sealed, in its new place.
    restored.save(&Dossier::default(), &court(&parametres, "Durand", "Zoé")).unwrap();
    assert_eq!(restored.verify_journal(None, |_, _| true).unwrap().rupture, None);
    let login = there.url.replace("vigie_test@", "lea:Une%20phrase-de%20passe%207@").replace("/postgres", "/vigie");
    PgConnection::establish(&login).unwrap_or_else(|error| panic!("accounts came back: {error}"));

    let twice = script("restaurer", &there, &[&place, "vigie"]);
    assert!(!twice.status.success() && told(&twice).contains("existe déjà"), "{}", told(&twice));
    refused(&there, &place);
}

/// Each damage is told, and nothing of it can be taken for a base.
fn refused(there: &Cluster, place: &str) {
    let path = |name: &str| Path::new(place).join(name);
    let reseal = || {
        let names = "base.dump roles.sql roles.txt lignes.txt tete.txt";
        let made = Command::new("sh")
            .args(["-c", &format!("cd '{place}' && sha256sum {names} >empreintes.txt")])
            .status()
            .unwrap();
        assert!(made.success());
    };
    let tete = std::fs::read_to_string(path("tete.txt")).unwrap();
    std::fs::write(path("tete.txt"), tete.replacen(['a', 'b', 'c', '1', '2'], "0", 1)).unwrap();
    let damaged = script("restaurer", there, &[place, "autre"]);
    assert!(!damaged.status.success() && told(&damaged).contains("abîmée"), "{}", told(&damaged));
    // The digests made right again by somebody: the chain itself says no.
    let (rang, rest) = tete.trim().split_once('-').unwrap();
    let turned: String = rest.chars().rev().collect();
    std::fs::write(path("tete.txt"), format!("{rang}-{turned}\n")).unwrap();
    reseal();
    let other = script("restaurer", there, &[place, "autre"]);
    assert!(!other.status.success() && told(&other).contains("n’est plus celle de la tête gardée"), "{}", told(&other));
    std::fs::write(path("tete.txt"), &tete).unwrap();
    let lines = std::fs::read_to_string(path("lignes.txt")).unwrap();
    std::fs::write(path("lignes.txt"), lines.replace("\ndossier 2\n", "\ndossier 3\n")).unwrap();
    reseal();
    let fewer = script("restaurer", there, &[place, "encore"]);
    assert!(!fewer.status.success() && told(&fewer).contains("Des lignes manquent"), "{}", told(&fewer));
    std::fs::remove_file(path("complete")).unwrap();
    let half = script("restaurer", there, &[place, "demi"]);
    assert!(!half.status.success() && told(&half).contains("n’est pas complète"), "{}", told(&half));
    there.run("SELECT 1");
    let mut admin = there.admin();
    assert!(admin.batch_execute("CREATE DATABASE demi").is_ok(), "nothing was made of that name");
}
