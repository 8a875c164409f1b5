//! Work handed to the jobs: nothing here waits.

use std::path::PathBuf;
use std::sync::Arc;

use uuid::Uuid;

use super::App;
use super::reponses::{Ouverte, Sujet};
use super::retouches::give_back;
use crate::demo::Demo;
use crate::domain::liste::EditListe;
use crate::domain::recherche::{Filtre, Ordre};
use crate::domain::{Parametres, enfant, identite};
use crate::jobs::Progress;
use crate::storage::{self, Base, Brouillons, Cible, StorageError};
use crate::ui::dossier::DossierView;
use crate::ui::dossiers::PAGE;
use crate::ui::populations;

/// Dossiers of the demonstration that the first screen offers.
const DEMONSTRATION: usize = 2_000;

/// How a base is to be had.
pub(super) enum Ouverture {
    Open,
    Create,
    Demonstration,
}

impl App {
    /// The base of the command line, or the last one if it opens without a secret.
    pub(super) fn open_at_start(&mut self) {
        if let Some(cible) = self.options.base.clone() {
            self.ouverture.chemin = cible.adresse();
            self.open_base(cible, Ouverture::Open);
            return;
        }
        if let Ok(cible @ Cible::Fichier { .. }) = Cible::parse(&self.preferences.base)
            && cible.chemin().is_some_and(std::path::Path::exists)
        {
            self.open_base(cible, Ouverture::Open);
        }
    }

    pub(super) fn open_base(&mut self, cible: Cible, how: Ouverture) {
        self.ouverture.error.clear();
        self.ouverture.can_cancel = matches!(how, Ouverture::Demonstration);
        match how {
            Ouverture::Open => "Ouverture de la base…",
            Ouverture::Create => "Création de la base…",
            Ouverture::Demonstration => "Préparation de la démonstration…",
        }
        .clone_into(&mut self.ouverture.busy);
        self.progress = Progress::default();
        let (today, progress) = (self.today(), self.progress.clone());
        let drafts = self.options.data.join("brouillons");
        let work = move || -> storage::Result<Ouverte> {
            let base = match how {
                Ouverture::Open => Base::open(cible)?,
                Ouverture::Create => Base::create(cible)?,
                Ouverture::Demonstration => demonstration(&cible, today, &progress)?,
            };
            let parametres = base.parametres(today)?;
            // Who keeps the lists or looks through the journal reads no dossier.
            let page = if base.droits().lit_dossiers() {
                base.page(&Filtre::default(), Ordre::default(), 0, PAGE)?
            } else {
                crate::domain::recherche::Page::default()
            };
            let brouillons = base.draft_key().map(|key| Brouillons::new(drafts, key));
            // Before the locks of windows that are no more are swept.
            let lettres = brouillons.as_ref().map(|kept| give_back(&base, kept)).unwrap_or_default();
            let kept = brouillons.as_ref().map(Brouillons::read_all).unwrap_or_default();
            Ok(Ouverte { base, parametres, page, brouillons, kept, lettres })
        };
        self.ask(Sujet::Base, work, Self::base_opened);
    }

    pub(super) fn open_demonstration(&mut self) {
        let chemin = self.options.data.join("demonstration.vigie");
        let there = chemin.exists();
        self.ouverture.chemin = chemin.display().to_string();
        let cible = Cible::Fichier { chemin, phrase: None };
        self.open_base(cible, if there { Ouverture::Open } else { Ouverture::Demonstration });
    }

    pub(super) fn read_communes(&self, base: &Base) {
        let base = base.clone();
        self.task(
            move || base.communes(),
            |app, communes| {
                if let Some(communes) = app.take(communes) {
                    app.parametres.communes = Arc::new(communes);
                }
            },
        );
    }

    pub(super) fn need_page(&mut self, page: u64) {
        let Some(base) = self.base.clone().filter(|_| self.pages_asked.insert(page)) else { return };
        let (filtre, ordre) = self.grille.asked(self.today());
        self.ask(
            Sujet::Page(page),
            move || base.page(&filtre, ordre, page * PAGE, PAGE),
            move |app, read| {
                // After a failure nothing is asked again by itself at each drawing: F5 does, and the base's return.
                let Some(read) = app.take(read) else { return };
                app.pages_asked.remove(&page);
                app.grille.receive(read);
            },
        );
    }

    /// The grid is read again; what it shows stays until the answer.
    pub(super) fn refresh_grid(&mut self) {
        self.tickets.retain(|sujet, _| !matches!(sujet, Sujet::Page(_)));
        self.pages_asked.clear();
        self.grille.outdate();
        let page = self.grille.at / PAGE;
        self.need_page(page);
        if page > 0 {
            self.need_page(page - 1);
        }
    }

    pub(super) fn open_dossier(&mut self, id: Uuid) {
        if let Some(at) = self.dossiers.iter().position(|view| view.id == id) {
            self.carry_out_open(at);
            return;
        }
        let Some(base) = self.base.clone() else { return };
        self.task(move || base.dossier(id), move |app, lu| app.dossier_read(id, lu, false));
    }

    pub(super) fn read_historique(&mut self) {
        let (Some(base), Some(view)) = (self.base.clone(), self.view()) else { return };
        if view.is_new() || view.historique.is_some() {
            return;
        }
        let id = view.id;
        if self.awaited(Sujet::Historique(id)) {
            return;
        }
        self.ask(
            Sujet::Historique(id),
            move || base.historique(id),
            move |app, historique| {
                let historique = app.take(historique);
                if let Some(view) = app.dossiers.iter_mut().find(|view| view.id == id) {
                    view.historique = historique;
                }
            },
        );
    }

    /// Looks for the child being typed among those of the base.
    pub(super) fn look_for_known(&mut self) {
        let (Some(base), Some(view)) = (self.base.clone(), self.view()) else { return };
        let person =
            view.concerne().and_then(|concerne| crate::domain::dossier::Fiches::personne(&view.draft, concerne));
        let Some(person) = person.filter(|person| person.version == 0) else { return };
        let id = person.id;
        let Some(tape) = view.concerne().and_then(|child| identite::of_draft(&view.draft, child, self.today())) else {
            return;
        };
        self.ask(
            Sujet::Connus,
            // Who may not be told of other territories is still shown the children that they may read.
            move || base.known_children(&tape).map(|known| (known, base.connus_ailleurs(&tape).unwrap_or_default())),
            move |app, connus| {
                let (found, elsewhere) = app.take(connus).unwrap_or_default();
                // The person who is typed now, not one that was left meanwhile.
                let still = |view: &DossierView| {
                    view.concerne().and_then(|child| child.reference(enfant::ENFANT_ID)) == Some(id)
                };
                if let Some(view) = app.view_mut().filter(|view| still(view)) {
                    view.connus = found.into_iter().filter(|connu| connu.personne.id != id).collect();
                    view.ailleurs = elsewhere;
                }
            },
        );
    }

    pub(super) fn read_valeurs(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let liste = self.ecran_parametres.liste.clone();
        if liste == populations::LISTE {
            return self.read_populations();
        }
        self.ask(
            Sujet::Valeurs,
            move || base.valeurs(&liste),
            |app, valeurs| app.ecran_parametres.valeurs = app.take(valeurs),
        );
    }

    pub(super) fn read_parametres(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let today = self.today();
        self.ask(
            Sujet::Parametres,
            move || base.parametres(today),
            |app, parametres| {
                if let Some(parametres) = app.take(parametres) {
                    app.parametres = Parametres { communes: Arc::clone(&app.parametres.communes), ..parametres };
                }
            },
        );
    }

    pub(super) fn edit_liste(&mut self, edit: EditListe) {
        let Some(base) = self.base.clone() else { return };
        self.task(move || (base.edit_liste(&edit), edit), |app, (result, edit)| app.liste_edited(&edit, result));
    }

    /// A dialog of the system; without one, the path is typed.
    pub(super) fn browse(&self, save: bool) {
        let start = self.ouverture.chemin.clone();
        let choose = move || {
            let dialog = rfd::FileDialog::new().set_title("Base Vigie").add_filter("Base Vigie", &["vigie"]);
            let dialog = match PathBuf::from(start).parent() {
                Some(dir) if dir.is_dir() => dialog.set_directory(dir),
                _ => dialog,
            };
            if save { dialog.save_file() } else { dialog.pick_file() }
        };
        self.dialog(choose, |app, path| {
            if let Some(path) = path {
                app.ouverture.chemin = path.display().to_string();
            }
        });
    }
}

/// A base of invented families, made once.
fn demonstration(cible: &Cible, today: chrono::NaiveDate, progress: &Progress) -> storage::Result<Base> {
    // At the very first start nothing of Vigie is on this workstation yet.
    if let Some(folder) = cible.chemin().and_then(std::path::Path::parent) {
        storage::prive::dir(folder)?;
    }
    let base = Base::create(cible.clone())?;
    let filled = base.parametres(today).and_then(|mut parametres| {
        parametres.communes = Arc::new(base.communes()?);
        let dossiers = Demo::new(&parametres, DEMONSTRATION, 1, today);
        storage::load(&base, dossiers, |done| {
            progress.set(done);
            !progress.cancelled()
        })
    });
    if let Err(error) = filled {
        drop(base);
        // Half a demonstration is none.
        if let Some(chemin) = cible.chemin() {
            let _ = std::fs::remove_file(chemin);
        }
        return Err(if progress.cancelled() {
            StorageError::Refused("Démonstration annulée ; rien n’a été gardé".to_owned())
        } else {
            error
        });
    }
    Ok(base)
}
