//! Everything as it was at one instant, page after page in the order of the keys.

use std::collections::BTreeMap;

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{BigInt, Nullable, Text};
use serde_json::Value;
use uuid::Uuid;

use super::super::connection::Connexion;
use super::super::dialect::Dialect;
use super::super::save::in_transaction;
use super::super::sql::Sql;
use super::super::{Base, Result, StorageError, document};
use super::tables::{self, ColonneBrute, Genre, TableBrute};
use crate::domain::Lu;

/// A row, in the order of the columns; a file is told by its length.
pub type Ligne = Vec<Value>;

/// Of each value of a list: its national code, and the value that it hangs under.
pub type CodesNationaux = BTreeMap<String, (Option<String>, Option<String>)>;

/// A letter of the register with the number of its dossier.
#[derive(Clone, Debug)]
pub struct CourrierBrut {
    pub id: Uuid,
    pub numero: String,
    pub jour: String,
    pub modele: String,
    pub destinataire: String,
    pub objet: String,
    pub etat: String,
    /// What is frozen, as the base keeps it.
    pub lettre: String,
}

/// Rows read in one round trip.
const PAGE: usize = 2000;
/// Whole dossiers read in one round trip.
const DOSSIERS: usize = 200;

/// The base as it was when it was taken, whatever is written since.
pub struct Instantane<'a> {
    connexion: &'a mut Connexion,
}

impl Base {
    /// Reads everything as of now. What `work` gives back is given back; its refusal too.
    ///
    /// # Errors
    /// The base cannot be read.
    pub fn instantane<T, E: From<StorageError>>(
        &self,
        work: impl FnOnce(&mut Instantane<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.with(|connexion| {
            in_transaction(connexion, |connexion| {
                match connexion {
                    Connexion::Postgres(c) => c.batch_execute(
                        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = 0; \
                         SET LOCAL idle_in_transaction_session_timeout = 0",
                    )?,
                    Connexion::Sqlite(_) => {}
                }
                // The first read is the instant.
                let _: i64 = Sql::<BigInt>::new("SELECT count(*) FROM territoire").get_result(connexion)?;
                Ok(work(&mut Instantane { connexion }))
            })
        })?
    }
}

impl Instantane<'_> {
    /// The tables that this person may read.
    ///
    /// # Errors
    /// The base cannot be read.
    pub fn tables(&mut self) -> Result<Vec<TableBrute>> {
        tables::all(self.connexion)
    }

    /// « sqlite » or « postgresql ».
    pub fn moteur(&self) -> &'static str {
        tables::moteur(self.connexion)
    }

    /// Which migrations made this base.
    ///
    /// # Errors
    /// The base cannot be read.
    pub fn migrations(&mut self) -> Result<Vec<String>> {
        Ok(Sql::<Text>::new("SELECT version FROM __diesel_schema_migrations ORDER BY version").load(self.connexion)?)
    }

    /// Does this person read every row? On a server, rights may hide some.
    ///
    /// # Errors
    /// The base cannot be read.
    pub fn sees_everything(&mut self) -> Result<bool> {
        match Dialect::of(self.connexion) {
            Dialect::Sqlite => Ok(true),
            Dialect::Postgres => {
                let hidden: i64 = Sql::<BigInt>::new(
                    "SELECT count(*) FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped \
                     WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace \
                     AND (row_security_active(t.oid) OR NOT has_column_privilege(t.oid, a.attnum, 'SELECT'))",
                )
                .get_result(self.connexion)?;
                Ok(hidden == 0)
            }
        }
    }

    /// # Errors
    /// The base cannot be read.
    pub fn count(&mut self, table: &TableBrute) -> Result<usize> {
        let count: i64 =
            Sql::<BigInt>::new(format!("SELECT count(*) FROM {}", table.nom)).get_result(self.connexion)?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The rows that follow `after`, a few thousands at most; none is left when the answer is empty.
    ///
    /// # Errors
    /// The base cannot be read.
    pub fn page(&mut self, table: &TableBrute, after: Option<&Ligne>) -> Result<Vec<Ligne>> {
        let dialect = Dialect::of(self.connexion);
        let expressions: Vec<String> = table.colonnes.iter().map(|one| expression(dialect, one)).collect();
        let keys: Vec<(usize, &ColonneBrute)> = table
            .cle
            .iter()
            .filter_map(|nom| Some((table.rang(nom)?, table.colonnes.get(table.rang(nom)?)?)))
            .collect();
        let mut sql = Sql::<Text>::new(format!(
            "SELECT {}({}){} FROM {}",
            dialect.json_array(),
            expressions.join(", "),
            dialect.as_text(),
            table.nom
        ));
        if let Some(after) = after.filter(|_| !keys.is_empty()) {
            let values: Vec<&Value> = keys.iter().filter_map(|(rang, _)| after.get(*rang)).collect();
            // All in one text: an empty key is not NULL.
            let values = serde_json::to_string(&values).unwrap_or_default();
            let order: Vec<String> = keys.iter().map(|(_, one)| ordered(dialect, one)).collect();
            sql.push(&format!(" WHERE ({}) > (", order.join(", ")));
            for (at, (_, one)) in keys.iter().enumerate() {
                sql.push(if at == 0 { "" } else { ", " });
                match dialect {
                    Dialect::Sqlite => {
                        sql.push("json_extract(");
                        sql.push_bind(values.clone());
                        sql.push(&format!(", '$[{at}]')"));
                    }
                    Dialect::Postgres => {
                        sql.push("(");
                        sql.push_bind(values.clone());
                        sql.push(&format!("::json->>{at})::{}", one.type_sql));
                    }
                }
            }
            sql.push(")");
        } else if after.is_some() {
            return Ok(Vec::new());
        }
        if !keys.is_empty() {
            let order: Vec<String> = keys.iter().map(|(_, one)| ordered(dialect, one)).collect();
            sql.push(&format!(" ORDER BY {} LIMIT {PAGE}", order.join(", ")));
        }
        let rows: Vec<String> = sql.load(self.connexion)?;
        rows.iter()
            .map(|row| {
                let mut ligne: Ligne = serde_json::from_str(row)
                    .map_err(|_| StorageError::Database(format!("ligne illisible dans {}", table.nom)))?;
                for (value, colonne) in ligne.iter_mut().zip(&table.colonnes) {
                    same_on_both(value, colonne);
                }
                Ok(ligne)
            })
            .collect()
    }

    /// The file that a row holds.
    ///
    /// # Errors
    /// The base cannot be read, or the row is no more.
    pub fn fichier(&mut self, table: &TableBrute, ligne: &Ligne, rang: usize) -> Result<Vec<u8>> {
        let absent = || StorageError::Database(format!("fichier illisible dans {}", table.nom));
        let (colonne, cle) = table.colonnes.get(rang).zip(table.cle.first()).ok_or_else(absent)?;
        let id = table.rang(cle).and_then(|rang| ligne.get(rang)?.as_str()).ok_or_else(absent)?;
        let hex = match Dialect::of(self.connexion) {
            Dialect::Sqlite => format!("SELECT hex({}) FROM {} WHERE {cle} = ", colonne.nom, table.nom),
            Dialect::Postgres => {
                format!("SELECT encode({}, 'hex') FROM {} WHERE {cle}::text = ", colonne.nom, table.nom)
            }
        };
        let text: String = Sql::<Text>::new(hex).bind(id).get_result(self.connexion)?;
        text.as_bytes().chunks(2).map(|two| byte(two).ok_or_else(absent)).collect()
    }

    /// The national code of each value of a list, and the value that it hangs under.
    ///
    /// # Errors
    /// The base cannot be read.
    pub fn codes_nationaux(&mut self) -> Result<CodesNationaux> {
        type Row = (Text, Nullable<Text>, Nullable<Text>);
        let rows: Vec<(String, Option<String>, Option<String>)> =
            Sql::<Row>::new("SELECT id, olinpe, parent FROM valeur").load(self.connexion)?;
        Ok(rows.into_iter().map(|(id, olinpe, parent)| (id, (olinpe, parent))).collect())
    }

    /// What children's pseudonyms are made with.
    ///
    /// # Errors
    /// This person may not read it.
    pub fn cle_pseudonyme(&mut self) -> Result<String> {
        Ok(Sql::<Text>::new("SELECT cle FROM cle_pseudonyme WHERE id = 1").get_result(self.connexion)?)
    }

    /// Letters in the order of their ids, those that follow `after`.
    ///
    /// # Errors
    /// The base cannot be read.
    pub fn courriers(&mut self, after: Option<Uuid>) -> Result<Vec<CourrierBrut>> {
        let dialect = Dialect::of(self.connexion);
        let text = dialect.as_text();
        type Row = (Text, Nullable<Text>, Text, Text, Text, Text, Text, Text);
        type Read = (String, Option<String>, String, String, String, String, String, String);
        let rows: Vec<Read> = Sql::<Row>::new(format!(
            "SELECT c.id{text}, d.numero, c.jour{text}, c.modele, c.destinataire, c.objet, c.etat, c.lettre{text} \
             FROM courrier c JOIN dossier d ON d.id = c.dossier_id WHERE c.id > "
        ))
        .bind(after.unwrap_or_default().to_string())
        .text(dialect.cast_id())
        .text(&format!(" ORDER BY c.id LIMIT {DOSSIERS}"))
        .load(self.connexion)?;
        let courrier = |(id, numero, jour, modele, destinataire, objet, etat, lettre): Read| {
            let numero = numero.unwrap_or_default();
            Some(CourrierBrut { id: id.parse().ok()?, numero, jour, modele, destinataire, objet, etat, lettre })
        };
        rows.into_iter()
            .map(courrier)
            .collect::<Option<_>>()
            .ok_or_else(|| StorageError::Database("courrier illisible".to_owned()))
    }

    /// Whole dossiers in the order of their ids, those that follow `after`.
    ///
    /// # Errors
    /// The base cannot be read.
    pub fn dossiers(&mut self, after: Option<Uuid>) -> Result<Vec<Lu>> {
        document::read_after(self.connexion, after.unwrap_or_default(), DOSSIERS)
    }
}

fn byte(two: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()
}

/// What the archive holds of a column: the same text whichever the base.
fn expression(dialect: Dialect, colonne: &ColonneBrute) -> String {
    let nom = &colonne.nom;
    match (dialect, colonne.genre) {
        (_, Genre::Fichier) => format!("length({nom})"),
        (Dialect::Sqlite, Genre::Octets) => format!("lower(hex({nom}))"),
        (Dialect::Postgres, Genre::Octets) => format!("encode({nom}, 'hex')"),
        (Dialect::Postgres, Genre::Texte) if colonne.type_sql.starts_with("timestamp") => {
            format!("to_char({nom} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        }
        (Dialect::Postgres, Genre::Texte) if colonne.type_sql.ends_with("[]") => format!("to_json({nom})::text"),
        (Dialect::Postgres, Genre::Texte) => format!("{nom}::text"),
        (Dialect::Sqlite | Dialect::Postgres, _) => nom.clone(),
    }
}

/// The bytes of a text decide, as in SQLite.
fn ordered(dialect: Dialect, colonne: &ColonneBrute) -> String {
    let bytes = dialect == Dialect::Postgres && ["text", "character varying"].contains(&colonne.type_sql.as_str());
    format!("{}{}", colonne.nom, if bytes { " COLLATE \"C\"" } else { "" })
}

/// SQLite writes a ticked box 1 and thousandths of a second; PostgreSQL true and millionths.
fn same_on_both(value: &mut Value, colonne: &ColonneBrute) {
    match (&*value, colonne.genre) {
        (Value::Number(number), Genre::Oui) => *value = Value::Bool(number.as_i64() == Some(1)),
        (Value::String(text), Genre::Texte) if colonne.type_sql.starts_with("timestamp") => {
            if let Some(thousandths) = text.strip_suffix("000Z") {
                *value = Value::String(format!("{thousandths}Z"));
            }
        }
        _ => {}
    }
}
