//! SQL put together from the catalogue of fields. Values are always bound, never written into the text.
//!
//! Unlike diesel's `sql_query`, a statement of the same text is prepared once for a connection, which
//! costs PostgreSQL a round trip of its own the first time. What is planned quickly is better sent
//! whole each time ([`Sql::sent_whole`]): a save has many texts, according to what was changed.

use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Nullable, Text};
use diesel::{QueryResult, RunQueryDsl};

use super::dialect::Dialect;

/// What stands after a piece of text: nothing yet, or a value, itself perhaps NULL.
#[derive(Debug, Clone)]
enum Bound {
    Nothing,
    Value(Option<String>),
}

/// A statement whose bound values are all text, and whose rows (if any) are of the SQL type `ST`.
#[derive(Debug, Clone)]
pub struct Sql<ST = ()> {
    /// Text, and the value bound after it.
    parts: Vec<(String, Bound)>,
    prepared: bool,
    rows: PhantomData<ST>,
}

impl<ST> Sql<ST> {
    pub fn new(text: impl Into<String>) -> Self {
        Self { parts: vec![(text.into(), Bound::Nothing)], prepared: true, rows: PhantomData }
    }

    /// Text and values in one round trip to PostgreSQL, nothing kept. In SQLite, where preparing is
    /// the greater part of the work and nothing travels, prepared as the others.
    #[must_use]
    pub fn sent_whole(self, dialect: Dialect) -> Self {
        Self { prepared: dialect == Dialect::Sqlite, ..self }
    }

    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.push(text);
        self
    }

    /// Binds a value; the empty text is NULL.
    #[must_use]
    pub fn bind(mut self, value: impl Into<String>) -> Self {
        self.push_bind(value);
        self
    }

    /// The same statement, its rows of another SQL type.
    pub fn of_type<Other>(self) -> Sql<Other> {
        Sql { parts: self.parts, prepared: self.prepared, rows: PhantomData }
    }

    pub fn push(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some((last, Bound::Nothing)) => last.push_str(text),
            _ => self.parts.push((text.to_owned(), Bound::Nothing)),
        }
    }

    pub fn push_bind(&mut self, value: impl Into<String>) {
        let value = value.into();
        let value = Bound::Value((!value.is_empty()).then_some(value));
        match self.parts.last_mut() {
            Some((_, bound @ Bound::Nothing)) => *bound = value,
            _ => self.parts.push((String::new(), value)),
        }
    }
}

impl<ST, DB> QueryFragment<DB> for Sql<ST>
where
    DB: Backend,
    Option<String>: ToSql<Nullable<Text>, DB>,
    DB: diesel::sql_types::HasSqlType<Text>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.prepared {
            out.unsafe_to_cache_prepared();
        }
        for (text, value) in &self.parts {
            out.push_sql(text);
            if let Bound::Value(value) = value {
                out.push_bind_param::<Nullable<Text>, _>(value)?;
            }
        }
        Ok(())
    }
}

impl<ST> QueryId for Sql<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> Query for Sql<ST> {
    type SqlType = ST;
}

impl<ST, Conn> RunQueryDsl<Conn> for Sql<ST> {}
