//! The sums between the counts of all charts of an export, found from what each of them counts.

use std::collections::BTreeMap;

use super::cle::{Cle, Valeurs};
use super::systeme::{Sens, Systeme};
use crate::dashboards::dimension::Dimension;

/// Counts that differ by one dimension only.
type Famille = Vec<(Valeurs, usize)>;

/// A row or a column of a table: the count of the whole of it, if some chart tells it, and its cells.
pub struct Ligne {
    pub total: Cle,
    pub cellules: Vec<usize>,
    pub sens: Sens,
}

/// Tells every sum that follows from the keys, and those of rows and columns.
pub fn relier(systeme: &mut Systeme<Cle>, lignes: Vec<Ligne>) {
    for Ligne { total, cellules, sens } in lignes {
        let known = systeme.rang(&total);
        // That no chart tells it does not keep it from being a part of what another tells.
        let total = known.or_else(|| {
            let sum = cellules.iter().map(|rang| systeme.valeur(*rang)).sum();
            (sens == Sens::Egale).then(|| systeme.compte(&total, sum))
        });
        if let Some(total) = total {
            systeme.somme(total, cellules, sens);
        }
    }
    let mut familles: BTreeMap<(Cle, Dimension), Famille> = BTreeMap::new();
    let mut within: Vec<(usize, usize)> = Vec::new();
    for (cle, rang) in systeme.cles() {
        for (dimension, sets) in &cle.parmi {
            match cle.ensemble(*dimension) {
                Some(set) => {
                    familles.entry((cle.sans(*dimension), *dimension)).or_default().push((set.clone(), rang));
                }
                None => within.extend(sets.iter().filter_map(|set| {
                    let mut wider = cle.clone();
                    wider.parmi.get_mut(dimension)?.remove(set);
                    Some((rang, systeme.rang(&wider)?))
                })),
            }
        }
        within.extend(cle.autres.iter().filter_map(|one| {
            let mut wider = cle.clone();
            wider.autres.remove(one);
            Some((rang, systeme.rang(&wider)?))
        }));
        // The principal motive is one of the motives.
        if let Some(motif) = cle.parmi.get(&Dimension::MotifPrincipal)
            && !cle.parmi.contains_key(&Dimension::Motif)
        {
            let mut wider = cle.sans(Dimension::MotifPrincipal);
            wider.parmi.insert(Dimension::Motif, motif.clone());
            within.extend(systeme.rang(&wider).map(|wider| (rang, wider)));
        }
        // A child has as many informations as it comes back in, an information at least one child.
        within.extend(cle.finer().filter_map(|finer| Some((rang, systeme.rang(&finer)?))));
    }
    for (part, whole) in within {
        systeme.somme(whole, [part], Sens::AuPlus);
    }
    for ((cle, dimension), mut famille) in familles {
        // The narrowest first: they leave the least to others.
        famille.sort_by_key(|(set, _)| set.len());
        let mut wholes: Vec<(Option<Valeurs>, usize)> =
            famille.iter().filter(|(set, _)| set.len() > 1).map(|(set, rang)| (Some(set.clone()), *rang)).collect();
        wholes.extend(systeme.rang(&cle).map(|rang| (None, rang)));
        for (set, whole) in wholes {
            let inside: Vec<&(Valeurs, usize)> = famille
                .iter()
                .filter(|(each, rang)| *rang != whole && set.as_ref().is_none_or(|set| each.is_subset(set)))
                .collect();
            if cle.partage(dimension) {
                share(systeme, whole, &inside);
            } else {
                for (_, part) in &inside {
                    systeme.somme(whole, [*part], Sens::AuPlus);
                }
                let all: Valeurs = inside.iter().flat_map(|(each, _)| each.iter().copied()).collect();
                if set.is_some_and(|set| set == all) {
                    systeme.somme(whole, inside.iter().map(|(_, part)| *part), Sens::AuMoins);
                }
            }
        }
    }
}

/// Parts that do not overlap; with all of them there is nothing else in the whole.
fn share(systeme: &mut Systeme<Cle>, whole: usize, inside: &[&(Valeurs, usize)]) {
    let mut taken = Valeurs::new();
    let mut parts = Vec::new();
    for (set, rang) in inside {
        if taken.is_disjoint(set) {
            taken.extend(set);
            parts.push(*rang);
        } else {
            // It overlaps those: what it says is said of itself as a whole.
            systeme.somme(whole, [*rang], Sens::AuPlus);
        }
    }
    let sum: f64 = parts.iter().map(|rang| systeme.valeur(*rang)).sum();
    let sens = if systeme.valeur(whole) - sum < 0.5 { Sens::Egale } else { Sens::AuPlus };
    systeme.somme(whole, parts, sens);
}
