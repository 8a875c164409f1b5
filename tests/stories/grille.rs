//! The Dossiers screen by keys: filters, selection, lots, views, exports; and the child's page.

use std::sync::Arc;

use egui::Key;
use vigie::app::Ecran;
use vigie::demo::Demo;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::enfant::personne;
use vigie::domain::recherche::Colonne;
use vigie::domain::{Dossier, Fiche, Parametres, Table, adulte, enfant, parse};
use vigie::storage::Base;
use vigie::ui::dossiers::{FormatExport, Panneau};
use vigie::ui::enfant::FormatEnfant;

use crate::bureau::{Bureau, CTRL, CTRL_SHIFT};
use crate::common::dossiers::court;
use crate::common::relais::Relais;
use crate::common::{Fresh, MOTEURS, Moteur, run, today};

fn saved(base: &Base, nom: &str, prenom: &str, day: &str) -> Dossier {
    let parametres = base.parametres(today()).unwrap();
    let mut dossier = court(&parametres, nom, prenom);
    dossier.fiches[0].set(dossier::DATE_RECEPTION, day);
    parse::derive(&mut dossier, &parametres);
    base.save(&Dossier::default(), &dossier).unwrap().dossier
}

fn grid(fresh: &Fresh) -> Bureau {
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("poste"));
    b.ctrl(Key::D);
    b.wait_for("the grid", |app| app.ecran == Ecran::Dossiers && app.grille.total.is_some() && !app.working());
    b
}

#[test]
fn dossiers_are_filtered_chosen_attributed_together_and_put_back() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        for (nom, day) in [("Martin", "2026-11-02"), ("Petit", "2026-11-12"), ("Roux", "2026-10-01")] {
            saved(&fresh.base, nom, "Léa", day);
        }
        let mut b = grid(&fresh);
        assert_eq!(b.app().grille.total, Some(3), "{moteur:?}");
        // The form of every condition; the same stand under the heads.
        b.app_mut().grille.panneau = Some(Panneau::Filtres);
        b.settle();
        assert!(b.sees("Filtre Reçu le") && b.sees("Filtre Services"), "{moteur:?} every column has its condition");
        b.key(Key::Escape);
        b.focus("Filtre Reçu le");
        b.text("11/2026");
        b.wait_for("two dossiers", |app| app.grille.total == Some(2) && !app.working());
        b.text("x");
        assert!(b.sees("Écrivez un jour"), "{moteur:?} what is not understood is told");
        b.key(Key::Backspace);
        b.key(Key::Escape);
        b.press(CTRL, Key::A);
        b.wait_for("all are chosen", |app| app.grille.selection.len() == 2 && !app.working());
        assert!(b.sees("2 choisis"), "{moteur:?}");
        b.app_mut().grille.panneau =
            Some(Panneau::Attribuer { service: "pmi".to_owned(), nature: "nature_traitement/evaluation".to_owned() });
        b.settle();
        b.click("Attribuer");
        b.wait_for("the lot", |app| app.grille.lot == Some(2) && !app.working());
        let services = |base: &Base| {
            let filtre = vigie::domain::recherche::Filtre::among(Colonne::Services, ["pmi".to_owned()]);
            base.page(&filtre, vigie::domain::recherche::Tri::default(), 0, 10).unwrap().total
        };
        assert_eq!(services(&fresh.base), 2, "{moteur:?}");
        // Again: each says why not.
        b.app_mut().grille.panneau = Some(Panneau::Attribuer { service: "pmi".to_owned(), nature: String::new() });
        b.settle();
        b.click("Attribuer");
        b.wait_for("the refusals", |app| matches!(app.grille.panneau, Some(Panneau::Refus { .. })) && !app.working());
        assert!(b.sees("ce service en est déjà chargé"), "{moteur:?}");
        b.key(Key::Escape);
        assert_eq!(services(&fresh.base), 2, "{moteur:?}");
    }
}

/// A software renderer keeps 10 to 30 kB for each: with one a cell, the grid alone took 5 MB.
#[test]
fn a_row_of_the_grid_costs_no_drawing_of_its_own() {
    let fresh = Moteur::Sqlite.fresh();
    saved(&fresh.base, "Martin", "Léa", "2026-11-02");
    let with_one = grid(&fresh).drawings();
    for nom in ["Petit", "Roux", "Garnier", "Lemoine", "Aubert"] {
        saved(&fresh.base, nom, "Léa-Maëlle-Marguerite-Antoinette", "2026-11-12");
    }
    let with_six = grid(&fresh).drawings();
    assert!(with_six <= with_one + 2, "{with_one} drawings for one row, {with_six} for six");
}

#[test]
fn a_lot_is_undone_and_a_stretch_of_rows_is_chosen_by_keys() {
    let fresh = Moteur::Sqlite.fresh();
    for nom in ["Martin", "Petit", "Roux"] {
        saved(&fresh.base, nom, "Léa", "2026-11-02");
    }
    let mut b = grid(&fresh);
    b.press(egui::Modifiers::SHIFT, Key::ArrowDown);
    b.wait_for("two rows", |app| app.grille.selection.len() == 2);
    b.key(Key::End).key(Key::Space);
    assert_eq!(b.app().grille.selection.len(), 3);
    b.key(Key::Space);
    assert_eq!(b.app().grille.selection.len(), 2);
    b.app_mut().grille.panneau = Some(Panneau::Etape);
    b.settle();
    b.click("Qualifier et faire évaluer");
    b.wait_for("the lot", |app| app.grille.lot == Some(2) && !app.working());
    let qualified = |base: &Base| {
        let etat = vigie::domain::recherche::Filtre::among(Colonne::Etat, ["etat_dossier/evaluation".to_owned()]);
        base.page(&etat, vigie::domain::recherche::Tri::default(), 0, 10).unwrap().total
    };
    assert_eq!(qualified(&fresh.base), 2);
    b.click("Annuler le lot (2 dossiers)");
    b.wait_for("the lot undone", |app| app.grille.lot.is_none() && !app.working());
    assert_eq!(qualified(&fresh.base), 0);
    // Échap lets them all go.
    b.key(Key::Escape);
    assert!(b.app().grille.selection.is_empty());
}

#[test]
fn a_view_is_kept_opened_again_and_the_result_goes_to_a_spreadsheet() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        saved(&fresh.base, "Martin", "Léa", "2026-11-02");
        saved(&fresh.base, "=1+1", "Léa", "2026-10-02");
        let mut b = grid(&fresh);
        b.app_mut().grille.panneau = Some(Panneau::Colonnes);
        b.settle();
        assert!(b.sees("Services") && b.sees("N° SNATEM"), "{moteur:?} hidden columns are proposed");
        b.focus("Services").key(Key::Space);
        b.click("Terminer");
        assert!(b.app().grille.vue.shows(Colonne::Services), "{moteur:?}");
        b.app_mut().grille.panneau = Some(Panneau::Vues { nom: String::new(), partagee: true });
        b.settle();
        b.text("Avec services").key(Key::Enter);
        b.wait_for("the view", |app| app.grille.vues.len() == 1 && !app.working());
        let kept = fresh.base.vues().unwrap();
        assert!(kept[0].partagee && kept[0].vue.shows(Colonne::Services), "{moteur:?}");
        let csv = fresh.dir.path().join("dossiers.csv");
        b.app_mut().export_grid(csv.clone(), FormatExport::Csv);
        b.wait_for("the file", |app| !app.working());
        let text = std::fs::read_to_string(&csv).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3, "{moteur:?} {text}");
        assert!(lines[0].contains("Numéro") && lines[0].contains("Services"), "{moteur:?} {text}");
        assert!(text.contains("'=1+1"), "{moteur:?} a formula stays a text: {text}");
        let xlsx = fresh.dir.path().join("dossiers.xlsx");
        b.app_mut().export_grid(xlsx.clone(), FormatExport::Xlsx);
        b.wait_for("the file", |app| !app.working());
        assert!(std::fs::metadata(&xlsx).unwrap().len() > 3000, "{moteur:?}");
        // A file that cannot be written is one sentence, and nothing else changes.
        b.app_mut().export_grid(fresh.dir.path().join("pas/la/dossiers.csv"), FormatExport::Csv);
        b.wait_for("the refusal", |app| !app.working());
        assert!(b.told("ne peut pas être écrit"), "{moteur:?}");
    }
}

#[test]
fn the_grid_is_sorted_and_its_columns_sized_by_keys_alone() {
    let fresh = Moteur::Sqlite.fresh();
    for (nom, day) in [("Martin", "2026-11-02"), ("Petit", "2026-11-12"), ("Aubert", "2026-10-01")] {
        saved(&fresh.base, nom, "Léa", day);
    }
    let mut b = grid(&fresh);
    b.back_to("Colonnes…").key(Key::Enter);
    assert!(b.sees("Colonnes de la grille"));
    let before = b.app().grille.vue.clone();
    b.tab_to("Trier par Fratrie").key(Key::Space);
    b.wait_for("the order", |app| !app.working());
    b.press(egui::Modifiers::SHIFT, Key::Tab);
    b.tab_to("Trier par Enfants").press(egui::Modifiers::SHIFT, Key::Space);
    b.wait_for("the order", |app| !app.working());
    b.tab_to("Enfants plus large").key(Key::Space).key(Key::Space);
    let vue = &b.app().grille.vue;
    let order: Vec<_> = vue.ordre.0.iter().map(|tri| (tri.colonne, tri.descending)).collect();
    assert_eq!(order, [(Colonne::Fratrie, false), (Colonne::Enfants, false)]);
    let width = |vue: &vigie::domain::vue::Vue| {
        vue.colonnes.iter().find(|one| one.colonne == Colonne::Enfants).unwrap().largeur
    };
    assert!((width(vue) - width(&before) - 40.0).abs() < 0.5);
    // The list is longer than the window; what has the keys is seen.
    b.tab_to("N° SNATEM");
    for _ in 0..60 {
        b.settle();
    }
    let at = b.focused_rect();
    assert!(at.top() > 100.0 && at.bottom() < 700.0, "{at:?}");
    b.tab_to("Terminer").key(Key::Enter);
    b.wait_for("the grid", |app| app.grille.panneau.is_none() && !app.working());
    let fratries: Vec<String> = (0..3).map(|at| b.app().grille.row(at).unwrap().fratrie.clone()).collect();
    assert!(fratries.is_sorted(), "{fratries:?}");
}

#[test]
fn entree_opens_every_dossier_chosen_up_to_a_number_that_is_told() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        for at in 0..13 {
            saved(&fresh.base, &format!("Martin {at}"), "Léa", "2026-11-02");
        }
        let mut b = grid(&fresh);
        b.press(egui::Modifiers::SHIFT, Key::ArrowDown).press(egui::Modifiers::SHIFT, Key::ArrowDown);
        b.wait_for("three rows", |app| app.grille.selection.len() == 3);
        b.key(Key::Enter);
        b.wait_for("three tabs", |app| app.ecran == Ecran::Dossier && app.dossiers.len() == 3 && !app.working());
        assert!(b.told("3 dossiers ouverts"), "{moteur:?}");
        // Those that are open already are not opened twice.
        b.ctrl(Key::D).press(CTRL, Key::A);
        b.wait_for("all are chosen", |app| app.grille.selection.len() == 13 && !app.working());
        b.key(Key::Enter);
        assert!(b.told("12 au plus s’ouvrent ensemble, rien n’a été ouvert"), "{moteur:?}");
        assert_eq!((b.app().ecran, b.app().dossiers.len()), (Ecran::Dossiers, 3), "{moteur:?}");
        b.key(Key::Space).key(Key::Enter);
        b.wait_for("twelve", |app| app.ecran == Ecran::Dossier && app.dossiers.len() >= 12 && !app.working());
    }
}

/// Léa in two dossiers, with her mother; and Lea Gotier, who may be the same.
fn family(base: &Base) -> (Dossier, Dossier) {
    let parametres = base.parametres(today()).unwrap();
    let first = saved(base, "Gauthier", "Léa", "2025-03-01");
    let lea = first.of(Table::Enfant).next().unwrap().clone();
    let concerne = Fiche::new(Table::EnfantConcerne)
        .with(enfant::ENFANT_ID, lea.id.to_string())
        .with(enfant::LIEU_VIE, "lieu_vie/mere_seule")
        .with(enfant::VOIE, "rue des Écoles");
    let brother = Fiche::new(Table::Enfant).with(personne::PRENOM, "Hugo").with(personne::NOM_USAGE, "Gauthier");
    let his = Fiche::new(Table::EnfantConcerne)
        .with(enfant::ENFANT_ID, brother.id.to_string())
        .with(enfant::VOIE, "rue des Écoles");
    let mother = Fiche::new(Table::Adulte).with(adulte::NOM, "Gauthier").with(adulte::PRENOM, "Claire");
    let tie = Fiche::new(Table::AdulteEnfant)
        .with(adulte::lien::ADULTE_ID, mother.id.to_string())
        .with(adulte::lien::ENFANT_CONCERNE_ID, concerne.id.to_string())
        .with(adulte::lien::LIEN, "lien/mere")
        .with(adulte::lien::TITULAIRE, "true");
    let header = Fiche::new(Table::Dossier).with(dossier::DATE_RECEPTION, "2026-11-02");
    let mut second = Dossier { fiches: vec![header, lea, concerne, brother, his, mother, tie] };
    parse::derive(&mut second, &parametres);
    let second = base.save(&Dossier::default(), &second).unwrap().dossier;
    (second, saved(base, "Gotier", "Lea", "2024-05-05"))
}

#[test]
fn the_page_of_a_child_tells_every_dossier_draws_the_family_and_merges_persons() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let (second, other) = family(&fresh.base);
        let lea = second.of(Table::Enfant).next().unwrap().id;
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("poste"));
        // From the one search field.
        b.ctrl(Key::K).text("gauthier lea");
        b.wait_for("the child", |app| !app.working());
        b.press(CTRL, Key::Enter);
        b.wait_for("the page", |app| app.ecran == Ecran::Enfant && app.enfant.lecture.is_some() && !app.working());
        assert_eq!(b.app().enfant.id, lea, "{moteur:?}");
        assert!(b.sees("2 dossiers"), "{moteur:?}");
        assert!(b.sees("02/11/2026, Information") && b.sees("01/03/2025, Information"), "{moteur:?}");
        // Each card says all that is known; arrows go from one to the next.
        assert!(
            b.sees("Claire GAUTHIER, mère de Léa, titulaire de l’autorité parentale, rue des Écoles"),
            "{moteur:?}"
        );
        assert!(b.sees("Hugo GAUTHIER"), "{moteur:?}");
        b.focus("Claire GAUTHIER, mère de Léa");
        b.key(Key::ArrowDown).key(Key::ArrowRight).key(Key::Enter);
        b.wait_for("the brother's page", |app| app.enfant.id != lea && app.enfant.lecture.is_some() && !app.working());
        assert!(b.sees("1 dossier"), "{moteur:?}");
        b.app_mut().open_child(lea);
        b.wait_for("her page", |app| app.enfant.lecture.is_some() && !app.working());
        // On paper, and as a picture.
        for (format, name, begin) in
            [(FormatEnfant::Pdf, "page.pdf", "%PDF"), (FormatEnfant::Svg, "famille.svg", "<svg")]
        {
            let path = fresh.dir.path().join(name);
            b.app_mut().export_child(path.clone(), format);
            b.wait_for("the file", |app| !app.working());
            let bytes = std::fs::read(&path).unwrap();
            assert!(bytes.starts_with(begin.as_bytes()), "{moteur:?} {name}");
        }
        // Found to be one with Lea Gotier, then not.
        b.focus("Réunir avec Lea GOTIER…").key(Key::Enter);
        assert!(b.sees("Est-ce le même enfant"), "{moteur:?}");
        b.text("Même date, deux orthographes").key(Key::Enter);
        b.wait_for("the merge", |app| {
            !app.working() && app.enfant.lecture.as_ref().is_some_and(|lecture| lecture.fiche.dossiers.len() == 3)
        });
        let person = |dossier: &Dossier| {
            let now = fresh.base.dossier(dossier.id().unwrap()).unwrap().unwrap().dossier;
            now.of(Table::Enfant).next().unwrap().id
        };
        assert_eq!(person(&other), lea, "{moteur:?}");
        assert!(b.sees("Même date, deux orthographes"), "{moteur:?} why is kept");
        b.focus("Défaire la réunion…").key(Key::Enter);
        b.key(Key::Enter);
        b.wait_for("the merge undone", |app| {
            !app.working() && app.enfant.lecture.as_ref().is_some_and(|lecture| lecture.fiche.dossiers.len() == 2)
        });
        assert_ne!(person(&other), lea, "{moteur:?}");
        assert!(b.sees("défait le"), "{moteur:?} and not forgotten");
        // From the dossier, and back with Échap.
        b.app_mut().ecran = Ecran::Enfant;
        b.focus("Événements, du plus récent");
        b.key(Key::Home).key(Key::Enter);
        b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
        b.ctrl(Key::E);
        b.wait_for("the page", |app| app.ecran == Ecran::Enfant && app.enfant.lecture.is_some() && !app.working());
        b.key(Key::Escape);
        assert_eq!(b.app().ecran, Ecran::Dossier, "{moteur:?}");
    }
}

#[test]
fn keys_that_name_a_selection_do_not_reach_the_grid_from_a_field() {
    let fresh = Moteur::Sqlite.fresh();
    saved(&fresh.base, "Martin", "Léa", "2026-11-02");
    let mut b = grid(&fresh);
    b.ctrl(Key::F).text("martin");
    b.wait_for("the search", |app| app.grille.total == Some(1) && !app.working());
    b.press(CTRL, Key::A);
    assert!(b.app().grille.selection.is_empty(), "Ctrl+A chooses the text of the field");
    b.press(CTRL_SHIFT, Key::End);
    assert!(b.app().grille.selection.is_empty());
}

/// A base of three pages of the grid.
fn three_pages(moteur: Moteur) -> Fresh {
    let fresh = moteur.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let parametres = Parametres { communes: Arc::new(fresh.base.communes().unwrap()), ..parametres };
    vigie::storage::load(&fresh.base, Demo::new(&parametres, 250, 1, today()), |_| true).unwrap();
    fresh
}

fn numero(b: &Bureau, at: u64) -> Option<String> {
    b.app().grille.row(at).map(|row| row.numero.clone())
}

#[test]
fn rows_that_cannot_be_read_are_not_asked_for_at_each_drawing() {
    let fresh = three_pages(Moteur::Sqlite);
    let mut b = grid(&fresh);
    run(&fresh.cible, "PRAGMA foreign_keys = OFF; DROP TABLE dossier");
    b.key(Key::End);
    let told = |app: &vigie::app::App| app.toasts.texts().any(|text| text.contains("no such table"));
    b.wait_for("the refusal", |app| told(app) && !app.working());
    let (before, drawings) = (b.app().asked(), 40);
    for _ in 0..drawings {
        // Each answer comes before the next drawing.
        b.wait_for("the answer", |app| !app.working());
    }
    let asked = b.app().asked() - before;
    assert!(asked < drawings, "asked {asked} times in {drawings} drawings and more");
    assert_eq!(numero(&b, 249), None);
}

#[test]
fn rows_stay_while_the_base_is_away_and_the_others_come_when_it_is_back() {
    let fresh = three_pages(Moteur::Postgres);
    let (relais, cible) = Relais::devant(&fresh.cible);
    let mut b = Bureau::open(Some(cible), fresh.dir.path().join("poste"));
    let first = numero(&b, 0).unwrap();
    relais.absent(true);
    let refused = |app: &vigie::app::App| app.toasts.texts().any(|text| text.contains("ne répond pas"));
    b.key(Key::F5);
    b.wait_for("the refusal", refused);
    assert!(b.sees(&first), "F5 empties nothing");
    b.key(Key::End);
    assert_eq!(numero(&b, 249), None);
    relais.absent(false);
    b.wait_for("the rows, by themselves", |app| app.grille.row(249).is_some());
    assert!(b.sees(&numero(&b, 249).unwrap()));
}
