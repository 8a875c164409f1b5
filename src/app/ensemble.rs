//! Working together: what others do is heard and shown; what could not be saved is saved when it can.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use egui::Context;
use uuid::Uuid;

use super::reponses::Sujet;
use super::{App, Ecran};
use crate::domain::dossier::Fiches as _;
use crate::domain::{Lu, Table};
use crate::jobs::Guet;
use crate::storage::{Base, Evenement, Result, StorageError, Suivis};
use crate::ui::cadre::Liaison;
use crate::ui::dossier::{Attente, Part};

/// Between two rounds of the listening thread: nobody sees a fifth of a second.
const ROUND: Duration = Duration::from_millis(200);
/// Fifty people save every few seconds: what the screen shows of all dossiers is read again once for several.
const READ_EVERY: Duration = Duration::from_millis(1500);
/// Between two looks at a base that is away, beside what the listening thread hears.
const LOOK_EVERY: Duration = Duration::from_secs(3);

#[derive(Default)]
pub struct Ensemble {
    guet: Option<Guet<Evenement>>,
    suivis: Suivis,
    /// What the grid, the home screen and the lists show is no longer what the base holds.
    grid_stale: bool,
    travail_stale: bool,
    lists_stale: bool,
    /// When the grid or the home screen was last read again.
    last_read: Option<Instant>,
    /// When the base was last asked whether it is there again.
    looked: Option<Instant>,
}

impl App {
    /// Starts to listen to the base that was just opened; the watch on the one before ends.
    pub(super) fn listen(&mut self, base: &Base) {
        let suivis = Suivis::default();
        let mut ecoute = base.ecoute(suivis.clone());
        let window = std::sync::Arc::clone(&self.window);
        let wake = move || window.get().into_iter().for_each(Context::request_repaint);
        self.ensemble =
            Ensemble { guet: Some(Guet::new(ROUND, wake, move || ecoute.round())), suivis, ..Ensemble::default() };
    }

    pub(super) fn stop_listening(&mut self) {
        self.ensemble = Ensemble::default();
    }

    /// Each frame: what was heard, what became due.
    pub(super) fn hear(&mut self, ctx: &Context) {
        if self.base.is_none() {
            return;
        }
        self.ensemble.suivis.set(self.dossiers.iter().filter(|view| !view.is_new()).map(|view| view.id));
        let news: Vec<Evenement> = self.ensemble.guet.iter().flat_map(Guet::news).collect();
        for event in news {
            self.heard(event);
        }
        self.refresh_what_is_stale(ctx);
        self.look_for_the_base(ctx);
    }

    fn heard(&mut self, event: Evenement) {
        match event {
            Evenement::Ouverte => {
                let first = self.ensemble.last_read.is_none() && self.liaison == Liaison::Open;
                self.came_back();
                // Just opened, everything on the screen is fresh.
                if first {
                    self.ensemble.last_read = Some(Instant::now());
                } else {
                    self.everything_may_have_changed();
                }
            }
            Evenement::Coupee(why) => {
                self.liaison = Liaison::Lost(why);
                self.dossiers.iter_mut().for_each(|view| view.presents.clear());
            }
            Evenement::Ligne { id, version } => {
                self.dossiers_changed();
                self.facts_changed(Some(id));
                self.row_changed(id, version);
            }
            Evenement::Listes => self.ensemble.lists_stale = true,
            Evenement::Ecriture => self.everything_may_have_changed(),
            Evenement::Presence(mut present) => {
                for view in &mut self.dossiers {
                    view.presents = present.remove(&view.id).unwrap_or_default();
                }
            }
        }
    }

    fn dossiers_changed(&mut self) {
        self.ensemble.grid_stale = true;
        self.ensemble.travail_stale = true;
    }

    fn everything_may_have_changed(&mut self) {
        self.dossiers_changed();
        self.facts_changed(None);
        self.ensemble.lists_stale = true;
        self.ask_versions();
    }

    /// The versions of every row that is shared: the headers, and the persons.
    fn ask_versions(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let ids: Vec<Uuid> = self
            .dossiers
            .iter()
            .flat_map(|view| &view.loaded.fiches)
            .filter(|row| row.version > 0 && matches!(row.table, Table::Dossier | Table::Enfant))
            .map(|row| row.id)
            .collect();
        self.ensemble.looked = Some(Instant::now());
        self.ask(Sujet::Versions, move || base.versions(&ids), Self::versions_read);
    }

    fn versions_read(&mut self, versions: Result<Vec<(Uuid, i32)>>) {
        match versions {
            Ok(versions) => {
                self.came_back();
                for (id, version) in versions {
                    self.row_changed(id, version);
                }
            }
            Err(StorageError::Offline(why)) => self.liaison = Liaison::Lost(why),
            Err(_) => {}
        }
    }

    /// A row is now of that version: dossiers that hold an older one are read again.
    fn row_changed(&mut self, id: Uuid, version: i32) {
        for view in &mut self.dossiers {
            if view.loaded.fiche(id).is_some_and(|row| row.version < version) {
                view.heard.insert(id, version);
            }
        }
        self.read_what_changed();
    }

    /// Not while a save is on its way: it may be ours.
    pub(super) fn read_what_changed(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let mut stale = Vec::new();
        for view in self.dossiers.iter_mut().filter(|view| !view.saving && !view.heard.is_empty()) {
            let loaded = &view.loaded;
            let newer = |(id, version): (&Uuid, &i32)| loaded.fiche(*id).is_some_and(|row| row.version < *version);
            let read = view.heard.iter().any(newer);
            view.heard = BTreeMap::new();
            stale.extend(read.then_some(view.id));
        }
        for id in stale {
            let base = base.clone();
            self.task(move || base.dossier(id), move |app, lu| app.dossier_refreshed(id, lu));
        }
    }

    /// Somebody changed a dossier that is open here. Untouched here, it shows what they wrote; else a
    /// badge says so, and the save brings both together.
    fn dossier_refreshed(&mut self, id: Uuid, lu: Result<Option<Lu>>) {
        let here = self.view().is_some_and(|view| view.id == id);
        let Some(view) = self.dossiers.iter_mut().find(|view| view.id == id) else { return };
        let Ok(Some(lu)) = lu else { return };
        if view.saving || lu.dossier == view.loaded {
            return;
        }
        let by = lu.trace.modifie_par.clone();
        if view.dirty {
            view.newer = Some(lu.trace);
            return;
        }
        view.conflict(lu);
        let on_history = view.part == Part::Historique;
        if here {
            self.toasts.info(format!("{by} vient de modifier ce dossier\u{a0}; il est à jour sous vos yeux"));
            if on_history {
                self.read_historique();
            }
        }
    }

    fn refresh_what_is_stale(&mut self, ctx: &Context) {
        if std::mem::take(&mut self.ensemble.lists_stale) {
            self.read_parametres();
            if self.ecran == Ecran::Parametres {
                self.read_valeurs();
            }
        }
        let (stale, read): (&mut bool, fn(&mut Self)) = match self.ecran {
            Ecran::Dossiers => (&mut self.ensemble.grid_stale, Self::refresh_grid),
            Ecran::Accueil => (&mut self.ensemble.travail_stale, Self::read_travail_again),
            _ => return,
        };
        if !*stale {
            return;
        }
        let wait = self.ensemble.last_read.map_or(Duration::ZERO, |last| READ_EVERY.saturating_sub(last.elapsed()));
        if wait.is_zero() {
            *stale = false;
            self.ensemble.last_read = Some(Instant::now());
            read(self);
        } else {
            ctx.request_repaint_after(wait);
        }
    }

    /// While the base is away, or a save waits: asked now and then whether it is there again.
    fn look_for_the_base(&mut self, ctx: &Context) {
        let waits = self.dossiers.iter().any(|view| view.attente.is_some() && !view.saving);
        if !waits && !matches!(self.liaison, Liaison::Lost(_)) {
            return;
        }
        let wait = self.ensemble.looked.map_or(Duration::ZERO, |last| LOOK_EVERY.saturating_sub(last.elapsed()));
        if wait.is_zero() {
            self.ask_versions();
            ctx.request_repaint_after(LOOK_EVERY);
        } else {
            ctx.request_repaint_after(wait);
        }
    }

    /// After a silence, what could not be read is asked for again.
    pub(super) fn base_answers(&mut self) {
        if matches!(std::mem::replace(&mut self.liaison, Liaison::Open), Liaison::Lost(_)) {
            self.dossiers_changed();
        }
    }

    /// The base answers: what waited is saved.
    pub(super) fn came_back(&mut self) {
        self.base_answers();
        self.send_letters_again();
        let waiting: Vec<Uuid> =
            self.dossiers.iter().filter(|view| view.attente.is_some() && !view.saving).map(|view| view.id).collect();
        for id in waiting {
            let Some(at) = self.dossiers.iter().position(|view| view.id == id) else { continue };
            if let Some(attente) = self.dossiers.get_mut(at).and_then(|view| view.attente.clone()) {
                self.save_draft(at, attente.draft, attente.close);
            }
        }
    }

    /// A save that the base could not take now. Nothing is lost: it is kept, on the disk too, and done
    /// as soon as the base answers.
    pub(super) fn save_later(&mut self, id: Uuid, attente: Attente, error: &StorageError) {
        let Some(view) = self.dossiers.iter_mut().find(|view| view.id == id) else { return };
        view.saving = false;
        let first = view.attente.replace(attente).is_none();
        view.revision += u64::from(first);
        self.ensemble.looked = Some(Instant::now());
        let told = match error {
            StorageError::Busy => {
                "Un autre poste écrit dans ce dossier\u{a0}; le vôtre sera enregistré dès que possible"
            }
            _ => "La base ne répond pas\u{a0}; ce dossier sera enregistré dès son retour",
        };
        if let StorageError::Offline(why) = error {
            self.liaison = Liaison::Lost(why.clone());
        }
        if first {
            self.toasts.alert(told);
        }
    }
}
