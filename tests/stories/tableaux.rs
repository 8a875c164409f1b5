//! The dashboards in the window: filtered, crossed, followed to the dossiers, and taken away as files; by
//! the keyboard where there is one.

use egui::Key;
use vigie::app::Ecran;
use vigie::dashboards::{Dimension, Filtre};
use vigie::demo::Demo;
use vigie::storage;
use vigie::ui::tableaux::{Demande, Dialogue, FormatExport};

use crate::bureau::{Bureau, CTRL, CTRL_SHIFT};
use crate::common::{Fresh, MOTEURS, Moteur, today};

fn filled(moteur: Moteur, count: usize) -> Fresh {
    let fresh = moteur.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    storage::load(&fresh.base, Demo::new(&parametres, count, 5, today()), |_| true).unwrap();
    fresh
}

fn open(fresh: &Fresh) -> Bureau {
    let mut bureau = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    bureau.ctrl(Key::T);
    drawn(&mut bureau);
    bureau
}

/// Every chart that is seen is drawn, of the present figures.
fn drawn(bureau: &mut Bureau) {
    bureau.wait_for("the charts", |app| {
        let ecran = app.tableaux();
        let fresh = |carte: &vigie::ui::tableaux::Carte| {
            carte.rendu.as_ref().is_some_and(|rendu| rendu.generation == ecran.generation)
        };
        app.ecran == Ecran::Tableaux && ecran.cartes.get(ecran.carte).is_some_and(fresh) && !app.working()
    });
}

/// Marks the chart of that indicator, by the arrows.
fn go_to(bureau: &mut Bureau, code: &str) {
    let at = bureau.app().tableaux().cartes.iter().position(|carte| carte.figure.code == code).unwrap();
    while bureau.app().tableaux().carte < at {
        bureau.key(Key::PageDown);
    }
    while bureau.app().tableaux().carte > at {
        bureau.key(Key::PageUp);
    }
    drawn(bureau);
}

#[test]
fn a_figure_is_filtered_crossed_followed_to_its_dossiers_and_taken_away() {
    for moteur in MOTEURS {
        let fresh = filled(moteur, 150);
        let mut bureau = open(&fresh);
        assert!(bureau.app().tableaux().faits.unwrap() > 150, "a child a row");
        assert_eq!(bureau.app().tableaux().cartes.len(), 12);
        assert!(bureau.sees("Informations reçues par mois"), "{moteur:?}");

        // A year typed over the twelve months, then a territory from its list: keys alone.
        bureau.back_to("Du (date)").text("01012026").tab_to("Au (date)").text("31/12/2026").key(Key::Enter);
        drawn(&mut bureau);
        let filtre = &bureau.app().tableaux().filtre;
        let annee = Filtre::annee(2026);
        assert_eq!((filtre.du, filtre.au), (annee.du, annee.au), "{}", bureau.app().tableaux().erreur_periode);
        assert_eq!(bureau.app().tableaux().du, "01/01/2026", "as the filter holds it");
        assert!(bureau.app().tableaux().has_keys, "what was typed is seen in the charts, which have the keys");
        let (territoire, words) = bureau
            .app()
            .tableaux()
            .choix
            .iter()
            .find(|(dimension, _)| *dimension == Dimension::Territoire)
            .and_then(|(_, values)| values.iter().find(|(critere, _)| !critere.valeur.is_empty()).cloned())
            .unwrap();
        bureau.back_to("Territoire").key(Key::Enter).tab_to(&words).key(Key::Enter);
        drawn(&mut bureau);
        assert_eq!(bureau.app().tableaux().filtre.criteres, std::slice::from_ref(&territoire));
        assert!(bureau.focused_name().contains("Territoire"), "the list is closed, its field has the keys again");
        assert!(bureau.sees(&format!("Retirer le filtre Territoire\u{a0}: {words}")), "{moteur:?}");
        bureau.tab_to("Page de graphiques");

        // The greatest motive, by the keyboard: every other chart follows, its own keeps its bars.
        go_to(&mut bureau, "motifs");
        let before: Vec<f64> = totals(&bureau);
        let bars = bureau.app().tableaux().cartes[bureau.app().tableaux().carte].figure.axe.postes.len();
        bureau.key(Key::Enter);
        drawn(&mut bureau);
        let ecran = bureau.app().tableaux();
        let chosen = ecran.filtre.criteres.last().unwrap().clone();
        assert_eq!(chosen.dimension, Dimension::Motif);
        assert_eq!(
            ecran.cartes[ecran.carte].figure.axe.postes.len(),
            bars,
            "the chart that was chosen in keeps its bars"
        );
        let after = totals(&bureau);
        assert!(after.iter().zip(&before).any(|(after, before)| after < before), "{before:?} {after:?}");
        assert!(after.iter().zip(&before).all(|(after, before)| after <= before), "{before:?} {after:?}");

        // Échap takes the last filter away, and only that.
        bureau.key(Key::Escape);
        drawn(&mut bureau);
        assert_eq!(totals(&bureau), before);
        assert_eq!(bureau.app().tableaux().filtre.criteres, std::slice::from_ref(&territoire));

        // The dossiers behind the third bar.
        go_to(&mut bureau, "origines");
        bureau.key(Key::ArrowRight).key(Key::ArrowRight);
        let ecran = bureau.app().tableaux();
        let said = ecran.dit().unwrap().to_owned();
        let number: u64 = said.rsplit("\u{a0}: ").next().unwrap().split(' ').next().unwrap().parse().unwrap();
        bureau.ctrl(Key::O);
        bureau.wait_for("the dossiers", |app| {
            app.ecran == Ecran::Dossiers && app.grille.total.is_some() && !app.working()
        });
        assert_eq!(bureau.app().grille.total, Some(number), "{moteur:?}: « {said} »");
        assert!(bureau.sees(&said), "what is shown is told above the grid");

        // Back: the page is as it was left.
        bureau.ctrl(Key::T);
        drawn(&mut bureau);
        assert_eq!(bureau.app().tableaux().dit(), Some(said.as_str()));

        // The page leaves as PDF and XLSX.
        for (format, start) in [(FormatExport::Pdf, &b"%PDF"[..]), (FormatExport::Xlsx, b"PK")] {
            bureau.press(CTRL_SHIFT, Key::E);
            let path = fresh.dir.path().join(format!("page.{}", format.extension()));
            bureau.back_to(format.libelle()).key(Key::Space);
            bureau.tab_to("Fichier").press(CTRL, Key::A).text(&path.display().to_string());
            bureau.tab_to("Enregistrer le fichier").key(Key::Enter);
            bureau.wait_for("the file", |app| app.tableaux().dialogue.is_none() && !app.working());
            assert!(bureau.told("Fichier enregistré"));
            assert!(std::fs::read(&path).unwrap().starts_with(start), "{moteur:?}");
        }
    }
}

/// The total of each chart, 0 where there is none.
fn totals(bureau: &Bureau) -> Vec<f64> {
    let ecran = bureau.app().tableaux();
    // Counts alone: a part may well grow under a filter.
    let counts = ecran.cartes.iter().filter(|carte| carte.figure.unite.suffixe.is_empty());
    counts.map(|carte| carte.figure.total.nombre().unwrap_or_default()).collect()
}

#[test]
fn a_chart_is_told_to_who_cannot_see_it_and_follows_what_is_saved() {
    let fresh = filled(Moteur::Sqlite, 60);
    let mut bureau = open(&fresh);
    let carte = &bureau.app().tableaux().cartes[0];
    assert!(carte.resume.starts_with(&carte.figure.titre) && carte.resume.contains("Total\u{a0}:"), "{}", carte.resume);
    let said = bureau.app().tableaux().dit().unwrap().to_owned();
    assert!(bureau.sees(&said), "each mark is a button that says its value");

    // An impossible period is told, and changes nothing.
    let filtre = bureau.app().tableaux().filtre.clone();
    bureau.app_mut().tableaux_asked(Demande::Periode { du: "32/01/2026".to_owned(), au: String::new(), entree: false });
    bureau.settle();
    assert!(bureau.sees("n’existe pas"), "{}", bureau.app().tableaux().erreur_periode);
    assert_eq!(bureau.app().tableaux().filtre, filtre);

    // The same typed; the last filter's own dates end the error, Échap the typing, and the pointer keeps it.
    bureau.tab_to("Au (date)").text("31/02/2026").key(Key::Enter);
    assert!(bureau.sees("n’existe pas"));
    assert!(bureau.focused_name().contains("Au (date)"), "what is to be mended keeps the keys");
    let au = vigie::domain::date::format(filtre.au.unwrap());
    bureau.press(CTRL, Key::A).enter(&au);
    assert!(!bureau.sees("n’existe pas"));
    bureau.back_to("Au (date)").text("30/06/2026").key(Key::Escape);
    assert_eq!((bureau.app().tableaux().au.as_str(), &bureau.app().tableaux().filtre), (au.as_str(), &filtre));
    bureau.back_to("Au (date)").text("30/06/2026");
    bureau.focus("Page de graphiques");
    drawn(&mut bureau);
    assert_eq!(bureau.app().tableaux().filtre.au, chrono::NaiveDate::from_ymd_opt(2026, 6, 30), "what is read counts");

    // Échap closes a list, and takes no filter away.
    let choisi = bureau.app().tableaux().choix[0].1[0].0.clone();
    bureau.app_mut().tableaux_asked(Demande::Filtrer(Filtre { criteres: vec![choisi], ..filtre.clone() }));
    drawn(&mut bureau);
    bureau.back_to("Territoire").key(Key::Enter).key(Key::Escape);
    assert_eq!(bureau.app().tableaux().filtre.criteres.len(), 1, "Échap is the list's");
    assert!(bureau.app().tableaux().has_keys);
    bureau.app_mut().tableaux_asked(Demande::Filtrer(filtre));
    bureau.tab_to("Page de graphiques");
    drawn(&mut bureau);

    // One chart has the page, and gives it back.
    bureau.key(Key::Space);
    assert_eq!(bureau.app().tableaux().seule, Some(0));
    bureau.key(Key::Escape);
    assert_eq!(bureau.app().tableaux().seule, None);

    // An indicator of one's own, kept and still there in another window.
    bureau.app_mut().tableaux_asked(Demande::Composer);
    bureau.settle();
    let Some(Dialogue::Composeur(composeur)) = &mut bureau.app_mut().tableaux_mut().dialogue else {
        panic!("no question")
    };
    composeur.et = Some(Dimension::Territoire);
    bureau.settle();
    bureau.click("Ajouter à la page");
    assert!(bureau.sees("est choisi deux fois"));
    let Some(Dialogue::Composeur(composeur)) = &mut bureau.app_mut().tableaux_mut().dialogue else {
        panic!("no question")
    };
    composeur.et = Some(Dimension::Sexe);
    bureau.settle();
    bureau.click("Ajouter à la page");
    bureau.wait_for("the indicator", |app| app.tableaux().cartes.len() == 13 && !app.working());
    assert_eq!(bureau.app().tableaux().cartes[0].figure.titre, "Informations par territoire et sexe");
    drop(bureau);
    let mut bureau = open(&fresh);
    bureau.wait_for("the page", |app| app.tableaux().cartes.len() == 13 && !app.working());
    assert_eq!(bureau.app().tableaux().cartes[0].figure.titre, "Informations par territoire et sexe");
}

#[test]
fn an_empty_base_says_what_to_do() {
    let fresh = Moteur::Sqlite.fresh();
    let mut bureau = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    bureau.ctrl(Key::T);
    bureau.wait_for("the facts", |app| app.tableaux().faits == Some(0));
    assert!(bureau.sees("Rien à compter dans cette base"));
}
