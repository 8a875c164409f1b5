//! Rows sent to PostgreSQL as one stream a table, in the binary form of COPY: the server reads an id
//! or a day as it stands, and is not asked for the default of any column.

use std::io::Write;

use chrono::{Datelike as _, NaiveDate};
use diesel::pg::{CopyFormat, CopyTarget, Pg};
use diesel::query_builder::AstPass;
use diesel::sql_types::Text;
use diesel::{ExecuteCopyFromDsl as _, PgConnection, QueryResult};
use uuid::Uuid;

use super::super::schema::liste;
use super::super::{Result, StorageError};
use super::{Row, STAMP, Tampon, columns, rows};
use crate::domain::champ::Forme;
use crate::domain::fiche::OUI;
use crate::domain::{Dossier, Nature, TABLES, Table, date};

/// What every stream begins with: the signature, no flag, no extension.
const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// The table of that rank in [`TABLES`]: diesel asks a target without a value, known when compiling.
struct Cible<const RANG: usize>;

impl<const RANG: usize> CopyTarget for Cible<RANG> {
    // Names a table to diesel's types, which want one of `table!`; what is written is below.
    type Table = liste::table;
    type SqlType = Text;

    fn walk_target(mut out: AstPass<'_, '_, Pg>) -> QueryResult<()> {
        #[expect(clippy::indexing_slicing, reason = "`Flux::send` names the ranks of the table")]
        let table = TABLES[RANG];
        out.push_sql(&format!("{} ({STAMP}, {})", table.nom(), columns(table)));
        Ok(())
    }
}

/// The rows of some dossiers, a stream a table.
#[derive(Default)]
pub(super) struct Flux([Vec<u8>; TABLES.len()]);

impl Flux {
    /// # Errors
    /// [`StorageError::Database`] for a value that is none of its column.
    pub(super) fn of(dossiers: &[Dossier], stamp: &Tampon) -> Result<Self> {
        let mut head = Vec::new();
        for _ in 0..2 {
            put(&mut head, &(stamp.at - MICROSECONDS).to_be_bytes());
            put(&mut head, stamp.par.as_bytes());
        }
        let mut all = Self::default();
        for (table, out) in TABLES.into_iter().zip(&mut all.0) {
            let width = i16::try_from(STAMP.split(',').count() + columns(table).split(',').count()).unwrap_or_default();
            out.extend(HEAD);
            for row in dossiers.iter().flat_map(|dossier| rows(dossier, table)) {
                out.extend(width.to_be_bytes());
                out.extend(&head);
                put_row(out, &row)?;
            }
            out.extend((-1_i16).to_be_bytes());
        }
        Ok(all)
    }

    pub(super) fn send(&self, c: &mut PgConnection) -> Result<()> {
        let [t0, t1, t2, t3, t4, t5, t6, t7] = &self.0;
        copy::<0>(c, t0)?;
        copy::<1>(c, t1)?;
        copy::<2>(c, t2)?;
        copy::<3>(c, t3)?;
        copy::<4>(c, t4)?;
        copy::<5>(c, t5)?;
        copy::<6>(c, t6)?;
        copy::<7>(c, t7)
    }
}

fn put_row(out: &mut Vec<u8>, row: &Row<'_>) -> Result<()> {
    let table = row.fiche.table;
    put(out, row.fiche.id.as_bytes());
    if table.belongs_to_dossier() {
        put(out, row.dossier_id.as_bytes());
        put(out, row.territoire.as_bytes());
    }
    row.fiche.valeurs().try_for_each(|(cle, value)| {
        let champ = cle.champ();
        put_value(out, champ.nature, value).ok_or_else(|| unreadable(table, champ.colonne, value))
    })
}

fn unreadable(table: Table, column: &str, value: &str) -> StorageError {
    StorageError::Database(format!("«\u{a0}{value}\u{a0}» n’est pas une valeur de {}.{column}", table.nom()))
}

/// A value: how many bytes, then they.
fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(i32::try_from(bytes.len()).unwrap_or(i32::MAX).to_be_bytes());
    out.extend(bytes);
}

/// As the column's type is stored; `None` if the text is no such value.
fn put_value(out: &mut Vec<u8>, nature: Nature, value: &str) -> Option<()> {
    match nature {
        Nature::Oui => put(out, &[u8::from(value == OUI)]),
        _ if value.is_empty() => out.extend((-1_i32).to_be_bytes()),
        Nature::Reference(_) => put(out, value.parse::<Uuid>().ok()?.as_bytes()),
        Nature::Date | Nature::Naissance | Nature::Auto(Forme::Date) => {
            put(out, &(value.parse::<NaiveDate>().ok()?.num_days_from_ce() - DAYS).to_be_bytes());
        }
        Nature::Instant | Nature::Auto(Forme::Instant) => {
            put(out, &(date::read_instant(value)?.timestamp_micros() - MICROSECONDS).to_be_bytes());
        }
        Nature::Entier | Nature::Auto(Forme::Entier) => put(out, &value.parse::<i32>().ok()?.to_be_bytes()),
        _ => put(out, value.as_bytes()),
    }
    Some(())
}

/// PostgreSQL counts from 2000: so many days after the first of January of the year 1, so many microseconds
/// after 1970.
const DAYS: i32 = 730_120;
const MICROSECONDS: i64 = 946_684_800_000_000;

fn copy<const RANG: usize>(c: &mut PgConnection, stream: &[u8]) -> Result<()> {
    let write = |out: &mut dyn Write| {
        out.write_all(stream).map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))
    };
    // Rows that are seen by all as soon as they are: no vacuum after, see `set_aside`.
    diesel::copy_from(liste::table)
        .from_raw_data(Cible::<RANG>, write)
        .with_format(CopyFormat::Binary)
        .with_freeze(true)
        .execute(c)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_form_that_the_server_keeps() {
        let bytes = |nature, value: &str| {
            let mut out = Vec::new();
            put_value(&mut out, nature, value).map(|()| out)
        };
        let of = |bytes: &[u8]| Some([&(bytes.len() as i32).to_be_bytes(), bytes].concat());
        assert_eq!(bytes(Nature::Nom, ""), Some(vec![0xff; 4]));
        assert_eq!(bytes(Nature::Nom, "Éa"), of("Éa".as_bytes()));
        assert_eq!(bytes(Nature::Oui, ""), of(&[0]));
        assert_eq!(bytes(Nature::Oui, OUI), of(&[1]));
        assert_eq!(bytes(Nature::Date, "2000-01-02"), of(&[0, 0, 0, 1]));
        assert_eq!(bytes(Nature::Date, "1999-12-31"), of(&[0xff; 4]));
        assert_eq!(bytes(Nature::Instant, "2000-01-01T00:00:01Z"), of(&1_000_000_i64.to_be_bytes()));
        assert_eq!(bytes(Nature::Entier, "258"), of(&[0, 0, 1, 2]));
        assert_eq!(bytes(Nature::Reference(Table::Enfant), &Uuid::nil().to_string()), of(&[0; 16]));
        assert_eq!(bytes(Nature::Date, "hier"), None);
        assert_eq!(bytes(Nature::Entier, "beaucoup"), None);
    }
}
