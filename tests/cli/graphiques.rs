//! Charts and the yearly report from the command line, without a display.

use std::process::Command;

use vigie::demo::Demo;
use vigie::domain::Parametres;
use vigie::storage;

use crate::common::{Moteur, today};
use crate::{done, json, plain, refused};

fn text_of(path: &std::path::Path) -> String {
    let out = Command::new("pdftotext").args([path.as_os_str(), "-".as_ref()]).output().unwrap();
    assert!(out.status.success());
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn charts_and_the_yearly_report_are_made_without_a_display() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = Parametres {
        communes: std::sync::Arc::new(fresh.base.communes().unwrap()),
        ..fresh.base.parametres(today()).unwrap()
    };
    storage::load(&fresh.base, Demo::new(&parametres, 200, 4, today()), |_| true).unwrap();
    let adresse = fresh.cible.adresse();
    let dir = fresh.dir.path();
    let made = |codes: &str, name: &str| {
        let path = dir.join(name);
        let sortie = path.to_str().unwrap().to_owned();
        json(&["tableau", "--base", &adresse, "--indicateur", codes, "--annee", "2025", "--sortie", &sortie]);
        std::fs::read(&path).unwrap()
    };
    for (codes, name, start) in [
        ("motifs", "un.png", &b"\x89PNG"[..]),
        ("motifs,pyramide", "deux.png", b"\x89PNG"),
        ("tous", "tous.svg", b"<svg"),
        ("motifs", "un.pdf", b"%PDF"),
        (
            "motifs,suites,territoire_mois,delai_rapport_repartition,origine_suite,part_119,supports",
            "sept.pdf",
            b"%PDF",
        ),
        ("tous", "tous.xlsx", b"PK"),
    ] {
        let bytes = made(codes, name);
        assert!(bytes.starts_with(start), "{name}");
    }
    let sept = text_of(&dir.join("sept.pdf"));
    assert!(sept.contains("1/2") && sept.contains("2/2") && sept.contains("De l’origine à la suite"), "{sept}");

    let report = dir.join("rapport.pdf");
    // Small counts shown: hiding them is tried elsewhere, and takes its time without optimisation.
    let line = [
        "tableau",
        "rapport",
        "--complet",
        "--base",
        &adresse,
        "--annee",
        "2025",
        "--sortie",
        report.to_str().unwrap(),
    ];
    let said = plain(&done(&line));
    assert!(said.contains("pages"), "{said}");
    let text = text_of(&report);
    for words in ["Rapport d’activité 2025", "Sommaire", "1. Informations reçues", "Notes de méthode"] {
        assert!(text.contains(words), "« {words} » is not in the report");
    }
    assert!(!text.contains("NaN"), "every number is one");

    let wrong = ["tableau", "--base", &adresse, "--indicateur", "motifs", "--sortie", "a.doc"];
    assert!(refused(2, &wrong).contains(".png, .svg, .pdf, .xlsx ou .csv"));
    let wrong = ["tableau", "rapport", "--base", &adresse, "--sortie", "r.pdf"];
    assert!(refused(2, &wrong).contains("--annee"));
    let wrong = ["tableau", "rapport", "--base", &adresse, "--annee", "2025", "--sortie", "r.png"];
    assert!(refused(2, &wrong).contains(".pdf"));
}
