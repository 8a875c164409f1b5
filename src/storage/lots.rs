//! Many dossiers changed in one transaction: a few statements for all of them, each one's version
//! checked. One that somebody changed meanwhile is left as it is, and told.

use std::collections::{BTreeMap, BTreeSet};

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;
use uuid::Uuid;

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::echeance::Echeance;
use crate::domain::{Cle, Dossier, Fiche, Table};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::plan::plan;
use super::save::{insert_sql, push_value};
use super::sql::Sql;
use super::{Result, StorageError, echeances};

/// As read, and as it should be.
pub type Change = (Dossier, Dossier);

/// Writes them; gives those that were written, as the base now holds them. The others were changed by
/// somebody else, or are no more.
///
/// # Errors
/// Refused when anything but the header and the services changes: nothing is written then, nor on any other error.
pub fn save(connexion: &mut Connexion, changes: &[Change]) -> Result<Vec<Dossier>> {
    let dialect = Dialect::of(connexion);
    // Headers with the same changed fields go together.
    let mut groups: BTreeMap<Vec<Cle>, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        let plans = plan(&change.0, &change.1);
        if plans.iter().any(|plan| !matches!(plan.table, Table::Dossier | Table::Traitement)) {
            return Err(StorageError::Refused(
                "Un lot ne change que l’état et les services\u{a0}; rien n’a été changé".to_owned(),
            ));
        }
        let header = plans.iter().find(|plan| plan.table == Table::Dossier).and_then(|plan| plan.changed.first());
        groups.entry(header.map(|(cles, _)| cles.clone()).unwrap_or_default()).or_default().push(change);
    }
    let mut written = BTreeSet::new();
    for (cles, group) in &groups {
        for chunk in group.chunks(200) {
            written.extend(headers(connexion, dialect, cles, chunk)?);
        }
    }
    let done: Vec<&Change> =
        changes.iter().filter(|(_, after)| after.id().is_some_and(|id| written.contains(&id))).collect();
    services(connexion, dialect, &done)?;
    let delais = echeances::delais(connexion)?;
    let due: Vec<(&Fiche, Vec<Echeance>)> =
        done.iter().filter_map(|(_, after)| Some((after.entete()?, echeances::open(after, &delais)))).collect();
    let ids: Vec<Uuid> = due.iter().map(|(entete, _)| entete.id).collect();
    if !ids.is_empty() {
        let mut sql = Sql::<()>::new("DELETE FROM echeance WHERE ");
        super::grille::push_ids(&mut sql, dialect, "dossier_id", &ids);
        sql.execute(connexion)?;
    }
    echeances::insert(
        connexion,
        dialect,
        due.iter().flat_map(|(entete, all)| all.iter().map(move |one| (*entete, one))),
    )?;
    Ok(done.into_iter().map(saved).collect())
}

/// One statement for these headers; gives those whose version was the one read.
fn headers(connexion: &mut Connexion, dialect: Dialect, cles: &[Cle], group: &[&Change]) -> Result<Vec<Uuid>> {
    let mut sql = Sql::<Text>::new("UPDATE dossier SET ").sent_whole(dialect);
    if cles.is_empty() {
        sql.push("etat = dossier.etat");
    }
    for (at, cle) in cles.iter().enumerate() {
        sql.push(&format!("{}{} = v.column{}", if at > 0 { ", " } else { "" }, cle.champ().colonne, at + 3));
    }
    sql.push(" FROM (VALUES ");
    let mut first = true;
    for (before, after) in group {
        let (Some(old), Some(entete)) = (before.entete(), after.entete()) else { continue };
        sql.push(if first { "(" } else { ", (" });
        first = false;
        sql.push_bind(entete.id.to_string());
        sql.push(dialect.cast_id());
        sql.push(", ");
        sql.push_bind(old.version.to_string());
        sql.push(match dialect {
            Dialect::Postgres => "::integer",
            Dialect::Sqlite => " + 0",
        });
        for cle in cles {
            sql.push(", ");
            push_value(&mut sql, dialect, entete, *cle);
        }
        sql.push(")");
    }
    if first {
        return Ok(Vec::new());
    }
    sql.push(&format!(
        ") AS v WHERE dossier.id = v.column1 AND dossier.version = v.column2 RETURNING dossier.id{}",
        dialect.as_text()
    ));
    let ids: Vec<String> = sql.load(connexion)?;
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}

/// The rows of services that come, go or change.
fn services(connexion: &mut Connexion, dialect: Dialect, done: &[&Change]) -> Result<()> {
    let mut gone: Vec<Uuid> = Vec::new();
    for (before, after) in done {
        let Some(entete) = after.entete() else { continue };
        for plan in plan(before, after).iter().filter(|plan| plan.table == Table::Traitement) {
            gone.extend(plan.removed.iter().map(|row| row.id));
            if !plan.added.is_empty() {
                let place = Some((entete.id, entete.get(dossier::TERRITOIRE)));
                insert_sql::<()>(dialect, Table::Traitement, &plan.added, place).execute(connexion)?;
            }
            for (cles, rows) in &plan.changed {
                super::save::update(connexion, dialect, Table::Traitement, cles, rows)?;
            }
        }
    }
    if !gone.is_empty() {
        let mut sql = Sql::<()>::new("DELETE FROM traitement WHERE ");
        super::grille::push_ids(&mut sql, dialect, "id", &gone);
        sql.execute(connexion)?;
    }
    Ok(())
}

/// As the base holds it now: the header's version moved, and that of each row that was written.
fn saved((before, after): &Change) -> Dossier {
    let mut now = after.clone();
    for fiche in &mut now.fiches {
        let old = before.fiche(fiche.id);
        let moved = match (fiche.table, old) {
            (Table::Dossier, _) | (_, None) => true,
            (_, Some(old)) => old != fiche,
        };
        fiche.version = old.map_or(0, |old| old.version) + i32::from(moved);
    }
    now
}
