//! `vigie tableau`: the figures of the dashboards in a file, without a window.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;

use crate::dashboards::dessin::Style;
use crate::dashboards::export::{Entete, ErreurExport, FORMATS, annuel, fichier};
use crate::dashboards::{
    Critere, Dimension, FAMILLES, Faits, Figure, Filtre, Indicateur, Lecteur, calculer, calculer_masque, catalogue,
    trouver,
};
use crate::domain::{Parametres, date};
use crate::exchange;
use crate::storage::{Base, Cible};

use super::arguments::Tableau;
use super::error::{CliError, Result};
use super::output::{self, count, table};
use super::passphrase;

pub fn run(cible: impl FnOnce() -> Result<Cible>, demande: &Tableau, json: bool) -> Result<()> {
    if demande.rapport {
        return report(&cible()?, demande, json);
    }
    let Some(codes) = &demande.indicateur else { return list(json) };
    let indicateurs = chosen(codes)?;
    let sortie = demande.sortie.as_deref().ok_or_else(|| {
        CliError::Usage("Il manque «\u{a0}--sortie\u{a0}» et un fichier, par exemple chiffres.csv".to_owned())
    })?;
    let format = format_of(sortie);
    if format != "csv" && !FORMATS.contains(&format.as_str()) {
        return Err(CliError::Usage(format!(
            "«\u{a0}{sortie}\u{a0}» ne finit pas par .png, .svg, .pdf, .xlsx ou .csv"
        )));
    }
    let jour = chrono::Local::now().date_naive();
    let base = passphrase::with_base(&cible()?, Base::open)?;
    let parametres = Parametres { communes: Arc::new(base.communes()?), ..base.parametres(jour)? };
    let filtre = filtre(demande, &parametres, jour)?;
    let faits = read(&base, &parametres, jour)?;
    let figures: Vec<Figure> = if demande.masquer {
        calculer_masque(&faits, &indicateurs, &filtre)
    } else {
        indicateurs.iter().map(|indicateur| calculer(&faits, indicateur, &filtre)).collect()
    };
    let bytes = if format == "csv" {
        exchange::figures::csv(&figures)
    } else {
        let titre = figures.first().filter(|_| figures.len() == 1).map_or("Tableau de bord", |figure| &figure.titre);
        let sous_titre = faits.filtre_en_mots(&filtre);
        let entete = Entete { titre: titre.to_owned(), sous_titre, echelle: 2.0, style: Style::default() };
        fichier(&format, &entete, &figures).map_err(|error| CliError::Refused(error.to_string()))?
    };
    exchange::fichier::write(Path::new(sortie), &bytes)?;
    let masques: usize = figures.iter().map(|figure| figure.masques).sum();
    let document = json!({ "fichier": sortie, "indicateurs": figures.len(), "faits": faits.len(), "masques": masques });
    output::print(json, &document, || {
        let said = |many: usize, noun: &str, verb: &str| {
            format!("{} {verb}{}", count(many, noun), if many > 1 { "s" } else { "" })
        };
        let hidden = if masques > 0 { format!(", {}", said(masques, "chiffre", "masqué")) } else { String::new() };
        format!("{} dans {}{hidden}\n", said(figures.len(), "indicateur", "écrit"), output::one_line(sortie))
    })
}

/// The report of a year; small counts hidden, unless everything was asked for.
fn report(cible: &Cible, demande: &Tableau, json: bool) -> Result<()> {
    let usage = |text: &str| CliError::Usage(text.to_owned());
    let sortie = demande
        .sortie
        .as_deref()
        .filter(|sortie| format_of(sortie) == "pdf")
        .ok_or_else(|| usage("Il manque «\u{a0}--sortie\u{a0}» et un fichier .pdf, par exemple rapport.pdf"))?;
    let annee =
        demande.annee.as_deref().ok_or_else(|| usage("Il manque «\u{a0}--annee\u{a0}» et l’année du rapport"))?;
    let jour = chrono::Local::now().date_naive();
    let base = passphrase::with_base(cible, Base::open)?;
    let parametres = Parametres { communes: Arc::new(base.communes()?), ..base.parametres(jour)? };
    let filtre = filtre(demande, &parametres, jour)?;
    let faits = read(&base, &parametres, jour)?;
    let year = filtre.du.map_or(0, |du| chrono::Datelike::year(&du));
    let rapport = annuel(&faits, year, &filtre.criteres, demande.complet, jour);
    let refused = |error: ErreurExport| CliError::Refused(error.to_string());
    let pages = rapport.pages().map_err(refused)?.len();
    exchange::fichier::write(Path::new(sortie), &rapport.pdf().map_err(refused)?)?;
    output::print(json, &json!({ "fichier": sortie, "annee": annee, "pages": pages }), || {
        format!("Rapport d’activité {annee}\u{a0}: {} dans {}\n", count(pages, "page"), output::one_line(sortie))
    })
}

/// By the end of the file's name.
fn format_of(sortie: &str) -> String {
    Path::new(sortie).extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Every fact that this person may count.
pub fn read(base: &Base, parametres: &Parametres, jour: NaiveDate) -> Result<Faits> {
    let mut lecteur = Lecteur::new(parametres, jour);
    base.faits(None, |fait| lecteur.push(fait))?;
    Ok(lecteur.finish(base.populations()?))
}

fn list(json: bool) -> Result<()> {
    let of = |one: &Indicateur| json!({ "code": one.code, "titre": one.titre, "famille": one.famille(), "definition": one.definition, "unite": one.unite.libelle() });
    let all: Vec<_> = catalogue().iter().map(of).collect();
    output::print(json, &json!({ "indicateurs": all }), || {
        let mut text = String::new();
        for famille in FAMILLES {
            let rows: Vec<_> = catalogue()
                .iter()
                .filter(|one| one.famille() == famille)
                .map(|one| [one.code.clone(), one.titre.clone(), one.unite.libelle().to_owned()])
                .collect();
            let _ = write!(text, "{famille}\n{}\n", table(["Code", "Indicateur", "Unité"], &rows));
        }
        text
    })
}

fn chosen(codes: &str) -> Result<Vec<Indicateur>> {
    if codes == "tous" {
        return Ok(catalogue().to_vec());
    }
    let one = |code: &str| {
        trouver(code).cloned().ok_or_else(|| {
            CliError::Refused(format!(
                "Il n’y a pas d’indicateur «\u{a0}{code}\u{a0}»\u{a0}; «\u{a0}vigie tableau\u{a0}» les montre tous"
            ))
        })
    };
    codes.split(',').map(|code| one(code.trim())).collect()
}

fn filtre(demande: &Tableau, parametres: &Parametres, jour: NaiveDate) -> Result<Filtre> {
    let day = |typed: &Option<String>, option: &str| -> Result<Option<NaiveDate>> {
        let Some(typed) = typed else { return Ok(None) };
        let read = typed.parse().map_err(|_| ()).or_else(|()| date::parse(typed, jour));
        read.map(Some)
            .map_err(|why| CliError::Usage(format!("«\u{a0}{typed}\u{a0}» après «\u{a0}{option}\u{a0}»\u{a0}: {why}")))
    };
    let mut filtre = Filtre { du: day(&demande.du, "--du")?, au: day(&demande.au, "--au")?, ..Filtre::default() };
    if let Some(typed) = &demande.annee {
        let annee = typed.parse().ok().filter(|annee| (1900..=2200).contains(annee));
        let annee = annee.ok_or_else(|| CliError::Usage(format!("«\u{a0}{typed}\u{a0}» n’est pas une année")))?;
        if filtre.du.is_some() || filtre.au.is_some() {
            return Err(CliError::Usage(
                "«\u{a0}--annee\u{a0}» ne va pas avec «\u{a0}--du\u{a0}» ou «\u{a0}--au\u{a0}»".to_owned(),
            ));
        }
        filtre = Filtre::annee(annee);
    }
    if filtre.du.zip(filtre.au).is_some_and(|(du, au)| du > au) {
        return Err(CliError::Usage("La période finit avant de commencer".to_owned()));
    }
    if let Some(territoire) = &demande.territoire {
        let known = parametres.territoires.iter().find(|choix| choix.id == *territoire || choix.libelle == *territoire);
        let known = known.ok_or_else(|| {
            let all: Vec<&str> = parametres.territoires.iter().map(|choix| choix.id.as_str()).collect();
            CliError::Refused(format!(
                "Il n’y a pas de territoire «\u{a0}{territoire}\u{a0}»\u{a0}; il y a {}",
                all.join(", ")
            ))
        })?;
        filtre = filtre.with(&Critere::new(Dimension::Territoire, &*known.id));
    }
    Ok(filtre)
}
