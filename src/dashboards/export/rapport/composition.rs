//! What the report says, and in which order it stands on its pages.

use chrono::NaiveDate;

use super::encart::etroite;
use super::mise::Mise;
use super::page::{Entree, Page};
use super::{papier, tetes};
use crate::dashboards::Figure;
use crate::dashboards::export::ErreurExport;

/// One chapter: a family of indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapitre {
    pub titre: String,
    pub figures: Vec<Figure>,
}

/// What the report says; how it looks is decided here.
#[derive(Clone, Debug, PartialEq)]
pub struct Rapport {
    pub titre: String,
    pub sous_titre: String,
    /// The filter in words.
    pub filtre: String,
    /// The figures of the title page: a number, and of what.
    pub cles: Vec<(String, String)>,
    pub chapitres: Vec<Chapitre>,
    /// Whose notes of method: a title and what is to be known.
    pub methode: Vec<(String, Vec<String>)>,
    pub etabli: NaiveDate,
}

impl Rapport {
    /// The pages, before they are drawn.
    ///
    /// # Errors
    /// A chart that cannot be drawn.
    pub fn pages(&self) -> Result<Vec<Page>, ErreurExport> {
        Ok(self.compose()?.0)
    }

    /// The report as a PDF. The same report gives the same bytes.
    ///
    /// # Errors
    /// What cannot be drawn.
    pub fn pdf(&self) -> Result<Vec<u8>, ErreurExport> {
        let (pages, entrees) = self.compose()?;
        Ok(papier::write(&self.titre, &pages, &entrees)?)
    }

    fn compose(&self) -> Result<(Vec<Page>, Vec<Entree>), ErreurExport> {
        let mut mise = Mise::default();
        let mut vides: Vec<&str> = Vec::new();
        for (at, chapitre) in self.chapitres.iter().enumerate() {
            let numero = at + 1;
            let mut titre = Some(format!("{numero}. {}", chapitre.titre));
            // A page of nothing is paper wasted: it is told once, at the end.
            let (vide, mut left): (Vec<&Figure>, Vec<&Figure>) =
                chapitre.figures.iter().partition(|figure| figure.is_empty());
            vides.extend(vide.iter().map(|figure| figure.titre.as_str()));
            let mut row = 0;
            while !left.is_empty() {
                let named = |places: &[usize]| -> Vec<(String, &Figure)> {
                    let figures = places.iter().filter_map(|at| left.get(*at));
                    figures.zip(row + 1..).map(|(figure, row)| (format!("{numero}.{row}"), *figure)).collect()
                };
                // The first; but rather than an empty foot of the page, one that stands there.
                let mut places = group(&left, 0);
                for at in 0..left.len() {
                    let tried = group(&left, at);
                    if mise.fits(&named(&tried), titre.is_some())? {
                        places = tried;
                        break;
                    }
                }
                let named = named(&places);
                row += named.len();
                for at in places.into_iter().rev() {
                    left.remove(at);
                }
                mise.figures(&named, titre.take().as_deref())?;
            }
            if let Some(titre) = titre {
                mise.chapitre(&titre, 20.0);
                mise.paragraphe("Rien n’a été compté dans ce chapitre sur la période.");
            }
        }
        mise.chapitre(&format!("{}. Notes de méthode", self.chapitres.len() + 1), 120.0);
        for (titre, paragraphes) in &self.methode {
            mise.section(titre, paragraphes);
        }
        if !vides.is_empty() {
            mise.section("Indicateurs sans donnée sur la période", &[format!("{}.", vides.join("\u{a0}; "))]);
        }
        let mut pages = tetes::couverture(self);
        let front = 1 + tetes::pages_of(&mise.entrees);
        for entree in &mut mise.entrees {
            entree.page += front;
        }
        pages.extend(tetes::sommaire(&mise.entrees));
        pages.append(&mut mise.pages);
        tetes::numeroter(&mut pages, &self.titre);
        Ok((pages, mise.entrees))
    }
}

/// This figure, and one that may stand beside it.
fn group(left: &[&Figure], at: usize) -> Vec<usize> {
    let narrow = |at: usize| left.get(at).is_some_and(|figure| etroite(figure));
    let beside = (at + 1..left.len()).find(|other| narrow(at) && narrow(*other));
    std::iter::once(at).chain(beside).collect()
}
