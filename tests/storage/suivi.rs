//! Persons merged and unmerged, dossiers handed over: nothing is lost, on both bases.

use vigie::domain::accueil::FiltreAccueil;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Fiche, Table, enfant, traitement};
use vigie::storage::{Base, StorageError};

use crate::common::dossiers::{court, tape, values};
use crate::common::{MOTEURS, today};

fn saved(base: &Base, nom: &str, prenom: &str) -> Dossier {
    let parametres = base.parametres(today()).unwrap();
    base.save(&Dossier::default(), &court(&parametres, nom, prenom)).unwrap().dossier
}

fn read(base: &Base, dossier: &Dossier) -> Dossier {
    base.dossier(dossier.id().unwrap()).unwrap().unwrap().dossier
}

fn person(dossier: &Dossier) -> uuid::Uuid {
    dossier.of(Table::Enfant).next().unwrap().id
}

#[test]
fn two_persons_found_to_be_one_are_merged_and_the_merge_is_undone_with_nothing_lost() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let (one, other) = (saved(base, "Gauthier", "Léa"), saved(base, "Gotier", "Lea"));
        let fusion = base.merge_children(person(&one), person(&other), "Même enfant, deux orthographes").unwrap();
        let moved = read(base, &other);
        assert_eq!(person(&moved), person(&one), "{moteur:?} the dossier is now the other person's");
        assert_eq!(moved.entete().unwrap().get(dossier::FRATRIE), "GAUTHIER Léa");
        assert!(moved.entete().unwrap().version > other.entete().unwrap().version, "who had it open is told");
        let known = base.known_children(&tape("Gauthier", "Léa")).unwrap();
        assert_eq!(known.len(), 1, "{moteur:?} one person");
        assert_eq!(known[0].dossiers.len(), 2, "{moteur:?} with both dossiers");
        // A third dossier of the person kept, written since: it stays theirs.
        let since = saved(base, "Gauthier", "Lea");
        let third = base.merge_children(person(&one), person(&since), "").unwrap();
        for (garde, absorbe) in [(&one, &other), (&other, &one)] {
            let again = base.merge_children(person(garde), person(absorbe), "");
            assert!(matches!(again, Err(StorageError::Refused(_))), "{moteur:?}");
        }
        base.unmerge_children(fusion).unwrap();
        let back = read(base, &other);
        assert_eq!(person(&back), person(&other), "{moteur:?}");
        let rows = |dossier: &Dossier| {
            let kept = dossier.fiches.iter().filter(|fiche| fiche.table != Table::Dossier).cloned().collect();
            values(&Dossier { fiches: kept })
        };
        assert_eq!(rows(&back), rows(&other), "{moteur:?} every row as it was");
        assert_eq!(back.entete().unwrap().get(dossier::FRATRIE), "GOTIER Lea");
        assert_eq!(person(&read(base, &since)), person(&one), "{moteur:?} the other merge stands");
        assert!(matches!(base.unmerge_children(fusion), Err(StorageError::Refused(_))), "{moteur:?} once");
        base.unmerge_children(third).unwrap();
        assert_eq!(person(&read(base, &since)), person(&since), "{moteur:?}");
    }
}

#[test]
fn two_children_of_one_dossier_are_not_merged() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let one = saved(&fresh.base, "Gauthier", "Léa");
        let mut both = one.clone();
        let sister = Fiche::new(Table::Enfant).with(enfant::personne::PRENOM, "Zoé");
        both.fiches.push(Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, sister.id.to_string()));
        let id = sister.id;
        both.fiches.push(sister);
        fresh.base.save(&one, &both).unwrap();
        let refused = fresh.base.merge_children(person(&one), id, "");
        assert!(matches!(refused, Err(StorageError::Refused(_))), "{moteur:?} {refused:?}");
    }
}

#[test]
fn a_hand_over_is_refused_with_a_reason_or_takes_the_whole_dossier_along() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let parametres = base.parametres(today()).unwrap();
        let mut one = court(&parametres, "Gauthier", "Léa");
        one.fiches[0].set(dossier::TERRITOIRE, "vierzon");
        one.fiches[0].set(dossier::DATE_RECEPTION, "2026-11-02");
        one.fiches.push(
            Fiche::new(Table::Traitement)
                .with(traitement::SERVICE, "mdas-vierzon")
                .with(traitement::ENVOYE_LE, "2026-11-03")
                .with(traitement::ECHEANCE_LE, "2026-11-20"),
        );
        let one = base.save(&Dossier::default(), &one).unwrap().dossier;
        let id = one.id().unwrap();
        let place = || read(base, &one).entete().unwrap().get(dossier::TERRITOIRE).to_owned();
        let due = |territoire: &str| {
            let filtre = FiltreAccueil { territoire: territoire.to_owned(), ..FiltreAccueil::default() };
            base.travail(&filtre, today()).unwrap()
        };
        assert!(matches!(base.ask_handover(id, "vierzon", ""), Err(StorageError::Refused(_))), "{moteur:?}");
        let first = base.ask_handover(id, "baugy", "La famille déménage").unwrap();
        assert_eq!(due("").passations, [("baugy".to_owned(), 1)], "{moteur:?} the other territory sees it");
        assert!(matches!(base.ask_handover(id, "aubigny", ""), Err(StorageError::Refused(_))), "one at a time");
        assert!(matches!(base.answer_handover(first, false, " "), Err(StorageError::Refused(_))), "a reason");
        base.answer_handover(first, false, "L’adresse n’est pas confirmée").unwrap();
        assert_eq!(place(), "vierzon", "{moteur:?} refused, it stays");
        assert!(matches!(base.answer_handover(first, true, ""), Err(StorageError::Refused(_))), "answered once");
        let second = base.ask_handover(id, "baugy", "Adresse confirmée").unwrap();
        base.answer_handover(second, true, "").unwrap();
        assert_eq!(place(), "baugy", "{moteur:?}");
        assert!(due("vierzon").taches.is_empty(), "{moteur:?} what is due went along");
        assert!(due("baugy").taches.iter().any(|tache| tache.service == "mdas-vierzon"), "{moteur:?}");
        assert_eq!(read(base, &one).of(Table::Traitement).count(), 1, "{moteur:?}");
    }
}
