//! Workbooks and the yearly report: what they hold, read back.

use std::io::{Cursor, Read as _};

use chrono::NaiveDate;

use crate::fichiers::{flat, words};
use crate::figures::{exemples, figure, poste, serie};
use vigie::dashboards::export::rapport::{Chapitre, Op, Rapport, Sens};
use vigie::dashboards::export::{commentaires, resume, xlsx};
use vigie::dashboards::{Dimension, Forme, Role, Valeur};

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_workbook_has_a_sheet_a_chart_with_real_numbers_and_what_they_mean() {
    let mut figures = exemples();
    // A month is a day that Excel knows.
    figures[0].axe.postes[0].critere.as_mut().unwrap().valeur = "2025-01".to_owned();
    figures[0].unite.suffixe = "\u{a0}%".to_owned();
    figures[0].unite.decimales = 1;
    figures[1].titre = "=1+1 [A/B]: les 'mêmes' mots, et bien plus de mots que ce qu’un onglet peut porter".to_owned();
    let bytes = xlsx("Tableau de bord", "Année 2025", &figures).unwrap();
    let book = part(&bytes, "xl/workbook.xml");
    assert_eq!(book.matches("<sheet ").count(), figures.len() + 1, "{book}");
    assert!(book.contains("name=\"Sommaire\"") && book.contains("01 Informations reçues par"), "{book}");
    let sheet = part(&bytes, "xl/worksheets/sheet2.xml");
    for number in ["<v>142</v>", "<v>120</v>", "<v>45658</v>"] {
        assert!(sheet.contains(number), "{number} is not in {sheet}");
    }
    assert!(!sheet.contains("<f>") && !part(&bytes, "xl/worksheets/sheet3.xml").contains("<f>"), "no formula");
    let texts = part(&bytes, "xl/sharedStrings.xml");
    for text in ["Chaque enfant concerné est compté", "Filtre\u{a0}: Du 1er janvier", "Source\u{a0}: Vigie", "<t>s</t>"]
    {
        assert!(texts.contains(text), "« {text} » is not in {texts}");
    }
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("#,##0.0") && styles.contains("mmmm yyyy"), "{styles}");
    assert_eq!(bytes, xlsx("Tableau de bord", "Année 2025", &figures).unwrap(), "the same figures, the same bytes");
}

#[test]
fn sentences_tell_what_figures_say_and_never_what_is_hidden() {
    let figures = exemples();
    let all = |at: usize| commentaires(&figures[at]).join(" ");
    assert_eq!(
        all(0),
        "Total\u{a0}: 1\u{202f}687 enfants, contre 1\u{202f}385 sur la période comparée (+302, soit +21,8\u{a0}%). \
         Le plus élevé\u{a0}: Octobre 2025 (170). Plus forte hausse\u{a0}: Septembre 2025 (+30)."
    );
    assert!(
        all(4).contains("«\u{a0}Carences éducatives ou désintérêt parental\u{a0}» vient en tête (812, 29\u{a0}% de l’ensemble), devant «\u{a0}Violences conjugales"),
        "{}", all(4)
    );
    assert!(all(6).ends_with("Médiane\u{a0}: 68 j\u{a0}; 90e centile\u{a0}: 117 j."), "{}", all(6));
    assert!(all(3).contains("L’âge le plus représenté\u{a0}: "), "{}", all(3));
    // A part is told in points.
    let axe = ["A", "B"].map(|nom| poste(Dimension::Territoire, nom, nom)).to_vec();
    let mut parts =
        figure(Forme::Barres, "Part", "Territoire", axe, vec![serie("2025", Role::Courante, &[40.0, 60.0])]);
    parts.unite.suffixe = "\u{a0}%".to_owned();
    parts.total = Valeur::Nombre(50.0);
    parts.total_comparaison = Some(Valeur::Nombre(45.0));
    assert_eq!(
        commentaires(&parts).join(" "),
        "Ensemble\u{a0}: 50\u{a0}%, contre 45\u{a0}% sur la période comparée (+5 points). Le plus élevé\u{a0}: B (60\u{a0}%)\u{a0}; le plus bas\u{a0}: A (40\u{a0}%)."
    );
    // What is hidden is nowhere: not as the least, not by a share.
    let hidden = &figures[0];
    assert!(!all(0).contains("le plus bas") && resume(hidden).contains("Août 2025 s"));
}

fn rapport() -> Rapport {
    let figures = exemples();
    let mut vide = figures[0].clone();
    vide.titre = "Transferts vers l’étranger".to_owned();
    vide.masques = 0;
    vide.series.iter_mut().for_each(|serie| serie.valeurs.fill(Valeur::Nombre(0.0)));
    Rapport {
        titre: "Rapport d’activité 2025".to_owned(),
        sous_titre: "Recueil des informations préoccupantes".to_owned(),
        filtre: "Du 1er janvier au 31 décembre 2025, tous les territoires".to_owned(),
        cles: [
            ("1\u{202f}687", "informations reçues"),
            ("2\u{202f}145", "enfants concernés"),
            ("68\u{a0}j", "délai médian d’évaluation"),
            ("<\u{a0}5", "transferts"),
        ]
        .map(|(number, of)| (number.to_owned(), of.to_owned()))
        .to_vec(),
        chapitres: vec![
            Chapitre { titre: "Informations reçues".to_owned(), figures: figures[..4].to_vec() },
            Chapitre { titre: "Motifs, délais et suites".to_owned(), figures: [&figures[4..], &[vide]].concat() },
            Chapitre { titre: "Chapitre sans rien".to_owned(), figures: Vec::new() },
        ],
        methode: figures
            .iter()
            .map(|figure| (figure.titre.clone(), vec![figure.definition.clone(), figure.notes.join(" ")]))
            .collect(),
        etabli: NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(),
    }
}

#[test]
fn the_report_has_its_pages_contents_and_numbers() {
    let rapport = rapport();
    let pages = rapport.pages().unwrap();
    let contents = pages[1].lignes();
    assert_eq!(contents[0], "Sommaire");
    // The page that the contents give is the one where the title stands.
    for title in [
        "1. Informations reçues",
        "1.4 Pyramide des âges à la réception",
        "2. Motifs, délais et suites",
        "4. Notes de méthode",
    ] {
        let at = contents.iter().position(|line| *line == title).unwrap_or_else(|| panic!("« {title} »: {contents:?}"));
        let page: usize = contents[at + 1].parse().unwrap();
        assert!(
            pages[page - 1].lignes().contains(&title),
            "« {title} » is not on page {page}: {:?}",
            pages[page - 1].lignes()
        );
    }
    for (at, page) in pages.iter().enumerate().skip(1) {
        assert!(page.lignes().contains(&format!("Page {} sur {}", at + 1, pages.len()).as_str()));
    }
    // Eight figures, two a page or nearly: no paper wasted.
    assert!(pages.len() <= 9, "{} pages", pages.len());
    let charts = |page: &vigie::dashboards::export::rapport::Page| {
        page.blocs.iter().filter(|bloc| matches!(bloc.sens, Sens::Figure(_))).count()
    };
    assert_eq!(pages.iter().map(charts).sum::<usize>(), 8, "a figure of nothing is told, not drawn");
    assert!(pages.iter().map(charts).max().unwrap() >= 2);
}

#[test]
fn nothing_of_the_report_leaves_its_page_nor_stands_over_another_line() {
    for page in rapport().pages().unwrap() {
        let mut placed: Vec<([f32; 4], String)> = Vec::new();
        for op in page.blocs.iter().filter(|bloc| bloc.sens != Sens::Artefact).flat_map(|bloc| &bloc.ops) {
            match op {
                Op::Texte { x, y, taille, texte, .. } => {
                    assert!(*x >= 50.0 && *y <= 800.0 && *y >= 40.0, "« {texte} » at {x}, {y}");
                    // No letter is narrower than that.
                    let wide = texte.chars().count() as f32 * taille * 0.2;
                    placed.push(([*x, *y - taille * 0.7, x + wide, *y], texte.clone()));
                }
                Op::Dessin { x, y, large, haut, .. } => {
                    assert!(x + large <= 545.0 && y + haut <= 790.0, "a chart leaves its page: {y} + {haut}");
                    placed.push(([*x + 1.0, *y + 1.0, x + large - 1.0, y + haut - 1.0], "chart".to_owned()));
                }
                Op::Pave { .. } => {}
            }
        }
        for (at, (a, one)) in placed.iter().enumerate() {
            for (b, other) in &placed[at + 1..] {
                let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] + 0.5 || b[3] <= a[1] + 0.5;
                assert!(apart, "« {one} » over « {other} »: {a:?} {b:?}");
            }
        }
    }
}

#[test]
fn the_report_as_pdf_says_what_its_pages_say() {
    let rapport = rapport();
    let file = rapport.pdf().unwrap();
    let text = flat(&words(&file));
    for words in [
        "Rapport d’activité 2025",
        "Établi le 29/11/2026 avec Vigie.",
        "Sommaire",
        "contre 1 385 sur la période comparée (+302, soit +21,8 %)",
        "Indicateurs sans donnée sur la période",
        "Transferts vers l’étranger.",
        "Rien n’a été compté dans ce chapitre",
        "Source : Vigie, informations enregistrées par la cellule",
    ] {
        assert!(text.contains(words), "« {words} » is not in {text}");
    }
    assert!(file.len() < 400_000, "{} bytes", file.len());
    let raw = String::from_utf8_lossy(&file);
    assert!(
        raw.contains("/StructTreeRoot") && raw.contains("/Outlines") && raw.contains("fr-FR"),
        "tags, bookmarks and language"
    );
    if let Ok(path) = std::env::var("VIGIE_IMAGES") {
        std::fs::write(std::path::Path::new(&path).join("rapport.pdf"), &file).unwrap();
    }
}
