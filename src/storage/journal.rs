//! What was changed in a dossier: read from the journal that the triggers write.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{Nullable, Text};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::changement::{Changement, Historique};
use crate::domain::{Cle, Lu, Table};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::document::text_of;
use super::sql::Sql;
use super::{Result, StorageError};

/// Adds a line for what is no write. The base says who, when and from where.
pub fn consigner(
    connexion: &mut Connexion,
    operation: &str,
    table: &str,
    dossier: Option<Uuid>,
    detail: &Value,
) -> Result<()> {
    let dossier = dossier.map(|id| id.to_string()).unwrap_or_default();
    let detail = if detail.is_null() { String::new() } else { detail.to_string() };
    let dialect = Dialect::of(connexion);
    let start = match dialect {
        Dialect::Postgres => "SELECT consigner(",
        Dialect::Sqlite => "INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres) VALUES (",
    };
    let mut sql = Sql::<()>::new(start).bind(operation).text(", ").bind(table).text(", ");
    let (id, json) = match dialect {
        Dialect::Postgres => ("::uuid", "::jsonb"),
        Dialect::Sqlite => {
            sql = sql.bind(dossier.clone()).text(", ");
            ("", "")
        }
    };
    sql.bind(dossier).text(id).text(", ").bind(detail).text(json).text(")").sent_whole(dialect).execute(connexion)?;
    Ok(())
}

/// The same for several dossiers at once, each with its own detail.
pub fn consigner_each(connexion: &mut Connexion, operation: &str, table: &str, each: &[(Uuid, Value)]) -> Result<()> {
    let dialect = Dialect::of(connexion);
    for chunk in each.chunks(200) {
        let mut sql = Sql::<()>::new(match dialect {
            Dialect::Postgres => "SELECT consigner(",
            Dialect::Sqlite => {
                "INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres) WITH v (dossier, detail, operation, nom_table) AS (VALUES "
            }
        });
        if dialect == Dialect::Postgres {
            sql.push_bind(operation);
            sql.push(", ");
            sql.push_bind(table);
            sql.push(", v.dossier::uuid, v.detail::jsonb) FROM (VALUES ");
        }
        for (at, (dossier, detail)) in chunk.iter().enumerate() {
            sql.push(if at > 0 { ", (" } else { "(" });
            sql.push_bind(dossier.to_string());
            sql.push(", ");
            sql.push_bind(if detail.is_null() { String::new() } else { detail.to_string() });
            if dialect == Dialect::Sqlite {
                for word in [operation, table] {
                    sql.push(", ");
                    sql.push_bind(word);
                }
            }
            sql.push(")");
        }
        sql.push(match dialect {
            Dialect::Postgres => ") v (dossier, detail)",
            Dialect::Sqlite => ") SELECT operation, nom_table, dossier, dossier, detail FROM v",
        });
        sql.sent_whole(dialect).execute(connexion)?;
    }
    Ok(())
}

/// On the embedded base, which has no function to read a dossier through, a dossier that was read is told
/// here. A file that cannot be written is still read.
pub fn told_as_read<L>(connexion: &mut Connexion, lus: L) -> Result<L>
where
    for<'a> &'a L: IntoIterator<Item = &'a Lu>,
{
    let each: Vec<(Uuid, Value)> =
        (&lus).into_iter().filter_map(|lu| lu.dossier.id()).map(|id| (id, Value::Null)).collect();
    if Dialect::of(connexion) == Dialect::Sqlite && !each.is_empty() {
        match consigner_each(connexion, "consultation", Table::Dossier.nom(), &each) {
            Ok(()) | Err(StorageError::ReadOnly | StorageError::Full | StorageError::Disk(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(lus)
}

/// The latest first, at most [`Historique::PLUS`] writes: on PostgreSQL `document_historique` counts as many.
pub fn of_dossier(connexion: &mut Connexion, dossier: Uuid) -> Result<Historique> {
    let dialect = Dialect::of(connexion);
    if dialect == Dialect::Postgres {
        return by_procedure(connexion, dossier);
    }
    let (text, cast) = (dialect.as_text(), dialect.cast_id());
    type Row = (Text, Text, Text, Text, Text, Nullable<Text>, Nullable<Text>);
    let sql = Sql::<Row>::new(format!("SELECT quand{text}, qui, operation, nom_table, ligne{text}, avant{text}, apres{text} FROM journal WHERE operation IN ('ajout', 'modification', 'suppression') AND (dossier_id = "))
        .bind(dossier.to_string())
        .text(cast)
        .text(" OR (dossier_id IS NULL AND ligne IN (SELECT enfant_id FROM enfant_concerne WHERE dossier_id = ")
        .bind(dossier.to_string())
        .text(cast)
        .text(&format!("))) ORDER BY id DESC LIMIT {}", Historique::PLUS));
    Ok(historique(sql.load(connexion)?))
}

type Ligne = (String, String, String, String, String, Option<String>, Option<String>);

/// On PostgreSQL: what was changed in a dossier tells its texts, so it is read as they are.
fn by_procedure(connexion: &mut Connexion, dossier: Uuid) -> Result<Historique> {
    let sql = Sql::<Nullable<Text>>::new("CALL lire_historique(")
        .sent_whole(Dialect::Postgres)
        .bind(dossier.to_string())
        .text(", NULL)");
    let rows: Option<String> = sql.get_result(connexion)?;
    let rows: Vec<Ligne> = match rows {
        Some(rows) => serde_json::from_str(&rows).map_err(|error| StorageError::Database(error.to_string()))?,
        None => Vec::new(),
    };
    Ok(historique(rows))
}

fn historique(rows: Vec<Ligne>) -> Historique {
    let coupe = rows.len() >= Historique::PLUS;
    Historique { ecritures: rows.into_iter().filter_map(changement).collect(), coupe }
}

fn changement((quand, qui, operation, table, ligne, avant, apres): Ligne) -> Option<Changement> {
    let table = Table::from_nom(&table)?;
    let champs = champs(table, avant.as_deref(), apres.as_deref());
    Some(Changement { quand, qui, operation, table, ligne: ligne.parse().ok()?, champs })
}

fn champs(table: Table, avant: Option<&str>, apres: Option<&str>) -> Vec<(Cle, String, String)> {
    let object = |text: Option<&str>| -> Map<String, Value> {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let (avant, apres) = (object(avant), object(apres));
    let value = |object: &Map<String, Value>, cle: Cle| {
        object.get(cle.champ().colonne).map(|value| text_of(value, cle.champ().nature)).unwrap_or_default()
    };
    Cle::all(table)
        .map(|cle| (cle, value(&avant, cle), value(&apres, cle)))
        .filter(|(_, before, after)| before != after)
        .collect()
}
