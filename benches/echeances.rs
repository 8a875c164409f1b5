//! A day's deadlines for as many open dossiers: reckoned again from the dossiers and kept, as when a delay
//! changes; then read and counted, as the home screen opens. On both bases.
//!
//! `cargo bench --bench echeances [-- DOSSIERS]`

mod commun;

use std::time::Instant;

use commun::{Cluster, Durations, ms, row, table};
use vigie::demo::Demo;
use vigie::domain::accueil::{Compteur, FiltreAccueil};
use vigie::domain::{Table, dossier};
use vigie::storage::{self, Base};

fn main() {
    let dossiers = commun::size(100_000);
    let dir = tempfile::tempdir().expect("a folder");
    bench("SQLite", &commun::new_file(dir.path(), "mesure.vigie"), dossiers);
    let cluster = Cluster::start();
    bench("PostgreSQL", &commun::new_server_base(&cluster, "mesure"), dossiers);
    cluster.drop_database("mesure");
}

/// The demonstration's dossiers, none of them closed.
fn fill(base: &Base, dossiers: usize) {
    let parametres = commun::parametres(base);
    let open = Demo::new(&parametres, dossiers, 1, commun::today()).map(|mut one| {
        for header in one.fiches.iter_mut().filter(|row| row.table == Table::Dossier) {
            header.set(dossier::ETAT, "etat_dossier/evaluation");
            header.set(dossier::CLOS_LE, "");
        }
        one
    });
    storage::load(base, open, |_| true).expect("loaded");
}

fn bench(engine: &str, base: &Base, dossiers: usize) {
    fill(base, dossiers);
    let start = Instant::now();
    let (read, waiting) = base.recompute_echeances().expect("reckoned");
    let spent = start.elapsed();
    assert_eq!(read, dossiers, "every dossier is open");
    println!(
        "\n{engine} : {read} dossiers ouverts relus, {waiting} échéances recomptées et gardées en {} ms",
        ms(spent)
    );
    let mut lines = Vec::new();
    let mut measure = |what: &str, work: &dyn Fn()| {
        let mut times = Durations::default();
        for _ in 0..20 {
            times.measure(work);
        }
        lines.push(row(&[&what, &ms(times.percentile(50)), &ms(times.max())]));
    };
    let (all, today) = (FiltreAccueil::default(), commun::today());
    let one =
        FiltreAccueil { territoire: "vierzon".into(), service: "mdas-vierzon".into(), ..FiltreAccueil::default() };
    measure("accueil, tout", &|| drop(base.travail(&all, today).expect("the work")));
    measure("accueil, un territoire et un service", &|| drop(base.travail(&one, today).expect("the work")));
    measure("dossiers en retard", &|| {
        drop(base.dossiers_behind(Compteur::Retard, &all, today).expect("the late"));
    });
    table(&format!("{engine} : ce qui est dû, en ms"), &["", "p50", "max"], &lines);
}
