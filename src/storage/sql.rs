//! SQL put together from the catalogue of fields. Values are always bound, never written into the text.
//!
//! Unlike diesel's `sql_query`, a statement of the same text is prepared once for a connection:
//! one round trip instead of two.

use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Nullable, Text};
use diesel::{QueryResult, RunQueryDsl};

/// A statement whose bound values are all text, and whose rows (if any) are of the SQL type `ST`.
#[derive(Debug, Clone)]
pub struct Sql<ST = ()> {
    /// Text, and the value bound after it.
    parts: Vec<(String, Option<Option<String>>)>,
    rows: PhantomData<ST>,
}

impl<ST> Sql<ST> {
    pub fn new(text: impl Into<String>) -> Self {
        Self { parts: vec![(text.into(), None)], rows: PhantomData }
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

    pub fn push(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some((last, None)) => last.push_str(text),
            _ => self.parts.push((text.to_owned(), None)),
        }
    }

    pub fn push_bind(&mut self, value: impl Into<String>) {
        let value = value.into();
        let value = Some((!value.is_empty()).then_some(value));
        match self.parts.last_mut() {
            Some((_, bound @ None)) => *bound = value,
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
        for (text, value) in &self.parts {
            out.push_sql(text);
            if let Some(value) = value {
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
