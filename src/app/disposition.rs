//! The page of charts: one's own, moved and kept, and those of the roles.

use super::App;
use super::reponses::Sujet;
use crate::dashboards::{Indicateur, PAGE, page_de, trouver};
use crate::domain::compte::Role;
use crate::domain::tableau::{Disposition, Nature};
use crate::storage::{Base, Result};
use crate::ui::tableaux::{Dialogue, PourRole};

/// Is one's page being kept? What changes meanwhile is kept after it: of two at once the older could be the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Garde {
    #[default]
    Faite,
    EnCours,
    Encore,
}

/// The page that this person laid out, or that of their role; empty when there is none.
pub(super) fn page(base: &Base) -> Result<Vec<Indicateur>> {
    let Some(disposition) = base.disposition()? else { return Ok(Vec::new()) };
    Ok(page_de(&disposition.indicateurs, &base.indicateurs()?))
}

impl App {
    fn codes(&self) -> Vec<String> {
        self.tableaux.indicateurs.iter().map(|indicateur| indicateur.code.clone()).collect()
    }

    /// What the page shows becomes this person's own page.
    pub(super) fn keep_page(&mut self) {
        let Some(base) = self.base.clone() else { return };
        if self.tableaux.garde != Garde::Faite {
            self.tableaux.garde = Garde::Encore;
            return;
        }
        self.tableaux.garde = Garde::EnCours;
        let disposition =
            Disposition { nature: Nature::Personne, pour: base.utilisateur().to_owned(), indicateurs: self.codes() };
        self.task(
            move || base.save_disposition(&disposition),
            |app, saved| {
                let again = std::mem::take(&mut app.tableaux.garde) == Garde::Encore;
                if app.take(saved).is_some() && again {
                    app.keep_page();
                }
            },
        );
    }

    /// The marked chart and its neighbour change places.
    pub(super) fn move_chart(&mut self, further: bool) {
        let at = self.tableaux.ecran.carte;
        let to = if further { at + 1 } else { at.wrapping_sub(1) };
        // One that was just added or taken away has no place yet.
        let settled = self.tableaux.indicateurs.len() == self.tableaux.ecran.cartes.len();
        if settled && to < self.tableaux.indicateurs.len() {
            self.tableaux.indicateurs.swap(at, to);
            self.tableaux.ecran.deplacer(to);
            self.keep_page();
            // Figures on their way are of the order before.
            if self.awaited(Sujet::Figures) {
                self.recount();
            }
        }
    }

    pub(super) fn ask_page_of_role(&mut self) {
        self.tableaux.ecran.dialogue = Some(Dialogue::PourRole(PourRole::default()));
    }

    /// The page becomes that of the role chosen, for those who laid out none; or the role has none any more.
    pub(super) fn give_page(&mut self, with_page: bool) {
        let Some(Dialogue::PourRole(pour)) = &mut self.tableaux.ecran.dialogue else { return };
        let Some(base) = self.base.clone() else { return };
        pour.erreur.clear();
        let role: Role = pour.role;
        let disposition = Disposition {
            nature: Nature::Role,
            pour: role.code().to_owned(),
            indicateurs: if with_page { self.codes() } else { Vec::new() },
        };
        self.task(
            move || base.save_disposition(&disposition),
            move |app, saved| match saved {
                Ok(()) => {
                    app.tableaux.ecran.dialogue = None;
                    app.tableaux.ecran.take_focus = true;
                    let role = role.libelle();
                    app.toasts.info(if with_page {
                        format!("Cette page est celle du rôle «\u{a0}{role}\u{a0}»")
                    } else {
                        format!("Le rôle «\u{a0}{role}\u{a0}» a de nouveau la page de départ")
                    });
                }
                Err(error) => {
                    if let Some(Dialogue::PourRole(pour)) = &mut app.tableaux.ecran.dialogue {
                        pour.erreur = format!("La page n’a pas été donnée\u{a0}: {error}");
                    }
                }
            },
        );
    }

    /// One's own page is given up for that of one's role, or the first one.
    pub(super) fn page_of_role(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let none =
            Disposition { nature: Nature::Personne, pour: base.utilisateur().to_owned(), indicateurs: Vec::new() };
        self.task(
            move || base.save_disposition(&none).and_then(|()| page(&base)),
            |app, page| {
                let Some(page) = app.take(page) else { return };
                let first = || PAGE.iter().filter_map(|code| trouver(code)).cloned().collect();
                app.tableaux.indicateurs = if page.is_empty() { first() } else { page };
                app.tableaux.ecran.seule = None;
                app.tableaux.ecran.take_focus = true;
                app.recount();
            },
        );
    }
}
