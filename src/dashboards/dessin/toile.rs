//! The sheet that a chart is drawn on: plotters' area, and what is remembered of what was drawn.

use plotters::coord::Shift;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::{DrawingArea, DrawingBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, FontTransform, IntoFont as _, RGBColor, ShapeStyle};

use super::police::{self, FAMILLE};
use super::teintes::{Teintes, contraste};

/// From left, top, to right, bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cadre {
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
}

impl Cadre {
    pub const fn new(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self { x0, y0, x1, y1 }
    }

    pub const fn largeur(&self) -> f64 {
        self.x1 - self.x0
    }

    pub const fn hauteur(&self) -> f64 {
        self.y1 - self.y0
    }

    /// Do they share more than an edge?
    pub fn overlaps(&self, other: &Self) -> bool {
        const EDGE: f64 = 0.5;
        self.x0 + EDGE < other.x1 && other.x0 + EDGE < self.x1 && self.y0 + EDGE < other.y1 && other.y0 + EDGE < self.y1
    }
}

/// A mark that can be pointed at: what it says, and where in the figure it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    pub cadre: Cadre,
    pub poste: Option<usize>,
    pub serie: Option<usize>,
    /// « Mai 2025, filles : 12 enfants »
    pub texte: String,
}

/// A text that was drawn, and the room that it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Etiquette {
    pub texte: String,
    pub cadre: Cadre,
}

/// Where the given point is of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ancre {
    Gauche,
    Milieu,
    Droite,
}

#[derive(Clone, Copy, Debug)]
pub struct Ecriture {
    pub taille: f64,
    pub gras: bool,
    pub couleur: RGBColor,
}

pub struct Toile<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    pub teintes: &'static Teintes,
    pub zones: Vec<Zone>,
    pub etiquettes: Vec<Etiquette>,
    /// The first thing that could not be drawn: the rest is of no use then.
    failed: Option<String>,
}

fn px(at: f64) -> i32 {
    at.round() as i32
}

impl<'a, DB: DrawingBackend> Toile<'a, DB> {
    pub const fn new(area: &'a DrawingArea<DB, Shift>, teintes: &'static Teintes) -> Self {
        Self { area, teintes, zones: Vec::new(), etiquettes: Vec::new(), failed: None }
    }

    fn keep<E: std::fmt::Display>(&mut self, done: Result<(), E>) {
        if let Err(error) = done {
            self.failed.get_or_insert_with(|| error.to_string());
        }
    }

    pub fn fond(&mut self, couleur: RGBColor) {
        let done = self.area.fill(&couleur);
        self.keep(done);
    }

    fn boite(&mut self, cadre: Cadre, style: ShapeStyle) {
        let corners = [(px(cadre.x0), px(cadre.y0)), (px(cadre.x1), px(cadre.y1))];
        let done = self.area.draw(&Rectangle::new(corners, style));
        self.keep(done);
    }

    /// A filled mark, edged when its colour alone would not be seen on the ground.
    pub fn marque(&mut self, cadre: Cadre, couleur: RGBColor) {
        if cadre.largeur() < 0.5 || cadre.hauteur() < 0.5 {
            return;
        }
        self.boite(cadre, couleur.filled());
        if contraste(couleur, self.teintes.fond) < 3.0 {
            let bord = self.teintes.bord;
            self.boite(cadre, bord.stroke_width(1));
        }
    }

    pub fn pave(&mut self, cadre: Cadre, couleur: RGBColor) {
        self.boite(cadre, couleur.filled());
    }

    pub fn trait_(&mut self, points: &[(f64, f64)], couleur: RGBColor, epaisseur: u32) {
        let points: Vec<(i32, i32)> = points.iter().map(|(x, y)| (px(*x), px(*y))).collect();
        let done = self.area.draw(&PathElement::new(points, couleur.stroke_width(epaisseur)));
        self.keep(done);
    }

    /// A line of dashes, `plein` long with `vide` between them.
    pub fn tirets(&mut self, points: &[(f64, f64)], couleur: RGBColor, epaisseur: u32, (plein, vide): (f64, f64)) {
        let mut at = 0.0;
        for pair in points.windows(2) {
            let [(x0, y0), (x1, y1)] = pair else { continue };
            let (dx, dy) = (x1 - x0, y1 - y0);
            let long = dx.hypot(dy);
            let mut from = 0.0;
            while from < long {
                let phase: f64 = at % (plein + vide);
                let (drawn, left) = if phase < plein { (true, plein - phase) } else { (false, plein + vide - phase) };
                let to = (from + left.max(0.1)).min(long);
                if drawn {
                    let point = |part: f64| (x0 + dx * part / long, y0 + dy * part / long);
                    self.trait_(&[point(from), point(to)], couleur, epaisseur);
                }
                at += to - from;
                from = to;
            }
        }
    }

    pub fn disque(&mut self, (x, y): (f64, f64), rayon: f64, couleur: RGBColor) {
        let done = self.area.draw(&Circle::new((px(x), px(y)), px(rayon), couleur.filled()));
        self.keep(done);
    }

    pub fn surface(&mut self, points: &[(f64, f64)], couleur: RGBColor, opacite: f64) {
        let points: Vec<(i32, i32)> = points.iter().map(|(x, y)| (px(*x), px(*y))).collect();
        let done = self.area.draw(&Polygon::new(points, couleur.mix(opacite).filled()));
        self.keep(done);
    }

    pub const fn ecriture(&self, taille: f64) -> Ecriture {
        Ecriture { taille, gras: false, couleur: self.teintes.texte }
    }

    pub const fn doux(&self, taille: f64) -> Ecriture {
        Ecriture { taille, gras: false, couleur: self.teintes.doux }
    }

    /// One line, centred on the height `y`.
    pub fn texte(&mut self, texte: &str, (x, y): (f64, f64), ancre: Ancre, ecriture: Ecriture) {
        /// What the backend divides the size by.
        const BACKEND: f64 = 1.24;
        if texte.is_empty() {
            return;
        }
        let Ecriture { taille, gras, couleur } = ecriture;
        let wide = police::largeur(texte, taille, gras);
        let (x0, h_pos) = match ancre {
            Ancre::Gauche => (x, HPos::Left),
            Ancre::Milieu => (x - wide / 2.0, HPos::Center),
            Ancre::Droite => (x - wide, HPos::Right),
        };
        let cadre = Cadre::new(x0, y - taille * 0.55, x0 + wide, y + taille * 0.55);
        self.etiquettes.push(Etiquette { texte: texte.to_owned(), cadre });
        let style = (FAMILLE, taille * BACKEND)
            .into_font()
            .style(if gras { FontStyle::Bold } else { FontStyle::Normal })
            .transform(FontTransform::None)
            .color(&couleur)
            .pos(Pos::new(h_pos, VPos::Center));
        let done = self.area.draw_text(texte, &style, (px(x), px(y)));
        self.keep(done);
    }

    pub fn zone(&mut self, cadre: Cadre, poste: Option<usize>, serie: Option<usize>, texte: String) {
        self.zones.push(Zone { cadre, poste, serie, texte });
    }

    pub fn finish(self) -> Result<(Vec<Zone>, Vec<Etiquette>), String> {
        match self.failed {
            Some(failed) => Err(failed),
            None => Ok((self.zones, self.etiquettes)),
        }
    }
}
