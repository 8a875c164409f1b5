//! What is read is what is in the file: every figure of every column.

use std::collections::BTreeSet;

use serde_json::Value;
use vigie::exchange::access::source::{Genre, TableSource, Valeur};

use crate::fichier::{attendu, source};

/// Each figure that was counted for a column, as it is counted here.
fn figure(table: &TableSource, at: usize, name: &str) -> Value {
    let values: Vec<&Valeur> = table.lignes.iter().map(|row| &row[at]).filter(|value| !value.is_vide()).collect();
    let texts = || values.iter().filter_map(|value| value.texte());
    let distinct: BTreeSet<String> = values.iter().map(|value| format!("{value:?}")).collect();
    let dates = || values.iter().filter_map(|value| if let Valeur::Date(date) = value { Some(*date) } else { None });
    let shown = |date: chrono::NaiveDateTime| Value::from(date.format("%Y-%m-%dT%H:%M:%S").to_string());
    let numbers = || values.iter().filter_map(|value| if let Valeur::Entier(n) = value { Some(*n) } else { None });
    let reals = || {
        values.iter().filter_map(|value| match value {
            Valeur::Reel(x) => Some(*x),
            Valeur::Argent(n) => Some(*n as f64 / 10_000.0),
            _ => None,
        })
    };
    let is_date = table.colonnes[at].genre == Genre::Date;
    let is_real = matches!(table.colonnes[at].genre, Genre::Reel | Genre::Argent);
    match name {
        "non_null" => values.len().into(),
        "vides" => texts().filter(|text| text.is_empty()).count().into(),
        "caracteres" => texts().map(|text| text.chars().count()).sum::<usize>().into(),
        "longueur_max" => texts().map(|text| text.chars().count()).max().unwrap_or_default().into(),
        "valeurs_distinctes" => distinct.len().into(),
        "espaces_en_bord" => texts().filter(|text| text.trim_matches(' ') != *text).count().into(),
        "vrai" => values.iter().filter(|value| ***value == Valeur::Oui(true)).count().into(),
        "faux" => values.iter().filter(|value| ***value == Valeur::Oui(false)).count().into(),
        "avec_heure" => dates().filter(|date| date.time() != chrono::NaiveTime::MIN).count().into(),
        "min" if is_date => dates().min().map_or(Value::Null, shown),
        "max" if is_date => dates().max().map_or(Value::Null, shown),
        "somme" if is_real => reals().sum::<f64>().into(),
        "min" if is_real => reals().fold(f64::INFINITY, f64::min).into(),
        "max" if is_real => reals().fold(f64::NEG_INFINITY, f64::max).into(),
        "somme" => numbers().sum::<i64>().into(),
        "min" => numbers().min().into(),
        "max" => numbers().max().into(),
        _ => Value::Null,
    }
}

fn same(found: &Value, expected: &Value) -> bool {
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.parse().ok());
    match (number(found), number(expected)) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * b.abs().max(1.0),
        _ => found == expected,
    }
}

#[test]
fn every_figure_of_every_column_is_the_one_counted_beside_the_file() {
    let (source, attendu) = (source(), attendu());
    let tables = attendu["tables"].as_object().unwrap();
    assert_eq!(source.tables.len(), tables.len());
    assert_eq!(source.lignes() as u64, attendu["total_lignes"].as_u64().unwrap());
    let (mut compared, mut wrong, mut unknown) = (0, Vec::new(), BTreeSet::new());
    for (nom, expected) in tables {
        let table = source.table(nom).unwrap_or_else(|| panic!("{nom}"));
        assert_eq!(table.lignes.len() as u64, expected["lignes"].as_u64().unwrap(), "{nom}");
        for (colonne, figures) in expected["colonnes"].as_object().unwrap() {
            let at = table.colonne(colonne).unwrap_or_else(|| panic!("{nom}.{colonne}"));
            for (name, value) in figures.as_object().unwrap() {
                if ["type", "note"].contains(&name.as_str()) {
                    continue;
                }
                let found = figure(table, at, name);
                if found.is_null() && !value.is_null() {
                    unknown.insert(name.clone());
                    continue;
                }
                compared += 1;
                if !same(&found, value) {
                    wrong.push(format!("{nom}.{colonne} {name}: {found} for {value}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 700, "{compared}");
    assert!(unknown.iter().all(|name| ["octets"].contains(&name.as_str())), "{unknown:?}");
}

#[test]
fn the_linked_table_is_told_and_nothing_else_is_lost() {
    let source = source();
    assert_eq!(source.liees.len(), 1);
    assert_eq!(source.incidents.len(), 1, "{:?}", source.incidents);
    assert!(source.incidents[0].contains("TL_AGENTS_RH"));
    assert_eq!(source.relations.len(), attendu()["relations"].as_array().unwrap().len());
    let mut queries: Vec<&str> = attendu()["requetes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    queries.sort_unstable();
    let mut read: Vec<&str> = source.requetes.iter().map(String::as_str).collect();
    read.sort_unstable();
    assert_eq!(read, queries);
    assert_eq!(source.sha256, attendu()["fichier"]["sha256"].as_str().unwrap());
}
