//! The parameters as they are shipped, for tests, and the tests of the whole.

#![cfg(test)]

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::Parametres;
use crate::domain::commune::Communes;
use crate::domain::echeance::Delai;
use crate::domain::parametres::{Choix, Liste};

const LISTES: [(&str, &str); 16] = [
    ("type_dossier", include_str!("../../assets/listes/type_dossier.tsv")),
    ("support", include_str!("../../assets/listes/support.tsv")),
    ("recepteur", include_str!("../../assets/listes/recepteur.tsv")),
    ("oui_non_nsp", include_str!("../../assets/listes/oui_non_nsp.tsv")),
    ("sexe", include_str!("../../assets/listes/sexe.tsv")),
    ("origine", include_str!("../../assets/listes/origine.tsv")),
    ("transmetteur", include_str!("../../assets/listes/transmetteur.tsv")),
    ("csp", include_str!("../../assets/listes/csp.tsv")),
    ("lieu_vie", include_str!("../../assets/listes/lieu_vie.tsv")),
    ("autorite_parentale", include_str!("../../assets/listes/autorite_parentale.tsv")),
    ("lien", include_str!("../../assets/listes/lien.tsv")),
    ("motif", include_str!("../../assets/listes/motif.tsv")),
    ("conclusion", include_str!("../../assets/listes/conclusion.tsv")),
    ("motif_signalement", include_str!("../../assets/listes/motif_signalement.tsv")),
    ("nature_traitement", include_str!("../../assets/listes/nature_traitement.tsv")),
    ("proposition", include_str!("../../assets/listes/proposition.tsv")),
];
const ETATS: [(&str, &str); 2] = [
    ("etat_traitement", include_str!("../../assets/listes/etat_traitement.tsv")),
    ("etat_dossier", include_str!("../../assets/listes/etat_dossier.tsv")),
];

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn rows(tsv: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    tsv.lines().skip(1).map(|line| line.split('\t').collect())
}

fn liste((code, tsv): (&'static str, &'static str)) -> (String, Liste) {
    let valeurs = rows(tsv).map(|row| {
        let parent = row.get(2).filter(|parent| !parent.is_empty()).map(|parent| format!("{code}/{parent}"));
        Choix { parent, ..Choix::new(format!("{code}/{}", row[0]), row[1]) }
    });
    (code.to_owned(), Liste { code: code.to_owned(), libelle: code.to_owned(), niveaux: 1, valeurs: valeurs.collect() })
}

fn choix(tsv: &'static str) -> Vec<Choix> {
    rows(tsv).map(|row| Choix::new(row[0], row[1])).collect()
}

pub fn parametres() -> Parametres {
    let mut communes = Communes::default();
    for row in rows(include_str!("../../assets/communes.tsv")) {
        communes.push(row[0], row[1], row[2], row.get(4).copied());
    }
    let delais = rows(include_str!("../../assets/delais.tsv")).map(|row| Delai {
        code: row[0].into(),
        libelle: row[1].into(),
        longueur: row[2].parse().unwrap(),
        unite: row[3].into(),
        depart: row[4].into(),
        article: row[5].into(),
        condition: row[6].into(),
    });
    Parametres {
        listes: Arc::new(LISTES.into_iter().chain(ETATS).map(liste).collect::<BTreeMap<_, _>>()),
        territoires: Arc::new(choix(include_str!("../../assets/territoires.tsv"))),
        services: Arc::new(choix(include_str!("../../assets/services.tsv"))),
        communes: Arc::new(communes),
        delais: Arc::new(delais.collect()),
    }
}
