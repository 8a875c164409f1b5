//! The rules between variables that the national control applies.

use std::collections::BTreeMap;

use super::ABSENT;
use super::variables::{Ligne, VARIABLES};

/// These variables, only when that one holds one of these values.
type Regle = (&'static [&'static str], &'static str, &'static [&'static str]);

const REGLES: [Regle; 19] = [
    (&["TRAITINFO"], "TYPEV", &["1"]),
    (&["TRANSIP"], "TRAITINFO", &["1", "2"]),
    (&["DATSIGN", "MOTIFSIG"], "TRAITINFO", &["3"]),
    (&["DATJE"], "TRAITINFO", &["4"]),
    (&["NATPDECADM", "AUTREDA"], "DECISION", &["1"]),
    (&["NATDECASSED", "AUTREDJ"], "DECISION", &["2"]),
    (&["TYPINTERDOM"], "NATPDECADM", &["10", "18", "20"]),
    (&["LIEUACC", "ACCMOD", "AUTRLIEUACC"], "NATPDECADM", &["11", "12", "13", "14", "15", "16", "18", "19", "21"]),
    (&["INSTITPLAC", "NATDECPLAC"], "NATDECASSED", &["17", "18", "21"]),
    (&["LIEUPLAC", "PLACMOD"], "NATDECASSED", &["17", "18", "21", "22", "23"]),
    (&["TYPDECJUD"], "NATDECASSED", &["11", "14", "15", "16", "19", "21", "24"]),
    (&["DATFIN", "DIPLOME", "MOTFININT", "NBCHGLIEU"], "TYPEV", &["3"]),
    (&["CHGLIEU"], "TYPEV", &["2"]),
    (&["MOTIFML"], "MOTFININT", &["1", "2"]),
    (&["DATDECMIN"], "MOTIFML", &["18"]),
    (&["DATPPE"], "PROJET", &["2"]),
    (&["NIVSCO", "SCOCLASPE"], "SCODTCOM", &["2"]),
    (&["MODACC"], "SCODTCOM", &["1"]),
    (&["ORIENTEFF"], "ORIENTDEC", &["2"]),
];

/// The years of birth of adults, which come before the child's.
const ADULTES: [&str; 4] = ["ANSA1", "ANSA2", "ANSMERE", "ANSPERE"];

/// What is wrong in a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Ligne {ligne}, {variable} : {dit}")]
pub struct Faute {
    pub ligne: usize,
    pub variable: String,
    pub dit: String,
}

/// Takes away what another value forbids, so that what is written is valid.
pub fn appliquer(ligne: &mut Ligne) {
    // A rule may take away what another looks at.
    for _ in 0..3 {
        for (variables, on, values) in REGLES {
            if !ligne.get(on).is_some_and(|value| values.contains(&value.as_str())) {
                for variable in variables {
                    ligne.remove(variable);
                }
            }
        }
    }
    for adulte in ADULTES {
        if not_before(ligne, adulte) {
            ligne.insert(adulte, "9999".to_owned());
        }
    }
}

fn year(ligne: &Ligne, variable: &str) -> Option<u32> {
    ligne.get(variable)?.parse().ok().filter(|year| *year != 9999)
}

fn not_before(ligne: &Ligne, adulte: &str) -> bool {
    year(ligne, adulte).zip(year(ligne, "ANAIS")).is_some_and(|(adulte, enfant)| adulte >= enfant)
}

/// One child, one sex, one month and year of birth: where lines disagree, nobody knows.
pub fn accorder(lignes: &mut [Ligne]) {
    for (variable, unknown) in [("SEXE", "9"), ("ANAIS", "9999"), ("MNAIS", "99")] {
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for ligne in lignes.iter() {
            let (Some(who), Some(value)) = (ligne.get("NUMANONYM"), ligne.get(variable)) else { continue };
            if who != ABSENT && value != unknown {
                let kept = known.entry(who.clone()).or_insert_with(|| value.clone());
                if kept != value {
                    unknown.clone_into(kept);
                }
            }
        }
        for ligne in lignes.iter_mut() {
            if let Some(value) = ligne.get("NUMANONYM").and_then(|who| known.get(who)).cloned() {
                ligne.insert(variable, value);
            }
        }
    }
}

/// Everything that the national control would refuse.
pub fn verifier(lignes: &[Ligne]) -> Vec<Faute> {
    let mut fautes = Vec::new();
    let mut children: BTreeMap<&str, (&Ligne, usize)> = BTreeMap::new();
    for (at, ligne) in lignes.iter().enumerate() {
        let mut fault =
            |variable: &str, dit: String| fautes.push(Faute { ligne: at + 1, variable: variable.to_owned(), dit });
        for (nom, value) in ligne {
            match VARIABLES.iter().find(|variable| variable.nom == *nom) {
                None => fault(nom, "n’est pas une variable du format".to_owned()),
                Some(variable) if !variable.takes(value) => {
                    fault(nom, format!("« {value} » n’est pas une valeur du format"));
                }
                Some(_) => {}
            }
        }
        let Some(who) = ligne.get("NUMANONYM") else {
            fault("NUMANONYM", "manque, et il est obligatoire".to_owned());
            continue;
        };
        for (variables, on, values) in REGLES {
            let allowed = ligne.get(on).is_some_and(|value| values.contains(&value.as_str()));
            for variable in variables.iter().filter(|variable| !allowed && ligne.contains_key(*variable)) {
                fault(variable, format!("n’est admise que si {on} vaut {}", values.join(", ")));
            }
        }
        for adulte in ADULTES.into_iter().filter(|adulte| not_before(ligne, adulte)) {
            fault(adulte, "l’adulte n’est pas né avant l’enfant".to_owned());
        }
        if who != ABSENT {
            let (first, line) = *children.entry(who).or_insert((ligne, at + 1));
            for variable in ["MNAIS", "ANAIS", "SEXE"] {
                if first.get(variable) != ligne.get(variable) {
                    fault(variable, format!("le même enfant n’a pas la même valeur à la ligne {line}"));
                }
            }
        }
    }
    fautes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ligne(values: &[(&'static str, &str)]) -> Ligne {
        let mut ligne: Ligne = values.iter().map(|(nom, value)| (*nom, (*value).to_owned())).collect();
        ligne.entry("NUMANONYM").or_insert_with(|| "0123456789abcdef0123456789abcdef01234567".to_owned());
        ligne
    }

    #[test]
    fn each_rule_refuses_what_it_forbids_and_cleaning_makes_it_pass() {
        let takes = |nom: &'static str| {
            let variable = VARIABLES.iter().find(|variable| variable.nom == nom).unwrap();
            ["1", "2", "10", "2020", "2020-01", "2020-01-01", "a"].into_iter().find(|value| variable.takes(value))
        };
        let mut seen = 0;
        for (variables, on, values) in REGLES {
            for variable in variables {
                let other = VARIABLES.iter().find(|one| one.nom == on).unwrap();
                let forbidden = ["1", "2", "3", "9", "99", "10", "11"]
                    .into_iter()
                    .find(|value| other.takes(value) && !values.contains(value));
                let mut bad = ligne(&[(variable, takes(variable).unwrap_or("1"))]);
                bad.extend(forbidden.map(|value| (on, value.to_owned())));
                let found = verifier(std::slice::from_ref(&bad));
                assert!(
                    found.iter().any(|faute| faute.variable == *variable && faute.dit.contains(on)),
                    "{variable} {found:?}"
                );
                appliquer(&mut bad);
                assert!(!bad.contains_key(variable), "{variable}");
                seen += 1;
            }
        }
        assert_eq!(seen, 30);
    }

    #[test]
    fn values_births_and_children_are_checked() {
        let wrong = |ligne: Ligne, what: &str| {
            let found: Vec<String> = verifier(&[ligne]).iter().map(ToString::to_string).collect();
            assert!(found.iter().any(|one| one.contains(what)), "{what}: {found:?}");
        };
        wrong(ligne(&[("SEXE", "3")]), "« 3 »".replace(' ', "\u{a0}").as_str());
        wrong(ligne(&[("INVENTEE", "1")]), "n’est pas une variable");
        wrong(ligne(&[("DATIP", "9999-99-99")]), "DATIP");
        wrong(ligne(&[("ANAIS", "2000"), ("ANSA1", "2001")]), "pas né avant");
        wrong(Ligne::new(), "obligatoire");
        let mut twice = [ligne(&[("SEXE", "1"), ("ANAIS", "2015")]), ligne(&[("SEXE", "2"), ("ANAIS", "2015")])];
        assert_eq!(verifier(&twice).len(), 1);
        accorder(&mut twice);
        assert!(
            verifier(&twice).is_empty() && twice.iter().all(|ligne| ligne["SEXE"] == "9" && ligne["ANAIS"] == "2015")
        );
    }
}
