//! Letters kept: as drafts, then frozen; found again by dossier, day, template and recipient.

use chrono::NaiveDate;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel::{OptionalExtension as _, RunQueryDsl as _};
use uuid::Uuid;

use crate::domain::courrier::{EtatCourrier, FiltreCourrier, LigneCourrier, NouveauCourrier};
use crate::domain::lettre::Lettre;
use crate::domain::nom;

use super::connection::Connexion;
use super::dialect::Dialect;
use super::save::in_transaction;
use super::sql::Sql;
use super::{Result, StorageError};

/// Rows of one statement: ten values each, well under what either base takes.
const ROWS: usize = 100;

/// Keeps letters: as drafts, or validated at once. All or none.
pub fn keep(connexion: &mut Connexion, courriers: &[NouveauCourrier], etat: EtatCourrier) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let (id, integer) = (dialect.cast_id(), dialect.cast_integer());
    let date = if dialect == Dialect::Postgres { "::date" } else { "" };
    in_transaction(connexion, |c| {
        for rows in courriers.chunks(ROWS) {
            let mut sql = Sql::<()>::new(
                "INSERT INTO courrier (id, dossier_id, territoire, modele, revision, jour, destinataire, cle_destinataire, objet, lettre) VALUES ",
            );
            for (at, courrier) in rows.iter().enumerate() {
                let lettre = serde_json::to_string(&courrier.lettre)
                    .map_err(|error| StorageError::Refused(error.to_string()))?;
                let jour = courrier.lettre.jour.map_or_else(String::new, |jour| jour.to_string());
                let cells = [
                    (courrier.id.to_string(), id),
                    (courrier.dossier.to_string(), id),
                    (courrier.territoire.clone(), ""),
                    (courrier.modele.clone(), ""),
                    (courrier.revision.to_string(), integer),
                    (jour, date),
                    (courrier.destinataire.clone(), ""),
                    (nom::fold(&courrier.destinataire), ""),
                    (courrier.lettre.objet.clone(), ""),
                    (lettre, ""),
                ];
                for (rank, (value, cast)) in cells.into_iter().enumerate() {
                    sql.push(match (at, rank) {
                        (0, 0) => "(",
                        (_, 0) => "), (",
                        _ => ", ",
                    });
                    sql.push_bind(value);
                    sql.push(cast);
                }
            }
            sql.push(")");
            sql.execute(c)?;
        }
        if etat == EtatCourrier::Brouillon {
            return Ok(());
        }
        let ids: Vec<Uuid> = courriers.iter().map(|courrier| courrier.id).collect();
        advance(c, &ids, EtatCourrier::Valide, None)?;
        if etat == EtatCourrier::Envoye {
            let jour = courriers.first().and_then(|courrier| courrier.lettre.jour);
            advance(c, &ids, EtatCourrier::Envoye, jour)?;
        }
        Ok(())
    })
}

/// Validates letters, or says that they were sent on `jour`. Their text is frozen by the first.
pub fn advance(connexion: &mut Connexion, ids: &[Uuid], etat: EtatCourrier, jour: Option<NaiveDate>) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let date = if dialect == Dialect::Postgres { "::date" } else { "" };
    for ids in ids.chunks(500) {
        let mut sql = Sql::<()>::new("UPDATE courrier SET etat = ").bind(etat.code());
        if let Some(jour) = jour.filter(|_| etat == EtatCourrier::Envoye) {
            sql = sql.text(", envoye_le = ").bind(jour.to_string()).text(date);
        }
        sql.push(" WHERE id IN (");
        push_ids(&mut sql, ids, dialect);
        sql.push(")");
        let changed = sql.execute(connexion)?;
        if changed != ids.len() {
            return Err(StorageError::Refused(
                "Un courrier n’est plus dans la base, ou vous n’y avez pas droit ; relisez le registre".to_owned(),
            ));
        }
    }
    Ok(())
}

pub(super) fn push_ids<ST>(sql: &mut Sql<ST>, ids: &[Uuid], dialect: Dialect) {
    for (at, id) in ids.iter().enumerate() {
        if at > 0 {
            sql.push(", ");
        }
        sql.push_bind(id.to_string());
        sql.push(dialect.cast_id());
    }
}

/// Changes the text of a draft.
pub fn edit(connexion: &mut Connexion, id: Uuid, lettre: &Lettre) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let text = serde_json::to_string(lettre).map_err(|error| StorageError::Refused(error.to_string()))?;
    let changed = Sql::<()>::new("UPDATE courrier SET objet = ")
        .bind(&lettre.objet)
        .text(", lettre = ")
        .bind(text)
        .text(" WHERE etat = 'brouillon' AND id = ")
        .bind(id.to_string())
        .text(dialect.cast_id())
        .execute(connexion)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StorageError::Refused("Ce courrier est déjà validé : son texte ne change plus".to_owned()))
    }
}

/// The pages of letters, in the order of `ids`: one round trip for five hundred.
pub fn lettres(connexion: &mut Connexion, ids: &[Uuid]) -> Result<Vec<Lettre>> {
    let dialect = Dialect::of(connexion);
    let mut found = std::collections::HashMap::new();
    for chunk in ids.chunks(500) {
        if dialect == Dialect::Postgres {
            found.extend(lettres_by_procedure(connexion, chunk)?);
            continue;
        }
        let mut sql =
            Sql::<(Text, Text)>::new(format!("SELECT id{}, lettre FROM courrier WHERE id IN (", dialect.as_text()));
        push_ids(&mut sql, chunk, dialect);
        sql.push(")");
        let rows: Vec<(String, String)> = sql.load(connexion)?;
        found.extend(rows);
    }
    ids.iter()
        .map(|id| {
            let text = found
                .get(&id.to_string())
                .ok_or_else(|| StorageError::Refused("Ce courrier n’est pas dans la base".to_owned()))?;
            serde_json::from_str(text).map_err(|_| StorageError::Database("courrier illisible".to_owned()))
        })
        .collect()
}

/// On PostgreSQL a letter is read as its dossier is: the right checked, a line left.
fn lettres_by_procedure(connexion: &mut Connexion, ids: &[Uuid]) -> Result<Vec<(String, String)>> {
    let damaged = |error: serde_json::Error| StorageError::Database(error.to_string());
    let sql = Sql::<Nullable<Text>>::new("CALL lire_courriers(")
        .sent_whole(Dialect::Postgres)
        .bind(serde_json::to_string(ids).map_err(damaged)?)
        .text(", NULL)");
    let rows: Option<String> = sql.get_result(connexion)?;
    rows.map_or(Ok(Vec::new()), |rows| serde_json::from_str(&rows).map_err(damaged))
}

/// The register, latest first.
pub fn register(connexion: &mut Connexion, filtre: &FiltreCourrier, limit: usize) -> Result<Vec<LigneCourrier>> {
    let dialect = Dialect::of(connexion);
    let text = dialect.as_text();
    let mut sql = Sql::<Row>::new(format!(
        "SELECT c.id{text}, c.dossier_id{text}, d.numero, c.modele, coalesce(m.libelle, c.modele), c.jour{text}, \
         c.destinataire, c.objet, c.etat, c.valide_le{text}, coalesce(c.valide_par, c.cree_par), c.envoye_le{text} \
         FROM courrier c JOIN dossier d ON d.id = c.dossier_id LEFT JOIN modele_courrier m ON m.code = c.modele"
    ));
    select(&mut sql, dialect, filtre);
    sql.push(" ORDER BY c.jour DESC, c.id DESC LIMIT ");
    sql.push_bind(limit.to_string());
    sql.push(dialect.cast_integer());
    let rows: Vec<Read> = sql.load(connexion)?;
    rows.into_iter()
        .map(line)
        .collect::<Option<_>>()
        .ok_or_else(|| StorageError::Database("registre illisible".to_owned()))
}

/// How many letters of the register the filter finds.
pub fn count(connexion: &mut Connexion, filtre: &FiltreCourrier) -> Result<u64> {
    let dialect = Dialect::of(connexion);
    let mut sql = Sql::<BigInt>::new("SELECT count(*) FROM courrier c JOIN dossier d ON d.id = c.dossier_id");
    select(&mut sql, dialect, filtre);
    Ok(sql.get_result::<i64>(connexion)?.unsigned_abs())
}

fn select<ST>(sql: &mut Sql<ST>, dialect: Dialect, filtre: &FiltreCourrier) {
    let date = if dialect == Dialect::Postgres { "::date" } else { "" };
    let mut word = " WHERE ";
    let mut and = |sql: &mut Sql<ST>, test: &str, value: &str, cast: &str| {
        sql.push(word);
        word = " AND ";
        sql.push(test);
        sql.push_bind(value);
        sql.push(cast);
    };
    if let Some(dossier) = filtre.dossier {
        and(sql, "c.dossier_id = ", &dossier.to_string(), dialect.cast_id());
    }
    for (test, value) in [
        ("d.numero = ", filtre.numero.as_str()),
        ("c.modele = ", &filtre.modele),
        ("c.etat = ", filtre.etat.map_or("", EtatCourrier::code)),
    ] {
        if !value.is_empty() {
            and(sql, test, value, "");
        }
    }
    let name = nom::fold(&filtre.destinataire);
    if !name.is_empty() {
        and(sql, "c.cle_destinataire >= ", &name, "");
        and(sql, "c.cle_destinataire < ", &nom::prefix_end(&name), "");
    }
    if let Some(from) = filtre.from {
        and(sql, "c.jour >= ", &from.to_string(), date);
    }
    if let Some(to) = filtre.to {
        and(sql, "c.jour <= ", &to.to_string(), date);
    }
    // As the order runs, so that a page costs the same wherever it begins.
    if let Some((jour, id)) = &filtre.apres {
        and(sql, "(c.jour, c.id) < (", jour, date);
        sql.push(", ");
        sql.push_bind(id.to_string());
        sql.push(dialect.cast_id());
        sql.push(")");
    }
}

type Null = Nullable<Text>;
type Row = (Text, Text, Null, Text, Text, Text, Text, Text, Text, Null, Null, Null);
type Known = Option<String>;
type Read = (String, String, Known, String, String, String, String, String, String, Known, Known, Known);

fn line(
    (id, dossier, numero, modele, libelle, jour, destinataire, objet, etat, valide_le, par, envoye_le): Read,
) -> Option<LigneCourrier> {
    Some(LigneCourrier {
        id: id.parse().ok()?,
        dossier: dossier.parse().ok()?,
        numero: numero.unwrap_or_default(),
        modele,
        libelle,
        jour,
        destinataire,
        objet,
        etat: EtatCourrier::from_code(&etat)?,
        valide_le: valide_le.unwrap_or_default(),
        par: par.unwrap_or_default(),
        envoye_le: envoye_le.unwrap_or_default(),
    })
}

/// Takes a draft away; what was validated stays.
pub fn remove_draft(connexion: &mut Connexion, id: Uuid) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let removed = Sql::<()>::new("DELETE FROM courrier WHERE etat = 'brouillon' AND id = ")
        .bind(id.to_string())
        .text(dialect.cast_id())
        .execute(connexion)?;
    if removed == 1 {
        Ok(())
    } else {
        Err(StorageError::Refused(
            "Ce courrier est validé ou n’est plus dans la base\u{a0}: il n’est pas supprimé".to_owned(),
        ))
    }
}

/// The numbers of these dossiers, in their order.
pub fn numeros(connexion: &mut Connexion, ids: &[Uuid]) -> Result<Vec<String>> {
    let dialect = Dialect::of(connexion);
    let mut numeros: Vec<String> = Vec::new();
    for ids in ids.chunks(500) {
        let mut sql = Sql::<Nullable<Text>>::new("SELECT numero FROM dossier WHERE id IN (");
        push_ids(&mut sql, ids, dialect);
        sql.push(")");
        let rows: Vec<Option<String>> = sql.load(connexion)?;
        numeros.extend(rows.into_iter().flatten());
    }
    numeros.sort();
    Ok(numeros)
}

/// The numbers of the dossiers whose service is late on `jour`, oldest deadline first.
pub fn late(connexion: &mut Connexion, jour: NaiveDate) -> Result<Vec<String>> {
    let date = if Dialect::of(connexion) == Dialect::Postgres { "::date" } else { "" };
    let rows: Vec<Option<String>> = Sql::<Nullable<Text>>::new(
        "SELECT d.numero FROM dossier d JOIN traitement t ON t.dossier_id = d.id \
         WHERE d.etat <> 'etat_dossier/clos' AND t.retour_le IS NULL AND (t.etat IS NULL OR t.etat NOT IN \
         ('etat_traitement/rendu', 'etat_traitement/clos', 'etat_traitement/annule')) \
         AND coalesce(t.echeance_le, d.echeance_le) < ",
    )
    .bind(jour.to_string())
    .text(date)
    .text(" GROUP BY d.id, d.numero ORDER BY min(coalesce(t.echeance_le, d.echeance_le)), d.numero")
    .load(connexion)
    .optional()?
    .unwrap_or_default();
    Ok(rows.into_iter().flatten().collect())
}
