//! How families come about, and what becomes of them between two dossiers.

use chrono::{DateTime, Utc};

use super::calendrier::shift;
use super::enfant::{Enfant, Naissance, births, next_birth};
use super::famille::{Adulte, Famille, Forme, Role};
use super::hasard::{Hasard, Poids, Tirage};
use super::lieux::Lieux;
use super::noms::{Noms, Origine, Sexe};
use super::offre::Offre;

const FORMES: [(Forme, u32); 8] = [
    (Forme::Ensemble, 300),
    (Forme::MereSeule, 350),
    (Forme::PereSeul, 55),
    (Forme::Alternee, 60),
    (Forme::MereRecomposee, 150),
    (Forme::PereRecomposee, 30),
    (Forme::GrandsParents, 30),
    (Forme::Confie, 25),
];
const ENFANTS: [(i64, u32); 6] = [(1, 52), (2, 27), (3, 13), (4, 5), (5, 2), (6, 1)];
const PROCHES: [(&str, Sexe); 5] = [
    ("lien/oncle", Sexe::Masculin),
    ("lien/tante", Sexe::Feminin),
    ("lien/ami_famille", Sexe::Masculin),
    ("lien/voisin", Sexe::Masculin),
    ("lien/autre_famille", Sexe::Feminin),
];
const CSP_PERE: &Poids = &[
    ("c11", 1), ("c21", 4), ("c22", 2), ("c33", 1), ("c38", 1), ("c43", 2), ("c47", 3), ("c48", 2), ("c52", 4), ("c53", 4), ("c55", 3), ("c56", 3),
    ("c62", 11), ("c63", 10), ("c64", 8), ("c65", 6), ("c67", 12), ("c68", 7), ("c69", 3), ("c81", 4), ("c85", 11), ("g6", 8), ("nsp", 14),
];
const CSP_MERE: &Poids = &[
    ("c21", 1), ("c22", 2), ("c34", 1), ("c42", 2), ("c43", 6), ("c46", 2), ("c52", 13), ("c54", 7), ("c55", 10), ("c56", 18), ("c67", 5), ("c68", 2),
    ("c81", 7), ("c84", 2), ("c85", 24), ("g5", 7), ("nsp", 10),
];
const CHANGEMENT_NOM: u32 = 12;

pub struct Fratries<'a> {
    formes: Tirage<Forme>,
    enfants: Tirage<i64>,
    csp: [Tirage<&'a str>; 2],
}

/// How the cell wrote the names of a fratrie down.
#[derive(Clone, Copy)]
enum Ecriture {
    Deux,
    UsageSeul,
    NaissanceSeul,
    /// The name in use joins the mother's.
    Double,
}

impl<'a> Fratries<'a> {
    pub fn new(offre: &Offre<'a>) -> Self {
        Self {
            formes: Tirage::new(FORMES),
            enfants: Tirage::new(ENFANTS),
            csp: [offre.tirage("csp", CSP_PERE), offre.tirage("csp", CSP_MERE)],
        }
    }

    /// An unaccompanied minor.
    pub fn isole(&self, at: DateTime<Utc>, noms: &Noms, lieux: &Lieux<'a>, hasard: &mut Hasard) -> Famille<'a> {
        let on = at.date_naive();
        let origine = (0..20).map(|_| noms.origine(hasard)).find(|origine| *origine != Origine::COURANTE).unwrap_or(Origine::COURANTE);
        let sexe = if hasard.chance(93) { Sexe::Masculin } else { Sexe::Feminin };
        let jour = shift(on, -hasard.between(15 * 365, 6400));
        let naissance = Naissance::of_child(jour, on, hasard);
        let nom = noms.nom(origine, hasard).to_owned();
        let enfant = Enfant {
            id: hasard.id(at),
            connu: false,
            sexe,
            prenom: noms.prenom(origine, sexe, hasard),
            nom_usage: nom.clone(),
            nom_naissance: nom,
            nom_mere: "",
            naissance,
            pere: None,
            mere: None,
            foyer: 0,
        };
        Famille { forme: Forme::Isole, origine, enfants: vec![enfant], adultes: vec![], foyers: vec![lieux.foyer(hasard)], csp: ["", ""], dernier: None }
    }

    /// A family that the cell has never met.
    pub fn create(&self, at: DateTime<Utc>, noms: &Noms, lieux: &Lieux<'a>, hasard: &mut Hasard) -> Famille<'a> {
        let on = at.date_naive();
        let forme = self.formes.draw(hasard).unwrap_or(Forme::Ensemble);
        let count = self.enfants.draw(hasard).unwrap_or(1);
        let a_naitre = matches!(forme, Forme::Ensemble | Forme::MereSeule | Forme::MereRecomposee) && hasard.per_mille(28);
        let days = births(count, a_naitre, on, hasard);
        let eldest = days.first().copied().unwrap_or(on);
        let youngest = days.last().copied().unwrap_or(on);

        let origine = noms.origine(hasard);
        let origine_pere = if hasard.chance(86) { origine } else { noms.origine(hasard) };
        let nom_mere = noms.nom(origine, hasard);
        let nom_pere = noms.nom(origine_pere, hasard);
        // Forty-four at the last birth.
        let oldest_first = (16_000 - (youngest - eldest).num_days()).max(6_700);
        let mother_born = shift(eldest, -hasard.around(6_200, oldest_first.min(13_600)));
        let father_born = shift(mother_born, -hasard.around(-1_000, 4_000)).min(shift(eldest, -6_200));

        let foyer = lieux.foyer(hasard);
        let mut famille = Famille {
            forme,
            origine,
            enfants: vec![],
            adultes: vec![],
            foyers: vec![foyer],
            csp: [&self.csp[0], &self.csp[1]].map(|csp| if hasard.chance(62) { csp.text(hasard) } else { "" }),
            dernier: None,
        };
        let together = forme == Forme::Ensemble;
        let shown_mere = if together && hasard.chance(45) { nom_pere } else { nom_mere };
        let adulte = |role, sexe, nom, origine, born, foyer, hasard: &mut Hasard| Adulte {
            role,
            sexe,
            nom,
            prenom: noms.prenom_adulte(origine, sexe, hasard),
            naissance: Naissance::of_adult(born, hasard),
            telephone: telephone(hasard),
            foyer,
        };
        famille.adultes.push(adulte(Role::Parent, Sexe::Feminin, shown_mere, origine, mother_born, Some(0), hasard));
        let father_known = match forme {
            Forme::MereSeule | Forme::MereRecomposee | Forme::GrandsParents | Forme::Confie => hasard.chance(72),
            _ => true,
        };
        if father_known {
            famille.adultes.push(adulte(Role::Parent, Sexe::Masculin, nom_pere, origine_pere, father_born, Some(0), hasard));
        }
        Self::set_homes(&mut famille, lieux, hasard);

        let partner = match forme {
            Forme::MereRecomposee => Some((Sexe::Masculin, shift(mother_born, hasard.around(-3_600, 2_900)).min(shift(on, -7_000)))),
            Forme::PereRecomposee => Some((Sexe::Feminin, shift(father_born, hasard.around(-1_500, 4_500)).min(shift(on, -7_000)))),
            _ => None,
        };
        let mut partner_rang = None;
        if let Some((sexe, born)) = partner {
            let origine = if hasard.chance(75) { origine } else { noms.origine(hasard) };
            partner_rang = Some(famille.adultes.len());
            famille.adultes.push(adulte(Role::Conjoint, sexe, noms.nom(origine, hasard), origine, born, Some(0), hasard));
        }
        if forme == Forme::GrandsParents {
            for (sexe, nom) in [(Sexe::Feminin, nom_mere), (Sexe::Masculin, nom_mere)] {
                if sexe == Sexe::Feminin || hasard.chance(55) {
                    let born = shift(mother_born, -hasard.around(6_600, 12_500));
                    famille.adultes.push(adulte(Role::GrandParent, sexe, nom, origine, born, Some(0), hasard));
                }
            }
        }
        if hasard.chance(5)
            && let Some((lien, sexe)) = hasard.pick(&PROCHES).copied()
        {
            let born = shift(mother_born, hasard.around(-4_000, 4_000)).min(shift(on, -7_000));
            famille.adultes.push(adulte(Role::Proche(lien), sexe, noms.nom(origine, hasard), origine, born, None, hasard));
        }

        let ecriture = match hasard.between(0, 99) {
            0..=54 => Ecriture::Deux,
            55..=74 => Ecriture::UsageSeul,
            75..=88 => Ecriture::NaissanceSeul,
            _ => Ecriture::Double,
        };
        let of_mother = hasard.chance(if father_known { CHANGEMENT_NOM } else { 60 });
        let told_mere = if hasard.chance(74) { nom_mere } else { "" };
        // The youngest may be the partner's.
        let partner_from = match partner_rang {
            Some(_) if forme == Forme::MereRecomposee && days.len() > 1 && hasard.chance(50) => days.len() - 1,
            _ => usize::MAX,
        };
        for (rang, jour) in days.into_iter().enumerate() {
            let pere = if rang >= partner_from { partner_rang } else { father_known.then_some(1) };
            let base = match pere.and_then(|pere| famille.adultes.get(pere)) {
                Some(partner) if rang >= partner_from => partner.nom,
                _ if of_mother => nom_mere,
                _ => nom_pere,
            };
            let (nom_naissance, nom_usage) = ecriture.apply(base, nom_mere);
            let naissance = match famille.enfants.last() {
                Some(twin) if twin.naissance.jour == jour => twin.naissance.clone(),
                _ => Naissance::of_child(jour, on, hasard),
            };
            let mut enfant = Enfant {
                id: hasard.id(at),
                connu: false,
                sexe: Sexe::Inconnu,
                prenom: "",
                nom_naissance,
                nom_usage,
                nom_mere: told_mere,
                naissance,
                pere,
                mere: Some(0),
                foyer: 0,
            };
            if jour <= on {
                christen(&mut enfant, &famille, noms, hasard);
            }
            // One child with each parent.
            if rang == 0 && famille.foyers.len() > 1 && enfant.pere == Some(1) && forme != Forme::Alternee && hasard.chance(6) {
                enfant.foyer = 1;
            }
            famille.enfants.push(enfant);
        }
        famille
    }

    /// Who keeps the home and who lives elsewhere.
    fn set_homes(famille: &mut Famille<'a>, lieux: &Lieux<'a>, hasard: &mut Hasard) {
        let leaves: &[usize] = match famille.forme {
            Forme::MereSeule | Forme::MereRecomposee | Forme::Alternee => &[1],
            Forme::PereSeul | Forme::PereRecomposee => &[0],
            Forme::GrandsParents | Forme::Confie => &[0, 1],
            Forme::Ensemble | Forme::Isole => &[],
        };
        let Some(home) = famille.foyers.first() else { return };
        let mut other = None;
        if !leaves.is_empty() && (famille.forme == Forme::Alternee || hasard.chance(64)) {
            famille.foyers.push(lieux.near(home, hasard));
            other = Some(famille.foyers.len() - 1);
        }
        for rang in leaves {
            if let Some(adulte) = famille.adultes.get_mut(*rang) {
                adulte.foyer = other;
            }
        }
    }

    /// What happened since the last dossier; gives which children the new one concerns.
    pub fn evolve(&self, famille: &mut Famille<'a>, at: DateTime<Utc>, noms: &Noms, lieux: &Lieux<'a>, hasard: &mut Hasard) -> Vec<usize> {
        let on = at.date_naive();
        let Some(since) = famille.dernier.as_ref().map(|(_, date)| *date) else { return vec![] };
        if hasard.chance(30)
            && let Some(home) = famille.foyers.first()
        {
            let moved = lieux.near(home, hasard);
            if let Some(home) = famille.foyers.first_mut() {
                *home = moved;
            }
        }
        if famille.forme == Forme::Ensemble && hasard.chance(18) {
            famille.forme = Forme::MereSeule;
            Self::set_homes(famille, lieux, hasard);
        }
        let minors = famille.enfants.iter().enumerate().filter(|(_, enfant)| enfant.is_minor(on));
        let mut concerned: Vec<usize> = minors.map(|(rang, _)| rang).collect();
        if concerned.len() > 1 && hasard.chance(30) {
            let kept = hasard.pick(&concerned).copied();
            concerned.retain(|rang| Some(*rang) == kept || hasard.chance(50));
        }
        if !concerned.is_empty()
            && hasard.chance(14)
            && let (Some(youngest), Some(mother)) = (famille.enfants.last(), famille.adultes.first())
            && let Some(jour) = next_birth(youngest.naissance.jour, mother.naissance.jour, since, on, hasard)
        {
            let mut enfant = Enfant { id: hasard.id(at), connu: false, foyer: 0, naissance: Naissance::of_child(jour, on, hasard), ..youngest.clone() };
            christen(&mut enfant, famille, noms, hasard);
            concerned.push(famille.enfants.len());
            famille.enfants.push(enfant);
        }
        concerned
    }
}

impl Ecriture {
    /// The name at birth and the name in use, as written down.
    fn apply(self, base: &str, nom_mere: &str) -> (String, String) {
        match self {
            Self::UsageSeul => (String::new(), base.to_owned()),
            Self::NaissanceSeul => (base.to_owned(), String::new()),
            Self::Double if base != nom_mere && base.len() + nom_mere.len() < 50 => (base.to_owned(), [base, "-", nom_mere].concat()),
            Self::Deux | Self::Double => (base.to_owned(), base.to_owned()),
        }
    }
}

/// A sex and a first name that no brother or sister bears.
fn christen(enfant: &mut Enfant, famille: &Famille<'_>, noms: &Noms, hasard: &mut Hasard) {
    enfant.sexe = match hasard.between(0, 99) {
        0..=50 => Sexe::Masculin,
        _ => Sexe::Feminin,
    };
    enfant.prenom = "";
    for _ in 0..8 {
        let prenom = noms.prenom(famille.origine, enfant.sexe, hasard);
        enfant.prenom = prenom;
        if famille.enfants.iter().all(|other| other.prenom != prenom) {
            break;
        }
    }
}

/// Of the ranges that are kept for fiction, so that nobody's telephone rings.
fn telephone(hasard: &mut Hasard) -> String {
    if !hasard.chance(58) {
        return String::new();
    }
    let range = if hasard.chance(85) { "06 39 98" } else { "02 61 91" };
    let (tens, units) = (hasard.between(0, 99), hasard.between(0, 99));
    format!("{range} {tens:02} {units:02}")
}

/// The day before which nobody here was an adult, for tests and for who asks.
#[cfg(test)]
pub fn youngest_parent(famille: &Famille<'_>) -> Option<i64> {
    let eldest = famille.enfants.first()?.naissance.jour;
    let parents = famille.adultes.iter().filter(|adulte| adulte.role == Role::Parent);
    parents.map(|adulte| (eldest - adulte.naissance.jour).num_days() / 365).min()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::demo::essai;

    #[test]
    fn parents_were_grown_when_their_first_child_was_born_and_every_adult_is_something_to_a_child() {
        let parametres = essai::parametres();
        let offre = Offre::new(&parametres);
        let (noms, lieux, fratries) = (Noms::new(), Lieux::new(&offre), Fratries::new(&offre));
        let mut hasard = Hasard::new(5);
        let at = essai::today().and_hms_opt(9, 0, 0).unwrap().and_utc();
        let mut children = 0;
        for _ in 0..2000 {
            let famille = fratries.create(at, &noms, &lieux, &mut hasard);
            assert!(youngest_parent(&famille).is_some_and(|age| (16..70).contains(&age)));
            for rang in 0..famille.adultes.len() {
                assert!(famille.enfants.iter().any(|enfant| famille.lien(rang, enfant).is_some()), "{:?}", famille.adultes[rang].role);
            }
            children += famille.enfants.len();
        }
        assert!((3400..3900).contains(&children), "{children}");
    }

    #[test]
    fn a_family_that_comes_back_is_older_and_keeps_its_children() {
        let parametres = essai::parametres();
        let offre = Offre::new(&parametres);
        let (noms, lieux, fratries) = (Noms::new(), Lieux::new(&offre), Fratries::new(&offre));
        let mut hasard = Hasard::new(6);
        let at = |date: NaiveDate| date.and_hms_opt(9, 0, 0).unwrap().and_utc();
        let (first, later) = (shift(essai::today(), -700), essai::today());
        let mut births = 0;
        for _ in 0..500 {
            let mut famille = fratries.create(at(first), &noms, &lieux, &mut hasard);
            famille.dernier = Some(("2025-000001".to_owned(), first));
            let before: Vec<_> = famille.enfants.iter().map(|enfant| enfant.id).collect();
            let concerned = fratries.evolve(&mut famille, at(later), &noms, &lieux, &mut hasard);
            assert!(famille.enfants.iter().map(|enfant| enfant.id).take(before.len()).eq(before.iter().copied()));
            assert!(concerned.iter().all(|rang| famille.enfants[*rang].age(later).is_some_and(|age| age < 18)));
            births += famille.enfants.len() - before.len();
        }
        assert!((20..110).contains(&births), "{births}");
    }
}
