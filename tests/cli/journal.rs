//! The journal from the command line: verified, its head kept, exported.

use diesel::connection::SimpleConnection as _;

use crate::common::MOTEURS;
use crate::common::dossiers::court;
use crate::{done, json, numero, plain, refused, with};

#[test]
fn a_journal_is_verified_against_a_head_that_was_kept_and_a_break_is_named() {
    for moteur in MOTEURS {
        let (fresh, adresse, saved) = with(moteur, |parametres| court(parametres, "Lefèvre", "Léa"));
        let head = done(&["journal", "exporter", "--tete", "--base", &adresse]).trim().to_owned();
        assert_eq!(json(&["journal", "exporter", "--tete", "--base", &adresse])["tete"], head.as_str());
        done(&["dossier", "lire", numero(&saved), "--base", &adresse]);
        let said = plain(&done(&["journal", "verifier", "--base", &adresse]));
        assert!(said.contains("Journal entier") && said.contains("sans une tête gardée ailleurs"), "{said}");
        let said = plain(&done(&["journal", "verifier", "--tete", &head, "--base", &adresse]));
        assert!(said.contains("la tête gardée est bien dans la chaîne"), "{said}");
        assert!(refused(1, &["journal", "verifier", "--tete", "12-ab", "--base", &adresse]).contains("recopiez"));

        let file = fresh.dir.path().join("journal.jsonl").display().to_string();
        let written = json(&["journal", "exporter", "--sortie", &file, "--nature", "ajout", "--base", &adresse]);
        assert_eq!(written["lignes"], std::fs::read_to_string(&file).unwrap().lines().count());
        let wrong = refused(2, &["journal", "exporter", "--sortie", &file, "--nature", "lecture", "--base", &adresse]);
        assert!(plain(&wrong).contains("« lecture » n’est pas une nature de ligne"), "{wrong}");

        let sql = "UPDATE journal SET qui = 'un_autre' WHERE id = 2";
        match fresh.cible.chemin() {
            Some(chemin) => {
                let mut c =
                    <diesel::SqliteConnection as diesel::Connection>::establish(chemin.to_str().unwrap()).unwrap();
                c.batch_execute(&format!("DROP TRIGGER journal_sans_modification; {sql}")).unwrap();
            }
            None => {
                let mut c = <diesel::PgConnection as diesel::Connection>::establish(&adresse).unwrap();
                c.batch_execute(&format!("SET session_replication_role = replica; {sql}")).unwrap();
            }
        }
        let broken = plain(&refused(1, &["journal", "verifier", "--base", &adresse]));
        assert!(broken.contains("rompu : la ligne 2 (rang 2) n’est plus celle qui avait été scellée"), "{broken}");
        assert!(broken.contains("les 1 lignes d’avant"), "{broken}");
    }
}
