//! The answers of the jobs, and what each changes. Stale ones are dropped.

use std::path::PathBuf;
use std::sync::Arc;

use uuid::Uuid;

use super::application::{App, Ecran, Sujet, base_label};
use crate::domain::changement::Changement;
use crate::domain::dossier::Brouillon;
use crate::domain::enfant::{self, EnfantConnu};
use crate::domain::liste::{EditListe, ValeurDetail};
use crate::domain::parametres::Commune;
use crate::domain::recherche::Page;
use crate::domain::{DossierDraft, Lu, Parametres};
use crate::jobs::Ticket;
use crate::storage::{Base, Brouillons, Result, StorageError};
use crate::ui::cadre::Liaison;
use crate::ui::dossier::{DossierView, Part};
use crate::ui::question::Question;

/// A base that was opened, with what its first screen needs.
pub(super) struct Ouverte {
    pub base: Base,
    pub parametres: Parametres,
    pub page: Page,
    pub brouillons: Option<Brouillons>,
    pub kept: Vec<(Uuid, Brouillon)>,
}

pub(super) enum Reponse {
    Base(Box<Result<Ouverte>>),
    Communes(Result<Vec<Commune>>),
    Page(u64, Result<Page>),
    Dossier { id: Uuid, lu: Result<Option<Lu>>, conflict: bool },
    Saved { id: Uuid, sent: Box<DossierDraft>, result: Box<Result<Lu>>, close: bool },
    Historique(Uuid, Result<Vec<Changement>>),
    Connus(Uuid, Result<Vec<EnfantConnu>>),
    Valeurs(String, Result<Vec<ValeurDetail>>),
    Parametres(Result<Parametres>),
    ListeEdited(EditListe, Result<usize>),
    DraftWritten(Uuid, Result<()>),
    Path(Option<PathBuf>),
    Panique(String),
}

impl App {
    fn is_last(&self, sujet: Sujet, ticket: Ticket) -> bool {
        self.tickets.get(&sujet) == Some(&ticket)
    }

    pub(super) fn receive(&mut self, ticket: Ticket, reponse: Reponse) {
        match reponse {
            Reponse::Base(result) if self.is_last(Sujet::Base, ticket) => self.base_opened(*result),
            Reponse::Page(page, result) if self.is_last(Sujet::Page(page), ticket) => {
                self.pages_asked.remove(&page);
                if let Some(page) = self.take(result) {
                    self.grille.receive(page);
                }
            }
            Reponse::Connus(person, result) if self.is_last(Sujet::Connus, ticket) => {
                let found = self.take(result).unwrap_or_default();
                // The person who is typed now, not one that was left meanwhile.
                let still = |view: &DossierView| {
                    view.concerne().and_then(|child| child.reference(enfant::ENFANT_ID)) == Some(person)
                };
                if let Some(view) = self.view_mut().filter(|view| still(view)) {
                    view.connus = found.into_iter().filter(|connu| connu.personne.id != person).collect();
                }
            }
            Reponse::Valeurs(liste, result) if self.is_last(Sujet::Valeurs, ticket) => {
                let valeurs = self.take(result);
                if self.ecran_parametres.liste == liste {
                    self.ecran_parametres.valeurs = valeurs;
                }
            }
            Reponse::Parametres(result) if self.is_last(Sujet::Parametres, ticket) => {
                if let Some(parametres) = self.take(result) {
                    self.parametres = Parametres { communes: Arc::clone(&self.parametres.communes), ..parametres };
                }
            }
            Reponse::Communes(result) => {
                if let Some(communes) = self.take(result) {
                    self.parametres.communes = Arc::new(communes);
                }
            }
            Reponse::Dossier { id, lu, conflict } => self.dossier_read(id, lu, conflict),
            Reponse::Saved { id, sent, result, close } => self.dossier_saved(id, &sent, *result, close),
            Reponse::Historique(id, result) => {
                self.tickets.remove(&Sujet::Historique(id));
                let historique = self.take(result);
                if let Some(view) = self.dossiers.iter_mut().find(|view| view.id == id) {
                    view.historique = historique;
                }
            }
            Reponse::ListeEdited(edit, result) => self.liste_edited(&edit, result),
            Reponse::DraftWritten(id, Err(error)) => {
                // Tried again at the next second.
                self.drafts_written.remove(&id);
                self.toasts.error(format!(
                    "Le texte non enregistré ne peut pas être gardé sur ce poste : enregistrez souvent. {error}"
                ));
            }
            Reponse::Path(Some(path)) => self.accueil.chemin = path.display().to_string(),
            // Stale: something newer was asked for since. Or nothing to tell.
            Reponse::Base(_)
            | Reponse::Page(..)
            | Reponse::Connus(..)
            | Reponse::Valeurs(..)
            | Reponse::Parametres(_)
            | Reponse::DraftWritten(_, Ok(()))
            | Reponse::Path(None) => {}
            Reponse::Panique(why) => {
                self.accueil.busy.clear();
                self.dossiers.iter_mut().for_each(|view| view.saving = false);
                self.toasts.error(format!("Une opération a échoué ({why}) ; votre texte est gardé, réessayez et signalez-le à l’administrateur"));
            }
        }
    }

    /// The value, or a message. A lost line is told below the screen too.
    fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => {
                self.liaison = Liaison::Open;
                Some(value)
            }
            Err(error) => {
                self.failed(&error);
                None
            }
        }
    }

    fn failed(&mut self, error: &StorageError) {
        if let StorageError::Offline(why) = error {
            self.liaison = Liaison::Lost(why.clone());
        }
        self.toasts.error(error.to_string());
    }

    fn base_opened(&mut self, result: Result<Ouverte>) {
        self.accueil.busy.clear();
        match result {
            Err(error) => {
                self.accueil.error = error.to_string();
                self.ecran = Ecran::Accueil;
            }
            Ok(Ouverte { base, parametres, page, brouillons, kept }) => {
                self.preferences.base = base.cible().adresse();
                self.preferences.write();
                self.accueil.phrase.clear();
                self.accueil.phrase_again.clear();
                self.accueil.mot_de_passe.clear();
                self.parametres = parametres;
                self.brouillons = brouillons;
                self.dossiers.clear();
                self.tickets.clear();
                self.pages_asked.clear();
                self.grille = crate::ui::dossiers::Grille::default();
                self.grille.take_focus = true;
                self.grille.receive(page);
                self.liaison = Liaison::Open;
                self.saved = format!("{} ouverte", base_label(&base));
                self.read_communes(&base);
                self.base = Some(base);
                self.ecran = Ecran::Dossiers;
                if !kept.is_empty() {
                    self.question = Some(Question::Drafts { count: kept.len() });
                }
                self.kept = kept;
            }
        }
    }

    fn dossier_read(&mut self, id: Uuid, lu: Result<Option<Lu>>, conflict: bool) {
        let Some(lu) = self.take(lu) else {
            self.dossiers.iter_mut().filter(|view| view.id == id).for_each(|view| view.saving = false);
            return;
        };
        let Some(lu) = lu else {
            self.dossiers.iter_mut().filter(|view| view.id == id).for_each(|view| view.saving = false);
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
            self.save(at, false);
        } else {
            self.toasts.error(format!("{by} a changé les mêmes champs ({clashes}) ; les deux textes sont gardés, choisissez lequel reste puis enregistrez"));
        }
    }

    fn dossier_saved(&mut self, id: Uuid, sent: &DossierDraft, result: Result<Lu>, close: bool) {
        let Some(at) = self.dossiers.iter().position(|view| view.id == id) else { return };
        match result {
            Err(StorageError::Conflict) => self.read_again_after_conflict(id),
            Err(error) => {
                self.failed(&error);
                if let Some(view) = self.dossiers.get_mut(at) {
                    view.saving = false;
                }
            }
            Ok(lu) => {
                self.liaison = Liaison::Open;
                let Some(view) = self.dossiers.get_mut(at) else { return };
                view.saved(lu, sent);
                let (dirty, numero, on_history) = (view.dirty, view.titre(), view.part == Part::Historique);
                self.saved = format!("{numero} enregistré à {}", chrono::Local::now().format("%H:%M"));
                self.toasts.info(format!("Dossier {numero} enregistré"));
                if !dirty {
                    self.remove_draft(id);
                }
                self.refresh_grid();
                if close && !dirty {
                    self.drop_view(at);
                } else if on_history {
                    self.read_historique();
                }
            }
        }
    }

    fn liste_edited(&mut self, edit: &EditListe, result: Result<usize>) {
        let Some(changed) = self.take(result) else { return };
        if matches!(edit, EditListe::Merge { .. }) {
            self.toasts.info(format!("Valeurs fusionnées ; {changed} ligne(s) de dossier modifiée(s)"));
            self.refresh_grid();
        } else {
            self.toasts.info("Liste mise à jour");
        }
        self.read_valeurs();
        self.read_parametres();
    }
}
