//! Reminders of late services, from the list to the register, and a reprint that is the same to the byte.

use egui::Key;
use vigie::app::Ecran;
use vigie::domain::courrier::FiltreCourrier;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Table, traitement};

use crate::bureau::Bureau;
use crate::common::dossiers::complet;
use crate::common::{MOTEURS, today};

#[test]
fn three_late_dossiers_are_reminded_found_in_the_register_and_printed_again_the_same() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let mut ids = Vec::new();
        for _ in 0..3 {
            let mut late = complet(&parametres);
            let mut first = true;
            for fiche in late.fiches.iter_mut().filter(|fiche| fiche.table == Table::Traitement) {
                if std::mem::take(&mut first) {
                    fiche.set(traitement::ECHEANCE_LE, "2026-11-01");
                }
            }
            let saved = fresh.base.save(&Dossier::default(), &late).unwrap().dossier;
            ids.push((saved.id().unwrap(), saved.entete().unwrap().get(dossier::NUMERO).to_owned()));
        }
        fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap();

        let mut bureau = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
        bureau.ctrl(Key::P);
        bureau.wait_for("the templates", |app| app.ecran == Ecran::Courriers && !app.courriers().modeles.is_empty());
        bureau.click("Relance d’un service hors délai").click("Tous les services en retard");
        bureau.wait_for("the missing fields", |app| {
            !app.courriers().reponses.is_empty() && app.courriers().busy.is_empty()
        });
        assert_eq!(bureau.app().courriers().reponses.len(), 1, "{moteur:?}");
        assert!(bureau.sees("Réponse attendue avant le") && bureau.sees("À compléter"));
        bureau.app_mut().courriers_mut().reponses[0].valeur = "32/12/2026".to_owned();
        bureau.click("Préparer");
        assert!(bureau.sees("n’existe pas"), "an impossible date is told beside its field");
        bureau.app_mut().courriers_mut().reponses[0].valeur = "14122026".to_owned();
        bureau.click("Préparer");
        bureau.wait_for("the letters", |app| app.courriers().plis.len() == 3 && app.courriers().busy.is_empty());
        assert!(bureau.sees("3 courriers prêts"));
        assert!(
            bureau.app().courriers().plis[0].corps.contains("22\u{a0}jours"),
            "{}",
            bureau.app().courriers().plis[0].corps
        );
        bureau.click("Courrier suivant");

        let file = fresh.dir.path().join("relances.pdf");
        bureau.app_mut().courriers_mut().fichier = file.display().to_string();
        bureau.app_mut().courriers_mut().separes = true;
        bureau.click("Valider et imprimer");
        bureau.wait_for("the register", |app| app.courriers().registre.len() == 3);
        assert!(bureau.told("3 courriers imprimés"));
        let mut printed: Vec<Vec<u8>> = std::fs::read_dir(fresh.dir.path().join("relances"))
            .unwrap()
            .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
            .collect();
        for (id, numero) in &ids {
            let kept =
                fresh.base.registre(&FiltreCourrier { dossier: Some(*id), ..FiltreCourrier::default() }, 9).unwrap();
            assert_eq!(kept.len(), 1, "{moteur:?} {numero}");
            assert!(bureau.sees(numero));
        }
        bureau.click("Réimprimer");
        bureau.wait_for("the reprint", |app| app.toasts.texts().any(|toast| toast.contains("réimprimé")));
        let again = std::fs::read(&file).unwrap();
        printed.retain(|pdf| *pdf == again);
        assert_eq!(printed.len(), 1, "{moteur:?}: the reprint is one of the three, to the byte");
        bureau.click("Marquer envoyé");
        bureau.wait_for("the state", |app| {
            app.courriers().registre.iter().any(|ligne| ligne.etat == vigie::domain::courrier::EtatCourrier::Envoye)
        });
    }
}
