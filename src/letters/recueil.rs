//! A PDF file made letter after letter: pages come from genpdf and are kept packed; each face is
//! embedded once, with only the glyphs that were printed.

use std::collections::BTreeMap;
use std::io::Write as _;

use chrono::{Datelike as _, NaiveDate};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Date, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};
use subsetter::GlyphRemapper;

use crate::domain::lettre::Lettre;

use super::dessin;
use super::logo::Logo;
use super::page::{self, HAUTEUR, LARGEUR, Page};
use super::polices::{FACES, Face, POINT, face_of};
use super::rendu::{ErreurRendu, printable};

/// Pages drawn in one go: enough to share the cost of opening genpdf, few enough to stay small.
const BATCH: usize = 100;

/// A file being made. Letters can be added as long as wanted: what is kept of a page is some kilobytes.
#[derive(Debug)]
pub struct Recueil {
    titre: String,
    auteur: String,
    jour: Option<NaiveDate>,
    waiting: Vec<Page>,
    /// The packed pages; true: the logo stands on it.
    pages: Vec<(Vec<u8>, bool)>,
    /// Of the waiting pages, those that begin a letter.
    heads: Vec<bool>,
    logo: Option<Logo>,
    used: BTreeMap<Face, BTreeMap<u16, (char, u16)>>,
}

impl Recueil {
    /// `like` gives author, day and logo.
    pub fn new(titre: &str, like: &Lettre) -> Self {
        Self {
            titre: titre.to_owned(),
            auteur: like.entete.departement.clone(),
            jour: like.jour,
            waiting: Vec::new(),
            pages: Vec::new(),
            heads: Vec::new(),
            logo: Logo::read(&like.entete.logo),
            used: BTreeMap::new(),
        }
    }

    /// For pages that are no letter.
    pub fn blank(titre: &str, jour: Option<NaiveDate>) -> Self {
        Self { jour, ..Self::new(titre, &Lettre::default()) }
    }

    /// Adds pages that are no letter's.
    ///
    /// # Errors
    /// A character that cannot be printed; the pages before stand.
    pub fn add_pages(&mut self, pages: Vec<Page>) -> Result<(), ErreurRendu> {
        self.note(&pages)?;
        self.heads.extend(pages.iter().map(|_| false));
        self.waiting.extend(pages);
        if self.waiting.len() >= BATCH {
            self.draw()?;
        }
        Ok(())
    }

    /// The glyphs that these pages print.
    fn note(&mut self, pages: &[Page]) -> Result<(), ErreurRendu> {
        for texte in pages.iter().flat_map(|page| &page.textes) {
            for c in texte.contenu.chars() {
                let face = face_of(c, texte.gras).ok_or(ErreurRendu::Caractere(c))?;
                if let Some((glyph, advance)) = face.police().glyph(c) {
                    self.used.entry(face).or_default().entry(glyph).or_insert((c, advance));
                }
            }
        }
        Ok(())
    }

    /// Adds the pages of a letter; gives how many.
    ///
    /// # Errors
    /// What cannot be printed; the letters before it stand.
    pub fn add(&mut self, lettre: &Lettre) -> Result<usize, ErreurRendu> {
        printable(lettre)?;
        page::address_fits(lettre).map_err(ErreurRendu::Adresse)?;
        if !lettre.entete.logo.is_empty() && self.logo.is_none() {
            return Err(ErreurRendu::Logo);
        }
        let pages = page::set(lettre);
        self.note(&pages)?;
        let count = pages.len();
        self.heads.extend((0..count).map(|at| at == 0 && !lettre.entete.logo.is_empty()));
        self.waiting.extend(pages);
        if self.waiting.len() >= BATCH {
            self.draw()?;
        }
        Ok(count)
    }

    fn draw(&mut self) -> Result<(), ErreurRendu> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let drawn = dessin::draw(&std::mem::take(&mut self.waiting))?;
        for (content, head) in drawn.into_iter().zip(std::mem::take(&mut self.heads)) {
            let mut content = content;
            if let (true, Some(logo)) = (head, &self.logo) {
                content.extend_from_slice(&logo.placed());
            }
            self.pages.push((pack(&content), head));
        }
        Ok(())
    }

    /// The whole file. The same letters give the same bytes.
    ///
    /// # Errors
    /// A face that could not be cut down.
    pub fn finish(mut self) -> Result<Vec<u8>, ErreurRendu> {
        self.draw()?;
        let mut pdf = Pdf::with_settings(pdf_writer::Settings { pretty: false });
        let mut refs = Numbers(0);
        let (catalog, tree, info) = (refs.next(), refs.next(), refs.next());
        let faces: Vec<(Face, Ref)> =
            FACES.into_iter().filter(|face| self.used.contains_key(face)).map(|face| (face, refs.next())).collect();
        let logo = self.logo.as_ref().map(|logo| (logo, refs.next()));
        let kids: Vec<Ref> = self.pages.iter().map(|_| refs.next()).collect();

        let mut root = pdf.catalog(catalog);
        root.pages(tree).lang(TextStr("fr-FR"));
        root.viewer_preferences().display_doc_title(true);
        root.finish();
        let mut about = pdf.document_info(info);
        about.title(TextStr(&self.titre)).author(TextStr(&self.auteur)).producer(TextStr("Vigie"));
        if let Some(day) = self.jour {
            let year = u16::try_from(day.year()).unwrap_or(1970);
            let [month, day] = [day.month(), day.day()].map(|n| u8::try_from(n).unwrap_or(1));
            about.creation_date(Date::new(year).month(month).day(day));
        }
        about.finish();
        let sheet = Rect::new(0.0, 0.0, LARGEUR / POINT, HAUTEUR / POINT);
        let mut pages = pdf.pages(tree);
        pages.kids(kids.iter().copied()).count(i32::try_from(kids.len()).unwrap_or(i32::MAX)).media_box(sheet);
        // One set of resources for all pages.
        let mut resources = pages.resources();
        let mut fonts = resources.fonts();
        for (face, font) in &faces {
            fonts.pair(Name(dessin::name(*face).as_bytes()), *font);
        }
        fonts.finish();
        if let Some((_, image)) = &logo {
            resources.x_objects().pair(Name(b"L"), *image);
        }
        resources.finish();
        pages.finish();
        for ((content, _), kid) in self.pages.iter().zip(&kids) {
            let stream = refs.next();
            pdf.page(*kid).parent(tree).contents(stream);
            pdf.stream(stream, content).filter(Filter::FlateDecode);
        }
        for (face, font) in faces {
            if let Some(glyphs) = self.used.get(&face) {
                embed(&mut pdf, &mut refs, face, font, glyphs)?;
            }
        }
        if let Some((logo, image)) = logo {
            logo.embed(&mut pdf, image);
        }
        Ok(pdf.finish())
    }
}

/// Object numbers, in order.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::default());
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Embeds the glyphs used of a face. Pages call glyphs by their number in the whole face, so a map
/// from that to the number in the subset goes with it.
fn embed(
    pdf: &mut Pdf,
    refs: &mut Numbers,
    face: Face,
    font: Ref,
    glyphs: &BTreeMap<u16, (char, u16)>,
) -> Result<(), ErreurRendu> {
    let police = face.police();
    let mut remapper = GlyphRemapper::new();
    let mut map: Vec<u8> = vec![0; 2 * (usize::from(glyphs.keys().next_back().copied().unwrap_or(0)) + 1)];
    for glyph in glyphs.keys() {
        let new = remapper.remap(*glyph);
        if let Some(place) = map.get_mut(2 * usize::from(*glyph)..2 * usize::from(*glyph) + 2) {
            place.copy_from_slice(&new.to_be_bytes());
        }
    }
    let data = subsetter::subset(face.data(), 0, &remapper).map_err(|error| ErreurRendu::Dessin(error.to_string()))?;
    let name = match face {
        Face::Normal => "VIGIEA+VigieSans-Regular",
        Face::Gras => "VIGIEA+VigieSans-SemiBold",
        Face::Repli => "VIGIEA+VigieRepli",
    };
    let (descendant, descriptor, file, gids, unicode) =
        (refs.next(), refs.next(), refs.next(), refs.next(), refs.next());
    let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
    pdf.type0_font(font)
        .base_font(Name(name.as_bytes()))
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(unicode);
    let scale = 1000.0 / police.units.max(1.0);
    let mut cid = pdf.cid_font(descendant);
    cid.subtype(CidFontType::Type2)
        .base_font(Name(name.as_bytes()))
        .system_info(system)
        .font_descriptor(descriptor)
        .default_width(0.0)
        .cid_to_gid_map_stream(gids);
    let mut widths = cid.widths();
    let mut run: Vec<f32> = Vec::new();
    let mut start = 0_u16;
    for (glyph, (_, advance)) in glyphs {
        if usize::from(*glyph) != usize::from(start) + run.len() || run.is_empty() {
            if !run.is_empty() {
                widths.consecutive(start, run.drain(..));
            }
            start = *glyph;
        }
        run.push(f32::from(*advance) * scale);
    }
    if !run.is_empty() {
        widths.consecutive(start, run);
    }
    widths.finish();
    cid.finish();
    let [x1, y1, x2, y2] = police.bbox.map(|n| f32::from(n) * scale);
    pdf.font_descriptor(descriptor)
        .name(Name(name.as_bytes()))
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(x1, y1, x2, y2))
        .italic_angle(0.0)
        .ascent(f32::from(police.ascent) * scale)
        .descent(f32::from(police.descent) * scale)
        .cap_height(f32::from(police.cap_height) * scale)
        .stem_v(if face == Face::Gras { 120.0 } else { 80.0 })
        .font_file2(file);
    let packed = pack(&data);
    pdf.stream(file, &packed)
        .filter(Filter::FlateDecode)
        .pair(Name(b"Length1"), i32::try_from(data.len()).unwrap_or(i32::MAX));
    pdf.stream(gids, &pack(&map)).filter(Filter::FlateDecode);
    let mut cmap = UnicodeCmap::<u16>::new(Name(b"Vigie"), system);
    for (glyph, (c, _)) in glyphs {
        cmap.pair(*glyph, *c);
    }
    pdf.stream(unicode, &pack(&cmap.finish())).filter(Filter::FlateDecode);
    Ok(())
}
