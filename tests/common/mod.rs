//! What the test binaries share: fresh bases on both engines, and dossiers to put in them.
#![allow(dead_code, reason = "each test binary uses its part")]

pub mod cluster;
pub mod courriers;
pub mod dossiers;
pub mod relais;

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use chrono::NaiveDate;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{Nullable, Text};
use diesel::{Connection as _, PgConnection};
use uuid::Uuid;
use vigie::storage::{Base, Cible};

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// A base of its own for one test, dropped with it.
pub struct Fresh {
    pub base: Base,
    pub cible: Cible,
    pub dir: tempfile::TempDir,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moteur {
    Sqlite,
    Postgres,
}

pub const MOTEURS: [Moteur; 2] = [Moteur::Sqlite, Moteur::Postgres];

impl Moteur {
    pub fn fresh(self) -> Fresh {
        let dir = tempfile::tempdir().unwrap();
        let cible = match self {
            Self::Sqlite => {
                let path = dir.path().join("base.vigie");
                std::fs::copy(sqlite_model(), &path).unwrap();
                Cible::Fichier { chemin: path, phrase: None }
            }
            Self::Postgres => Cible::parse(&database_from_model()).unwrap(),
        };
        Fresh { base: Base::open(cible.clone()).unwrap(), cible, dir }
    }
}

/// A new empty base, lists included, made once and copied.
fn sqlite_model() -> &'static PathBuf {
    static MODEL: OnceLock<PathBuf> = OnceLock::new();
    MODEL.get_or_init(|| {
        let path = std::env::temp_dir().join(format!("vigie-modele-{}.vigie", Uuid::now_v7()));
        let base = Base::create(Cible::Fichier { chemin: path.clone(), phrase: None }).unwrap();
        drop(base);
        // The last connection closed, the write-ahead journal is folded into the file.
        path
    })
}

#[diesel::declare_sql_function]
extern "SQL" {
    fn vigie_utilisateur() -> Text;
    fn vigie_poste() -> Text;
    fn vigie_mot(mot: Nullable<Text>) -> Text;
    fn vigie_sceau(texte: Text) -> Text;
}

/// A file opened by hand, with what its triggers call: enough to undo a migration that removes rows.
pub fn bare_file(chemin: &std::path::Path) -> diesel::SqliteConnection {
    let mut c = diesel::SqliteConnection::establish(chemin.to_str().unwrap()).unwrap();
    vigie_utilisateur_utils::register_impl(&c, || "essai".to_owned()).unwrap();
    vigie_poste_utils::register_impl(&c, || "essai".to_owned()).unwrap();
    let mot = |mot: Option<String>| mot.map_or_else(|| "-".to_owned(), |mot| format!("{}:{mot}", mot.len()));
    vigie_mot_utils::register_impl(&mut c, mot).unwrap();
    vigie_sceau_utils::register_impl(&mut c, |text: String| vigie::storage::empreinte(text.as_bytes())).unwrap();
    c
}

/// The base as the version before left it.
pub fn undo_last_migration(cible: &Cible) {
    let dir = if cible.chemin().is_some() { "migrations/sqlite" } else { "migrations/postgres" };
    let last = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).max().unwrap();
    undo(cible, &[&last.file_name().unwrap().to_string_lossy()]);
}

/// The base without these migrations, undone in that order.
pub fn undo(cible: &Cible, names: &[&str]) {
    let dir = if cible.chemin().is_some() { "migrations/sqlite" } else { "migrations/postgres" };
    for name in names {
        let version: String = name.split('_').next().unwrap().chars().filter(char::is_ascii_digit).collect();
        let down = std::fs::read_to_string(format!("{dir}/{name}/down.sql")).unwrap();
        let undo = format!("{down}; DELETE FROM __diesel_schema_migrations WHERE version = '{version}'");
        run(cible, &undo);
    }
}

/// The base without this migration and those after it, the last undone first.
pub fn undo_from(cible: &Cible, first: &str) {
    let dir = if cible.chemin().is_some() { "migrations/sqlite" } else { "migrations/postgres" };
    let all = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = all.filter(|name| name.as_str() >= first).collect();
    names.sort();
    undo(cible, &names.iter().rev().map(String::as_str).collect::<Vec<_>>());
}

/// Statements sent as they are, past Vigie.
pub fn run(cible: &Cible, sql: &str) {
    match cible {
        Cible::Fichier { chemin, .. } => bare_file(chemin).batch_execute(sql).unwrap(),
        Cible::Serveur { url, .. } => PgConnection::establish(url).unwrap().batch_execute(sql).unwrap(),
    }
}

/// The address of the test cluster's maintenance database.
pub fn cluster() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        if let Ok(url) = std::env::var("VIGIE_TEST_POSTGRES") {
            return url;
        }
        let output = Command::new("tests/postgres").arg("start").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    })
}

pub fn empty_database() -> String {
    new_database("")
}

fn database_from_model() -> String {
    static MODEL: OnceLock<()> = OnceLock::new();
    MODEL.get_or_init(|| {
        // Several test processes may come here together: one makes it, the others wait.
        let mut admin = PgConnection::establish(cluster()).unwrap();
        admin.batch_execute("SELECT pg_advisory_lock(20261123)").unwrap();
        let model = cluster().replace("/postgres", &format!("/{}", model_name()));
        if admin.batch_execute(&format!("CREATE DATABASE {}", model_name())).is_ok() {
            drop(Base::create(Cible::parse(&model).unwrap()).unwrap());
        }
        admin.batch_execute("SELECT pg_advisory_unlock(20261123)").unwrap();
    });
    new_database(&format!("TEMPLATE {} STRATEGY FILE_COPY", model_name()))
}

/// Changes with the migrations and the lists, so that a cluster left running is never stale.
fn model_name() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let mut hasher = DefaultHasher::new();
        let mut dirs: Vec<PathBuf> =
            ["migrations/postgres", "assets/listes", "assets", "src/domain", "src/storage", "src/storage/droits"]
                .map(PathBuf::from)
                .into();
        while let Some(dir) = dirs.pop() {
            let mut paths: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
            paths.sort();
            for path in paths {
                if path.is_file() {
                    std::fs::read(path).unwrap().hash(&mut hasher);
                } else if path.starts_with("migrations") {
                    dirs.push(path);
                }
            }
        }
        format!("vigie_modele_{:016x}", hasher.finish())
    })
}

fn new_database(options: &str) -> String {
    let name = format!("t{}", Uuid::now_v7().simple());
    let mut admin = PgConnection::establish(cluster()).unwrap();
    // A copy is refused while another process is still copying from the model.
    for attempt in 0.. {
        match admin.batch_execute(&format!("CREATE DATABASE {name} {options}")) {
            Ok(()) => break,
            Err(error) if attempt > 200 => panic!("{error}"),
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(50)),
        }
    }
    cluster().replace("/postgres", &format!("/{name}"))
}
