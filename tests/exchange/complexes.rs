//! Files, several values and versions behind one column: an Access 2010 file of the Jackcess project
//! (complexDataV2010.accdb, Apache License 2.0, github.com/spannm/jackcess).

use std::io::Read as _;

use vigie::domain::Table;
use vigie::exchange::access::correspondance::Correspondance;
use vigie::exchange::access::lecteur::{Access, Lecteur as _};
use vigie::exchange::access::prise::{self, Lue};
use vigie::exchange::access::proposition::proposer;
use vigie::exchange::access::source::{Relation, Source, Valeur};

use crate::common::{MOTEURS, Moteur, today};
use crate::reprise::coupe;

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

/// Column names as a person who maps this file would write them.
const CORRESPONDANCE: &str = r#"
format = 1
source = "complexes"
[[table]]
nom = "Table1"
devient = "dossier"
cle = "id"
[table.colonnes]
"id" = "numero"
[[table]]
nom = "Table1 · attach-data"
devient = "piece"
cle = "Numéro"
parent = "id"
[table.colonnes]
"Contenu" = "contenu"
"Nom du fichier" = "nom_fichier"
"Date" = "jour"
"#;

#[test]
fn files_behind_a_column_come_into_their_dossiers_once() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = prise::parametres(&fresh.base, today()).unwrap();
        let take = |mut source: Source, also: bool| {
            if also {
                // The file of later: one more was attached to the first row that has some.
                let table = source.tables.iter_mut().find(|table| table.nom == "Table1 · attach-data").unwrap();
                let mut more = table.lignes[0].clone();
                (more[0], more[2]) = (Valeur::Texte("row2/a.pdf".into()), Valeur::Texte("a.pdf".into()));
                table.lignes.insert(0, more);
            }
            let correspondance = Correspondance::parse(CORRESPONDANCE).unwrap();
            let lue = Lue { source, correspondance, texte: CORRESPONDANCE.into(), proposee: false };
            let report = prise::reprendre(&fresh.base, &lue, &parametres, |_, _, _| true).unwrap();
            assert!(!report.regles.iter().any(|regle| regle.code.starts_with("piece-")), "{:?}", report.regles);
            report.ecriture.unwrap().pieces
        };
        let held = || {
            let ids: Vec<uuid::Uuid> =
                fresh.base.origins(Table::Dossier).unwrap().into_iter().map(|(id, _)| id).collect();
            let mut pieces: Vec<(String, Vec<u8>)> = ids
                .iter()
                .flat_map(|id| fresh.base.pieces(*id).unwrap())
                .map(|piece| (piece.nom, fresh.base.piece_contenu(piece.id).unwrap()))
                .collect();
            pieces.sort();
            pieces
        };
        assert_eq!(take(source(), false), 3, "{moteur:?}");
        let pieces = held();
        let names: Vec<&str> = pieces.iter().map(|(nom, _)| nom.as_str()).collect();
        assert_eq!(names, ["test_data.txt", "test_data2.txt", "test_data2.txt"], "{moteur:?}");
        assert_eq!(pieces[0].1, b"this is some test data for attachment.", "{moteur:?}");
        assert_eq!(take(source(), false), 0, "{moteur:?}: the second time");
        assert_eq!(held(), pieces, "{moteur:?}");
        assert_eq!(take(source(), true), 1, "{moteur:?}: only what is new");
        assert_eq!(held().len(), 4, "{moteur:?}");
    }
}

#[test]
fn files_behind_a_column_are_proposed_as_such_under_a_dossier_or_a_child_and_a_giant_one_is_told() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = prise::parametres(&fresh.base, today()).unwrap();
    let mut base = coupe(97);
    let wanted = [("T_DOSSIER", "N_DOSSIER", 12), ("T_ENFANT", "ID_ENFANT", 21 * 1024 * 1024)];
    let behind = source().table("Table1 · attach-data").unwrap().clone();
    for (parent, cle, octets) in wanted {
        let above = base.table(parent).unwrap();
        let key = above.lignes[0][above.colonne(cle).unwrap()].clone();
        let mut table = behind.clone();
        table.nom = format!("{parent} · Fichiers");
        table.colonnes[1].nom = cle.to_owned();
        let row = &behind.lignes[0];
        let number = Valeur::Texte(format!("{}/scan.pdf", key.show()).into());
        let contenu = Valeur::Octets(vec![7; octets].into());
        table.lignes = vec![vec![number, key, Valeur::Texte("scan.pdf".into()), contenu, row[4].clone()].into()];
        let relation = ((parent.to_owned(), cle.to_owned()), (table.nom.clone(), cle.to_owned()));
        base.relations.push(Relation { parent: relation.0, enfant: relation.1, integrite: true });
        base.tables.push(table);
    }
    let texte = proposer(&base, &parametres);
    let correspondance = Correspondance::parse(&texte).unwrap_or_else(|error| panic!("{error}\n{texte}"));
    let lue = Lue { source: base, correspondance, texte: texte.clone(), proposee: true };
    let (reprise, report) = prise::essayer(&lue, &parametres, |_, _, _| true).unwrap();
    let found: Vec<&str> =
        reprise.pieces.iter().map(|piece| piece.nom.as_str()).filter(|nom| *nom == "scan.pdf").collect();
    assert_eq!(found, ["scan.pdf"], "{texte}");
    let giant: Vec<usize> =
        report.regles.iter().filter(|regle| regle.code == "piece-trop-grande").map(|regle| regle.fois).collect();
    assert_eq!(giant, [1], "the child's, told and kept beside\n{texte}");
}
