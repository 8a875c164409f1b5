//! A dossier offered to another territory: withdrawn, refused, accepted. Typed, by one person and by two.

use egui::Key;
use vigie::app::Ecran;
use vigie::domain::compte::Role;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, parse};
use vigie::storage::{Base, Cible};
use vigie::ui::dossier::Part;

use crate::bureau::Bureau;
use crate::common::dossiers::court;
use crate::common::{MOTEURS, today};
use crate::comptes::{SECRET, as_person, installed, with_role};

/// A dossier of Vierzon.
fn of_vierzon(base: &Base) -> Dossier {
    let parametres = base.parametres(today()).unwrap();
    let mut dossier = court(&parametres, "Gauthier", "Léa");
    dossier.fiches[0].set(dossier::TERRITOIRE, "vierzon");
    dossier.fiches[0].set(dossier::DATE_RECEPTION, "2026-11-02");
    parse::derive(&mut dossier, &parametres);
    base.save(&Dossier::default(), &dossier).unwrap().dossier
}

/// The first dossier of the grid, at its follow-up.
fn open_followed(b: &mut Bureau) {
    b.key(Key::Enter);
    b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
    while b.view().part != Part::Suivi {
        b.ctrl(Key::PageDown);
    }
    b.wait_for("what stands around it", |app| !app.working());
}

/// Offers the dossier on the screen, the territory found with the arrows.
fn offer(b: &mut Bureau, territoire: &str, motif: &str) {
    b.push_above("Proposer à un autre territoire…").tab_to("Territoire");
    b.key(Key::Enter);
    assert!(b.sees("Bourges Nord") && !b.sees("À déterminer"), "nobody would answer for it");
    b.key(Key::Escape);
    for _ in 0..40 {
        if b.value() == territoire {
            break;
        }
        b.key(Key::ArrowDown);
    }
    assert_eq!(b.value(), territoire);
    // Entrée opens the list and chooses in it, and does not offer anything yet.
    b.key(Key::Enter);
    assert!(b.app().question.is_some(), "nothing was offered before the reason could be typed");
    b.key(Key::Escape).tab_to("Motif de la passation").text(motif).key(Key::Enter);
    b.wait_to_see(motif);
    assert!(b.sees("attend une réponse"));
}

fn place(b: &Bureau) -> String {
    b.view().loaded.entete().unwrap().get(dossier::TERRITOIRE).to_owned()
}

#[test]
fn a_dossier_is_offered_withdrawn_refused_with_a_reason_then_accepted() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        of_vierzon(&fresh.base);
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("poste"));
        open_followed(&mut b);
        offer(&mut b, "Est (Baugy)", "La famille déménage");
        assert!(b.sees("Vierzon → Est (Baugy)"), "{moteur:?}");
        b.push_above("Retirer la proposition…");
        assert!(b.sees("Est (Baugy) n’aura plus à répondre"), "{moteur:?}");
        b.text("Fausse adresse").key(Key::Enter);
        b.wait_for("the withdrawal", |app| !app.working());
        assert!(b.sees("retirée par") && b.sees("Fausse adresse"), "{moteur:?}");
        assert!(b.told("Proposition retirée"), "{moteur:?}");

        offer(&mut b, "Est (Baugy)", "Adresse vérifiée");
        b.push_above("Refuser…").key(Key::Enter);
        assert!(b.sees("Refuser ce dossier"), "{moteur:?} not without a reason");
        b.text("L’adresse n’est pas confirmée").key(Key::Enter);
        b.wait_for("the refusal", |app| !app.working());
        assert!(b.sees("refusée") && b.sees("L’adresse n’est pas confirmée"), "{moteur:?}");
        assert_eq!(place(&b), "vierzon", "{moteur:?}");
        assert!(b.sees("Refusé"), "{moteur:?}: the header tells it too");

        offer(&mut b, "Est (Baugy)", "Adresse confirmée");
        b.push_above("Accepter le dossier");
        b.wait_for("the dossier of the other territory", |app| {
            !app.working()
                && app.view().is_some_and(|view| view.loaded.entete().unwrap().get(dossier::TERRITOIRE) == "baugy")
        });
    }
}

/// An agent of that territory.
fn agent(owner: &Cible, admin: &str, qui: &str, territoire: &str) -> Cible {
    let login = with_role(owner, admin, qui, Role::Territoire, &[territoire], &[]);
    as_person(owner, &login, SECRET)
}

#[test]
fn who_is_asked_answers_from_the_home_screen_a_dossier_that_they_cannot_open_yet() {
    let (owner, admin, dir) = installed();
    let base = Base::open(owner.clone()).unwrap();
    let id = of_vierzon(&base).id().unwrap();
    let (giver, taker) = (agent(&owner, &admin, "don", "vierzon"), agent(&owner, &admin, "pris", "baugy"));
    let mut from = Bureau::open(Some(giver), dir.path().join("vierzon"));
    let mut to = Bureau::open(Some(taker.clone()), dir.path().join("baugy"));
    let lines = |qui: &str| {
        let all = base.journal_page(&Default::default(), 0, 500).unwrap();
        all.lignes
            .iter()
            .filter(|line| {
                line.qui.starts_with(qui) && line.nom_table == "passation" && line.operation == "consultation"
            })
            .count()
    };
    open_followed(&mut from);
    offer(&mut from, "Est (Baugy)", "La famille déménage");
    assert!(
        !from.sees("Accepter le dossier") && !from.sees("Refuser…"),
        "who asks does not answer in the other's place"
    );
    from.ctrl(Key::H);
    from.wait_for("the work", |app| app.ecran == Ecran::Accueil && !app.working());
    assert!(!from.sees("à accepter d’un autre territoire"), "nor is told to");

    for (answer, reason) in [("Refuser", "L’adresse n’est pas confirmée"), ("Accepter", "")] {
        to.ctrl(Key::H);
        to.wait_for("the work", |app| app.ecran == Ecran::Accueil && app.accueil.travail.is_some() && !app.working());
        let before = lines("pris");
        to.push("1 à accepter d’un autre territoire");
        assert!(to.sees("GAUTHIER Léa") && to.sees("La famille déménage"), "of whom, and why");
        assert_eq!(lines("pris"), before + 1, "reading it leaves a line");
        to.push(answer);
        if !reason.is_empty() {
            to.text(reason).key(Key::Enter);
            to.wait_for("the refusal", |app| !app.working());
            from.ctrl(Key::Tab).key(Key::F5);
            from.wait_for("the answer", |app| !app.working());
            assert!(from.sees("refusée") && from.sees(reason), "who asked reads why");
            offer(&mut from, "Est (Baugy)", "La famille déménage, adresse confirmée");
        }
        to.wait_for("the answer", |app| !app.working() && app.question.is_none());
        assert!(to.told(if reason.is_empty() { "Dossier accepté" } else { "Passation refusée" }));
    }
    let taker = Base::open(taker).unwrap();
    assert!(taker.dossier(id).unwrap().is_some(), "it is theirs now");
    from.key(Key::F5);
    from.wait_for("the dossier that left", |app| !app.working());
    assert!(!from.sees("La famille déménage, adresse confirmée"));
}
