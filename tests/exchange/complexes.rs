//! Files, several values and versions behind one column: an Access 2010 file of the Jackcess project
//! (complexDataV2010.accdb, Apache License 2.0, github.com/spannm/jackcess).

use std::io::Read as _;

use vigie::exchange::access::lecteur::{Access, Lecteur as _};
use vigie::exchange::access::source::{Relation, Source, Valeur};

fn source() -> Source {
    let packed = std::fs::File::open("tests/exchange/colonnes-complexes.accdb.zst").unwrap();
    let mut octets = Vec::new();
    ruzstd::decoding::StreamingDecoder::new(packed).unwrap().read_to_end(&mut octets).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let chemin = dir.path().join("complexes.accdb");
    std::fs::write(&chemin, octets).unwrap();
    Access.lire(&chemin, None).unwrap()
}

/// Key of the row, then what hangs on it.
fn rows(source: &Source, nom: &str) -> Vec<Vec<String>> {
    let table = source.table(nom).unwrap_or_else(|| panic!("{nom} is not a table"));
    table.lignes.iter().map(|row| row.iter().skip(1).map(Valeur::show).collect()).collect()
}

#[test]
fn files_behind_a_column_are_a_table_under_the_key_of_their_row() {
    let source = source();
    assert_eq!(source.incidents, Vec::<String>::new());
    let files = source.table("Table1 · attach-data").unwrap();
    let names: Vec<&str> = files.colonnes.iter().map(|colonne| colonne.nom.as_str()).collect();
    assert_eq!(names, ["Numéro", "id", "Nom du fichier", "Contenu", "Date"]);
    let content = |text: &str| Valeur::Octets(text.as_bytes().into());
    let (first, second) = ("this is some test data for attachment.", "this is some more test data for attachment.");
    let read: Vec<(String, String, &Valeur)> =
        files.lignes.iter().map(|row| (row[1].show(), row[2].show(), &row[3])).collect();
    assert_eq!(
        read,
        [
            ("row2".into(), "test_data.txt".into(), &content(first)),
            ("row2".into(), "test_data2.txt".into(), &content(second)),
            ("row4".into(), "test_data2.txt".into(), &content(second)),
        ]
    );
    let hangs = |relation: &Relation| {
        relation.parent == ("Table1".into(), "id".into())
            && relation.enfant == ("Table1 · attach-data".into(), "id".into())
    };
    assert!(source.relations.iter().any(hangs), "{:?}", source.relations);
}

#[test]
fn several_values_and_earlier_versions_are_kept_too() {
    let source = source();
    let values = rows(&source, "Table1 · multi-value-data");
    assert_eq!(values.len(), 6);
    assert_eq!(values[1], ["row2", "value4"]);
    let versions = source.tables.iter().find(|table| table.nom.starts_with("Table1 · VersionHistory")).unwrap();
    let texts: Vec<String> =
        rows(&source, &versions.nom).into_iter().filter(|row| row[0] == "row3").map(|row| row[1].clone()).collect();
    assert_eq!(texts, ["row3-memo", "row3-memo-revised", "row3-memo-again"]);
}
