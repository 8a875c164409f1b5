//! The logo of the letterhead: a JPEG picture, embedded as it is.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pdf_writer::{Filter, Finish as _, Pdf, Ref};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::domain::feuille::{Image, Vignette};

use super::page::{HAUTEUR, LOGO};
use super::polices::POINT;

#[derive(Debug)]
pub struct Logo {
    data: Vec<u8>,
    width: u16,
    height: u16,
    components: u8,
}

impl Logo {
    /// Reads a picture written in base 64; none when it is no JPEG.
    pub fn read(base64: &str) -> Option<Self> {
        let data = decode(base64)?;
        let (width, height, components) = frame(&data)?;
        (width > 0 && height > 0 && matches!(components, 1 | 3)).then_some(Self { data, width, height, components })
    }

    /// The picture as it was given.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// What a page says to show it.
    pub fn placed(&self) -> Vec<u8> {
        let (x, y, width, height) = self.place();
        let [x, bottom, width, height] = [x, HAUTEUR - y - height, width, height].map(|mm| mm / POINT);
        format!("q {width:.2} 0 0 {height:.2} {x:.2} {bottom:.2} cm /L Do Q\n").into_bytes()
    }

    /// The place that it takes on the page: left, top, width and height.
    pub fn place(&self) -> (f32, f32, f32, f32) {
        let (x, y, box_width, box_height) = LOGO;
        let scale = (box_width / f32::from(self.width)).min(box_height / f32::from(self.height));
        (x, y, f32::from(self.width) * scale, f32::from(self.height) * scale)
    }

    /// The picture for the screen; none when only its frame can be read.
    pub fn vignette(&self) -> Option<Vignette> {
        use std::hash::{DefaultHasher, Hash as _, Hasher};
        let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&self.data), options);
        let points = decoder.decode().ok()?;
        let (largeur, hauteur) = decoder.dimensions()?;
        let mut hasher = DefaultHasher::new();
        self.data.hash(&mut hasher);
        let image = Image { largeur, hauteur, points, empreinte: Hasher::finish(&hasher) };
        Some(Vignette { place: self.place(), image: Arc::new(image) })
    }

    pub fn embed(&self, pdf: &mut Pdf, image: Ref) {
        let mut object = pdf.image_xobject(image, &self.data);
        object.filter(Filter::DctDecode);
        object.width(self.width.into()).height(self.height.into()).bits_per_component(8);
        if self.components == 1 {
            object.color_space().device_gray();
        } else {
            object.color_space().device_rgb();
        }
        object.finish();
    }
}

/// A picture as the letterhead keeps it: written in base 64.
///
/// # Errors
/// What is not a JPEG picture, or too heavy to go with every letter.
pub fn logo(bytes: &[u8]) -> Result<String, String> {
    const HEAVIEST: usize = 400_000;
    if bytes.len() > HEAVIEST {
        return Err(
            "Cette image dépasse 400 ko, que chaque courrier porterait\u{a0}; réduisez-la, le logo n’a pas changé"
                .to_owned(),
        );
    }
    let text = encode(bytes);
    match Logo::read(&text) {
        Some(_) => Ok(text),
        None => Err("Ce fichier n’est pas une image JPEG\u{a0}; convertissez-le, le logo n’a pas changé".to_owned()),
    }
}

fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let text: String = text.split_whitespace().collect();
    STANDARD.decode(text).ok().filter(|bytes| !bytes.is_empty())
}

/// Width, height and colours of a JPEG, from its frame header.
fn frame(data: &[u8]) -> Option<(u16, u16, u8)> {
    let mut rest = data.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let (&[marker, kind, high, low], _) = rest.split_first_chunk::<4>()?;
        if marker != 0xff {
            return None;
        }
        if matches!(kind, 0xc0..=0xc2) {
            let &[_, h1, h2, w1, w2, components] = rest.get(4..10)?.first_chunk::<6>()?;
            return Some((u16::from_be_bytes([w1, w2]), u16::from_be_bytes([h1, h2]), components));
        }
        rest = rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_base_64_is_read_back() {
        for length in 1..40_u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(37)).collect();
            assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
    }

    #[test]
    fn only_a_jpeg_of_some_size_is_a_logo() {
        assert!(logo(b"%PDF-1.7").is_err());
        assert!(logo(&vec![0; 500_000]).unwrap_err().contains("400"));
        // Start of image, then a frame of 3 by 2 in three colours.
        let jpeg = [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 2, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        assert!(logo(&jpeg).is_ok());
    }
}
