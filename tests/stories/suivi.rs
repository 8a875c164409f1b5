//! Finding anyone, knowing who is known, seeing what is due: by keys and the accessibility tree.

use egui::Key;
use vigie::app::Ecran;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::enfant::personne;
use vigie::domain::{Dossier, Fiche, Table, parse, traitement};
use vigie::storage::Base;

use crate::bureau::{Bureau, CTRL_SHIFT};
use crate::common::dossiers::court;
use crate::common::{Fresh, MOTEURS, today};

/// A dossier of Léa Gauthier, received long ago, with two services asked: one has answered.
fn known(base: &Base) -> Dossier {
    let parametres = base.parametres(today()).unwrap();
    let mut dossier = court(&parametres, "Gauthier", "Léa");
    for fiche in &mut dossier.fiches {
        match fiche.table {
            Table::Enfant => {
                fiche.set(personne::DATE_NAISSANCE, "2015-02-07");
                fiche.set(personne::PRECISION_NAISSANCE, "exacte");
            }
            Table::Dossier => {
                fiche.set(dossier::DATE_RECEPTION, "2026-08-03");
                fiche.set(dossier::ETAT, "etat_dossier/evaluation");
                fiche.set(dossier::TERRITOIRE, "vierzon");
            }
            _ => {}
        }
    }
    for (service, retour) in [("mdas-vierzon", ""), ("pmi", "2026-10-01")] {
        dossier.fiches.push(
            Fiche::new(Table::Traitement)
                .with(traitement::SERVICE, service)
                .with(traitement::NATURE, "nature_traitement/evaluation")
                .with(traitement::ENVOYE_LE, "2026-08-05")
                .with(traitement::ECHEANCE_LE, "2026-10-15")
                .with(traitement::RETOUR_LE, retour),
        );
    }
    parse::derive(&mut dossier, &parametres);
    base.save(&Dossier::default(), &dossier).unwrap().dossier
}

fn opened(fresh: &Fresh) -> (Bureau, Dossier) {
    let dossier = known(&fresh.base);
    (Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("poste")), dossier)
}

#[test]
fn a_child_is_found_from_anywhere_by_its_sound_and_opened_with_one_key() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let (mut b, dossier) = opened(&fresh);
        b.ctrl(Key::K).text("gotier lea");
        b.wait_for("what sounds the same", |app| !app.working());
        assert!(b.sees("Enfant Léa GAUTHIER") && b.sees("même prononciation"), "{moteur:?}");
        b.key(Key::Enter);
        b.wait_for("the dossier", |app| app.view().is_some());
        assert_eq!(b.view().id, dossier.id().unwrap(), "{moteur:?}");
        // One typing error: said as such.
        b.ctrl(Key::K).text("gaithier");
        // The second answer is asked for by the first.
        b.wait_for("what is exact", |app| !app.working());
        b.wait_for("what is near", |app| !app.working());
        assert!(b.sees("à une faute de frappe près"), "{moteur:?}");
        b.key(Key::Escape);
        // A command is still found there.
        b.ctrl(Key::K).text("paramètres");
        b.wait_for("the search", |app| !app.working());
        b.key(Key::Enter);
        assert_eq!(b.app().ecran, Ecran::Parametres);
    }
}

#[test]
fn a_known_child_is_recognised_while_it_is_typed_with_every_reason_and_linked() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let (mut b, dossier) = opened(&fresh);
        b.ctrl(Key::N).press(CTRL_SHIFT, Key::N);
        let person = b.draft().of(Table::Enfant).last().unwrap().id;
        b.app_mut().dossiers[0].go_to(person, personne::NOM_USAGE);
        b.settle();
        b.enter("Gotier").enter("Lea").text("07022015").key(Key::Enter);
        b.wait_for("the candidates", |app| !app.working());
        assert!(b.sees("Sans doute le même enfant"), "{moteur:?}");
        for reason in ["nom de même prononciation", "même prénom", "même date de naissance"] {
            assert!(b.sees(reason), "{moteur:?} {reason}");
        }
        assert_ne!(b.focused(), "", "the focus stays in the form");
        b.ctrl(Key::R);
        let lea = dossier.of(Table::Enfant).next().unwrap().id;
        assert!(b.draft().of(Table::Enfant).any(|fiche| fiche.id == lea), "{moteur:?} the person is linked");
    }
}

#[test]
fn what_is_late_comes_first_by_reason_and_opens() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let (mut b, dossier) = opened(&fresh);
        b.ctrl(Key::H);
        b.wait_for("the work", |app| app.ecran == Ecran::Accueil && app.accueil.travail.is_some() && !app.working());
        // The service that has not answered since 15 October, then the evaluation since 3 November.
        assert!(b.sees("En retard de 39 jours, Retour de service attendu"), "{moteur:?}");
        assert!(b.sees("En retard de 20 jours, Évaluation"), "{moteur:?}");
        assert!(b.sees("2 en retard") && b.sees("1 en évaluation"), "{moteur:?}");
        let late: Vec<String> =
            b.app().accueil.travail.as_ref().unwrap().taches.iter().map(|tache| tache.service.clone()).collect();
        assert_eq!(late, ["mdas-vierzon", ""], "{moteur:?} the one that answered is not awaited");
        b.key(Key::ArrowDown).key(Key::Enter);
        b.wait_for("the dossier", |app| app.view().is_some());
        assert_eq!(b.view().id, dossier.id().unwrap());
        // A count opens the list behind it.
        b.ctrl(Key::H);
        b.wait_for("the work", |app| app.ecran == Ecran::Accueil && !app.working());
        b.click("1 en évaluation");
        b.wait_for("the list", |app| app.ecran == Ecran::Dossiers && !app.working());
        assert_eq!(b.app().grille.total, Some(1), "{moteur:?}");
    }
}
