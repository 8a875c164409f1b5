//! What goes wrong for real: processes killed, disks full, files damaged, no display, no right to write.

#[path = "../stories/bureau.rs"]
mod bureau;
#[path = "../common/mod.rs"]
mod common;

mod disque;
mod enregistrement;
mod fichiers;
mod reprise;
mod saisie;
mod serveur;
mod sortie;

use std::process::{Command, Stdio};

/// Runs one test of this binary in a process of its own, which can be killed or starved. That test is
/// marked « ignored », so that it runs only when it is asked for here.
fn in_a_process(test: &str) -> Command {
    // A file that grows beyond the limit of its process fails, as on a full disk, without a signal.
    let mut command = Command::new("bash");
    command.args(["-c", r#"trap '' XFSZ; exec "$0" "$@""#]).arg(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--ignored", "--nocapture", "--test-threads=1"]).stdin(Stdio::null());
    command
}

/// The program itself.
fn vigie(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.args(args).env_remove("VIGIE_BASE").env_remove("VIGIE_PHRASE").stdin(Stdio::null());
    command
}
