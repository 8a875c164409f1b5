//! Rights put in place on a server where others are put in place too.

use vigie::storage::{Base, Cible};

use crate::common::empty_database;

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
