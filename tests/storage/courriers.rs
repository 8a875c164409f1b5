//! Letters kept: templates with their versions, frozen letters, the register; on both bases.

use uuid::Uuid;
use vigie::domain::courrier::{EtatCourrier, FiltreCourrier, NouveauCourrier};
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::lettre::Lettre;
use vigie::domain::modeles_fournis::MODELES;
use vigie::domain::{Dossier, Table, traitement};
use vigie::letters::{Genpdf, LetterRenderer as _};
use vigie::storage::StorageError;

use crate::common::courriers::{carnet, complete, modeles, recipients};
use crate::common::dossiers::{complet, court};
use crate::common::{Fresh, MOTEURS, today};

fn saved(fresh: &Fresh) -> Dossier {
    let parametres = fresh.base.parametres(today()).unwrap();
    fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier
}

fn courrier(dossier: &Dossier, lettre: &Lettre, destinataire: &str) -> NouveauCourrier {
    let entete = dossier.entete().unwrap();
    NouveauCourrier {
        id: Uuid::now_v7(),
        dossier: entete.id,
        territoire: entete.get(dossier::TERRITOIRE).to_owned(),
        modele: "information_parents".to_owned(),
        revision: 1,
        destinataire: destinataire.to_owned(),
        lettre: lettre.clone(),
    }
}

fn lettre(dossier: &Dossier) -> Lettre {
    let modele = modeles().into_iter().find(|modele| modele.code == "information_parents").unwrap();
    let recipient = recipients(&modele, dossier, &carnet()).remove(0);
    complete(&modele, dossier, &carnet(), &recipient).0
}

#[test]
fn a_new_base_holds_the_templates_and_the_address_book() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let kept = fresh.base.modeles().unwrap();
        assert_eq!(kept.len(), MODELES.len(), "{moteur:?}");
        assert!(kept.iter().all(|garde| garde.actif && garde.revision == 1));
        assert_eq!(kept.iter().map(|garde| garde.texte.as_str()).collect::<Vec<_>>(), MODELES);
        let (read, assets) = (fresh.base.carnet().unwrap(), carnet());
        assert_eq!(read.reglages, assets.reglages, "{moteur:?}");
        assert_eq!(read.services.len(), assets.services.len());
        for contact in &assets.correspondants {
            assert!(read.correspondants.contains(contact), "{moteur:?} {contact:?}");
        }
    }
}

#[test]
fn a_template_is_versioned_copied_and_retired() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let edited = MODELES[0].replace("Je vous remercie de votre vigilance", "Je vous remercie");
        assert_eq!(base.save_modele(&edited, 1).unwrap(), 2);
        // Somebody who had the first version open does not overwrite the second.
        assert!(matches!(base.save_modele(MODELES[0], 1), Err(StorageError::Conflict)), "{moteur:?}");
        let copy = MODELES[0].replace("code: accuse_professionnel", "code: accuse_copie");
        assert_eq!(base.save_modele(&copy, 0).unwrap(), 1);
        assert!(base.save_modele(&copy, 0).is_err());
        base.set_modele_active("accuse_copie", false).unwrap();
        let kept = base.modeles().unwrap();
        let find = |code: &str| kept.iter().find(|garde| garde.modele.code == code).unwrap();
        assert_eq!(
            (find("accuse_professionnel").revision, find("accuse_professionnel").texte.as_str()),
            (2, edited.as_str())
        );
        assert!(!find("accuse_copie").actif, "{moteur:?}");
        assert!(base.set_reglage("inconnu", "x").is_err());
        base.set_reglage("ville", "Vierzon").unwrap();
        assert_eq!(base.carnet().unwrap().reglage("ville"), "Vierzon");
    }
}

#[test]
fn a_letter_is_frozen_found_and_printed_again_to_the_byte() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let dossier = saved(&fresh);
        let lettre = lettre(&dossier);
        let printed = Genpdf.one(&lettre).unwrap();
        let draft = courrier(&dossier, &lettre, "Madame Claire LEFÈVRE");
        base.keep_courriers(std::slice::from_ref(&draft), EtatCourrier::Brouillon).unwrap();
        let mut changed = lettre.clone();
        changed.corps.push_str("\n\nUne ligne de plus.");
        base.edit_courrier(draft.id, &changed).unwrap();
        base.edit_courrier(draft.id, &lettre).unwrap();
        let other = courrier(&dossier, &lettre, "Madame Claire LEFÈVRE");
        base.keep_courriers(std::slice::from_ref(&other), EtatCourrier::Brouillon).unwrap();
        base.remove_courrier(other.id).unwrap();
        base.advance_courriers(&[draft.id], EtatCourrier::Valide, None).unwrap();
        // Frozen: by Vigie, and by the base itself.
        assert!(base.edit_courrier(draft.id, &changed).is_err(), "{moteur:?}");
        assert!(base.remove_courrier(draft.id).is_err(), "{moteur:?}");
        assert!(base.advance_courriers(&[draft.id], EtatCourrier::Brouillon, None).is_err(), "{moteur:?}");
        base.advance_courriers(&[draft.id], EtatCourrier::Envoye, Some(today())).unwrap();
        assert!(base.advance_courriers(&[draft.id], EtatCourrier::Valide, None).is_err(), "{moteur:?}");

        let line = base
            .registre(&FiltreCourrier { dossier: dossier.id(), ..FiltreCourrier::default() }, 10)
            .unwrap()
            .remove(0);
        assert_eq!(
            (line.etat, line.envoye_le.as_str(), line.jour.as_str()),
            (EtatCourrier::Envoye, "2026-11-23", "2026-11-23")
        );
        assert_eq!(line.numero, dossier.entete().unwrap().get(dossier::NUMERO));
        assert!(!line.par.is_empty() && !line.valide_le.is_empty(), "{moteur:?}: {line:?}");
        let again = base.lettres(&[line.id]).unwrap().remove(0);
        assert_eq!(again, lettre, "{moteur:?}");
        assert!(Genpdf.one(&again).unwrap() == printed, "{moteur:?}: a reprint differs");
    }
}

#[test]
fn the_register_is_looked_through_by_recipient_template_and_day() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let dossier = saved(&fresh);
        let lettre = lettre(&dossier);
        let batch: Vec<_> = (0..250).map(|at| courrier(&dossier, &lettre, &format!("Élodie {at:03}"))).collect();
        base.keep_courriers(&batch, EtatCourrier::Valide).unwrap();
        let count = |filtre: FiltreCourrier| base.registre(&filtre, 1000).unwrap().len();
        assert_eq!(count(FiltreCourrier::default()), 250, "{moteur:?}");
        assert_eq!(count(FiltreCourrier { destinataire: "elodie 01".to_owned(), ..FiltreCourrier::default() }), 10);
        assert_eq!(count(FiltreCourrier { modele: "autre".to_owned(), ..FiltreCourrier::default() }), 0);
        let numero = dossier.entete().unwrap().get(dossier::NUMERO).to_owned();
        assert_eq!(count(FiltreCourrier { numero, ..FiltreCourrier::default() }), 250);
        assert_eq!(count(FiltreCourrier { numero: "2026-999999".to_owned(), ..FiltreCourrier::default() }), 0);
        assert_eq!(count(FiltreCourrier { etat: Some(EtatCourrier::Valide), ..FiltreCourrier::default() }), 250);
        assert_eq!(count(FiltreCourrier { etat: Some(EtatCourrier::Envoye), ..FiltreCourrier::default() }), 0);
        assert_eq!(count(FiltreCourrier { from: Some(today()), to: Some(today()), ..FiltreCourrier::default() }), 250);
        assert_eq!(count(FiltreCourrier { from: today().succ_opt(), ..FiltreCourrier::default() }), 0);
        // All or none: one letter to a dossier that is not there.
        let mut wrong: Vec<_> = (0..2).map(|at| courrier(&dossier, &lettre, &format!("Z{at}"))).collect();
        wrong[1].dossier = Uuid::now_v7();
        assert!(base.keep_courriers(&wrong, EtatCourrier::Valide).is_err());
        let printed = vigie::domain::journal::FiltreJournal {
            operation: "impression".to_owned(),
            ..vigie::domain::journal::FiltreJournal::default()
        };
        let told = base.journal_page(&printed, 0, 1).unwrap();
        assert_eq!(told.total, 250, "{moteur:?} each print is told, and no print that was refused");
        assert_eq!(told.lignes[0].dossier, dossier.id());
        assert_eq!(
            count(FiltreCourrier { destinataire: "Z".to_owned(), ..FiltreCourrier::default() }),
            0,
            "{moteur:?}"
        );
    }
}

#[test]
fn late_services_are_found_and_only_they() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let parametres = base.parametres(today()).unwrap();
        let mut late = complet(&parametres);
        for fiche in late.fiches.iter_mut().filter(|fiche| fiche.table == Table::Traitement) {
            fiche.set(traitement::ECHEANCE_LE, "2026-11-22");
        }
        let mut back = complet(&parametres);
        for fiche in back.fiches.iter_mut().filter(|fiche| fiche.table == Table::Traitement) {
            fiche.set(traitement::ECHEANCE_LE, "2026-11-22");
            fiche.set(traitement::RETOUR_LE, "2026-11-22");
        }
        let late = base.save(&Dossier::default(), &late).unwrap().dossier;
        base.save(&Dossier::default(), &back).unwrap();
        base.save(&Dossier::default(), &complet(&parametres)).unwrap();
        base.save(&Dossier::default(), &court(&parametres, "Martin", "Léa")).unwrap();
        let numero = late.entete().unwrap().get(dossier::NUMERO).to_owned();
        assert_eq!(base.late_dossiers(today()).unwrap(), std::slice::from_ref(&numero), "{moteur:?}");
        let read = base.dossiers_by_numero(&[numero, "1999-000001".to_owned()]).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].dossier.id(), late.id());
    }
}

#[test]
fn the_last_letter_of_a_long_register_is_reached_page_after_page() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let dossier = saved(&fresh);
        let lettre = lettre(&dossier);
        // Three days, many letters a day: a page ends in the middle of one.
        let batch: Vec<_> = (0..230_u64)
            .map(|at| {
                let jour = today().checked_sub_days(chrono::Days::new(at % 3));
                let nom = format!("{} {at:03}", if at % 2 == 0 { "Pair" } else { "Impair" });
                courrier(&dossier, &Lettre { jour, ..lettre.clone() }, &nom)
            })
            .collect();
        base.keep_courriers(&batch, EtatCourrier::Valide).unwrap();
        for (destinataire, expected) in [("", 230), ("pair", 115)] {
            let filtre = FiltreCourrier { destinataire: destinataire.to_owned(), ..FiltreCourrier::default() };
            assert_eq!(base.registre_total(&filtre).unwrap(), expected, "{moteur:?}");
            let whole = base.registre(&filtre, 1000).unwrap();
            let mut pages = base.registre(&filtre, 40).unwrap();
            while let Some(last) = pages.last() {
                let more = base.registre(&filtre.clone().behind(last), 40).unwrap();
                if more.is_empty() {
                    break;
                }
                pages.extend(more);
            }
            assert_eq!(pages.len() as u64, expected, "{moteur:?}");
            assert!(pages == whole, "{moteur:?}: the pages together are the register");
        }
    }
}

#[test]
fn letters_changed_by_hand_are_the_same_drafts_however_often_they_are_handed_in() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let dossier = saved(&fresh);
        let lettre = lettre(&dossier);
        let mut touched = vec![courrier(&dossier, &lettre, "Un"), courrier(&dossier, &lettre, "Deux")];
        // A draft that was taken up does not know its territory.
        touched[1].territoire.clear();
        let all = || base.registre(&FiltreCourrier::default(), 10).unwrap();
        for round in 0..2 {
            base.keep_touched(&touched).unwrap();
            assert_eq!(all().len(), 2, "{moteur:?} {round}");
        }
        touched[0].lettre.corps.push_str("\nDe ma main.");
        base.keep_touched(&touched).unwrap();
        assert_eq!(base.lettres(&[touched[0].id]).unwrap(), [touched[0].lettre.clone()], "{moteur:?}");
        // Validated with that text, it is there; with another, neither is lost.
        base.advance_courriers(&[touched[0].id], EtatCourrier::Valide, None).unwrap();
        base.keep_touched(&touched).unwrap();
        assert_eq!(all().len(), 2, "{moteur:?}");
        touched[0].lettre.corps.push_str("\nEt encore.");
        base.keep_touched(&touched).unwrap();
        let lines = all();
        assert_eq!(lines.len(), 3, "{moteur:?}");
        let texts = base.lettres(&lines.iter().map(|line| line.id).collect::<Vec<_>>()).unwrap();
        assert_eq!(texts.iter().filter(|kept| kept.corps.ends_with("Et encore.")).count(), 1, "{moteur:?}");
        assert_eq!(texts.iter().filter(|kept| kept.corps.ends_with("De ma main.")).count(), 1, "{moteur:?}");
    }
}
