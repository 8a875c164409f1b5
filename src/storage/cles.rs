//! What is found again by: names one typing error apart, and the keys of rows older than the keys.

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Text;
use serde_json::Value;

use crate::domain::{Cle, Fiche, Table, adulte, enfant, nom};

use super::Result;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::document::text_of;
use super::save::push_value;
use super::sql::Sql;

/// Rows brought up to date in one statement.
const BATCH: usize = 2000;

/// After a load, which has no trigger: each name once, whatever the number of children who bear it.
pub(super) fn fill_names(connexion: &mut Connexion) -> Result<()> {
    let names = [("nom", ["cle_nom", "cle_nom2"].as_slice()), ("prenom", &["cle_prenom"])];
    for (nature, columns) in names {
        let some = |column| format!("SELECT {column} AS nom FROM enfant WHERE length({column}) > 0");
        let distinct = format!(
            "(SELECT DISTINCT nom FROM ({}) n) d",
            columns.iter().map(some).collect::<Vec<_>>().join(" UNION ALL ")
        );
        // In the order of the key, in which an index takes rows fastest.
        connexion.batch_execute(&match Dialect::of(connexion) {
            Dialect::Postgres => format!(
                "INSERT INTO nom_proche (nature, variante, nom) SELECT '{nature}', v, d.nom FROM {distinct}, variantes(d.nom) v ORDER BY v COLLATE \"C\" ON CONFLICT DO NOTHING"
            ),
            Dialect::Sqlite => format!(
                "INSERT OR IGNORE INTO nom_proche (nature, variante, nom) SELECT '{nature}', d.nom, d.nom FROM {distinct} \
                 UNION SELECT '{nature}', substr(d.nom, 1, n - 1) || substr(d.nom, n + 1), d.nom FROM {distinct} JOIN rang ON n <= length(d.nom) WHERE length(d.nom) BETWEEN 4 AND 40"
            ),
        })?;
    }
    Ok(())
}

/// Rows written before there were keys get theirs. Nothing is asked of a base that has them all.
pub(super) fn refill(connexion: &mut Connexion) -> Result<()> {
    use enfant::personne as p;
    let persons = [p::NOM_USAGE, p::NOM_NAISSANCE, p::PRENOM];
    let keys = [p::CLE_NOM, p::CLE_NOM2, p::CLE_PRENOM, p::SON_NOM, p::SON_NOM2, p::SON_PRENOM];
    table(
        connexion,
        Table::Enfant,
        &persons,
        &keys,
        "son_nom IS NULL AND son_prenom IS NULL",
        enfant::set_search_keys,
    )?;
    let keys = [adulte::CLE_NOM, adulte::CLE_PRENOM, adulte::SON_NOM];
    let missing = "cle_nom IS NULL AND cle_prenom IS NULL";
    table(connexion, Table::Adulte, &[adulte::NOM, adulte::PRENOM], &keys, missing, adulte::set_search_keys)?;
    let missing = "cle_voie IS NULL AND voie IS NOT NULL";
    table(connexion, Table::EnfantConcerne, &[enfant::VOIE], &[enfant::CLE_VOIE], missing, |row| {
        let cle = nom::street(row.get(enfant::VOIE));
        row.set(enfant::CLE_VOIE, cle);
    })?;
    Ok(())
}

fn table(
    connexion: &mut Connexion,
    table: Table,
    read: &[Cle],
    written: &[Cle],
    missing: &str,
    fill: impl Fn(&mut Fiche),
) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let (array, text, cast, nom) = (dialect.json_array(), dialect.as_text(), dialect.cast_id(), table.nom());
    let columns: Vec<&str> = read.iter().map(|cle| cle.champ().colonne).collect();
    // In the order of ids: a row that says nothing keeps no key, and is not read again for ever.
    let mut last = "00000000-0000-0000-0000-000000000000".to_owned();
    loop {
        let rows: Vec<String> = Sql::<Text>::new(format!(
            "SELECT {array}(id, {}){text} FROM {nom} WHERE ({missing}) AND id > ",
            columns.join(", ")
        ))
        .bind(last.clone())
        .text(cast)
        .text(&format!(" ORDER BY id LIMIT {BATCH}"))
        .load(connexion)?;
        let fiches: Vec<Fiche> = rows.iter().filter_map(|row| fiche(table, read, row, &fill)).collect();
        let Some(end) = fiches.last() else { return Ok(()) };
        last = end.id.to_string();
        let mut sql = Sql::<()>::new(format!("UPDATE {nom} SET "));
        for (at, cle) in written.iter().enumerate() {
            sql.push(&format!("{}{} = v.column{}", if at > 0 { ", " } else { "" }, cle.champ().colonne, at + 2));
        }
        sql.push(" FROM (VALUES ");
        for (at, fiche) in fiches.iter().enumerate() {
            sql.push(if at > 0 { ", (" } else { "(" });
            sql.push_bind(fiche.id.to_string());
            sql.push(cast);
            for cle in written {
                sql.push(", ");
                push_value(&mut sql, dialect, fiche, *cle);
            }
            sql.push(")");
        }
        sql.text(&format!(") AS v WHERE {nom}.id = v.column1")).execute(connexion)?;
    }
}

fn fiche(table: Table, read: &[Cle], row: &str, fill: &impl Fn(&mut Fiche)) -> Option<Fiche> {
    let row: Vec<Value> = serde_json::from_str(row).ok()?;
    let mut fiche = Fiche::with_id(table, row.first()?.as_str()?.parse().ok()?);
    for (cle, value) in read.iter().zip(row.get(1..)?) {
        fiche.set(*cle, text_of(value, cle.champ().nature));
    }
    fill(&mut fiche);
    Some(fiche)
}
