//! Many dossiers at once into an empty base: the demonstration, later the takeover of an old base.
//!
//! Triggers and foreign keys are set aside for the time of the load and put back in the same
//! transaction, which checks every row; a load that fails leaves the base as it was.

use std::iter;
use std::panic::resume_unwind;
use std::rc::Rc;
use std::sync::mpsc::sync_channel;
use std::thread;

use diesel::connection::SimpleConnection as _;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel::sqlite::Sqlite;
use diesel::{OptionalExtension as _, QueryResult, RunQueryDsl, SqliteConnection};

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::fiche::OUI;
use crate::domain::{Dossier, Fiche, Nature, TABLES, Table};

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
/// Dossiers that are made, written and let go together: few enough to stay in the processor's cache.
const FEW: usize = 50;
/// So many times [`FEW`] may wait to be written.
const AHEAD: usize = 4;
/// Rows that SQLite gets in one statement.
const ROWS: usize = 20;

/// Fills an empty base; `progress` is told how many are written and says whether to go on.
///
/// # Errors
/// [`StorageError::NotEmpty`] if there is a dossier already; « annulé » if `progress` said stop.
pub fn load(
    base: &Base,
    dossiers: impl Iterator<Item = Dossier> + Send,
    progress: impl FnMut(usize) -> bool,
) -> Result<usize> {
    ahead(dossiers, |dossiers| load_between(base, |_| Ok(()), dossiers, progress, |_| Ok(())))
}

/// The next dossiers are made by another thread while those before are written.
fn ahead<T>(
    mut dossiers: impl Iterator<Item = Dossier> + Send,
    write: impl FnOnce(&mut dyn Iterator<Item = Dossier>) -> T,
) -> T {
    thread::scope(|scope| {
        let (send, receive) = sync_channel(AHEAD);
        let mut maker = Some(scope.spawn(move || {
            loop {
                let few: Vec<Dossier> = dossiers.by_ref().take(FEW).collect();
                if few.is_empty() || send.send(few).is_err() {
                    return;
                }
            }
        }));
        let made = iter::from_fn(move || {
            receive.recv().ok().or_else(|| {
                // Half of them is not the end of them: the load must fall with who made them.
                maker.take().and_then(|maker| maker.join().err()).map(|panic| resume_unwind(panic))
            })
        });
        write(&mut made.flatten())
    })
}

/// The same, with what must be there before the dossiers and what is written once they are, all or nothing.
pub(super) fn load_between(
    base: &Base,
    before: impl FnOnce(&mut Connexion) -> Result<()>,
    dossiers: impl Iterator<Item = Dossier>,
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
            Ok(written)
        });
        let settings = match connexion {
            Connexion::Sqlite(_) => after_sqlite(connexion, cache),
            Connexion::Postgres(_) => Ok(()),
        };
        // Why the load failed is told first.
        let written = loaded.and_then(|written| settings.map(|()| written))?;
        count_rows(connexion);
        Ok(written)
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

/// What the planner knows of the rows. They are there already: that this fails is no failure.
pub(super) fn count_rows(connexion: &mut Connexion) {
    let analyze = format!("ANALYZE {}", TABLES.map(Table::nom).join(", "));
    let statements: &[&str] = match connexion {
        Connexion::Sqlite(_) => &["ANALYZE"],
        Connexion::Postgres(_) => &["SET statement_timeout = 0", &analyze, "RESET statement_timeout"],
    };
    for sql in statements {
        let _ = connexion.batch_execute(sql);
    }
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
        // Triggers go altogether: one that is there, even disabled, has PostgreSQL write row by row.
        Connexion::Postgres(_) => (
            format!(
                "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint WHERE contype = 'f' AND (conrelid::regclass::text IN ({names}) OR confrelid::regclass::text IN ({names})) \
                 UNION ALL SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text IN ({names}) \
                 UNION ALL SELECT format('DROP INDEX %I', indexname) FROM pg_indexes WHERE tablename IN ({names}) AND indexdef NOT LIKE 'CREATE UNIQUE%'"
            ),
            format!(
                "SELECT indexdef FROM pg_indexes WHERE tablename IN ({names}) AND indexdef NOT LIKE 'CREATE UNIQUE%' \
                 UNION ALL SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE contype = 'f' AND (conrelid::regclass::text IN ({names}) OR confrelid::regclass::text IN ({names})) \
                 UNION ALL SELECT pg_get_triggerdef(oid) || CASE tgenabled WHEN 'O' THEN '' ELSE format('; ALTER TABLE %s %s TRIGGER %I', tgrelid::regclass, \
                     CASE tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, tgname) END \
                   FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text IN ({names})"
            ),
        ),
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

fn write_all(
    connexion: &mut Connexion,
    dossiers: impl Iterator<Item = Dossier>,
    progress: &mut impl FnMut(usize) -> bool,
) -> Result<usize> {
    let mut written = 0;
    let mut dossiers = dossiers.peekable();
    let (delais, dialect) = (echeances::delais(connexion)?, Dialect::of(connexion));
    let stamp = if connexion_is_postgres(connexion) { String::new() } else { stamp(connexion)? };
    while dossiers.peek().is_some() {
        let mut due = Vec::new();
        let batch = dossiers.by_ref().take(BATCH).inspect(|dossier| {
            if let Some(entete) = dossier.entete() {
                due.extend(echeances::open(dossier, &delais).into_iter().map(|one| (entete.clone(), one)));
            }
        });
        written += match connexion {
            Connexion::Sqlite(c) => insert(c, &stamp, batch)?,
            Connexion::Postgres(c) => copy::send(c, batch)?,
        };
        echeances::insert(connexion, dialect, due.iter().map(|(entete, one)| (entete, one)))?;
        if !progress(written) {
            return Err(StorageError::Refused("Chargement annulé ; rien n’a été écrit dans la base".to_owned()));
        }
    }
    Ok(written)
}

/// A row with the dossier and the territory that it carries.
struct Row<'a> {
    fiche: &'a Fiche,
    id: String,
    dossier_id: Rc<str>,
    territoire: &'a str,
}

fn rows(dossier: &Dossier, table: Table) -> impl Iterator<Item = Row<'_>> {
    let entete = dossier.entete();
    let dossier_id: Rc<str> = entete.map(|entete| entete.id).unwrap_or_default().to_string().into();
    let territoire = entete.map_or(dossier::TERRITOIRE_INITIAL, |entete| entete.get(dossier::TERRITOIRE));
    // A child known from an earlier dossier is there already.
    dossier.of(table).filter(|fiche| fiche.version == 0).map(move |fiche| Row {
        fiche,
        id: fiche.id.to_string(),
        dossier_id: Rc::clone(&dossier_id),
        territoire,
    })
}

fn columns(table: Table) -> String {
    let place = if table.belongs_to_dossier() { ", dossier_id, territoire" } else { "" };
    let champs: Vec<&str> = table.champs().iter().map(|champ| champ.colonne).collect();
    format!("id{place}, {}", champs.join(", "))
}

impl Row<'_> {
    /// In the order of [`columns`]. Nothing is copied: there are tens of millions of them.
    fn values(&self, dialect: Dialect) -> impl Iterator<Item = Option<&str>> {
        let place = [&*self.dossier_id, self.territoire].into_iter().filter(|_| self.fiche.table.belongs_to_dossier());
        let fields = self.fiche.valeurs().map(move |(cle, value)| match cle.champ().nature {
            Nature::Oui => dialect.oui(value == OUI),
            _ => value,
        });
        iter::once(&*self.id).chain(place).chain(fields).map(|value| (!value.is_empty()).then_some(value))
    }
}

/// Who and when are asked of the base once, not by the defaults of each row: a sixth of the time.
fn stamp(connexion: &mut Connexion) -> Result<String> {
    let sql = "SELECT format('%Q, %Q', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), vigie_utilisateur())";
    Ok(Sql::<Text>::new(sql).get_result(connexion)?)
}

fn insert(c: &mut SqliteConnection, stamp: &str, mut dossiers: impl Iterator<Item = Dossier>) -> Result<usize> {
    let mut written = 0;
    loop {
        let few: Vec<Dossier> = dossiers.by_ref().take(FEW).collect();
        if few.is_empty() {
            return Ok(written);
        }
        written += few.len();
        for table in TABLES {
            let columns = columns(table);
            let into =
                format!("INSERT INTO {} (cree_le, cree_par, modifie_le, modifie_par, {columns}) VALUES", table.nom());
            let rows: Vec<Row<'_>> = few.iter().flat_map(|dossier| rows(dossier, table)).collect();
            let width = columns.split(',').count();
            // Only two texts, many rows and one row, so that each is prepared once.
            let many = rows.chunks_exact(ROWS);
            let last = many.remainder().chunks(1);
            for rows in many.chain(last) {
                let mut values = Vec::with_capacity(rows.len() * width);
                for row in rows {
                    values.extend(row.values(Dialect::Sqlite));
                }
                Insert { into: &into, stamp, width, values }.execute(c)?;
            }
        }
    }
}

/// Rows of one table in one statement.
struct Insert<'a> {
    into: &'a str,
    stamp: &'a str,
    width: usize,
    values: Vec<Option<&'a str>>,
}

impl QueryFragment<Sqlite> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(self.into);
        for (at, row) in self.values.chunks(self.width).enumerate() {
            out.push_sql(if at == 0 { " (" } else { "), (" });
            out.push_sql(self.stamp);
            out.push_sql(", ");
            out.push_sql(self.stamp);
            for value in row {
                out.push_sql(", ");
                out.push_bind_param::<Nullable<Text>, _>(value)?;
            }
        }
        out.push_sql(")");
        Ok(())
    }
}

impl QueryId for Insert<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<SqliteConnection> for Insert<'_> {}

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
        let half = (0..FEW * 3).map(|at| if at < FEW * 2 { Dossier::default() } else { panic!("the second half") });
        ahead(half, |dossiers| dossiers.count());
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
