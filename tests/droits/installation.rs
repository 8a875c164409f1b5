//! Rights put in place on a server where others are put in place too.

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use vigie::storage::{Base, Cible};

use crate::common::empty_database;
use crate::monde::texts;

/// The roles are the whole server's: this once ended in « tuple concurrently updated ».
#[test]
fn two_bases_of_one_server_are_installed_at_the_same_time() {
    let bases = [(); 3].map(|()| Cible::parse(&empty_database()).unwrap());
    for base in &bases {
        drop(Base::create(base.clone()).unwrap());
    }
    std::thread::scope(|scope| {
        for base in &bases {
            scope.spawn(move || {
                for _ in 0..3 {
                    Base::install(base, None).unwrap();
                }
            });
        }
    });
}

/// Somebody reads a dossier and then the accounts: what the installation holds, while it waits for what they hold.
#[test]
fn an_installation_begins_again_when_people_at_work_are_in_its_way() {
    let cible = Cible::parse(&empty_database()).unwrap();
    drop(Base::create(cible.clone()).unwrap());
    let mut reader = PgConnection::establish(&cible.adresse()).unwrap();
    // The installation is the one that the server gives up.
    reader.batch_execute("BEGIN; SET LOCAL deadlock_timeout = '1min'; SELECT count(*) FROM utilisateur").unwrap();
    std::thread::scope(|scope| {
        let installation = scope.spawn(|| Base::install(&cible, None));
        let waiting = "SELECT pid::text AS t FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'LOCK TABLE%'";
        while texts(&mut reader, waiting).unwrap().is_empty() {
            assert!(!installation.is_finished());
            std::thread::sleep(std::time::Duration::from_millis(20));
            // What a transaction has seen of activity, it keeps.
            reader.batch_execute("SELECT pg_stat_clear_snapshot()").unwrap();
        }
        reader.batch_execute("SELECT count(*) FROM adulte; COMMIT").unwrap();
        installation.join().unwrap().unwrap();
    });
}
