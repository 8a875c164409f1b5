//! Worked examples: facts on the left, the day on the right. The lengths are those that are shipped.

#![cfg(test)]

use chrono::NaiveDate;

use super::*;
use crate::domain::dossier;
use crate::domain::enfant::personne;
use crate::domain::fiche::OUI;
use crate::domain::{Cle, Dossier, Fiche, Table, conclusion, traitement};

fn delais() -> Vec<Delai> {
    let rows =
        include_str!("../../../assets/delais.tsv").lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    let mut delais: Vec<Delai> = rows
        .map(|row| Delai {
            code: row[0].into(),
            libelle: row[1].into(),
            longueur: row[2].parse().unwrap(),
            unite: row[3].into(),
            depart: row[4].into(),
            article: row[5].into(),
            condition: row[6].into(),
        })
        .collect();
    for (code, longueur, depart) in [("D12", 8, "placement_parquet"), ("D13", 15, "saisine_juge")] {
        let text = str::to_owned;
        let (unite, article) = (text("jours"), text("Code civil 375-5"));
        let libelle = text("Rappel");
        delais.push(Delai {
            code: text(code),
            libelle,
            longueur,
            unite,
            depart: text(depart),
            article,
            condition: String::new(),
        });
    }
    delais
}

fn dossier(facts: &[(Cle, &str)], births: &[&str]) -> Dossier {
    let mut entete = Fiche::new(Table::Dossier).with(dossier::ETAT, dossier::ETAT_INITIAL);
    facts.iter().for_each(|(cle, value)| entete.set(*cle, *value));
    let mut fiches = vec![entete];
    fiches.extend(births.iter().map(|birth| match *birth {
        "a_naitre" => Fiche::new(Table::Enfant).with(personne::PRECISION_NAISSANCE, "a_naitre"),
        birth => Fiche::new(Table::Enfant).with(personne::DATE_NAISSANCE, birth),
    }));
    Dossier { fiches }
}

fn due(dossier: &Dossier, code: &str) -> Option<String> {
    let all = of_dossier(dossier, &delais());
    all.iter().find(|one| one.code == code).map(|one| match one.done {
        Some(done) => format!("{} fait {done}", one.due),
        None => one.due.to_string(),
    })
}

#[test]
fn the_shortest_rule_decides_for_the_fratrie_and_months_are_clamped() {
    use dossier::{DANGER_GRAVE, DATE_RECEPTION};
    for (why, facts, births, code, expected) in [
        ("a plain month", vec![(DATE_RECEPTION, "2026-02-10")], vec!["2015-01-01"], "D04", "2026-05-10"),
        ("end of November", vec![(DATE_RECEPTION, "2026-11-30")], vec!["2015-01-01"], "D04", "2027-02-28"),
        ("29 February", vec![(DATE_RECEPTION, "2023-11-30")], vec!["2015-01-01"], "D04", "2024-02-29"),
        ("from 29 February", vec![(DATE_RECEPTION, "2024-02-29")], vec!["2015-01-01"], "D04", "2024-05-29"),
        ("31 to a month of 30", vec![(DATE_RECEPTION, "2026-08-31")], vec!["2015-01-01"], "D04", "2026-11-30"),
        ("over the new year", vec![(DATE_RECEPTION, "2026-12-15")], vec!["2015-01-01"], "D04", "2027-03-15"),
        ("nobody's age is known", vec![(DATE_RECEPTION, "2026-02-10")], vec![], "D04", "2026-05-10"),
        ("the eve of two years", vec![(DATE_RECEPTION, "2026-02-10")], vec!["2024-02-11"], "D05A", "2026-03-10"),
        ("two years that day", vec![(DATE_RECEPTION, "2026-02-10")], vec!["2024-02-10"], "D04", "2026-05-10"),
        (
            "the youngest of the fratrie",
            vec![(DATE_RECEPTION, "2026-01-31")],
            vec!["2012-05-05", "2025-06-01"],
            "D05A",
            "2026-02-28",
        ),
        ("born on 29 February", vec![(DATE_RECEPTION, "2026-02-28")], vec!["2024-02-29"], "D05A", "2026-03-28"),
        ("to be born", vec![(DATE_RECEPTION, "2026-02-10")], vec!["2012-05-05", "a_naitre"], "D05A", "2026-03-10"),
        ("danger", vec![(DATE_RECEPTION, "2026-01-31"), (DANGER_GRAVE, OUI)], vec!["2015-01-01"], "D05B", "2026-02-15"),
        (
            "danger and a baby",
            vec![(DATE_RECEPTION, "2026-02-01"), (DANGER_GRAVE, OUI)],
            vec!["2025-06-01"],
            "D05B",
            "2026-02-16",
        ),
    ] {
        assert_eq!(due(&dossier(&facts, &births), code).as_deref(), Some(expected), "{why}");
    }
}

#[test]
fn danger_ticked_later_shortens_the_evaluation_from_the_reception_and_starts_its_own_clock() {
    use dossier::{DANGER_CONSTATE_LE, DANGER_GRAVE, DANGER_SAISINE_LE, DATE_RECEPTION};
    let before = dossier(&[(DATE_RECEPTION, "2026-03-02")], &["2015-01-01"]);
    assert_eq!(due(&before, "D04").as_deref(), Some("2026-06-02"));
    assert_eq!(due(&before, "D03"), None);
    let facts = [(DATE_RECEPTION, "2026-03-02"), (DANGER_GRAVE, OUI), (DANGER_CONSTATE_LE, "2026-03-10")];
    let after = dossier(&facts, &["2015-01-01"]);
    assert_eq!(due(&after, "D04"), None);
    assert_eq!(due(&after, "D05B").as_deref(), Some("2026-03-17"));
    assert_eq!(due(&after, "D03").as_deref(), Some("2026-03-11"));
    let facts = [&facts[..], &[(DANGER_SAISINE_LE, "2026-03-10T15:20:00.000Z")]].concat();
    assert_eq!(due(&dossier(&facts, &[]), "D03").as_deref(), Some("2026-03-11 fait 2026-03-10"));
}

#[test]
fn qualification_counts_working_hours_and_ends_when_qualified() {
    use dossier::{DATE_RECEPTION, ETAT, QUALIFIE_LE};
    for (reception, expected) in
        [("2026-11-23", "2026-11-24"), ("2026-11-20", "2026-11-23"), ("2026-12-24", "2026-12-28")]
    {
        assert_eq!(due(&dossier(&[(DATE_RECEPTION, reception)], &[]), "D02").as_deref(), Some(expected), "{reception}");
    }
    let facts = [(DATE_RECEPTION, "2026-11-20"), (ETAT, "etat_dossier/evaluation"), (QUALIFIE_LE, "2026-11-24")];
    assert_eq!(due(&dossier(&facts, &[]), "D02").as_deref(), Some("2026-11-23 fait 2026-11-24"));
}

#[test]
fn who_gave_the_information_is_answered_even_when_the_evaluation_is_late_or_the_dossier_closed() {
    use dossier::*;
    let school = [
        (DATE_RECEPTION, "2026-03-02"),
        (TRANSMETTEUR, "transmetteur/enseignement_public"),
        (TRANSMIS_LE, "2026-02-27"),
    ];
    assert_eq!(due(&dossier(&school, &[]), "D06").as_deref(), Some("2026-05-27"));
    // A professional is answered from the transmission, also when a request was noted.
    let told = [&school[..], &[(SOUHAITE_SUITES, OUI), (SUITES_DEMANDEES_LE, "2026-04-30")]].concat();
    assert_eq!(suites(&dossier(&told, &[]), &delais()).unwrap().to_string(), "2026-05-27");
    let neighbour = [(DATE_RECEPTION, "2026-03-02"), (TRANSMETTEUR, "transmetteur/autre_particulier")];
    assert_eq!(suites(&dossier(&neighbour, &[]), &delais()), None);
    assert_eq!(due(&dossier(&neighbour, &[]), "D06"), None);
    assert_eq!(due(&dossier(&neighbour, &[]), "D07"), None, "a neighbour who asks for nothing");
    let asks = [&neighbour[..], &[(SOUHAITE_SUITES, OUI), (SUITES_DEMANDEES_LE, "2026-04-30")]].concat();
    assert_eq!(due(&dossier(&asks, &[]), "D07").as_deref(), Some("2026-07-30"));
    let refused = [&asks[..], &[(SUITES_REFUS, "motif_refus_suites/interet_enfant")]].concat();
    assert!(due(&dossier(&refused, &[]), "D07").is_some_and(|told| told.contains("fait")));
    let closed = [&school[..], &[(ETAT, ETAT_CLOS), (CLOS_LE, "2026-05-01")]].concat();
    let closed = of_dossier(&dossier(&closed, &[]), &delais());
    let open: Vec<&str> = closed.iter().filter(|one| one.done.is_none()).map(|one| one.code.as_str()).collect();
    assert_eq!(open, ["D06"]);
}

#[test]
fn an_address_a_placement_and_a_judge_have_their_reminders() {
    use dossier::{ADRESSE_DEMANDEE_LE, ADRESSE_RECUE_LE, DATE_RECEPTION};
    let asked = [(DATE_RECEPTION, "2026-03-02"), (ADRESSE_DEMANDEE_LE, "2026-03-05")];
    assert_eq!(due(&dossier(&asked, &[]), "D15").as_deref(), Some("2026-03-15"));
    let got = [&asked[..], &[(ADRESSE_RECUE_LE, "2026-03-09")]].concat();
    assert_eq!(due(&dossier(&got, &[]), "D15").as_deref(), Some("2026-03-15 fait 2026-03-09"));
    let mut placed = dossier(&[(DATE_RECEPTION, "2026-03-02")], &[]);
    let conclude = |dossier: &mut Dossier, code: &str, day: &str| {
        let row = Fiche::new(Table::ConclusionEnfant);
        dossier.fiches.push(row.with(conclusion::CONCLUSION, code).with(conclusion::DATE_CONCLUSION, day));
    };
    conclude(&mut placed, "conclusion/opp_parquet", "2026-03-03");
    assert_eq!(due(&placed, "D12").as_deref(), Some("2026-03-11"));
    conclude(&mut placed, "conclusion/saisine_je_parquet", "2026-03-10");
    assert_eq!(due(&placed, "D12").as_deref(), Some("2026-03-11 fait 2026-03-10"));
    assert_eq!(due(&placed, "D13").as_deref(), Some("2026-03-25"));
}

#[test]
fn each_service_has_a_day_of_its_own_and_the_evaluation_waits_for_the_last_report() {
    use dossier::{DATE_RECEPTION, ECHEANCE_LE, ETAT};
    let facts = [(DATE_RECEPTION, "2026-03-02"), (ECHEANCE_LE, "2026-06-02"), (ETAT, "etat_dossier/evaluation")];
    let mut two = dossier(&facts, &["2015-01-01"]);
    let sent = |service: &str, own: &str| {
        Fiche::new(Table::Traitement)
            .with(traitement::SERVICE, service)
            .with(traitement::NATURE, "nature_traitement/evaluation")
            .with(traitement::ENVOYE_LE, "2026-03-04")
            .with(traitement::ECHEANCE_LE, own)
    };
    two.fiches.extend([sent("mdas-vierzon", "2026-05-15"), sent("pmi", "")]);
    let days = |dossier: &Dossier| -> Vec<(String, String, Option<NaiveDate>)> {
        let all = of_dossier(dossier, &delais()).into_iter().filter(|one| one.code == TRAITEMENT);
        all.map(|one| (one.service, one.due.to_string(), one.done)).collect()
    };
    let text = str::to_owned;
    assert_eq!(days(&two), [(text("mdas-vierzon"), text("2026-05-15"), None), (text("pmi"), text("2026-06-02"), None)]);
    two.fiches[2].set(traitement::RETOUR_LE, "2026-05-20");
    assert_eq!(due(&two, "D04").as_deref(), Some("2026-06-02"), "one report is missing");
    two.fiches[3].set(traitement::RETOUR_LE, "2026-05-28");
    assert_eq!(due(&two, "D04").as_deref(), Some("2026-06-02 fait 2026-05-28"));
}

#[test]
fn every_day_is_explained() {
    let told = |reception: &str, births: &[&str]| {
        let one = evaluation(&dossier(&[(dossier::DATE_RECEPTION, reception)], births), &delais()).unwrap();
        (one.rule, one.reckoning)
    };
    let (rule, reckoning) = told("2026-11-30", &[]);
    assert_eq!(rule, "Évaluation de la situation : 3 mois à compter de la réception du 30/11/2026 (CASF D226-2-4 II)");
    assert_eq!(
        reckoning,
        "30/11/2026 + 3 mois : février 2027 n’a pas de 30, le délai finit le dernier jour du mois, le 28/02/2027"
    );
    assert_eq!(told("2026-11-10", &[]).1, "10/11/2026 + 3 mois de date à date = 10/02/2027");
    let qualified = of_dossier(&dossier(&[(dossier::DATE_RECEPTION, "2026-11-20")], &[]), &delais());
    let qualified = qualified.iter().find(|one| one.code == "D02").unwrap();
    assert_eq!(qualified.reckoning, "20/11/2026 + 24 heures ouvrées = 23/11/2026, 2 jours non ouvrés passés");
}

#[test]
fn without_reception_the_delays_run_from_the_day_it_was_recorded_and_say_so() {
    assert_eq!(of_dossier(&dossier(&[], &["2015-01-01"]), &delais()), [], "not recorded yet");
    let recorded = dossier(&[(dossier::DATE_TRAITEMENT, "2026-03-02T09:12:00.000Z")], &["2015-01-01"]);
    assert_eq!(due(&recorded, "D02").as_deref(), Some("2026-03-03"));
    let evaluation = evaluation(&recorded, &delais()).unwrap();
    assert_eq!(evaluation.due.to_string(), "2026-06-02");
    assert!(
        evaluation.rule.contains("de l’enregistrement du 02/03/2026, faute de «\u{a0}Date de réception\u{a0}»"),
        "{}",
        evaluation.rule
    );
}

#[test]
fn who_asked_to_be_told_on_a_day_that_nobody_noted_is_answered_all_the_same() {
    use dossier::{DATE_RECEPTION, SOUHAITE_SUITES, SUITES_DEMANDEES_LE, TRANSMETTEUR};
    let neighbour = [(DATE_RECEPTION, "2026-03-02"), (TRANSMETTEUR, "transmetteur/autre_particulier")];
    let asks = [&neighbour[..], &[(SOUHAITE_SUITES, OUI)]].concat();
    assert_eq!(due(&dossier(&asks, &[]), "D07").as_deref(), Some("2026-06-02"));
    let all = of_dossier(&dossier(&asks, &[]), &delais());
    let told = &all.iter().find(|one| one.code == "D07").unwrap().rule;
    let said = format!("de la réception du 02/03/2026, faute de «\u{a0}{}\u{a0}»", SUITES_DEMANDEES_LE.champ().libelle);
    assert!(told.contains(&said), "{told}");
}

#[test]
fn a_service_is_awaited_also_when_nobody_noted_that_it_was_sent() {
    use dossier::{DATE_RECEPTION, ECHEANCE_LE};
    let mut dossier = dossier(&[(DATE_RECEPTION, "2026-03-02"), (ECHEANCE_LE, "2026-06-02")], &["2015-01-01"]);
    let row = Fiche::new(Table::Traitement).with(traitement::SERVICE, "pmi");
    dossier.fiches.push(row.with(traitement::ECHEANCE_LE, "2026-04-15"));
    assert_eq!(due(&dossier, TRAITEMENT).as_deref(), Some("2026-04-15"));
    dossier.fiches[2].set(traitement::ECHEANCE_LE, "");
    assert_eq!(due(&dossier, TRAITEMENT).as_deref(), Some("2026-06-02"));
    for finished in traitement::ETATS_FINIS {
        dossier.fiches[2].set(traitement::ETAT, finished);
        assert_eq!(due(&dossier, TRAITEMENT), None, "{finished}");
    }
}
