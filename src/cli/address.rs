//! Where the base is, as the line or the environment says, and without any secret in it.

use crate::storage::{Cible, StorageError};

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
        if tells_password(adresse) {
            // Not repeated: what is on a screen or in a log is no secret any more.
            return Err(StorageError::Refused(
                "Le mot de passe ne s’écrit pas dans l’adresse ; mettez-le dans PGPASSFILE (~/.pgpass) ou PGPASSWORD"
                    .to_owned(),
            )
            .into());
        }
        Ok(Cible::parse(adresse)?)
    }
}

/// Before the place (`moi:secret@`), or as a parameter, as libpq would also read it.
fn tells_password(adresse: &str) -> bool {
    let Some((_, rest)) = adresse.split_once("://") else { return false };
    rest.rsplit_once('@').is_some_and(|(who, _)| who.contains(':'))
        || rest
            .to_lowercase()
            .split(['?', '&'])
            .any(|part| part.starts_with("password=") || part.starts_with("sslpassword="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_seen_wherever_libpq_would_read_it() {
        for adresse in [
            "postgres://moi:secret@serveur/base",
            "postgres://moi:se/cret@serveur/base",
            "postgres://serveur/base?password=secret",
            "postgres://serveur/base?sslmode=require&PASSWORD=secret",
            "http://moi:secret@serveur",
        ] {
            assert!(tells_password(adresse), "{adresse}");
        }
        for adresse in
            ["postgres://moi@serveur:5432/base", "postgres://serveur/base?host=/tmp", "C:\\a@b.vigie", "a:b@c"]
        {
            assert!(!tells_password(adresse), "{adresse}");
        }
    }
}
