//! Text that is not saved: what is said of it is true, and none is given up without its name.

use diesel::connection::SimpleConnection as _;
use egui::Key;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::{Table, enfant};

use crate::bureau::Bureau;
use crate::common::{Fresh, MOTEURS, Moteur, cluster, run};

/// A new dossier of that child, not saved.
fn type_a_child(b: &mut Bureau, nom: &str, prenom: &str) {
    b.ctrl(Key::N).key(Key::F6).skip(1).enter(nom).text(prenom);
}

fn drafts(fresh: &Fresh) -> usize {
    let files = std::fs::read_dir(fresh.dir.path().join("data/brouillons")).into_iter().flatten().flatten();
    files.filter(|file| file.path().extension().is_some_and(|extension| extension == "brouillon")).count()
}

fn first_name(b: &Bureau) -> String {
    b.draft().of(Table::Enfant).next().unwrap().get(enfant::personne::PRENOM).to_owned()
}

#[test]
fn texts_offered_back_are_named_and_only_the_one_that_is_named_is_given_up() {
    let fresh = Moteur::Sqlite.fresh();
    let dir = fresh.dir.path().to_owned();
    let mut b = Bureau::open(Some(fresh.cible.clone()), dir.clone());
    type_a_child(&mut b, "Petit", "Jo");
    type_a_child(&mut b, "Grand", "Élise");
    b.app_mut().flush_drafts();
    b.wait_for("the drafts", |app| !app.working());
    drop(b);
    assert_eq!(drafts(&fresh), 2);

    let mut b = Bureau::open(Some(fresh.cible.clone()), dir.clone());
    assert!(b.sees("PETIT Jo, tapé le") && b.sees("GRAND Élise, tapé le"));
    b.tab_to("GRAND Élise").key(Key::Space);
    b.tab_to("Abandonner ce texte…").key(Key::Enter);
    assert!(b.sees("perdu pour de bon") && b.sees("PETIT Jo, tapé le") && !b.sees("GRAND Élise"));
    // Neither Entrée nor Échap gives anything up.
    b.key(Key::Enter);
    assert!(b.sees("Reprendre la saisie") && b.sees("GRAND Élise") && drafts(&fresh) == 2);
    b.tab_to("Abandonner ce texte…").key(Key::Enter).key(Key::Escape);
    assert!(b.sees("Reprendre la saisie") && drafts(&fresh) == 2);
    b.tab_to("Abandonner ce texte…").key(Key::Enter);
    b.tab_to("Abandonner pour de bon").key(Key::Enter);
    b.wait_for("the end of one", |app| !app.working());
    assert_eq!(drafts(&fresh), 1);
    // Of the other nothing was said: it is asked again.
    assert!(b.sees("Reprendre la saisie") && b.sees("GRAND Élise, tapé le") && !b.sees("PETIT Jo"));
    b.key(Key::Escape);
    assert!(b.told("vous sera proposé au prochain démarrage"));
    drop(b);
    let mut b = Bureau::open(Some(fresh.cible.clone()), dir);
    b.key(Key::Enter);
    assert_eq!(first_name(&b), "Élise");
}

#[test]
fn one_text_is_taken_up_and_the_other_is_offered_at_the_next_start() {
    let fresh = Moteur::Sqlite.fresh();
    let dir = fresh.dir.path().to_owned();
    let mut b = Bureau::open(Some(fresh.cible.clone()), dir.clone());
    type_a_child(&mut b, "Petit", "Jo");
    type_a_child(&mut b, "Grand", "Élise");
    b.app_mut().flush_drafts();
    b.wait_for("the drafts", |app| !app.working());
    drop(b);
    let mut b = Bureau::open(Some(fresh.cible.clone()), dir.clone());
    b.tab_to("GRAND Élise").key(Key::Space).tab_to("Reprendre").key(Key::Enter);
    assert_eq!((b.app().dossiers.len(), first_name(&b).as_str()), (1, "Jo"));
    assert!(b.told("vous sera proposé au prochain démarrage"));
    b.save();
    b.wait_for("the draft's end", |app| !app.working());
    assert_eq!(drafts(&fresh), 1);
    drop(b);
    let b = Bureau::open(Some(fresh.cible.clone()), dir);
    assert!(b.sees("GRAND Élise, tapé le"));
}

#[test]
fn closing_a_dossier_that_stands_behind_another_says_which() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    type_a_child(&mut b, "Petit", "Jo");
    type_a_child(&mut b, "Grand", "Élise");
    b.click("Fermer Nouveau dossier PETIT Jo");
    assert!(b.sees("PETIT Jo\u{a0}» contient du texte"));
}

#[test]
fn without_a_key_for_drafts_quitting_says_what_would_be_lost() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        run(&fresh.cible, "DELETE FROM cle_brouillon");
        run(
            &fresh.cible,
            match moteur {
                Moteur::Sqlite => {
                    "CREATE TRIGGER refus BEFORE INSERT ON cle_brouillon BEGIN SELECT RAISE(ABORT, 'refus'); END"
                }
                Moteur::Postgres => {
                    "CREATE FUNCTION refus() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refus'; END $$; \
                     CREATE TRIGGER refus BEFORE INSERT ON cle_brouillon FOR EACH ROW EXECUTE FUNCTION refus()"
                }
            },
        );
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
        assert!(b.told("ne peut pas être gardé sur ce poste"), "{moteur:?}");
        assert!(b.sees("n’est pas gardé sur ce poste"), "{moteur:?}");
        type_a_child(&mut b, "Petit", "Jo");
        b.close_window();
        assert!(b.sees("PETIT Jo\u{a0}». Ce qui y est tapé sera perdu"), "{moteur:?}");
        assert!(!b.sees("vous sera proposé"), "{moteur:?}");
        b.key(Key::Enter);
        assert!(b.app().question.is_none() && first_name(&b) == "Jo", "{moteur:?}: Entrée stays");
        if moteur == Moteur::Postgres {
            away(&fresh);
            b.ctrl(Key::S);
            b.wait_for("the wait", |app| app.view().is_some_and(|view| view.attente.is_some() && !view.saving));
            assert!(b.sees("laissez cette fenêtre ouverte, un dossier sera enregistré"));
            continue;
        }
        b.save();
        b.close_window();
        assert!(b.app().question.is_none(), "all is saved");
    }
}

/// Every connection to this database is cut, and no new one is let in.
fn away(fresh: &Fresh) {
    let name = fresh.cible.adresse().rsplit('/').next().unwrap().to_owned();
    let mut admin = <diesel::PgConnection as diesel::Connection>::establish(cluster()).unwrap();
    let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    admin.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false; {cut}")).unwrap();
}

#[test]
fn a_text_that_the_disk_does_not_take_is_told_until_it_does() {
    let fresh = Moteur::Sqlite.fresh();
    // A file where the folder of drafts should be.
    let folder = fresh.dir.path().join("data/brouillons");
    std::fs::create_dir_all(folder.parent().unwrap()).unwrap();
    std::fs::write(&folder, "").unwrap();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    assert!(!b.sees("n’est pas gardé sur ce poste"));
    type_a_child(&mut b, "Petit", "Jo");
    b.close_window();
    b.wait_to_see("sera perdu");
    assert!(!b.sees("vous sera proposé"));
    assert!(b.told("ne peut pas être gardé sur ce poste") && b.sees("n’est pas gardé sur ce poste"));
    std::fs::remove_file(&folder).unwrap();
    // The question that is being asked says what is true now.
    b.wait_to_see("vous sera proposé");
    assert!(!b.sees("sera perdu") && !b.sees("n’est pas gardé sur ce poste"));
    assert_eq!(drafts(&fresh), 1);
}

#[test]
fn a_text_undone_while_the_disk_takes_none_is_told_no_more_and_not_offered_back() {
    let fresh = Moteur::Sqlite.fresh();
    let (folder, aside) = (fresh.dir.path().join("data/brouillons"), fresh.dir.path().join("data/ailleurs"));
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N).key(Key::F6).skip(1).text("Petit");
    b.app_mut().flush_drafts();
    b.wait_for("the draft", |app| !app.working());
    assert_eq!(drafts(&fresh), 1);
    std::fs::rename(&folder, &aside).unwrap();
    std::fs::write(&folder, "").unwrap();
    b.text("-Jean");
    b.app_mut().flush_drafts();
    b.wait_to_see("n’est pas gardé sur ce poste");
    std::fs::remove_file(&folder).unwrap();
    std::fs::rename(&aside, &folder).unwrap();
    b.ctrl(Key::Z);
    assert!(!b.view().dirty);
    b.app_mut().flush_drafts();
    b.wait_for("the draft's end", |app| !app.working());
    assert!(!b.sees("n’est pas gardé sur ce poste"));
    assert_eq!(drafts(&fresh), 0);
}
