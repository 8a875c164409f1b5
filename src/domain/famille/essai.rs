//! A family with two homes, for the tests.
#![cfg(test)]

use super::Famille;
use crate::domain::adulte::{self, lien};
use crate::domain::enfant::personne;
use crate::domain::fiche::OUI;
use crate::domain::{Dossier, Fiche, Parametres, Table, enfant};

/// Léa and Hugo live with their mother and her husband; their father lives elsewhere, a grandmother nobody knows where.
pub fn dossiers() -> (uuid::Uuid, Vec<Dossier>) {
    let children = ["Léa", "Hugo"]
        .map(|prenom| Fiche::new(Table::Enfant).with(personne::PRENOM, prenom).with(personne::NOM_USAGE, "Martin"));
    let make = |numero: &str, adults: &[(&str, &str, &str, &str)]| {
        let mut fiches = vec![Fiche::new(Table::Dossier).with(crate::domain::dossier::NUMERO, numero)];
        let rows: Vec<Fiche> = children
            .iter()
            .map(|child| {
                Fiche::new(Table::EnfantConcerne)
                    .with(enfant::ENFANT_ID, child.id.to_string())
                    .with(enfant::LIEU_VIE, "lieu_vie/mere_recomposee")
                    .with(enfant::NUMERO_VOIE, "4")
                    .with(enfant::VOIE, "rue des Écoles")
            })
            .collect();
        for (prenom, nom, kind, voie) in adults {
            let adult = Fiche::new(Table::Adulte)
                .with(adulte::NOM, *nom)
                .with(adulte::PRENOM, *prenom)
                .with(adulte::VOIE, *voie);
            for row in &rows {
                let mut tie = Fiche::new(Table::AdulteEnfant)
                    .with(lien::ADULTE_ID, adult.id.to_string())
                    .with(lien::ENFANT_CONCERNE_ID, row.id.to_string())
                    .with(lien::LIEN, format!("lien/{kind}"));
                if *kind == "mere" {
                    tie.set(lien::TITULAIRE, OUI);
                }
                fiches.push(tie);
            }
            fiches.push(adult);
        }
        fiches.extend(children.iter().cloned());
        fiches.extend(rows);
        Dossier { fiches }
    };
    let latest = make(
        "2026-000002",
        &[
            ("Claire", "Martin", "mere", ""),
            ("Paul", "Roux", "beau_pere", ""),
            ("Jean", "Petit", "pere", "avenue du Parc"),
        ],
    );
    let older = make("2025-000001", &[("CLAIRE", "MARTIN", "mere", ""), ("Odette", "Petit", "grand_mere", "")]);
    (children[0].id, vec![latest, older])
}

pub fn famille() -> Famille {
    let (id, dossiers) = dossiers();
    super::famille(id, &dossiers, &Parametres::default())
}

#[test]
fn one_who_is_named_in_two_dossiers_is_drawn_once_under_the_right_roof() {
    let famille = famille();
    let names: Vec<&str> = famille.personnes.iter().map(|one| one.nom.as_str()).collect();
    assert_eq!(names, ["Léa MARTIN", "Hugo MARTIN", "Claire MARTIN", "Paul ROUX", "Jean PETIT", "Odette PETIT"]);
    let homes: Vec<Option<usize>> = famille.personnes.iter().map(|one| one.foyer).collect();
    // The mother and her husband live where the children do, though nobody wrote it beside them.
    assert_eq!(homes, [Some(0), Some(0), Some(0), Some(0), Some(1), None]);
    assert!(famille.personnes[0].sujet);
    assert_eq!(famille.personnes[2].detail, "lien/mere de Léa et Hugo");
    assert!(famille.personnes[2].told(&famille).contains("titulaire de l’autorité parentale, 4 rue des Écoles"));
    assert_eq!(famille.personnes[5].generation, super::Generation::Aieux);
    assert_eq!(famille.liens.len(), 8);
}
