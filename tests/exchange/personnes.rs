//! Persons recognised across dossiers, against the truth of who made the base.

use std::collections::{BTreeMap, BTreeSet};

use vigie::domain::Table;
use vigie::domain::rapprochement::{self, Niveau};
use vigie::storage::Base;

use crate::common::Moteur;
use crate::fichier::attendu;
use crate::reprise::toute;

#[test]
fn the_same_child_is_proposed_across_dossiers_better_than_by_equal_names() {
    let (fresh, _) = toute(Moteur::Sqlite);
    let persons = fresh.base.personnes().unwrap();
    let pairs = rapprochement::paires(&persons, &Default::default());
    let truth = truth(&fresh.base);
    let probable: Vec<_> = pairs.iter().filter(|pair| pair.rapprochement.niveau() == Niveau::Probable).collect();
    let groups = rapprochement::groupes(&persons, &probable);
    let (mut hit, mut proposed) = (0, 0);
    for group in &groups {
        for (rank, one) in group.iter().enumerate() {
            for other in &group[rank + 1..] {
                proposed += 1;
                hit += usize::from(
                    truth.get(&persons[*one].id).is_some_and(|group| truth.get(&persons[*other].id) == Some(group)),
                );
            }
        }
    }
    let known: BTreeSet<uuid::Uuid> = persons.iter().map(|person| person.id).collect();
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    truth.iter().filter(|(id, _)| known.contains(id)).for_each(|(_, group)| *sizes.entry(*group).or_default() += 1);
    let all: usize = sizes.values().map(|size| size * (size - 1) / 2).sum();
    let mut equal: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, person) in persons.iter().enumerate() {
        if let (Some(name), Some(birth)) = (person.identite.noms.first(), person.identite.naissance) {
            equal.entry(format!("{} {} {birth}", name.mots, person.identite.prenom.mots)).or_default().push(at);
        }
    }
    let (mut plain_hit, mut plain) = (0, 0);
    for group in equal.values() {
        for (rank, one) in group.iter().enumerate() {
            for other in &group[rank + 1..] {
                plain += 1;
                plain_hit += usize::from(
                    truth.get(&persons[*one].id).is_some_and(|group| truth.get(&persons[*other].id) == Some(group)),
                );
            }
        }
    }
    let rate = |hit: usize, all: usize| hit as f64 / all.max(1) as f64;
    println!(
        "proposals: {proposed} pairs, precision {:.4}, recall {:.4}; equal names and birth: {plain} pairs, precision {:.4}, recall {:.4}; {all} true pairs",
        rate(hit, proposed),
        rate(hit, all),
        rate(plain_hit, plain),
        rate(plain_hit, all)
    );
    assert!(rate(hit, proposed) > 0.97 && rate(hit, all) > rate(plain_hit, all) + 0.05);
    // In bulk, and undone in bulk.
    let first: Vec<_> = groups
        .iter()
        .take(40)
        .flat_map(|group| group[1..].iter().map(|other| (persons[group[0]].id, persons[*other].id)))
        .collect();
    let before = fresh.base.personnes().unwrap().len();
    let (done, refused) = fresh.base.merge_many(&first, "reprise", |_| true).unwrap();
    assert_eq!((done, refused.len()), (first.len(), 0));
    assert_eq!(fresh.base.personnes().unwrap().len(), before - done);
    assert_eq!(fresh.base.unmerge_all("reprise").unwrap(), done);
    assert_eq!(fresh.base.personnes().unwrap().len(), before);
}

/// Person to group of the truth, by the old key of the child.
fn truth(base: &Base) -> BTreeMap<uuid::Uuid, usize> {
    let mut of_key: BTreeMap<String, usize> = BTreeMap::new();
    for (rank, group) in attendu()["meme_enfant"]["groupes"].as_array().unwrap().iter().enumerate() {
        of_key.extend(group.as_array().unwrap().iter().map(|key| (key.to_string(), rank)));
    }
    let mut truth = BTreeMap::new();
    for (person, key) in base.origins(Table::Enfant).unwrap() {
        if let Some(group) = of_key.get(&key) {
            truth.insert(person, *group);
        }
    }
    truth
}
