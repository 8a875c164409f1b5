//! A figure of each form, with long names, a hidden value and a hole: what charts are tried on.

use vigie::dashboards::Critere;
use vigie::dashboards::Dimension;
use vigie::dashboards::{Axe, Figure, Forme, Poste, Repere, Role, Serie, UniteMesure, Valeur};

pub const MOIS: [(&str, &str); 12] = [
    ("Janvier 2025", "janv."),
    ("Février 2025", "févr."),
    ("Mars 2025", "mars"),
    ("Avril 2025", "avr."),
    ("Mai 2025", "mai"),
    ("Juin 2025", "juin"),
    ("Juillet 2025", "juil."),
    ("Août 2025", "août"),
    ("Septembre 2025", "sept."),
    ("Octobre 2025", "oct."),
    ("Novembre 2025", "nov."),
    ("Décembre 2025", "déc."),
];

pub fn poste(dimension: Dimension, libelle: &str, court: &str) -> Poste {
    Poste { libelle: libelle.to_owned(), court: court.to_owned(), critere: Some(Critere::new(dimension, libelle)) }
}

pub fn serie(libelle: &str, role: Role, nombres: &[f64]) -> Serie {
    let valeurs = nombres.iter().map(|n| if *n < 0.0 { Valeur::Absente } else { Valeur::Nombre(*n) }).collect();
    Serie { libelle: libelle.to_owned(), role, valeurs, critere: None }
}

pub fn figure(forme: Forme, titre: &str, axe: &str, postes: Vec<Poste>, series: Vec<Serie>) -> Figure {
    let total = series
        .iter()
        .filter(|serie| serie.role == Role::Courante)
        .flat_map(|serie| &serie.valeurs)
        .filter_map(|valeur| valeur.nombre())
        .sum();
    Figure {
        code: format!("{forme:?}").to_lowercase(),
        titre: titre.to_owned(),
        famille: "Essais".to_owned(),
        definition: "Chaque enfant concerné est compté une fois par information reçue.".to_owned(),
        forme,
        axe: Axe { libelle: axe.to_owned(), postes },
        unite: UniteMesure { libelle: "enfants".to_owned(), suffixe: String::new(), decimales: 0 },
        series,
        reperes: Vec::new(),
        total: Valeur::Nombre(total),
        total_comparaison: None,
        additive: true,
        source: "Vigie, informations enregistrées par la cellule, extraction du 29/11/2026".to_owned(),
        filtre: "Du 1er janvier au 31 décembre 2025, tous les territoires".to_owned(),
        notes: vec!["La date de réception décide du mois.".to_owned()],
        masques: 0,
    }
}

fn mois() -> Vec<Poste> {
    MOIS.iter().map(|(long, court)| poste(Dimension::Mois, long, court)).collect()
}

const COURBE: [f64; 12] = [142.0, 138.0, 151.0, 147.0, 160.0, 155.0, 91.0, 62.0, 164.0, 170.0, 158.0, 149.0];
const AVANT: [f64; 12] = [120.0, 128.0, 131.0, 137.0, 140.0, 135.0, 81.0, 52.0, 134.0, 150.0, 148.0, 129.0];

pub const TERRITOIRES: [&str; 6] = [
    "Bourges et agglomération",
    "Vierzon",
    "Saint-Amand-Montrond et Boischaut",
    "Pays Sancerre-Sologne",
    "Nord",
    "Hors département",
];

/// One of each form.
pub fn exemples() -> Vec<Figure> {
    let mut barres = figure(
        Forme::Barres,
        "Informations reçues par mois, et l’année précédente",
        "Mois de réception",
        mois(),
        vec![serie("2024", Role::Comparaison, &AVANT), serie("2025", Role::Courante, &COURBE)],
    );
    barres.total_comparaison = Some(Valeur::Nombre(1385.0));
    if let Some(valeur) = barres.series[1].valeurs.get_mut(7) {
        *valeur = Valeur::Masquee;
    }
    barres.masques = 1;

    let suites = [
        "Classement sans suite",
        "Aide éducative à domicile",
        "Mesure administrative",
        "Signalement au parquet",
        "Transmission à un autre département",
    ];
    let empilees = figure(
        Forme::BarresEmpilees,
        "Suites données selon le territoire",
        "Territoire",
        TERRITOIRES.iter().map(|nom| poste(Dimension::Territoire, nom, nom)).collect(),
        suites
            .iter()
            .enumerate()
            .map(|(at, nom)| {
                let nombres: Vec<f64> = (0..6).map(|place| f64::from(90 - 13 * place + 7 * at as i32)).collect();
                Serie { critere: Some(Critere::new(Dimension::Suite, *nom)), ..serie(nom, Role::Courante, &nombres) }
            })
            .collect(),
    );
    let courbe = figure(
        Forme::Courbe,
        "Flux mensuel, moyenne mobile sur douze mois et année précédente",
        "Mois",
        mois(),
        vec![
            serie("Informations", Role::Courante, &COURBE),
            serie("Année précédente", Role::Comparaison, &AVANT),
            serie(
                "Moyenne mobile",
                Role::MoyenneMobile,
                &[-1.0, 120.0, 124.0, 126.0, 129.0, 131.0, 131.0, 132.0, 134.0, 136.0, 137.0, 138.0],
            ),
        ],
    );
    let ages: Vec<Poste> = (0..18)
        .map(|age| poste(Dimension::Age, &format!("{age} an{}", if age > 1 { "s" } else { "" }), &age.to_string()))
        .collect();
    let age = |shift: f64| -> Vec<f64> {
        (0..18).map(|at| (40.0 + shift * f64::from(at) - f64::from((at - 9) * (at - 9)) / 3.0).round()).collect()
    };
    let pyramide = figure(
        Forme::Pyramide,
        "Pyramide des âges à la réception",
        "Âge",
        ages,
        vec![serie("Garçons", Role::Courante, &age(1.2)), serie("Filles", Role::Courante, &age(1.9))],
    );
    let motifs = [
        "Carences éducatives ou désintérêt parental",
        "Violences conjugales auxquelles l’enfant est exposé de façon répétée",
        "Violences physiques",
        "Conflit parental",
        "Comportement de l’enfant qui le met en danger",
        "Absentéisme scolaire",
        "Violences sexuelles",
        "Fugue",
        "Errance",
        "Mineur non accompagné",
    ];
    let classement = figure(
        Forme::Classement,
        "Motifs les plus fréquents",
        "Motif",
        motifs.iter().map(|nom| poste(Dimension::Motif, nom, nom)).collect(),
        vec![
            serie("2025", Role::Courante, &[812.0, 640.0, 433.0, 390.0, 201.0, 150.0, 98.0, 44.0, 12.0, 7.0]),
            serie("2024", Role::Comparaison, &[702.0, 690.0, 403.0, 410.0, 181.0, 170.0, 88.0, 54.0, 10.0, 9.0]),
        ],
    );
    let chaleur = figure(
        Forme::Chaleur,
        "Informations par mois et par territoire",
        "Mois",
        mois(),
        TERRITOIRES
            .iter()
            .enumerate()
            .map(|(at, nom)| {
                let nombres: Vec<f64> = COURBE.iter().map(|n| (n / (1.5 + at as f64)).round()).collect();
                serie(nom, Role::Courante, &nombres)
            })
            .collect(),
    );
    let bandes =
        ["0 à 7 j", "8 à 15 j", "16 à 30 j", "31 à 60 j", "61 à 92 j", "93 à 120 j", "121 à 180 j", "plus de 180 j"];
    let mut delais = figure(
        Forme::Delais,
        "Délai entre la réception et le rapport d’évaluation",
        "Délai",
        bandes.iter().map(|nom| poste(Dimension::DelaiRapport, nom, nom.trim_end_matches(" j"))).collect(),
        vec![serie("2025", Role::Courante, &[22.0, 48.0, 130.0, 310.0, 402.0, 190.0, 66.0, 18.0])],
    );
    delais.reperes = vec![
        Repere { libelle: "Médiane\u{a0}: 68 j".to_owned(), place: 4.2 },
        Repere { libelle: "90e centile\u{a0}: 117 j".to_owned(), place: 5.9 },
    ];
    let origines = [
        "Éducation nationale",
        "Hôpital et médecins",
        "119 (SNATED)",
        "Famille, voisins",
        "Autorité judiciaire",
        "Services sociaux",
        "Anonyme",
    ];
    let flux = figure(
        Forme::Flux,
        "De l’origine à la suite",
        "Origine",
        origines.iter().map(|nom| poste(Dimension::Origine, nom, nom)).collect(),
        suites
            .iter()
            .enumerate()
            .map(|(at, nom)| {
                let nombres: Vec<f64> = (0..7).map(|place| f64::from((60 - 8 * place + 9 * at as i32) % 70)).collect();
                serie(nom, Role::Courante, &nombres)
            })
            .collect(),
    );
    vec![barres, empilees, courbe, pyramide, classement, chaleur, delais, flux]
}
