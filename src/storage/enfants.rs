//! Children already known, found while their name is being typed.

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;
use serde_json::Value;

use crate::domain::enfant::EnfantConnu;
use crate::domain::{Cle, Fiche, Table, nom};

use super::Result;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::dossiers::push_names;
use super::sql::Sql;

/// At most eight whose name and first name begin as typed; none below three letters in all.
pub fn known(connexion: &mut Connexion, nom: &str, prenom: &str) -> Result<Vec<EnfantConnu>> {
    let folded = nom::fold(&format!("{nom} {prenom}"));
    if folded.chars().count() < 3 {
        return Ok(Vec::new());
    }
    let dialect = Dialect::of(connexion);
    let columns: Vec<String> = Table::Enfant.champs().iter().map(|champ| format!("e.{}", champ.colonne)).collect();
    let (array, group, text) = (dialect.json_array(), dialect.json_group(), dialect.as_text());
    let mut sql = Sql::<Text>::new(format!(
        "SELECT {array}(e.id, e.version, (SELECT {group}(d.numero ORDER BY d.numero DESC) FROM enfant_concerne ec JOIN dossier d ON d.id = ec.dossier_id \
         WHERE ec.enfant_id = e.id), {}){text} FROM enfant e WHERE ",
        columns.join(", ")
    ));
    push_names(&mut sql, &folded);
    sql.push(" ORDER BY e.cle_nom, e.cle_prenom, e.id LIMIT 8");
    let rows: Vec<String> = sql.load(connexion)?;
    Ok(rows.iter().filter_map(|row| parse(row)).collect())
}

fn parse(row: &str) -> Option<EnfantConnu> {
    let row: Vec<Value> = serde_json::from_str(row).ok()?;
    let mut personne = Fiche::with_id(Table::Enfant, row.first()?.as_str()?.parse().ok()?);
    personne.version = i32::try_from(row.get(1)?.as_i64()?).ok()?;
    let numbers = row.get(2)?.as_array().into_iter().flatten();
    let dossiers = numbers.filter_map(|numero| numero.as_str().map(str::to_owned)).collect();
    for (cle, value) in Cle::all(Table::Enfant).zip(row.get(3..)?) {
        personne.set(cle, value.as_str().unwrap_or_default());
    }
    Some(EnfantConnu { personne, dossiers })
}
