//! The line itself: its words, its options, its output.

use std::io::Read as _;
use std::process::{Output, Stdio};

use vigie::cli::Demande;
use vigie::storage::Cible;

use crate::common::Moteur;
use crate::common::dossiers::court;
use crate::{done, json, numero, plain, refused, said, vigie, with};

#[test]
fn the_base_may_stand_in_the_environment() {
    let (_fresh, adresse, saved) = with(Moteur::Sqlite, |p| court(p, "Martin", "Léa"));
    let mut command = vigie(&["dossier", "lire", numero(&saved)]);
    command.env("VIGIE_BASE", &adresse);
    assert!(said(command).out.contains("Léa MARTIN"));
    let mut named_on_the_line = vigie(&["base", "etat", "--json", "--base", &adresse]);
    named_on_the_line.env("VIGIE_BASE", "/nulle/part.vigie");
    assert_eq!(said(named_on_the_line).code, 0);
}

#[test]
fn a_password_in_an_address_is_refused_and_not_repeated() {
    for adresse in [
        "postgres://moi:s3cret@127.0.0.1/vigie",
        "postgres://moi:s3/cret@127.0.0.1/vigie",
        "postgres:moi:s3cret@127.0.0.1/vigie",
        "postgres://127.0.0.1/vigie?password=s3cret",
        "http://moi:s3cret@127.0.0.1/vigie",
    ] {
        for command in [&["base", "etat"][..], &["base", "creer"], &[]] {
            let sentence = refused(1, &[command, &["--base", adresse]].concat());
            assert!(sentence.contains("PGPASSWORD") && !sentence.contains("s3"), "{sentence}");
        }
    }
}

#[test]
fn a_line_that_is_not_understood_names_its_word_and_points_to_the_help() {
    for (line, named) in [
        (&["bse"][..], "« bse »"),
        (&["base", "effacer", "--base", "x"], "« effacer »"),
        (&["dossier", "supprimer", "2026-1"], "« supprimer »"),
        (&["--bse", "x"], "« --bse »"),
        (&["base", "etat", "--graine", "1", "--base", "x"], "« --graine »"),
        (&["base", "etat"], "« --base »"),
        (&["base", "etat", "--base"], "« --base »"),
        (&["dossier", "lire", "--base", "x"], "numéro"),
        (&["demo", "--base", "x", "--dossiers", "mille"], "« mille »"),
        (&["base", "creer", "--chiffree", "--base", "postgres://serveur/base"], "« --chiffree »"),
        (&["bse\u{1b}[31m\nrouge"], "« bse[31m rouge »"),
    ] {
        let sentence = plain(&refused(2, line));
        assert!(sentence.contains(named) && sentence.ends_with("voir « vigie --aide »"), "{line:?}: {sentence}");
    }
}

#[test]
#[cfg(unix)]
fn words_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    for option in [&["--base"][..], &["dossier", "lire"]] {
        let mut command = vigie(option);
        command.arg(std::ffi::OsStr::from_bytes(b"L\xe9a"));
        let said = said(command);
        assert!(said.code == 2 && said.err.contains("UTF-8"), "{}", said.err);
    }
}

#[test]
fn the_help_and_the_version_are_told_without_a_base() {
    for flag in ["--aide", "--help", "-h"] {
        let help = done(&[flag]);
        for command in ["base creer", "base migrer", "base etat", "demo", "dossier lire", "dossier chercher"] {
            assert!(help.contains(&format!("  vigie {command}")), "{command}");
        }
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
        assert_eq!(json(&[flag])["aide"], help);
    }
    assert_eq!(done(&["--version"]), format!("Vigie {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(json(&["--version"])["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn no_command_asks_for_the_window_on_the_named_base() {
    let ask = |args: &[&str]| vigie::cli::run(args.iter().map(std::ffi::OsString::from));
    let Demande::Fenetre { base: Some(cible) } = ask(&["vigie", "--base", "essai.vigie"]) else { panic!() };
    assert_eq!(cible, Cible::parse("essai.vigie").unwrap());
    if std::env::var_os("VIGIE_BASE").is_none() {
        assert!(matches!(ask(&["vigie"]), Demande::Fenetre { base: None }));
    }
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let fresh = Moteur::Sqlite.fresh();
    let adresse = fresh.cible.adresse();
    // More than a pipe holds, so that the command is still writing when its reader leaves.
    done(&["demo", "--base", &adresse, "--dossiers", "2000"]);
    for args in [
        &["dossier", "chercher", "2", "--base", &adresse][..],
        &["dossier", "chercher", "2", "--base", &adresse, "--json"],
    ] {
        let mut child = vigie(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut reader = child.stdout.take().unwrap();
        reader.read_exact(&mut [0; 10]).unwrap();
        drop(reader);
        let Output { status, stderr, .. } = child.wait_with_output().unwrap();
        assert_eq!((status.code(), String::from_utf8(stderr).unwrap().as_str()), (Some(0), ""));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_is_full_is_an_error() {
    let mut command = vigie(&["--aide"]);
    command.stdout(std::fs::File::options().write(true).open("/dev/full").unwrap());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(err.starts_with("Le résultat n’a pas pu être écrit"), "{err}");
}
