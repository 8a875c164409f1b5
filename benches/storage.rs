//! Opening and saving a dossier, and a page of the Dossiers screen, beside the very statements that
//! Vigie sends, issued raw and prepared on a bare diesel connection. On both bases.
//!
//! `cargo bench --bench storage [-- DOSSIERS]`

mod commun;

use commun::nu::{Bare, Statement, listen, note, values};
use commun::{Cluster, Durations, ms, row, table};
use diesel::connection::set_default_instrumentation;
use uuid::Uuid;
use vigie::demo::Demo;
use vigie::domain::recherche::{Filtre, Tri};
use vigie::domain::{Dossier, Table, enfant};
use vigie::storage::{self, Base, Cible};
use vigie::ui::dossiers::PAGE;

/// Of each thing; half as many of what is written would do, but p99 wants them.
const TIMES: usize = 600;
/// Of one thing by one side before the other's turn: what else the machine does weighs on both.
const BLOCK: usize = 100;

fn main() {
    let dossiers = commun::size(100_000);
    set_default_instrumentation(|| Some(Box::new(note))).expect("nothing else is listening");
    let dir = tempfile::tempdir().expect("a folder");
    let cluster = Cluster::start();

    let file = commun::new_file(dir.path(), "mesure.vigie");
    fill(&file, dossiers);
    let cible = file.cible().clone();
    drop(file);
    bench("SQLite", &cible, dossiers);

    let server = commun::new_server_base(&cluster, "mesure");
    fill(&server, dossiers);
    let cible = server.cible().clone();
    drop(server);
    bench("PostgreSQL", &cible, dossiers);
    cluster.drop_database("mesure");
}

fn fill(base: &Base, dossiers: usize) {
    let parametres = commun::parametres(base);
    storage::load(base, Demo::new(&parametres, dossiers, 1, commun::today()), |_| true).expect("loaded");
}

fn bench(engine: &str, cible: &Cible, dossiers: usize) {
    let mut bare = Bare::open(cible);
    let mut random = fastrand::Rng::with_seed(7);
    let ids: Vec<Uuid> = {
        let mut all = bare.texts("SELECT CAST(id AS text) FROM dossier ORDER BY id");
        random.shuffle(&mut all);
        all.iter().take(TIMES).map(|id| id.parse().expect("an id")).collect()
    };
    let names: Vec<String> = {
        // One word: a name of two is asked for in more ways, by another statement.
        let all = bare.texts("SELECT DISTINCT cle_nom FROM enfant WHERE cle_nom NOT LIKE '% %' ORDER BY 1");
        (0..TIMES).map(|_| all[random.usize(..all.len())].clone()).collect()
    };
    drop(bare);
    let total = dossiers as u64;
    let middle: Vec<u64> = (0..TIMES).map(|_| total / 4 + random.u64(..total.div_ceil(2))).collect();

    let mut lines = Vec::new();
    let mut tell = |what: &str, sent: usize, (ours, raw): (Durations, Durations)| {
        let times = commun::times(ours.percentile(50), raw.percentile(50));
        let [a, b, c, d] = [&ours, &raw].map(|one| [50, 99].map(|percent| ms(one.percentile(percent)))).concat()[..]
            .to_vec()
            .try_into()
            .expect("four figures");
        let reads = [&ours, &raw].map(|one| format!("{:.0}", one.reads()));
        lines.push(row(&[&what, &sent, &a, &b, &reads[0], &c, &d, &reads[1], &times]));
    };

    let (sent, measured) = compare(
        cible,
        |base, at| drop(base.dossier(ids[at]).expect("read").expect("there")),
        |bare, statements| bare.opening(statements),
    );
    tell("ouvrir un dossier", sent, measured);

    let (sent, measured) = saves(cible, &ids);
    tell("enregistrer un champ changé", sent, measured);

    let filtered = |at: usize| Filtre { texte: names[at].clone(), ..Filtre::default() };
    let mut page = |what: &str, from: &dyn Fn(usize) -> u64, filtre: &dyn Fn(usize) -> Filtre| {
        let (sent, measured) = compare(
            cible,
            |base, at| drop(base.page(&filtre(at), Tri::default(), from(at), PAGE).expect("a page")),
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
        &["", "requêtes", "Vigie p50", "p99", "lectures", "SQL nu p50", "p99", "lectures", "rapport p50"],
        &lines,
    );
}

/// Times `ours`, and the statements that it sent by `raw`. Each does everything once before it is
/// timed: statements are prepared and pages are warm on both sides.
///
/// One after the other, a block each in turn, never open together: the connections of one process
/// take pages of SQLite's cache from each other, and a write of one empties that of the other.
fn compare(
    cible: &Cible,
    ours: impl Fn(&Base, usize),
    raw: impl Fn(&mut Bare, &[Statement]),
) -> (usize, (Durations, Durations)) {
    let (mut by_us, mut by_raw) = (Durations::default(), Durations::default());
    let mut sent = 0;
    for block in 0..TIMES / BLOCK {
        let base = Base::open(cible.clone()).expect("opened again");
        let heard: Vec<Vec<Statement>> = (block * BLOCK..(block + 1) * BLOCK)
            .map(|at| {
                let statements = listen(|| ours(&base, at));
                by_us.measure(|| ours(&base, at));
                statements
            })
            .collect();
        drop(base);
        let mut bare = Bare::open(cible);
        for statements in heard {
            raw(&mut bare, &statements);
            by_raw.measure(|| raw(&mut bare, &statements));
            sent = statements.len();
        }
    }
    (sent, (by_us, by_raw))
}

/// One changed field of a child, of a dossier just read. Each save changes the versions that the
/// next one checks.
fn saves(cible: &Cible, ids: &[Uuid]) -> (usize, (Durations, Durations)) {
    let (mut by_us, mut by_raw) = (Durations::default(), Durations::default());
    let changed = |before: &Dossier, text: &str| {
        let mut after = before.clone();
        let child = after.fiches.iter_mut().find(|fiche| fiche.table == Table::EnfantConcerne).expect("a child");
        child.set(enfant::COMMENTAIRE, text);
        after
    };
    let mut sent = 0;
    for (block, ids) in ids.chunks(BLOCK).enumerate() {
        let base = Base::open(cible.clone()).expect("opened again");
        let read = |id: Uuid| base.dossier(id).expect("read").expect("there").dossier;
        // The first save, listened to, gives the statements; the values that go in them are known.
        let before = read(ids[0]);
        let after = changed(&before, &format!("écouté {block}"));
        let statements = listen(|| drop(base.save(&before, &after).expect("saved")));
        for statement in &statements {
            assert_eq!(statement.binds, values(statement, &before, &after), "{}", statement.pieces.concat());
        }
        sent = statements.len() + 2;
        let mut next = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            let mut reading = Vec::new();
            let mut before = Dossier::default();
            reading.extend(listen(|| before = read(*id)));
            let after = changed(&before, &format!("mesure {block} {at}"));
            let mut saved = Dossier::default();
            by_us.measure(|| saved = base.save(&before, &after).expect("saved").dossier);
            next.push((reading, saved));
        }
        drop(base);
        let mut bare = Bare::open(cible);
        let with = |before: &Dossier, text: &str| -> Vec<Statement> {
            let after = changed(before, text);
            let binds = |statement: &Statement| values(statement, before, &after);
            statements.iter().map(|statement| Statement { binds: binds(statement), ..statement.clone() }).collect()
        };
        for (at, (reading, before)) in next.iter().enumerate() {
            bare.opening(reading);
            let statements = with(before, &format!("nu {block} {at}"));
            by_raw.measure(|| bare.write(&statements));
        }
    }
    (sent, (by_us, by_raw))
}
