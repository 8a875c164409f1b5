//! Letters changed by hand: on this workstation while one types, drafts of the register once one leaves them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use uuid::Uuid;

use super::App;
use super::courriers::Atelier;
use super::reponses::Reponse;
use crate::domain::courrier::NouveauCourrier;
use crate::storage::{Base, Brouillons, Result, StorageError};
use crate::ui::cadre::Liaison;
use crate::ui::courriers::PliVu;

impl Atelier {
    /// The letters as drafts of the register: all of them, or those that were changed by hand.
    fn drafts(&self, all: bool) -> Vec<NouveauCourrier> {
        let Some(garde) = self.garde() else { return Vec::new() };
        let wanted = |vu: &PliVu| all || vu.retouche();
        self.retouches()
            .iter()
            .zip(&self.ecran.plis)
            .filter(|(_, vu)| wanted(vu))
            .map(|(pli, _)| pli.to_keep(&garde.modele, garde.revision))
            .collect()
    }

    /// Tells whether what must be kept is what was kept; 0 when nothing must.
    pub fn empreinte(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let mut any = false;
        for courrier in &self.en_route {
            any = true;
            courrier.id.hash(&mut hasher);
        }
        for (pli, vu) in self.plis.iter().zip(&self.ecran.plis).filter(|(_, vu)| vu.retouche()) {
            any = true;
            (pli.id, &vu.objet, &vu.corps).hash(&mut hasher);
        }
        if any { hasher.finish().max(1) } else { 0 }
    }
}

impl App {
    /// Letters changed by hand are never dropped: they become drafts of the register.
    pub(super) fn leave_letters(&mut self) {
        let touched = self.atelier.drafts(false);
        self.atelier.clear();
        self.send_to_register(touched);
    }

    /// Keeps all the letters as drafts, to be taken up later.
    pub(super) fn keep_letters(&mut self) {
        let all = self.atelier.drafts(true);
        if !all.is_empty() {
            self.atelier.clear();
            self.atelier.ecran.reponses.clear();
            self.send_to_register(all);
        }
    }

    fn send_to_register(&mut self, courriers: Vec<NouveauCourrier>) {
        let Some(base) = self.base.clone().filter(|_| !courriers.is_empty()) else { return };
        let ids: Vec<Uuid> = courriers.iter().map(|courrier| courrier.id).collect();
        self.atelier.en_route.retain(|courrier| !ids.contains(&courrier.id));
        self.atelier.en_route.extend_from_slice(&courriers);
        self.task(
            move || base.keep_touched(&courriers),
            move |app, kept| {
                app.atelier.a_renvoyer = matches!(kept, Err(StorageError::Offline(_) | StorageError::Busy));
                if app.take(kept).is_none() {
                    app.toasts.alert(match (app.keeps_letters(), app.atelier.a_renvoyer) {
                        (true, true) => {
                            "Ce que vous avez écrit est gardé sur ce poste\u{a0}; le registre le recevra dès le retour de la base"
                        }
                        (true, false) => {
                            "Ce que vous avez écrit reste gardé sur ce poste, et vous sera rendu à la prochaine ouverture"
                        }
                        (false, true) => {
                            "Ce que vous avez écrit n’est que dans cette fenêtre\u{a0}: laissez-la ouverte, le registre le recevra dès le retour de la base"
                        }
                        (false, false) => {
                            "Ce que vous avez écrit n’est que dans cette fenêtre\u{a0}: laissez-la ouverte et prévenez l’administrateur"
                        }
                    });
                    return;
                }
                app.atelier.en_route.retain(|courrier| !ids.contains(&courrier.id));
                app.toasts.info(kept_as_drafts(ids.len()));
                app.letters_changed();
            },
        );
    }

    /// The base answers again: what it could not take is handed in once more.
    pub(super) fn send_letters_again(&mut self) {
        if std::mem::take(&mut self.atelier.a_renvoyer) {
            self.send_to_register(self.atelier.en_route.clone());
        }
    }

    /// Are letters changed by hand on this workstation's disk, or about to be?
    pub(super) fn keeps_letters(&self) -> bool {
        self.brouillons.is_some() && self.atelier.ecrite != u64::MAX
    }

    /// Would letters changed by hand go with the window? At its end the register takes them, if it answers.
    pub(super) fn letters_only_here(&self) -> bool {
        let lost = matches!(self.liaison, Liaison::Lost(_));
        lost && !self.keeps_letters() && self.atelier.empreinte() != 0
    }

    /// What the register does not have yet goes to the encrypted file of this window.
    pub(super) fn write_letter_drafts(&mut self, brouillons: &Brouillons) {
        let empreinte = self.atelier.empreinte();
        if empreinte == self.atelier.ecrite {
            return;
        }
        self.atelier.ecrite = empreinte;
        let mut courriers = self.atelier.en_route.clone();
        courriers.extend(self.atelier.drafts(false));
        let brouillons = brouillons.clone();
        self.draft_jobs.submit(move || {
            Reponse::work(
                None,
                move || brouillons.write_lettres(&courriers),
                |app, written| {
                    if let Err(error) = written {
                        // Neither nothing nor any letter: tried again at the next second.
                        app.atelier.ecrite = u64::MAX;
                        app.not_kept(&error);
                    }
                },
            )
        });
    }

    /// The window goes: letters changed by hand are kept before, on this thread, which draws no more.
    pub(super) fn keep_letters_at_exit(&mut self) {
        let mut courriers = std::mem::take(&mut self.atelier.en_route);
        courriers.extend(self.atelier.drafts(false));
        let Some(base) = self.base.clone().filter(|_| !courriers.is_empty()) else { return };
        // When it fails, the file of this workstation gives them back at the next opening.
        if base.keep_touched(&courriers).is_ok()
            && let Some(brouillons) = self.brouillons.clone()
        {
            // Behind what is still being written there.
            self.draft_jobs.submit(move || Reponse::work(None, move || brouillons.write_lettres(&[]), |_, _| {}));
        }
    }
}

fn kept_as_drafts(count: usize) -> String {
    if count > 1 {
        format!("{count} courriers gardés en brouillon dans le registre")
    } else {
        "Courrier gardé en brouillon dans le registre".to_owned()
    }
}

/// Letters of windows that were cut become drafts of the register. How many, and why the others could not.
pub(super) fn give_back(base: &Base, brouillons: &Brouillons) -> (usize, Option<StorageError>) {
    let (mut count, mut refused) = (0, None);
    for (fenetre, courriers) in brouillons.lettres() {
        let given = || -> Result<()> {
            base.keep_touched(&courriers)?;
            brouillons.give_up_lettres(fenetre)
        };
        match given() {
            Ok(()) => count += courriers.len(),
            Err(error) => refused = Some(error),
        }
    }
    (count, refused)
}

impl App {
    /// Tells what [`give_back`] did.
    pub(super) fn letters_given_back(&mut self, (count, refused): (usize, Option<StorageError>)) {
        if count > 0 {
            self.toasts.info(if count > 1 {
                format!(
                    "{count} courriers changés à la main sont revenus\u{a0}: ils sont en brouillon dans le registre"
                )
            } else {
                "Un courrier changé à la main est revenu\u{a0}: il est en brouillon dans le registre".to_owned()
            });
        }
        if let Some(error) = refused {
            self.toasts.error(format!(
                "Un courrier changé à la main reste gardé sur ce poste\u{a0}: le registre ne l’a pas pris. {error}"
            ));
        }
    }
}
