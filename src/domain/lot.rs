//! One thing done to many dossiers: attributed to a service, or taken to the next step. Each dossier
//! says yes, or why not.

use chrono::NaiveDate;

use super::cloture::{self, Etape};
use super::dossier::{self, ETAT_CLOS, Fiches as _};
use super::{Dossier, Fiche, Nature, Parametres, Table, format, parse, traitement};

/// Dossiers that are changed together at most: they are read and checked one by one.
pub const PLUS: usize = 500;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lot {
    Attribuer { service: String, nature: String },
    Etape(Etape),
}

impl Lot {
    /// « Attribuer à PMI »
    pub fn libelle(&self, parametres: &Parametres) -> String {
        match self {
            Self::Attribuer { service, .. } => {
                format!("Attribuer à {}", parametres.libelle(Nature::Service, service))
            }
            Self::Etape(etape) => etape.libelle().to_owned(),
        }
    }

    /// The dossier as it should be saved.
    ///
    /// # Errors
    /// Why this dossier is left as it is.
    pub fn apply(&self, dossier: &Dossier, parametres: &Parametres, today: NaiveDate) -> Result<Dossier, String> {
        let Some(entete) = dossier.entete() else { return Err("dossier illisible".to_owned()) };
        let etat = entete.get(dossier::ETAT);
        let mut draft = format::format(dossier);
        match self {
            Self::Attribuer { service, nature } => {
                if etat == ETAT_CLOS {
                    return Err("il est clos".to_owned());
                }
                let charged = |row: &Fiche| row.get(traitement::SERVICE) == service && cloture::waits(row);
                if dossier.of(Table::Traitement).any(charged) {
                    return Err("ce service en est déjà chargé".to_owned());
                }
                draft.fiches.push(
                    Fiche::new(Table::Traitement)
                        .with(traitement::SERVICE, service)
                        .with(traitement::NATURE, nature)
                        .with(traitement::ENVOYE_LE, super::date::format(today))
                        .with(traitement::ETAT, traitement::ETAT_ENVOYE),
                );
            }
            Self::Etape(etape) => {
                if Etape::after(etat) != *etape {
                    let label = parametres.libelle(Nature::Liste("etat_dossier"), etat);
                    return Err(format!("son état est «\u{a0}{label}\u{a0}»"));
                }
                let edits = cloture::step(&draft, *etape, today).map_err(|manques| {
                    let first = manques.first().map(|manque| manque.phrase).unwrap_or_default();
                    format!("il manque de quoi le clore\u{a0}: {first}")
                })?;
                for edit in &edits {
                    draft.apply(edit);
                }
            }
        }
        parse::parse(&draft, dossier, parametres, today)
            .map_err(|errors| errors.first().map(|error| error.message.clone()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dossier_says_yes_or_why_not() {
        let (parametres, today) = (Parametres::default(), "2026-11-23".parse().unwrap());
        let header = |etat: &str| {
            let header = Fiche::new(Table::Dossier).with(dossier::ETAT, etat).with(dossier::TERRITOIRE, "vierzon");
            Dossier { fiches: vec![header] }
        };
        let attribuer = Lot::Attribuer { service: "pmi".to_owned(), nature: String::new() };
        assert_eq!(attribuer.apply(&header(ETAT_CLOS), &parametres, today), Err("il est clos".to_owned()));
        let qualifier = Lot::Etape(Etape::Qualifier);
        let refused = qualifier.apply(&header("etat_dossier/a_conclure"), &parametres, today).unwrap_err();
        assert!(refused.contains("a_conclure"), "{refused}");
        let refused = Lot::Etape(Etape::Clore).apply(
            &Dossier {
                fiches: vec![header("etat_dossier/a_conclure").fiches[0].clone().with(dossier::DANGER_GRAVE, "true")],
            },
            &parametres,
            today,
        );
        assert!(refused.unwrap_err().contains("parquet"), "nothing is closed in a lot against an alert");
    }
}
