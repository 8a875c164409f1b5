//! Saving while one types: the hands stay on the keyboard, before, during and after the save.

use egui::{Key, Modifiers};
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Table, adulte, conclusion, enfant, motif, traitement};

use crate::bureau::Bureau;
use crate::common::dossiers::court;
use crate::common::relais::Relais;
use crate::common::{Fresh, MOTEURS, Moteur, today};

/// A window behind a slow line, with a dossier open at the comment of its child.
fn late_window(fresh: &Fresh) -> (Relais, Bureau, Dossier) {
    let parametres = fresh.base.parametres(today()).unwrap();
    let saved = fresh.base.save(&Dossier::default(), &court(&parametres, "Petit", "Jo")).unwrap().dossier;
    let (relais, cible) = Relais::devant(&fresh.cible);
    let mut b = Bureau::open(Some(cible), fresh.dir.path().join("moi"));
    b.key(Key::Enter);
    b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
    b.app_mut().dossiers[0].go_to(saved.of(Table::EnfantConcerne).next().unwrap().id, enfant::COMMENTAIRE);
    b.settle();
    (relais, b, saved)
}

fn stored(fresh: &Fresh, dossier: &Dossier) -> Dossier {
    fresh.base.dossier(dossier.id().unwrap()).unwrap().unwrap().dossier
}

fn commentaire(dossier: &impl dossier::Fiches) -> String {
    dossier.of(Table::EnfantConcerne).next().unwrap().get(enfant::COMMENTAIRE).to_owned()
}

#[test]
fn typing_goes_on_in_the_line_that_waits_after_a_save() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
        b.ctrl(Key::N).key(Key::F6).skip(1).enter("Petit").enter("Jo");
        b.ctrl(Key::PageDown).ctrl(Key::PageDown);
        b.enter("défaut de soins").skip(2);
        assert_eq!((b.focused().as_str(), b.value().as_str()), ("Motif", ""), "{moteur:?}: the line that waits");
        b.save();
        assert!(b.told("enregistré"), "{moteur:?}");
        b.text("conflit").key(Key::Enter);
        let motifs: Vec<_> = b.draft().of(Table::MotifEnfant).map(|row| row.get(motif::MOTIF).to_owned()).collect();
        assert_eq!(motifs.iter().filter(|one| !one.is_empty()).count(), 2, "{moteur:?}: {motifs:?}");
        // Services, adults, conclusions: the same.
        b.press(Modifiers::ALT, Key::Num3).save();
        b.enter("pmi");
        assert_eq!(b.draft().of(Table::Traitement).next().unwrap().get(traitement::SERVICE), "pmi", "{moteur:?}");
        b.press(Modifiers::ALT, Key::Num1).ctrl(Key::PageDown).save();
        b.enter("Moreau");
        assert_eq!(b.draft().of(Table::Adulte).next().unwrap().get(adulte::NOM), "Moreau", "{moteur:?}");
        b.ctrl(Key::PageDown).ctrl(Key::PageDown).save();
        b.enter("Action éducative à domicile");
        let row = b.draft().of(Table::ConclusionEnfant).next().unwrap();
        assert!(!row.get(conclusion::CONCLUSION).is_empty(), "{moteur:?}");
        b.save();
        assert_eq!(b.view().errors, [], "{moteur:?}");
    }
}

#[test]
fn what_is_typed_in_the_line_that_waits_during_a_save_stays_and_goes_on() {
    let fresh = Moteur::Postgres.fresh();
    let (relais, mut b, saved) = late_window(&fresh);
    b.text("vu");
    b.press(Modifiers::ALT, Key::Num3);
    assert_eq!(b.focused(), "Service");
    relais.ralentis(std::time::Duration::from_secs(3));
    b.ctrl(Key::S);
    b.text("pm");
    assert!(b.view().saving, "the save is on its way");
    relais.ralentis(std::time::Duration::ZERO);
    b.wait_for("the save", |app| app.view().is_some_and(|view| !view.saving) && !app.working());
    assert_eq!(commentaire(&stored(&fresh, &saved)), "vu");
    b.text("i").key(Key::Enter);
    assert_eq!(b.draft().of(Table::Traitement).next().unwrap().get(traitement::SERVICE), "pmi");
    assert_eq!(b.focused(), "Nature");
    b.save();
    assert_eq!(stored(&fresh, &saved).of(Table::Traitement).next().unwrap().get(traitement::SERVICE), "pmi");
}

#[test]
fn words_typed_before_and_after_a_save_do_not_stick_together() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N).press(Modifiers::ALT, Key::Num2);
    b.text("Il dit que ").save();
    assert!(!b.view().dirty, "a space at the end is nothing to save");
    b.text("sa sœur dort.");
    assert_eq!(b.draft().entete().unwrap().get(dossier::SYNTHESE), "Il dit que sa sœur dort.");
    b.save();
    let read = fresh.base.dossier(b.view().id).unwrap().unwrap().dossier;
    assert_eq!(read.entete().unwrap().get(dossier::SYNTHESE), "Il dit que sa sœur dort.");
}

#[test]
fn the_child_still_to_be_typed_is_there_after_the_header_is_saved() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N);
    b.enter("inform").key(Key::F6).skip(1);
    assert_eq!(b.focused(), "Nom d’usage");
    b.save();
    b.text("Petit").save();
    let read = fresh.base.dossier(b.view().id).unwrap().unwrap().dossier;
    let child = read.of(Table::EnfantConcerne).next().expect("the child");
    assert_eq!(read.personne(child).unwrap().get(enfant::personne::NOM_USAGE), "Petit");
    assert_eq!(b.view().child, child.id);
}

#[test]
fn a_line_emptied_and_saved_goes_and_leaves_one_that_waits() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N).press(Modifiers::ALT, Key::Num3);
    b.enter("pmi").save();
    let row = b.draft().of(Table::Traitement).next().unwrap().id;
    let lines = |b: &Bureau| b.draft().of(Table::Traitement).count();
    assert_eq!(lines(&b), 2);
    b.app_mut().dossiers[0].go_to(row, traitement::SERVICE);
    b.settle();
    b.paste("").key(Key::Delete);
    b.save();
    assert_eq!(stored_rows(&fresh, &b), 0, "it is no more in the base");
    assert_eq!((lines(&b), b.focused().as_str()), (1, "Service"));
    b.text("pmi").save();
    assert_eq!(stored_rows(&fresh, &b), 1);
}

fn stored_rows(fresh: &Fresh, b: &Bureau) -> usize {
    fresh.base.dossier(b.view().id).unwrap().unwrap().dossier.of(Table::Traitement).count()
}

#[test]
fn a_save_asked_during_a_save_is_done_after_it() {
    let fresh = Moteur::Postgres.fresh();
    let (relais, mut b, saved) = late_window(&fresh);
    b.text("avant");
    relais.ralentis(std::time::Duration::from_secs(3));
    b.ctrl(Key::S);
    b.text(", pendant").ctrl(Key::S);
    b.text(", après");
    assert!(b.view().saving, "the first save is on its way");
    relais.ralentis(std::time::Duration::ZERO);
    b.wait_for("both saves", |app| app.view().is_some_and(|view| !view.saving) && !app.working());
    let read = stored(&fresh, &saved);
    assert_eq!(commentaire(&read), "avant, pendant");
    assert_eq!(read.entete().unwrap().version, saved.entete().unwrap().version + 2, "each once");
    assert!(b.view().dirty && commentaire(b.draft()) == "avant, pendant, après");
}

#[test]
fn save_and_close_asked_during_a_save_closes_once_all_is_saved() {
    let fresh = Moteur::Postgres.fresh();
    let (relais, mut b, saved) = late_window(&fresh);
    b.text("avant");
    relais.ralentis(std::time::Duration::from_secs(3));
    b.ctrl(Key::S);
    b.text(", pendant").ctrl(Key::W);
    assert!(b.sees("Fermer ce dossier"));
    b.key(Key::Enter);
    assert!(b.view().saving, "the first save is on its way");
    relais.ralentis(std::time::Duration::ZERO);
    b.wait_for("the end", |app| app.dossiers.is_empty() && !app.working());
    assert_eq!(commentaire(&stored(&fresh, &saved)), "avant, pendant");
}

#[test]
fn save_and_close_closes_after_it_met_what_another_saved() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let saved = fresh.base.save(&Dossier::default(), &court(&parametres, "Petit", "Jo")).unwrap().dossier;
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.key(Key::Enter);
    b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
    b.key(Key::F6).skip(3).text("2015");
    let mut theirs = saved.clone();
    theirs.fiches.iter_mut().find(|row| row.table == Table::EnfantConcerne).unwrap().set(enfant::COMMENTAIRE, "vu");
    fresh.base.save(&saved, &theirs).unwrap();
    b.ctrl(Key::W).key(Key::Enter);
    b.wait_for("the end", |app| app.dossiers.is_empty() && !app.working());
    let read = stored(&fresh, &saved);
    let child = read.of(Table::EnfantConcerne).next().unwrap();
    assert_eq!(commentaire(&read), "vu");
    assert_eq!(read.personne(child).unwrap().get(enfant::personne::PRECISION_NAISSANCE), "annee");
}
