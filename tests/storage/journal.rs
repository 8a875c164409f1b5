//! The journal: every break of its chain is found and named, and many at once leave one chain.

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection, RunQueryDsl as _, SqliteConnection};
use serde_json::{Value, json};
use uuid::Uuid;
use vigie::domain::changement::Historique;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::{Dossier, Fiche, Table, adulte, enfant};
use vigie::storage::{Base, Cible, Rupture, StorageError, Tete};

use crate::common::dossiers::{complet, court};
use crate::common::{Fresh, MOTEURS, Moteur, today};

/// Who holds the server or the file, and writes what they like.
enum Maitre {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

const TABLES: [&str; 3] = ["journal", "journal_sceau", "journal_tete"];

impl Maitre {
    fn of(fresh: &Fresh) -> Self {
        match &fresh.cible {
            Cible::Serveur { url, .. } => {
                let mut c = PgConnection::establish(url).unwrap();
                c.batch_execute("SET session_replication_role = replica").unwrap();
                Self::Postgres(c)
            }
            Cible::Fichier { chemin, .. } => {
                let mut c = SqliteConnection::establish(chemin.to_str().unwrap()).unwrap();
                let triggers: Vec<Text> = diesel::sql_query(
                    "SELECT name AS text FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'journal%'",
                )
                .load(&mut c)
                .unwrap();
                for one in triggers {
                    c.batch_execute(&format!("DROP TRIGGER {}", one.text)).unwrap();
                }
                Self::Sqlite(c)
            }
        }
    }

    fn run(&mut self, sql: &str) {
        match self {
            Self::Postgres(c) => c.batch_execute(sql),
            Self::Sqlite(c) => c.batch_execute(sql),
        }
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    fn keep(&mut self) {
        for table in TABLES {
            self.run(&format!("CREATE TABLE copie_{table} AS SELECT * FROM {table}"));
        }
    }

    fn put_back(&mut self) {
        let over = if matches!(self, Self::Postgres(_)) { "OVERRIDING SYSTEM VALUE" } else { "" };
        for table in TABLES {
            self.run(&format!("DELETE FROM {table}; INSERT INTO {table} {over} SELECT * FROM copie_{table}"));
        }
    }
}

#[derive(diesel::QueryableByName)]
struct Text {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

fn sound(base: &Base) -> Tete {
    let verdict = base.verify_journal(None, |_, _| true).unwrap();
    assert_eq!(verdict.rupture, None);
    verdict.tete
}

fn broken(base: &Base, kept: Option<&Tete>) -> Option<Rupture> {
    base.verify_journal(kept, |_, _| true).unwrap().rupture
}

/// Two saves and ten consultations.
fn written(moteur: Moteur) -> Fresh {
    let fresh = moteur.fresh();
    let base = &fresh.base;
    let parametres = base.parametres(today()).unwrap();
    base.save(&Dossier::default(), &court(&parametres, "Lefèvre", "Léa")).unwrap();
    for n in 0..10 {
        let dossier = (n % 2 == 0).then(Uuid::now_v7);
        base.consigner("consultation", "dossier", dossier, &json!({ "où": format!("écran {n}") })).unwrap();
    }
    fresh
}

#[test]
fn every_single_break_is_found_and_named() {
    for moteur in MOTEURS {
        let fresh = written(moteur);
        let base = &fresh.base;
        let head = sound(base);
        let (last, middle) = (head.rang, head.rang / 2);
        let mut maitre = Maitre::of(&fresh);
        maitre.keep();
        let (nothing, uuid) = match moteur {
            Moteur::Postgres => ("'null'::jsonb", "gen_random_uuid()"),
            Moteur::Sqlite => ("'null'", "'00000000-0000-7000-8000-000000000000'"),
        };
        let line = |rang: i64| format!("(SELECT ligne FROM copie_journal_sceau WHERE rang = {rang})");
        let other_seal = match moteur {
            Moteur::Postgres => "decode(repeat('ab', 32), 'hex')",
            Moteur::Sqlite => "printf('%064d', 7)",
        };
        let mut tries: Vec<(String, i64)> = Vec::new();
        for rang in [1, middle, last] {
            let mut changed = vec![
                ("quand", "'2026-01-01T00:00:00Z'"),
                ("qui", "'un_autre'"),
                ("depuis", "'ailleurs'"),
                ("operation", "'refus'"),
                ("nom_table", "'adulte'"),
                ("ligne", uuid),
                ("dossier_id", uuid),
                ("avant", nothing),
                ("apres", nothing),
            ];
            if moteur == Moteur::Postgres {
                changed.extend([("tx", "'1'"), ("sel", uuid)]);
            }
            for (column, value) in changed {
                tries.push((format!("UPDATE journal SET {column} = {value} WHERE id = {}", line(rang)), rang));
            }
            tries.push((format!("UPDATE journal_sceau SET empreinte = {other_seal} WHERE rang = {rang}"), rang));
            tries.push((format!("DELETE FROM journal WHERE id = {}", line(rang)), rang));
            tries.push((format!("DELETE FROM journal_sceau WHERE rang = {rang}"), rang));
        }
        // Two neighbours change places; two seals do.
        tries.push((
            format!(
                "UPDATE journal SET qui = 'échangé', apres = (SELECT c.apres FROM copie_journal c WHERE c.id = CASE WHEN journal.id = {a} THEN {b} ELSE {a} END) WHERE id IN ({a}, {b})",
                a = line(middle),
                b = line(last)
            ),
            middle,
        ));
        let next = middle + 1;
        tries.push((
            format!(
                "UPDATE journal_sceau SET rang = 999999 WHERE rang = {middle}; UPDATE journal_sceau SET rang = {middle} WHERE rang = {next}; \
                 UPDATE journal_sceau SET rang = {next} WHERE rang = 999999"
            ),
            middle,
        ));
        for (sql, rang) in tries {
            maitre.run(&sql);
            let found = broken(base, None).unwrap_or_else(|| panic!("{moteur:?} not found: {sql}"));
            let at = match found {
                Rupture::Alteree { rang, .. } | Rupture::Supprimee { rang, .. } | Rupture::SceauManquant { rang } => {
                    rang
                }
                // The last seal gone: the chain stops before its head.
                Rupture::Tronquee { rang, .. } => rang + 1,
                other => panic!("{moteur:?} {sql}: {other}"),
            };
            assert_eq!(at, rang, "{moteur:?} {sql}: {found}");
            maitre.put_back();
        }
        // A line added without a seal, at the end and in a place that a refused save left free.
        for id in [1_000_000, 0] {
            let over = if moteur == Moteur::Postgres { "OVERRIDING SYSTEM VALUE" } else { "" };
            maitre.run(&format!(
                "INSERT INTO journal (id, quand, qui, depuis, operation, nom_table) {over} VALUES ({id}, '2026-01-01T00:00:00Z', 'un_autre', NULL, 'export', 'dossier')"
            ));
            assert_eq!(broken(base, None), Some(Rupture::Ajoutee { ligne: id }), "{moteur:?}");
            maitre.put_back();
        }
        // The end cut off, head included: only a head that was kept elsewhere tells.
        let cut = format!(
            "DELETE FROM journal WHERE id >= {}; DELETE FROM journal_sceau WHERE rang >= {middle}; DELETE FROM journal_tete; \
             INSERT INTO journal_tete (rang, empreinte) SELECT rang, empreinte FROM journal_sceau ORDER BY rang DESC LIMIT 1",
            line(middle)
        );
        maitre.run(&cut);
        assert_eq!(broken(base, None), None);
        assert_eq!(broken(base, Some(&head)), Some(Rupture::Tronquee { rang: middle - 1, attendu: last }));
        maitre.put_back();
        assert_eq!(broken(base, Some(&head)), None, "{moteur:?} and as it was, it is sound again");
    }
}

#[test]
fn a_chain_written_all_over_again_is_found_with_a_head_kept_elsewhere() {
    let fresh = written(Moteur::Postgres);
    let head = sound(&fresh.base);
    let mut maitre = Maitre::of(&fresh);
    maitre.run(
        "UPDATE journal SET qui = 'un_autre' WHERE id = (SELECT max(id) FROM journal); DELETE FROM journal_sceau; \
         UPDATE journal_tete SET rang = 0, empreinte = decode(repeat('00', 32), 'hex'); \
         INSERT INTO journal_attente SELECT id FROM journal; SELECT sceller_journal()",
    );
    assert_eq!(broken(&fresh.base, None), None, "by itself it looks sound");
    assert_eq!(broken(&fresh.base, Some(&head)), Some(Rupture::AutreTete { rang: head.rang }));
    // An older head still holds for what was before.
    assert_eq!(broken(&fresh.base, Some(&Tete { rang: 0, empreinte: "0".repeat(64) })), None);
}

#[test]
fn nobody_changes_the_journal_through_its_door() {
    for moteur in MOTEURS {
        let fresh = written(moteur);
        let head = sound(&fresh.base);
        let mut refused = 0;
        for table in TABLES.into_iter().chain((moteur == Moteur::Postgres).then_some("journal_attente")) {
            let column = if table == "journal" { "qui = 'x'" } else { "ligne = 7" };
            let column = if table == "journal_tete" { "rang = 0" } else { column };
            let mut tries = vec![format!("UPDATE {table} SET {column}"), format!("DELETE FROM {table}")];
            if moteur == Moteur::Postgres {
                tries.push(format!("TRUNCATE {table}"));
            }
            for sql in tries {
                let done = match &fresh.cible {
                    Cible::Serveur { url, .. } => PgConnection::establish(url).unwrap().batch_execute(&sql),
                    Cible::Fichier { chemin, .. } => {
                        SqliteConnection::establish(chemin.to_str().unwrap()).unwrap().batch_execute(&sql)
                    }
                };
                match done {
                    Err(error) => {
                        assert!(error.to_string().contains("le journal ne se modifie pas"), "{sql}: {error}");
                        refused += 1;
                    }
                    // Nothing waits: nothing to remove.
                    Ok(()) => assert_eq!(sql, "DELETE FROM journal_attente"),
                }
            }
        }
        assert_eq!(refused, if moteur == Moteur::Postgres { 11 } else { 6 });
        assert_eq!(sound(&fresh.base), head);
    }
}

#[test]
fn twenty_at_once_leave_one_chain_and_what_is_rolled_back_leaves_nothing() {
    let fresh = Moteur::Postgres.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let before = sound(&fresh.base).rang;
    std::thread::scope(|scope| {
        for who in 0..20 {
            let (cible, parametres) = (fresh.cible.clone(), &parametres);
            scope.spawn(move || {
                let base = Base::open(cible).unwrap();
                for n in 0..8 {
                    let mut dossier = court(parametres, &format!("Famille {who}"), &format!("N{n}"));
                    if n % 4 == 3 {
                        dossier.fiches[2].set(enfant::COMMUNE, "99999");
                        base.save(&Dossier::default(), &dossier).unwrap_err();
                    } else {
                        base.save(&Dossier::default(), &dossier).unwrap();
                        base.consigner("consultation", "dossier", dossier.id(), &Value::Null).unwrap();
                    }
                }
            });
        }
    });
    let verdict = fresh.base.verify_journal(None, |_, _| true).unwrap();
    assert_eq!(verdict.rupture, None);
    let mut c = PgConnection::establish(&fresh.cible.adresse()).unwrap();
    let count = |c: &mut PgConnection, sql: &str| -> i64 {
        let rows: Vec<Text> = diesel::sql_query(format!("SELECT ({sql})::text AS text")).load(c).unwrap();
        rows[0].text.parse().unwrap()
    };
    let lines = count(&mut c, "SELECT count(*) FROM journal");
    assert_eq!(verdict.lignes, lines);
    assert_eq!(count(&mut c, "SELECT count(*) FROM journal WHERE operation = 'consultation'"), 20 * 6);
    assert_eq!(count(&mut c, "SELECT count(DISTINCT dossier_id) FROM journal WHERE operation = 'ajout'"), 20 * 6);
    assert_eq!(count(&mut c, "SELECT count(*) FROM journal_attente"), 0);
    assert!(lines >= before + 20 * 6 * 4);
    // What was rolled back left free numbers, not ranks.
    assert!(count(&mut c, "SELECT max(id) FROM journal") > count(&mut c, "SELECT max(rang) FROM journal_sceau"));
}

#[test]
fn who_holds_a_transaction_open_holds_nobody_and_is_sealed_later() {
    let fresh = written(Moteur::Postgres);
    let url = fresh.cible.adresse();
    let mut slow = PgConnection::establish(&url).unwrap();
    // Sealed at once, on purpose: the head stays locked until its commit.
    slow.batch_execute("BEGIN; SET CONSTRAINTS ALL IMMEDIATE; SELECT consigner('export', 'dossier', NULL, '{}')")
        .unwrap();
    let started = std::time::Instant::now();
    for _ in 0..3 {
        fresh.base.consigner("impression", "courrier", None, &Value::Null).unwrap();
    }
    assert!(started.elapsed().as_millis() < 2_000, "nobody waited");
    let mut other = PgConnection::establish(&url).unwrap();
    other
        .batch_execute("BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT consigner('export', 'dossier', NULL, '{}'); COMMIT")
        .unwrap();
    slow.batch_execute("SAVEPOINT s; SELECT consigner('export', 'dossier', NULL, '{}'); ROLLBACK TO s; COMMIT")
        .unwrap();
    // Two thousand lines of one transaction, more than once round.
    slow.batch_execute(
        "BEGIN; SELECT consigner('import', 'dossier', NULL, '{}') FROM generate_series(1, 2000); COMMIT",
    )
    .unwrap();
    let verdict = fresh.base.verify_journal(None, |_, _| true).unwrap();
    assert_eq!(verdict.rupture, None);
    let mut told = Vec::new();
    fresh
        .base
        .verify_journal(None, |done, of| {
            told.push((done, of));
            true
        })
        .unwrap();
    assert_eq!(told.last(), Some(&(verdict.lignes, verdict.lignes)));
    assert!(matches!(fresh.base.verify_journal(None, |_, _| false), Err(StorageError::Refused(_))));
}

#[test]
fn who_writes_a_line_is_the_login_and_never_a_role_taken_or_a_write_forged() {
    let fresh = Moteur::Postgres.fresh();
    let mut c = PgConnection::establish(&fresh.cible.adresse()).unwrap();
    let role = format!("r{}", Uuid::now_v7().simple());
    c.batch_execute(&format!("CREATE ROLE {role}; GRANT USAGE ON SCHEMA public TO {role}")).unwrap();
    c.batch_execute(&format!("SET ROLE {role}; SELECT consigner('consultation', 'dossier', NULL, NULL); RESET ROLE; DROP OWNED BY {role}; DROP ROLE {role}"))
        .unwrap();
    let rows: Vec<Text> =
        diesel::sql_query("SELECT qui || ' ' || (qui = session_user)::text AS text FROM journal").load(&mut c).unwrap();
    assert!(rows.iter().all(|row| row.text.ends_with(" true")) && !rows.is_empty());
    for forged in [
        "'ajout', 'dossier'",
        "'modification', 'dossier'",
        "'n’importe quoi', 'dossier'",
        "'export', 'x; y'",
        "'export', NULL",
    ] {
        assert!(c.batch_execute(&format!("SELECT consigner({forged}, NULL, NULL)")).is_err(), "{forged}");
    }
    assert!(c.batch_execute("SELECT consigner('export', 'dossier', NULL, to_jsonb(repeat('x', 20000)))").is_err());
}

#[test]
fn a_journal_of_before_is_sealed_when_the_base_is_brought_up() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        crate::common::undo_from(&fresh.cible, "2026-11-29-000055");
        let base = match Base::open(fresh.cible.clone()) {
            Ok(base) => base,
            Err(StorageError::Older) => {
                Base::migrate(&fresh.cible).unwrap();
                Base::open(fresh.cible.clone()).unwrap()
            }
            Err(error) => panic!("{error}"),
        };
        let before = sound(&base).rang;
        base.save(&Dossier::default(), &complet(&parametres)).unwrap();
        assert!(sound(&base).rang > before + 10, "{moteur:?}");
    }
}

#[test]
fn opening_a_dossier_of_a_file_leaves_a_line_and_a_file_that_cannot_be_written_still_opens() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let saved = fresh.base.save(&Dossier::default(), &court(&parametres, "Lefèvre", "Léa")).unwrap().dossier;
    let lines = |base: &Base| base.etat().unwrap().changements;
    let before = lines(&fresh.base);
    let id = saved.id().unwrap();
    fresh.base.dossier(id).unwrap().unwrap();
    fresh.base.dossier_by_numero(saved.entete().unwrap().get(vigie::domain::dossier::NUMERO)).unwrap().unwrap();
    assert_eq!(fresh.base.dossier(Uuid::now_v7()).unwrap(), None, "what is not there is not told as read");
    assert_eq!(lines(&fresh.base), before + 2);
    assert!(fresh.base.historique(id).unwrap().ecritures.iter().all(|one| one.operation != "consultation"));
    fresh.base.with_query_only(|base| base.dossier(id)).unwrap().unwrap();
    assert_eq!(lines(&fresh.base), before + 2);
    sound(&fresh.base);
}

#[test]
fn a_history_that_is_cut_says_so() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let mut long = court(&parametres, "Lefèvre", "Léa");
        let short = fresh.base.save(&Dossier::default(), &long).unwrap().dossier;
        let history = fresh.base.historique(short.id().unwrap()).unwrap();
        assert!(!history.coupe && !history.ecritures.is_empty(), "{moteur:?}");
        long = short.clone();
        let adult = |at: usize| Fiche::new(Table::Adulte).with(adulte::NOM, format!("Témoin {at}"));
        long.fiches.extend((0..Historique::PLUS).map(adult));
        fresh.base.save(&short, &long).unwrap();
        let history = fresh.base.historique(short.id().unwrap()).unwrap();
        assert!(history.coupe && history.ecritures.len() <= Historique::PLUS, "{moteur:?}");
    }
}
