//! Keys that the issue asks for, each pressed where it counts; and the sheet that tells them all.

use egui::{Key, Modifiers};
use strum::IntoEnumIterator as _;
use vigie::app::Ecran;
use vigie::commands::{Commande, Geste};
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::enfant::personne;
use vigie::domain::{Cle, Table, motif};
use vigie::ui::dossier::Part;

use crate::bureau::{Bureau, CTRL, CTRL_SHIFT};
use crate::common::{Fresh, Moteur};

/// A dossier that is being typed.
fn typing() -> (Fresh, Bureau) {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("poste"));
    b.ctrl(Key::N);
    (fresh, b)
}

fn held(b: &Bureau, table: Table, cle: Cle) -> String {
    b.draft().of(table).next().unwrap().get(cle).to_owned()
}

#[test]
fn f2_takes_the_whole_field_or_the_caret_in_a_line_a_list_and_a_long_text() {
    let (_fresh, mut b) = typing();
    let name = |b: &Bureau| held(b, Table::Enfant, personne::NOM_USAGE);
    b.key(Key::F6).skip(1).text("Petit");
    b.key(Key::F2).text("Lebrun");
    assert_eq!(name(&b), "Lebrun", "the whole field was taken");
    b.key(Key::F2).key(Key::F2).text("-Roux");
    assert_eq!(name(&b), "Lebrun-Roux", "the caret was at the end");
    // In a list, on a value that is held.
    b.ctrl(Key::PageUp);
    b.key(Key::F6).enter("inform").press(Modifiers::SHIFT, Key::Tab);
    assert_eq!(b.focused(), "Type de dossier");
    let label = b.value();
    b.key(Key::F2).text("z");
    assert_eq!(b.value(), format!("{label}z"), "what arrival selects is let go");
    b.key(Key::F2).text("y");
    assert_eq!(b.value(), "y", "the whole field was taken");
    b.key(Key::Escape);
    // In a long text, whose first key has nothing selected.
    b.press(Modifiers::ALT, Key::Num2);
    assert_eq!(b.view().part, Part::Expose);
    b.text("Une phrase").key(Key::F2).text("Une autre");
    assert_eq!(held(&b, Table::Dossier, dossier::SYNTHESE), "Une autre");
}

#[test]
fn f2_on_a_box_is_not_kept_for_the_next_field() {
    let (_fresh, mut b) = typing();
    b.tab_to("S.I.P.").key(Key::F2);
    b.press(Modifiers::ALT, Key::Num2).text("Une phrase").text(" entière");
    assert_eq!(held(&b, Table::Dossier, dossier::SYNTHESE), "Une phrase entière");
}

#[test]
fn entree_and_ctrl_entree_make_a_new_line_in_a_long_text_alone() {
    let (_fresh, mut b) = typing();
    b.press(Modifiers::ALT, Key::Num2);
    b.text("un").key(Key::Enter).text("deux").press(CTRL, Key::Enter).text("trois");
    assert_eq!(held(&b, Table::Dossier, dossier::SYNTHESE), "un\ndeux\ntrois");
    b.key(Key::Tab);
    assert_eq!(b.focused(), "Observation de la CEMA", "Tab goes on");
    b.press(Modifiers::ALT, Key::Num1).skip(1);
    let before = b.focused();
    b.text("Petit").press(CTRL, Key::Enter);
    assert_eq!((b.focused(), held(&b, Table::Enfant, personne::NOM_USAGE)), (before, "Petit".to_owned()));
}

#[test]
fn ctrl_colon_gives_the_hour_where_there_is_one() {
    let (_fresh, mut b) = typing();
    b.tab_to("Danger grave").key(Key::Space).key(Key::Tab);
    b.press(CTRL, Key::Colon);
    let typed = held(&b, Table::Dossier, dossier::DANGER_SAISINE_LE);
    assert!(typed.len() == 16 && typed.as_bytes()[13] == b':', "{typed}");
    // The same key with Maj, as some keyboards send it.
    b.ctrl(Key::A).key(Key::Delete).press(CTRL_SHIFT, Key::Colon);
    assert_eq!(held(&b, Table::Dossier, dossier::DANGER_SAISINE_LE).len(), 16);
    b.tab_to("Date de réception").press(CTRL, Key::Colon);
    assert_eq!(held(&b, Table::Dossier, dossier::DATE_RECEPTION), "23/11/2026", "a date has no hour");
}

#[test]
fn maj_entree_saves_and_stays() {
    let (fresh, mut b) = typing();
    b.enter("inform").key(Key::F6).skip(1).text("Petit");
    let field = b.focused();
    b.press(Modifiers::SHIFT, Key::Enter);
    b.wait_for("the save", |app| app.view().is_some_and(|view| !view.dirty && !view.saving) && !app.working());
    assert_eq!((b.focused(), fresh.base.etat().unwrap().dossiers), (field, 1));
}

#[test]
fn zoom_and_theme_are_one_key_or_a_word_away_and_kept() {
    let (fresh, mut b) = typing();
    let zoom = |b: &Bureau| (b.app().preferences.zoom * 10.0).round();
    b.press(CTRL, Key::Plus).press(CTRL, Key::Plus);
    assert!((zoom(&b) - 12.0).abs() < 0.1, "{}", zoom(&b));
    b.press(CTRL, Key::Minus);
    assert!((zoom(&b) - 11.0).abs() < 0.1, "{}", zoom(&b));
    b.press(CTRL, Key::Num0);
    assert!((zoom(&b) - 10.0).abs() < 0.1, "{}", zoom(&b));
    for _ in 0..15 {
        b.press(CTRL, Key::Plus);
    }
    assert!((zoom(&b) - 20.0).abs() < 0.1, "no further than double: {}", zoom(&b));
    b.press(CTRL, Key::Num0).ctrl(Key::K).text("thème").key(Key::Enter);
    assert!(b.app().preferences.sombre);
    let kept = vigie::app::Preferences::read(&fresh.dir.path().join("poste/config"));
    assert!(kept.sombre && (kept.zoom - 1.0).abs() < 0.01);
}

#[test]
fn the_sheet_tells_every_key_and_is_read_to_its_end_by_keys() {
    let (_fresh, mut b) = typing();
    b.key(Key::F1);
    for label in Commande::iter().filter(|one| !one.touches().is_empty()).map(Commande::libelle) {
        assert!(b.sees(label), "{label}");
    }
    for label in Geste::iter().map(Geste::libelle) {
        assert!(b.sees(label), "{label}");
    }
    let last = Commande::Quitter.libelle();
    assert!(b.top_of(last) > 700.0, "the sheet is longer than the window: this test looks at something");
    b.key(Key::End);
    for _ in 0..60 {
        b.settle();
    }
    assert!(b.top_of(last) < 700.0, "{}", b.top_of(last));
    b.key(Key::Home);
    for _ in 0..60 {
        b.settle();
    }
    assert!(b.top_of(last) > 700.0);
    b.key(Key::Escape);
    assert!(!b.sees(last));
}

#[test]
fn a_long_list_of_parametres_is_walked_to_its_end_by_keys() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("poste"));
    b.ctrl(Key::K).text("Paramètres").key(Key::Enter);
    b.wait_for("the lists", |app| app.ecran == Ecran::Parametres && !app.working());
    b.tab_to("Communes").key(Key::Enter);
    b.wait_for("the communes", |app| app.ecran_parametres().valeurs.is_some() && !app.working());
    let last = fresh.base.valeurs("commune").unwrap().last().unwrap().libelle.clone();
    assert!(!b.sees(&last), "it is far below");
    b.tab_to("Valeurs de la liste").key(Key::End);
    for _ in 0..60 {
        b.settle();
    }
    b.key(Key::Tab);
    assert!(b.focused_name().ends_with(&last), "{} is not of {last}", b.focused_name());
    assert!(b.focused_rect().bottom() < 780.0);
    // Back to the top, and the first is reached as the last was.
    b.press(Modifiers::SHIFT, Key::Tab).key(Key::Home).key(Key::ArrowDown).key(Key::Tab);
    let second = fresh.base.valeurs("commune").unwrap()[1].libelle.clone();
    assert!(b.focused_name().ends_with(&second), "{} is not of {second}", b.focused_name());
}

#[test]
fn f6_walks_the_zones_of_a_dossier_both_ways_and_the_grid_of_children_is_one() {
    let (_fresh, mut b) = typing();
    b.key(Key::F6).skip(1).enter("Petit").text("Jo").press(CTRL_SHIFT, Key::N).skip(2).text("Zoé");
    let children: Vec<_> = b.draft().of(Table::EnfantConcerne).map(|row| row.id).collect();
    assert_eq!((children.len(), b.view().child), (2, children[1]));
    b.key(Key::F6);
    assert_eq!(b.focused_name(), "Grille des enfants");
    b.key(Key::ArrowUp);
    assert_eq!((b.view().child, b.focused_name().as_str()), (children[0], "Grille des enfants"));
    b.key(Key::ArrowDown).key(Key::ArrowDown);
    assert_eq!(b.view().child, children[1], "the last one");
    b.key(Key::F6);
    assert_eq!(b.focused(), "Type de dossier");
    b.press(Modifiers::SHIFT, Key::F6);
    assert_eq!(b.focused_name(), "Grille des enfants");
    b.key(Key::ArrowUp).key(Key::Enter);
    assert_eq!((b.view().child, b.focused_name().starts_with("Sexe")), (children[0], true), "{}", b.focused_name());
    b.press(Modifiers::SHIFT, Key::F6);
    assert_eq!(b.focused(), "Type de dossier");
}

#[test]
fn f6_walks_the_zones_of_every_other_screen_and_comes_round() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(crate::common::today()).unwrap();
    let mut dossier = crate::common::dossiers::court(&parametres, "Martin", "Léa");
    dossier.fiches[0].set(dossier::DATE_RECEPTION, "2026-08-03");
    dossier.fiches[0].set(dossier::ETAT, "etat_dossier/evaluation");
    fresh.base.save(&vigie::domain::Dossier::default(), &dossier).unwrap();
    for (screen, word, least) in [
        (Ecran::Accueil, "Accueil", 3),
        (Ecran::Dossiers, "Dossiers", 2),
        (Ecran::Courriers, "Courriers", 1),
        (Ecran::Tableaux, "Tableaux de bord", 2),
        (Ecran::Parametres, "Paramètres", 1),
        (Ecran::Administration, "Administration", 2),
        (Ecran::Reprise, "Reprendre une base", 2),
    ] {
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("poste"));
        b.ctrl(Key::K).text(word).key(Key::Enter);
        b.wait_for("the screen", |app| app.ecran == screen && !app.working());
        let walk = |b: &mut Bureau, modifiers: Modifiers| -> Vec<String> {
            let mut seen = Vec::new();
            for _ in 0..8 {
                b.press(modifiers, Key::F6);
                let at = format!("{} {:?}", b.focused_name(), b.focused_rect());
                if seen.contains(&at) {
                    break;
                }
                seen.push(at);
            }
            seen
        };
        let there = walk(&mut b, Modifiers::NONE);
        assert!(there.len() >= least && there.len() < 8, "{word}: {there:?}");
        let mut back = walk(&mut b, Modifiers::SHIFT);
        back.sort();
        let mut same = there.clone();
        same.sort();
        assert_eq!(back, same, "{word}: the same zones the other way");
    }
}

#[test]
fn lines_are_copied_for_a_spreadsheet_and_pasted_back_as_they_were() {
    let (_fresh, mut b) = typing();
    b.key(Key::F6).skip(1).enter("Petit").text("Jo");
    b.ctrl(Key::PageDown).ctrl(Key::PageDown);
    assert_eq!((b.view().part, b.focused().as_str()), (Part::Motifs, "Motif"));
    b.enter("défaut de soins").key(Key::Space).key(Key::Enter).enter("-30 % de poids");
    b.enter("conflit");
    let lines = |b: &Bureau| -> Vec<(String, String)> {
        let rows = b.draft().linked(motif::ENFANT_CONCERNE_ID, b.view().child);
        let rows = rows.filter(|row| row.table == Table::MotifEnfant && !row.get(motif::MOTIF).is_empty());
        rows.map(|row| (row.get(motif::MOTIF).to_owned(), row.get(motif::PRECISION).to_owned())).collect()
    };
    let typed = lines(&b);
    assert_eq!(typed.len(), 2);
    b.press(CTRL_SHIFT, Key::C);
    let copied = b.copied();
    assert_eq!(copied.lines().count(), 2, "{copied}");
    assert!(copied.contains("Défaut de soins\toui\t'-30 % de poids") && b.told("2 lignes copiées"), "{copied}");
    // On a box, where no text is selected, Ctrl+C does the same.
    b.tab_to("Motif principal").copy();
    assert_eq!(b.copied(), copied);
    // In another child, they are what they were.
    b.press(Modifiers::ALT, Key::Num1).press(CTRL_SHIFT, Key::N).skip(2).text("Zoé");
    b.ctrl(Key::PageDown).ctrl(Key::PageDown);
    assert_eq!(lines(&b), []);
    b.paste(&copied);
    assert_eq!(lines(&b), typed);
}
