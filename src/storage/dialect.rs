//! The words in which the two bases differ. A statement that differs as a whole is written for each,
//! side by side, where it is used.

use uuid::Uuid;

use crate::domain::champ::Forme;
use crate::domain::{Champ, Nature};

use super::connection::Connexion;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Postgres,
    Sqlite,
}

impl Dialect {
    pub const fn of(connexion: &Connexion) -> Self {
        match connexion {
            Connexion::Postgres(_) => Self::Postgres,
            Connexion::Sqlite(_) => Self::Sqlite,
        }
    }

    /// What turns a bound text into a value of the column's type; SQLite's columns do it themselves.
    pub const fn cast(self, champ: &Champ) -> &'static str {
        match (self, champ.nature) {
            (Self::Sqlite, _) => "",
            (_, Nature::Reference(_)) => "::uuid",
            (_, Nature::Date | Nature::Naissance | Nature::Auto(Forme::Date)) => "::date",
            (_, Nature::Instant | Nature::Auto(Forme::Instant)) => "::timestamptz",
            (_, Nature::Entier | Nature::Auto(Forme::Entier)) => "::integer",
            (_, Nature::Oui) => "::boolean",
            _ => "::text",
        }
    }

    pub const fn cast_id(self) -> &'static str {
        match self {
            Self::Postgres => "::uuid",
            Self::Sqlite => "",
        }
    }

    pub const fn cast_date(self) -> &'static str {
        match self {
            Self::Postgres => "::date",
            Self::Sqlite => "",
        }
    }

    pub const fn cast_integer(self) -> &'static str {
        match self {
            Self::Postgres => "::integer",
            Self::Sqlite => "",
        }
    }

    /// How a ticked or unticked box is bound.
    pub const fn oui(self, ticked: bool) -> &'static str {
        match (self, ticked) {
            (Self::Postgres, true) => "true",
            (Self::Postgres, false) => "false",
            (Self::Sqlite, true) => "1",
            (Self::Sqlite, false) => "0",
        }
    }

    /// The constant « yes ».
    pub const fn yes(self) -> &'static str {
        match self {
            Self::Postgres => "true",
            Self::Sqlite => "1",
        }
    }

    /// The constant « no ».
    pub const fn no(self) -> &'static str {
        match self {
            Self::Postgres => "false",
            Self::Sqlite => "0",
        }
    }

    pub const fn json_array(self) -> &'static str {
        match self {
            Self::Postgres => "json_build_array",
            Self::Sqlite => "json_array",
        }
    }

    pub const fn json_group(self) -> &'static str {
        match self {
            Self::Postgres => "json_agg",
            Self::Sqlite => "json_group_array",
        }
    }

    /// What stands around a bound list of ids, written by [`Dialect::ids`], after `id IN`.
    pub const fn among_ids(self) -> (&'static str, &'static str) {
        match self {
            Self::Postgres => ("(SELECT unnest(", "::uuid[]))"),
            Self::Sqlite => ("(SELECT value FROM json_each(", "))"),
        }
    }

    /// Any number of ids as one bound value.
    pub fn ids(self, ids: &[Uuid]) -> String {
        let words: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        match self {
            Self::Postgres => format!("{{{}}}", words.join(",")),
            Self::Sqlite if words.is_empty() => "[]".to_owned(),
            Self::Sqlite => format!("[\"{}\"]", words.join("\",\"")),
        }
    }

    /// A JSON value as one text column.
    pub const fn as_text(self) -> &'static str {
        match self {
            Self::Postgres => "::text",
            Self::Sqlite => "",
        }
    }
}
