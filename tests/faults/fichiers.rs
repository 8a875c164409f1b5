//! Files that may not be written, files that are damaged, and no display at all.

use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use vigie::domain::dossier;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::{Dossier, Parametres};
use vigie::storage::{Base, Cible, StorageError};

use crate::common::dossiers::court;
use crate::common::{Moteur, today};

struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

fn said(mut command: Command) -> Said {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// One French sentence and nothing else.
fn assert_refused(said: &Said, named: &str) {
    assert_eq!((said.code, said.out.as_str(), said.err.lines().count()), (Some(1), "", 1), "{}{}", said.out, said.err);
    let foreign = ["panicked", "Error", ".rs:", "src/"].iter().find(|word| said.err.contains(**word));
    assert!(said.err.contains(named) && foreign.is_none(), "{foreign:?} {}", said.err);
}

/// The program, run by somebody who is not the administrator of this machine.
fn vigie_of_nobody(args: &[&str]) -> Command {
    let program = env!("CARGO_BIN_EXE_vigie");
    let uid = Command::new("id").arg("-u").output().unwrap().stdout;
    let mut command = if uid == b"0\n" {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--", program]);
        command
    } else {
        Command::new(program)
    };
    command.args(args).env_remove("VIGIE_BASE").env_remove("VIGIE_PHRASE").stdin(Stdio::null());
    command
}

fn allow(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// A base of one dossier, closed, and its number.
fn one_dossier(make: impl FnOnce(&Parametres) -> Dossier) -> (tempfile::TempDir, PathBuf, Dossier) {
    let fresh = Moteur::Sqlite.fresh();
    let saved = fresh.base.save(&Dossier::default(), &make(&fresh.base.parametres(today()).unwrap())).unwrap().dossier;
    drop(fresh.base);
    let chemin = fresh.cible.chemin().unwrap().to_owned();
    (fresh.dir, chemin, saved)
}

fn numero(dossier: &Dossier) -> &str {
    dossier.entete().unwrap().get(dossier::NUMERO)
}

/// What may not be written: the folder, the file, or both.
const LECTURE: [(&str, u32, u32); 3] = [("folder", 0o555, 0o666), ("file", 0o777, 0o444), ("both", 0o555, 0o444)];

#[test]
fn a_base_that_may_only_be_read_is_read_and_each_write_gets_a_sentence_and_nothing_is_touched() {
    for (what, folder, file) in LECTURE {
        let (dir, chemin, saved) = one_dossier(|p| court(p, "Martin", "Léa"));
        let adresse = chemin.display().to_string();
        let before = std::fs::read(&chemin).unwrap();
        allow(&chemin, file);
        // Somebody else can come in at all, and the program is theirs to run: what follows shows something.
        allow(dir.path(), 0o777);
        let can = said(vigie_of_nobody(&["base", "etat", "--base", &format!("{adresse}.absente")]));
        assert_refused(&can, "n’existe pas");
        allow(dir.path(), folder);
        for (args, shown) in [
            (&["base", "etat"][..], "1"),
            (&["dossier", "lire", numero(&saved)], "MARTIN"),
            (&["dossier", "chercher", "Martin"], numero(&saved)),
        ] {
            let read = said(vigie_of_nobody(&[args, &["--base", &adresse]].concat()));
            assert_eq!((read.code, read.err.as_str()), (Some(0), ""), "{what} {args:?}");
            assert!(read.out.contains(shown), "{what} {args:?} {}", read.out);
        }
        allow(&chemin, 0o000);
        let closed = said(vigie_of_nobody(&["base", "etat", "--base", &adresse]));
        assert_refused(&closed, "vérifiez le chemin et les droits");
        allow(&chemin, 0o644);
        assert_eq!(std::fs::read(&chemin).unwrap(), before, "{what}");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "{what} nothing was added");
        allow(dir.path(), 0o555);
        let new = dir.path().join("neuve.vigie").display().to_string();
        let made = said(vigie_of_nobody(&["base", "creer", "--base", &new]));
        assert_refused(&made, "vérifiez le chemin et les droits");
        allow(dir.path(), 0o755);
        assert_eq!(Base::open(Cible::parse(&adresse).unwrap()).unwrap().etat().unwrap().dossiers, 1);
    }
}

/// Of the window of somebody who may not write: run by the test below, as nobody.
#[test]
#[ignore = "asked for by the test below"]
fn read_only_window() {
    let Ok(adresse) = std::env::var("VIGIE_TEST_LECTURE") else { return };
    let place = tempfile::tempdir().unwrap();
    let cible = Cible::parse(&adresse).unwrap();
    let mut b = crate::bureau::Bureau::open(Some(cible.clone()), place.path().to_owned());
    assert!(b.sees("ouverte en lecture seule") && b.told("tout se lit, rien ne s’enregistre"));
    b.key(egui::Key::Enter);
    b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
    b.tab_to("N° dossier SNATEM").text("4711-b").ctrl(egui::Key::S);
    b.wait_for("the refusal", |app| !app.working());
    assert!(b.told("La base est en lecture seule"), "{:?}", b.app().toasts.texts().collect::<Vec<_>>());
    assert!(b.view().dirty && b.value() == "4711-b", "what was typed stays on the screen");
    // Somebody who may write does: what is read next is what they wrote.
    let base = Base::open(cible).unwrap();
    assert_eq!(base.etat().unwrap().dossiers, 1);
    println!("PRÊT");
    let mut go = String::new();
    std::io::stdin().read_line(&mut go).unwrap();
    assert_eq!(base.etat().unwrap().dossiers, 2, "what was written since is read");
}

#[test]
fn the_window_of_a_base_that_may_only_be_read_says_so_and_sees_what_others_write() {
    use std::io::BufRead as _;
    let (dir, chemin, _) = one_dossier(|p| court(p, "Martin", "Léa"));
    allow(&chemin, 0o644);
    allow(dir.path(), 0o755);
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !root {
        // One's own file is one's own to write: there is nobody to play the reader.
        return;
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(std::env::current_exe().unwrap());
    command.args(["fichiers::read_only_window", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env("VIGIE_TEST_LECTURE", &chemin).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut reader = command.spawn().unwrap();
    let mut told = std::io::BufReader::new(reader.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("PRÊT") {
        line.clear();
        assert_ne!(told.read_line(&mut line).unwrap(), 0, "the reader's window failed");
    }
    {
        let base = Base::open(Cible::parse(&chemin.display().to_string()).unwrap()).unwrap();
        base.save(&Dossier::default(), &court(&base.parametres(today()).unwrap(), "Petit", "Noé")).unwrap();
    }
    reader.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(reader.wait().unwrap().success());
}

/// Spoils the page where `text` stands; gives how many such pages there were.
fn spoil_page_of(chemin: &Path, text: &[u8]) -> usize {
    const PAGE: usize = 4096;
    let bytes = std::fs::read(chemin).unwrap();
    let mut file = std::fs::OpenOptions::new().write(true).open(chemin).unwrap();
    let pages: std::collections::BTreeSet<usize> =
        bytes.windows(text.len()).enumerate().filter(|(_, window)| *window == text).map(|(at, _)| at / PAGE).collect();
    for page in &pages {
        file.seek(SeekFrom::Start((page * PAGE) as u64)).unwrap();
        file.write_all(&[0xa5; PAGE]).unwrap();
    }
    pages.len()
}

#[test]
fn a_dossier_on_a_damaged_page_gives_a_sentence_and_the_others_are_still_read() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let long = |mark: &str| {
        let mut dossier = court(&parametres, "Martin", "Léa");
        dossier.fiches[0].set(dossier::SYNTHESE, mark.repeat(2_000));
        fresh.base.save(&Dossier::default(), &dossier).unwrap().dossier
    };
    // Each fills pages of its own.
    let (first, _, last) = (long("premier"), long("milieu"), long("dernier"));
    let (cible, dir) = (fresh.cible.clone(), fresh.dir);
    drop(fresh.base);
    let chemin = dir.path().join("base.vigie");
    // The row's own page, not those of its long text: that is where its columns are.
    assert!(spoil_page_of(&chemin, numero(&last).as_bytes()) > 0);
    let base = Base::open(cible).unwrap();
    let Err(error) = base.dossier(last.id().unwrap()) else { panic!("a damaged page was read") };
    assert!(matches!(error, StorageError::Damaged(_)), "{error:?}");
    assert!(error.to_string().contains("abîmée") && error.to_string().contains("sauvegarde"), "{error}");
    assert!(base.etat().map_or(true, |etat| etat.integrite != "ok"));
    drop((base, first));

    let adresse = chemin.display().to_string();
    assert_refused(&said(crate::vigie(&["dossier", "lire", numero(&last), "--base", &adresse])), "abîmée");
    let etat = said(crate::vigie(&["base", "etat", "--base", &adresse]));
    assert_eq!((etat.code, etat.err.lines().count()), (Some(1), 1), "{}", etat.err);
    assert!(etat.err.contains("abîmée") && !etat.out.contains("Intégrité    ok"), "{}{}", etat.out, etat.err);
}

#[test]
fn an_encrypted_dossier_on_a_damaged_page_gives_a_sentence_too() {
    let dir = tempfile::tempdir().unwrap();
    let chemin = dir.path().join("secret.vigie");
    let cible = Cible::Fichier { chemin: chemin.clone(), phrase: Some("le chat dort".to_owned()) };
    let base = Base::create(cible.clone()).unwrap();
    let saved =
        base.save(&Dossier::default(), &court(&base.parametres(today()).unwrap(), "Martin", "Léa")).unwrap().dossier;
    drop(base);
    let mut bytes = std::fs::read(&chemin).unwrap();
    let before = bytes.clone();
    // A bit in each page but the first.
    for page in bytes.chunks_mut(4096).skip(1) {
        page[2000] ^= 1;
    }
    std::fs::write(&chemin, &bytes).unwrap();
    let error = Base::open(cible.clone()).and_then(|base| base.dossier(saved.id().unwrap())).map(drop).unwrap_err();
    eprintln!("{error:?}: {error}");
    assert!(matches!(error, StorageError::Damaged(_)), "{error:?}");
    std::fs::write(&chemin, before).unwrap();
    assert!(Base::open(cible).unwrap().dossier(saved.id().unwrap()).unwrap().is_some());
}

#[test]
fn without_a_display_the_window_says_so_and_leaves() {
    let home = tempfile::tempdir().unwrap();
    let (_dir, chemin, _) = one_dossier(|p| court(p, "Martin", "Léa"));
    let adresse = chemin.display().to_string();
    for display in [
        &[][..],
        &[("DISPLAY", "")],
        &[("DISPLAY", "n’importe quoi")],
        &[("DISPLAY", ":64999")],
        &[("WAYLAND_DISPLAY", "wayland-absent"), ("XDG_RUNTIME_DIR", "/nulle/part")],
        &[("WAYLAND_DISPLAY", "wayland-absent"), ("DISPLAY", ":64999")],
    ] {
        for args in [&[][..], &["--base", &adresse]] {
            let mut command = crate::vigie(args);
            for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
                command.env_remove(variable);
            }
            command.env("HOME", home.path()).env_remove("XDG_CONFIG_HOME").env_remove("XDG_DATA_HOME");
            command.envs(display.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().unwrap();
            let stop = Instant::now() + Duration::from_secs(20);
            let status = loop {
                match child.try_wait().unwrap() {
                    Some(status) => break status,
                    None => assert!(Instant::now() < stop || child.kill().is_err(), "{display:?}: it stays there"),
                }
                std::thread::sleep(Duration::from_millis(10));
            };
            let (mut out, mut err) = (String::new(), String::new());
            child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
            child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
            assert_refused(&Said { code: status.code(), out, err }, "La fenêtre ne peut pas s’ouvrir");
        }
    }
}
