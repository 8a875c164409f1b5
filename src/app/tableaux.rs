//! The dashboards: facts read, figures counted, charts drawn and files made by jobs.

use std::collections::HashSet;
use std::sync::Arc;

use egui::{ColorImage, Context, TextureOptions};
use uuid::Uuid;

use super::App;
use super::disposition::Garde;
use super::disposition::page;
use super::ecrans::Ecran;
use super::reponses::Sujet;
use crate::dashboards::dessin::{ErreurDessin, Pied, Style, dessiner, rasteriser};
use crate::dashboards::export::resume;
use crate::dashboards::{Critere, Dimension, Faits, Figure, Filtre, Indicateur, Lecteur, PAGE, Page, trouver};
use crate::domain::recherche::{self, Choisis};
use crate::domain::{Parametres, date};
use crate::storage::{Base, Result};
use crate::ui::tableaux::{Aspect, Demande, EcranTableaux, Rendu, douze_mois};

/// The dimensions of the bar above the charts.
const BARRE: [Dimension; 7] = [
    Dimension::Territoire,
    Dimension::Service,
    Dimension::Age,
    Dimension::Sexe,
    Dimension::Motif,
    Dimension::Origine,
    Dimension::Suite,
];

/// What the screen does not show of the dashboards.
#[derive(Default)]
pub(super) struct Tableaux {
    pub ecran: EcranTableaux,
    pub faits: Option<Arc<Faits>>,
    /// What was counted on these facts, found again by the next click.
    comptes: Arc<Page>,
    pub indicateurs: Vec<Indicateur>,
    /// Dossiers written since the facts were read; all may have been.
    changes: HashSet<Uuid>,
    tout_change: bool,
    pub garde: Garde,
}

type Lus = (Arc<Faits>, Arc<Page>, Vec<Indicateur>, Vec<(Figure, String)>);

/// The facts of the base: all of them, or those that changed taken anew.
fn read(
    base: &Base,
    parametres: &Parametres,
    jour: chrono::NaiveDate,
    held: Option<(Arc<Faits>, Vec<Uuid>)>,
) -> Result<Arc<Faits>> {
    let (mut lecteur, only) = match held {
        None => (Lecteur::new(parametres, jour), None),
        Some((faits, ids)) => (Lecteur::reprendre(&faits, parametres, &ids, jour), Some(ids)),
    };
    base.faits(only.as_deref(), |fait| lecteur.push(fait))?;
    Ok(Arc::new(lecteur.finish(base.populations()?)))
}

fn count(comptes: &Page, faits: &Faits, indicateurs: &[Indicateur], filtre: &Filtre) -> Vec<(Figure, String)> {
    let figures = comptes.figures(faits, indicateurs, filtre);
    figures
        .into_iter()
        .map(|figure| {
            let words = resume(&figure);
            (figure, words)
        })
        .collect()
}

impl App {
    /// The screen of dashboards; facts are read once, then what changed.
    pub(super) fn show_tableaux(&mut self) {
        self.tableaux.ecran.take_focus = true;
        if self.tableaux.indicateurs.is_empty() {
            self.tableaux.indicateurs = PAGE.iter().filter_map(|code| trouver(code)).cloned().collect();
            let today = self.today();
            let (du, au) = douze_mois(today);
            let filtre = Filtre { du, au, ..Filtre::default() };
            self.tableaux.ecran.filtre = filtre.compare_annee_precedente();
        }
        // What was typed as the screen was left is counted nowhere.
        self.tableaux.ecran.show_periode();
        self.read_faits();
    }

    pub(super) fn tableaux_shown(&self) -> bool {
        self.ecran == Ecran::Tableaux && self.tableaux.faits.is_some()
    }

    /// Dossiers were written: their facts are read again when one looks.
    pub(super) fn facts_changed(&mut self, id: Option<Uuid>) {
        match id {
            Some(id) => drop(self.tableaux.changes.insert(id)),
            None => self.tableaux.tout_change = true,
        }
    }

    /// Reads what is missing, and counts.
    pub(super) fn read_faits(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let changes: Vec<Uuid> = self.tableaux.changes.drain().collect();
        let whole = std::mem::take(&mut self.tableaux.tout_change);
        let held = self.tableaux.faits.clone().filter(|_| !whole);
        if held.is_some() && changes.is_empty() {
            return;
        }
        let first = self.tableaux.faits.is_none();
        let held = held.map(|faits| (faits, changes));
        let (parametres, jour) = (self.parametres.clone(), self.today());
        let (indicateurs, filtre) = (self.tableaux.indicateurs.clone(), self.tableaux.ecran.filtre.clone());
        let work = move || -> Result<Lus> {
            let faits = read(&base, &parametres, jour, held)?;
            // The page that was laid out, before the first figures are counted.
            let laid = if first { page(&base)? } else { Vec::new() };
            let indicateurs = if laid.is_empty() { indicateurs } else { laid };
            let comptes = Arc::new(Page::default());
            let figures = count(&comptes, &faits, &indicateurs, &filtre);
            Ok((faits, comptes, indicateurs, figures))
        };
        self.ask(Sujet::Faits, work, move |app, lus| {
            let Some((faits, comptes, indicateurs, figures)) = app.take(lus) else {
                app.tableaux.tout_change = true;
                app.tableaux.ecran.illisible = true;
                return;
            };
            app.tableaux.ecran.illisible = false;
            // A page that was changed while its facts were read stays as it is now.
            let moved = !first && app.tableaux.indicateurs != indicateurs;
            if !moved {
                app.tableaux.indicateurs = indicateurs;
            }
            app.tableaux.comptes = comptes;
            let ecran = &mut app.tableaux.ecran;
            ecran.faits = Some(faits.len());
            ecran.annees = faits.annees();
            ecran.choix = BARRE.map(|dimension| (dimension, faits.choix(dimension))).to_vec();
            if !moved {
                ecran.receive(figures);
            }
            app.tableaux.faits = Some(faits);
            app.tell_filter();
            if moved {
                app.recount();
            }
        });
    }

    /// The criteria in words, for the chips.
    fn tell_filter(&mut self) {
        let Some(faits) = &self.tableaux.faits else { return };
        let ecran = &mut self.tableaux.ecran;
        ecran.mots = ecran.filtre.criteres.iter().map(|critere| (critere.clone(), faits.mots(critere))).collect();
    }

    /// Counts again what is shown.
    pub(super) fn recount(&mut self) {
        let Some(faits) = self.tableaux.faits.clone() else { return };
        let (indicateurs, filtre) = (self.tableaux.indicateurs.clone(), self.tableaux.ecran.filtre.clone());
        let comptes = Arc::clone(&self.tableaux.comptes);
        self.ask(
            Sujet::Figures,
            move || count(&comptes, &faits, &indicateurs, &filtre),
            |app, figures| {
                app.tableaux.ecran.receive(figures);
            },
        );
        self.tell_filter();
    }

    /// What the screen asked for, carried out.
    pub fn tableaux_asked(&mut self, demande: Demande) {
        match demande {
            Demande::Filtrer(filtre) => {
                self.tableaux.ecran.filtre = filtre;
                self.tableaux.ecran.show_periode();
                self.recount();
            }
            Demande::Periode { du, au, entree } => self.set_periode(&du, &au, entree),
            Demande::Dessiner { cartes, aspect } => self.draw_charts(&cartes, aspect),
            Demande::Ouvrir { carte, cellule, titre } => self.open_behind(carte, cellule, titre),
            Demande::Copier(at) => self.copy_chart(at),
            Demande::Exporter => self.export(),
            Demande::Parcourir => self.browse_export(),
            Demande::Composer => self.compose(),
            Demande::Garder => self.keep_composed(),
            Demande::Retirer(at) => {
                if at < self.tableaux.indicateurs.len() {
                    self.tableaux.indicateurs.remove(at);
                    self.tableaux.ecran.seule = None;
                    self.keep_page();
                    self.recount();
                }
            }
            Demande::Donner { page } => self.give_page(page),
            Demande::Fermer => self.tableaux.ecran.dialogue = None,
        }
    }

    fn set_periode(&mut self, du: &str, au: &str, entree: bool) {
        let today = self.today();
        let read =
            |text: &str| if text.trim().is_empty() { Ok(None) } else { date::parse(text.trim(), today).map(Some) };
        let ecran = &mut self.tableaux.ecran;
        match (read(du), read(au)) {
            (Ok(Some(du)), Ok(Some(au))) if du > au => {
                "La période finit avant de commencer\u{a0}; corrigez l’une des deux dates"
                    .clone_into(&mut ecran.erreur_periode);
            }
            (Ok(du), Ok(au)) => {
                let filtre = Filtre { du, au, comparaison: None, criteres: ecran.filtre.criteres.clone() };
                let compared = ecran.filtre.comparaison.is_some() && du.is_some() && au.is_some();
                let filtre = if compared { filtre.compare_annee_precedente() } else { filtre };
                ecran.take_focus |= entree;
                if filtre == ecran.filtre {
                    ecran.show_periode();
                } else {
                    self.tableaux_asked(Demande::Filtrer(filtre));
                }
            }
            (Err(why), _) | (_, Err(why)) => ecran.erreur_periode = why,
        }
    }

    /// One job a chart: they appear as they are ready.
    fn draw_charts(&self, cartes: &[usize], aspect: Aspect) {
        let Some(ctx) = self.window.get().cloned() else { return };
        let ecran = &self.tableaux.ecran;
        let generation = ecran.generation;
        for at in cartes.iter().copied() {
            let Some(figure) = ecran.cartes.get(at).map(|carte| carte.figure.clone()) else { continue };
            let choisis = ecran.filtre.criteres.clone();
            let ctx = ctx.clone();
            let work = move || picture(&ctx, at, &figure, choisis, aspect, generation);
            self.long_task(work, move |app, rendu| match rendu {
                Ok(rendu) => app.tableaux.ecran.drawn(at, rendu),
                Err(error) => app.toasts.error(error.to_string()),
            });
        }
    }

    fn open_behind(&mut self, carte: usize, cellule: Vec<Critere>, titre: String) {
        let Some(faits) = self.tableaux.faits.clone() else { return };
        let Some(indicateur) = self.tableaux.indicateurs.get(carte).cloned() else { return };
        let filtre = self.tableaux.ecran.filtre.clone();
        self.ask(
            Sujet::DerriereFigure,
            move || faits.dossiers(&indicateur, &filtre, &cellule),
            move |app, ids| {
                if ids.is_empty() {
                    app.toasts.info("Aucun dossier n’est derrière ce chiffre");
                    return;
                }
                let choisis = Choisis::new(titre, ids);
                app.filter_grid(recherche::Filtre { choisis: Some(choisis), ..recherche::Filtre::default() });
                app.show_screen(Ecran::Dossiers);
            },
        );
    }

    /// The mark that has the keys: its dossiers.
    pub(super) fn open_marked(&mut self) {
        let ecran = &self.tableaux.ecran;
        let cellule = ecran.criteres(ecran.carte, ecran.zone);
        let Some(carte) = ecran.cartes.get(ecran.carte) else { return };
        let titre =
            ecran.dit().map_or_else(|| carte.figure.titre.clone(), |said| format!("{} – {said}", carte.figure.titre));
        self.open_behind(ecran.carte, cellule, titre);
    }

    fn copy_chart(&mut self, at: usize) {
        let Some(figure) = self.tableaux.ecran.cartes.get(at).map(|carte| carte.figure.clone()) else { return };
        let style = Style { choisis: self.tableaux.ecran.filtre.criteres.clone(), ..Style::default() };
        let work = move || -> std::result::Result<ColorImage, ErreurDessin> {
            let svg = dessiner(&figure, &style, crate::dashboards::dessin::Taille::default())?.svg;
            let pixels = rasteriser(&svg, 2.0)?;
            Ok(ColorImage::from_rgba_premultiplied([pixels.largeur, pixels.hauteur], &pixels.rgba))
        };
        self.ask(Sujet::Copie, work, |app, image| match image {
            Ok(image) => {
                if let Some(ctx) = app.window.get() {
                    ctx.copy_image(image);
                }
                app.toasts.info("Image du graphique copiée");
            }
            Err(error) => app.toasts.error(error.to_string()),
        });
    }

    /// Échap: what stands over the page, then the dates being typed, the enlarged chart, the last filter.
    pub(super) fn escape_tableaux(&mut self) {
        let ecran = &mut self.tableaux.ecran;
        if ecran.dialogue.take().is_some() || ecran.show_periode() || ecran.seule.take().is_some() {
            ecran.take_focus = true;
        } else if !ecran.filtre.criteres.is_empty() {
            let filtre = ecran.filtre.pop();
            ecran.take_focus = true;
            self.tableaux_asked(Demande::Filtrer(filtre));
        } else {
            ecran.take_focus = true;
        }
    }

    /// The dashboards' screen, for those who look at what it holds.
    pub const fn tableaux(&self) -> &EcranTableaux {
        &self.tableaux.ecran
    }

    /// The same, to type in a field that no key reaches.
    pub const fn tableaux_mut(&mut self) -> &mut EcranTableaux {
        &mut self.tableaux.ecran
    }
}

/// A chart as a picture that the screen can show.
fn picture(
    ctx: &Context,
    at: usize,
    figure: &Figure,
    choisis: Vec<Critere>,
    aspect: Aspect,
    generation: u64,
) -> std::result::Result<Rendu, ErreurDessin> {
    let style = Style { sombre: aspect.sombre, pied: Pied::Bref, sans_titre: false, choisis };
    let dessin = dessiner(figure, &style, aspect.taille)?;
    let pixels = rasteriser(&dessin.svg, aspect.echelle)?;
    let image = ColorImage::from_rgba_premultiplied([pixels.largeur, pixels.hauteur], &pixels.rgba);
    let texture = ctx.load_texture(format!("graphique-{at}"), image, TextureOptions::LINEAR);
    Ok(Rendu { texture, zones: dessin.zones, aspect, generation })
}
