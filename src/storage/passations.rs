//! A dossier goes to another territory once that one accepts: what is asked, and what is answered.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{Integer, Nullable, Text};
use uuid::Uuid;

use crate::domain::passation::Passation;

use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Result, StorageError};

/// The wishes on this dossier, the latest first; without one, those that this person is asked to answer. On
/// PostgreSQL they are read as texts are: the right checked, a line left.
pub fn read(connexion: &mut Connexion, dossier: Option<Uuid>) -> Result<Vec<Passation>> {
    let dossier = dossier.map(|id| id.to_string()).unwrap_or_default();
    let sql = match Dialect::of(connexion) {
        Dialect::Postgres => Sql::<Nullable<Text>>::new("CALL lire_passations(")
            .sent_whole(Dialect::Postgres)
            .bind(dossier)
            .text(", NULL)"),
        Dialect::Sqlite => Sql::new(
            "SELECT json_group_array(json_array(p.id, p.dossier_id, p.numero, p.fratrie, p.de, p.vers, p.motif, p.etat, p.reponse, \
             p.cree_le, p.cree_par, p.repondue_le, p.repondue_par, 'oui')) \
             FROM (SELECT p.*, d.numero, d.fratrie FROM passation p JOIN dossier d ON d.id = p.dossier_id WHERE CASE WHEN ",
        )
        .bind(&*dossier)
        .text(" IS NULL THEN p.etat = 'demandee' ELSE p.dossier_id = ")
        .bind(&*dossier)
        .text(" END ORDER BY p.id DESC LIMIT 200) p"),
    };
    let rows: Option<String> = sql.get_result(connexion)?;
    let rows: Vec<[Option<String>; 14]> = rows
        .map_or(Ok(Vec::new()), |rows| serde_json::from_str(&rows))
        .map_err(|error| StorageError::Database(error.to_string()))?;
    Ok(rows.into_iter().filter_map(|row| passation(row.map(Option::unwrap_or_default))).collect())
}

fn passation(row: [String; 14]) -> Option<Passation> {
    let [id, dossier, numero, fratrie, de, vers, motif, etat, reponse, demandee_le, demandee_par, le, par, mine] = row;
    Some(Passation {
        id: id.parse().ok()?,
        dossier: dossier.parse().ok()?,
        numero,
        fratrie,
        de,
        vers,
        motif,
        etat,
        reponse,
        demandee_le,
        demandee_par,
        repondue_le: le,
        repondue_par: par,
        a_repondre: !mine.is_empty(),
    })
}

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
    if !accepted && reponse.trim().is_empty() {
        return Err(StorageError::Refused(
            "Un refus se motive\u{a0}; dites pourquoi le dossier reste où il est".to_owned(),
        ));
    }
    end(connexion, passation, if accepted { "acceptee" } else { "refusee" }, reponse)?;
    // On PostgreSQL the base moves it: who accepts has no right on it before.
    let dialect = Dialect::of(connexion);
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

/// Who asked thinks better of it: the dossier stays, and the other territory is asked no more.
///
/// # Errors
/// Refused when it was answered already.
pub fn withdraw(connexion: &mut Connexion, passation: Uuid, motif: &str) -> Result<()> {
    end(connexion, passation, "retiree", motif)
}

fn end(connexion: &mut Connexion, passation: Uuid, etat: &str, reponse: &str) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let (now, who) = match dialect {
        Dialect::Postgres => ("now()", "session_user"),
        Dialect::Sqlite => ("strftime('%Y-%m-%dT%H:%M:%fZ','now')", "vigie_utilisateur()"),
    };
    let written = Sql::<()>::new(format!(
        "UPDATE passation SET etat = '{etat}', repondue_le = {now}, repondue_par = {who}, reponse = "
    ))
    .bind(reponse)
    .text(" WHERE etat = 'demandee' AND id = ")
    .bind(passation.to_string())
    .text(dialect.cast_id())
    .execute(connexion)?;
    if written == 0 {
        return Err(StorageError::Refused("Cette passation a déjà sa réponse\u{a0}; rien n’a été changé".to_owned()));
    }
    Ok(())
}
