//! The first screen by keys: a base is made, with a phrase or knowingly without one, and opened again.

use std::path::Path;

use egui::Key;
use vigie::app::Ecran;

use crate::bureau::Bureau;

const PHRASE: &str = "le petit chat boit du lait tiède";

/// The first screen of a workstation, with this path typed and this phrase twice.
fn asked(dir: &Path, chemin: &Path, phrase: &str) -> Bureau {
    let mut b = Bureau::open(None, dir.join("poste"));
    b.focus("Fichier").text(&chemin.display().to_string());
    b.tab_to("Phrase secrète").text(phrase).tab_to("La même phrase").text(phrase);
    b.tab_to("Créer une base").key(Key::Enter);
    b.wait_for("the answer", |app| !app.working());
    b
}

fn opened(b: &mut Bureau) {
    b.wait_for("the base", |app| app.ecran != Ecran::Ouverture && !app.working());
}

#[test]
fn a_base_made_in_the_window_opens_again_with_its_phrase_only() {
    let dir = tempfile::tempdir().unwrap();
    let chemin = dir.path().join("dossiers.vigie");
    let mut b = asked(dir.path(), &chemin, PHRASE);
    opened(&mut b);
    assert!(!std::fs::read(&chemin).unwrap().starts_with(b"SQLite format"), "it is encrypted");
    drop(b);
    let mut b = Bureau::open(None, dir.path().join("poste"));
    b.wait_for("the first screen", |app| app.ecran == Ecran::Ouverture && !app.working());
    // The last base is named already; its phrase is the first thing that is typed.
    b.text("le petit chien boit du lait tiède").key(Key::Enter);
    b.wait_for("the refusal", |app| !app.working());
    assert!(b.app().ecran == Ecran::Ouverture && b.sees("La phrase secrète n’ouvre pas ce fichier"));
    b.press(crate::bureau::CTRL, Key::A).text(PHRASE).key(Key::Enter);
    opened(&mut b);
}

#[test]
fn a_short_phrase_is_refused_and_nothing_is_made() {
    for (phrase, why) in [("a", "trop courte"), ("le chat dort", "trop courte"), ("Motdepasse123456", "trop courante")]
    {
        let dir = tempfile::tempdir().unwrap();
        let chemin = dir.path().join("dossiers.vigie");
        let b = asked(dir.path(), &chemin, phrase);
        assert!(b.sees(why) && b.sees("rien n’a été créé") && !chemin.exists(), "{phrase}");
        assert_eq!(b.app().ecran, Ecran::Ouverture, "{phrase}");
    }
}

#[test]
fn a_base_in_clear_is_a_choice_that_is_said_first() {
    let dir = tempfile::tempdir().unwrap();
    let chemin = dir.path().join("dossiers.vigie");
    let mut b = asked(dir.path(), &chemin, "");
    assert!(b.sees("Créer une base sans phrase secrète") && b.sees("lira tous les dossiers") && !chemin.exists());
    // Entrée is the prudent answer: back to the phrase.
    b.key(Key::Enter);
    assert!(!b.sees("Créer une base sans phrase secrète") && !chemin.exists());
    assert_eq!(b.focused_name(), "Phrase secrète (conseillée)");
    b.tab_to("Créer une base").key(Key::Enter);
    b.tab_to("Créer sans phrase secrète").key(Key::Enter);
    opened(&mut b);
    assert!(std::fs::read(&chemin).unwrap().starts_with(b"SQLite format"));
}
