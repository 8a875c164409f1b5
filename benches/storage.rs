//! Opening and saving a dossier, and a page of the Dossiers screen, beside the very statements that
//! Vigie sends, issued raw and prepared on a bare diesel connection. On both bases.
//!
//! `cargo bench --bench storage [-- DOSSIERS]`

mod commun;

use std::time::{Duration, Instant};

use commun::nu::{Bare, Statement, listen, note, values};
use commun::{Cluster, Durations, ms, row, table};
use diesel::connection::set_default_instrumentation;
use uuid::Uuid;
use vigie::demo::Demo;
use vigie::domain::recherche::{Filtre, Tri};
use vigie::domain::{Dossier, Table, enfant};
use vigie::storage::{self, Base};
use vigie::ui::dossiers::PAGE;

/// Of each thing; half as many of what is written would do, but p99 wants them.
const TIMES: usize = 600;

fn main() {
    let dossiers = commun::size(100_000);
    set_default_instrumentation(|| Some(Box::new(note))).expect("nothing else is listening");
    let dir = tempfile::tempdir().expect("a folder");
    let cluster = Cluster::start();

    let file = commun::new_file(dir.path(), "mesure.vigie");
    fill(&file, dossiers);
    bench("SQLite", &file, dossiers);
    drop(file);

    let server = commun::new_server_base(&cluster, "mesure");
    fill(&server, dossiers);
    bench("PostgreSQL", &server, dossiers);
    drop(server);
    cluster.drop_database("mesure");
}

fn fill(base: &Base, dossiers: usize) {
    let parametres = commun::parametres(base);
    storage::load(base, Demo::new(&parametres, dossiers, 1, commun::today()), |_| true).expect("loaded");
}

fn bench(engine: &str, base: &Base, dossiers: usize) {
    let mut bare = Bare::open(base.cible());
    let mut random = fastrand::Rng::with_seed(7);
    let ids: Vec<Uuid> = {
        let all = bare.texts("SELECT CAST(id AS text) FROM dossier ORDER BY id");
        (0..TIMES).filter_map(|_| all[random.usize(..all.len())].parse().ok()).collect()
    };
    let names: Vec<String> = {
        // One word: a name of two is asked for in more ways, by another statement.
        let all = bare.texts("SELECT DISTINCT cle_nom FROM enfant WHERE cle_nom NOT LIKE '% %' ORDER BY 1");
        (0..TIMES).map(|_| all[random.usize(..all.len())].clone()).collect()
    };
    let total = dossiers as u64;
    let middle: Vec<u64> = (0..TIMES).map(|_| total / 4 + random.u64(..total.div_ceil(2))).collect();

    let mut lines = Vec::new();
    let mut tell = |what: &str, sent: usize, (ours, raw): (Durations, Durations)| {
        let times = commun::times(ours.percentile(50), raw.percentile(50));
        let [a, b, c, d] = [&ours, &raw].map(|one| [50, 99].map(|percent| ms(one.percentile(percent)))).concat()[..]
            .to_vec()
            .try_into()
            .expect("four figures");
        lines.push(row(&[&what, &sent, &a, &b, &c, &d, &times]));
    };

    let (sent, measured) = compare(
        &mut bare,
        |at| drop(base.dossier(ids[at]).expect("read").expect("there")),
        |bare, statements| statements.iter().for_each(|statement| bare.text(statement)),
    );
    tell("ouvrir un dossier", sent, measured);

    let (sent, measured) = saves(base, &mut bare, &ids);
    tell("enregistrer un champ changé", sent, measured);

    let filtered = |at: usize| Filtre { texte: names[at].clone(), ..Filtre::default() };
    let mut page = |what: &str, from: &dyn Fn(usize) -> u64, filtre: &dyn Fn(usize) -> Filtre| {
        let (sent, measured) = compare(
            &mut bare,
            |at| drop(base.page(&filtre(at), Tri::default(), from(at), PAGE).expect("a page")),
            |bare, statements| bare.page(statements),
        );
        tell(what, sent, measured);
    };
    page("page : la première", &|_| 0, &|_| Filtre::default());
    page("page : au milieu", &|at| middle[at], &|_| Filtre::default());
    page("page : la dernière", &|_| total - total.min(PAGE), &|_| Filtre::default());
    page("page : filtrée par nom", &|_| 0, &filtered);

    table(
        &format!("{engine}, {dossiers} dossiers, {TIMES} fois chaque, au hasard, en ms (but : 2 × au plus)"),
        &["", "requêtes", "Vigie p50", "p99", "SQL nu p50", "p99", "rapport p50"],
        &lines,
    );
}

/// Runs `ours`, and the statements that it sent by `raw`, in turn; each is first every other time.
fn compare(
    bare: &mut Bare,
    ours: impl Fn(usize),
    raw: impl Fn(&mut Bare, &[Statement]),
) -> (usize, (Durations, Durations)) {
    let (mut by_us, mut by_raw) = (Durations::default(), Durations::default());
    let mut sent = 0;
    for at in 0..TIMES {
        let statements = listen(|| ours(at));
        // Both have run once: statements are prepared and pages are warm on both sides.
        raw(bare, &statements);
        sent = statements.len();
        let mut measure_ours = || by_us.push(time(|| ours(at)));
        if at.is_multiple_of(2) {
            measure_ours();
        }
        by_raw.push(time(|| raw(bare, &statements)));
        if !at.is_multiple_of(2) {
            by_us.push(time(|| ours(at)));
        }
    }
    (sent, (by_us, by_raw))
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// One changed field of a child. Each save changes the versions that the next one checks.
fn saves(base: &Base, bare: &mut Bare, ids: &[Uuid]) -> (usize, (Durations, Durations)) {
    let (mut by_us, mut by_raw) = (Durations::default(), Durations::default());
    let read = |at: usize| base.dossier(ids[at]).expect("read").expect("there").dossier;
    let changed = |before: &Dossier, text: &str| {
        let mut after = before.clone();
        let child = after.fiches.iter_mut().find(|fiche| fiche.table == Table::EnfantConcerne).expect("a child");
        child.set(enfant::COMMENTAIRE, text);
        after
    };
    // The first save, listened to, gives the statements; the values that go in them are known.
    let before = read(0);
    let after = changed(&before, "écouté");
    let statements = listen(|| drop(base.save(&before, &after).expect("saved")));
    for statement in &statements {
        assert_eq!(statement.binds, values(statement, &before, &after), "{}", statement.pieces.concat());
    }
    for at in 0..ids.len() {
        for ours in [at.is_multiple_of(2), !at.is_multiple_of(2)] {
            let before = read(at);
            let after = changed(&before, &format!("mesure {at} {ours}"));
            if ours {
                by_us.push(time(|| drop(base.save(&before, &after).expect("saved"))));
                continue;
            }
            let statements: Vec<Statement> = statements
                .iter()
                .map(|statement| Statement { binds: values(statement, &before, &after), ..statement.clone() })
                .collect();
            by_raw.push(time(|| bare.write(&statements)));
        }
    }
    (statements.len() + 2, (by_us, by_raw))
}
