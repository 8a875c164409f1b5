//! Printed letters do not stay for ever in Vigie's own folder: they are in clear, and the register prints each again.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How long a printed letter stays there, in days.
pub const JOURS: u64 = 30;

/// Removes the PDF of letters that stand in `dir`, or in a folder of letters in it, for longer than [`JOURS`]. Other
/// files stay: what was finished in a word processor is nowhere else. Gives how many went.
pub fn sweep(dir: &Path, now: SystemTime) -> usize {
    let mut gone = 0;
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        // A link is followed nowhere.
        let Ok(kind) = entry.file_type() else { continue };
        let path = entry.path();
        if kind.is_dir() {
            let inside = sweep(&path, now);
            gone += inside;
            if inside > 0 {
                // Refused when something is left in it.
                let _ = fs::remove_dir(&path);
            }
        } else if kind.is_file() && letter(&path) && old(&path, now) && fs::remove_file(&path).is_ok() {
            gone += 1;
        }
    }
    gone
}

fn letter(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("pdf"))
}

/// In doubt, no.
fn old(path: &Path, now: SystemTime) -> bool {
    let age = fs::metadata(path).and_then(|file| file.modified()).ok().and_then(|when| now.duration_since(when).ok());
    age.is_some_and(|age| age > Duration::from_secs(JOURS * 24 * 60 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_printed_letters_go_and_only_once_they_are_old() {
        let dir = tempfile::tempdir().unwrap();
        let lot = dir.path().join("2026-11-02 Relances");
        fs::create_dir(&lot).unwrap();
        let now = SystemTime::now();
        let days = |days: u64| now - Duration::from_secs(days * 24 * 60 * 60);
        for (path, age) in [
            (dir.path().join("ancien.pdf"), 31),
            (dir.path().join("récent.PDF"), 29),
            (dir.path().join("retouché.docx"), 400),
            (dir.path().join("liste.xlsx"), 400),
            (lot.join("1.pdf"), 31),
        ] {
            fs::write(&path, b"Martin").unwrap();
            fs::File::options().write(true).open(&path).unwrap().set_modified(days(age)).unwrap();
        }
        assert_eq!(sweep(dir.path(), now), 2);
        let mut left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["liste.xlsx", "retouché.docx", "récent.PDF"]);
        assert_eq!(sweep(&dir.path().join("absent"), now), 0);
        // A clock that went back makes nothing old.
        assert_eq!(sweep(dir.path(), days(1000)), 0);
    }
}
