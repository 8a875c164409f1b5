//! Full disks: a real one (a small file system of its own) where one may be mounted, and the limit on
//! the size of a process's files everywhere.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::sql_types::Text;
use diesel::{Connection as _, PgConnection, RunQueryDsl as _};
use egui::Key;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Table, enfant, traitement};
use vigie::storage::{Base, Brouillons, Cible, StorageError};

use crate::bureau::Bureau;
use crate::common::dossiers::{complet, values};
use crate::common::{Moteur, cluster, today};
use crate::in_a_process;

/// A small file system, gone with the test.
pub struct SmallDisk {
    dir: tempfile::TempDir,
}

impl SmallDisk {
    /// None where this user may not mount one.
    pub fn new(megabytes: u32) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m,mode=755");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "vigie-essai"]).arg(dir.path()).output();
        let mounted = mount.is_ok_and(|output| output.status.success());
        mounted.then_some(Self { dir })
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    fn filler(&self) -> PathBuf {
        self.path().join("remplissage")
    }

    pub fn fill(&self, leaving: u64) {
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(self.filler()).unwrap();
        for size in [1 << 20, 1 << 12] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
        let len = file.metadata().unwrap().len();
        file.set_len(len.saturating_sub(leaving)).unwrap();
    }

    pub fn free(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}

/// The same dossier with a change in its first table, and in the last one a text that no compression
/// makes small: the disk is full when half of it is written.
pub fn heavier(dossier: &Dossier) -> Dossier {
    let mut after = dossier.clone();
    for fiche in &mut after.fiches {
        match fiche.table {
            Table::Dossier => fiche.set(dossier::SYNTHESE, "changée"),
            Table::EnfantConcerne => fiche.set(enfant::COMMENTAIRE, "changé"),
            Table::Traitement => {
                let text: String = std::iter::repeat_with(fastrand::alphanumeric).take(2 << 20).collect();
                fiche.set(traitement::OBSERVATION, text);
            }
            _ => {}
        }
    }
    after
}

fn assert_full_and_old(base: &Base, old: &Dossier) {
    let error = base.save(old, &heavier(old)).map(drop).unwrap_err();
    assert!(matches!(error, StorageError::Full), "{error:?}");
    assert_old(base, old, &error);
}

/// The engine does not always know that its disk is full: only that a write failed.
fn assert_failing_and_old(base: &Base, old: &Dossier) {
    let error = base.save(old, &heavier(old)).map(drop).unwrap_err();
    assert!(matches!(error, StorageError::Full | StorageError::Disk(_)), "{error:?}");
    assert_old(base, old, &error);
}

fn assert_old(base: &Base, old: &Dossier, error: &StorageError) {
    assert!(error.to_string().contains("plein") && error.to_string().contains("votre texte est gardé"), "{error}");
    // The same connection, then a new one: a server that has no room for its own notes lets nobody in, and says so.
    let newcomer = match Base::open(base.cible().clone()) {
        Err(StorageError::Full) => None,
        opened => Some(opened.unwrap()),
    };
    for base in std::iter::once(base.clone()).chain(newcomer) {
        let read = base.dossier(old.id().unwrap()).unwrap().unwrap().dossier;
        assert_eq!(values(&read), values(old));
        let etat = base.etat().unwrap();
        assert_eq!((etat.integrite.as_str(), etat.dossiers), ("ok", 1));
    }
}

fn assert_saves_again(base: &Base, old: &Dossier) {
    let saved = base.save(old, &heavier(old)).unwrap().dossier;
    assert_eq!(values(&base.dossier(old.id().unwrap()).unwrap().unwrap().dossier), values(&saved));
}

#[test]
fn a_local_base_on_a_full_disk_keeps_the_old_dossier_whole() {
    let Some(disk) = SmallDisk::new(32) else {
        eprintln!("no small disk may be mounted here: the limit of a process stands for it");
        return;
    };
    let model = Moteur::Sqlite.fresh();
    let chemin = disk.path().join("base.vigie");
    std::fs::copy(model.cible.chemin().unwrap(), &chemin).unwrap();
    let cible = Cible::Fichier { chemin, phrase: None };
    let base = Base::open(cible.clone()).unwrap();
    let old = base.save(&Dossier::default(), &complet(&base.parametres(today()).unwrap())).unwrap().dossier;
    // Not a page left, a few pages, and enough for all but the end.
    for leaving in [0, 20 << 10, 3 << 20] {
        disk.fill(leaving);
        assert_full_and_old(&base, &old);
        disk.free();
    }
    // Vigie started when the disk is full already.
    drop(base);
    disk.fill(0);
    match Base::open(cible.clone()) {
        Ok(base) => assert_full_and_old(&base, &old),
        // Its memory shared with other windows is a file too, which could not be made.
        Err(error) => assert!(matches!(error, StorageError::Full | StorageError::Disk(_)), "{error:?}"),
    }
    let new = Cible::Fichier { chemin: disk.path().join("neuve.vigie"), phrase: None };
    let error = Base::create(new).map(drop).unwrap_err();
    assert!(matches!(error, StorageError::Full | StorageError::Disk(_)), "{error:?}");
    let mut left: Vec<_> = std::fs::read_dir(disk.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.retain(|name| name.to_string_lossy().starts_with("neuve"));
    assert!(left.is_empty(), "{left:?}");
    disk.free();
    assert_saves_again(&Base::open(cible).unwrap(), &old);
}

/// No file of this process may grow beyond `size` from here on; without one, as before.
fn limit_files(size: Option<u64>) {
    let size = size.map_or_else(|| "unlimited".to_owned(), |size| size.to_string());
    let pid = std::process::id().to_string();
    let set = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={size}:")]).status().unwrap();
    assert!(set.success());
}

#[test]
#[ignore = "starved by the test below"]
fn saves_beyond_the_limit_of_its_files() {
    let fresh = Moteur::Sqlite.fresh();
    let base = &fresh.base;
    let old = base.save(&Dossier::default(), &complet(&base.parametres(today()).unwrap())).unwrap().dossier;
    let wal = format!("{}-wal", fresh.cible.adresse());
    for more in [0, 20 << 10, 3 << 20] {
        let size = std::fs::metadata(&wal).map_or(0, |wal| wal.len());
        limit_files(Some(size + more));
        assert_failing_and_old(base, &old);
        limit_files(None);
    }
    assert_saves_again(base, &old);
}

#[test]
fn a_local_base_whose_file_may_not_grow_keeps_the_old_dossier_whole() {
    assert_starved("disque::saves_beyond_the_limit_of_its_files");
}

fn assert_starved(test: &str) {
    let output = in_a_process(test).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{out}\n{err}");
}

/// A database in a tablespace, and the tablespace, gone with the test.
struct Tablespace<'a> {
    name: &'a str,
    database: String,
}

impl Drop for Tablespace<'_> {
    fn drop(&mut self) {
        let Ok(mut admin) = PgConnection::establish(cluster()) else { return };
        let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.database));
        let _ = admin.batch_execute(&format!("DROP TABLESPACE IF EXISTS {}", self.name));
    }
}

#[test]
fn a_central_base_on_a_full_disk_keeps_the_old_dossier_whole() {
    let fresh = Moteur::Postgres.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let old = fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
    let url = fresh.cible.adresse();
    let name = url.rsplit('/').next().unwrap();
    let Some(disk) = SmallDisk::new(64) else {
        // No disk of its own here: a trigger says what the server says then, word for word.
        eprintln!("no small disk may be mounted here: a trigger stands for it");
        let mut c = PgConnection::establish(&url).unwrap();
        c.batch_execute(
            r#"CREATE FUNCTION plein() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 RAISE EXCEPTION USING ERRCODE = '53100',
                   MESSAGE = 'could not extend file "base/1/2": No space left on device',
                   HINT = 'Check free disk space.';
               END $$;
               CREATE TRIGGER plein BEFORE UPDATE ON enfant_concerne FOR EACH ROW EXECUTE FUNCTION plein()"#,
        )
        .unwrap();
        assert_full_and_old(&fresh.base, &old);
        c.batch_execute("DROP FUNCTION plein() CASCADE").unwrap();
        assert_saves_again(&fresh.base, &old);
        return;
    };
    let mut admin = PgConnection::establish(cluster()).unwrap();
    let owner: String = sql::<Text>("SELECT current_setting('data_directory')").get_result(&mut admin).unwrap();
    let lent = Command::new("chown").arg("--reference").arg(owner).arg(disk.path()).status().unwrap();
    assert!(lent.success());
    let tablespace = Tablespace { name: &format!("petit_{name}"), database: name.to_owned() };
    admin
        .batch_execute(&format!("CREATE TABLESPACE {} LOCATION '{}'", tablespace.name, disk.path().display()))
        .unwrap();
    // Nobody may be in the database while it moves.
    drop(fresh.base);
    admin.batch_execute(&format!("ALTER DATABASE {name} SET TABLESPACE {}", tablespace.name)).unwrap();
    let base = Base::open(fresh.cible.clone()).unwrap();
    for leaving in [0, 64 << 10, 2 << 20] {
        disk.fill(leaving);
        assert_full_and_old(&base, &old);
        disk.free();
        drop(Base::open(base.cible().clone()).unwrap());
    }
    assert_saves_again(&base, &old);
    drop((base, tablespace));
}

#[test]
#[ignore = "starved by the test below"]
fn types_beyond_the_limit_of_its_files() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    // As the next start would find it: without the lock of the window that is still open here.
    let kept = || {
        let next = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(fresh.dir.path().join("data/brouillons")).unwrap().flatten() {
            if entry.path().extension().is_some_and(|extension| extension == "brouillon") {
                std::fs::hard_link(entry.path(), next.path().join(entry.file_name())).unwrap();
            }
        }
        let drafts = Brouillons::new(next.path().to_owned(), fresh.base.draft_key().unwrap()).read_all();
        let [(_, draft)] = &drafts[..] else { panic!("one draft is there, not {}", drafts.len()) };
        draft.draft.of(Table::Enfant).next().unwrap().get(enfant::personne::PRENOM).to_owned()
    };
    b.ctrl(Key::N).key(Key::F6).skip(1).enter("Petit").text("Maëlys");
    b.app_mut().flush_drafts();
    b.wait_for("the draft", |app| !app.working());
    assert_eq!(kept(), "Maëlys");

    limit_files(Some(100));
    b.text("-Zoé");
    b.app_mut().flush_drafts();
    b.wait_for("the message", |app| app.toasts.texts().next().is_some() && !app.working());
    assert!(b.told("ne peut pas être gardé sur ce poste"), "{:?}", b.app().toasts.texts().collect::<Vec<_>>());
    assert_eq!(kept(), "Maëlys", "the draft before is still readable");
    assert_eq!(
        b.draft().of(Table::Enfant).next().unwrap().get(enfant::personne::PRENOM),
        "Maëlys-Zoé",
        "what was typed stays on the screen"
    );

    limit_files(None);
    // By itself, within the next seconds.
    b.wait_for("the draft again", |app| !app.working() && kept() == "Maëlys-Zoé");
    b.save();
    assert_eq!(fresh.base.etat().unwrap().dossiers, 1);
}

#[test]
fn a_draft_on_a_full_disk_leaves_the_one_before_and_the_screen_says_it() {
    assert_starved("disque::types_beyond_the_limit_of_its_files");
}

#[test]
fn an_encrypted_base_on_a_full_disk_is_whole_too() {
    let Some(disk) = SmallDisk::new(32) else { return };
    let cible = Cible::Fichier { chemin: disk.path().join("secret.vigie"), phrase: Some("le chat dort".to_owned()) };
    let base = Base::create(cible).unwrap();
    let old = base.save(&Dossier::default(), &complet(&base.parametres(today()).unwrap())).unwrap().dossier;
    disk.fill(100 << 10);
    assert_full_and_old(&base, &old);
    disk.free();
    assert_saves_again(&base, &old);
}
