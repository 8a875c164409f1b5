//! Somebody lays all the charts of an export beside each other and adds and subtracts what they show. They know
//! what each count counts, not who was counted: a count is here the set of dossiers that it would count in a large
//! invented town, and what can be reckoned from others is what their sets add up to there, whatever the town.
#![cfg(test)]

use std::collections::HashMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::systeme::SEUIL;
use crate::dashboards::essais::{fait, faits};
use crate::dashboards::{
    Critere, Faits, Figure, Filtre, Indicateur, Mesure, Role, Unite, Valeur, calculer, calculer_masque, catalogue,
};
use crate::domain::fait::Fait;

const VILLE: usize = 900;

/// Sets of dossiers, and what they add up to: a row a set, solved for its first dossier.
#[derive(Default)]
struct Sommes {
    rows: Vec<(usize, Vec<u64>)>,
}

impl Sommes {
    fn reduce(&self, mut set: Vec<u64>) -> Vec<u64> {
        for (first, row) in &self.rows {
            if set[first / 64] >> (first % 64) & 1 == 1 {
                set.iter_mut().zip(row).for_each(|(mine, theirs)| *mine ^= theirs);
            }
        }
        set
    }

    fn push(&mut self, set: Vec<u64>) {
        let set = self.reduce(set);
        if let Some(word) = set.iter().position(|word| *word != 0) {
            let first = word * 64 + set[word].trailing_zeros() as usize;
            self.rows.push((first, set));
        }
    }

    fn give(&self, set: Vec<u64>) -> bool {
        set.iter().any(|word| *word != 0) && self.reduce(set).iter().all(|word| *word == 0)
    }
}

struct Ville {
    faits: Faits,
    places: HashMap<Uuid, usize>,
}

impl Ville {
    fn new(enfants: usize) -> Self {
        let mut hasard = fastrand::Rng::with_seed(7);
        let mut rows = Vec::new();
        for dossier in 0..VILLE {
            let of_all: [usize; 6] = std::array::from_fn(|_| hasard.usize(..60));
            for enfant in 0..enfants {
                let own: [usize; 3] = std::array::from_fn(|_| hasard.usize(..60));
                rows.push(row(dossier, 10 * dossier + enfant, of_all, own));
            }
        }
        let places = (0..VILLE).map(|at| (Uuid::from_u128(at as u128), at)).collect();
        Self { faits: faits(&rows), places }
    }

    fn set(&self, indicateur: &Indicateur, cellule: &[Critere]) -> Vec<u64> {
        let mut set = vec![0; VILLE.div_ceil(64)];
        for dossier in self.faits.dossiers(indicateur, &Filtre::annee(2025), cellule) {
            let at = self.places[&dossier];
            set[at / 64] |= 1 << (at % 64);
        }
        set
    }
}

/// What is of the dossier, then what is of the child.
fn row(dossier: usize, enfant: usize, of_all: [usize; 6], own: [usize; 3]) -> Fait {
    let one = |of: &[&str], at: usize| of[at % of.len()].to_owned();
    let [place, month, genre, transmetteur, violence, danger] = of_all;
    Fait {
        age_mois: Some(i32::try_from(own[0] % 18 * 12).unwrap()),
        sexe: one(&["sexe/masculin", "sexe/feminin", ""], own[1]),
        motifs: one(
            &[
                "motif/fugue",
                "motif/fugue*",
                "motif/physiques",
                "motif/physiques*",
                "motif/fugue|motif/physiques*",
                "motif/fugue*|motif/physiques",
            ],
            own[2],
        ),
        type_dossier: one(
            &["type_dossier/ip", "type_dossier/ip_complementaire", "type_dossier/transfert_departement"],
            genre,
        ),
        transmetteur: one(&["transmetteur/snated", "transmetteur/ecole", "transmetteur/parents"], transmetteur),
        violence_conjugale: one(&["oui_non_nsp/oui", "oui_non_nsp/non"], violence),
        drapeaux: i32::from(danger % 3 == 0) << 1,
        ..fait(
            dossier as u128,
            enfant as u128,
            ["nord", "sud", "est"][place % 3],
            &format!("2025-{:02}-03", month % 4 + 1),
        )
    }
}

/// Counts that charts show as they are, or as parts: each with the criteria of its cell.
fn cells<'a>(figure: &'a Figure, role: Role) -> impl Iterator<Item = (Vec<Critere>, Valeur)> + 'a {
    let series = figure.series.iter().filter(move |serie| serie.role == role);
    let cells = series.flat_map(|serie| {
        figure
            .axe
            .postes
            .iter()
            .zip(&serie.valeurs)
            .map(|(poste, valeur)| (poste.critere.iter().chain(&serie.critere).cloned().collect(), *valeur))
    });
    cells.chain([(Vec::new(), figure.total)])
}

/// What is hidden and small, and yet follows from what is shown.
fn given_away(unite: Unite, ville: &Ville, rows: &[Fait]) -> Vec<String> {
    let here = faits(rows);
    let filtre = Filtre::annee(2025);
    let masked = calculer_masque(&here, catalogue(), &filtre);
    let kept = |one: &&(&Indicateur, &Figure)| {
        one.0.unite == unite && matches!(one.0.mesure, Mesure::Compte | Mesure::Part(_))
    };
    let pairs: Vec<(&Indicateur, &Figure)> = catalogue().iter().zip(&masked).collect();
    let mut sommes = Sommes::default();
    for (indicateur, figure) in pairs.iter().filter(kept) {
        let whole = Indicateur { mesure: Mesure::Compte, ..(*indicateur).clone() };
        for (cellule, _) in cells(figure, Role::Courante).filter(|(_, valeur)| valeur.nombre().is_some()) {
            sommes.push(ville.set(indicateur, &cellule));
            // A percentage and what it is of.
            sommes.push(ville.set(&whole, &cellule));
        }
    }
    let mut found = Vec::new();
    for (indicateur, figure) in pairs.iter().filter(kept) {
        let bare = calculer(&here, &Indicateur { mesure: Mesure::Compte, ..(*indicateur).clone() }, &filtre);
        let counts: HashMap<Vec<Critere>, Valeur> = cells(&bare, Role::Courante).collect();
        for (cellule, _) in cells(figure, Role::Courante).filter(|(_, valeur)| *valeur == Valeur::Masquee) {
            let small = |n: f64| n > 0.0 && n < SEUIL;
            if counts.get(&cellule).and_then(|valeur| valeur.nombre()).is_some_and(small)
                && indicateur.mesure == Mesure::Compte
                && sommes.give(ville.set(indicateur, &cellule))
            {
                found.push(format!("{} {cellule:?}", indicateur.code));
            }
        }
    }
    found
}

fn attributes() -> impl Strategy<Value = ([usize; 6], [usize; 3])> {
    (proptest::array::uniform6(0..60_usize), proptest::array::uniform3(0..60_usize))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(15))]

    #[test]
    fn no_small_count_of_informations_follows_from_all_the_charts(
        rows in proptest::collection::vec((attributes(), proptest::option::of(proptest::array::uniform3(0..60_usize))), 8..90)
    ) {
        let mut all = Vec::new();
        for (at, ((of_all, own), other)) in rows.into_iter().enumerate() {
            all.push(row(at, 10 * at, of_all, own));
            all.extend(other.map(|own| row(at, 10 * at + 1, of_all, own)));
        }
        prop_assert_eq!(given_away(Unite::Information, &Ville::new(2), &all), Vec::<String>::new());
    }

    #[test]
    fn no_small_count_of_children_follows_from_all_the_charts(rows in proptest::collection::vec(attributes(), 8..90)) {
        let all: Vec<Fait> = rows.into_iter().enumerate().map(|(at, (of_all, own))| row(at, 10 * at, of_all, own)).collect();
        prop_assert_eq!(given_away(Unite::Enfant, &Ville::new(1), &all), Vec::<String>::new());
    }
}

/// March of the months and March of the months of the year are one count: what one chart hides beside it must not
/// stand on the other.
#[test]
fn two_charts_of_the_same_counts_hide_the_same() {
    let mut rows = Vec::new();
    for (month, n) in [(1_u32, 9_u32), (2, 7), (3, 3), (4, 8), (5, 8), (6, 12)] {
        rows.extend((0..n).map(|at| {
            let id = u128::from(month * 100 + at);
            fait(id, id, "nord", &format!("2025-{month:02}-03"))
        }));
    }
    let masked = calculer_masque(&faits(&rows), catalogue(), &Filtre::annee(2025));
    let hidden = |code: &str| -> Vec<usize> {
        let figure = masked.iter().find(|figure| figure.code == code).unwrap();
        let values = figure.series[0].valeurs.iter().enumerate();
        values.filter(|(_, valeur)| **valeur == Valeur::Masquee).map(|(at, _)| at).collect()
    };
    assert_eq!(hidden("informations_mois"), [1, 2]);
    assert_eq!(hidden("saisonnalite"), [1, 2]);
    assert_eq!(hidden("informations_territoire"), [] as [usize; 0]);
}
