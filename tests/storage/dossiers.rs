//! Saving, reading, conflicts, history, the Dossiers screen.

use chrono::Datelike as _;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::fiche::OUI;
use vigie::domain::recherche::{Choisis, Colonne, Filtre, Ligne, Tri};
use vigie::domain::{Dossier, Fiche, Table, adulte, enfant, motif, traitement};
use vigie::storage::StorageError;

use crate::common::dossiers::{complet, court, tape, values};
use crate::common::{MOTEURS, today};

#[test]
fn a_saved_dossier_comes_back_equal_to_the_letter() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let before = complet(&parametres);
        let saved = fresh.base.save(&Dossier::default(), &before).unwrap();
        let read = fresh.base.dossier(before.id().unwrap()).unwrap().unwrap();
        assert_eq!(values(&read.dossier), values(&saved.dossier), "{moteur:?}");
        assert_eq!(read.trace, saved.trace, "{moteur:?}");
        let versions =
            |dossier: &Dossier| dossier.of(Table::Enfant).map(|fiche| (fiche.id, fiche.version)).collect::<Vec<_>>();
        assert_eq!(versions(&read.dossier), versions(&saved.dossier));
        let numero = read.dossier.entete().unwrap().get(dossier::NUMERO).to_owned();
        assert_eq!(numero, format!("{}-000001", chrono::Local::now().year()));
        assert_eq!(fresh.base.dossier_by_numero(&numero).unwrap().unwrap().dossier.id(), before.id());
        assert_eq!(read.dossier.fiches.len(), before.fiches.len());
    }
}

#[test]
fn numbers_have_no_gap_even_after_a_refused_save() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        fresh.base.save(&Dossier::default(), &court(&parametres, "Un", "Premier")).unwrap();
        let mut refused = court(&parametres, "Deux", "Refusé");
        refused.fiches[2].set(enfant::COMMUNE, "99999");
        assert!(matches!(fresh.base.save(&Dossier::default(), &refused), Err(StorageError::Database(_))));
        let saved = fresh.base.save(&Dossier::default(), &court(&parametres, "Trois", "Suivant")).unwrap();
        assert!(saved.dossier.entete().unwrap().get(dossier::NUMERO).ends_with("-000002"), "{moteur:?}");
        assert_eq!(fresh.base.etat().unwrap().enfants, 2, "nothing of the refused one is left");
    }
}

#[test]
fn only_what_changed_is_written_and_told_in_the_history() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let saved = fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
        let id = saved.id().unwrap();
        let created = fresh.base.historique(id).unwrap().ecritures.len();
        let mut after = saved.clone();
        let child = after.fiches.iter_mut().find(|fiche| fiche.table == Table::EnfantConcerne).unwrap();
        child.set(enfant::COMMENTAIRE, "Rappeler l’école");
        let again = fresh.base.save(&saved, &after).unwrap().dossier;
        let history = fresh.base.historique(id).unwrap().ecritures;
        assert_eq!(history.len(), created + 1, "{moteur:?}: {:?}", history.first());
        assert_eq!(history[0].operation, "modification");
        assert_eq!(history[0].champs, [(enfant::COMMENTAIRE, String::new(), "Rappeler l’école".to_owned())]);
        assert!(!history[0].qui.is_empty());
        assert!(vigie::domain::date::read_instant(&history[0].quand).is_some(), "{}", history[0].quand);
        let mut moved = again.clone();
        moved.fiches.iter_mut().find(|fiche| fiche.table == Table::Dossier).unwrap().set(dossier::TERRITOIRE, "baugy");
        moved.fiches.retain(|fiche| fiche.table != Table::Traitement);
        let last = fresh.base.save(&again, &moved).unwrap().dossier;
        assert_eq!(values(&fresh.base.dossier(id).unwrap().unwrap().dossier), values(&last));
        let removed = fresh
            .base
            .historique(id)
            .unwrap()
            .ecritures
            .into_iter()
            .filter(|line| line.operation == "suppression" && line.table == Table::Traitement);
        assert_eq!(removed.count(), 2, "{moteur:?}");
    }
}

#[test]
fn the_second_to_save_is_told_and_nothing_of_theirs_is_lost() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let loaded = fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
        let change = |text: &str| {
            let mut mine = loaded.clone();
            mine.fiches
                .iter_mut()
                .find(|fiche| fiche.table == Table::EnfantConcerne)
                .unwrap()
                .set(enfant::COMMENTAIRE, text);
            mine
        };
        fresh.base.save(&loaded, &change("le premier")).unwrap();
        assert!(matches!(fresh.base.save(&loaded, &change("le second")), Err(StorageError::Conflict)), "{moteur:?}");
        let now = fresh.base.dossier(loaded.id().unwrap()).unwrap().unwrap().dossier;
        assert_eq!(now.of(Table::EnfantConcerne).next().unwrap().get(enfant::COMMENTAIRE), "le premier");
    }
}

#[test]
fn a_child_known_from_another_dossier_is_the_same_person() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        fresh.base.save(&Dossier::default(), &court(&parametres, "D’Hérouville", "Maëlys")).unwrap();
        for (nom, prenom) in [("herou", ""), ("d'hér", "mae"), ("", "Maëlys"), ("D HEROUVILLE", "MAELYS")] {
            let known = fresh.base.known_children(&tape(nom, prenom)).unwrap();
            let expected = usize::from(nom != "herou");
            assert_eq!(known.len(), expected, "{moteur:?} {nom} {prenom}");
        }
        let known = fresh.base.known_children(&tape("Derouville", "Maelis")).unwrap();
        assert_eq!(known.len(), 1, "{moteur:?} by its sound");
        let known = fresh.base.known_children(&tape("d'hérouville", "maëlys")).unwrap().remove(0);
        assert_eq!(known.dossiers.len(), 1);
        let mut second = court(&parametres, "", "");
        second.fiches.retain(|fiche| fiche.table != Table::Enfant);
        second
            .fiches
            .iter_mut()
            .find(|fiche| fiche.table == Table::EnfantConcerne)
            .unwrap()
            .set(enfant::ENFANT_ID, known.personne.id.to_string());
        second.fiches.push(known.personne.clone());
        // As the screen does it: the person counts as read with the dossier.
        fresh.base.save(&Dossier { fiches: vec![known.personne] }, &second).unwrap();
        assert_eq!(fresh.base.etat().unwrap().enfants, 1, "{moteur:?}");
        assert_eq!(fresh.base.known_children(&tape("d'hérouville", "maëlys")).unwrap()[0].dossiers.len(), 2);
    }
}

#[test]
fn two_people_renaming_one_child_from_two_dossiers_do_not_overwrite_each_other() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let first = fresh.base.save(&Dossier::default(), &court(&parametres, "Petit", "Jo")).unwrap().dossier;
        let person = first.of(Table::Enfant).next().unwrap().clone();
        let mut second = court(&parametres, "", "");
        second.fiches.retain(|fiche| fiche.table != Table::Enfant);
        second.fiches[1].set(enfant::ENFANT_ID, person.id.to_string());
        second.fiches.push(person.clone());
        let second = fresh.base.save(&Dossier { fiches: vec![person] }, &second).unwrap().dossier;
        let rename = |dossier: &Dossier, prenom: &str| {
            let mut renamed = dossier.clone();
            renamed
                .fiches
                .iter_mut()
                .find(|fiche| fiche.table == Table::Enfant)
                .unwrap()
                .set(enfant::personne::PRENOM, prenom);
            renamed
        };
        fresh.base.save(&first, &rename(&first, "Joël")).unwrap();
        let filtre = Filtre { texte: "petit".into(), ..Filtre::default() };
        let shown = fresh.base.page(&filtre, Tri::default(), 0, 10).unwrap().lignes;
        assert_eq!(
            shown
                .iter()
                .filter(|ligne| Some(ligne.id) == second.id())
                .map(|ligne| ligne.fratrie.as_str())
                .collect::<Vec<_>>(),
            ["PETIT Joël"],
            "{moteur:?}: renamed in the other list too"
        );
        assert!(
            matches!(fresh.base.save(&second, &rename(&second, "Joëlle")), Err(StorageError::Conflict)),
            "{moteur:?}"
        );
    }
}

#[test]
fn rules_are_kept_by_the_base_itself() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let good = complet(&parametres);
        for (table, cle, value) in [
            (Table::Dossier, dossier::SUPPORT, "sexe/inconnu"),
            (Table::Dossier, dossier::TERRITOIRE, "nulle-part"),
            (Table::EnfantConcerne, enfant::CSP_MERE, "csp/inconnue"),
            (Table::MotifEnfant, motif::MOTIF, "support/telephone"),
            (Table::Traitement, traitement::RETOUR_LE, "2026-01-01"),
            (Table::AdulteEnfant, adulte::lien::ADULTE_ID, "018f0000-0000-7000-8000-000000000000"),
        ] {
            let mut bad = good.clone();
            bad.fiches.iter_mut().find(|fiche| fiche.table == table).unwrap().set(cle, value);
            assert!(
                matches!(fresh.base.save(&Dossier::default(), &bad), Err(StorageError::Database(_))),
                "{moteur:?} {cle:?} {value}"
            );
            assert_eq!(fresh.base.etat().unwrap().dossiers, 0);
        }
    }
}

#[test]
fn the_grid_is_sorted_filtered_and_paged_by_the_base() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        for (nom, prenom) in
            [("Zola", "Émile"), ("Éthier", "Anne"), ("El Amrani", "Yasmine"), ("Dupont", "Élise"), ("Martin", "Léo")]
        {
            fresh.base.save(&Dossier::default(), &court(&parametres, nom, prenom)).unwrap();
        }
        let page = |filtre: &Filtre, colonne, descending, from, rows| {
            fresh.base.page(filtre, Tri { colonne, descending }, from, rows).unwrap()
        };
        let all = Filtre::default();
        let names = |lignes: &[Ligne]| lignes.iter().map(|ligne| ligne.fratrie.clone()).collect::<Vec<_>>();
        let whole = page(&all, Colonne::Fratrie, false, 0, 100);
        assert_eq!(
            names(&whole.lignes),
            ["DUPONT Élise", "EL AMRANI Yasmine", "ÉTHIER Anne", "MARTIN Léo", "ZOLA Émile"],
            "{moteur:?}"
        );
        // Every page of every size and order is a piece of the whole.
        for descending in [false, true] {
            let whole = page(&all, Colonne::Fratrie, descending, 0, 100).lignes;
            for rows in 1..=3 {
                let pieces: Vec<_> = (0..5)
                    .step_by(rows as usize)
                    .flat_map(|from| page(&all, Colonne::Fratrie, descending, from, rows).lignes)
                    .collect();
                assert_eq!(pieces, whole, "{moteur:?} {rows}");
            }
        }
        for (texte, count) in [
            ("ethier", 1),
            ("el am", 1),
            ("yasmine el", 1),
            ("martin léo", 1),
            ("2", 5),
            ("e", 4),
            ("inconnu", 0),
            ("' OR 1=1 --", 0),
        ] {
            let filtre = Filtre { texte: texte.into(), ..Filtre::default() };
            let found = page(&filtre, Colonne::Numero, true, 0, 10);
            assert_eq!((found.total, found.lignes.len()), (count, count as usize), "{moteur:?} {texte}");
        }
        // These alone, in the order asked for, with the other conditions; nobody is found twice, or by an unknown id.
        let three: Vec<_> = page(&all, Colonne::Fratrie, false, 1, 3).lignes;
        let ids = three.iter().rev().map(|ligne| ligne.id).chain([three[0].id, uuid::Uuid::now_v7()]);
        let choisis = Filtre { choisis: Some(Choisis::new("Derrière un chiffre", ids)), ..Filtre::default() };
        assert_eq!(page(&choisis, Colonne::Fratrie, false, 0, 10).lignes, three, "{moteur:?}");
        assert_eq!(page(&choisis, Colonne::Fratrie, true, 1, 1).lignes, three[1..2], "{moteur:?}");
        let narrower = Filtre { texte: three[2].numero.clone(), ..choisis };
        assert_eq!(page(&narrower, Colonne::Fratrie, false, 0, 10).lignes, three[2..], "{moteur:?}");
        let none = Filtre { choisis: Some(Choisis::new("Aucun", [])), ..Filtre::default() };
        assert_eq!(page(&none, Colonne::Numero, true, 0, 10).total, 0, "{moteur:?}");
        let other = Filtre::among(Colonne::Etat, ["etat_dossier/clos".to_owned()]);
        assert_eq!(page(&other, Colonne::Etat, false, 0, 10).total, 0);
        assert_eq!(page(&all, Colonne::Numero, true, 50, 10).lignes, []);
    }
}

/// Where the first motive's row of the first child stands.
fn motives(dossier: &Dossier) -> Vec<(String, bool)> {
    let child = dossier.of(Table::EnfantConcerne).next().unwrap().id;
    dossier
        .linked(motif::ENFANT_CONCERNE_ID, child)
        .map(|row| (row.get(motif::MOTIF).to_owned(), row.oui(motif::PRINCIPAL)))
        .collect()
}

#[test]
fn the_principal_motive_moves_and_two_motives_change_places() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let mut dossier = complet(&parametres);
        let child = dossier.of(Table::EnfantConcerne).next().unwrap().id.to_string();
        let second = Fiche::new(Table::MotifEnfant)
            .with(motif::ENFANT_CONCERNE_ID, child.clone())
            .with(motif::MOTIF, "motif/securite");
        dossier.fiches.push(second);
        let saved = fresh.base.save(&Dossier::default(), &dossier).unwrap().dossier;
        assert_eq!(motives(&saved), [("motif/sante".to_owned(), true), ("motif/securite".to_owned(), false)]);
        let rows = |dossier: &mut Dossier, edit: &dyn Fn(&mut Fiche)| {
            dossier
                .fiches
                .iter_mut()
                .filter(|row| row.table == Table::MotifEnfant && row.get(motif::ENFANT_CONCERNE_ID) == child)
                .for_each(edit);
        };
        let mut moved = saved.clone();
        rows(&mut moved, &|row| {
            let other = if row.oui(motif::PRINCIPAL) { "" } else { OUI };
            row.set(motif::PRINCIPAL, other);
        });
        let saved = fresh.base.save(&saved, &moved).unwrap().dossier;
        let mut swapped = saved.clone();
        rows(&mut swapped, &|row| {
            let other = if row.get(motif::MOTIF) == "motif/sante" { "motif/securite" } else { "motif/sante" };
            row.set(motif::MOTIF, other);
        });
        fresh.base.save(&saved, &swapped).unwrap();
        let read = fresh.base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
        assert_eq!(values(&read), values(&swapped), "{moteur:?}");
    }
}

#[test]
fn a_removal_that_was_saved_then_undone_brings_the_rows_back() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let whole = fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
        let mut less = whole.clone();
        let child = less.of(Table::EnfantConcerne).last().unwrap().clone();
        let person = child.reference(enfant::ENFANT_ID).unwrap();
        let gone: Vec<_> = less.of_child(child.id).map(|row| row.id).chain([child.id, person]).collect();
        less.fiches.retain(|row| !gone.contains(&row.id) && row.table != Table::Traitement);
        let less = fresh.base.save(&whole, &less).unwrap().dossier;
        // As Ctrl+Z gives them back: with the versions they had.
        let mut back = less.clone();
        back.fiches.extend(
            whole.fiches.iter().filter(|row| gone.contains(&row.id) || row.table == Table::Traitement).cloned(),
        );
        fresh.base.save(&less, &back).unwrap();
        let read = fresh.base.dossier(whole.id().unwrap()).unwrap().unwrap().dossier;
        assert_eq!(values(&read), values(&whole), "{moteur:?}");
    }
}
