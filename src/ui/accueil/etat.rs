//! What the home screen shows, and what it asks for.

use crate::domain::accueil::{Compteur, FiltreAccueil, Travail};

#[derive(Debug, Default)]
pub struct Accueil {
    pub filtre: FiltreAccueil,
    /// None until the base has answered.
    pub travail: Option<Travail>,
    /// The marked line.
    pub at: usize,
    pub take_focus: bool,
    pub scroll: bool,
    /// Dossiers with text that is not saved yet.
    pub drafts: usize,
}

#[derive(Clone, Debug)]
pub enum Demande {
    /// List one reason, one territory, or everything.
    Filter(FiltreAccueil),
    /// The Dossiers screen, with those behind this count.
    ShowBehind(Compteur),
    /// The dossiers that other territories offer.
    ShowOffers,
    /// The Dossiers screen, with those in this state.
    ShowState(String),
    /// The first open dossier with text that is not saved.
    ShowDraft,
}
