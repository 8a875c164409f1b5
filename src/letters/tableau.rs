//! A table set in its column: a head in bold, a thin line under each row, cells of as many lines as needed.

use super::bloc::Passage;
use super::lignes::lines;
use super::page::{Couleur, Texte, Trait};
use super::polices::width;

const GAUCHE: f32 = 22.0;
const COLONNE: f32 = 166.0;
const TAILLE: u8 = 10;
const INTERLIGNE: f32 = 4.7;
const BORD: f32 = 1.6;

/// One row, to be kept whole.
pub struct Rangee {
    pub hauteur: f32,
    pub textes: Vec<Texte>,
    pub traits: Vec<Trait>,
}

type Row = Vec<Vec<Passage>>;

/// The columns, in millimetres: wide where much is written, yet no column under a fifth of an even share.
pub fn widths(rows: &[Row]) -> Vec<f32> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let wanted: Vec<f32> = (0..count)
        .map(|at| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.iter().map(|passage| width(&passage.texte, true, TAILLE)).sum::<f32>())
                .fold(12.0_f32, f32::max)
                .min(90.0)
                + 2.0 * BORD
        })
        .collect();
    // A word is not cut while another column has room to give.
    let words = |at: usize| {
        let words = rows.iter().filter_map(|row| row.get(at)).flatten().flat_map(|passage| passage.texte.split(' '));
        words.map(|word| width(word, true, TAILLE)).fold(0.0_f32, f32::max).min(COLONNE / count as f32 - 2.0 * BORD)
            + 2.0 * BORD
    };
    let least: Vec<f32> = (0..count).map(words).collect();
    let total: f32 = wanted.iter().sum();
    let shared: Vec<f32> = wanted.iter().map(|width| width * COLONNE / total).collect();
    let lacking: f32 = shared.iter().zip(&least).map(|(width, least)| (least - width).max(0.0)).sum();
    let spare: f32 = shared.iter().zip(&least).map(|(width, least)| (width - least).max(0.0)).sum();
    let given = |width: f32, least: f32| if spare > 0.0 { (width - least) * lacking / spare } else { 0.0 };
    shared
        .iter()
        .zip(&least)
        .map(|(width, least)| if width < least { *least } else { width - given(*width, *least) })
        .collect()
}

pub fn rangees(rows: &[Row]) -> Vec<Rangee> {
    let widths = widths(rows);
    let mut rangees = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let head = at == 0;
        let mut textes = Vec::new();
        let mut most = 1;
        let mut x = GAUCHE;
        for (cell, width) in row.iter().zip(&widths) {
            let cell: Vec<Passage> =
                cell.iter().map(|p| Passage { gras: p.gras || head, texte: p.texte.clone() }).collect();
            let set = lines(&cell, TAILLE, width - 2.0 * BORD, false);
            most = most.max(set.len());
            for (line_at, line) in set.into_iter().enumerate() {
                let y = BORD + INTERLIGNE * (line_at as f32 + 0.74);
                textes.extend(line.into_iter().map(|morceau| Texte {
                    x: x + BORD + morceau.x,
                    y,
                    taille: TAILLE,
                    gras: morceau.gras,
                    couleur: Couleur::Noir,
                    contenu: morceau.texte,
                    largeur: 0.0,
                }));
            }
            x += width;
        }
        let hauteur = most as f32 * INTERLIGNE + 2.0 * BORD;
        let rule = |y: f32, couleur: Couleur| Trait { x1: GAUCHE, y1: y, x2: GAUCHE + COLONNE, y2: y, couleur };
        let mut traits = vec![rule(hauteur, if head { Couleur::Noir } else { Couleur::Gris })];
        if head {
            traits.push(rule(0.0, Couleur::Gris));
        }
        rangees.push(Rangee { hauteur, textes, traits });
    }
    rangees
}
