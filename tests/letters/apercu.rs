//! What the screen shows of a letter is what its file holds: each word at its place, on its page.

use vigie::domain::feuille::{HAUTEUR, LARGEUR, Page};
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
