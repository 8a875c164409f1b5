//! Where the base is, as the line or the environment says, and without any secret in it.

use crate::storage::Cible;

use super::arguments::Arguments;
use super::error::{CliError, Result};

impl Arguments {
    /// The base of the line, else of `VIGIE_BASE`.
    pub fn cible(&self) -> Result<Cible> {
        let adresse = self.adresse.as_deref().ok_or_else(|| {
            CliError::Usage(
                "Il manque l’adresse de la base : donnez-la avec « --base » ou dans la variable VIGIE_BASE".to_owned(),
            )
        })?;
        Ok(Cible::parse(adresse)?)
    }
}
