//! Finding dossiers and reading one, for people and for programs.

use serde_json::Value;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::{Cle, Dossier, Nature, Table, date, dossier, enfant, parse};

use crate::common::dossiers::{complet, court};
use crate::common::{MOTEURS, today};
use crate::{done, json, numero, plain, refused, with, words};

#[test]
fn a_dossier_is_read_section_by_section_in_french() {
    for moteur in MOTEURS {
        let (fresh, adresse, saved) = with(moteur, complet);
        let shown = done(&["dossier", "lire", numero(&saved), "--base", &adresse]);
        let parametres = fresh.base.parametres(today()).unwrap();
        let service = &parametres.services[0].libelle;
        let mut rest = words(&shown);
        for expected in [
            &format!("Dossier {}", numero(&saved)),
            "Date de réception 20/11/2026",
            "S.I.P. oui",
            "Danger grave et immédiat non",
            "Support Téléphone",
            "Territoire",
            "Synthèse de la situation Appel de l’école : « œil au beurre noir »",
            "À vérifier.",
            "État En évaluation",
            "Enfant 1 : Léa LEFÈVRE-N’DIAYE",
            "Date de naissance 07/02/2015",
            "Commune Vierzon",
            "Adultes Claire LEFÈVRE, Mère, autorité parentale Ousmane N’DIAYE, Père, autorité parentale",
            "(motif principal)",
            "Conclusions",
            "Enfant 2 : Hugo LEFÈVRE-N’DIAYE",
            "Date de naissance 2019",
            "Enfant 3 : à naître LEFÈVRE-N’DIAYE",
            "à naître 15/03/2027",
            "Adulte 1 : Claire LEFÈVRE",
            "Adulte 2 : Ousmane N’DIAYE",
            &format!("Traitement 1 : {}", words(service)),
            "Envoyé le 21/11/2026",
            "Traitement 2 :",
            "Créé le",
        ] {
            let at = rest.find(expected).unwrap_or_else(|| panic!("{moteur:?}: no {expected} in {rest}"));
            rest.drain(..at + expected.len());
        }
        for code in ["etat_dossier/", "support/", "lien/", "motif/", "conclusion/", "18279", "2026-11-20", "null"] {
            assert!(!shown.contains(code), "{code} in {shown}");
        }
        // The same dossier, named without its zeros.
        let short = numero(&saved).replace("-00000", "-");
        assert_eq!(done(&["dossier", "lire", &short, "--base", &adresse]), shown);
    }
}

/// What the document must hold for a stored value.
fn expected(cle: Cle, stored: &str) -> Value {
    match cle.champ().nature {
        Nature::Oui => (stored == "true").into(),
        _ if stored.is_empty() => Value::Null,
        Nature::Entier | Nature::Auto(vigie::domain::champ::Forme::Entier) => stored.parse::<i64>().unwrap().into(),
        _ => date::read_instant(stored).map_or_else(|| stored.into(), |instant| date::store_instant(instant).into()),
    }
}

#[test]
fn the_json_of_a_dossier_holds_every_stored_value_and_its_label() {
    for moteur in MOTEURS {
        let (fresh, adresse, saved) = with(moteur, complet);
        let mut parametres = fresh.base.parametres(today()).unwrap();
        parametres.communes = std::sync::Arc::new(fresh.base.communes().unwrap());
        let document = json(&["dossier", "lire", numero(&saved), "--base", &adresse]);
        let mut rows: Vec<&Value> = vec![&document["dossier"]];
        for child in document["enfant_concerne"].as_array().unwrap() {
            rows.extend([child, &child["enfant"]]);
            for table in ["adulte_enfant", "motif_enfant", "conclusion_enfant"] {
                rows.extend(child[table].as_array().unwrap());
            }
        }
        rows.extend(document["adulte"].as_array().unwrap());
        rows.extend(document["traitement"].as_array().unwrap());
        let read = fresh.base.dossier_by_numero(numero(&saved)).unwrap().unwrap().dossier;
        assert_eq!(rows.len(), read.fiches.len(), "{moteur:?}");
        for fiche in &read.fiches {
            let row = rows.iter().find(|row| row["id"] == fiche.id.to_string()).unwrap();
            assert_eq!(row["version"], fiche.version);
            for (cle, stored) in fiche.valeurs() {
                let champ = cle.champ();
                assert_eq!(row[champ.colonne], expected(cle, stored), "{moteur:?} {}", champ.colonne);
                if let (false, Nature::Liste(_) | Nature::Commune | Nature::Service | Nature::Territoire) =
                    (stored.is_empty(), champ.nature)
                {
                    assert_eq!(row["libelles"][champ.colonne], parse::show(cle, stored, &parametres));
                }
            }
        }
        let names: Vec<&Value> =
            document["enfant_concerne"].as_array().unwrap().iter().map(|child| &child["enfant"]["prenom"]).collect();
        assert_eq!(names, [&Value::from("Léa"), &Value::from("Hugo"), &Value::Null]);
        assert!(document["trace"]["cree_le"].as_str().unwrap().ends_with('Z'));
    }
}

#[test]
fn a_dossier_is_found_by_name_in_any_order_or_by_number() {
    for moteur in MOTEURS {
        let (fresh, adresse, saved) = with(moteur, |p| court(p, "D’Hérouville", "Zoé"));
        let parametres = fresh.base.parametres(today()).unwrap();
        fresh.base.save(&Dossier::default(), &court(&parametres, "Martin", "Léa")).unwrap();
        for typed in [&["d'herouville"][..], &["zoe", "D’HÉROUVILLE"], &["zoé d hérou"], &[numero(&saved)]] {
            let args = [&["dossier", "chercher"], typed, &["--base", &adresse]].concat();
            let shown = plain(&done(&args));
            assert!(shown.contains("D’HÉROUVILLE Zoé") && shown.ends_with("\n1 dossier\n"), "{typed:?}: {shown}");
            let found = json(&args);
            assert_eq!((&found["total"], &found["dossiers"][0]["nombre_enfants"]), (&1.into(), &1.into()));
            assert_eq!(found["dossiers"][0]["numero"], numero(&saved));
            assert_eq!(found["dossiers"][0]["libelles"]["etat"], "À qualifier");
            assert_eq!(found["dossiers"][0]["danger_grave"], false);
        }
        let none = ["dossier", "chercher", "Personne", "--base", &adresse];
        assert!(done(&none).contains("Aucun dossier"));
        assert_eq!(json(&none)["total"], 0);
    }
}

#[test]
fn a_dossier_that_is_not_there_is_named() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        for numero in ["2026-000404", "x", "'; DROP TABLE dossier; --"] {
            let sentence = refused(1, &["dossier", "lire", numero, "--base", &fresh.cible.adresse()]);
            assert!(sentence.contains(&format!("pas de dossier {numero}")), "{sentence}");
        }
    }
}

#[test]
fn a_name_that_would_drive_the_terminal_is_printed_harmlessly() {
    for moteur in MOTEURS {
        // As an import could leave it: the window itself would have cleaned it.
        let hostile = "Le\u{1b}]0;x\u{7}\u{9b}2J\u{202e}a\r\nb";
        let (_fresh, adresse, saved) = with(moteur, |p| {
            let mut dossier = court(p, "Martin", hostile);
            let entete = dossier.fiches.iter_mut().find(|fiche| fiche.table == Table::Dossier).unwrap();
            entete.set(dossier::SYNTHESE, hostile);
            dossier
        });
        for args in [
            ["dossier", "lire", numero(&saved), "--base", &adresse],
            ["dossier", "chercher", "Martin", "--base", &adresse],
        ] {
            let shown = done(&args);
            let json = done(&[&args[..], &["--json"]].concat());
            for text in [&shown, &json] {
                assert!(!text.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{text:?}");
            }
        }
        let document = json(&["dossier", "lire", numero(&saved), "--base", &adresse]);
        assert_eq!(document["enfant_concerne"][0]["enfant"]["prenom"], hostile, "programs get what is stored");
        let personne = saved.of(Table::Enfant).next().unwrap();
        assert_eq!(personne.get(enfant::personne::PRENOM), hostile);
    }
}
