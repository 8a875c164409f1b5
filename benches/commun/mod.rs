//! What the benches share: time, figures, tables for people, and bases that go away with the run.
#![allow(dead_code, reason = "each bench uses its part")]

pub mod foule;
pub mod gens;
pub mod nu;
pub mod textes;

use std::fmt::Display;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use vigie::domain::Parametres;
use vigie::storage::{Base, Cible};

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

/// The first number of the command line (`cargo bench --bench demo -- 20000`).
pub fn size(usual: usize) -> usize {
    std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(usual)
}

/// CPU time of this thread. The kernel writes it down at each tick (4 ms) and whenever the thread
/// yields: yielding first makes it exact, without a system call of ours in C.
pub struct Cpu(File);

impl Cpu {
    pub fn of_this_thread() -> Self {
        Self(File::open("/proc/thread-self/schedstat").expect("Linux, with its scheduler's figures"))
    }

    pub fn now(&self) -> Duration {
        std::thread::yield_now();
        let mut text = [0; 96];
        let read = self.0.read_at(&mut text, 0).expect("the scheduler's figures");
        let nanos = text[..read].split(|byte| *byte == b' ').next().and_then(|text| std::str::from_utf8(text).ok());
        Duration::from_nanos(nanos.and_then(|text| text.parse().ok()).expect("nanoseconds"))
    }
}

/// CPU time of the server's processes that work for this database, on this machine.
pub fn server_cpu(database: &str) -> Duration {
    let processes = std::fs::read_dir("/proc").expect("Linux").flatten();
    let mine = processes.filter(|process| {
        let line = std::fs::read_to_string(process.path().join("cmdline")).unwrap_or_default();
        line.starts_with("postgres: ") && line.contains(&format!(" {database} "))
    });
    mine.map(|process| jiffies(&std::fs::read_to_string(process.path().join("stat")).unwrap_or_default())).sum()
}

/// `utime` + `stime` of a `/proc/PID/stat`; a tick of its clock is 10 ms.
pub fn jiffies(stat: &str) -> Duration {
    let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks: u64 = after_name.split(' ').skip(11).take(2).filter_map(|text| text.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Reads of files that this process has asked the system for.
fn reads() -> u64 {
    let text = std::fs::read_to_string("/proc/self/io").expect("Linux, with its counts of a process");
    text.lines().find_map(|line| line.strip_prefix("syscr: ")?.parse().ok()).expect("reads")
}

/// Durations of one thing done many times.
#[derive(Default)]
pub struct Durations(Vec<Duration>, u64);

impl Durations {
    pub fn push(&mut self, duration: Duration) {
        self.0.push(duration);
    }

    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
        self.1 += others.1;
    }

    /// Times one, and counts the reads of files in it.
    pub fn measure(&mut self, work: impl FnOnce()) {
        let before = reads();
        let start = Instant::now();
        work();
        self.push(start.elapsed());
        // Counting takes three of its own.
        self.1 += reads() - before;
    }

    /// Reads of files each time, on the average.
    pub fn reads(&self) -> f64 {
        self.1 as f64 / self.0.len().max(1) as f64
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The duration that `percent` of them do not exceed.
    pub fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent).div_ceil(100).max(1) - 1;
        sorted.get(at).copied().unwrap_or_default()
    }

    pub fn max(&self) -> Duration {
        self.0.iter().copied().max().unwrap_or_default()
    }
}

/// `0,123`: milliseconds, for a table.
pub fn ms(duration: Duration) -> String {
    format!("{:.3}", duration.as_secs_f64() * 1000.0).replace('.', ",")
}

/// `1,8 ×`: how many times the floor.
pub fn times(measured: Duration, floor: Duration) -> String {
    format!("{:.1} ×", measured.as_secs_f64() / floor.as_secs_f64().max(1e-9)).replace('.', ",")
}

/// Rows under a title, columns aligned: the first to the left, figures to the right.
pub fn table(title: &str, header: &[&str], rows: &[Vec<String>]) {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(3).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("\n{title}\n(machine : {cores} cœurs, charge {})", load.join(" "));
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    let width = |at: usize| {
        let cells = rows.iter().chain([&header]).filter_map(|row| row.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    for row in [&header].into_iter().chain(rows) {
        let cells = row.iter().enumerate().map(|(at, cell)| match at {
            0 => format!("{cell:<width$}", width = width(at)),
            _ => format!("{cell:>width$}", width = width(at)),
        });
        println!("  {}", cells.collect::<Vec<_>>().join("   ").trim_end());
    }
}

pub fn row(cells: &[&dyn Display]) -> Vec<String> {
    cells.iter().map(ToString::to_string).collect()
}

/// Everything that the demonstration draws from.
pub fn parametres(base: &Base) -> Parametres {
    let communes = base.communes().expect("communes");
    Parametres { communes: communes.into(), ..base.parametres(today()).expect("lists") }
}

/// A PostgreSQL cluster of this run alone, whose disk is really waited for; or the one of
/// `VIGIE_BENCH_POSTGRES`, an address of its database `postgres`.
pub struct Cluster {
    url: String,
    home: Option<tempfile::TempDir>,
}

impl Cluster {
    pub fn start() -> Self {
        if let Ok(url) = std::env::var("VIGIE_BENCH_POSTGRES") {
            return Self { url, home: None };
        }
        let home = tempfile::Builder::new().prefix("vigie-bench-").tempdir().expect("a folder");
        // The server may be another user's process, when root lends it one.
        open_to_all(home.path());
        let output = Self::script(&home, "start").output().expect("tests/postgres");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { url: String::from_utf8(output.stdout).expect("an address").trim().to_owned(), home: Some(home) }
    }

    fn script(home: &tempfile::TempDir, order: &str) -> Command {
        let mut command = Command::new("tests/postgres");
        command.arg(order).env("VIGIE_TEST_POSTGRES_HOME", home.path().join("grappe")).env("VIGIE_TEST_FSYNC", "on");
        command
    }

    /// A database of that name, new and empty.
    pub fn database(&self, name: &str) -> String {
        let mut admin = PgConnection::establish(&self.url).expect("the cluster");
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).expect("an old one goes");
        admin.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
        self.url.replace("/postgres", &format!("/{name}"))
    }

    pub fn drop_database(&self, name: &str) {
        let mut admin = PgConnection::establish(&self.url).expect("the cluster");
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).expect("it goes");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(home) = &self.home {
            let _ = Self::script(home, "stop").output();
        }
    }
}

fn open_to_all(dir: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o755)).expect("our folder");
}

/// A new base in a file of `dir`.
pub fn new_file(dir: &std::path::Path, name: &str) -> Base {
    Base::create(Cible::Fichier { chemin: dir.join(name), phrase: None }).expect("a new file")
}

pub fn new_server_base(cluster: &Cluster, name: &str) -> Base {
    Base::create(Cible::parse(&cluster.database(name)).expect("an address")).expect("a new base")
}
