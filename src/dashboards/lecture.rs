//! From rows of the base to columns, and from changed dossiers to columns again.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::derives;
use super::dimension::{DateCle, Dimension, Place, SIMPLES};
use super::faits::{A_NAITRE, AGE_INCONNU, Faits};
use super::jours::{self, ABSENT};
use super::vocabulaire;
use crate::domain::Parametres;
use crate::domain::fait::{Fait, Population};

/// Takes facts one by one.
pub struct Lecteur {
    faits: Faits,
    dossiers: HashMap<Uuid, u32>,
    enfants: HashMap<Uuid, u32>,
    /// Value of a two-level list → its family.
    familles: HashMap<String, String>,
    together: bool,
}

/// What follows from the conclusions of a child.
#[derive(Default)]
struct Suites {
    decision: Option<i32>,
    signalement: Option<i32>,
    reponse: Option<i32>,
    code_reponse: String,
    motif: String,
    suite: String,
}

const SIGNALEMENTS: [&str; 2] = ["conclusion/signalement_parquet", "conclusion/saisine_je"];
/// What the judicial authority may answer.
pub(super) const REPONSES: [&str; 7] = [
    "conclusion/renvoi_departement",
    "conclusion/saisine_je_parquet",
    "conclusion/opp_parquet",
    "conclusion/opp_je",
    "conclusion/enquete_penale",
    "conclusion/saisine_penale",
    "conclusion/sans_suite_parquet",
];
const EVALUATIONS: [&str; 3] =
    ["nature_traitement/evaluation", "nature_traitement/evaluation_urgence", "nature_traitement/complement_evaluation"];

impl Lecteur {
    /// `jour` is the day of the reading: what is open is open on that day.
    pub fn new(parametres: &Parametres, jour: NaiveDate) -> Self {
        let mut faits = Faits::vides(jours::jour(jour));
        faits.dictionnaires = vocabulaire::dictionnaires(parametres);
        Self::sur(faits, parametres)
    }

    /// Goes on from facts already read, without those of the dossiers that changed: they are to be pushed again.
    pub fn reprendre(faits: &Faits, parametres: &Parametres, changes: &[Uuid], jour: NaiveDate) -> Self {
        let changed: HashSet<Uuid> = changes.iter().copied().collect();
        let gone: Vec<bool> = faits.dossiers.iter().map(|id| changed.contains(id)).collect();
        let kept: Vec<u32> = (0_u32..)
            .zip(&faits.dossier)
            .filter(|(_, dossier)| !gone.get(**dossier as usize).copied().unwrap_or_default())
            .map(|(place, _)| place)
            .collect();
        // They are copied once, for others are still looking at those that were read.
        let mut faits = if kept.len() < faits.len() { faits.choisir(&kept) } else { faits.clone() };
        faits.jour = jours::jour(jour);
        Self::sur(faits, parametres)
    }

    fn sur(faits: Faits, parametres: &Parametres) -> Self {
        let ranks = |ids: &[Uuid]| ids.iter().copied().zip(0_u32..).collect();
        let familles = ["motif", "conclusion", "csp"]
            .iter()
            .filter_map(|liste| parametres.listes.get(*liste))
            .flat_map(|liste| &liste.valeurs)
            .map(|choix| (choix.id.clone(), choix.parent.clone().unwrap_or_else(|| choix.id.clone())))
            .collect();
        Self { dossiers: ranks(&faits.dossiers), enfants: ranks(&faits.enfants), faits, familles, together: true }
    }

    pub fn push(&mut self, fait: &Fait) {
        let dossier = rank(&mut self.dossiers, &mut self.faits.dossiers, fait.dossier);
        let enfant = rank(&mut self.enfants, &mut self.faits.enfants, fait.enfant);
        self.together &= self.faits.dossier.last().is_none_or(|last| *last <= dossier);
        self.faits.dossier.push(dossier);
        self.faits.enfant.push(enfant);
        self.faits.drapeaux.push(u8::try_from(fait.drapeaux).unwrap_or_default());
        let age = fait.age_mois.map_or(AGE_INCONNU, |mois| i16::try_from(mois).unwrap_or(i16::MAX).max(A_NAITRE));
        self.faits.age_mois.push(age);

        let suites = self.suites(&fait.conclusions);
        let (envoi, rapport) = Self::traitements(&fait.traitements);
        let mut stored = fait.dates.split('|').map(jours::lire);
        let mut next = || stored.next().unwrap_or(ABSENT);
        let reception = next();
        let (transmission, qualification, constate, saisine) = (next(), next(), next(), next());
        let (informes, rencontre, sur_saisine) = (next(), next(), next());
        let (demandees, donnees, cloture, reouverture) = (next(), next(), next(), next());
        let decision = suites.decision.unwrap_or(ABSENT);
        for (cle, day) in [
            (DateCle::Reception, reception),
            (DateCle::Transmission, transmission),
            (DateCle::Qualification, qualification),
            (DateCle::DangerConstate, constate),
            (DateCle::Saisine, saisine),
            (DateCle::Envoi, envoi),
            (DateCle::Rapport, rapport),
            (DateCle::Decision, decision),
            (DateCle::Signalement, suites.signalement.unwrap_or(ABSENT)),
            (DateCle::ReponseParquet, suites.reponse.unwrap_or(ABSENT)),
            (DateCle::ParentsInformes, informes),
            (DateCle::RencontreDomicile, rencontre),
            (DateCle::ParentsSaisine, sur_saisine),
            (DateCle::SuitesDemandees, demandees),
            (DateCle::SuitesDonnees, donnees),
            (DateCle::Cloture, cloture),
            (DateCle::Reouverture, reouverture),
        ] {
            if let Some(dates) = self.faits.dates.get_mut(cle as usize) {
                dates.push(day);
            }
        }

        let principal = fait.motifs.split('|').find_map(|motif| motif.strip_suffix('*')).unwrap_or_default();
        let oui = |bit: u32| if fait.drapeaux >> bit & 1 == 1 { "oui" } else { "non" };
        let csp = |this: &Self, csp: &str| this.familles.get(csp).map_or(csp, String::as_str).to_owned();
        let delai = |end: i32| vocabulaire::tranche_delai(reception, end);
        let (csp_pere, csp_mere) = (csp(self, &fait.csp_pere), csp(self, &fait.csp_mere));
        for (dimension, valeur) in [
            (Dimension::Territoire, fait.territoire.as_str()),
            (Dimension::Commune, &fait.commune),
            (Dimension::TypeDossier, &fait.type_dossier),
            (Dimension::Sip, oui(0)),
            (Dimension::Support, &fait.support),
            (Dimension::Recepteur, &fait.recepteur),
            (Dimension::Origine, &fait.origine),
            (Dimension::Transmetteur, &fait.transmetteur),
            (Dimension::DangerGrave, oui(1)),
            (Dimension::ViolenceConjugale, &fait.violence_conjugale),
            (Dimension::Etat, &fait.etat),
            (Dimension::Enfants, vocabulaire::tranche_enfants(fait.enfants)),
            (Dimension::Age, vocabulaire::tranche_age(age)),
            (Dimension::Sexe, &fait.sexe),
            (Dimension::LieuVie, &fait.lieu_vie),
            (Dimension::AutoriteParentale, &fait.autorite_parentale),
            (Dimension::CspPere, &csp_pere),
            (Dimension::CspMere, &csp_mere),
            (Dimension::MotifPrincipal, principal),
            (Dimension::Suite, &suites.suite),
            (Dimension::MotifSignalement, &suites.motif),
            (Dimension::ReponseParquet, &suites.code_reponse),
            (Dimension::DelaiQualification, delai(qualification)),
            (Dimension::DelaiRapport, delai(rapport)),
            (Dimension::DelaiDecision, delai(decision)),
        ] {
            self.simple(dimension, valeur);
        }
        self.listes(fait);
    }

    fn simple(&mut self, dimension: Dimension, valeur: &str) {
        if let Place::Simple(at) = dimension.place()
            && let (Some(dictionnaire), Some(codes)) =
                (self.faits.dictionnaires.get_mut(at), self.faits.simples.get_mut(at))
        {
            codes.push(dictionnaire.coder(valeur));
        }
    }

    fn multiple<'a>(&mut self, dimension: Dimension, valeurs: impl Iterator<Item = &'a str>) {
        if let Place::Multiple(at) = dimension.place()
            && let (Some(dictionnaire), Some(codes)) =
                (self.faits.dictionnaires.get_mut(SIMPLES + at), self.faits.multiples.get_mut(at))
        {
            codes.push(valeurs.filter(|valeur| !valeur.is_empty()).map(|valeur| dictionnaire.coder(valeur)));
        }
    }

    fn listes(&mut self, fait: &Fait) {
        let motifs = || fait.motifs.split('|').map(|motif| motif.trim_end_matches('*'));
        let familles: Vec<String> =
            motifs().map(|motif| self.familles.get(motif).map_or(motif, String::as_str).to_owned()).collect();
        self.multiple(Dimension::Motif, motifs());
        self.multiple(Dimension::FamilleMotif, familles.iter().map(String::as_str));
        let kept = fait.traitements.split('|').filter(|one| !one.ends_with("~etat_traitement/annule"));
        self.multiple(Dimension::Service, kept.filter_map(|one| one.split('~').next()));
        self.multiple(Dimension::Lien, fait.liens.split('|'));
        let conclusions = fait.conclusions.split('|').filter_map(|one| one.split('~').next());
        self.multiple(Dimension::Conclusion, conclusions);
    }

    /// The first decision; the referral and the first answer after it; the weightiest family.
    fn suites(&self, conclusions: &str) -> Suites {
        let mut suites = Suites::default();
        let mut weight = 0;
        let first = |held: Option<i32>, day: i32| Some(held.map_or(day, |held| held.min(day)));
        for one in conclusions.split('|').filter(|one| !one.is_empty()) {
            let mut parts = one.split('~');
            let (code, day) = (parts.next().unwrap_or_default(), jours::lire(parts.next().unwrap_or_default()));
            let motif = parts.next().unwrap_or_default();
            if !motif.is_empty() && (suites.motif.is_empty() || motif < suites.motif.as_str()) {
                motif.clone_into(&mut suites.motif);
            }
            let famille = self.familles.get(code).map_or(code, String::as_str);
            let here = match famille {
                "conclusion/judiciaire" => 4,
                "conclusion/administratif" => 3,
                "conclusion/classement" => 2,
                _ => 1,
            };
            if here > weight || here == weight && famille < suites.suite.as_str() {
                weight = here;
                famille.clone_into(&mut suites.suite);
            }
            if day == ABSENT {
                continue;
            }
            suites.decision = first(suites.decision, day);
            if SIGNALEMENTS.contains(&code) {
                suites.signalement = first(suites.signalement, day);
            }
            let sooner = suites.reponse.is_none_or(|held| (day, code) < (held, suites.code_reponse.as_str()));
            if REPONSES.contains(&code) && sooner {
                suites.reponse = Some(day);
                code.clone_into(&mut suites.code_reponse);
            }
        }
        suites
    }

    /// The first sending; the day when the last evaluation asked for came back, once all have.
    fn traitements(traitements: &str) -> (i32, i32) {
        let (mut sent, mut back) = (ABSENT, ABSENT);
        let mut waiting = false;
        for one in traitements.split('|').filter(|one| !one.is_empty()) {
            let parts: Vec<&str> = one.split('~').collect();
            let [_, nature, envoye, retour, etat] = parts[..] else { continue };
            if etat == "etat_traitement/annule" {
                continue;
            }
            let day = jours::lire(envoye);
            if day != ABSENT && (sent == ABSENT || day < sent) {
                sent = day;
            }
            if EVALUATIONS.contains(&nature) {
                let day = jours::lire(retour);
                waiting |= day == ABSENT;
                back = back.max(day);
            }
        }
        (sent, if waiting { ABSENT } else { back })
    }

    /// Puts the rows of each dossier together, and works out what follows from several dossiers.
    pub fn finish(mut self, population: Vec<Population>) -> Faits {
        self.faits.population = population;
        if !self.together {
            let mut places: Vec<u32> = (0_u32..).take(self.faits.len()).collect();
            places.sort_by_key(|place| self.faits.dossier.get(*place as usize).copied());
            self.faits = self.faits.choisir(&places);
        }
        self.faits.familles = self.motives();
        derives::derive(&mut self.faits);
        self.faits.serrer();
        self.faits
    }

    /// The family of each motive, by their codes.
    fn motives(&self) -> Vec<u16> {
        let famille = self.faits.dictionnaire(Dimension::FamilleMotif);
        let of = |valeur: &str| famille?.code(self.familles.get(valeur).map_or(valeur, String::as_str));
        self.faits.valeurs(Dimension::Motif).iter().map(|sens| of(&sens.valeur).unwrap_or_default()).collect()
    }
}

fn rank(ranks: &mut HashMap<Uuid, u32>, ids: &mut Vec<Uuid>, id: Uuid) -> u32 {
    *ranks.entry(id).or_insert_with(|| {
        ids.push(id);
        u32::try_from(ids.len() - 1).unwrap_or(u32::MAX)
    })
}
