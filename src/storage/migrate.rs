//! Which version a base is of, and bringing it to this one.

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Text;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::cles;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::save::in_transaction;
use super::sql::Sql;
use super::{Result, StorageError, droits};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// Nothing at all in it yet.
    Empty,
    Older,
    Current,
    Newer,
    /// Tables that are not ours.
    Foreign,
}

/// Reads only: a base that is not ours is left as it was found.
pub fn schema(connexion: &mut Connexion) -> Result<Schema> {
    let tables = Sql::<Text>::new(match Dialect::of(connexion) {
        Dialect::Postgres => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()"
        }
        Dialect::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    });
    let tables: Vec<String> = tables.load(connexion)?;
    if tables.is_empty() {
        return Ok(Schema::Empty);
    }
    if !tables.iter().any(|table| table == "__diesel_schema_migrations") {
        return Ok(Schema::Foreign);
    }
    let applied: Vec<String> =
        Sql::<Text>::new("SELECT version FROM __diesel_schema_migrations ORDER BY version").load(connexion)?;
    let known = known(connexion)?;
    Ok(if applied.iter().any(|version| !known.contains(version)) {
        Schema::Newer
    } else if applied.len() < known.len() {
        Schema::Older
    } else {
        Schema::Current
    })
}

fn known(connexion: &Connexion) -> Result<Vec<String>> {
    use diesel::migration::MigrationSource;
    let names = match connexion {
        Connexion::Postgres(_) => MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRES)
            .map(|all| all.iter().map(|one| one.name().version().to_string()).collect()),
        Connexion::Sqlite(_) => MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)
            .map(|all| all.iter().map(|one| one.name().version().to_string()).collect()),
    };
    names.map_err(|error| StorageError::Database(error.to_string()))
}

/// Applies what is missing; rows of before get their keys. On PostgreSQL all of it in one transaction, then the
/// functions that dossiers are read through are made again, and the rights put in place where they are installed.
pub fn migrate(connexion: &mut Connexion) -> Result<()> {
    if let Connexion::Sqlite(c) = connexion {
        let outcome = c.run_pending_migrations(SQLITE).map(drop);
        outcome.map_err(|error| StorageError::of_message(error.to_string()))?;
        return in_transaction(connexion, cles::refill);
    }
    in_transaction(connexion, |connexion| {
        if let Connexion::Postgres(c) = connexion {
            c.batch_execute("SET LOCAL statement_timeout = 0")?;
            let outcome = c.run_pending_migrations(POSTGRES).map(drop);
            outcome.map_err(|error| StorageError::of_message(error.to_string()))?;
        }
        cles::refill(connexion)?;
        // What the journal does at a commit is done now: tables it is done on change below.
        connexion.batch_execute("SET CONSTRAINTS ALL IMMEDIATE")?;
        droits::functions(connexion)?;
        if droits::installed(connexion)? { droits::install(connexion) } else { Ok(()) }
    })
}
