//! A report by telephone, typed from the first key to the last, on both bases.

use egui::Key;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Nature, Table, adulte, conclusion, enfant, motif, traitement};
use vigie::ui::dossier::Part;

use crate::bureau::{Bureau, CTRL_SHIFT};
use crate::common::dossiers::values;
use crate::common::{MOTEURS, Moteur};

/// Values that a person would count as filled fields: not links, ranks, keys for searching.
fn filled(dossier: &Dossier) -> usize {
    let counts = |cle: &vigie::domain::Cle| {
        !matches!(cle.champ().nature, Nature::Reference(_) | Nature::Auto(_)) && cle.champ().colonne != "rang"
    };
    dossier
        .fiches
        .iter()
        .flat_map(|fiche| fiche.valeurs().filter(|(cle, text)| counts(cle) && !text.is_empty()).collect::<Vec<_>>())
        .count()
}

/// Three siblings (one to be born), two adults shared, motives, a conclusion for all, two services.
fn type_a_report(b: &mut Bureau) {
    b.ctrl(Key::N);
    // The header.
    for text in ["inform", "tél", "secré", "santé", "hôp", "oui"] {
        b.enter(text);
    }
    b.key(Key::Enter);
    b.key(Key::Space).key(Key::Enter);
    b.key(Key::F6);
    // The first child.
    for text in ["fém", "Lefèvre", "Léa", "07022015", "", "Moreau", "18100"] {
        b.enter(text);
    }
    b.key(Key::Enter);
    for text in ["12 bis", "rue des Écoles", "", "mère seule", "conj", "ouvriers", "employés"] {
        b.enter(text);
    }
    b.key(Key::Enter);
    b.text("Vue par l’infirmière ; à rappeler.").ctrl(Key::PageDown);
    assert_eq!((b.focused().as_str(), b.view().part), ("Nom", Part::Adultes));
    for text in ["Lefèvre", "Claire", "fém", "1985", "02 61 91 00 01", "mère"] {
        b.enter(text);
    }
    b.key(Key::Enter).key(Key::Space).key(Key::Enter);
    b.skip(4);
    b.enter("");
    for text in ["N’Diaye", "Ousmane", "masc", "vers 1980", "", "père"] {
        b.enter(text);
    }
    b.key(Key::Space).key(Key::Enter).key(Key::Space);
    b.press(egui::Modifiers::NONE, Key::Enter);
    b.ctrl(Key::PageDown);
    assert_eq!(b.focused(), "Motif");
    b.enter("défaut de soins").key(Key::Enter).enter("Rendez-vous manqués");
    b.enter("conflit").ctrl(Key::PageDown);
    assert_eq!(b.focused(), "Conclusion");
    b.enter("Action éducative à domicile").enter("auj");
    b.press(CTRL_SHIFT, Key::N);
    assert_eq!(b.focused(), "Conclusion");
    // Two siblings, who take the family with them.
    b.press(egui::Modifiers::ALT, Key::Num1);
    b.press(CTRL_SHIFT, Key::N);
    b.enter("masc").key(Key::Enter).enter("Hugo").enter("2019");
    b.press(CTRL_SHIFT, Key::N);
    b.enter("???").key(Key::Enter).key(Key::Enter).enter("à naître 15/03/2027");
    // Back on the first child: its motive and its conclusion go to the fratrie.
    b.press(egui::Modifiers::ALT, Key::ArrowUp).press(egui::Modifiers::ALT, Key::ArrowUp);
    b.ctrl(Key::PageDown).ctrl(Key::PageDown);
    assert_eq!(b.focused(), "Motif");
    b.press(CTRL_SHIFT, Key::F).key(Key::Enter);
    b.ctrl(Key::PageDown);
    b.press(CTRL_SHIFT, Key::F).key(Key::Enter);
    // The account.
    b.press(egui::Modifiers::ALT, Key::Num2);
    b.text("Appel de l’infirmière de l’hôpital : « œil gonflé », l’enfant dirait être tombée.").key(Key::Tab);
    b.text("Antécédents à chercher — voir l’école.");
    // Two services.
    b.press(egui::Modifiers::ALT, Key::Num3);
    for text in ["mdas vierzon", "éval", "auj", "+90", "Mmes Petit et Roux"] {
        b.enter(text);
    }
    b.skip(4);
    for text in ["pmi", "inform", "auj"] {
        b.enter(text);
    }
}

#[test]
fn a_report_by_telephone_is_typed_saved_closed_and_found_again_with_keys_only() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
        type_a_report(&mut b);
        b.save();
        assert_eq!(b.view().errors, [], "{moteur:?}");
        assert!(b.told("enregistré"), "{:?}", b.app().toasts.texts().collect::<Vec<_>>());
        let typed = b.view().loaded.clone();
        let id = b.view().id;
        let keys = b.keys;
        let fields = filled(&typed);
        eprintln!(
            "{moteur:?}: {keys} keys beyond the text for {fields} filled fields, {:.2} a field",
            keys as f64 / fields as f64
        );
        assert!(keys as f64 <= 1.1 * fields as f64, "{keys} keys for {fields} fields");

        // What was meant.
        let children: Vec<_> = typed.of(Table::EnfantConcerne).collect();
        assert_eq!(children.len(), 3);
        let persons: Vec<_> = children.iter().map(|child| typed.personne(child).unwrap()).collect();
        let names: Vec<_> = persons
            .iter()
            .map(|person| {
                (
                    person.get(enfant::personne::NOM_USAGE),
                    person.get(enfant::personne::PRENOM),
                    person.get(enfant::personne::PRECISION_NAISSANCE),
                )
            })
            .collect();
        assert_eq!(names, [("Lefèvre", "Léa", "exacte"), ("Lefèvre", "Hugo", "annee"), ("Lefèvre", "", "a_naitre")]);
        for child in &children {
            assert_eq!(
                (child.get(enfant::COMMUNE), child.get(enfant::CODE_POSTAL), child.get(enfant::VOIE)),
                ("18279", "18100", "rue des Écoles")
            );
            assert_eq!(
                typed.linked(adulte::lien::ENFANT_CONCERNE_ID, child.id).count(),
                2,
                "both adults stand beside each child"
            );
            assert!(typed.linked(motif::ENFANT_CONCERNE_ID, child.id).count() >= 1);
            let outcome: Vec<_> = typed
                .linked(conclusion::ENFANT_CONCERNE_ID, child.id)
                .map(|row| row.get(conclusion::DATE_CONCLUSION).to_owned())
                .collect();
            assert_eq!(outcome, ["2026-11-23"], "the conclusion went to the fratrie");
        }
        let services: Vec<_> = typed.of(Table::Traitement).map(|row| row.get(traitement::SERVICE)).collect();
        assert_eq!(services, ["mdas-vierzon", "pmi"]);
        let entete = typed.entete().unwrap();
        assert_eq!(entete.get(dossier::TERRITOIRE), "vierzon", "proposed from the commune");
        assert!(entete.oui(dossier::SIP));

        // Closed, found by name, opened again: every field equal.
        b.ctrl(Key::W);
        b.ctrl(Key::F);
        b.text("lefevre lea");
        b.wait_for("the search", |app| app.grille.total == Some(1) && !app.working());
        b.key(Key::Enter).key(Key::Enter);
        b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
        assert_eq!(b.view().id, id);
        assert_eq!(values(&b.view().loaded), values(&typed));
        assert!(!b.view().dirty);
        b.press(egui::Modifiers::ALT, Key::Num5);
        b.wait_for("the history", |app| app.view().is_some_and(|view| view.historique.is_some()));
        assert!(b.sees("(ajout)"), "the history tells what was added");
        // Walked by the arrows, each line says of which child it speaks.
        b.settle();
        assert!(b.focused_name().contains("Historique"), "{moteur:?}: {}", b.focused_name());
        b.key(Key::End).key(Key::Home);
        let mut awaited =
            vec!["Conclusion · Hugo LEFÈVRE (ajout)", "Motif · Léa LEFÈVRE (ajout)", "Claire LEFÈVRE → Hugo LEFÈVRE"];
        for _ in 0..25 {
            awaited.retain(|who| !b.sees(who));
            b.key(Key::PageDown);
        }
        assert!(awaited.is_empty(), "{moteur:?}: {awaited:?}");
    }
}

#[test]
fn what_is_wrong_is_told_beside_its_field_and_stays_on_the_screen() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N);
    b.enter("n’importe quoi").key(Key::F6);
    b.skip(1);
    b.paste(&"Très long ".repeat(1_000)).key(Key::Enter);
    b.enter("محمد 😀\u{7}").enter("31/02/2024");
    b.ctrl(Key::S);
    b.settle();
    assert_eq!(b.view().errors.len(), 3, "{:?}", b.view().errors);
    assert_eq!(b.focused(), "Type de dossier", "the first error has the focus");
    assert!(b.sees("n’existe pas") && b.sees("Trop long"));
    let person = b.draft().of(Table::Enfant).next().unwrap();
    assert_eq!(person.get(enfant::personne::DATE_NAISSANCE), "31/02/2024");
    assert_eq!(person.get(enfant::personne::PRENOM), "محمد 😀");
    assert_eq!(person.get(enfant::personne::NOM_USAGE).chars().count(), 10_000, "nothing was cut");
    assert_eq!(fresh.base.etat().unwrap().dossiers, 0);
    b.ctrl(Key::Z);
    assert_eq!(b.view().errors.len(), 2, "what is undone is not wrong any more");
}

#[test]
fn undo_goes_back_across_the_whole_dossier_and_redo_forward() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N);
    b.enter("inform").enter("tél").key(Key::F6).skip(1).enter("Petit").enter("Jo");
    b.press(CTRL_SHIFT, Key::N);
    assert_eq!(b.draft().of(Table::EnfantConcerne).count(), 2);
    b.ctrl(Key::Z);
    assert_eq!(b.draft().of(Table::EnfantConcerne).count(), 1);
    b.ctrl(Key::Z);
    let first_name = |b: &Bureau| b.draft().of(Table::Enfant).next().unwrap().get(enfant::personne::PRENOM).to_owned();
    assert_eq!(first_name(&b), "");
    b.ctrl(Key::Z).ctrl(Key::Z).ctrl(Key::Z);
    assert_eq!(b.draft().entete().unwrap().get(dossier::TYPE_DOSSIER), "");
    for _ in 0..5 {
        b.ctrl(Key::Y);
    }
    assert_eq!(first_name(&b), "Jo");
    assert_eq!(b.draft().of(Table::EnfantConcerne).count(), 2);
}

#[test]
fn escape_undoes_the_field_then_asks_for_the_record() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N);
    b.key(Key::F6).skip(1).enter("Petit").text("Jo");
    let first_name = |b: &Bureau| b.draft().of(Table::Enfant).next().unwrap().get(enfant::personne::PRENOM).to_owned();
    b.key(Key::Escape);
    assert_eq!(first_name(&b), "");
    assert_eq!(b.focused(), "Prénom", "the focus stays");
    b.key(Key::Escape);
    assert!(b.sees("Revenir au dossier enregistré"));
    b.key(Key::Enter);
    assert!(!b.view().dirty);
    b.ctrl(Key::Z);
    assert_eq!(
        b.draft().of(Table::Enfant).next().unwrap().get(enfant::personne::NOM_USAGE),
        "Petit",
        "even that is undone"
    );
}

#[test]
fn dates_values_and_commands_are_one_key_away() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N);
    b.key(Key::F6).skip(1).enter("Petit").enter("Jo").enter("8 ans");
    b.press(CTRL_SHIFT, Key::N);
    b.skip(2);
    b.ctrl(Key::Quote);
    let persons: Vec<_> = b
        .draft()
        .of(Table::EnfantConcerne)
        .map(|child| b.draft().personne(child).unwrap().get(enfant::personne::PRENOM).to_owned())
        .collect();
    assert_eq!(persons, ["Jo", "Jo"], "same value as the child before");
    b.key(Key::Enter).ctrl(Key::Semicolon).key(Key::Enter);
    let second = b.draft().of(Table::EnfantConcerne).nth(1).unwrap();
    assert_eq!(b.draft().personne(second).unwrap().get(enfant::personne::DATE_NAISSANCE), "23/11/2026");
    b.ctrl(Key::K).text("expo").key(Key::Enter);
    assert_eq!(b.focused(), "Synthèse de la situation");
    b.key(Key::F1);
    assert!(b.sees("Échap ferme cette page"));
    b.key(Key::Escape);
    assert!(!b.sees("Échap ferme cette page"));
    // F4 opens the list under the field; arrows choose; Entrée takes and moves on.
    b.press(egui::Modifiers::ALT, Key::Num3).key(Key::F4);
    b.key(Key::ArrowDown).key(Key::ArrowDown).key(Key::Enter);
    let service = b.draft().of(Table::Traitement).next().unwrap().get(traitement::SERVICE).to_owned();
    assert!(!service.is_empty(), "a service was taken from the list");
    assert_eq!(b.focused(), "Nature");
}

#[test]
fn a_calendar_opens_under_a_date_and_gives_its_day() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N).key(Key::F6).skip(3);
    let birth =
        |b: &Bureau| b.draft().of(Table::Enfant).next().unwrap().get(enfant::personne::DATE_NAISSANCE).to_owned();
    assert_eq!(b.focused(), "Date de naissance");
    b.key(Key::F4);
    assert!(b.sees("lundi 23 novembre 2026"), "it opens on today");
    b.key(Key::PageUp).key(Key::ArrowUp).key(Key::ArrowLeft).key(Key::ArrowLeft);
    assert!(b.sees("mercredi 14 octobre 2026"));
    b.key(Key::Enter);
    assert_eq!((birth(&b).as_str(), b.focused().as_str()), ("14/10/2026", "Nom de naissance"));
    // Échap closes it, and it alone.
    b.press(egui::Modifiers::SHIFT, Key::Tab);
    b.press(egui::Modifiers::ALT, Key::ArrowDown);
    assert!(b.sees("mercredi 14 octobre 2026"), "it opens on the day held");
    b.key(Key::ArrowDown).key(Key::Escape);
    assert!(!b.sees("mercredi 21 octobre 2026"));
    assert_eq!((birth(&b).as_str(), b.focused().as_str()), ("14/10/2026", "Date de naissance"));
    // Typing goes on in the field.
    b.key(Key::F4).text("7/2/15").key(Key::Enter);
    assert_eq!(birth(&b), "07/02/2015");
}

#[test]
fn a_list_opens_on_its_value_and_gives_another() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    let support = |b: &Bureau| b.draft().entete().unwrap().get(dossier::SUPPORT).to_owned();
    b.ctrl(Key::N).skip(1);
    b.key(Key::F4).key(Key::Enter);
    assert_eq!(support(&b), "support/telephone", "the first line, in one key");
    b.press(egui::Modifiers::SHIFT, Key::Tab);
    b.key(Key::F4).key(Key::ArrowDown).key(Key::Enter);
    assert_eq!(support(&b), "support/entretien", "the line after the one held");
    b.press(egui::Modifiers::SHIFT, Key::Tab);
    b.text("cour").key(Key::Escape);
    assert!(!b.sees("Courriel"), "Échap closes the list");
    b.key(Key::Enter);
    assert_eq!(support(&b), "support/entretien", "and drops what was typed in it");
}

#[test]
fn an_empty_base_says_what_to_do_and_a_new_dossier_left_empty_is_not_saved() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    assert!(b.sees("Aucun dossier dans cette base"));
    b.ctrl(Key::N).ctrl(Key::S);
    b.settle();
    assert!(b.told("Rien de nouveau"));
    b.ctrl(Key::W);
    assert!(b.app().dossiers.is_empty());
}

#[test]
fn the_first_start_offers_a_demonstration_a_file_and_the_server() {
    let dir = tempfile::tempdir().unwrap();
    let mut b = Bureau::open(None, dir.path().to_owned());
    b.settle();
    for text in ["Base de ce poste", "Serveur central", "Démonstration"] {
        assert!(b.sees(text), "{text}");
    }
}

#[test]
fn a_value_being_chosen_is_taken_when_a_command_comes() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N);
    b.enter("inform").text("tél");
    b.press(egui::Modifiers::ALT, Key::Num2);
    assert_eq!(b.draft().entete().unwrap().get(dossier::SUPPORT), "support/telephone");
    b.press(egui::Modifiers::ALT, Key::Num3).text("pmi");
    b.save();
    assert_eq!(b.view().errors, []);
    assert_eq!(b.view().loaded.of(Table::Traitement).next().unwrap().get(traitement::SERVICE), "pmi");
}

#[test]
fn a_child_of_whom_nothing_is_said_is_typed_before_another_is_added() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    let children = |b: &Bureau| b.draft().of(Table::EnfantConcerne).count();
    b.ctrl(Key::N).press(CTRL_SHIFT, Key::N);
    assert_eq!((children(&b), b.focused().as_str()), (1, "Sexe"));
    b.enter("fém").text("Martin").press(CTRL_SHIFT, Key::N);
    assert_eq!(children(&b), 2, "of this one something is said");
}

/// What is typed in the large window is in the dossier at once: nothing there pretends to give it up.
#[test]
fn the_large_window_of_a_long_text_has_one_way_out() {
    let fresh = Moteur::Sqlite.fresh();
    let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    b.ctrl(Key::N).press(egui::Modifiers::ALT, Key::Num2).press(egui::Modifiers::SHIFT, Key::F2);
    assert!(b.sees("Terminer") && !b.sees("Annuler"));
}
