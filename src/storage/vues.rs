//! Views of the Dossiers screen kept under a name: one's own, and those that others share.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{Bool, Integer, Text};
use uuid::Uuid;

use crate::domain::vue::{Vue, VueGardee};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Result, StorageError};

/// By name; those of others only when they share them.
pub fn list(connexion: &mut Connexion, me: &str) -> Result<Vec<VueGardee>> {
    let dialect = Dialect::of(connexion);
    let rows: Vec<(String, String, bool, String, i32, String)> = Sql::<(Text, Text, Bool, Text, Integer, Text)>::new(format!(
        "SELECT id{}, nom, partagee, cree_par, version, contenu FROM vue_dossiers WHERE partagee = {} OR cree_par = ",
        dialect.as_text(),
        dialect.yes()
    ))
    .bind(me)
    .text(" ORDER BY lower(nom), id")
    .load(connexion)?;
    let vue = |(id, nom, partagee, auteur, version, contenu): (String, String, bool, String, i32, String)| {
        Some(VueGardee { id: id.parse().ok()?, nom, partagee, auteur, version, vue: Vue::from_json(&contenu) })
    };
    Ok(rows.into_iter().filter_map(vue).collect())
}

/// A new one, or the same changed.
///
/// # Errors
/// Refused without a name, or when it is another person's; [`StorageError::Conflict`] when it was changed meanwhile.
pub fn keep(connexion: &mut Connexion, vue: &VueGardee, me: &str) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let nom = vue.nom.trim();
    if nom.is_empty() {
        return Err(StorageError::Refused("Donnez un nom à cette vue\u{a0}; rien n’a été enregistré".to_owned()));
    }
    let shared = dialect.oui(vue.partagee);
    let yes = if dialect == Dialect::Postgres { "::boolean" } else { "" };
    if vue.version == 0 {
        Sql::<()>::new("INSERT INTO vue_dossiers (id, nom, partagee, contenu) VALUES (")
            .bind(vue.id.to_string())
            .text(&format!("{}, ", dialect.cast_id()))
            .bind(nom)
            .text(", ")
            .bind(shared)
            .text(&format!("{yes}, "))
            .bind(vue.vue.to_json())
            .text(")")
            .execute(connexion)?;
        return Ok(());
    }
    let written = Sql::<()>::new("UPDATE vue_dossiers SET nom = ")
        .bind(nom)
        .text(", partagee = ")
        .bind(shared)
        .text(&format!("{yes}, contenu = "))
        .bind(vue.vue.to_json())
        .text(" WHERE id = ")
        .bind(vue.id.to_string())
        .text(&format!("{} AND version = ", dialect.cast_id()))
        .bind(vue.version.to_string())
        .text(&format!("{} AND cree_par = ", dialect.cast_integer()))
        .bind(me)
        .execute(connexion)?;
    if written == 0 { Err(StorageError::Conflict) } else { Ok(()) }
}

/// Only one's own.
///
/// # Errors
/// Refused when it is another person's, or gone.
pub fn remove(connexion: &mut Connexion, id: Uuid, me: &str) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let removed = Sql::<()>::new("DELETE FROM vue_dossiers WHERE id = ")
        .bind(id.to_string())
        .text(&format!("{} AND cree_par = ", dialect.cast_id()))
        .bind(me)
        .execute(connexion)?;
    if removed == 0 {
        return Err(StorageError::Refused(
            "Cette vue est à quelqu’un d’autre, ou n’est plus là\u{a0}; rien n’a été changé".to_owned(),
        ));
    }
    Ok(())
}
