//! What must be written to go from one dossier to another: rows added, removed, fields changed.

use crate::domain::dossier::Fiches as _;
use crate::domain::{Cle, Dossier, Fiche, Nature, TABLES, Table, motif};

/// The rows of one table.
#[derive(Debug, PartialEq, Eq)]
pub struct TablePlan<'a> {
    pub table: Table,
    pub added: Vec<&'a Fiche>,
    /// Rows with the same changed fields go in one statement.
    pub changed: Vec<(Vec<Cle>, Vec<&'a Fiche>)>,
    pub removed: Vec<&'a Fiche>,
}

/// In the order of [`TABLES`]; tables without a change are left out.
pub fn plan<'a>(before: &'a Dossier, after: &'a Dossier) -> Vec<TablePlan<'a>> {
    TABLES.into_iter().map(|table| table_plan(table, before, after)).filter(|plan| !plan.is_empty()).collect()
}

fn table_plan<'a>(table: Table, before: &'a Dossier, after: &'a Dossier) -> TablePlan<'a> {
    let mut plan = TablePlan { table, added: Vec::new(), changed: Vec::new(), removed: Vec::new() };
    let mut moved = Vec::new();
    for fiche in after.of(table) {
        match before.fiche(fiche.id) {
            // A person whom the base knows: never removed from it, so never added twice.
            None if table == Table::Enfant && fiche.version > 0 => {
                let cles: Vec<Cle> = Cle::all(table).collect();
                match plan.changed.iter_mut().find(|(same, _)| *same == cles) {
                    Some((_, rows)) => rows.push(fiche),
                    None => plan.changed.push((cles, vec![fiche])),
                }
            }
            // Also a row whose saved removal was undone: it has a version, and is no longer there.
            None => plan.added.push(fiche),
            Some(old) => {
                let cles: Vec<Cle> = fiche
                    .valeurs()
                    .zip(old.valeurs())
                    .filter(|((_, new), (_, old))| new != old)
                    .map(|((cle, _), _)| cle)
                    .collect();
                if cles.is_empty() {
                    continue;
                }
                // Two motives that change places would clash halfway: out, and in again.
                if cles.contains(&motif::MOTIF) {
                    plan.added.push(fiche);
                    moved.push(old);
                    continue;
                }
                match plan.changed.iter_mut().find(|(same, _)| *same == cles) {
                    Some((_, rows)) => rows.push(fiche),
                    None => plan.changed.push((cles, vec![fiche])),
                }
            }
        }
    }
    // A person stays when the child leaves the dossier: another dossier may know them.
    if table != Table::Enfant {
        plan.removed = before.of(table).filter(|old| after.fiche(old.id).is_none()).collect();
    }
    plan.removed.extend(moved);
    plan
}

/// Is everything that was to be written from `before` to `after` already in `now`?
pub fn holds(now: &Dossier, before: &Dossier, after: &Dossier) -> bool {
    let same = |row: &Fiche, cle: Cle| {
        let (wanted, there) = (row.get(cle), now.fiche(row.id).map(|row| row.get(cle)));
        // The base itself fills what was left empty for it: the number, the day.
        there == Some(wanted) || wanted.is_empty() && matches!(cle.champ().nature, Nature::Auto(_)) && there.is_some()
    };
    let plans = plan(before, after);
    plans.iter().all(|plan| {
        plan.added.iter().all(|row| Cle::all(row.table).all(|cle| same(row, cle)))
            && plan.changed.iter().all(|(cles, rows)| rows.iter().all(|row| cles.iter().all(|cle| same(row, *cle))))
            && plan.removed.iter().all(|row| after.fiche(row.id).is_some() || now.fiche(row.id).is_none())
    })
}

impl TablePlan<'_> {
    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}
