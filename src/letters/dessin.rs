//! Pages drawn by genpdf: it writes what a page is made of, glyph by glyph. What it adds around
//! (whole fonts, layers, the day of today) is left behind; [`super::recueil`] makes the file.

use std::io::Write as _;
use std::sync::{Mutex, OnceLock, PoisonError};

use genpdf::fonts::{FontCache, FontData, FontFamily};
use genpdf::render::Renderer;
use genpdf::style::{Color, Style};
use genpdf::{Position, Size};
use printpdf::{CustomPdfConformance, PdfConformance};

use super::page::{Couleur, HAUTEUR, LARGEUR, Page, Texte};
use super::polices::{Face, face_of};
use super::rendu::ErreurRendu;
use super::souche;

fn drawing(error: impl std::fmt::Display) -> ErreurRendu {
    ErreurRendu::Dessin(error.to_string())
}

/// genpdf's fonts, parsed once. It wants a family of four: our faces are all in the first, the others
/// are built-in ones that cost a line in its file and are never printed with.
fn fontes() -> Result<&'static Mutex<FontCache>, ErreurRendu> {
    static FONTES: OnceLock<Result<Mutex<FontCache>, String>> = OnceLock::new();
    let load = || -> Result<Mutex<FontCache>, genpdf::error::Error> {
        let regular = FontData::new(souche::file(), None)?;
        let unused = FontData::new(souche::file(), Some(printpdf::BuiltinFont::Helvetica))?;
        let family = FontFamily { regular, bold: unused.clone(), italic: unused.clone(), bold_italic: unused };
        Ok(Mutex::new(FontCache::new(family)))
    };
    FONTES.get_or_init(|| load().map_err(|error| error.to_string())).as_ref().map_err(drawing)
}

/// The name under which the pages call a face.
pub const fn name(face: Face) -> &'static str {
    match face {
        Face::Normal => "F0",
        Face::Gras => "F1",
        Face::Repli => "F2",
    }
}

/// What is written on each page, in the language of PDF, and nothing else of the file.
pub fn draw(pages: &[Page]) -> Result<Vec<Vec<u8>>, ErreurRendu> {
    let mut cache = fontes()?.lock().unwrap_or_else(PoisonError::into_inner);
    let sheet = Size::new(f64::from(LARGEUR), f64::from(HAUTEUR));
    // Neither the profile of a printing press nor its description: both are left behind with the rest.
    let bare = CustomPdfConformance { requires_xmp_metadata: false, allows_default_fonts: true, ..Default::default() };
    let mut renderer = Renderer::new(sheet, "").map_err(drawing)?.with_conformance(PdfConformance::Custom(bare));
    cache.load_pdf_fonts(&renderer).map_err(drawing)?;
    for (at, page) in pages.iter().enumerate() {
        if at > 0 {
            renderer.add_page(sheet);
        }
        let area = renderer.last_page().last_layer().area();
        for line in &page.traits {
            let ends = vec![point(line.x1, line.y1), point(line.x2, line.y2)];
            area.draw_line(ends, Style::new().with_color(color(line.couleur)));
        }
        for texte in &page.textes {
            print(&area, &cache, texte)?;
        }
    }
    let mut file = Vec::new();
    renderer.write(&mut file).map_err(drawing)?;
    contents(&file, pages.len())
}

fn point(x: f32, y: f32) -> Position {
    Position::new(f64::from(x), f64::from(y))
}

const fn color(couleur: Couleur) -> Color {
    match couleur {
        Couleur::Noir => Color::Rgb(0, 0, 0),
        Couleur::Gris => Color::Rgb(95, 95, 100),
        Couleur::Bleu => Color::Rgb(0, 0, 145),
    }
}

/// One text, in as many pieces as it needs faces.
fn print(area: &genpdf::render::Area<'_>, cache: &FontCache, texte: &Texte) -> Result<(), ErreurRendu> {
    let style = Style::new().with_font_size(texte.taille);
    let style = if texte.couleur == Couleur::Noir { style } else { style.with_color(color(texte.couleur)) };
    // genpdf takes the top of a line, and puts the baseline a full height below.
    let height: f64 = style.font(cache).glyph_height(texte.taille).into();
    let mut x = texte.x;
    let mut rest = texte.contenu.as_str();
    while let Some(first) = rest.chars().next() {
        let face = face_of(first, texte.gras).ok_or(ErreurRendu::Caractere(first))?;
        let end = rest.find(|c| face_of(c, texte.gras) != Some(face)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let top = Position::new(f64::from(x), f64::from(texte.y) - height);
        if !area.print_str(cache, top, style, souche::encode(piece, face)).map_err(drawing)? {
            return Err(ErreurRendu::Dessin("texte hors de la page".to_owned()));
        }
        x += super::polices::width(piece, texte.gras, texte.taille);
        rest = after;
    }
    Ok(())
}

/// The pages of genpdf's file, without what stands around: its layers, and the spaces between glyphs
/// of one text. Of its streams, in order, those that say their length alone are the pages, but for the map
/// of the face's characters. A reader of PDF that knew the whole file took ten times as long as drawing.
fn contents(file: &[u8], count: usize) -> Result<Vec<Vec<u8>>, ErreurRendu> {
    const BEGIN: &[u8] = b" 0 obj<</Length ";
    const MIDDLE: &[u8] = b">>stream\n";
    let mut pages = Vec::with_capacity(count);
    let mut rest = file;
    while let Some(at) = find(rest, BEGIN) {
        rest = rest.get(at + BEGIN.len()..).unwrap_or_default();
        let Some(end) = find(rest, MIDDLE).filter(|end| *end < 12) else { continue };
        let (length, after) = rest.split_at(end);
        let length: usize = std::str::from_utf8(length).ok().and_then(|text| text.parse().ok()).unwrap_or_default();
        let Some((content, after)) = after.get(MIDDLE.len()..).and_then(|after| after.split_at_checked(length)) else {
            break;
        };
        if !content.starts_with(b"/CIDInit") {
            pages.push(lighten(content));
        }
        rest = after;
    }
    if pages.len() == count { Ok(pages) } else { Err(drawing("pages introuvables")) }
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    let first = word.first()?;
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.iter().position(|byte| byte == first)?;
        if text.get(at..)?.starts_with(word) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Glyphs of the stub become those of their face, in one string; what opens or closes a layer is dropped.
fn lighten(content: &[u8]) -> Vec<u8> {
    let mut light = Vec::with_capacity(content.len() / 2);
    let mut font: &[u8] = b"";
    for line in content.split(|byte| *byte == b'\n') {
        if line.ends_with(b"BDC") || line.ends_with(b"EMC") || line.ends_with(b"TL") {
            continue;
        }
        if line.ends_with(b"Tf") {
            font = line;
            continue;
        }
        if line.ends_with(b"TJ") {
            let glyphs: Vec<(Face, u16)> = hexadecimal(line).map(souche::decode).collect();
            let Some((face, _)) = glyphs.first() else { continue };
            light.push(b'/');
            light.extend_from_slice(name(*face).as_bytes());
            light.extend(font.iter().skip_while(|byte| **byte != b' '));
            light.extend_from_slice(b"\n<");
            for (_, glyph) in &glyphs {
                // Writing to memory does not fail.
                let _ = write!(light, "{glyph:04x}");
            }
            light.extend_from_slice(b"> Tj\n");
            continue;
        }
        light.extend_from_slice(line);
        light.push(b'\n');
    }
    light
}

/// The numbers of `[<0041> <0042>] TJ`.
fn hexadecimal(line: &[u8]) -> impl Iterator<Item = u16> {
    line.split(|byte| *byte == b'<').skip(1).filter_map(|piece| {
        let digits = std::str::from_utf8(piece.get(..4)?).ok()?;
        u16::from_str_radix(digits, 16).ok()
    })
}
