//! `vigie courrier`: the templates, and letters written to files and kept in the register.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use crate::domain::courrier::EtatCourrier;
use crate::domain::modele::{FormeSaisie, Modele};
use crate::domain::{Parametres, date};
use crate::exchange::courriers::{Envoi, tableau};
use crate::exchange::{fichier, tableur};
use crate::letters::{self, Commande, Genpdf, LetterRenderer as _, Pli, Recueil, Refus};
use crate::storage::{Base, Cible, StorageError, prive};

use super::arguments::Ecriture;
use super::error::{CliError, Result};
use super::output::{self, count, table};
use super::passphrase;

pub fn list(cible: &Cible, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let kept = base.modeles()?;
    let of =
        |modele: &Modele| json!({ "code": modele.code, "libelle": modele.libelle, "public": modele.public.code() });
    let all: Vec<_> = kept.iter().filter(|garde| garde.actif).map(|garde| of(&garde.modele)).collect();
    output::print(json, &json!({ "modeles": all }), || {
        let rows: Vec<_> = kept
            .iter()
            .filter(|garde| garde.actif)
            .map(|garde| {
                [garde.modele.code.clone(), garde.modele.libelle.clone(), garde.modele.public.libelle().to_owned()]
            })
            .collect();
        table(["Code", "Modèle", "Public"], &rows)
    })
}

pub fn write(cible: &Cible, ecriture: &Ecriture, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let jour = chrono::Local::now().date_naive();
    let kept = base.modeles()?;
    let garde = kept.iter().find(|garde| garde.modele.code == ecriture.modele && garde.actif).ok_or_else(|| {
        CliError::Refused(format!("Il n’y a pas de modèle « {} » ; voir « vigie courrier modeles »", ecriture.modele))
    })?;
    let parametres = Parametres { communes: Arc::new(base.communes()?), ..base.parametres(jour)? };
    let carnet = base.carnet()?;
    let complements = answers(&garde.modele, &ecriture.champs, jour)?;
    let mut numeros: Vec<String> =
        ecriture.numeros.iter().map(|typed| crate::domain::dossier::full_numero(typed)).collect();
    if ecriture.en_retard {
        numeros.extend(base.late_dossiers(jour)?);
    }
    numeros.sort();
    numeros.dedup();
    let lus = base.dossiers_by_numero(&numeros)?;
    let commande = Commande {
        modele: &garde.modele,
        revision: garde.revision,
        parametres: &parametres,
        carnet: &carnet,
        jour,
        complements: &complements,
        contact: ecriture.destinataire.as_deref(),
        seul: numeros.len() == 1,
    };
    let (mut plis, mut refus) = (Vec::new(), Vec::new());
    for numero in &numeros {
        let has = |lu: &&crate::domain::Lu| {
            use crate::domain::dossier::{self, Fiches as _};
            lu.dossier.entete().is_some_and(|entete| entete.get(dossier::NUMERO) == numero)
        };
        if let Some(lu) = lus.iter().find(has) {
            let (done, failed) = letters::prepare(&commande, &lu.dossier);
            plis.extend(done);
            refus.extend(failed);
        } else {
            let message = StorageError::NoDossier(numero.clone()).to_string();
            refus.push(Refus { numero: numero.clone(), message, manques: Vec::new() });
        }
    }
    let files = print(ecriture, &garde.modele, &plis)?;
    let rows: Vec<_> = plis.iter().map(|pli| pli.to_keep(&garde.modele, garde.revision)).collect();
    base.keep_courriers(&rows, EtatCourrier::Valide)?;
    let told: Vec<_> = refus.iter().map(|refus| json!({ "dossier": refus.numero, "erreur": refus.message })).collect();
    output::print(json, &json!({ "courriers": plis.len(), "fichiers": files, "refus": told }), || {
        let mut lines: Vec<String> = Vec::new();
        for Refus { numero, message, manques } in &refus {
            lines.push(format!("{numero} : {message}"));
            lines.extend(manques.iter().map(|manque| format!("    --champ {}=…", manque.chemin)));
        }
        let (letters, paths) = (count(plis.len() as u64, "courrier"), count(files.len() as u64, "fichier"));
        lines.push(format!("{letters} dans {paths}\n"));
        lines.join("\n")
    })?;
    if plis.is_empty() || !refus.is_empty() {
        return Err(CliError::Refused(format!(
            "{} sur {} n’a pas de courrier ; les autres sont écrits et gardés au registre",
            count(refus.len() as u64, "demande"),
            plis.len() + refus.len()
        )));
    }
    Ok(())
}

/// The answers of the line: names with or without « saisie. », dates as people write them.
fn answers(modele: &Modele, champs: &[String], jour: chrono::NaiveDate) -> Result<BTreeMap<String, String>> {
    champs
        .iter()
        .map(|champ| {
            let (nom, valeur) = champ
                .split_once('=')
                .ok_or_else(|| CliError::Usage(format!("Il manque « = » dans « --champ {champ} »")))?;
            // « 2026-000123/1/enfants.0.naissance »: of one letter of the batch.
            let path = nom.rsplit('/').next().unwrap_or(nom);
            let saisie = modele.saisies.iter().find(|saisie| saisie.nom == path.trim_start_matches("saisie."));
            let chemin = saisie.map_or_else(|| nom.to_owned(), |saisie| format!("saisie.{}", saisie.nom));
            let is_date = saisie.is_some_and(|saisie| saisie.forme == FormeSaisie::Date)
                || letters::chemins(modele.public).iter().any(|(known, _)| *known == path) && path.contains("date");
            if is_date {
                let day = date::parse(valeur, jour).map_err(|why| CliError::Usage(format!("{nom} : {why}")))?;
                return Ok((chemin, day.to_string()));
            }
            Ok((chemin, valeur.replace("\\n", "\n")))
        })
        .collect()
}

fn print(ecriture: &Ecriture, modele: &Modele, plis: &[Pli]) -> Result<Vec<String>> {
    let Some(first) = plis.first() else { return Ok(Vec::new()) };
    let refused = |error: letters::ErreurRendu| CliError::Refused(error.to_string());
    let mut files = Vec::new();
    if let Some(sortie) = ecriture.sortie.as_ref().filter(|sortie| is_docx(sortie)) {
        let [only] = plis else {
            return Err(CliError::Usage(
                "Un fichier .docx porte un seul courrier\u{a0}; donnez « --separes » et un répertoire, avec « --docx »"
                    .to_owned(),
            ));
        };
        files.push(save(Path::new(sortie), &letters::docx(&only.lettre).map_err(refused)?)?);
    } else if let Some(sortie) = &ecriture.sortie {
        let mut recueil = Recueil::new(&modele.libelle, &first.lettre);
        for pli in plis {
            recueil.add(&pli.lettre).map_err(refused)?;
        }
        files.push(save(Path::new(sortie), &recueil.finish().map_err(refused)?)?);
    }
    if let Some(dir) = &ecriture.separes {
        prive::dir(Path::new(dir))?;
        for pli in plis {
            let name = letters::file_name(&pli.numero, &pli.destinataire);
            let end = if ecriture.docx { "docx" } else { "pdf" };
            let mut path = PathBuf::from(dir).join(format!("{name}.{end}"));
            // Two letters of one dossier to one name do not cover each other.
            let mut twin = 2;
            while files.contains(&path.display().to_string()) {
                path = PathBuf::from(dir).join(format!("{name} ({twin}).{end}"));
                twin += 1;
            }
            let bytes = if ecriture.docx { letters::docx(&pli.lettre) } else { Genpdf.one(&pli.lettre) };
            files.push(save(&path, &bytes.map_err(refused)?)?);
        }
    }
    if let Some(liste) = &ecriture.liste {
        let tableau = tableau(plis.iter().map(|pli| Envoi {
            numero: &pli.numero,
            modele: &modele.libelle,
            etat: EtatCourrier::Valide.libelle(),
            lettre: &pli.lettre,
        }));
        let path = Path::new(liste);
        let bytes = match path.extension().and_then(|extension| extension.to_str()) {
            Some("xlsx") => tableur::xlsx("Courriers", std::slice::from_ref(&tableau))
                .map_err(|error| CliError::Refused(error.to_string()))?,
            _ => tableur::csv(&tableau),
        };
        files.push(save(path, &bytes)?);
    }
    Ok(files)
}

fn is_docx(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end.eq_ignore_ascii_case("docx"))
}

fn save(path: &Path, bytes: &[u8]) -> Result<String> {
    fichier::write(path, bytes)?;
    Ok(path.display().to_string())
}
