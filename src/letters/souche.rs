//! The face that genpdf is given: advances without outlines, for all our faces at once.
//!
//! genpdf's file is only a step: its pages are taken out and the real faces, cut down, are embedded
//! beside them. With whole faces it embeds each of them for every letter, after trying a million
//! characters on each: 180 ms a letter, of which the text takes two.

use super::polices::{FACES, Face};

/// The character that stands for a glyph of the stub, so that genpdf finds the glyph again.
const FIRST: u32 = 0x100;

/// Where a face's glyphs begin in the stub.
fn offset(face: Face) -> u16 {
    FACES.into_iter().take_while(|other| *other != face).map(|other| other.police().count).sum()
}

/// A text of one face as the stub's characters.
pub fn encode(texte: &str, face: Face) -> String {
    let (police, offset) = (face.police(), u32::from(offset(face)));
    texte
        .chars()
        .filter_map(|c| police.glyph(c))
        .filter_map(|(glyph, _)| char::from_u32(FIRST + offset + u32::from(glyph)))
        .collect()
}

/// The face of a glyph of the stub, and its number there.
pub fn decode(glyph: u16) -> (Face, u16) {
    let mut rest = glyph;
    for face in FACES {
        let count = face.police().count;
        if rest < count {
            return (face, rest);
        }
        rest -= count;
    }
    (Face::Normal, 0)
}

/// A TrueType file whose glyph n is the character FIRST + n. Every line is one em high, all above
/// the baseline, so that a place on the page is a baseline.
pub fn file() -> Vec<u8> {
    let count: u16 = FACES.into_iter().map(|face| face.police().count).sum();
    let word = |n: u16| n.to_be_bytes();
    let mut head = vec![0_u8; 54];
    put(&mut head, 0, &[0, 1, 0, 0]);
    put(&mut head, 12, &[0x5f, 0x0f, 0x3c, 0xf5]);
    put(&mut head, 18, &word(1000));
    // Long offsets of glyphs: all of them zero.
    put(&mut head, 50, &word(1));
    let mut hhea = vec![0_u8; 36];
    put(&mut hhea, 0, &[0, 1, 0, 0]);
    put(&mut hhea, 4, &word(1000));
    put(&mut hhea, 34, &word(1));
    let mut maxp = vec![0, 0, 0x50, 0];
    maxp.extend(word(count));
    // One advance for all: places come from our own measures.
    let mut hmtx = word(500).to_vec();
    hmtx.resize(4 + 2 * usize::from(count), 0);
    // One table of the base plane, format 6: a character outside it is refused at once.
    let mut cmap = [word(0), word(1), word(3), word(1), word(0), word(12)].concat();
    cmap.extend([word(6), word(10 + 2 * count), word(0), word(0x100), word(count)].concat());
    cmap.extend((0..count).flat_map(word));
    let loca = vec![0_u8; 4 * (usize::from(count) + 1)];
    let tables: [(&[u8; 4], Vec<u8>); 7] = [
        (b"cmap", cmap),
        (b"glyf", vec![0; 4]),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", hmtx),
        (b"loca", loca),
        (b"maxp", maxp),
    ];
    let mut file = vec![0, 1, 0, 0, 0, 7, 0, 64, 0, 2, 0, 48];
    let mut at = 12 + 16 * tables.len();
    for (name, data) in &tables {
        file.extend_from_slice(*name);
        file.extend([0; 4]);
        file.extend(u32::try_from(at).unwrap_or(0).to_be_bytes());
        file.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
        at += data.len().next_multiple_of(4);
    }
    for (_, mut data) in tables {
        data.resize(data.len().next_multiple_of(4), 0);
        file.extend(data);
    }
    file
}

fn put(table: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = table.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_of_the_stub_is_that_of_its_face() {
        for face in FACES {
            for c in ['a', 'é', '\u{a0}', 'ễ'] {
                let Some((glyph, _)) = face.police().glyph(c) else { continue };
                let stub: Vec<char> = encode(&c.to_string(), face).chars().collect();
                let number = u16::try_from(u32::from(stub[0]) - FIRST).unwrap();
                assert_eq!(decode(number), (face, glyph), "{c}");
            }
        }
    }
}
