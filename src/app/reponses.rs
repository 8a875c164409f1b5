//! The answers of the jobs, and what each changes. Stale ones are dropped.

use uuid::Uuid;

use super::App;
use super::ecrans::{Ecran, base_label};
use crate::domain::dossier::Brouillon;
use crate::domain::liste::EditListe;
use crate::domain::recherche::Page;
use crate::domain::{Lu, Parametres};
use crate::jobs::Ticket;
use crate::storage::{Base, Brouillons, Result, StorageError};
use crate::ui::cadre::Liaison;
use crate::ui::dossier::DossierView;
use crate::ui::ouverture::Attend;
use crate::ui::parametres::EcranParametres;

/// A base that was opened, with what its first screen needs.
pub(super) struct Ouverte {
    pub base: Base,
    pub parametres: Parametres,
    pub page: Page,
    pub brouillons: Option<Brouillons>,
    pub kept: Vec<(Uuid, Brouillon)>,
    /// Letters that a cut window left, given back: how many, and why the others could not be.
    pub lettres: (usize, Option<StorageError>),
}

/// What an answer is about: of two on the same subject, only the last one asked for counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sujet {
    Base,
    Page(u64),
    Connus,
    Historique(Uuid),
    Entourage(Uuid),
    Valeurs,
    Populations,
    Parametres,
    Versions,
    Travail,
    Derriere,
    Offres,
    Selection,
    ExportGrille,
    Lot,
    Vues,
    Enfant,
    Recherche,
    Modeles,
    Courriers,
    Registre,
    Journal(u64),
    JournalPersonnes,
    JournalDetail,
    EtatBase,
    Comptes,
    CourriersDuDossier(Uuid),
    Apercu,
    Vu,
    Essai,
    VersionsModele,
    Faits,
    Figures,
    DerriereFigure,
    Copie,
    Export,
}

impl Sujet {
    /// May it take long? Then it has its own threads: no save, no opening waits behind it.
    const fn long(self) -> bool {
        matches!(
            self,
            Self::ExportGrille
                | Self::Lot
                | Self::Courriers
                | Self::EtatBase
                | Self::Faits
                | Self::Figures
                | Self::DerriereFigure
                | Self::Copie
                | Self::Export
        )
    }
}

type Effet = Box<dyn FnOnce(&mut App) + Send>;

/// What a piece of work changes once it is done, on the screen's thread.
pub(super) struct Reponse {
    sujet: Option<Sujet>,
    effet: Effet,
}

impl Reponse {
    pub fn panic(why: String) -> Self {
        Self { sujet: None, effet: Box::new(move |app| app.panicked(&why)) }
    }

    /// The work, then what its answer changes.
    pub fn work<T>(
        sujet: Option<Sujet>,
        work: impl FnOnce() -> T,
        then: impl FnOnce(&mut App, T) + Send + 'static,
    ) -> Self
    where
        T: Send + 'static,
    {
        let answer = work();
        Self { sujet, effet: Box::new(move |app| then(app, answer)) }
    }
}

impl App {
    /// Does the work off the screen's thread, then `then` with its answer, whatever else was asked for since.
    pub(super) fn task<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut Self, T) + Send + 'static,
    ) {
        self.jobs.submit(move || Reponse::work(None, work, then));
    }

    /// The same for what may take long: an export, a chart, a takeover. No save waits behind it.
    pub(super) fn long_task<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut Self, T) + Send + 'static,
    ) {
        self.long_jobs.submit(move || Reponse::work(None, work, then));
    }

    /// A dialog of the system: it may stay open while everything else goes on.
    pub(super) fn dialog<T: Send + 'static>(
        &self,
        choose: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut Self, T) + Send + 'static,
    ) {
        self.jobs.apart(move || Reponse::work(None, choose, then));
    }

    /// As [`App::task`], for what one looks at: the answer is dropped when something newer was asked for on that subject.
    pub(super) fn ask<T: Send + 'static>(
        &mut self,
        sujet: Sujet,
        work: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut Self, T) + Send + 'static,
    ) {
        let jobs = if sujet.long() { &self.long_jobs } else { &self.jobs };
        let ticket = jobs.submit(move || Reponse::work(Some(sujet), work, then));
        self.tickets.insert(sujet, ticket);
    }

    /// Is the answer of the last work on that subject still to come?
    pub(super) fn awaited(&self, sujet: Sujet) -> bool {
        self.tickets.contains_key(&sujet)
    }

    pub(super) fn receive(&mut self, ticket: Ticket, reponse: Reponse) {
        if let Some(sujet) = reponse.sujet {
            if self.tickets.get(&sujet) != Some(&ticket) {
                return;
            }
            self.tickets.remove(&sujet);
        }
        (reponse.effet)(self);
    }

    fn panicked(&mut self, why: &str) {
        self.ouverture.busy.clear();
        self.dossiers.iter_mut().for_each(DossierView::not_saved);
        self.toasts.error(format!(
            "Une opération a échoué ({why}) ; votre texte est gardé, réessayez et signalez-le à l’administrateur"
        ));
    }

    /// The value, or a message. A lost line is told below the screen too.
    pub(super) fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => {
                self.base_answers();
                Some(value)
            }
            Err(error) => {
                self.failed(&error);
                None
            }
        }
    }

    pub(super) fn failed(&mut self, error: &StorageError) {
        if let StorageError::Offline(why) = error {
            self.liaison = Liaison::Lost(why.clone());
        }
        self.toasts.error(error.to_string());
    }

    pub(super) fn base_opened(&mut self, result: Result<Ouverte>) {
        self.ouverture.busy.clear();
        match result {
            Err(error) => {
                self.ouverture.attend = match error {
                    StorageError::WrongPassword => Attend::MotDePasse,
                    StorageError::PassphraseNeeded | StorageError::WrongPassphrase => Attend::Phrase,
                    _ => Attend::Rien,
                };
                self.ouverture.error = error.to_string();
                self.ecran = Ecran::Ouverture;
            }
            Ok(Ouverte { base, parametres, page, brouillons, kept, lettres }) => {
                self.preferences.base = base.cible().adresse();
                self.preferences.write();
                self.ouverture.phrase.clear();
                self.ouverture.phrase_again.clear();
                self.ouverture.mot_de_passe.clear();
                self.parametres = parametres;
                self.brouillons = brouillons;
                self.dossiers.clear();
                self.atelier = super::courriers::Atelier::default();
                self.administration = super::administration::Administration::default();
                self.tableaux = super::tableaux::Tableaux::default();
                self.chantier = super::reprise::Chantier::default();
                self.tickets.clear();
                self.pages_asked.clear();
                self.accueil = crate::ui::accueil::Accueil::default();
                self.grille = crate::ui::dossiers::Grille::default();
                self.enfant = crate::ui::enfant::PageEnfant::default();
                self.lot.clear();
                self.grille.take_focus = true;
                self.grille.receive(page);
                self.liaison = Liaison::Open;
                if base.lecture_seule() {
                    self.toasts.error(
                        "Base ouverte en lecture seule\u{a0}: tout se lit, rien ne s’enregistre. Pour écrire, ouvrez-la depuis un compte qui en a le droit, ou une copie",
                    );
                }
                self.saved =
                    if base.lecture_seule() { String::new() } else { format!("{} ouverte", base_label(&base)) };
                self.read_communes(&base);
                self.listen(&base);
                self.ecran_parametres = EcranParametres::default();
                self.ecran_parametres.lecture = !base.droits().tient_listes();
                self.base = Some(base);
                self.first_screen();
                self.kept = kept;
                self.offer_drafts();
                self.drafts_refused.clear();
                if self.brouillons.is_none() && !self.base.as_ref().is_some_and(Base::lecture_seule) {
                    self.toasts.alert(
                        "Le texte non enregistré ne peut pas être gardé sur ce poste\u{a0}: enregistrez souvent (Ctrl+S), et prévenez l’administrateur",
                    );
                }
                self.letters_given_back(lettres);
            }
        }
    }

    pub(super) fn dossier_read(&mut self, id: Uuid, lu: Result<Option<Lu>>, conflict: bool) {
        let Some(lu) = self.take(lu) else {
            self.dossiers.iter_mut().filter(|view| view.id == id).for_each(DossierView::not_saved);
            return;
        };
        let Some(lu) = lu else {
            self.dossiers.iter_mut().filter(|view| view.id == id).for_each(DossierView::not_saved);
            self.toasts
                .error("Ce dossier n’est plus dans la base, ou vous n’y avez pas droit ; actualisez la liste (F5)");
            return;
        };
        if !conflict {
            if !self.dossiers.iter().any(|view| view.id == id) {
                self.dossiers.push(DossierView::read(lu));
            }
            let at = self.dossiers.iter().position(|view| view.id == id).unwrap_or_default();
            self.carry_out_open(at);
            return;
        }
        let by = lu.trace.modifie_par.clone();
        let Some(at) = self.dossiers.iter().position(|view| view.id == id) else { return };
        let Some(view) = self.dossiers.get_mut(at) else { return };
        let (dirty, moved) = (view.dirty, view.loaded != lu.dossier);
        let close = view.suite.take().is_some_and(|suite| suite.close);
        view.conflict(lu);
        let clashes = view.clashes.len();
        if !dirty {
            self.toasts.info(if moved {
                format!("Dossier relu ; {by} l’avait changé")
            } else {
                "Dossier relu ; rien n’a changé".to_owned()
            });
        } else if clashes == 0 {
            self.toasts.info(format!("{by} avait enregistré entre-temps ; les deux saisies ont été réunies"));
            self.save(at, close);
        } else {
            self.toasts.error(format!("{by} a changé les mêmes champs ({clashes}) ; les deux textes sont gardés, choisissez lequel reste puis enregistrez"));
        }
    }

    pub(super) fn liste_edited(&mut self, edit: &EditListe, result: Result<usize>) {
        let Some(changed) = self.take(result) else { return };
        if matches!(edit, EditListe::Merge { .. }) {
            self.toasts.info(format!("Valeurs fusionnées ; {changed} ligne(s) de dossier modifiée(s)"));
            self.refresh_grid();
        } else {
            self.toasts.info("Liste mise à jour");
        }
        if matches!(edit, EditListe::Fields { liste, .. } | EditListe::SetActive { liste, .. } if liste == "delai") {
            self.reckon_again();
        }
        self.read_valeurs();
        self.read_parametres();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};

    use super::super::Options;
    use super::*;

    #[test]
    fn no_save_waits_behind_dialogs_that_stay_open_nor_behind_exports() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().to_owned();
        let mut app = App::start(Options { base: None, config: folder.clone(), data: folder, today: Default::default });
        let (end, stuck) = channel::<()>();
        let stuck = Arc::new(Mutex::new(stuck));
        let until_the_end = |stuck: &Arc<Mutex<Receiver<()>>>| {
            let stuck = Arc::clone(stuck);
            move || drop(stuck.lock().map(|stuck| stuck.recv()))
        };
        for _ in 0..3 {
            app.dialog(until_the_end(&stuck), |_, ()| {});
            app.long_task(until_the_end(&stuck), |_, ()| {});
            app.ask(Sujet::ExportGrille, until_the_end(&stuck), |_, ()| {});
            app.ask(Sujet::Lot, until_the_end(&stuck), |_, ()| {});
        }
        let (tell, told) = channel();
        app.task(|| "enregistré", move |_, saved| tell.send(saved).unwrap());
        let start = Instant::now();
        let saved = loop {
            for (ticket, reponse) in app.answers() {
                app.receive(ticket, reponse);
            }
            match told.try_recv() {
                Ok(saved) => break saved,
                Err(_) => assert!(start.elapsed() < Duration::from_secs(20), "the save waits"),
            }
        };
        assert_eq!(saved, "enregistré");
        assert!(app.working(), "the exports still run");
        drop(end);
    }
}
