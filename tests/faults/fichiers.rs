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

#[test]
fn a_folder_that_may_only_be_read_gives_a_sentence_and_nothing_is_touched() {
    let (dir, chemin, saved) = one_dossier(|p| court(p, "Martin", "Léa"));
    let adresse = chemin.display().to_string();
    let before = std::fs::read(&chemin).unwrap();
    allow(&chemin, 0o644);
    // Somebody else can come in at all, and the program is theirs to run: what follows shows something.
    allow(dir.path(), 0o777);
    let can = said(vigie_of_nobody(&["base", "etat", "--base", &format!("{adresse}.absente")]));
    assert_refused(&can, "n’existe pas");
    allow(dir.path(), 0o555);
    for args in [
        &["base", "etat"][..],
        &["base", "migrer"],
        &["dossier", "lire", numero(&saved)],
        &["dossier", "chercher", "Martin"],
        &["demo", "--dossiers", "3"],
    ] {
        assert_refused(&said(vigie_of_nobody(&[args, &["--base", &adresse]].concat())), "en lecture seule");
    }
    let new = dir.path().join("neuve.vigie").display().to_string();
    assert_refused(&said(vigie_of_nobody(&["base", "creer", "--base", &new])), "vérifiez le chemin et les droits");
    allow(&chemin, 0o000);
    assert_refused(&said(vigie_of_nobody(&["base", "etat", "--base", &adresse])), "vérifiez le chemin et les droits");
    allow(&chemin, 0o644);
    assert_eq!(std::fs::read(&chemin).unwrap(), before);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing was added");
    allow(dir.path(), 0o755);
    assert_eq!(Base::open(Cible::parse(&adresse).unwrap()).unwrap().etat().unwrap().dossiers, 1);
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
