//! The header of a dossier, before anybody has worked on it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::calendrier::{shift, shift_back};
use super::hasard::{Hasard, Poids, Tirage};
use super::offre::Offre;
use super::provenance::{Entree, Provenances};
use super::theme::Theme;

const ENTREES: [(Entree, u32); 8] = [
    (Entree::Ip, 610),
    (Entree::Entrante, 165),
    (Entree::Snated, 120),
    (Entree::SoitTransmis, 48),
    (Entree::Copie, 24),
    (Entree::Transfert, 18),
    (Entree::Enquete, 7),
    (Entree::Isole, 8),
];
const RECEPTEURS: &Poids = &[
    ("secretariat_cema", 42),
    ("travailleur_social_permanence", 28),
    ("cadre_permanence", 9),
    ("responsable_cema", 7),
    ("accueil_mdas", 8),
    ("standard", 4),
    ("astreinte", 2),
];

pub struct Situation<'a> {
    pub entree: Entree,
    pub type_dossier: &'static str,
    pub sip: bool,
    pub danger: bool,
    pub danger_saisine_le: Option<DateTime<Utc>>,
    pub violence_conjugale: &'static str,
    pub recepteur: &'a str,
    pub support: &'a str,
    pub numero_snatem: String,
    pub origine: &'a str,
    pub transmetteur: &'a str,
    pub reception: NaiveDate,
    pub transmis: NaiveDate,
    pub suites_demandees: Option<NaiveDate>,
    pub theme: Theme,
    pub second: Option<Theme>,
}

/// What of the family bears on what can be told of it.
#[derive(Clone, Copy)]
pub struct Menage {
    /// Of the children, in years.
    pub eldest: Option<u32>,
    /// Is there a father or a stepfather?
    pub man: bool,
}

pub struct Situations<'a> {
    entrees: Tirage<Entree>,
    recepteurs: Tirage<&'a str>,
    provenances: Provenances<'a>,
    seconds: Tirage<Theme>,
}

impl<'a> Situations<'a> {
    pub fn new(offre: &Offre<'a>) -> Self {
        let seconds = [
            (Theme::Negligence, 24),
            (Theme::Sante, 22),
            (Theme::Conjugal, 14),
            (Theme::Ecole, 14),
            (Theme::Conflit, 10),
            (Theme::Violence, 10),
            (Theme::Logement, 6),
        ];
        Self {
            entrees: Tirage::new(ENTREES),
            recepteurs: offre.tirage("recepteur", RECEPTEURS),
            provenances: Provenances::new(offre),
            seconds: Tirage::new(seconds),
        }
    }

    /// `known`: is the fratrie known already?
    pub fn entree(&self, known: bool, hasard: &mut Hasard) -> Entree {
        loop {
            let entree = self.entrees.draw(hasard).unwrap_or(Entree::Ip);
            match entree {
                // These come about children whom nobody had heard of.
                Entree::Isole | Entree::Transfert if known => {}
                Entree::Ip if known && hasard.chance(72) => return Entree::Complementaire,
                _ => return entree,
            }
        }
    }

    /// `at` is when the dossier was recorded.
    pub fn draw(
        &self,
        entree: Entree,
        menage: Menage,
        at: DateTime<Utc>,
        today: NaiveDate,
        offre: &Offre<'a>,
        hasard: &mut Hasard,
    ) -> Situation<'a> {
        let recorded = at.date_naive();
        let provenance = self.provenances.draw(entree, recorded, hasard);
        let drawn = provenance.and_then(|provenance| provenance.themes.draw(hasard)).unwrap_or(Theme::Negligence);
        let theme = fitting(drawn, menage);
        let second = if entree != Entree::Isole && hasard.chance(52) {
            self.seconds.draw(hasard).map(|second| fitting(second, menage))
        } else {
            None
        };
        let (type_dossier, sip) = match entree {
            Entree::Ip => ("type_dossier/information_preoccupante", 90),
            Entree::Complementaire => ("type_dossier/ip_complementaire", 82),
            Entree::Entrante => ("type_dossier/information_entrante", 6),
            Entree::Snated => ("type_dossier/fiche_snated", 48),
            Entree::SoitTransmis => ("type_dossier/soit_transmis", 36),
            Entree::Copie => ("type_dossier/copie_signalement", 55),
            Entree::Transfert => ("type_dossier/transfert_departement", 60),
            Entree::Enquete => ("type_dossier/demande_enquete", 15),
            Entree::Isole => ("type_dossier/mineur_non_accompagne", 10),
        };
        let sip = hasard.chance(sip);
        let danger = sip && hasard.per_mille(if theme == Theme::Violence { 200 } else { 50 });
        let received = received(recorded, hasard);
        let transmis = shift_back(received, -hasard.between(0, 5).min(hasard.between(0, 4)));
        let wish = provenance.map_or(0, |provenance| provenance.souhaite_suites);
        let suites_demandees = hasard
            .chance(wish)
            .then(|| shift(received, hasard.between(0, 9).min(hasard.between(-6, 9)).max(0)).min(today));
        Situation {
            entree,
            type_dossier: offre.keep(type_dossier),
            sip,
            danger,
            danger_saisine_le: if danger { referred(at, today, hasard) } else { None },
            violence_conjugale: offre.keep(match entree {
                Entree::Isole => "oui_non_nsp/nsp",
                _ => conjugal(theme == Theme::Conjugal || second == Some(Theme::Conjugal), hasard),
            }),
            recepteur: self.recepteurs.text(hasard),
            support: provenance.map_or("", |provenance| provenance.supports.text(hasard)),
            numero_snatem: if entree == Entree::Snated {
                hasard.between(1_200_000, 1_999_999).to_string()
            } else {
                String::new()
            },
            origine: provenance.map_or("", |provenance| provenance.origines.text(hasard)),
            transmetteur: provenance.map_or("", |provenance| provenance.transmetteurs.text(hasard)),
            reception: received,
            transmis,
            suites_demandees,
            theme,
            second: second.filter(|second| *second != theme),
        }
    }
}

/// What an adolescent does is not said of a small child, nor school of an infant, nor a quarrel of one.
fn fitting(theme: Theme, menage: Menage) -> Theme {
    match theme {
        Theme::Mineur if menage.eldest.is_none_or(|age| age < 11) => Theme::Negligence,
        Theme::Ecole if menage.eldest.is_none_or(|age| age < 4) => Theme::Sante,
        Theme::Conflit | Theme::Conjugal if !menage.man => Theme::Negligence,
        theme => theme,
    }
}

fn conjugal(told: bool, hasard: &mut Hasard) -> &'static str {
    let share = hasard.between(0, 99);
    match (told, share) {
        (true, 0..=87) | (false, 0..=3) => "oui_non_nsp/oui",
        (true, _) | (false, 74..) => "oui_non_nsp/nsp",
        (false, _) => "oui_non_nsp/non",
    }
}

/// Mostly the day it is recorded; else the last working day or two before.
fn received(recorded: NaiveDate, hasard: &mut Hasard) -> NaiveDate {
    let days = hasard.pick(&[0, 0, 0, 0, 0, 0, 1, 1, 2, 3]).copied().unwrap_or(0);
    if days == 0 { recorded } else { shift_back(recorded, -days) }
}

/// The prosecutor is told within hours, at the latest the next morning; to the minute, as it is typed.
fn referred(at: DateTime<Utc>, today: NaiveDate, hasard: &mut Hasard) -> Option<DateTime<Utc>> {
    let minutes = if hasard.chance(78) { hasard.between(20, 160) } else { hasard.between(1_260, 1_380) };
    let seconds = at.timestamp().rem_euclid(60);
    let later = at.checked_add_signed(TimeDelta::minutes(minutes) - TimeDelta::seconds(seconds))?;
    let whole = DateTime::from_timestamp(later.timestamp(), 0)?;
    (whole.date_naive() < today).then_some(whole)
}
