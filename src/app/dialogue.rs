//! The dialogs of the system: where there is none, that is said.
//!
//! A dialog that could not be shown gives what one that was closed gives: nothing. Only the log of the library that
//! shows them tells the two apart.

use std::sync::atomic::{AtomicBool, Ordering};

use log::{Level, LevelFilter, Log, Metadata, Record};

static ABSENT: AtomicBool = AtomicBool::new(false);

/// What is said of it, once.
pub(super) const DIT: &str = "Ce système n’a pas de fenêtre pour choisir un fichier\u{a0}; rien n’a été écrit. Installez xdg-desktop-portal ou zenity, ou tapez le chemin là où un champ le demande";

struct Ecoute;

impl Log for Ecoute {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() == Level::Error && metadata.target().starts_with("rfd")
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            ABSENT.store(true, Ordering::Relaxed);
        }
    }

    fn flush(&self) {}
}

/// From now on. Whoever listens already is left to it.
pub(super) fn listen() {
    if log::set_logger(&Ecoute).is_ok() {
        log::set_max_level(LevelFilter::Error);
    }
}

/// Was a dialog asked for in vain since the last call?
pub(super) fn was_absent() -> bool {
    ABSENT.swap(false, Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_failure_of_a_dialog_is_heard() {
        for (level, target, heard) in [
            (Level::Error, "rfd::backend::xdg_desktop_portal", true),
            (Level::Warn, "rfd::backend::xdg_desktop_portal", false),
            (Level::Error, "egui_winit", false),
        ] {
            let metadata = Metadata::builder().level(level).target(target).build();
            assert_eq!(Ecoute.enabled(&metadata), heard, "{level} {target}");
        }
    }
}
