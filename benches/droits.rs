//! What rights, the line of a consultation and the journal cost: one person alone, over TLS on a disk that is waited
//! for, beside the administrator of the server, whom nothing holds.
//!
//! `cargo bench --bench droits [-- DOSSIERS]`

#[path = "../tests/common/cluster.rs"]
#[allow(dead_code, reason = "the faults use the rest")]
mod cluster;
mod commun;

use std::time::Instant;

use cluster::Cluster;
use commun::gens::Gens;
use commun::nu::{Bare, Statement};
use commun::textes::with_comment;
use commun::{Durations, ms, row, table};
use uuid::Uuid;
use vigie::demo::Demo;
use vigie::domain::compte::Role;
use vigie::domain::recherche::{Filtre, Tri};
use vigie::storage::{self, Base, Cible};
use vigie::ui::dossiers::PAGE;

const TIMES: usize = 300;

fn main() {
    let dossiers = commun::size(100_000);
    let cluster = Cluster::start();
    cluster.run("ALTER SYSTEM SET fsync = on");
    cluster.stop("fast");
    cluster.start_again();
    let cible = Cible::parse(&cluster.url).expect("an address");
    let base = Base::create(cible.clone()).expect("a new base");
    storage::load(&base, Demo::new(&commun::parametres(&base), dossiers, 1, commun::today()), |_| true)
        .expect("loaded");
    drop(base);
    let mut bare = Bare::open(&cible);
    let bare_document = bare.texts("SELECT split_part(split_part(prosrc, 'un.numero, (', 2), ' WHERE d.id = un.id)', 1) FROM pg_proc WHERE proname = 'document_dossiers'").remove(0);
    let territoire = bare.texts("SELECT territoire FROM dossier GROUP BY 1 ORDER BY count(*) DESC LIMIT 1").remove(0);
    let service = bare.texts("SELECT service FROM traitement GROUP BY 1 ORDER BY count(*) DESC LIMIT 1").remove(0);
    let gens = Gens::install(&cible, cluster.ca());
    cluster.run("ANALYZE");
    cluster.run("CHECKPOINT");
    let people = [
        ("administrateur du serveur, rien ne le retient", cible.clone(), "true".to_owned()),
        ("saisie : tous les dossiers", gens.add("saisie", Role::Saisie, &[], &[]), "true".to_owned()),
        (
            "territoire",
            gens.add("agent", Role::Territoire, &[&territoire], &[]),
            format!("territoire = '{territoire}'"),
        ),
        (
            "service, sans territoire",
            gens.add("service", Role::Territoire, &[], &[&service]),
            format!(
                "id IN (SELECT dossier_id FROM traitement WHERE service = '{service}' AND etat IS DISTINCT FROM 'etat_traitement/annule')"
            ),
        ),
    ];
    let mut lines = Vec::new();
    let mut measured = |what: &str, who: &str, durations: &Durations| {
        let [fifty, ninety_nine] = [50, 99].map(|at| ms(durations.percentile(at)));
        lines.push(row(&[&what, &who, &durations.len(), &fifty, &ninety_nine]));
    };

    let sample = |bare: &mut Bare, those: &str| -> Vec<Uuid> {
        let sql =
            format!("SELECT CAST(id AS text) FROM dossier WHERE {those} ORDER BY md5(CAST(id AS text)) LIMIT {TIMES}");
        bare.texts(&sql).iter().map(|id| id.parse().expect("an id")).collect()
    };
    let mut durations = Durations::default();
    for id in sample(&mut bare, "true") {
        let statement = Statement {
            pieces: vec![format!("{bare_document} WHERE d.id = "), "::uuid".to_owned()],
            binds: vec![Some(id.to_string())],
        };
        durations.measure(|| bare.text(&statement));
    }
    measured("ouvrir", "la requête nue, sans droit, sans ligne, sans commit", &durations);
    // The journal and every trigger set aside: what a save would cost if nobody kept anything.
    let silent = format!("{}?options=-c%20session_replication_role%3Dreplica", cible.adresse());
    let silent = (
        "sans déclencheur : ni journal, ni date, ni clé étrangère",
        Cible::parse(&silent).expect("an address"),
        "true".to_owned(),
    );
    for (at, (who, cible, those)) in people.iter().chain([&silent]).enumerate() {
        let base = Base::open(cible.clone()).expect("the base");
        let ids = sample(&mut bare, those);
        let (mut open, mut save, mut page, mut search) = Default::default();
        for (turn, id) in ids.iter().enumerate() {
            let before = time(&mut open, turn, || base.dossier(*id).expect("read").expect("there").dossier);
            let after = with_comment(&before, &format!("mesure {at} {turn}"));
            time(&mut save, turn, || base.save(&before, &after).expect("saved"));
            time(&mut page, turn, || base.page(&Filtre::default(), Tri::default(), 0, PAGE).expect("a page"));
            time(&mut search, turn, || base.search("martin le").expect("found"));
        }
        measured("ouvrir", who, &open);
        measured("enregistrer", who, &save);
        measured("première page", who, &page);
        measured("chercher", who, &search);
    }
    table(&format!("{dossiers} dossiers, une personne seule, en ms"), &["", "qui", "fois", "p50", "p99"], &lines);
}

/// The first turns prepare and warm.
fn time<T>(into: &mut Durations, turn: usize, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    if turn >= 5 {
        into.push(start.elapsed());
    }
    done
}
