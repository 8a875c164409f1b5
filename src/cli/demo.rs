//! `vigie demo`: an empty base filled with families that do not exist.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;

use serde_json::json;

use crate::demo::Demo;
use crate::domain::Parametres;
use crate::storage::{self, Base, Cible};

use super::error::Result;
use super::output::{self, count, number};
use super::passphrase;

pub fn fill(cible: &Cible, dossiers: usize, graine: u64, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let today = chrono::Local::now().date_naive();
    let parametres = Parametres { communes: Arc::new(base.communes()?), ..base.parametres(today)? };
    let progress = Progress::new(dossiers);
    let loaded = storage::load(&base, Demo::new(&parametres, dossiers, graine, today), |written| {
        progress.show(written);
        true
    });
    progress.clear();
    let written = loaded?;
    let adresse = base.cible().adresse();
    output::print(json, &json!({ "adresse": adresse, "dossiers": written, "graine": graine }), || {
        let (written, adresse) =
            (count(u64::try_from(written).unwrap_or_default(), "dossier"), output::one_line(&adresse));
        format!("Démonstration prête : {written} (graine {graine}) dans {adresse}\n")
    })
}

/// One line of stderr, written over; nothing when nobody looks.
struct Progress {
    total: usize,
    shown: bool,
}

impl Progress {
    fn new(total: usize) -> Self {
        Self { total, shown: io::stderr().is_terminal() }
    }

    fn show(&self, written: usize) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{} / {}", number(written as u64), count(self.total as u64, "dossier"));
        }
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{:60}\r", "");
        }
    }
}
