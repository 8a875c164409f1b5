//! What `vigie importer` is told.

use super::{Given, set};
use crate::cli::error::{CliError, Result};

/// What `vigie importer` was told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Importation {
    pub fichier: String,
    pub correspondance: Option<String>,
    pub a_blanc: bool,
    pub rapport: Option<String>,
    /// Where a mapping is to be written, and nothing taken over.
    pub proposer: Option<String>,
}

impl Importation {
    /// # Errors
    /// Without a file there is nothing to take over.
    pub fn with_file(self, word: Option<String>) -> Result<Self> {
        match word.filter(|word| !word.trim().is_empty()) {
            Some(fichier) => Ok(Self { fichier, ..self }),
            None => Err(CliError::Usage("Il manque le fichier Access après «\u{a0}vigie importer\u{a0}»".to_owned())),
        }
    }
}

/// Is it an option of this command?
pub(super) fn takes(name: &str) -> bool {
    ["correspondance", "rapport", "proposer", "a-blanc", "à-blanc"].contains(&name)
}

impl Given {
    pub(super) fn importation_option(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<()> {
        let told = self.importation.get_or_insert_default();
        match name {
            "correspondance" => set(&mut told.correspondance, parser, "--correspondance"),
            "rapport" => set(&mut told.rapport, parser, "--rapport"),
            "proposer" => set(&mut told.proposer, parser, "--proposer"),
            _ => {
                told.a_blanc = true;
                Ok(())
            }
        }
    }
}
