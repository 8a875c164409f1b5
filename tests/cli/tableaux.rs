//! Figures from the command line, without a window.

use vigie::demo::Demo;
use vigie::domain::Parametres;
use vigie::storage;

use crate::common::{MOTEURS, today};
use crate::{done, json, plain, refused};

#[test]
fn every_indicator_goes_to_one_file_and_what_is_small_is_hidden_when_asked() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = Parametres {
            communes: std::sync::Arc::new(fresh.base.communes().unwrap()),
            ..fresh.base.parametres(today()).unwrap()
        };
        storage::load(&fresh.base, Demo::new(&parametres, 150, 4, today()), |_| true).unwrap();
        let adresse = fresh.cible.adresse();
        let file = fresh.dir.path().join("chiffres.csv");
        let path = file.to_str().unwrap();
        let run = |extra: &[&str]| {
            let args = [&["tableau", "--base", &adresse, "--indicateur", "tous", "--sortie", path][..], extra].concat();
            json(&args)
        };
        let said = run(&["--du", "2020-01-01", "--au", "31/12/2026"]);
        assert_eq!(said["masques"], 0, "{moteur:?}");
        let text = std::fs::read_to_string(&file).unwrap();
        for indicateur in vigie::dashboards::catalogue() {
            assert!(text.contains(&format!("{};", indicateur.code)), "{}", indicateur.code);
        }
        assert!(!text.contains("masqué"));
        let said = run(&["--annee", "2025", "--territoire", "vierzon", "--masquer"]);
        assert!(said["masques"].as_u64().unwrap() > 10, "{said}");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("masqué") && text.contains("territoire\u{a0}: Vierzon"));

        fn join<'a>(adresse: &'a str, extra: &[&'a str]) -> Vec<&'a str> {
            [&["tableau", "--base", adresse][..], extra].concat()
        }
        assert!(plain(&done(&join(&adresse, &[]))).contains("part_trois_mois"), "the list");
        assert!(
            refused(1, &join(&adresse, &["--indicateur", "x", "--sortie", path]))
                .contains("d’indicateur «\u{a0}x\u{a0}»")
        );
        assert!(refused(2, &join(&adresse, &["--indicateur", "motifs", "--sortie", "a.doc"])).contains(".csv"));
        assert!(
            refused(2, &join(&adresse, &["--indicateur", "motifs", "--sortie", path, "--du", "32/01/2025"]))
                .contains("--du")
        );
        let turned = ["--indicateur", "motifs", "--sortie", path, "--du", "2025-02-01", "--au", "2025-01-01"];
        assert!(refused(2, &join(&adresse, &turned)).contains("avant de commencer"));
    }
}

#[test]
fn populations_are_taken_from_a_file_whole_or_not_at_all_and_rates_follow() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let adresse = fresh.cible.adresse();
        let file = fresh.dir.path().join("mineurs.csv");
        let path = file.to_str().unwrap();
        let list = ["tableau", "population", "--base", &*adresse];
        let take = ["tableau", "population", path, "--base", &*adresse];
        assert!(plain(&done(&list)).contains("Aucune population"), "{moteur:?}");
        std::fs::write(&file, "2024;vierzon;12 000\n2024;nulle part;3\n").unwrap();
        assert!(refused(1, &take).contains("Ligne 2"));
        assert_eq!(json(&list)["populations"].as_array().unwrap().len(), 0, "nothing of a file with a wrong line");
        std::fs::write(&file, "Année;Territoire;Mineurs\n2024;Vierzon;12 000\n2025;vierzon;11900\n").unwrap();
        assert_eq!(json(&take)["lignes"], 2);
        let told = json(&list);
        assert_eq!(
            (&told["populations"][0]["mineurs"], &told["populations"][1]["annee"]),
            (&12_000.into(), &2025.into())
        );
        // Zero takes a line away.
        std::fs::write(&file, "2024;vierzon;0\n").unwrap();
        done(&take);
        assert_eq!(json(&list)["populations"].as_array().unwrap().len(), 1);
    }
}
