//! A save: asked for, checked, on its way, told; and asked for again while one is on its way.

use uuid::Uuid;

use super::App;
use crate::domain::{DossierDraft, Lu, parse};
use crate::storage::{Result, StorageError};
use crate::ui::dossier::{Attente, Part};

impl App {
    /// Checks what is typed, and saves it; errors stand beside their fields and the first takes the focus.
    pub(super) fn save(&mut self, at: usize, close: bool) {
        let Some(view) = self.dossiers.get_mut(at) else { return };
        if view.saving {
            // Remembered with what was typed by then: done when the one on its way is told.
            let close = close || view.suite.as_ref().is_some_and(|suite| suite.close);
            view.suite = Some(Attente { draft: view.draft.clone(), close });
        } else if view.dirty {
            let draft = view.draft.clone();
            self.save_draft(at, draft, close);
        } else if close {
            self.drop_view(at);
        } else {
            self.toasts.info("Rien de nouveau à enregistrer");
        }
    }

    /// As [`App::save`], of what was typed when the save was asked for.
    pub(super) fn save_draft(&mut self, at: usize, draft: DossierDraft, close: bool) {
        let (today, parametres) = (self.today(), self.parametres.clone());
        let (Some(base), Some(view)) = (self.base.clone(), self.dossiers.get_mut(at)) else { return };
        match parse::parse(&draft, &view.loaded, &parametres, today) {
            Err(errors) => {
                view.attente = None;
                let first = errors.first().map(|error| (error.fiche, error.cle));
                let count = errors.len();
                view.errors = errors;
                if let Some((fiche, cle)) = first {
                    view.go_to(fiche, cle);
                }
                let told = if count == 1 {
                    "Un champ est à corriger\u{a0}; rien n’est perdu, il est entouré de rouge".to_owned()
                } else {
                    format!("{count} champs sont à corriger\u{a0}; rien n’est perdu, ils sont entourés de rouge")
                };
                self.toasts.error(told);
            }
            Ok(after) => {
                view.saving = true;
                view.errors.clear();
                let (id, before) = (view.id, view.loaded.clone());
                self.task(
                    move || base.save(&before, &after),
                    move |app, result| app.dossier_saved(id, &draft, result, close),
                );
            }
        }
    }

    pub(super) fn read_again_after_conflict(&self, id: Uuid) {
        let Some(base) = self.base.clone() else { return };
        self.task(move || base.dossier(id), move |app, lu| app.dossier_read(id, lu, true));
    }

    fn dossier_saved(&mut self, id: Uuid, sent: &DossierDraft, result: Result<Lu>, close: bool) {
        let Some(at) = self.dossiers.iter().position(|view| view.id == id) else { return };
        if result.is_ok() {
            self.base_answers();
        }
        let Some(view) = self.dossiers.get_mut(at) else { return };
        match result {
            Err(StorageError::Conflict) => {
                // Once theirs is read and nothing clashes, it is saved again, and closed if that was asked.
                let close = close || view.suite.as_ref().is_some_and(|suite| suite.close);
                view.suite = Some(Attente { draft: sent.clone(), close });
                self.read_again_after_conflict(id);
            }
            Err(error @ (StorageError::Offline(_) | StorageError::Busy)) => {
                let last = view.suite.take().unwrap_or_else(|| Attente { draft: sent.clone(), close });
                self.save_later(id, last, &error);
            }
            Err(error) => {
                let suite = view.suite.take();
                view.not_saved();
                view.attente = None;
                self.failed(&error);
                if let Some(suite) = suite.filter(|suite| suite.draft != *sent) {
                    self.save_draft(at, suite.draft, suite.close);
                }
            }
            Ok(lu) => {
                view.saved(lu, sent);
                let (dirty, numero, on_history) = (view.dirty, view.titre(), view.part == Part::Historique);
                let suite = view.suite.take();
                let more = suite.as_ref().is_some_and(|suite| view.differs(&suite.draft));
                let close = close || suite.as_ref().is_some_and(|suite| suite.close);
                self.saved = format!("{numero} enregistré à {}", chrono::Local::now().format("%H:%M"));
                self.toasts.info(format!("Dossier {numero} enregistré"));
                if !dirty {
                    self.remove_draft(id);
                }
                self.refresh_grid();
                self.facts_changed(Some(id));
                if let Some(suite) = suite.filter(|_| more) {
                    self.save_draft(at, suite.draft, suite.close);
                }
                self.read_what_changed();
                if close && !dirty {
                    self.drop_view(at);
                } else {
                    if on_history {
                        self.read_historique();
                    }
                    self.read_entourage();
                }
            }
        }
    }
}
