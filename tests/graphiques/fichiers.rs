//! Files of charts: their points, their text, their size.

use std::process::Command;

use crate::figures::exemples;
use vigie::dashboards::dessin::{Planche, Style, Taille, dessiner, pdf, planches, png, rasteriser, svg_autonome};

/// What pdftotext reads, its lines trimmed.
pub fn words(pdf: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("graphique.pdf");
    std::fs::write(&path, pdf).unwrap();
    let out = Command::new("pdftotext").args(["-layout".as_ref(), path.as_os_str(), "-".as_ref()]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Spaces of any kind and number are one: how words stand on a line is not what is compared.
pub fn flat(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '\u{a0}' || c == '\u{202f}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn the_text_of_a_pdf_is_that_of_its_chart() {
    for figure in exemples() {
        let dessin = dessiner(&figure, &Style::default(), Taille::default()).unwrap();
        let file = pdf(&figure.titre, &[dessin.svg]).unwrap();
        // The same signs, as many times, and each label whole; spaces and the order are the reader's affair.
        let squeezed =
            |text: &str| text.split(|c: char| c.is_whitespace() || "\u{a0}\u{202f}".contains(c)).collect::<String>();
        let read = squeezed(&words(&file));
        let sorted = |text: &str| {
            let mut signs: Vec<char> = text.chars().collect();
            signs.sort_unstable();
            signs.into_iter().collect::<String>()
        };
        let drawn: String = dessin.etiquettes.iter().map(|label| squeezed(&label.texte)).collect();
        assert_eq!(sorted(&read), sorted(&drawn), "{}: {read}", figure.code);
        for label in &dessin.etiquettes {
            assert!(
                read.contains(&squeezed(&label.texte)),
                "{}: « {} » is not whole in {read}",
                figure.code,
                label.texte
            );
        }
        let raw = String::from_utf8_lossy(&file);
        assert!(
            !raw.contains("/Subtype /Image") && !raw.contains("/Subtype/Image"),
            "{}: points, not vectors",
            figure.code
        );
        assert!(file.len() < 120_000, "{}: {} bytes", figure.code, file.len());
    }
}

#[test]
fn a_png_has_the_points_asked_for_and_ink() {
    let svg = dessiner(&exemples()[0], &Style::default(), Taille::default()).unwrap().svg;
    for (echelle, wide, tall) in [(1.0, 800, 450), (2.0, 1600, 900), (4.0, 3200, 1800)] {
        let file = png(&svg, echelle).unwrap();
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        let mut points = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut points).unwrap();
        assert_eq!((info.width, info.height), (wide, tall));
        let dark = points.chunks(3).filter(|point| point.iter().map(|v| u32::from(*v)).sum::<u32>() < 120).count();
        assert!(dark > 400, "title and numbers are drawn: {dark} dark points");
        let blue = points.chunks(3).filter(|point| point[2] == 0x91 && point[0] == 0).count();
        assert!(blue > 2_000 * (echelle * echelle) as usize, "bars are drawn: {blue} blue points");
    }
    assert!(png(&svg, 100.0).is_err(), "a picture of gigabytes is refused");
}

#[test]
fn text_is_drawn_in_the_face_of_the_binary() {
    let svg = |text: &str| {
        format!(
            "<svg width=\"400\" height=\"40\" viewBox=\"0 0 400 40\" xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"400\" height=\"40\" fill=\"#FFFFFF\"/><text x=\"5\" y=\"25\" font-family=\"sans-serif\" font-size=\"20\">{text}</text></svg>"
        )
    };
    let ink = |text: &str| rasteriser(&svg(text), 1.0).unwrap().rgba.chunks(4).filter(|point| point[0] < 128).count();
    assert_eq!(ink(""), 0);
    for text in ["Œuvre", "1\u{202f}234,5\u{a0}%", "Ωμέγα", "Жизнь"] {
        assert!(ink(text) > 100, "« {text} » is not drawn");
    }
}

#[test]
fn a_whole_page_is_one_picture_or_sheets_of_six() {
    let figures: Vec<_> = exemples().into_iter().chain(exemples()).take(12).collect();
    let one = planches("Tableau de bord", "Année 2025", &figures, Planche::IMAGE, false).unwrap();
    assert_eq!(one.len(), 1);
    for figure in &figures {
        assert!(one[0].contains(figure.titre.split(' ').next().unwrap()));
    }
    let sheets = planches("Tableau de bord", "Année 2025", &figures, Planche::PAPIER, false).unwrap();
    assert_eq!(sheets.len(), 2);
    let text = flat(&words(&pdf("Tableau de bord", &sheets).unwrap()));
    for words in ["Tableau de bord", "Année 2025", "1/2", "2/2", "Pyramide des âges à la réception"] {
        assert!(text.contains(words), "« {words} » is not in {text}");
    }
}

#[test]
fn an_svg_given_away_carries_its_faces() {
    let svg = dessiner(&exemples()[0], &Style::default(), Taille::default()).unwrap().svg;
    let alone = svg_autonome(&svg);
    assert!(alone.starts_with("<svg") && alone.trim_end().ends_with("</svg>"));
    assert_eq!(alone.matches("@font-face").count(), 2);
    assert_eq!(rasteriser(&alone, 1.0).unwrap(), rasteriser(&svg, 1.0).unwrap(), "and it is the same picture");
}

/// `cargo test --test graphiques -- --ignored look` writes what there is to look at under `VIGIE_IMAGES`.
#[test]
#[ignore = "for the eye"]
fn look() {
    let dir = std::path::PathBuf::from(std::env::var("VIGIE_IMAGES").unwrap());
    std::fs::create_dir_all(&dir).unwrap();
    for figure in exemples() {
        for (sombre, name) in [(false, "clair"), (true, "sombre")] {
            let style = Style { sombre, ..Style::default() };
            let svg = dessiner(&figure, &style, Taille::default()).unwrap().svg;
            std::fs::write(dir.join(format!("{}-{name}.png", figure.code)), png(&svg, 1.0).unwrap()).unwrap();
            std::fs::write(dir.join(format!("{}-{name}.svg", figure.code)), svg).unwrap();
        }
    }
    let figures: Vec<_> = exemples().into_iter().chain(exemples()).take(12).collect();
    let sheets = planches("Tableau de bord", "Année 2025", &figures, Planche::PAPIER, false).unwrap();
    std::fs::write(dir.join("planche.pdf"), pdf("Tableau de bord", &sheets).unwrap()).unwrap();
    let one = planches("Tableau de bord", "Année 2025", &figures, Planche::IMAGE, true).unwrap();
    std::fs::write(dir.join("planche.png"), png(&one[0], 1.0).unwrap()).unwrap();
}
