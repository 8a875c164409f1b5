//! What leaves by the window: one dossier, everything, and an export that is stopped.

use egui::Key;
use vigie::app::Ecran;
use vigie::demo::Demo;
use vigie::domain::Dossier;
use vigie::storage;

use crate::bureau::{Bureau, CTRL_SHIFT};
use crate::common::dossiers::complet;
use crate::common::{MOTEURS, Moteur, today};

fn lines_of_exports(bureau: &Bureau, fresh: &crate::common::Fresh) -> usize {
    let filtre = vigie::domain::journal::FiltreJournal { operation: "export".into(), ..Default::default() };
    assert!(!bureau.app().working());
    fresh.base.journal_page(&filtre, 0, 100).unwrap().lignes.len()
}

#[test]
fn the_open_dossier_leaves_alone_as_pdf_or_json_once_it_is_saved() {
    let fresh = Moteur::Sqlite.fresh();
    let saved = fresh.base.save(&Dossier::default(), &complet(&fresh.base.parametres(today()).unwrap())).unwrap();
    let id = saved.dossier.id().unwrap();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::D);
    b.wait_for("the list", |app| app.ecran == Ecran::Dossiers && !app.working());
    b.key(Key::Enter);
    b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
    for name in ["fiche.pdf", "fiche.json"] {
        let path = fresh.dir.path().join(name);
        b.app_mut().export_dossier(id, path.clone());
        b.wait_for("the file", |app| !app.working());
        assert!(b.told("Dossier exporté dans"), "{:?}", b.app().toasts.texts().collect::<Vec<_>>());
        let bytes = std::fs::read(path).unwrap();
        assert!(bytes.starts_with(b"%PDF") || serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
    }
    assert_eq!(lines_of_exports(&b, &fresh), 2, "each is told in the journal");
    b.app_mut().export_dossier(id, fresh.dir.path().join("fiche.doc"));
    b.wait_for("the refusal", |app| !app.working());
    assert!(b.told("ni par .pdf ni par .json"));

    // What is being typed is not in the base: it is saved first.
    b.ctrl(Key::PageDown);
    b.text("Appel du collège.");
    assert!(b.view().dirty);
    b.press(CTRL_SHIFT, Key::E);
    assert!(b.told("enregistrez-le (Ctrl+S), puis exportez-le"));
    assert_eq!(lines_of_exports(&b, &fresh), 2);
}

#[test]
fn everything_leaves_from_the_palette_and_may_be_stopped() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        storage::load(&fresh.base, Demo::new(&parametres, 60, 3, today()), |_| true).unwrap();
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
        b.ctrl(Key::K).text("Tout exporter");
        b.key(Key::Enter);
        b.wait_for("the question", |app| app.question.is_some());
        assert!(b.sees("n’est pas chiffré"), "{moteur:?}");
        b.key(Key::Escape);
        assert!(b.app().question.is_none());

        let path = fresh.dir.path().join("tout.zip");
        b.app_mut().export_all(path.clone());
        b.settle();
        b.click("Arrêter l’export");
        b.wait_for("the stop", |app| !app.working());
        assert!(b.told("rien n’en est gardé"), "{:?}", b.app().toasts.texts().collect::<Vec<_>>());
        let left = std::fs::read_dir(fresh.dir.path())
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("tout"));
        assert_eq!(left.count(), 0, "{moteur:?}");

        b.app_mut().export_all(fresh.dir.path().join("tout"));
        b.wait_for("the export", |app| !app.working());
        assert!(b.told("Tout est exporté dans"), "{:?}", b.app().toasts.texts().collect::<Vec<_>>());
        assert!(path.exists() && !b.sees("Arrêter l’export"));
        // What stands there is never covered.
        let before = std::fs::read(&path).unwrap();
        b.app_mut().export_all(path.clone());
        b.wait_for("the refusal", |app| !app.working());
        assert!(b.told("Il y a déjà quelque chose"));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}
