//! The binary itself, as an administrator or a script runs it, on both bases.

#[path = "../common/mod.rs"]
mod common;

mod bases;
mod courriers;
mod dossiers;
mod graphiques;
mod journal;
mod line;
mod sauvegarde;
mod sortie;
mod tableaux;

use std::process::{Command, Output, Stdio};

use serde_json::Value;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::{Dossier, dossier};

use common::{Fresh, Moteur, today};

fn vigie(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.args(args).env_remove("VIGIE_BASE").env_remove("VIGIE_PHRASE").stdin(Stdio::null());
    command
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn said(mut command: Command) -> Said {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert!(!err.contains("panicked"), "{err}");
    Said { code: status.code().unwrap(), out, err }
}

/// What it prints when all goes well, which is never on stderr.
fn done(args: &[&str]) -> String {
    let said = said(vigie(args));
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{args:?}");
    said.out
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&done(&[args, &["--json"]].concat())).unwrap()
}

/// What `base etat` prints, and as JSON. A server whose rights are not installed is not declared sound, which its
/// code says too.
fn etat(adresse: &str) -> (String, Value) {
    let code = i32::from(adresse.starts_with("postgres"));
    let [shown, document] = [&["base", "etat", "--base", adresse][..], &["base", "etat", "--json", "--base", adresse]]
        .map(|args| {
            let said = said(vigie(args));
            assert_eq!(said.code, code, "{}", said.err);
            assert!(said.err.is_empty() || said.err.contains("pas sûre"), "{}", said.err);
            said.out
        });
    (shown, serde_json::from_str(&document).unwrap())
}

/// The one sentence of a refusal; the same with `--json`.
fn refused(code: i32, args: &[&str]) -> String {
    let plain = said(vigie(args));
    assert_eq!((plain.code, plain.out.as_str()), (code, ""), "{args:?}: {}", plain.err);
    assert_eq!(plain.err.lines().count(), 1, "{}", plain.err);
    let sentence = plain.err.trim_end().to_owned();
    assert!(sentence.starts_with(|c: char| c.is_uppercase() || c == '«'), "{sentence}");
    let as_json = said(vigie(&[&["--json"], args].concat()));
    assert_eq!((as_json.code, as_json.out.as_str()), (code, ""));
    let document: Value = serde_json::from_str(&as_json.err).unwrap();
    assert_eq!(document, serde_json::json!({ "erreur": sentence }));
    sentence
}

/// Spaces that do not break count as spaces.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// Runs of spaces count as one, so that only the words and their order are looked at.
fn words(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A base with one saved dossier.
fn with(moteur: Moteur, make: impl Fn(&vigie::domain::Parametres) -> Dossier) -> (Fresh, String, Dossier) {
    let fresh = moteur.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let saved = fresh.base.save(&Dossier::default(), &make(&parametres)).unwrap().dossier;
    let adresse = fresh.cible.adresse();
    (fresh, adresse, saved)
}

fn numero(dossier: &Dossier) -> &str {
    dossier.entete().unwrap().get(dossier::NUMERO)
}
