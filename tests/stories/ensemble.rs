//! Working together: two windows, two people, one base that goes away and comes back.

use diesel::connection::SimpleConnection as _;
use egui::Key;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::liste::EditListe;
use vigie::domain::{Dossier, Table, enfant};
use vigie::storage::Base;

use crate::bureau::Bureau;
use crate::common::dossiers::court;
use crate::common::relais::Relais;
use crate::common::{Fresh, MOTEURS, Moteur, cluster, today};

/// A base with one dossier.
fn one(moteur: Moteur) -> (Fresh, Dossier) {
    let fresh = moteur.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let saved = fresh.base.save(&Dossier::default(), &court(&parametres, "Petit", "Jo")).unwrap().dossier;
    (fresh, saved)
}

/// A window with that dossier open; drafts and preferences of its own.
fn window(fresh: &Fresh, name: &str) -> Bureau {
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join(name));
    b.key(Key::Enter);
    b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
    b
}

/// Somebody else writes a comment, from what the base holds now.
fn comment(base: &Base, dossier: &Dossier, text: &str) -> Dossier {
    let before = base.dossier(dossier.id().unwrap()).unwrap().unwrap().dossier;
    let mut after = before.clone();
    let child = after.fiches.iter_mut().find(|fiche| fiche.table == Table::EnfantConcerne).unwrap();
    child.set(enfant::COMMENTAIRE, text);
    base.save(&before, &after).unwrap().dossier
}

fn commentaire(b: &Bureau) -> String {
    b.draft().of(Table::EnfantConcerne).next().unwrap().get(enfant::COMMENTAIRE).to_owned()
}

#[test]
fn a_dossier_that_i_only_read_shows_what_another_saves_and_the_focus_stays() {
    for moteur in MOTEURS {
        let (fresh, saved) = one(moteur);
        let mut b = window(&fresh, "moi");
        b.key(Key::F6).skip(1);
        let focused = b.focused();
        comment(&fresh.base, &saved, "vu par l’autre");
        b.wait_for("the refresh", |app| {
            let view = app.view().unwrap();
            view.draft.of(Table::EnfantConcerne).any(|child| child.get(enfant::COMMENTAIRE) == "vu par l’autre")
        });
        assert!(!b.view().dirty && b.told("vient de modifier ce dossier"), "{moteur:?}");
        assert_eq!(b.focused(), focused);
    }
}

#[test]
fn a_dossier_that_i_type_in_keeps_my_text_says_who_changed_it_and_merges_at_the_save() {
    for moteur in MOTEURS {
        let (fresh, saved) = one(moteur);
        let mut b = window(&fresh, "moi");
        b.key(Key::F6).skip(3).text("2015");
        let theirs = comment(&fresh.base, &saved, "le leur");
        b.wait_for("the badge", |app| app.view().unwrap().newer.is_some());
        assert!(b.sees("Modifié par"), "{moteur:?}");
        assert_eq!(commentaire(&b), "", "what I look at does not move while I type");
        b.ctrl(Key::S);
        b.wait_for("the merge", |app| app.view().is_some_and(|view| !view.dirty && !view.saving) && !app.working());
        assert!(!b.sees("Modifié par"));
        let read = fresh.base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
        let child = read.of(Table::EnfantConcerne).next().unwrap();
        assert_eq!(child.get(enfant::COMMENTAIRE), "le leur");
        assert_eq!(read.personne(child).unwrap().get(enfant::personne::PRECISION_NAISSANCE), "annee");
        assert_eq!(read.entete().unwrap().version, theirs.entete().unwrap().version + 1, "saved once");
    }
}

#[test]
fn who_else_is_in_the_dossier_is_shown_until_they_leave_or_their_line_dies() {
    let (fresh, _) = one(Moteur::Postgres);
    let mut mine = window(&fresh, "moi");
    let focused = mine.focused();
    let mut other = window(&fresh, "autre");
    let alone = |app: &vigie::app::App| app.view().unwrap().presents.is_empty();
    mine.wait_for("the other", |app| !alone(app));
    other.wait_for("me", |app| !alone(app));
    assert!(mine.sees("vous, dans une autre fenêtre"));
    assert_eq!(mine.focused(), focused);
    other.ctrl(Key::W);
    other.wait_for("the end of the other's dossier", |app| app.dossiers.is_empty());
    // The listening thread of the other says so within its round.
    mine.wait_for("nobody", alone);
    other.key(Key::Enter);
    other.wait_for("its dossier", |app| app.view().is_some());
    mine.wait_for("the other again", |app| !alone(app));
    drop(other);
    mine.wait_for("nobody, the window being closed", alone);

    // Another person, under their own name.
    fresh_role(&fresh, "claire");
    let cible = fresh.cible.adresse().replace("vigie_test@", "claire@");
    let cible = vigie::storage::Cible::parse(&cible).unwrap().with_secret(Some("essai".to_owned()));
    let mut claire = Bureau::open(Some(cible), fresh.dir.path().join("claire"));
    claire.key(Key::Enter);
    claire.wait_for("the dossier", |app| app.view().is_some());
    mine.wait_for("Claire", |app| app.view().unwrap().presents == ["claire"]);
    assert!(mine.sees("claire"));
    assert!(claire.app().view().is_some());
}

/// A person of this cluster, owner of everything: rights are not what is looked at here.
fn fresh_role(_: &Fresh, name: &str) {
    let mut admin = <diesel::PgConnection as diesel::Connection>::establish(cluster()).unwrap();
    let _ = admin.batch_execute(&format!("CREATE ROLE {name} LOGIN SUPERUSER PASSWORD 'essai'"));
}

#[test]
fn lists_and_the_grid_follow_what_others_do() {
    for moteur in MOTEURS {
        let (fresh, _) = one(moteur);
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("moi"));
        assert_eq!(b.app().grille.total, Some(1));
        let parametres = fresh.base.parametres(today()).unwrap();
        fresh.base.save(&Dossier::default(), &court(&parametres, "Grand", "Élise")).unwrap();
        b.wait_for("the new line", |app| app.grille.total == Some(2));
        fresh
            .base
            .edit_liste(&EditListe::Add { liste: "support".into(), libelle: "Télécopie".into(), parent: None })
            .unwrap();
        b.key(Key::Enter);
        b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
        let (id, mut tries) = (b.view().id, 0);
        b.app_mut().dossiers[0].go_to(id, dossier::SUPPORT);
        b.settle();
        while !b.sees("Télécopie") {
            tries += 1;
            assert!(tries < 100, "{moteur:?}: the new value is not offered");
            std::thread::sleep(std::time::Duration::from_millis(50));
            b.key(Key::F4);
            if !b.sees("Télécopie") {
                b.key(Key::Escape);
            }
        }
    }
}

#[test]
fn a_save_asked_while_the_base_is_away_is_done_once_when_it_is_back() {
    let (fresh, saved) = one(Moteur::Postgres);
    let mut b = window(&fresh, "moi");
    b.app_mut().dossiers[0].go_to(saved.of(Table::EnfantConcerne).next().unwrap().id, enfant::COMMENTAIRE);
    b.settle();
    let away = |away: bool| {
        let name = fresh.cible.adresse().rsplit('/').next().unwrap().to_owned();
        let mut admin = <diesel::PgConnection as diesel::Connection>::establish(cluster()).unwrap();
        admin.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {}", !away)).unwrap();
        if away {
            admin
                .batch_execute(&format!(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
                ))
                .unwrap();
        }
    };
    b.text("avant");
    away(true);
    b.ctrl(Key::S);
    b.wait_for("the wait", |app| app.view().is_some_and(|view| view.attente.is_some() && !view.saving));
    assert!(b.sees("En attente") && b.sees("un dossier sera enregistré à son retour"));
    b.text(", pendant");
    assert_eq!(commentaire(&b), "avant, pendant", "one goes on typing");
    b.app_mut().flush_drafts();
    b.wait_for("the draft", |app| !app.working());
    away(false);
    b.wait_for("the save", |app| app.view().is_some_and(|view| view.attente.is_none() && !view.saving));
    let read = fresh.base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
    assert_eq!(read.of(Table::EnfantConcerne).next().unwrap().get(enfant::COMMENTAIRE), "avant");
    assert_eq!(read.entete().unwrap().version, saved.entete().unwrap().version + 1, "once");
    assert!(b.view().dirty, "what was typed since waits for its own save");
    assert_eq!(commentaire(&b), "avant, pendant");
    assert!(!b.sees("En attente") && !b.sees("à son retour"));

    // The window is killed while a save waits: the next one does it.
    away(true);
    b.ctrl(Key::S);
    b.wait_for("the wait", |app| app.view().is_some_and(|view| view.attente.is_some() && !view.saving));
    b.app_mut().flush_drafts();
    b.wait_for("the draft", |_| true);
    std::thread::sleep(std::time::Duration::from_millis(300));
    drop(b);
    away(false);
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("moi"));
    assert!(b.sees("Reprendre la saisie"));
    b.key(Key::Enter);
    b.wait_for("the save", |app| app.view().is_some_and(|view| !view.dirty && !view.saving) && !app.working());
    let read = fresh.base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
    assert_eq!(read.of(Table::EnfantConcerne).next().unwrap().get(enfant::COMMENTAIRE), "avant, pendant");
}

#[test]
fn a_slow_line_stops_neither_the_frames_nor_the_typing() {
    let (fresh, saved) = one(Moteur::Postgres);
    let (relais, slow) = Relais::devant(&fresh.cible);
    let mut b = Bureau::open(Some(slow), fresh.dir.path().join("moi"));
    b.key(Key::Enter);
    b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
    b.app_mut().dossiers[0].go_to(saved.of(Table::EnfantConcerne).next().unwrap().id, enfant::COMMENTAIRE);
    b.settle();
    b.text("avant");
    relais.ralentis(std::time::Duration::from_secs(3));
    b.ctrl(Key::S);
    assert!(b.view().saving);
    // Each letter is drawn in frames of its own, while the save is on its way.
    for letter in [" p", "e", "n", "d", "a", "n", "t"] {
        b.text(letter);
    }
    assert!(b.view().saving && commentaire(&b) == "avant pendant", "the screen waited for the base");
    relais.ralentis(std::time::Duration::ZERO);
    b.wait_for("the save", |app| app.view().is_some_and(|view| !view.saving) && !app.working());
    assert!(b.view().dirty && commentaire(&b) == "avant pendant");
    let read = fresh.base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
    assert_eq!(read.of(Table::EnfantConcerne).next().unwrap().get(enfant::COMMENTAIRE), "avant");
}
