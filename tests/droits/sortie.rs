//! Everything out is for who sees everything: the others are told who that is.

use std::process::{Command, Stdio};

use crate::monde::{GENS, MOT_DE_PASSE, new_world};

fn export(adresse: &str, sortie: &std::path::Path) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.args(["exporter", "--base", adresse, "--sortie"]).arg(sortie);
    command.env_remove("VIGIE_BASE").env_remove("VIGIE_PHRASE").env("PGPASSWORD", MOT_DE_PASSE).stdin(Stdio::null());
    let output = command.output().unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn an_ordinary_login_takes_nothing_out_whole_and_is_told_who_can() {
    let monde = new_world();
    let dir = tempfile::tempdir().unwrap();
    for who in GENS {
        let sortie = dir.path().join(who);
        let (done, said) = export(&monde.cible_of(who).adresse(), &sortie);
        assert!(!done && said.lines().count() == 1, "{who}: {said}");
        assert!(said.contains("exploitant du serveur") && said.contains("rien n’a été écrit"), "{who}: {said}");
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is left of the attempts");
    let sortie = dir.path().join("tout");
    let (done, said) = export(&monde.cible.adresse(), &sortie);
    assert!(done, "{said}");
    let dossiers = std::fs::read_to_string(sortie.join("donnees/dossier.jsonl")).unwrap();
    assert_eq!(dossiers.lines().count(), monde.dossiers.len());
}
