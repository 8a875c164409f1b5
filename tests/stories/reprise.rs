//! The takeover of an old base in the window: file, mapping, dry run, reconciliation.

use std::io::Read as _;

use egui::Key;
use vigie::app::Ecran;

use crate::bureau::Bureau;
use crate::common::Moteur;

#[test]
fn an_old_base_is_read_mapped_and_tried_in_the_window_and_nothing_is_written() {
    let fresh = Moteur::Sqlite.fresh();
    let path = fresh.dir.path().join("ancienne.accdb");
    let packed = std::fs::File::open("tests/exchange/ancienne-application.accdb.zst").unwrap();
    let mut octets = Vec::new();
    ruzstd::decoding::StreamingDecoder::new(packed).unwrap().read_to_end(&mut octets).unwrap();
    std::fs::write(&path, octets).unwrap();

    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::K).text("Reprendre une base");
    b.key(Key::Enter);
    b.wait_for("the screen", |app| app.ecran == Ecran::Reprise && !app.working());
    b.app_mut().reprise_mut().fichier = fresh.dir.path().join("absent.accdb").display().to_string();
    b.settle();
    b.click("Lire le fichier");
    b.wait_for("the refusal", |app| !app.reprise().erreur.is_empty() && !app.working());
    assert!(b.app().reprise().erreur.contains("rien n’a été repris"));

    b.app_mut().reprise_mut().fichier = path.display().to_string();
    b.settle();
    b.click("Lire le fichier");
    b.wait_for("the file", |app| app.reprise().source.is_some() && !app.working());
    assert!(b.sees("À savoir"), "the linked table is told");
    b.click("2. Correspondance");
    assert!(b.sees("Date de naissance") || b.sees("Type de dossier"));
    // By keys a column is sent elsewhere, then back: the text of the mapping follows, the focus stays.
    const COLONNE: &str = "N° dossier SNATEM\u{a0}: ";
    let there = "\"N° dossier SNATEM\" = \"numero_snatem\"";
    let goes = |b: &Bureau| b.app().reprise().texte.matches(there).count();
    // Two tables have such a column; the first is shown.
    assert_eq!(goes(&b), 2);
    b.focus(COLONNE);
    for (arrow, going) in [(Key::ArrowUp, 1), (Key::ArrowDown, 2)] {
        b.key(Key::Enter).key(arrow).key(Key::Enter);
        b.wait_for("the mapping", |app| !app.working());
        assert!(goes(&b) == going && b.focused_name().starts_with(COLONNE), "« {} »", b.focused_name());
    }
    b.key(Key::Enter).key(Key::ArrowUp).key(Key::Escape);
    assert!(goes(&b) == 2 && b.focused_name().starts_with(COLONNE), "« {} »", b.focused_name());
    b.click("3. Essai et reprise");
    b.click("Essai à blanc");
    b.wait_for("the dry run", |app| app.reprise().bilan.is_some() && !app.working());
    let bilan = b.app().reprise().bilan.clone().unwrap();
    assert!(bilan.a_blanc && bilan.explique, "{}", bilan.titre);
    b.click("4. Réconciliation");
    assert!(b.sees("Tout est expliqué"));
    // A figure opens its rows, though the base holds nothing yet.
    b.click_on("Espaces retirées au début ou à la fin\u{a0}: ");
    let rows = b.app().reprise().constats.clone().unwrap();
    assert!(rows.total as usize == rows.lignes.len() && rows.lignes.iter().all(|row| !row.numero.is_empty()));
    assert!(rows.lignes.iter().any(|row| row.avant.trim() == row.apres && row.avant != row.apres));
    // So does a figure of the lists.
    b.app_mut().reprise_mut().constats = None;
    b.click("Listes");
    let ([table, colonne, avant, _], fois) = b.app().reprise().bilan.clone().unwrap().valeurs[0].clone();
    b.click_on(&format!("{table}, {colonne}, {avant}\u{a0}: "));
    b.wait_for("the rows", |app| app.reprise().constats.is_some() && !app.working());
    let rows = b.app().reprise().constats.clone().unwrap();
    assert_eq!((rows.total as usize, rows.lignes.len()), (fois, fois), "{avant}");
    assert!(rows.lignes.iter().all(|row| (&row.table, &row.colonne, &row.avant) == (&table, &colonne, &avant)));
    // What does not fit a column stands beside it, and opens the same way, that column's rows alone.
    b.click("2. Correspondance");
    b.click_on("Valeur qui ne dit rien, laissée vide et gardée à côté\u{a0}: 3 ");
    let rows = b.app().reprise().constats.clone().unwrap();
    assert_eq!((rows.total, rows.lignes.len()), (3, 3));
    assert!(rows.lignes.iter().all(|row| row.colonne == "Type de dossier") && b.sees("Tout est expliqué"));
    b.click("5. Personnes");
    assert!(b.sees("Chercher les mêmes enfants"));
    assert_eq!(fresh.base.etat().unwrap().dossiers, 0, "nothing was written");
}
