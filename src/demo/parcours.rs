//! What becomes of a dossier: to whom it is sent, when it comes back, what state it is in.

use chrono::NaiveDate;

use super::calendrier::{shift, shift_back, shift_open};
use super::enfant::Enfant;
use super::hasard::{Hasard, Tirage};
use super::monde::Monde;
use super::offre::Offre;
use super::provenance::Entree;
use super::situation::Situation;
use super::suites::{Conclusion, Groupe, Suites};

/// A row of `traitement`.
#[derive(Default)]
pub struct Etape<'a> {
    pub service: &'a str,
    pub nature: &'static str,
    pub envoye: Option<NaiveDate>,
    pub echeance: Option<NaiveDate>,
    pub evaluateurs: String,
    pub retour: Option<NaiveDate>,
    pub proposition: &'a str,
    pub etat: &'static str,
}

pub struct Parcours<'a> {
    pub etat: &'static str,
    pub groupe: Option<Groupe>,
    pub etapes: Vec<Etape<'a>>,
    pub conclusions: Vec<Conclusion<'a>>,
}

/// What a course depends on.
pub struct Depart<'s, 'a> {
    pub situation: &'s Situation<'a>,
    pub enfants: &'s [&'s Enfant],
    pub territoire: &'a str,
    /// The day it was recorded.
    pub saisi: NaiveDate,
    pub echeance: Option<NaiveDate>,
    pub today: NaiveDate,
}

pub struct ParcoursPossibles<'a> {
    suites: Suites<'a>,
    informations: Tirage<&'static str>,
}

impl<'a> ParcoursPossibles<'a> {
    pub fn new(offre: &Offre<'a>) -> Self {
        let informations = [
            ("nature_traitement/demande_renseignements", 50),
            ("nature_traitement/information", 30),
            ("nature_traitement/avis", 12),
            ("nature_traitement/complement_evaluation", 8),
        ];
        Self {
            suites: Suites::new(offre),
            informations: Tirage::new(informations.map(|(nature, poids)| (offre.keep(nature), poids))),
        }
    }

    pub fn draw(&self, depart: &Depart<'_, 'a>, monde: &Monde<'a>, hasard: &mut Hasard) -> Parcours<'a> {
        let offre = &monde.offre;
        let waiting = match (depart.today - depart.saisi).num_days() {
            0 => 92,
            1 => 70,
            2 | 3 => 42,
            4..=7 => 14,
            _ => 0,
        };
        if !depart.situation.danger && hasard.chance(waiting) {
            return Parcours {
                etat: offre.keep("etat_dossier/a_qualifier"),
                groupe: None,
                etapes: vec![],
                conclusions: vec![],
            };
        }
        let groupe = Groupe::draw(depart.situation, hasard);
        let mut etapes = Vec::with_capacity(3);
        let returned = if depart.situation.sip {
            self.evaluate(depart, groupe, &mut etapes, monde, hasard)
        } else {
            self.sort_out(depart, &mut etapes, offre, hasard)
        };
        let decided = returned.map(|returned| {
            let soon = depart.situation.danger || !depart.situation.sip;
            shift_open(returned, if soon { hasard.between(0, 6) } else { hasard.around(1, 34) })
        });
        let (etat, conclusions) = match decided {
            None => ("etat_dossier/evaluation", vec![]),
            Some(decided) if decided > depart.today => ("etat_dossier/a_conclure", vec![]),
            Some(decided) => ("etat_dossier/clos", self.suites.conclude(groupe, decided, depart, offre, hasard)),
        };
        Parcours { etat: offre.keep(etat), groupe: Some(groupe), etapes, conclusions }
    }

    /// Not qualified as an IP: somebody is asked, or nobody. Gives when that was done, if it is.
    fn sort_out(
        &self,
        depart: &Depart<'_, 'a>,
        etapes: &mut Vec<Etape<'a>>,
        offre: &Offre<'a>,
        hasard: &mut Hasard,
    ) -> Option<NaiveDate> {
        let settled = shift_open(depart.saisi, hasard.between(0, 12));
        let service = if depart.situation.entree == Entree::Isole { offre.service("ase") } else { None };
        if let Some(service) = service.or_else(|| offre.evaluateur(depart.territoire))
            && hasard.chance(38)
        {
            let sent = shift_open(depart.saisi, hasard.between(0, 4));
            let nature = self.informations.text(hasard);
            etapes.push(reply(service, nature, sent, shift_open(sent, hasard.between(2, 24)), depart.today, offre));
            return etapes.last().and_then(|etape| etape.retour);
        }
        (settled <= depart.today).then_some(settled)
    }

    /// Gives when the evaluation came back, if it did.
    fn evaluate(
        &self,
        depart: &Depart<'_, 'a>,
        groupe: Groupe,
        etapes: &mut Vec<Etape<'a>>,
        monde: &Monde<'a>,
        hasard: &mut Hasard,
    ) -> Option<NaiveDate> {
        let Depart { situation, today, saisi, .. } = *depart;
        let Monde { offre, noms, .. } = monde;
        let danger = situation.danger;
        if danger && let Some(parquet) = offre.service("parquet") {
            let etat = offre.keep("etat_traitement/clos");
            let nature = offre.keep("nature_traitement/transmission_parquet");
            etapes.push(Etape { service: parquet, nature, envoye: Some(saisi), etat, ..Etape::default() });
            // Nobody evaluates what the court has taken in hand.
            if hasard.chance(35) {
                return Some(saisi);
            }
        }
        let mut sent = shift_open(saisi, if danger { 0 } else { hasard.between(0, 7).min(hasard.between(0, 7)) });
        let urgent = if danger && hasard.chance(30) { offre.service("equipe-mobile") } else { None };
        let Some(service) = urgent.or_else(|| offre.evaluateur(depart.territoire)) else {
            return Some(shift(saisi, 60)).filter(|done| *done <= today);
        };
        if !danger && hasard.chance(3) {
            // Sent to the wrong place first.
            if let Some(wrong) = offre.service("pmi").filter(|_| sent <= today) {
                let nature = offre.keep("nature_traitement/evaluation");
                etapes.push(Etape {
                    service: wrong,
                    nature,
                    envoye: Some(sent),
                    etat: offre.keep("etat_traitement/annule"),
                    ..Etape::default()
                });
                sent = shift_open(sent, hasard.between(1, 9));
            }
        }
        let nature =
            offre.keep(if danger { "nature_traitement/evaluation_urgence" } else { "nature_traitement/evaluation" });
        let due = depart.echeance;
        let mut etape =
            Etape { service, nature, echeance: due, etat: offre.keep("etat_traitement/a_envoyer"), ..Etape::default() };
        if sent > today {
            etapes.push(etape);
            return None;
        }
        etape.envoye = Some(sent);
        let back = returned(situation.reception, due, hasard).max(shift_open(sent, 2));
        let named = shift(sent, hasard.between(1, 12)) <= today;
        if named {
            etape.evaluateurs = [noms.professionnel(hasard), noms.professionnel(hasard)].join(" et ");
        }
        let done = back <= today;
        if done {
            etape.retour = Some(back);
            etape.proposition = self.suites.proposition(groupe, danger, offre, hasard);
        }
        etape.etat = offre.keep(match (done, named) {
            (true, _) if (today - back).num_days() < 20 => "etat_traitement/rendu",
            (true, _) => "etat_traitement/clos",
            (false, true) => "etat_traitement/evaluation",
            (false, false) => "etat_traitement/envoye",
        });
        etapes.push(etape);
        if hasard.chance(48)
            && etapes.len() < 3
            && let Some(other) = other_service(depart, service, offre, hasard)
        {
            let asked = shift_open(sent, hasard.between(0, 20));
            if asked <= today {
                let nature = self.informations.text(hasard);
                etapes.push(reply(other, nature, asked, shift_open(asked, hasard.around(4, 60)), today, offre));
            }
        }
        done.then_some(back)
    }
}

/// Who else knows the children.
fn other_service<'a>(
    depart: &Depart<'_, 'a>,
    service: &str,
    offre: &Offre<'a>,
    hasard: &mut Hasard,
) -> Option<&'a str> {
    let age = depart.enfants.first().and_then(|enfant| enfant.age(depart.saisi)).unwrap_or(0);
    let id = match (age, hasard.between(0, 9)) {
        (0..=5, 0..=6) => "pmi",
        (6.., 0..=3) => "service-social-scolaire",
        (6.., 4 | 5) => "sante-scolaire",
        (_, 7) => "ase",
        (_, 8) => "milieu-ouvert",
        _ => "service-social",
    };
    offre.service(id).filter(|id| *id != service)
}

/// A question and its answer, if it has come by `today`.
fn reply<'a>(
    service: &'a str,
    nature: &'static str,
    sent: NaiveDate,
    back: NaiveDate,
    today: NaiveDate,
    offre: &Offre<'a>,
) -> Etape<'a> {
    let (envoye, retour) = (Some(sent).filter(|sent| *sent <= today), Some(back).filter(|back| *back <= today));
    let etat = match (envoye, retour) {
        (_, Some(_)) => "etat_traitement/clos",
        (Some(_), None) => "etat_traitement/envoye",
        (None, None) => "etat_traitement/a_envoyer",
    };
    Etape { service, nature, envoye, retour, etat: offre.keep(etat), ..Etape::default() }
}

/// Three in four are back in time, and then mostly at the last moment; the others up to months late.
fn returned(reception: NaiveDate, due: Option<NaiveDate>, hasard: &mut Hasard) -> NaiveDate {
    let due = due.unwrap_or_else(|| shift(reception, 91));
    let length = (due - reception).num_days().max(1);
    if hasard.chance(76) {
        let latest = (0..3).map(|_| hasard.between(0, length)).max().unwrap_or(length);
        return shift_back(reception, latest);
    }
    let late = hasard.between(0, 1000);
    let longest = length * 8 / 5;
    shift_open(due, 1 + longest * late * late * late / 1_000_000_000)
}
