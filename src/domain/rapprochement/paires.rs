//! Who, among all the persons of a base, may be one child under two names: pairs with their reasons,
//! found without comparing everybody with everybody.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::Datelike as _;
use uuid::Uuid;

use super::{Niveau, Rapprochement, rapprocher};
use crate::domain::identite::{Identite, Precision};

/// A person with what is known of the family, and the dossiers where they stand.
#[derive(Clone, Debug)]
pub struct Personne {
    pub id: Uuid,
    /// For who reads: « Léa MARTIN ».
    pub titre: String,
    pub naissance: String,
    pub identite: Identite,
    pub dossiers: Vec<Uuid>,
    /// Their numbers, in the same order.
    pub numeros: Vec<String>,
}

/// Two persons who may be one.
#[derive(Clone, Debug)]
pub struct Paire {
    pub un: usize,
    pub autre: usize,
    pub rapprochement: Rapprochement,
}

/// More of one key than this are no family any more: such a key tells nobody apart.
const BLOC_MAX: usize = 400;

/// Every pair that is at least possible, the most alike first. Two children of one dossier are two.
pub fn paires(personnes: &[Personne], refusees: &BTreeSet<(Uuid, Uuid)>) -> Vec<Paire> {
    let mut blocs: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, personne) in personnes.iter().enumerate() {
        for cle in cles(&personne.identite) {
            blocs.entry(cle).or_default().push(at);
        }
    }
    let mut seen: HashSet<(usize, usize)> = HashSet::new();
    let mut found = Vec::new();
    let mut blocs: Vec<Vec<usize>> = blocs.into_values().filter(|bloc| (2..=BLOC_MAX).contains(&bloc.len())).collect();
    blocs.sort_unstable();
    for bloc in &blocs {
        for (rank, &un) in bloc.iter().enumerate() {
            for &autre in bloc.iter().skip(rank + 1) {
                if un == autre || !seen.insert((un, autre)) {
                    continue;
                }
                let (Some(a), Some(b)) = (personnes.get(un), personnes.get(autre)) else { continue };
                if a.dossiers.iter().any(|dossier| b.dossiers.contains(dossier))
                    || refusees.contains(&ordonnees(a.id, b.id))
                {
                    continue;
                }
                let rapprochement = rapprocher(&a.identite, &b.identite);
                if rapprochement.niveau() >= Niveau::Possible {
                    found.push(Paire { un, autre, rapprochement });
                }
            }
        }
    }
    found.sort_by(|a, b| {
        b.rapprochement.points.cmp(&a.rapprochement.points).then((a.un, a.autre).cmp(&(b.un, b.autre)))
    });
    found
}

/// The two ids of a pair, as they are kept.
pub fn ordonnees(un: Uuid, autre: Uuid) -> (Uuid, Uuid) {
    if un < autre { (un, autre) } else { (autre, un) }
}

/// What two spellings of one child still share.
fn cles(identite: &Identite) -> BTreeSet<String> {
    let mut cles = BTreeSet::new();
    let prenom = &identite.prenom;
    for nom in &identite.noms {
        if !nom.son.is_empty() && !prenom.son.is_empty() {
            cles.insert(format!("s {} {}", nom.son, prenom.son));
            // The one in the other's place.
            cles.insert(format!("s {} {}", prenom.son, nom.son));
        }
        for part in nom.mots.split(' ').filter(|part| part.len() > 2) {
            cles.insert(format!("p {part} {}", prenom.son));
        }
    }
    let Some(birth) = identite.naissance.filter(|_| identite.precision == Precision::Jour) else { return cles };
    cles.insert(format!("n {birth}"));
    let (low, high) = (birth.day().min(birth.month()), birth.day().max(birth.month()));
    cles.insert(format!("j {} {low} {high} {}", birth.year(), prenom.son));
    cles.insert(format!("m {} {} {}", birth.year(), birth.month(), prenom.son));
    for nom in &identite.noms {
        cles.insert(format!("a {} {} {}", birth.year(), nom.son, prenom.son.chars().take(1).collect::<String>()));
    }
    cles
}

/// Persons who are one through their pairs, each group with the person of the oldest dossier first. A pair
/// that would put two children of one dossier together is left out.
pub fn groupes(personnes: &[Personne], paires: &[&Paire]) -> Vec<Vec<usize>> {
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for paire in paires {
        let mut at = |person: usize, groups: &mut Vec<Vec<usize>>| {
            *group_of.entry(person).or_insert_with(|| {
                groups.push(vec![person]);
                groups.len() - 1
            })
        };
        let (one, other) = (at(paire.un, &mut groups), at(paire.autre, &mut groups));
        if one == other {
            continue;
        }
        let dossiers = |group: usize| -> HashSet<Uuid> {
            groups
                .get(group)
                .into_iter()
                .flatten()
                .filter_map(|at| personnes.get(*at))
                .flat_map(|one| one.dossiers.iter().copied())
                .collect()
        };
        if !dossiers(one).is_disjoint(&dossiers(other)) {
            continue;
        }
        let moved = groups.get_mut(other).map(std::mem::take).unwrap_or_default();
        group_of.extend(moved.iter().map(|person| (*person, one)));
        if let Some(group) = groups.get_mut(one) {
            group.extend(moved);
        }
    }
    groups.retain(|group| group.len() > 1);
    for group in &mut groups {
        group.sort_by_key(|at| personnes.get(*at).map(|one| (one.numeros.iter().min().cloned(), one.id)));
    }
    groups.sort();
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identite::NomCompare;

    fn person(nom: &str, prenom: &str, birth: &str, dossier: u128) -> Personne {
        let mut identite = Identite { prenom: NomCompare::new(prenom), ..Identite::default() };
        identite.add_name(nom);
        identite.naissance = birth.parse().ok();
        Personne {
            id: Uuid::now_v7(),
            titre: format!("{prenom} {nom}"),
            naissance: birth.to_owned(),
            identite,
            dossiers: vec![Uuid::from_u128(dossier)],
            numeros: vec![dossier.to_string()],
        }
    }

    #[test]
    fn the_same_child_is_paired_across_dossiers_and_twins_are_not() {
        let all = [
            person("Gauthier", "Léa", "2015-02-07", 1),
            person("GOTIER", "Lea", "2015-02-07", 2),
            person("Gauthier", "Tom", "2015-02-07", 1),
            person("Gauthier", "Léa", "2015-07-02", 3),
            person("Garnier", "Paul", "2001-01-01", 4),
        ];
        let found = paires(&all, &BTreeSet::new());
        let pairs: Vec<(usize, usize)> = found.iter().map(|paire| (paire.un, paire.autre)).collect();
        assert!(pairs.contains(&(0, 1)) && pairs.contains(&(0, 3)) && !pairs.contains(&(0, 2)), "{pairs:?}");
        assert_eq!(groupes(&all, &found.iter().collect::<Vec<_>>()), [vec![0, 1, 3]]);
        let refused = BTreeSet::from([ordonnees(all[0].id, all[1].id)]);
        assert!(paires(&all, &refused).iter().all(|paire| (paire.un, paire.autre) != (0, 1)));
    }

    #[test]
    fn two_children_of_one_dossier_are_never_put_together_through_a_third() {
        let all = [
            person("Petit", "Hugo", "2019-03-03", 1),
            person("Petit", "Hugo", "2019-03-03", 2),
            person("Petit", "Hugo", "2019-03-03", 1),
        ];
        let found = paires(&all, &BTreeSet::new());
        let groups = groupes(&all, &found.iter().collect::<Vec<_>>());
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [2]);
    }
}
