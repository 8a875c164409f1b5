//! What [`Base`] does for the follow-up: persons merged, dossiers handed over, what is due, what is found.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::accueil::{Compteur, FiltreAccueil, Travail};
use crate::domain::alerte::Entourage;
use crate::domain::passation::Passation;
use crate::domain::trouvaille::Trouvaille;

use super::base::Base;
use super::save::in_transaction;
use super::{Result, accueil, echeances, entourage, fusions, passations, recherche};

impl Base {
    /// Two persons are one: what hung on `absorbe` hangs on `garde`. Gives the name to undo it by.
    pub fn merge_children(&self, garde: Uuid, absorbe: Uuid, motif: &str) -> Result<Uuid> {
        self.with(|c| in_transaction(c, |c| fusions::merge(c, garde, absorbe, motif)))
    }

    /// They are two again; nothing of either is lost.
    pub fn unmerge_children(&self, fusion: Uuid) -> Result<()> {
        self.with(|c| in_transaction(c, |c| fusions::unmerge(c, fusion)))
    }

    /// Asks another territory to take a dossier.
    pub fn ask_handover(&self, dossier: Uuid, vers: &str, motif: &str) -> Result<Uuid> {
        self.with(|c| in_transaction(c, |c| passations::ask(c, dossier, vers, motif)))
    }

    /// Takes it, or says why not.
    pub fn answer_handover(&self, passation: Uuid, accepted: bool, reponse: &str) -> Result<()> {
        self.with(|c| in_transaction(c, |c| passations::answer(c, passation, accepted, reponse)))
    }

    /// Takes back what was asked.
    pub fn withdraw_handover(&self, passation: Uuid, motif: &str) -> Result<()> {
        self.with(|c| in_transaction(c, |c| passations::withdraw(c, passation, motif)))
    }

    /// The dossiers that other territories offer and that this person may take or refuse.
    pub fn offers(&self) -> Result<Vec<Passation>> {
        self.read(|c| passations::read(c, None))
    }

    /// What stands around a dossier: other informations, the same address, wishes of territories.
    pub fn entourage(&self, dossier: Uuid) -> Result<Entourage> {
        self.read(|c| entourage::read(c, dossier))
    }

    /// What there is to do, the first due first.
    pub fn travail(&self, filtre: &FiltreAccueil, today: NaiveDate) -> Result<Travail> {
        self.read(|c| accueil::read(c, filtre, today))
    }

    /// The dossiers that a counter of the home screen counts.
    pub fn dossiers_behind(&self, compteur: Compteur, filtre: &FiltreAccueil, today: NaiveDate) -> Result<Vec<Uuid>> {
        self.read(|c| accueil::behind(c, compteur, filtre, today))
    }

    /// Reckons every deadline again; gives how many dossiers were read and how many deadlines wait.
    pub fn recompute_echeances(&self) -> Result<(usize, usize)> {
        self.with(|c| in_transaction(c, echeances::recompute))
    }

    /// What is in the base of this text, at once: exact, beginning, or of the same sound.
    pub fn search(&self, texte: &str) -> Result<Vec<Trouvaille>> {
        self.read(|c| recherche::search(c, texte))
    }

    /// What is in the base one typing error away.
    pub fn search_near(&self, texte: &str) -> Result<Vec<Trouvaille>> {
        self.read(|c| recherche::near(c, texte))
    }
}
