//! What brings two children together, or sets them apart, as it is told.

use std::fmt;

use super::points;
use crate::domain::identite::Ressemblance;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motif {
    Nom(Ressemblance),
    Prenom(Ressemblance),
    /// The name stands where the first name should.
    Interverti,
    NaissanceExacte,
    NaissanceUnChiffre,
    NaissanceJourMois,
    NaissanceMois,
    NaissanceAnnee,
    NaissanceVoisine,
    NaissanceAutre,
    Mere(Ressemblance),
    AdresseMeme,
    AdresseCommune,
    /// So many brothers and sisters of the same first name.
    Fratrie(u8),
    SexeAutre,
    /// Everything else is alike: a twin, a brother or a sister.
    AutrePrenom,
    /// The same name, and nothing else that is the same.
    Homonyme,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raison {
    pub motif: Motif,
    pub points: i32,
}

/// What the points mean to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Niveau {
    Faible,
    Possible,
    Probable,
}

impl Niveau {
    pub const fn of(points: i32) -> Self {
        if points >= points::PROBABLE {
            Self::Probable
        } else if points >= points::POSSIBLE {
            Self::Possible
        } else {
            Self::Faible
        }
    }

    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Faible => "Ressemblance",
            Self::Possible => "Peut-être le même enfant",
            Self::Probable => "Sans doute le même enfant",
        }
    }
}

impl fmt::Display for Motif {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nom(how) => write!(out, "{}", of_name("nom", *how)),
            Self::Prenom(how) => write!(out, "{}", of_name("prénom", *how)),
            Self::Interverti => out.write_str("nom et prénom échangés"),
            Self::NaissanceExacte => out.write_str("même date de naissance"),
            Self::NaissanceUnChiffre => out.write_str("date de naissance à une faute de frappe près"),
            Self::NaissanceJourMois => out.write_str("jour et mois de naissance échangés"),
            Self::NaissanceMois => out.write_str("même mois de naissance"),
            Self::NaissanceAnnee => out.write_str("même année de naissance"),
            Self::NaissanceVoisine => out.write_str("naissance à un an près"),
            Self::NaissanceAutre => out.write_str("autre date de naissance"),
            Self::Mere(Ressemblance::Autre | Ressemblance::Debut) => out.write_str("autre nom de la mère"),
            Self::Mere(_) => out.write_str("même nom de la mère"),
            Self::AdresseMeme => out.write_str("même adresse"),
            Self::AdresseCommune => out.write_str("même commune"),
            Self::Fratrie(1) => out.write_str("un frère ou une sœur en commun"),
            Self::Fratrie(count) => write!(out, "{count} frères et sœurs en commun"),
            Self::SexeAutre => out.write_str("autre sexe"),
            Self::AutrePrenom => out.write_str("frère, sœur ou jumeau : seul le prénom diffère"),
            Self::Homonyme => out.write_str("homonyme possible : rien d’autre n’est commun"),
        }
    }
}

fn of_name(what: &str, how: Ressemblance) -> String {
    match how {
        Ressemblance::Identique => format!("même {what}"),
        Ressemblance::MemeSon => format!("{what} de même prononciation"),
        Ressemblance::Partie => format!("une partie du {what}"),
        Ressemblance::UneFaute => format!("{what} à une faute de frappe près"),
        Ressemblance::DeuxFautes => format!("{what} proche"),
        Ressemblance::Debut => format!("le {what} commence ainsi"),
        Ressemblance::Autre => format!("autre {what}"),
        Ressemblance::Inconnue => format!("{what} inconnu"),
    }
}

/// « même prononciation du nom (+30) »
impl fmt::Display for Raison {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.points {
            0 => write!(out, "{}", self.motif),
            points if points > 0 => write!(out, "{} (+{points})", self.motif),
            points => write!(out, "{} (−{})", self.motif, -points),
        }
    }
}
