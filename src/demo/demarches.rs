//! What the cell must do and note beside the evaluation: qualify, inform the parents, meet the child at home, answer
//! who wrote, close. Most of it is done and in time; the rest is what deadlines and figures are there to show.

use chrono::NaiveDate;

use super::calendrier::{shift, shift_open};
use super::hasard::Hasard;
use super::offre::Offre;
use super::parcours::{Depart, Etape, Parcours};
use super::suites::Groupe;
use crate::domain::fiche::OUI;
use crate::domain::{Cle, Fiche, dossier};

const DISPENSES: [&str; 3] =
    ["Risque de pressions sur l'enfant", "Enquête pénale en cours", "Parents sans adresse connue"];

/// Writes them in the header. They have a chance of their own: the rest of the demonstration does not move when
/// they do.
pub fn noter(entete: &mut Fiche, parcours: &Parcours<'_>, depart: &Depart<'_, '_>, offre: &Offre<'_>) {
    let mut hasard = Hasard::new(u64::try_from(entete.id.as_u128() & u128::from(u64::MAX)).unwrap_or_default());
    let mut demarches = Demarches { entete, today: depart.today };
    let Some(groupe) = parcours.groupe else { return };
    demarches.le(dossier::QUALIFIE_LE, shift_open(depart.saisi, hasard.between(0, 9).min(hasard.between(0, 6))));
    if let Some(etape) = evaluation(parcours) {
        demarches.evaluation(etape, depart, &mut hasard);
    }
    let decided = parcours.conclusions.iter().map(|conclusion| conclusion.date).min();
    let Some(decided) = decided.filter(|_| parcours.etat == dossier::ETAT_CLOS) else { return };
    if groupe == Groupe::Judiciaire && hasard.chance(86) {
        demarches.le(dossier::PARENTS_SAISINE_LE, shift_open(decided, hasard.between(0, 12)));
    }
    let closed = shift_open(decided, hasard.between(0, 9)).min(depart.today);
    if hasard.chance(92) {
        // Nobody is told before it is decided.
        let asked = depart.situation.suites_demandees.unwrap_or(depart.situation.transmis).max(decided);
        demarches.le(dossier::SUITES_DONNEES_LE, shift_open(asked, hasard.between(1, 14)));
    } else if (depart.today - decided).num_days() > 90 {
        // Of long ago, none is still waiting.
        entete.set(dossier::SUITES_REFUS, offre.keep("motif_refus_suites/interet_enfant"));
    }
    entete.set(dossier::CLOS_LE, closed.to_string());
}

/// The evaluation that was sent and not taken back.
fn evaluation<'p, 'a>(parcours: &'p Parcours<'a>) -> Option<&'p Etape<'a>> {
    parcours.etapes.iter().find(|etape| {
        etape.nature.starts_with("nature_traitement/evaluation") && etape.etat != "etat_traitement/annule"
    })
}

struct Demarches<'e> {
    entete: &'e mut Fiche,
    today: NaiveDate,
}

impl Demarches<'_> {
    /// Done that day, if that day has come.
    fn le(&mut self, cle: Cle, jour: NaiveDate) {
        if jour <= self.today {
            self.entete.set(cle, jour.to_string());
        }
    }

    fn evaluation(&mut self, etape: &Etape<'_>, depart: &Depart<'_, '_>, hasard: &mut Hasard) {
        let Some(sent) = etape.envoye else { return };
        if depart.situation.danger && hasard.chance(60) {
            self.entete.set(dossier::PARENTS_NON_INFORMES, hasard.pick(&DISPENSES).copied().unwrap_or_default());
        } else if hasard.chance(91) {
            self.le(dossier::PARENTS_INFORMES_LE, shift_open(sent, hasard.between(2, 24)));
        }
        let Some(back) = etape.retour else { return };
        if hasard.chance(84) {
            let met = shift(sent, hasard.around(1, (back - sent).num_days().max(1)));
            self.le(dossier::RENCONTRE_LE, met.min(back));
        }
        if hasard.chance(80) {
            self.entete.set(dossier::MINEURS_EVALUES, OUI);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Demo, essai};
    use crate::domain::dossier::Fiches as _;

    #[test]
    fn most_is_done_nothing_before_it_could_be_and_nothing_tomorrow() {
        let parametres = essai::parametres();
        let mut done = [0_usize; 6];
        let mut closed = 0;
        let dates = [
            dossier::QUALIFIE_LE,
            dossier::PARENTS_INFORMES_LE,
            dossier::RENCONTRE_LE,
            dossier::PARENTS_SAISINE_LE,
            dossier::SUITES_DONNEES_LE,
            dossier::CLOS_LE,
        ];
        for dossier in Demo::new(&parametres, 1500, 9, essai::today()) {
            let entete = dossier.entete().unwrap();
            let recorded = entete.date(dossier::DATE_TRAITEMENT).unwrap();
            for (cle, done) in dates.into_iter().zip(&mut done) {
                if let Some(day) = entete.date(cle) {
                    assert!(day >= recorded && day <= essai::today(), "{} {day}", cle.champ().colonne);
                    *done += 1;
                }
            }
            let is_closed = entete.get(dossier::ETAT) == dossier::ETAT_CLOS;
            assert_eq!(entete.date(dossier::CLOS_LE).is_some(), is_closed);
            closed += usize::from(is_closed);
        }
        let [qualified, informed, met, referred, told, _] = done;
        assert!(closed > 1200 && qualified > closed && told * 10 > closed * 8, "{closed} {done:?}");
        assert!(informed > 300 && met > 300 && referred > 60, "{done:?}");
    }
}
