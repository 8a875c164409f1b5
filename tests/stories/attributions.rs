//! One information sent to two services on the same number, until it is closed and comes back: typed, key by key.

use chrono::NaiveDate;
use egui::{Key, Modifiers};
use vigie::app::Ecran;
use vigie::domain::compte::Role;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Fiche, Table, parse, traitement};
use vigie::storage::Base;
use vigie::ui::dossier::Part;

use crate::bureau::{Bureau, CTRL_SHIFT};
use crate::common::dossiers::court;
use crate::common::{Fresh, MOTEURS};

/// The window of somebody who comes back on that day.
fn on(fresh: &Fresh, today: fn() -> NaiveDate) -> Bureau {
    Bureau::open_on(Some(fresh.cible.clone()), fresh.dir.path().join("poste"), today)
}

fn reception() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 2).unwrap()
}

fn later() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 14).unwrap()
}

fn part(b: &mut Bureau, part: Part) {
    for _ in 0..12 {
        if b.view().part == part {
            return;
        }
        b.ctrl(Key::PageDown);
    }
    panic!("no key leads to {part:?}");
}

/// Down the list, then Enter: the first dossier.
fn open_first(b: &mut Bureau) {
    b.key(Key::Enter);
    b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
}

/// Each service, with that field of its row as saved.
fn of_services(b: &Bureau, cle: vigie::domain::Cle) -> Vec<(String, String)> {
    let rows = b.view().loaded.of(Table::Traitement);
    rows.map(|row| (row.get(traitement::SERVICE).to_owned(), row.get(cle).to_owned())).collect()
}

fn saved(b: &Bureau, cle: vigie::domain::Cle) -> String {
    b.view().loaded.entete().unwrap().get(cle).to_owned()
}

#[test]
fn two_services_on_one_number_one_late_reminded_and_returned_then_closed_all_the_same_and_reopened() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let mut b = on(&fresh, reception);
        // A child, the day, the two services with the same number and each its own day.
        b.ctrl(Key::N).press(CTRL_SHIFT, Key::N);
        b.enter("fém").enter("Gauthier").enter("Léa").enter("07/02/2015");
        b.press(Modifiers::ALT, Key::Num3);
        assert_eq!((b.view().part, b.focused().as_str()), (Part::Traitement, "Service"), "{moteur:?}");
        for text in ["mdas vierzon", "éval", "auj", "+30", "Mmes Petit et Roux"] {
            b.enter(text);
        }
        b.skip(4);
        assert_eq!(b.focused(), "Service", "{moteur:?} the next line");
        for text in ["pmi", "éval", "auj", "+60", "Dr Blanc"] {
            b.enter(text);
        }
        b.save();
        assert_eq!(b.view().errors, [], "{moteur:?}");
        let numero = saved(&b, dossier::NUMERO);
        let due = |day: &str, other: &str| {
            [("mdas-vierzon".to_owned(), day.to_owned()), ("pmi".to_owned(), other.to_owned())]
        };
        assert_eq!(of_services(&b, traitement::ECHEANCE_LE), due("2026-12-02", "2027-01-01"), "{moteur:?}");
        part(&mut b, Part::Suivi);
        b.push_above("Qualifier et faire évaluer");
        b.save();
        drop(b);

        // Six weeks later one is late: it comes first, and is opened with one key.
        let mut b = on(&fresh, later);
        b.ctrl(Key::H);
        b.wait_for("the work", |app| app.ecran == Ecran::Accueil && app.accueil.travail.is_some() && !app.working());
        assert!(b.sees("En retard de 12 jours, Retour de service attendu"), "{moteur:?}");
        open_first(&mut b);
        assert_eq!(saved(&b, dossier::NUMERO), numero, "{moteur:?} both services on one number");
        part(&mut b, Part::Suivi);
        b.push_above("Relancer le service en retard");
        b.save();
        assert_eq!(of_services(&b, traitement::RELANCES), due("1", ""), "{moteur:?} the late one alone");
        assert_eq!(of_services(&b, traitement::RELANCE_LE), due("2026-12-14", ""), "{moteur:?}");

        // Its report comes with a proposal.
        b.press(Modifiers::ALT, Key::Num3);
        b.skip(5);
        assert_eq!(b.focused(), "Retour le", "{moteur:?}");
        b.enter("auj").enter("aide à domicile").enter("rendu");
        b.save();
        assert_eq!(b.view().errors, [], "{moteur:?}");
        assert_eq!(of_services(&b, traitement::RETOUR_LE), due("2026-12-14", ""), "{moteur:?}");
        let proposed = of_services(&b, traitement::PROPOSITION);
        assert!(proposed[0].1.starts_with("proposition/") && proposed[1].1.is_empty(), "{moteur:?} {proposed:?}");
        b.ctrl(Key::H);
        b.wait_for("the work", |app| app.ecran == Ecran::Accueil && !app.working());
        assert!(!b.sees("En retard"), "{moteur:?} what was returned is awaited no more");

        // Closed without a meeting at the home: told, refused without a reason, then done with it.
        open_first(&mut b);
        part(&mut b, Part::Suivi);
        b.push_above("Passer à la conclusion").push_above("Clore le dossier");
        for missing in ["Clore malgré ce qui manque", "Aucune rencontre au domicile", "n’a pas rendu son rapport"] {
            assert!(b.sees(missing), "{moteur:?} {missing}");
        }
        b.key(Key::Enter);
        assert!(b.sees("Clore malgré ce qui manque"), "{moteur:?} not without a reason");
        b.text("Famille partie sans adresse").key(Key::Enter);
        b.save();
        assert_eq!(saved(&b, dossier::ETAT), dossier::ETAT_CLOS, "{moteur:?}");
        assert_eq!(saved(&b, dossier::CLOTURE_MOTIF), "Famille partie sans adresse", "{moteur:?}");
        assert_eq!(saved(&b, dossier::CLOS_LE), "2026-12-14", "{moteur:?}");

        // A new information: the dossier runs again, with the same number.
        b.push_above("Rouvrir\u{a0}: une information nouvelle arrive");
        b.save();
        assert_eq!(saved(&b, dossier::ETAT), "etat_dossier/evaluation", "{moteur:?}");
        assert_eq!(saved(&b, dossier::ROUVERT_LE), "2026-12-14", "{moteur:?}");
        assert_eq!((saved(&b, dossier::CLOS_LE), saved(&b, dossier::CLOTURE_MOTIF)), Default::default(), "{moteur:?}");
        assert_eq!(saved(&b, dossier::NUMERO), numero, "{moteur:?}");
    }
}

#[test]
fn who_types_dossiers_is_told_that_qualifying_is_for_the_head_of_the_cell_and_loses_nothing() {
    use crate::comptes::{SECRET, as_person, installed, typist};
    let (owner, admin, dir) = installed();
    let login = typist(&owner, &admin);
    let mut b = Bureau::open_on(Some(as_person(&owner, &login, SECRET)), dir.path().to_owned(), reception);
    b.ctrl(Key::N).press(CTRL_SHIFT, Key::N);
    b.enter("fém").enter("Gauthier").enter("Léa").enter("07/02/2015");
    b.save();
    assert_eq!(b.view().errors, []);
    part(&mut b, Part::Suivi);
    assert!(b.sees("Qualifier, clore et rouvrir reviennent à l’encadrement"));
    b.click("Qualifier et faire évaluer");
    assert_eq!(b.draft().entete().unwrap().get(dossier::ETAT), dossier::ETAT_INITIAL, "the step is not theirs");
    assert!(!b.sees("Qualifié le"), "nor is its day");
    // The rest of the follow-up is.
    b.tab_to("Rencontre au domicile le").enter("auj");
    b.save();
    assert_eq!(saved(&b, dossier::RENCONTRE_LE), "2026-11-02");
}

/// Two services asked on two dossiers; hers is due after the other.
fn asked(base: &Base) {
    let parametres = base.parametres(reception()).unwrap();
    for (nom, service, day) in [("Petit", "mdas-baugy", "2026-11-10"), ("Gauthier", "mdas-aubigny", "2026-11-20")] {
        let mut dossier = court(&parametres, nom, "Léa");
        dossier.fiches[0].set(dossier::DATE_RECEPTION, "2026-11-02");
        dossier.fiches[0].set(dossier::TERRITOIRE, "baugy");
        dossier.fiches.push(
            Fiche::new(Table::Traitement)
                .with(traitement::SERVICE, service)
                .with(traitement::ENVOYE_LE, "2026-11-03")
                .with(traitement::ECHEANCE_LE, day),
        );
        parse::derive(&mut dossier, &parametres);
        base.save(&Dossier::default(), &dossier).unwrap();
    }
}

#[test]
fn who_is_of_a_service_sees_its_work_first_and_lists_one_service_alone_with_the_arrows() {
    use crate::comptes::{SECRET, as_person, installed, with_role};
    let (owner, admin, dir) = installed();
    asked(&Base::open(owner.clone()).unwrap());
    let login = with_role(&owner, &admin, "pmi", Role::Territoire, &["baugy"], &["mdas-aubigny"]);
    let mut b = Bureau::open_on(Some(as_person(&owner, &login, SECRET)), dir.path().to_owned(), later);
    let services = |b: &Bureau| -> Vec<String> {
        let taches = &b.app().accueil.travail.as_ref().unwrap().taches;
        taches.iter().map(|tache| tache.service.clone()).filter(|service| !service.is_empty()).collect()
    };
    b.ctrl(Key::H);
    b.wait_for("the work", |app| app.accueil.travail.is_some() && !app.working());
    assert_eq!(services(&b), ["mdas-aubigny", "mdas-baugy"], "hers first, though the other has waited longer");
    assert_eq!(b.app().accueil.travail.as_ref().unwrap().taches[0].service, "mdas-aubigny");
    // Her own service stands first in the list.
    b.tab_to("Service").key(Key::ArrowDown);
    b.wait_for("hers alone", |app| !app.working());
    assert_eq!(services(&b), ["mdas-aubigny"]);
    assert_eq!(b.value(), "MDAS Nord (Aubigny-sur-Nère)");
    b.key(Key::ArrowUp);
    b.wait_for("all again", |app| !app.working());
    assert_eq!(services(&b).len(), 2);
    b.tab_to("Territoire").key(Key::ArrowDown);
    b.wait_for("another territory", |app| !app.working());
    assert_eq!(services(&b).len(), 0, "nothing is due at the first territory of the list");
}
