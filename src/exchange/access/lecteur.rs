//! Reading an old base, behind a trait: the rest of the takeover does not know which library does it.

use std::cell::Cell;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;

use chrono::{NaiveDate, NaiveDateTime};
use jetdb::{CatalogEntry, ColumnType, FileError, ObjectType, PageReader, PropertyMap, TableDef, TableRows, Value};
use sha2::{Digest as _, Sha256};

use super::complexes;
use super::source::{Colonne, Genre, Relation, Source, TableSource, Valeur};

/// What reads files of one family.
pub trait Lecteur {
    /// Everything that can be read of the file; what cannot is told in [`Source::incidents`].
    ///
    /// # Errors
    /// One French sentence, when nothing at all can be read.
    fn lire(&self, chemin: &Path, mot_de_passe: Option<&str>) -> Result<Source, Illisible>;
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Illisible {
    #[error("Le fichier {0} ne s’ouvre pas ({1})\u{a0}; rien n’a été repris, vérifiez le chemin et les droits")]
    Absent(String, String),
    #[error("Le fichier {0} est vide\u{a0}; rien n’a été repris, recopiez la base Access")]
    Vide(String),
    #[error(
        "Le fichier {0} n’est pas une base Access (.mdb ou .accdb)\u{a0}; rien n’a été repris, choisissez le fichier de l’ancienne application"
    )]
    PasAccess(String),
    #[error(
        "Le fichier {0} est protégé par un mot de passe\u{a0}; rien n’a été repris, donnez-le dans la variable VIGIE_ACCESS_MDP ou dans la fenêtre"
    )]
    MotDePasse(String),
    #[error("Ce mot de passe n’ouvre pas le fichier {0}\u{a0}; rien n’a été repris, retapez-le")]
    MauvaisMotDePasse(String),
    #[error(
        "Le fichier {0} est trop abîmé pour être lu ({1})\u{a0}; rien n’a été repris, recopiez-le ou faites-le réparer par Access (Compacter et réparer)"
    )]
    Abime(String, String),
}

/// Access 97 to 2019.
#[derive(Clone, Copy, Debug, Default)]
pub struct Access;

impl Lecteur for Access {
    fn lire(&self, chemin: &Path, mot_de_passe: Option<&str>) -> Result<Source, Illisible> {
        let nom = chemin.file_name().map_or_else(String::new, |nom| nom.to_string_lossy().into_owned());
        let (octets, sha256) = empreinte(chemin).map_err(|error| Illisible::Absent(nom.clone(), error.to_string()))?;
        if octets == 0 {
            return Err(Illisible::Vide(nom));
        }
        let fichier = nom.clone();
        let mut source = guarded(|| read(chemin, mot_de_passe))
            .unwrap_or_else(|| Err(Refus::Abime("sa structure est incohérente".to_owned())))
            .map_err(|refus| refus.named(nom))?;
        (source.fichier, source.octets, source.sha256) = (fichier, octets, sha256);
        Ok(source)
    }
}

fn empreinte(chemin: &Path) -> std::io::Result<(u64, String)> {
    let mut file = std::fs::File::open(chemin)?;
    let (mut hash, mut buffer, mut octets) = (Sha256::new(), vec![0; 1 << 16], 0_u64);
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok((octets, crate::storage::hexadecimal(&hash.finalize())));
        }
        hash.update(buffer.get(..count).unwrap_or_default());
        octets += count as u64;
    }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// None when the library panicked: told by us in French, not by it on the terminal.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    let was = QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work)).ok();
    QUIET.set(was);
    result
}

enum Refus {
    PasAccess,
    MotDePasse,
    MauvaisMotDePasse,
    Abime(String),
}

impl Refus {
    fn named(self, nom: String) -> Illisible {
        match self {
            Self::PasAccess => Illisible::PasAccess(nom),
            Self::MotDePasse => Illisible::MotDePasse(nom),
            Self::MauvaisMotDePasse => Illisible::MauvaisMotDePasse(nom),
            Self::Abime(why) => Illisible::Abime(nom, why),
        }
    }

    fn of(error: &FileError) -> Self {
        match error {
            FileError::Format(_) | FileError::FileTooSmall { .. } => Self::PasAccess,
            FileError::PasswordRequired => Self::MotDePasse,
            FileError::InvalidPassword => Self::MauvaisMotDePasse,
            FileError::UnsupportedEncryption { .. } => Self::Abime("son chiffrement n’est pas connu".to_owned()),
            _ => Self::Abime("ses pages ne se suivent pas".to_owned()),
        }
    }
}

fn read(chemin: &Path, mot_de_passe: Option<&str>) -> Result<Source, Refus> {
    let opened = PageReader::open_with_password(chemin, mot_de_passe);
    let mut reader = opened.map_err(|error| Refus::of(&error))?;
    let catalog = jetdb::read_catalog(&mut reader)
        .map_err(|_| Refus::Abime("la liste de ses tables ne se lit pas".to_owned()))?;
    let mut source = Source { version: format!("{:?}", reader.header().version), ..Source::default() };
    for entry in catalog.iter().filter(|entry| !entry.is_system_or_hidden()) {
        match entry.object_type {
            ObjectType::Table if !entry.name.starts_with("MSys") && !entry.name.starts_with('~') => {
                read_table(&mut reader, &catalog, entry, &mut source);
            }
            ObjectType::LinkedTable | ObjectType::LinkedOdbcTable => {
                source.incidents.push(format!(
                    "La table liée «\u{a0}{}\u{a0}» pointe hors du fichier\u{a0}; elle n’a pas été lue",
                    entry.name
                ));
                source.liees.push((entry.name.clone(), "hors du fichier".to_owned()));
            }
            ObjectType::Query if !entry.name.starts_with('~') => source.requetes.push(entry.name.clone()),
            _ => {}
        }
    }
    if source.tables.is_empty() {
        return Err(Refus::Abime("aucune de ses tables ne se lit".to_owned()));
    }
    match guarded(|| jetdb::read_relationships_in(&mut reader, &catalog)) {
        Some(Ok(relations)) => source.relations.extend(relations.into_iter().filter_map(relation)),
        _ => {
            source
                .incidents
                .push("Les relations entre les tables ne se lisent pas\u{a0}; elles ont été devinées".to_owned());
        }
    }
    Ok(source)
}

/// jetdb names the table of the reference « from », the one that refers « to » or the reverse, by version of the
/// file: the pair is put right by [`super::proposition`], which looks at the keys.
fn relation(relation: jetdb::Relationship) -> Option<Relation> {
    let pair = relation.columns.first()?;
    let integrite = relation.has_referential_integrity();
    let (from, to) = (pair.from_column.clone(), pair.to_column.clone());
    Some(Relation { parent: (relation.from_table, from), enfant: (relation.to_table, to), integrite })
}

fn read_table(reader: &mut PageReader, catalog: &[CatalogEntry], entry: &CatalogEntry, source: &mut Source) {
    let mut incidents = Vec::new();
    let table = guarded(|| {
        let def = jetdb::read_table_def(reader, &entry.name, entry.table_page)?;
        let table = rows_of(reader, catalog, entry, &def, &mut incidents);
        let behind = complexes::lire(reader, catalog, &def, &table);
        Ok::<_, FileError>((table, behind))
    });
    match table {
        Some(Ok((table, mut behind))) => {
            source.tables.push(table);
            source.tables.append(&mut behind.tables);
            source.relations.append(&mut behind.relations);
            incidents.append(&mut behind.incidents);
        }
        _ => incidents.push(format!("La table «\u{a0}{}\u{a0}» est abîmée\u{a0}; elle n’a pas été lue", entry.name)),
    }
    source.incidents.append(&mut incidents);
}

fn rows_of(
    reader: &mut PageReader,
    catalog: &[CatalogEntry],
    entry: &CatalogEntry,
    def: &TableDef,
    incidents: &mut Vec<String>,
) -> TableSource {
    let text = reader.text_encoding();
    let properties = guarded(|| jetdb::entry_properties(entry, text)).and_then(Result::ok);
    let maps = properties.map(|properties| properties.maps).unwrap_or_default();
    let calculated = jetdb::calculated_column_types_in(catalog, def);
    let colonnes = def.columns.iter().map(|column| colonne(column, &maps)).collect();
    let mut table = TableSource { nom: entry.name.clone(), colonnes, lignes: Vec::new(), cle: primary_key(def) };
    let (mut rows, mut lost_pages, mut skipped) = (TableRows::new(def, &calculated), 0_usize, 0);
    loop {
        // A damaged page, or one that makes the library fall, is passed over; the next ones are read.
        match guarded(|| rows.next_row(reader)) {
            Some(Ok(Some(row))) => table.lignes.push(row.values.into_iter().map(valeur).collect()),
            Some(Ok(None)) if rows.position().page as usize >= def.data_pages.len() => break,
            Some(Ok(None)) => skipped += 1,
            None | Some(Err(_)) => {
                lost_pages += 1;
                skipped += rows.skipped_rows();
                let next = jetdb::RowPosition { page: rows.position().page + 1, row: 0 };
                rows = TableRows::new(def, &calculated).starting_at(next);
            }
        }
    }
    skipped += rows.skipped_rows();
    let announced = def.num_rows as usize;
    if lost_pages > 0 || skipped > 0 {
        incidents.push(format!(
            "La table «\u{a0}{}\u{a0}» est abîmée\u{a0}: {lost_pages} page(s) et {skipped} ligne(s) ne se lisent pas\u{a0}; {} lignes ont été lues",
            table.nom,
            table.lignes.len()
        ));
    } else if announced != table.lignes.len() {
        incidents.push(format!(
            "La table «\u{a0}{}\u{a0}» annonce {announced} lignes et en donne {}\u{a0}; vérifiez la copie du fichier",
            table.nom,
            table.lignes.len()
        ));
    }
    table
}

/// `index_type` 1 is the primary key.
fn primary_key(def: &TableDef) -> Option<usize> {
    let primary = def.indexes.iter().find(|index| index.index_type == jetdb::index_type::PRIMARY)?;
    let [column] = primary.columns.as_slice() else { return None };
    def.columns.iter().position(|candidate| candidate.col_num == column.col_num)
}

fn colonne(column: &jetdb::ColumnDef, maps: &[PropertyMap]) -> Colonne {
    let property = |name: &str| {
        let map = maps.iter().find(|map| map.name == column.name)?;
        match &map.properties.iter().find(|property| property.name == name)?.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    };
    Colonne {
        nom: column.name.clone(),
        genre: genre(column.col_type),
        legende: property("Caption").unwrap_or_default(),
        origine_liste: property("RowSource").unwrap_or_default(),
        auto: column.flags & jetdb::column_flags::AUTO_LONG != 0,
    }
}

const fn genre(kind: ColumnType) -> Genre {
    match kind {
        ColumnType::Boolean => Genre::Oui,
        ColumnType::Byte | ColumnType::Int | ColumnType::Long | ColumnType::BigInt => Genre::Entier,
        ColumnType::Float | ColumnType::Double | ColumnType::Numeric => Genre::Reel,
        ColumnType::Money => Genre::Argent,
        ColumnType::Timestamp | ColumnType::DateTimeExtended => Genre::Date,
        ColumnType::Text => Genre::Texte,
        ColumnType::Memo => Genre::Memo,
        ColumnType::Ole | ColumnType::Binary => Genre::Octets,
        _ => Genre::Autre,
    }
}

pub fn valeur(value: Value) -> Valeur {
    match value {
        Value::Bool(oui) => Valeur::Oui(oui),
        Value::Byte(n) => Valeur::Entier(n.into()),
        Value::Int(n) => Valeur::Entier(n.into()),
        Value::Long(n) => Valeur::Entier(n.into()),
        Value::BigInt(n) => Valeur::Entier(n),
        Value::Float(x) => Valeur::Reel(x.into()),
        Value::Double(x) => Valeur::Reel(x),
        Value::Binary(octets) => Valeur::Octets(octets.into()),
        Value::Money(text) => argent(&text).map_or_else(|| Valeur::Texte(text.into()), Valeur::Argent),
        Value::Numeric(text) => text.parse().map_or_else(|_| Valeur::Texte(text.into()), Valeur::Reel),
        Value::Timestamp(days) => date(days).map_or(Valeur::Reel(days), Valeur::Date),
        Value::Text(text) | Value::Guid(text) => Valeur::Texte(text.into()),
        Value::DateTimeExtended(text) => {
            let mut forms = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M:%S"].iter();
            let read = forms.find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
            let read = read.or_else(|| NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0));
            read.map_or_else(|| Valeur::Texte(text.into()), Valeur::Date)
        }
        _ => Valeur::Vide,
    }
}

/// `"12345.6789"`, four decimals.
fn argent(text: &str) -> Option<i64> {
    let (whole, cents) = text.split_once('.').unwrap_or((text, "0"));
    let cents: i64 = format!("{cents:0<4}").get(..4)?.parse().ok()?;
    let units: i64 = whole.parse().ok()?;
    let total = units.checked_abs()?.checked_mul(10_000)?.checked_add(cents)?;
    Some(if whole.starts_with('-') { -total } else { total })
}

/// An OLE date; none for one that Access itself could not write, told apart by the library as its epoch.
fn date(days: f64) -> Option<NaiveDateTime> {
    let (year, month, day, hour, minute, second) = jetdb::timestamp::timestamp_to_parts(days);
    if (year, month, day) == (1899, 12, 30) && days.abs() >= 1.0 || days.is_nan() {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(hour, minute, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_what_access_wrote() {
        assert_eq!(argent("-12.5"), Some(-125_000));
        assert_eq!(argent("-0.5"), Some(-5_000));
        assert_eq!(argent("77184.8000"), Some(771_848_000));
        assert_eq!(argent("x"), None);
        assert_eq!(date(-1.7708).unwrap().to_string(), "1899-12-29 18:29:57");
        assert_eq!(date(0.25).unwrap().to_string(), "1899-12-30 06:00:00");
        assert_eq!(date(1e12), None);
        assert_eq!(date(f64::NAN), None);
    }
}
