//! Many rows of one table in few statements: bound one by one on SQLite, one array a column on PostgreSQL.

use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::Sqlite;
use diesel::{QueryResult, RunQueryDsl, SqliteConnection};

use super::Result;
use super::connection::Connexion;
use super::sql::Sql;

/// Rows that SQLite gets in one statement.
const LIGNES: usize = 20;
/// Rows that PostgreSQL gets in one statement.
const TABLEAU: usize = 2000;

/// A table, its columns with their types on PostgreSQL, and what follows the values.
pub struct Vrac {
    pub table: &'static str,
    pub colonnes: &'static [(&'static str, &'static str)],
    pub suite: &'static str,
}

/// In the order of the columns; none is NULL.
pub type Ligne<'a> = Vec<Option<&'a str>>;

impl Vrac {
    /// Inserts all rows, in their order.
    pub fn insert<'a>(&self, connexion: &mut Connexion, rows: impl Iterator<Item = Ligne<'a>>) -> Result<()> {
        let names: Vec<&str> = self.colonnes.iter().map(|(name, _)| *name).collect();
        let into = format!("INSERT INTO {} ({})", self.table, names.join(", "));
        let mut rows = rows.peekable();
        while rows.peek().is_some() {
            match connexion {
                Connexion::Sqlite(c) => {
                    let some: Vec<Ligne<'a>> = rows.by_ref().take(LIGNES * 50).collect();
                    self.bind(c, &into, &some)?;
                }
                Connexion::Postgres(_) => {
                    let some: Vec<Ligne<'a>> = rows.by_ref().take(TABLEAU).collect();
                    self.arrays(&into, &some).execute(connexion)?;
                }
            }
        }
        Ok(())
    }

    fn bind(&self, c: &mut SqliteConnection, into: &str, rows: &[Ligne<'_>]) -> Result<()> {
        // Only two texts, many rows and one row, so that each is prepared once.
        let many = rows.chunks_exact(LIGNES);
        for rows in many.clone().chain(many.remainder().chunks(1)) {
            Insertion { into, rows, suite: self.suite }.execute(c)?;
        }
        Ok(())
    }

    fn arrays(&self, into: &str, rows: &[Ligne<'_>]) -> Sql<()> {
        let mut sql = Sql::<()>::new(format!("{into} SELECT "));
        for (at, (_, kind)) in self.colonnes.iter().enumerate() {
            sql.push(&format!("{}c{at}::{kind}", if at > 0 { ", " } else { "" }));
        }
        sql.push(" FROM unnest(");
        for at in 0..self.colonnes.len() {
            sql.push(if at > 0 { ", " } else { "" });
            sql.push_bind(array(rows.iter().map(|row| row.get(at).copied().flatten())));
            sql.push("::text[]");
        }
        sql.push(") AS v(");
        for at in 0..self.colonnes.len() {
            sql.push(&format!("{}c{at}", if at > 0 { ", " } else { "" }));
        }
        sql.text(")").text(self.suite)
    }
}

/// The text that PostgreSQL reads as an array of texts.
fn array<'a>(values: impl Iterator<Item = Option<&'a str>>) -> String {
    let mut text = String::from("{");
    for (at, value) in values.enumerate() {
        if at > 0 {
            text.push(',');
        }
        match value {
            None => text.push_str("NULL"),
            Some(value) => {
                text.push('"');
                for c in value.chars() {
                    if matches!(c, '"' | '\\') {
                        text.push('\\');
                    }
                    text.push(c);
                }
                text.push('"');
            }
        }
    }
    text.push('}');
    text
}

struct Insertion<'a> {
    into: &'a str,
    rows: &'a [Ligne<'a>],
    suite: &'a str,
}

impl QueryFragment<Sqlite> for Insertion<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(self.into);
        for (at, row) in self.rows.iter().enumerate() {
            out.push_sql(if at == 0 { " VALUES (" } else { "), (" });
            for (at, value) in row.iter().enumerate() {
                out.push_sql(if at > 0 { ", " } else { "" });
                out.push_bind_param::<Nullable<Text>, _>(value)?;
            }
        }
        out.push_sql(")");
        out.push_sql(self.suite);
        Ok(())
    }
}

impl QueryId for Insertion<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<SqliteConnection> for Insertion<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_quotes_what_it_must() {
        let values = [Some("a"), None, Some(""), Some("NULL"), Some("a,\"b\\{}")];
        assert_eq!(array(values.into_iter()), r#"{"a",NULL,"","NULL","a,\"b\\{}"}"#);
    }
}
