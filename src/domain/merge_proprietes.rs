//! What any merge must keep, over random dossiers and random edits of both sides.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::merge::{Clash, both, merge, shared};
use super::{Cle, DossierDraft, Fiche, Nature, Table, adulte, conclusion, dossier, enfant, motif, traitement};

/// One thing that somebody does. Numbers choose among what there is.
#[derive(Clone, Debug)]
enum Geste {
    Ecrire { row: usize, champ: usize, texte: String },
    Ajouter { table: usize, parent: usize, texte: String },
    Retirer { row: usize },
}

fn geste() -> impl Strategy<Value = Geste> {
    // Few words, so that both often write the same, and often not.
    let texte = || prop::sample::select(vec!["", "un", "deux", "trois mots ici"]).prop_map(str::to_owned);
    prop_oneof![
        5 => (any::<usize>(), any::<usize>(), texte()).prop_map(|(row, champ, texte)| Geste::Ecrire { row, champ, texte }),
        2 => (0..5_usize, any::<usize>(), texte()).prop_map(|(table, parent, texte)| Geste::Ajouter { table, parent, texte }),
        2 => any::<usize>().prop_map(|row| Geste::Retirer { row }),
    ]
}

fn references(row: &Fiche) -> Vec<(Cle, Uuid)> {
    row.valeurs()
        .filter(|(cle, _)| matches!(cle.champ().nature, Nature::Reference(_)))
        .filter_map(|(cle, id)| Some((cle, id.parse().ok()?)))
        .collect()
}

fn of(draft: &DossierDraft, table: Table) -> Vec<Uuid> {
    draft.fiches.iter().filter(|row| row.table == table).map(|row| row.id).collect()
}

fn pick(ids: &[Uuid], at: usize) -> Option<String> {
    (!ids.is_empty()).then(|| ids[at % ids.len()].to_string())
}

fn do_it(draft: &mut DossierDraft, geste: &Geste) {
    match geste {
        Geste::Ecrire { row, champ, texte } => {
            let at = row % draft.fiches.len();
            let champs: Vec<Cle> = Cle::all(draft.fiches[at].table)
                .filter(|cle| !matches!(cle.champ().nature, Nature::Reference(_) | Nature::Auto(_)))
                .collect();
            draft.fiches[at].set(champs[champ % champs.len()], texte.clone());
        }
        Geste::Ajouter { table, parent, texte } => {
            let (children, adults) = (of(draft, Table::EnfantConcerne), of(draft, Table::Adulte));
            let row = match table {
                0 => Some(Fiche::new(Table::Adulte).with(adulte::NOM, texte.clone())),
                1 => Some(Fiche::new(Table::Traitement).with(traitement::EVALUATEURS, texte.clone())),
                2 => pick(&children, *parent).map(|child| {
                    let row = Fiche::new(Table::MotifEnfant).with(motif::ENFANT_CONCERNE_ID, child);
                    row.with(motif::MOTIF, texte.clone())
                }),
                3 => pick(&children, *parent)
                    .map(|child| Fiche::new(Table::ConclusionEnfant).with(conclusion::ENFANT_CONCERNE_ID, child)),
                _ => pick(&children, *parent).zip(pick(&adults, *parent / 7)).map(|(child, adult)| {
                    let row = Fiche::new(Table::AdulteEnfant).with(adulte::lien::ENFANT_CONCERNE_ID, child);
                    row.with(adulte::lien::ADULTE_ID, adult).with(adulte::lien::LIEN, texte.clone())
                }),
            };
            // As the screen does: never a second tie or motive of the same.
            let twin = |row: &Fiche| draft.fiches.iter().any(|other| key(other).is_some() && key(other) == key(row));
            draft.fiches.extend(row.filter(|row| !twin(row)));
        }
        Geste::Retirer { row } => {
            let row = &draft.fiches[row % draft.fiches.len()];
            if !matches!(row.table, Table::Dossier | Table::Enfant) {
                for edit in draft.edits_remove(row.id) {
                    draft.apply(&edit);
                }
            }
        }
    }
}

/// What there can be only once.
fn key(row: &Fiche) -> Option<(Table, String, String)> {
    let keys = match row.table {
        Table::AdulteEnfant => [adulte::lien::ADULTE_ID, adulte::lien::ENFANT_CONCERNE_ID],
        Table::MotifEnfant => [motif::MOTIF, motif::ENFANT_CONCERNE_ID],
        _ => return None,
    };
    let [a, b] = keys.map(|cle| row.get(cle).to_owned());
    (!a.is_empty() && !b.is_empty()).then_some((row.table, a, b))
}

/// Two children with a motive and two adults tied to them, as the base holds it.
fn start() -> DossierDraft {
    let mut fiches = vec![Fiche::new(Table::Dossier).with(dossier::SYNTHESE, "un")];
    let adults =
        [Fiche::new(Table::Adulte).with(adulte::NOM, "un"), Fiche::new(Table::Adulte).with(adulte::NOM, "deux")];
    for _ in 0..2 {
        let person = Fiche::new(Table::Enfant).with(enfant::personne::PRENOM, "un");
        let child = Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, person.id.to_string());
        let id = child.id.to_string();
        fiches
            .push(Fiche::new(Table::MotifEnfant).with(motif::ENFANT_CONCERNE_ID, id.clone()).with(motif::MOTIF, "un"));
        let tie = Fiche::new(Table::AdulteEnfant).with(adulte::lien::ENFANT_CONCERNE_ID, id);
        fiches.push(tie.with(adulte::lien::ADULTE_ID, adults[0].id.to_string()));
        fiches.extend([person, child]);
    }
    fiches.extend(adults);
    fiches.push(Fiche::new(Table::Traitement).with(traitement::EVALUATEURS, "un"));
    fiches.iter_mut().for_each(|row| row.version = 1);
    DossierDraft { fiches }
}

fn values(draft: &DossierDraft) -> BTreeMap<Uuid, Vec<String>> {
    draft.fiches.iter().map(|row| (row.id, row.valeurs().map(|(_, text)| text.to_owned()).collect())).collect()
}

fn row(draft: &DossierDraft, id: Uuid) -> Option<&Fiche> {
    draft.fiches.iter().find(|row| row.id == id)
}

/// The row that stands for this one in the merged dossier: itself, or the one row there can be of it.
fn standing_for<'a>(merged: &'a DossierDraft, wanted: &Fiche) -> Option<&'a Fiche> {
    row(merged, wanted.id)
        .or_else(|| merged.fiches.iter().find(|other| key(wanted).is_some() && key(other) == key(wanted)))
}

/// Everything that `who` did to `base` is in `merged`, or told in a clash.
fn nothing_vanished(
    base: &DossierDraft,
    who: &DossierDraft,
    merged: &DossierDraft,
    clashes: &[Clash],
) -> Result<(), TestCaseError> {
    for wanted in &who.fiches {
        let empty = Fiche::with_id(wanted.table, wanted.id);
        let before = row(base, wanted.id).unwrap_or(&empty);
        let added = row(base, wanted.id).is_none();
        let changed: Vec<Cle> =
            wanted.valeurs().filter(|(cle, text)| before.get(*cle) != *text).map(|(cle, _)| cle).collect();
        if !added && changed.is_empty() {
            continue;
        }
        let Some(kept) = standing_for(merged, wanted) else {
            return Err(TestCaseError::fail(format!("a row of {:?} that was written is gone", wanted.table)));
        };
        for cle in changed {
            let told = clashes.iter().any(|clash| {
                clash.fiche == kept.id
                    && clash.cle == cle
                    && [&clash.mine, &clash.theirs].into_iter().any(|text| text == wanted.get(cle))
            });
            prop_assert!(kept.get(cle) == wanted.get(cle) || told, "{:?} {:?} is gone", cle, wanted.get(cle));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn no_edit_vanishes_and_order_does_not_matter_where_nothing_clashes(
        mine in prop::collection::vec(geste(), 0..8),
        theirs in prop::collection::vec(geste(), 0..8),
    ) {
        let base = start();
        let edited = |gestes: &[Geste]| {
            let mut draft = base.clone();
            gestes.iter().for_each(|geste| do_it(&mut draft, geste));
            draft
        };
        let (mine, theirs) = (edited(&mine), edited(&theirs));
        let (merged, clashes) = merge(&base, &mine, &theirs);

        nothing_vanished(&base, &mine, &merged, &clashes)?;
        nothing_vanished(&base, &theirs, &merged, &clashes)?;
        for clash in &clashes {
            prop_assert_ne!(&clash.mine, &clash.theirs);
            prop_assert_eq!(row(&merged, clash.fiche).map(|row| row.get(clash.cle)), Some(clash.mine.as_str()));
        }

        // Whole: every row stands once, and what it hangs on is there.
        let ids: BTreeSet<Uuid> = merged.fiches.iter().map(|row| row.id).collect();
        prop_assert_eq!(ids.len(), merged.fiches.len());
        for row in &merged.fiches {
            for (cle, parent) in references(row) {
                prop_assert!(ids.contains(&parent), "{:?} hangs in the air", cle);
            }
        }

        // What one removed and the other left alone is gone, but for what a kept row hangs on.
        let needed: BTreeSet<Uuid> = merged.fiches.iter().flat_map(references).map(|(_, id)| id).collect();
        for (one, other) in [(&mine, &theirs), (&theirs, &mine)] {
            for gone in base.fiches.iter().filter(|before| row(one, before.id).is_none()) {
                let untouched = row(other, gone.id).is_none_or(|there| there.valeurs().eq(gone.valeurs()));
                prop_assert!(!untouched || !ids.contains(&gone.id) || needed.contains(&gone.id));
            }
        }

        // The other way round: the same fields clash, and where none does, the same dossier comes out.
        let (back, back_clashes) = merge(&base, &theirs, &mine);
        prop_assert_eq!(clashes.len(), back_clashes.len());
        if clashes.is_empty() {
            let same = |draft: &DossierDraft| -> BTreeSet<(Table, Vec<String>)> {
                draft.fiches.iter().map(|row| (row.table, row.valeurs().map(|(_, text)| text.to_owned()).collect())).collect()
            };
            prop_assert_eq!(same(&merged), same(&back));
        }

        // Nobody else: nothing moves.
        prop_assert_eq!(values(&merge(&base, &mine, &base).0), values(&mine));
        prop_assert_eq!(values(&merge(&base, &base, &theirs).0), values(&theirs));
        let (twice, none) = merge(&base, &mine, &mine);
        prop_assert!(none.is_empty());
        prop_assert_eq!(values(&twice), values(&mine));
        // Merged again, as when a save is refused twice: nothing new.
        let (again, _) = merge(&theirs, &merged, &theirs);
        prop_assert_eq!(values(&again), values(&merged));
    }

    #[test]
    fn both_texts_as_one_hold_every_word_of_each(mine in "[a-d éœ\n.]{0,40}", theirs in "[a-d éœ\n.]{0,40}") {
        let (before, after) = shared(&mine, &theirs);
        prop_assert!(mine.is_char_boundary(before) && theirs.is_char_boundary(before));
        prop_assert!(before + after <= mine.len().min(theirs.len()));
        prop_assert_eq!(&mine[..before], &theirs[..before]);
        prop_assert_eq!(&mine[mine.len() - after..], &theirs[theirs.len() - after..]);
        let one = both(&mine, &theirs);
        let words = |text: &str| {
            let mut count = BTreeMap::<String, usize>::new();
            for word in text.split_whitespace() {
                *count.entry(word.to_owned()).or_default() += 1;
            }
            count
        };
        let there = words(&one);
        for text in [&mine, &theirs] {
            for (word, times) in words(text) {
                prop_assert!(there.get(&word).is_some_and(|found| *found >= times), "{word} of {text:?} in {one:?}");
            }
        }
    }
}

#[test]
fn both_texts_share_what_they_begin_with() {
    let start = "Appel de l’école, œil gonflé.";
    let mine = format!("{start} La mère est prévenue.");
    let theirs = format!("{start} Le médecin rappelle à 18 h.");
    assert_eq!(both(&mine, &theirs), format!("{start} Le médecin rappelle à 18 h.\nLa mère est prévenue."));
    assert_eq!(both("a fin", "fin"), "a fin");
    assert_eq!(both("même", "même"), "même");
    assert_eq!(both("", "le leur"), "le leur");
}
