//! Source against result, for each table, column and list: what was read, what each rule did, what the
//! base holds, and what nobody explains.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::reprise::Ecriture;
use crate::domain::{Cle, Nature, Parametres, Table};
use crate::storage::{Base, Mesure, Result};

use super::bilan::Effet;
use super::construction::Reprise;
use super::correspondance::{But, Correspondance, Role};
use super::regles::Regle;
use super::source::{Source, Valeur};

/// A table of the old base.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct TableRapprochee {
    pub nom: String,
    pub devient: String,
    pub lignes: usize,
    pub reprises: usize,
    pub gardees: usize,
    /// Neither taken nor kept.
    pub ecartees: usize,
    /// Rows in each table of Vigie.
    pub resultat: Vec<(String, i64)>,
}

/// What a rule did to a column.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct RegleAppliquee {
    pub regle: String,
    pub libelle: String,
    pub effet: Effet,
}

/// A field of Vigie and the columns that fill it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ColonneRapprochee {
    pub table: String,
    pub colonnes: Vec<String>,
    pub table_vigie: String,
    pub champ: String,
    pub libelle: String,
    /// Are characters compared, or only values?
    pub texte: bool,
    pub source: Effet,
    pub source_min: String,
    pub source_max: String,
    pub regles: Vec<RegleAppliquee>,
    pub resultat: Mesure,
    /// Result less source less rules: zero, or nobody knows why.
    pub ecart_valeurs: i64,
    pub ecart_caracteres: i64,
}

/// One old value of a list and what it became.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ValeurRapprochee {
    pub table: String,
    pub colonne: String,
    pub avant: String,
    pub apres: String,
    pub libelle: String,
    pub fois: usize,
}

/// A rule, over the whole takeover.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct RegleComptee {
    pub code: String,
    pub libelle: String,
    pub fois: usize,
}

/// The whole reconciliation, as it is kept, shown and printed.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Reconciliation {
    pub source: String,
    pub fichier: String,
    pub octets: u64,
    pub sha256: String,
    pub lignes: usize,
    pub dossiers: usize,
    pub enfants: usize,
    pub tables: Vec<TableRapprochee>,
    pub colonnes: Vec<ColonneRapprochee>,
    pub valeurs: Vec<ValeurRapprochee>,
    pub regles: Vec<RegleComptee>,
    pub incidents: Vec<String>,
    pub ecriture: Option<Ecriture>,
    /// Columns changed in Vigie since they were taken over: a difference there is the work of people.
    pub apres_travail: bool,
}

impl Reconciliation {
    /// What nobody explains, column by column.
    pub fn ecarts(&self) -> impl Iterator<Item = &ColonneRapprochee> {
        self.colonnes.iter().filter(|colonne| colonne.ecart_valeurs != 0 || colonne.ecart_caracteres != 0)
    }
}

/// Before a base is there to be measured: what was made, counted as the base would count it.
pub fn a_blanc(
    source: &Source,
    correspondance: &Correspondance,
    reprise: &Reprise,
    parametres: &Parametres,
) -> Reconciliation {
    let held = |table_source: &str, cle: Cle| -> Mesure { mesurer(reprise, table_source, cle) };
    let counted = |table_source: &str, table: Table| -> i64 { compter(reprise, table_source, table) };
    build(source, correspondance, reprise, parametres, held, counted)
}

/// Against what the base holds.
///
/// # Errors
/// When the base cannot be read.
pub fn avec_base(
    base: &Base,
    source: &Source,
    correspondance: &Correspondance,
    reprise: &Reprise,
    parametres: &Parametres,
    ecriture: Ecriture,
) -> Result<Reconciliation> {
    let mut mesures: BTreeMap<(String, Cle), Mesure> = BTreeMap::new();
    let mut comptes: BTreeMap<(String, Table), i64> = BTreeMap::new();
    for vers in &correspondance.tables {
        let Some(table) = source.table(&vers.nom) else { continue };
        for into in vers.devient.tables() {
            let cles: BTreeSet<Cle> = vers
                .colonnes
                .values()
                .filter_map(|colonne| match But::parse(vers.devient, &colonne.champ) {
                    Some(But::Champ(cle)) if cle.table == *into => Some(cle),
                    _ => None,
                })
                .chain(particuliers(vers.devient).into_iter().filter(|cle| cle.table == *into))
                .collect();
            let cles: Vec<Cle> = cles.into_iter().collect();
            let found = base.measure_reprise(&reprise.source, &table.nom, &cles)?;
            mesures.extend(cles.iter().zip(found).map(|(cle, mesure)| ((table.nom.clone(), *cle), mesure)));
            comptes.insert((table.nom.clone(), *into), base.count_reprise(&reprise.source, &table.nom, *into)?);
        }
    }
    let held = |table: &str, cle: Cle| mesures.get(&(table.to_owned(), cle)).cloned().unwrap_or_default();
    let counted = |table: &str, into: Table| comptes.get(&(table.to_owned(), into)).copied().unwrap_or_default();
    let mut report = build(source, correspondance, reprise, parametres, held, counted);
    report.apres_travail = ecriture.valeurs_gardees + ecriture.lignes_retirees > 0 || ecriture.dossiers_inchanges > 0;
    report.ecriture = Some(ecriture);
    Ok(report)
}

/// Fields that a rule fills though no column goes to them.
fn particuliers(role: Role) -> Vec<Cle> {
    match role {
        Role::Adulte => vec![crate::domain::adulte::COMMENTAIRE],
        Role::Traitement => vec![crate::domain::traitement::SERVICE, crate::domain::traitement::OBSERVATION],
        _ => Vec::new(),
    }
}

const fn est_texte(nature: Nature) -> bool {
    matches!(nature, Nature::Texte(_) | Nature::Nom | Nature::TexteLong)
}

fn build(
    source: &Source,
    correspondance: &Correspondance,
    reprise: &Reprise,
    parametres: &Parametres,
    held: impl Fn(&str, Cle) -> Mesure,
    counted: impl Fn(&str, Table) -> i64,
) -> Reconciliation {
    let bilan = &reprise.bilan;
    let mut report = Reconciliation {
        source: reprise.source.clone(),
        fichier: source.fichier.clone(),
        octets: source.octets,
        sha256: source.sha256.clone(),
        lignes: source.lignes(),
        dossiers: reprise.dossiers.len(),
        enfants: reprise
            .dossiers
            .iter()
            .map(|one| one.dossier.fiches.iter().filter(|fiche| fiche.table == Table::EnfantConcerne).count())
            .sum(),
        incidents: source.incidents.iter().cloned().chain(correspondance.manques(source)).collect(),
        ..Reconciliation::default()
    };
    let mut fates: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for ligne in &reprise.lignes {
        let fate = fates.entry(&ligne.table).or_default();
        if ligne.reprise { fate.0 += 1 } else { fate.1 += 1 }
    }
    for table in &source.tables {
        let vers = correspondance.table_nommee(&table.nom);
        let role = vers.map_or(Role::Gardee, |vers| vers.devient);
        let (taken, kept) = fates.get(table.nom.as_str()).copied().unwrap_or_default();
        let resultat = role.tables().iter().map(|into| (into.nom().to_owned(), counted(&table.nom, *into)));
        let pieces = (role == Role::Piece).then(|| ("piece".to_owned(), i64::try_from(taken).unwrap_or_default()));
        report.tables.push(TableRapprochee {
            nom: table.nom.clone(),
            devient: role.libelle().to_owned(),
            lignes: table.lignes.len(),
            reprises: taken,
            gardees: kept,
            ecartees: table.lignes.len().saturating_sub(taken + kept),
            resultat: resultat.chain(pieces).collect(),
        });
        if let Some(vers) = vers {
            let mut buts: BTreeMap<Cle, Vec<String>> = BTreeMap::new();
            for (nom, colonne) in &vers.colonnes {
                if let Some(But::Champ(cle)) = But::parse(role, &colonne.champ)
                    && table.colonne(nom).is_some()
                {
                    buts.entry(cle).or_default().push(nom.clone());
                }
            }
            for (cle, colonnes) in buts {
                report.colonnes.push(column(reprise, table, cle, colonnes, held(&table.nom, cle)));
            }
        }
    }
    for (((table, but), colonne, avant, apres), fois) in &bilan.valeurs {
        let libelle = match but {
            But::Champ(cle) => parametres.libelle(cle.champ().nature, apres).to_owned(),
            _ => apres.clone(),
        };
        let new = reprise.nouvelles.iter().find(|new| new.id == *apres).map(|new| new.libelle.clone());
        report.valeurs.push(ValeurRapprochee {
            table: table.to_string(),
            colonne: colonne.to_string(),
            avant: avant.clone(),
            apres: apres.clone(),
            libelle: new.unwrap_or(libelle),
            fois: *fois,
        });
    }
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for constat in &bilan.constats {
        *times.entry(constat.regle).or_default() += 1;
    }
    report.regles = Regle::all()
        .filter_map(|regle| {
            let fois = *times.get(regle.code())?;
            Some(RegleComptee { code: regle.code().to_owned(), libelle: regle.libelle().to_owned(), fois })
        })
        .collect();
    report
}

fn column(
    reprise: &Reprise,
    table: &super::source::TableSource,
    cle: Cle,
    colonnes: Vec<String>,
    resultat: Mesure,
) -> ColonneRapprochee {
    let key = (std::sync::Arc::<str>::from(table.nom.as_str()), But::Champ(cle));
    let source = reprise.bilan.lus.get(&key).copied().unwrap_or_default();
    let regles: Vec<RegleAppliquee> = Regle::all()
        .filter_map(|regle| {
            let effet = *reprise.bilan.effets.get(&(key.clone(), regle))?;
            Some(RegleAppliquee { regle: regle.code().to_owned(), libelle: regle.libelle().to_owned(), effet })
        })
        .collect();
    let texte = est_texte(cle.champ().nature);
    let explained = |of: fn(&Effet) -> i64| of(&source) + regles.iter().map(|regle| of(&regle.effet)).sum::<i64>();
    let (min, max) = bornes(table, &colonnes);
    ColonneRapprochee {
        table: table.nom.clone(),
        colonnes,
        table_vigie: cle.table.nom().to_owned(),
        champ: cle.champ().colonne.to_owned(),
        libelle: cle.champ().libelle.to_owned(),
        texte,
        source,
        source_min: min,
        source_max: max,
        ecart_valeurs: resultat.valeurs - explained(|effet| effet.valeurs),
        ecart_caracteres: if texte { resultat.caracteres - explained(|effet| effet.caracteres) } else { 0 },
        regles,
        resultat,
    }
}

/// The least and the greatest value of the first column, for what has an order.
fn bornes(table: &super::source::TableSource, colonnes: &[String]) -> (String, String) {
    let Some(at) = colonnes.first().and_then(|nom| table.colonne(nom)) else { return Default::default() };
    let values = || table.lignes.iter().filter_map(|row| row.get(at));
    let numbers = || values().filter_map(|value| if let Valeur::Entier(n) = value { Some(*n) } else { None });
    let dates = || values().filter_map(|value| if let Valeur::Date(date) = value { Some(*date) } else { None });
    let shown = |date: Option<chrono::NaiveDateTime>| date.map(|date| Valeur::Date(date).show()).unwrap_or_default();
    if let (Some(min), Some(max)) = (numbers().min(), numbers().max()) {
        return (min.to_string(), max.to_string());
    }
    (shown(dates().min()), shown(dates().max()))
}

fn rows<'a>(
    reprise: &'a Reprise,
    table_source: &'a str,
    into: Table,
) -> impl Iterator<Item = &'a crate::domain::Fiche> {
    reprise.dossiers.iter().flat_map(move |one| {
        let from: BTreeSet<uuid::Uuid> = one
            .origines
            .iter()
            .filter(|origine| &*origine.table == table_source)
            .map(|origine| origine.ligne)
            .collect();
        one.dossier.fiches.iter().filter(move |fiche| fiche.table == into && from.contains(&fiche.id))
    })
}

fn mesurer(reprise: &Reprise, table_source: &str, cle: Cle) -> Mesure {
    let mut mesure = Mesure::default();
    let mut seen = BTreeSet::new();
    for value in rows(reprise, table_source, cle.table).map(|fiche| fiche.get(cle)).filter(|value| !value.is_empty()) {
        mesure.valeurs += 1;
        mesure.caracteres += super::texte::count(value);
        if seen.len() < 20_000 {
            seen.insert(value);
        }
    }
    mesure.distinctes = i64::try_from(seen.len()).unwrap_or_default();
    if cle.champ().nature == Nature::Entier {
        let numbers = || seen.iter().filter_map(|value| value.parse::<i64>().ok());
        mesure.min = numbers().min().map(|n| n.to_string()).unwrap_or_default();
        mesure.max = numbers().max().map(|n| n.to_string()).unwrap_or_default();
    } else {
        mesure.min = seen.first().map(|value| (*value).to_owned()).unwrap_or_default();
        mesure.max = seen.last().map(|value| (*value).to_owned()).unwrap_or_default();
    }
    mesure
}

fn compter(reprise: &Reprise, table_source: &str, into: Table) -> i64 {
    i64::try_from(rows(reprise, table_source, into).count()).unwrap_or_default()
}
