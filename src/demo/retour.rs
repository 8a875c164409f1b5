//! What became of a family between two dossiers.

use chrono::{DateTime, Utc};

use super::enfant::{Enfant, Naissance, next_birth};
use super::famille::{Famille, Forme};
use super::fratrie::{christen, set_homes};
use super::hasard::Hasard;
use super::monde::Monde;

/// Moves, separations, births; gives which children the new dossier concerns, none when all are grown.
pub fn evolve<'a>(famille: &mut Famille<'a>, at: DateTime<Utc>, monde: &Monde<'a>, hasard: &mut Hasard) -> Vec<usize> {
    let on = at.date_naive();
    if hasard.chance(30)
        && let Some(home) = famille.foyers.first_mut()
    {
        *home = monde.lieux.near(home, hasard);
    }
    if famille.forme == Forme::Ensemble && hasard.chance(18) {
        famille.forme = Forme::MereSeule;
        set_homes(famille, monde, hasard);
    }
    let minors = famille.enfants.iter().enumerate().filter(|(_, enfant)| enfant.is_minor(on));
    let mut concerned: Vec<usize> = minors.map(|(rang, _)| rang).collect();
    if concerned.len() > 1 && hasard.chance(30) {
        let kept = hasard.pick(&concerned).copied();
        concerned.retain(|rang| Some(*rang) == kept || hasard.chance(50));
    }
    if !concerned.is_empty() && hasard.chance(14) {
        concerned.extend(newborn(famille, at, monde, hasard));
    }
    concerned
}

fn newborn<'a>(famille: &mut Famille<'a>, at: DateTime<Utc>, monde: &Monde<'a>, hasard: &mut Hasard) -> Option<usize> {
    let on = at.date_naive();
    let (_, since) = famille.dernier.as_ref()?;
    let (youngest, mother) = (famille.enfants.last()?, famille.adultes.first()?);
    let jour = next_birth(youngest.naissance.jour, mother.naissance.jour, *since, on, hasard)?;
    let naissance = Naissance::of_child(jour, on, hasard);
    let mut enfant = Enfant { id: hasard.id(at), connu: false, foyer: 0, naissance, ..youngest.clone() };
    christen(&mut enfant, famille, &monde.noms, hasard);
    famille.enfants.push(enfant);
    Some(famille.enfants.len() - 1)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::demo::calendrier::shift;
    use crate::demo::essai;
    use crate::demo::fratrie::Fratries;

    #[test]
    fn a_family_that_comes_back_is_older_and_keeps_its_children() {
        let parametres = essai::parametres();
        let monde = Monde::new(&parametres);
        let fratries = Fratries::new(&monde.offre);
        let mut hasard = Hasard::new(6);
        let at = |date: NaiveDate| date.and_hms_opt(9, 0, 0).unwrap().and_utc();
        let (first, later) = (shift(essai::today(), -700), essai::today());
        let mut births = 0;
        for _ in 0..500 {
            let mut famille = fratries.create(at(first), &monde, &mut hasard);
            famille.dernier = Some(("2024-000001".to_owned(), first));
            let before: Vec<_> = famille.enfants.iter().map(|enfant| enfant.id).collect();
            let concerned = evolve(&mut famille, at(later), &monde, &mut hasard);
            assert!(famille.enfants.iter().map(|enfant| enfant.id).take(before.len()).eq(before.iter().copied()));
            assert!(concerned.iter().all(|rang| famille.enfants[*rang].is_minor(later)));
            births += famille.enfants.len() - before.len();
        }
        assert!((20..110).contains(&births), "{births}");
    }
}
