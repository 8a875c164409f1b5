//! A file that goes out: written beside, put on the disk, then given its name.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::storage::prive;

/// Writes a whole file, or leaves the one that bears this name as it was.
///
/// # Errors
/// The disk is full, the folder may not be written, the file before may only be read.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, |beside| File::create(beside)?.write_all(bytes))
}

/// The same for a file that `fill` writes itself, at the path that it is given.
///
/// # Errors
/// What `fill` refuses, and what [`write()`] does; the file before stands, and nothing is left beside it.
pub fn write_with<T, E: From<io::Error>>(path: &Path, fill: impl FnOnce(&Path) -> Result<T, E>) -> Result<T, E> {
    // A link stays a link to the file that it names.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    match fs::metadata(path) {
        // A pipe or a terminal takes what comes; it has no file before to keep.
        Ok(there) if !there.is_file() => return fill(path),
        Ok(there) if there.permissions().readonly() => Err(io::Error::from(io::ErrorKind::PermissionDenied))?,
        _ => {}
    }
    let beside = Beside(beside(path));
    // Whoever fills it finds it there, with the rights of what holds names.
    drop(prive::new_file(&beside.0)?);
    let done = fill(&beside.0)?;
    let file = File::options().write(true).open(&beside.0)?;
    if let Ok(before) = fs::metadata(path) {
        file.set_permissions(before.permissions())?;
    }
    file.sync_all()?;
    drop(file);
    fs::rename(&beside.0, path)?;
    sync_folder(path);
    Ok(done)
}

/// The name is on the disk too. Not every system lets a folder be opened, and the file itself is there.
pub fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// In the same folder, so that the name can be given at once; of no other work of this machine.
fn beside(path: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".vigie-{}-{next}.partiel", std::process::id()))
}

/// Gone when it did not get its name.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_that_fails_half_way_leaves_the_one_before_and_nothing_beside() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("export.csv");
        write(&path, b"avant").unwrap();
        let failed = write_with(&path, |beside| -> io::Result<()> {
            fs::write(beside, b"apr")?;
            assert_eq!(fs::read(&path).unwrap(), b"avant", "it is not touched while another is written");
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(
            (fs::read(&path).unwrap().as_slice(), names(dir.path())),
            (&b"avant"[..], vec!["export.csv".into()])
        );
        write(&path, "après".as_bytes()).unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names(dir.path()).len()), ("après", 1));
        assert!(write(&dir.path().join("absent/export.csv"), b"").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_read_by_who_made_it_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("export.csv");
        write(&path, b"Martin").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn what_stands_there_keeps_its_rights_its_link_and_its_nature() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let (path, link) = (dir.path().join("export.csv"), dir.path().join("lien.csv"));
        fs::write(&path, b"avant").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write(&link, "après".as_bytes()).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "après");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(write(&path, b"non").unwrap_err().kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read_to_string(&path).unwrap(), "après");
        // What is no file is written to, never replaced.
        write(Path::new("/dev/null"), b"rien").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        assert_eq!(names(dir.path()).len(), 2);
    }
}
