//! The journal looked through: pages of its lines, the texts of one, all of them to a file.

use chrono::{Days, Local, NaiveDate, SecondsFormat, TimeZone as _, Utc};
use diesel::RunQueryDsl as _;
use diesel::sql_types::{BigInt, Nullable, Text};
use serde_json::{Map, Value, json};

use crate::domain::journal::{DetailJournal, FiltreJournal, LigneJournal, PageJournal};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::journal::consigner;
use super::sql::Sql;
use super::{Result, StorageError};

/// Lines of an export read together.
const BATCH: u64 = 5_000;

type Row = (BigInt, Text, Text, Nullable<Text>, Text, Text, Nullable<Text>, Nullable<Text>);
type Read = (i64, String, String, Option<String>, String, String, Option<String>, Option<String>);

/// The first instant of that day here, as the journal writes it.
fn midnight(day: NaiveDate) -> String {
    let local = day.and_hms_opt(0, 0, 0).and_then(|midnight| Local.from_local_datetime(&midnight).earliest());
    let utc = local.map(|local| local.with_timezone(&Utc)).unwrap_or_default();
    utc.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn filter<ST>(mut sql: Sql<ST>, dialect: Dialect, filtre: &FiltreJournal) -> Sql<ST> {
    let instant = if dialect == Dialect::Postgres { "::timestamptz" } else { "" };
    sql.push(" WHERE 1 = 1");
    if !filtre.qui.is_empty() {
        sql.push(" AND qui = ");
        sql.push_bind(&filtre.qui);
    }
    if !filtre.numero.is_empty() {
        sql.push(" AND numero = ");
        sql.push_bind(&filtre.numero);
    }
    if !filtre.operation.is_empty() {
        sql.push(" AND operation = ");
        sql.push_bind(&filtre.operation);
    }
    let end = filtre.au.and_then(|day| day.checked_add_days(Days::new(1)));
    for (day, compare) in [(filtre.du, " AND quand >= "), (end, " AND quand < ")] {
        if let Some(day) = day {
            sql.push(compare);
            sql.push_bind(midnight(day));
            sql.push(instant);
        }
    }
    sql
}

fn lines(connexion: &mut Connexion, filtre: &FiltreJournal, rest: &str) -> Result<Vec<LigneJournal>> {
    let dialect = Dialect::of(connexion);
    let text = dialect.as_text();
    let quand = match dialect {
        Dialect::Postgres => "to_char(quand AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
        Dialect::Sqlite => "quand",
    };
    let start =
        format!("SELECT id, {quand}, qui, depuis, operation, nom_table, dossier_id{text}, numero FROM journal_lu");
    let rows: Vec<Read> = filter(Sql::<Row>::new(start), dialect, filtre).text(rest).load(connexion)?;
    let ligne = |(id, quand, qui, depuis, operation, nom_table, dossier, numero): Read| LigneJournal {
        id,
        quand,
        qui,
        depuis: depuis.unwrap_or_default(),
        operation,
        nom_table,
        dossier: dossier.and_then(|id| id.parse().ok()),
        numero: numero.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(ligne).collect())
}

/// The latest first.
pub fn page(connexion: &mut Connexion, filtre: &FiltreJournal, from: u64, rows: u64) -> Result<PageJournal> {
    let dialect = Dialect::of(connexion);
    let total: i64 =
        filter(Sql::<BigInt>::new("SELECT count(*) FROM journal_lu"), dialect, filtre).get_result(connexion)?;
    let total = total.unsigned_abs();
    let lignes = lines(connexion, filtre, &format!(" ORDER BY id DESC LIMIT {rows} OFFSET {from}"))?;
    Ok(PageJournal { lignes, from, total })
}

/// Who has a line in the journal.
pub fn people(connexion: &mut Connexion) -> Result<Vec<String>> {
    // A walk from name to name: the journal is long, the people few.
    Ok(Sql::<Text>::new(
        "WITH RECURSIVE un (qui) AS (SELECT min(qui) FROM journal_lu UNION ALL \
         SELECT (SELECT min(j.qui) FROM journal_lu j WHERE j.qui > un.qui) FROM un WHERE un.qui IS NOT NULL) \
         SELECT qui FROM un WHERE qui IS NOT NULL",
    )
    .load(connexion)?)
}

/// The texts of one line. Reading them leaves a line of its own.
pub fn detail(connexion: &mut Connexion, id: i64) -> Result<DetailJournal> {
    let text: Option<String> = match Dialect::of(connexion) {
        Dialect::Postgres => Sql::<Nullable<Text>>::new("CALL lire_ligne_journal(")
            .bind(id.to_string())
            .text("::bigint, NULL)")
            .get_result(connexion)?,
        Dialect::Sqlite => {
            consigner(connexion, "consultation", "journal", None, &json!({ "ligne": id }))?;
            Sql::<Nullable<Text>>::new("SELECT json_array(json(avant), json(apres)) FROM journal WHERE id = ")
                .bind(id.to_string())
                .get_result(connexion)?
        }
    };
    let (avant, apres): (Value, Value) = text.and_then(|text| serde_json::from_str(&text).ok()).ok_or_else(|| {
        StorageError::Refused("Le détail de cette ligne ne vous est pas ouvert ; rien n’a été lu".to_owned())
    })?;
    Ok(pairs(&avant, &apres))
}

fn pairs(avant: &Value, apres: &Value) -> DetailJournal {
    let empty = Map::new();
    let (avant, apres) = (avant.as_object().unwrap_or(&empty), apres.as_object().unwrap_or(&empty));
    let said = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(true)) => "oui".to_owned(),
        Some(Value::Bool(false)) => "non".to_owned(),
        Some(other) => other.to_string(),
    };
    let mut names: Vec<&String> = avant.keys().chain(apres.keys()).collect();
    names.sort();
    names.dedup();
    names.into_iter().map(|name| (name.clone(), said(avant.get(name)), said(apres.get(name)))).collect()
}

/// Every line of `filtre`, the oldest first, handed over batch by batch; the export leaves a line first.
/// `write` is given how many are done of how many, and says whether to go on.
pub fn export(
    connexion: &mut Connexion,
    filtre: &FiltreJournal,
    mut write: impl FnMut(&[LigneJournal], u64, u64) -> Result<bool>,
) -> Result<u64> {
    let dialect = Dialect::of(connexion);
    let total: i64 =
        filter(Sql::<BigInt>::new("SELECT count(*) FROM journal_lu"), dialect, filtre).get_result(connexion)?;
    let said = json!({
        "qui": filtre.qui, "dossier": filtre.numero, "du": filtre.du, "au": filtre.au, "operation": filtre.operation, "lignes": total,
    });
    consigner(connexion, "export", "journal", None, &said)?;
    let (mut last, mut done) = (-1, 0);
    loop {
        let found = lines(connexion, filtre, &format!(" AND id > {last} ORDER BY id LIMIT {BATCH}"))?;
        let Some(end) = found.last() else { return Ok(done) };
        last = end.id;
        done += found.len() as u64;
        if !write(&found, done, total.unsigned_abs().max(done))? {
            return Err(StorageError::Refused("Export arrêté ; le fichier n’a pas été gardé".to_owned()));
        }
    }
}
