//! Seven dossiers, small enough to be counted with a finger, and what each indicator says of them.

use vigie::dashboards::{Critere, Dimension, Figure, Filtre, Role, Valeur, calculer, catalogue, trouver};
use vigie::domain::champ::Cle;
use vigie::domain::fait::Population;
use vigie::domain::fiche::OUI;
use vigie::domain::{Dossier, Fiche, Parametres, Table, adulte, conclusion, dossier, enfant, motif, parse, traitement};
use vigie::storage;

use crate::common::MOTEURS;
use crate::sql::{facts, parametres};

/// `D` a dossier, `T` a service, `E` a child with its id, then `M`otives, `C`onclusions and presumed authors (`L`).
const BASE: &str = include_str!("base.txt");
/// Code, total, and each bar that is not zero.
const ATTENDUS: &str = include_str!("attendus.tsv");

fn set(fiche: &mut Fiche, words: &[&str]) {
    for word in words {
        let (colonne, valeur) = word.split_once('=').expect("column=value");
        let cle = Cle::from_colonne(fiche.table, colonne).unwrap_or_else(|| panic!("{colonne}"));
        fiche.set(cle, if valeur == "oui" { OUI } else { valeur });
    }
}

fn dossiers(parametres: &Parametres) -> Vec<Dossier> {
    let mut all: Vec<Dossier> = Vec::new();
    let mut persons: Vec<(String, Fiche)> = Vec::new();
    let mut child = String::new();
    for line in BASE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words[0] == "D" {
            all.push(Dossier { fiches: Vec::new() });
        }
        let all_before = all.len();
        let fiches = &mut all.last_mut().unwrap().fiches;
        match words[0] {
            "D" => {
                let mut entete = Fiche::new(Table::Dossier);
                set(&mut entete, &words[1..]);
                let recu = entete.get(dossier::DATE_RECEPTION).to_owned();
                entete.set(dossier::DATE_TRAITEMENT, format!("{recu}T08:00:00Z"));
                entete.set(dossier::NUMERO, format!("{}-{:06}", &recu[..4], all_before + 1));
                fiches.push(entete);
            }
            "T" => {
                let mut service = Fiche::new(Table::Traitement).with(traitement::SERVICE, words[1]);
                set(&mut service, &words[2..]);
                fiches.push(service);
            }
            "E" => {
                let known = persons.iter().find(|(id, _)| id == words[1]).map(|(_, fiche)| fiche.clone());
                let mut concerne = Fiche::new(Table::EnfantConcerne);
                let mut personne =
                    known.unwrap_or_else(|| Fiche::new(Table::Enfant).with(enfant::personne::PRENOM, words[1]));
                for word in &words[2..] {
                    let person = ["sexe", "date_naissance", "precision_naissance"].iter().any(|c| word.starts_with(c));
                    set(if person { &mut personne } else { &mut concerne }, &[word]);
                }
                concerne.set(enfant::ENFANT_ID, personne.id.to_string());
                child = concerne.id.to_string();
                // Who is known is written once.
                if !persons.iter().any(|(id, _)| id == words[1]) {
                    persons.push((words[1].to_owned(), personne.clone()));
                    fiches.push(personne);
                }
                fiches.push(concerne);
            }
            "M" => {
                let principal = if words[1].ends_with('*') { OUI } else { "" };
                fiches.push(
                    Fiche::new(Table::MotifEnfant)
                        .with(motif::ENFANT_CONCERNE_ID, child.clone())
                        .with(motif::MOTIF, format!("motif/{}", words[1].trim_end_matches('*')))
                        .with(motif::PRINCIPAL, principal),
                );
            }
            "C" => {
                let mut row = Fiche::new(Table::ConclusionEnfant)
                    .with(conclusion::ENFANT_CONCERNE_ID, child.clone())
                    .with(conclusion::CONCLUSION, format!("conclusion/{}", words[1]));
                set(&mut row, &words[2..]);
                fiches.push(row);
            }
            "L" => {
                let author = Fiche::new(Table::Adulte).with(adulte::NOM, "X");
                let lien = Fiche::new(Table::AdulteEnfant)
                    .with(adulte::lien::ADULTE_ID, author.id.to_string())
                    .with(adulte::lien::ENFANT_CONCERNE_ID, child.clone())
                    .with(adulte::lien::LIEN, format!("lien/{}", words[1]))
                    .with(adulte::lien::AUTEUR_PRESUME, OUI);
                fiches.extend([author, lien]);
            }
            other => panic!("{other}"),
        }
    }
    all.iter_mut().for_each(|dossier| parse::derive(dossier, parametres));
    all
}

/// « total ; bar=value ; series/bar=value », what is zero left out.
fn told(figure: &Figure) -> String {
    let number = |valeur: Valeur| match valeur {
        Valeur::Nombre(n) => format!("{}", (n * 100.0).round() / 100.0),
        Valeur::Masquee | Valeur::Absente => "-".to_owned(),
    };
    let mut parts = vec![number(figure.total)];
    for serie in figure.series.iter().filter(|serie| serie.role == Role::Courante) {
        for (poste, valeur) in figure.axe.postes.iter().zip(&serie.valeurs) {
            let code = |critere: &Option<Critere>| {
                critere.as_ref().map_or("", |c| c.valeur.rsplit('/').next().unwrap()).to_owned()
            };
            let serie = serie.critere.as_ref().map_or(String::new(), |_| format!("{}/", code(&serie.critere)));
            let poste = match &poste.critere {
                // What is missing is told by its dimension.
                Some(critere) if figure.code == "manques" => <&str>::from(critere.dimension).to_owned(),
                critere => code(critere),
            };
            if !matches!(valeur, Valeur::Absente) && *valeur != Valeur::Nombre(0.0) {
                parts.push(format!("{serie}{poste}={}", number(*valeur)));
            }
        }
    }
    parts.join(" ; ")
}

#[test]
fn every_indicator_says_what_a_finger_counts_on_both_bases() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = parametres(&fresh.base);
        storage::load(&fresh.base, dossiers(&parametres).into_iter(), |_| true).unwrap();
        for (territoire, mineurs) in [("vierzon", 1000), ("baugy", 500)] {
            let population = |annee, mineurs| Population { annee, territoire: territoire.to_owned(), mineurs };
            fresh.base.save_population(&population(2024, mineurs)).unwrap();
            fresh.base.save_population(&population(2026, 1)).unwrap();
        }
        let faits = facts(&fresh.base, &parametres);
        let mut wrong = Vec::new();
        let mut seen = 0;
        for indicateur in catalogue() {
            let told = told(&calculer(&faits, indicateur, &Filtre::annee(2025)));
            let expected = ATTENDUS.lines().find_map(|line| line.strip_prefix(&format!("{}\t", indicateur.code)));
            seen += usize::from(expected.is_some());
            if expected != Some(&told) {
                wrong.push(format!("{}\t{told}\n   expected\t{}", indicateur.code, expected.unwrap_or("no line")));
            }
        }
        assert!(wrong.is_empty(), "{moteur:?}\n{}", wrong.join("\n"));
        assert_eq!(seen, ATTENDUS.lines().filter(|line| !line.starts_with('#')).count(), "a line for nothing");
    }
}

#[test]
fn the_figure_opens_the_dossiers_behind_it() {
    let fresh = MOTEURS[0].fresh();
    let parametres = parametres(&fresh.base);
    let all = dossiers(&parametres);
    storage::load(&fresh.base, all.clone().into_iter(), |_| true).unwrap();
    let faits = facts(&fresh.base, &parametres);
    let behind = |code: &str, cell: &[Critere]| {
        let ids = faits.dossiers(trouver(code).unwrap(), &Filtre::annee(2025), cell);
        let mut ranks: Vec<usize> =
            ids.iter().map(|id| all.iter().position(|dossier| dossier.id() == Some(*id)).unwrap() + 1).collect();
        ranks.sort_unstable();
        ranks
    };
    assert_eq!(behind("motifs", &[Critere::new(Dimension::Motif, "motif/fugue")]), [3, 6]);
    assert_eq!(behind("ages", &[Critere::new(Dimension::Age, "0_2")]), [1, 4]);
    assert_eq!(behind("informations_mois", &[Critere::new(Dimension::Mois, "2025-03")]), [2, 3]);
    assert_eq!(behind("part_trois_mois", &[]), [1, 3], "those that were in time");
}
