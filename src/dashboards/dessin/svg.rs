//! A figure to its SVG, with what each mark says and where it is.

use base64::Engine as _;
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend, IntoDrawingArea as _, SVGBackend};

use super::mise::{self, Mise};
use super::police::{GRAS, NORMAL};
use super::teintes::{CLAIR, SOMBRE, Teintes};
use super::toile::{Etiquette, Toile, Zone};
use super::{barres, chaleur, classement, courbe, delais, flux, pyramide};
use crate::dashboards::Critere;
use crate::dashboards::{Figure, Forme};

/// What stands under a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pied {
    /// Total, filter, source, what is hidden.
    #[default]
    Complet,
    /// One line: there is little room, and the screen says the rest.
    Bref,
    /// The page says it.
    Aucun,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub sombre: bool,
    pub pied: Pied,
    /// The title stands elsewhere.
    pub sans_titre: bool,
    /// What was chosen: the other marks of the same axis are pale.
    pub choisis: Vec<Critere>,
}

impl Style {
    pub(super) fn teintes(&self) -> &'static Teintes {
        if self.sombre { &SOMBRE } else { &CLAIR }
    }

    /// Is this mark one that was not chosen while another of its axis was?
    pub(super) fn pale(&self, critere: Option<&Critere>) -> bool {
        critere.is_some_and(|critere| {
            self.choisis.iter().any(|held| held.dimension == critere.dimension) && !self.choisis.contains(critere)
        })
    }
}

/// In points of the screen, before any zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taille {
    pub largeur: u32,
    pub hauteur: u32,
}

impl Default for Taille {
    /// An export: 1600 by 900 points at 2×.
    fn default() -> Self {
        Self { largeur: 800, hauteur: 450 }
    }
}

/// A chart drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Dessin {
    pub svg: String,
    pub zones: Vec<Zone>,
    pub etiquettes: Vec<Etiquette>,
}

#[derive(Debug, thiserror::Error)]
#[error("Le graphique ne peut pas être dessiné ({0})\u{a0}; les chiffres restent lisibles dans un export CSV")]
pub struct ErreurDessin(pub String);

/// One figure as SVG.
///
/// # Errors
/// What the backend refused.
pub fn dessiner(figure: &Figure, style: &Style, taille: Taille) -> Result<Dessin, ErreurDessin> {
    let mut svg = String::with_capacity(32_768);
    let (zones, etiquettes) = {
        let area = SVGBackend::with_string(&mut svg, (taille.largeur, taille.hauteur)).into_drawing_area();
        let drawn = draw(&area, figure, style, taille).map_err(ErreurDessin)?;
        area.present().map_err(|error| ErreurDessin(error.to_string()))?;
        drawn
    };
    // A fill that lets through what is under it, not a layer of its own for each: drawn alike, several times sooner.
    let svg = svg.replace("<polygon opacity=", "<polygon fill-opacity=");
    Ok(Dessin { svg, zones, etiquettes })
}

/// What any backend of plotters is asked for.
fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    figure: &Figure,
    style: &Style,
    taille: Taille,
) -> Result<(Vec<Zone>, Vec<Etiquette>), String> {
    let mut toile = Toile::new(area, style.teintes());
    let fond = toile.teintes.fond;
    toile.fond(fond);
    let place = mise::page(&mut toile, figure, style, taille);
    let mise = Mise { figure, style, place };
    if figure.is_empty() {
        mise::vide(&mut toile, place);
    } else {
        match figure.forme {
            Forme::Barres | Forme::BarresEmpilees => barres::draw(&mut toile, &mise),
            Forme::Courbe => courbe::draw(&mut toile, &mise),
            Forme::Pyramide => pyramide::draw(&mut toile, &mise),
            Forme::Classement => classement::draw(&mut toile, &mise),
            Forme::Chaleur => chaleur::draw(&mut toile, &mise),
            Forme::Delais => delais::draw(&mut toile, &mise),
            Forme::Flux => flux::draw(&mut toile, &mise),
        }
    }
    toile.finish()
}

/// The same SVG with the faces inside it: it reads alike in any viewer.
pub fn svg_autonome(svg: &str) -> String {
    let face = |weight: u16, data: &[u8]| {
        let data = base64::engine::general_purpose::STANDARD.encode(data);
        format!("@font-face{{font-family:\"Vigie Sans\";font-weight:{weight};src:url(data:font/ttf;base64,{data})}}")
    };
    let style =
        format!("<style>{}{}text{{font-family:\"Vigie Sans\",sans-serif}}</style>", face(400, NORMAL), face(700, GRAS));
    match svg.find('>') {
        Some(at) if svg.starts_with("<svg") => {
            let (head, rest) = svg.split_at(at + 1);
            format!("{head}{style}{rest}")
        }
        _ => svg.to_owned(),
    }
}
