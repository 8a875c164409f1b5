//! Many letters at once: what is answered for one letter is never printed in another.

use std::collections::BTreeMap;

use vigie::domain::{Dossier, Table, adulte, enfant};
use vigie::letters::{self, Commande, SAISI};

use crate::common::courriers::{Famille, carnet, modeles, parametres};

/// A family whose mother has no address yet, and whose child has no birth date.
fn incomplete(numero: &str, nom: &str) -> Dossier {
    let mut dossier = Famille::new(numero)
        .enfant(nom, "Léa", "feminin", "2015-02-07", "exacte")
        .adulte(nom, "Claire", "feminin", "mere", ("1", "rue des Lilas", "18033"))
        .dossier();
    for fiche in &mut dossier.fiches {
        match fiche.table {
            Table::Adulte => {
                for cle in [adulte::COMMUNE, adulte::VOIE, adulte::CODE_POSTAL, adulte::NUMERO_VOIE] {
                    fiche.set(cle, "");
                }
            }
            Table::Enfant => fiche.set(enfant::personne::DATE_NAISSANCE, ""),
            _ => {}
        }
    }
    dossier
}

#[test]
fn an_address_answered_for_one_letter_never_goes_on_another() {
    let carnet = carnet();
    let modele = modeles().into_iter().find(|modele| modele.code == "rendez_vous").unwrap();
    let dossiers = [incomplete("2026-000001", "Martin"), incomplete("2026-000002", "Durand")];
    let mut complements = BTreeMap::new();
    let prepare = |complements: &BTreeMap<String, String>| {
        let commande = Commande {
            modele: &modele,
            revision: 1,
            parametres: parametres(),
            carnet: &carnet,
            jour: crate::common::today(),
            complements,
            contact: None,
            seul: false,
        };
        let done: Vec<_> = dossiers.iter().map(|dossier| letters::prepare(&commande, dossier)).collect();
        let (plis, refus): (Vec<_>, Vec<_>) = done.into_iter().unzip();
        (plis.concat(), refus.concat())
    };
    let (_, refus) = prepare(&complements);
    let asked: Vec<_> = refus.iter().flat_map(|refus| &refus.manques).collect();
    let address = |numero: &str| {
        let ends = |manque: &&&letters::Manque| {
            manque.chemin.starts_with(numero) && manque.chemin.ends_with("destinataire.adresse")
        };
        asked.iter().find(ends).unwrap_or_else(|| panic!("{asked:?}")).chemin.clone()
    };
    assert!(asked.iter().any(|manque| manque.libelle.contains("2026-000002")), "one sees whose it is: {asked:?}");
    // An answer that does not say for whom is for nobody, when there are several.
    complements.insert("destinataire.adresse".to_owned(), "9 rue de Personne\n18000 BOURGES".to_owned());
    complements.insert(address("2026-000001"), "3 rue du Seul\n18000 BOURGES".to_owned());
    for manque in asked.iter().filter(|manque| !manque.chemin.ends_with("destinataire.adresse")) {
        let valeur = if manque.forme == vigie::domain::modele::FormeSaisie::Date { "2026-12-14" } else { "réponse" };
        complements.insert(manque.chemin.clone(), valeur.to_owned());
    }
    let (plis, refus) = prepare(&complements);
    assert_eq!((plis.len(), refus.len()), (1, 1), "{refus:?}");
    assert_eq!(plis[0].numero, "2026-000001");
    assert!(plis[0].lettre.adresse.contains(&"3 rue du Seul".to_owned()), "{:?}", plis[0].lettre.adresse);
    complements.insert(address("2026-000002"), "4 rue de l’Autre\n18000 BOURGES".to_owned());
    let (plis, refus) = prepare(&complements);
    assert_eq!((plis.len(), refus.len()), (2, 0), "{refus:?}");
    assert!(plis[1].lettre.adresse.contains(&"4 rue de l’Autre".to_owned()));
    assert!(!plis.iter().any(|pli| pli.lettre.adresse.iter().any(|line| line.contains("Personne"))));
}

#[test]
fn a_letter_for_a_family_is_sent_to_nobody_else() {
    let carnet = carnet();
    let dossier = Famille::new("2026-000001")
        .enfant("Martin", "Léa", "feminin", "2015-02-07", "exacte")
        .adulte("Martin", "Claire", "feminin", "mere", ("1", "rue des Lilas", "18033"))
        .dossier();
    for modele in modeles() {
        for contact in ["dsden-cher", SAISI, "nobody"] {
            let commande = Commande {
                modele: &modele,
                revision: 1,
                parametres: parametres(),
                carnet: &carnet,
                jour: crate::common::today(),
                complements: &BTreeMap::new(),
                contact: Some(contact),
                seul: true,
            };
            let (plis, refus) = letters::prepare(&commande, &dossier);
            let family = modele.public == vigie::domain::modele::Public::Famille;
            if family || contact == "nobody" {
                assert!(plis.is_empty() && refus.len() == 1, "{} to {contact}", modele.code);
                assert!(refus[0].manques.is_empty(), "{}", modele.code);
            } else if contact == SAISI {
                assert!(
                    refus[0].manques.iter().any(|manque| manque.chemin == "destinataire.adresse"),
                    "{}",
                    modele.code
                );
            }
        }
    }
}

#[test]
fn an_evaluation_is_asked_of_those_who_evaluate_and_a_court_is_not_at_the_departement() {
    use vigie::domain::{Fiche, traitement};
    let carnet = carnet();
    let mut dossier = Famille::new("2026-000001")
        .enfant("Martin", "Léa", "feminin", "2015-02-07", "exacte")
        .adulte("Martin", "Claire", "feminin", "mere", ("1", "rue des Lilas", "18033"))
        .dossier();
    for (service, nature) in [("parquet", "nature_traitement/information"), ("pmi", "nature_traitement/information")] {
        dossier
            .fiches
            .push(Fiche::new(Table::Traitement).with(traitement::SERVICE, service).with(traitement::NATURE, nature));
    }
    let to = |code: &str| {
        let modele = modeles().into_iter().find(|modele| modele.code == code).unwrap();
        letters::propose(&modele.adressage, &dossier, parametres(), &carnet, crate::common::today()).list().to_vec()
    };
    assert_eq!(to("demande_evaluation").len(), 1, "the service that evaluates, and no other");
    let all = to("bordereau_envoi");
    assert_eq!(all.len(), 3);
    let of = |nom: &str| all.iter().find(|one| one.nom[0].contains(nom)).unwrap_or_else(|| panic!("no {nom}"));
    assert!(of("Parquet").adresse.is_empty(), "asked for, rather than wrong");
    assert!(of("PMI").adresse.last().unwrap().contains("BOURGES"), "the département's own are at its headquarters");
}

#[test]
fn what_is_not_known_is_not_printed_as_a_value() {
    let carnet = carnet();
    let mut dossier = Famille::new("2026-000001")
        .enfant("Martin", "Léa", "feminin", "2015-02-07", "exacte")
        .adulte("Martin", "Claire", "feminin", "mere", ("1", "rue des Lilas", "18033"))
        .dossier();
    for fiche in &mut dossier.fiches {
        if fiche.table == Table::EnfantConcerne {
            fiche.set(enfant::LIEU_VIE, "lieu_vie/non_renseigne");
        }
    }
    let modele = modeles().into_iter().find(|modele| modele.code == "signalement_parquet").unwrap();
    let recipient = crate::common::courriers::recipients(&modele, &dossier, &carnet).remove(0);
    let (lettre, _) = crate::common::courriers::complete(&modele, &dossier, &carnet, &recipient);
    assert!(!lettre.corps.to_lowercase().contains("non renseigné"), "{}", lettre.corps);
}
