//! One dossier in a file, by the name of the file.

use std::path::Path;

use serde_json::json;

use super::{dossier, pdf};
use crate::domain::{Lu, Parametres};
use crate::exchange::fichier;
use crate::storage::{Base, Result, StorageError};

/// Writes the dossier as a PDF for people or JSON for a program, told in the journal before it is written.
///
/// # Errors
/// The name ends in neither, the pages could not be drawn, the base or the disk refuses.
pub fn exporter(base: &Base, lu: &Lu, parametres: &Parametres, sortie: &Path) -> Result<()> {
    let ending = sortie.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let bytes = match ending.as_str() {
        "pdf" => {
            let departement = base.carnet()?.reglages.remove("departement").unwrap_or_default();
            pdf(lu, parametres, &departement).map_err(|error| StorageError::Refused(error.to_string()))?
        }
        "json" => format!("{:#}\n", dossier(lu, parametres)).into_bytes(),
        _ => {
            return Err(StorageError::Refused(format!(
                "«\u{a0}{}\u{a0}» ne finit ni par .pdf ni par .json\u{a0}; rien n’a été écrit, donnez l’un ou l’autre",
                sortie.display().to_string().replace(['\n', '\r'], " ")
            )));
        }
    };
    let detail = json!({ "quoi": "fiche", "vers": sortie.display().to_string() });
    base.consigner("export", "dossier", lu.dossier.id(), &detail)?;
    fichier::write(sortie, &bytes).map_err(|error| {
        StorageError::Refused(format!(
            "Le fichier ne peut pas être écrit ({error})\u{a0}; choisissez un autre dossier, rien n’est perdu"
        ))
    })
}
