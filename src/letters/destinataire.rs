//! To whom a letter goes: proposed by its template, from the dossier and the address book.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::carnet::{Carnet, Contact};
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::modele::Adressage;
use crate::domain::{Dossier, Fiche, Parametres, Table, adulte, traitement};

use super::accords::Genre;
use super::adresse;

/// One recipient: a household, a service, an institution, or somebody typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Destinataire {
    /// The lines above the street: « Madame Claire MARTIN ».
    pub nom: Vec<String>,
    pub adresse: Vec<String>,
    pub genres: Vec<Genre>,
    /// The children that this recipient may be told of; none: all those of the dossier.
    pub enfants: Option<Vec<Uuid>>,
    /// The row that the letter to a service is about.
    pub traitement: Option<Uuid>,
    /// The service or correspondent, empty for a person.
    pub contact: String,
}

impl Destinataire {
    /// Somebody whose name and address will be asked for.
    pub fn to_ask() -> Self {
        Self::default()
    }

    /// An institution of the address book.
    pub fn of_contact(contact: &Contact) -> Self {
        let mut lines = contact.lines();
        let name_lines = contact.libelle.split(", ").count().min(lines.len());
        let adresse = lines.split_off(name_lines);
        let adresse = if contact.has_address() { adresse } else { Vec::new() };
        Self { nom: lines, adresse, contact: contact.id.clone(), ..Self::default() }
    }

    /// What names it in a list and in the name of a file.
    pub fn libelle(&self) -> String {
        if self.nom.is_empty() { "Destinataire à saisir".to_owned() } else { self.nom.join(", ") }
    }
}

/// What a template proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposition {
    /// A letter to each.
    Tous(Vec<Destinataire>),
    /// One of them, to be chosen.
    UnParmi(Vec<Destinataire>),
}

impl Proposition {
    pub fn list(&self) -> &[Destinataire] {
        match self {
            Self::Tous(list) | Self::UnParmi(list) => list,
        }
    }
}

/// Who should receive a letter of this kind about this dossier.
pub fn propose(
    adressage: &Adressage,
    dossier: &Dossier,
    parametres: &Parametres,
    carnet: &Carnet,
    jour: NaiveDate,
) -> Proposition {
    match adressage {
        Adressage::Titulaires => {
            let list = households(dossier, parametres);
            Proposition::Tous(if list.is_empty() { vec![Destinataire::to_ask()] } else { list })
        }
        Adressage::Services => Proposition::Tous(services(dossier, carnet, |_| true)),
        Adressage::ServicesEvaluation => Proposition::Tous(services(dossier, carnet, is_evaluation)),
        Adressage::ServicesEnRetard => {
            Proposition::Tous(services(dossier, carnet, |row| days_late(dossier, row, jour) > 0))
        }
        Adressage::Correspondant(nature) => {
            let list: Vec<_> = carnet.correspondants(nature).map(Destinataire::of_contact).collect();
            match list.len() {
                0 => Proposition::UnParmi(vec![Destinataire::to_ask()]),
                1 => Proposition::Tous(list),
                _ => Proposition::UnParmi(list),
            }
        }
        Adressage::Saisi => Proposition::Tous(vec![Destinataire::to_ask()]),
    }
}

/// The holders of parental authority: those who live together and hold it on the same children share a letter.
fn households(dossier: &Dossier, parametres: &Parametres) -> Vec<Destinataire> {
    let mut households: Vec<(String, Destinataire)> = Vec::new();
    for holder in dossier.of(Table::Adulte) {
        let mut enfants: Vec<Uuid> = dossier
            .linked(adulte::lien::ADULTE_ID, holder.id)
            .filter(|lien| lien.oui(adulte::lien::TITULAIRE))
            .filter_map(|lien| lien.reference(adulte::lien::ENFANT_CONCERNE_ID))
            .collect();
        if enfants.is_empty() {
            continue;
        }
        enfants.sort_unstable();
        enfants.dedup();
        let adresse = adresse::of_adult(holder, parametres);
        // Without an address nobody is known to live with anybody.
        let key = if adresse.is_empty() { holder.id.to_string() } else { adresse::key(&adresse) };
        let genre = Genre::of_sexe(holder.get(adulte::SEXE));
        let twin = households
            .iter_mut()
            .find(|(other, household)| *other == key && household.enfants.as_ref() == Some(&enfants));
        if let Some((_, household)) = twin {
            household.nom.push(name(holder));
            household.genres.push(genre);
        } else {
            let one = Destinataire {
                nom: vec![name(holder)],
                adresse,
                genres: vec![genre],
                enfants: Some(enfants),
                ..Destinataire::default()
            };
            households.push((key, one));
        }
    }
    households.into_iter().map(|(_, household)| household).collect()
}

/// « Madame Claire MARTIN », or the name alone when the civility is not known.
pub fn name(adulte: &Fiche) -> String {
    let titre = adulte::titre(adulte);
    match Genre::of_sexe(adulte.get(adulte::SEXE)) {
        Genre::Masculin => format!("Monsieur {titre}"),
        Genre::Feminin => format!("Madame {titre}"),
        Genre::Inconnu => titre,
    }
}

/// Was the service asked for an evaluation? Where nothing says for what, that is what one asks.
fn is_evaluation(row: &Fiche) -> bool {
    let nature = row.get(traitement::NATURE);
    nature.is_empty() || nature.contains("evaluation")
}

/// Is this treatment still expected to come back?
pub fn is_open(row: &Fiche) -> bool {
    let done = ["etat_traitement/rendu", "etat_traitement/clos", "etat_traitement/annule"];
    row.date(traitement::RETOUR_LE).is_none() && !done.contains(&row.get(traitement::ETAT))
}

/// The day a service must have answered: its own, else that of the dossier.
pub fn due(dossier: &Dossier, row: &Fiche) -> Option<NaiveDate> {
    row.date(traitement::ECHEANCE_LE).or_else(|| dossier.entete()?.date(dossier::ECHEANCE_LE))
}

/// 0 when nothing is late.
pub fn days_late(dossier: &Dossier, row: &Fiche, jour: NaiveDate) -> u32 {
    let closed = dossier.entete().is_some_and(|entete| entete.get(dossier::ETAT) == dossier::ETAT_CLOS);
    if closed || !is_open(row) {
        return 0;
    }
    let days = due(dossier, row).map_or(0, |due| (jour - due).num_days());
    u32::try_from(days).unwrap_or(0)
}

fn services(dossier: &Dossier, carnet: &Carnet, wanted: impl Fn(&Fiche) -> bool) -> Vec<Destinataire> {
    dossier
        .of(Table::Traitement)
        .filter(|row| row.get(traitement::ETAT) != "etat_traitement/annule" && wanted(row))
        .map(|row| {
            let id = row.get(traitement::SERVICE);
            let Some(service) = carnet.service(id) else {
                return Destinataire { traitement: Some(row.id), ..Destinataire::to_ask() };
            };
            let mut nom = carnet.service_lines(service);
            let adresse = nom.split_off(service.libelle.split(", ").count().min(nom.len()));
            Destinataire {
                nom,
                adresse,
                traitement: Some(row.id),
                contact: service.id.clone(),
                ..Destinataire::default()
            }
        })
        .collect()
}
