//! Every closed list by keys alone: it opens on its value, closes on the one chosen, and keeps the focus.

use egui::Key;
use vigie::app::Ecran;
use vigie::domain::Dossier;
use vigie::domain::courrier::EtatCourrier;
use vigie::ui::dossiers::Panneau;
use vigie::ui::question::Question;

use crate::bureau::Bureau;
use crate::common::dossiers::court;
use crate::common::{Fresh, Moteur, today};

fn open(dossiers: usize) -> (Fresh, Bureau) {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    for _ in 0..dossiers {
        fresh.base.save(&Dossier::default(), &court(&parametres, "Lefèvre", "Léa")).unwrap();
    }
    let bureau = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    (fresh, bureau)
}

/// Entrée opens the list on its value, ↓ goes to the next, Entrée takes it; `hidden` is seen only while it is open.
fn choose(b: &mut Bureau, list: &str, hidden: &str) {
    b.tab_to(list);
    assert!(!b.sees(hidden), "{list}: « {hidden} » is seen before it opens");
    b.key(Key::Enter);
    assert!(b.sees(hidden), "{list} does not open");
    b.key(Key::ArrowDown).key(Key::Enter);
    b.settle();
    assert!(b.focused_name().contains(list), "{list}: the focus went to « {} »", b.focused_name());
    assert!(!b.sees(hidden), "{list} stays open");
}

#[test]
fn the_lists_of_the_register_and_of_a_letter_close_and_keep_the_focus() {
    let (_fresh, mut b) = open(0);
    b.ctrl(Key::P);
    b.wait_for("the templates", |app| app.ecran == Ecran::Courriers && !app.courriers().modeles.is_empty());
    let first = b.app().courriers().modeles[0].clone();
    let third = b.app().courriers().modeles[2].libelle.clone();
    b.press(egui::Modifiers::ALT, Key::Num2);
    b.wait_for("the register", |app| !app.working());
    choose(&mut b, "Modèle", &third);
    assert_eq!(b.app().courriers().filtre.modele, first.code);
    choose(&mut b, "État du courrier", EtatCourrier::Valide.libelle());
    assert_eq!(b.app().courriers().filtre.etat, Some(EtatCourrier::Brouillon));
    // Open again on what it holds: Entrée alone changes nothing, Échap neither.
    b.key(Key::Enter).key(Key::Enter);
    b.key(Key::Enter).key(Key::ArrowDown).key(Key::Escape);
    assert_eq!(b.app().courriers().filtre.etat, Some(EtatCourrier::Brouillon));
    assert!(b.focused_name().contains("État du courrier") && !b.sees(EtatCourrier::Valide.libelle()));
    // Closed, the arrows alone change it.
    b.key(Key::ArrowDown);
    assert_eq!(b.app().courriers().filtre.etat, Some(EtatCourrier::Valide));

    b.press(egui::Modifiers::ALT, Key::Num1);
    let contacts = |app: &vigie::app::App| app.courriers().modeles.iter().position(|one| one.contacts.len() > 2);
    let at = contacts(b.app()).expect("a template with several addressees");
    let modele = b.app().courriers().modeles[at].clone();
    b.app_mut().courriers_mut().modele = modele.code.clone();
    b.app_mut().courriers_mut().contact = modele.contacts[0].0.clone();
    b.settle();
    choose(&mut b, "Destinataire", &modele.contacts[2].1);
    assert_eq!(b.app().courriers().contact, modele.contacts[1].0);
}

#[test]
fn the_lists_of_the_home_screen_the_grid_and_the_journal_close_and_keep_the_focus() {
    let (fresh, mut b) = open(1);
    b.ctrl(Key::H);
    b.wait_for("the work", |app| app.ecran == Ecran::Accueil && app.accueil.travail.is_some() && !app.working());
    let territoires = fresh.base.parametres(today()).unwrap().territoires;
    choose(&mut b, "Territoire", &territoires[1].libelle);
    assert_eq!(b.app().accueil.filtre.territoire, territoires[0].id);

    b.ctrl(Key::F);
    b.wait_for("the grid", |app| app.ecran == Ecran::Dossiers && !app.working());
    b.tab_to("Vues").key(Key::Enter).key(Key::ArrowDown).key(Key::Enter);
    b.settle();
    assert!(matches!(b.app().grille.panneau, Some(Panneau::Vues { .. })));

    b.app_mut().grille.panneau = None;
    b.ctrl(Key::K).text("Administration");
    b.key(Key::Enter);
    b.wait_for("the journal", |app| app.ecran == Ecran::Administration && !app.working());
    choose(&mut b, "Nature", "Chargement");
    assert!(!b.app().administration().journal.filtre.operation.is_empty());
}

#[test]
fn the_lists_of_a_question_close_and_do_not_answer_it() {
    let (_fresh, mut b) = open(1);
    let into = ["Zéro", "Un", "Deux"].map(|label| (label.to_lowercase(), label.to_owned())).to_vec();
    let (liste, from, label) = ("support".to_owned(), "a".to_owned(), "À fondre".to_owned());
    b.app_mut().question = Some(Question::Merge { liste, from, label, usage: 0, into, at: 0 });
    b.settle();
    choose(&mut b, "Avec", "Deux");
    assert!(matches!(b.app().question, Some(Question::Merge { at: 1, .. })), "nothing is merged yet");
}

/// The letters typed one after the other go to a line, in the closed list and in the open one.
#[test]
fn letters_find_a_line_of_a_list() {
    let (fresh, mut b) = open(1);
    b.ctrl(Key::H);
    b.wait_for("the work", |app| app.ecran == Ecran::Accueil && app.accueil.travail.is_some() && !app.working());
    let territoires = fresh.base.parametres(today()).unwrap().territoires;
    let id = |label: &str| territoires.iter().find(|one| one.libelle.contains(label)).unwrap().id.clone();
    b.tab_to("Territoire").text("viE");
    assert_eq!(b.app().accueil.filtre.territoire, id("Vierzon"));
    b.key(Key::Escape);
    std::thread::sleep(std::time::Duration::from_millis(5));
    for _ in 0..80 {
        b.settle();
    }
    b.key(Key::Enter).text("baugy");
    b.settle();
    assert!(b.focused_name().contains("Baugy"), "the line itself has the keys: {}", b.focused_name());
    b.key(Key::Enter);
    assert_eq!(b.app().accueil.filtre.territoire, id("Baugy"));
}

#[test]
fn delays_tell_how_long_they_are_and_communes_follow_the_alphabet() {
    let (fresh, mut b) = open(0);
    b.ctrl(Key::K).text("Paramètres").key(Key::Enter);
    b.wait_for("the lists", |app| app.ecran == Ecran::Parametres && !app.working());
    b.tab_to("Délais").key(Key::Enter);
    b.wait_for("the delays", |app| app.ecran_parametres().valeurs.is_some() && !app.working());
    assert!(b.sees("24 heures ouvrées") && b.sees("3 mois") && !b.sees("Emplois"));
    let noms: Vec<String> = fresh.base.valeurs("commune").unwrap().into_iter().map(|one| one.libelle).collect();
    let place = |nom: &str| noms.iter().position(|one| one == nom).unwrap();
    assert!(place("Arçay") < place("Arcomps") && place("Arcomps") < place("Ardenais"));
}

#[test]
fn the_palette_is_as_high_as_what_it_found_and_gives_the_keys_back() {
    let (_fresh, mut b) = open(9);
    b.key(Key::ArrowDown);
    let before = b.focused_name();
    b.ctrl(Key::K).text("zzzzz");
    b.wait_for("nothing", |app| !app.working());
    let low = b.top_of("Rien ne ressemble");
    b.ctrl(Key::A).text("lefevre");
    b.wait_to_see("Enfant Léa LEFÈVRE");
    for _ in 0..4 {
        b.settle();
    }
    assert!(b.top_of("Enfant Léa LEFÈVRE") < low - 100.0, "more than a line is seen");
    b.key(Key::Escape);
    assert_eq!(b.focused_name(), before);
    b.key(Key::F1).key(Key::Escape);
    assert_eq!(b.focused_name(), before);
}
