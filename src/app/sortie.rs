//! What leaves Vigie from the window: the open dossier alone, or everything.

use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::Context;
use uuid::Uuid;

use super::App;
use crate::domain::Parametres;
use crate::exchange::archive::{self, Bilan, ErreurArchive};
use crate::exchange::dossier;
use crate::jobs::Progress;
use crate::letters::safe_name;
use crate::storage::{Base, Result, StorageError};
use crate::ui::dossiers::thousands;
use crate::ui::question::Question;

/// An export of everything that is going on: rows done, and of how many.
#[derive(Default)]
pub(super) struct Sortie {
    fait: Progress,
    sur: Progress,
}

impl App {
    pub(super) fn ask_export_dossier(&mut self) {
        let Some(view) = self.view() else { return };
        if view.is_new() || view.dirty {
            return self.toasts.error(
                "Ce dossier contient du texte qui n’est pas enregistré\u{a0}; enregistrez-le (Ctrl+S), puis exportez-le",
            );
        }
        let (id, name) = (view.id, safe_name(&format!("dossier {}", view.titre())));
        let choose = move || {
            rfd::FileDialog::new()
                .set_title("Exporter ce dossier")
                .set_file_name(format!("{name}.pdf"))
                .add_filter("PDF, pour lire et imprimer", &["pdf"])
                .add_filter("JSON, pour un programme", &["json"])
                .save_file()
        };
        self.dialog(choose, move |app, path| {
            if let Some(path) = path {
                app.export_dossier(id, path);
            }
        });
    }

    /// The dossier as the base holds it, in that file: PDF, or JSON by its name.
    pub fn export_dossier(&self, id: Uuid, path: PathBuf) {
        let Some(base) = self.base.clone() else { return };
        let today = self.today();
        self.long_task(
            move || -> Result<PathBuf> {
                let Some(lu) = base.dossier(id)? else {
                    return Err(StorageError::Refused(
                        "Ce dossier n’est plus dans la base, ou vous n’y avez pas droit\u{a0}; rien n’a été écrit"
                            .to_owned(),
                    ));
                };
                dossier::exporter(&base, &lu, &parametres(&base, today)?, &path)?;
                Ok(path)
            },
            |app, written| {
                if let Some(path) = app.take(written) {
                    app.toasts.info(format!("Dossier exporté dans {}", path.display()));
                }
            },
        );
    }

    /// Asked once more, because of what is in it; who may not is told at once.
    pub(super) fn ask_export_all(&mut self) {
        if self.sortie.is_some() {
            return self.toasts.info("Un export est déjà en cours\u{a0}; il se lit en bas de la fenêtre");
        }
        let Some(base) = self.base.clone() else { return };
        self.task(
            move || archive::permis(&base),
            |app, allowed| match allowed {
                Ok(()) => app.question = Some(Question::ToutExporter),
                Err(error) => app.export_refused(error),
            },
        );
    }

    pub(super) fn choose_export_all(&self) {
        let name = format!("export Vigie {}.zip", self.today());
        let choose = move || {
            rfd::FileDialog::new()
                .set_title("Tout exporter")
                .set_file_name(name)
                .add_filter("Archive (zip)", &["zip"])
                .save_file()
        };
        self.dialog(choose, |app, path| {
            if let Some(path) = path {
                app.export_all(path);
            }
        });
    }

    /// Everything, in that file, which may not be there yet.
    pub fn export_all(&mut self, path: PathBuf) {
        let Some(base) = self.base.clone() else { return };
        let (sortie, today) = (Sortie::default(), self.today());
        let (fait, sur) = (sortie.fait.clone(), sortie.sur.clone());
        self.sortie = Some(sortie);
        self.long_task(
            move || -> std::result::Result<(Bilan, PathBuf), ErreurArchive> {
                let parametres = parametres(&base, today)?;
                let bilan = archive::exporter(&base, &parametres, &with_zip(&path), &mut |at, end| {
                    fait.set(at);
                    sur.set(end);
                    !fait.cancelled()
                })?;
                Ok((bilan, with_zip(&path)))
            },
            |app, written| {
                app.sortie = None;
                match written {
                    Ok((bilan, path)) => app.toasts.info(format!(
                        "Tout est exporté dans {}\u{a0}: {} lignes, {} courriers, {} pièces\u{a0}; ce fichier n’est pas chiffré, gardez-le en lieu sûr",
                        path.display(),
                        thousands(bilan.lignes as u64),
                        thousands(bilan.courriers as u64),
                        thousands(bilan.fichiers as u64),
                    )),
                    Err(error) => app.export_refused(error),
                }
            },
        );
    }

    fn export_refused(&mut self, error: ErreurArchive) {
        match error {
            ErreurArchive::Base(error) => {
                let _ = self.take::<()>(Err(error));
            }
            ErreurArchive::Annule => self.toasts.info("Export arrêté\u{a0}; rien n’en est gardé"),
            other => self.toasts.error(other.to_string()),
        }
    }

    /// Nothing half-written stays behind the window.
    pub(super) fn stop_export(&self) {
        if let Some(sortie) = &self.sortie {
            sortie.fait.cancel();
        }
    }

    /// The window goes: what changes nothing in the base is not waited for.
    pub(super) fn stop_what_only_reads(&self) {
        self.stop_export();
        self.stop_journal();
    }

    /// Rows done and of how many, told at each frame while it lasts.
    pub(super) fn tell_export(&self, ctx: &Context) -> Option<(usize, usize)> {
        let sortie = self.sortie.as_ref()?;
        ctx.request_repaint_after(Duration::from_millis(100));
        Some((sortie.fait.done(), sortie.sur.done()))
    }
}

/// With every commune, for what a person reads.
fn parametres(base: &Base, today: chrono::NaiveDate) -> Result<Parametres> {
    Ok(Parametres { communes: std::sync::Arc::new(base.communes()?), ..base.parametres(today)? })
}

/// A name without an ending is that of a zip: a folder would be another thing.
fn with_zip(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
        return path.to_path_buf();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".zip");
    PathBuf::from(name)
}
