//! The same statements without Vigie: heard as they go to the base, sent again by a bare connection.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use diesel::backend::Backend;
use diesel::connection::{InstrumentationEvent, SimpleConnection as _};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Nullable, Text};
use diesel::{Connection as _, PgConnection, QueryResult, RunQueryDsl, SqliteConnection};
use vigie::domain::dossier::Fiches as _;
use vigie::domain::{Dossier, Table, enfant};
use vigie::storage::Cible;

/// What a save of one field of the first child binds to this statement.
pub fn values(statement: &Statement, before: &Dossier, after: &Dossier) -> Vec<Option<String>> {
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
pub struct Statement {
    /// The text before, between and after the bound values.
    pub pieces: Vec<String>,
    pub binds: Vec<Option<String>>,
}

static LISTENING: AtomicBool = AtomicBool::new(false);
static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

pub fn note(event: InstrumentationEvent<'_>) {
    if let InstrumentationEvent::StartQuery { query, .. } = event
        && LISTENING.load(Ordering::Relaxed)
    {
        HEARD.lock().expect("nobody failed").push(query.to_string());
    }
}

/// What is sent to the bases meanwhile, but for the transaction around it.
pub fn listen(work: impl FnOnce()) -> Vec<Statement> {
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
        loop {
            rest = rest.trim_start_matches(", ");
            if let Some(after) = rest.strip_prefix("None") {
                binds.push(None);
                rest = after;
            } else if let Some(value) = rest.strip_prefix("Some(\"") {
                let (value, after) = value.split_once("\")").expect("an end; no value here holds one");
                binds.push(Some(value.replace("\\\"", "\"").replace("\\\\", "\\")));
                rest = after;
            } else {
                break;
            }
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
pub enum Bare {
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

impl Bare {
    pub fn open(cible: &Cible) -> Self {
        Self::try_open(cible).expect("the base")
    }

    pub fn try_open(cible: &Cible) -> Result<Self, String> {
        Ok(match cible {
            Cible::Serveur { url, mot_de_passe } => {
                let secret: String =
                    mot_de_passe.iter().flat_map(|secret| secret.bytes()).map(|byte| format!("%{byte:02X}")).collect();
                let url = if secret.is_empty() { url.clone() } else { url.replacen('@', &format!(":{secret}@"), 1) };
                Self::Postgres(PgConnection::establish(&url).map_err(|error| error.to_string())?)
            }
            Cible::Fichier { chemin, .. } => {
                let mut c = SqliteConnection::establish(&chemin.to_string_lossy()).expect("the file");
                c.batch_execute(
                    "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; \
                     PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; \
                     PRAGMA cache_size = -1000;",
                )
                .expect("the settings of Vigie");
                vigie::storage::register(&mut c).expect("what triggers call");
                Self::Sqlite(c)
            }
        })
    }

    pub fn texts(&mut self, sql: &str) -> Vec<String> {
        let statement = Statement { pieces: vec![sql.to_owned()], binds: Vec::new() };
        on!(self, c => Raw::<Text>::new(&statement).load(c)).expect("texts")
    }

    pub fn text(&mut self, statement: &Statement) {
        let text: String = on!(self, c => Raw::<Text>::new(statement).get_result(c)).expect("a document");
        std::hint::black_box(text);
    }

    /// What opening a dossier is made of: on a file a line of the journal follows the document.
    pub fn opening(&mut self, statements: &[Statement]) {
        for statement in statements {
            match statement.pieces.first() {
                Some(first) if first.starts_with("INSERT") => {
                    on!(self, c => Raw::<()>::new(statement).execute(c)).expect("a line");
                }
                _ => self.text(statement),
            }
        }
    }

    pub fn page(&mut self, statements: &[Statement]) {
        let [count, lines] = statements else { panic!("a count and its rows, not {}", statements.len()) };
        let count: i64 = on!(self, c => Raw::<BigInt>::new(count).get_result(c)).expect("a count");
        let lines: Vec<String> = on!(self, c => Raw::<Text>::new(lines).load(c)).expect("rows");
        std::hint::black_box((count, lines));
    }

    pub fn write(&mut self, statements: &[Statement]) {
        assert!(self.try_write(statements), "written");
    }

    /// False when another wrote first.
    pub fn try_write(&mut self, statements: &[Statement]) -> bool {
        on!(self, c => c.transaction(|c| -> QueryResult<()> {
            for statement in statements {
                // The first words say whether a row comes back.
                let text = statement.pieces.concat();
                if text.starts_with("SELECT") || text.contains(" RETURNING ") {
                    std::hint::black_box(Raw::<Text>::new(statement).get_result::<String>(c)?);
                } else if Raw::<()>::new(statement).execute(c)? != 1 {
                    return Err(diesel::result::Error::RollbackTransaction);
                }
            }
            Ok(())
        }))
        .is_ok()
    }
}
