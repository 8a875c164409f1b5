//! One dossier after the other, in the order of their numbers.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};

use super::calendrier::Calendrier;
use super::enfant::Enfant;
use super::famille::Famille;
use super::fratrie::Fratries;
use super::hasard::Hasard;
use super::lieux::Lieux;
use super::motifs::Motifs;
use super::noms::Noms;
use super::offre::Offre;
use super::parcours::{Depart, ParcoursPossibles};
use super::provenance::Entree;
use super::recit::{Recits, Temoin};
use super::redaction::Redaction;
use super::situation::Situations;
use super::theme::Theme;
use crate::domain::dossier;
use crate::domain::{Dossier, Parametres, Table, echeance, parse, traitement};

/// How many families are remembered, to come back; more would only hold memory.
const CONNUES_MAX: usize = 8_192;
const CONNUES_PER_MILLE: u32 = 135;
/// Nobody comes back before: it would be the same information.
const RETOUR_MIN_JOURS: i64 = 25;

/// Dossiers of synthetic families, the same for the same seed, day and parameters.
///
/// A child who is known from an earlier dossier carries the same id, and its row `version = 1`:
/// the base holds that person already.
pub struct Demo<'a> {
    offre: Offre<'a>,
    today: NaiveDate,
    hasard: Hasard,
    calendrier: Calendrier,
    noms: Noms,
    lieux: Lieux<'a>,
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
        let offre = Offre::new(parametres);
        let mut hasard = Hasard::new(graine);
        Self {
            today,
            calendrier: Calendrier::new(dossiers, today, &mut hasard),
            hasard,
            noms: Noms::new(),
            lieux: Lieux::new(&offre),
            fratries: Fratries::new(&offre),
            situations: Situations::new(&offre),
            motifs: Motifs::new(&offre),
            parcours: ParcoursPossibles::new(&offre),
            recits: Recits::new(),
            offre,
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
            let last = i64::try_from(self.connues.len()).ok()? - 1;
            let rang = usize::try_from(self.hasard.between(0, last)).ok()?;
            let since = self.connues.get(rang)?.dernier.as_ref().map(|(_, date)| (at.date_naive() - *date).num_days());
            if since.is_none_or(|since| since < RETOUR_MIN_JOURS) {
                continue;
            }
            let mut famille = self.connues.swap_remove(rang);
            let concerned = self.fratries.evolve(&mut famille, at, &self.noms, &self.lieux, &mut self.hasard);
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
        } else if let Ok(last) = i64::try_from(CONNUES_MAX - 1)
            && let Some(place) = usize::try_from(self.hasard.between(0, last)).ok().and_then(|rang| self.connues.get_mut(rang))
        {
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
                self.fratries.isole(at, &self.noms, &self.lieux, &mut self.hasard)
            } else {
                self.fratries.create(at, &self.noms, &self.lieux, &mut self.hasard)
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
    fn write(&mut self, famille: &Famille<'a>, concerned: &[usize], entree: Entree, numero: &str, at: DateTime<Utc>) -> Dossier {
        let Self { offre, hasard, today, .. } = self;
        let (today, saisi) = (*today, at.date_naive());
        let concernes: Vec<&Enfant> = concerned.iter().filter_map(|rang| famille.enfants.get(*rang)).collect();
        let redaction = Redaction { offre, famille, concernes: concernes.clone(), at };
        let eldest = concernes.iter().filter_map(|enfant| enfant.age(saisi)).max();
        let situation = self.situations.draw(entree, eldest, at, today, offre, hasard);
        let home = concernes.first().and_then(|enfant| famille.foyer(enfant));
        let territoire = offre.territoire(home.and_then(|foyer| foyer.commune));

        let (mut dossier, ids) = redaction.begin(&situation, numero, territoire, hasard);
        let due = echeance::evaluation(&dossier, &offre.parametres.delais).map(|echeance| echeance.due);
        let depart = Depart { situation: &situation, enfants: &concernes, territoire, saisi, echeance: due, today };
        let parcours = self.parcours.draw(&depart, &self.noms, offre, hasard);
        let motifs = self.motifs.draw(&situation, &concernes, offre, hasard);
        redaction.adultes(&situation, &ids, &mut dossier.fiches, hasard);
        redaction.motifs(&motifs, &ids, &mut dossier.fiches, hasard);
        redaction.parcours(&parcours, &ids, &mut dossier.fiches, hasard);

        // The sentences are about the eldest child of the dossier, who is at school if any is.
        let eldest = concernes.first();
        let ecole = eldest.and_then(|enfant| self.lieux.ecole(enfant.age(saisi)?, hasard)).unwrap_or_default();
        let temoin = Temoin {
            prenom: eldest.map(|enfant| enfant.prenom).unwrap_or_default(),
            ecole,
            commune: home.and_then(|foyer| foyer.commune).map(|commune| &*commune.nom).unwrap_or_default(),
            age: &eldest.map(|enfant| age(enfant, saisi)).unwrap_or_default(),
        };
        let synthese = self.recits.synthese(&situation, &parcours, &temoin, hasard);
        let observation = self.recits.observation(&situation, &parcours, &temoin, hasard);
        if let Some(entete) = dossier.fiches.first_mut() {
            entete.set(dossier::SYNTHESE, synthese);
            entete.set(dossier::OBSERVATION_CEMA, observation);
            entete.set(dossier::ETAT, parcours.etat);
        }
        if let Some(id) = ids.first().filter(|_| !ecole.is_empty() && hasard.chance(30)) {
            Redaction::set_comment(&mut dossier.fiches, *id, format!("Scolarité : {ecole}"));
        }
        for fiche in dossier.fiches.iter_mut().filter(|fiche| fiche.table == Table::Traitement) {
            if hasard.chance(16) {
                fiche.set(traitement::OBSERVATION, self.recits.remark(Theme::Suivi, &situation, &parcours, &temoin, hasard));
            }
        }
        parse::derive(&mut dossier, offre.parametres);
        dossier
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use chrono::{Datelike as _, Weekday};

    use super::*;
    use crate::demo::essai;
    use crate::domain::dossier::Fiches as _;
    use crate::domain::{Fiche, adulte, conclusion, enfant, motif};

    fn drawn(parametres: &Parametres, dossiers: usize, graine: u64) -> Vec<Dossier> {
        Demo::new(parametres, dossiers, graine, essai::today()).collect()
    }

    fn entetes(dossiers: &[Dossier]) -> impl Iterator<Item = &Fiche> {
        dossiers.iter().filter_map(|dossier| dossier.entete())
    }

    fn rows(dossiers: &[Dossier], table: Table) -> impl Iterator<Item = &Fiche> {
        dossiers.iter().flat_map(move |dossier| dossier.of(table))
    }

    #[test]
    fn the_same_seed_gives_the_same_dossiers_and_another_others() {
        let parametres = essai::parametres();
        let dossiers = drawn(&parametres, 200, 7);
        assert_eq!(dossiers.len(), 200);
        assert_eq!(Demo::new(&parametres, 200, 7, essai::today()).size_hint(), (200, Some(200)));
        assert!(dossiers == drawn(&parametres, 200, 7));
        assert!(dossiers != drawn(&parametres, 200, 8));
    }

    #[test]
    fn numbers_have_no_gap_in_a_year_and_follow_the_days() {
        let parametres = essai::parametres();
        let dossiers = drawn(&parametres, 1500, 1);
        let mut last: BTreeMap<&str, u32> = BTreeMap::new();
        let mut before = String::new();
        for entete in entetes(&dossiers) {
            let (year, number) = entete.get(dossier::NUMERO).split_once('-').unwrap();
            let recorded = entete.get(dossier::DATE_TRAITEMENT);
            assert!(recorded.starts_with(year) && recorded > before.as_str(), "{recorded}");
            let last = last.entry(year).or_default();
            *last += 1;
            assert_eq!((number.len(), number.parse()), (6, Ok(*last)));
            assert_ne!(entete.date(dossier::DATE_TRAITEMENT).unwrap().weekday(), Weekday::Sun);
            recorded.clone_into(&mut before);
        }
        assert_eq!(last.len(), 7);
    }

    #[test]
    fn every_dossier_can_be_typed_again_as_it_is() {
        let parametres = essai::parametres();
        for dossier in drawn(&parametres, 1500, 2) {
            let draft = parse::format(&dossier);
            for loaded in [&dossier, &Dossier::default()] {
                let again = parse::parse(&draft, loaded, &parametres, essai::today());
                assert_eq!(again.as_ref(), Ok(&dossier));
            }
        }
    }

    #[test]
    fn no_row_is_alone_and_no_id_comes_twice() {
        let parametres = essai::parametres();
        let mut seen = BTreeSet::new();
        for dossier in drawn(&parametres, 1000, 3) {
            for fiche in dossier.fiches.iter().filter(|fiche| fiche.table != Table::Enfant || fiche.version == 0) {
                assert!(seen.insert(fiche.id), "{:?}", fiche.table);
                assert_eq!(fiche.id.get_version_num(), 7);
                for (cle, value) in fiche.valeurs() {
                    if matches!(cle.champ().nature, crate::domain::Nature::Reference(_)) {
                        assert!(dossier.fiche(value.parse().unwrap()).is_some(), "{}", cle.champ().colonne);
                    }
                }
            }
            for concerne in dossier.of(Table::EnfantConcerne) {
                assert!(dossier.linked(motif::ENFANT_CONCERNE_ID, concerne.id).count() <= 4);
                let principals = dossier.linked(motif::ENFANT_CONCERNE_ID, concerne.id).filter(|row| row.oui(motif::PRINCIPAL)).count();
                assert_eq!(principals, 1, "{}", dossier.entete().unwrap().get(dossier::NUMERO));
            }
        }
    }

    #[test]
    fn a_known_child_comes_back_as_it_was() {
        let parametres = essai::parametres();
        let dossiers = drawn(&parametres, 2000, 4);
        let mut persons: BTreeMap<uuid::Uuid, &Fiche> = BTreeMap::new();
        let mut back = 0;
        for dossier in &dossiers {
            for personne in dossier.of(Table::Enfant) {
                match persons.insert(personne.id, personne) {
                    None => assert_eq!(personne.version, 0),
                    Some(before) => {
                        assert_eq!(personne.version, 1);
                        assert!(before.valeurs().eq(personne.valeurs()));
                    }
                }
            }
            if let Some(known) = dossier.of(Table::Enfant).find(|personne| personne.version == 1) {
                back += 1;
                let concerne = dossier.linked(enfant::ENFANT_ID, known.id).next().unwrap();
                assert!(concerne.get(enfant::ANCIEN_DOSSIER) < dossier.entete().unwrap().get(dossier::NUMERO));
            }
        }
        assert!((200..290).contains(&back), "{back}");
    }

    #[test]
    fn nobody_is_born_after_the_information_unless_to_be_born() {
        let parametres = essai::parametres();
        let mut to_be_born = 0;
        for dossier in drawn(&parametres, 2000, 5) {
            let recorded = dossier.entete().and_then(|entete| entete.date(dossier::DATE_TRAITEMENT)).unwrap();
            for personne in dossier.of(Table::Enfant) {
                let birth = personne.date(enfant::personne::DATE_NAISSANCE);
                if personne.get(enfant::personne::PRECISION_NAISSANCE) == "a_naitre" {
                    to_be_born += 1;
                    assert!(birth.is_none_or(|birth| birth > recorded));
                } else {
                    assert!(birth.is_none_or(|birth| birth <= recorded && recorded.years_since(birth).is_some_and(|age| age < 18)));
                }
            }
            for adulte in dossier.of(Table::Adulte) {
                let birth = adulte.date(adulte::DATE_NAISSANCE);
                assert!(birth.is_none_or(|birth| recorded.years_since(birth).is_some_and(|age| (15..100).contains(&age))));
            }
        }
        assert!((20..110).contains(&to_be_born), "{to_be_born}");
    }

    #[test]
    fn shares_are_about_those_of_a_cell() {
        let parametres = essai::parametres();
        let dossiers = drawn(&parametres, 2000, 6);
        let percent = |part: usize, whole: usize| part * 1000 / whole.max(1);
        let of_headers = |holds: &dyn Fn(&Fiche) -> bool| percent(entetes(&dossiers).filter(|entete| holds(entete)).count(), dossiers.len());
        let is = |cle, value: &'static str| move |entete: &Fiche| entete.get(cle) == value;
        let mut shares = vec![
            ("S.I.P.", of_headers(&|entete| entete.oui(dossier::SIP)), 600..700),
            ("danger grave", of_headers(&|entete| entete.oui(dossier::DANGER_GRAVE)), 45..80),
            ("Fiche 119", of_headers(&|entete| !entete.get(dossier::NUMERO_SNATEM).is_empty()), 95..150),
            ("violence conjugale", of_headers(&is(dossier::VIOLENCE_CONJUGALE, "oui_non_nsp/oui")), 150..330),
            ("clos", of_headers(&is(dossier::ETAT, "etat_dossier/clos")), 900..985),
            ("en évaluation", of_headers(&is(dossier::ETAT, "etat_dossier/evaluation")), 12..60),
        ];
        let concernes: Vec<&Fiche> = rows(&dossiers, Table::EnfantConcerne).collect();
        let communes = |code: &str| percent(concernes.iter().filter(|row| row.get(enfant::COMMUNE) == code).count(), concernes.len());
        shares.push(("Bourges", communes("18033"), 195..270));
        shares.push(("Vierzon", communes("18279"), 60..120));
        shares.push(("enfants", concernes.len() * 100 / dossiers.len(), 165..195));
        let parent = |row: &Fiche| {
            let valeurs = &parametres.listes["conclusion"].valeurs;
            valeurs.iter().find(|choix| choix.id == row.get(conclusion::CONCLUSION)).and_then(|choix| choix.parent.clone()).unwrap_or_default()
        };
        // The first conclusion of each child: what follows answers a referral.
        let mut seen = BTreeSet::new();
        let first: Vec<String> =
            rows(&dossiers, Table::ConclusionEnfant).filter(|row| seen.insert(row.get(conclusion::ENFANT_CONCERNE_ID))).map(parent).collect();
        for (groupe, range) in [("conclusion/classement", 440..560), ("conclusion/administratif", 220..340), ("conclusion/judiciaire", 165..280)] {
            shares.push((groupe, percent(first.iter().filter(|parent| *parent == groupe).count(), first.len()), range));
        }
        let mut delays: Vec<i64> = Vec::new();
        let mut late = 0;
        for dossier in &dossiers {
            let received = dossier.entete().and_then(|entete| entete.date(dossier::DATE_RECEPTION)).unwrap();
            for etape in dossier.of(Table::Traitement) {
                if let (Some(due), Some(back)) = (etape.date(traitement::ECHEANCE_LE), etape.date(traitement::RETOUR_LE)) {
                    late += usize::from(back > due);
                    if (due - received).num_days() > 80 {
                        delays.push((back - received).num_days());
                    } else {
                        assert!(back >= received);
                    }
                }
            }
        }
        delays.sort_unstable();
        shares.push(("late", late * 1000 / delays.len(), 200..360));
        shares.push(("median days", usize::try_from(delays[delays.len() / 2]).unwrap(), 72..86));
        for (what, share, expected) in shares {
            assert!(expected.contains(&share), "{what}: {share}, expected {expected:?}");
        }
    }

    #[test]
    fn edited_lists_make_poorer_dossiers_but_valid_ones() {
        let bare = Parametres::default();
        let mut closed = essai::parametres();
        let mut listes = (*closed.listes).clone();
        for liste in listes.values_mut() {
            liste.valeurs.iter_mut().step_by(2).for_each(|choix| choix.actif = false);
        }
        closed.listes = std::sync::Arc::new(listes);
        for parametres in [bare, closed] {
            for dossier in drawn(&parametres, 300, 9) {
                let mut again = parse::parse(&parse::format(&dossier), &Dossier::default(), &parametres, essai::today());
                // What is initial stands even in a list that does not offer it.
                if let Err(errors) = &mut again {
                    errors.retain(|error| ![dossier::ETAT, dossier::TERRITOIRE].contains(&error.cle));
                    assert_eq!(*errors, []);
                }
            }
        }
    }
}
