//! Text that is not saved yet, kept on this workstation: written, removed, offered back.

use std::time::{Duration, Instant};

use uuid::Uuid;

use super::App;
use super::reponses::Reponse;
use crate::domain::date;
use crate::domain::dossier::Brouillon;
use crate::storage::{Result, StorageError};
use crate::ui::dossier::DossierView;
use crate::ui::question::{Question, Sort, TexteGarde};

/// Between two writes of a draft: with the time of a frame and of the disk, within the second.
const DRAFT_EVERY: Duration = Duration::from_millis(700);

impl App {
    /// Unsaved text goes to its encrypted file about every second.
    pub(super) fn write_drafts(&mut self) {
        let Some(brouillons) = self.brouillons.clone() else { return };
        if self.last_draft.elapsed() < DRAFT_EVERY {
            return;
        }
        // Undone back to what is saved: there is nothing to offer at the next start.
        let held = |id: &Uuid| self.drafts_written.contains_key(id) || self.drafts_refused.contains(id);
        let clean = self.dossiers.iter().filter(|view| !view.unsaved() && held(&view.id));
        for id in clean.map(|view| view.id).collect::<Vec<_>>() {
            self.remove_draft(id);
        }
        for view in self.dossiers.iter().filter(|view| view.unsaved()) {
            if self.drafts_written.get(&view.id) == Some(&view.revision) {
                continue;
            }
            self.last_draft = Instant::now();
            self.drafts_written.insert(view.id, view.revision);
            let brouillon = Brouillon {
                draft: view.to_keep(),
                loaded: view.loaded.fiches.clone(),
                place: view.place(),
                quand: date::store_instant(chrono::Utc::now()),
                fenetre: brouillons.fenetre(),
                demande: view.attente.is_some(),
            };
            let (id, brouillons) = (view.id, brouillons.clone());
            self.draft_task(
                move || brouillons.write(id, &brouillon),
                move |app, written| app.draft_written(id, written),
            );
        }
        self.write_letter_drafts(&brouillons);
    }

    /// How long until text that no draft holds yet is to be written.
    pub(super) fn draft_due(&self) -> Option<Duration> {
        let waits = self
            .dossiers
            .iter()
            .any(|view| view.unsaved() && self.drafts_written.get(&view.id) != Some(&view.revision));
        let waits = waits || self.atelier.empreinte() != self.atelier.ecrite;
        (waits && self.brouillons.is_some()).then(|| DRAFT_EVERY.saturating_sub(self.last_draft.elapsed()))
    }

    fn draft_written(&mut self, id: Uuid, written: Result<()>) {
        let news = match written {
            Ok(()) => self.drafts_refused.remove(&id),
            Err(error) => {
                // Tried again at the next second.
                self.drafts_written.remove(&id);
                let first = self.drafts_refused.insert(id);
                if first {
                    self.not_kept(&error);
                }
                first
            }
        };
        // Who is being asked whether to quit is told the truth of now.
        if news && matches!(self.question, Some(Question::Quit { .. })) {
            self.question = self.quit_question();
        }
    }

    /// Is what is typed in that dossier on this workstation's disk, or about to be?
    pub(super) fn keeps(&self, id: Uuid) -> bool {
        self.brouillons.is_some() && !self.drafts_refused.contains(&id)
    }

    pub(super) fn keeps_all(&self) -> bool {
        self.keeps_letters() && self.dossiers.iter().all(|view| self.keeps(view.id))
    }

    /// Once saved, or given up.
    pub(super) fn remove_draft(&mut self, id: Uuid) {
        self.drafts_written.remove(&id);
        self.drafts_refused.remove(&id);
        if let Some(brouillons) = self.brouillons.clone() {
            self.draft_task(move || brouillons.remove(id), Self::draft_removed);
        }
    }

    fn draft_removed(&mut self, done: Result<()>) {
        if let Err(error) = done {
            self.toasts.error(format!(
                "Un texte gardé sur ce poste n’a pas pu en être retiré\u{a0}; il vous sera proposé au prochain démarrage. {error}"
            ));
        }
    }

    /// Drafts go to the disk one after the other, in the order in which they were asked.
    fn draft_task(
        &self,
        work: impl FnOnce() -> Result<()> + Send + 'static,
        then: impl FnOnce(&mut Self, Result<()>) + Send + 'static,
    ) {
        self.draft_jobs.submit(move || Reponse::work(None, work, then));
    }

    pub(super) fn not_kept(&mut self, error: &StorageError) {
        self.toasts.error(format!(
            "Le texte non enregistré ne peut pas être gardé sur ce poste : enregistrez souvent. {error}"
        ));
    }

    /// Texts of windows that are no more, each named: nobody gives up what they cannot see.
    pub(super) fn offer_drafts(&mut self) {
        let textes: Vec<TexteGarde> = self
            .kept
            .iter()
            .map(|(dossier, brouillon)| TexteGarde {
                dossier: *dossier,
                nom: DossierView::restore(*dossier, brouillon.clone()).nom(),
                quand: date::format_instant(&brouillon.quand).replace(' ', " à "),
                choisi: true,
            })
            .collect();
        if !textes.is_empty() {
            self.question = Some(Question::Drafts { textes, abandon: false });
        }
    }

    /// What was said of these texts; the others stay as they are.
    pub(super) fn drafts_decided(&mut self, dossiers: &[Uuid], sort: Sort) {
        let kept = std::mem::take(&mut self.kept);
        let (decided, left) = kept.into_iter().partition(|(dossier, _)| dossiers.contains(dossier));
        self.kept = left;
        match sort {
            Sort::Reprendre => self.restore_drafts(decided),
            Sort::Abandonner => {
                self.give_up_drafts(decided);
                self.offer_drafts();
            }
            // Settled by the question itself.
            Sort::AbandonnerPeutEtre | Sort::Choisir => self.kept.extend(decided),
        }
    }

    fn give_up_drafts(&mut self, drafts: Vec<(Uuid, Brouillon)>) {
        let Some(brouillons) = &self.brouillons else { return };
        for (dossier, brouillon) in drafts {
            let brouillons = brouillons.clone();
            self.draft_task(move || brouillons.give_up(dossier, brouillon.fenetre), Self::draft_removed);
        }
    }

    fn restore_drafts(&mut self, drafts: Vec<(Uuid, Brouillon)>) {
        for (id, brouillon) in drafts {
            if let Some(brouillons) = self.brouillons.clone() {
                let from = brouillon.fenetre;
                self.draft_task(move || brouillons.take_over(id, from), Self::draft_removed);
            }
            let asked = brouillon.demande;
            let view = DossierView::restore(id, brouillon);
            if !view.dirty {
                self.drafts_written.insert(id, view.revision);
            }
            self.dossiers.push(view);
            if asked {
                self.save(self.dossiers.len() - 1, false);
            }
        }
        if self.dossiers.is_empty() {
            return;
        }
        self.carry_out_open(self.dossiers.len() - 1);
        self.toasts.info("Votre saisie est revenue\u{a0}; enregistrez-la (Ctrl+S)");
        self.drafts_for_later();
    }

    /// Those of which nothing was decided.
    pub(super) fn drafts_for_later(&mut self) {
        let told = match self.kept.len() {
            0 => return,
            1 => "Un texte reste gardé sur ce poste\u{a0}; il vous sera proposé au prochain démarrage".to_owned(),
            many => {
                format!(
                    "{many} textes restent gardés sur ce poste\u{a0}; ils vous seront proposés au prochain démarrage"
                )
            }
        };
        self.toasts.alert(told);
    }
}
