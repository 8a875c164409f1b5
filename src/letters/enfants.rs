//! The children and the adults of a dossier as a letter names them.

use chrono::{Datelike as _, NaiveDate};
use minijinja::Value;

use crate::domain::dossier::Fiches as _;
use crate::domain::enfant::{self, personne};
use crate::domain::{Cle, Fiche, Table, adulte, conclusion, date, motif, nom};

use super::accords::{Genre, Groupe};
use super::champs::Champ;
use super::contexte::{Brut, Demande, record};
use super::destinataire::{self, Destinataire};
use super::filtres::{ENFANT, GENRES};
use super::{adresse, nombres};

/// The children that this recipient may be told of, in the order of the dossier.
pub fn list(demande: &Demande<'_>, destinataire: &Destinataire, champs: &'static [Champ]) -> Vec<Value> {
    demande
        .dossier
        .of(Table::EnfantConcerne)
        .filter(|concerne| destinataire.enfants.as_ref().is_none_or(|allowed| allowed.contains(&concerne.id)))
        .filter_map(|concerne| Some((concerne, demande.dossier.personne(concerne)?)))
        .enumerate()
        .map(|(at, (concerne, person))| {
            let mut fields =
                record(demande, &format!("enfants.{at}."), champs, |nom| of_child(demande, concerne, person, nom));
            fields.insert(GENRES.to_owned(), sexe(person.get(personne::SEXE)).into());
            fields.insert(ENFANT.to_owned(), true.into());
            fields.into()
        })
        .collect()
}

fn sexe(stored: &str) -> String {
    stored.rsplit('/').next().filter(|sexe| !sexe.is_empty()).unwrap_or("inconnu").to_owned()
}

fn unborn(person: &Fiche) -> bool {
    person.get(personne::PRECISION_NAISSANCE) == "a_naitre"
}

fn of_child(demande: &Demande<'_>, concerne: &Fiche, person: &Fiche, nom: &str) -> Brut {
    let dossier = demande.dossier;
    let label = |fiche: &Fiche, cle: Cle| {
        Brut::texte(demande.parametres.libelle(cle.champ().nature, fiche.get(cle)).to_owned())
    };
    let conclusion = dossier.linked(conclusion::ENFANT_CONCERNE_ID, concerne.id).last();
    let of_conclusion = |cle: Cle| conclusion.map_or_else(|| Brut::texte(""), |row| label(row, cle));
    match nom {
        "prenom" if unborn(person) && person.get(personne::PRENOM).is_empty() => Brut::Rien,
        "prenom" => Brut::texte(person.get(personne::PRENOM)),
        "nom" if unborn(person) => Brut::Texte(enfant::nom_affiche(person)).or_nothing(),
        "nom" => Brut::texte(enfant::nom_affiche(person)),
        "nom_complet" => Brut::texte(nom_complet(person)),
        "a_naitre" => Brut::Oui(unborn(person)),
        "naissance" => Brut::texte(naissance(person, true)),
        "date_naissance" => Brut::texte(naissance(person, false)),
        "age" if unborn(person) => Brut::Rien,
        "age" => Brut::texte(
            person.date(personne::DATE_NAISSANCE).map_or_else(String::new, |birth| age(birth, demande.jour)),
        ),
        "conclusion" => of_conclusion(conclusion::CONCLUSION),
        "date_conclusion" => Brut::Date(conclusion.and_then(|row| row.date(conclusion::DATE_CONCLUSION))),
        "motif_signalement" => of_conclusion(conclusion::MOTIF_SIGNALEMENT),
        "detail_conclusion" => of_conclusion(conclusion::DETAIL),
        "adresse" => Brut::texte(adresse::of_child(concerne, demande.parametres).join(", ")),
        "lieu_vie" => label(concerne, enfant::LIEU_VIE).or_unknown(),
        "autorite_parentale" => label(concerne, enfant::AUTORITE_PARENTALE).or_unknown(),
        "ancien_dossier" => Brut::texte(concerne.get(enfant::ANCIEN_DOSSIER)).or_nothing(),
        "motifs" => Brut::Textes(
            dossier
                .linked(motif::ENFANT_CONCERNE_ID, concerne.id)
                .map(|row| demande.parametres.libelle(motif::MOTIF.champ().nature, row.get(motif::MOTIF)).to_owned())
                .filter(|motif| !motif.is_empty())
                .collect(),
        ),
        "motif_principal" => dossier
            .linked(motif::ENFANT_CONCERNE_ID, concerne.id)
            .find(|row| row.oui(motif::PRINCIPAL))
            .map_or_else(|| Brut::texte(""), |row| label(row, motif::MOTIF)),
        _ => Brut::Rien,
    }
}

impl Brut {
    /// « Non renseigné », « Ne sait pas » say nothing: as if nothing stood there.
    fn or_unknown(self) -> Self {
        match self {
            Self::Texte(texte) if ["non renseigne", "ne sait pas"].contains(&nom::fold(&texte).as_str()) => {
                Self::texte("")
            }
            other => other,
        }
    }

    /// What may be left out without being asked for.
    fn or_nothing(self) -> Self {
        match self {
            Self::Texte(texte) if texte.is_empty() => Self::Rien,
            other => other,
        }
    }
}

fn nom_complet(person: &Fiche) -> String {
    let nom = enfant::nom_affiche(person);
    match person.get(personne::PRENOM) {
        "" if unborn(person) => format!("enfant à naître {nom}").trim_end().to_owned(),
        prenom => format!("{prenom} {nom}").trim().to_owned(),
    }
}

/// « née le 3 mars 2015 », « né en 2015 », « à naître »; without the participle, the date alone.
fn naissance(person: &Fiche, participle: bool) -> String {
    let birth = person.date(personne::DATE_NAISSANCE);
    let groupe = Groupe { genres: vec![Genre::of_sexe(person.get(personne::SEXE))], enfants: true };
    let (lead, texte) = match (person.get(personne::PRECISION_NAISSANCE), birth) {
        ("a_naitre", None) => return "à naître".to_owned(),
        ("a_naitre", Some(term)) => return format!("à naître (terme prévu le {})", nombres::date_longue(term)),
        (_, None) => return String::new(),
        ("mois", Some(day)) => ("en ", format!("{}\u{a0}{}", date::mois(day.month()), day.year())),
        ("annee", Some(day)) => ("en ", day.year().to_string()),
        ("estimee", Some(day)) => ("vers ", day.year().to_string()),
        (_, Some(day)) => ("le ", nombres::date_longue(day)),
    };
    match participle {
        true => format!("{} {lead}{texte}", groupe.accord("né")),
        false if lead == "vers " => format!("vers {texte}"),
        false => texte,
    }
}

/// « 8 ans », « 3 mois », « 12 jours »
fn age(birth: NaiveDate, on: NaiveDate) -> String {
    let plural = |n: i64, noun: &str| {
        if n > 1 && noun != "mois" { format!("{n}\u{a0}{noun}s") } else { format!("{n}\u{a0}{noun}") }
    };
    match enfant::age(birth, on) {
        None => String::new(),
        Some(0) => {
            let months = i64::from(on.year() - birth.year()) * 12 + i64::from(on.month())
                - i64::from(birth.month())
                - i64::from(on.day() < birth.day());
            if months > 0 { plural(months, "mois") } else { plural((on - birth).num_days(), "jour") }
        }
        Some(years) => plural(years.into(), "an"),
    }
}

/// Every adult of the dossier; no template for a family can ask for them.
pub fn adultes(demande: &Demande<'_>, champs: &'static [Champ]) -> Vec<Value> {
    let dossier = demande.dossier;
    dossier
        .of(Table::Adulte)
        .enumerate()
        .map(|(at, row)| {
            let mut links: Vec<&Fiche> = dossier.linked(adulte::lien::ADULTE_ID, row.id).collect();
            // In the order of the fratrie.
            let rank = |lien: &&Fiche| {
                let id = lien.reference(adulte::lien::ENFANT_CONCERNE_ID);
                dossier.of(Table::EnfantConcerne).position(|child| Some(child.id) == id)
            };
            links.sort_by_key(rank);
            let mut fields = record(demande, &format!("adultes.{at}."), champs, |nom| match nom {
                "nom_complet" => Brut::texte(destinataire::name(row)),
                "liens" => Brut::texte(liens(demande, &links)).or_nothing(),
                "adresse" => Brut::texte(adresse::of_adult(row, demande.parametres).join(", ")).or_nothing(),
                "telephone" => Brut::texte(row.get(adulte::TELEPHONE)).or_nothing(),
                "titulaire" => Brut::Oui(links.iter().any(|lien| lien.oui(adulte::lien::TITULAIRE))),
                "mis_en_cause" => Brut::Oui(links.iter().any(|lien| lien.oui(adulte::lien::AUTEUR_PRESUME))),
                _ => Brut::Rien,
            });
            fields.insert(GENRES.to_owned(), sexe(row.get(adulte::SEXE)).into());
            fields.into()
        })
        .collect()
}

/// « mère de Léa et Inès ; belle-mère d’Hugo »
fn liens(demande: &Demande<'_>, links: &[&Fiche]) -> String {
    let mut by_link: Vec<(String, Vec<String>)> = Vec::new();
    for lien in links {
        let label = demande.parametres.libelle(adulte::lien::LIEN.champ().nature, lien.get(adulte::lien::LIEN));
        let child = lien
            .reference(adulte::lien::ENFANT_CONCERNE_ID)
            .and_then(|id| demande.dossier.personne(demande.dossier.fiche(id)?));
        let (Some(child), false) = (child, label.is_empty()) else { continue };
        let prenom = child.get(personne::PRENOM);
        let prenom = if prenom.is_empty() { nom_complet(child) } else { prenom.to_owned() };
        let label = label.to_lowercase();
        match by_link.iter_mut().find(|(known, _)| *known == label) {
            Some((_, children)) => children.push(prenom),
            None => by_link.push((label, vec![prenom])),
        }
    }
    let texts = by_link
        .iter()
        .map(|(label, children)| format!("{label} {}", super::accords::de(&super::accords::liste(children))));
    texts.collect::<Vec<_>>().join(" ; ")
}
