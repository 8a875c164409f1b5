//! The way out and the way back, from the command line.

use std::fs;

use serde_json::Value;

use crate::common::dossiers::complet;
use crate::common::{MOTEURS, Moteur};
use crate::{done, json, numero, plain, refused, with};

#[test]
fn a_dossier_alone_leaves_as_pdf_or_json() {
    for moteur in MOTEURS {
        let (fresh, adresse, saved) = with(moteur, complet);
        let path = |name: &str| fresh.dir.path().join(name).to_str().unwrap().to_owned();
        let (pdf, document) = (path("f.PDF"), path("f.json"));
        done(&["dossier", "exporter", numero(&saved), "--sortie", &pdf, "--base", &adresse]);
        assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF"));
        done(&["dossier", "exporter", numero(&saved), "--sortie", &document, "--base", &adresse]);
        let written: Value = serde_json::from_str(&fs::read_to_string(&document).unwrap()).unwrap();
        assert_eq!(written, json(&["dossier", "lire", numero(&saved), "--base", &adresse]), "{moteur:?}");
        let said = refused(1, &["dossier", "exporter", numero(&saved), "--sortie", "f.doc", "--base", &adresse]);
        assert!(said.contains(".pdf ni par .json"), "{said}");
        let xml = path("o.xml");
        let said = plain(&done(&["olinpe", "--annee", "2026", "--sortie", &xml, "--base", &adresse]));
        assert!(said.contains("3 lignes de 2026") && said.contains("NUMANONYM"), "{said}");
        assert_eq!(fs::read_to_string(&xml).unwrap().matches("<NUMANONYM>").count(), 3);
        assert!(refused(2, &["olinpe", "--sortie", &xml, "--base", &adresse]).contains("--annee"));
    }
}

#[test]
fn everything_leaves_and_comes_back_by_two_commands() {
    let (fresh, adresse, saved) = with(Moteur::Sqlite, complet);
    let path = |name: &str| fresh.dir.path().join(name).to_str().unwrap().to_owned();
    let (sortie, neuve) = (path("tout"), path("neuve.vigie"));
    let said = plain(&done(&["exporter", "--sortie", &sortie, "--base", &adresse]));
    assert!(said.starts_with("Export écrit dans ") && said.contains(" tables, "), "{said}");
    assert!(refused(1, &["exporter", "--sortie", &sortie, "--base", &adresse]).contains("Il y a déjà quelque chose"));
    done(&["base", "creer", "--base", &neuve]);
    assert!(done(&["restaurer", &sortie, "--base", &neuve]).starts_with("Export remis dans "));
    let read = |base: &str| json(&["dossier", "lire", numero(&saved), "--base", base]);
    assert_eq!(read(&neuve), read(&adresse));
    assert!(refused(1, &["restaurer", &sortie, "--base", &neuve]).contains("contient déjà des dossiers"));
    assert!(refused(2, &["restaurer", "--base", &neuve]).contains("Il manque l’export"));
}
