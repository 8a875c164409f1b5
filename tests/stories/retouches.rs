//! A letter changed by hand is not lost: when the window is cut, when the base is away.

use egui::Key;
use vigie::domain::courrier::{EtatCourrier, FiltreCourrier, LigneCourrier};

use crate::bureau::Bureau;
use crate::common::{Fresh, MOTEURS, Moteur};
use crate::courriers::{late, open, prepare};

const MINE: &str = "\n\nUne phrase de ma main, œuvre d’Inès.";

/// A letter of that dossier, with a sentence more.
fn changed(fresh: &Fresh, numero: &String) -> Bureau {
    let mut bureau = open(fresh);
    bureau.app_mut().write_to(std::slice::from_ref(numero));
    bureau.settle();
    bureau.text("bordereau");
    bureau.wait_for("the template", |app| app.courriers().modele == "bordereau_envoi");
    prepare(&mut bureau);
    bureau.app_mut().courriers_mut().plis[0].corps.push_str(MINE);
    bureau
}

/// Files of letters on this workstation.
fn files(fresh: &Fresh) -> Vec<Vec<u8>> {
    let files = std::fs::read_dir(fresh.dir.path().join("data/brouillons")).into_iter().flatten().flatten();
    let letters = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "lettres"));
    letters.map(|file| std::fs::read(file.path()).unwrap()).collect()
}

fn registre(fresh: &Fresh) -> Vec<LigneCourrier> {
    fresh.base.registre(&FiltreCourrier::default(), 9).unwrap()
}

#[test]
fn a_letter_changed_by_hand_before_a_kill_is_a_draft_at_the_next_opening() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let (_, numero) = late(&fresh, 1).remove(0);
        let mut bureau = changed(&fresh, &numero);
        bureau.app_mut().flush_drafts();
        bureau.wait_for("the file", |app| !app.working());
        let sealed = files(&fresh);
        assert_eq!(sealed.len(), 1, "{moteur:?}");
        assert!(!sealed[0].windows(4).any(|window| window == b"main"), "{moteur:?}: it can be read on the disk");
        // Another window that is opened meanwhile is not given what is still being typed.
        drop(Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned()));
        assert!(registre(&fresh).is_empty(), "{moteur:?}");
        // Dropped without closing: nothing else is written.
        drop(bureau);
        let bureau = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
        assert!(bureau.told("changé à la main est revenu"), "{moteur:?}");
        let kept = registre(&fresh);
        assert_eq!(kept.iter().map(|line| line.etat).collect::<Vec<_>>(), [EtatCourrier::Brouillon], "{moteur:?}");
        assert!(fresh.base.lettres(&[kept[0].id]).unwrap()[0].corps.ends_with(MINE), "{moteur:?}");
        assert!(files(&fresh).is_empty(), "{moteur:?}");
        drop(bureau);
        // Once only.
        let bureau = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
        assert!(!bureau.told("revenu") && registre(&fresh).len() == 1, "{moteur:?}");
    }
}

#[test]
fn a_letter_that_is_printed_or_put_back_as_it_was_leaves_nothing_on_the_workstation() {
    let fresh = Moteur::Sqlite.fresh();
    let (_, numero) = late(&fresh, 1).remove(0);
    let mut bureau = changed(&fresh, &numero);
    bureau.app_mut().flush_drafts();
    bureau.wait_for("the file", |app| !app.working());
    assert_eq!(files(&fresh).len(), 1);
    let pli = &mut bureau.app_mut().courriers_mut().plis[0];
    pli.corps.clone_from(&pli.fusion.1);
    bureau.app_mut().flush_drafts();
    bureau.wait_for("the end of the file", |app| !app.working());
    assert!(files(&fresh).is_empty());
    bureau.app_mut().courriers_mut().plis[0].corps.push_str(MINE);
    bureau.app_mut().flush_drafts();
    bureau.settle();
    bureau.ctrl(Key::P);
    bureau.wait_for("the print", |app| !app.courriers().imprime.is_empty());
    bureau.app_mut().flush_drafts();
    bureau.wait_for("the end of the file", |app| !app.working());
    assert!(files(&fresh).is_empty());
}

#[test]
fn a_letter_left_while_the_base_is_away_reaches_the_register_when_it_is_back() {
    let fresh = Moteur::Postgres.fresh();
    let (_, numero) = late(&fresh, 1).remove(0);
    let mut bureau = changed(&fresh, &numero);
    let name = fresh.cible.adresse().rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    let admin = |sql: &str| {
        use diesel::connection::SimpleConnection as _;
        let mut c = <diesel::PgConnection as diesel::Connection>::establish(crate::common::cluster()).unwrap();
        c.batch_execute(sql).unwrap();
    };
    admin(&format!(
        "ALTER DATABASE {name} ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ));
    bureau.app_mut().write_to(&[]);
    bureau.wait_for("the answer", |app| app.toasts.texts().any(|toast| toast.contains("gardé sur ce poste")));
    bureau.app_mut().flush_drafts();
    bureau.wait_for("the file", |_| files(&fresh).len() == 1);
    admin(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
    bureau.wait_for("the draft", |app| app.toasts.texts().any(|toast| toast.contains("gardé en brouillon")));
    let kept = registre(&fresh);
    assert_eq!(kept.len(), 1);
    assert!(fresh.base.lettres(&[kept[0].id]).unwrap()[0].corps.ends_with(MINE));
    bureau.app_mut().flush_drafts();
    bureau.wait_for("the end of the file", |_| files(&fresh).is_empty());
}
