//! The locked session: what is open stays open, unseen, until the secret is given again.

use std::time::{Duration, SystemTime};

use egui::Context;

use super::App;
use crate::storage::{Base, Cible, Result, StorageError};
use crate::ui::question::Question;

/// Without a key or a pointer for that long, a session locks itself.
pub const LOCK_AFTER: Duration = Duration::from_mins(10);

impl App {
    pub(super) fn lock_when_idle(&mut self, ctx: &Context) {
        if ctx.input(|input| !input.events.is_empty()) {
            self.last_input = SystemTime::now();
        }
        if self.base.is_none() || self.verrou.is_some() {
            return;
        }
        // A clock that was set back is no reason to lock.
        let idle = self.last_input.elapsed().unwrap_or_default();
        match self.lock_after.checked_sub(idle) {
            Some(left) if !left.is_zero() => ctx.request_repaint_after(left),
            _ => self.lock(),
        }
    }

    pub(super) fn lock(&mut self) {
        let Some(base) = &self.base else { return };
        let protected = !matches!(base.cible(), Cible::Fichier { phrase: None, .. });
        self.flush_drafts();
        self.verrou = Some(Question::Locked { told: String::new(), secret: String::new(), protected });
    }

    pub fn locked(&self) -> bool {
        self.verrou.is_some()
    }

    /// Asks the base itself whether that is the secret: a password changed, or an account closed since,
    /// counts at once.
    pub(super) fn unlock(&mut self, secret: String) {
        let Some(base) = self.base.clone() else { return };
        if matches!(base.cible(), Cible::Fichier { phrase: None, .. }) {
            return self.unlocked();
        }
        self.tell_lock("");
        self.task(
            move || opens(&base, &secret),
            |app, opened| match opened {
                Ok(()) => app.unlocked(),
                Err(error) => app.tell_lock(&told(&error)),
            },
        );
    }

    fn unlocked(&mut self) {
        self.verrou = None;
        self.last_input = SystemTime::now();
        self.with_view(|view| view.request.focus = view.focus);
    }

    fn tell_lock(&mut self, sentence: &str) {
        if let Some(Question::Locked { told, .. }) = &mut self.verrou {
            sentence.clone_into(told);
        }
    }
}

fn told(error: &StorageError) -> String {
    match error {
        StorageError::WrongPassword | StorageError::WrongPassphrase => {
            "Ce n’est pas le mot de passe ou la phrase de cette base ; retapez-le".to_owned()
        }
        StorageError::Offline(_) => {
            "La base ne répond pas, et ce n’est pas le mot de passe qui l’avait ouverte ; retapez-le".to_owned()
        }
        other => other.to_string(),
    }
}

/// Does that secret open this base? While a server is away, the one that opened it is remembered.
fn opens(base: &Base, secret: &str) -> Result<()> {
    let known = match base.cible() {
        Cible::Fichier { phrase, .. } => phrase.as_deref(),
        Cible::Serveur { mot_de_passe, .. } => mot_de_passe.as_deref(),
    };
    // Without one, libpq would find the password where this workstation keeps it.
    if secret.is_empty() && known.is_some() {
        return Err(StorageError::WrongPassword);
    }
    match base.opens_with(secret) {
        Err(StorageError::Offline(_)) if known == Some(secret) => Ok(()),
        opened => opened,
    }
}
