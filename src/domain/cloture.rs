//! What should be there before a dossier is closed. Nothing here forbids: each lack is told with its
//! article, and whoever closes in spite of it says why.

use chrono::NaiveDate;

use super::compte::Droits;
use super::dossier::{self, ETAT_CLOS, Fiches};
use super::edit::Edit;
use super::{Cle, DossierDraft, Fiche, Table, conclusion, traitement};

/// The states in the order of a dossier's life.
pub const ETATS: [&str; 4] = [dossier::ETAT_INITIAL, "etat_dossier/evaluation", "etat_dossier/a_conclure", ETAT_CLOS];

/// One thing that is missing, and where it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manque {
    pub cle: Cle,
    pub phrase: &'static str,
}

/// What is missing before closing. Reads stored or typed values: it only asks whether they are there.
pub fn manques(dossier: &impl Fiches) -> Vec<Manque> {
    let Some(entete) = dossier.entete() else { return Vec::new() };
    let mut all = Vec::new();
    let mut lacks = |missing: bool, cle: Cle, phrase: &'static str| {
        if missing {
            all.push(Manque { cle, phrase });
        }
    };
    let empty = |cle: Cle| entete.get(cle).is_empty();
    let referred = judicial(dossier);
    let evaluated = dossier.of(Table::Traitement).any(|row| {
        traitement::evalue(row.get(traitement::NATURE)) && row.get(traitement::ETAT) != traitement::ETAT_ANNULE
    });
    if evaluated {
        lacks(
            empty(dossier::RENCONTRE_LE) && !referred,
            dossier::RENCONTRE_LE,
            "Aucune rencontre au domicile n’est notée ; l’impossibilité de rencontrer l’enfant mène à saisir la justice (CASF D226-2-6 II)",
        );
        lacks(
            !entete.oui(dossier::MINEURS_EVALUES),
            dossier::MINEURS_EVALUES,
            "L’évaluation porte aussi sur les autres mineurs du domicile (CASF L226-3, D226-2-3 I)",
        );
        lacks(
            empty(dossier::PARENTS_INFORMES_LE) && empty(dossier::PARENTS_NON_INFORMES),
            dossier::PARENTS_INFORMES_LE,
            "Les parents ne sont pas dits informés de l’évaluation, ni pourquoi ils ne l’ont pas été (CASF D226-2-6 I)",
        );
        lacks(dossier.of(Table::Traitement).any(waits), traitement::RETOUR_LE, "Un service n’a pas rendu son rapport");
    }
    lacks(
        referred && empty(dossier::PARENTS_SAISINE_LE),
        dossier::PARENTS_SAISINE_LE,
        "Les parents doivent être informés par écrit de la saisine (CASF L226-5 alinéa 3)",
    );
    lacks(
        entete.oui(dossier::DANGER_GRAVE) && empty(dossier::DANGER_SAISINE_LE),
        dossier::DANGER_SAISINE_LE,
        "Le danger est grave et immédiat, et la saisine du parquet n’est pas notée (CASF L226-4)",
    );
    let concluded = |child: &Fiche| dossier.linked(conclusion::ENFANT_CONCERNE_ID, child.id).next().is_some();
    lacks(
        dossier.of(Table::EnfantConcerne).any(|child| !concluded(child)),
        conclusion::CONCLUSION,
        "Un enfant n’a pas de conclusion (CASF D226-2-7 II)",
    );
    all
}

/// Is something awaited of this service? Also when nobody noted the day that it was sent.
pub(super) fn waits(row: &Fiche) -> bool {
    [traitement::SERVICE, traitement::ENVOYE_LE].iter().any(|cle| !row.get(*cle).is_empty())
        && row.get(traitement::RETOUR_LE).is_empty()
        && !traitement::ETATS_FINIS.contains(&row.get(traitement::ETAT))
}

/// Was the judicial authority told of a child?
fn judicial(dossier: &impl Fiches) -> bool {
    dossier.of(Table::ConclusionEnfant).any(|row| {
        !row.get(conclusion::MOTIF_SIGNALEMENT).is_empty() || conclusion::signale(row.get(conclusion::CONCLUSION))
    })
}

/// The next step of a dossier's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etape {
    Qualifier,
    Conclure,
    Clore,
    Rouvrir,
}

impl Etape {
    /// The one that follows this state.
    pub fn after(etat: &str) -> Self {
        match etat {
            "etat_dossier/evaluation" => Self::Conclure,
            "etat_dossier/a_conclure" => Self::Clore,
            ETAT_CLOS => Self::Rouvrir,
            _ => Self::Qualifier,
        }
    }

    /// Is it for the head of the cell alone, as the base keeps it?
    pub const fn reservee(self) -> bool {
        !matches!(self, Self::Conclure)
    }

    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Qualifier => "Qualifier et faire évaluer",
            Self::Conclure => "Passer à la conclusion",
            Self::Clore => "Clore le dossier",
            Self::Rouvrir => "Rouvrir : une information nouvelle arrive",
        }
    }
}

/// Said to who is not of the head of the cell.
pub const RESERVE: &str = "Qualifier, clore et rouvrir reviennent à l’encadrement";

/// May this person give the field `value`, when the base holds `held`? Closing and reopening, by whatever field,
/// are kept for the head of the cell, as the base keeps them.
pub fn permis(droits: Droits, cle: Cle, held: &str, value: &str) -> bool {
    cle != dossier::ETAT || droits.clot_dossiers() || held == value || ![held, value].contains(&ETAT_CLOS)
}

/// What changes in the draft when this step is taken on that day.
///
/// # Errors
/// What is missing, when the dossier is to be closed without a reason for it.
pub fn step(draft: &DossierDraft, etape: Etape, today: NaiveDate) -> Result<Vec<Edit>, Vec<Manque>> {
    let Some(entete) = draft.entete() else { return Ok(Vec::new()) };
    let day = super::date::format(today);
    let values: Vec<(Cle, String)> = match etape {
        Etape::Qualifier => vec![(dossier::ETAT, ETATS[1].to_owned()), (dossier::QUALIFIE_LE, day)],
        Etape::Conclure => vec![(dossier::ETAT, ETATS[2].to_owned())],
        Etape::Clore => {
            let lacks = manques(draft);
            if !lacks.is_empty() && entete.get(dossier::CLOTURE_MOTIF).trim().is_empty() {
                return Err(lacks);
            }
            vec![(dossier::ETAT, ETAT_CLOS.to_owned()), (dossier::CLOS_LE, day)]
        }
        Etape::Rouvrir => vec![
            (dossier::ETAT, ETATS[1].to_owned()),
            (dossier::ROUVERT_LE, day),
            (dossier::CLOS_LE, String::new()),
            (dossier::CLOTURE_MOTIF, String::new()),
        ],
    };
    Ok(values.into_iter().filter_map(|(cle, value)| draft.edit_champ(entete.id, cle, &value)).collect())
}

/// Is this service awaited past its day, or past the evaluation's when it has none of its own? Reads a typed row.
pub fn late(row: &Fiche, evaluation: Option<NaiveDate>, today: NaiveDate) -> bool {
    let own = super::date::parse(row.get(traitement::ECHEANCE_LE), today).ok();
    waits(row) && own.or(evaluation).is_some_and(|due| due < today)
}

/// One more reminder to the services that are late on that day: their rows, reminded today.
pub fn reminders(draft: &DossierDraft, due_before: impl Fn(&Fiche) -> bool, today: NaiveDate) -> Vec<Edit> {
    let day = super::date::format(today);
    let late = draft.of(Table::Traitement).filter(|row| waits(row) && due_before(row));
    late.flat_map(|row| {
        let count = row.get(traitement::RELANCES).parse::<u32>().unwrap_or_default() + 1;
        [
            draft.edit_champ(row.id, traitement::RELANCES, count.to_string()),
            draft.edit_champ(row.id, traitement::RELANCE_LE, &day),
        ]
    })
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fiche::OUI;

    #[test]
    fn only_the_head_of_the_cell_closes_and_reopens_by_the_state() {
        use crate::domain::compte::Role;
        let typist = Droits::of_roles(&[Role::Saisie]);
        let offered = |droits, held: &str| ETATS.map(|etat| permis(droits, dossier::ETAT, held, etat));
        assert_eq!(offered(typist, ETATS[1]), [true, true, true, false]);
        assert_eq!(offered(typist, ""), [true, true, true, false]);
        assert_eq!(offered(typist, ETAT_CLOS), [false, false, false, true]);
        for head in [Droits::of_roles(&[Role::Encadrement]), Droits::tout()] {
            assert_eq!(offered(head, ETATS[1]), [true; 4]);
            assert_eq!(offered(head, ETAT_CLOS), [true; 4]);
        }
        assert!(permis(typist, dossier::SUPPORT, ETAT_CLOS, "support/courrier"));
    }

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn draft() -> DossierDraft {
        let person = Fiche::new(Table::Enfant);
        let child = Fiche::new(Table::EnfantConcerne).with(crate::domain::enfant::ENFANT_ID, person.id.to_string());
        let outcome = Fiche::new(Table::ConclusionEnfant)
            .with(conclusion::ENFANT_CONCERNE_ID, child.id.to_string())
            .with(conclusion::CONCLUSION, "conclusion/aed");
        let sent = Fiche::new(Table::Traitement)
            .with(traitement::NATURE, "nature_traitement/evaluation")
            .with(traitement::ENVOYE_LE, "01/09/2026");
        let header = Fiche::new(Table::Dossier).with(dossier::ETAT, "etat_dossier/a_conclure");
        DossierDraft { fiches: vec![header, person, child, outcome, sent] }
    }

    fn apply(draft: &mut DossierDraft, edits: &[Edit]) {
        edits.iter().for_each(|edit| draft.apply(edit));
    }

    #[test]
    fn closing_tells_what_is_missing_and_a_reason_overrides_it() {
        let mut draft = draft();
        let missing: Vec<Cle> = manques(&draft).iter().map(|one| one.cle).collect();
        assert_eq!(
            missing,
            [dossier::RENCONTRE_LE, dossier::MINEURS_EVALUES, dossier::PARENTS_INFORMES_LE, traitement::RETOUR_LE]
        );
        assert_eq!(step(&draft, Etape::Clore, today()).unwrap_err().len(), 4);
        draft.fiches[0].set(dossier::CLOTURE_MOTIF, "Famille partie sans adresse, département d’arrivée saisi");
        let edits = step(&draft, Etape::Clore, today()).unwrap();
        apply(&mut draft, &edits);
        assert_eq!(draft.fiches[0].get(dossier::ETAT), ETAT_CLOS);
        assert_eq!(draft.fiches[0].get(dossier::CLOS_LE), "24/11/2026");
    }

    #[test]
    fn nothing_is_missing_once_the_evaluation_was_done_as_the_law_says() {
        let mut draft = draft();
        for (cle, value) in [
            (dossier::RENCONTRE_LE, "10/09/2026"),
            (dossier::MINEURS_EVALUES, OUI),
            (dossier::PARENTS_NON_INFORMES, "Contraire à l’intérêt de l’enfant"),
        ] {
            draft.fiches[0].set(cle, value);
        }
        draft.fiches[4].set(traitement::RETOUR_LE, "20/10/2026");
        assert_eq!(manques(&draft), []);
        draft.fiches[3].set(conclusion::CONCLUSION, "conclusion/signalement_parquet");
        let missing: Vec<Cle> = manques(&draft).iter().map(|one| one.cle).collect();
        assert_eq!(missing, [dossier::PARENTS_SAISINE_LE]);
    }

    #[test]
    fn a_dossier_goes_through_its_states_and_comes_back() {
        let mut draft = draft();
        draft.fiches[0].set(dossier::ETAT, dossier::ETAT_INITIAL);
        draft.fiches[0].set(dossier::CLOTURE_MOTIF, "essai");
        for (etape, etat) in [
            (Etape::Qualifier, "etat_dossier/evaluation"),
            (Etape::Conclure, "etat_dossier/a_conclure"),
            (Etape::Clore, ETAT_CLOS),
            (Etape::Rouvrir, "etat_dossier/evaluation"),
        ] {
            assert_eq!(Etape::after(draft.fiches[0].get(dossier::ETAT)), etape);
            let edits = step(&draft, etape, today()).unwrap();
            apply(&mut draft, &edits);
            assert_eq!(draft.fiches[0].get(dossier::ETAT), etat);
        }
        assert_eq!(draft.fiches[0].get(dossier::CLOS_LE), "", "a dossier that was reopened is not closed");
        assert_eq!(draft.fiches[0].get(dossier::ROUVERT_LE), "24/11/2026");
    }

    #[test]
    fn only_who_is_awaited_is_reminded_and_each_reminder_counts() {
        let mut draft = draft();
        for expected in ["1", "2"] {
            let edits = reminders(&draft, |_| true, today());
            apply(&mut draft, &edits);
            assert_eq!(draft.fiches[4].get(traitement::RELANCES), expected);
            assert_eq!(draft.fiches[4].get(traitement::RELANCE_LE), "24/11/2026");
        }
        draft.fiches[4].set(traitement::RETOUR_LE, "25/11/2026");
        assert_eq!(reminders(&draft, |_| true, today()).len(), 0);
    }

    #[test]
    fn a_service_is_late_also_when_nobody_noted_that_it_was_sent() {
        let row = Fiche::new(Table::Traitement).with(traitement::SERVICE, "pmi");
        assert!(late(&row.clone().with(traitement::ECHEANCE_LE, "23/11/2026"), None, today()));
        assert!(late(&row, Some("2026-11-23".parse().unwrap()), today()));
        assert!(!late(&row, Some(today()), today()));
        assert!(!late(
            &row.with(traitement::ETAT, traitement::ETATS_FINIS[2]),
            Some("2026-11-23".parse().unwrap()),
            today()
        ));
        assert!(!waits(&Fiche::new(Table::Traitement)), "the empty line at the end waits for nobody");
    }
}
