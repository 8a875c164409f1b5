//! Many at once: numbers, lists, notices.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use uuid::Uuid;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::liste::EditListe;
use vigie::domain::recherche::{Colonne, Filtre, Tri};
use vigie::domain::{Dossier, Table, enfant, motif};
use vigie::storage::{Base, Evenement, StorageError, Suivis};

use crate::common::dossiers::{complet, court};
use crate::common::{Fresh, MOTEURS, Moteur, today};

/// The same work by several people at once, each with a base of their own; the answers of each.
fn people<T: Send>(fresh: &Fresh, count: usize, work: impl Fn(usize, &Base) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let (work, cible) = (&work, &fresh.cible);
        let people: Vec<_> =
            (0..count).map(|who| scope.spawn(move || work(who, &Base::open(cible.clone()).unwrap()))).collect();
        people.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

/// SQLite lets one write at a time, and says so to who waited too long.
fn until_free<T>(work: impl Fn() -> Result<T, StorageError>) -> Result<T, StorageError> {
    loop {
        match work() {
            Err(StorageError::Busy) => std::thread::sleep(Duration::from_millis(10)),
            done => return done,
        }
    }
}

#[test]
fn numbers_have_neither_gap_nor_double_when_many_save_at_once_and_some_are_refused() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let saved = people(&fresh, 8, |who, base| {
            let mut done = 0;
            for n in 0..15 {
                let mut dossier = court(&parametres, &format!("Famille {who}"), &format!("N{n}"));
                let refused = (who + n) % 4 == 0;
                if refused {
                    dossier.fiches[2].set(enfant::COMMUNE, "99999");
                }
                let saved = until_free(|| base.save(&Dossier::default(), &dossier));
                assert_eq!(saved.is_ok(), !refused, "{moteur:?}");
                done += usize::from(!refused);
            }
            done
        });
        let tri = Tri { colonne: Colonne::Numero, descending: false };
        let lignes = fresh.base.page(&Filtre::default(), tri, 0, 10_000).unwrap().lignes;
        assert_eq!(lignes.len(), saved.iter().sum::<usize>(), "{moteur:?}");
        for (at, ligne) in lignes.iter().enumerate() {
            assert!(ligne.numero.ends_with(&format!("-{:06}", at + 1)), "{moteur:?}: {} after {at}", ligne.numero);
        }
    }
}

#[test]
fn values_merged_and_closed_while_others_save_them_leave_no_dossier_without_its_word() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let start = fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
        // People go on saving the motive and the support that somebody merges into others.
        let outcomes = people(&fresh, 6, |who, base| {
            let mut saved = 0;
            for n in 0..10 {
                if who == 0 {
                    let liste = |liste: &str, from: &str, to: &str| EditListe::Merge {
                        liste: liste.to_owned(),
                        from: format!("{liste}/{from}"),
                        to: format!("{liste}/{to}"),
                    };
                    let (motif, support) = if n % 2 == 0 {
                        (liste("motif", "sante", "securite"), liste("support", "telephone", "courrier"))
                    } else {
                        (liste("motif", "securite", "sante"), liste("support", "courrier", "telephone"))
                    };
                    for edit in [motif, support] {
                        match until_free(|| base.edit_liste(&edit)) {
                            Ok(_) => saved += 1,
                            Err(error) => panic!("{moteur:?}: {error}"),
                        }
                    }
                } else {
                    until_free(|| base.save(&Dossier::default(), &complet(&parametres))).unwrap();
                    saved += 1;
                }
            }
            saved
        });
        assert_eq!(outcomes, [20, 10, 10, 10, 10, 10], "{moteur:?}");
        // Nothing names a value that does not exist, and no motive was lost.
        let last = EditListe::Merge { liste: "motif".into(), from: "motif/securite".into(), to: "motif/sante".into() };
        fresh.base.edit_liste(&last).unwrap();
        let known: BTreeSet<String> = fresh.base.valeurs("motif").unwrap().into_iter().map(|value| value.id).collect();
        let lignes = fresh.base.page(&Filtre::default(), Tri::default(), 0, 1_000).unwrap().lignes;
        assert_eq!(lignes.len(), 51, "{moteur:?}");
        for ligne in lignes {
            let read = fresh.base.dossier(ligne.id).unwrap().unwrap().dossier;
            assert_eq!(read.of(Table::MotifEnfant).count(), start.of(Table::MotifEnfant).count(), "{moteur:?}");
            for row in read.of(Table::MotifEnfant) {
                assert!(known.contains(row.get(motif::MOTIF)));
                assert_eq!(row.get(motif::MOTIF), "motif/sante", "the last merge took them all");
            }
            let support = read.entete().unwrap().get(dossier::SUPPORT);
            assert!(["support/telephone", "support/courrier"].contains(&support), "{moteur:?}: {support}");
        }
    }
}

#[test]
fn two_who_add_the_same_label_at_once_make_one_value() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let outcomes = people(&fresh, 6, |_, base| {
            let edit = EditListe::Add { liste: "support".into(), libelle: "Télécopie".into(), parent: None };
            until_free(|| base.edit_liste(&edit))
        });
        let made = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let told = outcomes.iter().filter(|outcome| matches!(outcome, Err(StorageError::DuplicateLabel))).count();
        assert_eq!((made, told), (1, 5), "{moteur:?}: {outcomes:?}");
        let there = fresh.base.valeurs("support").unwrap();
        assert_eq!(there.iter().filter(|value| value.libelle == "Télécopie").count(), 1, "{moteur:?}");
    }
}

/// Rounds of the listening connection until it heard what is wanted.
fn hear(ecoute: &mut vigie::storage::Ecoute, wanted: impl Fn(&Evenement) -> bool) -> Vec<Evenement> {
    let (start, mut heard) = (Instant::now(), Vec::new());
    while !heard.iter().any(&wanted) {
        assert!(start.elapsed() < Duration::from_secs(40), "heard only {heard:?}");
        heard.extend(ecoute.round());
        std::thread::sleep(Duration::from_millis(5));
    }
    heard
}

#[test]
fn a_save_and_a_change_of_lists_are_heard_with_ids_and_versions_only() {
    let fresh = Moteur::Postgres.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let mut ecoute = fresh.base.ecoute(Suivis::default());
    hear(&mut ecoute, |event| *event == Evenement::Ouverte);
    let mut raw = <diesel::PgConnection as diesel::Connection>::establish(&fresh.cible.adresse()).unwrap();
    raw.batch_execute("LISTEN vigie").unwrap();

    let saved = fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
    let id = saved.id().unwrap();
    hear(&mut ecoute, |event| *event == Evenement::Ligne { id, version: 1 });
    let mut after = saved.clone();
    let person = after.fiches.iter_mut().find(|row| row.table == Table::Enfant).unwrap();
    person.set(enfant::personne::PRENOM, "Lia");
    let person = person.id;
    fresh.base.save(&saved, &after).unwrap();
    let heard = hear(&mut ecoute, |event| *event == Evenement::Ligne { id, version: 2 });
    let told =
        heard.iter().any(|event| matches!(event, Evenement::Ligne { id, version } if *id == person && *version > 1));
    assert!(told, "{heard:?}");
    let edit = EditListe::Add { liste: "support".into(), libelle: "Télécopie".into(), parent: None };
    fresh.base.edit_liste(&edit).unwrap();
    hear(&mut ecoute, |event| *event == Evenement::Listes);

    raw.batch_execute("SELECT 1").unwrap();
    let notices: Vec<String> = raw.notifications_iter().map(|notice| notice.unwrap().payload).collect();
    assert!(notices.len() >= 4, "{notices:?}");
    for notice in notices {
        let words: Vec<&str> = notice.split(' ').collect();
        let only_ids = match words.as_slice() {
            ["listes"] => true,
            ["dossier" | "enfant", id, version] => id.parse::<Uuid>().is_ok() && version.parse::<i32>().is_ok(),
            _ => false,
        };
        assert!(only_ids, "{notice}");
    }
    // What is not understood is nothing: anyone may notify.
    raw.batch_execute("NOTIFY vigie, 'dossier x 1'; NOTIFY vigie, ''; NOTIFY vigie, 'listes'").unwrap();
    let heard = hear(&mut ecoute, |event| *event == Evenement::Listes);
    assert_eq!(heard, [Evenement::Listes]);
}

#[test]
fn a_file_written_by_another_is_heard_and_its_versions_tell_what_changed() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let mut ecoute = fresh.base.ecoute(Suivis::default());
    hear(&mut ecoute, |event| *event == Evenement::Ouverte);
    let saved = fresh.base.save(&Dossier::default(), &court(&parametres, "Petit", "Jo")).unwrap().dossier;
    hear(&mut ecoute, |event| *event == Evenement::Ecriture);
    assert_eq!(ecoute.round(), [], "told once");
    let ids: Vec<Uuid> = saved.fiches.iter().map(|row| row.id).collect();
    let mut versions = fresh.base.versions(&ids).unwrap();
    versions.sort();
    let mut wanted: Vec<(Uuid, i32)> = saved
        .fiches
        .iter()
        .filter(|row| matches!(row.table, Table::Dossier | Table::Enfant))
        .map(|row| (row.id, row.version))
        .collect();
    wanted.sort();
    assert_eq!(versions, wanted);
}

#[test]
fn presence_is_told_to_those_who_have_the_dossier_open_and_ends_with_the_session() {
    let fresh = Moteur::Postgres.fresh();
    let [one, two, three] = [(); 3].map(|()| Uuid::now_v7());
    let window = |dossiers: &[Uuid]| {
        let suivis = Suivis::default();
        suivis.set(dossiers.iter().copied());
        (fresh.base.ecoute(suivis.clone()), suivis)
    };
    let (mut mine, suivis) = window(&[one, two]);
    hear(&mut mine, |event| *event == Evenement::Ouverte);
    let (mut other, _) = window(&[two, three]);
    hear(&mut other, |event| matches!(event, Evenement::Presence(_)));
    let me = "vous, dans une autre fenêtre".to_owned();
    let wanted = Evenement::Presence(BTreeMap::from([(two, vec![me])]));
    hear(&mut mine, |event| *event == wanted);
    // Gone without a word: the server knows.
    drop(other);
    hear(&mut mine, |event| *event == Evenement::Presence(BTreeMap::new()));
    suivis.set(std::iter::empty());
    let closed = Mutex::new(mine);
    closed.lock().unwrap().round();
}
