//! What the base holds of a takeover, measured column by column, and its rows as a screen asks for them.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{BigInt, Nullable, Text};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::reprise::{ConstatVu, LigneVue};
use crate::domain::{Cle, Nature};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Base, Result, StorageError};

/// What one column of Vigie holds of the rows that came from one old table.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mesure {
    /// Rows with a value; of a box, rows ticked.
    pub valeurs: i64,
    pub caracteres: i64,
    pub min: String,
    pub max: String,
    pub distinctes: i64,
}

/// A run as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepriseFaite {
    pub id: Uuid,
    pub source: String,
    pub fichier: String,
    pub sha256: String,
    pub correspondance: String,
    pub bilan: String,
    pub faite_le: String,
    pub faite_par: String,
}

/// Which rules are asked for; empty is any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FiltreConstats {
    pub source: String,
    pub regle: String,
    pub table: String,
    pub colonne: String,
}

/// The rows of `table` that came from `table_source`.
fn from_there(table: &str) -> String {
    format!(
        " FROM {table} t WHERE t.id IN (SELECT p.ligne FROM provenance p WHERE p.nom_table = '{table}' AND p.source = "
    )
}

fn measure(connexion: &mut Connexion, source: &str, table_source: &str, cles: &[Cle]) -> Result<Vec<Mesure>> {
    let dialect = Dialect::of(connexion);
    let Some(table) = cles.first().map(|cle| cle.table.nom()) else { return Ok(Vec::new()) };
    let (array, text) = (dialect.json_array(), dialect.as_text());
    let columns: Vec<String> = cles
        .iter()
        .map(|cle| {
            let column = format!("t.{}", cle.champ().colonne);
            let (value, kept) = match cle.champ().nature {
                Nature::Oui => (format!("CASE WHEN {column} THEN '1' END"), "NULL".to_owned()),
                Nature::Entier => (format!("{column}{text}"), column.clone()),
                _ => (format!("{column}{text}"), format!("{column}{text}")),
            };
            let bound = |which: &str| format!("{which}({kept})");
            format!(
                "{array}(count({value}), coalesce(sum(length({value})), 0), {}, {}, count(DISTINCT {value}))",
                bound("min"),
                bound("max")
            )
        })
        .collect();
    let sql = format!("SELECT {array}({}){text}{}", columns.join(", "), from_there(table));
    let row: String = Sql::<Text>::new(sql)
        .bind(source)
        .text(" AND p.table_source = ")
        .bind(table_source)
        .text(")")
        .get_result(connexion)?;
    let damaged = |error: serde_json::Error| StorageError::Database(error.to_string());
    let rows: Vec<Vec<Value>> = serde_json::from_str(&row).map_err(damaged)?;
    let shown = |value: Option<&Value>| match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let number = |value: Option<&Value>| value.and_then(Value::as_i64).unwrap_or_default();
    let mesure = |row: &Vec<Value>| Mesure {
        valeurs: number(row.first()),
        caracteres: number(row.get(1)),
        min: shown(row.get(2)),
        max: shown(row.get(3)),
        distinctes: number(row.get(4)),
    };
    Ok(rows.iter().map(mesure).collect())
}

fn constats(connexion: &mut Connexion, filtre: &FiltreConstats, limit: usize) -> Result<(i64, Vec<ConstatVu>)> {
    let text = Dialect::of(connexion).as_text();
    let put = |head: &str| {
        let mut sql = Sql::new(format!("{head} WHERE 1 = 1"));
        for (before, value, after) in [
            (" AND c.source = ", &filtre.source, ""),
            (" AND c.regle = ", &filtre.regle, ""),
            (" AND c.nom_table = ", &filtre.table, ""),
            // A rule that took the whole row is told once for all of its columns.
            (" AND c.colonne IN ('', ", &filtre.colonne, ")"),
        ] {
            if !value.is_empty() {
                sql = sql.text(before).bind(value.clone()).text(after);
            }
        }
        sql
    };
    let total: i64 = retype::<BigInt>(put("SELECT count(*) FROM constat_reprise c")).get_result(connexion)?;
    type Ligne = (Text, Text, Text, Text, Nullable<Text>, Nullable<Text>, Nullable<Text>, Nullable<Text>);
    type Lu = (String, String, String, String, Option<String>, Option<String>, Option<String>, Option<String>);
    let head = format!(
        "SELECT c.regle, c.nom_table, c.cle, c.colonne, c.avant, c.apres, c.dossier_id{text}, d.numero FROM constat_reprise c LEFT JOIN dossier d ON d.id = c.dossier_id"
    );
    let rows: Vec<Lu> = retype::<Ligne>(put(&head).text(&format!(" ORDER BY c.rang LIMIT {limit}"))).load(connexion)?;
    let seen = |(regle, table, cle, colonne, avant, apres, dossier, numero): Lu| ConstatVu {
        regle,
        table,
        cle,
        colonne,
        avant: avant.unwrap_or_default(),
        apres: apres.unwrap_or_default(),
        dossier: dossier.and_then(|id| id.parse().ok()),
        numero: numero.unwrap_or_default(),
    };
    Ok((total, rows.into_iter().map(seen).collect()))
}

/// The same statement with the type of its rows.
fn retype<ST>(sql: Sql<()>) -> Sql<ST> {
    sql.of_type()
}

type LigneLue = (String, String, String, String);

fn seen((table, cle, sort, contenu): LigneLue) -> LigneVue {
    let object: serde_json::Map<String, Value> = serde_json::from_str(&contenu).unwrap_or_default();
    let shown = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    LigneVue {
        table,
        cle,
        reprise: sort == "reprise",
        valeurs: object.into_iter().map(|(name, value)| (name, shown(value))).collect(),
    }
}

impl Base {
    /// Each row of a table with the key of the old row that it comes from.
    pub fn origins(&self, table: crate::domain::Table) -> Result<Vec<(Uuid, String)>> {
        self.read(|c| {
            let text = Dialect::of(c).as_text();
            let rows: Vec<(String, String)> =
                Sql::<(Text, Text)>::new(format!("SELECT ligne{text}, cle_source FROM provenance WHERE nom_table = "))
                    .bind(table.nom())
                    .load(c)?;
            Ok(rows.into_iter().filter_map(|(id, cle)| Some((id.parse().ok()?, cle))).collect())
        })
    }

    /// What the base holds of these columns, all of one table, from the rows of one old table.
    pub fn measure_reprise(&self, source: &str, table_source: &str, cles: &[Cle]) -> Result<Vec<Mesure>> {
        self.read(|c| measure(c, source, table_source, cles))
    }

    /// How many rows of `cle`'s table came from `table_source`.
    pub fn count_reprise(&self, source: &str, table_source: &str, table: crate::domain::Table) -> Result<i64> {
        self.read(|c| {
            Ok(Sql::<BigInt>::new(format!("SELECT count(*){}", from_there(table.nom())))
                .bind(source)
                .text(" AND p.table_source = ")
                .bind(table_source)
                .text(")")
                .get_result(c)?)
        })
    }

    /// Each value of a list column with its count, for the rows of one old table.
    pub fn count_values(&self, source: &str, table_source: &str, cle: Cle) -> Result<Vec<(String, i64)>> {
        self.read(|c| {
            let column = cle.champ().colonne;
            Ok(Sql::<(Text, BigInt)>::new(format!("SELECT t.{column}, count(*){}", from_there(cle.table.nom())))
                .bind(source)
                .text(" AND p.table_source = ")
                .bind(table_source)
                .text(&format!(") AND t.{column} IS NOT NULL GROUP BY t.{column} ORDER BY 2 DESC, 1"))
                .load(c)?)
        })
    }

    /// Rules met, in the order of the run, and how many there are in all.
    pub fn constats_reprise(&self, filtre: &FiltreConstats, limit: usize) -> Result<(i64, Vec<ConstatVu>)> {
        self.read(|c| constats(c, filtre, limit))
    }

    /// The old rows of a dossier, as they were.
    pub fn lignes_reprises(&self, dossier: Uuid) -> Result<Vec<LigneVue>> {
        self.read(|c| {
            let cast = Dialect::of(c).cast_id();
            let rows: Vec<LigneLue> = Sql::<(Text, Text, Text, Text)>::new(
                "SELECT nom_table, cle, sort, contenu FROM ligne_reprise WHERE dossier_id = ",
            )
            .bind(dossier.to_string())
            .text(cast)
            .text(" ORDER BY nom_table, cle")
            .load(c)?;
            Ok(rows.into_iter().map(seen).collect())
        })
    }

    /// The old rows that became nothing, table by table.
    pub fn lignes_gardees(&self, source: &str, table: &str, limit: usize) -> Result<Vec<LigneVue>> {
        self.read(|c| {
            let rows: Vec<LigneLue> = Sql::<(Text, Text, Text, Text)>::new(
                "SELECT nom_table, cle, sort, contenu FROM ligne_reprise WHERE sort = 'gardee' AND source = ",
            )
            .bind(source)
            .text(" AND nom_table = ")
            .bind(table)
            .text(&format!(" ORDER BY cle LIMIT {limit}"))
            .load(c)?;
            Ok(rows.into_iter().map(seen).collect())
        })
    }

    /// Keeps what a run found, with the file and the mapping that it was of.
    pub fn keep_reprise(&self, faite: &RepriseFaite) -> Result<()> {
        self.with(|c| {
            let cast = Dialect::of(c).cast_id();
            Sql::<()>::new("INSERT INTO reprise (id, source, fichier, sha256, correspondance, bilan) VALUES (")
                .bind(faite.id.to_string())
                .text(&format!("{cast}, "))
                .bind(&*faite.source)
                .text(", ")
                .bind(&*faite.fichier)
                .text(", ")
                .bind(&*faite.sha256)
                .text(", ")
                .bind(&*faite.correspondance)
                .text(", ")
                .bind(&*faite.bilan)
                .text(") ON CONFLICT (id) DO NOTHING")
                .execute(c)?;
            Ok(())
        })
    }

    /// The runs, the latest first.
    pub fn reprises(&self) -> Result<Vec<RepriseFaite>> {
        type Ligne = (Text, Text, Text, Text, Text, Text, Text, Text);
        type Lue = (String, String, String, String, String, String, String, String);
        self.read(|c| {
            let text = Dialect::of(c).as_text();
            let rows: Vec<Lue> = Sql::<Ligne>::new(format!(
                "SELECT id{text}, source, fichier, sha256, correspondance, bilan, faite_le{text}, faite_par FROM reprise ORDER BY faite_le DESC, id DESC"
            ))
            .load(c)?;
            let seen = |(id, source, fichier, sha256, correspondance, bilan, faite_le, faite_par): Lue| {
                Some(RepriseFaite { id: id.parse().ok()?, source, fichier, sha256, correspondance, bilan, faite_le, faite_par })
            };
            Ok(rows.into_iter().filter_map(seen).collect())
        })
    }
}
