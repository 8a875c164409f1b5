//! A whole dossier read in one round trip: every row of every table as one JSON document.

mod json;

use std::sync::LazyLock;

use diesel::OptionalExtension as _;
use diesel::RunQueryDsl as _;
use diesel::sql_types::{Nullable, Text};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::fiche::OUI;
use crate::domain::{Dossier, Fiche, Nature, TABLES, Table, adulte, enfant, traitement};

use crate::domain::{Lu, Trace};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Result, StorageError, droits};
use json::Document;

/// `json_array(t.id, t.version, t.a, t.b…)`, in the order of the catalogue.
fn row(dialect: Dialect, table: Table) -> String {
    let mut sql = format!("{}(t.id, t.version", dialect.json_array());
    for champ in table.champs() {
        sql.push_str(", t.");
        sql.push_str(champ.colonne);
    }
    sql.push(')');
    sql
}

const fn order(table: Table) -> &'static str {
    match table {
        Table::EnfantConcerne | Table::Adulte | Table::Traitement => "t.rang, t.id",
        _ => "t.id",
    }
}

static SQLITE: LazyLock<String> = LazyLock::new(|| compose(Dialect::Sqlite));
static POSTGRES: LazyLock<String> = LazyLock::new(|| compose(Dialect::Postgres));

/// The query that gives one dossier `d` as one document.
pub(super) fn composed(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
    }
}

/// `[[rows of dossier], [rows of enfant], …, [trace]]` for `d.id`, null for a table without a row.
fn compose(dialect: Dialect) -> String {
    let group = dialect.json_group();
    let parts: Vec<String> = TABLES
        .into_iter()
        .map(|table| {
            let (row, order, nom) = (row(dialect, table), order(table), table.nom());
            match table {
                Table::Dossier => format!("(SELECT {group}({row}) FROM dossier t WHERE t.id = d.id)"),
                Table::Enfant => format!(
                    "(SELECT {group}({row} ORDER BY {order}) FROM enfant t WHERE t.id IN (SELECT enfant_id FROM enfant_concerne WHERE dossier_id = d.id))"
                ),
                _ => format!("(SELECT {group}({row} ORDER BY {order}) FROM {nom} t WHERE t.dossier_id = d.id)"),
            }
        })
        .collect();
    let array = dialect.json_array();
    format!(
        "SELECT {array}({}, {array}(d.cree_le, d.cree_par, d.modifie_le, d.modifie_par)){} FROM dossier d",
        parts.join(", "),
        dialect.as_text()
    )
}

/// Reads by id. None when there is no such dossier, or no right to it.
pub fn read(connexion: &mut Connexion, id: Uuid) -> Result<Option<Lu>> {
    if Dialect::of(connexion) == Dialect::Postgres {
        return Ok(by_procedure(connexion, &[id.to_string()])?.pop());
    }
    let sql = Sql::<Text>::new(composed(Dialect::Sqlite)).text(" WHERE d.id = ").bind(id.to_string());
    fetch(connexion, sql)
}

/// Reads by number, `2026-000123`.
pub fn read_numero(connexion: &mut Connexion, numero: &str) -> Result<Option<Lu>> {
    if Dialect::of(connexion) == Dialect::Postgres {
        return Ok(by_procedure(connexion, &[numero.to_owned()])?.pop());
    }
    let sql = Sql::<Text>::new(composed(Dialect::Sqlite)).text(" WHERE d.numero = ").bind(numero);
    fetch(connexion, sql)
}

/// Reads several by number, five hundred a round trip; those that are not there, or not for this person, are left out.
pub fn read_numeros(connexion: &mut Connexion, numeros: &[String]) -> Result<Vec<Lu>> {
    let mut all = Vec::with_capacity(numeros.len());
    for chunk in numeros.chunks(500) {
        if Dialect::of(connexion) == Dialect::Postgres {
            all.extend(by_procedure(connexion, chunk)?);
            continue;
        }
        let mut sql = Sql::<Text>::new(composed(Dialect::Sqlite)).text(" WHERE d.numero IN (");
        for (at, numero) in chunk.iter().enumerate() {
            if at > 0 {
                sql.push(", ");
            }
            sql.push_bind(numero);
        }
        let texts: Vec<String> = sql.text(") ORDER BY d.numero").load(connexion)?;
        for text in texts {
            all.push(parse(&text)?);
        }
    }
    Ok(all)
}

/// Those that follow an id, in the order of ids, at most `count`.
pub fn read_after(connexion: &mut Connexion, after: Uuid, count: usize) -> Result<Vec<Lu>> {
    let dialect = Dialect::of(connexion);
    if dialect == Dialect::Postgres {
        // Whoever exports has told the journal before: that line opens what they may see.
        let sql = Sql::<Nullable<Text>>::new("SELECT document_tranche(")
            .sent_whole(dialect)
            .bind(after.to_string())
            .text(&format!("::uuid, {count}, "))
            .bind(droits::forme())
            .text(")");
        return documents(sql.get_result(connexion)?);
    }
    let texts: Vec<String> = Sql::<Text>::new(composed(dialect))
        .text(" WHERE d.id > ")
        .bind(after.to_string())
        .text(dialect.cast_id())
        .text(&format!(" ORDER BY d.id LIMIT {count}"))
        .load(connexion)?;
    texts.iter().map(|text| parse(text)).collect()
}

/// Reads several by id, inside a transaction of the owner of the tables, who takes an old base over; those that
/// are not there are left out.
pub fn read_ids(connexion: &mut Connexion, ids: &[Uuid]) -> Result<Vec<Lu>> {
    let dialect = Dialect::of(connexion);
    let mut sql = Sql::<Text>::new(composed(dialect)).text(" WHERE d.id IN (");
    for (at, id) in ids.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" });
        sql.push_bind(id.to_string());
        sql.push(dialect.cast_id());
    }
    let texts: Vec<String> = sql.text(")").load(connexion)?;
    texts.iter().map(|text| parse(text)).collect()
}

/// On PostgreSQL by the procedure that checks the right and leaves a line before it gives anything: its texts are
/// granted to nobody. By ids or numbers, in the order of the numbers.
fn by_procedure(connexion: &mut Connexion, cles: &[String]) -> Result<Vec<Lu>> {
    let sql = Sql::<Nullable<Text>>::new("CALL lire_dossiers(")
        .sent_whole(Dialect::Postgres)
        .bind(serde_json::to_string(cles).map_err(|error| StorageError::Database(error.to_string()))?)
        .text(", ")
        .bind(droits::forme())
        .text(", NULL)");
    documents(sql.get_result(connexion)?)
}

fn documents(all: Option<String>) -> Result<Vec<Lu>> {
    let Some(documents) = all else { return Ok(Vec::new()) };
    let documents: Vec<String> =
        serde_json::from_str(&documents).map_err(|_| StorageError::Database("dossier illisible".to_owned()))?;
    documents.iter().map(|text| parse(text)).collect()
}

fn fetch(connexion: &mut Connexion, sql: Sql<Text>) -> Result<Option<Lu>> {
    let text: Option<String> = sql.get_result(connexion).optional()?;
    text.map(|text| parse(&text)).transpose()
}

fn parse(text: &str) -> Result<Lu> {
    let document: Document =
        serde_json::from_str(text).map_err(|_| StorageError::Database("dossier illisible".to_owned()))?;
    let mut trace = document.trace.into_iter();
    let mut next = || trace.next().unwrap_or_default();
    let trace = Trace { cree_le: next(), cree_par: next(), modifie_le: next(), modifie_par: next() };
    Ok(Lu { dossier: Dossier { fiches: in_screen_order(document.fiches) }, trace })
}

/// Persons in the order of their rank in the dossier, whatever order the base gave.
fn in_screen_order(mut fiches: Vec<Fiche>) -> Vec<Fiche> {
    fiches.sort_by_cached_key(|fiche| {
        let rang = match fiche.table {
            Table::EnfantConcerne => enfant::RANG,
            Table::Adulte => adulte::RANG,
            Table::Traitement => traitement::RANG,
            _ => return (fiche.table, 0, fiche.id),
        };
        (fiche.table, fiche.get(rang).parse().unwrap_or(i32::MAX), fiche.id)
    });
    fiches
}

pub(super) fn text_of(value: &Value, nature: Nature) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => OUI.to_owned(),
        Value::Number(number) if nature == Nature::Oui => if number.as_i64() == Some(1) { OUI } else { "" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
