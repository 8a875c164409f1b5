//! Several dossiers opened at once, each in its tab.

use uuid::Uuid;

use super::App;
use crate::ui::dossier::DossierView;

/// Dossiers opened together at most: tabs that one still tells apart.
const ENSEMBLE: usize = 12;

impl App {
    /// Reads those that are not open yet, and shows the first of them all.
    pub(super) fn open_dossiers(&mut self, ids: Vec<Uuid>) {
        if ids.len() > ENSEMBLE {
            self.toasts.error(format!(
                "{} dossiers sont choisis\u{a0}; {ENSEMBLE} au plus s’ouvrent ensemble, rien n’a été ouvert\u{a0}: choisissez-en moins",
                ids.len()
            ));
            return;
        }
        let Some(base) = self.base.clone() else { return };
        let closed: Vec<Uuid> =
            ids.iter().copied().filter(|id| !self.dossiers.iter().any(|view| view.id == *id)).collect();
        self.task(
            move || closed.into_iter().map(|id| base.dossier(id)).collect::<Vec<_>>(),
            move |app, read| {
                let mut absent = 0;
                for lu in read {
                    match app.take(lu) {
                        Some(Some(lu)) => {
                            let view = DossierView::read(lu);
                            // Opened by another key meanwhile.
                            if !app.dossiers.iter().any(|open| open.id == view.id) {
                                app.dossiers.push(view);
                            }
                        }
                        Some(None) => absent += 1,
                        None => {}
                    }
                }
                let place = |id: &Uuid| app.dossiers.iter().position(|view| view.id == *id);
                let places: Vec<usize> = ids.iter().filter_map(place).collect();
                if absent > 0 {
                    app.toasts.error(format!(
                        "{absent} des dossiers choisis ne sont plus dans la base, ou vous n’y avez pas droit\u{a0}; actualisez la liste (F5)"
                    ));
                }
                if let Some(first) = places.first() {
                    app.carry_out_open(*first);
                    app.toasts.info(format!("{} dossiers ouverts\u{a0}; Ctrl+Tab passe de l’un à l’autre", places.len()));
                }
            },
        );
    }
}
