//! Many dossiers at once into an empty base: the demonstration, later the takeover of an old base.
//!
//! Triggers and foreign keys are set aside for the time of the load and put back in the same
//! transaction, which checks every row; a load that fails leaves the base as it was.

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{Array, BigInt, Nullable, Text};
use diesel::{OptionalExtension as _, RunQueryDsl as _};
use uuid::Uuid;

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::{Cle, Dossier, Fiche, Nature, TABLES, Table};

use super::base::Base;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::save::in_transaction;
use super::sql::Sql;
use super::{Result, StorageError};

/// Dossiers written together.
const BATCH: usize = 500;

/// Fills an empty base; `progress` is told how many are written and says whether to go on.
///
/// # Errors
/// [`StorageError::NotEmpty`] if there is a dossier already; « annulé » if `progress` said stop.
pub fn load(
    base: &Base,
    dossiers: impl Iterator<Item = Dossier>,
    mut progress: impl FnMut(usize) -> bool,
) -> Result<usize> {
    base.load_with(|connexion| {
        if matches!(connexion, Connexion::Sqlite(_)) {
            // Has no effect inside a transaction.
            connexion.batch_execute("PRAGMA foreign_keys = OFF")?;
        }
        let loaded = in_transaction(connexion, |connexion| {
            refuse_filled(connexion)?;
            let aside = set_aside(connexion)?;
            let written = write_all(connexion, dossiers, &mut progress)?;
            renumber(connexion)?;
            put_back(connexion, &aside)?;
            Ok(written)
        });
        match connexion {
            Connexion::Sqlite(_) => connexion.batch_execute("PRAGMA foreign_keys = ON; ANALYZE;")?,
            Connexion::Postgres(_) if loaded.is_ok() => connexion.batch_execute("ANALYZE")?,
            Connexion::Postgres(_) => {}
        }
        loaded
    })
}

fn refuse_filled(connexion: &mut Connexion) -> Result<()> {
    if connexion_is_postgres(connexion) {
        connexion.batch_execute("SET LOCAL statement_timeout = 0; LOCK TABLE dossier IN EXCLUSIVE MODE")?;
    }
    let count: i64 =
        Sql::<BigInt>::new("SELECT count(*) FROM (SELECT 1 FROM dossier LIMIT 1) un").get_result(connexion)?;
    if count == 0 { Ok(()) } else { Err(StorageError::NotEmpty) }
}

const fn connexion_is_postgres(connexion: &Connexion) -> bool {
    matches!(connexion, Connexion::Postgres(_))
}

/// What to run to have everything back as it was.
fn set_aside(connexion: &mut Connexion) -> Result<Vec<String>> {
    let names: Vec<String> = TABLES.iter().map(|table| format!("'{}'", table.nom())).collect();
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
        Connexion::Postgres(_) => (
            format!(
                "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text IN ({names}) \
                 UNION ALL SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', t) FROM unnest(ARRAY[{names}]) t \
                 UNION ALL SELECT format('DROP INDEX %I', indexname) FROM pg_indexes WHERE tablename IN ({names}) AND indexdef NOT LIKE 'CREATE UNIQUE%'"
            ),
            format!(
                "SELECT indexdef FROM pg_indexes WHERE tablename IN ({names}) AND indexdef NOT LIKE 'CREATE UNIQUE%' \
                 UNION ALL SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text IN ({names}) \
                 UNION ALL SELECT format('ALTER TABLE %s ENABLE TRIGGER USER', t) FROM unnest(ARRAY[{names}]) t"
            ),
        ),
    };
    let back: Vec<String> = Sql::<Text>::new(back).load(connexion)?;
    let away: Vec<String> = Sql::<Text>::new(away).load(connexion)?;
    away.iter().try_for_each(|sql| connexion.batch_execute(sql))?;
    Ok(back)
}

fn put_back(connexion: &mut Connexion, aside: &[String]) -> Result<()> {
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
    while dossiers.peek().is_some() {
        let batch: Vec<Dossier> = dossiers.by_ref().take(BATCH).collect();
        for table in TABLES {
            let rows: Vec<Row<'_>> = batch.iter().flat_map(|dossier| rows(dossier, table)).collect();
            write_rows(connexion, table, &rows)?;
        }
        written += batch.len();
        if !progress(written) {
            return Err(StorageError::Refused("Chargement annulé ; rien n’a été écrit dans la base".to_owned()));
        }
    }
    Ok(written)
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

fn columns(table: Table) -> String {
    let place = if table.belongs_to_dossier() { ", dossier_id, territoire" } else { "" };
    let champs: Vec<&str> = table.champs().iter().map(|champ| champ.colonne).collect();
    format!("id{place}, {}", champs.join(", "))
}

fn values(row: &Row<'_>, dialect: Dialect) -> Vec<Option<String>> {
    let mut values = vec![Some(row.fiche.id.to_string())];
    if row.fiche.table.belongs_to_dossier() {
        values.extend([Some(row.dossier_id.to_string()), Some(row.territoire.to_owned())]);
    }
    values.extend(row.fiche.valeurs().map(|(cle, value)| match cle.champ().nature {
        Nature::Oui => Some(dialect.oui(row.fiche.oui(cle)).to_owned()),
        _ => (!value.is_empty()).then(|| value.to_owned()),
    }));
    values
}

fn write_rows(connexion: &mut Connexion, table: Table, rows: &[Row<'_>]) -> Result<()> {
    let columns = columns(table);
    let width = columns.split(',').count();
    match connexion {
        Connexion::Sqlite(c) => {
            // The same text each time, so that it is prepared once.
            let at_once = 20;
            for rows in rows.chunks(at_once) {
                let mut sql = Sql::<()>::new(format!("INSERT INTO {} ({columns}) VALUES ", table.nom()));
                for (at, row) in rows.iter().enumerate() {
                    sql.push(if at > 0 { ", (" } else { "(" });
                    for (at, value) in values(row, Dialect::Sqlite).into_iter().enumerate() {
                        if at > 0 {
                            sql.push(", ");
                        }
                        sql.push_bind(value.unwrap_or_default());
                    }
                    sql.push(")");
                }
                sql.execute(c)?;
            }
        }
        Connexion::Postgres(c) => {
            if rows.is_empty() {
                return Ok(());
            }
            let mut arrays: Vec<Vec<Option<String>>> = vec![Vec::with_capacity(rows.len()); width];
            for row in rows {
                for (array, value) in arrays.iter_mut().zip(values(row, Dialect::Postgres)) {
                    array.push(value);
                }
            }
            let uuid = ["::uuid", "::uuid", ""];
            let place = if table.belongs_to_dossier() { 3 } else { 1 };
            let casts =
                uuid.into_iter().take(place).chain(Cle::all(table).map(|cle| Dialect::Postgres.cast(cle.champ())));
            let selected: Vec<String> = casts.enumerate().map(|(at, cast)| format!("c{at}{cast}")).collect();
            let names: Vec<String> = (0..width).map(|at| format!("c{at}")).collect();
            let binds: Vec<String> = (1..=width).map(|at| format!("${at}")).collect();
            let text = format!(
                "INSERT INTO {} ({columns}) SELECT {} FROM unnest({}) AS u({})",
                table.nom(),
                selected.join(", "),
                binds.join(", "),
                names.join(", ")
            );
            #[expect(clippy::disallowed_methods, reason = "arrays are bound, and a load is not counted in round trips")]
            let mut query = diesel::sql_query(text).into_boxed::<diesel::pg::Pg>();
            for array in arrays {
                query = query.bind::<Array<Nullable<Text>>, _>(array);
            }
            query.execute(c)?;
        }
    }
    Ok(())
}

/// The next dossier that a person saves follows the last one loaded.
fn renumber(connexion: &mut Connexion) -> Result<()> {
    let integer = Dialect::of(connexion).cast_integer();
    let number = |from: &str| match integer {
        "" => format!("CAST({from} AS INTEGER)"),
        cast => format!("({from}){cast}"),
    };
    connexion.batch_execute("DELETE FROM compteur")?;
    connexion.batch_execute(&format!(
        "INSERT INTO compteur (annee, dernier) SELECT {}, max({}) FROM dossier WHERE numero IS NOT NULL GROUP BY 1",
        number("substr(numero, 1, 4)"),
        number("substr(numero, 6)")
    ))?;
    Ok(())
}
