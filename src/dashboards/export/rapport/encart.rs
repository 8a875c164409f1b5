//! One figure of the report: its title, its sentences, its chart, its numbers and what they mean.

use std::borrow::Cow;

use super::page::{Bloc, Encre, MARGE, Op, PLACE, Sens};
use super::table::Table;
use crate::dashboards::dessin::{ErreurDessin, Pied, Style, Taille, dessiner, largeur, lignes, masques};
use crate::dashboards::export::phrases::{commentaires, resume};
use crate::dashboards::{Figure, Forme};

const CORPS: f32 = 10.0;
const PETIT: f32 = 8.0;
/// Points of a PDF in one of the screen.
const POINT: f32 = 0.75;
/// Between what stands side by side.
const GOUTTIERE: f32 = 20.0;
const MOITIE: f32 = (PLACE - GOUTTIERE) / 2.0;

/// What will stand together: its blocks as if from the height 0, and how tall it is.
pub struct Ensemble {
    pub blocs: Vec<Bloc>,
    pub haut: f32,
    x: f32,
    large: f32,
}

impl Default for Ensemble {
    fn default() -> Self {
        Self { blocs: Vec::new(), haut: 0.0, x: MARGE, large: PLACE }
    }
}

/// How a figure is put on paper.
#[derive(Clone, Copy)]
pub struct Facture {
    /// Of the height that its chart would like.
    pub echelle: f32,
    /// False to know how tall it is.
    pub dessinee: bool,
}

impl Ensemble {
    pub fn texte(&mut self, sens: &Sens, texte: &str, taille: f32, gras: bool, encre: Encre) {
        let mut ops = Vec::new();
        for line in lignes(texte, f64::from(self.large), f64::from(taille), gras, usize::MAX) {
            self.haut += taille * 1.35;
            ops.push(Op::Texte { x: self.x, y: self.haut - taille * 0.3, taille, gras, encre, texte: line });
        }
        if !ops.is_empty() {
            self.blocs.push(Bloc::new(sens.clone(), ops));
        }
    }

    fn tete(&mut self, numero: &str, figure: &Figure) {
        self.texte(&Sens::Titre(2), &format!("{numero} {}", figure.titre), 12.5, true, Encre::Texte);
        self.haut += 1.0;
        self.texte(&Sens::Paragraphe, &commentaires(figure).join(" "), CORPS, false, Encre::Texte);
        self.haut += 3.0;
    }

    fn dessin(&mut self, figure: &Figure, large: f32, facture: Facture) -> Result<f32, ErreurDessin> {
        // Bars that lie would leave names out.
        let echelle = if figure.forme == Forme::Classement { 1.0 } else { facture.echelle };
        let hauteur = (tall(figure) as f32 * echelle).round();
        let taille = Taille { largeur: (large / POINT).round() as u32, hauteur: hauteur as u32 };
        let style = Style { pied: Pied::Aucun, sans_titre: true, ..Style::default() };
        let svg = if facture.dessinee { dessiner(figure, &style, taille)?.svg } else { String::new() };
        let haut = hauteur * POINT;
        let chart = Op::Dessin { x: self.x, y: self.haut, large, haut, svg };
        let says = if facture.dessinee { resume(figure) } else { String::new() };
        self.blocs.push(Bloc::new(Sens::Figure(says), vec![chart]));
        Ok(haut)
    }
}

/// Few bars, which two of them side by side show as well as one alone.
pub fn etroite(figure: &Figure) -> bool {
    let figure = couchee(figure);
    let places = figure.axe.postes.len();
    let names = figure.axe.postes.iter().map(|poste| largeur(&poste.libelle, 11.0, false)).fold(0.0, f64::max);
    match figure.forme {
        Forme::Barres => figure.series.len() <= 2 && places <= 5,
        Forme::Classement => figure.series.len() <= 2 && places <= 12 && names <= 150.0,
        Forme::BarresEmpilees => places <= 2,
        _ => false,
    }
}

/// On paper nobody can ask a bar for its name: where names are long, bars lie and carry them whole.
fn couchee(figure: &Figure) -> Cow<'_, Figure> {
    let ordered = figure.axe.postes.iter().any(|p| p.critere.as_ref().is_none_or(|c| c.dimension.ordonnee()));
    if figure.forme != Forme::Barres || figure.axe.postes.len() < 6 || figure.series.len() > 2 || ordered {
        return Cow::Borrowed(figure);
    }
    Cow::Owned(Figure { forme: Forme::Classement, ..figure.clone() })
}

/// Side by side.
///
/// # Errors
/// What cannot be drawn.
pub fn paire(left: (&str, &Figure), right: (&str, &Figure), facture: Facture) -> Result<Ensemble, ErreurDessin> {
    let mut whole = Ensemble::default();
    let mut halves = [(MARGE, left), (MARGE + MOITIE + GOUTTIERE, right)].map(|(x, (numero, figure))| {
        let mut half = Ensemble { x, large: MOITIE, ..Ensemble::default() };
        half.tete(numero, figure);
        (half, figure)
    });
    // Both charts begin at the same height.
    let from = halves.iter().map(|(half, _)| half.haut).fold(0.0, f32::max);
    for (half, figure) in &mut halves {
        half.haut = from;
        fill(half, figure, facture, false)?;
        whole.haut = whole.haut.max(half.haut);
        whole.blocs.append(&mut half.blocs);
    }
    Ok(whole)
}

/// Over the whole width; its numbers beside the chart where that leaves enough to both.
///
/// # Errors
/// What cannot be drawn.
pub fn seule(numero: &str, figure: &Figure, facture: Facture) -> Result<Ensemble, ErreurDessin> {
    let mut ensemble = Ensemble::default();
    let beside = couchee(figure).forme == Forme::Barres && figure.series.len() <= 3 && figure.axe.postes.len() <= 16;
    ensemble.tete(numero, figure);
    fill(&mut ensemble, figure, facture, beside)?;
    Ok(ensemble)
}

fn fill(ensemble: &mut Ensemble, figure: &Figure, facture: Facture, beside: bool) -> Result<(), ErreurDessin> {
    let figure = &*couchee(figure);
    let (x, large) = (ensemble.x, ensemble.large);
    let right = if beside { Table::par_places(figure, large * 0.42) } else { None };
    if let Some(table) = right {
        let chart = ensemble.dessin(figure, large - table.large() - GOUTTIERE, facture)?;
        let (blocs, haut) = table.draw(x + large - table.large(), ensemble.haut + 4.0);
        ensemble.blocs.extend(blocs);
        ensemble.haut += chart.max(haut + 4.0);
    } else {
        ensemble.haut += ensemble.dessin(figure, large, facture)?;
        if let Some(table) = Table::of(figure, large) {
            let (blocs, haut) = table.draw(x, ensemble.haut + 2.0);
            ensemble.blocs.extend(blocs);
            ensemble.haut += haut + 2.0;
        }
    }
    ensemble.haut += 2.0;
    ensemble.texte(&Sens::Paragraphe, &foot(figure), PETIT, false, Encre::Doux);
    Ok(())
}

/// What the numbers are; what is said of all figures is said once, in the notes of method.
fn foot(figure: &Figure) -> String {
    let mut foot = vec![figure.definition.clone()];
    foot.extend(figure.notes.iter().filter(|note| propre(note)).cloned());
    foot.push(masques(figure));
    if !figure.source.is_empty() {
        foot.push(format!("Source\u{a0}: {}", figure.source));
    }
    foot.retain(|text| !text.is_empty());
    let foot: Vec<&str> = foot.iter().map(|text| text.trim_end_matches('.')).collect();
    format!("{}.", foot.join(". "))
}

/// A note of this figure alone: not its unit, nor what decides of its period, nor what is hidden.
fn propre(note: &str) -> bool {
    const DE_TOUTES: [&str; 4] = ["Unité\u{a0}:", "La période se lit", "Compté au dernier jour", "Secret statistique"];
    !DE_TOUTES.iter().any(|start| note.starts_with(start))
}

/// No taller than what there is to show, in points of the screen.
fn tall(figure: &Figure) -> u32 {
    let places = figure.axe.postes.len();
    let of =
        |each: usize, least: usize, most: usize| u32::try_from((places * each + 48).clamp(least, most)).unwrap_or(250);
    match figure.forme {
        Forme::Classement => of(18, 96, 500) + 16,
        Forme::Pyramide => of(15, 160, 330),
        Forme::Chaleur => u32::try_from((figure.series.len() * 24 + 58).clamp(110, 400)).unwrap_or(250),
        Forme::Flux => 270,
        Forme::Delais => 205,
        Forme::BarresEmpilees => 230,
        Forme::Barres | Forme::Courbe => {
            if places < 6 {
                150
            } else {
                185
            }
        }
    }
}
