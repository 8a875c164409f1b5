//! The way out.

use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::domain::Parametres;
use crate::exchange::tableur::CsvEcrit;
use crate::storage::{Base, Instantane, Ligne, TableBrute};

use super::classeur::Personnes;
use super::depot::{Depot, safe_name};
use super::manifeste::{self, MANIFESTE, Manifeste, TableArchivee};
use super::{ErreurArchive, courriers, dictionnaire, lisezmoi};

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Bilan {
    pub tables: usize,
    pub lignes: usize,
    pub courriers: usize,
    pub fichiers: usize,
    pub octets: u64,
}

/// May this person take everything out?
///
/// # Errors
/// [`ErreurArchive::Reserve`] when rights hide a row or a column from them, or what the base says.
pub fn permis(base: &Base) -> Result<(), ErreurArchive> {
    base.instantane(|instant| if instant.sees_everything()? { Ok(()) } else { Err(ErreurArchive::Reserve) })
}

/// Writes everything, as one zip or a directory, for who sees everything. `progress` is told how many
/// rows are done out of how many, and says whether to go on.
///
/// # Errors
/// One sentence; nothing is left at `sortie`.
pub fn exporter(
    base: &Base,
    parametres: &Parametres,
    sortie: &Path,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Bilan, ErreurArchive> {
    permis(base)?;
    let depot = Depot::new(sortie)?;
    base.instantane(|instant| {
        // After the instant, so that two exports of an untouched base are the same; before the first row.
        let detail = json!({ "quoi": "tout", "vers": sortie.display().to_string() });
        base.consigner("export", "dossier", None, &detail)?;
        write(instant, depot, parametres, progress)
    })
}

fn write(
    base: &mut Instantane<'_>,
    mut depot: Depot,
    parametres: &Parametres,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Bilan, ErreurArchive> {
    let tables = base.tables()?;
    let mut bilan = Bilan { tables: tables.len(), ..Bilan::default() };
    let mut counts = Vec::new();
    for table in &tables {
        counts.push(base.count(table)?);
    }
    let dossiers = tables.iter().position(|table| table.nom == "dossier").and_then(|rang| counts.get(rang).copied());
    let dossiers = dossiers.unwrap_or_default();
    let total = counts.iter().sum::<usize>() + dossiers;
    let mut told = |done: usize| if progress(done, total) { Ok(()) } else { Err(ErreurArchive::Annule) };

    let mut archived = Vec::new();
    for table in &tables {
        let lignes = write_table(base, &mut depot, table, &mut bilan, &mut told)?;
        archived.push(TableArchivee { table: table.clone(), lignes });
    }
    dictionnaire::write(&mut depot, &tables, parametres)?;

    let mut personnes = Personnes::new(parametres)?;
    let mut after = None;
    let mut done = bilan.lignes;
    loop {
        let page = base.dossiers(after)?;
        let Some(last) = page.last().and_then(|lu| lu.dossier.id()) else { break };
        after = Some(last);
        for lu in &page {
            personnes.dossier(&lu.dossier)?;
        }
        done += page.len();
        told(done)?;
    }
    bilan.courriers = courriers::write(base, &mut depot, |ligne| personnes.courrier(ligne))?;
    depot.adopt("classeur.xlsx", |path| Ok(personnes.save(path)?))?;

    let manifeste = Manifeste {
        application: Manifeste::APPLICATION.to_owned(),
        format: manifeste::FORMAT,
        moteur: base.moteur().to_owned(),
        migrations: base.migrations()?,
        tables: archived,
    };
    depot.write("LISEZMOI.txt", lisezmoi::text(&manifeste).as_bytes())?;
    let text = serde_json::to_string_pretty(&manifeste).map_err(|error| ErreurArchive::Ecriture(error.into()))?;
    depot.write(MANIFESTE, text.as_bytes())?;
    told(total)?;
    bilan.octets = depot.finish()?;
    Ok(bilan)
}

fn write_table(
    base: &mut Instantane<'_>,
    depot: &mut Depot,
    table: &TableBrute,
    bilan: &mut Bilan,
    told: &mut dyn FnMut(usize) -> Result<(), ErreurArchive>,
) -> Result<usize, ErreurArchive> {
    let mut jsonl = depot.open(&manifeste::jsonl(&table.nom))?;
    let mut csv = CsvEcrit::new(depot.open(&manifeste::csv(&table.nom))?).map_err(ErreurArchive::Ecriture)?;
    csv.textes(table.colonnes.iter().map(|one| one.nom.as_str())).map_err(ErreurArchive::Ecriture)?;
    let names: Vec<String> = table.colonnes.iter().map(|one| Value::from(one.nom.as_str()).to_string()).collect();
    let mut after: Option<Ligne> = None;
    let mut lignes = 0;
    loop {
        let mut page = base.page(table, after.as_ref())?;
        let Some(last) = page.last() else { break };
        after = Some(last.clone());
        lignes += page.len();
        bilan.lignes += page.len();
        for ligne in &mut page {
            write_files(base, depot, table, ligne, bilan)?;
            csv.textes(texts(ligne).iter().map(String::as_str)).map_err(ErreurArchive::Ecriture)?;
            write_json(&mut jsonl, &names, ligne).map_err(ErreurArchive::Ecriture)?;
        }
        told(bilan.lignes)?;
    }
    depot.close(jsonl)?;
    depot.close(csv.finish().map_err(ErreurArchive::Ecriture)?)?;
    Ok(lignes)
}

fn write_json(out: &mut impl std::io::Write, names: &[String], ligne: &Ligne) -> std::io::Result<()> {
    for (at, (nom, value)) in names.iter().zip(ligne).enumerate() {
        out.write_all(if at == 0 { b"{" } else { b"," })?;
        out.write_all(nom.as_bytes())?;
        out.write_all(b":")?;
        serde_json::to_writer(&mut *out, value)?;
    }
    out.write_all(b"}\n")
}

fn texts(ligne: &Ligne) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "oui" } else { "non" }.to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    ligne.iter().map(text).collect()
}

/// Each file of the row goes out by itself, and its path stands in the row.
fn write_files(
    base: &mut Instantane<'_>,
    depot: &mut Depot,
    table: &TableBrute,
    ligne: &mut Ligne,
    bilan: &mut Bilan,
) -> Result<(), ErreurArchive> {
    for rang in table.fichiers() {
        if ligne.get(rang).is_none_or(Value::is_null) {
            continue;
        }
        let bytes = base.fichier(table, ligne, rang)?;
        let word = |colonne: &str| Some(ligne.get(table.rang(colonne)?)?.as_str()?.to_owned());
        let id = table.cle.first().and_then(|cle| word(cle)).unwrap_or_default();
        let nom =
            word("nom").unwrap_or_else(|| table.colonnes.get(rang).map(|one| one.nom.clone()).unwrap_or_default());
        let path = format!("fichiers/{}/{}/{}", table.nom, safe_name(&id), safe_name(&nom));
        let mut fichier = depot.open(&path)?;
        fichier.write_all(&bytes).map_err(ErreurArchive::Ecriture)?;
        depot.close(fichier)?;
        bilan.fichiers += 1;
        if let Some(value) = ligne.get_mut(rang) {
            *value = Value::from(path);
        }
    }
    Ok(())
}
