//! Bases of another version, and both schemas against the catalogue of fields.

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Text;
use diesel::{Connection as _, PgConnection, SqliteConnection};
use vigie::domain::TABLES;
use vigie::storage::{Base, Cible, StorageError};

use crate::common::{MOTEURS, Moteur, empty_database, run, undo_last_migration};

#[derive(diesel::QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

fn columns(fresh: &crate::common::Fresh, table: &str) -> Vec<String> {
    let rows: Vec<Name> = match &fresh.cible {
        Cible::Fichier { chemin, .. } => {
            let mut c = SqliteConnection::establish(chemin.to_str().unwrap()).unwrap();
            diesel::sql_query(format!("SELECT name FROM pragma_table_info('{table}')")).load(&mut c).unwrap()
        }
        Cible::Serveur { url, .. } => {
            let mut c = PgConnection::establish(url).unwrap();
            diesel::sql_query(format!(
                "SELECT column_name::text AS name FROM information_schema.columns WHERE table_name = '{table}'"
            ))
            .load(&mut c)
            .unwrap()
        }
    };
    let mut names: Vec<String> = rows.into_iter().map(|row| row.name).collect();
    names.sort();
    names
}

#[test]
fn both_bases_hold_exactly_the_fields_of_the_catalogue() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        for table in TABLES {
            let mut expected: Vec<String> = table.champs().iter().map(|champ| champ.colonne.to_owned()).collect();
            expected.extend(["id", "version", "cree_le", "cree_par", "modifie_le", "modifie_par"].map(str::to_owned));
            if table.belongs_to_dossier() {
                expected.extend(["dossier_id", "territoire"].map(str::to_owned));
            }
            expected.sort();
            assert_eq!(columns(&fresh, table.nom()), expected, "{moteur:?} {}", table.nom());
        }
        for table in ["liste", "valeur", "territoire", "service", "correspondant", "commune", "delai", "utilisateur"] {
            assert!(columns(&fresh, table).contains(&"modifie_par".to_owned()), "{moteur:?} {table}");
        }
    }
}

#[test]
fn a_base_of_a_newer_vigie_is_refused_untouched() {
    let future = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000001')";
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        drop(fresh.base);
        match &fresh.cible {
            Cible::Fichier { chemin, .. } => {
                SqliteConnection::establish(chemin.to_str().unwrap()).unwrap().batch_execute(future).unwrap()
            }
            Cible::Serveur { url, .. } => PgConnection::establish(url).unwrap().batch_execute(future).unwrap(),
        }
        assert!(matches!(Base::open(fresh.cible), Err(StorageError::Newer)), "{moteur:?}");
    }
}

#[test]
fn an_older_file_is_brought_up_and_a_copy_of_it_kept() {
    let fresh = Moteur::Sqlite.fresh();
    drop(fresh.base);
    undo_last_migration(&fresh.cible);
    let base = Base::open(fresh.cible.clone()).unwrap();
    assert_eq!(base.etat().unwrap().dossiers, 0);
    let copies: Vec<_> = std::fs::read_dir(fresh.dir.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains(".avant-"))
        .collect();
    assert_eq!(copies.len(), 1);
}

#[test]
fn an_older_server_waits_for_its_administrator() {
    let fresh = Moteur::Postgres.fresh();
    drop(fresh.base);
    undo_last_migration(&fresh.cible);
    assert!(matches!(Base::open(fresh.cible.clone()), Err(StorageError::Older)));
    assert!(Base::migrate(&fresh.cible).unwrap().is_none());
    assert!(Base::open(fresh.cible).is_ok());
}

#[test]
fn an_empty_database_is_filled_once() {
    let cible = Cible::parse(&empty_database()).unwrap();
    assert!(matches!(Base::open(cible.clone()), Err(StorageError::NotVigie(_))));
    let base = Base::create(cible.clone()).unwrap();
    assert_eq!(base.communes().unwrap().len(), 34_969);
    assert!(matches!(Base::create(cible), Err(StorageError::AlreadyThere(_))));
}

#[test]
fn every_migration_can_be_undone() {
    for (dir, moteur) in [("migrations/sqlite", Moteur::Sqlite), ("migrations/postgres", Moteur::Postgres)] {
        let fresh = moteur.fresh();
        drop(fresh.base);
        let mut names: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        for name in names.iter().rev() {
            let down = std::fs::read_to_string(name.join("down.sql")).unwrap();
            run(&fresh.cible, &down);
        }
        let left: usize = ["dossier", "valeur", "journal", "compteur", "enfant"]
            .iter()
            .map(|table| {
                columns(
                    &crate::common::Fresh {
                        base: Moteur::Sqlite.fresh().base,
                        cible: fresh.cible.clone(),
                        dir: tempfile::tempdir().unwrap(),
                    },
                    table,
                )
                .len()
            })
            .sum();
        assert_eq!(left, 0);
    }
}
