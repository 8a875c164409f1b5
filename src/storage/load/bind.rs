//! Rows bound to SQLite's statements, two a table: many rows and one, each prepared once.

use chrono::DateTime;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::Sqlite;
use diesel::{QueryResult, RunQueryDsl, SqliteConnection};
use uuid::Uuid;

use super::super::Result;
use super::super::dialect::Dialect;
use super::{Row, STAMP, Tampon, columns, rows};
use crate::domain::fiche::OUI;
use crate::domain::{Dossier, Nature, TABLES, date};

/// Rows of one statement.
const ROWS: usize = 20;

/// The rows of one table as one text, cut at `ends`; an empty value is NULL. One text, because
/// millions of values would be made by one thread and let go by the other.
#[derive(Default)]
pub(super) struct Valeurs {
    text: String,
    ends: Vec<usize>,
}

impl Valeurs {
    fn push(&mut self, value: &str) {
        self.text.push_str(value);
        self.ends.push(self.text.len());
    }

    fn push_row(&mut self, row: &Row<'_>) {
        let mut buffer = Uuid::encode_buffer();
        self.push(row.fiche.id.hyphenated().encode_lower(&mut buffer));
        if row.fiche.table.belongs_to_dossier() {
            self.push(row.dossier_id.hyphenated().encode_lower(&mut buffer));
            self.push(row.territoire);
        }
        for (cle, value) in row.fiche.valeurs() {
            self.push(match cle.champ().nature {
                Nature::Oui => Dialect::Sqlite.oui(value == OUI),
                _ => value,
            });
        }
    }
}

/// The rows of some dossiers, table by table.
#[derive(Default)]
pub(super) struct Rangees([Valeurs; TABLES.len()]);

impl Rangees {
    pub(super) fn of(dossiers: &[Dossier]) -> Self {
        let mut all = Self::default();
        for dossier in dossiers {
            for (table, out) in TABLES.into_iter().zip(&mut all.0) {
                rows(dossier, table).for_each(|row| out.push_row(&row));
            }
        }
        all
    }

    pub(super) fn insert(&self, c: &mut SqliteConnection, stamp: &Tampon) -> Result<()> {
        let le = DateTime::from_timestamp_micros(stamp.at).map(date::store_instant).unwrap_or_default();
        let stamp = [&*le, &*stamp.par];
        let [t0, t1, t2, t3, t4, t5, t6, t7] = &self.0;
        table::<0>(c, stamp, t0)?;
        table::<1>(c, stamp, t1)?;
        table::<2>(c, stamp, t2)?;
        table::<3>(c, stamp, t3)?;
        table::<4>(c, stamp, t4)?;
        table::<5>(c, stamp, t5)?;
        table::<6>(c, stamp, t6)?;
        table::<7>(c, stamp, t7)
    }
}

fn table<const RANG: usize>(c: &mut SqliteConnection, stamp: [&str; 2], valeurs: &Valeurs) -> Result<()> {
    #[expect(clippy::indexing_slicing, reason = "`Rangees::insert` names the ranks of the table")]
    let (table, columns) = (TABLES[RANG].nom(), columns(TABLES[RANG]));
    let into = &format!("INSERT INTO {table} ({STAMP}, {columns}) VALUES (");
    let (width, text, mut start) = (columns.split(',').count(), &*valeurs.text, 0);
    let many = valeurs.ends.chunks_exact(ROWS * width);
    let rest = many.remainder();
    for ends in many {
        Insertion::<RANG, true> { into, stamp, width, text, start, ends }.execute(c)?;
        start = ends.last().copied().unwrap_or(start);
    }
    for ends in rest.chunks_exact(width) {
        Insertion::<RANG, false> { into, stamp, width, text, start, ends }.execute(c)?;
        start = ends.last().copied().unwrap_or(start);
    }
    Ok(())
}

/// [`ROWS`] rows of the table of that rank in [`TABLES`], or one. A type is a statement: its text is
/// not written anew to find it prepared.
struct Insertion<'a, const RANG: usize, const MANY: bool> {
    into: &'a str,
    stamp: [&'a str; 2],
    width: usize,
    text: &'a str,
    start: usize,
    ends: &'a [usize],
}

impl<const RANG: usize, const MANY: bool> QueryFragment<Sqlite> for Insertion<'_, RANG, MANY> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(self.into);
        let mut start = self.start;
        for (at, row) in self.ends.chunks(self.width).enumerate() {
            if at == 0 {
                let [le, par] = self.stamp;
                out.push_bind_param::<Text, str>(le)?;
                out.push_sql(", ");
                out.push_bind_param::<Text, str>(par)?;
                out.push_sql(",?1,?2");
            } else {
                out.push_sql("),(?1,?2,?1,?2");
            }
            for end in row {
                let value = self.text.get(start..*end).filter(|value| !value.is_empty());
                start = *end;
                out.push_sql(", ");
                match value {
                    Some(value) => out.push_bind_param::<Text, str>(value)?,
                    None => out.push_bind_param::<Nullable<Text>, Option<&str>>(&None)?,
                }
            }
        }
        out.push_sql(")");
        Ok(())
    }
}

impl<const RANG: usize, const MANY: bool> QueryId for Insertion<'_, RANG, MANY> {
    type QueryId = Insertion<'static, RANG, MANY>;
}

impl<const RANG: usize, const MANY: bool> RunQueryDsl<SqliteConnection> for Insertion<'_, RANG, MANY> {}
