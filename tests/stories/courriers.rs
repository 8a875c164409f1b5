//! Letters in the window: reminders of late services from the list to the register, a draft taken up
//! again, a template changed and refused, an address asked for; by the keyboard where there is one.

use std::path::PathBuf;

use egui::{Key, Modifiers};
use vigie::app::Ecran;
use vigie::domain::courrier::{EtatCourrier, FiltreCourrier};
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Table, traitement};
use vigie::ui::courriers::Vue;

use crate::bureau::{Bureau, CTRL_SHIFT};
use crate::common::dossiers::complet;
use crate::common::{Fresh, MOTEURS, Moteur, today};

/// Dossiers whose service is late, by number and id.
pub fn late(fresh: &Fresh, count: usize) -> Vec<(uuid::Uuid, String)> {
    let parametres = fresh.base.parametres(today()).unwrap();
    (0..count)
        .map(|_| {
            let mut late = complet(&parametres);
            let mut first = true;
            for fiche in late.fiches.iter_mut().filter(|fiche| fiche.table == Table::Traitement) {
                if std::mem::take(&mut first) {
                    fiche.set(traitement::ECHEANCE_LE, "2026-11-01");
                }
            }
            let saved = fresh.base.save(&Dossier::default(), &late).unwrap().dossier;
            (saved.id().unwrap(), saved.entete().unwrap().get(dossier::NUMERO).to_owned())
        })
        .collect()
}

pub fn open(fresh: &Fresh) -> Bureau {
    let mut bureau = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
    bureau.ctrl(Key::P);
    bureau.wait_for("the templates", |app| app.ecran == Ecran::Courriers && !app.courriers().modeles.is_empty());
    bureau
}

#[test]
fn three_late_dossiers_are_reminded_found_in_the_register_and_printed_again_the_same() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let ids = late(&fresh, 3);
        let parametres = fresh.base.parametres(today()).unwrap();
        fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap();

        let mut bureau = open(&fresh);
        // The list of templates has the keys: some letters find one.
        bureau.text("relance serv");
        bureau.wait_for("the template", |app| app.courriers().modele == "relance_service");
        // Words that name no template prepare no letter, and coming back they give way to others.
        bureau.text(" zzz").key(Key::Enter);
        assert!(bureau.sees("Aucun modèle ne correspond") && bureau.app().courriers().busy.is_empty(), "{moteur:?}");
        bureau.ctrl(Key::D).ctrl(Key::P);
        bureau.wait_for("the templates", |app| app.ecran == Ecran::Courriers && !app.working());
        bureau.text("relance serv");
        assert_eq!(bureau.app().courriers().filtre_modeles, "relance serv", "{moteur:?}");
        // The dossiers selected in the grid come here.
        let numeros: Vec<String> = ids.iter().map(|(_, numero)| numero.clone()).collect();
        bureau.app_mut().write_to(&numeros);
        bureau.settle();
        bureau.wait_for("the templates", |app| !app.working());
        bureau.key(Key::Enter);
        bureau.wait_for("the missing field", |app| {
            !app.courriers().reponses.is_empty() && app.courriers().busy.is_empty()
        });
        assert_eq!(bureau.app().courriers().reponses.len(), 1, "{moteur:?}");
        assert!(bureau.sees("Réponse attendue avant le") && bureau.sees("À compléter"));
        // It has the keys already.
        bureau.text("32/12/2026").key(Key::Enter);
        assert!(bureau.sees("n’existe pas"), "an impossible date is told beside its field");
        bureau.app_mut().courriers_mut().reponses[0].valeur.clear();
        bureau.app_mut().courriers_mut().focus_reponses = true;
        bureau.settle();
        bureau.text("14122026").key(Key::Enter);
        bureau.wait_for("the letters", |app| app.courriers().plis.len() == 3 && app.courriers().busy.is_empty());
        assert!(bureau.sees("3 courriers prêts"));
        assert_eq!(bureau.labels("Courriers").len(), 1, "{moteur:?}: its screen keeps its place in the bar");
        let corps = bureau.app().courriers().plis[0].corps.clone();
        assert!(corps.contains("22\u{a0}jours"), "{corps}");
        // The true pages are on the screen.
        bureau.wait_for("the pages", |app| app.courriers().apercu.is_some());
        assert!(bureau.sees("Page 1 sur") && bureau.sees("décembre\u{a0}2026"));
        bureau.click("Courrier suivant");

        let file = fresh.dir.path().join("relances.pdf");
        bureau.app_mut().courriers_mut().fichier = file.display().to_string();
        bureau.app_mut().courriers_mut().separes = true;
        bureau.ctrl(Key::P);
        bureau.wait_for("the register", |app| app.courriers().registre.len() == 3);
        assert!(bureau.told("3 courriers imprimés"));
        let printed: Vec<Vec<u8>> = std::fs::read_dir(fresh.dir.path().join("relances"))
            .unwrap()
            .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
            .collect();
        for (id, numero) in &ids {
            let kept =
                fresh.base.registre(&FiltreCourrier { dossier: Some(*id), ..FiltreCourrier::default() }, 9).unwrap();
            assert_eq!(kept.len(), 1, "{moteur:?} {numero}");
        }
        bureau.press(Modifiers::ALT, Key::Num2);
        for (_, numero) in &ids {
            assert!(bureau.sees(numero));
        }
        assert!(bureau.sees("3 courriers"), "the register says how many it holds");
        bureau.click_on("Réimprimer");
        bureau.wait_for("the reprint", |app| app.toasts.texts().any(|toast| toast.contains("réimprimé")));
        let again = std::fs::read(PathBuf::from(&bureau.app().courriers().imprime)).unwrap();
        assert_eq!(printed.iter().filter(|pdf| **pdf == again).count(), 1, "{moteur:?}: the same, to the byte");
        bureau.click_on("Voir");
        bureau.wait_for("its pages", |app| app.courriers().vu.is_some());
        assert!(bureau.sees("Page 1 sur"));
        bureau.click_on("Marquer envoyé");
        bureau.wait_for("the state", |app| {
            app.courriers().registre.iter().any(|ligne| ligne.etat == EtatCourrier::Envoye)
        });

        // Each dossier shows its letter in its own tab.
        for (_, numero) in &ids {
            bureau.ctrl(Key::P).press(Modifiers::ALT, Key::Num2);
            bureau.wait_for("the register", |app| app.courriers().vue == Vue::Registre && !app.working());
            bureau.click(numero);
            bureau.wait_for("the dossier", |app| app.view().is_some_and(|view| view.numero() == numero));
            bureau.press(Modifiers::ALT, Key::Num4);
            bureau.wait_for("its letters", |app| app.view().is_some_and(|view| view.courriers.is_some()));
            assert_eq!(bureau.view().courriers.as_ref().map(Vec::len), Some(1), "{moteur:?} {numero}");
            assert!(bureau.sees("Relance d’un service hors délai"), "{moteur:?}");
        }
    }
}

#[test]
fn what_is_changed_by_hand_is_kept_as_a_draft_taken_up_and_printed() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let (id, numero) = late(&fresh, 1).remove(0);
        let mut bureau = open(&fresh);
        bureau.app_mut().write_to(std::slice::from_ref(&numero));
        bureau.settle();
        bureau.text("information parents eval");
        bureau.wait_for("the template", |app| app.courriers().modele == "information_parents");
        bureau.key(Key::Enter);
        bureau.wait_for("an answer", |app| app.courriers().busy.is_empty() && !app.working());
        for reponse in &mut bureau.app_mut().courriers_mut().reponses {
            reponse.valeur = "3 rue du Test\n18000 BOURGES".to_owned();
        }
        bureau.click("Préparer");
        bureau.wait_for("the letter", |app| !app.courriers().plis.is_empty() && !app.working());
        bureau.app_mut().courriers_mut().plis[0].corps.push_str("\n\nUne ligne de la main de l’agent.");
        // Another template is chosen: what was changed is not lost.
        bureau.app_mut().courriers_mut().filtre_modeles.clear();
        bureau.settle();
        bureau.click("Rendez-vous ou visite à domicile");
        bureau.wait_for("the draft", |app| app.courriers().registre.iter().any(|l| l.etat == EtatCourrier::Brouillon));
        assert!(bureau.told("gardé en brouillon"), "{moteur:?}");
        bureau.press(Modifiers::ALT, Key::Num2);
        bureau.click_on("Reprendre");
        bureau.wait_for("the draft again", |app| app.courriers().vue == Vue::Ecrire && app.courriers().plis.len() == 1);
        assert!(bureau.app().courriers().plis[0].corps.ends_with("de la main de l’agent."));
        bureau.ctrl(Key::P);
        bureau.wait_for("the print", |app| !app.courriers().imprime.is_empty());
        let kept = fresh.base.registre(&FiltreCourrier { dossier: Some(id), ..FiltreCourrier::default() }, 9).unwrap();
        assert!(kept.iter().any(|line| line.etat == EtatCourrier::Valide), "{moteur:?} {kept:?}");
        assert!(std::fs::read(&bureau.app().courriers().imprime).unwrap().starts_with(b"%PDF"));
    }
}

#[test]
fn a_template_is_changed_in_the_window_and_a_broken_one_is_refused_with_its_place() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let mut bureau = open(&fresh);
        bureau.press(Modifiers::ALT, Key::Num3);
        bureau.text("bordereau");
        bureau.wait_for("the template", |app| app.courriers().edition.code == "bordereau_envoi");
        bureau.wait_for("its pages", |app| app.courriers().edition.apercu.is_some() && !app.working());
        assert!(bureau.sees("Le modèle est juste") && bureau.sees("Page 1 sur"));
        let sound = bureau.app().courriers().edition.texte.clone();
        let broken = sound.replacen("Je vous remercie", "{{ dossier.inconnu }} Je vous remercie", 1);
        let line = broken.lines().position(|line| line.contains("inconnu")).unwrap() + 1;
        bureau.app_mut().courriers_mut().edition.texte = broken.clone();
        bureau.ctrl(Key::S);
        assert!(bureau.told(&format!("Ligne {line}, colonne ")), "{moteur:?}");
        assert_eq!(bureau.app().courriers().edition.texte, broken, "what was typed stays");
        assert_eq!(fresh.base.modele_versions("bordereau_envoi").unwrap().len(), 1);
        // Another template is not opened over what is not saved.
        bureau.app_mut().courriers_mut().filtre_modeles.clear();
        bureau.settle();
        bureau.click("Relance d’un service hors délai");
        assert_eq!(bureau.app().courriers().edition.code, "bordereau_envoi");

        bureau.app_mut().courriers_mut().edition.texte =
            sound.replacen("Je vous remercie", "Je vous remercie vivement", 1);
        bureau.ctrl(Key::S);
        bureau.wait_for("the version", |app| app.courriers().edition.revision == 2 && !app.working());
        let versions = fresh.base.modele_versions("bordereau_envoi").unwrap();
        assert_eq!(versions.iter().map(|version| version.revision).collect::<Vec<_>>(), [2, 1], "{moteur:?}");
        assert!(versions[0].texte.contains("vivement") && !versions[1].texte.contains("vivement"));

        bureau.click("Copier");
        bureau.wait_for("the copy", |app| app.courriers().edition.revision == 0 && !app.working());
        bureau.ctrl(Key::S);
        bureau.wait_for("the copy kept", |app| app.courriers().edition.revision == 1 && !app.working());
        assert_eq!(bureau.app().courriers().edition.code, "bordereau_envoi_copie");
        bureau.click("Retirer");
        bureau.wait_for("the retired", |app| !app.courriers().edition.actif && !app.working());
        bureau.press(Modifiers::ALT, Key::Num1);
        assert!(bureau.app().courriers().offered().all(|modele| modele.code != "bordereau_envoi_copie"));

        // The letterhead, too.
        bureau.press(Modifiers::ALT, Key::Num3);
        bureau.click("En-tête et signature");
        bureau.wait_for("the letterhead", |app| app.courriers().edition.entete.is_some());
        bureau.app_mut().courriers_mut().edition.entete.as_mut().unwrap()[0] = "Département d’essai".to_owned();
        bureau.click_on("Accusé de réception, particulier");
        assert!(bureau.app().courriers().edition.entete.is_some(), "{moteur:?}: not left without its text being kept");
        bureau.close_window();
        assert!(bureau.sees("l’en-tête des courriers"), "{moteur:?}: nor closed without a word");
        bureau.key(Key::Escape).ctrl(Key::S);
        bureau.wait_for("the letterhead kept", |app| app.toasts.texts().any(|toast| toast.contains("En-tête")));
        assert_eq!(fresh.base.carnet().unwrap().reglage("departement"), "Département d’essai", "{moteur:?}");
        assert!(!bureau.app().courriers().edition.dirty(), "{moteur:?}");
    }
}

#[test]
fn the_number_being_typed_keeps_the_keys_while_its_family_is_told() {
    let fresh = Moteur::Sqlite.fresh();
    let (_, numero) = late(&fresh, 1).remove(0);
    let mut bureau = open(&fresh);
    bureau.text("relance serv").key(Key::Enter);
    for part in [&numero[..4], &numero[4..8], &numero[8..]] {
        bureau.text(part);
        bureau.wait_for("who it is", |app| !app.working());
    }
    assert_eq!(bureau.app().courriers().numeros, numero);
    assert!(bureau.sees(&format!("Dossier {numero}")));
}

#[test]
fn a_letter_goes_to_anybody_of_the_directory_or_to_who_is_typed() {
    let fresh = Moteur::Sqlite.fresh();
    let (_, numero) = late(&fresh, 1).remove(0);
    let mut bureau = open(&fresh);
    bureau.app_mut().write_to(std::slice::from_ref(&numero));
    bureau.settle();
    bureau.text("renseignements scolaire");
    bureau.wait_for("the template", |app| app.courriers().modele == "renseignements_ecole");
    assert_eq!(bureau.app().courriers().contact, "dsden-cher", "the template proposes its own");
    bureau.app_mut().courriers_mut().contact = "ch-vierzon".to_owned();
    for round in 0..3 {
        bureau.click("Préparer");
        bureau.wait_for("an answer", |app| app.courriers().busy.is_empty() && !app.working());
        if !bureau.app().courriers().plis.is_empty() {
            break;
        }
        assert!(round < 2, "{:?}", bureau.app().courriers().refus);
        for reponse in &mut bureau.app_mut().courriers_mut().reponses {
            reponse.valeur = if reponse.libelle.contains("avant") { "14122026" } else { "École, CM1" }.to_owned();
        }
    }
    assert!(bureau.app().courriers().plis[0].adresse.contains("Centre hospitalier de Vierzon"));
    // Families are written to by the dossier alone.
    let family = bureau.app().courriers().modeles.iter().find(|modele| modele.code == "rendez_vous").unwrap();
    assert!(family.contacts.is_empty());
}

#[test]
fn letters_are_for_the_dossier_that_one_looks_at_and_those_of_a_list_are_left_alone() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let late = late(&fresh, 2);
        let mut bureau = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
        look_up(&mut bureau, &late[0].1);
        bureau.ctrl(Key::P);
        bureau.wait_for("the templates", |app| app.ecran == Ecran::Courriers && !app.working());
        assert_eq!(bureau.app().courriers().numeros, late[0].1, "{moteur:?}");
        // Whose letters they will be is told at once, and how many as soon as a template says.
        let fratrie = dossier::fratrie(&bureau.app().dossiers[0].loaded);
        assert!(!fratrie.is_empty() && bureau.sees(&format!("Dossier {} — {fratrie}", late[0].1)), "{moteur:?}");
        assert!(!bureau.sees("à venir"));
        bureau.text("relance serv");
        bureau.wait_for("the template", |app| app.courriers().modele == "relance_service");
        assert!(bureau.sees("1 courrier à venir"), "{moteur:?}: {}", bureau.app().courriers().a_venir);
        bureau.app_mut().courriers_mut().filtre_modeles.clear();

        // A letter changed by hand is found again when one comes back from its dossier…
        bureau.text("bordereau");
        bureau.wait_for("the template", |app| app.courriers().modele == "bordereau_envoi");
        prepare(&mut bureau);
        bureau.app_mut().courriers_mut().plis[0].corps.push_str("\n\nDe ma main.");
        look_up(&mut bureau, &late[0].1);
        bureau.ctrl(Key::P);
        bureau.wait_for("the letter", |app| app.ecran == Ecran::Courriers && !app.working());
        assert!(bureau.app().courriers().plis[0].corps.ends_with("De ma main."), "{moteur:?}");

        // … and becomes a draft when one comes from another.
        look_up(&mut bureau, &late[1].1);
        bureau.ctrl(Key::P);
        bureau.wait_for("the draft", |app| app.courriers().registre.len() == 1 && !app.working());
        assert_eq!(bureau.app().courriers().numeros, late[1].1, "{moteur:?}");
        assert!(bureau.app().courriers().plis.is_empty());

        // The numbers of a list are not those of the dossier that is open behind.
        let numeros: Vec<String> = late.iter().map(|(_, numero)| numero.clone()).collect();
        look_up(&mut bureau, &late[0].1);
        bureau.app_mut().write_to(&numeros);
        bureau.settle();
        assert_eq!(bureau.app().courriers().numeros, numeros.join(" "), "{moteur:?}");
        assert!(bureau.sees("2 dossiers") && !bureau.sees("Dossier 20"), "{moteur:?}");
    }
}

/// Opens a dossier by its number, from anywhere.
fn look_up(bureau: &mut Bureau, numero: &str) {
    bureau.ctrl(Key::K).text(numero);
    bureau.wait_for("the search", |app| !app.working());
    bureau.key(Key::Enter);
    bureau.wait_for("the dossier", |app| {
        app.ecran == Ecran::Dossier && app.view().is_some_and(|view| view.numero() == numero) && !app.working()
    });
}

/// Prepares the letters, with an answer to whatever is asked.
pub fn prepare(bureau: &mut Bureau) {
    for _ in 0..2 {
        bureau.click("Préparer");
        bureau.wait_for("an answer", |app| app.courriers().busy.is_empty() && !app.working());
        if !bureau.app().courriers().plis.is_empty() {
            return;
        }
        for reponse in &mut bureau.app_mut().courriers_mut().reponses {
            reponse.valeur = if reponse.libelle.contains("avant") { "14122026" } else { "3 rue du Test" }.to_owned();
        }
    }
    panic!("{:?}", bureau.app().courriers().refus);
}

#[test]
fn a_letter_is_written_for_a_word_processor_kept_in_the_register_and_never_over_another() {
    let fresh = Moteur::Sqlite.fresh();
    let late = late(&fresh, 2);
    let mut bureau = open(&fresh);
    bureau.app_mut().write_to(std::slice::from_ref(&late[0].1));
    bureau.settle();
    bureau.text("bordereau");
    bureau.wait_for("the template", |app| app.courriers().modele == "bordereau_envoi");
    let file = fresh.dir.path().join("courrier.docx");
    std::fs::write(&file, b"un autre").unwrap();
    prepare(&mut bureau);
    // A dossier may have several recipients: a file each.
    let count = bureau.app().courriers().plis.len();
    assert!(count > 1);
    let shown = bureau.app().courriers().plis[0].corps.clone();
    bureau.app_mut().courriers_mut().fichier = fresh.dir.path().join("courrier.pdf").display().to_string();
    bureau.press(CTRL_SHIFT, Key::P);
    bureau.wait_for("the files", |app| !app.courriers().imprime.is_empty());
    assert!(bureau.told("courriers écrits dans"));
    let folder = PathBuf::from(&bureau.app().courriers().imprime);
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), count);
    assert!(
        files.iter().all(|path| path.extension().unwrap() == "docx" && std::fs::read(path).unwrap().starts_with(b"PK"))
    );
    assert_eq!(std::fs::read(&file).unwrap(), b"un autre");
    let kept = fresh.base.registre(&FiltreCourrier::default(), 9).unwrap();
    assert!(kept.len() == count && kept.iter().all(|line| line.etat == EtatCourrier::Valide), "{kept:?}");
    assert!(fresh.base.lettres(&[kept[0].id]).unwrap()[0].corps.len() >= shown.len() / 2);
}
