//! What the grid shows, what was read of it, and what it asks for.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::lot::Lot;
use crate::domain::recherche::{Choisis, Colonne, Filtre, Ligne, Ordre, Page};
use crate::domain::vue::{Vue, VueGardee};

/// Rows read together.
pub const PAGE: u64 = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatExport {
    Csv,
    Xlsx,
}

#[derive(Clone, Debug)]
pub enum Demande {
    /// Other conditions, order or columns.
    Vue(Box<Vue>),
    /// All dossiers again, not only those chosen elsewhere.
    Tous,
    /// Every row from this one to that one.
    Plage(u64, u64),
    /// Every row of the result.
    Tout,
    Copier,
    Exporter(FormatExport),
    Lot(Lot),
    /// What is being done stops, and leaves things as they were.
    Arreter,
    /// What the last lot changed, as it was.
    AnnulerLot,
    OuvrirVue(Uuid),
    /// Under that name, for oneself or for all.
    GarderVue {
        nom: String,
        partagee: bool,
    },
    SupprimerVue(Uuid),
    LireVues,
}

/// What stands over the grid.
#[derive(Clone, Debug, PartialEq)]
pub enum Panneau {
    /// Every condition, shown column or not.
    Filtres,
    Colonnes,
    Vues {
        nom: String,
        partagee: bool,
    },
    Attribuer {
        service: String,
        nature: String,
    },
    Etape,
    /// What was left as it was, dossier by dossier.
    Refus {
        titre: String,
        refus: Vec<(String, String)>,
    },
}

#[derive(Default)]
pub struct Grille {
    pub vue: Vue,
    /// These dossiers alone.
    pub choisis: Option<Choisis>,
    pub total: Option<u64>,
    pages: HashMap<u64, Vec<Ligne>>,
    /// Those that may no longer be what the base holds: shown until they are read again.
    old: BTreeSet<u64>,
    /// The marked row.
    pub at: u64,
    /// The first row that is seen, and how much of it has slid away.
    pub(super) top: f64,
    /// How far the columns that slide have slid.
    pub(super) left: f32,
    pub(super) show_at: bool,
    /// Rows that are seen.
    pub(super) seen: u64,
    /// The grid should take the keys.
    pub take_focus: bool,
    pub focus_search: bool,
    /// The keys are the grid's now, not the search's.
    pub has_keys: bool,
    /// The dossiers that a lot or a copy is about; the marked one when there is none.
    pub selection: BTreeSet<Uuid>,
    /// Where a stretch of rows begins.
    pub(super) anchor: Option<u64>,
    /// Conditions that could not be understood, by column.
    pub wrong: Vec<(Colonne, String)>,
    pub panneau: Option<Panneau>,
    pub vues: Vec<VueGardee>,
    pub vue_ouverte: Option<Uuid>,
    /// What is being done, when it takes long, and how many dossiers it has done, of how many.
    pub busy: String,
    pub fait: (usize, usize),
    /// How many dossiers the last lot changed, while that can be undone.
    pub lot: Option<usize>,
}

impl Grille {
    /// What was read is of another question.
    pub fn forget(&mut self) {
        self.pages.clear();
        self.old.clear();
    }

    /// Everything is to be read again; what is shown stays until then.
    pub fn outdate(&mut self) {
        self.old = self.pages.keys().copied().collect();
    }

    /// Must the page of this row be read?
    pub(super) fn wants(&self, at: u64) -> bool {
        let page = at / PAGE;
        !self.pages.contains_key(&page) || self.old.contains(&page)
    }

    pub fn receive(&mut self, page: Page) {
        self.total = Some(page.total);
        self.at = self.at.min(page.total.saturating_sub(1));
        self.old.remove(&(page.from / PAGE));
        self.pages.insert(page.from / PAGE, page.lignes);
        // What one has not looked at for long is let go.
        if self.pages.len() > 200 {
            let here = self.at / PAGE;
            self.pages.retain(|page, _| page.abs_diff(here) < 50);
        }
    }

    /// What is asked of the base; what could not be understood is kept to be told.
    pub fn asked(&mut self, today: NaiveDate) -> (Filtre, Ordre) {
        let (mut filtre, wrong) = self.vue.filtre(today);
        filtre.choisis.clone_from(&self.choisis);
        self.wrong = wrong;
        (filtre, self.vue.ordre.clone())
    }

    /// From the first row again, nothing chosen.
    pub fn restart(&mut self) {
        self.at = 0;
        self.top = 0.0;
        self.selection.clear();
        self.anchor = None;
        self.forget();
    }

    pub fn row(&self, at: u64) -> Option<&Ligne> {
        self.pages.get(&(at / PAGE))?.get(usize::try_from(at % PAGE).ok()?)
    }

    /// Those chosen, or the marked one.
    pub fn chosen(&self) -> Vec<Uuid> {
        if self.selection.is_empty() {
            return self.row(self.at).map(|ligne| ligne.id).into_iter().collect();
        }
        self.selection.iter().copied().collect()
    }

    /// The rows between these two, if all of them were read.
    pub(super) fn stretch(&self, from: u64, to: u64) -> Option<BTreeSet<Uuid>> {
        (from.min(to)..=from.max(to)).map(|at| self.row(at).map(|ligne| ligne.id)).collect()
    }
}
