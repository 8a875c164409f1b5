//! `vigie exporter` and `vigie restaurer`: everything out in open formats, and back in an empty base.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::domain::Parametres;
use crate::exchange::archive::{self, ErreurArchive};
use crate::storage::{Base, Cible};

use super::error::{CliError, Result};
use super::output::{self, count, number};
use super::passphrase;

impl From<ErreurArchive> for CliError {
    fn from(error: ErreurArchive) -> Self {
        match error {
            ErreurArchive::Base(error) => Self::Storage(error),
            other => Self::Refused(other.to_string()),
        }
    }
}

/// The parameters with every commune, for what a person reads.
pub fn parametres(base: &Base) -> Result<Parametres> {
    let today = chrono::Local::now().date_naive();
    Ok(Parametres { communes: Arc::new(base.communes()?), ..base.parametres(today)? })
}

pub fn exporter(cible: &Cible, sortie: &str, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let parametres = parametres(&base)?;
    let bilan = archive::exporter(&base, &parametres, Path::new(sortie), &mut show());
    clear();
    let bilan = bilan?;
    output::print(json, &json!({ "sortie": sortie, "bilan": bilan }), || {
        let mut text = format!(
            "Export écrit dans {} : {}, {}, {}, {}, {} Mo\n",
            output::one_line(sortie),
            count(bilan.tables, "table"),
            count(bilan.lignes, "ligne"),
            count(bilan.courriers, "courrier"),
            count(bilan.fichiers, "pièce"),
            number(bilan.octets.div_ceil(1_000_000)),
        );
        if !bilan.complet {
            text.push_str("Vos droits ne montrent pas toute la base : ce qui vous est caché n’y est pas\n");
        }
        text
    })
}

pub fn restaurer(cible: &Cible, archive: &str, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let remis = archive::restaurer(&base, Path::new(archive), &mut show());
    clear();
    let remis = remis?;
    output::print(json, &json!({ "archive": archive, "remis": remis }), || {
        format!(
            "Export remis dans {} : {}, {}, {}\n",
            output::one_line(&base.cible().adresse()),
            count(remis.tables, "table"),
            count(remis.lignes, "ligne"),
            count(remis.fichiers, "pièce"),
        )
    })
}

/// One line of stderr, written over; nothing when nobody looks.
fn show() -> impl FnMut(usize, usize) -> bool {
    let shown = io::stderr().is_terminal();
    move |done, total| {
        if shown {
            let _ = write!(io::stderr(), "\r{} / {}", number(done as u64), count(total as u64, "ligne"));
        }
        true
    }
}

fn clear() {
    if io::stderr().is_terminal() {
        let _ = write!(io::stderr(), "\r{:60}\r", "");
    }
}
