//! Finding anyone, knowing who is known, seeing what is due: by keys and the accessibility tree.

use egui::Key;
use vigie::app::Ecran;
use vigie::domain::accueil::{FiltreAccueil, Travail};
use vigie::domain::alerte::Motif;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::enfant::{self, personne};
use vigie::domain::liste::EditListe;
use vigie::domain::{Dossier, Fiche, Table, parse, traitement};
use vigie::storage::Base;
use vigie::ui::dossier::Part;

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
fn what_the_badges_explain_is_read_without_pointing() {
    let fresh = crate::common::Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let mut dossier = court(&parametres, "Martin", "Léa");
    dossier.fiches[0].set(dossier::DANGER_GRAVE, "true");
    fresh.base.save(&Dossier::default(), &dossier).unwrap();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("poste"));
    b.wait_for("the grid", |app| app.grille.total == Some(1) && !app.working());
    b.key(Key::Enter);
    b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
    assert!(b.sees("Date traitement\u{a0}: "), "it is read in the header");
    b.press(egui::Modifiers::ALT, Key::Num3).press(egui::Modifiers::ALT, Key::Num3);
    assert!(b.sees("le parquet doit être saisi sans délai") && b.sees("Enregistré le"));
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
fn what_is_due_is_read_again_with_f5_and_when_somebody_saves_and_the_chosen_line_stays() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let (mut b, dossier) = opened(&fresh);
        b.ctrl(Key::H);
        b.wait_for("the work", |app| app.accueil.travail.is_some() && !app.working());
        b.app_mut().accueil.travail = None;
        b.key(Key::F5);
        b.wait_for("the work again", |app| app.accueil.travail.is_some() && !app.working());
        b.ctrl(Key::H);
        b.wait_for("the work", |app| !app.working());
        b.key(Key::ArrowDown);
        let chosen = |app: &vigie::app::App| app.accueil.travail.as_ref().unwrap().taches[app.accueil.at].clone();
        let before = chosen(b.app());
        assert_eq!((before.dossier, before.service.as_str()), (dossier.id().unwrap(), ""), "{moteur:?}");
        // Received long before: it comes first.
        let parametres = fresh.base.parametres(today()).unwrap();
        let mut older = court(&parametres, "Ancien", "Paul");
        older.fiches[0].set(dossier::DATE_RECEPTION, "2026-01-05");
        parse::derive(&mut older, &parametres);
        fresh.base.save(&Dossier::default(), &older).unwrap();
        let count = |app: &vigie::app::App| app.accueil.travail.as_ref().map_or(0, |travail| travail.taches.len());
        b.wait_for("what somebody saved", |app| count(app) > 2 && !app.working());
        assert_eq!(chosen(b.app()), before, "{moteur:?}");
        assert_ne!(b.app().accueil.at, 1, "{moteur:?}");
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

/// Presses the button of that name, then waits for whatever it asked of the base.
fn press(b: &mut Bureau, label: &str) {
    b.click(label);
    b.wait_for(label, |app| !app.working());
}

fn etat(b: &Bureau) -> String {
    b.draft().entete().unwrap().get(dossier::ETAT).to_owned()
}

#[test]
fn a_closing_tells_what_is_missing_asks_why_and_a_new_information_reopens() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let (mut b, dossier) = opened(&fresh);
        b.app_mut().ecran = Ecran::Dossiers;
        b.ctrl(Key::K).text(dossier.entete().unwrap().get(dossier::NUMERO));
        b.wait_for("the number", |app| !app.working());
        b.key(Key::Enter);
        b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
        // The same key twice: the services, then the follow-up.
        b.press(egui::Modifiers::ALT, Key::Num3).press(egui::Modifiers::ALT, Key::Num3);
        assert_eq!(b.view().part, Part::Suivi, "{moteur:?}");
        // Each deadline tells its rule, its start and how it was found.
        assert!(b.sees("3 mois à compter de la réception du 03/08/2026"), "{moteur:?}");
        assert!(b.sees("de date à date = 03/11/2026"), "{moteur:?}");
        // One service answered, the other is late: one reminder, counted.
        press(&mut b, "Relancer le service en retard");
        let relances: Vec<_> =
            b.draft().of(Table::Traitement).map(|row| row.get(traitement::RELANCES).to_owned()).collect();
        assert_eq!(relances, ["1", "", ""][..relances.len()], "{moteur:?}");
        press(&mut b, "Passer à la conclusion");
        press(&mut b, "Clore le dossier");
        assert!(b.sees("Clore malgré ce qui manque"), "{moteur:?}");
        assert!(b.sees("Aucune rencontre au domicile") && b.sees("autres mineurs du domicile"), "{moteur:?}");
        // Without a reason nothing is closed, whatever one presses.
        b.key(Key::Enter);
        assert_eq!(etat(&b), "etat_dossier/a_conclure", "{moteur:?}");
        b.text("Famille partie sans adresse").key(Key::Enter);
        assert_eq!(etat(&b), dossier::ETAT_CLOS, "{moteur:?}");
        b.save();
        let saved = |b: &Bureau| b.view().loaded.entete().unwrap().clone();
        assert_eq!(saved(&b).get(dossier::CLOTURE_MOTIF), "Famille partie sans adresse", "{moteur:?}");
        assert_eq!(saved(&b).get(dossier::CLOS_LE), "2026-11-23", "{moteur:?}");
        let due = |base: &Base| base.travail(&FiltreAccueil::default(), today()).unwrap().taches.len();
        assert_eq!(due(&fresh.base), 0, "{moteur:?} a closed dossier owes nothing");
        press(&mut b, "Rouvrir : une information nouvelle arrive");
        b.save();
        assert_eq!(saved(&b).get(dossier::ETAT), "etat_dossier/evaluation", "{moteur:?}");
        assert_eq!(saved(&b).get(dossier::ROUVERT_LE), "2026-11-23", "{moteur:?}");
        assert_eq!(saved(&b).get(dossier::CLOS_LE), "", "{moteur:?}");
        assert_eq!(due(&fresh.base), 2, "{moteur:?} what was due runs again");
    }
}

#[test]
fn two_informations_on_a_child_and_a_shared_address_are_told_and_counted() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let mut first = court(&parametres, "Gauthier", "Léa");
        first.fiches[0].set(dossier::DATE_RECEPTION, "2026-10-01");
        for fiche in first.fiches.iter_mut().filter(|fiche| fiche.table == Table::EnfantConcerne) {
            for (cle, value) in
                [(enfant::COMMUNE, "18279"), (enfant::NUMERO_VOIE, "4"), (enfant::VOIE, "rue des Écoles")]
            {
                fiche.set(cle, value);
            }
        }
        parse::derive(&mut first, &parametres);
        let first = fresh.base.save(&Dossier::default(), &first).unwrap().dossier;
        // Another information on Léa, and one on other children at her address.
        let lea = first.of(Table::Enfant).next().unwrap().clone();
        let concerne = Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, lea.id.to_string());
        let header = Fiche::new(Table::Dossier).with(dossier::DATE_RECEPTION, "2026-11-20");
        let mut second = Dossier { fiches: vec![header, lea, concerne] };
        parse::derive(&mut second, &parametres);
        let second = fresh.base.save(&Dossier::default(), &second).unwrap().dossier;
        let mut third = court(&parametres, "Petit", "Noé");
        third.fiches[0].set(dossier::DATE_RECEPTION, "2026-11-21");
        for fiche in third.fiches.iter_mut().filter(|fiche| fiche.table == Table::EnfantConcerne) {
            for (cle, value) in
                [(enfant::COMMUNE, "18279"), (enfant::NUMERO_VOIE, "4"), (enfant::VOIE, "Rue des ecoles")]
            {
                fiche.set(cle, value);
            }
        }
        parse::derive(&mut third, &parametres);
        let third = fresh.base.save(&Dossier::default(), &third).unwrap().dossier;
        let around = |dossier: &Dossier, motif: Motif| -> Vec<_> {
            fresh.base.entourage(dossier.id().unwrap()).unwrap().of(motif).map(|one| one.dossier).collect()
        };
        assert_eq!(around(&second, Motif::Informations), [first.id().unwrap()], "{moteur:?}");
        assert_eq!(around(&first, Motif::Informations), [second.id().unwrap()], "{moteur:?}");
        assert_eq!(around(&third, Motif::Adresse), [first.id().unwrap()], "{moteur:?}");
        assert!(around(&third, Motif::Informations).is_empty(), "{moteur:?}");
        let travail = fresh.base.travail(&FiltreAccueil::default(), today()).unwrap();
        assert_eq!(Travail::count(&travail.rapprochees, ""), 1, "{moteur:?} the second of the two");
        assert_eq!(Travail::count(&travail.adresses, ""), 2, "{moteur:?} the one and the other");
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("poste"));
        b.ctrl(Key::H);
        b.wait_for("the work", |app| app.accueil.travail.is_some() && !app.working());
        b.click("1 informations rapprochées");
        b.wait_for("the list", |app| app.ecran == Ecran::Dossiers && !app.working());
        assert_eq!(b.app().grille.total, Some(1), "{moteur:?}");
        assert!(b.sees("Informations rapprochées pour un même enfant"), "{moteur:?}");
        b.key(Key::Enter);
        b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
        assert_eq!(b.view().id, second.id().unwrap(), "{moteur:?}");
        assert!(b.sees("Deux informations"), "{moteur:?} in the header");
        // Told no more once the length is shorter than the time between the two.
        let shorter = ["30", "jours", "", ""].map(str::to_owned).to_vec();
        fresh.base.edit_liste(&EditListe::Fields { liste: "delai".into(), id: "A01".into(), champs: shorter }).unwrap();
        assert!(around(&second, Motif::Informations).is_empty(), "{moteur:?}");
    }
}
