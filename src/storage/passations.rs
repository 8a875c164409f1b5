//! A dossier goes to another territory once that one accepts: what is asked, and what is answered.

use diesel::RunQueryDsl as _;
use diesel::sql_types::Integer;
use uuid::Uuid;

use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Result, StorageError};

/// Asks `vers` to take the dossier. Gives the name of the wish.
///
/// # Errors
/// Refused when the dossier is there already, or when one is waiting.
pub fn ask(connexion: &mut Connexion, dossier: Uuid, vers: &str, motif: &str) -> Result<Uuid> {
    let dialect = Dialect::of(connexion);
    let waiting: i32 = Sql::<Integer>::new(
        "SELECT CAST(count(*) AS integer) FROM passation WHERE etat = 'demandee' AND dossier_id = ",
    )
    .bind(dossier.to_string())
    .text(dialect.cast_id())
    .get_result(connexion)?;
    if waiting > 0 {
        return Err(StorageError::Refused("Une passation de ce dossier attend déjà sa réponse".to_owned()));
    }
    let id = Uuid::now_v7();
    let written = Sql::<()>::new("INSERT INTO passation (id, dossier_id, territoire, de, vers, motif) SELECT ")
        .bind(id.to_string())
        .text(&format!("{}, id, territoire, territoire, ", dialect.cast_id()))
        .bind(vers)
        .text(", ")
        .bind(motif)
        .text(" FROM dossier WHERE id = ")
        .bind(dossier.to_string())
        .text(&format!("{} AND territoire <> ", dialect.cast_id()))
        .bind(vers)
        .execute(connexion)?;
    if written == 0 {
        return Err(StorageError::Refused("Ce dossier est déjà dans ce territoire ; rien n’a été changé".to_owned()));
    }
    Ok(id)
}

/// Accepted, the dossier changes territory with all that hangs on it; refused, it stays and the
/// reason is kept.
///
/// # Errors
/// Refused when it was answered already, or refused without a reason.
pub fn answer(connexion: &mut Connexion, passation: Uuid, accepted: bool, reponse: &str) -> Result<()> {
    let dialect = Dialect::of(connexion);
    if !accepted && reponse.trim().is_empty() {
        return Err(StorageError::Refused("Un refus se motive : dites pourquoi le dossier reste où il est".to_owned()));
    }
    let (now, who) = match dialect {
        Dialect::Postgres => ("now()", "session_user"),
        Dialect::Sqlite => ("strftime('%Y-%m-%dT%H:%M:%fZ','now')", "vigie_utilisateur()"),
    };
    let etat = if accepted { "acceptee" } else { "refusee" };
    let written = Sql::<()>::new(format!(
        "UPDATE passation SET etat = '{etat}', repondue_le = {now}, repondue_par = {who}, reponse = "
    ))
    .bind(reponse)
    .text(" WHERE etat = 'demandee' AND id = ")
    .bind(passation.to_string())
    .text(dialect.cast_id())
    .execute(connexion)?;
    if written == 0 {
        return Err(StorageError::Refused("Cette passation a déjà sa réponse ; rien n’a été changé".to_owned()));
    }
    // On PostgreSQL the base moves it: who accepts has no right on it before.
    if accepted && dialect == Dialect::Sqlite {
        Sql::<()>::new("UPDATE dossier SET territoire = (SELECT vers FROM passation WHERE id = ")
            .bind(passation.to_string())
            .text(&format!("{}) WHERE id = (SELECT dossier_id FROM passation WHERE id = ", dialect.cast_id()))
            .bind(passation.to_string())
            .text(&format!("{})", dialect.cast_id()))
            .execute(connexion)?;
    }
    Ok(())
}
