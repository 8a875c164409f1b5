//! A chart to SVG, to a PNG of 1600 by 900 points, to PDF; twelve charts of the screen; the report.
//! Beside them the floor: the same number of points packed alone.
//!
//! `cargo bench --bench graphiques [-- ROUNDS]`

use std::hint::black_box;
use std::time::Instant;

#[path = "../tests/common/figures.rs"]
mod figures;

use figures::exemples;
use vigie::dashboards::Figure;
use vigie::dashboards::dessin::{Pied, Style, Taille, dessiner, pdf, png, rasteriser};
use vigie::dashboards::export::xlsx;

/// The median of `rounds`, in milliseconds.
fn timed(rounds: usize, mut work: impl FnMut()) -> f64 {
    work();
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn charts(figures: &[Figure], threads: usize) {
    let style = Style { pied: Pied::Bref, ..Style::default() };
    let taille = Taille { largeur: 410, hauteur: 303 };
    let draw = |figure: &Figure| {
        black_box(rasteriser(&dessiner(figure, &style, taille).unwrap().svg, 1.0).unwrap());
    };
    if threads == 1 {
        figures.iter().for_each(draw);
    } else {
        std::thread::scope(|scope| {
            for part in figures.chunks(figures.len().div_ceil(threads)) {
                scope.spawn(move || part.iter().for_each(draw));
            }
        });
    }
}

fn main() {
    let rounds = std::env::args().filter_map(|arg| arg.parse().ok()).next().unwrap_or(15);
    let figures = exemples();
    println!(
        "{:<24}{:>10}{:>14}{:>10}{:>12}{:>12}",
        "milliseconds", "SVG", "PNG 1600×900", "PDF", "SVG bytes", "PDF bytes"
    );
    for figure in &figures {
        let svg = dessiner(figure, &Style::default(), Taille::default()).unwrap().svg;
        let file = pdf(&figure.titre, std::slice::from_ref(&svg)).unwrap();
        let to_svg = timed(rounds, || drop(black_box(dessiner(figure, &Style::default(), Taille::default()).unwrap())));
        let to_png = timed(rounds, || drop(black_box(png(&svg, 2.0).unwrap())));
        let to_pdf = timed(rounds, || drop(black_box(pdf(&figure.titre, std::slice::from_ref(&svg)).unwrap())));
        println!("{:<24}{to_svg:>10.2}{to_png:>14.2}{to_pdf:>10.2}{:>12}{:>12}", figure.code, svg.len(), file.len());
    }
    let white = vec![255_u8; 1600 * 900 * 3];
    let floor = timed(rounds, || {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, 1600, 900);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Fast);
        encoder.write_header().unwrap().write_image_data(&white).unwrap();
        black_box(out);
    });
    println!("{:<24}{:>10}{floor:>14.2}", "floor: a white PNG", "");
    let twelve: Vec<Figure> = exemples().into_iter().chain(exemples()).take(12).collect();
    for threads in [1, 2] {
        let time = timed(rounds, || charts(&twelve, threads));
        println!("twelve charts of the screen, {threads} thread(s): {time:.1} ms");
    }
    let time = timed(rounds.min(5), || drop(black_box(xlsx("Essai", "", &twelve).unwrap())));
    println!("twelve charts to XLSX: {time:.1} ms");
}
