//! Files and folders that hold names: read by who made them, and by nobody else of this machine.
//!
//! On Windows the profile of a session is its own already.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// The folder, and those above it that are missing. One that is there keeps its rights.
///
/// # Errors
/// It cannot be made there.
pub fn dir(path: &Path) -> io::Result<()> {
    let mut dir = DirBuilder::new();
    dir.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut dir, 0o700);
    dir.create(path)
}

/// An empty file to write; what was there is emptied and keeps its rights.
///
/// # Errors
/// It cannot be written there.
pub fn file(path: &Path) -> io::Result<File> {
    open(OpenOptions::new().truncate(true).create(true), path)
}

/// The same, where there is none yet.
///
/// # Errors
/// Something bears this name, or it cannot be written there.
pub fn new_file(path: &Path) -> io::Result<File> {
    open(OpenOptions::new().create_new(true), path)
}

fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.write(true).open(path)
}
