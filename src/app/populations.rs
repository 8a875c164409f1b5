//! The minors of each territory: read, typed or pasted, and saved all at once.

use std::collections::BTreeSet;

use super::App;
use super::ecrans::Ecran;
use super::reponses::Sujet;
use crate::domain::fait::Population;
use crate::domain::population::{lire, nombre};
use crate::exchange::tableur::Cellule;
use crate::ui::dossiers::thousands;
use crate::ui::parametres::EcranParametres;
use crate::ui::populations::{Case, Demande};

impl App {
    pub(super) fn read_populations(&mut self) {
        let Some(base) = self.base.clone() else { return };
        self.ask(
            Sujet::Populations,
            move || base.populations(),
            |app, lues| {
                let Some(lues) = app.take(lues) else { return };
                let ecran = &mut app.ecran_parametres.populations;
                ecran.lues = Some(lues);
                // What somebody else saved meanwhile as it is typed here needs no saving.
                for (case, texte) in std::mem::take(&mut ecran.frappe) {
                    ecran.taper(case, texte);
                }
            },
        );
    }

    /// Does a cell of populations have the keys?
    pub(super) fn in_populations(&self) -> bool {
        self.ecran == Ecran::Parametres && self.ecran_parametres.populations.case.is_some()
    }

    /// A copied table takes its cells; what was typed stays when it cannot be read.
    pub(super) fn paste_populations(&mut self, texte: &str) {
        let read = lire(texte, &self.parametres.territoires);
        let ecran = &mut self.ecran_parametres.populations;
        match read {
            Ok(rows) => {
                ecran.erreur.clear();
                for row in rows {
                    let told = if row.mineurs == 0 { String::new() } else { thousands(u64::from(row.mineurs)) };
                    ecran.taper((row.territoire, row.annee), told);
                }
            }
            Err(why) => ecran.erreur = why,
        }
    }

    /// Year, territory, minors: what is pasted back.
    pub(super) fn population_lines(&self) -> Vec<Vec<Cellule>> {
        let ecran = &self.ecran_parametres.populations;
        let read = ecran.lues.iter().flatten().map(|one| (one.territoire.clone(), one.annee));
        let cases: BTreeSet<Case> = read.chain(ecran.frappe.keys().cloned()).collect();
        cases
            .iter()
            .map(|case| {
                let label = self.parametres.territoires.iter().find(|choix| choix.id == case.0);
                let label = label.map_or(case.0.as_str(), |choix| &choix.libelle);
                let texte = ecran.texte(case);
                let number =
                    nombre(&texte).map_or_else(|_| texte.as_str().into(), |count| Cellule::Nombre(count.into()));
                vec![case.1.to_string().into(), label.into(), number]
            })
            .collect()
    }

    pub(super) fn populations_asked(&mut self, demande: Demande) {
        let ecran = &mut self.ecran_parametres.populations;
        ecran.erreur.clear();
        match demande {
            Demande::Abandonner => ecran.frappe.clear(),
            Demande::Enregistrer => self.save_populations(),
        }
    }

    fn save_populations(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let ecran = &mut self.ecran_parametres.populations;
        let mut rows = Vec::new();
        for (case, texte) in &ecran.frappe {
            match nombre(texte) {
                Ok(mineurs) => rows.push(Population { annee: case.1, territoire: case.0.clone(), mineurs }),
                Err(why) => {
                    let label = self.parametres.territoires.iter().find(|choix| choix.id == case.0);
                    let label = label.map_or(case.0.as_str(), |choix| &choix.libelle);
                    ecran.erreur = format!("{label}, {}\u{a0}: {why}\u{a0}; rien n’a été enregistré", case.1);
                    ecran.demande = Some(case.clone());
                    return;
                }
            }
        }
        if rows.is_empty() {
            return self.toasts.info("Rien n’a été changé");
        }
        let sent: Vec<(Case, String)> = ecran.frappe.clone().into_iter().collect();
        self.task(
            move || base.save_populations(&rows),
            move |app, saved| match saved {
                Ok(()) => {
                    let ecran = &mut app.ecran_parametres.populations;
                    // What was typed since stays.
                    for (case, texte) in &sent {
                        if ecran.frappe.get(case) == Some(texte) {
                            ecran.frappe.remove(case);
                        }
                    }
                    app.toasts.info("Populations enregistrées");
                    app.read_populations();
                    // Rates are reckoned on them.
                    app.facts_changed(None);
                }
                Err(error) => {
                    app.ecran_parametres.populations.erreur = format!("Rien n’a été enregistré\u{a0}: {error}");
                }
            },
        );
    }

    /// The lists' screen, for those who look at what it holds.
    pub const fn ecran_parametres(&self) -> &EcranParametres {
        &self.ecran_parametres
    }

    /// The same, to look at it as another role does.
    pub const fn ecran_parametres_mut(&mut self) -> &mut EcranParametres {
        &mut self.ecran_parametres
    }
}
