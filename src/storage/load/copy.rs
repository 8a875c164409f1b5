//! Rows sent to PostgreSQL as one stream of text a table: twice as fast for the server as values
//! bound to a statement.

use std::io::Write;

use diesel::pg::{CopyTarget, Pg};
use diesel::query_builder::AstPass;
use diesel::sql_types::Text;
use diesel::{ExecuteCopyFromDsl as _, PgConnection, QueryResult};

use super::super::Result;
use super::super::dialect::Dialect;
use super::super::schema::liste;
use super::{Row, columns, rows};
use crate::domain::{Dossier, TABLES};

/// The table of that rank in [`TABLES`]: diesel asks a target without a value, known when compiling.
struct Cible<const RANG: usize>;

impl<const RANG: usize> CopyTarget for Cible<RANG> {
    // Names a table to diesel's types, which want one of `table!`; what is written is below.
    type Table = liste::table;
    type SqlType = Text;

    fn walk_target(mut out: AstPass<'_, '_, Pg>) -> QueryResult<()> {
        #[expect(clippy::indexing_slicing, reason = "`send` names the ranks of the table")]
        let table = TABLES[RANG];
        out.push_sql(&format!("{} ({})", table.nom(), columns(table)));
        Ok(())
    }
}

/// Each dossier is put into text and let go; then the text of each table is sent.
pub(super) fn send(c: &mut PgConnection, dossiers: impl Iterator<Item = Dossier>) -> Result<usize> {
    let mut texts: [String; TABLES.len()] = Default::default();
    let mut sent = 0;
    for dossier in dossiers {
        sent += 1;
        for (table, text) in TABLES.into_iter().zip(&mut texts) {
            rows(&dossier, table).for_each(|row| push_row(text, &row));
        }
    }
    let [t0, t1, t2, t3, t4, t5, t6, t7] = &texts;
    copy::<0>(c, t0)?;
    copy::<1>(c, t1)?;
    copy::<2>(c, t2)?;
    copy::<3>(c, t3)?;
    copy::<4>(c, t4)?;
    copy::<5>(c, t5)?;
    copy::<6>(c, t6)?;
    copy::<7>(c, t7)?;
    Ok(sent)
}

fn copy<const RANG: usize>(c: &mut PgConnection, text: &str) -> Result<()> {
    let write = |out: &mut dyn Write| {
        out.write_all(text.as_bytes()).map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))
    };
    // Rows that are seen by all as soon as they are: no vacuum after, see `set_aside`.
    diesel::copy_from(liste::table).from_raw_data(Cible::<RANG>, write).with_freeze(true).execute(c)?;
    Ok(())
}

/// The text format of COPY: tabs between values, `\N` for none.
fn push_row(text: &mut String, row: &Row<'_>) {
    for (at, value) in row.values(Dialect::Postgres).enumerate() {
        if at > 0 {
            text.push('\t');
        }
        match value {
            None => text.push_str("\\N"),
            Some(value) => push_escaped(text, value),
        }
    }
    text.push('\n');
}

fn push_escaped(text: &mut String, value: &str) {
    let mut rest = value;
    while let Some(at) = rest.find(['\\', '\t', '\n', '\r']) {
        let (plain, special) = rest.split_at(at);
        text.push_str(plain);
        text.push_str(match special.as_bytes().first() {
            Some(b'\t') => "\\t",
            Some(b'\n') => "\\n",
            Some(b'\r') => "\\r",
            _ => "\\\\",
        });
        rest = special.get(1..).unwrap_or_default();
    }
    text.push_str(rest);
}
