//! The columns that hold values of a list.

use crate::domain::{Nature, TABLES, Table};

/// Every column that may hold a value of this list.
pub fn columns(liste: &str) -> Vec<(&'static str, &'static str)> {
    let holds = |nature: Nature| match nature {
        Nature::Liste(code) => code == liste,
        Nature::Territoire => liste == "territoire",
        Nature::Service => liste == "service",
        Nature::Commune => liste == "commune",
        _ => false,
    };
    let of_table = |table: Table| {
        table.champs().iter().filter(move |champ| holds(champ.nature)).map(move |champ| (table.nom(), champ.colonne))
    };
    let mut columns: Vec<_> = TABLES.into_iter().flat_map(of_table).collect();
    if liste == "territoire" {
        columns.extend([("commune", "territoire"), ("service", "territoire")]);
    }
    columns
}

/// Every list with the columns that hold its values: what its use is counted by, and merged in.
pub fn all_columns() -> Vec<(String, &'static str, &'static str)> {
    let natures = TABLES.into_iter().flat_map(Table::champs).map(|champ| champ.nature);
    let mut listes: Vec<String> = natures
        .filter_map(|nature| match nature {
            Nature::Liste(code) => Some(code.to_owned()),
            _ => None,
        })
        .chain(["territoire", "service", "commune"].map(str::to_owned))
        .collect();
    listes.sort();
    listes.dedup();
    let of_liste = |liste: String| {
        columns(&liste).into_iter().map(move |(table, column)| (liste.clone(), table, column)).collect::<Vec<_>>()
    };
    listes.into_iter().flat_map(of_liste).collect()
}
