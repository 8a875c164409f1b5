//! Which columns a right is on: named by the table of rights, taken from the catalogue of fields.

use crate::domain::champ::Forme;
use crate::domain::{Nature, Table, dossier};

/// What the base itself writes in each row that a person edits.
const TENUES: [&str; 6] = ["id", "version", "cree_le", "cree_par", "modifie_le", "modifie_par"];
/// From that many characters on, a text tells; below it names.
const RECIT: usize = 200;

/// Is it a text that tells of a family? Those are read through the functions that leave a line.
pub const fn is_recit(nature: Nature) -> bool {
    match nature {
        Nature::TexteLong => true,
        Nature::Texte(longueur) => longueur >= RECIT,
        _ => false,
    }
}

/// The columns of a right on this table, of those that it has: `liste` (what a list may show), `champs` (what a
/// person fills), or names; then names left out, each behind a dash. All of them when nothing is said.
pub fn columns(table: &str, verbe: &str, written: &str, there: &[String]) -> Vec<String> {
    let mut parts = written.split('-');
    let first = parts.next().unwrap_or_default();
    let left_out: Vec<&str> = parts.collect();
    let named: Vec<String> = match (first, Table::from_nom(table)) {
        ("", _) => there.to_vec(),
        ("liste", Some(table)) => {
            let fields = table.champs().iter().filter(|champ| !is_recit(champ.nature)).map(|champ| champ.colonne);
            TENUES.into_iter().chain(place(table)).chain(fields).map(str::to_owned).collect()
        }
        ("champs", Some(table)) => {
            let added = verbe == "INSERT";
            let id = added.then_some("id").into_iter();
            let by_base = [dossier::NUMERO, dossier::DATE_TRAITEMENT];
            let fields = table.champs().iter().map(|champ| champ.colonne).filter(move |colonne| {
                table != Table::Dossier || !by_base.iter().any(|cle| cle.champ().colonne == *colonne)
            });
            id.chain(place(table).into_iter().filter(move |_| added)).chain(fields).map(str::to_owned).collect()
        }
        (names, _) => names.split(',').map(str::to_owned).collect(),
    };
    named.into_iter().filter(|name| !left_out.contains(&name.as_str())).collect()
}

fn place(table: Table) -> Vec<&'static str> {
    if table.belongs_to_dossier() { vec!["dossier_id", "territoire"] } else { Vec::new() }
}

/// What a field is for who only reads the base's tables: used by the control of what is granted.
pub fn recits() -> impl Iterator<Item = (Table, &'static str)> {
    crate::domain::TABLES.into_iter().flat_map(|table| {
        table
            .champs()
            .iter()
            .filter(|champ| is_recit(champ.nature) && !matches!(champ.nature, Nature::Auto(Forme::Texte)))
            .map(move |champ| (table, champ.colonne))
    })
}
