//! Everything back, into a base that holds no dossier yet: all or nothing.

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Text;
use serde_json::Value;

use super::super::connection::Connexion;
use super::super::dialect::Dialect;
use super::super::load::{self, after_sqlite, before_sqlite};
use super::super::save::in_transaction;
use super::super::sql::Sql;
use super::super::{Base, Result, StorageError, cles};
use super::lecture::Ligne;
use super::tables::{self, ColonneBrute, Genre, TableBrute};

/// Where what comes back comes from: kept in the base for ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The checksum of the list of checksums.
    pub empreinte: String,
    pub lignes: usize,
}

/// A base being filled again. Nothing is seen by others, nor kept, before the end.
pub struct Retour<'a> {
    connexion: &'a mut Connexion,
    tables: Vec<TableBrute>,
    seal_again: bool,
}

impl Base {
    /// Fills an empty base with what `work` gives it.
    ///
    /// # Errors
    /// [`StorageError::NotEmpty`]; or what `work` or the base refused, and then nothing was written.
    pub fn retour<E: From<StorageError>>(
        &self,
        work: impl FnOnce(&mut Retour<'_>) -> std::result::Result<Provenance, E>,
    ) -> std::result::Result<(), E> {
        let mut refused = None;
        let done = self.with(|connexion| {
            let cache = match connexion {
                Connexion::Sqlite(_) => before_sqlite(connexion)?,
                Connexion::Postgres(_) => 0,
            };
            let filled = in_transaction(connexion, |connexion| {
                load::refuse_filled(connexion)?;
                let tables = tables::all(connexion)?;
                let mut names: Vec<&str> = tables.iter().map(|table| table.nom.as_str()).collect();
                names.push("nom_proche");
                let aside = load::set_aside(connexion, &names).map_err(owner)?;
                let mut retour = Retour { connexion, tables, seal_again: false };
                let provenance = work(&mut retour).map_err(|error| {
                    refused = Some(error);
                    StorageError::Refused(String::new())
                })?;
                let seal_again = retour.seal_again;
                connexion.batch_execute("DELETE FROM nom_proche")?;
                cles::fill_names(connexion)?;
                if seal_again {
                    seal(connexion, &aside)?;
                }
                load::put_back(connexion, &aside).map_err(broken)?;
                if seal_again && Dialect::of(connexion) == Dialect::Postgres {
                    connexion.batch_execute("SELECT sceller_journal()")?;
                }
                continue_counts(connexion)?;
                sign(connexion, &provenance)?;
                load::count_rows(connexion)
            });
            let after = match connexion {
                Connexion::Sqlite(_) => after_sqlite(connexion, cache),
                Connexion::Postgres(_) => Ok(()),
            };
            filled.and(after)
        });
        match (done, refused) {
            (_, Some(error)) => Err(error),
            (done, None) => Ok(done?),
        }
    }
}

fn owner(error: StorageError) -> StorageError {
    match error {
        StorageError::Database(why) if why.contains("must be owner") || why.contains("propriétaire") => {
            StorageError::Refused(
                "Seul le propriétaire de la base peut y remettre un export ; rien n’a été écrit, voyez l’administrateur"
                    .to_owned(),
            )
        }
        other => other,
    }
}

fn broken(error: StorageError) -> StorageError {
    match error {
        StorageError::Database(why) => StorageError::Refused(format!(
            "Cet export n’est pas complet ({why}) ; rien n’a été écrit, refaites l’export avec un compte qui voit tout"
        )),
        other => other,
    }
}

/// PostgreSQL counts apart from its rows.
fn continue_counts(connexion: &mut Connexion) -> Result<()> {
    if Dialect::of(connexion) == Dialect::Sqlite {
        return Ok(());
    }
    let sql = "SELECT format('SELECT setval(%L, greatest((SELECT max(%I) FROM %s), 1), (SELECT count(*) > 0 FROM %s))', \
               pg_get_serial_sequence(t.oid::regclass::text, a.attname), a.attname, t.oid::regclass, t.oid::regclass) \
               FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped \
               WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace \
               AND pg_get_serial_sequence(t.oid::regclass::text, a.attname) IS NOT NULL";
    let statements: Vec<String> = Sql::<Text>::new(sql).load(connexion)?;
    statements.iter().try_for_each(|sql| Ok(connexion.batch_execute(sql)?))
}

/// Seals every line of the journal, in the order of their numbers, as this engine does: on SQLite by the
/// very trigger that seals each new line, found among those set aside.
fn seal(connexion: &mut Connexion, aside: &[String]) -> Result<()> {
    if Dialect::of(connexion) == Dialect::Postgres {
        return Ok(connexion.batch_execute(
            "DELETE FROM journal_sceau; DELETE FROM journal_attente; \
             UPDATE journal_tete SET rang = 0, empreinte = decode(repeat('00', 32), 'hex'); \
             INSERT INTO journal_attente (ligne) SELECT id FROM journal",
        )?);
    }
    let trigger = aside.iter().find(|sql| sql.starts_with("CREATE TRIGGER journal_scelle "));
    let trigger = trigger.ok_or_else(|| StorageError::Database("le journal n’est pas scellé".to_owned()))?;
    connexion.batch_execute(
        "DELETE FROM journal_sceau; UPDATE journal_tete SET rang = 0, empreinte = printf('%064d', 0); \
         CREATE TEMP TABLE journal_copie AS SELECT * FROM journal; DELETE FROM journal",
    )?;
    connexion.batch_execute(trigger)?;
    Ok(connexion.batch_execute(
        "INSERT INTO journal SELECT * FROM temp.journal_copie ORDER BY id; DROP TABLE temp.journal_copie; \
         DROP TRIGGER journal_scelle",
    )?)
}

fn sign(connexion: &mut Connexion, provenance: &Provenance) -> Result<()> {
    let cast = Dialect::of(connexion).cast_integer();
    Sql::<()>::new("INSERT INTO restauration (empreinte, lignes) VALUES (")
        .bind(provenance.empreinte.clone())
        .text(", ")
        .bind(provenance.lignes.to_string())
        .text(cast)
        .text(")")
        .execute(connexion)?;
    Ok(())
}

impl Retour<'_> {
    /// The tables of this base.
    pub fn tables(&self) -> &[TableBrute] {
        &self.tables
    }

    /// « sqlite » or « postgresql ».
    pub fn moteur(&self) -> &'static str {
        tables::moteur(self.connexion)
    }

    /// The journal comes from the other engine: its lines are sealed anew at the end.
    pub fn seal_again(&mut self) {
        self.seal_again = true;
    }

    /// Which migrations made this base.
    ///
    /// # Errors
    /// The base cannot be read.
    pub fn migrations(&mut self) -> Result<Vec<String>> {
        Ok(Sql::<Text>::new("SELECT version FROM __diesel_schema_migrations ORDER BY version").load(self.connexion)?)
    }

    /// Takes away what a new base holds of a table.
    ///
    /// # Errors
    /// The base cannot be written.
    pub fn empty(&mut self, table: &str) -> Result<()> {
        let known = self.tables.iter().find(|one| one.nom == table);
        let known =
            known.ok_or_else(|| StorageError::Refused(format!("Il n’y a pas de table {table} dans cette base")))?;
        Ok(self.connexion.batch_execute(&format!("DELETE FROM {}", known.nom))?)
    }

    /// Adds rows, each in the order of `colonnes`; a file is its bytes in hexadecimal.
    ///
    /// # Errors
    /// The base does not know such a column, or refuses a row.
    pub fn add(&mut self, table: &str, colonnes: &[String], lignes: &[Ligne]) -> Result<()> {
        let unknown = |what: &str| StorageError::Refused(format!("Cette base ne connaît pas {table}.{what}"));
        let known = self.tables.iter().find(|one| one.nom == table).ok_or_else(|| unknown("*"))?;
        let colonnes: Vec<&ColonneBrute> = colonnes
            .iter()
            .map(|nom| known.colonnes.iter().find(|one| one.nom == *nom).ok_or_else(|| unknown(nom)))
            .collect::<Result<_>>()?;
        let names: Vec<&str> = colonnes.iter().map(|one| one.nom.as_str()).collect();
        let names = names.join(", ");
        let sql = match Dialect::of(self.connexion) {
            Dialect::Sqlite => {
                let values: Vec<String> = colonnes
                    .iter()
                    .enumerate()
                    .map(|(at, one)| match one.genre {
                        Genre::Octets | Genre::Fichier => format!("unhex(json_extract(value, '$[{at}]'))"),
                        _ => format!("json_extract(value, '$[{at}]')"),
                    })
                    .collect();
                Sql::<()>::new(format!("INSERT INTO {table} ({names}) SELECT {} FROM json_each(", values.join(", ")))
                    .bind(serde_json::to_string(lignes).unwrap_or_default())
                    .text(")")
            }
            Dialect::Postgres => Sql::<()>::new(format!(
                "INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM json_populate_recordset(NULL::{table}, "
            ))
            .bind(records(&colonnes, lignes))
            .text("::json)"),
        };
        sql.execute(self.connexion)?;
        Ok(())
    }
}

/// Rows as the objects that PostgreSQL makes records of.
fn records(colonnes: &[&ColonneBrute], lignes: &[Ligne]) -> String {
    let mut text = String::from("[");
    for (at, ligne) in lignes.iter().enumerate() {
        text.push_str(if at == 0 { "{" } else { ",{" });
        for (at, (colonne, value)) in colonnes.iter().zip(ligne).enumerate() {
            if at > 0 {
                text.push(',');
            }
            text.push_str(&Value::from(colonne.nom.as_str()).to_string());
            text.push(':');
            match (value, colonne.genre) {
                // A JSON document stands in the archive as its text.
                (Value::String(document), Genre::Texte)
                    if colonne.type_sql.starts_with("json") || colonne.type_sql.ends_with("[]") =>
                {
                    text.push_str(document);
                }
                (Value::String(hex), Genre::Octets | Genre::Fichier) => {
                    text.push_str(&Value::from(format!("\\x{hex}")).to_string());
                }
                _ => text.push_str(&value.to_string()),
            }
        }
        text.push('}');
    }
    text.push(']');
    text
}
