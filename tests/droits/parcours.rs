//! Vigie itself, opened by each of its people: what is theirs works, what is not is refused in a sentence.

use vigie::domain::Table;
use vigie::domain::accueil::FiltreAccueil;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::liste::EditListe;
use vigie::domain::recherche::{Filtre, Tri};
use vigie::domain::{Dossier, enfant};
use vigie::storage::{Base, StorageError};

use crate::common::dossiers::{complet, court, tape, values};
use crate::common::today;
use crate::monde::{FAMILLES, monde, new_world, texts};

fn with_comment(before: &Dossier, text: &str) -> Dossier {
    let mut after = before.clone();
    after.fiches.iter_mut().find(|row| row.table == Table::EnfantConcerne).unwrap().set(enfant::COMMENTAIRE, text);
    after
}

fn total(base: &Base) -> u64 {
    base.page(&Filtre::default(), Tri::default(), 0, 50).unwrap().total
}

#[test]
fn the_cell_and_the_territories_do_their_whole_work_by_their_own_logins() {
    let monde = new_world();
    for (qui, read) in [
        ("saisie", [true, true, true]),
        ("encadrement", [true, true, true]),
        ("territoire", [true, false, false]),
        ("service", [false, false, true]),
    ] {
        let base = monde.base_of(qui);
        assert!(base.draft_key().is_some(), "{qui}");
        let parametres = base.parametres(today()).unwrap();
        assert!(parametres.listes.len() > 10 && base.communes().unwrap().len() > 30_000);
        assert_eq!(total(&base), read.iter().filter(|seen| **seen).count() as u64, "{qui}");
        base.travail(&FiltreAccueil::default(), today()).unwrap();
        for (lieu, seen) in read.into_iter().enumerate() {
            let id = monde.id(lieu);
            let lu = base.dossier(id).unwrap();
            assert_eq!(lu.is_some(), seen, "{qui} {lieu}");
            assert_eq!(!base.historique(id).unwrap().ecritures.is_empty(), seen, "{qui} {lieu}");
            let Some(lu) = lu else { continue };
            assert_eq!(lu.dossier.of(Table::EnfantConcerne).count(), 3);
            let numero = lu.dossier.entete().unwrap().get(dossier::NUMERO).to_owned();
            assert!(base.dossier_by_numero(&numero).unwrap().is_some());
            assert_eq!(base.dossiers_by_numero(&[numero.clone(), "2026-999999".into()]).unwrap().len(), 1);
            let after = with_comment(&lu.dossier, &format!("par {qui}"));
            let saved = base.save(&lu.dossier, &after).unwrap();
            assert_eq!(saved.trace.modifie_par, monde.login(qui));
            let again = monde.maitre.dossier(id).unwrap().unwrap();
            assert_eq!(values(&again.dossier), values(&saved.dossier));
            assert!(!base.search(&numero).unwrap().is_empty(), "{qui}");
            assert!(!base.versions(&[id]).unwrap().is_empty());
        }
        for (famille, seen) in FAMILLES.into_iter().zip(read) {
            assert_eq!(!base.search(&format!("{famille} lea")).unwrap().is_empty(), seen, "{qui} {famille}");
            assert_eq!(base.known_children(&tape(famille, "Léa")).unwrap().len(), usize::from(seen), "{qui} {famille}");
            let mistyped = famille.replace('a', "aa");
            assert_eq!(!base.search_near(&mistyped).unwrap().is_empty(), seen, "{qui} {mistyped}");
        }
        assert_eq!(base.registre(&Default::default(), 10).unwrap().len(), 0);
        base.modeles().unwrap();
        base.carnet().unwrap();
        base.etat().unwrap();
    }
}

#[test]
fn the_cell_makes_dossiers_and_only_its_head_closes_them() {
    let monde = new_world();
    let saisie = monde.base_of("saisie");
    let parametres = saisie.parametres(today()).unwrap();
    let saved = saisie.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
    let with = |before: &Dossier, cle, value: &str| {
        let mut after = before.clone();
        after.fiches.iter_mut().find(|row| row.table == Table::Dossier).unwrap().set(cle, value);
        after
    };
    let closed = with(&saved, dossier::ETAT, dossier::ETAT_CLOS);
    assert!(matches!(saisie.save(&saved, &closed), Err(StorageError::Refused(_))));
    let head = monde.base_of("encadrement");
    let closed = head.save(&saved, &closed).unwrap().dossier;
    let opened = with(&closed, dossier::ETAT, "etat_dossier/evaluation");
    assert!(matches!(saisie.save(&closed, &opened), Err(StorageError::Refused(_))));
    head.save(&closed, &opened).unwrap();
    // A territory has none to make.
    for qui in ["territoire", "service"] {
        let refused = monde.base_of(qui).save(&Dossier::default(), &court(&parametres, "Petit", "Jo"));
        assert!(matches!(refused, Err(StorageError::Refused(_))), "{qui}: {refused:?}");
    }
}

#[test]
fn a_dossier_handed_over_leaves_who_gave_it_and_reaches_who_took_it() {
    let monde = new_world();
    let (giver, id) = (monde.base_of("territoire"), monde.id(0));
    let administration = monde.base_of("administration");
    let taker =
        crate::monde::compte(&monde.login("preneur"), &[vigie::domain::compte::Role::Territoire], &["baugy"], &[]);
    administration.create_compte(&taker, Some(crate::monde::MOT_DE_PASSE)).unwrap();
    let taker = monde.base_of("preneur");
    assert!(taker.dossier(id).unwrap().is_none());
    let wish = giver.ask_handover(id, "baugy", "La famille a déménagé").unwrap();
    // Who asks cannot answer in the other's place, nor who is asked withdraw in the asker's.
    assert!(giver.answer_handover(wish, true, "").is_err());
    assert!(matches!(taker.withdraw_handover(wish, ""), Err(StorageError::Refused(_))));
    giver.withdraw_handover(wish, "Fausse adresse").unwrap();
    assert!(taker.answer_handover(wish, true, "").is_err(), "what was withdrawn is not taken");
    assert!(taker.offers().unwrap().is_empty());
    let wish = giver.ask_handover(id, "baugy", "La famille a déménagé").unwrap();
    assert!(giver.offers().unwrap().is_empty(), "one does not answer oneself");
    assert_eq!(giver.entourage(id).unwrap().passations.len(), 2);
    let offered = taker.offers().unwrap().remove(0);
    assert_eq!((offered.dossier, offered.motif.as_str(), offered.a_repondre), (id, "La famille a déménagé", true));
    assert!(offered.fratrie.contains(&FAMILLES[0].to_uppercase()), "{offered:?}");
    taker.answer_handover(wish, true, "").unwrap();
    assert!(giver.dossier(id).unwrap().is_none());
    let lu = taker.dossier(id).unwrap().unwrap();
    assert_eq!(lu.dossier.entete().unwrap().get(dossier::TERRITOIRE), "baugy");
}

#[test]
fn who_keeps_the_lists_counts_and_merges_their_values_and_reads_no_dossier() {
    let monde = new_world();
    let administration = monde.base_of("administration");
    let used = |base: &Base| {
        let values = base.valeurs("support").unwrap();
        values.into_iter().find(|value| value.id == "support/telephone").unwrap().usage
    };
    assert_eq!(used(&administration), 3);
    let merge =
        EditListe::Merge { liste: "support".into(), from: "support/telephone".into(), to: "support/courrier".into() };
    assert_eq!(administration.edit_liste(&merge).unwrap(), 3);
    assert_eq!(used(&administration), 0);
    for id in [0, 1, 2].map(|lieu| monde.id(lieu)) {
        let refused = administration.dossier(id);
        assert!(matches!(refused, Err(StorageError::Refused(_))), "{refused:?}");
    }
    assert!(matches!(administration.page(&Filtre::default(), Tri::default(), 0, 50), Err(StorageError::Refused(_))));
    // And who reads dossiers keeps no list.
    for qui in ["saisie", "encadrement", "territoire", "audit", "observatoire"] {
        assert!(matches!(monde.base_of(qui).edit_liste(&merge), Err(StorageError::Refused(_))), "{qui}");
    }
}

#[test]
fn each_reading_and_each_refusal_leaves_its_line() {
    let monde = monde();
    let mut root = monde.root();
    let mut lines = |qui: &str, operation: &str, lieu: usize| -> usize {
        let sql = format!(
            "SELECT count(*)::text AS t FROM journal WHERE qui = '{}' AND operation = '{operation}' AND dossier_id = '{}'",
            monde.login(qui),
            monde.id(lieu)
        );
        texts(&mut root, &sql).unwrap()[0].parse().unwrap()
    };
    let (agent, other) = (monde.base_of("territoire"), monde.base_of("service"));
    let before =
        [lines("territoire", "consultation", 0), lines("territoire", "refus", 1), lines("service", "refus", 0)];
    agent.dossier(monde.id(0)).unwrap();
    agent.historique(monde.id(0)).unwrap();
    agent.dossier(monde.id(1)).unwrap();
    other.dossier(monde.id(0)).unwrap();
    let after = [lines("territoire", "consultation", 0), lines("territoire", "refus", 1), lines("service", "refus", 0)];
    assert_eq!(after, [before[0] + 2, before[1] + 1, before[2] + 1]);
}
