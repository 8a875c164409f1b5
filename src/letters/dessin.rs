//! Pages drawn by genpdf: it writes what a page is made of, glyph by glyph. What it adds around
//! (whole fonts, layers, the day of today) is left behind; [`super::recueil`] makes the file.

use std::sync::{Mutex, OnceLock, PoisonError};

use genpdf::fonts::{FontCache, FontData, FontFamily};
use genpdf::render::Renderer;
use genpdf::style::{Color, Style};
use genpdf::{Position, Size};

use super::page::{Couleur, HAUTEUR, LARGEUR, Page, Texte};
use super::polices::{Face, face_of};
use super::rendu::ErreurRendu;

fn drawing(error: impl std::fmt::Display) -> ErreurRendu {
    ErreurRendu::Dessin(error.to_string())
}

/// genpdf's fonts, parsed once. It wants a family of four; the last is small and never printed with.
fn fontes() -> Result<&'static Mutex<FontCache>, ErreurRendu> {
    static FONTES: OnceLock<Result<Mutex<FontCache>, String>> = OnceLock::new();
    let load = || -> Result<Mutex<FontCache>, genpdf::error::Error> {
        let data = |face: Face| FontData::new(face.data().to_vec(), None);
        Ok(Mutex::new(FontCache::new(FontFamily {
            regular: data(Face::Normal)?,
            bold: data(Face::Gras)?,
            italic: data(Face::Repli)?,
            bold_italic: FontData::new(include_bytes!("../../assets/fonts/VigieIcones.ttf").to_vec(), None)?,
        })))
    };
    FONTES.get_or_init(|| load().map_err(|error| error.to_string())).as_ref().map_err(drawing)
}

/// The name under which genpdf's pages call a face.
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
    let mut renderer = Renderer::new(sheet, "").map_err(drawing)?;
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
    contents(&file)
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
    let style = |face: Face| {
        let style = Style::new().with_font_size(texte.taille);
        let style = if texte.couleur == Couleur::Noir { style } else { style.with_color(color(texte.couleur)) };
        match face {
            Face::Normal => style,
            Face::Gras => style.bold(),
            Face::Repli => style.italic(),
        }
    };
    let mut x = texte.x;
    let mut rest = texte.contenu.as_str();
    while let Some(first) = rest.chars().next() {
        let face = face_of(first, texte.gras).ok_or(ErreurRendu::Caractere(first))?;
        let end = rest.find(|c| face_of(c, texte.gras) != Some(face)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let style = style(face);
        // genpdf takes the top of a line, and puts the baseline a full height below.
        let height: f64 = style.font(cache).glyph_height(texte.taille).into();
        let top = Position::new(f64::from(x), f64::from(texte.y) - height);
        if !area.print_str(cache, top, style, piece).map_err(drawing)? {
            return Err(ErreurRendu::Dessin("texte hors de la page".to_owned()));
        }
        x += super::polices::width(piece, texte.gras, texte.taille);
        rest = after;
    }
    Ok(())
}

/// The pages of genpdf's file, without what stands around: its layers, and the spaces between glyphs
/// of one text.
fn contents(file: &[u8]) -> Result<Vec<Vec<u8>>, ErreurRendu> {
    let document = lopdf::Document::load_mem(file).map_err(drawing)?;
    document
        .get_pages()
        .values()
        .map(|page| document.get_page_content(*page).map(|content| lighten(&content)).map_err(drawing))
        .collect()
}

/// `[<0041><0042>]` is `[<00410042>]`; lines that only open or close a layer are dropped.
fn lighten(content: &[u8]) -> Vec<u8> {
    let mut light = Vec::with_capacity(content.len());
    for line in content.split(|byte| *byte == b'\n') {
        if line.ends_with(b"BDC") || line.ends_with(b"EMC") || line.ends_with(b"TL") {
            continue;
        }
        for &byte in line {
            if byte == b'<' && light.ends_with(b">") {
                light.pop();
            } else {
                light.push(byte);
            }
        }
        light.push(b'\n');
    }
    light
}
