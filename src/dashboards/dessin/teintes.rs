//! Colours of charts, chosen to stay apart for every eye and in grey.

use plotters::style::RGBColor;

const fn rgb(hex: u32) -> RGBColor {
    RGBColor((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// What a chart is drawn with.
#[derive(Debug)]
pub struct Teintes {
    pub fond: RGBColor,
    pub texte: RGBColor,
    pub doux: RGBColor,
    pub ligne: RGBColor,
    /// Around a mark whose own colour is too near the ground.
    pub bord: RGBColor,
    /// The other period, and what is not chosen.
    pub pale: RGBColor,
    pub repere: RGBColor,
    /// In this order; two neighbours differ much in lightness.
    pub series: [RGBColor; 8],
    /// A heat map, from nothing to the most.
    pub chaleur: [RGBColor; 2],
}

/// The screen by day, and paper.
pub static CLAIR: Teintes = Teintes {
    fond: rgb(0xffffff),
    texte: rgb(0x161616),
    doux: rgb(0x575757),
    ligne: rgb(0xdddddd),
    bord: rgb(0x767676),
    pale: rgb(0xc4c4d0),
    repere: rgb(0xa33b00),
    series: [
        rgb(0x000091),
        rgb(0xe69f00),
        rgb(0x0072b2),
        rgb(0x9ad3c4),
        rgb(0x9c2f00),
        rgb(0xf2e08a),
        rgb(0x4a2a5e),
        rgb(0xc77aa5),
    ],
    chaleur: [rgb(0xf1f1fb), rgb(0x000091)],
};

pub static SOMBRE: Teintes = Teintes {
    fond: rgb(0x1b1b1d),
    texte: rgb(0xf2f2f2),
    doux: rgb(0xb4b4b8),
    ligne: rgb(0x3a3a3e),
    bord: rgb(0x8a8a92),
    pale: rgb(0x55555f),
    repere: rgb(0xffa87a),
    series: [
        rgb(0xa9a9ff),
        rgb(0x737000),
        rgb(0xaef3ae),
        rgb(0x624cb8),
        rgb(0x4ca4b9),
        rgb(0x853354),
        rgb(0xfcbe66),
        rgb(0xd15b64),
    ],
    chaleur: [rgb(0x28283c), rgb(0xc9c9ff)],
};

fn linear(byte: u8) -> f64 {
    let part = f64::from(byte) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

pub fn luminance(RGBColor(r, g, b): RGBColor) -> f64 {
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// As accessibility rules reckon it: 1 to 21.
pub fn contraste(a: RGBColor, b: RGBColor) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    a.max(b) / a.min(b)
}

/// Between two colours, `part` of the way.
pub fn melange(RGBColor(r0, g0, b0): RGBColor, RGBColor(r1, g1, b1): RGBColor, part: f64) -> RGBColor {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * part.clamp(0.0, 1.0)).round() as u8;
    RGBColor(mix(r0, r1), mix(g0, g1), mix(b0, b1))
}

impl Teintes {
    pub fn serie(&self, at: usize) -> RGBColor {
        self.series.get(at % self.series.len()).copied().unwrap_or(self.texte)
    }

    /// Text that is read on `fond`: of black and white, what stands out more.
    pub fn sur(fond: RGBColor) -> RGBColor {
        let (noir, blanc) = (rgb(0x000000), rgb(0xffffff));
        if contraste(noir, fond) > contraste(blanc, fond) { noir } else { blanc }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How dichromats see (Machado, Oliveira and Fernandes 2009, severity 1), on linear light.
    const EYES: [(&str, [[f64; 3]; 3]); 4] = [
        ("all", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ("protan", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
        ("deutan", [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
        ("tritan", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
    ];

    fn lab(RGBColor(r, g, b): RGBColor, eye: [[f64; 3]; 3]) -> [f64; 3] {
        let light = [linear(r), linear(g), linear(b)];
        let [r, g, b] = eye.map(|row| row.iter().zip(light).map(|(m, v)| m * v).sum::<f64>().clamp(0.0, 1.0));
        let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
        let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
        let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    #[test]
    fn series_stay_apart_for_every_eye_and_neighbours_in_grey() {
        for teintes in [&CLAIR, &SOMBRE] {
            for (eye, matrix) in EYES {
                for (at, a) in teintes.series.iter().enumerate() {
                    for b in &teintes.series[at + 1..] {
                        let (a, b) = (lab(*a, matrix), lab(*b, matrix));
                        let far = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                        assert!(far > 17.0, "{eye}: {far:.1}");
                    }
                }
            }
            for pair in teintes.series.windows(2) {
                let [a, b] = [lab(pair[0], EYES[0].1)[0], lab(pair[1], EYES[0].1)[0]];
                assert!((a - b).abs() > 20.0, "{a:.0} and {b:.0} are one grey");
            }
        }
    }

    #[test]
    fn text_and_edges_stand_out() {
        for teintes in [&CLAIR, &SOMBRE] {
            assert!(contraste(teintes.texte, teintes.fond) >= 7.0);
            assert!(contraste(teintes.doux, teintes.fond) >= 4.5);
            assert!(contraste(teintes.repere, teintes.fond) >= 4.5);
            assert!(contraste(teintes.bord, teintes.fond) >= 3.0);
            for serie in teintes.series {
                assert!(contraste(Teintes::sur(serie), serie) >= 4.5, "{serie:?}");
            }
            for part in 0..=10 {
                let cell = melange(teintes.chaleur[0], teintes.chaleur[1], f64::from(part) / 10.0);
                assert!(contraste(Teintes::sur(cell), cell) >= 4.5, "{cell:?}");
            }
        }
    }
}
