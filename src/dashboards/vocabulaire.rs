//! What the values of each dimension are called, in the order in which they are shown.

use super::colonne::Dictionnaire;
use super::dimension::{Dimension, Place};
use super::faits::{A_NAITRE, AGE_INCONNU};
use super::jours::ABSENT;
use super::lecture::REPONSES;
use crate::domain::Parametres;
use crate::domain::parametres::Choix;

pub const AGES: [(&str, &str, i16); 7] = [
    ("a_naitre", "À naître", 0),
    ("0_2", "0 à 2 ans", 36),
    ("3_5", "3 à 5 ans", 72),
    ("6_10", "6 à 10 ans", 132),
    ("11_14", "11 à 14 ans", 180),
    ("15_17", "15 à 17 ans", 216),
    ("majeur", "18 ans et plus", i16::MAX),
];

/// Days after reception, the last of each band in it.
pub const DELAIS: [(&str, &str, i32); 8] = [
    ("0_7", "0 à 7 jours", 7),
    ("8_15", "8 à 15 jours", 15),
    ("16_30", "16 à 30 jours", 30),
    ("31_60", "31 à 60 jours", 60),
    ("61_92", "61 à 92 jours", 92),
    ("93_120", "93 à 120 jours", 120),
    ("121_180", "121 à 180 jours", 180),
    ("181", "Plus de 180 jours", i32::MAX),
];

const ENFANTS: [(&str, &str); 5] =
    [("1", "1 enfant"), ("2", "2 enfants"), ("3", "3 enfants"), ("4", "4 enfants"), ("5", "5 enfants ou plus")];
const OUI_NON: [(&str, &str); 2] = [("oui", "Oui"), ("non", "Non")];
pub const REPETITIONS: [(&str, &str); 4] = [
    ("aucune", "Aucune"),
    ("12_mois", "Dans les 12 mois"),
    ("24_mois", "Entre 12 et 24 mois"),
    ("plus", "Plus de 24 mois"),
];

pub fn tranche_age(mois: i16) -> &'static str {
    match mois {
        AGE_INCONNU => "",
        A_NAITRE => "a_naitre",
        _ => AGES.iter().skip(1).find(|(_, _, end)| mois < *end).map_or("majeur", |(code, _, _)| code),
    }
}

pub fn tranche_delai(start: i32, end: i32) -> &'static str {
    if start == ABSENT || end == ABSENT || end < start {
        return "";
    }
    DELAIS.iter().find(|(_, _, last)| end - start <= *last).map_or("", |(code, _, _)| code)
}

pub fn tranche_enfants(enfants: i32) -> &'static str {
    match enfants {
        i32::MIN..=1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        5.. => "5",
    }
}

/// What nothing known is called.
pub const fn inconnu(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Suite | Dimension::Conclusion => "Pas encore de conclusion",
        Dimension::ReponseParquet => "Pas de réponse connue",
        Dimension::Service => "Aucun service",
        Dimension::Lien => "Aucun auteur présumé",
        Dimension::DelaiQualification => "Pas qualifiée",
        Dimension::DelaiRapport => "Pas encore de rapport",
        Dimension::DelaiDecision => "Pas encore de décision",
        _ => "Non renseigné",
    }
}

/// One for each dimension that has a column.
pub fn dictionnaires(parametres: &Parametres) -> Vec<Dictionnaire> {
    Dimension::toutes()
        .filter(|dimension| dimension.place() != Place::Temps)
        .map(|dimension| {
            let mut dictionnaire = Dictionnaire::new(inconnu(dimension));
            fill(&mut dictionnaire, dimension, parametres);
            dictionnaire
        })
        .collect()
}

fn fill(dictionnaire: &mut Dictionnaire, dimension: Dimension, parametres: &Parametres) {
    let mut fixed = |values: &mut dyn Iterator<Item = (&str, &str)>| {
        for (valeur, libelle) in values {
            // « ??? » is for who types; it says nothing to who reads a report.
            let says = libelle.chars().any(char::is_alphanumeric);
            dictionnaire.ajouter(valeur, if says { libelle } else { "Non connu" });
        }
    };
    let liste = |code: &str| parametres.listes.get(code).map_or(&[][..], |liste| &liste.valeurs);
    let say = |choix: &Choix| (choix.id.clone(), choix.libelle.clone());
    let choix: Vec<(String, String)> = match dimension {
        Dimension::Annee | Dimension::Mois | Dimension::MoisDeLAnnee => return,
        Dimension::Sip | Dimension::DangerGrave | Dimension::Connu => return fixed(&mut OUI_NON.into_iter()),
        Dimension::Enfants => return fixed(&mut ENFANTS.into_iter()),
        Dimension::Repetition => return fixed(&mut REPETITIONS.into_iter()),
        Dimension::Age => return fixed(&mut AGES.iter().map(|(code, libelle, _)| (*code, *libelle))),
        Dimension::DelaiQualification | Dimension::DelaiRapport | Dimension::DelaiDecision => {
            return fixed(&mut DELAIS.iter().map(|(code, libelle, _)| (*code, *libelle)));
        }
        Dimension::Territoire => parametres.territoires.iter().map(say).collect(),
        Dimension::Service => parametres.services.iter().map(say).collect(),
        Dimension::Commune => parametres
            .communes
            .iter()
            .filter(|commune| commune.territoire().is_some())
            .map(|commune| (commune.code().to_owned(), commune.nom().to_owned()))
            .collect(),
        Dimension::TypeDossier => liste("type_dossier").iter().map(say).collect(),
        Dimension::Support => liste("support").iter().map(say).collect(),
        Dimension::Recepteur => liste("recepteur").iter().map(say).collect(),
        Dimension::Origine => liste("origine").iter().map(say).collect(),
        Dimension::Transmetteur => liste("transmetteur").iter().map(say).collect(),
        Dimension::ViolenceConjugale => liste("oui_non_nsp").iter().map(say).collect(),
        Dimension::Etat => liste("etat_dossier").iter().map(say).collect(),
        Dimension::Sexe => liste("sexe").iter().map(say).collect(),
        Dimension::LieuVie => liste("lieu_vie").iter().map(say).collect(),
        Dimension::AutoriteParentale => liste("autorite_parentale").iter().map(say).collect(),
        Dimension::CspPere | Dimension::CspMere => families(liste("csp")),
        Dimension::FamilleMotif => families(liste("motif")),
        Dimension::Suite => families(liste("conclusion")),
        Dimension::Motif | Dimension::MotifPrincipal => liste("motif").iter().map(say).collect(),
        Dimension::MotifSignalement => liste("motif_signalement").iter().map(say).collect(),
        Dimension::Conclusion => liste("conclusion").iter().map(say).collect(),
        Dimension::ReponseParquet => {
            liste("conclusion").iter().filter(|choix| REPONSES.contains(&&*choix.id)).map(say).collect()
        }
        Dimension::Lien => liste("lien").iter().map(say).collect(),
    };
    fixed(&mut choix.iter().map(|(valeur, libelle)| (valeur.as_str(), libelle.as_str())));
}

fn families(valeurs: &[Choix]) -> Vec<(String, String)> {
    valeurs
        .iter()
        .filter(|choix| choix.parent.is_none())
        .map(|choix| (choix.id.clone(), choix.libelle.clone()))
        .collect()
}
