//! Somebody tries to find hidden counts again: by another way than the one that hid them.
#![cfg(test)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::systeme::{SEUIL, Sens, Systeme};
use crate::dashboards::essais::{fait, faits};
use crate::dashboards::{Figure, Filtre, Indicateur, Role, Valeur, calculer, calculer_masque, catalogue, trouver};
use crate::domain::fait::Fait;

/// A table of rows and columns with its margins and its total, all shown.
struct Table {
    systeme: Systeme<String>,
    cells: Vec<Vec<f64>>,
}

fn cell(row: usize, column: usize) -> String {
    format!("{row},{column}")
}

fn table(cells: &[Vec<f64>]) -> Table {
    let mut systeme = Systeme::default();
    let total = systeme.montre(&"total".to_owned(), cells.iter().flatten().sum());
    let rows: Vec<usize> =
        cells.iter().enumerate().map(|(at, row)| systeme.montre(&format!("row {at}"), row.iter().sum())).collect();
    let columns: Vec<usize> = (0..cells[0].len())
        .map(|at| systeme.montre(&format!("column {at}"), cells.iter().map(|row| row[at]).sum()))
        .collect();
    let ids: Vec<Vec<usize>> = cells
        .iter()
        .enumerate()
        .map(|(r, row)| row.iter().enumerate().map(|(c, n)| systeme.montre(&cell(r, c), *n)).collect())
        .collect();
    for (at, row) in ids.iter().enumerate() {
        systeme.somme(rows[at], row.clone(), Sens::Egale);
    }
    for (at, column) in columns.iter().enumerate() {
        systeme.somme(*column, ids.iter().map(|row| row[at]).collect::<Vec<_>>(), Sens::Egale);
    }
    systeme.somme(total, rows, Sens::Egale);
    systeme.somme(total, columns, Sens::Egale);
    systeme.masquer();
    Table { systeme, cells: cells.to_vec() }
}

impl Table {
    fn shown(&self, name: &str, value: f64) -> Option<f64> {
        let rang = self.systeme.rang(&name.to_owned()).unwrap();
        (!self.systeme.cache(rang)).then_some(value)
    }

    /// Every table of whole numbers that agrees with all that is shown, tried one by one: what each hidden
    /// cell is in some of them.
    fn believed(&self) -> Option<BTreeMap<(usize, usize), Vec<f64>>> {
        let (rows, columns) = (self.cells.len(), self.cells[0].len());
        let sum = |cells: &[f64]| cells.iter().sum::<f64>();
        let told = Told {
            rows: (0..rows).map(|r| self.shown(&format!("row {r}"), sum(&self.cells[r]))).collect(),
            columns: (0..columns)
                .map(|c| self.shown(&format!("column {c}"), self.cells.iter().map(|row| row[c]).sum()))
                .collect(),
            total: self.shown("total", self.cells.iter().flatten().sum()),
            cells: (0..rows)
                .map(|r| (0..columns).map(|c| self.shown(&cell(r, c), self.cells[r][c])).collect())
                .collect(),
            most: self.cells.iter().map(|row| sum(row)).sum::<f64>().max(SEUIL + 1.0),
        };
        let mut found = BTreeMap::new();
        let mut steps = 60_000;
        told.complete(&mut vec![vec![0.0; columns]; rows], 0, &mut found, &mut steps);
        // Where so little is told that there is no end to it, nothing is found either.
        (steps > 0).then_some(found)
    }
}

struct Told {
    rows: Vec<Option<f64>>,
    columns: Vec<Option<f64>>,
    total: Option<f64>,
    cells: Vec<Vec<Option<f64>>>,
    most: f64,
}

impl Told {
    fn complete(
        &self,
        made: &mut Vec<Vec<f64>>,
        at: usize,
        found: &mut BTreeMap<(usize, usize), Vec<f64>>,
        steps: &mut u32,
    ) {
        *steps = steps.saturating_sub(1);
        if *steps == 0 {
            return;
        }
        let (rows, columns) = (made.len(), made[0].len());
        if at == rows * columns {
            let columns_agree =
                self.columns.iter().enumerate().all(|(c, sum)| {
                    sum.is_none_or(|sum| (made.iter().map(|row| row[c]).sum::<f64>() - sum).abs() < 0.5)
                });
            let all: f64 = made.iter().flatten().sum();
            if columns_agree && self.total.is_none_or(|total| (all - total).abs() < 0.5) {
                for (r, row) in self.cells.iter().enumerate() {
                    for (c, _) in row.iter().enumerate().filter(|(_, told)| told.is_none()) {
                        let seen = found.entry((r, c)).or_default();
                        if !seen.contains(&made[r][c]) {
                            seen.push(made[r][c]);
                        }
                    }
                }
            }
            return;
        }
        let (r, c) = (at / columns, at % columns);
        let tries: Vec<f64> = match self.cells[r][c] {
            Some(value) => vec![value],
            // Nothing below one is hidden.
            None => (1..=self.most as i32).map(f64::from).collect(),
        };
        for value in tries {
            made[r][c] = value;
            let so_far: f64 = made[r][..=c].iter().sum();
            let column: f64 = made[..=r].iter().map(|row| row[c]).sum();
            let row_ok = self.rows[r]
                .is_none_or(|sum| if c + 1 == columns { (so_far - sum).abs() < 0.5 } else { so_far <= sum });
            if row_ok && self.columns[c].is_none_or(|sum| column <= sum) {
                self.complete(made, at + 1, found, steps);
            }
        }
        made[r][c] = 0.0;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_hidden_cell_of_a_table_is_found_by_trying_every_table(
        cells in proptest::collection::vec(proptest::collection::vec(prop_oneof![3 => 0..4_u8, 2 => 4..9_u8], 3), 3)
    ) {
        let cells: Vec<Vec<f64>> = cells.iter().map(|row| row.iter().map(|n| f64::from(*n)).collect()).collect();
        let table = table(&cells);
        for (r, row) in cells.iter().enumerate() {
            for (c, n) in row.iter().enumerate().filter(|(_, n)| **n > 0.0 && **n < SEUIL) {
                prop_assert!(table.shown(&cell(r, c), *n).is_none(), "a small count is shown");
            }
        }
        for ((r, c), values) in table.believed().unwrap_or_default() {
            let true_one = cells[r][c];
            prop_assert!(values.contains(&true_one));
            let wanted = if true_one < SEUIL { 4 } else { 2 };
            prop_assert!(values.len() >= wanted, "{r},{c} is one of {values:?}: {cells:?}");
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(15))]

    /// Charts of one export: what one hides, the others must not give back.
    #[test]
    fn no_hidden_value_of_an_export_is_found_from_its_sums(rows in proptest::collection::vec(hazard(), 5..60)) {
        let facts: Vec<Fait> = rows.into_iter().enumerate().map(|(at, (place, month, child, age, sexe, motif))| {
            let territoire = ["nord", "sud", "est"][place];
            Fait {
                age_mois: Some(age * 12),
                sexe: ["sexe/masculin", "sexe/feminin", ""][sexe].to_owned(),
                motifs: ["motif/fugue", "motif/physiques*", "motif/fugue|motif/physiques*"][motif].to_owned(),
                ..fait(at as u128 / 2, child as u128, territoire, &format!("2025-{month:02}-03"))
            }
        }).collect();
        let faits = faits(&facts);
        let filtre = Filtre::annee(2025);
        let figures = calculer_masque(&faits, catalogue(), &filtre);
        for (figure, indicateur) in figures.iter().zip(catalogue()) {
            let bare = calculer(&faits, indicateur, &filtre);
            small_ones_are_hidden(figure, &bare);
            alone_in_its_sum(figure, indicateur)?;
        }
        // The bars of one chart are the sums of the rows of another.
        let find = |code: &str| figures.iter().find(|figure| figure.code == code).unwrap();
        margins(find("territoire_mois"), find("informations_territoire"))?;
    }
}

fn hazard() -> impl Strategy<Value = (usize, u32, u8, i32, usize, usize)> {
    (0..3_usize, 1..5_u32, 0..40_u8, 0..18_i32, 0..3_usize, 0..3_usize)
}

fn small_ones_are_hidden(figure: &Figure, bare: &Figure) {
    let counts = bare.unite.suffixe.is_empty() && bare.unite.decimales == 0;
    for (serie, true_ones) in figure.series.iter().zip(&bare.series).filter(|(serie, _)| serie.role == Role::Courante) {
        for (valeur, true_one) in serie.valeurs.iter().zip(&true_ones.valeurs) {
            if let (Valeur::Nombre(n), true) = (valeur, counts) {
                assert_eq!(valeur, true_one);
                assert!(*n == 0.0 || *n >= SEUIL, "{} shows {n}", figure.code);
            }
        }
    }
}

/// One value is hidden and the total is shown: what is missing is that value.
fn alone_in_its_sum(figure: &Figure, indicateur: &Indicateur) -> Result<(), TestCaseError> {
    let Valeur::Nombre(total) = figure.total else { return Ok(()) };
    let current = || figure.series.iter().filter(|serie| serie.role == Role::Courante).flat_map(|serie| &serie.valeurs);
    let hidden = current().filter(|valeur| **valeur == Valeur::Masquee).count();
    let shown: f64 = current().filter_map(|valeur| valeur.nombre()).sum();
    if figure.additive && hidden > 0 {
        let rest = total - shown;
        prop_assert!(hidden > 1 && rest >= hidden as f64 + 3.0, "{}: {hidden} hidden, {rest} missing", indicateur.code);
    }
    Ok(())
}

fn margins(table: &Figure, bars: &Figure) -> Result<(), TestCaseError> {
    for serie in &table.series {
        let bar = bars.axe.postes.iter().position(|poste| poste.critere == serie.critere);
        let Some(Valeur::Nombre(sum)) = bar.and_then(|at| bars.series[0].valeurs.get(at)).copied() else { continue };
        let hidden = serie.valeurs.iter().filter(|valeur| **valeur == Valeur::Masquee).count();
        let shown: f64 = serie.valeurs.iter().filter_map(|valeur| valeur.nombre()).sum();
        prop_assert!(
            hidden == 0 || hidden > 1 && sum - shown >= hidden as f64 + 3.0,
            "{}: {hidden} make {}",
            serie.libelle,
            sum - shown
        );
    }
    Ok(())
}

#[test]
fn a_total_does_not_give_back_the_one_that_is_hidden() {
    let mut rows = Vec::new();
    for at in 0..12_u128 {
        rows.push(fait(at, at, "nord", "2025-01-03"));
        rows.push(fait(100 + at, 100 + at, "sud", "2025-01-03"));
    }
    rows.push(fait(300, 300, "est", "2025-01-03"));
    let figures =
        calculer_masque(&faits(&rows), &[trouver("informations_territoire").unwrap().clone()], &Filtre::annee(2025));
    let [figure] = &figures[..] else { panic!() };
    assert_eq!(figure.total, Valeur::Nombre(25.0));
    let hidden = figure.series[0].valeurs.iter().filter(|valeur| **valeur == Valeur::Masquee).count();
    assert_eq!((hidden, figure.masques), (2, 2), "{figure:?}");
    assert!(figure.notes.iter().any(|note| note.starts_with("Secret statistique")));
}

/// No child came back: there are as many children as children of informations, and what the children of each
/// territory add up to is known although a child may be counted in two of them.
#[test]
fn where_no_child_comes_back_distinct_children_add_up() {
    let mut rows = Vec::new();
    for at in 0..12_u128 {
        rows.push(fait(at, at, "nord", "2025-01-03"));
        rows.push(fait(100 + at, 100 + at, "centre", "2025-01-03"));
    }
    rows.push(fait(300, 300, "est", "2025-01-03"));
    rows.push(fait(301, 301, "sud", "2025-01-03"));
    let told = ["enfants_territoire", "ages"].map(|code| trouver(code).unwrap().clone());
    let figures = calculer_masque(&faits(&rows), &told, &Filtre::annee(2025));
    assert_eq!((figures[0].total, figures[1].total), (Valeur::Nombre(26.0), Valeur::Nombre(26.0)));
    assert_eq!(figures[0].masques, 3, "{:?}", figures[0].series);
}
