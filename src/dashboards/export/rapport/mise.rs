//! The text of the report put on pages: nothing is cut by a page's end, and no page is left half empty
//! while the next chart would fit.

use super::page::{BAS, Bloc, Encre, Entree, HAUT, MARGE, Op, PLACE, Page, Sens};
use super::table::Table;
use crate::dashboards::dessin::{ErreurDessin, Pied, Style, Taille, dessiner, lignes, masques};
use crate::dashboards::export::phrases::{commentaires, resume};
use crate::dashboards::{Figure, Forme};

const CORPS: f32 = 10.0;
const PETIT: f32 = 8.0;
/// Points of a PDF in one of the screen.
const POINT: f32 = 0.75;

/// Pages being filled from the top.
#[derive(Default)]
pub struct Mise {
    pub pages: Vec<Page>,
    pub entrees: Vec<Entree>,
    y: f32,
}

/// What will stand together: its blocks as if from the height 0, and how tall it is.
#[derive(Default)]
struct Ensemble {
    blocs: Vec<Bloc>,
    haut: f32,
}

impl Ensemble {
    fn texte(&mut self, sens: &Sens, texte: &str, taille: f32, gras: bool, encre: Encre) {
        let mut ops = Vec::new();
        for line in lignes(texte, f64::from(PLACE), f64::from(taille), gras, usize::MAX) {
            self.haut += taille * 1.35;
            ops.push(Op::Texte { x: MARGE, y: self.haut - taille * 0.3, taille, gras, encre, texte: line });
        }
        if !ops.is_empty() {
            self.blocs.push(Bloc::new(sens.clone(), ops));
        }
    }
}

fn moved(mut bloc: Bloc, by: f32) -> Bloc {
    for op in &mut bloc.ops {
        match op {
            Op::Texte { y, .. } | Op::Pave { y, .. } | Op::Dessin { y, .. } => *y += by,
        }
    }
    bloc
}

impl Mise {
    fn room(&self) -> f32 {
        if self.pages.is_empty() { 0.0 } else { BAS - self.y }
    }

    pub fn new_page(&mut self) {
        self.pages.push(Page::default());
        self.y = HAUT;
    }

    /// Puts it here if there is room, else at the top of a new page. Gives where it begins.
    fn put(&mut self, ensemble: Ensemble, avant: f32) -> (usize, f32) {
        if self.room() < avant + ensemble.haut {
            self.new_page();
        } else if self.y > HAUT {
            self.y += avant;
        }
        let from = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.blocs.extend(ensemble.blocs.into_iter().map(|bloc| moved(bloc, from)));
        }
        self.y += ensemble.haut;
        (self.pages.len().saturating_sub(1), from)
    }

    /// A chapter's title; `suite` is how much must follow it on the same page.
    pub fn chapitre(&mut self, titre: &str, suite: f32) {
        let mut ensemble = Ensemble::default();
        ensemble.texte(&Sens::Titre(1), titre, 18.0, true, Encre::Accent);
        ensemble.haut += 4.0;
        let rule = Op::Pave { x: MARGE, y: ensemble.haut, large: PLACE, haut: 1.5, encre: Encre::Accent };
        ensemble.blocs.push(Bloc::new(Sens::Artefact, vec![rule]));
        ensemble.haut += 8.0;
        if self.room() < 22.0 + ensemble.haut + suite {
            self.new_page();
        }
        let (page, y) = self.put(ensemble, 22.0);
        self.entrees.push(Entree { niveau: 1, titre: titre.to_owned(), page, y });
    }

    pub fn paragraphe(&mut self, texte: &str) {
        let mut ensemble = Ensemble::default();
        ensemble.texte(&Sens::Paragraphe, texte, CORPS, false, Encre::Texte);
        self.put(ensemble, 5.0);
    }

    /// A small title and its paragraphs, of which the first stays with it.
    pub fn section(&mut self, titre: &str, paragraphes: &[String]) {
        let mut ensemble = Ensemble::default();
        ensemble.texte(&Sens::Titre(2), titre, 11.0, true, Encre::Texte);
        let mut rest = paragraphes.iter();
        if let Some(first) = rest.next() {
            ensemble.texte(&Sens::Paragraphe, first, 9.0, false, Encre::Texte);
        }
        self.put(ensemble, 9.0);
        for texte in rest {
            let mut ensemble = Ensemble::default();
            ensemble.texte(&Sens::Paragraphe, texte, 9.0, false, Encre::Texte);
            self.put(ensemble, 1.0);
        }
    }

    /// What the first figure of a chapter takes, so that the chapter's title is not left alone.
    ///
    /// # Errors
    /// What cannot be drawn.
    pub fn figure(&mut self, numero: &str, figure: &Figure, chapitre: Option<&str>) -> Result<(), ErreurDessin> {
        let ensemble = compose(numero, figure)?;
        if let Some(titre) = chapitre {
            self.chapitre(titre, ensemble.haut + 14.0);
        }
        let (page, y) = self.put(ensemble, 14.0);
        self.entrees.push(Entree { niveau: 2, titre: format!("{numero} {}", figure.titre), page, y });
        Ok(())
    }
}

/// Title, sentences, chart, table, and what the figure means.
fn compose(numero: &str, figure: &Figure) -> Result<Ensemble, ErreurDessin> {
    let mut ensemble = Ensemble::default();
    ensemble.texte(&Sens::Titre(2), &format!("{numero} {}", figure.titre), 12.5, true, Encre::Texte);
    ensemble.haut += 1.0;
    ensemble.texte(&Sens::Paragraphe, &commentaires(figure).join(" "), CORPS, false, Encre::Texte);
    ensemble.haut += 3.0;
    let taille = Taille { largeur: (PLACE / POINT).round() as u32, hauteur: tall(figure) };
    let style = Style { pied: Pied::Aucun, sans_titre: true, ..Style::default() };
    let svg = dessiner(figure, &style, taille)?.svg;
    let haut = taille.hauteur as f32 * POINT;
    let chart = Op::Dessin { x: MARGE, y: ensemble.haut, large: PLACE, haut, svg };
    ensemble.blocs.push(Bloc::new(Sens::Figure(resume(figure)), vec![chart]));
    ensemble.haut += haut;
    if let Some(table) = Table::of(figure) {
        let (blocs, haut) = table.draw(ensemble.haut + 2.0);
        ensemble.blocs.extend(blocs);
        ensemble.haut += haut + 2.0;
    }
    ensemble.haut += 2.0;
    let mut foot = vec![figure.definition.clone(), masques(figure)];
    if !figure.source.is_empty() {
        foot.push(format!("Source\u{a0}: {}", figure.source));
    }
    foot.retain(|text| !text.is_empty());
    let foot: Vec<String> = foot.iter().map(|text| text.trim_end_matches('.').to_owned()).collect();
    ensemble.texte(&Sens::Paragraphe, &format!("{}.", foot.join(". ")), PETIT, false, Encre::Doux);
    Ok(ensemble)
}

/// No taller than what there is to show, in points of the screen.
fn tall(figure: &Figure) -> u32 {
    let places = figure.axe.postes.len();
    let of =
        |each: usize, least: usize, most: usize| u32::try_from((places * each + 48).clamp(least, most)).unwrap_or(250);
    match figure.forme {
        Forme::Classement => of(if figure.series.len() > 1 { 21 } else { 18 }, 96, 400),
        Forme::Pyramide => of(15, 160, 330),
        Forme::Chaleur => u32::try_from((figure.series.len() * 24 + 58).clamp(110, 400)).unwrap_or(250),
        Forme::Flux => 270,
        Forme::Delais => 205,
        Forme::BarresEmpilees => 230,
        Forme::Barres | Forme::Courbe => {
            if places < 4 {
                140
            } else {
                185
            }
        }
    }
}
