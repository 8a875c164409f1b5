//! `vigie exporter` and `vigie restaurer`: everything out in open formats, and back in an empty base.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::domain::Parametres;
use crate::exchange::archive::{self, ErreurArchive};
use crate::exchange::{fichier, olinpe};
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

/// What a file's name ends with, in lower case.
pub fn extension(sortie: &str) -> String {
    Path::new(sortie).extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default()
}

pub fn exporter(cible: &Cible, sortie: &str, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let parametres = parametres(&base)?;
    let bilan = archive::exporter(&base, &parametres, Path::new(sortie), &mut show());
    clear();
    let bilan = bilan?;
    output::print(json, &json!({ "sortie": sortie, "bilan": bilan }), || {
        format!(
            "Export écrit dans {} : {}, {}, {}, {}, {} Mo\n",
            output::one_line(sortie),
            count(bilan.tables, "table"),
            count(bilan.lignes, "ligne"),
            count(bilan.courriers, "courrier"),
            count(bilan.fichiers, "pièce"),
            number(bilan.octets.div_ceil(1_000_000)),
        )
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

/// The national export of the informations received in a year, checked before it is written.
pub fn olinpe(cible: &Cible, annee: i32, sortie: &str, json: bool) -> Result<()> {
    let extension = extension(sortie);
    let as_xml = extension == "xml";
    if !as_xml && extension != "csv" {
        return Err(CliError::Refused(format!(
            "« {} » ne finit ni par .xml ni par .csv ; rien n’a été écrit, donnez l’un ou l’autre",
            output::one_line(sortie)
        )));
    }
    let base = passphrase::with_base(cible, Base::open)?;
    let parametres = parametres(&base)?;
    let export = olinpe::lire(&base, &parametres, annee, &mut |_| true)?;
    if let Some(faute) = olinpe::verifier(&export.lignes).first() {
        return Err(CliError::Refused(format!(
            "L’export national ne serait pas accepté ({faute}) ; rien n’a été écrit, signalez-le à l’administrateur"
        )));
    }
    let text = if as_xml {
        olinpe::xml(&export.lignes, chrono::Local::now().date_naive())
    } else {
        olinpe::csv(&export.lignes)
    };
    base.consigner("export", "dossier", None, &json!({ "quoi": "olinpe", "annee": annee, "vers": sortie }))?;
    fichier::write(Path::new(sortie), text.as_bytes())?;
    let completude = olinpe::completude(&export.lignes);
    let document = json!({
        "annee": annee, "sortie": sortie, "lignes": export.lignes.len(),
        "dossiers_laisses": export.laisses, "completude": completude,
    });
    output::print(json, &document, || {
        let share = |part: usize, all: usize| format!("{} %", (part * 100).checked_div(all).unwrap_or_default());
        let rows: Vec<[String; 4]> = completude
            .iter()
            .map(|one| {
                let (filled, unknown) = (share(one.remplies, one.lignes), share(one.inconnues, one.lignes));
                [one.variable.to_owned(), filled, unknown, one.libelle.to_owned()]
            })
            .collect();
        format!(
            "{}\n{} de {annee} dans {}, valides ; {} d’un autre type n’y sont pas\n",
            output::table(["Variable", "Remplie", "Ne sait pas", "Libellé"], &rows),
            count(export.lignes.len(), "ligne"),
            output::one_line(sortie),
            count(export.laisses, "dossier"),
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
