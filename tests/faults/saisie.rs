//! The real window, killed while somebody types in it.

use std::process::Command;

#[test]
fn a_window_killed_in_mid_typing_gives_the_draft_back_at_the_next_start() {
    let there = |program: &str| Command::new("which").arg(program).output().is_ok_and(|found| found.status.success());
    if let Some(missing) = ["Xvfb", "xdotool", "python3"].into_iter().find(|program| !there(program)) {
        eprintln!("{missing} is not here: tests/faults/kill_en_saisie.sh is to be run where it is");
        return;
    }
    // By hand it is ten runs, within the second; here the other tests take the machine too.
    let output = Command::new("tests/faults/kill_en_saisie.sh")
        .arg("3")
        .env("VIGIE", env!("CARGO_BIN_EXE_vigie"))
        .env("VIGIE_ALLOWED_SECONDS", "2")
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    eprintln!("{out}");
    assert!(output.status.success() && out.lines().count() == 4, "{out}{err}");
}
