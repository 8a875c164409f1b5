//! Which tables a base has, and their columns.

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;

use super::super::Result;
use super::super::connection::Connexion;
use super::super::dialect::Dialect;
use super::super::sql::Sql;

/// What stays: who may open drafts, what follows from the rest, how this very base came to be.
const STAY: [&str; 5] = ["__diesel_schema_migrations", "cle_brouillon", "nom_proche", "rang", "restauration"];

/// The seals of the journal: each engine has its own bytes for a line.
pub const SCEAUX: [&str; 3] = ["journal_attente", "journal_sceau", "journal_tete"];

/// Which engine this is.
pub(super) const fn moteur(connexion: &Connexion) -> &'static str {
    match Dialect::of(connexion) {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgresql",
    }
}

/// What a column holds, the same on both bases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Genre {
    Texte,
    Entier,
    Reel,
    Oui,
    /// Bytes, told in hexadecimal.
    Octets,
    /// Bytes that are a file, told by their length, and whose name is in the row.
    Fichier,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ColonneBrute {
    pub nom: String,
    pub genre: Genre,
    /// The base's own type, which the other base may not have.
    #[serde(skip)]
    pub(super) type_sql: String,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TableBrute {
    pub nom: String,
    pub colonnes: Vec<ColonneBrute>,
    /// Columns that name a row, in the order of the rows.
    pub cle: Vec<String>,
}

impl TableBrute {
    pub fn rang(&self, colonne: &str) -> Option<usize> {
        self.colonnes.iter().position(|one| one.nom == colonne)
    }

    /// The ranks of the columns that hold files.
    pub fn fichiers(&self) -> impl Iterator<Item = usize> {
        self.colonnes.iter().enumerate().filter(|(_, one)| one.genre == Genre::Fichier).map(|(rang, _)| rang)
    }
}

fn genre(type_sql: &str) -> Genre {
    let name = type_sql.to_ascii_lowercase();
    let is = |names: &[&str]| names.iter().any(|one| name.starts_with(one));
    if is(&["bool"]) {
        Genre::Oui
    } else if is(&["int", "bigint", "smallint"]) {
        Genre::Entier
    } else if is(&["real", "double", "numeric"]) {
        Genre::Reel
    } else if is(&["blob", "bytea"]) {
        Genre::Octets
    } else {
        Genre::Texte
    }
}

/// Every table that can leave, by name; on a server those, and the columns of those, that this person may read.
pub(super) fn all(connexion: &mut Connexion) -> Result<Vec<TableBrute>> {
    type Row = (Text, Text, Text, Text);
    let sql = match Dialect::of(connexion) {
        Dialect::Sqlite => {
            "SELECT t.name, c.name, c.type, CAST(c.pk AS TEXT) FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid"
        }
        Dialect::Postgres => {
            "SELECT t.relname::text, a.attname::text, format_type(a.atttypid, NULL), \
             coalesce(array_position(i.indkey::int2[], a.attnum) - array_lower(i.indkey::int2[], 1) + 1, 0)::text \
             FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' \
             LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary \
             WHERE t.relkind IN ('r', 'p') AND NOT t.relispartition AND t.relnamespace = current_schema()::regnamespace \
             AND has_column_privilege(t.oid, a.attnum, 'SELECT') ORDER BY t.relname COLLATE \"C\", a.attnum"
        }
    };
    let rows: Vec<(String, String, String, String)> = Sql::<Row>::new(sql).load(connexion)?;
    let mut tables: Vec<TableBrute> = Vec::new();
    let mut keys: Vec<(usize, String)> = Vec::new();
    let close = |tables: &mut Vec<TableBrute>, keys: &mut Vec<(usize, String)>| {
        if let Some(last) = tables.last_mut() {
            keys.sort();
            last.cle = keys.drain(..).map(|(_, nom)| nom).collect();
        }
    };
    for (table, nom, type_sql, pk) in rows {
        if STAY.contains(&table.as_str()) {
            continue;
        }
        if tables.last().is_none_or(|last| last.nom != table) {
            close(&mut tables, &mut keys);
            tables.push(TableBrute { nom: table, colonnes: Vec::new(), cle: Vec::new() });
        }
        if let Some(rang) = pk.parse().ok().filter(|rang| *rang > 0) {
            keys.push((rang, nom.clone()));
        }
        if let Some(last) = tables.last_mut() {
            last.colonnes.push(ColonneBrute { genre: genre(&type_sql), nom, type_sql });
        }
    }
    close(&mut tables, &mut keys);
    // The order of the columns is not the same on both bases: a column added later stands last.
    for table in &mut tables {
        if table.rang("nom").is_some() {
            for one in table.colonnes.iter_mut().filter(|one| one.genre == Genre::Octets) {
                one.genre = Genre::Fichier;
            }
        }
        table.colonnes.sort_by_key(|one| (!table.cle.contains(&one.nom), one.nom.clone()));
    }
    Ok(tables)
}
