//! Two persons found to be one, and the same undone: rows change hands, nothing is copied or lost.

use diesel::sql_types::Text;
use diesel::{OptionalExtension as _, RunQueryDsl as _};
use uuid::Uuid;

use super::connection::Connexion;
use super::dialect::Dialect;
use super::fratries;
use super::sql::Sql;
use super::{Result, StorageError};

/// What hung on `absorbe` hangs on `garde` from now on. Gives the name of the merge, to undo it by.
///
/// # Errors
/// Refused when both stand in one dossier, or when one of them is merged already.
pub fn merge(connexion: &mut Connexion, garde: Uuid, absorbe: Uuid, motif: &str) -> Result<Uuid> {
    let dialect = Dialect::of(connexion);
    let refuse = |sentence: &str| Err(StorageError::Refused(sentence.to_owned()));
    if garde == absorbe {
        return refuse("C’est déjà la même personne ; rien n’a été changé");
    }
    if of_absorbed(connexion, dialect, absorbe)?.is_some() || of_absorbed(connexion, dialect, garde)?.is_some() {
        return refuse("L’une des deux personnes est déjà réunie à une autre ; défaites d’abord cette réunion");
    }
    let rows = |id: Uuid| {
        Sql::<(Text, Text)>::new(format!(
            "SELECT id{text}, dossier_id{text} FROM enfant_concerne WHERE enfant_id = ",
            text = dialect.as_text()
        ))
        .bind(id.to_string())
        .text(dialect.cast_id())
        .text(" ORDER BY id")
    };
    let kept: Vec<(String, String)> = rows(garde).load(connexion)?;
    let moved: Vec<(String, String)> = rows(absorbe).load(connexion)?;
    if moved.iter().any(|(_, dossier)| kept.iter().any(|(_, other)| other == dossier)) {
        return refuse(
            "Les deux enfants figurent dans un même dossier ; retirez-en un de ce dossier, puis réunissez-les",
        );
    }
    let liens: Vec<&str> = moved.iter().map(|(row, _)| row.as_str()).collect();
    let id = Uuid::now_v7();
    Sql::<()>::new("INSERT INTO fusion_enfant (id, garde, absorbe, liens, motif) VALUES (")
        .bind(id.to_string())
        .text(&format!("{}, ", dialect.cast_id()))
        .bind(garde.to_string())
        .text(&format!("{}, ", dialect.cast_id()))
        .bind(absorbe.to_string())
        .text(&format!("{}, ", dialect.cast_id()))
        .bind(serde_json::to_string(&liens).map_err(|error| StorageError::Database(error.to_string()))?)
        .text(", ")
        .bind(motif)
        .text(")")
        .execute(connexion)?;
    hand_over(connexion, dialect, &liens, absorbe, garde)?;
    Ok(id)
}

/// The rows that the merge moved go back, whenever it was; those added since stay where they are.
///
/// # Errors
/// Refused when it is undone already.
pub fn unmerge(connexion: &mut Connexion, fusion: Uuid) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let text = dialect.as_text();
    let found: Option<(String, String, String)> = Sql::<(Text, Text, Text)>::new(format!(
        "SELECT garde{text}, absorbe{text}, liens FROM fusion_enfant WHERE defaite_le IS NULL AND id = "
    ))
    .bind(fusion.to_string())
    .text(dialect.cast_id())
    .get_result(connexion)
    .optional()?;
    let Some((garde, absorbe, liens)) = found else {
        return Err(StorageError::Refused("Cette réunion est déjà défaite ; rien n’a été changé".to_owned()));
    };
    let damaged = |_| StorageError::Database("réunion illisible".to_owned());
    let liens: Vec<String> = serde_json::from_str(&liens).map_err(damaged)?;
    let ids = |text: &str| text.parse::<Uuid>().map_err(|error| StorageError::Database(error.to_string()));
    let liens: Vec<&str> = liens.iter().map(String::as_str).collect();
    hand_over(connexion, dialect, &liens, ids(&garde)?, ids(&absorbe)?)?;
    let (now, who) = match dialect {
        Dialect::Postgres => ("now()", "session_user"),
        Dialect::Sqlite => ("strftime('%Y-%m-%dT%H:%M:%fZ','now')", "vigie_utilisateur()"),
    };
    Sql::<()>::new(format!("UPDATE fusion_enfant SET defaite_le = {now}, defaite_par = {who} WHERE id = "))
        .bind(fusion.to_string())
        .text(dialect.cast_id())
        .execute(connexion)?;
    Ok(())
}

/// The merge that this person was absorbed by, if it stands.
pub fn of_absorbed(connexion: &mut Connexion, dialect: Dialect, absorbe: Uuid) -> Result<Option<Uuid>> {
    let found: Option<String> = Sql::<Text>::new(format!(
        "SELECT id{} FROM fusion_enfant WHERE defaite_le IS NULL AND absorbe = ",
        dialect.as_text()
    ))
    .bind(absorbe.to_string())
    .text(dialect.cast_id())
    .get_result(connexion)
    .optional()?;
    Ok(found.and_then(|id| id.parse().ok()))
}

/// Gives rows from one person to another. Their dossiers count as changed: whoever has one open is told.
fn hand_over(connexion: &mut Connexion, dialect: Dialect, liens: &[&str], from: Uuid, to: Uuid) -> Result<()> {
    if liens.is_empty() {
        return Ok(());
    }
    let among = |sql: &mut Sql<()>| {
        for (at, lien) in liens.iter().enumerate() {
            sql.push(if at > 0 { ", " } else { "" });
            sql.push_bind((*lien).to_owned());
            sql.push(dialect.cast_id());
        }
        sql.push(")");
    };
    let mut sql = Sql::<()>::new("UPDATE enfant_concerne SET enfant_id = ");
    sql.push_bind(to.to_string());
    sql.push(&format!("{} WHERE enfant_id = ", dialect.cast_id()));
    sql.push_bind(from.to_string());
    sql.push(&format!("{} AND id IN (", dialect.cast_id()));
    among(&mut sql);
    sql.execute(connexion)?;
    let mut sql = Sql::<()>::new(
        "UPDATE dossier SET etat = etat WHERE id IN (SELECT dossier_id FROM enfant_concerne WHERE id IN (",
    );
    among(&mut sql);
    sql.text(")").execute(connexion)?;
    fratries::refresh_of(connexion, dialect, to)
}
