//! Letters: prepared, printed and kept by jobs; the screen only shows what is ready.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::App;
use super::reponses::Sujet;
use crate::domain::carnet::Carnet;
use crate::domain::courrier::{EtatCourrier, FiltreCourrier, ModeleGarde};
use crate::domain::date;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::modele::FormeSaisie;
use crate::jobs::Progress;
use crate::letters::{self, Commande as Ordre, Genpdf, LetterRenderer as _, Pli, Recueil, Refus};
use crate::storage::{Base, Result, StorageError};
use crate::ui::courriers::{Demande, EcranCourriers, ModeleVu, PliVu, RefusVu, Reponse};

/// Lines of the register that the screen shows.
const REGISTRE: usize = 200;

/// What the screen does not show of the letters being made.
#[derive(Default)]
pub(super) struct Atelier {
    pub ecran: EcranCourriers,
    modeles: Vec<ModeleGarde>,
    plis: Vec<Pli>,
    progress: Progress,
}

type Prepared = (Vec<Pli>, Vec<Refus>);

impl App {
    /// The screen of letters, for the dossier that is open, if one is.
    pub(super) fn show_courriers(&mut self) {
        if let Some(numero) =
            self.view().and_then(|view| view.draft.entete()).map(|entete| entete.get(dossier::NUMERO).to_owned())
            && !numero.is_empty()
        {
            self.atelier.ecran.numeros = numero;
        }
        self.atelier.ecran.take_focus = !self.atelier.ecran.modele.is_empty();
        if self.atelier.ecran.fichier.is_empty() {
            self.atelier.ecran.fichier = self.options.data.join("courriers.pdf").display().to_string();
        }
        self.read_registre();
        let Some(base) = self.base.clone() else { return };
        self.ask(
            Sujet::Modeles,
            move || base.modeles(),
            |app, modeles| {
                let Some(modeles) = app.take(modeles) else { return };
                app.atelier.ecran.modeles = modeles
                    .iter()
                    .filter(|garde| garde.actif)
                    .map(|garde| ModeleVu {
                        code: garde.modele.code.clone(),
                        libelle: garde.modele.libelle.clone(),
                        public: garde.modele.public.libelle(),
                        base: garde.modele.base.clone(),
                    })
                    .collect();
                app.atelier.modeles = modeles;
            },
        );
    }

    pub(super) fn courriers_asked(&mut self, demande: Demande) {
        match demande {
            Demande::Modele(code) => {
                let ecran = &mut self.atelier.ecran;
                ecran.modele = code;
                ecran.reponses.clear();
                ecran.refus.clear();
                ecran.plis.clear();
                ecran.take_focus = true;
                self.atelier.plis.clear();
            }
            Demande::EnRetard => self.find_late(),
            Demande::Preparer => self.prepare_letters(),
            Demande::Imprimer => self.print_letters(),
            Demande::Arreter => self.atelier.progress.cancel(),
            Demande::Chercher => self.read_registre(),
            Demande::Reimprimer(id) => self.print_again(id),
            Demande::Envoye(id) => self.mark_sent(id),
            Demande::Ouvrir(id) => self.open_dossier(id),
        }
    }

    fn find_late(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let today = self.today();
        self.ask(
            Sujet::Courriers,
            move || base.late_dossiers(today),
            |app, numeros| {
                let Some(numeros) = app.take(numeros) else { return };
                if numeros.is_empty() {
                    app.toasts.info("Aucun service n’est en retard");
                } else {
                    app.atelier.ecran.numeros = numeros.join(" ");
                    app.prepare_letters();
                }
            },
        );
    }

    /// What was answered, read; none when an answer is not understood, which stands beside it.
    fn complements(&mut self) -> Option<BTreeMap<String, String>> {
        let today = self.today();
        let mut understood = true;
        let mut complements = BTreeMap::new();
        for reponse in &mut self.atelier.ecran.reponses {
            reponse.erreur.clear();
            let typed = reponse.valeur.trim();
            if typed.is_empty() {
                continue;
            }
            let valeur = match reponse.forme {
                FormeSaisie::Date => match date::parse(typed, today) {
                    Ok(day) => day.to_string(),
                    Err(why) => {
                        reponse.erreur = why;
                        understood = false;
                        continue;
                    }
                },
                FormeSaisie::Texte | FormeSaisie::Long => typed.to_owned(),
            };
            complements.insert(reponse.chemin.clone(), valeur);
        }
        understood.then_some(complements)
    }

    fn prepare_letters(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let Some(complements) = self.complements() else { return };
        let Some(garde) =
            self.atelier.modeles.iter().find(|garde| garde.modele.code == self.atelier.ecran.modele).cloned()
        else {
            return;
        };
        let numeros: Vec<String> = self
            .atelier
            .ecran
            .numeros
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
            .filter(|word| !word.is_empty())
            .map(dossier::full_numero)
            .collect();
        if numeros.is_empty() {
            self.toasts.alert("Tapez au moins un numéro de dossier");
            return;
        }
        self.atelier.progress = Progress::default();
        "Préparation des courriers…".clone_into(&mut self.atelier.ecran.busy);
        let (parametres, jour, progress) = (self.parametres.clone(), self.today(), self.atelier.progress.clone());
        let work = move || -> Result<Prepared> {
            let carnet: Carnet = base.carnet()?;
            let lus = base.dossiers_by_numero(&numeros)?;
            let ordre = Ordre {
                modele: &garde.modele,
                revision: garde.revision,
                parametres: &parametres,
                carnet: &carnet,
                jour,
                complements: &complements,
                contact: None,
            };
            let (mut plis, mut refus) = (Vec::new(), Vec::new());
            for numero in numeros {
                if progress.cancelled() {
                    break;
                }
                let found = lus
                    .iter()
                    .find(|lu| lu.dossier.entete().is_some_and(|entete| entete.get(dossier::NUMERO) == numero));
                if let Some(lu) = found {
                    let (done, failed) = letters::prepare(&ordre, &lu.dossier);
                    plis.extend(done);
                    refus.extend(failed);
                } else {
                    let message = StorageError::NoDossier(numero.clone()).to_string();
                    refus.push(Refus { numero, message, manques: Vec::new() });
                }
            }
            Ok((plis, refus))
        };
        self.ask(Sujet::Courriers, work, Self::letters_prepared);
    }

    fn letters_prepared(&mut self, prepared: Result<Prepared>) {
        self.atelier.ecran.busy.clear();
        let Some((plis, refus)) = self.take(prepared) else { return };
        let ecran = &mut self.atelier.ecran;
        for manque in refus.iter().flat_map(|refus| &refus.manques) {
            if !ecran.reponses.iter().any(|known| known.chemin == manque.chemin) {
                ecran.reponses.push(Reponse {
                    chemin: manque.chemin.clone(),
                    libelle: manque.libelle.clone(),
                    forme: manque.forme,
                    valeur: String::new(),
                    erreur: String::new(),
                });
            }
        }
        ecran.refus = refus.into_iter().map(|refus| RefusVu { numero: refus.numero, message: refus.message }).collect();
        ecran.choisi = 0;
        ecran.plis = plis
            .iter()
            .map(|pli| PliVu {
                titre: format!("{} – {}", pli.numero, pli.destinataire.libelle()),
                adresse: pli.lettre.adresse.join(", "),
                objet: pli.lettre.objet.clone(),
                corps: pli.lettre.corps.clone(),
            })
            .collect();
        self.atelier.plis = plis;
    }

    /// Draws the letters, keeps them validated, then writes the file: what is on paper is in the register.
    fn print_letters(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let Some(garde) =
            self.atelier.modeles.iter().find(|garde| garde.modele.code == self.atelier.ecran.modele).cloned()
        else {
            return;
        };
        let mut plis = self.atelier.plis.clone();
        for (pli, vu) in plis.iter_mut().zip(&self.atelier.ecran.plis) {
            pli.lettre.objet.clone_from(&vu.objet);
            pli.lettre.corps.clone_from(&vu.corps);
        }
        self.atelier.progress = Progress::default();
        let (path, separes, progress) =
            (PathBuf::from(&self.atelier.ecran.fichier), self.atelier.ecran.separes, self.atelier.progress.clone());
        format!("Impression de {} courriers…", plis.len()).clone_into(&mut self.atelier.ecran.busy);
        let work = move || print(&base, &garde, &plis, &path, separes, &progress);
        self.ask(Sujet::Courriers, work, |app, printed| {
            app.atelier.ecran.busy.clear();
            if let Some(done) = app.take(printed) {
                app.toasts.info(done);
                app.atelier.ecran.plis.clear();
                app.atelier.plis.clear();
                app.read_registre();
            }
        });
    }

    fn print_again(&self, id: Uuid) {
        let Some(base) = self.base.clone() else { return };
        let path = PathBuf::from(&self.atelier.ecran.fichier);
        self.task(
            move || {
                let lettres = base.lettres(&[id])?;
                let lettre = lettres
                    .first()
                    .ok_or_else(|| StorageError::Refused("Ce courrier n’est pas dans la base".to_owned()))?;
                let pdf = Genpdf.one(lettre).map_err(|error| StorageError::Refused(error.to_string()))?;
                std::fs::write(&path, pdf)?;
                Ok(format!("Courrier réimprimé dans {}", path.display()))
            },
            |app, printed| {
                if let Some(done) = app.take(printed) {
                    app.toasts.info(done);
                }
            },
        );
    }

    fn mark_sent(&self, id: Uuid) {
        let Some(base) = self.base.clone() else { return };
        let today = self.today();
        self.task(
            move || base.advance_courriers(&[id], EtatCourrier::Envoye, Some(today)),
            |app, sent| {
                if app.take(sent).is_some() {
                    app.read_registre();
                }
            },
        );
    }

    fn read_registre(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let filtre = FiltreCourrier { destinataire: self.atelier.ecran.cherche.clone(), ..FiltreCourrier::default() };
        self.ask(
            Sujet::Registre,
            move || base.registre(&filtre, REGISTRE),
            |app, lignes| {
                if let Some(lignes) = app.take(lignes) {
                    app.atelier.ecran.registre = lignes;
                }
            },
        );
    }

    /// The Courriers screen, for those who look at what it holds.
    pub const fn courriers(&self) -> &EcranCourriers {
        &self.atelier.ecran
    }

    /// The same, to type in a field that no key reaches.
    pub const fn courriers_mut(&mut self) -> &mut EcranCourriers {
        &mut self.atelier.ecran
    }
}

fn print(
    base: &Base,
    garde: &ModeleGarde,
    plis: &[Pli],
    path: &Path,
    separes: bool,
    progress: &Progress,
) -> Result<String> {
    let refused = |numero: &str, error: letters::ErreurRendu| StorageError::Refused(format!("{numero}\u{a0}: {error}"));
    let Some(first) = plis.first() else {
        return Err(StorageError::Refused("Aucun courrier n’est prêt".to_owned()));
    };
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let mut recueil = Recueil::new(&garde.modele.libelle, &first.lettre);
    let folder = path.with_extension("");
    for (at, pli) in plis.iter().enumerate() {
        if progress.cancelled() {
            return Err(StorageError::Refused(
                "Impression annulée ; aucun courrier n’a été validé ni écrit".to_owned(),
            ));
        }
        if separes {
            let pdf = Genpdf.one(&pli.lettre).map_err(|error| refused(&pli.numero, error))?;
            let name = format!("{} {}.pdf", letters::file_name(&pli.numero, &pli.destinataire), at + 1);
            files.push((folder.join(name), pdf));
        } else {
            recueil.add(&pli.lettre).map_err(|error| refused(&pli.numero, error))?;
        }
    }
    if separes {
        std::fs::create_dir_all(&folder)?;
    } else {
        files.push((path.to_owned(), recueil.finish().map_err(|error| refused(&first.numero, error))?));
    }
    let rows: Vec<_> = plis.iter().map(|pli| pli.to_keep(&garde.modele, garde.revision)).collect();
    base.keep_courriers(&rows, EtatCourrier::Valide)?;
    for (path, pdf) in files {
        std::fs::write(path, pdf)?;
    }
    let place = if separes { folder.display().to_string() } else { path.display().to_string() };
    Ok(if plis.len() > 1 {
        format!("{} courriers imprimés dans {place}", plis.len())
    } else {
        format!("Courrier imprimé dans {place}")
    })
}
