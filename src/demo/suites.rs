//! What is decided for the children, and what the evaluators had proposed.

use chrono::NaiveDate;

use super::calendrier::shift_open;
use super::hasard::{Hasard, Poids, Tirage};
use super::offre::Offre;
use super::parcours::Depart;
use super::situation::Situation;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Groupe {
    /// Closed without an evaluation.
    Ecarte,
    Classement,
    Administratif,
    Judiciaire,
}

const CONCLUSIONS: [(Groupe, &Poids, &Poids); 4] = [
    (
        Groupe::Ecarte,
        &[
            ("non_ip", 42),
            ("deja_accompagnee", 22),
            ("droit_commun", 20),
            ("doublon", 5),
            ("famille_partie", 5),
            ("autre_classement", 6),
        ],
        &[("classement_simple", 60), ("classement_orientation", 40)],
    ),
    (
        Groupe::Classement,
        &[
            ("sans_danger", 50),
            ("droit_commun", 24),
            ("deja_accompagnee", 15),
            ("famille_partie", 6),
            ("autre_classement", 5),
        ],
        &[("classement_simple", 46), ("classement_orientation", 34), ("classement_suivi", 20)],
    ),
    (
        Groupe::Administratif,
        &[
            ("aed", 44),
            ("aed_renforcee", 11),
            ("tisf", 10),
            ("aesf", 8),
            ("accueil_provisoire", 8),
            ("aide_financiere", 4),
            ("aed_periodique", 3),
            ("aed_exceptionnel", 1),
            ("accueil_jour", 4),
            ("accueil_72_heures", 1),
            ("accueil_durable", 1),
            ("autre_administratif", 5),
        ],
        &[("prestation_domicile", 68), ("accompagnement", 20), ("prestation_accueil", 9), ("autre_action", 3)],
    ),
    (
        Groupe::Judiciaire,
        &[("signalement_parquet", 62), ("saisine_je", 38)],
        &[("saisine_refus", 46), ("saisine_actions", 38), ("saisine_evaluation", 16)],
    ),
];
const MOTIFS_SIGNALEMENT: &Poids = &[
    ("refus_famille", 32),
    ("collaboration_impossible", 26),
    ("actions_sans_effet", 28),
    ("evaluation_impossible", 11),
    ("nsp", 3),
];
/// What the court answers to a referral, weeks later.
const REPONSES: &Poids = &[
    ("aemo", 28),
    ("mjie", 22),
    ("placement_ase", 14),
    ("aemo_renforcee", 8),
    ("sans_suite_parquet", 9),
    ("renvoi_departement", 7),
    ("saisine_je_parquet", 7),
    ("aemo_hebergement", 2),
    ("agbf", 2),
    ("autre_judiciaire", 1),
];
const REPONSES_DANGER: &Poids =
    &[("opp_parquet", 44), ("opp_je", 16), ("enquete_penale", 20), ("placement_ase", 12), ("saisine_je_parquet", 8)];

impl Groupe {
    pub fn draw(situation: &Situation<'_>, hasard: &mut Hasard) -> Self {
        let share = hasard.between(0, 99);
        match (situation.sip, situation.danger, share) {
            (true, true, 0..=82) | (true, false, 0..=26) => Self::Judiciaire,
            (false, _, 0..=92) => Self::Ecarte,
            (true, false, 67..) => Self::Classement,
            _ => Self::Administratif,
        }
    }
}

pub struct Conclusion<'a> {
    /// Among the children of the dossier.
    pub enfant: usize,
    pub code: &'a str,
    pub date: NaiveDate,
    pub motif_signalement: &'a str,
}

pub struct Suites<'a> {
    groupes: Vec<(Groupe, Tirage<&'a str>, Tirage<&'a str>)>,
    motifs: Tirage<&'a str>,
    reponses: Tirage<&'a str>,
    reponses_danger: Tirage<&'a str>,
}

impl<'a> Suites<'a> {
    pub fn new(offre: &Offre<'a>) -> Self {
        let groupes = CONCLUSIONS.iter().map(|(groupe, conclusions, propositions)| {
            (*groupe, offre.tirage("conclusion", conclusions), offre.tirage("proposition", propositions))
        });
        Self {
            groupes: groupes.collect(),
            motifs: offre.tirage("motif_signalement", MOTIFS_SIGNALEMENT),
            reponses: offre.tirage("conclusion", REPONSES),
            reponses_danger: offre.tirage("conclusion", REPONSES_DANGER),
        }
    }

    /// Of the evaluators; now and then the head decides otherwise.
    pub fn proposition(&self, groupe: Groupe, danger: bool, offre: &Offre<'a>, hasard: &mut Hasard) -> &'a str {
        if groupe == Groupe::Judiciaire && danger {
            return offre.keep("proposition/saisine_danger_grave");
        }
        let proposed = if hasard.chance(88) { groupe } else { Groupe::Administratif };
        self.groupes
            .iter()
            .find(|(each, ..)| *each == proposed)
            .map(|(_, _, propositions)| propositions.text(hasard))
            .unwrap_or_default()
    }

    fn code(&self, groupe: Groupe, hasard: &mut Hasard) -> &'a str {
        self.groupes
            .iter()
            .find(|(each, ..)| *each == groupe)
            .map(|(_, conclusions, _)| conclusions.text(hasard))
            .unwrap_or_default()
    }

    /// One for each child, mostly the same; for a referral, perhaps also what came of it by today.
    pub fn conclude(
        &self,
        groupe: Groupe,
        date: NaiveDate,
        depart: &Depart<'_, 'a>,
        offre: &Offre<'a>,
        hasard: &mut Hasard,
    ) -> Vec<Conclusion<'a>> {
        let Depart { enfants, today, .. } = *depart;
        let danger = depart.situation.danger;
        let shared = self.code(groupe, hasard);
        let referral = groupe == Groupe::Judiciaire;
        let motif_signalement = match (referral, danger) {
            (true, true) => offre.keep("motif_signalement/danger_grave"),
            (true, false) => self.motifs.text(hasard),
            (false, _) => "",
        };
        let answers = if danger { &self.reponses_danger } else { &self.reponses };
        let answered = shift_open(date, hasard.between(if danger { 0 } else { 12 }, if danger { 8 } else { 130 }));
        let answer = if referral && hasard.chance(58) && answered <= today { answers.text(hasard) } else { "" };
        let mut conclusions = Vec::with_capacity(2 * enfants.len());
        for (rang, enfant) in enfants.iter().enumerate() {
            let code = match enfant.age(date) {
                Some(18..) => offre.keep("conclusion/majorite"),
                Some(0..=2) if groupe == Groupe::Administratif && hasard.chance(8) => {
                    offre.keep("conclusion/accueil_parent_enfant")
                }
                _ if referral || hasard.chance(88) => shared,
                _ => self.code(groupe, hasard),
            };
            let motif_signalement = if enfant.age(date).is_some_and(|age| age >= 18) { "" } else { motif_signalement };
            conclusions.push(Conclusion { enfant: rang, code, date, motif_signalement });
            if !answer.is_empty() {
                conclusions.push(Conclusion { enfant: rang, code: answer, date: answered, motif_signalement: "" });
            }
        }
        conclusions.retain(|conclusion| !conclusion.code.is_empty());
        conclusions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::essai;

    #[test]
    fn the_codes_are_still_those_of_the_lists() {
        let parametres = essai::parametres();
        let holds = |liste: &str, poids: &Poids| {
            for (code, _) in poids {
                let id = format!("{liste}/{code}");
                assert!(parametres.listes[liste].valeurs.iter().any(|valeur| valeur.id == id), "{id}");
            }
        };
        for (_, conclusions, propositions) in CONCLUSIONS {
            holds("conclusion", conclusions);
            holds("proposition", propositions);
        }
        holds("conclusion", REPONSES);
        holds("conclusion", REPONSES_DANGER);
        holds("motif_signalement", MOTIFS_SIGNALEMENT);
    }
}
