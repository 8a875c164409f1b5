//! The register of letters: looked through, looked at, taken up, validated, sent.

use uuid::Uuid;

use super::App;
use super::courriers::pages;
use super::reponses::Sujet;
use crate::domain::courrier::{EtatCourrier, FiltreCourrier, LigneCourrier};
use crate::domain::{date, dossier};
use crate::letters::{Destinataire, Pli};
use crate::storage::{Base, Result, StorageError};
use crate::ui::courriers::{FiltreVu, PliVu, Vue};
use crate::ui::dossier::Part;

/// Lines of the register that are read together.
const REGISTRE: usize = 500;

impl App {
    /// The filter as typed, read; none while a date is not one.
    fn filtre_registre(&mut self) -> Option<FiltreCourrier> {
        let today = self.today();
        let FiltreVu { numero, destinataire, modele, etat, du, au, erreur } = &mut self.atelier.ecran.filtre;
        erreur.clear();
        let mut day = |text: &str| match text.trim() {
            "" => None,
            text => date::parse(text, today).map_err(|why| *erreur = why).ok(),
        };
        let (from, to) = (day(du), day(au));
        erreur.is_empty().then(|| FiltreCourrier {
            dossier: None,
            numero: dossier::full_numero(numero),
            modele: modele.clone(),
            etat: *etat,
            destinataire: destinataire.clone(),
            from,
            to,
            apres: None,
        })
    }

    /// The register from its latest line. Read again, it is as long as it was: one stays where one looks.
    pub(super) fn read_registre(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let Some(filtre) = self.filtre_registre() else { return };
        let same = self.atelier.filtre.as_ref() == Some(&filtre);
        let rows = if same { self.atelier.ecran.registre.len().max(REGISTRE) } else { REGISTRE };
        self.atelier.filtre = Some(filtre.clone());
        self.ask(
            Sujet::Registre,
            move || Ok((base.registre(&filtre, rows)?, base.registre_total(&filtre)?)),
            |app, read| {
                let Some((lignes, total)) = app.take(read) else { return };
                let ecran = &mut app.atelier.ecran;
                ecran.registre_total = usize::try_from(total).unwrap_or(usize::MAX);
                ecran.registre = lignes;
                ecran.suite_demandee = false;
            },
        );
    }

    /// The lines behind those that are read.
    pub(super) fn read_more_registre(&mut self) {
        let (Some(base), Some(filtre)) = (self.base.clone(), self.atelier.filtre.clone()) else { return };
        let Some(last) = self.atelier.ecran.registre.last() else { return };
        let filtre = filtre.behind(last);
        self.ask(
            Sujet::Registre,
            move || base.registre(&filtre, REGISTRE),
            |app, read| {
                // After a failure nothing is asked again by itself: F5 does.
                let Some(lignes) = app.take(read) else { return };
                let ecran = &mut app.atelier.ecran;
                if lignes.len() < REGISTRE {
                    ecran.registre_total = ecran.registre.len() + lignes.len();
                }
                ecran.registre.extend(lignes);
                ecran.suite_demandee = false;
            },
        );
    }

    /// The line of a letter, wherever it is shown.
    pub(super) fn ligne(&self, id: Uuid) -> Option<LigneCourrier> {
        let of_dossiers = self.dossiers.iter().filter_map(|view| view.courriers.as_ref()).flatten();
        self.atelier.ecran.registre.iter().chain(of_dossiers).find(|ligne| ligne.id == id).cloned()
    }

    /// Shows the pages of a letter as they were frozen.
    pub(super) fn look_at(&mut self, id: Uuid) {
        let Some(base) = self.base.clone() else { return };
        if self.ecran != super::Ecran::Courriers {
            self.show_screen(super::Ecran::Courriers);
        }
        self.atelier.ecran.vue = Vue::Registre;
        self.ask(
            Sujet::Vu,
            move || Ok(base.lettres(&[id])?.first().map(pages)),
            move |app, seen| {
                if let Some(Some(seen)) = app.take(seen) {
                    app.atelier.ecran.vu = Some((id, seen));
                }
            },
        );
    }

    /// A draft comes back to be finished.
    pub(super) fn take_up(&mut self, id: Uuid) {
        let (Some(base), Some(ligne)) = (self.base.clone(), self.ligne(id)) else { return };
        if self.ecran != super::Ecran::Courriers {
            self.show_screen(super::Ecran::Courriers);
        }
        let work = move || {
            let lettre = base.lettres(&[id])?.into_iter().next();
            lettre.ok_or_else(|| StorageError::Refused("Ce courrier n’est plus dans la base".to_owned()))
        };
        self.ask(Sujet::Courriers, work, move |app, lettre| {
            let Some(lettre) = app.take(lettre) else { return };
            app.leave_letters();
            let ecran = &mut app.atelier.ecran;
            ecran.vue = Vue::Ecrire;
            ecran.modele.clone_from(&ligne.modele);
            ecran.numeros.clone_from(&ligne.numero);
            ecran.reponses.clear();
            ecran.imprime.clear();
            let text = (lettre.objet.clone(), lettre.corps.clone());
            ecran.plis = vec![PliVu {
                titre: format!("{} – {}", ligne.numero, ligne.destinataire),
                adresse: lettre.adresse.join(", "),
                objet: text.0.clone(),
                corps: text.1.clone(),
                fusion: text,
                brouillon: Some(id),
            }];
            app.atelier.plis = vec![Pli {
                id,
                numero: ligne.numero,
                dossier: ligne.dossier,
                territoire: String::new(),
                destinataire: Destinataire { nom: vec![ligne.destinataire], ..Destinataire::default() },
                lettre,
            }];
            app.name_file();
            app.draw_pages();
        });
    }

    pub(super) fn advance_letter(&self, id: Uuid, etat: EtatCourrier) {
        let Some(base) = self.base.clone() else { return };
        let today = self.today();
        self.task(
            move || base.advance_courriers(&[id], etat, Some(today)),
            |app, done| {
                if app.take(done).is_some() {
                    app.letters_changed();
                }
            },
        );
    }

    pub(super) fn remove_letter(&self, id: Uuid) {
        let Some(base) = self.base.clone() else { return };
        self.task(
            move || base.remove_courrier(id),
            |app, removed| {
                if app.take(removed).is_some() {
                    app.toasts.info("Brouillon supprimé");
                    app.letters_changed();
                }
            },
        );
    }

    /// Wherever letters are shown, they are read again.
    pub(super) fn letters_changed(&mut self) {
        self.read_registre();
        self.read_courriers_du_dossier();
    }

    /// The letters of the dossier on the screen, if that is what it shows.
    pub(super) fn read_courriers_du_dossier(&mut self) {
        let (Some(base), Some(view)) = (self.base.clone(), self.view()) else { return };
        if view.is_new() || view.part != Part::Courriers {
            return;
        }
        let id = view.id;
        let filtre = FiltreCourrier { dossier: Some(id), ..FiltreCourrier::default() };
        self.ask(
            Sujet::CourriersDuDossier(id),
            move || base.registre(&filtre, REGISTRE),
            move |app, lignes| {
                let lignes = app.take(lignes);
                if let (Some(view), Some(lignes)) = (app.dossiers.iter_mut().find(|view| view.id == id), lignes) {
                    view.courriers = Some(lignes);
                }
            },
        );
    }
}

/// Every letter that the filter finds.
pub(super) fn whole_register(base: &Base, filtre: &FiltreCourrier) -> Result<Vec<LigneCourrier>> {
    const TOGETHER: usize = 5_000;
    let mut lignes = base.registre(filtre, TOGETHER)?;
    while let Some(last) = lignes.last().filter(|_| lignes.len().is_multiple_of(TOGETHER)) {
        let more = base.registre(&filtre.clone().behind(last), TOGETHER)?;
        if more.is_empty() {
            break;
        }
        lignes.extend(more);
    }
    Ok(lignes)
}
