//! A hundred damaged copies and hostile mappings: one clear sentence each, no panic, the base untouched.

use std::path::Path;

use vigie::domain::Parametres;
use vigie::exchange::access::correspondance::{Correspondance, FOURNIE};
use vigie::exchange::access::lecteur::{Access, Lecteur as _};
use vigie::exchange::access::prise;

use crate::common::{Moteur, today};
use crate::fichier::octets;

/// A sentence that a person can act on.
fn is_clear(sentence: &str) {
    assert!(sentence.contains("rien n’a été repris"), "{sentence}");
    assert!(!sentence.contains("panicked") && !sentence.contains('\n') && sentence.chars().count() < 400, "{sentence}");
}

fn small(contenu: &[u8], nom: &str, dir: &Path) -> Option<usize> {
    let path = dir.join(nom);
    std::fs::write(&path, contenu).unwrap();
    match Access.lire(&path, None) {
        Err(error) => {
            is_clear(&error.to_string());
            None
        }
        Ok(source) => Some(source.lignes()),
    }
}

#[test]
fn a_hundred_damaged_copies_are_told_or_read_as_far_as_they_can_be() {
    let dir = tempfile::tempdir().unwrap();
    let whole = octets();
    for (nom, contenu) in [
        ("vide.accdb", &b""[..]),
        ("texte.accdb", b"Ceci n'est pas une base.\n"),
        ("archive.accdb", b"PK\x03\x04\x14\x00\x00\x00\x08\x00rien"),
        ("zeros.mdb", &[0; 65_536]),
        ("image.png", &whole[..0x80]),
        ("entete.mdb", &whole[..4096]),
    ] {
        assert_eq!(small(contenu, nom, dir.path()), None, "{nom}");
    }
    assert!(Access.lire(&dir.path().join("absent.accdb"), None).is_err());
    // Under another extension it is the same file.
    assert_eq!(small(whole, "base.txt", dir.path()), Some(83_209));
    let (mut told, mut partial) = (0, 0);
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |limit: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        usize::try_from(chance % limit as u64).unwrap()
    };
    for copy in 0..92 {
        let mut octets = whole.clone();
        match copy % 4 {
            0 => octets.truncate(whole.len() * (copy + 1) / 100),
            // A page of the catalogue, of a table, of rows.
            1 => {
                let page = next(whole.len() / 4096) * 4096;
                octets[page..page + 4096].fill(if copy % 8 == 1 { 0 } else { 0xff });
            }
            2 => (0..2000).for_each(|_| {
                let at = next(whole.len());
                octets[at] ^= 1 << next(8);
            }),
            _ => {
                let page = next(60) * 4096;
                (0..40).for_each(|_| octets[page + next(4096)] = u8::try_from(next(256)).unwrap());
            }
        }
        match small(&octets, "abime.accdb", dir.path()) {
            None => told += 1,
            Some(lignes) => {
                assert!(lignes <= 90_000);
                partial += 1;
            }
        }
    }
    println!("damaged copies: {told} refused in one sentence, {partial} read as far as they go");
    assert_eq!(told + partial, 92);
}

#[test]
fn a_damaged_file_or_a_hostile_mapping_leaves_the_base_as_it_was() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = Parametres::default();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.accdb");
    std::fs::write(&path, "rien").unwrap();
    let before = fresh.base.etat().unwrap();
    let deep = format!("{}a = 1", "[a.".repeat(20_000));
    let long = format!("format = 1\nsource = \"{}\"\n", "x".repeat(5_000_000));
    for mapping in [
        "",
        "\u{0}",
        "format = 1",
        "= = =",
        &deep,
        &long,
        "format = 1\nsource = \"'; DROP TABLE dossier; --\"\n",
        "format = 1\nsource = \"x\"\n[[table]]\nnom = \"T\"\ndevient = \"dossier\"\n[table.colonnes]\n\"A\" = \"id\"\n",
        "format = 1\nsource = \"x\"\n[[table]]\nnom = \"T\"\ndevient = \"dossier\"\n[table.colonnes]\n\"A\" = { champ = \"sip\", par = \"../../etc.passwd\" }\n",
        "format = 99999999999999999999\nsource = \"x\"\n",
        "format = 1\nsource = \"x\"\ntable = 5\n",
    ] {
        let Err(error) = prise::lire(&path, None, Some(mapping), &parametres) else { panic!("{mapping}") };
        is_clear(&error.to_string());
    }
    // Of another application: it expects a table that is not there.
    let other = "format = 1\nsource = \"x\"\n[[table]]\nnom = \"Ailleurs\"\ndevient = \"dossier\"\n";
    assert!(Correspondance::parse(other).unwrap().convient(&crate::fichier::source().clone()).is_err());
    assert!(Correspondance::parse(FOURNIE).is_ok());
    let _ = today();
    let after = fresh.base.etat().unwrap();
    assert_eq!((after.dossiers, after.changements), (before.dossiers, before.changements));
}
