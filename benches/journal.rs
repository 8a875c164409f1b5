//! A million lines verified, beside the reading of the same lines alone; what sealing costs each write,
//! beside the same writes without it, alone and twenty at once. On both bases.
//!
//! `cargo bench --bench journal [-- LIGNES]`

mod commun;

use std::time::{Duration, Instant};

use commun::{Cluster, Durations, ms, row, table};
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use serde_json::json;
use vigie::storage::{Base, Cible};

/// Writes of one client in each measure.
const TIMES: usize = 300;
/// Clients that write together.
const TOGETHER: usize = 20;

/// A line as a save leaves it: about six hundred bytes.
const TEXTE: &str =
    "Une information transmise par l’école : l’enfant arrive souvent sans manteau, dit avoir faim, et parle peu. ";

fn main() {
    let lines = commun::size(1_000_000);
    let dir = tempfile::tempdir().expect("a folder");
    let cluster = Cluster::start();

    let file = commun::new_file(dir.path(), "journal.vigie");
    // A fifth: they are written one by one.
    let few = lines / 5;
    let started = Instant::now();
    fill_file(&file, few);
    println!("SQLite: {few} lines written and sealed in {}, one commit each", seconds(started.elapsed()));
    verify("SQLite", &file, few, Duration::ZERO);
    drop(file);

    let server = commun::new_server_base(&cluster, "journal");
    let sealed = fill_server(server.cible(), lines);
    let floor = read_alone(server.cible());
    verify("PostgreSQL", &server, lines, floor);
    let cible = server.cible().clone();
    drop(server);
    writes(&cible);
    println!("\nSealing {lines} lines in one go on PostgreSQL: {}", seconds(sealed));
    cluster.drop_database("journal");
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Through Vigie's own door, one commit each: the triggers want its functions.
fn fill_file(base: &Base, lines: usize) {
    let detail = json!({ "texte": TEXTE.repeat(5) });
    for _ in 0..lines {
        base.consigner("consultation", "dossier", Some(uuid::Uuid::now_v7()), &detail).expect("told");
    }
}

fn fill_server(cible: &Cible, lines: usize) -> Duration {
    let mut c = PgConnection::establish(&cible.adresse()).expect("connected");
    c.batch_execute(&format!(
        "SET statement_timeout = 0; ALTER TABLE journal DISABLE TRIGGER journal_scelle; \
         INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres) \
           SELECT 'consultation', 'dossier', u, u, jsonb_build_object('texte', repeat('{TEXTE}', 5)) \
           FROM (SELECT gen_random_uuid() AS u FROM generate_series(1, {lines})) l; \
         ALTER TABLE journal ENABLE TRIGGER journal_scelle; \
         INSERT INTO journal_attente (ligne) SELECT id FROM journal"
    ))
    .expect("filled");
    let started = Instant::now();
    c.batch_execute("SELECT sceller_journal()").expect("sealed");
    let sealed = started.elapsed();
    // Each alone: several in one text are one transaction.
    for vacuum in ["VACUUM ANALYZE journal", "VACUUM ANALYZE journal_sceau", "VACUUM journal_attente"] {
        c.batch_execute(vacuum).expect("counted");
    }
    sealed
}

/// The same lines worked out by the server and thrown away: what no client can go below.
fn read_alone(cible: &Cible) -> Duration {
    let mut c = PgConnection::establish(&cible.adresse()).expect("connected");
    let started = Instant::now();
    c.batch_execute(
        "SET statement_timeout = 0; SELECT count(textes) FROM journal_a_verifier(0, 9223372036854775807, 2147483647)",
    )
    .expect("read");
    started.elapsed()
}

fn verify(engine: &str, base: &Base, lines: usize, floor: Duration) {
    let started = Instant::now();
    let verdict = base.verify_journal(None, |_, _| true).expect("verified");
    let took = started.elapsed();
    assert_eq!(verdict.rupture, None);
    assert!(verdict.lignes >= i64::try_from(lines).expect("a count"));
    let rate = verdict.lignes as f64 / took.as_secs_f64();
    let floor = if floor.is_zero() { String::new() } else { format!(", the server alone {}", seconds(floor)) };
    println!("{engine}: {} lines verified in {} ({rate:.0} a second{floor})", verdict.lignes, seconds(took));
}

/// One line and its commit, sealed and not: alone, then twenty at once.
fn writes(cible: &Cible) {
    let measure = |clients: usize| -> (Durations, Duration) {
        let started = Instant::now();
        let all = std::thread::scope(|scope| {
            let people: Vec<_> = (0..clients)
                .map(|_| {
                    scope.spawn(|| {
                        let mut c = PgConnection::establish(&cible.adresse()).expect("connected");
                        (0..TIMES)
                            .map(|_| {
                                let started = Instant::now();
                                c.batch_execute("SELECT consigner('consultation', 'dossier', NULL, '{\"n\": 1}')")
                                    .expect("told");
                                started.elapsed()
                            })
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            let mut all = Durations::default();
            people.into_iter().flat_map(|one| one.join().expect("done")).for_each(|one| all.push(one));
            all
        });
        (all, started.elapsed())
    };
    let mut admin = PgConnection::establish(&cible.adresse()).expect("connected");
    let mut rows = Vec::new();
    for clients in [1, TOGETHER] {
        for (sealed, sql) in [
            ("without the chain", "ALTER TABLE journal DISABLE TRIGGER journal_scelle"),
            ("with it", "ALTER TABLE journal ENABLE TRIGGER journal_scelle"),
        ] {
            admin.batch_execute(sql).expect("switched");
            let (durations, took) = measure(clients);
            let rate = (clients * TIMES) as f64 / took.as_secs_f64();
            rows.push(row(&[
                &format!("{clients} writing, {sealed}"),
                &ms(durations.percentile(50)),
                &ms(durations.percentile(99)),
                &format!("{rate:.0}"),
            ]));
        }
    }
    table("A line and its commit, in ms", &["", "p50", "p99", "a second"], &rows);
}
