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

#[test]
fn who_may_not_read_learns_only_which_territory_knows_a_child_and_leaves_a_trace() {
    use diesel::connection::SimpleConnection as _;
    use diesel::{Connection as _, PgConnection, RunQueryDsl as _};
    use enfant::personne::{DATE_NAISSANCE, PRECISION_NAISSANCE};
    let named = |nom: &str, prenom: &str, birth: &str| {
        let person = Fiche::new(Table::Enfant)
            .with(enfant::personne::NOM_USAGE, nom)
            .with(enfant::personne::PRENOM, prenom)
            .with(DATE_NAISSANCE, birth)
            .with(PRECISION_NAISSANCE, "exacte");
        vigie::domain::identite::Identite::of_person(&person)
    };
    let fresh = crate::common::Moteur::Postgres.fresh();
    let base = &fresh.base;
    let parametres = base.parametres(today()).unwrap();
    for (nom, prenom, territoire) in [("Gauthier", "Léa", "baugy"), ("Gauthier", "Zoé", "vierzon")] {
        let mut dossier = court(&parametres, nom, prenom);
        dossier.fiches[0].set(dossier::TERRITOIRE, territoire);
        for fiche in dossier.fiches.iter_mut().filter(|fiche| fiche.table == Table::Enfant) {
            fiche.set(DATE_NAISSANCE, "2015-02-07");
            fiche.set(PRECISION_NAISSANCE, "exacte");
        }
        vigie::domain::parse::derive(&mut dossier, &parametres);
        base.save(&Dossier::default(), &dossier).unwrap();
    }
    let vigie::storage::Cible::Serveur { url, .. } = &fresh.cible else { panic!("a server") };
    let mut sql = PgConnection::establish(url).unwrap();
    // Someone of Vierzon: may read what is there, and nothing of Baugy.
    sql.batch_execute(
        "DROP FUNCTION IF EXISTS peut_lire(uuid) CASCADE;
         CREATE FUNCTION peut_lire(d uuid) RETURNS boolean LANGUAGE sql STABLE AS
         $$ SELECT EXISTS (SELECT 1 FROM dossier WHERE id = d AND territoire = 'vierzon') $$",
    )
    .unwrap();
    let elsewhere = |tape: &vigie::domain::identite::Identite| -> Vec<String> {
        base.connus_ailleurs(tape).unwrap().into_iter().map(|one| one.territoire).collect()
    };
    let baugy = parametres.territoires.iter().find(|one| one.id == "baugy").unwrap().libelle.clone();
    assert_eq!(elsewhere(&named("Gotier", "Lea", "2015-02-07")), [baugy], "by the sound of the name");
    assert!(elsewhere(&named("Gauthier", "Zoé", "2015-02-07")).is_empty(), "what one may read is shown otherwise");
    for tape in [named("Gauthier", "Léa", "2015-02-08"), named("Petit", "Léa", "2015-02-07"), tape("Gauthier", "Léa")]
    {
        assert!(elsewhere(&tape).is_empty(), "nobody fishes without the name and the day");
    }
    elsewhere(&named("Gauthier", "Léa", "2015-02-07"));
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let traced: Count = diesel::sql_query(
        "SELECT count(*) AS n FROM regard_exterieur WHERE territoire = 'baugy' AND qui = session_user",
    )
    .get_result(&mut sql)
    .unwrap();
    assert_eq!(traced.n, 1, "each look is traced, once an hour");
}

#[test]
fn a_delay_that_changes_moves_what_is_due_in_the_grid_and_on_the_home_screen() {
    use vigie::domain::liste::EditListe;
    use vigie::domain::recherche::{Filtre, Tri};
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let parametres = base.parametres(today()).unwrap();
        let mut one = court(&parametres, "Gauthier", "Léa");
        one.fiches[0].set(dossier::DATE_RECEPTION, "2026-11-30");
        one.fiches[0].set(dossier::ETAT, "etat_dossier/evaluation");
        vigie::domain::parse::derive(&mut one, &parametres);
        base.save(&Dossier::default(), &one).unwrap();
        let due = || {
            let line = base.page(&Filtre::default(), Tri::default(), 0, 1).unwrap().lignes.remove(0).echeance_le;
            let work = base.travail(&FiltreAccueil::default(), today()).unwrap();
            let listed = work.taches.iter().find(|tache| tache.code == "D04").map(|tache| tache.due.to_string());
            (line, listed.unwrap_or_default())
        };
        // The last day of February, then of December: clamped to the month's end.
        assert_eq!(due(), ("2027-02-28".to_owned(), "2027-02-28".to_owned()), "{moteur:?}");
        let champs = ["1", "mois", "CASF D226-2-4 II", ""].map(str::to_owned).to_vec();
        base.edit_liste(&EditListe::Fields { liste: "delai".into(), id: "D04".into(), champs }).unwrap();
        assert_eq!(base.recompute_echeances().unwrap().0, 1, "{moteur:?}");
        assert_eq!(due(), ("2026-12-30".to_owned(), "2026-12-30".to_owned()), "{moteur:?}");
    }
}

#[test]
fn a_dossier_without_a_date_of_reception_is_due_from_the_day_it_was_recorded() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let parametres = base.parametres(today()).unwrap();
        let mut draft = vigie::domain::format::format(&court(&parametres, "Petit", "Jo"));
        draft.fiches[0].set(dossier::DATE_RECEPTION, "");
        let parsed = vigie::domain::parse::parse(&draft, &Dossier::default(), &parametres, today()).unwrap();
        let header = parsed.entete().unwrap();
        assert_eq!(header.get(dossier::ECHEANCE_LE), "2027-02-23", "as if it were recorded today");
        assert_eq!(header.get(dossier::DATE_TRAITEMENT), "", "the base alone says when");
        let saved = base.save(&Dossier::default(), &parsed).unwrap().dossier;
        let due = || {
            let travail = base.travail(&FiltreAccueil::default(), today()).unwrap();
            let mut due: Vec<_> = travail.taches.into_iter().map(|one| (one.code, one.start, one.due)).collect();
            due.sort();
            due
        };
        let recorded = saved.entete().unwrap().date(dossier::DATE_TRAITEMENT).unwrap();
        let before = due();
        assert!(before.iter().any(|(code, start, _)| code == "D04" && *start == recorded), "{moteur:?}: {before:?}");
        base.recompute_echeances().unwrap();
        assert_eq!(due(), before, "{moteur:?}: reckoned again");
    }
}
