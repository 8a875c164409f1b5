//! What a fact alone does not tell: was the child known before, and which dossiers are of one family.

use super::colonne::Codes;
use super::dimension::{DateCle, Dimension, Place};
use super::faits::Faits;
use super::jours::{ABSENT, plus_mois};

pub fn derive(faits: &mut Faits) {
    let previous = previous(faits);
    let ancien = |at: usize| faits.drapeaux.get(at).is_some_and(|bits| bits >> 2 & 1 == 1);
    let (mut connu, mut repetition) = (Vec::with_capacity(faits.len()), Vec::with_capacity(faits.len()));
    for (at, before) in previous.iter().enumerate() {
        connu.push(if *before != ABSENT || ancien(at) { "oui" } else { "non" });
        let here = faits.date(DateCle::Reception, at);
        repetition.push(match *before {
            ABSENT => "aucune",
            before if here <= plus_mois(before, 12) => "12_mois",
            before if here <= plus_mois(before, 24) => "24_mois",
            _ => "plus",
        });
    }
    for (dimension, valeurs) in [(Dimension::Connu, connu), (Dimension::Repetition, repetition)] {
        let Place::Simple(place) = dimension.place() else { continue };
        let Some(dictionnaire) = faits.dictionnaires.get_mut(place) else { continue };
        let mut codes = Codes::default();
        for valeur in valeurs {
            codes.push(dictionnaire.coder(valeur));
        }
        if let Some(column) = faits.simples.get_mut(place) {
            *column = codes;
        }
    }
    families(faits);
}

/// For each fact, the reception of the information before it about the same child.
fn previous(faits: &Faits) -> Vec<i32> {
    let reception = faits.dates(DateCle::Reception);
    let key = |at: u32| {
        let at = at as usize;
        let dossier = faits.dossier.get(at).and_then(|dossier| faits.dossiers.get(*dossier as usize));
        (faits.enfant.get(at).copied(), reception.get(at).copied(), dossier.copied())
    };
    let mut seen = vec![0_u8; faits.enfants.len()];
    for enfant in &faits.enfant {
        if let Some(times) = seen.get_mut(*enfant as usize) {
            *times = times.saturating_add(1);
        }
    }
    // Most children come once: only the others are put in order.
    let mut again: Vec<u32> = (0_u32..)
        .zip(&faits.enfant)
        .filter(|(_, enfant)| seen.get(**enfant as usize).is_some_and(|times| *times > 1))
        .map(|(at, _)| at)
        .collect();
    again.sort_unstable_by_key(|at| key(*at));
    let mut previous = vec![ABSENT; faits.len()];
    for (before, here) in again.iter().zip(again.iter().skip(1)) {
        let ((child_before, day, dossier_before), (child, _, dossier)) = (key(*before), key(*here));
        if child == child_before
            && dossier != dossier_before
            && let (Some(place), Some(day)) = (previous.get_mut(*here as usize), day)
        {
            *place = day;
        }
    }
    previous
}

/// Children of one dossier are of one family, and so are the dossiers that share a child.
fn families(faits: &mut Faits) {
    let mut parent: Vec<u32> = (0_u32..).take(faits.enfants.len()).collect();
    let mut last: Option<(u32, u32)> = None;
    for (dossier, enfant) in faits.dossier.iter().zip(&faits.enfant) {
        if let Some((same, other)) = last
            && same == *dossier
        {
            let (a, b) = (root(&mut parent, other), root(&mut parent, *enfant));
            if let Some(place) = parent.get_mut(a.max(b) as usize) {
                *place = a.min(b);
            }
        }
        last = Some((*dossier, *enfant));
    }
    let mut number = vec![u32::MAX; parent.len()];
    let mut count = 0;
    let mut fratrie = Vec::with_capacity(faits.len());
    for enfant in &faits.enfant {
        let root = root(&mut parent, *enfant);
        let Some(place) = number.get_mut(root as usize) else { continue };
        if *place == u32::MAX {
            *place = count;
            count += 1;
        }
        fratrie.push(*place);
    }
    faits.fratrie = fratrie;
    faits.fratries = count;
}

fn root(parent: &mut [u32], start: u32) -> u32 {
    let mut at = start;
    while let Some(up) = parent.get(at as usize).copied()
        && up != at
    {
        let above = parent.get(up as usize).copied().unwrap_or(up);
        if let Some(place) = parent.get_mut(at as usize) {
            *place = above;
        }
        at = above;
    }
    at
}
