//! Letters: prepared by jobs; the screen only shows what is ready.

use std::collections::BTreeMap;

use super::App;
use super::impression::Forme;
use super::pour::Annonce;
use super::reponses::Sujet;
use crate::domain::carnet::Carnet;
use crate::domain::courrier::{FiltreCourrier, ModeleGarde, NouveauCourrier};
use crate::domain::date;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::lettre::Lettre;
use crate::domain::modele::{Adressage, FormeSaisie, Modele, Public};
use crate::jobs::Progress;
use crate::letters::{self, Commande as Ordre, Pli, Refus, SAISI};
use crate::storage::{Result, StorageError};
use crate::ui::courriers::{Apercu, Demande, EcranCourriers, ModeleVu, PliVu, RefusVu, Reponse, Vue};

/// What the screen does not show of the letters being made.
#[derive(Default)]
pub(super) struct Atelier {
    pub ecran: EcranCourriers,
    pub modeles: Vec<ModeleGarde>,
    /// The directory, as it was read with them.
    pub carnet: Carnet,
    /// What the line above the letters was last told for.
    pub annonce: Annonce,
    pub plis: Vec<Pli>,
    pub progress: Progress,
    /// Changed by hand and on their way to the register: until it has them, this workstation keeps them.
    pub en_route: Vec<NouveauCourrier>,
    /// What the register was last read for.
    pub filtre: Option<FiltreCourrier>,
    /// The base was away: they are handed in once more when it is back.
    pub a_renvoyer: bool,
    /// What the file of this workstation holds, as [`Atelier::empreinte`] tells it.
    pub ecrite: u64,
}

impl Atelier {
    pub fn garde(&self) -> Option<&ModeleGarde> {
        self.modeles.iter().find(|garde| garde.modele.code == self.ecran.modele)
    }

    /// The letters with what was changed by hand.
    pub fn retouches(&self) -> Vec<Pli> {
        let mut plis = self.plis.clone();
        for (pli, vu) in plis.iter_mut().zip(&self.ecran.plis) {
            pli.lettre.objet.clone_from(&vu.objet);
            pli.lettre.corps.clone_from(&vu.corps);
        }
        plis
    }

    /// Letters that are done with.
    pub fn clear(&mut self) {
        self.plis.clear();
        self.ecran.plis.clear();
        self.ecran.refus.clear();
        self.ecran.apercu = None;
        self.ecran.choisi = 0;
    }
}

/// The letters, what was refused, and the directory as it was read.
type Prepared = (Vec<Pli>, Vec<Refus>);

impl App {
    /// What the screen of letters shows is read.
    pub(super) fn show_courriers(&mut self) {
        self.atelier.ecran.take_focus = true;
        self.atelier.annonce = Annonce::default();
        self.name_file();
        self.read_registre();
        self.read_modeles();
    }

    pub(super) fn read_modeles(&mut self) {
        let Some(base) = self.base.clone() else { return };
        self.ask(
            Sujet::Modeles,
            move || base.modeles().and_then(|modeles| Ok((modeles, base.carnet()?))),
            |app, read| {
                let Some((modeles, carnet)) = app.take(read) else { return };
                app.atelier.ecran.modeles = modeles.iter().map(|garde| offered(garde, &carnet)).collect();
                (app.atelier.modeles, app.atelier.carnet) = (modeles, carnet);
                app.atelier.annonce = Annonce::default();
                app.modeles_read();
            },
        );
    }

    pub(super) fn courriers_asked(&mut self, demande: Demande) {
        match demande {
            Demande::Vue(vue) => self.show_vue(vue),
            Demande::Modele(code) => {
                self.leave_letters();
                let first = |modele: &ModeleVu| modele.contacts.first().map(|(id, _)| id.clone());
                let ecran = &mut self.atelier.ecran;
                ecran.contact =
                    ecran.modeles.iter().find(|modele| modele.code == code).and_then(first).unwrap_or_default();
                ecran.modele = code;
                ecran.reponses.clear();
                ecran.imprime.clear();
                self.name_file();
            }
            Demande::EnRetard => self.find_late(),
            Demande::Preparer => self.prepare_letters(),
            Demande::Imprimer => self.print_letters(Forme::Pdf),
            Demande::Docx => self.print_letters(Forme::Docx),
            Demande::Garder => self.keep_letters(),
            Demande::Arreter => self.atelier.progress.cancel(),
            Demande::Apercu => self.draw_pages(),
            Demande::Refusionner => {
                let at = self.atelier.ecran.choisi;
                if let Some(pli) = self.atelier.ecran.plis.get_mut(at) {
                    (pli.objet, pli.corps) = pli.fusion.clone();
                }
                self.draw_pages();
            }
            Demande::Parcourir => self.browse_letters(),
            Demande::OuvrirFichier => self.open_printed(),
            Demande::Lister => self.list_letters(),
            Demande::Chercher => self.read_registre(),
            Demande::Suite => self.read_more_registre(),
            Demande::Voir(id) => self.look_at(id),
            Demande::Reprendre(id) => self.take_up(id),
            Demande::Reimprimer(id) => self.print_again(id),
            Demande::Valider(id) => self.advance_letter(id, crate::domain::courrier::EtatCourrier::Valide),
            Demande::Envoye(id) => self.advance_letter(id, crate::domain::courrier::EtatCourrier::Envoye),
            Demande::Supprimer(id) => self.remove_letter(id),
            Demande::Ouvrir(id) => self.open_dossier(id),
            Demande::Edition(demande) => self.edition_asked(demande),
        }
    }

    pub(super) fn show_vue(&mut self, vue: Vue) {
        let ecran = &mut self.atelier.ecran;
        ecran.vue = vue;
        ecran.take_focus = true;
        ecran.filtre_modeles.clear();
        if vue == Vue::Registre {
            self.read_registre();
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

    /// Letters for the dossier that is on the screen; those that were being made for it stay.
    pub(super) fn write_to_open_dossier(&mut self) {
        let Some(numero) = self.view().map(|view| view.numero().to_owned()).filter(|numero| !numero.is_empty()) else {
            return;
        };
        let ecran = &mut self.atelier.ecran;
        ecran.vue = Vue::Ecrire;
        if dossier::full_numero(&ecran.numeros) != numero {
            self.leave_letters();
            self.atelier.ecran.numeros = numero;
        }
    }

    /// Letters for these dossiers: the screen opens on them.
    pub fn write_to(&mut self, numeros: &[String]) {
        self.leave_letters();
        self.atelier.ecran.vue = Vue::Ecrire;
        self.atelier.ecran.numeros = numeros.join(" ");
        self.show_screen(super::Ecran::Courriers);
    }

    /// Letters for the dossiers that are chosen in the grid.
    pub(super) fn write_to_selection(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let ids: Vec<uuid::Uuid> = self.grille.selection.iter().copied().collect();
        self.ask(
            Sujet::Courriers,
            move || base.numeros(&ids),
            |app, numeros| {
                if let Some(numeros) = app.take(numeros) {
                    app.write_to(&numeros);
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
                    Ok(day) => {
                        let stored = day.to_string();
                        reponse.valeur = date::format(day);
                        stored
                    }
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
        let Some(garde) = self.atelier.garde().cloned() else { return };
        let numeros = self.numeros_asked();
        if numeros.is_empty() {
            self.toasts.alert("Tapez au moins un numéro de dossier");
            self.atelier.ecran.focus_numeros = true;
            return;
        }
        self.atelier.progress = Progress::default();
        self.atelier.ecran.fait = (0, numeros.len());
        self.atelier.ecran.imprime.clear();
        "Préparation des courriers…".clone_into(&mut self.atelier.ecran.busy);
        let (parametres, jour, progress) = (self.parametres.clone(), self.today(), self.atelier.progress.clone());
        let contact = Some(self.atelier.ecran.contact.clone()).filter(|contact| !contact.is_empty());
        let work = move || -> Result<Prepared> {
            let carnet: Carnet = base.carnet()?;
            let ordre = Ordre {
                modele: &garde.modele,
                revision: garde.revision,
                parametres: &parametres,
                carnet: &carnet,
                jour,
                complements: &complements,
                contact: contact.as_deref(),
                seul: numeros.len() == 1,
            };
            let (mut plis, mut refus) = (Vec::new(), Vec::new());
            // By a hundred: what is read is let go once its letter is made.
            for (part, numeros) in numeros.chunks(100).enumerate() {
                let lus = base.dossiers_by_numero(numeros)?;
                for (at, numero) in numeros.iter().enumerate() {
                    if progress.cancelled() {
                        return Err(StorageError::Refused(
                            "Préparation annulée ; aucun courrier n’a été écrit".to_owned(),
                        ));
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
                        refus.push(Refus { numero: numero.clone(), message, manques: Vec::new() });
                    }
                    progress.set(part * 100 + at + 1);
                }
            }
            Ok((plis, refus))
        };
        self.ask(Sujet::Courriers, work, Self::letters_prepared);
    }

    fn letters_prepared(&mut self, prepared: Result<Prepared>) {
        self.atelier.ecran.busy.clear();
        let Some((plis, refus)) = self.take(prepared) else { return };
        let before = std::mem::take(&mut self.atelier.ecran.plis);
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
        ecran.focus_reponses = ecran.reponses.iter().any(|reponse| reponse.valeur.is_empty());
        ecran.refus = refus.into_iter().map(|refus| RefusVu { numero: refus.numero, message: refus.message }).collect();
        ecran.choisi = 0;
        ecran.plis = plis.iter().map(|pli| shown(pli, &before)).collect();
        self.atelier.plis = plis;
        self.draw_pages();
    }

    /// The pages of the letter that is shown, as they would be printed.
    pub(super) fn draw_pages(&mut self) {
        let at = self.atelier.ecran.choisi;
        let Some(lettre) = self.atelier.retouches().into_iter().nth(at).map(|pli| pli.lettre) else {
            self.atelier.ecran.apercu = None;
            return;
        };
        self.ask(Sujet::Apercu, move || pages(&lettre), |app, apercu| app.atelier.ecran.apercu = Some(apercu));
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

/// The pages of a letter, or why it cannot be printed.
pub(super) fn pages(lettre: &Lettre) -> Apercu {
    match letters::pages(lettre) {
        Ok(feuilles) => Apercu { feuilles, refus: String::new() },
        Err(error) => Apercu { feuilles: Vec::new(), refus: error.to_string() },
    }
}

/// A letter as the screen shows it. What was changed by hand stays, whatever is answered afterwards.
fn shown(pli: &Pli, before: &[PliVu]) -> PliVu {
    let titre = format!("{} – {}", pli.numero, pli.destinataire.libelle());
    let fusion = (pli.lettre.objet.clone(), pli.lettre.corps.clone());
    let kept = before.iter().find(|vu| vu.titre == titre && vu.retouche());
    let (objet, corps) = kept.map_or_else(|| fusion.clone(), |vu| (vu.objet.clone(), vu.corps.clone()));
    PliVu { titre, adresse: pli.lettre.adresse.join(", "), objet, corps, fusion, brouillon: None }
}

fn offered(garde: &ModeleGarde, carnet: &Carnet) -> ModeleVu {
    let modele = &garde.modele;
    ModeleVu {
        code: modele.code.clone(),
        libelle: modele.libelle.clone(),
        public: modele.public.libelle(),
        base: modele.base.clone(),
        actif: garde.actif,
        contacts: contacts(modele, carnet),
    }
}

/// Who can be written to: what the template proposes, then the directory, then anybody.
fn contacts(modele: &Modele, carnet: &Carnet) -> Vec<(String, String)> {
    if modele.public == Public::Famille {
        return Vec::new();
    }
    let named = |contact: &crate::domain::carnet::Contact| (contact.id.clone(), contact.libelle.clone());
    let mut all: Vec<(String, String)> = match &modele.adressage {
        Adressage::Correspondant(nature) => carnet.correspondants(nature).map(named).collect(),
        Adressage::Saisi => Vec::new(),
        Adressage::Services | Adressage::ServicesEvaluation | Adressage::ServicesEnRetard | Adressage::Titulaires => {
            vec![(String::new(), "Proposé par le dossier".to_owned())]
        }
    };
    all.push((SAISI.to_owned(), "Saisir un destinataire…".to_owned()));
    for contact in carnet.correspondants.iter().map(named) {
        if !all.contains(&contact) {
            all.push(contact);
        }
    }
    all
}
