//! A letter for a word processor: every part well formed, the same words as the letter, nothing else.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use roxmltree::{Document, Node};
use vigie::domain::lettre::{Entete, Lettre};
use vigie::letters;

use crate::common::courriers::{carnet, complete, familles, modeles, recipients};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The parts of the file by name. A part that is XML but not well formed stops here.
fn parts(docx: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    assert_eq!(zip.by_index(0).unwrap().name().unwrap(), "[Content_Types].xml", "Word looks for it first");
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if !name.ends_with(".jpeg") {
            let text = std::str::from_utf8(&bytes).unwrap();
            Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        }
        parts.insert(name, bytes);
    }
    parts
}

/// Every text of every part, whatever it is for.
pub fn everything(docx: &[u8]) -> String {
    let texts = parts(docx).into_iter().filter(|(name, _)| name.ends_with("xml")).map(|(_, bytes)| {
        let document = String::from_utf8(bytes).unwrap();
        let document = Document::parse(&document).unwrap();
        document.descendants().filter_map(|node| node.text().map(str::to_owned)).collect::<Vec<_>>().join("\n")
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn part<'a>(parts: &'a BTreeMap<String, Vec<u8>>, name: &str) -> Document<'a> {
    Document::parse(std::str::from_utf8(&parts[name]).unwrap()).unwrap()
}

fn style<'a>(paragraph: Node<'a, 'a>) -> &'a str {
    let style = paragraph.descendants().find(|node| node.has_tag_name((W, "pStyle"))).unwrap();
    style.attribute((W, "val")).unwrap()
}

/// What one reads of a paragraph.
fn words(paragraph: Node) -> String {
    paragraph
        .descendants()
        .map(|node| match node.tag_name().name() {
            "t" => node.text().unwrap_or_default(),
            "tab" if node.parent().is_some_and(|run| run.has_tag_name((W, "r"))) => "\t",
            "br" => "\n",
            _ => "",
        })
        .collect()
}

/// The lines of the document as one reads them: a row of a table is a line, its cells apart.
fn lines(document: &Document) -> Vec<String> {
    let body = document.root_element().first_element_child().unwrap();
    let mut lines = Vec::new();
    for (at, node) in body.children().enumerate() {
        match node.tag_name().name() {
            // Letterhead and address stand side by side.
            "tbl" if at == 0 => {
                lines.extend(node.descendants().filter(|node| node.has_tag_name((W, "p"))).map(words));
            }
            "tbl" => {
                for row in node.children().filter(|node| node.has_tag_name((W, "tr"))) {
                    let cells = row.descendants().filter(|node| node.has_tag_name((W, "p"))).map(words);
                    lines.push(cells.collect::<Vec<_>>().join("\t"));
                }
            }
            "p" if style(node) == "Listepuces" => lines.push(format!("–\u{a0}{}", words(node))),
            "p" => lines.push(words(node)),
            _ => {}
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn expected(lettre: &Lettre) -> Vec<String> {
    let mut lines = vec![lettre.entete.departement.clone()];
    lines.extend(lettre.entete.lignes.iter().cloned());
    lines.extend(lettre.references.iter().cloned());
    lines.extend(lettre.adresse.iter().cloned());
    lines.push(lettre.lieu_date.clone());
    lines.push(lettre.mention.clone());
    lines.push(format!("Objet\u{a0}:\t{}", lettre.objet));
    let (above, under) = lettre.corps.split_once("\n---\n").unwrap_or((&lettre.corps, ""));
    lines.extend(letters::plain(above).lines().map(str::to_owned));
    lines.extend(lettre.signature.iter().cloned());
    match lettre.pieces.as_slice() {
        [] => {}
        [one] => lines.push(format!("Pièce jointe\u{a0}: {one}")),
        many => lines.push(format!("Pièces jointes\u{a0}: {}", many.join("\u{a0}; "))),
    }
    lines.extend(letters::plain(under).lines().map(str::to_owned));
    lines.retain(|line| !line.is_empty());
    lines
}

#[test]
fn every_template_reads_in_a_word_processor_as_it_was_merged_for_every_family() {
    let carnet = carnet();
    let mut letters = 0;
    for modele in modeles() {
        for (famille, dossier) in familles() {
            for destinataire in recipients(&modele, &dossier, &carnet) {
                let (lettre, _) = complete(&modele, &dossier, &carnet, &destinataire);
                let docx = letters::docx(&lettre).unwrap();
                let parts = parts(&docx);
                assert_eq!(lines(&part(&parts, "word/document.xml")), expected(&lettre), "{} / {famille}", modele.code);
                if let Ok(dir) = std::env::var("VIGIE_TEST_LETTRES") {
                    std::fs::write(format!("{dir}/{}.docx", modele.code), &docx).unwrap();
                }
                letters += 1;
            }
        }
    }
    assert!(letters >= 230, "{letters} letters");
}

fn hostile() -> Lettre {
    Lettre {
        entete: Entete {
            departement: "Cher & <Cie>".to_owned(),
            lignes: vec!["« Été » \"d’ailleurs\"".to_owned()],
            logo: String::new(),
        },
        adresse: vec!["N’Guyễn & Fils".to_owned(), "Tahitoʻe Māʻohi".to_owned()],
        objet: "L’enfant <Léa> & l'Œuvre".to_owned(),
        corps:
            "a\tb ]]> &amp; \u{1}\u{c}fin\n# Titre **gras**\n- un\n| a | b |\n| c |\n\n| autre | tableau |\n| x | y |"
                .to_owned(),
        signature: vec!["La présidente,".to_owned(), "Anaïs D’Été".to_owned()],
        pied: "1 & 2".to_owned(),
        jour: chrono::NaiveDate::from_ymd_opt(2026, 11, 29),
        ..Lettre::default()
    }
}

#[test]
fn signs_of_the_format_are_words_in_a_letter_and_what_no_file_may_hold_is_left_out() {
    let lettre = hostile();
    let parts = parts(&letters::docx(&lettre).unwrap());
    let clean = Lettre { corps: lettre.corps.replace(['\u{1}', '\u{c}'], ""), ..lettre.clone() };
    let mut expected = expected(&clean);
    // A row that is short has its cells all the same.
    for line in &mut expected {
        if line == "c" {
            line.push('\t');
        }
    }
    let document = part(&parts, "word/document.xml");
    assert_eq!(lines(&document), expected);
    // The address block, and two tables that stay two.
    assert_eq!(document.descendants().filter(|node| node.has_tag_name((W, "tbl"))).count(), 3);
    let foot = part(&parts, "word/footer1.xml");
    let foot: String = foot.descendants().filter(|node| node.has_tag_name((W, "p"))).map(words).collect();
    assert_eq!(foot, "1 & 2\tpage\u{a0}1/1");
}

#[test]
fn title_author_day_language_and_page_numbers_are_told_and_the_same_letter_is_the_same_file() {
    let lettre = hostile();
    let docx = letters::docx(&lettre).unwrap();
    assert_eq!(docx, letters::docx(&lettre).unwrap());
    let parts = parts(&docx);
    let core = part(&parts, "docProps/core.xml");
    let told = |name: &str| {
        let node = core.descendants().find(|node| node.tag_name().name() == name).unwrap();
        node.text().unwrap().to_owned()
    };
    assert_eq!((told("title"), told("creator")), (lettre.objet.clone(), lettre.entete.departement.clone()));
    assert_eq!((told("language").as_str(), told("created").as_str()), ("fr-FR", "2026-11-29T00:00:00Z"));
    let styles = part(&parts, "word/styles.xml");
    let lang = styles.descendants().find(|node| node.has_tag_name((W, "lang"))).unwrap();
    assert_eq!(lang.attribute((W, "val")), Some("fr-FR"));
    let fields: Vec<String> = ["word/footer1.xml", "word/footer2.xml"]
        .iter()
        .flat_map(|name| {
            let foot = part(&parts, name);
            let fields = foot.descendants().filter_map(|node| node.attribute((W, "instr")).map(str::to_owned));
            fields.collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(fields, [" PAGE ", " NUMPAGES ", " PAGE ", " NUMPAGES "]);
    // Every style that is used is defined, every part that is named is there, and every part has a type.
    let document = part(&parts, "word/document.xml");
    for node in document.descendants().filter(|node| ["pStyle", "tblStyle"].contains(&node.tag_name().name())) {
        let id = node.attribute((W, "val")).unwrap();
        let defined = styles.descendants().any(|node| node.attribute((W, "styleId")) == Some(id));
        assert!(defined, "{id}");
    }
    let links = part(&parts, "word/_rels/document.xml.rels");
    for target in links.descendants().filter_map(|node| node.attribute("Target")) {
        assert!(parts.contains_key(&format!("word/{target}")), "{target}");
    }
    let types = part(&parts, "[Content_Types].xml");
    for name in parts.keys().filter(|name| name.ends_with(".xml") && *name != "[Content_Types].xml") {
        let known = types.descendants().any(|node| node.attribute("PartName") == Some(&format!("/{name}")));
        assert!(known, "{name}");
    }
    let asked = Lettre { corps: "Avant le ⟦saisie.reponse_avant⟧".to_owned(), ..lettre };
    assert_eq!(letters::docx(&asked), Err(letters::ErreurRendu::Incomplet));
}
