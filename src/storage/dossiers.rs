//! The Dossiers screen: the whole base, sorted, filtered and paged by the database.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{BigInt, Integer, Text};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::Nature;
use crate::domain::recherche::{AUTRES, Filtre, Forme, Ligne, Ordre, Page};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::document::text_of;
use super::grille::{order_by, push_where, row_of};
use super::sql::Sql;
use super::{Result, StorageError};

/// Two round trips: the count and the rows. Rows are chosen on the index alone, then read: a page
/// far down costs no more than its place in the index.
pub fn page(connexion: &mut Connexion, filtre: &Filtre, ordre: &Ordre, from: u64, rows: u64) -> Result<Page> {
    let dialect = Dialect::of(connexion);
    let mut count = Sql::<BigInt>::new("SELECT count(*) FROM dossier").sent_whole(dialect);
    push_where(&mut count, dialect, filtre);
    let total = u64::try_from(count.get_result::<i64>(connexion)?).unwrap_or_default();

    // The second half is read from the end.
    let backwards = from > total / 2;
    let rows = rows.min(total.saturating_sub(from));
    let offset = if backwards { total.saturating_sub(from + rows) } else { from };
    let mut sql =
        Sql::<Text>::new(format!("SELECT {} FROM dossier d WHERE d.id IN (SELECT id FROM dossier", row_of(dialect)))
            .sent_whole(dialect);
    push_where(&mut sql, dialect, filtre);
    sql.push(&order_by(ordre, "", backwards));
    push_window(&mut sql, dialect, offset, rows);
    sql.push(&format!("){}", order_by(ordre, "d.", false)));
    let read: Vec<String> = sql.load(connexion)?;
    let lignes = read.iter().map(|row| ligne(row)).collect::<Result<_>>()?;
    Ok(Page { from, total, lignes })
}

/// Bound: written into the text, each place in the base would be one more statement that SQLite keeps.
fn push_window<ST>(sql: &mut Sql<ST>, dialect: Dialect, offset: u64, rows: u64) {
    let integer = dialect.cast_integer();
    for (word, number) in [(" LIMIT ", rows), (" OFFSET ", offset)] {
        sql.push(word);
        sql.push_bind(number.to_string());
        sql.push(integer);
    }
}

/// The ids of a stretch of the grid, in its order.
pub fn ids(connexion: &mut Connexion, filtre: &Filtre, ordre: &Ordre, from: u64, rows: u64) -> Result<Vec<Uuid>> {
    let dialect = Dialect::of(connexion);
    let mut sql = Sql::<Text>::new(format!("SELECT id{} FROM dossier", dialect.as_text())).sent_whole(dialect);
    push_where(&mut sql, dialect, filtre);
    sql.push(&order_by(ordre, "", false));
    push_window(&mut sql, dialect, from, rows);
    let ids: Vec<String> = sql.load(connexion)?;
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}

fn ligne(row: &str) -> Result<Ligne> {
    let unreadable = || StorageError::Database(format!("ligne illisible {row}"));
    let cells: Vec<Value> = serde_json::from_str(row).map_err(|_| unreadable())?;
    let text = |at: usize| cells.get(at).map(|value| text_of(value, Nature::Nom)).unwrap_or_default();
    let oui = |at: usize| cells.get(at).map(|value| text_of(value, Nature::Oui)).unwrap_or_default();
    let autres = AUTRES
        .iter()
        .enumerate()
        .map(|(at, colonne)| match colonne.forme() {
            Forme::OuiNon => oui(10 + at),
            _ => text(10 + at),
        })
        .collect();
    Ok(Ligne {
        id: text(0).parse().map_err(|_| unreadable())?,
        numero: text(1),
        date_reception: text(2),
        type_dossier: text(3),
        fratrie: text(4),
        nombre_enfants: text(5).parse().unwrap_or_default(),
        territoire: text(6),
        etat: text(7),
        echeance_le: text(8),
        danger_grave: !oui(9).is_empty(),
        autres,
    })
}

/// The versions of dossiers and persons.
pub fn versions(connexion: &mut Connexion, ids: &[Uuid]) -> Result<Vec<(Uuid, i32)>> {
    if ids.is_empty() {
        // Still asked: who asks wants to know whether the base answers.
        return Ok(Sql::<Integer>::new("SELECT 1").load::<i32>(connexion).map(|_| Vec::new())?);
    }
    let dialect = Dialect::of(connexion);
    let mut sql = Sql::<(Text, Integer)>::new("");
    for (at, table) in ["dossier", "enfant"].into_iter().enumerate() {
        let union = if at > 0 { ") UNION ALL " } else { "" };
        sql.push(&format!("{union}SELECT CAST(id AS text), version FROM {table} WHERE id IN ("));
        for (at, id) in ids.iter().enumerate() {
            sql.push(if at > 0 { ", " } else { "" });
            sql.push_bind(id.to_string());
            sql.push(dialect.cast_id());
        }
    }
    let rows: Vec<(String, i32)> = sql.text(")").load(connexion)?;
    Ok(rows.into_iter().filter_map(|(id, version)| Some((id.parse().ok()?, version))).collect())
}
