//! A family as the cell meets it: its children, its adults, its homes.

use chrono::NaiveDate;

use super::enfant::{Enfant, Naissance};
use super::lieux::Foyer;
use super::noms::{Origine, Sexe};

/// How the household is made up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forme {
    Ensemble,
    MereSeule,
    PereSeul,
    Alternee,
    MereRecomposee,
    PereRecomposee,
    GrandsParents,
    Confie,
    /// An unaccompanied minor: no adult at all.
    Isole,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Parent,
    /// Lives with a parent.
    Conjoint,
    GrandParent,
    /// What they are to every child, as the list `lien` says it.
    Proche(&'static str),
}

#[derive(Clone)]
pub struct Adulte {
    pub role: Role,
    pub sexe: Sexe,
    pub nom: &'static str,
    pub prenom: &'static str,
    pub naissance: Naissance,
    pub telephone: String,
    /// Among the homes of the family; none when it is not known.
    pub foyer: Option<usize>,
}

#[derive(Clone)]
pub struct Famille<'a> {
    pub forme: Forme,
    pub origine: Origine,
    pub enfants: Vec<Enfant>,
    pub adultes: Vec<Adulte>,
    pub foyers: Vec<Foyer<'a>>,
    /// Of the father and of the mother, as `csp` says it.
    pub csp: [&'a str; 2],
    /// The last dossier it had.
    pub dernier: Option<(String, NaiveDate)>,
}

impl<'a> Famille<'a> {
    /// What that adult is to that child, if anything.
    pub fn lien(&self, rang: usize, enfant: &Enfant) -> Option<&'static str> {
        let adulte = self.adultes.get(rang)?;
        let by_sex = |feminin, masculin| Some(if adulte.sexe == Sexe::Feminin { feminin } else { masculin });
        if enfant.is_of(rang) {
            return by_sex("lien/mere", "lien/pere");
        }
        match adulte.role {
            Role::Parent => None,
            Role::Conjoint => by_sex("lien/belle_mere", "lien/beau_pere"),
            Role::GrandParent => by_sex("lien/grand_mere", "lien/grand_pere"),
            Role::Proche(lien) => Some(lien),
        }
    }

    pub fn foyer(&self, enfant: &Enfant) -> Option<&Foyer<'a>> {
        self.foyers.get(enfant.foyer).or_else(|| self.foyers.first())
    }

    /// The code of `lieu_vie`.
    pub fn lieu_vie(&self, enfant: &Enfant) -> &'static str {
        if self.foyer(enfant).is_some_and(|foyer| !foyer.ailleurs.is_empty()) {
            return "lieu_vie/sans_domicile";
        }
        // With the parent who does not usually keep the children.
        let other = enfant.foyer > 0;
        match self.forme {
            Forme::Ensemble => "lieu_vie/parents_ensemble",
            Forme::PereSeul | Forme::PereRecomposee if other => "lieu_vie/mere_seule",
            Forme::MereSeule | Forme::MereRecomposee if other => "lieu_vie/pere_seul",
            Forme::MereSeule => "lieu_vie/mere_seule",
            Forme::PereSeul => "lieu_vie/pere_seul",
            Forme::Alternee => "lieu_vie/residence_alternee",
            Forme::MereRecomposee => "lieu_vie/mere_recomposee",
            Forme::PereRecomposee => "lieu_vie/pere_recomposee",
            Forme::GrandsParents => "lieu_vie/autre_famille",
            Forme::Confie if self.enfants.len() == 1 => "lieu_vie/assistant_familial",
            Forme::Confie | Forme::Isole => "lieu_vie/etablissement",
        }
    }

    /// The code of `autorite_parentale`.
    pub fn autorite(&self, enfant: &Enfant) -> &'static str {
        match (self.forme, enfant.pere) {
            (Forme::Isole, _) => "autorite_parentale/nsp",
            (_, None) => "autorite_parentale/mere_seule",
            (Forme::Ensemble, _) => "autorite_parentale/conjointe_ensemble",
            // The partner's own child.
            (Forme::MereRecomposee, Some(pere))
                if self.adultes.get(pere).is_some_and(|adulte| adulte.role == Role::Conjoint) =>
            {
                "autorite_parentale/conjointe_ensemble"
            }
            _ => "autorite_parentale/conjointe_separes",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_is_the_father_of_one_and_the_stepfather_of_the_other() {
        let jour = NaiveDate::from_ymd_opt(2015, 1, 1).unwrap();
        let naissance = Naissance { jour, notee: None, precision: "" };
        let adulte = |role, sexe| Adulte {
            role,
            sexe,
            nom: "",
            prenom: "",
            naissance: naissance.clone(),
            telephone: String::new(),
            foyer: Some(0),
        };
        let enfant = |pere| Enfant {
            id: uuid::Uuid::nil(),
            connu: false,
            sexe: Sexe::Feminin,
            prenom: "",
            nom_naissance: String::new(),
            nom_usage: String::new(),
            nom_mere: "",
            naissance: naissance.clone(),
            pere: Some(pere),
            mere: Some(0),
            foyer: 0,
        };
        let adultes = vec![
            adulte(Role::Parent, Sexe::Feminin),
            adulte(Role::Parent, Sexe::Masculin),
            adulte(Role::Conjoint, Sexe::Masculin),
        ];
        let (elder, younger) = (enfant(1), enfant(2));
        let famille = Famille {
            forme: Forme::MereRecomposee,
            origine: Origine::COURANTE,
            enfants: vec![],
            adultes,
            foyers: vec![Foyer::default()],
            csp: ["", ""],
            dernier: None,
        };
        let liens = |enfant: &Enfant| [0, 1, 2].map(|rang| famille.lien(rang, enfant).unwrap_or("-"));
        assert_eq!(liens(&elder), ["lien/mere", "lien/pere", "lien/beau_pere"]);
        assert_eq!(liens(&younger), ["lien/mere", "-", "lien/pere"]);
        assert_eq!(famille.autorite(&elder), "autorite_parentale/conjointe_separes");
        assert_eq!(famille.autorite(&younger), "autorite_parentale/conjointe_ensemble");
    }
}
