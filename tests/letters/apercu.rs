//! What the screen shows of a letter is what its file holds: each word at its place, on its page.

use vigie::domain::feuille::{HAUTEUR, LARGEUR, Page};
use vigie::domain::lettre::Lettre;
use vigie::letters::{self, Genpdf, LetterRenderer as _};

use crate::common::courriers::{carnet, complete, familles, modeles, recipients};
use crate::matrice::pdftotext;

/// A word of the file: its text and its box, in millimetres from the top left corner.
struct Mot {
    texte: String,
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

/// The words of each page, as another program reads them.
fn words(pdf: &[u8]) -> Vec<Vec<Mot>> {
    let boxes = pdftotext(pdf, "-bbox");
    let decoded = |text: &str| {
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
    };
    let mm = |word: &str, name: &str| -> f32 {
        let from = word.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
        word[from..].split('"').next().unwrap().parse::<f32>().unwrap() * 25.4 / 72.0
    };
    let page = |page: &str| {
        page.split("<word ")
            .skip(1)
            .map(|word| Mot {
                texte: decoded(word.split('>').nth(1).unwrap().split("</word").next().unwrap()),
                left: mm(word, "xMin"),
                top: mm(word, "yMin"),
                right: mm(word, "xMax"),
                bottom: mm(word, "yMax"),
            })
            .collect()
    };
    boxes.split("<page ").skip(1).map(page).collect()
}

/// The part of a word that the other program is sure to hold together.
fn piece(word: &str) -> &str {
    word.split(|c: char| c.is_whitespace() || c == '\u{a0}' || c == '\u{202f}').next().unwrap_or_default()
}

fn compare(place: &str, shown: &[Page], file: &[Vec<Mot>]) -> (usize, usize) {
    assert_eq!(shown.len(), file.len(), "{place}: pages");
    let (mut seen, mut exact) = (0, 0);
    for (page, words) in shown.iter().zip(file) {
        for texte in &page.textes {
            assert!(texte.x >= 0.0 && texte.x <= LARGEUR && texte.y >= 0.0 && texte.y <= HAUTEUR);
            let piece = piece(&texte.contenu);
            if piece.is_empty() {
                continue;
            }
            let on_line = |mot: &&Mot| mot.top - 0.3 < texte.y && texte.y < mot.bottom + 0.3;
            let here =
                |mot: &&Mot| mot.left - 0.6 <= texte.x && texte.x <= mot.right + 0.6 && mot.texte.contains(piece);
            let found = words.iter().filter(on_line).find(here);
            let found =
                found.unwrap_or_else(|| panic!("{place}: « {piece} » at {:.1}, {:.1} is not there", texte.x, texte.y));
            exact += usize::from((found.left - texte.x).abs() < 0.6);
            seen += 1;
        }
    }
    (seen, exact)
}

#[test]
fn the_screen_shows_the_words_where_the_file_has_them() {
    let carnet = carnet();
    let familles = familles();
    let (mut seen, mut exact) = (0, 0);
    for (at, modele) in modeles().into_iter().enumerate() {
        // Each template with two families, each family with several templates.
        for (famille, dossier) in [&familles[at % familles.len()], &familles[(at * 3 + 1) % familles.len()]] {
            let recipient = recipients(&modele, dossier, &carnet).remove(0);
            let (lettre, _) = complete(&modele, dossier, &carnet, &recipient);
            let shown = letters::pages(&lettre).unwrap();
            let file = words(&Genpdf.one(&lettre).unwrap());
            let (some, well) = compare(&format!("{} / {famille}", modele.code), &shown, &file);
            seen += some;
            exact += well;
        }
    }
    println!("{seen} words, {exact} to half a millimetre");
    assert!(seen > 5_000 && exact * 100 > seen * 97, "{exact} of {seen}");
}

#[test]
fn what_cannot_be_printed_is_told_before_it_is() {
    let carnet = carnet();
    let modele = modeles().into_iter().find(|modele| modele.code == "accuse_particulier").unwrap();
    let (_, dossier) = familles().remove(0);
    let recipient = recipients(&modele, &dossier, &carnet).remove(0);
    let (lettre, _) = complete(&modele, &dossier, &carnet, &recipient);
    let mut arabic = lettre.clone();
    arabic.corps.push_str("\n\nمحمد");
    let mut long = lettre.clone();
    long.adresse = (0..14).map(|rank| format!("ligne {rank}")).collect();
    for refused in [arabic, long] {
        assert_eq!(letters::pages(&refused).unwrap_err(), Genpdf.one(&refused).unwrap_err());
    }
}

/// A letter of that many paragraphs, each a line or three.
fn long(paragraphs: usize, coupon: bool) -> Lettre {
    let text = |at: usize| match at % 3 {
        0 => format!("Paragraphe {at}, court."),
        _ => format!(
            "Paragraphe {at}. {}",
            "La situation des enfants est suivie par les services compétents. ".repeat(3)
        ),
    };
    let corps: Vec<String> = (0..paragraphs).map(text).collect();
    let coupon = if coupon { "\n---\n# Coupon\n- oui\n- non\n\nFait à …" } else { "" };
    Lettre {
        objet: "Essai".to_owned(),
        corps: format!("{}{coupon}", corps.join("\n\n")),
        signature: vec!["La responsable".to_owned(), "CamilleSignataire".to_owned()],
        pieces: vec!["UnePièce".to_owned()],
        ..Lettre::default()
    }
}

#[test]
fn a_signature_has_words_above_it_and_its_enclosures_with_it_and_a_coupon_is_whole() {
    let mut parted = 0;
    for coupon in [false, true] {
        for paragraphs in 1..60 {
            let pages = letters::pages(&long(paragraphs, coupon)).unwrap();
            let place = |word: &str| {
                let all = pages.iter().enumerate();
                let mut found = all.flat_map(|(at, page)| page.textes.iter().map(move |texte| (at, texte)));
                found.find(|(_, texte)| texte.contenu == word).map(|(at, texte)| (at, texte.y)).unwrap()
            };
            let (page, y) = place("CamilleSignataire");
            let top = if page == 0 { 90.0 } else { 20.0 };
            let above = pages[page].textes.iter().filter(|texte| texte.y > top && texte.y < y - 30.0);
            let lines: std::collections::BTreeSet<i32> = above.map(|texte| (texte.y * 10.0) as i32).collect();
            assert!(lines.len() >= 2, "{paragraphs} paragraphs: {} lines above the signature", lines.len());
            assert_eq!(place("UnePièce").0, page, "{paragraphs}");
            parted += usize::from(page > 0);
            if coupon {
                let (first, last) = (place("Coupon"), place("Fait"));
                assert_eq!(first.0, last.0, "{paragraphs}: a coupon is parted");
                assert!(first > (page, y), "{paragraphs}: the coupon is under the signature");
            }
        }
    }
    assert!(parted > 40, "{parted} letters of two pages or more");
}

#[test]
fn no_item_of_a_list_stays_alone_at_the_foot_or_goes_over_alone() {
    let mut cut = 0;
    for paragraphs in 0..40 {
        let mut lettre = long(2, false);
        let before = "Une ligne.\n\n".repeat(paragraphs);
        lettre.corps =
            format!("{before}- premier\n- deuxième\n- troisième\n- dernier\n\nUne suite.\n\n{}", "Fin. ".repeat(300));
        let pages = letters::pages(&lettre).unwrap();
        let items = ["premier", "deuxième", "troisième", "dernier"];
        let held = |page: &Page| {
            items.iter().filter(|item| page.textes.iter().any(|texte| texte.contenu.contains(**item))).count()
        };
        let split: Vec<usize> = pages.iter().map(held).filter(|count| *count > 0).collect();
        assert!(split == [4] || split == [2, 2], "{paragraphs}: {split:?}");
        cut += usize::from(split.len() == 2);
    }
    assert!(cut > 0, "no list met the foot of a page");
}
