//! How families come about.

use chrono::{DateTime, NaiveDate, Utc};

use super::calendrier::shift;
use super::ecriture::Ecriture;
use super::enfant::{Enfant, Naissance, births};
use super::famille::{Adulte, Famille, Forme, Role};
use super::hasard::{Hasard, Poids, Tirage};
use super::monde::Monde;
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
    ("c11", 1),
    ("c21", 4),
    ("c22", 2),
    ("c33", 1),
    ("c38", 1),
    ("c43", 2),
    ("c47", 3),
    ("c48", 2),
    ("c52", 4),
    ("c53", 4),
    ("c55", 3),
    ("c56", 3),
    ("c62", 11),
    ("c63", 10),
    ("c64", 8),
    ("c65", 6),
    ("c67", 12),
    ("c68", 7),
    ("c69", 3),
    ("c81", 4),
    ("c85", 11),
    ("g6", 8),
    ("nsp", 14),
];
const CSP_MERE: &Poids = &[
    ("c21", 1),
    ("c22", 2),
    ("c34", 1),
    ("c42", 2),
    ("c43", 6),
    ("c46", 2),
    ("c52", 13),
    ("c54", 7),
    ("c55", 10),
    ("c56", 18),
    ("c67", 5),
    ("c68", 2),
    ("c81", 7),
    ("c84", 2),
    ("c85", 24),
    ("g5", 7),
    ("nsp", 10),
];

pub struct Fratries<'a> {
    formes: Tirage<Forme>,
    enfants: Tirage<i64>,
    csp: [Tirage<&'a str>; 2],
}

/// Where a parent comes from.
#[derive(Clone, Copy)]
struct Lignee {
    origine: Origine,
    nom: &'static str,
    naissance: NaiveDate,
}

/// Both parents, whether or not the cell knows of the father.
struct Parents {
    mere: Lignee,
    pere: Lignee,
    /// When the youngest child was born.
    cadet: NaiveDate,
}

impl<'a> Fratries<'a> {
    pub fn new(offre: &Offre<'a>) -> Self {
        Self {
            formes: Tirage::new(FORMES),
            enfants: Tirage::new(ENFANTS),
            csp: [offre.tirage("csp", CSP_PERE), offre.tirage("csp", CSP_MERE)],
        }
    }

    /// A family that the cell has never met.
    pub fn create(&self, at: DateTime<Utc>, monde: &Monde<'a>, hasard: &mut Hasard) -> Famille<'a> {
        let on = at.date_naive();
        let forme = self.formes.draw(hasard).unwrap_or(Forme::Ensemble);
        let count = self.enfants.draw(hasard).unwrap_or(1);
        let a_naitre =
            matches!(forme, Forme::Ensemble | Forme::MereSeule | Forme::MereRecomposee) && hasard.per_mille(28);
        let days = births(count, a_naitre, on, hasard);
        let parents = Parents::draw(&days, on, monde, hasard);
        let mut famille = Famille {
            forme,
            origine: parents.mere.origine,
            enfants: Vec::with_capacity(days.len()),
            adultes: Vec::with_capacity(3),
            foyers: vec![monde.lieux.foyer(hasard)],
            csp: self.csp.each_ref().map(|csp| if hasard.chance(62) { csp.text(hasard) } else { "" }),
            dernier: None,
        };
        add_parents(&mut famille, &parents, monde, hasard);
        add_others(&mut famille, &parents, on, monde, hasard);
        add_children(&mut famille, &parents, &days, at, monde, hasard);
        famille
    }
}

impl Parents {
    fn draw(days: &[NaiveDate], on: NaiveDate, monde: &Monde<'_>, hasard: &mut Hasard) -> Self {
        let eldest = days.first().copied().unwrap_or(on);
        let youngest = days.last().copied().unwrap_or(on);
        let origine = monde.noms.origine(hasard);
        // Forty-four at the last birth.
        let oldest_first = (16_000 - (youngest - eldest).num_days()).max(6_700);
        let naissance = shift(eldest, -hasard.around(6_200, oldest_first.min(13_600)));
        let mere = Lignee { origine, nom: monde.noms.nom(origine, hasard), naissance };
        let origine = if hasard.chance(86) { origine } else { monde.noms.origine(hasard) };
        let naissance = shift(mere.naissance, -hasard.around(-1_000, 4_000)).min(shift(eldest, -6_200));
        Self { mere, pere: Lignee { origine, nom: monde.noms.nom(origine, hasard), naissance }, cadet: youngest }
    }
}

impl Lignee {
    /// At home, until told otherwise.
    fn adulte(self, role: Role, sexe: Sexe, noms: &Noms, hasard: &mut Hasard) -> Adulte {
        Adulte {
            role,
            sexe,
            nom: self.nom,
            prenom: noms.prenom_adulte(self.origine, sexe, hasard),
            naissance: Naissance::of_adult(self.naissance, hasard),
            telephone: telephone(hasard),
            foyer: Some(0),
        }
    }

    /// Somebody else, born about then, of the same people or not.
    fn other(self, naissance: NaiveDate, on: NaiveDate, noms: &Noms, hasard: &mut Hasard) -> Self {
        let origine = if hasard.chance(75) { self.origine } else { noms.origine(hasard) };
        Self { origine, nom: noms.nom(origine, hasard), naissance: naissance.min(shift(on, -7_000)) }
    }
}

/// The mother is always the first of the adults, the father, if known, the second.
fn add_parents<'a>(famille: &mut Famille<'a>, parents: &Parents, monde: &Monde<'a>, hasard: &mut Hasard) {
    let mut mother = parents.mere.adulte(Role::Parent, Sexe::Feminin, &monde.noms, hasard);
    if famille.forme == Forme::Ensemble && hasard.chance(45) {
        mother.nom = parents.pere.nom;
    }
    famille.adultes.push(mother);
    let father_known = match famille.forme {
        Forme::MereSeule | Forme::MereRecomposee | Forme::GrandsParents | Forme::Confie => hasard.chance(72),
        _ => true,
    };
    if father_known {
        famille.adultes.push(parents.pere.adulte(Role::Parent, Sexe::Masculin, &monde.noms, hasard));
    }
    set_homes(famille, monde, hasard);
}

/// Partners, grandparents, and now and then somebody near.
fn add_others<'a>(famille: &mut Famille<'a>, parents: &Parents, on: NaiveDate, monde: &Monde<'a>, hasard: &mut Hasard) {
    let Parents { mere, pere, cadet } = parents;
    let noms = &monde.noms;
    match famille.forme {
        Forme::MereRecomposee => {
            let naissance = shift(mere.naissance, hasard.around(-3_600, 2_900)).min(shift(*cadet, -6_500));
            let lignee = mere.other(naissance, on, noms, hasard);
            famille.adultes.push(lignee.adulte(Role::Conjoint, Sexe::Masculin, noms, hasard));
        }
        Forme::PereRecomposee => {
            let lignee = pere.other(shift(pere.naissance, hasard.around(-1_500, 4_500)), on, noms, hasard);
            famille.adultes.push(lignee.adulte(Role::Conjoint, Sexe::Feminin, noms, hasard));
        }
        Forme::GrandsParents => {
            for sexe in [Sexe::Feminin, Sexe::Masculin] {
                if sexe == Sexe::Feminin || hasard.chance(55) {
                    let lignee = Lignee { naissance: shift(mere.naissance, -hasard.around(6_600, 12_500)), ..*mere };
                    famille.adultes.push(lignee.adulte(Role::GrandParent, sexe, noms, hasard));
                }
            }
        }
        _ => {}
    }
    if hasard.chance(5)
        && let Some((lien, sexe)) = hasard.pick(&PROCHES).copied()
    {
        let lignee = mere.other(shift(mere.naissance, hasard.around(-4_000, 4_000)), on, noms, hasard);
        let adulte = lignee.adulte(Role::Proche(lien), sexe, noms, hasard);
        famille.adultes.push(Adulte { foyer: None, ..adulte });
    }
}

fn add_children<'a>(
    famille: &mut Famille<'a>,
    parents: &Parents,
    days: &[NaiveDate],
    at: DateTime<Utc>,
    monde: &Monde<'a>,
    hasard: &mut Hasard,
) {
    let on = at.date_naive();
    let ecriture = Ecriture::draw(hasard);
    let father = famille.adultes.iter().position(|adulte| adulte.role == Role::Parent && adulte.sexe == Sexe::Masculin);
    let partner =
        famille.adultes.iter().position(|adulte| adulte.role == Role::Conjoint && adulte.sexe == Sexe::Masculin);
    let of_mother = hasard.chance(if father.is_some() { 12 } else { 60 });
    let nom_mere = if hasard.chance(74) { parents.mere.nom } else { "" };
    let youngest_of_partner = days.len() > 1 && hasard.chance(50);
    for (rang, jour) in days.iter().enumerate() {
        let half = partner.filter(|_| youngest_of_partner && rang + 1 == days.len());
        let base = match half.and_then(|partner| famille.adultes.get(partner)) {
            Some(partner) => partner.nom,
            None if of_mother => parents.mere.nom,
            None => parents.pere.nom,
        };
        let (nom_naissance, nom_usage) = ecriture.apply(base, parents.mere.nom);
        let naissance = match famille.enfants.last() {
            Some(twin) if twin.naissance.jour == *jour => twin.naissance.clone(),
            _ => Naissance::of_child(*jour, on, hasard),
        };
        let pere = half.or(father);
        let mut enfant = Enfant {
            id: hasard.id(at),
            connu: false,
            sexe: Sexe::Inconnu,
            prenom: "",
            nom_naissance,
            nom_usage,
            nom_mere,
            naissance,
            pere,
            mere: Some(0),
            foyer: 0,
        };
        if *jour <= on {
            christen(&mut enfant, famille, &monde.noms, hasard);
        }
        // One child with each parent.
        let split = famille.foyers.len() > 1 && pere.is_some() && pere == father && famille.forme != Forme::Alternee;
        if rang == 0 && split && hasard.chance(6) {
            enfant.foyer = 1;
        }
        famille.enfants.push(enfant);
    }
}

/// An unaccompanied minor.
pub fn isole<'a>(at: DateTime<Utc>, monde: &Monde<'a>, hasard: &mut Hasard) -> Famille<'a> {
    let on = at.date_naive();
    let noms = &monde.noms;
    let origine = (0..20)
        .map(|_| noms.origine(hasard))
        .find(|origine| *origine != Origine::COURANTE)
        .unwrap_or(Origine::COURANTE);
    let sexe = if hasard.chance(93) { Sexe::Masculin } else { Sexe::Feminin };
    let naissance = Naissance::of_child(shift(on, -hasard.between(15 * 365, 6_400)), on, hasard);
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
    let foyers = vec![monde.lieux.foyer(hasard)];
    Famille {
        forme: Forme::Isole,
        origine,
        enfants: vec![enfant],
        adultes: vec![],
        foyers,
        csp: ["", ""],
        dernier: None,
    }
}

/// Who keeps the home and who lives elsewhere.
pub fn set_homes<'a>(famille: &mut Famille<'a>, monde: &Monde<'a>, hasard: &mut Hasard) {
    let leaves: &[usize] = match famille.forme {
        Forme::MereSeule | Forme::MereRecomposee | Forme::Alternee => &[1],
        Forme::PereSeul | Forme::PereRecomposee => &[0],
        Forme::GrandsParents | Forme::Confie => &[0, 1],
        Forme::Ensemble | Forme::Isole => &[],
    };
    let Some(home) = famille.foyers.first() else { return };
    let mut other = None;
    if !leaves.is_empty() && (famille.forme == Forme::Alternee || hasard.chance(64)) {
        famille.foyers.push(monde.lieux.near(home, hasard));
        other = Some(famille.foyers.len() - 1);
    }
    for rang in leaves {
        if let Some(adulte) = famille.adultes.get_mut(*rang) {
            adulte.foyer = other;
        }
    }
}

/// A sex and a first name that no brother or sister bears.
pub fn christen(enfant: &mut Enfant, famille: &Famille<'_>, noms: &Noms, hasard: &mut Hasard) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::essai;

    #[test]
    fn parents_were_grown_when_their_first_child_was_born_and_every_adult_is_something_to_a_child() {
        let parametres = essai::parametres();
        let monde = Monde::new(&parametres);
        let fratries = Fratries::new(&monde.offre);
        let mut hasard = Hasard::new(5);
        let at = essai::today().and_hms_opt(9, 0, 0).unwrap().and_utc();
        let mut children = 0;
        for _ in 0..2000 {
            let famille = fratries.create(at, &monde, &mut hasard);
            for (rang, adulte) in famille.adultes.iter().enumerate() {
                let youngest = if adulte.role == Role::GrandParent { 33 } else { 16 };
                let of_parents = famille.enfants.iter().filter(|enfant| enfant.is_of(rang));
                let first = of_parents.map(|enfant| enfant.naissance.jour).min();
                assert!(first.is_none_or(|first| {
                    first.years_since(adulte.naissance.jour).is_some_and(|age| (youngest..70).contains(&age))
                }));
                assert!(famille.enfants.iter().any(|enfant| famille.lien(rang, enfant).is_some()), "{:?}", adulte.role);
            }
            children += famille.enfants.len();
        }
        assert!((3400..3900).contains(&children), "{children}");
    }
}
