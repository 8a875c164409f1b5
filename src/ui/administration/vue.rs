//! What the Administration screen shows, and what it asks for.

use std::collections::HashMap;

use super::vue_comptes::EcranComptes;
use crate::domain::journal::{DetailJournal, FiltreJournal, LigneJournal, PageJournal};
use crate::ui::widgets::Ton;

/// Lines of the journal read together.
pub const PAGE: u64 = 100;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum Partie {
    Comptes,
    #[default]
    Journal,
    Etat,
}

impl Partie {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Comptes => "Comptes",
            Self::Journal => "Journal",
            Self::Etat => "État de la base",
        }
    }
}

#[derive(Debug, Default)]
pub struct EcranAdministration {
    pub partie: Partie,
    pub comptes: EcranComptes,
    pub journal: EcranJournal,
    /// Each finding with its mark, the gravest first.
    pub etat: Option<Vec<(Ton, String)>>,
    /// Parts that this person may not see.
    pub caches: Vec<Partie>,
    /// May this person take over an old base?
    pub reprise: bool,
    /// The chosen part takes the keys.
    pub take_focus: bool,
}

impl EcranAdministration {
    pub fn shows(&self, partie: Partie) -> bool {
        !self.caches.contains(&partie)
    }
}

/// The chain as it was last found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Verification {
    #[default]
    Never,
    Running {
        done: u64,
        of: u64,
    },
    Sound(String),
    Broken(String),
}

#[derive(Debug, Default)]
pub struct EcranJournal {
    pub filtre: FiltreJournal,
    /// As typed.
    pub numero: String,
    pub du: String,
    pub au: String,
    /// What is wrong with what was typed.
    pub erreur: String,
    pub personnes: Vec<String>,
    pub total: Option<u64>,
    pages: HashMap<u64, Vec<LigneJournal>>,
    /// The marked line.
    pub at: u64,
    pub scroll_to: Option<u64>,
    /// The line whose texts are shown; none of them yet while they are read.
    pub detail: Option<(LigneJournal, Option<DetailJournal>)>,
    pub verification: Verification,
    /// A head that was kept elsewhere, as pasted.
    pub tete: String,
    pub fichier: String,
    /// What is being written, and how much of it is.
    pub busy: String,
    /// The grid takes the keys.
    pub take_focus: bool,
}

impl EcranJournal {
    pub fn forget(&mut self) {
        self.pages.clear();
        self.total = None;
        self.at = 0;
    }

    /// Are all lines asked for?
    pub fn filtre_vide(&self) -> bool {
        self.filtre == FiltreJournal::default()
    }

    pub fn receive(&mut self, page: PageJournal) {
        self.total = Some(page.total);
        self.at = self.at.min(page.total.saturating_sub(1));
        // What one has not looked at for long is let go.
        if self.pages.len() > 200 {
            let here = self.at / PAGE;
            self.pages.retain(|page, _| page.abs_diff(here) < 50);
        }
        self.pages.insert(page.from / PAGE, page.lignes);
    }

    pub fn row(&self, at: u64) -> Option<&LigneJournal> {
        self.pages.get(&(at / PAGE))?.get(usize::try_from(at % PAGE).ok()?)
    }
}

#[derive(Clone, Debug)]
pub enum Demande {
    Partie(Partie),
    /// The filters as typed.
    Filtrer,
    /// Every line again.
    Vider,
    Page(u64),
    Detail(u64),
    FermerDetail,
    OuvrirDossier(uuid::Uuid),
    Verifier,
    Arreter,
    CopierTete,
    Exporter,
    Parcourir,
    Actualiser,
    NouveauCompte,
    ChoisirCompte(String),
    EnregistrerCompte,
    AbandonnerCompte,
    FermerCompte,
    RouvrirCompte,
    MotDePasse,
}
