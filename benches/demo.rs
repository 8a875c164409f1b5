//! Loading demonstration dossiers, beside inventing them alone and beside the plainest fast SQL of
//! each engine for the same rows: no key, no constraint, no index.
//!
//! `cargo bench --bench demo [-- DOSSIERS]`

mod commun;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use commun::{Cluster, Cpu, row, table};
use diesel::connection::SimpleConnection as _;
use diesel::pg::{CopyTarget, Pg};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sqlite::Sqlite;
use diesel::{Connection as _, ExecuteCopyFromDsl as _, PgConnection, QueryResult, RunQueryDsl, SqliteConnection};
use vigie::demo::Demo;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::{Dossier, Fiche, Parametres, TABLES, Table};
use vigie::storage::{self, Base};

const GRAINE: u64 = 1;

struct Bench {
    dossiers: usize,
    rows: usize,
    lines: Vec<Vec<String>>,
}

impl Bench {
    fn tell(&mut self, what: &str, took: Took, floor: Option<Took>) {
        let rate = |count: usize| format!("{:.0}", count as f64 / took.clock.as_secs_f64());
        let times = floor.map(|floor| commun::times(took.clock, floor.clock)).unwrap_or_default();
        let seconds = |duration: Duration| format!("{:.1} s", duration.as_secs_f64()).replace('.', ",");
        let (clock, cpu) = (seconds(took.clock), seconds(took.cpu));
        let server = if took.server.is_zero() { String::new() } else { seconds(took.server) };
        self.lines.push(row(&[&what, &clock, &cpu, &server, &rate(self.dossiers), &rate(self.rows), &times]));
    }
}

/// By the clock, by the CPU of this thread, and by that of the server.
#[derive(Clone, Copy, Default)]
struct Took {
    clock: Duration,
    cpu: Duration,
    server: Duration,
}

impl Took {
    fn by(work: impl FnOnce()) -> Self {
        let cpu = Cpu::of_this_thread();
        let (clock, before) = (Instant::now(), cpu.now());
        work();
        Self { clock: clock.elapsed(), cpu: cpu.now() - before, server: Duration::ZERO }
    }

    fn and(self, other: Self) -> Self {
        Self { clock: self.clock + other.clock, cpu: self.cpu + other.cpu, server: self.server + other.server }
    }

    /// All that the server did for a database made for this.
    fn with_server(self, database: &str) -> Self {
        Self { server: commun::server_cpu(database), ..self }
    }
}

fn main() {
    let dossiers = commun::size(100_000);
    let dir = tempfile::tempdir().expect("a folder");
    let cluster = Cluster::start();
    let file = commun::new_file(dir.path(), "charge.vigie");
    let parametres = commun::parametres(&file);
    let mut bench = Bench { dossiers, rows: 0, lines: Vec::new() };

    let mut rows = 0;
    let took = Took::by(|| rows = demo(&parametres, dossiers).map(|dossier| written(&dossier).count()).sum());
    bench.rows = rows;
    bench.tell("inventer seulement", took, None);

    let floor = sqlite_floor(&dir.path().join("plancher.sqlite"), demo(&parametres, dossiers));
    bench.tell("SQLite, plancher : INSERT préparé", floor, None);
    let took = load(&file, demo(&parametres, dossiers));
    bench.tell("SQLite, storage::load", took, Some(floor));

    let url = cluster.database("plancher");
    let floor = postgres_floor(&url, demo(&parametres, dossiers));
    bench.tell("PostgreSQL, plancher : COPY", floor, None);
    cluster.drop_database("plancher");
    let server = commun::new_server_base(&cluster, "charge");
    let took = load(&server, demo(&parametres, dossiers)).with_server("charge");
    bench.tell("PostgreSQL, storage::load", took, Some(floor));
    drop(server);
    cluster.drop_database("charge");

    table(
        &format!("Charger {dossiers} dossiers inventés, {} lignes (but : 10 000 dossiers par seconde)", bench.rows),
        &["", "durée", "CPU ici", "CPU serveur", "dossiers/s", "lignes/s", "plancher"],
        &bench.lines,
    );
    println!("  Le plancher ne compte ni l’invention, ni clés, ni contraintes, ni index ; storage::load compte tout.");
}

fn demo(parametres: &Parametres, dossiers: usize) -> Demo<'_> {
    Demo::new(parametres, dossiers, GRAINE, commun::today())
}

fn load(base: &Base, dossiers: Demo<'_>) -> Took {
    Took::by(|| {
        storage::load(base, dossiers, |_| true).expect("loaded");
    })
}

/// The rows that a load writes: a child known from an earlier dossier is there already.
fn written(dossier: &Dossier) -> impl Iterator<Item = &Fiche> {
    dossier.fiches.iter().filter(|fiche| fiche.version == 0)
}

/// Runs `write` on each batch of 500 dossiers; only that is timed.
fn in_batches(mut dossiers: Demo<'_>, mut write: impl FnMut(&[Dossier])) -> Took {
    let mut took = Took::default();
    loop {
        let batch: Vec<Dossier> = dossiers.by_ref().take(500).collect();
        if batch.is_empty() {
            return took;
        }
        took = took.and(Took::by(|| write(&batch)));
    }
}

fn columns(table: Table) -> String {
    let champs: Vec<&str> = table.champs().iter().map(|champ| champ.colonne).collect();
    format!("id, {}", champs.join(", "))
}

/// A statement of which only the values change.
struct Insert<'a> {
    text: &'a str,
    id: &'a str,
    fiche: &'a Fiche,
}

impl QueryFragment<Sqlite> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        use diesel::sql_types::Text;
        out.push_sql(self.text);
        out.push_bind_param::<Text, str>(self.id)?;
        for (_, value) in self.fiche.valeurs() {
            out.push_sql(", ");
            out.push_bind_param::<Text, str>(value)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

impl QueryId for Insert<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<SqliteConnection> for Insert<'_> {}

fn sqlite_floor(path: &std::path::Path, dossiers: Demo<'_>) -> Took {
    let mut c = SqliteConnection::establish(&path.to_string_lossy()).expect("a file");
    for table in TABLES {
        c.batch_execute(&format!("CREATE TABLE {} ({})", table.nom(), columns(table))).expect("a bare table");
    }
    let texts = TABLES.map(|table| format!("INSERT INTO {} ({}) VALUES (", table.nom(), columns(table)));
    c.batch_execute("BEGIN").expect("one transaction");
    let took = in_batches(dossiers, |batch| {
        for (table, text) in TABLES.into_iter().zip(&texts) {
            for fiche in batch.iter().flat_map(|dossier| dossier.of(table)).filter(|fiche| fiche.version == 0) {
                let id = fiche.id.to_string();
                Insert { text, id: &id, fiche }.execute(&mut c).expect("a row");
            }
        }
    });
    took.and(Took::by(|| c.batch_execute("COMMIT").expect("written")))
}

diesel::table! {
    /// Only there to name a table to diesel, which wants one; the real target is [`Target`]'s.
    plancher (id) {
        id -> Text,
    }
}

struct Target<const RANK: usize>;

impl<const RANK: usize> CopyTarget for Target<RANK> {
    type Table = plancher::table;
    type SqlType = diesel::sql_types::Text;

    fn walk_target(mut out: AstPass<'_, '_, Pg>) -> QueryResult<()> {
        let table = TABLES[RANK];
        out.push_sql(&format!("{} ({})", table.nom(), columns(table)));
        Ok(())
    }
}

fn copy<const RANK: usize>(c: &mut PgConnection, batch: &[Dossier]) {
    let mut text = String::new();
    for fiche in batch.iter().flat_map(|dossier| dossier.of(TABLES[RANK])).filter(|fiche| fiche.version == 0) {
        let _ = write!(text, "{}", fiche.id);
        for (_, value) in fiche.valeurs() {
            text.push('\t');
            match value.find(['\\', '\t', '\n', '\r']) {
                None => text.push_str(value),
                Some(_) => text.push_str(
                    &value.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r"),
                ),
            }
        }
        text.push('\n');
    }
    diesel::copy_from(plancher::table)
        .from_raw_data(Target::<RANK>, |out: &mut dyn std::io::Write| {
            out.write_all(text.as_bytes()).map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))
        })
        .execute(c)
        .expect("rows");
}

fn postgres_floor(url: &str, dossiers: Demo<'_>) -> Took {
    let mut c = PgConnection::establish(url).expect("a database");
    for table in TABLES {
        let columns = columns(table).replace(',', " text,");
        c.batch_execute(&format!("CREATE TABLE {} ({columns} text)", table.nom())).expect("a bare table");
    }
    c.batch_execute("BEGIN").expect("one transaction");
    let took = in_batches(dossiers, |batch| {
        copy::<0>(&mut c, batch);
        copy::<1>(&mut c, batch);
        copy::<2>(&mut c, batch);
        copy::<3>(&mut c, batch);
        copy::<4>(&mut c, batch);
        copy::<5>(&mut c, batch);
        copy::<6>(&mut c, batch);
        copy::<7>(&mut c, batch);
    });
    took.and(Took::by(|| c.batch_execute("COMMIT").expect("written"))).with_server("plancher")
}
