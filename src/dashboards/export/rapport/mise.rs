//! The text of the report put on pages: nothing is cut by a page's end, and no page is left half empty
//! while the next chart would fit.

use super::encart::{Ensemble, Facture, paire, seule};
use super::page::{BAS, Bloc, Encre, Entree, HAUT, MARGE, Op, PLACE, Page, Sens};
use crate::dashboards::Figure;
use crate::dashboards::dessin::ErreurDessin;

const CORPS: f32 = 10.0;
/// What charts may be brought down to, to stand at the foot of a page.
const ECHELLES: [f32; 4] = [1.0, 0.9, 0.8, 0.7];
/// Above a figure.
const ECART: f32 = 14.0;
/// What a chapter's title takes, with what is above it.
const TITRE: f32 = 22.0 + 18.0 * 1.35 + 12.0;

/// Pages being filled from the top.
#[derive(Default)]
pub struct Mise {
    pub pages: Vec<Page>,
    pub entrees: Vec<Entree>,
    y: f32,
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
        if self.room() < avant + ensemble.haut - 0.01 {
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
        if self.room() < 22.0 + ensemble.haut + suite - 0.01 {
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

    /// Do they stand on what is left of this page?
    ///
    /// # Errors
    /// What cannot be drawn.
    pub fn fits(&self, figures: &[(String, &Figure)], chapitre: bool) -> Result<bool, ErreurDessin> {
        self.echelle(figures, chapitre).map(|echelle| echelle.is_some())
    }

    /// To what their charts must be brought down for that, if it is enough.
    fn echelle(&self, figures: &[(String, &Figure)], chapitre: bool) -> Result<Option<f32>, ErreurDessin> {
        let room = self.room() - ECART - if chapitre { TITRE } else { 0.0 };
        for echelle in ECHELLES {
            if compose(figures, Facture { echelle, dessinee: false })?.haut <= room {
                return Ok(Some(echelle));
            }
        }
        Ok(None)
    }

    /// One figure, or two side by side; `chapitre` is a title that must not be left alone.
    ///
    /// # Errors
    /// What cannot be drawn.
    pub fn figures(&mut self, figures: &[(String, &Figure)], chapitre: Option<&str>) -> Result<(), ErreurDessin> {
        let echelle = self.echelle(figures, chapitre.is_some())?.unwrap_or(1.0);
        let ensemble = compose(figures, Facture { echelle, dessinee: true })?;
        if let Some(titre) = chapitre {
            self.chapitre(titre, ensemble.haut + ECART);
        }
        let (page, y) = self.put(ensemble, ECART);
        for (numero, figure) in figures {
            self.entrees.push(Entree { niveau: 2, titre: format!("{numero} {}", figure.titre), page, y });
        }
        Ok(())
    }
}

fn compose(figures: &[(String, &Figure)], facture: Facture) -> Result<Ensemble, ErreurDessin> {
    match figures {
        [(numero, figure)] => seule(numero, figure, facture),
        [(left, one), (right, other), ..] => paire((left, one), (right, other), facture),
        [] => Ok(Ensemble::default()),
    }
}
