//! Somebody saved first: three versions become one, and what clashes is told, never dropped.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::adulte::lien;
use super::{Cle, DossierDraft, Fiche, Nature, Table, motif};

/// A field that both changed, differently. The merged draft holds `mine`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub fiche: Uuid,
    pub cle: Cle,
    pub mine: String,
    pub theirs: String,
}

/// Merges field by field and row by row. A row that one removed and the other changed is kept.
pub fn merge(base: &DossierDraft, mine: &DossierDraft, theirs: &DossierDraft) -> (DossierDraft, Vec<Clash>) {
    let index = |draft: &DossierDraft| -> BTreeMap<Uuid, Fiche> {
        draft.fiches.iter().map(|fiche| (fiche.id, fiche.clone())).collect()
    };
    let (base, theirs_by_id) = (index(base), index(theirs));
    let mine = twins_are_one(&base, mine, theirs);
    let mine_by_id = index(&mine);
    let mut clashes = Vec::new();
    let mut fiches = Vec::new();
    for their in &theirs.fiches {
        match (base.get(&their.id), mine_by_id.get(&their.id)) {
            (Some(base), Some(mine)) => fiches.push(merge_fiche(base, mine, their, &mut clashes)),
            (None, Some(mine)) => {
                fiches.push(merge_fiche(&Fiche::with_id(their.table, their.id), mine, their, &mut clashes));
            }
            // I removed it: it stays removed, unless they changed it since.
            (Some(base), None) if same_values(base, their) => {}
            (_, None) => fiches.push(their.clone()),
        }
    }
    for mine in mine.fiches.iter().filter(|mine| !theirs_by_id.contains_key(&mine.id)) {
        // They removed it: it stays removed, unless I added or changed it.
        if base.get(&mine.id).is_none_or(|base| !same_values(base, mine)) {
            fiches.push(put_in_again(mine));
        }
    }
    keep_parents(&mut fiches, &mine_by_id, &theirs_by_id);
    (DossierDraft { fiches }, clashes)
}

/// Rows that both added and of which there can be only one: the tie of an adult to a child, a motive of
/// a child. Mine takes the name of theirs.
fn twins_are_one(base: &BTreeMap<Uuid, Fiche>, mine: &DossierDraft, theirs: &DossierDraft) -> DossierDraft {
    let twin = |row: &Fiche| {
        let keys = match row.table {
            Table::AdulteEnfant => [lien::ADULTE_ID, lien::ENFANT_CONCERNE_ID],
            Table::MotifEnfant => [motif::MOTIF, motif::ENFANT_CONCERNE_ID],
            _ => return None,
        };
        let added = |other: &&Fiche| {
            other.table == row.table
                && !base.contains_key(&other.id)
                && !mine.fiches.iter().any(|mine| mine.id == other.id)
        };
        let same =
            |other: &&Fiche| keys.iter().all(|cle| !row.get(*cle).is_empty() && row.get(*cle) == other.get(*cle));
        theirs.fiches.iter().filter(added).find(same).map(|other| other.id)
    };
    let mut taken = BTreeSet::new();
    let fiches = mine.fiches.iter().map(|row| match twin(row).filter(|_| !base.contains_key(&row.id)) {
        Some(id) if taken.insert(id) => {
            let mut row = row.clone();
            row.id = id;
            row
        }
        _ => row.clone(),
    });
    DossierDraft { fiches: fiches.collect() }
}

/// A row that the base no longer holds; a person is never removed from it.
fn put_in_again(row: &Fiche) -> Fiche {
    let mut again = row.clone();
    if row.table != Table::Enfant {
        again.version = 0;
    }
    again
}

/// A kept row needs those it hangs on: one removed a child, the other changed its motive, so the child
/// stays, whoever removed it.
fn keep_parents(fiches: &mut Vec<Fiche>, mine: &BTreeMap<Uuid, Fiche>, theirs: &BTreeMap<Uuid, Fiche>) {
    let mut at = 0;
    while let Some(fiche) = fiches.get(at) {
        let parents = fiche.valeurs().filter(|(cle, _)| matches!(cle.champ().nature, Nature::Reference(_)));
        let parents: Vec<Uuid> = parents.filter_map(|(_, id)| id.parse().ok()).collect();
        for id in parents {
            if fiches.iter().any(|fiche| fiche.id == id) {
                continue;
            }
            fiches.extend(theirs.get(&id).cloned().or_else(|| mine.get(&id).map(put_in_again)));
        }
        at += 1;
    }
}

/// Both texts as one: what they share stands once, theirs (which was saved first) before mine.
pub fn both(mine: &str, theirs: &str) -> String {
    let (before, after) = shared(mine, theirs);
    let middle = |text: &str| text.get(before..text.len() - after).unwrap_or_default().trim().to_owned();
    let (first, second) = (middle(theirs), middle(mine));
    let line = if first.is_empty() || second.is_empty() { "" } else { "\n" };
    let (head, tail) = (theirs.get(..before), theirs.get(theirs.len() - after..));
    let (head, tail) = (head.unwrap_or_default(), tail.unwrap_or_default());
    let space = |left: &str, right: &str| {
        let touch = !left.is_empty() && !right.is_empty();
        if touch && !left.ends_with(char::is_whitespace) && !right.starts_with(char::is_whitespace) { " " } else { "" }
    };
    let middle = format!("{first}{line}{second}");
    format!("{head}{}{middle}{}{tail}", space(head, &middle), space(&middle, tail))
}

/// How many bytes both texts begin with, and end with, in whole words.
pub fn shared(a: &str, b: &str) -> (usize, usize) {
    let same = |(x, y): &(char, char)| x == y;
    let before: usize = a.chars().zip(b.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (rest_a, rest_b) = (a.get(before..).unwrap_or_default(), b.get(before..).unwrap_or_default());
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    let head = a.get(..before).unwrap_or_default();
    let before = if ends(rest_a) && ends(rest_b) {
        before
    } else {
        head.rfind(char::is_whitespace)
            .map_or(0, |at| at + head.get(at..).unwrap_or_default().chars().next().map_or(0, char::len_utf8))
    };
    let (rest_a, rest_b) = (a.get(before..).unwrap_or_default(), b.get(before..).unwrap_or_default());
    let after: usize = rest_a.chars().rev().zip(rest_b.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let tail = rest_a.get(rest_a.len() - after..).unwrap_or_default();
    let whole = |rest: &str| {
        rest.len() == after || rest.get(..rest.len() - after).is_some_and(|left| left.ends_with(char::is_whitespace))
    };
    let after = if whole(rest_a) && whole(rest_b) {
        after
    } else {
        tail.find(char::is_whitespace).map_or(0, |at| tail.len() - at)
    };
    (before, after)
}

fn same_values(a: &Fiche, b: &Fiche) -> bool {
    a.valeurs().eq(b.valeurs())
}

fn merge_fiche(base: &Fiche, mine: &Fiche, theirs: &Fiche, clashes: &mut Vec<Clash>) -> Fiche {
    let mut merged = theirs.clone();
    for (cle, my_text) in mine.valeurs() {
        let (base_text, their_text) = (base.get(cle), theirs.get(cle));
        if my_text == base_text || my_text == their_text {
            continue;
        }
        if their_text != base_text {
            clashes.push(Clash { fiche: mine.id, cle, mine: my_text.to_owned(), theirs: their_text.to_owned() });
        }
        merged.set(cle, my_text);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{dossier, enfant, motif};

    #[test]
    fn a_motive_i_changed_keeps_the_child_they_removed() {
        let mut person = Fiche::new(Table::Enfant);
        person.version = 3;
        let child = Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, person.id.to_string());
        let row = Fiche::new(Table::MotifEnfant).with(motif::ENFANT_CONCERNE_ID, child.id.to_string());
        let header = Fiche::new(Table::Dossier);
        let base = DossierDraft { fiches: vec![header.clone(), person.clone(), child.clone(), row.clone()] };
        let mine = DossierDraft {
            fiches: vec![header.clone(), person.clone(), child.clone(), row.clone().with(motif::PRECISION, "la nuit")],
        };
        let (merged, clashes) = merge(&base, &mine, &DossierDraft { fiches: vec![header] });
        assert_eq!(clashes, []);
        let ids: Vec<_> = merged.fiches.iter().map(|fiche| (fiche.id, fiche.version)).collect();
        assert!(ids.contains(&(row.id, 0)) && ids.contains(&(child.id, 0)) && ids.contains(&(person.id, 3)), "{ids:?}");
    }

    #[test]
    fn a_conflict_keeps_what_was_typed_on_both_sides() {
        let mut base = Fiche::new(Table::Dossier).with(dossier::SYNTHESE, "un").with(dossier::NUMERO_SNATEM, "1");
        base.version = 1;
        let mine = base.clone().with(dossier::SYNTHESE, "un, moi").with(dossier::OBSERVATION_CEMA, "vu");
        let mut theirs = base.clone().with(dossier::SYNTHESE, "un, elle").with(dossier::NUMERO_SNATEM, "2");
        theirs.version = 2;
        let removed_by_me_changed_by_them = Fiche::new(Table::Traitement);
        let changed_by_me_removed_by_them = Fiche::new(Table::Adulte);
        let added_by_me = Fiche::new(Table::Adulte);
        let draft = |fiches: &[&Fiche]| DossierDraft { fiches: fiches.iter().map(|fiche| (*fiche).clone()).collect() };
        let changed = changed_by_me_removed_by_them.clone().with(crate::domain::adulte::NOM, "X");
        let retouched = removed_by_me_changed_by_them.clone().with(crate::domain::traitement::EVALUATEURS, "Y");
        let (merged, clashes) = merge(
            &draft(&[&base, &removed_by_me_changed_by_them, &changed_by_me_removed_by_them]),
            &draft(&[&mine, &changed, &added_by_me]),
            &draft(&[&theirs, &retouched]),
        );
        let entete = &merged.fiches[0];
        assert_eq!(entete.version, 2);
        assert_eq!(entete.get(dossier::SYNTHESE), "un, moi");
        assert_eq!(entete.get(dossier::NUMERO_SNATEM), "2");
        assert_eq!(entete.get(dossier::OBSERVATION_CEMA), "vu");
        assert_eq!(clashes.len(), 1);
        assert_eq!(clashes[0].theirs, "un, elle");
        let ids: Vec<_> = merged.fiches.iter().map(|fiche| fiche.id).collect();
        assert!(ids.contains(&retouched.id) && ids.contains(&changed.id) && ids.contains(&added_by_me.id));
    }
}
