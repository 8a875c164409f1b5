//! Pages to a PDF that a screen reader can read: titles, paragraphs, figures with their words, tables.

use std::num::NonZeroU16;

use krilla::SerializeSettings;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::destination::{Destination, XyzDestination};
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, TableHeaderScope, Tag, TagGroup, TagTree};
use krilla::text::{Font, TextDirection};
use krilla::{Data, Document};
use krilla_svg::{SurfaceExt as _, SvgSettings};

use super::page::{Bloc, Encre, Entree, HAUTE, LARGE, Op, Page, Sens};
use crate::dashboards::dessin::{ErreurDessin, GRAS, NORMAL, REPLI, arbre, couvert, largeur, metadata, refus};

/// The faces of a document, read once.
struct Faces {
    normal: Font,
    gras: Font,
    repli: Font,
}

impl Faces {
    fn read() -> Option<Self> {
        let font = |data: &'static [u8]| Font::new(Data::from(data.to_vec()), 0);
        Some(Self { normal: font(NORMAL)?, gras: font(GRAS)?, repli: font(REPLI)? })
    }
}

const fn couleur(encre: Encre) -> (u8, u8, u8) {
    match encre {
        Encre::Texte => (0x16, 0x16, 0x16),
        Encre::Doux => (0x57, 0x57, 0x57),
        Encre::Accent => (0, 0, 0x91),
        Encre::Ligne => (0xc8, 0xc8, 0xc8),
        Encre::Fond => (0xee, 0xee, 0xf8),
        Encre::Blanc => (0xff, 0xff, 0xff),
    }
}

fn fill(encre: Encre) -> Fill {
    let (r, g, b) = couleur(encre);
    Fill { paint: rgb::Color::new(r, g, b).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// The file.
///
/// # Errors
/// A chart that cannot be read back, a page that cannot be written.
pub fn write(titre: &str, pages: &[Page], entrees: &[Entree]) -> Result<Vec<u8>, ErreurDessin> {
    let faces = Faces::read().ok_or_else(|| refus("fontes"))?;
    let mut document = Document::new_with(SerializeSettings { enable_tagging: true, ..SerializeSettings::default() });
    document.set_metadata(metadata(titre));
    let mut tree = TagTree::new().with_lang(Some("fr-FR".to_owned()));
    let mut table: Option<TagGroup> = None;
    for page in pages {
        let settings = PageSettings::from_wh(LARGE, HAUTE).ok_or_else(|| refus("page vide"))?;
        let mut sheet = document.start_page_with(settings);
        let mut links: Vec<(Rect, (usize, f32))> = Vec::new();
        let mut marked: Vec<(&Bloc, Identifier)> = Vec::new();
        let mut surface = sheet.surface();
        for bloc in &page.blocs {
            if bloc.ops.is_empty() {
                continue;
            }
            let artefact = bloc.sens == Sens::Artefact;
            let tag = if artefact {
                ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other))
            } else {
                ContentTag::Other
            };
            let id = surface.start_tagged(tag);
            for op in &bloc.ops {
                draw(&mut surface, op, &faces)?;
            }
            surface.end_tagged();
            if !artefact {
                marked.push((bloc, id));
            }
            if let Some(lien) = bloc.lien {
                links.extend(around(bloc).map(|rect| (rect, lien)));
            }
        }
        surface.finish();
        for (bloc, id) in marked {
            attach(&mut tree, &mut table, bloc, id);
        }
        for (rect, (to, y)) in links {
            let place = XyzDestination::new(to, Point::from_xy(0.0, (y - 10.0).max(0.0)));
            let link = LinkAnnotation::new(rect, Target::Destination(Destination::Xyz(place)));
            let mut group = TagGroup::new(Tag::Link);
            group.push(sheet.add_tagged_annotation(Annotation::new_link(link, Some("Aller à ce chapitre".to_owned()))));
            tree.push(group);
        }
        sheet.finish();
    }
    if let Some(table) = table {
        tree.push(table);
    }
    document.set_tag_tree(tree);
    document.set_outline(outline(entrees));
    document.finish().map_err(refus)
}

/// Where the block is in the order of reading, and what it is.
fn attach(tree: &mut TagTree, table: &mut Option<TagGroup>, bloc: &Bloc, id: Identifier) {
    if let Sens::Rang { tete } = bloc.sens {
        // A head begins a table; the rows that follow are of it.
        if tete && let Some(before) = table.take() {
            tree.push(before);
        }
        let mut cell = if tete { TagGroup::new(Tag::TH(TableHeaderScope::Column)) } else { TagGroup::new(Tag::TD) };
        cell.push(id);
        let mut row = TagGroup::new(Tag::TR);
        row.push(cell);
        table.get_or_insert_with(|| TagGroup::new(Tag::Table)).push(row);
        return;
    }
    if let Some(before) = table.take() {
        tree.push(before);
    }
    let mut group = match &bloc.sens {
        Sens::Titre(niveau) => TagGroup::new(Tag::Hn(NonZeroU16::new(*niveau).unwrap_or(NonZeroU16::MIN), None)),
        Sens::Figure(words) => TagGroup::new(Tag::Figure(Some(words.clone()))),
        Sens::Paragraphe | Sens::Rang { .. } | Sens::Artefact => TagGroup::new(Tag::P),
    };
    group.push(id);
    tree.push(group);
}

/// The room that the lines of a block take.
fn around(bloc: &Bloc) -> Option<Rect> {
    let mut edges: Option<(f32, f32, f32, f32)> = None;
    for op in &bloc.ops {
        if let Op::Texte { x, y, taille, gras, texte, .. } = op {
            let right = x + largeur(texte, f64::from(*taille), *gras) as f32;
            let (x0, y0, x1, y1) = edges.unwrap_or((*x, y - taille, right, *y));
            edges = Some((x0.min(*x), y0.min(y - taille), x1.max(right), y1.max(y + taille * 0.25)));
        }
    }
    edges.and_then(|(x0, y0, x1, y1)| Rect::from_ltrb(x0, y0, x1, y1))
}

fn draw(surface: &mut Surface, op: &Op, faces: &Faces) -> Result<(), ErreurDessin> {
    match op {
        Op::Texte { x, y, taille, gras, encre, texte } => {
            surface.set_fill(Some(fill(*encre)));
            let face = if *gras { &faces.gras } else { &faces.normal };
            let mut at = *x;
            for (ours, run) in runs(texte, *gras) {
                let font = if ours { face } else { &faces.repli };
                surface.draw_text(Point::from_xy(at, *y), font.clone(), *taille, &run, false, TextDirection::Auto);
                at += largeur(&run, f64::from(*taille), *gras) as f32;
            }
        }
        Op::Pave { x, y, large, haut, encre } => {
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(*x, *y, *large, *haut) {
                path.push_rect(rect);
            }
            surface.set_fill(Some(fill(*encre)));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Op::Dessin { x, y, large, haut, svg } => {
            let tree = arbre(svg)?;
            let size = Size::from_wh(*large, *haut).ok_or_else(|| refus("graphique vide"))?;
            surface.push_transform(&Transform::from_translate(*x, *y));
            surface.draw_svg(&tree, size, SvgSettings::default()).ok_or_else(|| refus("graphique"))?;
            surface.pop();
        }
    }
    Ok(())
}

/// Cut where the face must change: ours, or the one that holds the rest.
fn runs(texte: &str, gras: bool) -> Vec<(bool, String)> {
    let mut out: Vec<(bool, String)> = Vec::new();
    for c in texte.chars() {
        let ours = couvert(c, gras);
        match out.last_mut() {
            Some((held, run)) if *held == ours => run.push(c),
            _ => out.push((ours, c.to_string())),
        }
    }
    out
}

fn outline(entrees: &[Entree]) -> Outline {
    let mut outline = Outline::new();
    let mut chapter: Option<OutlineNode> = None;
    for entree in entrees {
        let place = XyzDestination::new(entree.page, Point::from_xy(0.0, (entree.y - 10.0).max(0.0)));
        let node = OutlineNode::new(entree.titre.clone(), place);
        match &mut chapter {
            Some(open) if entree.niveau > 1 => open.push_child(node),
            _ => {
                if let Some(done) = chapter.replace(node) {
                    outline.push_child(done);
                }
            }
        }
    }
    if let Some(done) = chapter {
        outline.push_child(done);
    }
    outline
}
