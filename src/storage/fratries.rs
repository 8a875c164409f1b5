//! A child renamed in one dossier is renamed in the others' lists too: the fratrie that the Dossiers
//! screen shows and sorts by is kept beside each dossier.

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::enfant::personne::{NOM_NAISSANCE, NOM_USAGE, PRECISION_NAISSANCE, PRENOM};
use crate::domain::{Cle, Dossier, Fiche, Nature, Table, dossier, enfant};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::document::text_of;
use super::plan::TablePlan;
use super::sql::Sql;
use super::{Result, StorageError};

/// What a person's name in a list is made of.
const NOMS: [Cle; 4] = [NOM_USAGE, NOM_NAISSANCE, PRENOM, PRECISION_NAISSANCE];

/// Brings the other dossiers of renamed children up to date. Nothing is asked of the base when
/// nobody was renamed.
pub fn refresh(connexion: &mut Connexion, dialect: Dialect, plans: &[TablePlan<'_>], saved: Uuid) -> Result<()> {
    let changed = plans.iter().filter(|plan| plan.table == Table::Enfant).flat_map(|plan| &plan.changed);
    let renamed: Vec<&Fiche> = changed
        .filter(|(cles, _)| cles.iter().any(|cle| NOMS.contains(cle)))
        .flat_map(|(_, rows)| rows.iter().copied())
        .collect();
    if renamed.is_empty() {
        return Ok(());
    }
    write(connexion, dialect, &renamed, saved)
}

/// Brings every dossier of this person up to date.
pub fn refresh_of(connexion: &mut Connexion, dialect: Dialect, person: Uuid) -> Result<()> {
    write(connexion, dialect, &[&Fiche::with_id(Table::Enfant, person)], Uuid::nil())
}

fn write(connexion: &mut Connexion, dialect: Dialect, renamed: &[&Fiche], saved: Uuid) -> Result<()> {
    let rows: Vec<String> = names_of_others(dialect, renamed, saved).load(connexion)?;
    let fratries = rows.iter().map(|row| named(row)).collect::<Result<Vec<_>>>()?;
    if fratries.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::<()>::new("UPDATE dossier SET fratrie = v.column2, cle_fratrie = v.column3 FROM (VALUES ")
        .sent_whole(dialect);
    for (at, (id, named)) in fratries.iter().enumerate() {
        sql.push(if at > 0 { ", (" } else { "(" });
        sql.push_bind(id);
        sql.push(dialect.cast_id());
        sql.push(", ");
        sql.push_bind(dossier::fratrie(named));
        sql.push(", ");
        sql.push_bind(dossier::cle_fratrie(named));
        sql.push(")");
    }
    sql.push(") AS v WHERE dossier.id = v.column1");
    sql.execute(connexion)?;
    Ok(())
}

/// `[dossier, [[nom_usage, nom_naissance, prenom, precision], …]]` for each other dossier of theirs.
fn names_of_others(dialect: Dialect, renamed: &[&Fiche], saved: Uuid) -> Sql<Text> {
    let columns: Vec<String> = NOMS.iter().map(|cle| format!("e.{}", cle.champ().colonne)).collect();
    let (array, group, text) = (dialect.json_array(), dialect.json_group(), dialect.as_text());
    let mut sql = Sql::new(format!(
        "SELECT {array}(d.id, (SELECT {group}({array}({}) ORDER BY ec.rang, ec.id) FROM enfant_concerne ec JOIN enfant e ON e.id = ec.enfant_id \
         WHERE ec.dossier_id = d.id)){text} FROM dossier d WHERE d.id <> ",
        columns.join(", ")
    ))
    .sent_whole(dialect);
    sql.push_bind(saved.to_string());
    sql.push(dialect.cast_id());
    sql.push(" AND d.id IN (SELECT dossier_id FROM enfant_concerne WHERE enfant_id IN (");
    for (at, person) in renamed.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" });
        sql.push_bind(person.id.to_string());
        sql.push(dialect.cast_id());
    }
    sql.text("))")
}

/// A dossier of nothing but its children's names.
fn named(row: &str) -> Result<(String, Dossier)> {
    let damaged = || StorageError::Database("noms illisibles".to_owned());
    let (id, children): (String, Vec<Vec<Value>>) = serde_json::from_str(row).map_err(|_| damaged())?;
    let mut fiches = Vec::new();
    for names in children {
        let mut person = Fiche::new(Table::Enfant);
        for (cle, name) in NOMS.into_iter().zip(&names) {
            person.set(cle, text_of(name, Nature::Nom));
        }
        fiches.push(Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, person.id.to_string()));
        fiches.push(person);
    }
    Ok((id, Dossier { fiches }))
}
