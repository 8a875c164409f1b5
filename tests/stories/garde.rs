//! Never lose a word: drafts, closing, conflicts, a base that goes away.

use egui::Key;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::{Table, enfant};

use crate::bureau::Bureau;
use crate::common::dossiers::court;
use crate::common::{MOTEURS, Moteur, today};

fn first_name(b: &Bureau) -> String {
    b.draft().of(Table::Enfant).next().unwrap().get(enfant::personne::PRENOM).to_owned()
}

/// How many drafts are on the disk.
fn drafts(fresh: &crate::common::Fresh) -> usize {
    let files = std::fs::read_dir(fresh.dir.path().join("data/brouillons")).into_iter().flatten().flatten();
    files.filter(|file| file.path().extension().is_some_and(|extension| extension == "brouillon")).count()
}

#[test]
fn what_was_typed_before_a_kill_is_offered_back_at_the_same_field() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let dir = fresh.dir.path().to_owned();
        let mut b = Bureau::open(Some(fresh.cible.clone()), dir.clone());
        b.ctrl(Key::N).key(Key::F6).skip(1).enter("Petit").text("Maëlys");
        b.app_mut().flush_drafts();
        b.wait_for("the draft", |app| !app.working());
        // Dropped without closing: nothing else is written.
        drop(b);
        let mut b = Bureau::open(Some(fresh.cible.clone()), dir);
        assert!(b.sees("Reprendre la saisie"), "{moteur:?}");
        b.key(Key::Enter);
        assert_eq!(first_name(&b), "Maëlys");
        b.settle();
        assert_eq!(b.focused(), "Prénom");
        b.save();
        assert!(!b.view().dirty);
        assert_eq!(fresh.base.etat().unwrap().dossiers, 1);
        b.wait_for("the draft's end", |app| !app.working());
        assert_eq!(drafts(&fresh), 0, "a saved draft leaves no file");
    }
}

#[test]
fn closing_unsaved_text_asks_first() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N).key(Key::F6).skip(1).enter("Petit").text("Jo");
    b.ctrl(Key::W);
    assert!(b.sees("Fermer ce dossier"));
    b.key(Key::Escape);
    assert_eq!(first_name(&b), "Jo");
    b.ctrl(Key::W).key(Key::Enter);
    b.wait_for("save and close", |app| app.dossiers.is_empty() && !app.working());
    assert_eq!(fresh.base.etat().unwrap().dossiers, 1);
}

#[test]
fn two_people_in_one_dossier_keep_both_texts() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let saved =
            fresh.base.save(&vigie::domain::Dossier::default(), &court(&parametres, "Petit", "Jo")).unwrap().dossier;
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
        b.key(Key::Enter);
        b.wait_for("the dossier", |app| app.view().is_some());
        // Somebody else changes the comment meanwhile.
        let mut theirs = saved.clone();
        theirs
            .fiches
            .iter_mut()
            .find(|fiche| fiche.table == Table::EnfantConcerne)
            .unwrap()
            .set(enfant::COMMENTAIRE, "le leur");
        fresh.base.save(&saved, &theirs).unwrap();
        // I type another field: both are kept without a question.
        b.key(Key::F6).skip(3).enter("2015");
        b.save();
        assert_eq!(b.view().errors, []);
        b.wait_for("the merge", |app| app.view().is_some_and(|view| !view.dirty) && !app.working());
        let read = fresh.base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
        let child = read.of(Table::EnfantConcerne).next().unwrap();
        assert_eq!(child.get(enfant::COMMENTAIRE), "le leur", "{moteur:?}");
        assert_eq!(read.personne(child).unwrap().get(enfant::personne::PRECISION_NAISSANCE), "annee");
        // Now the same field: both texts stand until one chooses.
        let mut again = read.clone();
        again
            .fiches
            .iter_mut()
            .find(|fiche| fiche.table == Table::EnfantConcerne)
            .unwrap()
            .set(enfant::COMMENTAIRE, "le leur encore");
        let child_id = child.id;
        b.app_mut().dossiers[0].go_to(child_id, enfant::COMMENTAIRE);
        b.settle();
        // Typed before they save: untouched, the dossier would follow them by itself.
        b.text(" et le mien");
        fresh.base.save(&read, &again).unwrap();
        b.ctrl(Key::S);
        b.wait_for("the conflict", |app| app.view().is_some_and(|view| !view.clashes.is_empty()) && !app.working());
        assert!(b.sees("le leur encore"), "their text is on the screen");
        assert!(
            b.draft().of(Table::EnfantConcerne).next().unwrap().get(enfant::COMMENTAIRE).contains("le mien"),
            "and so is mine"
        );
        assert!(b.sees("Garder le vôtre") && b.sees("Prendre le sien") && b.sees("Garder les deux"));
        let below = b.top_of("Prendre le sien") - b.top_of("les deux textes sont gardés");
        assert!((0.0..60.0).contains(&below), "what chooses is seen however long the texts are: {below}");
        b.click("Garder les deux");
        assert!(b.view().clashes.is_empty());
        b.save();
        let last = fresh.base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
        let comment = last.of(Table::EnfantConcerne).next().unwrap().get(enfant::COMMENTAIRE).to_owned();
        assert_eq!(comment, "le leur encore\net le mien", "{moteur:?}");
    }
}

#[test]
fn a_base_that_goes_away_leaves_the_text_on_the_screen_and_on_the_disk() {
    let fresh = Moteur::Postgres.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N).key(Key::F6).skip(1).enter("Petit").text("Jo");
    // Every connection to this database is cut, and no new one is let in.
    let url = fresh.cible.adresse();
    let name = url.rsplit('/').next().unwrap().to_owned();
    let admin = |sql: &str| {
        use diesel::connection::SimpleConnection as _;
        let mut c = <diesel::PgConnection as diesel::Connection>::establish(crate::common::cluster()).unwrap();
        c.batch_execute(sql).unwrap();
    };
    admin(&format!(
        "ALTER DATABASE {name} ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ));
    b.ctrl(Key::S);
    b.wait_for("the failure", |app| app.view().is_some_and(|view| !view.saving) && app.toasts.texts().next().is_some());
    assert!(b.told("ne répond pas"), "{:?}", b.app().toasts.texts().collect::<Vec<_>>());
    assert_eq!(first_name(&b), "Jo");
    b.app_mut().flush_drafts();
    b.wait_for("the draft", |app| drafts(&fresh) == 1 && !app.working());
    admin(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
    b.save();
    assert!(!b.view().dirty, "{:?}", b.app().toasts.texts().collect::<Vec<_>>());
}

#[test]
fn two_windows_on_one_local_base_keep_both_texts_of_one_field() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let saved =
        fresh.base.save(&vigie::domain::Dossier::default(), &court(&parametres, "Petit", "Jo")).unwrap().dossier;
    let child = saved.of(Table::EnfantConcerne).next().unwrap().id;
    // One person, one workstation: preferences and drafts are the same folders.
    let mut windows = [(); 2].map(|()| Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned()));
    for (b, text) in windows.iter_mut().zip(["le premier", "le second"]) {
        b.key(Key::Enter);
        b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
        b.app_mut().dossiers[0].go_to(child, enfant::COMMENTAIRE);
        b.settle();
        b.text(text);
        b.app_mut().flush_drafts();
        b.wait_for("the draft", |app| !app.working());
    }
    let [first, second] = &mut windows;
    assert_eq!(drafts(&fresh), 2, "each window keeps its own draft of the dossier");
    first.save();
    first.wait_for("the draft's end", |app| !app.working());
    assert_eq!(first.view().errors, []);
    assert_eq!(drafts(&fresh), 1, "the other window's draft stays");
    second.ctrl(Key::S);
    second.wait_for("the conflict", |app| app.view().is_some_and(|view| !view.clashes.is_empty()) && !app.working());
    let mine = |b: &Bureau| b.draft().of(Table::EnfantConcerne).next().unwrap().get(enfant::COMMENTAIRE).to_owned();
    assert!(second.sees("le premier") && mine(second).contains("le second"), "both texts are on the screen");
    let stored = || {
        let read = fresh.base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
        read.of(Table::EnfantConcerne).next().unwrap().get(enfant::COMMENTAIRE).to_owned()
    };
    assert_eq!(stored(), "le premier", "nothing is overwritten before one chooses");
    // Saved as it stands, mine goes in; theirs is still in the history.
    second.save();
    second.wait_for("the save", |app| app.view().is_some_and(|view| !view.dirty) && !app.working());
    assert!(stored().contains("le second"));
    let history = fresh.base.historique(saved.id().unwrap()).unwrap().ecritures;
    assert!(history.iter().flat_map(|line| &line.champs).any(|(_, before, _)| before.contains("le premier")));
    assert_eq!(fresh.base.etat().unwrap().integrite, "ok");
}

#[test]
fn what_one_window_is_typing_is_not_offered_to_the_next() {
    let fresh = Moteur::Sqlite.fresh();
    let dir = fresh.dir.path().to_owned();
    let mut first = Bureau::open(Some(fresh.cible.clone()), dir.clone());
    first.ctrl(Key::N).key(Key::F6).skip(1).enter("Petit").text("Jo");
    first.app_mut().flush_drafts();
    first.wait_for("the draft", |app| !app.working());
    assert_eq!(drafts(&fresh), 1);
    let second = Bureau::open(Some(fresh.cible.clone()), dir.clone());
    assert!(!second.sees("Reprendre la saisie"), "it is being typed in the first window");
    drop(second);
    assert_eq!(drafts(&fresh), 1, "closing the second leaves the first one's draft");
    drop(first);
    assert!(Bureau::open(Some(fresh.cible.clone()), dir).sees("Reprendre la saisie"));
}

#[test]
fn a_locked_session_shows_nothing_keeps_the_draft_and_opens_with_the_passphrase_only() {
    let dir = tempfile::tempdir().unwrap();
    let chemin = dir.path().join("protegee.vigie");
    let cible = vigie::storage::Cible::Fichier { chemin, phrase: Some("quatre chevaux au galop".to_owned()) };
    drop(vigie::storage::Base::create(cible.clone()).unwrap());
    let mut b = Bureau::open(Some(cible), dir.path().to_owned());
    b.ctrl(Key::N).key(Key::F6).skip(1).enter("Petit").text("Jo");
    assert!(b.sees("PETIT Jo"));
    b.ctrl(Key::L);
    assert!(b.app().locked() && b.sees("Session verrouillée") && !b.sees("PETIT Jo") && !b.sees("Enregistrer"));
    b.key(Key::Escape).ctrl(Key::K).ctrl(Key::S).key(Key::F1);
    assert!(b.app().locked() && !b.sees("PETIT Jo") && !b.sees("Commandes"), "no key opens it");
    b.text("une autre phrase").key(Key::Enter);
    b.wait_for("the answer", |app| !app.working());
    assert!(b.app().locked() && b.sees("retapez-le"));
    b.text("quatre chevaux au galop").key(Key::Enter);
    b.wait_for("the dossier", |app| !app.locked() && !app.working());
    assert!(b.sees("PETIT Jo") && b.view().dirty && first_name(&b) == "Jo", "what was typed is where it was");
    assert_eq!(b.focused(), "Prénom");

    // Left alone, it locks itself; the draft is on the disk by then.
    b.app_mut().lock_after = std::time::Duration::from_millis(200);
    std::thread::sleep(std::time::Duration::from_millis(300));
    b.wait_for("the lock", vigie::app::App::locked);
    b.wait_for("the draft", |app| !app.working());
    let brouillons = std::fs::read_dir(dir.path().join("data/brouillons")).unwrap().flatten();
    assert!(brouillons.into_iter().any(|file| file.path().extension().is_some_and(|kind| kind == "brouillon")));
}
