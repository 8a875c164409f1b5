//! The passphrase of an encrypted file: from the environment or the terminal, never from the line.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};

use crate::domain::mot_de_passe;
use crate::storage::{self, Cible, StorageError};

use super::error::{CliError, Result};

const VARIABLE: &str = "VIGIE_PHRASE";

pub fn from_environment() -> Result<Option<String>> {
    match std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(OsString::into_string) {
        None => Ok(None),
        Some(Ok(phrase)) => Ok(Some(phrase)),
        Some(Err(_)) => Err(CliError::Refused(format!("La variable {VARIABLE} n’est pas un texte lisible (UTF-8)"))),
    }
}

/// The same base, with the passphrase of the environment if it is a file.
pub fn with_environment(cible: Cible) -> Result<Cible> {
    match cible {
        Cible::Fichier { .. } => Ok(cible.with_secret(from_environment()?)),
        Cible::Serveur { .. } => Ok(cible),
    }
}

/// Does `work` on the base; asks for the passphrase if it turns out that there is one.
pub fn with_base<T>(cible: &Cible, work: impl Fn(Cible) -> storage::Result<T>) -> Result<T> {
    match work(with_environment(cible.clone())?) {
        Err(StorageError::PassphraseNeeded) if io::stdin().is_terminal() => {
            let phrase = ask("Phrase secrète : ")?;
            Ok(work(cible.clone().with_secret(Some(phrase)))?)
        }
        result => Ok(result?),
    }
}

/// The passphrase of a file to be made: typed twice, since nobody sees what they type.
pub fn choose() -> Result<String> {
    let phrase = typed_or_given()?;
    mot_de_passe::juger_phrase(&phrase).map_err(|why| CliError::Refused(format!("{why}\u{a0}; rien n’a été créé")))?;
    Ok(phrase)
}

fn typed_or_given() -> Result<String> {
    if let Some(phrase) = from_environment()? {
        return Ok(phrase);
    }
    if !io::stdin().is_terminal() {
        return Err(CliError::Refused(format!(
            "Il faut une phrase secrète pour protéger la base ; donnez-la dans la variable {VARIABLE}"
        )));
    }
    let phrase = ask("Phrase secrète de la nouvelle base : ")?;
    if phrase != ask("La même, une seconde fois : ")? {
        return Err(CliError::Refused("Les deux phrases diffèrent ; rien n’a été créé, recommencez".to_owned()));
    }
    Ok(phrase)
}

fn ask(prompt: &str) -> Result<String> {
    let typed = rpassword::prompt_password(prompt).map_err(|error| {
        CliError::Refused(format!(
            "La phrase secrète n’a pas pu être demandée ({error}) ; donnez-la dans la variable {VARIABLE}"
        ))
    })?;
    if typed.is_empty() {
        return Err(CliError::Refused("La phrase secrète est vide ; rien n’a été touché, recommencez".to_owned()));
    }
    Ok(typed)
}
