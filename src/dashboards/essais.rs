//! Facts as tests write them, and the first counts.
#![cfg(test)]

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::domain::Parametres;
use crate::domain::fait::Fait;
use crate::domain::parametres::{Choix, Liste};

pub fn jour(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Two territories and the few values that these tests name.
pub fn parametres() -> Parametres {
    let liste = |code: &str, valeurs: &[(&str, Option<&str>)]| {
        let valeurs = valeurs
            .iter()
            .map(|(valeur, parent)| Choix {
                parent: parent.map(|parent| format!("{code}/{parent}")),
                ..Choix::new(format!("{code}/{valeur}"), (*valeur).to_owned())
            })
            .collect();
        (code.to_owned(), Liste { code: code.to_owned(), libelle: code.to_owned(), niveaux: 1, valeurs })
    };
    let listes = [
        liste("motif", &[("violences", None), ("physiques", Some("violences")), ("fugue", None)]),
        liste("sexe", &[("inconnu", None), ("masculin", None), ("feminin", None)]),
        liste(
            "conclusion",
            &[
                ("classement", None),
                ("sans_danger", Some("classement")),
                ("judiciaire", None),
                ("aemo", Some("judiciaire")),
            ],
        ),
        liste("etat_dossier", &[("evaluation", None), ("clos", None)]),
    ];
    Parametres {
        listes: std::sync::Arc::new(listes.into_iter().collect()),
        territoires: std::sync::Arc::new(vec![Choix::new("nord", "Nord"), Choix::new("sud", "Sud")]),
        ..Parametres::default()
    }
}

/// One child of one dossier, received that day.
pub fn fait(dossier: u128, enfant: u128, territoire: &str, recu: &str) -> Fait {
    Fait {
        dossier: Uuid::from_u128(dossier),
        enfant: Uuid::from_u128(enfant),
        territoire: territoire.to_owned(),
        dates: format!("{recu}|||||||||||"),
        etat: "etat_dossier/evaluation".to_owned(),
        age_mois: Some(50),
        enfants: 1,
        ..Fait::default()
    }
}

pub fn faits(rows: &[Fait]) -> Faits {
    let mut lecteur = Lecteur::new(&parametres(), jour("2026-01-01"));
    rows.iter().for_each(|row| lecteur.push(row));
    lecteur.finish(Vec::new())
}

pub fn valeurs(figure: &Figure) -> Vec<(String, f64)> {
    let numbers = figure.series[0].valeurs.iter().map(|v| v.nombre().unwrap_or(f64::NAN));
    figure.axe.postes.iter().map(|poste| poste.libelle.clone()).zip(numbers).collect()
}

#[test]
fn a_child_a_dossier_and_a_family_are_counted_each_once() {
    // Two children of one dossier, one of them again in the south, and a stranger to both.
    let rows = [
        fait(1, 10, "nord", "2025-01-05"),
        fait(1, 11, "nord", "2025-01-05"),
        fait(3, 12, "sud", "2025-02-01"),
        fait(2, 11, "sud", "2025-03-01"),
    ];
    let faits = faits(&rows);
    let filtre = Filtre::annee(2025);
    let count = |code: &str| {
        let figure = calculer(&faits, trouver(code).unwrap(), &filtre);
        (valeurs(&figure).into_iter().map(|(_, n)| n).collect::<Vec<_>>(), figure.total.nombre().unwrap())
    };
    assert_eq!(count("informations_territoire"), (vec![1.0, 2.0], 3.0));
    assert_eq!(count("enfants_territoire"), (vec![2.0, 2.0], 3.0), "the child of both territories once in all");
    assert_eq!(count("fratries_territoire"), (vec![1.0, 2.0], 2.0));
    assert_eq!(count("repetitions"), (vec![3.0, 1.0, 0.0, 0.0], 4.0));
}

#[test]
fn rows_of_one_dossier_are_brought_together() {
    let rows =
        [fait(1, 10, "nord", "2025-01-05"), fait(2, 20, "nord", "2025-01-06"), fait(1, 11, "nord", "2025-01-05")];
    let figure = calculer(&faits(&rows), trouver("informations_territoire").unwrap(), &Filtre::annee(2025));
    assert_eq!(figure.total, Valeur::Nombre(2.0));
}

#[test]
fn a_changed_dossier_is_read_again_and_the_others_stay() {
    let first = faits(&[
        fait(1, 10, "nord", "2025-01-05"),
        fait(2, 10, "nord", "2025-01-06"),
        fait(3, 30, "nord", "2025-01-07"),
    ]);
    let mut lecteur = Lecteur::reprendre(&first, &parametres(), &[Uuid::from_u128(1)], jour("2026-01-01"));
    lecteur.push(&fait(1, 10, "sud", "2025-01-05"));
    lecteur.push(&fait(1, 11, "sud", "2025-01-05"));
    let again = lecteur.finish(Vec::new());
    let straight = faits(&[
        fait(2, 10, "nord", "2025-01-06"),
        fait(3, 30, "nord", "2025-01-07"),
        fait(1, 10, "sud", "2025-01-05"),
        fait(1, 11, "sud", "2025-01-05"),
    ]);
    for indicateur in catalogue() {
        let filtre = Filtre::annee(2025);
        assert_eq!(
            calculer(&again, indicateur, &filtre),
            calculer(&straight, indicateur, &filtre),
            "{}",
            indicateur.code
        );
    }
}

#[test]
fn a_click_filters_the_others_and_leaves_its_own_bars() {
    let mut north = fait(1, 10, "nord", "2025-01-05");
    north.motifs = "motif/fugue|motif/physiques*".to_owned();
    let faits = faits(&[north, fait(2, 20, "sud", "2025-02-06")]);
    let page: Vec<Indicateur> = ["motifs", "informations_territoire"].map(|code| trouver(code).unwrap().clone()).into();
    let filtre = Filtre::annee(2025).with(&Critere::new(Dimension::Territoire, "sud"));
    let figures = calculer_page(&faits, &page, &filtre);
    assert_eq!(valeurs(&figures[0]), [("Non renseigné".to_owned(), 1.0)]);
    assert_eq!(valeurs(&figures[1]), [("Nord".to_owned(), 1.0), ("Sud".to_owned(), 1.0)]);
    assert!(figures[0].filtre.ends_with("territoire\u{a0}: Sud") && !figures[1].filtre.contains("Sud"));
    let fugue = Critere::new(Dimension::Motif, "motif/fugue");
    assert_eq!(faits.dossiers(&page[0], &Filtre::annee(2025), &[fugue]), [Uuid::from_u128(1)]);
}

#[test]
fn a_year_stands_beside_the_year_before() {
    let rows = [fait(1, 10, "nord", "2024-03-05"), fait(2, 20, "nord", "2025-03-06"), fait(3, 30, "sud", "2025-02-06")];
    let filtre = Filtre::annee(2025).compare_annee_precedente();
    let figure = calculer(&faits(&rows), trouver("informations_mois").unwrap(), &filtre);
    assert_eq!(figure.series[1].role, Role::Comparaison);
    assert_eq!(figure.series[1].valeurs[2], Valeur::Nombre(1.0));
    assert_eq!((figure.total, figure.total_comparaison), (Valeur::Nombre(2.0), Some(Valeur::Nombre(1.0))));
}

#[test]
fn every_line_of_the_catalogue_can_be_kept_and_read_again() {
    let mut codes = std::collections::BTreeSet::new();
    for indicateur in catalogue() {
        assert!(codes.insert(indicateur.code.clone()), "{} twice", indicateur.code);
        assert!(indicateur.definition.ends_with('.') && !indicateur.titre.ends_with('.'), "{}", indicateur.code);
        assert_ne!(indicateur.famille(), "Vos indicateurs", "{}", indicateur.code);
        let kept = serde_json::to_string(indicateur).unwrap();
        assert_eq!(&serde_json::from_str::<Indicateur>(&kept).unwrap(), indicateur);
    }
    assert!(PAGE.iter().all(|code| trouver(code).is_some()));
    let chapters: std::collections::BTreeSet<u8> = catalogue().iter().map(|indicateur| indicateur.famille).collect();
    assert_eq!(chapters.len(), FAMILLES.len(), "a chapter without an indicator");
}

#[test]
fn all_territories_stand_beside_each_other_and_a_chosen_one_alone() {
    let faits = faits(&[fait(1, 1, "nord", "2025-03-01")]);
    let places = |filtre: Filtre| valeurs(&calculer(&faits, trouver("informations_territoire").unwrap(), &filtre));
    let both = [("Nord".to_owned(), 1.0), ("Sud".to_owned(), 0.0)];
    assert_eq!(places(Filtre::annee(2025)), both);
    assert_eq!(places(Filtre::annee(2025).with(&Critere::new(Dimension::Territoire, "nord"))), both[..1]);
}
