//! What the Dossiers screen asks, as SQL: conditions, order, columns. One place for the count, the
//! pages, the selection and the export, so that they always speak of the same dossiers.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::nom;
use crate::domain::recherche::{AUTRES, Colonne, Condition, Filtre, Ordre, Tri};

use super::dialect::Dialect;
use super::sql::Sql;

/// What a row is sorted by for this column.
fn sorted_by(colonne: Colonne) -> &'static str {
    match colonne {
        Colonne::Fratrie => "cle_fratrie",
        // By the order of its services nobody can sort.
        Colonne::Services => "id",
        other => other.code(),
    }
}

/// Ties go by the id, in the direction of the first key: what the indexes are made for.
pub(super) fn order_by(ordre: &Ordre, prefix: &str, backwards: bool) -> String {
    let mut keys: Vec<(&str, bool)> = Vec::new();
    let mut add = |column: &'static str, descending: bool| {
        if !keys.iter().any(|(known, _)| *known == column) {
            keys.push((column, descending));
        }
    };
    let first = ordre.0.first().copied().unwrap_or_default();
    for tri in &ordre.0 {
        add(sorted_by(tri.colonne), tri.descending);
    }
    if let ([_], Tri { colonne: Colonne::Territoire | Colonne::Etat, descending }) = (ordre.0.as_slice(), first) {
        add("date_reception", descending);
    }
    add("id", first.descending);
    let words: Vec<String> = keys
        .iter()
        .map(|(column, descending)| format!("{prefix}{column}{}", if *descending == backwards { "" } else { " DESC" }))
        .collect();
    format!(" ORDER BY {}", words.join(", "))
}

/// The columns of a row as one JSON value: those of the list, then the others.
pub(super) fn row_of(dialect: Dialect) -> String {
    let others: Vec<String> = AUTRES
        .iter()
        .map(|colonne| match colonne {
            Colonne::Services => {
                let services = match dialect {
                    Dialect::Postgres => "string_agg(t.service, ' ' ORDER BY t.rang, t.id)",
                    Dialect::Sqlite => "group_concat(t.service, ' ' ORDER BY t.rang, t.id)",
                };
                format!("(SELECT {services} FROM traitement t WHERE t.dossier_id = d.id)")
            }
            other => format!("d.{}", other.code()),
        })
        .collect();
    format!(
        "{}(d.id, d.numero, d.date_reception, d.type_dossier, d.fratrie, d.nombre_enfants, d.territoire, d.etat, d.echeance_le, d.danger_grave, {}){}",
        dialect.json_array(),
        others.join(", "),
        dialect.as_text()
    )
}

pub(super) fn push_where<ST>(sql: &mut Sql<ST>, dialect: Dialect, filtre: &Filtre) {
    let mut word = " WHERE ";
    let mut and = |sql: &mut Sql<ST>| {
        sql.push(word);
        word = " AND ";
    };
    for (colonne, condition) in &filtre.conditions {
        and(sql);
        push_condition(sql, dialect, *colonne, condition);
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
    push_words(sql, typed);
}

/// A number that begins so, or a child of those names.
fn push_words<ST>(sql: &mut Sql<ST>, typed: &str) {
    if typed.starts_with(|c: char| c.is_ascii_digit()) {
        push_prefix(sql, "numero", typed);
        return;
    }
    sql.push("id IN (SELECT ec.dossier_id FROM enfant e JOIN enfant_concerne ec ON ec.enfant_id = e.id WHERE ");
    push_names(sql, &nom::fold(typed));
    sql.push(")");
}

fn push_condition<ST>(sql: &mut Sql<ST>, dialect: Dialect, colonne: Colonne, condition: &Condition) {
    let column = colonne.code();
    match condition {
        Condition::Commence(text) if colonne == Colonne::Fratrie => push_words(sql, text),
        Condition::Commence(text) => push_prefix(sql, column, text),
        Condition::Parmi(values) if colonne == Colonne::Services => {
            sql.push("id IN (SELECT dossier_id FROM traitement WHERE service IN (");
            push_list(sql, values.iter().filter(|value| !value.is_empty()));
            sql.push("))");
        }
        Condition::Parmi(values) => {
            sql.push(&format!("({column} IN ("));
            push_list(sql, values.iter().filter(|value| !value.is_empty()));
            sql.push(if values.iter().any(String::is_empty) { ") OR " } else { "))" });
            if values.iter().any(String::is_empty) {
                sql.push(&format!("{column} IS NULL)"));
            }
        }
        Condition::Jours { du, au } => {
            // An instant of the last day is still of that day.
            let last = if colonne == Colonne::Modifie { au.and_then(|day| day.succ_opt()) } else { *au };
            let until = if colonne == Colonne::Modifie { "<" } else { "<=" };
            push_bounds(
                sql,
                dialect.cast_date(),
                column,
                until,
                du.map(|day| day.to_string()),
                last.map(|day: NaiveDate| day.to_string()),
            );
        }
        Condition::Nombres { de, a } => {
            push_bounds(sql, dialect.cast_integer(), column, "<=", de.map(|n| n.to_string()), a.map(|n| n.to_string()));
        }
        Condition::Oui(yes) => sql.push(&format!("{column} = {}", if *yes { dialect.yes() } else { dialect.no() })),
        Condition::Rempli(filled) if colonne == Colonne::Services => {
            let not = if *filled { "" } else { "NOT " };
            sql.push(&format!("{not}EXISTS (SELECT 1 FROM traitement t WHERE t.dossier_id = dossier.id)"));
        }
        Condition::Rempli(filled) => sql.push(&format!("{column} IS {}NULL", if *filled { "NOT " } else { "" })),
    }
}

fn push_bounds<ST>(sql: &mut Sql<ST>, cast: &str, column: &str, until: &str, from: Option<String>, to: Option<String>) {
    let mut word = "(";
    for (sign, bound) in [(">=", from), (until, to)] {
        let Some(bound) = bound else { continue };
        sql.push(&format!("{word}{column} {sign} "));
        sql.push_bind(bound);
        sql.push(cast);
        word = " AND ";
    }
    sql.push(if word == "(" { "(1 = 1)" } else { ")" });
}

fn push_list<'a, ST>(sql: &mut Sql<ST>, values: impl Iterator<Item = &'a String>) {
    let mut count = 0;
    for value in values {
        sql.push(if count > 0 { ", " } else { "" });
        sql.push_bind(value.clone());
        count += 1;
    }
    if count == 0 {
        sql.push("NULL");
    }
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
