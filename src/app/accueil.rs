//! The home screen's wishes, carried out.

use super::App;
use super::ecrans::Ecran;
use super::reponses::Sujet;
use crate::domain::accueil::{Compteur, Tache};
use crate::domain::recherche::{Choisis, Colonne, Filtre};
use crate::ui::accueil::Demande;

impl App {
    pub(super) fn accueil_asked(&mut self, demande: Demande) {
        match demande {
            Demande::Filter(filtre) => {
                self.accueil.filtre = filtre;
                self.accueil.at = 0;
                self.accueil.scroll = true;
                self.read_travail();
            }
            Demande::ShowBehind(compteur) => self.show_behind(compteur),
            Demande::ShowOffers => self.read_offers(),
            Demande::ShowState(etat) => {
                let territoire = self.accueil.filtre.territoire.clone();
                let mut filtre = Filtre::among(Colonne::Etat, [etat]);
                if !territoire.is_empty() {
                    filtre = filtre.and(Colonne::Territoire, [territoire]);
                }
                self.filter_grid(filtre);
                self.show_screen(Ecran::Dossiers);
            }
            Demande::ShowDraft => {
                if let Some(at) = self.dossiers.iter().position(|view| view.dirty) {
                    self.carry_out_open(at);
                }
            }
        }
    }

    /// A delay was changed: what is due follows, for every open dossier.
    pub(super) fn reckon_again(&self) {
        let Some(base) = self.base.clone() else { return };
        self.long_task(
            move || base.recompute_echeances(),
            |app, reckoned| {
                if let Some((dossiers, waiting)) = app.take(reckoned) {
                    app.toasts.info(format!("Échéances recomptées\u{a0}: {waiting}, pour {dossiers} dossiers ouverts"));
                    app.read_travail();
                    app.refresh_grid();
                }
            },
        );
    }

    /// The dossiers that were counted, in the grid.
    fn show_behind(&mut self, compteur: Compteur) {
        let Some(base) = self.base.clone() else { return };
        let (filtre, today) = (self.accueil.filtre.clone(), self.today());
        self.ask(
            Sujet::Derriere,
            move || base.dossiers_behind(compteur, &filtre, today),
            move |app, ids| {
                if let Some(ids) = app.take(ids) {
                    let choisis = Choisis::new(compteur.titre(), ids);
                    app.filter_grid(Filtre { choisis: Some(choisis), ..Filtre::default() });
                    app.show_screen(Ecran::Dossiers);
                }
            },
        );
    }

    /// What is shown stays until the base has answered.
    pub(super) fn read_travail(&mut self) {
        self.ask_travail(false);
    }

    /// The same, with the line that was chosen still chosen wherever it goes: nobody is to open another
    /// dossier because somebody saved.
    pub(super) fn read_travail_again(&mut self) {
        self.ask_travail(true);
    }

    fn ask_travail(&mut self, keep: bool) {
        let Some(base) = self.base.clone() else { return };
        let (filtre, today) = (self.accueil.filtre.clone(), self.today());
        self.ask(
            Sujet::Travail,
            move || base.travail(&filtre, today),
            move |app, travail| {
                if let Some(travail) = app.take(travail) {
                    let before = app.accueil.travail.as_ref().filter(|_| keep);
                    let chosen = before.and_then(|before| before.taches.get(app.accueil.at));
                    let key = |one: &Tache| (one.dossier, one.code.clone(), one.service.clone());
                    let at = chosen.and_then(|chosen| travail.taches.iter().position(|one| key(one) == key(chosen)));
                    app.accueil.at = at.unwrap_or(app.accueil.at);
                    app.accueil.travail = Some(travail);
                }
            },
        );
    }

    /// The one search field: what is found at once, then what is one typing error away if that is
    /// little. A newer key drops both, and what has not begun is not asked.
    pub(super) fn search(&mut self, texte: String) {
        // Commands alone are found there by who reads no dossier.
        let Some(base) = self.base.clone().filter(|base| base.droits().lit_dossiers()) else { return };
        self.searching.cancel();
        self.searching = crate::jobs::Progress::default();
        let still = self.searching.clone();
        let again = (base.clone(), texte.clone(), still.clone());
        self.ask(
            Sujet::Recherche,
            move || if still.cancelled() { Ok(Vec::new()) } else { base.search(&texte) },
            move |app, found| {
                let Some(found) = app.take(found) else { return };
                let few = found.len() < 5;
                let (base, texte, still) = again;
                if let Some(palette) = &mut app.palette {
                    palette.found(&texte, found);
                }
                if few {
                    app.ask(
                        Sujet::Recherche,
                        move || {
                            let found = if still.cancelled() { Ok(Vec::new()) } else { base.search_near(&texte) };
                            (texte, found)
                        },
                        |app, (texte, found)| {
                            let found = app.take(found).unwrap_or_default();
                            if let Some(palette) = &mut app.palette {
                                palette.found_near(&texte, found);
                            }
                        },
                    );
                }
            },
        );
    }
}
