//! What is not the text: the title page, the contents, the heads and numbers of pages.

use super::composition::Rapport;
use super::page::{BAS, Bloc, Encre, Entree, HAUT, HAUTE, LARGE, MARGE, Op, PLACE, Page, Sens};
use crate::dashboards::dessin::{couper, largeur, lignes};
use crate::domain::date;

fn texte(x: f32, y: f32, taille: f32, gras: bool, encre: Encre, texte: &str) -> Op {
    Op::Texte { x, y, taille, gras, encre, texte: texte.to_owned() }
}

fn wide(text: &str, taille: f32, gras: bool) -> f32 {
    largeur(text, f64::from(taille), gras) as f32
}

/// The title on a band, the period, and the figures that one asks for first.
pub fn couverture(rapport: &Rapport) -> Vec<Page> {
    const BANDE: f32 = 300.0;
    let mut blocs = vec![Bloc::new(
        Sens::Artefact,
        vec![Op::Pave { x: 0.0, y: 0.0, large: LARGE, haut: BANDE, encre: Encre::Accent }],
    )];
    let mut y = 150.0;
    let mut ops = Vec::new();
    for line in lignes(&rapport.titre, f64::from(PLACE), 34.0, true, 3) {
        ops.push(texte(MARGE, y, 34.0, true, Encre::Blanc, &line));
        y += 40.0;
    }
    blocs.push(Bloc::new(Sens::Titre(1), ops));
    let mut ops = Vec::new();
    for line in lignes(&rapport.sous_titre, f64::from(PLACE), 16.0, false, 2) {
        ops.push(texte(MARGE, y, 16.0, false, Encre::Blanc, &line));
        y += 21.0;
    }
    blocs.push(Bloc::new(Sens::Paragraphe, ops));
    let mut y = BANDE + 50.0;
    let column = PLACE / 2.0;
    for (at, (number, of)) in rapport.cles.iter().enumerate() {
        let x = MARGE + column * (at % 2) as f32;
        if at % 2 == 0 && at > 0 {
            y += 88.0;
        }
        let mut ops = vec![texte(x, y + 24.0, 30.0, true, Encre::Accent, number)];
        for (row, line) in lignes(of, f64::from(column - 16.0), 11.0, false, 2).iter().enumerate() {
            ops.push(texte(x, y + 42.0 + 14.0 * row as f32, 11.0, false, Encre::Texte, line));
        }
        blocs.push(Bloc::new(Sens::Paragraphe, ops));
    }
    let mut ops = Vec::new();
    let mut y = HAUTE - 110.0;
    for line in lignes(&rapport.filtre, f64::from(PLACE), 11.0, false, 3) {
        ops.push(texte(MARGE, y, 11.0, false, Encre::Texte, &line));
        y += 15.0;
    }
    let made = format!("Établi le {} avec Vigie.", date::format(rapport.etabli));
    ops.push(texte(MARGE, y + 4.0, 11.0, false, Encre::Doux, &made));
    blocs.push(Bloc::new(Sens::Paragraphe, ops));
    vec![Page { blocs }]
}

const fn step(niveau: u16) -> f32 {
    if niveau == 1 { 19.5 } else { 12.7 }
}

/// Where each entry stands: its page of the contents, its height there.
fn places(entrees: &[Entree]) -> Vec<(usize, f32)> {
    let mut out = Vec::new();
    let (mut page, mut y) = (0, HAUT + 40.0);
    for (at, entree) in entrees.iter().enumerate() {
        let alone = entree.niveau == 1 && entrees.get(at + 1).is_some_and(|next| next.niveau != 1);
        let after = if alone { step(2) } else { 0.0 };
        if y + step(entree.niveau) + after > BAS {
            (page, y) = (page + 1, HAUT);
        }
        y += step(entree.niveau);
        out.push((page, y));
    }
    out
}

/// How many pages the contents take.
pub fn pages_of(entrees: &[Entree]) -> usize {
    places(entrees).last().map_or(1, |(page, _)| page + 1)
}

/// Titles, dots and page numbers; each leads to its place.
pub fn sommaire(entrees: &[Entree]) -> Vec<Page> {
    let mut pages = vec![Page::default(); pages_of(entrees)];
    if let Some(first) = pages.first_mut() {
        let title = texte(MARGE, HAUT + 18.0, 18.0, true, Encre::Accent, "Sommaire");
        let rule = Op::Pave { x: MARGE, y: HAUT + 26.0, large: PLACE, haut: 1.5, encre: Encre::Accent };
        first.blocs.push(Bloc::new(Sens::Titre(1), vec![title]));
        first.blocs.push(Bloc::new(Sens::Artefact, vec![rule]));
    }
    for (entree, (page, y)) in entrees.iter().zip(places(entrees)) {
        let (taille, gras, indent) = if entree.niveau == 1 { (11.0, true, 0.0) } else { (9.5, false, 14.0) };
        let number = (entree.page + 1).to_string();
        let end = MARGE + PLACE;
        let room = PLACE - indent - wide(&number, taille, gras) - 20.0;
        let title = couper(&entree.titre, f64::from(room), f64::from(taille), gras);
        let from = MARGE + indent + wide(&title, taille, gras) + 5.0;
        let dot = wide(".", taille, false) + 2.0;
        let until = end - wide(&number, taille, gras) - 5.0;
        let mut bloc = Bloc::new(
            Sens::Paragraphe,
            vec![
                texte(MARGE + indent, y, taille, gras, Encre::Texte, &title),
                texte(end - wide(&number, taille, gras), y, taille, gras, Encre::Texte, &number),
            ],
        );
        bloc.lien = Some((entree.page, entree.y));
        let mut dots = Vec::new();
        let count = ((until - from) / dot).floor().max(0.0) as u32;
        for at in 0..count {
            dots.push(texte(until - dot * (at + 1) as f32, y, taille, false, Encre::Ligne, "."));
        }
        if let Some(page) = pages.get_mut(page) {
            page.blocs.push(bloc);
            page.blocs.push(Bloc::new(Sens::Artefact, dots));
        }
    }
    pages
}

/// The title above and the number below every page but the first.
pub fn numeroter(pages: &mut [Page], titre: &str) {
    let last = pages.len();
    for (at, page) in pages.iter_mut().enumerate().skip(1) {
        let number = format!("Page {} sur {last}", at + 1);
        let head = couper(titre, f64::from(PLACE), 9.0, false);
        page.blocs.push(Bloc::new(
            Sens::Artefact,
            vec![
                texte(MARGE, 40.0, 9.0, false, Encre::Doux, &head),
                texte(MARGE + PLACE - wide(&number, 9.0, false), HAUTE - 34.0, 9.0, false, Encre::Doux, &number),
            ],
        ));
    }
}
