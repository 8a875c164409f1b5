//! Lists kept by the people who use them: values added, renamed, ordered, closed, merged, with how
//! often each is used. Territories and services are lists too.

use chrono::NaiveDate;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
use diesel::{OptionalExtension as _, RunQueryDsl as _};

use crate::domain::echeance::Unite;
use crate::domain::liste::{EditListe, ValeurDetail, by_family, table_of};
use crate::domain::{Nature, date, nom, repere};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::document::text_of;
use super::save::in_transaction;
use super::sql::Sql;
use super::{Result, StorageError};

mod colonnes;
mod motifs;

pub(super) use colonnes::all_columns;
use colonnes::columns;
use motifs::join_twin_motives;

/// The values of a list in their order, closed ones included; of the communes, the département's own.
pub fn details(connexion: &mut Connexion, liste: &str) -> Result<Vec<ValeurDetail>> {
    let dialect = Dialect::of(connexion);
    let text = dialect.as_text();
    let kept = table_of(liste);
    let plain = kept.table == "valeur";
    let ordre = if kept.liste { "v.ordre" } else { "0" };
    let actif = if kept.table == "commune" { dialect.yes() } else { "v.actif" };
    let own =
        if plain { format!("v.valide_du{text}, v.valide_au{text}, v.parent") } else { "NULL, NULL, NULL".to_owned() };
    let champs: Vec<String> = kept.champs.iter().map(|champ| format!("v.{}", champ.colonne)).collect();
    let mut counts: Vec<String> =
        columns(liste).iter().map(|(table, column)| format!("SELECT {column} AS id FROM {table}")).collect();
    if counts.is_empty() {
        counts.push("SELECT NULL AS id".to_owned());
    }
    // Who keeps the lists of a central base reads no dossier: the base counts for them.
    let used = match dialect {
        Dialect::Postgres => format!("SELECT * FROM usage_valeurs('{}')", liste.replace('\'', "''")),
        Dialect::Sqlite => {
            format!("SELECT id, count(*) AS n FROM ({}) tout GROUP BY id", counts.join(" UNION ALL "))
        }
    };
    type Row = (Text, Text, Integer, Bool, Nullable<Text>, Nullable<Text>, Nullable<Text>, Text, BigInt);
    let mut sql = Sql::<Row>::new(format!(
        "SELECT v.{cle}, v.{nom}, {ordre}, {actif}, {own}, {array}({champs}){text}, coalesce(u.n, 0) FROM {table} v \
         LEFT JOIN ({used}) u ON u.id = v.{cle}",
        cle = kept.cle,
        nom = kept.nom,
        array = dialect.json_array(),
        champs = champs.join(", "),
        table = kept.table,
    ));
    if plain {
        sql = sql.text(" WHERE v.liste = ").bind(liste);
    } else if kept.table == "commune" {
        sql.push(" WHERE v.territoire IS NOT NULL");
    }
    // A commune is looked for by name, a delay by code.
    let order = match kept.table {
        "commune" => "v.nom",
        "delai" => "v.code",
        _ => "v.ordre",
    };
    sql.push(&format!(" ORDER BY {order}, v.{}", kept.cle));
    type Read = (String, String, i32, bool, Option<String>, Option<String>, Option<String>, String, i64);
    let rows: Vec<Read> = sql.load(connexion)?;
    let detail = |(id, libelle, ordre, actif, from, to, parent, champs, usage): Read| {
        let champs: Vec<serde_json::Value> = serde_json::from_str(&champs).unwrap_or_default();
        ValeurDetail {
            id,
            libelle,
            ordre,
            actif,
            valide_du: from.unwrap_or_default(),
            valide_au: to.unwrap_or_default(),
            parent,
            usage,
            champs: champs.iter().map(|value| text_of(value, Nature::TexteLong)).collect(),
            historique: Vec::new(),
        }
    };
    let mut all: Vec<ValeurDetail> = rows.into_iter().map(detail).collect();
    by_family(&mut all, |one| &one.id, |one| one.parent.as_deref());
    if kept.table == "delai" {
        for (code, told) in lengths(connexion, dialect)? {
            all.iter_mut().filter(|one| one.id == code).for_each(|one| one.historique.push(told.clone()));
        }
    }
    if kept.table == "commune" {
        // As one reads the alphabet: « Arçay » before « Arcomps ».
        all.sort_by_cached_key(|one| nom::fold(&one.libelle));
    }
    Ok(all)
}

/// « 3 mois, depuis le 24/11/2026 09:12, par camille », each delay's latest first.
fn lengths(connexion: &mut Connexion, dialect: Dialect) -> Result<Vec<(String, String)>> {
    let rows: Vec<(String, i32, String, bool, String, String)> =
        Sql::<(Text, Integer, Text, Bool, Text, Text)>::new(format!(
            "SELECT code, longueur, unite, actif, depuis{}, par FROM delai_historique ORDER BY code, version DESC",
            dialect.as_text()
        ))
        .load(connexion)?;
    let told = |(code, longueur, unite, actif, depuis, par): (String, i32, String, bool, String, String)| {
        let count = longueur.unsigned_abs();
        let unit = Unite::of(&unite).map_or(unite.clone(), |unit| unit.libelle(count).to_owned());
        let closed = if actif { "" } else { ", fermé" };
        (code, format!("{count} {unit}{closed}, depuis le {}, par {par}", date::format_instant(&depuis)))
    };
    Ok(rows.into_iter().map(told).collect())
}

/// One transaction; gives how many rows of dossiers were changed.
pub fn edit(connexion: &mut Connexion, edit: &EditListe) -> Result<usize> {
    in_transaction(connexion, |connexion| {
        one_at_a_time(connexion)?;
        carry_out(connexion, edit)
    })
}

/// What is checked of a list must still hold when it is written; lists are changed rarely. The lock is
/// that of the transaction. SQLite has one writer anyway.
fn one_at_a_time(connexion: &mut Connexion) -> Result<()> {
    if Dialect::of(connexion) == Dialect::Postgres {
        Sql::<()>::new("SELECT pg_advisory_xact_lock(hashtextextended('vigie listes', 0))").execute(connexion)?;
    }
    Ok(())
}

fn carry_out(connexion: &mut Connexion, edit: &EditListe) -> Result<usize> {
    match edit {
        EditListe::Add { liste, libelle, parent } => add(connexion, liste, libelle, parent.as_deref()).map(|()| 0),
        EditListe::Rename { liste, id, libelle } => rename(connexion, liste, id, libelle).map(|()| 0),
        EditListe::Order { liste, ids } => order(connexion, liste, ids).map(|()| 0),
        EditListe::SetActive { liste, id, actif } => {
            if !actif {
                refuse_given(id)?;
            }
            let actif = Dialect::of(connexion).oui(*actif);
            set(connexion, liste, id, &format!("actif = {actif}")).map(|()| 0)
        }
        EditListe::Fields { liste, id, champs } => fields(connexion, liste, id, champs).map(|()| 0),
        EditListe::Validity { liste, id, from, to } => validity(connexion, liste, id, *from, *to).map(|()| 0),
        EditListe::Merge { liste, from, to } => merge(connexion, liste, from, to),
    }
}

fn checked_label<'a>(connexion: &mut Connexion, liste: &str, libelle: &'a str, except: &str) -> Result<&'a str> {
    let libelle = libelle.trim();
    if libelle.is_empty() || libelle.chars().count() > 120 || libelle.chars().any(char::is_control) {
        return Err(StorageError::Refused(
            "Un libellé a de 1 à 120 caractères, sur une ligne ; corrigez-le".to_owned(),
        ));
    }
    let folded = nom::fold(libelle);
    if details(connexion, liste)?.iter().any(|other| other.id != except && nom::fold(&other.libelle) == folded) {
        return Err(StorageError::DuplicateLabel);
    }
    Ok(libelle)
}

fn add(connexion: &mut Connexion, liste: &str, libelle: &str, parent: Option<&str>) -> Result<()> {
    let libelle = checked_label(connexion, liste, libelle, "")?;
    let values = details(connexion, liste)?;
    // A label without a Latin letter still makes a code; so does one whose code is taken.
    let slug: String = nom::fold(libelle)
        .chars()
        .map(|c| if c == ' ' { '_' } else { c })
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .take(40)
        .collect();
    let slug = if slug.is_empty() { "valeur".to_owned() } else { slug };
    let prefix = if table_of(liste).table == "valeur" { format!("{liste}/") } else { String::new() };
    let taken = |code: &str| values.iter().any(|value| value.id == format!("{prefix}{code}"));
    let numbered = (2..=values.len() + 2).map(|n| format!("{slug}_{n}"));
    let code = std::iter::once(slug.clone()).chain(numbered).find(|code| !taken(code)).unwrap_or(slug.clone());
    let ordre = values.iter().map(|value| value.ordre).max().map_or(0, |last| last + 1).to_string();
    let integer = Dialect::of(connexion).cast_integer();
    let table = table_of(liste).table;
    let sql = if table == "valeur" {
        Sql::<()>::new("INSERT INTO valeur (id, liste, code, libelle, parent, ordre) VALUES (")
            .bind(format!("{liste}/{code}"))
            .text(", ")
            .bind(liste)
            .text(", ")
            .bind(code)
            .text(", ")
            .bind(libelle)
            .text(", ")
            .bind(parent.unwrap_or_default())
    } else {
        Sql::new(format!("INSERT INTO {table} (id, libelle, ordre) VALUES (")).bind(code).text(", ").bind(libelle)
    };
    sql.text(", ").bind(ordre).text(integer).text(")").execute(connexion)?;
    Ok(())
}

fn rename(connexion: &mut Connexion, liste: &str, id: &str, libelle: &str) -> Result<()> {
    let libelle = checked_label(connexion, liste, libelle, id)?;
    let changed = Sql::<()>::new(format!("UPDATE {} SET {} = ", table_of(liste).table, table_of(liste).nom))
        .bind(libelle)
        .text(&format!(" WHERE {} = ", table_of(liste).cle))
        .bind(id)
        .execute(connexion)?;
    found(changed)
}

fn set(connexion: &mut Connexion, liste: &str, id: &str, assignment: &str) -> Result<()> {
    found(
        Sql::<()>::new(format!("UPDATE {} SET {assignment} WHERE {} = ", table_of(liste).table, table_of(liste).cle))
            .bind(id)
            .execute(connexion)?,
    )
}

fn found(changed: usize) -> Result<()> {
    if changed == 0 {
        Err(StorageError::Refused("Cette valeur n’est plus dans la liste ; relisez-la (F5)".to_owned()))
    } else {
        Ok(())
    }
}

fn order(connexion: &mut Connexion, liste: &str, ids: &[String]) -> Result<()> {
    let integer = Dialect::of(connexion).cast_integer();
    let mut sql = Sql::<()>::new(format!("UPDATE {} SET ordre = v.column2 FROM (VALUES ", table_of(liste).table));
    for (at, id) in ids.iter().enumerate() {
        sql =
            sql.text(if at > 0 { ", (" } else { "(" }).bind(id).text(", ").bind(at.to_string()).text(integer).text(")");
    }
    sql.text(&format!(") AS v WHERE {}.id = v.column1", table_of(liste).table)).execute(connexion)?;
    Ok(())
}

/// Writes what else is known of a value.
fn fields(connexion: &mut Connexion, liste: &str, id: &str, champs: &[String]) -> Result<()> {
    let kept = table_of(liste);
    let mut sql = Sql::<()>::new(format!("UPDATE {} SET ", kept.table));
    for (at, (champ, text)) in kept.champs.iter().zip(champs).enumerate() {
        let text = text.trim();
        if text.chars().count() > 240 || text.chars().any(char::is_control) {
            return Err(StorageError::Refused(format!(
                "« {} » a au plus 240 caractères, sur une ligne ; corrigez-le",
                champ.libelle
            )));
        }
        let number = champ.colonne == "longueur";
        if number && !text.parse::<u16>().is_ok_and(|length| length > 0) {
            return Err(StorageError::Refused(
                "La longueur d’un délai est un nombre plus grand que zéro ; corrigez-la".to_owned(),
            ));
        }
        let (open, close) = if champ.nullable || number { ("", "") } else { ("coalesce(", ", '')") };
        sql.push(&format!("{}{} = {open}", if at > 0 { ", " } else { "" }, champ.colonne));
        sql.push_bind(text);
        sql.push(if number { Dialect::of(connexion).cast_integer() } else { "" });
        sql.push(close);
    }
    sql.push(&format!(" WHERE {} = ", kept.cle));
    sql.push_bind(id);
    match sql.execute(connexion) {
        Ok(changed) => found(changed),
        Err(diesel::result::Error::DatabaseError(_, info)) if info.message().to_lowercase().contains("foreign key") => {
            Err(StorageError::Refused(
                "Ce territoire n’existe pas ; donnez son identifiant, tel que la liste des territoires le montre"
                    .to_owned(),
            ))
        }
        Err(diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::CheckViolation, _)) => {
            Err(StorageError::Refused(
                "L’unité d’un délai est mois, jours, heures ou heures_ouvrees ; corrigez-la".to_owned(),
            ))
        }
        Err(error) => Err(error.into()),
    }
}

fn validity(
    connexion: &mut Connexion,
    liste: &str,
    id: &str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<()> {
    if table_of(liste).table != "valeur" {
        return Err(StorageError::Refused(
            "Un territoire ou un service se ferme, il n’a pas de dates de validité".to_owned(),
        ));
    }
    if from.or(to).is_some() {
        refuse_given(id)?;
    }
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err(StorageError::Refused(
            "La fin de validité précède son début ; corrigez l’une des deux dates".to_owned(),
        ));
    }
    let cast = if Dialect::of(connexion) == Dialect::Postgres { "::date" } else { "" };
    let text = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let sql = Sql::<()>::new("UPDATE valeur SET valide_du = ")
        .bind(text(from))
        .text(cast)
        .text(", valide_au = ")
        .bind(text(to))
        .text(cast);
    found(sql.text(" WHERE id = ").bind(id).execute(connexion)?)
}

/// Values that Vigie itself gives to dossiers: renamed at will, but always there to be given.
fn refuse_given(id: &str) -> Result<()> {
    if repere::est_donnee(id) {
        return Err(StorageError::Refused(
            "Vigie donne elle-même cette valeur aux dossiers : elle se renomme, mais ne se ferme pas, n’a pas de dates et ne se fusionne pas"
                .to_owned(),
        ));
    }
    Ok(())
}

/// A heading goes into another heading, with what stands under it: a list has two levels, and never three.
fn refuse_nesting(values: &[ValeurDetail], from: &str, to: &str) -> Result<()> {
    let heading = values.iter().any(|value| value.parent.as_deref() == Some(from));
    if heading && values.iter().any(|value| value.id == to && value.parent.is_some()) {
        return Err(StorageError::Refused(
            "D’autres valeurs sont rangées sous celle-ci : elle se fusionne avec une autre tête de famille".to_owned(),
        ));
    }
    Ok(())
}

/// Who followed a territory or worked in a service follows the one that takes its place.
fn move_people(connexion: &mut Connexion, liste: &str, from: &str, to: &str) -> Result<()> {
    Sql::<()>::new(format!("INSERT INTO utilisateur_{liste} (login, {liste}) SELECT login, "))
        .bind(to)
        .text(&format!(" FROM utilisateur_{liste} WHERE {liste} = "))
        .bind(from)
        .text(" ON CONFLICT DO NOTHING")
        .execute(connexion)?;
    Sql::<()>::new(format!("DELETE FROM utilisateur_{liste} WHERE {liste} = ")).bind(from).execute(connexion)?;
    Ok(())
}

fn merge(connexion: &mut Connexion, liste: &str, from: &str, to: &str) -> Result<usize> {
    if from == to {
        return Err(StorageError::Refused("Choisissez deux valeurs différentes à fusionner".to_owned()));
    }
    refuse_given(from)?;
    if let Some(quoi) = repere::perdu(from, to) {
        return Err(StorageError::Refused(format!(
            "Vigie reconnaît dans cette valeur {quoi} : elle se ferme, ou se fusionne avec une autre qui dit la même chose"
        )));
    }
    let exists: Option<String> = Sql::<Text>::new(format!("SELECT id FROM {} WHERE id = ", table_of(liste).table))
        .bind(to)
        .get_result(connexion)
        .optional()?;
    found(usize::from(exists.is_some()))?;
    refuse_nesting(&details(connexion, liste)?, from, to)?;
    let mut changed = 0;
    let by_base = Dialect::of(connexion) == Dialect::Postgres;
    if by_base {
        // For who keeps the lists of a central base, and reads no dossier.
        let sql = Sql::<BigInt>::new("SELECT fusionner_valeur(").bind(liste).text(", ").bind(from).text(", ").bind(to);
        changed = usize::try_from(sql.text(")").get_result::<i64>(connexion)?).unwrap_or_default();
    }
    for (table, column) in columns(liste).into_iter().filter(|_| !by_base) {
        if table == "motif_enfant" {
            changed += join_twin_motives(connexion, from, to)?;
        }
        changed += Sql::<()>::new(format!("UPDATE {table} SET {column} = "))
            .bind(to)
            .text(&format!(" WHERE {column} = "))
            .bind(from)
            .execute(connexion)?;
    }
    if ["territoire", "service"].contains(&liste) {
        move_people(connexion, liste, from, to)?;
    }
    if table_of(liste).table == "valeur" {
        Sql::<()>::new("UPDATE valeur SET parent = ")
            .bind(to)
            .text(" WHERE parent = ")
            .bind(from)
            .execute(connexion)?;
    }
    let closed = Dialect::of(connexion).oui(false);
    set(connexion, liste, from, &format!("actif = {closed}"))?;
    Ok(changed)
}
