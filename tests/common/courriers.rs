//! An address book, ten families and answers to every question, for the tests of letters.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use vigie::domain::carnet::{Carnet, Contact};
use vigie::domain::fiche::OUI;
use vigie::domain::lettre::Lettre;
use vigie::domain::modele::{FormeSaisie, Modele};
use vigie::domain::modeles_fournis::MODELES;
use vigie::domain::{Dossier, Fiche, Parametres, Table, adulte, conclusion, dossier, enfant, motif, parse, traitement};
use vigie::letters::{self, Demande, Destinataire, Manque};

pub fn parametres() -> &'static Parametres {
    static PARAMETRES: OnceLock<Parametres> = OnceLock::new();
    PARAMETRES.get_or_init(|| {
        let fresh = super::Moteur::Sqlite.fresh();
        let mut parametres = fresh.base.parametres(super::today()).unwrap();
        parametres.communes = Arc::new(fresh.base.communes().unwrap());
        parametres
    })
}

fn rows(tsv: &str) -> impl Iterator<Item = Vec<String>> {
    tsv.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect())
}

/// What the assets hold, without a base.
pub fn carnet() -> Carnet {
    let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    Carnet {
        reglages: rows(include_str!("../../assets/reglages_courrier.tsv"))
            .map(|r| (cell(&r, 0), cell(&r, 1)))
            .collect(),
        territoires: rows(include_str!("../../assets/territoires.tsv"))
            .map(|r| Contact {
                id: cell(&r, 0),
                libelle: cell(&r, 1),
                adresse: cell(&r, 2),
                code_postal: cell(&r, 3),
                ville: cell(&r, 4),
                telephone: cell(&r, 5),
                courriel: cell(&r, 6),
                ..Contact::default()
            })
            .collect(),
        services: rows(include_str!("../../assets/services.tsv"))
            .map(|r| Contact {
                id: cell(&r, 0),
                libelle: cell(&r, 1),
                territoire: cell(&r, 2),
                telephone: cell(&r, 3),
                courriel: cell(&r, 4),
                ..Contact::default()
            })
            .collect(),
        correspondants: rows(include_str!("../../assets/correspondants.tsv"))
            .map(|r| Contact {
                id: cell(&r, 0),
                libelle: cell(&r, 1),
                nature: cell(&r, 2),
                adresse: cell(&r, 3),
                code_postal: cell(&r, 4),
                ville: cell(&r, 5),
                telephone: cell(&r, 6),
                courriel: cell(&r, 7),
                ..Contact::default()
            })
            .collect(),
    }
}

pub fn modeles() -> Vec<Modele> {
    MODELES.iter().map(|texte| Modele::parse(texte).unwrap()).collect()
}

/// An answer to each missing field, as a person would type it.
pub fn answer(manque: &Manque) -> String {
    match (manque.chemin.as_str(), manque.forme) {
        ("destinataire.nom", _) => "Madame Odile FICTIVE".to_owned(),
        ("destinataire.adresse", _) => "3 rue du Test\n18000 BOURGES".to_owned(),
        (_, FormeSaisie::Date) => "2026-12-14".to_owned(),
        (_, FormeSaisie::Long) => format!("Réponse sur « {} », en deux lignes.\nSeconde ligne.", manque.libelle),
        (chemin, FormeSaisie::Texte) => format!("réponse {}", chemin.replace(['.', '_'], " ")),
    }
}

/// The letter for one recipient, everything missing answered; and what was asked.
pub fn complete(
    modele: &Modele,
    dossier: &Dossier,
    carnet: &Carnet,
    destinataire: &Destinataire,
) -> (Lettre, BTreeMap<String, String>) {
    let mut complements = BTreeMap::new();
    for _ in 0..4 {
        let demande = Demande {
            modele,
            dossier,
            parametres: parametres(),
            carnet,
            jour: super::today(),
            complements: &complements,
        };
        let fusion = letters::merge(&demande, destinataire).unwrap();
        if fusion.manques.is_empty() {
            return (fusion.lettre, complements);
        }
        let answers: Vec<_> = fusion.manques.iter().map(|manque| (manque.chemin.clone(), answer(manque))).collect();
        complements.extend(answers);
    }
    panic!("{}: there is always something missing", modele.code);
}

/// Every recipient that a template proposes for a dossier; one to be typed when it proposes none.
pub fn recipients(modele: &Modele, dossier: &Dossier, carnet: &Carnet) -> Vec<Destinataire> {
    let proposed = letters::propose(&modele.adressage, dossier, parametres(), carnet, super::today());
    if proposed.list().is_empty() { vec![Destinataire::to_ask()] } else { proposed.list().to_vec() }
}

/// A family in the making.
pub struct Famille {
    pub fiches: Vec<Fiche>,
    enfants: Vec<String>,
}

impl Famille {
    pub fn new(numero: &str) -> Self {
        let entete = Fiche::new(Table::Dossier)
            .with(dossier::NUMERO, numero)
            .with(dossier::DATE_RECEPTION, "2026-06-15")
            .with(dossier::TYPE_DOSSIER, "type_dossier/information_preoccupante")
            .with(dossier::TERRITOIRE, "vierzon")
            .with(dossier::ORIGINE, "origine/autre_particulier")
            .with(dossier::TRANSMETTEUR, "transmetteur/hopital")
            .with(dossier::TRANSMIS_LE, "2026-06-14")
            .with(dossier::SYNTHESE, "SYNTHESE-SECRETE")
            .with(dossier::OBSERVATION_CEMA, "OBSERVATION-SECRETE")
            .with(dossier::ETAT, "etat_dossier/evaluation");
        let service = Fiche::new(Table::Traitement)
            .with(traitement::SERVICE, "mdas-vierzon")
            .with(traitement::NATURE, "nature_traitement/evaluation")
            .with(traitement::ENVOYE_LE, "2026-06-16")
            .with(traitement::EVALUATEURS, "Mme Renard et M. Héron");
        Self { fiches: vec![entete, service], enfants: Vec::new() }
    }

    pub fn enfant(mut self, nom: &str, prenom: &str, sexe: &str, naissance: &str, precision: &str) -> Self {
        let personne = Fiche::new(Table::Enfant)
            .with(enfant::personne::NOM_USAGE, nom)
            .with(enfant::personne::PRENOM, prenom)
            .with(enfant::personne::SEXE, format!("sexe/{sexe}"))
            .with(enfant::personne::DATE_NAISSANCE, naissance)
            .with(enfant::personne::PRECISION_NAISSANCE, precision);
        let concerne = Fiche::new(Table::EnfantConcerne)
            .with(enfant::ENFANT_ID, personne.id.to_string())
            .with(enfant::COMMUNE, "18279")
            .with(enfant::NUMERO_VOIE, "7")
            .with(enfant::VOIE, "rue de la Cachette")
            .with(enfant::LIEU_VIE, "lieu_vie/mere_seule");
        let id = concerne.id.to_string();
        let motif = Fiche::new(Table::MotifEnfant)
            .with(motif::ENFANT_CONCERNE_ID, id.clone())
            .with(motif::MOTIF, "motif/negligences")
            .with(motif::PRINCIPAL, OUI);
        let conclusion = Fiche::new(Table::ConclusionEnfant)
            .with(conclusion::ENFANT_CONCERNE_ID, id.clone())
            .with(conclusion::CONCLUSION, "conclusion/aed")
            .with(conclusion::DATE_CONCLUSION, "2026-10-01")
            .with(conclusion::MOTIF_SIGNALEMENT, "motif_signalement/refus_famille")
            .with(conclusion::DETAIL, "DETAIL-SECRET");
        self.fiches.extend([personne, concerne, motif, conclusion]);
        self.enfants.push(id);
        self
    }

    pub fn adulte(mut self, nom: &str, prenom: &str, sexe: &str, lien: &str, adresse: (&str, &str, &str)) -> Self {
        let (numero, voie, commune) = adresse;
        let adulte = Fiche::new(Table::Adulte)
            .with(adulte::NOM, nom)
            .with(adulte::PRENOM, prenom)
            .with(adulte::SEXE, format!("sexe/{sexe}"))
            .with(adulte::NUMERO_VOIE, numero)
            .with(adulte::VOIE, voie)
            .with(adulte::COMMUNE, commune)
            .with(adulte::TELEPHONE, "06 39 98 00 01");
        for child in &self.enfants {
            self.fiches.push(
                Fiche::new(Table::AdulteEnfant)
                    .with(adulte::lien::ADULTE_ID, adulte.id.to_string())
                    .with(adulte::lien::ENFANT_CONCERNE_ID, child.clone())
                    .with(adulte::lien::LIEN, format!("lien/{lien}"))
                    .with(adulte::lien::TITULAIRE, OUI),
            );
        }
        self.fiches.push(adulte);
        self
    }

    pub fn dossier(self) -> Dossier {
        let mut dossier = Dossier { fiches: self.fiches };
        parse::derive(&mut dossier, parametres());
        dossier
    }
}

/// The families of the matrix: what has made letters fail elsewhere.
pub fn familles() -> Vec<(&'static str, Dossier)> {
    let ici = ("12", "rue des Lilas", "18279");
    let ailleurs = ("5 bis", "chemin de l’Écart", "18033");
    let long = "de La Rochefoucauld-Montmorency d’Aubigné-Saint-Hilaire de Villeneuve-Loubet";
    let un = || Famille::new("2026-000001").enfant("Martin", "Léa", "feminin", "2015-02-07", "exacte");
    let deux_parents = |famille: Famille, nom: &str| {
        famille.adulte(nom, "Claire", "feminin", "mere", ici).adulte(nom, "Paul", "masculin", "pere", ici)
    };
    let mut cinq = Famille::new("2026-000002");
    for (prenom, sexe, birth) in [
        ("Léa", "feminin", "2012-01-31"),
        ("Hugo", "masculin", "2014-08-01"),
        ("Inès", "feminin", "2017-12-24"),
        ("Camille", "inconnu", "2020-03-03"),
        ("Yanis", "masculin", "2025-11-01"),
    ] {
        cinq = cinq.enfant("Durand", prenom, sexe, birth, "exacte");
    }
    vec![
        ("un enfant", deux_parents(un(), "Martin").dossier()),
        ("cinq enfants", deux_parents(cinq, "Durand").dossier()),
        ("sans père", un().adulte("Martin", "Claire", "feminin", "mere", ici).dossier()),
        (
            "parents séparés",
            un().adulte("Martin", "Claire", "feminin", "mere", ici)
                .adulte("Petit", "Paul", "masculin", "pere", ailleurs)
                .dossier(),
        ),
        (
            "enfant à naître",
            Famille::new("2026-000005")
                .enfant("Moreau", "", "inconnu", "2027-01-15", "a_naitre")
                .adulte("Moreau", "Anna", "feminin", "mere", ici)
                .dossier(),
        ),
        (
            "noms très longs",
            Famille::new("2026-000006")
                .enfant(long, "Marie-Antoinette-Joséphine-Charlotte-Élisabeth", "feminin", "2016-05-05", "exacte")
                .enfant(&"Zabcdefghij".repeat(9), "Wxyz".repeat(20).as_str(), "masculin", "2018-06-06", "exacte")
                .adulte(
                    long,
                    "Anne-Charlotte-Bérengère",
                    "feminin",
                    "mere",
                    ("1024 quater", "impasse de la Bienheureuse-Marguerite-du-Saint-Sacrement-des-Champs", "18279"),
                )
                .dossier(),
        ),
        (
            "polynésien",
            Famille::new("2026-000007")
                .enfant("Teriʻitahi", "Hīnano Māʻohi", "feminin", "2013-07-05", "exacte")
                .adulte("Tūtāmā", "Poeʻura", "feminin", "mere", ici)
                .dossier(),
        ),
        (
            "vietnamien",
            Famille::new("2026-000008")
                .enfant("Nguyễn", "Thị Ngọc Ánh", "feminin", "2014-09-09", "mois")
                .enfant("Trần", "Đức Huỳnh", "masculin", "2016-01-01", "annee")
                .adulte("Đặng", "Phượng", "feminin", "mere", ici)
                .dossier(),
        ),
        (
            "apostrophe et esperluette",
            Famille::new("2026-000009")
                .enfant(
                    "N'Diaye & O’Brien",
                    "D'Angelo <b>{{ jour }}</b> **gras** | a\\b",
                    "masculin",
                    "2019-04-04",
                    "exacte",
                )
                .adulte("L'Hôte & Fils", "Aïssatou", "feminin", "mere", ici)
                .dossier(),
        ),
        (
            "adresse de six lignes",
            un().adulte(
                "Martin",
                "Claire",
                "feminin",
                "mere",
                (
                    "12",
                    "Résidence des Tilleuls, bâtiment C, escalier 4, appartement 1207, 12 allée des Jardins",
                    "18033",
                ),
            )
            .dossier(),
        ),
    ]
}
