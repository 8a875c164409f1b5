//! A file that may only be read: it is opened all the same, and every write is refused.
//!
//! SQLite reads a base with files beside it. Where none may be added, the base is told never to change
//! (`immutable`): it is then read again from the start as soon as its date, its size or its journal moved.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Integer;
use diesel::{RunQueryDsl as _, SqliteConnection};

use super::connection::{Connexion, establish};
use super::sql::Sql;
use super::{Cible, Result, StorageError};

/// What tells that somebody else wrote the file since.
pub type Empreinte = Option<(Option<SystemTime>, u64, u64)>;

pub fn may_not_write(path: &Path) -> bool {
    let opened = std::fs::OpenOptions::new().write(true).open(path);
    opened.is_err_and(|error| {
        matches!(error.kind(), std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem)
            && std::fs::File::open(path).is_ok()
    })
}

pub fn cannot_add(error: &StorageError) -> bool {
    match error {
        StorageError::ReadOnly => true,
        StorageError::Database(text) => text.contains("unable to open database file"),
        _ => false,
    }
}

/// # Errors
/// Refused when what was written last still stands in a journal that cannot be read from here.
pub fn open(path: &Path, phrase: Option<&str>) -> Result<SqliteConnection> {
    // What is in the journal of somebody who has it open is part of it.
    let how = if journal(path) > 0 { "mode=ro" } else { "immutable=1" };
    let mut c = establish(&format!("file:{}?{how}", escaped(path)), phrase).map_err(|error| {
        if cannot_add(&error) {
            StorageError::Refused(
                "Cette base est en lecture seule et son journal n’est pas refermé\u{a0}; rien n’a été touché, faites-la ouvrir puis fermer par qui peut y écrire".to_owned(),
            )
        } else {
            error
        }
    })?;
    c.batch_execute("PRAGMA query_only = ON")?;
    Ok(c)
}

/// As an address of SQLite: what has a meaning in one is written in hexadecimal.
fn escaped(path: &Path) -> String {
    use std::fmt::Write as _;
    let text = path.to_string_lossy().replace('\\', "/");
    // On Windows a drive stands after a slash.
    let mut out = String::from(if text.starts_with('/') { "" } else { "/" });
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-:~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn journal(path: &Path) -> u64 {
    let beside = PathBuf::from(format!("{}-wal", path.display()));
    std::fs::metadata(beside).map(|file| file.len()).unwrap_or_default()
}

/// Was this connection opened to read alone?
pub fn only(connexion: &mut Connexion) -> bool {
    match connexion {
        Connexion::Postgres(_) => false,
        Connexion::Sqlite(c) => {
            Sql::<Integer>::new("PRAGMA query_only").get_result::<i32>(c).is_ok_and(|only| only == 1)
        }
    }
}

pub fn empreinte(cible: &Cible) -> Empreinte {
    let path = cible.chemin()?;
    let file = std::fs::metadata(path).ok()?;
    Some((file.modified().ok(), file.len(), journal(path)))
}
