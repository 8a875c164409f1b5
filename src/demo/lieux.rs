//! Where families live: communes by how many children they hold, streets, schools.

use super::hasard::{Hasard, Tirage};
use super::offre::Offre;
use crate::domain::commune::{Commune, Communes};

const VOIES: &str = include_str!("../../assets/demo/voies.txt");
const ECOLES: &str = include_str!("../../assets/demo/ecoles.txt");

/// Communes that weigh more than a village, in tenths of a percent of the dossiers.
const VILLES: [(&str, u32); 36] = [
    ("18033", 2300), // Bourges
    ("18279", 900),  // Vierzon
    ("18197", 400),  // Saint-Amand-Montrond
    ("18207", 280),  // Saint-Florent-sur-Cher
    ("18141", 270),  // Mehun-sur-Yèvre
    ("18205", 240),  // Saint-Doulchard
    ("18015", 230),  // Aubigny-sur-Nère
    ("18213", 220),  // Saint-Germain-du-Puy
    ("18087", 150),  // Dun-sur-Auron
    ("18242", 140),  // Sancoins
    ("18108", 140),  // La Guerche-sur-l'Aubois
    ("18018", 120),  // Avord
    ("18050", 120),  // La Chapelle-Saint-Ursin
    ("18267", 110),  // Trouy
    ("18011", 100),  // Argent-sur-Sauldre
    ("18057", 90),   // Châteaumeillant
    ("18096", 90),   // Foëcy
    ("18281", 80),   // Vignoux-sur-Barangeon
    ("18172", 80),   // Orval
    ("18223", 80),   // Saint-Martin-d'Auxigny
    ("18148", 70),   // Méreau
    ("18160", 70),   // Nérondes
    ("18127", 70),   // Lignières
    ("18058", 70),   // Châteauneuf-sur-Cher
    ("18109", 70),   // Henrichemont
    ("18233", 70),   // Saint-Satur
    ("18241", 60),   // Sancerre
    ("18003", 60),   // Les Aix-d'Angillon
    ("18023", 60),   // Baugy
    ("18103", 60),   // Graçay
    ("18133", 60),   // Lunery
    ("18138", 60),   // Marmagne
    ("18180", 60),   // Plaimpied-Givaudins
    ("18097", 60),   // Fussy
    ("18118", 60),   // Jouet-sur-l'Aubois
    ("18125", 50),   // Léré
];
const VILLAGE: u32 = 12;
/// The départements around.
const VOISINS: [&str; 6] = ["03", "23", "36", "41", "45", "58"];
const AILLEURS: [&str; 8] = [
    "Hébergement d'urgence, hôtel (115)",
    "Sans domicile fixe, domiciliation au CCAS",
    "Chez un tiers, adresse non communiquée",
    "Aire d'accueil des gens du voyage, emplacement non précisé",
    "Adresse à l'étranger non précisée (Portugal)",
    "Adresse à l'étranger non précisée (Belgique)",
    "Péniche, halte fluviale du canal de Berry",
    "Mise à l'abri hôtelière par le Département",
];

#[derive(Clone, Default)]
pub struct Foyer<'a> {
    pub commune: Option<Commune<'a>>,
    pub ailleurs: &'static str,
    pub numero: String,
    pub voie: &'static str,
}

/// A school with the ages that go to it.
struct Ecole {
    nom: &'static str,
    ages: std::ops::RangeInclusive<u32>,
}

pub struct Lieux<'a> {
    proches: Tirage<Commune<'a>>,
    voisines: Vec<Commune<'a>>,
    toutes: &'a Communes,
    voies: Vec<&'static str>,
    ecoles: Vec<Ecole>,
}

fn ages(ecole: &str) -> std::ops::RangeInclusive<u32> {
    let known = [
        ("école maternelle", 3..=5),
        ("école élémentaire", 6..=10),
        ("collège", 11..=14),
        ("lycée", 15..=17),
        ("institut", 6..=17),
        ("maison familiale", 14..=17),
    ];
    known.into_iter().find(|(begin, _)| ecole.starts_with(begin)).map_or(3..=10, |(_, ages)| ages)
}

impl<'a> Lieux<'a> {
    pub fn new(offre: &Offre<'a>) -> Self {
        let toutes: &'a Communes = &offre.parametres.communes;
        let weight = |commune: Commune<'_>| {
            VILLES.iter().find(|(code, _)| *code == commune.code()).map_or(VILLAGE, |(_, poids)| *poids)
        };
        let own = toutes.iter().filter(|commune| commune.territoire().is_some());
        let around = |commune: &Commune<'_>| VOISINS.iter().any(|voisin| commune.code().starts_with(voisin));
        Self {
            proches: Tirage::new(own.map(|commune| (commune, weight(commune)))),
            voisines: toutes.iter().filter(around).collect(),
            toutes,
            voies: VOIES.lines().filter(|voie| !voie.is_empty()).collect(),
            ecoles: ECOLES.lines().filter(|nom| !nom.is_empty()).map(|nom| Ecole { nom, ages: ages(nom) }).collect(),
        }
    }

    pub fn foyer(&self, hasard: &mut Hasard) -> Foyer<'a> {
        if hasard.per_mille(10) {
            let ailleurs = hasard.pick(&AILLEURS).copied().unwrap_or_default();
            return Foyer { ailleurs, ..Foyer::default() };
        }
        let commune = if hasard.per_mille(970) { self.proches.draw(hasard) } else { None };
        self.address(commune.or_else(|| self.far(hasard)), hasard)
    }

    /// Where the other parent lives, or where one moves to: often not far.
    pub fn near(&self, foyer: &Foyer<'a>, hasard: &mut Hasard) -> Foyer<'a> {
        if foyer.commune.is_some() && hasard.chance(45) {
            self.address(foyer.commune, hasard)
        } else {
            self.foyer(hasard)
        }
    }

    fn far(&self, hasard: &mut Hasard) -> Option<Commune<'a>> {
        let near = if hasard.chance(75) { hasard.pick(&self.voisines).copied() } else { None };
        near.or_else(|| self.toutes.get(hasard.rank(self.toutes.len())))
    }

    fn address(&self, commune: Option<Commune<'a>>, hasard: &mut Hasard) -> Foyer<'a> {
        let voie = hasard.pick_early(&self.voies).copied().unwrap_or_default();
        let numbered = !["lieu-dit", "hameau", "aire"].iter().any(|begin| voie.starts_with(begin)) && hasard.chance(93);
        let mut numero = String::new();
        if numbered {
            let last = if hasard.chance(80) { 60 } else { 240 };
            numero = hasard.between(1, last).to_string();
            if hasard.chance(6) {
                numero.push_str(" bis");
            }
        }
        Foyer { commune, ailleurs: "", numero, voie }
    }

    pub fn ecole(&self, age: u32, hasard: &mut Hasard) -> Option<&'static str> {
        let fitting = |ecole: &&Ecole| ecole.ages.contains(&age);
        let rang = hasard.rank(self.ecoles.iter().filter(fitting).count());
        self.ecoles.iter().filter(fitting).nth(rang).map(|ecole| ecole.nom)
    }
}
