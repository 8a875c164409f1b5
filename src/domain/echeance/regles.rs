//! Which rule runs for a dossier, from which fact, and whether it is met.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Delai;
use crate::domain::cloture::ETATS;
use crate::domain::dossier::{self, Fiches};
use crate::domain::{Cle, Fiche, Table, conclusion, date, enfant, traitement};

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

/// A start, and the day when what was due was done.
struct Fait {
    depart: Depart,
    done: Option<NaiveDate>,
}

/// The day that a delay starts from.
#[derive(Clone, Copy)]
struct Depart {
    day: NaiveDate,
    words: &'static str,
    /// The field that should have said that day, and is empty.
    lacks: Option<Cle>,
}

impl Depart {
    /// From the fact that `cle` dates. When its day is not known, from the reception, else from the day that the
    /// base recorded the dossier: no delay stays unseen for want of a date.
    fn of(entete: &Fiche, cle: Cle, words: &'static str) -> Option<Self> {
        let chain = [
            (cle, words),
            (dossier::DATE_RECEPTION, "de la réception"),
            (dossier::DATE_TRAITEMENT, "de l’enregistrement"),
        ];
        let (found, day, words) = chain.into_iter().find_map(|(one, words)| Some((one, entete.date(one)?, words)))?;
        Some(Self { day, words, lacks: (found != cle).then_some(cle) })
    }

    fn reception(entete: &Fiche) -> Option<Self> {
        Self::of(entete, dossier::DATE_RECEPTION, "de la réception")
    }

    const fn known(day: NaiveDate, words: &'static str) -> Self {
        Self { day, words, lacks: None }
    }
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
        all.retain(|echeance| echeance.done.is_some() || known && SUITES.contains(&&*echeance.code));
    }
    all.sort_by(|a, b| (a.done.is_some(), a.due, &a.code).cmp(&(b.done.is_some(), b.due, &b.code)));
    all
}

/// The delays of the answer to who gave the information: a professional, or a private person who asked (CASF L226-5).
const SUITES: [&str; 2] = ["D06", "D07"];

/// The day by which who gave the information is told what came of it, if anybody is.
pub fn suites(dossier: &impl Fiches, delais: &[Delai]) -> Option<NaiveDate> {
    of_dossier(dossier, delais).into_iter().find(|one| SUITES.contains(&&*one.code)).map(|one| one.due)
}

fn echeance(objet: Uuid, delai: &Delai, fait: &Fait) -> Option<Echeance> {
    let article = if delai.article.is_empty() { String::new() } else { format!(" ({})", delai.article) };
    let Depart { day, words, lacks } = fait.depart;
    let lacks = lacks.map(|cle| format!(", faute de «\u{a0}{}\u{a0}»", cle.champ().libelle)).unwrap_or_default();
    Some(Echeance {
        code: delai.code.clone(),
        objet,
        service: String::new(),
        libelle: delai.libelle.clone(),
        due: delai.due(day)?,
        start: day,
        rule: format!(
            "{} : {} à compter {words} du {}{lacks}{article}",
            delai.libelle,
            delai.length(),
            date::format(day)
        ),
        reckoning: delai.reckoning(day),
        done: fait.done,
    })
}

fn of_evaluation(delai: &Delai) -> bool {
    ["D04", "D05"].iter().any(|code| delai.code.starts_with(code)) && delai.depart == "reception"
}

/// When the evaluation of this dossier is due, the shortest rule that applies deciding for the
/// whole fratrie. Without a date of reception it runs from the day that the dossier was recorded.
pub fn evaluation(dossier: &impl Fiches, delais: &[Delai]) -> Option<Echeance> {
    let entete = dossier.entete()?;
    let depart = Depart::reception(entete)?;
    let start = depart.day;
    let youngest_under_two = dossier.of(Table::Enfant).any(|personne| {
        personne.get(enfant::personne::PRECISION_NAISSANCE) == "a_naitre"
            || personne
                .date(enfant::personne::DATE_NAISSANCE)
                .is_some_and(|birth| enfant::age(birth, start).is_none_or(|age| age < 2))
    });
    let fait = Fait { depart, done: evaluated(dossier, entete) };
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
            .filter(|row| traitement::evalue(row.get(traitement::NATURE)))
            .filter(|row| row.get(traitement::ETAT) != traitement::ETAT_ANNULE)
    };
    let last = asked().filter_map(|row| row.date(traitement::RETOUR_LE)).max();
    let all = asked().next().is_some() && asked().all(|row| row.date(traitement::RETOUR_LE).is_some());
    let concluding = [ETATS[2], ETATS[3]].contains(&entete.get(dossier::ETAT));
    match last {
        Some(day) if all || concluding => Some(day),
        _ if concluding => entete.date(dossier::CLOS_LE).or_else(|| received(entete)),
        _ => None,
    }
}

/// The day of reception, or the day that the dossier was recorded when nobody noted it.
fn received(entete: &Fiche) -> Option<NaiveDate> {
    Depart::reception(entete).map(|depart| depart.day)
}

/// The fact that starts this delay, if it is there.
fn fait(dossier: &impl Fiches, entete: &Fiche, delai: &Delai) -> Option<Fait> {
    let from = |cle: Cle, words| Depart::of(entete, cle, words);
    let told = || {
        // A reasoned refusal is an answer too (D226-2-8).
        let refused = !entete.get(dossier::SUITES_REFUS).is_empty();
        entete.date(dossier::SUITES_DONNEES_LE).or_else(|| if refused { received(entete) } else { None })
    };
    let (depart, done) = match delai.depart.as_str() {
        "reception" => {
            let qualified = entete.get(dossier::ETAT) != dossier::ETAT_INITIAL;
            let done = entete.date(dossier::QUALIFIE_LE).or_else(|| if qualified { received(entete) } else { None });
            (Depart::reception(entete)?, done)
        }
        "danger" => {
            entete.oui(dossier::DANGER_GRAVE).then_some(())?;
            (from(dossier::DANGER_CONSTATE_LE, "du constat du danger")?, entete.date(dossier::DANGER_SAISINE_LE))
        }
        "transmission" => {
            professional(entete).then_some(())?;
            (from(dossier::TRANSMIS_LE, "de la transmission")?, told())
        }
        "demande_suites" => {
            (!professional(entete) && entete.oui(dossier::SOUHAITE_SUITES)).then_some(())?;
            (from(dossier::SUITES_DEMANDEES_LE, "de la demande")?, told())
        }
        "demande_adresse" => {
            let asked = Depart::known(entete.date(dossier::ADRESSE_DEMANDEE_LE)?, "de la demande");
            (asked, entete.date(dossier::ADRESSE_RECUE_LE))
        }
        "placement_parquet" => {
            let start = concluded(dossier, &conclusion::PLACEMENTS_PARQUET)?;
            let after = concluded(dossier, &conclusion::SAISINES_DU_JUGE);
            (Depart::known(start, "du placement"), after)
        }
        "saisine_juge" => {
            let start = concluded(dossier, &conclusion::SAISINES_DU_JUGE)?;
            (Depart::known(start, "de la saisine"), concluded(dossier, &conclusion::DECISIONS_DU_JUGE))
        }
        _ => return None,
    };
    Some(Fait { depart, done })
}

/// Whoever transmitted because of their work or their mandate is answered without asking (L226-5).
fn professional(entete: &Fiche) -> bool {
    let said = [dossier::TRANSMETTEUR, dossier::ORIGINE].map(|cle| entete.get(cle));
    said.into_iter().find(|value| !value.is_empty()).is_some_and(dossier::est_professionnel)
}

/// The first day of one of these conclusions.
fn concluded(dossier: &impl Fiches, codes: &[&str]) -> Option<NaiveDate> {
    let rows = dossier.of(Table::ConclusionEnfant).filter(|row| codes.contains(&row.get(conclusion::CONCLUSION)));
    rows.filter_map(|row| row.date(conclusion::DATE_CONCLUSION)).min()
}

/// What a service was asked to give back on a day of its own. A line that nobody dated as sent is awaited
/// too, from the reception on: the dossier may never have left.
fn of_service(entete: &Fiche, row: &Fiche) -> Option<Echeance> {
    let due = row.date(traitement::ECHEANCE_LE).or_else(|| entete.date(dossier::ECHEANCE_LE))?;
    let sent = row.date(traitement::ENVOYE_LE);
    let finished: &[&str] = if sent.is_some() { &[traitement::ETAT_ANNULE] } else { &traitement::ETATS_FINIS };
    if finished.contains(&row.get(traitement::ETAT)) {
        return None;
    }
    let start = sent.or_else(|| received(entete))?;
    let how = if sent.is_some() { "envoyé le" } else { "envoi non daté, dossier reçu le" };
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
        reckoning: format!("{how} {}, attendu le {}", date::format(start), date::format(due)),
        done: row.date(traitement::RETOUR_LE),
    })
}
