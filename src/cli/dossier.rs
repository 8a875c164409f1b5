//! `vigie dossier`: finding dossiers and reading one.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::domain::recherche::{Filtre, Ligne, Tri};
use crate::domain::{Cle, Parametres, dossier, parse};
use crate::storage::{Base, Cible, StorageError};

use super::error::Result;
use super::output::{self, count, table};
use super::passphrase;
use super::reading;
use crate::exchange::dossier as document;

pub fn read(cible: &Cible, numero: &str, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let Some(lu) = base.dossier_by_numero(&dossier::full_numero(numero))? else {
        return Err(StorageError::NoDossier(numero.to_owned()).into());
    };
    let today = chrono::Local::now().date_naive();
    let parametres = Parametres { communes: Arc::new(base.communes()?), ..base.parametres(today)? };
    output::print(json, &document::dossier(&lu, &parametres), || reading::dossier(&lu, &parametres))
}

/// One dossier alone, as a PDF for people or JSON for a program, by the name of the file.
pub fn export(cible: &Cible, numero: &str, sortie: &str, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let numero = dossier::full_numero(numero);
    let Some(lu) = base.dossier_by_numero(&numero)? else { return Err(StorageError::NoDossier(numero).into()) };
    document::exporter(&base, &lu, &super::sortie::parametres(&base)?, Path::new(sortie))?;
    output::print(json, &json!({ "dossier": numero, "sortie": sortie }), || {
        format!("Dossier {numero} écrit dans {}\n", output::one_line(sortie))
    })
}

pub fn search(cible: &Cible, texte: &str, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let parametres = base.parametres(chrono::Local::now().date_naive())?;
    let filtre = Filtre { texte: texte.to_owned(), ..Filtre::default() };
    let page = base.page(&filtre, Tri::default(), 0, u64::MAX)?;
    let found: Vec<_> = page.lignes.iter().map(|ligne| document::ligne(ligne, &parametres)).collect();
    output::print(json, &json!({ "total": page.total, "dossiers": found }), || {
        if page.lignes.is_empty() {
            return format!("Aucun dossier ne correspond à « {} »\n", output::one_line(texte));
        }
        let titles = ["N° de dossier", "Réception", "Échéance", "Danger", "Territoire", "État", "Fratrie"];
        let rows: Vec<_> = page.lignes.iter().map(|ligne| row(ligne, &parametres)).collect();
        format!("{}\n{}\n", table(titles, &rows), count(page.total, "dossier"))
    })
}

fn row(ligne: &Ligne, parametres: &Parametres) -> [String; 7] {
    let show = |cle: Cle, stored: &str| parse::show(cle, stored, parametres);
    [
        ligne.numero.clone(),
        show(dossier::DATE_RECEPTION, &ligne.date_reception),
        show(dossier::ECHEANCE_LE, &ligne.echeance_le),
        if ligne.danger_grave { "grave" } else { "" }.to_owned(),
        show(dossier::TERRITOIRE, &ligne.territoire),
        show(dossier::ETAT, &ligne.etat),
        ligne.fratrie.clone(),
    ]
}
