//! Each template with each of ten families: what is read in the PDF is what was merged.

use std::process::Command;

use vigie::domain::lettre::Lettre;
use vigie::letters::{self, Recueil};

use crate::common::courriers::{carnet, complete, familles, modeles, recipients};

/// Without what the layout may add or move: spaces and hyphens.
fn squeezed(texte: &str) -> String {
    texte.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{a0}' | '\u{202f}' | '\u{c}')).collect()
}

pub fn pdftotext(pdf: &[u8], mode: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.pdf");
    std::fs::write(&path, pdf).unwrap();
    let output = Command::new("pdftotext").args([mode, "-enc", "UTF-8"]).arg(&path).arg("-").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The text of a letter in the order in which it stands, page furniture left out.
fn expected(lettre: &Lettre) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut parts: Vec<String> = vec![lettre.entete.departement.clone()];
    parts.extend(lettre.entete.lignes.iter().cloned());
    parts.extend(lettre.adresse.iter().cloned());
    parts.extend(lettre.references.iter().cloned());
    parts.push(lettre.lieu_date.clone());
    parts.push(lettre.mention.clone());
    parts.push("Objet : ".to_owned());
    parts.push(lettre.objet.clone());
    // A coupon stands under the signature.
    let (above, under) = lettre.corps.split_once("\n---\n").unwrap_or((&lettre.corps, ""));
    parts.push(letters::plain(above));
    parts.extend(lettre.signature.iter().cloned());
    if !lettre.pieces.is_empty() {
        parts.push(if lettre.pieces.len() > 1 { "Pièces jointes : " } else { "Pièce jointe : " }.to_owned());
        parts.push(lettre.pieces.join(" ; "));
    }
    parts.push(letters::plain(under));
    squeezed(&parts.concat()).nfc().collect()
}

/// A page without its foot and its running head.
fn page_body(page: &str, number: usize, count: usize, lettre: &Lettre) -> String {
    let squeezed_page = squeezed(page);
    let label = format!("page{number}/{count}");
    let foot = format!("{}{label}", squeezed(&lettre.pied));
    let head = squeezed(&format!("{} – {}", lettre.references.last().unwrap(), lettre.lieu_date));
    let body = if number > 1 {
        squeezed_page.strip_suffix(&head).unwrap_or_else(|| panic!("no running head: {squeezed_page}"))
    } else {
        &squeezed_page
    };
    body.strip_suffix(&foot).unwrap_or_else(|| panic!("no foot « {foot} » in: {squeezed_page}")).to_owned()
}

/// The heads of the tables of a letter: said again where a table goes over the page.
fn heads(lettre: &Lettre) -> Vec<String> {
    let mut heads = Vec::new();
    let mut inside = false;
    for line in lettre.corps.lines() {
        if line.starts_with('|') && !inside {
            heads.push(squeezed(&letters::plain(line)));
        }
        inside = line.starts_with('|');
    }
    heads
}

#[test]
fn every_template_reads_in_the_pdf_as_it_was_merged_for_every_family() {
    let carnet = carnet();
    let mut letters = 0;
    for modele in modeles() {
        letters::check(&modele).unwrap_or_else(|error| panic!("{}: {error}", modele.code));
        let mut recueil: Option<Recueil> = None;
        let mut merged: Vec<(String, Lettre, usize)> = Vec::new();
        for (famille, dossier) in familles() {
            for destinataire in recipients(&modele, &dossier, &carnet) {
                let (lettre, _) = complete(&modele, &dossier, &carnet, &destinataire);
                let place = format!("{} / {famille}", modele.code);
                let recueil = recueil.get_or_insert_with(|| Recueil::new(&modele.libelle, &lettre));
                let pages = recueil.add(&lettre).unwrap_or_else(|error| panic!("{place}: {error}"));
                merged.push((place, lettre, pages));
            }
        }
        let pdf = recueil.unwrap().finish().unwrap();
        if let Ok(dir) = std::env::var("VIGIE_TEST_LETTRES") {
            std::fs::write(format!("{dir}/{}.pdf", modele.code), &pdf).unwrap();
        }
        within_the_margins(&pdf, &modele.code);
        let texte = pdftotext(&pdf, "-raw");
        let mut all = texte.split_inclusive('\u{c}').filter(|page| !page.trim().is_empty());
        for (place, lettre, count) in &merged {
            let (mut read, mut once) = (String::new(), String::new());
            for number in 1..=*count {
                let body = page_body(all.next().unwrap(), number, *count, lettre);
                let head = heads(lettre).into_iter().find(|head| number > 1 && body.starts_with(head));
                once.push_str(head.map_or(body.as_str(), |head| &body[head.len()..]));
                read.push_str(&body);
            }
            let expected = expected(lettre);
            assert!(read == expected || once == expected, "{place}\n read {read}\nmerged {expected}");
            assert!(!read.contains('\u{fffd}'), "{place}");
            letters += 1;
        }
        assert!(all.next().is_none(), "{}: more pages than letters", modele.code);
    }
    assert!(letters >= 230, "{letters} letters");
    println!("{letters} letters");
}

/// The places of all words, by another program than the one that put them there.
fn within_the_margins(pdf: &[u8], place: &str) {
    let mm = |text: &str, name: &str| -> f64 {
        let from = text.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
        text[from..].split('"').next().unwrap().parse::<f64>().unwrap() * 25.4 / 72.0
    };
    let boxes = pdftotext(pdf, "-bbox");
    let mut words = 0;
    for word in boxes.split("<word ").skip(1) {
        let (left, right, top, bottom) = (mm(word, "xMin"), mm(word, "xMax"), mm(word, "yMin"), mm(word, "yMax"));
        assert!(left >= 20.0 && right <= 194.5 && top >= 8.0 && bottom <= 290.0, "{place}: outside the page: {word}");
        words += 1;
    }
    assert!(words > 50, "{place}: {words} words");
}
