//! Persons recognised across dossiers: found, merged many at once, refused, undone.

use uuid::Uuid;

use super::vues;
use crate::app::App;
use crate::domain::rapprochement;
use crate::storage::Result;
use crate::ui::reprise::PaireVue;

/// Why persons found by the takeover are merged: what undoes them together.
const MOTIF: &str = "Reprise de l’ancienne base";

impl App {
    pub(super) fn find_persons(&mut self) {
        let Some(base) = self.base.clone() else { return };
        self.begin("Recherche des mêmes enfants…");
        self.long_task(
            move || -> Result<Vec<PaireVue>> {
                let persons = base.personnes()?;
                let pairs = rapprochement::paires(&persons, &base.refused_pairs()?);
                Ok(pairs.iter().filter_map(|pair| vues::paire(&persons, pair)).collect())
            },
            |app, found| {
                app.chantier.ecran.busy.clear();
                if let Some(pairs) = app.take(found) {
                    app.chantier.ecran.paires = pairs;
                    app.chantier.ecran.paires_lues = true;
                }
            },
        );
    }

    pub(super) fn merge_found_persons(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let chosen: Vec<(Uuid, Uuid)> = vues::fusions(&self.chantier.ecran.paires);
        let (done, of) = self.begin("Réunion des personnes…");
        of.set(chosen.len());
        self.long_task(
            move || {
                base.merge_many(&chosen, MOTIF, |at| {
                    done.set(at);
                    !done.cancelled()
                })
            },
            |app, merged| {
                app.chantier.ecran.busy.clear();
                if let Some((count, refused)) = app.take(merged) {
                    app.toasts.info(format!(
                        "{count} personnes réunies, {} laissées\u{a0}; «\u{a0}Défaire\u{a0}» revient en arrière",
                        refused.len()
                    ));
                    app.find_persons();
                }
            },
        );
    }

    pub(super) fn refuse_persons(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let pairs: Vec<(Uuid, Uuid)> = self
            .chantier
            .ecran
            .paires
            .iter()
            .filter(|pair| pair.choisie)
            .map(|pair| (pair.garde, pair.absorbe))
            .collect();
        self.task(
            move || base.refuse_pairs(&pairs),
            |app, refused| {
                if app.take(refused).is_some() {
                    app.chantier.ecran.paires.retain(|pair| !pair.choisie);
                }
            },
        );
    }

    pub(super) fn undo_persons(&mut self) {
        let Some(base) = self.base.clone() else { return };
        self.begin("Réunions défaites…");
        self.long_task(
            move || base.unmerge_all(MOTIF),
            |app, undone| {
                app.chantier.ecran.busy.clear();
                if let Some(count) = app.take(undone) {
                    app.toasts.info(format!("{count} réunions défaites"));
                    app.find_persons();
                }
            },
        );
    }
}
