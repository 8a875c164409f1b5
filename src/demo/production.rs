//! One dossier after the other, in the order of their numbers.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};

use super::calendrier::Calendrier;
use super::demarches;
use super::enfant::Enfant;
use super::famille::{Famille, Role};
use super::fratrie::{Fratries, isole};
use super::hasard::Hasard;
use super::monde::Monde;
use super::motifs::Motifs;
use super::noms::Sexe;
use super::parcours::{Depart, ParcoursPossibles};
use super::provenance::Entree;
use super::recit::{Recits, Temoin};
use super::redaction::Redaction;
use super::retour::evolve;
use super::situation::{Menage, Situations};
use super::theme::Theme;
use crate::domain::commune::Commune;
use crate::domain::dossier;
use crate::domain::{Dossier, Parametres, Table, echeance, parse, traitement};

/// How many families are remembered, to come back; more would only hold memory.
const CONNUES_MAX: usize = 8_192;
const CONNUES_PER_MILLE: u32 = 122;
/// Nobody comes back before: it would be the same information.
const RETOUR_MIN_JOURS: i64 = 25;

/// Dossiers of synthetic families, the same for the same seed, day and parameters.
///
/// A child who is known from an earlier dossier carries the same id, and its row `version = 1`:
/// the base holds that person already.
pub struct Demo<'a> {
    monde: Monde<'a>,
    today: NaiveDate,
    hasard: Hasard,
    calendrier: Calendrier,
    fratries: Fratries<'a>,
    situations: Situations<'a>,
    motifs: Motifs<'a>,
    parcours: ParcoursPossibles<'a>,
    recits: Recits,
    connues: Vec<Famille<'a>>,
    /// The year being numbered and its last number.
    numero: (i32, u32),
    reste: usize,
}

impl<'a> Demo<'a> {
    pub fn new(parametres: &'a Parametres, dossiers: usize, graine: u64, today: NaiveDate) -> Self {
        let monde = Monde::new(parametres);
        let offre = &monde.offre;
        let mut hasard = Hasard::new(graine);
        Self {
            today,
            calendrier: Calendrier::new(dossiers, today, &mut hasard),
            hasard,
            fratries: Fratries::new(offre),
            situations: Situations::new(offre),
            motifs: Motifs::new(offre),
            parcours: ParcoursPossibles::new(offre),
            recits: Recits::new(),
            monde,
            connues: Vec::new(),
            numero: (0, 0),
            reste: dossiers,
        }
    }

    /// A family that comes back, with the children concerned this time.
    fn known(&mut self, at: DateTime<Utc>) -> Option<(Famille<'a>, Vec<usize>)> {
        if !self.hasard.per_mille(CONNUES_PER_MILLE) {
            return None;
        }
        for _ in 0..4 {
            let rang = self.hasard.rank(self.connues.len());
            let since = self.connues.get(rang)?.dernier.as_ref().map(|(_, date)| (at.date_naive() - *date).num_days());
            if since.is_none_or(|since| since < RETOUR_MIN_JOURS) {
                continue;
            }
            let mut famille = self.connues.swap_remove(rang);
            let concerned = evolve(&mut famille, at, &self.monde, &mut self.hasard);
            // A family whose children have all grown up is forgotten.
            if !concerned.is_empty() {
                return Some((famille, concerned));
            }
        }
        None
    }

    fn next_numero(&mut self, at: DateTime<Utc>) -> String {
        let (year, last) = self.numero;
        self.numero = (at.year(), if year == at.year() { last + 1 } else { 1 });
        let (year, number) = self.numero;
        format!("{year}-{number:06}")
    }

    fn remember(&mut self, mut famille: Famille<'a>, concerned: &[usize], numero: String, at: DateTime<Utc>) {
        for rang in concerned {
            if let Some(enfant) = famille.enfants.get_mut(*rang) {
                enfant.connu = true;
            }
        }
        famille.dernier = Some((numero, at.date_naive()));
        // A child to be born keeps the row it was given: it could not come back as born.
        if famille.enfants.iter().any(|enfant| enfant.naissance.precision == "a_naitre") {
            return;
        }
        if self.connues.len() < CONNUES_MAX {
            self.connues.push(famille);
        } else if let Some(place) = self.connues.get_mut(self.hasard.rank(CONNUES_MAX)) {
            *place = famille;
        }
    }
}

/// « 8 ans », « 5 mois ».
fn age(enfant: &Enfant, on: NaiveDate) -> String {
    match enfant.age(on) {
        None => String::new(),
        Some(0) => {
            let months = (on - enfant.naissance.jour).num_days() / 30;
            if months < 1 { "moins d'un mois".to_owned() } else { format!("{} mois", months.min(11)) }
        }
        Some(1) => "1 an".to_owned(),
        Some(years) => format!("{years} ans"),
    }
}

impl Iterator for Demo<'_> {
    type Item = Dossier;

    fn next(&mut self) -> Option<Dossier> {
        let at = self.calendrier.next(&mut self.hasard)?;
        self.reste = self.reste.saturating_sub(1);
        let numero = self.next_numero(at);
        let known = self.known(at);
        let entree = self.situations.entree(known.is_some(), &mut self.hasard);
        let (famille, concerned) = known.unwrap_or_else(|| {
            let famille = if entree == Entree::Isole {
                isole(at, &self.monde, &mut self.hasard)
            } else {
                self.fratries.create(at, &self.monde, &mut self.hasard)
            };
            let all = (0..famille.enfants.len()).collect();
            (famille, all)
        });
        let dossier = self.write(&famille, &concerned, entree, &numero, at);
        self.remember(famille, &concerned, numero, at);
        Some(dossier)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.reste, Some(self.reste))
    }
}

impl<'a> Demo<'a> {
    fn write(
        &mut self,
        famille: &Famille<'a>,
        concerned: &[usize],
        entree: Entree,
        numero: &str,
        at: DateTime<Utc>,
    ) -> Dossier {
        let Self { monde, hasard, today, .. } = self;
        let Monde { offre, lieux, .. } = &*monde;
        let (today, saisi) = (*today, at.date_naive());
        let enfants: Vec<&Enfant> = concerned.iter().filter_map(|rang| famille.enfants.get(*rang)).collect();
        let redaction = Redaction { offre, famille, concernes: &enfants, at };
        let eldest = enfants.iter().filter_map(|enfant| enfant.age(saisi)).max();
        let man = famille
            .adultes
            .iter()
            .any(|adulte| adulte.sexe == Sexe::Masculin && matches!(adulte.role, Role::Parent | Role::Conjoint));
        let situation = self.situations.draw(entree, Menage { eldest, man }, at, today, offre, hasard);
        let home = enfants.first().and_then(|enfant| famille.foyer(enfant));
        let territoire = offre.territoire(home.and_then(|foyer| foyer.commune));

        let (mut dossier, ids) = redaction.begin(&situation, numero, territoire, hasard);
        let due = echeance::evaluation(&dossier, &offre.parametres.delais).map(|echeance| echeance.due);
        let depart = Depart { situation: &situation, enfants: &enfants, territoire, saisi, echeance: due, today };
        let parcours = self.parcours.draw(&depart, monde, hasard);
        let motifs = self.motifs.draw(&situation, &enfants, offre, hasard);
        redaction.adultes(&situation, &ids, &mut dossier.fiches, hasard);
        redaction.motifs(&motifs, &ids, &mut dossier.fiches, hasard);
        redaction.parcours(&parcours, &ids, &mut dossier.fiches, hasard);

        // The sentences are about the eldest child of the dossier, who is at school if any is.
        let eldest = enfants.first();
        let ecole = eldest.and_then(|enfant| lieux.ecole(enfant.age(saisi)?, hasard)).unwrap_or_default();
        let temoin = Temoin {
            prenom: eldest.map(|enfant| enfant.prenom).unwrap_or_default(),
            ecole,
            commune: home.and_then(|foyer| foyer.commune).map(Commune::nom).unwrap_or_default(),
            pere: famille.adultes.iter().any(|adulte| adulte.role == Role::Parent && adulte.sexe == Sexe::Masculin),
            parents: !famille.adultes.is_empty(),
            fratrie: enfants.len() > 1,
            years: eldest.and_then(|enfant| enfant.age(saisi)).unwrap_or(0),
            age: &eldest.map(|enfant| age(enfant, saisi)).unwrap_or_default(),
        };
        let synthese = self.recits.synthese(&situation, &parcours, &temoin, hasard);
        let observation = self.recits.observation(&situation, &parcours, &temoin, hasard);
        if let Some(entete) = dossier.fiches.first_mut() {
            entete.set(dossier::SYNTHESE, synthese);
            entete.set(dossier::OBSERVATION_CEMA, observation);
            entete.set(dossier::ETAT, parcours.etat);
            demarches::noter(entete, &parcours, &depart, offre);
        }
        if let Some(id) = ids.first().filter(|_| !ecole.is_empty() && hasard.chance(30)) {
            Redaction::set_comment(&mut dossier.fiches, *id, format!("Scolarité : {ecole}"));
        }
        for fiche in dossier.fiches.iter_mut().filter(|fiche| fiche.table == Table::Traitement) {
            if hasard.chance(16) {
                fiche.set(
                    traitement::OBSERVATION,
                    self.recits.remark(Theme::Suivi, &situation, &parcours, &temoin, hasard),
                );
            }
        }
        parse::derive(&mut dossier, offre.parametres);
        dossier
    }
}
