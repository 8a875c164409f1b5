//! What Access 2007 and later keep behind one column: attached files, several values, earlier versions of a
//! text. Each becomes a table of its own, under the key of the rows that it hangs on.

use std::collections::BTreeMap;

use jetdb::{CatalogEntry, ColumnDef, ComplexValues, PageReader, TableDef, Value};

use super::correspondance::Role;
use super::lecteur::{guarded, valeur};
use super::source::{Colonne, Genre, Relation, Source, TableSource, Valeur};

/// Between the name of a table and that of its column, in the name of what stands behind.
const DERRIERE: &str = " · ";
const CONTENU: &str = "Contenu";

/// The tables behind the complex columns of a table, how they hang on it, and what could not be read.
#[derive(Default)]
pub struct Complexes {
    pub tables: Vec<TableSource>,
    pub relations: Vec<Relation>,
    pub incidents: Vec<String>,
}

pub fn lire(reader: &mut PageReader, catalog: &[CatalogEntry], def: &TableDef, table: &TableSource) -> Complexes {
    let mut all = Complexes::default();
    for (at, column) in def.columns.iter().enumerate().filter(|(_, column)| column.complex_id.is_some()) {
        match guarded(|| colonne(reader, catalog, def, table, (at, column))).flatten() {
            Some(found) if found.lignes.is_empty() => {}
            Some(found) => {
                if let Some(cle) = table.cle.and_then(|cle| table.colonnes.get(cle)) {
                    all.relations.push(Relation {
                        parent: (table.nom.clone(), cle.nom.clone()),
                        enfant: (found.nom.clone(), cle.nom.clone()),
                        integrite: true,
                    });
                }
                all.tables.push(found);
            }
            None => {
                let bearing = table.lignes.iter().filter(|row| row.get(at).is_some_and(|value| !value.is_vide()));
                all.incidents.push(format!(
                    "La colonne «\u{a0}{}\u{a0}» de la table «\u{a0}{}\u{a0}» tient des fichiers ou plusieurs valeurs qui ne se lisent pas\u{a0}; {} lignes en portent, elles n’ont pas été prises",
                    column.name,
                    table.nom,
                    bearing.count()
                ));
            }
        }
    }
    all
}

/// Is this a table of files behind a column of a dossier or of a child? Then the column that says whose they are.
pub fn jointe<'a>(source: &'a Source, table: &TableSource, roles: &BTreeMap<String, Role>) -> Option<&'a str> {
    let files = table.nom.contains(DERRIERE) && table.colonnes.iter().any(|colonne| colonne.nom == CONTENU);
    let own = source.relations.iter().find(|relation| files && relation.enfant.0 == table.nom)?;
    let taken = [Role::Dossier, Role::Enfant].contains(roles.get(&own.parent.0)?);
    taken.then_some(own.enfant.1.as_str())
}

fn colonne(
    reader: &mut PageReader,
    catalog: &[CatalogEntry],
    def: &TableDef,
    table: &TableSource,
    (at, column): (usize, &ColumnDef),
) -> Option<TableSource> {
    let complex = jetdb::read_complex_column(reader, catalog, def, column).ok()??;
    let parent = table.cle.and_then(|cle| table.colonnes.get(cle)).map_or("Ligne", |cle| cle.nom.as_str());
    let mut behind = TableSource {
        nom: format!("{}{DERRIERE}{}", table.nom, column.name),
        colonnes: vec![named("Numéro", Genre::Texte), named(parent, Genre::Autre)],
        lignes: Vec::new(),
        cle: Some(0),
    };
    if let (Some(first), Some(cle)) = (behind.colonnes.get_mut(1), table.cle.and_then(|cle| table.colonnes.get(cle))) {
        first.genre = cle.genre;
    }
    for (rang, row) in table.lignes.iter().enumerate() {
        let Some(Valeur::Entier(number)) = row.get(at) else { continue };
        let key = table.cle.and_then(|cle| row.get(cle).cloned());
        let key = key.unwrap_or_else(|| Valeur::Entier(i64::try_from(rang + 1).unwrap_or_default()));
        let values = complex.values(reader, i32::try_from(*number).ok()?).ok()?;
        if behind.colonnes.len() == 2 {
            behind.colonnes.extend(colonnes(&values)?);
        }
        // A name of its row, where no two files bear the same: a file added anywhere leaves it as it is.
        let files = matches!(values, ComplexValues::Attachment(_));
        for (at, value) in lignes(values)?.into_iter().enumerate() {
            let value: Vec<Valeur> = value.into_iter().map(valeur).collect();
            let own = value.first().filter(|_| files).map_or_else(|| (at + 1).to_string(), Valeur::show);
            let number = Valeur::Texte(format!("{}/{own}", key.show()).into());
            behind.lignes.push([number, key.clone()].into_iter().chain(value).collect());
        }
    }
    Some(behind)
}

fn named(nom: &str, genre: Genre) -> Colonne {
    Colonne { nom: nom.to_owned(), genre, legende: String::new(), origine_liste: String::new(), auto: false }
}

/// None for a kind that the library does not know.
fn colonnes(values: &ComplexValues) -> Option<Vec<Colonne>> {
    match values {
        ComplexValues::Attachment(_) => {
            Some(vec![named("Nom du fichier", Genre::Texte), named(CONTENU, Genre::Octets), named("Date", Genre::Date)])
        }
        ComplexValues::MultiValue(_) => Some(vec![named("Valeur", Genre::Autre)]),
        ComplexValues::VersionHistory(_) => Some(vec![named("Texte", Genre::Memo), named("Date", Genre::Date)]),
        _ => None,
    }
}

fn lignes(values: ComplexValues) -> Option<Vec<Vec<Value>>> {
    match values {
        ComplexValues::Attachment(files) => {
            Some(files.into_iter().map(|file| vec![file.name, file.data, file.timestamp]).collect())
        }
        ComplexValues::MultiValue(values) => Some(values.into_iter().map(|value| vec![value]).collect()),
        ComplexValues::VersionHistory(versions) => {
            Some(versions.into_iter().map(|version| vec![version.value, version.modified]).collect())
        }
        _ => None,
    }
}
