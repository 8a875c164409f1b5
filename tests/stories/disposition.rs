//! One's own page of charts, moved by keys and kept; the pages of the roles, and the way back to them.

use egui::Key;
use vigie::app::Ecran;
use vigie::dashboards::PAGE;
use vigie::demo::Demo;
use vigie::domain::compte::Role;
use vigie::storage::{self, Base, Cible};

use crate::bureau::{Bureau, CTRL_SHIFT};
use crate::common::{MOTEURS, today};
use crate::comptes::{SECRET, as_person, installed, with_role};

fn open(cible: &Cible, dir: &std::path::Path) -> Bureau {
    let mut b = Bureau::open(Some(cible.clone()), dir.to_owned());
    b.ctrl(Key::T);
    charts(&mut b);
    b
}

fn charts(b: &mut Bureau) {
    b.wait_for("the charts", |app| app.ecran == Ecran::Tableaux && app.tableaux().faits.is_some() && !app.working());
}

/// Waits for these charts in this order: what a key asks for has not always begun when it is looked at.
fn page(b: &mut Bureau, wanted: &[String], what: &str) {
    b.wait_for(what, |app| {
        let shown = app.tableaux().cartes.iter().map(|carte| &carte.figure.code);
        shown.eq(wanted) && !app.working()
    });
}

/// Whatever is being read, drawn or kept meanwhile.
fn shift(b: &mut Bureau, key: Key) {
    b.press(CTRL_SHIFT, key);
}

/// By its name in the palette.
fn command(b: &mut Bureau, name: &str) {
    b.ctrl(Key::K).text(name).key(Key::Enter);
}

fn start() -> Vec<String> {
    PAGE.iter().map(|code| (*code).to_owned()).collect()
}

/// The page with two charts in each other's place.
fn swapped(at: usize, other: usize) -> Vec<String> {
    let mut page = start();
    page.swap(at, other);
    page
}

#[test]
fn a_chart_is_moved_by_keys_and_the_page_is_found_again() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        storage::load(&fresh.base, Demo::new(&parametres, 60, 5, today()), |_| true).unwrap();
        let mut b = open(&fresh.cible, fresh.dir.path());
        // The first cannot go before the first; the second goes there, and comes back further with its mark.
        shift(&mut b, Key::ArrowLeft);
        charts(&mut b);
        page(&mut b, &start(), "the page as it was");
        b.key(Key::PageDown);
        shift(&mut b, Key::ArrowRight);
        page(&mut b, &swapped(1, 2), "two charts moved");
        assert_eq!(b.app().tableaux().carte, 2, "{moteur:?}");
        drop(b);
        let mut b = open(&fresh.cible, fresh.dir.path());
        page(&mut b, &swapped(1, 2), "the page found again");
        // As fast as the keys go: each move is kept while the one before is being written.
        b.tab_to("Page de graphiques");
        for _ in 0..3 {
            shift(&mut b, Key::ArrowRight);
        }
        let mut further = swapped(1, 2);
        let first = further.remove(0);
        further.insert(3, first);
        page(&mut b, &further, "three moves");
        drop(b);
        let mut b = open(&fresh.cible, fresh.dir.path());
        page(&mut b, &further, "three moves found again");
        command(&mut b, "Revenir à la page de graphiques");
        page(&mut b, &start(), "the page of the start");
        assert_eq!(fresh.base.disposition().unwrap(), None, "{moteur:?}: nothing of one's own is left");
    }
}

#[test]
fn the_page_of_a_role_is_seen_by_who_has_none_until_they_lay_out_theirs() {
    let (owner, admin, dir) = installed();
    let chef = with_role(&owner, &admin, "chef", Role::Encadrement, &[], &[]);
    let tape = with_role(&owner, &admin, "tape", Role::Saisie, &[], &[]);
    let (chef, tape) = (as_person(&owner, &chef, SECRET), as_person(&owner, &tape, SECRET));
    let base = Base::open(owner).unwrap();
    let parametres = base.parametres(today()).unwrap();
    storage::load(&base, Demo::new(&parametres, 60, 5, today()), |_| true).unwrap();

    let mut b = open(&chef, dir.path());
    shift(&mut b, Key::ArrowDown);
    page(&mut b, &swapped(0, 1), "two charts moved");
    command(&mut b, "Donner cette page");
    b.wait_for("the question", |app| app.tableaux().dialogue.is_some());
    assert!(b.sees("Donner cette page à un rôle"), "{:?} {:?}", b.app().tableaux().dialogue, b.focused_name());
    b.key(Key::Enter);
    b.wait_for("the page given", |app| app.tableaux().dialogue.is_none() && !app.working());
    assert!(b.told("Cette page est celle du rôle «\u{a0}Agent de saisie\u{a0}»"));
    drop(b);

    let mut b = open(&tape, dir.path());
    page(&mut b, &swapped(0, 1), "the page of the role");
    b.ctrl(Key::K).text("Donner cette page").key(Key::Enter).key(Key::Escape);
    charts(&mut b);
    assert!(b.app().tableaux().dialogue.is_none(), "a typist gives no page");
    b.tab_to("Page de graphiques");
    shift(&mut b, Key::ArrowRight);
    page(&mut b, &start(), "their own");
    drop(b);
    let mut b = open(&tape, dir.path());
    page(&mut b, &start(), "their own, found again");
    command(&mut b, "Revenir à la page de graphiques");
    page(&mut b, &swapped(0, 1), "that of the role again");
}
