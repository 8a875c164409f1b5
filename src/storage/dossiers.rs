//! The Dossiers screen: the whole base, sorted, filtered and paged by the database.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
use uuid::Uuid;

use crate::domain::nom;
use crate::domain::recherche::{Colonne, Filtre, Ligne, Page, Tri};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Result, StorageError};

const fn order(colonne: Colonne) -> &'static [&'static str] {
    match colonne {
        Colonne::Numero => &["numero", "id"],
        Colonne::Reception => &["date_reception", "id"],
        Colonne::Fratrie => &["cle_fratrie", "id"],
        Colonne::Territoire => &["territoire", "date_reception", "id"],
        Colonne::Etat => &["etat", "date_reception", "id"],
        Colonne::Echeance => &["echeance_le", "id"],
    }
}

fn order_by(tri: Tri, prefix: &str) -> String {
    let direction = if tri.descending { " DESC" } else { "" };
    let columns: Vec<String> = order(tri.colonne).iter().map(|column| format!("{prefix}{column}{direction}")).collect();
    format!(" ORDER BY {}", columns.join(", "))
}

/// Two round trips: the count and the rows. Rows are chosen on the index alone, then read: a page
/// far down costs no more than its place in the index.
pub fn page(connexion: &mut Connexion, filtre: &Filtre, tri: Tri, from: u64, rows: u64) -> Result<Page> {
    let dialect = Dialect::of(connexion);
    let mut count = Sql::<BigInt>::new("SELECT count(*) FROM dossier").sent_whole(dialect);
    push_where(&mut count, dialect, filtre);
    let total = u64::try_from(count.get_result::<i64>(connexion)?).unwrap_or_default();

    // The second half is read from the end.
    let backwards = from > total / 2;
    let inner = if backwards { Tri { descending: !tri.descending, ..tri } } else { tri };
    let rows = rows.min(total.saturating_sub(from));
    let offset = if backwards { total.saturating_sub(from + rows) } else { from };
    type Row = (
        Text,
        Nullable<Text>,
        Nullable<Text>,
        Nullable<Text>,
        Nullable<Text>,
        Integer,
        Text,
        Text,
        Nullable<Text>,
        Bool,
    );
    let text = dialect.as_text();
    let mut sql = Sql::<Row>::new(format!(
        "SELECT d.id{text}, d.numero, d.date_reception{text}, d.type_dossier, d.fratrie, d.nombre_enfants, d.territoire, d.etat, d.echeance_le{text}, d.danger_grave \
         FROM dossier d WHERE d.id IN (SELECT id FROM dossier"
    ))
    .sent_whole(dialect);
    push_where(&mut sql, dialect, filtre);
    sql.push(&order_by(inner, ""));
    // Bound: written into the text, each place in the base would be one more statement that SQLite keeps.
    let integer = dialect.cast_integer();
    for (word, number) in [(" LIMIT ", rows), (" OFFSET ", offset)] {
        sql.push(word);
        sql.push_bind(number.to_string());
        sql.push(integer);
    }
    sql.push(&format!("){}", order_by(tri, "d.")));
    type Read = (
        String,
        Option<String>,
        Option<String>,
        Option<String>,
        Option<String>,
        i32,
        String,
        String,
        Option<String>,
        bool,
    );
    let read: Vec<Read> = sql.load(connexion)?;
    let lignes = read
        .into_iter()
        .map(
            |(
                id,
                numero,
                reception,
                type_dossier,
                fratrie,
                nombre_enfants,
                territoire,
                etat,
                echeance,
                danger_grave,
            )| {
                Ok(Ligne {
                    id: id.parse().map_err(|_| StorageError::Database(format!("identifiant illisible {id}")))?,
                    numero: numero.unwrap_or_default(),
                    date_reception: reception.unwrap_or_default(),
                    type_dossier: type_dossier.unwrap_or_default(),
                    fratrie: fratrie.unwrap_or_default(),
                    nombre_enfants,
                    territoire,
                    etat,
                    echeance_le: echeance.unwrap_or_default(),
                    danger_grave,
                })
            },
        )
        .collect::<Result<_>>()?;
    Ok(Page { from, total, lignes })
}

fn push_where<ST>(sql: &mut Sql<ST>, dialect: Dialect, filtre: &Filtre) {
    let mut word = " WHERE ";
    let mut and = |sql: &mut Sql<ST>| {
        sql.push(word);
        word = " AND ";
    };
    for (column, wanted) in
        [("etat", &filtre.etat), ("territoire", &filtre.territoire), ("type_dossier", &filtre.type_dossier)]
    {
        if !wanted.is_empty() {
            and(sql);
            sql.push(&format!("{column} = "));
            sql.push_bind(wanted);
        }
    }
    if let Some(choisis) = &filtre.choisis {
        and(sql);
        push_ids(sql, dialect, "id", &choisis.ids);
    }
    let typed = filtre.texte.trim();
    if typed.is_empty() {
        return;
    }
    and(sql);
    if typed.starts_with(|c: char| c.is_ascii_digit()) {
        push_prefix(sql, "numero", typed);
        return;
    }
    sql.push("id IN (SELECT ec.dossier_id FROM enfant e JOIN enfant_concerne ec ON ec.enfant_id = e.id WHERE ");
    push_names(sql, &nom::fold(typed));
    sql.push(")");
}

/// One bound value, however many they are.
pub(super) fn push_ids<ST>(sql: &mut Sql<ST>, dialect: Dialect, column: &str, ids: &[Uuid]) {
    let (before, after) = dialect.among_ids();
    sql.push(&format!("{column} IN {before}"));
    sql.push_bind(dialect.ids(ids));
    sql.push(after);
}

/// The folded words as name then first name, first name then name, or either alone.
pub(super) fn push_names<ST>(sql: &mut Sql<ST>, folded: &str) {
    sql.push("(");
    push_prefix(sql, "e.cle_nom", folded);
    sql.push(" OR ");
    push_prefix(sql, "e.cle_prenom", folded);
    for (at, _) in folded.match_indices(' ') {
        let (first, rest) = (&folded[..at], &folded[at + 1..]);
        for (nom, prenom) in [(first, rest), (rest, first)] {
            sql.push(" OR (");
            push_prefix(sql, "e.cle_nom", nom);
            sql.push(" AND ");
            push_prefix(sql, "e.cle_prenom", prenom);
            sql.push(")");
        }
    }
    sql.push(")");
}

/// A range, not LIKE: the only form whose index is used under row-level security.
fn push_prefix<ST>(sql: &mut Sql<ST>, column: &str, prefix: &str) {
    sql.push(&format!("({column} >= "));
    sql.push_bind(prefix);
    sql.push(&format!(" AND {column} < "));
    sql.push_bind(nom::prefix_end(prefix));
    sql.push(")");
}

/// The versions of dossiers and persons.
pub fn versions(connexion: &mut Connexion, ids: &[Uuid]) -> Result<Vec<(Uuid, i32)>> {
    if ids.is_empty() {
        // Still asked: who asks wants to know whether the base answers.
        return Ok(Sql::<Integer>::new("SELECT 1").load::<i32>(connexion).map(|_| Vec::new())?);
    }
    let dialect = Dialect::of(connexion);
    let mut sql = Sql::<(Text, Integer)>::new("");
    for (at, table) in ["dossier", "enfant"].into_iter().enumerate() {
        let union = if at > 0 { ") UNION ALL " } else { "" };
        sql.push(&format!("{union}SELECT CAST(id AS text), version FROM {table} WHERE id IN ("));
        for (at, id) in ids.iter().enumerate() {
            sql.push(if at > 0 { ", " } else { "" });
            sql.push_bind(id.to_string());
            sql.push(dialect.cast_id());
        }
    }
    let rows: Vec<(String, i32)> = sql.text(")").load(connexion)?;
    Ok(rows.into_iter().filter_map(|(id, version)| Some((id.parse().ok()?, version))).collect())
}
