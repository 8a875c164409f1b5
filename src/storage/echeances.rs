//! What is due, kept beside each dossier: written with it, counted by the home screen.

use diesel::RunQueryDsl as _;

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::echeance::{self, Delai, Echeance};
use crate::domain::{Dossier, Fiche};

use super::Result;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;

/// Delays as one JSON value, to be read with something else: no round trip of its own.
pub(super) fn delais_column(dialect: Dialect) -> String {
    let (array, group) = (dialect.json_array(), dialect.json_group());
    format!(
        "(SELECT {group}({array}(code, libelle, longueur, unite, depart, article, condition)) FROM delai WHERE actif = {})",
        dialect.yes()
    )
}

/// As [`delais_column`] gives them.
pub(super) type DelaisLus = Option<Vec<(String, String, u32, String, String, String, String)>>;

pub(super) fn delais_of(rows: DelaisLus) -> Vec<Delai> {
    rows.unwrap_or_default()
        .into_iter()
        .map(|(code, libelle, longueur, unite, depart, article, condition)| Delai {
            code,
            libelle,
            longueur,
            unite,
            depart,
            article,
            condition,
        })
        .collect()
}

/// What waits, the only thing that is kept.
pub(super) fn open(dossier: &Dossier, delais: &[Delai]) -> Vec<Echeance> {
    let mut all = echeance::of_dossier(dossier, delais);
    all.retain(|echeance| echeance.done.is_none());
    all
}

/// Writes what is due after a save, if it is not what was due before.
pub(super) fn refresh(
    connexion: &mut Connexion,
    dialect: Dialect,
    before: &Dossier,
    after: &Dossier,
    delais: &[Delai],
) -> Result<()> {
    let Some(entete) = after.entete() else { return Ok(()) };
    let (old, new) = (open(before, delais), open(after, delais));
    let key = |all: &[Echeance]| -> Vec<_> {
        all.iter().map(|one| (one.code.clone(), one.objet, one.service.clone(), one.start, one.due)).collect()
    };
    if key(&old) == key(&new) {
        return Ok(());
    }
    if before.entete().is_some() {
        let sql = Sql::<()>::new("DELETE FROM echeance WHERE dossier_id = ").bind(entete.id.to_string());
        sql.text(dialect.cast_id()).execute(connexion)?;
    }
    insert(connexion, dialect, new.iter().map(|echeance| (entete, echeance)))
}

/// Many rows in few statements.
pub(super) fn insert<'a>(
    connexion: &mut Connexion,
    dialect: Dialect,
    rows: impl Iterator<Item = (&'a Fiche, &'a Echeance)>,
) -> Result<()> {
    let rows: Vec<_> = rows.collect();
    let date = match dialect {
        Dialect::Postgres => "::date",
        Dialect::Sqlite => "",
    };
    for rows in rows.chunks(1000) {
        let mut sql = Sql::<()>::new(
            "INSERT INTO echeance (dossier_id, territoire, objet, code, service, depart_le, due_le) VALUES ",
        );
        for (at, (entete, echeance)) in rows.iter().enumerate() {
            sql.push(if at > 0 { ", (" } else { "(" });
            sql.push_bind(entete.id.to_string());
            sql.push(&format!("{}, ", dialect.cast_id()));
            sql.push_bind(entete.get(dossier::TERRITOIRE));
            sql.push(", ");
            sql.push_bind(echeance.objet.to_string());
            sql.push(&format!("{}, ", dialect.cast_id()));
            sql.push_bind(echeance.code.clone());
            sql.push(", ");
            sql.push_bind(echeance.service.clone());
            for day in [echeance.start, echeance.due] {
                sql.push(", ");
                sql.push_bind(day.to_string());
                sql.push(date);
            }
            sql.push(")");
        }
        sql.execute(connexion)?;
    }
    Ok(())
}
