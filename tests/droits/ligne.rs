//! The command line of an administrator, from a bare database to the first agent.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::monde::{MOT_DE_PASSE, new_world};

fn vigie(args: &[&str], secret: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.args(args).env_remove("VIGIE_BASE").env_remove("VIGIE_PHRASE").env("PGPASSWORD", MOT_DE_PASSE);
    let Output { status, stdout, stderr } =
        command.env("VIGIE_MOT_DE_PASSE", secret).stdin(Stdio::null()).output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_base_is_installed_and_its_accounts_kept_from_the_command_line() {
    let monde = new_world();
    let root = monde.cible.adresse();
    let (code, out, err) = vigie(&["base", "etat", "--base", &root], "");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("Aucun texte de dossier ne se lit sans laisser de ligne"), "{out}");
    let second = monde.login("second");
    let install = ["base", "installer", "--base", &root, "--administrateur", &second, "--nom", "Durand"];
    let (code, _, err) = vigie(&install, "Motdepasse123!");
    assert!(code == 1 && err.contains("trop courant"), "{err}");
    let (code, out, err) = vigie(&install, MOT_DE_PASSE);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains(&second), "{out}");

    let admin = monde.cible_of("second").adresse();
    let agent = monde.login("agent");
    let add = [
        "utilisateur",
        "ajouter",
        &agent,
        "--nom",
        "Petit",
        "--prenom",
        "Léa",
        "--role",
        "territoire",
        "--territoire",
        "vierzon",
        "--base",
        &admin,
    ];
    let (code, _, err) = vigie(&add, MOT_DE_PASSE);
    assert_eq!((code, err.as_str()), (0, ""));
    let (code, out, _) =
        vigie(&["utilisateur", "modifier", &agent, "--territoire", "baugy", "--base", &admin, "--json"], "");
    assert_eq!(code, 0, "{out}");
    let (_, out, _) = vigie(&["utilisateur", "lister", "--json", "--base", &admin], "");
    let listed: Value = serde_json::from_str(&out).unwrap();
    let found = listed.as_array().unwrap().iter().find(|one| one["compte"] == agent).unwrap();
    assert_eq!((&found["prenom"], &found["territoires"]), (&"Léa".into(), &serde_json::json!(["baugy"])));
    let as_agent = monde.cible_of("agent").adresse();
    let (code, _, err) = vigie(&["utilisateur", "lister", "--base", &as_agent], "");
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = vigie(&["utilisateur", "fermer", &second, "--base", &as_agent], "");
    assert!(code == 1 && err.contains("pas le droit"), "{err}");
    let (code, _, err) = vigie(&["utilisateur", "fermer", &agent, "--base", &admin], "");
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = vigie(&["dossier", "chercher", "x", "--base", &as_agent], "");
    assert!(code == 1 && (err.contains("fermé") || err.contains("mot de passe")), "{err}");
}
