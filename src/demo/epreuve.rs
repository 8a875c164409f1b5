//! The dossiers as a whole: what anybody may count on.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Weekday};

use super::{Demo, essai};
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::{Dossier, Fiche, Parametres, Table, adulte, conclusion, enfant, motif, parse, traitement};

fn drawn(parametres: &Parametres, dossiers: usize, graine: u64) -> Vec<Dossier> {
    Demo::new(parametres, dossiers, graine, essai::today()).collect()
}

fn entetes(dossiers: &[Dossier]) -> impl Iterator<Item = &Fiche> {
    dossiers.iter().filter_map(|dossier| dossier.entete())
}

fn rows(dossiers: &[Dossier], table: Table) -> impl Iterator<Item = &Fiche> {
    dossiers.iter().flat_map(move |dossier| dossier.of(table))
}

#[test]
fn the_same_seed_gives_the_same_dossiers_and_another_others() {
    let parametres = essai::parametres();
    let dossiers = drawn(&parametres, 200, 7);
    assert_eq!(dossiers.len(), 200);
    assert_eq!(Demo::new(&parametres, 200, 7, essai::today()).size_hint(), (200, Some(200)));
    assert!(dossiers == drawn(&parametres, 200, 7));
    assert!(dossiers != drawn(&parametres, 200, 8));
}

#[test]
fn numbers_have_no_gap_in_a_year_and_follow_the_days() {
    let parametres = essai::parametres();
    let dossiers = drawn(&parametres, 1500, 1);
    let mut last: BTreeMap<&str, u32> = BTreeMap::new();
    let mut before = String::new();
    for entete in entetes(&dossiers) {
        let (year, number) = entete.get(dossier::NUMERO).split_once('-').unwrap();
        let recorded = entete.get(dossier::DATE_TRAITEMENT);
        assert!(recorded.starts_with(year) && recorded > before.as_str(), "{recorded}");
        let last = last.entry(year).or_default();
        *last += 1;
        assert_eq!((number.len(), number.parse()), (6, Ok(*last)));
        assert_ne!(entete.date(dossier::DATE_TRAITEMENT).unwrap().weekday(), Weekday::Sun);
        recorded.clone_into(&mut before);
    }
    assert_eq!(last.len(), 7);
}

#[test]
fn every_dossier_can_be_typed_again_as_it_is() {
    let parametres = essai::parametres();
    for dossier in drawn(&parametres, 1500, 2) {
        let synthese = dossier.entete().unwrap().get(dossier::SYNTHESE);
        let sentences = 1 + synthese.matches(". ").count() + synthese.matches(".\n").count();
        assert!((3..=9).contains(&sentences), "{synthese}");
        let draft = parse::format(&dossier);
        for loaded in [&dossier, &Dossier::default()] {
            let again = parse::parse(&draft, loaded, &parametres, essai::today());
            assert_eq!(again.as_ref(), Ok(&dossier));
        }
    }
}

#[test]
fn no_row_is_alone_and_no_id_comes_twice() {
    let parametres = essai::parametres();
    let mut seen = BTreeSet::new();
    for dossier in drawn(&parametres, 1000, 3) {
        for fiche in dossier.fiches.iter().filter(|fiche| fiche.table != Table::Enfant || fiche.version == 0) {
            assert!(seen.insert(fiche.id), "{:?}", fiche.table);
            assert_eq!(fiche.id.get_version_num(), 7);
            for (cle, value) in fiche.valeurs() {
                if matches!(cle.champ().nature, crate::domain::Nature::Reference(_)) {
                    assert!(dossier.fiche(value.parse().unwrap()).is_some(), "{}", cle.champ().colonne);
                }
            }
        }
        for concerne in dossier.of(Table::EnfantConcerne) {
            assert!(dossier.linked(motif::ENFANT_CONCERNE_ID, concerne.id).count() <= 4);
            let principals =
                dossier.linked(motif::ENFANT_CONCERNE_ID, concerne.id).filter(|row| row.oui(motif::PRINCIPAL)).count();
            assert_eq!(principals, 1, "{}", dossier.entete().unwrap().get(dossier::NUMERO));
        }
    }
}

#[test]
fn a_known_child_comes_back_as_it_was() {
    let parametres = essai::parametres();
    let dossiers = drawn(&parametres, 2000, 4);
    let mut persons: BTreeMap<uuid::Uuid, &Fiche> = BTreeMap::new();
    let mut back = 0;
    for dossier in &dossiers {
        for personne in dossier.of(Table::Enfant) {
            match persons.insert(personne.id, personne) {
                None => assert_eq!(personne.version, 0),
                Some(before) => {
                    assert_eq!(personne.version, 1);
                    assert!(before.valeurs().eq(personne.valeurs()));
                }
            }
        }
        if let Some(known) = dossier.of(Table::Enfant).find(|personne| personne.version == 1) {
            back += 1;
            let concerne = dossier.linked(enfant::ENFANT_ID, known.id).next().unwrap();
            assert!(concerne.get(enfant::ANCIEN_DOSSIER) < dossier.entete().unwrap().get(dossier::NUMERO));
        }
    }
    assert!((200..290).contains(&back), "{back}");
}

#[test]
fn nobody_is_born_after_the_information_unless_to_be_born() {
    let parametres = essai::parametres();
    let mut to_be_born = 0;
    for dossier in drawn(&parametres, 2000, 5) {
        let recorded = dossier.entete().and_then(|entete| entete.date(dossier::DATE_TRAITEMENT)).unwrap();
        for personne in dossier.of(Table::Enfant) {
            let birth = personne.date(enfant::personne::DATE_NAISSANCE);
            if personne.get(enfant::personne::PRECISION_NAISSANCE) == "a_naitre" {
                to_be_born += 1;
                assert!(birth.is_none_or(|birth| birth > recorded));
            } else {
                assert!(
                    birth.is_none_or(
                        |birth| birth <= recorded && recorded.years_since(birth).is_some_and(|age| age < 18)
                    )
                );
            }
        }
        for adulte in dossier.of(Table::Adulte) {
            let birth = adulte.date(adulte::DATE_NAISSANCE);
            assert!(birth.is_none_or(|birth| recorded.years_since(birth).is_some_and(|age| (15..100).contains(&age))));
        }
    }
    assert!((20..110).contains(&to_be_born), "{to_be_born}");
}

#[test]
fn shares_are_about_those_of_a_cell() {
    let parametres = essai::parametres();
    let dossiers = drawn(&parametres, 2000, 6);
    let percent = |part: usize, whole: usize| part * 1000 / whole.max(1);
    let of_headers = |holds: &dyn Fn(&Fiche) -> bool| {
        percent(entetes(&dossiers).filter(|entete| holds(entete)).count(), dossiers.len())
    };
    let is = |cle, value: &'static str| move |entete: &Fiche| entete.get(cle) == value;
    let mut shares = vec![
        ("S.I.P.", of_headers(&|entete| entete.oui(dossier::SIP)), 600..700),
        ("danger grave", of_headers(&|entete| entete.oui(dossier::DANGER_GRAVE)), 45..80),
        ("Fiche 119", of_headers(&|entete| !entete.get(dossier::NUMERO_SNATEM).is_empty()), 95..150),
        ("violence conjugale", of_headers(&is(dossier::VIOLENCE_CONJUGALE, "oui_non_nsp/oui")), 150..330),
        ("clos", of_headers(&is(dossier::ETAT, "etat_dossier/clos")), 900..985),
        ("en évaluation", of_headers(&is(dossier::ETAT, "etat_dossier/evaluation")), 12..60),
    ];
    let concernes: Vec<&Fiche> = rows(&dossiers, Table::EnfantConcerne).collect();
    let communes =
        |code: &str| percent(concernes.iter().filter(|row| row.get(enfant::COMMUNE) == code).count(), concernes.len());
    shares.push(("Bourges", communes("18033"), 195..270));
    shares.push(("Vierzon", communes("18279"), 60..120));
    shares.push(("enfants", concernes.len() * 100 / dossiers.len(), 165..195));
    let parent = |row: &Fiche| {
        let valeurs = &parametres.listes["conclusion"].valeurs;
        valeurs
            .iter()
            .find(|choix| choix.id == row.get(conclusion::CONCLUSION))
            .and_then(|choix| choix.parent.clone())
            .unwrap_or_default()
    };
    // The first conclusion of each child: what follows answers a referral.
    let mut seen = BTreeSet::new();
    let first: Vec<String> = rows(&dossiers, Table::ConclusionEnfant)
        .filter(|row| seen.insert(row.get(conclusion::ENFANT_CONCERNE_ID)))
        .map(parent)
        .collect();
    for (groupe, range) in [
        ("conclusion/classement", 440..560),
        ("conclusion/administratif", 220..340),
        ("conclusion/judiciaire", 165..280),
    ] {
        shares.push((groupe, percent(first.iter().filter(|parent| *parent == groupe).count(), first.len()), range));
    }
    let mut delays: Vec<i64> = Vec::new();
    let mut late = 0;
    for dossier in &dossiers {
        let received = dossier.entete().and_then(|entete| entete.date(dossier::DATE_RECEPTION)).unwrap();
        for etape in dossier.of(Table::Traitement) {
            if let (Some(due), Some(back)) = (etape.date(traitement::ECHEANCE_LE), etape.date(traitement::RETOUR_LE)) {
                late += usize::from(back > due);
                if (due - received).num_days() > 80 {
                    delays.push((back - received).num_days());
                } else {
                    assert!(back >= received);
                }
            }
        }
    }
    delays.sort_unstable();
    shares.push(("late", late * 1000 / delays.len(), 200..360));
    shares.push(("median days", usize::try_from(delays[delays.len() / 2]).unwrap(), 72..86));
    for (what, share, expected) in shares {
        assert!(expected.contains(&share), "{what}: {share}, expected {expected:?}");
    }
}

#[test]
fn edited_lists_make_poorer_dossiers_but_valid_ones() {
    let bare = Parametres::default();
    let mut closed = essai::parametres();
    let mut listes = (*closed.listes).clone();
    for liste in listes.values_mut() {
        liste.valeurs.iter_mut().step_by(2).for_each(|choix| choix.actif = false);
    }
    closed.listes = std::sync::Arc::new(listes);
    for parametres in [bare, closed] {
        for dossier in drawn(&parametres, 300, 9) {
            let mut again = parse::parse(&parse::format(&dossier), &Dossier::default(), &parametres, essai::today());
            // What is initial stands even in a list that does not offer it.
            if let Err(errors) = &mut again {
                errors.retain(|error| ![dossier::ETAT, dossier::TERRITOIRE].contains(&error.cle));
                assert_eq!(*errors, []);
            }
        }
    }
}
