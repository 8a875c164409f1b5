//! Many letters at once: each dossier merged, what fails told dossier by dossier, the rest done.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::carnet::Carnet;
use crate::domain::courrier::NouveauCourrier;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::lettre::Lettre;
use crate::domain::modele::{Modele, Public};
use crate::domain::{Dossier, Parametres};

use super::contexte::Demande;
use super::destinataire::{Destinataire, Proposition, propose};
use super::fusion::{Manque, merge};
use super::rendu::printable;

/// What a batch is made from.
#[derive(Clone, Copy, Debug)]
pub struct Commande<'a> {
    pub modele: &'a Modele,
    pub revision: i32,
    pub parametres: &'a Parametres,
    pub carnet: &'a Carnet,
    pub jour: NaiveDate,
    /// Answers to what was missing: those of the whole batch by path, those of one letter by the
    /// path that [`Refus::manques`] gave.
    pub complements: &'a BTreeMap<String, String>,
    /// Who to write to, when the template lets one choose: a correspondent, or [`SAISI`].
    pub contact: Option<&'a str>,
    /// One dossier only: what is answered without saying for which letter can be for no other.
    pub seul: bool,
}

/// A recipient who is not in the directory: name and address will be asked for.
pub const SAISI: &str = "saisi";

/// A letter ready to be printed.
#[derive(Clone, Debug)]
pub struct Pli {
    /// Its name in the register, from the first draft on.
    pub id: Uuid,
    pub numero: String,
    pub dossier: Uuid,
    pub territoire: String,
    pub destinataire: Destinataire,
    pub lettre: Lettre,
}

impl Pli {
    /// As the register keeps it.
    pub fn to_keep(&self, modele: &Modele, revision: i32) -> NouveauCourrier {
        NouveauCourrier {
            id: self.id,
            dossier: self.dossier,
            territoire: self.territoire.clone(),
            modele: modele.code.clone(),
            revision,
            destinataire: self.lettre.adresse.first().cloned().unwrap_or_default(),
            lettre: self.lettre.clone(),
        }
    }
}

/// Why a dossier has no letter.
#[derive(Clone, Debug)]
pub struct Refus {
    pub numero: String,
    pub message: String,
    pub manques: Vec<Manque>,
}

/// The letters of one dossier, one a recipient, and what could not be done.
pub fn prepare(commande: &Commande<'_>, dossier: &Dossier) -> (Vec<Pli>, Vec<Refus>) {
    let (mut plis, mut refus) = (Vec::new(), Vec::new());
    let Some(entete) = dossier.entete() else { return (plis, refus) };
    let numero = entete.get(dossier::NUMERO).to_owned();
    let mut refuse = |message: String, manques: Vec<Manque>| {
        refus.push(Refus { numero: numero.clone(), message, manques });
    };
    let recipients = match recipients(commande, dossier) {
        Ok(recipients) => recipients,
        Err(message) => {
            refuse(message, Vec::new());
            return (plis, refus);
        }
    };
    let alone = commande.seul && recipients.len() == 1;
    for (at, destinataire) in recipients.into_iter().enumerate() {
        let portee = format!("{numero}/{}", at + 1);
        let complements = own_answers(commande.complements, &portee, alone);
        let demande = Demande {
            modele: commande.modele,
            dossier,
            parametres: commande.parametres,
            carnet: commande.carnet,
            jour: commande.jour,
            complements: &complements,
        };
        match merge(&demande, &destinataire) {
            Err(error) => refuse(error.to_string(), Vec::new()),
            Ok(fusion) if !fusion.manques.is_empty() => {
                let names: Vec<&str> = fusion.manques.iter().map(|manque| manque.libelle.as_str()).collect();
                let message = format!("Il manque : {}", names.join(", "));
                let whose = format!("{numero}, {}", destinataire.libelle());
                let asked = fusion.manques.into_iter().map(|manque| scoped(manque, &portee, &whose, alone));
                refuse(message, asked.collect());
            }
            Ok(fusion) => match printable(&fusion.lettre) {
                Err(error) => refuse(error.to_string(), Vec::new()),
                Ok(()) => plis.push(Pli {
                    id: Uuid::now_v7(),
                    numero: numero.clone(),
                    dossier: entete.id,
                    territoire: entete.get(dossier::TERRITOIRE).to_owned(),
                    destinataire,
                    lettre: fusion.lettre,
                }),
            },
        }
    }
    (plis, refus)
}

/// How many letters one dossier will make, as far as it is known before they are made.
///
/// # Errors
/// The French sentence that says why there is none.
pub fn expected(commande: &Commande<'_>, dossier: &Dossier) -> Result<usize, String> {
    recipients(commande, dossier).map(|recipients| recipients.len())
}

/// Asked once for the whole batch: nothing that belongs to one dossier or to one reader.
fn is_common(chemin: &str) -> bool {
    let root = chemin.split('.').next().unwrap_or_default();
    ["saisie", "lieu", "agent", "departement", "signataire"].contains(&root)
}

/// The answers that one letter may use. An address or a birth date given for a letter is never that of another.
fn own_answers(all: &BTreeMap<String, String>, portee: &str, alone: bool) -> BTreeMap<String, String> {
    all.iter()
        .filter_map(|(key, valeur)| {
            let chemin = match key.rsplit_once('/') {
                Some((of, chemin)) => (of == portee).then_some(chemin)?,
                None => (alone || is_common(key)).then_some(key.as_str())?,
            };
            Some((chemin.to_owned(), valeur.clone()))
        })
        .collect()
}

/// What is missing, with the letter that it is missing in.
fn scoped(manque: Manque, portee: &str, whose: &str, alone: bool) -> Manque {
    if alone || is_common(&manque.chemin) {
        return manque;
    }
    Manque {
        chemin: format!("{portee}/{}", manque.chemin), libelle: format!("{} – {whose}", manque.libelle), ..manque
    }
}

fn recipients(commande: &Commande<'_>, dossier: &Dossier) -> Result<Vec<Destinataire>, String> {
    let proposed = propose(&commande.modele.adressage, dossier, commande.parametres, commande.carnet, commande.jour);
    let (Proposition::Tous(list) | Proposition::UnParmi(list)) = &proposed;
    if let Some(wanted) = commande.contact {
        if let Some(one) = list.iter().find(|one| one.contact == wanted) {
            return Ok(vec![one.clone()]);
        }
        // A letter for a family goes to nobody but those who hold authority.
        if commande.modele.public == Public::Famille {
            return Err("Ce modèle s’adresse aux titulaires de l’autorité parentale, et à eux seuls".to_owned());
        }
        if wanted == SAISI {
            return Ok(vec![Destinataire::to_ask()]);
        }
        let known = commande.carnet.correspondants.iter().find(|contact| contact.id == wanted);
        return known
            .map(|contact| vec![Destinataire::of_contact(contact)])
            .ok_or_else(|| format!("« {wanted} » n’est pas dans l’annuaire des correspondants"));
    }
    match &proposed {
        Proposition::Tous(list) if list.is_empty() => {
            Err("Ce dossier n’a pas de destinataire pour ce modèle".to_owned())
        }
        Proposition::UnParmi(list) if list.len() > 1 => {
            let names: Vec<&str> = list.iter().map(|one| one.contact.as_str()).collect();
            Err(format!("Il faut choisir le destinataire parmi : {}", names.join(", ")))
        }
        _ => Ok(list.clone()),
    }
}
