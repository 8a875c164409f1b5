//! What the screen shows and what it asks for.

use std::collections::HashSet;

use chrono::NaiveDate;
use egui::TextureHandle;

use super::composeur::Composeur;
use super::exporter::Export;
use super::pour_role::PourRole;
use crate::dashboards::dessin::{Taille, Zone};
use crate::dashboards::{Critere, Dimension, Figure, Filtre};

/// What the picture of a chart depends on, beside its figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aspect {
    pub taille: Taille,
    /// Points of the screen to each of the chart's.
    pub echelle: f32,
    pub sombre: bool,
}

/// A chart that was drawn.
pub struct Rendu {
    pub texture: TextureHandle,
    pub zones: Vec<Zone>,
    pub aspect: Aspect,
    /// Of which figures it is.
    pub generation: u64,
}

pub struct Carte {
    pub figure: Figure,
    /// The whole chart in words.
    pub resume: String,
    pub rendu: Option<Rendu>,
}

/// What stands over the page.
#[derive(Clone, Debug)]
pub enum Dialogue {
    Export(Export),
    Composeur(Composeur),
    /// The page is given to that role.
    PourRole(PourRole),
}

#[derive(Default)]
pub struct EcranTableaux {
    pub filtre: Filtre,
    pub cartes: Vec<Carte>,
    /// How many facts were read; none while they are being read.
    pub faits: Option<usize>,
    /// The last reading failed, and none came before.
    pub illisible: bool,
    pub annees: Vec<i32>,
    /// What may be chosen of the dimensions of the bar.
    pub choix: Vec<(Dimension, Vec<(Critere, String)>)>,
    /// The criteria chosen, in words.
    pub mots: Vec<(Critere, String)>,
    /// The period as it is typed.
    pub du: String,
    pub au: String,
    pub erreur_periode: String,
    /// Counts the figures' changes: a picture of older ones is to be drawn again.
    pub generation: u64,
    /// The chart that is marked, and its mark.
    pub carte: usize,
    pub zone: usize,
    /// One chart has the whole page.
    pub seule: Option<usize>,
    pub take_focus: bool,
    pub has_keys: bool,
    pub(super) scroll_to: Option<usize>,
    pub dialogue: Option<Dialogue>,
    /// A file is being made.
    pub busy: String,
    /// The pictures asked for, of this generation and look.
    pub(super) asked: HashSet<usize>,
    pub(super) asked_for: Option<(u64, Aspect)>,
}

/// What the screen asks for.
#[derive(Clone, Debug)]
pub enum Demande {
    Filtrer(Filtre),
    /// The period as it was typed, and whether Entrée ended it: the charts then have the keys.
    Periode {
        du: String,
        au: String,
        entree: bool,
    },
    Dessiner {
        cartes: Vec<usize>,
        aspect: Aspect,
    },
    /// The dossiers behind a chart, or behind one of its marks.
    Ouvrir {
        carte: usize,
        cellule: Vec<Critere>,
        titre: String,
    },
    Copier(usize),
    Exporter,
    Parcourir,
    Composer,
    Garder,
    Retirer(usize),
    /// The page becomes that of the role chosen, or the role has no page any more.
    Donner {
        page: bool,
    },
    Fermer,
}

impl EcranTableaux {
    /// The figures changed; pictures stay until the new ones are there.
    pub fn receive(&mut self, figures: Vec<(Figure, String)>) {
        self.generation += 1;
        let mut before: Vec<Option<Rendu>> = self.cartes.drain(..).map(|carte| carte.rendu).collect();
        before.resize_with(figures.len(), || None);
        self.cartes =
            figures.into_iter().zip(before).map(|((figure, resume), rendu)| Carte { figure, resume, rendu }).collect();
        self.carte = self.carte.min(self.cartes.len().saturating_sub(1));
        if self.seule.is_some_and(|at| at >= self.cartes.len()) {
            self.seule = None;
        }
    }

    /// The marked chart goes to another place, its mark with it; pictures on their way were asked for another order.
    pub fn deplacer(&mut self, to: usize) {
        if to < self.cartes.len() && self.carte < self.cartes.len() {
            self.cartes.swap(self.carte, to);
            self.carte = to;
            self.seule = self.seule.map(|_| to);
            self.scroll_to = Some(to);
            self.generation += 1;
        }
    }

    /// A picture is there; one of older figures is let go.
    pub fn drawn(&mut self, at: usize, rendu: Rendu) {
        if rendu.generation == self.generation
            && let Some(carte) = self.cartes.get_mut(at)
        {
            carte.rendu = Some(rendu);
        }
    }

    /// What choosing the mark adds to the filter.
    pub fn criteres(&self, at: usize, zone: usize) -> Vec<Critere> {
        let Some(carte) = self.cartes.get(at) else { return Vec::new() };
        let Some(zone) = carte.rendu.as_ref().and_then(|rendu| rendu.zones.get(zone)) else { return Vec::new() };
        let poste = zone.poste.and_then(|at| carte.figure.axe.postes.get(at)).and_then(|poste| poste.critere.clone());
        let serie = zone.serie.and_then(|at| carte.figure.series.get(at)).and_then(|serie| serie.critere.clone());
        poste.into_iter().chain(serie).collect()
    }

    /// The filter with the mark chosen, or without it if it was.
    pub fn toggled(&self, criteres: &[Critere]) -> Option<Filtre> {
        if criteres.is_empty() {
            return None;
        }
        let all = criteres.iter().all(|critere| self.filtre.criteres.contains(critere));
        Some(criteres.iter().fold(self.filtre.clone(), |filtre, critere| {
            if all { filtre.without(critere) } else { filtre.with(critere) }
        }))
    }

    /// The period's fields, as the filter holds it; whether they held anything else.
    pub fn show_periode(&mut self) -> bool {
        let text = |day: Option<NaiveDate>| day.map(crate::domain::date::format).unwrap_or_default();
        let (du, au) = (text(self.filtre.du), text(self.filtre.au));
        let typed = self.du != du || self.au != au;
        (self.du, self.au) = (du, au);
        self.erreur_periode.clear();
        typed
    }

    /// What the marked mark says.
    pub fn dit(&self) -> Option<&str> {
        let rendu = self.cartes.get(self.carte)?.rendu.as_ref()?;
        rendu.zones.get(self.zone).map(|zone| zone.texte.as_str())
    }
}
