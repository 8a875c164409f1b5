//! Which rule runs for a dossier, from which fact, and whether it is met.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Delai;
use crate::domain::dossier::{self, Fiches};
use crate::domain::{Fiche, Table, conclusion, date, enfant, traitement};

/// What is due for a dossier, or of one of its services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echeance {
    /// Of the delay; `TRAITEMENT` for what a service must give back.
    pub code: String,
    /// The dossier, or the treatment.
    pub objet: Uuid,
    /// The service that must give back.
    pub service: String,
    pub libelle: String,
    pub due: NaiveDate,
    pub start: NaiveDate,
    /// The rule in words: what, how long, from what, by which article.
    pub rule: String,
    /// How the day was found.
    pub reckoning: String,
    /// The day that it was met.
    pub done: Option<NaiveDate>,
}

/// The code of what a service must give back.
pub const TRAITEMENT: &str = "TRAITEMENT";

impl Echeance {
    /// Days from `today` to the due date; negative when late.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.due - today).num_days()
    }
}

/// A start, in words, and the day when what was due was done.
struct Fait {
    start: NaiveDate,
    words: String,
    done: Option<NaiveDate>,
}

/// Everything that runs or ran for this dossier, the first due first. Reads stored values.
/// A closed dossier owes nothing but the answer to who gave the information, and only when the day
/// of its closing is known: nothing is said of those of an older application.
pub fn of_dossier(dossier: &impl Fiches, delais: &[Delai]) -> Vec<Echeance> {
    let Some(entete) = dossier.entete() else { return Vec::new() };
    let mut all: Vec<Echeance> = evaluation(dossier, delais).into_iter().collect();
    for delai in delais.iter().filter(|delai| !of_evaluation(delai)) {
        let fait = fait(dossier, entete, delai);
        all.extend(fait.and_then(|fait| echeance(entete.id, delai, &fait)));
    }
    all.extend(dossier.of(Table::Traitement).filter_map(|row| of_service(entete, row)));
    if entete.get(dossier::ETAT) == dossier::ETAT_CLOS {
        let known = entete.date(dossier::CLOS_LE).is_some();
        all.retain(|echeance| echeance.done.is_some() || known && matches!(echeance.code.as_str(), "D06" | "D07"));
    }
    all.sort_by(|a, b| (a.done.is_some(), a.due, &a.code).cmp(&(b.done.is_some(), b.due, &b.code)));
    all
}

fn echeance(objet: Uuid, delai: &Delai, fait: &Fait) -> Option<Echeance> {
    let article = if delai.article.is_empty() { String::new() } else { format!(" ({})", delai.article) };
    Some(Echeance {
        code: delai.code.clone(),
        objet,
        service: String::new(),
        libelle: delai.libelle.clone(),
        due: delai.due(fait.start)?,
        start: fait.start,
        rule: format!(
            "{} : {} à compter {} du {}{article}",
            delai.libelle,
            delai.length(),
            fait.words,
            date::format(fait.start)
        ),
        reckoning: delai.reckoning(fait.start),
        done: fait.done,
    })
}

fn of_evaluation(delai: &Delai) -> bool {
    ["D04", "D05"].iter().any(|code| delai.code.starts_with(code)) && delai.depart == "reception"
}

/// When the evaluation of this dossier is due, the shortest rule that applies deciding for the
/// whole fratrie; none before a date of reception is known.
pub fn evaluation(dossier: &impl Fiches, delais: &[Delai]) -> Option<Echeance> {
    let entete = dossier.entete()?;
    let start = entete.date(dossier::DATE_RECEPTION)?;
    let youngest_under_two = dossier.of(Table::Enfant).any(|personne| {
        personne.get(enfant::personne::PRECISION_NAISSANCE) == "a_naitre"
            || personne
                .date(enfant::personne::DATE_NAISSANCE)
                .is_some_and(|birth| enfant::age(birth, start).is_none_or(|age| age < 2))
    });
    let fait = Fait { start, words: "de la réception".to_owned(), done: evaluated(dossier, entete) };
    delais
        .iter()
        .filter(|delai| of_evaluation(delai))
        .filter(|delai| match delai.condition.as_str() {
            "" => true,
            "moins_de_2_ans" => youngest_under_two,
            "danger_grave" => entete.oui(dossier::DANGER_GRAVE),
            _ => false,
        })
        .filter_map(|delai| Some((delai.due(start)?, delai)))
        .min_by_key(|(due, _)| *due)
        .and_then(|(_, delai)| echeance(entete.id, delai, &fait))
}

/// The evaluation is there once every service that was asked for one has given its report, or once
/// the dossier says that it only remains to conclude.
fn evaluated(dossier: &impl Fiches, entete: &Fiche) -> Option<NaiveDate> {
    let asked = || {
        dossier
            .of(Table::Traitement)
            .filter(|row| row.get(traitement::NATURE).starts_with("nature_traitement/evaluation"))
            .filter(|row| row.get(traitement::ETAT) != "etat_traitement/annule")
    };
    let last = asked().filter_map(|row| row.date(traitement::RETOUR_LE)).max();
    let all = asked().next().is_some() && asked().all(|row| row.date(traitement::RETOUR_LE).is_some());
    let concluding = matches!(entete.get(dossier::ETAT), "etat_dossier/a_conclure" | dossier::ETAT_CLOS);
    match last {
        Some(day) if all || concluding => Some(day),
        _ if concluding => entete.date(dossier::CLOS_LE).or_else(|| entete.date(dossier::DATE_RECEPTION)),
        _ => None,
    }
}

/// The fact that starts this delay, if it is there.
fn fait(dossier: &impl Fiches, entete: &Fiche, delai: &Delai) -> Option<Fait> {
    let reception = || entete.date(dossier::DATE_RECEPTION);
    let told = || {
        // A reasoned refusal is an answer too (D226-2-8).
        let refused = !entete.get(dossier::SUITES_REFUS).is_empty();
        entete.date(dossier::SUITES_DONNEES_LE).or_else(|| if refused { reception() } else { None })
    };
    let (start, words, done) = match delai.depart.as_str() {
        "reception" => {
            let qualified = entete.get(dossier::ETAT) != dossier::ETAT_INITIAL;
            let done = entete.date(dossier::QUALIFIE_LE).or_else(|| if qualified { reception() } else { None });
            (reception()?, "de la réception", done)
        }
        "danger" => {
            entete.oui(dossier::DANGER_GRAVE).then_some(())?;
            let start = entete.date(dossier::DANGER_CONSTATE_LE).or_else(reception)?;
            (start, "du constat du danger", entete.date(dossier::DANGER_SAISINE_LE))
        }
        "transmission" => {
            professional(entete).then_some(())?;
            (entete.date(dossier::TRANSMIS_LE).or_else(reception)?, "de la transmission", told())
        }
        "demande_suites" => {
            (!professional(entete) && entete.oui(dossier::SOUHAITE_SUITES)).then_some(())?;
            (entete.date(dossier::SUITES_DEMANDEES_LE)?, "de la demande", told())
        }
        "demande_adresse" => {
            (entete.date(dossier::ADRESSE_DEMANDEE_LE)?, "de la demande", entete.date(dossier::ADRESSE_RECUE_LE))
        }
        "placement_parquet" => {
            let start = concluded(dossier, &["conclusion/opp_parquet"])?;
            let after = concluded(dossier, &["conclusion/saisine_je_parquet", "conclusion/saisine_je"]);
            (start, "du placement", after)
        }
        "saisine_juge" => {
            let start = concluded(dossier, &["conclusion/saisine_je_parquet", "conclusion/saisine_je"])?;
            let decisions =
                ["opp_je", "placement_ase", "placement_direct", "aemo", "aemo_renforcee", "aemo_hebergement", "mjie"];
            let decided = decisions.map(|code| format!("conclusion/{code}"));
            (start, "de la saisine", concluded(dossier, &decided.each_ref().map(String::as_str)))
        }
        _ => return None,
    };
    Some(Fait { start, words: words.to_owned(), done })
}

/// Whoever transmitted because of their work or their mandate is answered without asking (L226-5).
fn professional(entete: &Fiche) -> bool {
    let private = ["mineur", "parents", "autre_famille", "autre_particulier", "anonyme", "nsp"];
    let who = |value: &str| value.split_once('/').map(|(_, code)| code.to_owned());
    let transmitter = who(entete.get(dossier::TRANSMETTEUR)).or_else(|| who(entete.get(dossier::ORIGINE)));
    transmitter.is_some_and(|code| !private.contains(&code.as_str()))
}

/// The first day of one of these conclusions.
fn concluded(dossier: &impl Fiches, codes: &[&str]) -> Option<NaiveDate> {
    let rows = dossier.of(Table::ConclusionEnfant).filter(|row| codes.contains(&row.get(conclusion::CONCLUSION)));
    rows.filter_map(|row| row.date(conclusion::DATE_CONCLUSION)).min()
}

/// What a service was asked to give back on a day of its own.
fn of_service(entete: &Fiche, row: &Fiche) -> Option<Echeance> {
    let due = row.date(traitement::ECHEANCE_LE).or_else(|| entete.date(dossier::ECHEANCE_LE))?;
    let start = row.date(traitement::ENVOYE_LE)?;
    if row.get(traitement::ETAT) == "etat_traitement/annule" {
        return None;
    }
    let own = !row.get(traitement::ECHEANCE_LE).is_empty();
    let rule =
        if own { "date demandée au service" } else { "échéance du dossier, faute d’une date propre au service" };
    Some(Echeance {
        code: TRAITEMENT.to_owned(),
        objet: row.id,
        service: row.get(traitement::SERVICE).to_owned(),
        libelle: "Retour du service".to_owned(),
        due,
        start,
        rule: format!("Retour du service : {rule}"),
        reckoning: format!("envoyé le {}, attendu le {}", date::format(start), date::format(due)),
        done: row.date(traitement::RETOUR_LE),
    })
}
