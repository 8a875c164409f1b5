//! The auditor's hour: the journal looked through, a line read, the chain verified, an export; then the base's state.

use diesel::connection::SimpleConnection as _;
use egui::Key;
use serde_json::Value;
use vigie::app::Ecran;
use vigie::domain::Dossier;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::ui::administration::{Partie, Verification};

use crate::bureau::Bureau;
use crate::common::dossiers::court;
use crate::common::{Fresh, MOTEURS, Moteur, today};

/// The screen open on the journal, its first page read.
fn open(fresh: &Fresh) -> Bureau {
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::K).text("Administration");
    b.key(Key::Enter);
    b.wait_for("the journal", |app| {
        app.ecran == Ecran::Administration && app.administration().journal.total.is_some() && !app.working()
    });
    b
}

fn one(moteur: Moteur) -> (Fresh, String) {
    let fresh = moteur.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let saved = fresh.base.save(&Dossier::default(), &court(&parametres, "Lefèvre", "Léa")).unwrap().dossier;
    fresh.base.consigner("impression", "courrier", saved.id(), &Value::Null).unwrap();
    let numero = saved.entete().unwrap().get(dossier::NUMERO).to_owned();
    (fresh, numero)
}

#[test]
fn the_journal_is_looked_through_by_keyboard_and_a_line_shows_what_was_written() {
    for moteur in MOTEURS {
        let (fresh, numero) = one(moteur);
        let mut b = open(&fresh);
        assert!(b.sees("Impression") && b.sees("Courrier") && b.sees(&numero), "{moteur:?}");
        // From the part's button to the grid.
        b.app_mut().administration_mut().journal.take_focus = true;
        b.settle();
        b.key(Key::ArrowDown);
        assert_eq!(b.app().administration().journal.at, 1);
        b.key(Key::End).key(Key::Enter);
        b.wait_for("the line", |app| matches!(&app.administration().journal.detail, Some((_, Some(_)))));
        let (ligne, textes) = b.app().administration().journal.detail.clone().unwrap();
        assert_eq!(ligne.operation, "ajout");
        assert!(!textes.unwrap().is_empty(), "{moteur:?}");
        assert!(b.sees("Après"));
        b.click("Fermer le détail");
        assert!(b.app().administration().journal.detail.is_none());

        let journal = &mut b.app_mut().administration_mut().journal;
        journal.filtre.operation = "impression".to_owned();
        journal.numero = numero.clone();
        b.click("Administration");
        b.app_mut().administration_mut().journal.du = "32/13/2026".to_owned();
        b.click("Vider");
        b.wait_for("every line", |app| {
            app.administration().journal.total.is_some_and(|total| total > 3) && !app.working()
        });
        assert!(b.app().administration().journal.du.is_empty());
    }
}

#[test]
fn the_chain_is_verified_with_a_head_kept_elsewhere_and_a_break_is_told() {
    for moteur in MOTEURS {
        let (fresh, _) = one(moteur);
        let head = fresh.base.journal_head().unwrap().to_string();
        let mut b = open(&fresh);
        b.click("Vérifier le journal");
        b.wait_for("the verdict", |app| matches!(app.administration().journal.verification, Verification::Sound(_)));
        assert!(b.sees("aucune changée, retirée ni ajoutée"), "{moteur:?}");
        b.app_mut().administration_mut().journal.tete = head;
        b.click("Vérifier le journal");
        b.wait_for("the head", |app| {
            matches!(&app.administration().journal.verification, Verification::Sound(told) if told.contains("tête gardée est"))
        });
        b.app_mut().administration_mut().journal.tete = "n’importe quoi".to_owned();
        b.click("Vérifier le journal");
        assert!(b.sees("recopiez en entier"), "a head that is not understood is told");
        b.app_mut().administration_mut().journal.tete.clear();

        let sql = "UPDATE journal SET qui = 'un_autre' WHERE id = 2";
        match fresh.cible.chemin() {
            Some(chemin) => {
                let mut c =
                    <diesel::SqliteConnection as diesel::Connection>::establish(chemin.to_str().unwrap()).unwrap();
                c.batch_execute(&format!("DROP TRIGGER journal_sans_modification; {sql}")).unwrap();
            }
            None => {
                let mut c = <diesel::PgConnection as diesel::Connection>::establish(&fresh.cible.adresse()).unwrap();
                c.batch_execute(&format!("SET session_replication_role = replica; {sql}")).unwrap();
            }
        }
        b.click("Vérifier le journal");
        b.wait_for("the break", |app| {
            matches!(app.administration().journal.verification, Verification::Broken(_)) && !app.working()
        });
        assert!(b.sees("La chaîne est rompue") && b.sees("la ligne 2 (rang 2)"), "{moteur:?}");
    }
}

#[test]
fn the_journal_is_exported_to_a_file_and_the_base_says_how_it_is() {
    for moteur in MOTEURS {
        let (fresh, numero) = one(moteur);
        let mut b = open(&fresh);
        let file = fresh.dir.path().join("journal.csv");
        b.app_mut().administration_mut().journal.fichier = file.display().to_string();
        b.click("Exporter");
        b.wait_for("the file", |app| app.toasts.texts().any(|toast| toast.contains("lignes du journal écrites")));
        assert!(std::fs::read_to_string(&file).unwrap().contains(&numero), "{moteur:?}");
        b.app_mut().administration_mut().journal.fichier =
            fresh.dir.path().join("absent/journal.csv").display().to_string();
        b.click("Exporter");
        b.wait_for("the refusal", |app| app.toasts.texts().any(|toast| toast.contains("ne peut pas être")));

        b.click("État de la base");
        b.wait_for("the findings", |app| app.administration().etat.is_some());
        assert_eq!(b.app().administration().partie, Partie::Etat);
        let place = if moteur == Moteur::Sqlite { "Le fichier n’est pas chiffré" } else { "PostgreSQL" };
        assert!(b.sees(place) && b.sees("lignes de journal"), "{moteur:?}");
    }
}
