//! A dossier saved: one transaction, only what changed, one statement a table, the version checked.

use diesel::sql_types::Text;
use diesel::{Connection as _, OptionalExtension as _, RunQueryDsl as _};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::echeance::Delai;
use crate::domain::{Cle, Dossier, Fiche, Lu, Nature, Table, Trace, motif};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::echeances::{self, DelaisLus};
use super::fratries;
use super::plan::{TablePlan, plan};
use super::sql::Sql;
use super::{Result, StorageError};

/// Writes `after`, read as `before` (empty for a new dossier). Gives the dossier as the base now
/// holds it, versions and number included.
///
/// # Errors
/// [`StorageError::Conflict`] when somebody saved since `before` was read. Nothing is written
/// then, nor on any other error.
pub fn save(connexion: &mut Connexion, before: &Dossier, after: &Dossier) -> Result<Lu> {
    let dialect = Dialect::of(connexion);
    in_transaction(connexion, |connexion| write(connexion, dialect, before, after))
}

/// One transaction. The error told is the first one: a full disk makes the rollback fail too.
pub(super) fn in_transaction<T>(
    connexion: &mut Connexion,
    work: impl FnOnce(&mut Connexion) -> Result<T>,
) -> Result<T> {
    let mut first = None;
    let result = connexion.transaction(|connexion| {
        work(connexion).map_err(|error| {
            first = Some(error);
            diesel::result::Error::RollbackTransaction
        })
    });
    result.map_err(|error| first.unwrap_or_else(|| error.into()))
}

fn write(connexion: &mut Connexion, dialect: Dialect, before: &Dossier, after: &Dossier) -> Result<Lu> {
    let entete = after
        .entete()
        .ok_or_else(|| StorageError::Refused("Un dossier sans en-tête ne s’enregistre pas".to_owned()))?;
    let plans = plan(before, after);
    let mut stamp = match before.entete() {
        None => insert_header(connexion, dialect, entete)?,
        Some(old) => update_header(connexion, dialect, &plans, entete, old.version)?,
    };
    let rows: Vec<&TablePlan<'_>> = plans.iter().filter(|plan| plan.table != Table::Dossier).collect();
    free_principal(connexion, dialect, &plans)?;
    // Children before parents, so that nothing hangs in the air.
    for plan in rows.iter().rev() {
        remove(connexion, dialect, plan)?;
    }
    for plan in &rows {
        insert(connexion, dialect, plan.table, &plan.added, Some((entete.id, entete.get(dossier::TERRITOIRE))))?;
        for (cles, changed) in &plan.changed {
            update(connexion, dialect, plan.table, cles, changed)?;
        }
    }
    fratries::refresh(connexion, dialect, &plans, entete.id)?;
    let delais = std::mem::take(&mut stamp.delais);
    let lu = saved(after, &plans, stamp);
    // As the base dated it: a delay may run from the day that the dossier was recorded.
    echeances::refresh(connexion, dialect, before, &lu.dossier, &delais)?;
    Ok(lu)
}

/// What the base alone knows after a write.
struct Stamp {
    numero: String,
    date_traitement: String,
    version: i32,
    trace: Trace,
    /// The delays in force: what is due is reckoned with them.
    delais: Vec<Delai>,
}

fn stamp_columns(dialect: Dialect) -> String {
    format!(
        "{}(numero, date_traitement, version, cree_le, cree_par, modifie_le, modifie_par, {}){}",
        dialect.json_array(),
        echeances::delais_column(dialect),
        dialect.as_text()
    )
}

/// Runs a write of the header and reads the stamp: at once on PostgreSQL; on SQLite, whose triggers
/// run after the row is returned, by a second statement in the same process.
fn write_header(connexion: &mut Connexion, dialect: Dialect, sql: Sql<Text>, id: Uuid) -> Result<Stamp> {
    let columns = stamp_columns(dialect);
    let written: Option<String> = match dialect {
        Dialect::Postgres => sql.text(" RETURNING ").text(&columns).get_result(connexion).optional()?,
        Dialect::Sqlite => match sql.execute(connexion)? {
            0 => None,
            _ => Sql::<Text>::new(format!("SELECT {columns} FROM dossier WHERE id = "))
                .bind(id.to_string())
                .get_result(connexion)
                .optional()?,
        },
    };
    let written = written.ok_or(StorageError::Conflict)?;
    type Read = (String, String, i32, String, String, String, String, Value);
    let damaged = |error: serde_json::Error| StorageError::Database(error.to_string());
    let (numero, date_traitement, version, cree_le, cree_par, modifie_le, modifie_par, delais): Read =
        serde_json::from_str(&written).map_err(damaged)?;
    let delais: DelaisLus = match delais {
        // SQLite gives the value of a subquery as text.
        Value::String(text) => serde_json::from_str(&text).map_err(damaged)?,
        value => serde_json::from_value(value).map_err(damaged)?,
    };
    let trace = Trace { cree_le, cree_par, modifie_le, modifie_par };
    Ok(Stamp { numero, date_traitement, version, trace, delais: echeances::delais_of(delais) })
}

fn insert_header(connexion: &mut Connexion, dialect: Dialect, entete: &Fiche) -> Result<Stamp> {
    // There already: this very save was committed, and the line was cut before it was known.
    let sql = insert_sql(dialect, Table::Dossier, &[entete], None).text(" ON CONFLICT (id) DO NOTHING");
    write_header(connexion, dialect, sql, entete.id)
}

fn update_header(
    connexion: &mut Connexion,
    dialect: Dialect,
    plans: &[TablePlan<'_>],
    entete: &Fiche,
    version: i32,
) -> Result<Stamp> {
    let changed = plans.iter().find(|plan| plan.table == Table::Dossier).and_then(|plan| plan.changed.first());
    let mut sql = Sql::new("UPDATE dossier SET ").sent_whole(dialect);
    // The header is written even when only a child changed: its version stands for the whole.
    for (at, cle) in changed.map_or(&[][..], |(cles, _)| cles.as_slice()).iter().enumerate() {
        sql.push(&format!("{}{} = ", if at > 0 { ", " } else { "" }, cle.champ().colonne));
        push_value(&mut sql, dialect, entete, *cle);
    }
    if changed.is_none() {
        sql.push("etat = etat");
    }
    sql.push(" WHERE id = ");
    sql.push_bind(entete.id.to_string());
    sql.push(dialect.cast_id());
    sql.push(" AND version = ");
    sql.push_bind(version.to_string());
    sql.push(dialect.cast_integer());
    write_header(connexion, dialect, sql, entete.id)
}

pub(super) fn push_value<ST>(sql: &mut Sql<ST>, dialect: Dialect, fiche: &Fiche, cle: Cle) {
    let champ = cle.champ();
    if champ.nature == Nature::Oui {
        sql.push_bind(dialect.oui(fiche.oui(cle)));
    } else {
        sql.push_bind(fiche.get(cle));
    }
    sql.push(dialect.cast(champ));
}

/// `place` is the dossier and the territory that rows below the dossier carry.
pub(super) fn insert_sql<ST>(dialect: Dialect, table: Table, rows: &[&Fiche], place: Option<(Uuid, &str)>) -> Sql<ST> {
    // Left out, a column that only the base fills takes its default.
    let written: Vec<Cle> = Cle::all(table)
        .filter(|cle| !rows.iter().all(|row| row.get(*cle).is_empty() && cle.champ().nature != Nature::Oui))
        .collect();
    let mut sql = Sql::new(format!("INSERT INTO {} (id", table.nom())).sent_whole(dialect);
    if place.is_some() && table.belongs_to_dossier() {
        sql.push(", dossier_id, territoire");
    }
    for cle in &written {
        sql.push(", ");
        sql.push(cle.champ().colonne);
    }
    sql.push(") VALUES ");
    for (at, row) in rows.iter().enumerate() {
        sql.push(if at > 0 { ", (" } else { "(" });
        sql.push_bind(row.id.to_string());
        sql.push(dialect.cast_id());
        if let Some((dossier_id, territoire)) = place.filter(|_| table.belongs_to_dossier()) {
            sql.push(", ");
            sql.push_bind(dossier_id.to_string());
            sql.push(dialect.cast_id());
            sql.push(", ");
            sql.push_bind(territoire);
        }
        for cle in &written {
            sql.push(", ");
            push_value(&mut sql, dialect, row, *cle);
        }
        sql.push(")");
    }
    sql
}

fn insert(
    connexion: &mut Connexion,
    dialect: Dialect,
    table: Table,
    rows: &[&Fiche],
    place: Option<(Uuid, &str)>,
) -> Result<()> {
    // SQLite binds at most 32,766 values in one statement.
    for rows in rows.chunks(500) {
        insert_sql::<()>(dialect, table, rows, place).execute(connexion)?;
    }
    Ok(())
}

pub(super) fn update(
    connexion: &mut Connexion,
    dialect: Dialect,
    table: Table,
    cles: &[Cle],
    rows: &[&Fiche],
) -> Result<()> {
    let nom = table.nom();
    for rows in rows.chunks(500) {
        let mut sql = Sql::<()>::new(format!("UPDATE {nom} SET ")).sent_whole(dialect);
        for (at, cle) in cles.iter().enumerate() {
            sql.push(&format!("{}{} = v.column{}", if at > 0 { ", " } else { "" }, cle.champ().colonne, at + 3));
        }
        sql.push(" FROM (VALUES ");
        for (at, row) in rows.iter().enumerate() {
            sql.push(if at > 0 { ", (" } else { "(" });
            sql.push_bind(row.id.to_string());
            sql.push(dialect.cast_id());
            sql.push(", ");
            sql.push_bind(row.version.to_string());
            // Compared with a column, unlike the rest, so SQLite needs its type too.
            sql.push(match dialect {
                Dialect::Postgres => "::integer",
                Dialect::Sqlite => " + 0",
            });
            for cle in cles {
                sql.push(", ");
                push_value(&mut sql, dialect, row, *cle);
            }
            sql.push(")");
        }
        sql.push(&format!(") AS v WHERE {nom}.id = v.column1"));
        // A person may be open in another dossier; the other rows stand behind the header's version.
        if table == Table::Enfant {
            sql.push(" AND enfant.version = v.column2");
        }
        if sql.execute(connexion)? != rows.len() {
            return Err(StorageError::Conflict);
        }
    }
    Ok(())
}

/// The principal motive moves from one row to another: both would be principal for a moment, which
/// the base refuses.
fn free_principal(connexion: &mut Connexion, dialect: Dialect, plans: &[TablePlan<'_>]) -> Result<()> {
    let motives = plans.iter().filter(|plan| plan.table == Table::MotifEnfant).flat_map(|plan| &plan.changed);
    let freed: Vec<&Fiche> = motives
        .filter(|(cles, _)| cles.contains(&motif::PRINCIPAL))
        .flat_map(|(_, rows)| rows.iter().copied())
        .collect();
    if freed.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::<()>::new(format!("UPDATE motif_enfant SET principal = {} WHERE id IN (", dialect.no()))
        .sent_whole(dialect);
    for (at, row) in freed.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" });
        sql.push_bind(row.id.to_string());
        sql.push(dialect.cast_id());
    }
    sql.text(")").execute(connexion)?;
    Ok(())
}

fn remove(connexion: &mut Connexion, dialect: Dialect, plan: &TablePlan<'_>) -> Result<()> {
    for rows in plan.removed.chunks(500) {
        let mut sql = Sql::<()>::new(format!("DELETE FROM {} WHERE id IN (", plan.table.nom())).sent_whole(dialect);
        for (at, row) in rows.iter().enumerate() {
            sql.push(if at > 0 { ", " } else { "" });
            sql.push_bind(row.id.to_string());
            sql.push(dialect.cast_id());
        }
        sql.text(")").execute(connexion)?;
    }
    Ok(())
}

fn saved(after: &Dossier, plans: &[TablePlan<'_>], stamp: Stamp) -> Lu {
    let mut dossier = after.clone();
    for plan in plans {
        let written = plan.added.iter().chain(plan.changed.iter().flat_map(|(_, rows)| rows));
        for id in written.map(|row| row.id).collect::<Vec<_>>() {
            if let Some(fiche) = dossier.fiches.iter_mut().find(|fiche| fiche.id == id) {
                fiche.version += 1;
            }
        }
    }
    if let Some(entete) = dossier.fiches.iter_mut().find(|fiche| fiche.table == Table::Dossier) {
        entete.version = stamp.version;
        entete.set(dossier::NUMERO, stamp.numero);
        entete.set(dossier::DATE_TRAITEMENT, stamp.date_traitement);
    }
    Lu { dossier, trace: stamp.trace }
}
