//! A PostgreSQL cluster of one test's own, which may be killed, stopped, copied and promoted.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};

/// Again until it works: a server that was killed needs a moment to come back.
pub fn patiently<T, E: std::fmt::Display>(work: impl Fn() -> Result<T, E>) -> T {
    let stop = Instant::now() + Duration::from_secs(20);
    loop {
        match work() {
            Ok(done) => return done,
            Err(error) => assert!(Instant::now() < stop, "{error}"),
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A cluster of its own, since it is going to suffer.
pub struct Cluster {
    home: tempfile::TempDir,
    pub url: String,
}

impl Cluster {
    pub fn start() -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let output = Self::script(home.path(), "start").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { url: String::from_utf8(output.stdout).unwrap().trim().to_owned(), home }
    }

    fn script(home: &Path, verb: &str) -> Command {
        let mut command = Command::new("tests/postgres");
        command.arg(verb).env("VIGIE_TEST_POSTGRES_HOME", home.join("cluster"));
        command
    }

    pub fn admin(&self) -> PgConnection {
        patiently(|| PgConnection::establish(&self.url))
    }

    pub fn run(&self, sql: &str) {
        self.admin().batch_execute(sql).unwrap();
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("cluster/data")
    }

    /// The port of its address.
    pub fn port(&self) -> u16 {
        port(&self.url)
    }

    /// The authority that signed its certificate.
    pub fn ca(&self) -> PathBuf {
        self.home.path().join("cluster/ca.crt")
    }

    /// `fast` cuts every session; `immediate` is a power cut.
    pub fn stop(&self, mode: &str) {
        pg_ctl(&self.data(), &["-m", mode, "-w", "stop"]);
    }

    pub fn start_again(&self) {
        pg_ctl(&self.data(), &["-l", "/dev/null", "-w", "start"]);
    }

    /// Rules put before those of the cluster, at once in force.
    pub fn allow(&self, rules: &str) {
        let path = self.data().join("pg_hba.conf");
        let before = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{rules}\n{before}")).unwrap();
        self.run("SELECT pg_reload_conf()");
        std::thread::sleep(Duration::from_millis(300));
    }

    /// A copy that follows this cluster and can be promoted.
    pub fn standby(&self) -> Standby {
        self.allow("host replication vigie_test 127.0.0.1/32 trust");
        let data = self.home.path().join("cluster/suiveur");
        let port = free_port();
        let from = format!("postgres://{}", self.url.trim_start_matches("postgres://").replace("/postgres", "/"));
        done(as_postgres("pg_basebackup").args(["-d", &from, "-R", "-X", "stream", "-c", "fast", "-D"]).arg(&data));
        let conf = data.join("postgresql.conf");
        let text = std::fs::read_to_string(&conf).unwrap();
        std::fs::write(&conf, format!("{text}\nport = {port}\n")).unwrap();
        pg_ctl(&data, &["-l", "/dev/null", "-w", "start"]);
        Standby { data, port }
    }
}

pub struct Standby {
    data: PathBuf,
    pub port: u16,
}

impl Standby {
    pub fn promote(&self) {
        pg_ctl(&self.data, &["-w", "promote"]);
    }
}

impl Drop for Standby {
    fn drop(&mut self) {
        let _ = as_postgres("pg_ctl").arg("-D").arg(&self.data).args(["-m", "immediate", "stop"]).output();
    }
}

fn port(url: &str) -> u16 {
    let place = url.rsplit('@').next().unwrap().split('/').next().unwrap();
    place.rsplit(':').next().unwrap().parse().unwrap()
}

pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// One of PostgreSQL's own programs, which refuse to run as root.
fn as_postgres(program: &str) -> Command {
    let mut versions: Vec<PathBuf> =
        std::fs::read_dir("/usr/lib/postgresql").unwrap().map(|entry| entry.unwrap().path()).collect();
    versions.sort_by_key(|path| path.file_name().and_then(|name| name.to_string_lossy().parse::<u32>().ok()));
    let program = versions.pop().unwrap().join("bin").join(program);
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    command
}

fn pg_ctl(data: &Path, args: &[&str]) {
    done(as_postgres("pg_ctl").arg("-D").arg(data).args(args));
}

/// Its output goes nowhere: a server that it starts would keep a pipe open.
fn done(command: &mut Command) {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit()).status().unwrap();
    assert!(status.success(), "{command:?}");
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // At once: nobody needs its last checkpoint.
        let pid = std::fs::read_to_string(self.home.path().join("cluster/data/postmaster.pid")).unwrap_or_default();
        if let Some(pid) = pid.lines().next() {
            let _ = Command::new("kill").args(["-QUIT", pid]).status();
        }
        let _ = Self::script(self.home.path(), "stop").status();
    }
}
