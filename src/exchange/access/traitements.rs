//! Services to which an information was sent.

use std::sync::Arc;

use chrono::Duration;

use crate::domain::{Fiche, Table, traitement};

use super::atelier::{Atelier, TableLue, oui};
use super::bilan::Lieu;
use super::construction::{Ouvrage, dans_l_ordre, retirer};
use super::correspondance::{But, Particulier};
use super::regles::Regle;
use super::source::Valeur;
use super::texte::count;
use super::vocabulaire::Lecture;

pub fn lire<'a>(atelier: &mut Atelier<'a>, table: &TableLue<'a>, ouvrage: &mut Ouvrage) {
    for rang in dans_l_ordre(table) {
        let parent = table.parent(rang).unwrap_or_default();
        let Some(en_cours) = ouvrage.get(&parent) else {
            atelier.perdre(table, rang, None, Regle::Orphelin, &parent);
            continue;
        };
        let dossier = en_cours.id();
        let cle = table.cle(rang);
        let lieu = table.lieu(rang, Some(dossier));
        let mut fiche = Fiche::with_id(Table::Traitement, atelier.id(&table.nom, "", &cle));
        atelier.remplir(table, rang, &lieu, None, &mut [&mut fiche]);
        service(atelier, table, rang, &lieu, &mut fiche);
        if fiche.get(traitement::SERVICE).is_empty() {
            retirer(atelier, table, rang, dossier, &[&fiche], Regle::ServiceAbsent);
            continue;
        }
        retour(atelier, table, &lieu, &mut fiche);
        echeance(atelier, table, rang, &lieu, &mut fiche);
        etat(atelier, table, rang, &lieu, &mut fiche);
        if !fiche.get(traitement::RELANCE_LE).is_empty() && fiche.get(traitement::RELANCES).is_empty() {
            fiche.set(traitement::RELANCES, "1");
        }
        atelier.garder(table, rang, Some(dossier), true);
        if let Some(en_cours) = ouvrage.get(&parent) {
            en_cours.ajouter(fiche, &table.nom, &cle);
        }
    }
}

fn particulier(table: &TableLue<'_>, rang: usize, which: Particulier) -> (Arc<str>, Valeur) {
    table.particulier(which).map_or_else(
        || ("".into(), Valeur::Vide),
        |colonne| (Arc::clone(&colonne.nom), table.valeur(rang, colonne.at).clone()),
    )
}

/// A service written in full, where none was chosen.
fn service(atelier: &mut Atelier<'_>, table: &TableLue<'_>, rang: usize, lieu: &Lieu, fiche: &mut Fiche) {
    let (nom, valeur) = particulier(table, rang, Particulier::ServiceLibre);
    let written = valeur.show();
    if written.trim().is_empty() || !fiche.get(traitement::SERVICE).is_empty() {
        return;
    }
    let vocabulary = table.particulier(Particulier::ServiceLibre).and_then(|colonne| colonne.valeurs);
    let but = But::Champ(traitement::SERVICE);
    match atelier.vocabulaires.lire(traitement::SERVICE.champ().nature, vocabulary, &written, false) {
        Lecture::Connue(id) | Lecture::Ajoutee(id) => {
            atelier.bilan.passage(lieu, but, &nom, &written, &id);
            atelier.bilan.noter(Regle::ServiceLibre, lieu, &nom, Some(but), (&written, &id), (1, 0));
            fiche.set(traitement::SERVICE, id);
        }
        Lecture::SansSens => {}
    }
}

/// The base refuses a return before the sending: the return goes to the observation.
fn retour(atelier: &mut Atelier<'_>, table: &TableLue<'_>, lieu: &Lieu, fiche: &mut Fiche) {
    let (Some(sent), Some(back)) = (fiche.date(traitement::ENVOYE_LE), fiche.date(traitement::RETOUR_LE)) else {
        return;
    };
    if back >= sent {
        return;
    }
    let day = crate::domain::date::format(back);
    let said = format!("Retour noté le {day}, avant l’envoi");
    let held = fiche.get(traitement::OBSERVATION).to_owned();
    let joined = if held.is_empty() { said } else { format!("{held}\u{a0}; {said}") };
    let none: Arc<str> = "".into();
    atelier.bilan.noter(
        Regle::RetourAvantEnvoi,
        lieu,
        &none,
        Some(But::Champ(traitement::RETOUR_LE)),
        (&day, ""),
        (-1, 0),
    );
    let gained = (i64::from(held.is_empty()), count(&joined) - count(&held));
    atelier.bilan.effet(Regle::RetourAvantEnvoi, &table.nom, But::Champ(traitement::OBSERVATION), gained.0, gained.1);
    fiche.set(traitement::RETOUR_LE, "");
    fiche.set(traitement::OBSERVATION, joined);
}

fn echeance(atelier: &mut Atelier<'_>, table: &TableLue<'_>, rang: usize, lieu: &Lieu, fiche: &mut Fiche) {
    let (nom, valeur) = particulier(table, rang, Particulier::DelaiJours);
    let Ok(days) = valeur.show().trim().parse::<i64>() else { return };
    let due = fiche.date(traitement::ENVOYE_LE).and_then(|sent| sent.checked_add_signed(Duration::try_days(days)?));
    match due.filter(|_| days > 0) {
        Some(due) => {
            fiche.set(traitement::ECHEANCE_LE, due.to_string());
            let shown = crate::domain::date::format(due);
            atelier.bilan.noter(Regle::EcheanceCalculee, lieu, &nom, None, (&valeur.show(), &shown), (0, 0));
        }
        None => atelier.bilan.noter(Regle::ValeurSansSens, lieu, &nom, None, (&valeur.show(), ""), (0, 0)),
    }
}

fn etat(atelier: &mut Atelier<'_>, table: &TableLue<'_>, rang: usize, lieu: &Lieu, fiche: &mut Fiche) {
    let (nom, valeur) = particulier(table, rang, Particulier::RapportRecu);
    let report = oui(&valeur);
    let back = !fiche.get(traitement::RETOUR_LE).is_empty();
    if !valeur.show().is_empty() {
        let said = match report {
            Some(true) => "Oui",
            Some(false) => "Non",
            None => "",
        };
        atelier.bilan.passage(lieu, But::Particulier(Particulier::RapportRecu), &nom, &valeur.show(), said);
    }
    let etat = if back || report == Some(true) {
        "etat_traitement/rendu"
    } else if fiche.get(traitement::ENVOYE_LE).is_empty() {
        "etat_traitement/a_envoyer"
    } else {
        "etat_traitement/envoye"
    };
    if back && report != Some(true) {
        atelier.bilan.noter(Regle::EtatDeduit, lieu, &nom, None, (&valeur.show(), "Rapport rendu"), (0, 0));
    }
    fiche.set(traitement::ETAT, etat);
}
