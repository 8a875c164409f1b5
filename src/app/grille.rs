//! What the Dossiers screen asks for, carried out: views, selections, copies, exports, lots.

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::Context;
use uuid::Uuid;

mod fichiers;

use super::App;
use super::reponses::Sujet;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::lot::{self, Lot};
use crate::domain::recherche::{Colonne, Filtre};
use crate::domain::vue::{Vue, VueGardee};
use crate::domain::{Dossier, Parametres};
use crate::jobs::Progress;
use crate::storage::{Base, Result, StorageError};
use crate::ui::dossiers::{Demande, FormatExport, Panneau};

/// Dossiers that are chosen or copied together at most: what a clipboard and a person can hold.
const CHOSEN: u64 = 100_000;

impl App {
    pub(super) fn grille_asked(&mut self, demande: Demande) {
        match demande {
            Demande::Vue(vue) => self.change_view(*vue),
            Demande::Tous => {
                self.grille.choisis = None;
                self.grille.restart();
                self.refresh_grid();
            }
            Demande::Plage(from, to) => self.choose(from, to.saturating_sub(from) + 1),
            Demande::Tout => self.choose(0, self.grille.total.unwrap_or_default()),
            Demande::Copier => self.copy_rows(),
            Demande::Exporter(format) => self.ask_export(format),
            Demande::Lot(lot) => self.give_lot(lot),
            Demande::Arreter => self.avance_grille.cancel(),
            Demande::AnnulerLot => self.undo_lot(),
            Demande::OuvrirVue(id) => {
                if let Some(vue) = self.grille.vues.iter().find(|vue| vue.id == id) {
                    let vue = vue.vue.clone();
                    self.grille.vue_ouverte = Some(id);
                    self.change_view(vue);
                }
            }
            Demande::GarderVue { nom, partagee } => self.keep_view(nom, partagee),
            Demande::SupprimerVue(id) => {
                let Some(base) = self.base.clone() else { return };
                self.task(
                    move || base.remove_vue(id),
                    |app, removed| {
                        if app.take(removed).is_some() {
                            app.toasts.info("Vue retirée");
                        }
                        app.read_views();
                    },
                );
            }
            Demande::LireVues => self.read_views(),
        }
    }

    /// Other dossiers in the grid, from the first; columns and order stay as they were.
    pub(super) fn filter_grid(&mut self, filtre: Filtre) {
        self.grille.vue.ask(&filtre);
        self.grille.choisis = filtre.choisis;
        self.grille.restart();
        self.refresh_grid();
    }

    /// Only what is asked differently is asked again.
    fn change_view(&mut self, vue: Vue) {
        let today = self.today();
        let before = self.grille.asked(today);
        self.grille.vue = vue;
        let after = self.grille.asked(today);
        if before.0 != after.0 {
            self.grille.restart();
            self.refresh_grid();
        } else if before.1 != after.1 {
            self.grille.forget();
            self.refresh_grid();
        }
    }

    fn choose(&mut self, from: u64, count: u64) {
        let Some(base) = self.base.clone() else { return };
        let (filtre, ordre) = self.grille.asked(self.today());
        let cut = count > CHOSEN;
        self.ask(
            Sujet::Selection,
            move || base.ids(&filtre, &ordre, from, count.min(CHOSEN)),
            move |app, ids| {
                let Some(ids) = app.take(ids) else { return };
                app.grille.selection = ids.into_iter().collect();
                if cut {
                    app.toasts
                        .alert("Les cent mille premiers dossiers sont choisis\u{a0}; filtrez pour choisir les autres");
                }
            },
        );
    }

    fn copy_rows(&mut self) {
        let (Some(base), Some(ctx)) = (self.base.clone(), self.window.get().cloned()) else { return };
        let (ordre, ids) = (self.grille.vue.ordre.clone(), self.grille.chosen());
        let (colonnes, parametres) = (self.columns(), self.parametres.clone());
        if ids.is_empty() {
            return;
        }
        self.task(
            move || fichiers::copied(&base, ids, &ordre, &colonnes, &parametres),
            move |app, copied: Result<(String, usize)>| {
                if let Some((text, count)) = app.take(copied) {
                    Context::copy_text(&ctx, text);
                    if count > 1 {
                        app.toasts.info(format!("{count} lignes copiées, prêtes à coller dans un tableur"));
                    }
                }
            },
        );
    }

    fn columns(&self) -> Vec<Colonne> {
        self.grille.vue.colonnes.iter().map(|one| one.colonne).collect()
    }

    /// The dialog is the system's; the file is written off the screen's thread.
    fn ask_export(&self, format: FormatExport) {
        let extension = if format == FormatExport::Csv { "csv" } else { "xlsx" };
        let choose = move || -> Option<PathBuf> {
            rfd::FileDialog::new()
                .set_title("Exporter les dossiers")
                .set_file_name(format!("dossiers.{extension}"))
                .add_filter(extension.to_uppercase(), &[extension])
                .save_file()
        };
        self.dialog(choose, move |app, path| {
            if let Some(path) = path {
                app.export_grid(path, format);
            }
        });
    }

    /// Every dossier of the result in that file, with the columns that are shown.
    pub fn export_grid(&mut self, path: PathBuf, format: FormatExport) {
        let Some(base) = self.base.clone() else { return };
        let (filtre, ordre) = self.grille.asked(self.today());
        let (colonnes, parametres) = (self.columns(), self.parametres.clone());
        let total = self.grille.total.unwrap_or_default();
        let progress = self.begin_long("Export en cours…", usize::try_from(total).unwrap_or_default());
        self.ask(
            Sujet::ExportGrille,
            move || {
                let written =
                    fichiers::export(&base, &path, format, &filtre, &ordre, &colonnes, &parametres, &progress)?;
                Ok((written, path))
            },
            |app, exported: Result<(u64, PathBuf)>| {
                app.grille.busy.clear();
                if let Some((count, path)) = app.take(exported) {
                    app.toasts.info(format!("{count} dossiers exportés dans {}", path.display()));
                }
            },
        );
    }

    /// Something long begins: the bar tells how far it is, and stops it.
    fn begin_long(&mut self, what: &str, of: usize) -> Progress {
        self.avance_grille = Progress::default();
        (self.grille.busy, self.grille.fait) = (what.to_owned(), (0, of));
        self.avance_grille.clone()
    }

    fn give_lot(&mut self, lot: Lot) {
        let Some(base) = self.base.clone() else { return };
        let ids = self.grille.chosen();
        if ids.len() > lot::PLUS {
            self.toasts.error(format!(
                "{} dossiers sont choisis\u{a0}; un lot en change {} à la fois, rien n’a été changé",
                ids.len(),
                lot::PLUS
            ));
            return;
        }
        let (parametres, today) = (self.parametres.clone(), self.today());
        let titre = lot.libelle(&parametres);
        let progress = self.begin_long("Lot en cours…", ids.len());
        self.ask(
            Sujet::Lot,
            move || prepared(&base, &ids, &lot, &parametres, today, &progress).and_then(|lot| written(&base, lot)),
            move |app, fait: Result<Fait>| {
                app.grille.busy.clear();
                let Some(fait) = app.take(fait) else { return };
                app.lot_done(&titre, fait);
            },
        );
    }

    fn lot_done(&mut self, titre: &str, fait: Fait) {
        let done = fait.done.len();
        self.grille.lot = (done > 0).then_some(done);
        self.lot = fait.done;
        self.refresh_grid();
        let told = match done {
            0 => format!("{titre}\u{a0}: aucun dossier n’a changé"),
            1 => format!("{titre}\u{a0}: un dossier changé"),
            _ => format!("{titre}\u{a0}: {done} dossiers changés"),
        };
        if fait.refus.is_empty() {
            self.toasts.info(told);
        } else {
            let count = fait.refus.len();
            let left = if count == 1 { "un laissé".to_owned() } else { format!("{count} laissés") };
            self.grille.panneau = Some(Panneau::Refus { titre: format!("{told}, {left}"), refus: fait.refus });
        }
    }

    /// As they were; one that was changed since stays as it is.
    fn undo_lot(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let back: Vec<(Dossier, Dossier)> =
            std::mem::take(&mut self.lot).into_iter().map(|(before, now)| (now, before)).collect();
        self.grille.lot = None;
        self.ask(
            Sujet::Lot,
            move || written(&base, Fait { done: back, refus: Vec::new() }),
            |app, fait: Result<Fait>| {
                let Some(fait) = app.take(fait) else { return };
                app.refresh_grid();
                if fait.refus.is_empty() {
                    app.toasts.info("Lot annulé\u{a0}; les dossiers sont comme avant");
                } else {
                    let titre = "Lot annulé, sauf pour des dossiers changés depuis".to_owned();
                    app.grille.panneau = Some(Panneau::Refus { titre, refus: fait.refus });
                }
            },
        );
    }

    fn keep_view(&mut self, nom: String, partagee: bool) {
        let Some(base) = self.base.clone() else { return };
        let me = base.utilisateur().to_owned();
        let mine = self.grille.vues.iter().find(|vue| vue.nom == nom && vue.auteur == me);
        let vue = VueGardee {
            id: mine.map_or_else(Uuid::now_v7, |vue| vue.id),
            version: mine.map_or(0, |vue| vue.version),
            nom,
            partagee,
            auteur: me,
            vue: self.grille.vue.clone(),
        };
        let id = vue.id;
        self.task(
            move || base.keep_vue(&vue),
            move |app, kept| {
                if app.take(kept).is_some() {
                    app.grille.vue_ouverte = Some(id);
                    app.toasts.info("Vue gardée");
                }
                app.read_views();
            },
        );
    }

    pub(super) fn read_views(&mut self) {
        let Some(base) = self.base.clone() else { return };
        self.ask(
            Sujet::Vues,
            move || base.vues(),
            |app, vues| {
                if let Some(vues) = app.take(vues) {
                    app.grille.vues = vues;
                }
            },
        );
    }
}

/// What a lot did: each dossier before and now, and those that were left, each with why.
struct Fait {
    done: Vec<(Dossier, Dossier)>,
    refus: Vec<(String, String)>,
}

fn numero(dossier: &Dossier) -> String {
    dossier.entete().map(|entete| entete.get(dossier::NUMERO).to_owned()).unwrap_or_default()
}

fn prepared(
    base: &Base,
    ids: &[Uuid],
    lot: &Lot,
    parametres: &Parametres,
    today: chrono::NaiveDate,
    progress: &Progress,
) -> Result<Fait> {
    let mut fait = Fait { done: Vec::new(), refus: Vec::new() };
    for (at, id) in ids.iter().enumerate() {
        if progress.cancelled() {
            return Err(StorageError::Refused("Lot arrêté\u{a0}; aucun dossier n’a changé".to_owned()));
        }
        progress.set(at + 1);
        let Some(lu) = base.dossier(*id)? else {
            fait.refus.push((id.to_string(), "il n’est plus là, ou vous n’y avez pas droit".to_owned()));
            continue;
        };
        match lot.apply(&lu.dossier, parametres, today) {
            Ok(after) => fait.done.push((lu.dossier, after)),
            Err(why) => fait.refus.push((numero(&lu.dossier), why)),
        }
    }
    Ok(fait)
}

/// One transaction; those that somebody changed meanwhile join those that were left.
fn written(base: &Base, mut lot: Fait) -> Result<Fait> {
    if lot.done.is_empty() {
        return Ok(lot);
    }
    let now = base.save_lot(&lot.done)?;
    let saved: BTreeSet<Uuid> = now.iter().filter_map(Dossier::id).collect();
    let (done, left): (Vec<_>, Vec<_>) =
        lot.done.into_iter().partition(|(before, _)| before.id().is_some_and(|id| saved.contains(&id)));
    lot.refus.extend(
        left.iter().map(|(before, _)| {
            (numero(before), "quelqu’un vient de le modifier\u{a0}; rouvrez-le pour voir".to_owned())
        }),
    );
    let pairs = done.into_iter().zip(now).map(|((before, _), now)| (before, now)).collect();
    Ok(Fait { done: pairs, refus: lot.refus })
}
