//! SVGs to a PDF of vectors, one a page; its text stays text.

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt as _, SvgSettings};

use super::image::arbre;
use super::svg::ErreurDessin;

/// Points of a PDF in one of the screen.
const PDF_POINT: f32 = 0.75;

pub(in crate::dashboards) fn refus(error: impl std::fmt::Debug) -> ErreurDessin {
    ErreurDessin(format!("{error:?}"))
}

/// What a reader of files is told of ours.
pub(in crate::dashboards) fn metadata(titre: &str) -> Metadata {
    Metadata::new().title(titre.to_owned()).language("fr-FR".to_owned()).creator("Vigie".to_owned())
}

/// Each SVG on a page of its own size.
///
/// # Errors
/// What cannot be read or written.
pub fn pdf(titre: &str, svgs: &[String]) -> Result<Vec<u8>, ErreurDessin> {
    let mut document = Document::new();
    document.set_metadata(metadata(titre));
    for svg in svgs {
        let tree = arbre(svg)?;
        let (wide, tall) = (tree.size().width() * PDF_POINT, tree.size().height() * PDF_POINT);
        let settings = PageSettings::from_wh(wide, tall).ok_or_else(|| refus("page vide"))?;
        let size = Size::from_wh(wide, tall).ok_or_else(|| refus("page vide"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.draw_svg(&tree, size, SvgSettings::default()).ok_or_else(|| refus("SVG"))?;
        surface.finish();
        page.finish();
    }
    document.finish().map_err(refus)
}
