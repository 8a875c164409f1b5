//! Text that is not saved yet, kept on this workstation: written, removed, offered back.

use std::time::{Duration, Instant};

use uuid::Uuid;

use super::App;
use super::reponses::Reponse;
use crate::domain::date;
use crate::domain::dossier::Brouillon;
use crate::storage::{self, StorageError};

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
        let clean = self.dossiers.iter().filter(|view| !view.unsaved() && self.drafts_written.contains_key(&view.id));
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
            self.draft_task(id, move || brouillons.write(id, &brouillon));
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

    /// A draft of a window that is no more becomes this one's, or goes.
    pub(super) fn decide_kept_draft(&self, id: Uuid, from: Uuid, restore: bool) {
        let Some(brouillons) = self.brouillons.clone() else { return };
        self.draft_task(
            id,
            move || {
                if restore { brouillons.take_over(id, from) } else { brouillons.give_up(id, from) }
            },
        );
    }

    /// Once saved, or given up.
    pub(super) fn remove_draft(&mut self, id: Uuid) {
        self.drafts_written.remove(&id);
        if let Some(brouillons) = self.brouillons.clone() {
            self.draft_task(id, move || brouillons.remove(id));
        }
    }

    /// Drafts go to the disk one after the other, in the order in which they were asked.
    fn draft_task(&self, id: Uuid, work: impl FnOnce() -> storage::Result<()> + Send + 'static) {
        self.draft_jobs.submit(move || {
            Reponse::work(None, work, move |app, done| {
                if let Err(error) = done {
                    // Tried again at the next second.
                    app.drafts_written.remove(&id);
                    app.not_kept(&error);
                }
            })
        });
    }

    pub(super) fn not_kept(&mut self, error: &StorageError) {
        self.toasts.error(format!(
            "Le texte non enregistré ne peut pas être gardé sur ce poste : enregistrez souvent. {error}"
        ));
    }
}
