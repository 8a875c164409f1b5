//! The legal clock of the evaluation: how long, from when, by which article.
//!
//! Lengths are parameters (`delai`), never written here. D04 is CASF D226-2-4 II (three
//! calendar months from reception); the shorter ones follow danger and age in the same article,
//! which gives no number: a fratrie takes the shortest.

use chrono::{Days, Months, NaiveDate};

use super::dossier::{self, Fiches};
use super::{Table, date, enfant};

/// A row of the table `delai`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delai {
    pub code: String,
    pub libelle: String,
    pub longueur: u32,
    /// `mois`, `jours`, `heures`, `heures_ouvrees`
    pub unite: String,
    /// The fact it starts from, `reception` for the evaluation.
    pub depart: String,
    pub article: String,
    /// Empty, `moins_de_2_ans`, `danger_grave`…
    pub condition: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echeance {
    pub due: NaiveDate,
    pub start: NaiveDate,
    /// The rule in words, for the badge's explanation.
    pub rule: String,
}

impl Echeance {
    /// Days from `today` to the due date; negative when late.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.due - today).num_days()
    }
}

impl Delai {
    /// Calendar months are clamped to the month's end: 30 November + 3 months is 28 or 29 February.
    pub fn due(&self, start: NaiveDate) -> Option<NaiveDate> {
        match self.unite.as_str() {
            "mois" => start.checked_add_months(Months::new(self.longueur)),
            "jours" => start.checked_add_days(Days::new(self.longueur.into())),
            _ => None,
        }
    }
}

/// When the evaluation of this dossier is due, the shortest rule that applies deciding; none
/// before a date of reception is known. Reads stored values.
pub fn evaluation(dossier: &impl Fiches, delais: &[Delai]) -> Option<Echeance> {
    let entete = dossier.entete()?;
    let start = entete.date(dossier::DATE_RECEPTION)?;
    let youngest_under_two = dossier.of(Table::Enfant).any(|personne| {
        personne.get(enfant::personne::PRECISION_NAISSANCE) == "a_naitre"
            || personne
                .date(enfant::personne::DATE_NAISSANCE)
                .is_some_and(|birth| enfant::age(birth, start).is_none_or(|age| age < 2))
    });
    delais
        .iter()
        .filter(|delai| ["D04", "D05"].iter().any(|code| delai.code.starts_with(code)) && delai.depart == "reception")
        .filter(|delai| match delai.condition.as_str() {
            "" => true,
            "moins_de_2_ans" => youngest_under_two,
            "danger_grave" => entete.oui(dossier::DANGER_GRAVE),
            _ => false,
        })
        .filter_map(|delai| Some((delai.due(start)?, delai)))
        .min_by_key(|(due, _)| *due)
        .map(|(due, delai)| Echeance {
            due,
            start,
            rule: format!(
                "{} : {} {} à compter de la réception du {} ({})",
                delai.libelle,
                delai.longueur,
                delai.unite,
                date::format(start),
                delai.article
            ),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fiche::OUI;
    use crate::domain::{Dossier, Fiche};

    fn delai(code: &str, longueur: u32, unite: &str, condition: &str) -> Delai {
        let text = str::to_owned;
        Delai {
            code: text(code),
            libelle: text("Évaluation"),
            longueur,
            unite: text(unite),
            depart: text("reception"),
            article: text("CASF D226-2-4 II"),
            condition: text(condition),
        }
    }

    #[test]
    fn the_shortest_rule_decides_and_months_are_clamped() {
        let delais = [
            delai("D04", 3, "mois", ""),
            delai("D05A", 1, "mois", "moins_de_2_ans"),
            delai("D05B", 15, "jours", "danger_grave"),
        ];
        for (reception, danger, birth, due) in [
            ("2026-11-30", false, "2015-01-01", "2027-02-28"),
            ("2023-11-30", false, "2015-01-01", "2024-02-29"),
            ("2026-01-31", false, "2024-02-01", "2026-02-28"),
            ("2026-01-31", false, "2024-01-31", "2026-04-30"),
            ("2026-01-31", true, "2015-01-01", "2026-02-15"),
        ] {
            let mut entete = Fiche::new(Table::Dossier).with(dossier::DATE_RECEPTION, reception);
            if danger {
                entete.set(dossier::DANGER_GRAVE, OUI);
            }
            let elder = Fiche::new(Table::Enfant).with(enfant::personne::DATE_NAISSANCE, "2010-05-05");
            let child = Fiche::new(Table::Enfant).with(enfant::personne::DATE_NAISSANCE, birth);
            let dossier = Dossier { fiches: vec![entete, elder, child] };
            let echeance = evaluation(&dossier, &delais).unwrap();
            assert_eq!(echeance.due.to_string(), due, "reception {reception}, danger {danger}, birth {birth}");
        }
    }

    #[test]
    fn without_reception_there_is_no_deadline() {
        let dossier = Dossier { fiches: vec![Fiche::new(Table::Dossier)] };
        assert_eq!(evaluation(&dossier, &[delai("D04", 3, "mois", "")]), None);
    }
}
