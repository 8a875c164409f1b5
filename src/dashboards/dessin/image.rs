//! An SVG to points: for the screen, and for PNG files.

use resvg::{tiny_skia, usvg};

use super::police::fontdb;
use super::svg::ErreurDessin;

/// Opaque points, four bytes each, from the top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub largeur: usize,
    pub hauteur: usize,
    pub rgba: Vec<u8>,
}

/// More would be no picture but a mistake: 16,000 points across.
const MOST: f32 = 16_384.0;

pub(in crate::dashboards) fn arbre(svg: &str) -> Result<usvg::Tree, ErreurDessin> {
    let options = usvg::Options { fontdb: fontdb(), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).map_err(|error| ErreurDessin(error.to_string()))
}

/// The points of `svg`, `echelle` of them to each of its own.
///
/// # Errors
/// What cannot be read, or would be too great.
pub fn rasteriser(svg: &str, echelle: f32) -> Result<Pixels, ErreurDessin> {
    let map = points(svg, echelle)?;
    Ok(Pixels { largeur: map.width() as usize, hauteur: map.height() as usize, rgba: map.take() })
}

fn points(svg: &str, echelle: f32) -> Result<tiny_skia::Pixmap, ErreurDessin> {
    let tree = arbre(svg)?;
    let size = tree.size();
    let (wide, tall) = ((size.width() * echelle).round().max(1.0), (size.height() * echelle).round().max(1.0));
    if wide > MOST || tall > MOST {
        return Err(ErreurDessin("l’image serait trop grande".to_owned()));
    }
    let mut map = tiny_skia::Pixmap::new(wide as u32, tall as u32)
        .ok_or_else(|| ErreurDessin("l’image serait trop grande".to_owned()))?;
    let transform = tiny_skia::Transform::from_scale(wide / size.width(), tall / size.height());
    resvg::render(&tree, transform, &mut map.as_mut());
    Ok(map)
}

/// The same as a PNG file: a chart is opaque, so three bytes a point are enough.
///
/// # Errors
/// As [`rasteriser`].
pub fn png(svg: &str, echelle: f32) -> Result<Vec<u8>, ErreurDessin> {
    let map = points(svg, echelle)?;
    let mut rgb = vec![0; map.pixels().len() * 3];
    for (opaque, point) in rgb.as_chunks_mut::<3>().0.iter_mut().zip(map.data().as_chunks::<4>().0) {
        let [red, green, blue, _] = *point;
        *opaque = [red, green, blue];
    }
    let mut out = Vec::with_capacity(rgb.len() / 16);
    let refused = |error: png::EncodingError| ErreurDessin(error.to_string());
    let mut encoder = png::Encoder::new(&mut out, map.width(), map.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Flat colours: a line is mostly that above it, and trying the other filters takes as long as all the rest.
    encoder.set_compression(png::Compression::Fastest);
    // 96 points to the inch at 1×: the picture is as wide on paper at any scale.
    let per_metre = (96.0 / 0.0254 * echelle).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    let mut writer = encoder.write_header().map_err(refused)?;
    writer.write_image_data(&rgb).map_err(refused)?;
    writer.finish().map_err(refused)?;
    Ok(out)
}
