//! The journal looked through: filtered, its texts read, exported; each of these leaves a line.

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use serde_json::Value;
use vigie::domain::Dossier;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::journal::FiltreJournal;
use vigie::exchange;
use vigie::storage::{Base, StorageError};

use crate::common::dossiers::court;
use crate::common::{Fresh, MOTEURS, Moteur, today};

/// A base with two dossiers; gives the first as saved.
fn two(moteur: Moteur) -> (Fresh, Dossier) {
    let fresh = moteur.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let one = fresh.base.save(&Dossier::default(), &court(&parametres, "Lefèvre", "Léa")).unwrap().dossier;
    fresh.base.save(&Dossier::default(), &court(&parametres, "Petit", "Jo")).unwrap();
    (fresh, one)
}

fn numero(dossier: &Dossier) -> String {
    dossier.entete().unwrap().get(dossier::NUMERO).to_owned()
}

fn count(base: &Base, filtre: &FiltreJournal) -> u64 {
    base.journal_page(filtre, 0, 1).unwrap().total
}

#[test]
fn lines_are_filtered_by_person_dossier_day_and_kind_the_latest_first() {
    for moteur in MOTEURS {
        let (fresh, one) = two(moteur);
        let base = &fresh.base;
        base.consigner("impression", "courrier", one.id(), &Value::Null).unwrap();
        let all = base.journal_page(&FiltreJournal::default(), 0, 100).unwrap();
        assert_eq!(all.total, all.lignes.len() as u64);
        assert!(all.lignes.windows(2).all(|pair| pair[0].id > pair[1].id), "{moteur:?}");
        let last = &all.lignes[0];
        assert_eq!((last.operation.as_str(), last.nom_table.as_str()), ("impression", "courrier"));
        assert_eq!((last.dossier, last.numero.clone()), (one.id(), numero(&one)));
        assert!(!last.depuis.is_empty(), "{moteur:?} from where");
        assert_eq!(last.qui, base.utilisateur());
        assert_eq!(base.journal_page(&FiltreJournal::default(), 1, 2).unwrap().lignes, all.lignes[1..3]);

        let of = |filtre: FiltreJournal| count(base, &filtre);
        let mine = FiltreJournal { numero: numero(&one), ..FiltreJournal::default() };
        let expected = all.lignes.iter().filter(|line| line.dossier == one.id()).count() as u64;
        assert_eq!(of(mine), expected);
        assert!(expected > 2);
        assert_eq!(of(FiltreJournal { operation: "impression".into(), ..FiltreJournal::default() }), 1);
        assert_eq!(of(FiltreJournal { qui: base.utilisateur().to_owned(), ..FiltreJournal::default() }), all.total);
        assert_eq!(of(FiltreJournal { qui: "personne d’autre".into(), ..FiltreJournal::default() }), 0);
        assert_eq!(base.journal_people().unwrap(), [base.utilisateur()]);
        let now = chrono::Local::now().date_naive();
        let (before, after) = (now.pred_opt(), now.succ_opt());
        for (du, au, wanted) in
            [(before, after, all.total), (Some(now), Some(now), all.total), (None, before, 0), (after, None, 0)]
        {
            assert_eq!(of(FiltreJournal { du, au, ..FiltreJournal::default() }), wanted, "{moteur:?} {du:?} {au:?}");
        }
    }
}

#[test]
fn the_texts_of_a_line_are_read_before_and_after_and_reading_them_leaves_a_line() {
    for moteur in MOTEURS {
        let (fresh, one) = two(moteur);
        let base = &fresh.base;
        let mut after = one.clone();
        let entete = after.fiches.iter_mut().find(|fiche| Some(fiche.id) == one.id()).unwrap();
        entete.set(dossier::SYNTHESE, "Écrit après coup");
        base.save(&one, &after).unwrap();
        let changed = FiltreJournal { operation: "modification".into(), ..FiltreJournal::default() };
        let line = base.journal_page(&changed, 0, 10).unwrap().lignes.remove(0);
        let before = count(base, &FiltreJournal::default());
        let detail = base.journal_detail(line.id).unwrap();
        let synthese = detail.iter().find(|(name, ..)| name == "synthese").unwrap();
        assert_eq!((synthese.1.as_str(), synthese.2.as_str()), ("", "Écrit après coup"), "{moteur:?} {detail:?}");
        let now = base.journal_page(&FiltreJournal::default(), 0, 1).unwrap();
        assert_eq!(now.total, before + 1);
        assert_eq!((now.lignes[0].operation.as_str(), now.lignes[0].nom_table.as_str()), ("consultation", "journal"));
        assert!(base.journal_detail(i64::MAX).is_err());
    }
}

#[test]
fn the_texts_of_a_line_are_never_read_without_a_line_that_stays() {
    let (fresh, _) = two(Moteur::Postgres);
    let mut c = PgConnection::establish(&fresh.cible.adresse()).unwrap();
    c.batch_execute("BEGIN").unwrap();
    let inside = c.batch_execute("CALL lire_ligne_journal(1, NULL)").unwrap_err().to_string();
    assert!(inside.contains("transaction"), "{inside}");
    c.batch_execute("ROLLBACK").unwrap();
    // The line written, but not there for good yet: in the transaction, and in a savepoint of it.
    for start in ["BEGIN", "BEGIN; SAVEPOINT s"] {
        c.batch_execute(start).unwrap();
        c.batch_execute("SELECT consigner('consultation', 'journal', NULL, '{\"ligne\": 1}')").unwrap();
        if start.contains("SAVEPOINT") {
            c.batch_execute("RELEASE s").unwrap();
        }
        c.batch_execute("DO $$ BEGIN IF journal_detail(1) IS NOT NULL THEN RAISE 'lu'; END IF; END $$").unwrap();
        c.batch_execute("ROLLBACK").unwrap();
    }
    c.batch_execute("CALL lire_ligne_journal(1, NULL)").unwrap();
    let other = "DO $$ BEGIN IF journal_detail(2) IS NOT NULL THEN RAISE 'lu'; END IF; END $$";
    c.batch_execute(other).unwrap();
}

#[test]
fn changes_of_parameters_are_told_and_filling_a_new_base_is_not() {
    use vigie::domain::liste::EditListe;
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        assert_eq!(count(base, &FiltreJournal::default()), 0, "{moteur:?} a new base has told nothing");
        let first = base.valeurs("support").unwrap().remove(0);
        let rename = |to: &str| EditListe::Rename { liste: "support".into(), id: first.id.clone(), libelle: to.into() };
        base.edit_liste(&rename("Pigeon voyageur")).unwrap();
        let line = base.journal_page(&FiltreJournal::default(), 0, 1).unwrap().lignes.remove(0);
        assert_eq!((line.operation.as_str(), line.nom_table.as_str()), ("modification", "valeur"), "{moteur:?}");
        let detail = base.journal_detail(line.id).unwrap();
        let libelle = detail.iter().find(|(name, ..)| name == "libelle").unwrap();
        assert_eq!((&libelle.1, libelle.2.as_str()), (&first.libelle, "Pigeon voyageur"));
        assert!(detail.iter().any(|(name, before, after)| name == "id" && *before == first.id && *after == first.id));
        let add = EditListe::Add { liste: "support".into(), libelle: "Télégramme".into(), parent: None };
        base.edit_liste(&add).unwrap();
        let added = FiltreJournal { operation: "ajout".into(), ..FiltreJournal::default() };
        assert_eq!(count(base, &added), 1, "{moteur:?}");
        assert_eq!(base.verify_journal(None, |_, _| true).unwrap().rupture, None);
    }
}

#[test]
fn the_journal_is_exported_whole_or_not_at_all_and_the_export_leaves_a_line() {
    for moteur in MOTEURS {
        let (fresh, one) = two(moteur);
        let base = &fresh.base;
        let total = count(base, &FiltreJournal::default());
        let (csv, jsonl) = (fresh.dir.path().join("journal.csv"), fresh.dir.path().join("journal.jsonl"));
        // The line of the export itself is in it.
        assert_eq!(exchange::journal::write(base, &FiltreJournal::default(), &csv, |_, _| true).unwrap(), total + 1);
        let text = std::fs::read_to_string(&csv).unwrap();
        assert_eq!(text.lines().count() as u64, total + 2);
        assert!(text.contains(&numero(&one)) && text.contains("Export") && !text.contains("Lefèvre"), "no texts");
        let mine = FiltreJournal { numero: numero(&one), ..FiltreJournal::default() };
        let lines = exchange::journal::write(base, &mine, &jsonl, |_, _| true).unwrap();
        let read: Vec<Value> =
            std::fs::read_to_string(&jsonl).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(read.len() as u64, lines);
        assert!(read.iter().all(|line| line["numero"] == numero(&one).as_str()));
        // Stopped: nothing is left, and what was there before stays.
        let stopped = exchange::journal::write(base, &FiltreJournal::default(), &csv, |_, _| false);
        assert!(matches!(stopped, Err(StorageError::Refused(_))));
        assert_eq!(std::fs::read_to_string(&csv).unwrap(), text);
        assert_eq!(
            std::fs::read_dir(fresh.dir.path())
                .unwrap()
                .filter(|entry| { entry.as_ref().unwrap().file_name().to_string_lossy().contains("partiel") })
                .count(),
            0
        );
        assert_eq!(count(base, &FiltreJournal { operation: "export".into(), ..FiltreJournal::default() }), 3);
        assert_eq!(base.verify_journal(None, |_, _| true).unwrap().rupture, None);
    }
}
