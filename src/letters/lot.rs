//! Many letters at once: each dossier merged, what fails told dossier by dossier, the rest done.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::carnet::Carnet;
use crate::domain::courrier::NouveauCourrier;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::lettre::Lettre;
use crate::domain::modele::Modele;
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
    pub complements: &'a BTreeMap<String, String>,
    /// The correspondent to write to, when the template lets one choose.
    pub contact: Option<&'a str>,
}

/// A letter ready to be printed.
#[derive(Clone, Debug)]
pub struct Pli {
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
            id: Uuid::now_v7(),
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
    for destinataire in recipients {
        let demande = Demande {
            modele: commande.modele,
            dossier,
            parametres: commande.parametres,
            carnet: commande.carnet,
            jour: commande.jour,
            complements: commande.complements,
        };
        match merge(&demande, &destinataire) {
            Err(error) => refuse(error.to_string(), Vec::new()),
            Ok(fusion) if !fusion.manques.is_empty() => {
                let names: Vec<&str> = fusion.manques.iter().map(|manque| manque.libelle.as_str()).collect();
                refuse(format!("Il manque : {}", names.join(", ")), fusion.manques);
            }
            Ok(fusion) => match printable(&fusion.lettre) {
                Err(error) => refuse(error.to_string(), Vec::new()),
                Ok(()) => plis.push(Pli {
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

fn recipients(commande: &Commande<'_>, dossier: &Dossier) -> Result<Vec<Destinataire>, String> {
    let proposed = propose(&commande.modele.adressage, dossier, commande.parametres, commande.carnet, commande.jour);
    let (Proposition::Tous(list) | Proposition::UnParmi(list)) = &proposed;
    if let Some(wanted) = commande.contact {
        return match list.iter().find(|one| one.contact == wanted) {
            Some(one) => Ok(vec![one.clone()]),
            None => Err(format!("« {wanted} » n’est pas un destinataire de ce modèle")),
        };
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

/// The list of letters, which also makes labels: one line each, semicolons, readable by any spreadsheet.
pub fn list(plis: &[Pli], modele: &Modele) -> String {
    let mut csv = String::from(
        "\u{feff}N° de dossier;Modèle;Date;Objet;Ligne 1;Ligne 2;Ligne 3;Ligne 4;Ligne 5;Ligne 6;Ligne 7\r\n",
    );
    for pli in plis {
        let jour = pli.lettre.jour.map_or_else(String::new, crate::domain::date::format);
        let mut cells = vec![pli.numero.clone(), modele.libelle.clone(), jour, pli.lettre.objet.clone()];
        cells.extend((0..7).map(|at| pli.lettre.adresse.get(at).cloned().unwrap_or_default()));
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        csv.push_str(&cells.join(";"));
        csv.push_str("\r\n");
    }
    csv
}

/// A cell that a spreadsheet reads as text: neither a separator nor a formula.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}
