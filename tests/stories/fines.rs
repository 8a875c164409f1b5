//! What helps who types: cells pasted from a spreadsheet, a word half typed in a list, the ancien
//! dossier looked for, the calendar by the keyboard.

use egui::{Key, Modifiers};
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Table, enfant, motif, traitement};

use crate::bureau::Bureau;
use crate::common::dossiers::complet;
use crate::common::{Moteur, today};

#[test]
fn cells_of_a_spreadsheet_are_pasted_into_lines_and_undone_in_one_go() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N).press(Modifiers::ALT, Key::Num3);
    assert_eq!(b.focused(), traitement::SERVICE.champ().libelle);
    b.paste("MDAS de Vierzon\tÉvaluation\t12/11/2026\r\nservice inconnu\tÉvaluation\t31/02/2026\r\n");
    b.settle();
    let rows: Vec<_> = b.draft().of(Table::Traitement).cloned().collect();
    assert_eq!(rows.len(), 3, "two lines, and the one that waits: {rows:?}");
    let parametres = fresh.base.parametres(today()).unwrap();
    let known = parametres.services.iter().find(|choix| choix.id == "mdas-vierzon").unwrap();
    if vigie::domain::nom::fold(&known.libelle) == vigie::domain::nom::fold("MDAS de Vierzon") {
        assert_eq!(rows[0].get(traitement::SERVICE), "mdas-vierzon");
    }
    assert_eq!(rows[0].get(traitement::NATURE), "nature_traitement/evaluation", "a label finds its value");
    assert_eq!(rows[0].get(traitement::ENVOYE_LE), "12/11/2026");
    assert_eq!(rows[1].get(traitement::SERVICE), "service inconnu", "what is not known stays as it came");
    assert_eq!(rows[1].get(traitement::ENVOYE_LE), "31/02/2026");
    assert!(b.told("champs collés"));
    b.ctrl(Key::Z);
    assert!(!b.draft().of(Table::Traitement).any(|row| !row.get(traitement::NATURE).is_empty()), "undone in one go");

    // In the motives of a child, from the column where one stands.
    b.press(Modifiers::ALT, Key::Num1).ctrl(Key::PageDown).ctrl(Key::PageDown);
    assert_eq!(b.focused(), motif::MOTIF.champ().libelle);
    b.paste("Défaut de soins\tx\tÀ revoir\nConflit de couple\t\t\n");
    b.settle();
    let motifs: Vec<_> = b
        .draft()
        .of(Table::MotifEnfant)
        .map(|row| row.get(motif::MOTIF).to_owned())
        .filter(|m| !m.is_empty())
        .collect();
    assert_eq!(motifs.len(), 2, "{motifs:?}");
    assert!(motifs.iter().all(|motif| motif.starts_with("motif/")), "{motifs:?}");
    // A text of one line is a text: the field takes it itself.
    assert!(!vigie::domain::collage::is_cells("un mot"));
}

#[test]
fn a_word_half_typed_in_a_list_comes_back_after_a_kill() {
    let fresh = Moteur::Sqlite.fresh();
    let dir = fresh.dir.path().to_owned();
    let mut b = Bureau::open(Some(fresh.cible.clone()), dir.clone());
    // The first field of a new dossier is a list, and nothing else is typed.
    b.ctrl(Key::N).text("signalement bizar");
    b.app_mut().flush_drafts();
    b.wait_for("the draft", |app| !app.working());
    drop(b);
    let mut b = Bureau::open(Some(fresh.cible.clone()), dir);
    assert!(b.sees("Reprendre la saisie"));
    b.key(Key::Enter);
    b.settle();
    assert_eq!(b.draft().entete().unwrap().get(dossier::TYPE_DOSSIER), "signalement bizar");
}

#[test]
fn the_former_dossier_is_looked_for_and_its_number_taken() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let saved = fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
    let numero = saved.entete().unwrap().get(dossier::NUMERO).to_owned();
    let person = saved.of(Table::Enfant).next().unwrap();
    let nom = enfant::nom_affiche(person);
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N).key(Key::F6).skip(1).enter(&nom);
    let child = b.view().child;
    b.app_mut().dossiers[0].request.focus = Some((child, enfant::ANCIEN_DOSSIER));
    b.settle();
    assert_eq!(b.focused(), "Ancien dossier");
    b.key(Key::F4);
    b.wait_for("what was found", |app| !app.working());
    assert!(b.sees(&numero));
    b.key(Key::Enter);
    b.settle();
    assert_eq!(b.draft().fiche(child).unwrap().get(enfant::ANCIEN_DOSSIER), numero);
    assert_eq!(b.focused(), "Ancien dossier", "one goes on from where one was");
    assert_eq!(b.app().dossiers.len(), 1, "nothing was opened");
}

#[test]
fn the_calendar_opens_with_alt_and_the_arrow_too() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N);
    let id = b.view().id;
    b.app_mut().dossiers[0].request.focus = Some((id, dossier::DATE_RECEPTION));
    b.settle();
    b.press(Modifiers::ALT, Key::ArrowDown);
    assert!(b.sees("novembre 2026"));
    b.key(Key::ArrowUp).key(Key::Enter);
    assert_eq!(b.draft().entete().unwrap().get(dossier::DATE_RECEPTION), "16/11/2026", "a week before");
}

#[test]
fn the_hour_of_the_referral_is_waited_for_and_never_invented() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N);
    let id = b.view().id;
    b.app_mut().dossiers[0].request.focus = Some((id, dossier::DANGER_GRAVE));
    b.settle();
    b.key(Key::Space).key(Key::Enter);
    assert_eq!(b.focused(), "Parquet saisi le");
    let referred = |b: &Bureau| b.draft().entete().unwrap().get(dossier::DANGER_SAISINE_LE).to_owned();
    b.ctrl(Key::Semicolon);
    assert_eq!(referred(&b), "23/11/2026 ", "the day alone");
    b.text("14h30").key(Key::Enter);
    assert_eq!(referred(&b), "23/11/2026 14:30", "the hour goes behind the day");
    b.app_mut().dossiers[0].request.focus = Some((id, dossier::DANGER_SAISINE_LE));
    b.settle();
    b.ctrl(Key::A).text("hier").key(Key::Enter);
    assert!(b.sees("Il manque l’heure"), "« {} », {:?}", referred(&b), b.labels(""));
    b.app_mut().dossiers[0].request.focus = Some((id, dossier::DANGER_SAISINE_LE));
    b.settle();
    b.ctrl(Key::A).text("7/2/34 9h").key(Key::Enter);
    assert!(b.sees("07/02/2034 est à venir"));
}

#[test]
fn the_demonstration_begins_on_a_workstation_where_vigie_never_was() {
    let dir = tempfile::tempdir().unwrap();
    let mut b = Bureau::open(None, dir.path().join("jamais"));
    b.settle();
    assert_eq!(b.focused_name(), "Essayer la démonstration");
    b.key(Key::Enter);
    let base = dir.path().join("jamais/data/demonstration.vigie");
    b.wait_for("the base being filled", |app| base.exists() || !app.ouverture.error.is_empty());
    assert!(base.exists() && b.app().ouverture.error.is_empty(), "{}", b.app().ouverture.error);
    b.click("Annuler");
    b.wait_for("the end", |app| !app.working());
    assert!(!base.exists(), "half a demonstration is none");
}
