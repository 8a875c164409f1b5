//! Many dossiers at once into an empty base: the demonstration, later the takeover of an old base.
//!
//! Triggers and foreign keys are set aside for the time of the load and put back in the same
//! transaction, which checks every row; a load that fails leaves the base as it was.

use std::iter;
use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread;

use chrono::Utc;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{BigInt, Text};
use diesel::{OptionalExtension as _, RunQueryDsl as _};
use uuid::Uuid;

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::echeance::{Delai, Echeance};
use crate::domain::{Dossier, Fiche, TABLES, Table};

mod bind;
mod copy;

use super::base::Base;
use super::cles;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::echeances;
use super::save::in_transaction;
use super::sql::Sql;
use super::{Result, StorageError};

/// Dossiers between two tellings of the progress; PostgreSQL gets them together.
const BATCH: usize = 500;
/// Dossiers that SQLite gets together: few enough to stay in the processor's cache.
const FEW: usize = 50;
/// So many lots may wait to be written.
const AHEAD: usize = 4;

/// Fills an empty base; `progress` is told how many are written and says whether to go on.
///
/// # Errors
/// [`StorageError::NotEmpty`] if there is a dossier already; « annulé » if `progress` said stop.
pub fn load(
    base: &Base,
    dossiers: impl Iterator<Item = Dossier> + Send,
    progress: impl FnMut(usize) -> bool,
) -> Result<usize> {
    load_between(base, |_| Ok(()), dossiers, progress, |_| Ok(()))
}

/// The next are made by another thread while those before are written.
fn ahead<I: Send, T>(
    mut made: impl Iterator<Item = I> + Send,
    write: impl FnOnce(&mut dyn Iterator<Item = I>) -> T,
) -> T {
    thread::scope(|scope| {
        let (send, receive) = sync_channel(AHEAD);
        let mut maker = Some(scope.spawn(move || made.try_for_each(|one| send.send(one))));
        write(&mut iter::from_fn(move || {
            receive.recv().ok().or_else(|| {
                // Half of them is not the end of them: the load must fall with who made them.
                maker.take().and_then(|maker| maker.join().err()).map(|panic| resume_unwind(panic))
            })
        }))
    })
}

/// The same, with what must be there before the dossiers and what is written once they are, all or nothing.
pub(super) fn load_between(
    base: &Base,
    before: impl FnOnce(&mut Connexion) -> Result<()>,
    dossiers: impl Iterator<Item = Dossier> + Send,
    mut progress: impl FnMut(usize) -> bool,
    after: impl FnOnce(&mut Connexion) -> Result<()>,
) -> Result<usize> {
    base.load_with(|connexion| {
        let cache = match connexion {
            Connexion::Sqlite(_) => before_sqlite(connexion)?,
            Connexion::Postgres(_) => 0,
        };
        let loaded = in_transaction(connexion, |connexion| {
            refuse_filled(connexion)?;
            before(connexion)?;
            let aside = set_aside(connexion, &TABLES.map(Table::nom))?;
            let written = write_all(connexion, dossiers, &mut progress)?;
            renumber(connexion)?;
            cles::fill_names(connexion)?;
            put_back(connexion, &aside)?;
            after(connexion)?;
            count_rows(connexion)?;
            Ok(written)
        });
        let settings = match connexion {
            Connexion::Sqlite(_) => after_sqlite(connexion, cache),
            Connexion::Postgres(_) => Ok(()),
        };
        // Why the load failed is told first.
        loaded.and_then(|written| settings.map(|()| written))
    })
}

/// What has no effect inside a transaction. An empty file is filled in place: in the write-ahead
/// journal every page would be written twice. Refused while another window has it open: then the
/// journal stays, which is only slower. Gives the size of the cache as it was.
pub(super) fn before_sqlite(connexion: &mut Connexion) -> Result<i64> {
    let cache = Sql::<BigInt>::new("SELECT cache_size FROM pragma_cache_size").get_result(connexion)?;
    connexion.batch_execute("PRAGMA foreign_keys = OFF; PRAGMA cache_size = -64000;")?;
    let _ = connexion.batch_execute("PRAGMA journal_mode = DELETE");
    Ok(cache)
}

pub(super) fn after_sqlite(connexion: &mut Connexion, cache: i64) -> Result<()> {
    let _ = connexion.batch_execute("PRAGMA journal_mode = WAL");
    let back = format!("PRAGMA foreign_keys = ON; PRAGMA cache_size = {cache};");
    Ok(connexion.batch_execute(&back)?)
}

/// What the planner knows of the rows, before they are seen. Of PostgreSQL a small sample, a sixth of
/// the time of a load otherwise: rows counted in the transaction that wrote them are still new to its
/// autovacuum, which takes a larger one within the minute.
pub(super) fn count_rows(connexion: &mut Connexion) -> Result<()> {
    let analyze = match connexion {
        Connexion::Sqlite(_) => "ANALYZE".to_owned(),
        Connexion::Postgres(_) => {
            format!("SET LOCAL default_statistics_target = 10; ANALYZE {}", TABLES.map(Table::nom).join(", "))
        }
    };
    Ok(connexion.batch_execute(&analyze)?)
}

pub(super) fn refuse_filled(connexion: &mut Connexion) -> Result<()> {
    if connexion_is_postgres(connexion) {
        connexion.batch_execute("SET LOCAL statement_timeout = 0; LOCK TABLE dossier, enfant IN EXCLUSIVE MODE")?;
    }
    let count: i64 =
        Sql::<BigInt>::new("SELECT count(*) FROM (SELECT id FROM dossier UNION ALL SELECT id FROM enfant LIMIT 1) un")
            .get_result(connexion)?;
    if count > 0 {
        return Err(StorageError::NotEmpty);
    }
    Ok(())
}

const fn connexion_is_postgres(connexion: &Connexion) -> bool {
    matches!(connexion, Connexion::Postgres(_))
}

/// What to run to have everything back as it was.
pub(super) fn set_aside(connexion: &mut Connexion, tables: &[&str]) -> Result<Vec<String>> {
    let names: Vec<String> = tables.iter().map(|nom| format!("'{nom}'")).collect();
    let names = names.join(", ");
    let (away, back) = match connexion {
        Connexion::Sqlite(_) => (
            format!(
                "SELECT 'DROP ' || type || ' ' || name FROM sqlite_schema WHERE tbl_name IN ({names}) AND sql IS NOT NULL AND (type = 'trigger' OR type = 'index' AND sql LIKE 'CREATE INDEX%')"
            ),
            format!(
                "SELECT sql FROM sqlite_schema WHERE tbl_name IN ({names}) AND sql IS NOT NULL AND (type = 'trigger' OR type = 'index' AND sql LIKE 'CREATE INDEX%') ORDER BY type"
            ),
        ),
        // Triggers go altogether: one that is there, even disabled, has PostgreSQL write row by row. Keys
        // too: made again from all rows they take a third of the time, and every row is checked.
        Connexion::Postgres(_) => {
            let ours = format!("IN ({names})");
            let foreign =
                format!("contype = 'f' AND (conrelid::regclass::text {ours} OR confrelid::regclass::text {ours})");
            let keys = format!("contype IN ('p', 'u') AND conrelid::regclass::text {ours}");
            let index = format!(
                "tablename {ours} AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE contype IN ('p', 'u') AND conindid = format('%I.%I', schemaname, indexname)::regclass)"
            );
            let triggers = format!("NOT tgisinternal AND tgrelid::regclass::text {ours}");
            let drop = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint WHERE";
            let add = "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE";
            (
                format!(
                    "{drop} {foreign} UNION ALL {drop} {keys} \
                     UNION ALL SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE {triggers} \
                     UNION ALL SELECT format('DROP INDEX %I', indexname) FROM pg_indexes WHERE {index}"
                ),
                format!(
                    "{add} {keys} UNION ALL SELECT indexdef FROM pg_indexes WHERE {index} UNION ALL {add} {foreign} \
                     UNION ALL SELECT pg_get_triggerdef(oid) || CASE tgenabled WHEN 'O' THEN '' ELSE format('; ALTER TABLE %s %s TRIGGER %I', tgrelid::regclass, \
                         CASE tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, tgname) END \
                       FROM pg_trigger WHERE {triggers}"
                ),
            )
        }
    };
    let back: Vec<String> = Sql::<Text>::new(back).load(connexion)?;
    let away: Vec<String> = Sql::<Text>::new(away).load(connexion)?;
    away.iter().try_for_each(|sql| connexion.batch_execute(sql))?;
    if connexion_is_postgres(connexion) {
        // They are empty. Emptied in this transaction, they take rows that need no vacuum: until one,
        // PostgreSQL looks each counted row up in the table, and a page in the middle of 100,000
        // dossiers takes 150 ms, not 8. Never CASCADE: what other tables hold is not ours.
        let tables = TABLES.map(Table::nom).join(", ");
        connexion.batch_execute(&format!("TRUNCATE {tables}; SET LOCAL maintenance_work_mem = '256MB'"))?;
    }
    Ok(back)
}

pub(super) fn put_back(connexion: &mut Connexion, aside: &[String]) -> Result<()> {
    aside.iter().try_for_each(|sql| connexion.batch_execute(sql))?;
    if matches!(connexion, Connexion::Sqlite(_)) {
        let broken: Option<String> =
            Sql::<Text>::new("SELECT \"table\" || ' → ' || parent FROM pragma_foreign_key_check LIMIT 1")
                .get_result(connexion)
                .optional()?;
        if let Some(broken) = broken {
            return Err(StorageError::Database(format!("lien vers une ligne absente, {broken}")));
        }
    }
    Ok(())
}

/// Some dossiers as their base takes them, and what waits for them.
struct Lot {
    dossiers: usize,
    rows: Rows,
    due: Vec<(Fiche, Echeance)>,
}

enum Rows {
    Sqlite(Box<bind::Rangees>),
    Postgres(copy::Flux),
}

impl Lot {
    fn of(dossiers: &[Dossier], stamp: &Tampon, delais: &[Delai]) -> Result<Self> {
        let due = dossiers.iter().filter_map(|dossier| Some((dossier, dossier.entete()?)));
        let due = due.flat_map(|(dossier, entete)| {
            echeances::open(dossier, delais).into_iter().map(|one| (entete.clone(), one))
        });
        let rows = match stamp.dialect {
            Dialect::Sqlite => Rows::Sqlite(Box::new(bind::Rangees::of(dossiers))),
            Dialect::Postgres => Rows::Postgres(copy::Flux::of(dossiers, stamp)?),
        };
        Ok(Self { dossiers: dossiers.len(), rows, due: due.collect() })
    }

    fn write(&self, connexion: &mut Connexion, stamp: &Tampon) -> Result<()> {
        match (&mut *connexion, &self.rows) {
            (Connexion::Sqlite(c), Rows::Sqlite(rows)) => rows.insert(c, stamp)?,
            (Connexion::Postgres(c), Rows::Postgres(rows)) => rows.send(c)?,
            _ => return Err(StorageError::Database("des lignes faites pour une autre base".to_owned())),
        }
        echeances::insert(connexion, stamp.dialect, self.due.iter().map(|(entete, one)| (entete, one)))
    }
}

/// Who writes the rows and when: asked of the base once, not by the defaults of each row.
struct Tampon {
    dialect: Dialect,
    /// Microseconds since 1970.
    at: i64,
    par: String,
}

impl Tampon {
    fn of(connexion: &mut Connexion) -> Result<Self> {
        let dialect = Dialect::of(connexion);
        let par = match dialect {
            Dialect::Sqlite => "SELECT vigie_utilisateur()",
            Dialect::Postgres => "SELECT session_user::text",
        };
        Ok(Self { dialect, at: Utc::now().timestamp_micros(), par: Sql::<Text>::new(par).get_result(connexion)? })
    }
}

fn write_all(
    connexion: &mut Connexion,
    mut dossiers: impl Iterator<Item = Dossier> + Send,
    progress: &mut impl FnMut(usize) -> bool,
) -> Result<usize> {
    let (delais, stamp) = (echeances::delais(connexion)?, Tampon::of(connexion)?);
    let size = if connexion_is_postgres(connexion) { BATCH } else { FEW };
    let lots = iter::from_fn(|| {
        let some: Vec<Dossier> = dossiers.by_ref().take(size).collect();
        (!some.is_empty()).then(|| Lot::of(&some, &stamp, &delais))
    });
    ahead(lots, |lots| {
        let mut tell = |written| {
            if progress(written) {
                return Ok(());
            }
            Err(StorageError::Refused("Chargement annulé\u{a0}; rien n’a été écrit dans la base".to_owned()))
        };
        let mut written: usize = 0;
        for lot in lots {
            let lot = lot?;
            lot.write(connexion, &stamp)?;
            written += lot.dossiers;
            if written.is_multiple_of(BATCH) {
                tell(written)?;
            }
        }
        if !written.is_multiple_of(BATCH) {
            tell(written)?;
        }
        Ok(written)
    })
}

/// A row with the dossier and the territory that it carries.
struct Row<'a> {
    fiche: &'a Fiche,
    dossier_id: Uuid,
    territoire: &'a str,
}

fn rows(dossier: &Dossier, table: Table) -> impl Iterator<Item = Row<'_>> {
    let entete = dossier.entete();
    let dossier_id = entete.map(|entete| entete.id).unwrap_or_default();
    let territoire = entete.map_or(dossier::TERRITOIRE_INITIAL, |entete| entete.get(dossier::TERRITOIRE));
    // A child known from an earlier dossier is there already.
    dossier.of(table).filter(|fiche| fiche.version == 0).map(move |fiche| Row { fiche, dossier_id, territoire })
}

/// What the base would fill by itself, row by row.
const STAMP: &str = "cree_le, cree_par, modifie_le, modifie_par";

/// The columns that a row fills after [`STAMP`], in their order.
fn columns(table: Table) -> String {
    let place = if table.belongs_to_dossier() { ", dossier_id, territoire" } else { "" };
    let champs: Vec<&str> = table.champs().iter().map(|champ| champ.colonne).collect();
    format!("id{place}, {}", champs.join(", "))
}

/// The next dossier that a person saves follows the last one loaded.
pub(super) fn renumber(connexion: &mut Connexion) -> Result<()> {
    let integer = Dialect::of(connexion).cast_integer();
    let number = |from: &str| match integer {
        "" => format!("CAST({from} AS INTEGER)"),
        cast => format!("({from}){cast}"),
    };
    connexion.batch_execute("DELETE FROM compteur")?;
    connexion.batch_execute(&format!(
        "INSERT INTO compteur (annee, dernier) SELECT {}, max({}) FROM dossier WHERE {} GROUP BY 1",
        number("substr(numero, 1, 4)"),
        number("substr(numero, 6)"),
        // A number of an old base may be of another form.
        match Dialect::of(connexion) {
            Dialect::Postgres => "numero ~ '^[0-9]{4}-[0-9]{1,9}$'",
            Dialect::Sqlite => "numero GLOB '[0-9][0-9][0-9][0-9]-[0-9]*' AND substr(numero, 6) NOT GLOB '*[^0-9]*'",
        }
    ))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Cible;

    fn settings(connexion: &mut Connexion) -> String {
        let sql = "SELECT format('%d %d %d %s', cache_size, foreign_keys, synchronous, journal_mode) \
                   FROM pragma_cache_size, pragma_foreign_keys, pragma_synchronous, pragma_journal_mode";
        Sql::<Text>::new(sql).get_result(connexion).unwrap()
    }

    #[test]
    #[should_panic(expected = "the second")]
    fn who_makes_the_dossiers_fails_and_so_does_the_load() {
        let half = (0..9).map(|at| if at < 6 { at } else { panic!("the second half") });
        ahead(half, |made| made.count());
    }

    #[test]
    fn the_settings_of_a_connection_are_as_before_when_a_load_ends() {
        let dir = tempfile::tempdir().unwrap();
        for phrase in [None, Some("une phrase".to_owned())] {
            let chemin = dir.path().join(format!("{}.vigie", phrase.is_some()));
            let mut connexion = Cible::Fichier { chemin, phrase }.connect(true).unwrap();
            let before = settings(&mut connexion);
            let cache = before_sqlite(&mut connexion).unwrap();
            after_sqlite(&mut connexion, cache).unwrap();
            assert_eq!(settings(&mut connexion), before);
        }
    }
}
