//! Templates of letters and the letterhead: what comes with Vigie, what was edited since, who is written to.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{Bool, Integer, Text};

use crate::domain::carnet::{Carnet, Contact, REGLAGES};
use crate::domain::courrier::{ModeleGarde, VersionModele};
use crate::domain::modele::Modele;
use crate::domain::modeles_fournis::MODELES;

use super::connection::Connexion;
use super::dialect::Dialect;
use super::save::in_transaction;
use super::sql::Sql;
use super::{Result, StorageError};

/// Adds the templates and the letterhead that this base does not have yet: a new base, or one of before letters.
pub fn seed(connexion: &mut Connexion) -> Result<()> {
    let integer = Dialect::of(connexion).cast_integer();
    for (ordre, texte) in MODELES.iter().enumerate() {
        let Ok(modele) = Modele::parse(texte) else { continue };
        Sql::<()>::new("INSERT INTO modele_courrier (code, libelle, ordre) VALUES (")
            .bind(&modele.code)
            .text(", ")
            .bind(&modele.libelle)
            .text(", ")
            .bind(ordre.to_string())
            .text(integer)
            .text(") ON CONFLICT (code) DO NOTHING")
            .execute(connexion)?;
        Sql::<()>::new("INSERT INTO modele_courrier_version (code, revision, texte) VALUES (")
            .bind(&modele.code)
            .text(", 1, ")
            .bind(*texte)
            .text(") ON CONFLICT (code, revision) DO NOTHING")
            .execute(connexion)?;
    }
    for line in include_str!("../../assets/reglages_courrier.tsv").lines().skip(1) {
        let (code, valeur) = line.split_once('\t').unwrap_or((line, ""));
        Sql::<()>::new("INSERT INTO reglage_courrier (code, valeur) VALUES (")
            .bind(code)
            .text(", coalesce(")
            .bind(valeur)
            .text(", '')) ON CONFLICT (code) DO NOTHING")
            .execute(connexion)?;
    }
    Ok(())
}

/// Every template with its latest text, retired ones included: one round trip.
pub fn list(connexion: &mut Connexion) -> Result<Vec<ModeleGarde>> {
    let rows: Vec<(String, i32, bool)> = Sql::<(Text, Integer, Bool)>::new(
        "SELECT v.texte, m.revision, m.actif FROM modele_courrier m \
         JOIN modele_courrier_version v ON v.code = m.code AND v.revision = m.revision ORDER BY m.ordre, m.code",
    )
    .load(connexion)?;
    rows.into_iter()
        .map(|(texte, revision, actif)| {
            let modele = Modele::parse(&texte).map_err(|error| StorageError::Database(error.to_string()))?;
            Ok(ModeleGarde { modele, texte, revision, actif })
        })
        .collect()
}

/// Every text that a template had, latest first.
pub fn versions(connexion: &mut Connexion, code: &str) -> Result<Vec<VersionModele>> {
    let text = Dialect::of(connexion).as_text();
    let sql = format!("SELECT revision, texte, cree_le{text}, cree_par FROM modele_courrier_version WHERE code = ");
    let rows: Vec<(i32, String, String, String)> =
        Sql::<(Integer, Text, Text, Text)>::new(sql).bind(code).text(" ORDER BY revision DESC").load(connexion)?;
    let version = |(revision, texte, cree_le, cree_par)| VersionModele { revision, texte, cree_le, cree_par };
    Ok(rows.into_iter().map(version).collect())
}

/// Keeps a new version of a template, or a new template when `revision` is 0. The text was checked.
///
/// # Errors
/// [`StorageError::Conflict`] when somebody saved a version since `revision`.
pub fn save(connexion: &mut Connexion, texte: &str, revision: i32) -> Result<i32> {
    let modele = Modele::parse(texte).map_err(|error| StorageError::Refused(error.to_string()))?;
    let integer = Dialect::of(connexion).cast_integer();
    in_transaction(connexion, |c| {
        let next = revision + 1;
        let written = if revision == 0 {
            Sql::<()>::new("INSERT INTO modele_courrier (code, libelle, ordre) VALUES (")
                .bind(&modele.code)
                .text(", ")
                .bind(&modele.libelle)
                .text(", (SELECT coalesce(max(ordre), 0) + 1 FROM modele_courrier)) ON CONFLICT (code) DO NOTHING")
                .execute(c)?
        } else {
            Sql::<()>::new("UPDATE modele_courrier SET revision = revision + 1, libelle = ")
                .bind(&modele.libelle)
                .text(" WHERE code = ")
                .bind(&modele.code)
                .text(" AND revision = ")
                .bind(revision.to_string())
                .text(integer)
                .execute(c)?
        };
        if written == 0 {
            return Err(if revision == 0 { StorageError::DuplicateLabel } else { StorageError::Conflict });
        }
        Sql::<()>::new("INSERT INTO modele_courrier_version (code, revision, texte) VALUES (")
            .bind(&modele.code)
            .text(", ")
            .bind(next.to_string())
            .text(integer)
            .text(", ")
            .bind(texte)
            .text(")")
            .execute(c)?;
        Ok(next)
    })
}

/// Retires a template, or takes it back.
pub fn set_active(connexion: &mut Connexion, code: &str, actif: bool) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let value = if actif { dialect.yes() } else { dialect.no() };
    Sql::<()>::new(format!("UPDATE modele_courrier SET actif = {value} WHERE code = "))
        .bind(code)
        .execute(connexion)?;
    Ok(())
}

/// Changes one line of the letterhead.
pub fn set_reglage(connexion: &mut Connexion, code: &str, valeur: &str) -> Result<()> {
    if !REGLAGES.iter().any(|(known, _)| *known == code) {
        return Err(StorageError::Refused(format!("Il n’y a pas de réglage « {code} » pour les courriers")));
    }
    Sql::<()>::new("INSERT INTO reglage_courrier (code, valeur) VALUES (")
        .bind(code)
        .text(", coalesce(")
        .bind(valeur)
        .text(", '')) ON CONFLICT (code) DO UPDATE SET valeur = excluded.valeur")
        .execute(connexion)?;
    Ok(())
}

/// Letterhead and addresses: one round trip.
pub fn carnet(connexion: &mut Connexion) -> Result<Carnet> {
    type Row = (Text, Text, Text, Text, Text, Text, Text, Text, Text, Text);
    type Read = (String, String, String, String, String, String, String, String, String, String);
    let yes = Dialect::of(connexion).yes();
    let sql = format!(
        "SELECT 'r', code, valeur, '', '', '', '', '', '', '' FROM reglage_courrier \
         UNION ALL SELECT 't', id, libelle, '', '', adresse, code_postal, ville, telephone, courriel FROM territoire \
         UNION ALL SELECT 's', id, libelle, '', coalesce(territoire, ''), '', '', '', telephone, courriel FROM service \
         UNION ALL SELECT 'c', id, libelle, nature, '', adresse, code_postal, ville, telephone, courriel \
         FROM correspondant WHERE actif = {yes} ORDER BY 1, 2"
    );
    let rows: Vec<Read> = Sql::<Row>::new(sql).load(connexion)?;
    let mut carnet = Carnet::default();
    for (kind, id, libelle, nature, territoire, adresse, code_postal, ville, telephone, courriel) in rows {
        let contact = Contact { id, libelle, nature, territoire, adresse, code_postal, ville, telephone, courriel };
        match kind.as_str() {
            "t" => carnet.territoires.push(contact),
            "s" => carnet.services.push(contact),
            "c" => carnet.correspondants.push(contact),
            _ => drop(carnet.reglages.insert(contact.id, contact.libelle)),
        }
    }
    Ok(carnet)
}
