//! Opening and saving a dossier, and a page of the Dossiers screen, beside the very statements that
//! Vigie sends, issued raw and prepared on a bare diesel connection. On both bases.
//!
//! `cargo bench --bench storage [-- DOSSIERS]`

mod commun;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use commun::{Cluster, Durations, ms, row, table};
use diesel::backend::Backend;
use diesel::connection::{InstrumentationEvent, SimpleConnection as _, set_default_instrumentation};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, HasSqlType, Integer, Nullable, Text};
use diesel::{Connection as _, PgConnection, QueryResult, RunQueryDsl, SqliteConnection};
use uuid::Uuid;
use vigie::demo::Demo;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::recherche::{Filtre, Tri};
use vigie::domain::{Dossier, Table, enfant};
use vigie::storage::{self, Base, Cible};
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

/// What a save of one field of the first child binds to this statement.
fn values(statement: &Statement, before: &Dossier, after: &Dossier) -> Vec<Option<String>> {
    let entete = before.entete().expect("a header");
    let child = before.of(Table::EnfantConcerne).next().expect("a child");
    let text = after.of(Table::EnfantConcerne).next().expect("a child").get(enfant::COMMENTAIRE);
    let all = [entete.id.to_string(), entete.version.to_string()];
    let of_child = [child.id.to_string(), child.version.to_string(), text.to_owned()];
    let values: &[String] = if statement.pieces.concat().contains("enfant_concerne") { &of_child } else { &all };
    values.iter().take(statement.binds.len()).cloned().map(Some).collect()
}

/// A statement as it went to the base.
#[derive(Clone, Debug)]
struct Statement {
    /// The text before, between and after the bound values.
    pieces: Vec<String>,
    binds: Vec<Option<String>>,
}

static LISTENING: AtomicBool = AtomicBool::new(false);
static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn note(event: InstrumentationEvent<'_>) {
    if let InstrumentationEvent::StartQuery { query, .. } = event
        && LISTENING.load(Ordering::Relaxed)
    {
        HEARD.lock().expect("nobody failed").push(query.to_string());
    }
}

/// What is sent to the bases meanwhile, but for the transaction around it.
fn listen(work: impl FnOnce()) -> Vec<Statement> {
    LISTENING.store(true, Ordering::Relaxed);
    work();
    LISTENING.store(false, Ordering::Relaxed);
    let heard = std::mem::take(&mut *HEARD.lock().expect("nobody failed"));
    heard.iter().filter_map(|text| Statement::parse(text)).collect()
}

impl Statement {
    /// Diesel shows `SELECT … WHERE a = $1 -- binds: [Some("…")]`.
    fn parse(shown: &str) -> Option<Self> {
        let (text, shown) = shown.rsplit_once(" -- binds: [")?;
        let mut binds = Vec::new();
        let mut rest = shown;
        while let Some((_, value)) = rest.split_once("Some(\"") {
            let (value, after) = value.split_once("\")").expect("an end; no value here holds one");
            binds.push(Some(value.replace("\\\"", "\"").replace("\\\\", "\\")));
            rest = after;
        }
        let mut pieces = Vec::new();
        let mut text = text;
        for at in 1..=binds.len() {
            // `?` on SQLite, `$n` on PostgreSQL.
            let marker = format!("${at}");
            let (before, after) = text.split_once(&marker).or_else(|| text.split_once('?')).expect("a place");
            pieces.push(before.to_owned());
            text = after;
        }
        pieces.push(text.to_owned());
        // BEGIN and COMMIT bind nothing and are sent otherwise.
        (!binds.is_empty() || pieces[0].starts_with("SELECT")).then_some(Self { pieces, binds })
    }
}

/// A statement with rows of `ST`, prepared once for a text.
struct Raw<'a, ST>(&'a Statement, std::marker::PhantomData<ST>);

impl<'a, ST> Raw<'a, ST> {
    fn new(statement: &'a Statement) -> Self {
        Self(statement, std::marker::PhantomData)
    }
}

impl<ST, DB> QueryFragment<DB> for Raw<'_, ST>
where
    DB: Backend + HasSqlType<Text>,
    Option<String>: ToSql<Nullable<Text>, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (at, piece) in self.0.pieces.iter().enumerate() {
            out.push_sql(piece);
            if let Some(value) = self.0.binds.get(at) {
                out.push_bind_param::<Nullable<Text>, _>(value)?;
            }
        }
        Ok(())
    }
}

impl<ST> QueryId for Raw<'_, ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> Query for Raw<'_, ST> {
    type SqlType = ST;
}

impl<ST, C> RunQueryDsl<C> for Raw<'_, ST> {}

/// A connection of diesel and nothing around it.
enum Bare {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

macro_rules! on {
    ($bare:expr, $c:ident => $body:expr) => {
        match $bare {
            Bare::Sqlite($c) => $body,
            Bare::Postgres($c) => $body,
        }
    };
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// The triggers of the embedded base ask who works.
    fn vigie_utilisateur() -> Text;
}

type Line =
    (Text, Nullable<Text>, Nullable<Text>, Nullable<Text>, Nullable<Text>, Integer, Text, Text, Nullable<Text>, Bool);
type Read =
    (String, Option<String>, Option<String>, Option<String>, Option<String>, i32, String, String, Option<String>, bool);

impl Bare {
    fn open(cible: &Cible) -> Self {
        match cible {
            Cible::Serveur { url, .. } => Self::Postgres(PgConnection::establish(url).expect("the server")),
            Cible::Fichier { chemin, .. } => {
                let mut c = SqliteConnection::establish(&chemin.to_string_lossy()).expect("the file");
                c.batch_execute(
                    "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; \
                     PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; \
                     PRAGMA cache_size = -8000;",
                )
                .expect("the settings of Vigie");
                vigie_utilisateur_utils::register_nondeterministic_impl(&c, || "mesure".to_owned()).expect("it");
                Self::Sqlite(c)
            }
        }
    }

    fn texts(&mut self, sql: &str) -> Vec<String> {
        let statement = Statement { pieces: vec![sql.to_owned()], binds: Vec::new() };
        on!(self, c => Raw::<Text>::new(&statement).load(c)).expect("texts")
    }

    fn text(&mut self, statement: &Statement) {
        let text: String = on!(self, c => Raw::<Text>::new(statement).get_result(c)).expect("a document");
        std::hint::black_box(text);
    }

    fn page(&mut self, statements: &[Statement]) {
        let [count, lines] = statements else { panic!("a count and its rows, not {}", statements.len()) };
        let count: i64 = on!(self, c => Raw::<BigInt>::new(count).get_result(c)).expect("a count");
        let lines: Vec<Read> = on!(self, c => Raw::<Line>::new(lines).load(c)).expect("rows");
        std::hint::black_box((count, lines));
    }

    fn write(&mut self, statements: &[Statement]) {
        on!(self, c => c.transaction(|c| -> QueryResult<()> {
            for statement in statements {
                // The first words say whether a row comes back.
                let text = statement.pieces.concat();
                if text.starts_with("SELECT") || text.contains(" RETURNING ") {
                    std::hint::black_box(Raw::<Text>::new(statement).get_result::<String>(c)?);
                } else {
                    assert_eq!(Raw::<()>::new(statement).execute(c)?, 1);
                }
            }
            Ok(())
        }))
        .expect("written");
    }
}
