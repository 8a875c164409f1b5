//! What must hold between the fields of a row, and between rows.

use chrono::NaiveDate;

use super::dossier::Fiches as _;
use super::parse::Erreur;
use super::{Cle, Dossier, Fiche, Table, adulte, conclusion, date, enfant, motif, traitement};

/// The only dates that may lie ahead: a day by which something is awaited. Every other date of the catalogue
/// tells of a fact that has happened, and births have a rule of their own.
const A_VENIR: [Cle; 1] = [traitement::ECHEANCE_LE];

/// Refuses a fact of tomorrow: it would meet a legal delay that nobody met.
///
/// # Errors
/// The sentence to stand beside the field.
pub(super) fn check_past(cle: Cle, day: NaiveDate, today: NaiveDate) -> Result<(), String> {
    if day <= today || A_VENIR.contains(&cle) {
        return Ok(());
    }
    Err(format!("Le {} est à venir, et ce champ dit ce qui a eu lieu\u{a0}; vérifiez l’année", date::format(day)))
}

/// Adds an error for each rule that a dossier breaks, beside the field to correct.
pub(super) fn check_rows(dossier: &Dossier, errors: &mut Vec<Erreur>) {
    let mut refuse = |fiche: &Fiche, cle: Cle, message: &str| {
        // A field that could not be read at all has its own error already.
        if !errors.iter().any(|error| error.fiche == fiche.id && error.cle == cle) {
            errors.push(Erreur { fiche: fiche.id, cle, message: message.to_owned() });
        }
    };
    for fiche in &dossier.fiches {
        match fiche.table {
            Table::Enfant => {
                use enfant::personne::{NOM_NAISSANCE, NOM_USAGE, PRECISION_NAISSANCE, PRENOM};
                let named = [NOM_USAGE, NOM_NAISSANCE, PRENOM].iter().any(|cle| !fiche.get(*cle).is_empty());
                if !named && fiche.get(PRECISION_NAISSANCE) != "a_naitre" {
                    refuse(
                        fiche,
                        PRENOM,
                        "Il faut au moins un nom ou un prénom ; pour un enfant à naître, écrivez « à naître » dans la date de naissance",
                    );
                }
            }
            Table::Adulte => {
                if fiche.get(adulte::NOM).is_empty() && fiche.get(adulte::PRENOM).is_empty() {
                    refuse(fiche, adulte::NOM, "Il faut au moins un nom ou un prénom");
                }
            }
            Table::MotifEnfant => {
                if fiche.get(motif::MOTIF).is_empty() {
                    refuse(fiche, motif::MOTIF, "Choisissez un motif dans la liste (F4)");
                }
                let twin = dossier.of(Table::MotifEnfant).any(|other| {
                    other.id < fiche.id
                        && other.get(motif::MOTIF) == fiche.get(motif::MOTIF)
                        && other.get(motif::ENFANT_CONCERNE_ID) == fiche.get(motif::ENFANT_CONCERNE_ID)
                });
                if twin {
                    refuse(fiche, motif::MOTIF, "Ce motif est déjà noté pour cet enfant");
                }
            }
            Table::ConclusionEnfant => {
                if fiche.get(conclusion::CONCLUSION).is_empty() {
                    refuse(fiche, conclusion::CONCLUSION, "Choisissez une conclusion dans la liste (F4)");
                }
            }
            Table::Traitement => {
                if fiche.get(traitement::SERVICE).is_empty() {
                    refuse(fiche, traitement::SERVICE, "Choisissez un service dans la liste (F4)");
                }
                let sent = fiche.date(traitement::ENVOYE_LE);
                if fiche.date(traitement::RETOUR_LE).is_some_and(|back| sent.is_some_and(|sent| back < sent)) {
                    refuse(fiche, traitement::RETOUR_LE, "Le retour ne peut pas précéder l’envoi");
                }
            }
            Table::Dossier | Table::EnfantConcerne | Table::AdulteEnfant => {}
        }
    }
}
