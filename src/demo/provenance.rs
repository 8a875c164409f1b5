//! Who revealed, who transmitted, by what support: only what goes together.

use chrono::NaiveDate;

use super::calendrier::is_summer_break;
use super::hasard::{Hasard, Poids, Tirage};
use super::offre::Offre;
use super::theme::Theme;

/// How an information enters, which says its `type_dossier`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entree {
    Ip,
    Complementaire,
    Entrante,
    Snated,
    SoitTransmis,
    Copie,
    Transfert,
    Enquete,
    Isole,
}

struct Modele {
    poids: u32,
    /// Whose way in it is; none for the ordinary ones.
    entree: Option<Entree>,
    origines: &'static Poids,
    transmetteurs: &'static Poids,
    supports: &'static Poids,
    themes: &'static [(Theme, u32)],
    /// The law owes an answer to professionals and elected people, to others on demand.
    souhaite_suites: u32,
}

const ECRIT: &Poids = &[("courriel", 62), ("courrier", 22), ("plateforme", 8), ("telephone", 6), ("formulaire", 2)];
const PARTICULIER: &Poids =
    &[("telephone", 50), ("numero_vert", 14), ("courrier", 12), ("courriel", 12), ("formulaire", 7), ("entretien", 5)];
const TOUS_THEMES: &[(Theme, u32)] = &[
    (Theme::Violence, 24),
    (Theme::Negligence, 26),
    (Theme::Conflit, 10),
    (Theme::Conjugal, 16),
    (Theme::Logement, 8),
    (Theme::Mineur, 8),
    (Theme::Sante, 5),
    (Theme::Ecole, 3),
];
const ECOLE: &[(Theme, u32)] = &[
    (Theme::Violence, 30),
    (Theme::Negligence, 24),
    (Theme::Ecole, 16),
    (Theme::Mineur, 14),
    (Theme::Conjugal, 7),
    (Theme::Conflit, 6),
    (Theme::Sante, 3),
];
const FAMILLE: &[(Theme, u32)] =
    &[(Theme::Conflit, 46), (Theme::Violence, 20), (Theme::Negligence, 14), (Theme::Mineur, 10), (Theme::Conjugal, 10)];
const VOISINAGE: &[(Theme, u32)] =
    &[(Theme::Negligence, 36), (Theme::Violence, 32), (Theme::Conjugal, 18), (Theme::Conflit, 6), (Theme::Logement, 8)];
const FORCES: &[(Theme, u32)] =
    &[(Theme::Conjugal, 48), (Theme::Violence, 20), (Theme::Mineur, 20), (Theme::Negligence, 12)];
const SOINS: &[(Theme, u32)] =
    &[(Theme::Sante, 28), (Theme::Violence, 22), (Theme::Negligence, 24), (Theme::Mineur, 14), (Theme::Conjugal, 12)];

const MODELES: [Modele; 17] = [
    Modele {
        poids: 300,
        entree: None,
        origines: &[("autre_institutionnel", 1)],
        transmetteurs: &[
            ("enseignement_public", 62),
            ("enseignement_prive", 9),
            ("education_nationale", 22),
            ("accueil_extrascolaire", 7),
        ],
        supports: ECRIT,
        themes: ECOLE,
        souhaite_suites: 62,
    },
    Modele {
        poids: 230,
        entree: None,
        origines: &[("personnel_social", 1)],
        transmetteurs: &[
            ("conseil_departemental", 56),
            ("service_social_association", 24),
            ("milieu_ouvert_placement", 14),
            ("autre_sanitaire_social", 6),
        ],
        supports: &[("courriel", 56), ("courrier", 12), ("entretien", 12), ("reunion", 10), ("telephone", 10)],
        themes: TOUS_THEMES,
        souhaite_suites: 55,
    },
    Modele {
        poids: 130,
        entree: None,
        origines: &[("personnel_sante", 1)],
        transmetteurs: &[
            ("hopital", 52),
            ("medecine_liberale", 18),
            ("conseil_departemental", 18),
            ("autre_sanitaire_social", 12),
        ],
        supports: ECRIT,
        themes: SOINS,
        souhaite_suites: 66,
    },
    Modele {
        poids: 70,
        entree: None,
        origines: &[("autre_institutionnel", 1)],
        transmetteurs: &[("police_gendarmerie", 1)],
        supports: &[("courriel", 78), ("courrier", 14), ("telephone", 8)],
        themes: FORCES,
        souhaite_suites: 20,
    },
    Modele {
        poids: 95,
        entree: None,
        origines: &[("parents", 1)],
        transmetteurs: &[("parents", 1)],
        supports: PARTICULIER,
        themes: FAMILLE,
        souhaite_suites: 45,
    },
    Modele {
        poids: 45,
        entree: None,
        origines: &[("autre_particulier", 1)],
        transmetteurs: &[("autre_famille", 1)],
        supports: PARTICULIER,
        themes: FAMILLE,
        souhaite_suites: 40,
    },
    Modele {
        poids: 50,
        entree: None,
        origines: &[("autre_particulier", 1)],
        transmetteurs: &[("autre_particulier", 1)],
        supports: PARTICULIER,
        themes: VOISINAGE,
        souhaite_suites: 22,
    },
    Modele {
        poids: 45,
        entree: None,
        origines: &[("anonyme", 1)],
        transmetteurs: &[("autre_particulier", 8), ("nsp", 2)],
        supports: &[("telephone", 58), ("courrier", 22), ("numero_vert", 20)],
        themes: VOISINAGE,
        souhaite_suites: 0,
    },
    Modele {
        poids: 15,
        entree: None,
        origines: &[("mineur", 1)],
        transmetteurs: &[("mineur", 1)],
        supports: &[("telephone", 50), ("numero_vert", 30), ("entretien", 20)],
        themes: &[(Theme::Violence, 60), (Theme::Mineur, 25), (Theme::Conjugal, 15)],
        souhaite_suites: 10,
    },
    Modele {
        poids: 14,
        entree: None,
        origines: &[("elu", 1)],
        transmetteurs: &[("collectivite", 1)],
        supports: &[("courrier", 45), ("courriel", 35), ("telephone", 20)],
        themes: &[(Theme::Logement, 40), (Theme::Negligence, 45), (Theme::Violence, 15)],
        souhaite_suites: 70,
    },
    Modele {
        poids: 6,
        entree: None,
        origines: &[("protection_animale", 1)],
        transmetteurs: &[("service_social_association", 1)],
        supports: ECRIT,
        themes: &[(Theme::Negligence, 60), (Theme::Logement, 40)],
        souhaite_suites: 30,
    },
    Modele {
        poids: 1,
        entree: Some(Entree::Snated),
        origines: &[
            ("autre_particulier", 46),
            ("anonyme", 24),
            ("parents", 18),
            ("mineur", 7),
            ("autre_institutionnel", 5),
        ],
        transmetteurs: &[("snated", 1)],
        supports: &[("fiche_119", 1)],
        themes: VOISINAGE,
        souhaite_suites: 12,
    },
    Modele {
        poids: 1,
        entree: Some(Entree::SoitTransmis),
        origines: &[("autre_institutionnel", 1)],
        transmetteurs: &[("procureur", 78), ("juge_enfants", 14), ("justice", 8)],
        supports: ECRIT,
        themes: FORCES,
        souhaite_suites: 55,
    },
    Modele {
        poids: 1,
        entree: Some(Entree::Copie),
        origines: &[("personnel_sante", 45), ("autre_institutionnel", 55)],
        transmetteurs: &[("hopital", 45), ("enseignement_public", 40), ("education_nationale", 15)],
        supports: ECRIT,
        themes: &[(Theme::Violence, 70), (Theme::Mineur, 18), (Theme::Negligence, 12)],
        souhaite_suites: 30,
    },
    Modele {
        poids: 1,
        entree: Some(Entree::Transfert),
        origines: &[("personnel_social", 1)],
        transmetteurs: &[("conseil_departemental", 1)],
        supports: &[("courriel", 70), ("courrier", 30)],
        themes: TOUS_THEMES,
        souhaite_suites: 35,
    },
    Modele {
        poids: 1,
        entree: Some(Entree::Enquete),
        origines: &[("autre_institutionnel", 1)],
        transmetteurs: &[("justice", 60), ("juge_enfants", 40)],
        supports: ECRIT,
        themes: FAMILLE,
        souhaite_suites: 40,
    },
    Modele {
        poids: 1,
        entree: Some(Entree::Isole),
        origines: &[("autre_institutionnel", 60), ("mineur", 25), ("personnel_social", 15)],
        transmetteurs: &[("police_gendarmerie", 55), ("service_social_association", 25), ("conseil_departemental", 20)],
        supports: &[("telephone", 40), ("courriel", 35), ("entretien", 25)],
        themes: &[(Theme::Mineur, 1)],
        souhaite_suites: 0,
    },
];

/// Schools come first.
const RANG_ECOLE: usize = 0;

pub struct Provenance<'a> {
    pub origines: Tirage<&'a str>,
    pub transmetteurs: Tirage<&'a str>,
    pub supports: Tirage<&'a str>,
    pub themes: Tirage<Theme>,
    pub souhaite_suites: u32,
}

pub struct Provenances<'a> {
    all: Vec<(Option<Entree>, Provenance<'a>)>,
    ordinaires: Tirage<usize>,
}

impl<'a> Provenances<'a> {
    pub fn new(offre: &Offre<'a>) -> Self {
        let all = MODELES.iter().map(|modele| {
            let provenance = Provenance {
                origines: offre.tirage("origine", modele.origines),
                transmetteurs: offre.tirage("transmetteur", modele.transmetteurs),
                supports: offre.tirage("support", modele.supports),
                themes: Tirage::new(modele.themes.iter().copied()),
                souhaite_suites: modele.souhaite_suites,
            };
            (modele.entree, provenance)
        });
        let ordinaires = MODELES.iter().enumerate().filter(|(_, modele)| modele.entree.is_none());
        Self { all: all.collect(), ordinaires: Tirage::new(ordinaires.map(|(rang, modele)| (rang, modele.poids))) }
    }

    pub fn draw(&self, entree: Entree, on: NaiveDate, hasard: &mut Hasard) -> Option<&Provenance<'a>> {
        let own = self.all.iter().position(|(of, _)| *of == Some(entree));
        let mut rang = own.or_else(|| self.ordinaires.draw(hasard))?;
        if rang == RANG_ECOLE && is_summer_break(on) && hasard.chance(85) {
            rang = self.ordinaires.draw(hasard)?;
        }
        self.all.get(rang).map(|(_, provenance)| provenance)
    }
}
