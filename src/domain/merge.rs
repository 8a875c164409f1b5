//! Somebody saved first: three versions become one, and what clashes is told, never dropped.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Cle, DossierDraft, Fiche, Nature, Table};

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
    let (base, mine_by_id, theirs_by_id) = (index(base), index(mine), index(theirs));
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
            let mut added = mine.clone();
            added.version = 0;
            fiches.push(added);
        }
    }
    keep_parents(&mut fiches, &mine_by_id);
    (DossierDraft { fiches }, clashes)
}

/// A kept row needs those it hangs on: they removed a child, I changed its motive, so the child stays.
fn keep_parents(fiches: &mut Vec<Fiche>, mine: &BTreeMap<Uuid, Fiche>) {
    let mut at = 0;
    while let Some(fiche) = fiches.get(at) {
        let parents = fiche.valeurs().filter(|(cle, _)| matches!(cle.champ().nature, Nature::Reference(_)));
        let parents: Vec<Uuid> = parents.filter_map(|(_, id)| id.parse().ok()).collect();
        for id in parents {
            if let Some(parent) = mine.get(&id).filter(|_| !fiches.iter().any(|fiche| fiche.id == id)) {
                let mut parent = parent.clone();
                // A person is never removed from the base; any other row is put in again.
                if parent.table != Table::Enfant {
                    parent.version = 0;
                }
                fiches.push(parent);
            }
        }
        at += 1;
    }
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
