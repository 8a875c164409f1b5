//! `vigie journal`: is the chain whole, where does it end, what does it hold.

use std::path::Path;

use serde_json::json;

use crate::domain::date;
use crate::domain::dossier::full_numero;
use crate::domain::journal::{FiltreJournal, OPERATIONS};
use crate::exchange;
use crate::storage::{Base, Cible, Tete};

use super::arguments::Export;
use super::error::{CliError, Result};
use super::output::{self, count, number};
use super::passphrase;

pub fn verify(cible: &Cible, kept: Option<&str>, json: bool) -> Result<()> {
    let kept: Option<Tete> = kept.map(str::parse).transpose()?;
    let verdict = passphrase::with_base(cible, |cible| Base::open(cible)?.verify_journal(kept.as_ref(), |_, _| true))?;
    if let Some(rupture) = verdict.rupture {
        return Err(CliError::Refused(format!(
            "Le journal est rompu : {rupture} ; les {} lignes d’avant sont intactes, prévenez le responsable et ne touchez plus à la base",
            number(verdict.lignes)
        )));
    }
    output::print(json, &json!({ "lignes": verdict.lignes, "tete": verdict.tete.to_string() }), || {
        let proved = if kept.is_some() {
            "la tête gardée est bien dans la chaîne"
        } else {
            "sans une tête gardée ailleurs, rien ne prouve que la fin n’a pas été coupée"
        };
        format!(
            "Journal entier : {} sans changement, retrait ni ajout ; {proved}\nTête : {}\n",
            count(verdict.lignes, "ligne"),
            verdict.tete
        )
    })
}

pub fn head(cible: &Cible, json: bool) -> Result<()> {
    let head = passphrase::with_base(cible, |cible| Base::open(cible)?.journal_head())?;
    output::print(json, &json!({ "tete": head.to_string(), "rang": head.rang }), || format!("{head}\n"))
}

pub fn export(cible: &Cible, export: &Export, json: bool) -> Result<()> {
    let filtre = filter(export)?;
    let path = Path::new(&export.sortie);
    let lines = passphrase::with_base(cible, |cible| {
        exchange::journal::write(&Base::open(cible)?, &filtre, path, |_, _| true)
    })?;
    output::print(json, &json!({ "fichier": export.sortie, "lignes": lines }), || {
        format!("Journal exporté : {} dans {}\n", count(lines, "ligne"), output::one_line(&export.sortie))
    })
}

fn filter(export: &Export) -> Result<FiltreJournal> {
    if !export.operation.is_empty() && !OPERATIONS.iter().any(|(code, _)| *code == export.operation) {
        let known = OPERATIONS.map(|(code, _)| code).join(", ");
        return Err(CliError::Usage(format!("« {} » n’est pas une nature de ligne : {known}", export.operation)));
    }
    let today = chrono::Local::now().date_naive();
    let day = |text: &str| match text {
        "" => Ok(None),
        text => date::parse(text, today).map(Some).map_err(CliError::Usage),
    };
    let numero = if export.numero.is_empty() { String::new() } else { full_numero(&export.numero) };
    Ok(FiltreJournal {
        qui: export.personne.clone(),
        numero,
        du: day(&export.du)?,
        au: day(&export.au)?,
        operation: export.operation.clone(),
    })
}
