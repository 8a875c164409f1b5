//! The functions that a dossier is read through on PostgreSQL, made from the catalogue of fields.
//!
//! Texts are granted to nobody. A procedure checks the right, writes the line of the consultation, **commits it**,
//! and only then gives the document: inside a transaction that could be rolled back there is nothing to read.
//! Its parts are functions that check the same again, so that calling them one by one gains nothing.

use std::sync::LazyLock;

use diesel::connection::SimpleConnection as _;

use crate::storage::connection::Connexion;
use crate::storage::dialect::Dialect;
use crate::storage::{Result, document, listes};

/// Names the columns of a document and their order: a function made by another Vigie is not read.
pub fn forme() -> &'static str {
    static FORME: LazyLock<String> = LazyLock::new(|| {
        // FNV-1a: the same on every machine and for every compiler.
        let hash = document::composed(Dialect::Postgres)
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{hash:016x}")
    });
    &FORME
}

/// Makes them again: after a migration, when the catalogue has other fields.
pub fn functions(connexion: &mut Connexion) -> Result<()> {
    if matches!(connexion, Connexion::Postgres(_)) {
        connexion.batch_execute(&text())?;
    }
    Ok(())
}

/// Functions that act for their owner.
const SURE: &str = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp";

fn text() -> String {
    include_str!("lecture.sql")
        .replace("{SURE}", SURE)
        .replace("{document}", document::composed(Dialect::Postgres))
        .replace("{forme}", forme())
        .replace("{usages}", &usages())
        .replace("{fusions}", &fusions())
}

/// Every column that holds a value of a list, as pairs of a list and a value.
fn usages() -> String {
    let mut parts = Vec::new();
    for (liste, table, column) in listes::all_columns() {
        parts.push(format!("SELECT '{liste}', x.{column} FROM public.{table} x"));
    }
    parts.join(" UNION ALL ")
}

/// Each list's columns changed from one value to the other.
fn fusions() -> String {
    let one = |(liste, table, column): (String, &str, &str)| {
        format!(
            "  IF liste = '{liste}' THEN UPDATE public.{table} x SET {column} = nouvelle WHERE x.{column} = ancienne; GET DIAGNOSTICS n = ROW_COUNT; total := total + n; END IF;\n"
        )
    };
    listes::all_columns().into_iter().map(one).collect()
}
