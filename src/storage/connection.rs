//! A connection to either base, chosen by the scheme of its address, with the real error kept.

use std::fmt;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{Nullable, Text};
use diesel::{Connection as _, PgConnection, SqliteConnection};

use super::{Result, StorageError, adresse, lecture, prive, serveur};

#[derive(diesel::MultiConnection)]
pub enum Connexion {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// The same statement on whichever base is open, for what the common connection cannot do.
macro_rules! dispatch {
    ($connexion:expr, $c:ident => $body:expr) => {
        match $connexion {
            $crate::storage::connection::Connexion::Postgres($c) => $body,
            $crate::storage::connection::Connexion::Sqlite($c) => $body,
        }
    };
}
pub(super) use dispatch;

/// Where a base is. Holds a secret only in memory; never shown.
#[derive(Clone, PartialEq, Eq)]
pub enum Cible {
    Fichier { chemin: PathBuf, phrase: Option<String> },
    Serveur { url: String, mot_de_passe: Option<String> },
}

impl fmt::Debug for Cible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.adresse())
    }
}

impl Cible {
    /// `postgres://…`, `sqlite:chemin`, or a path.
    ///
    /// # Errors
    /// [`StorageError::BadAddress`] for another scheme, [`StorageError::PasswordInAddress`] for a
    /// password in the address, which is not repeated.
    pub fn parse(adresse: &str) -> Result<Self> {
        let bad = || StorageError::BadAddress(adresse.to_owned());
        if adresse::tells_password(adresse) {
            return Err(StorageError::PasswordInAddress);
        }
        if let Some(rest) = adresse.strip_prefix("postgres://").or_else(|| adresse.strip_prefix("postgresql://")) {
            return Ok(Self::Serveur { url: format!("postgres://{rest}"), mot_de_passe: None });
        }
        let path = adresse.strip_prefix("sqlite:").unwrap_or(adresse);
        if path.is_empty() || path.contains("://") || path.contains('\0') {
            return Err(bad());
        }
        Ok(Self::Fichier { chemin: PathBuf::from(path), phrase: None })
    }

    #[must_use]
    pub fn with_secret(self, secret: Option<String>) -> Self {
        let secret = secret.filter(|secret| !secret.is_empty());
        match self {
            Self::Fichier { chemin, .. } => Self::Fichier { chemin, phrase: secret },
            Self::Serveur { url, .. } => Self::Serveur { url, mot_de_passe: secret },
        }
    }

    /// As typed by a person, without any secret.
    pub fn adresse(&self) -> String {
        match self {
            Self::Fichier { chemin, .. } => chemin.display().to_string(),
            Self::Serveur { url, .. } => url.clone(),
        }
    }

    pub fn chemin(&self) -> Option<&Path> {
        match self {
            Self::Fichier { chemin, .. } => Some(chemin),
            Self::Serveur { .. } => None,
        }
    }

    /// Opens one connection. A file must exist, unless `create`.
    pub(super) fn connect(&self, create: bool) -> Result<Connexion> {
        match self {
            Self::Serveur { url, mot_de_passe } => {
                serveur::connect(url, mot_de_passe.as_deref()).map(Connexion::Postgres)
            }
            Self::Fichier { chemin, phrase } => open_file(chemin, phrase.as_deref(), create).map(Connexion::Sqlite),
        }
    }
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// Who works on this workstation; the triggers of the embedded base write it.
    fn vigie_utilisateur() -> Text;
    /// The name of this workstation.
    fn vigie_poste() -> Text;
    /// A value of a line of the journal, with its length before it.
    fn vigie_mot(mot: Nullable<Text>) -> Text;
    /// SHA-256, in hexadecimal.
    fn vigie_sceau(texte: Text) -> Text;
}

fn open_file(chemin: &Path, phrase: Option<&str>, create: bool) -> Result<SqliteConnection> {
    let clear = clear_header(chemin)?;
    match (clear, phrase, create) {
        (None, _, false) => return Err(StorageError::Missing(chemin.display().to_string())),
        (Some(_), _, true) => return Err(StorageError::AlreadyThere(chemin.display().to_string())),
        (Some(false), None, _) => return Err(StorageError::PassphraseNeeded),
        (Some(true), Some(_), _) => return Err(StorageError::NoPassphraseExpected),
        _ => {}
    }
    // A path that begins with « file: » would be read as an address by SQLite.
    let path = std::path::absolute(chemin)?;
    if !create && lecture::may_not_write(&path) {
        return lecture::open(&path, phrase);
    }
    if create {
        // SQLite gives the files beside a base the rights of the base.
        drop(prive::new_file(&path)?);
    }
    match establish(&path.to_string_lossy(), phrase) {
        Err(error) if create => {
            let _ = std::fs::remove_file(&path);
            Err(error)
        }
        // Nothing may be added to its folder: not even what SQLite writes beside a base to read it.
        Err(error) if !create && lecture::cannot_add(&error) => lecture::open(&path, phrase),
        opened => opened,
    }
}

pub(super) fn establish(address: &str, phrase: Option<&str>) -> Result<SqliteConnection> {
    let mut c = SqliteConnection::establish(address)
        .map_err(|error| StorageError::File(std::io::Error::other(error.to_string())))?;
    if let Some(phrase) = phrase {
        // A wrong passphrase is told by us, in French, not on the terminal.
        c.batch_execute("PRAGMA cipher_log_level = NONE")?;
        c.batch_execute(&format!("PRAGMA key = '{}'", phrase.replace('\'', "''")))?;
    }
    c.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON;")?;
    // The first read: this is where a wrong passphrase shows.
    c.batch_execute("SELECT count(*) FROM sqlite_schema")?;
    // A read-only folder cannot hold the journal; reading still works without it.
    let _ = c.batch_execute("PRAGMA journal_mode = WAL");
    // In clear the system keeps the pages; encrypted, each one read again is decrypted again.
    let cache = if phrase.is_some() { 8_000 } else { 1_000 };
    // A save is told as done, and its draft removed, as soon as it is committed: it must be on the disk by then.
    c.batch_execute(&format!(
        "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA cache_size = -{cache};"
    ))?;
    register(&mut c)?;
    Ok(c)
}

/// What the triggers of an embedded base call; without it no connection can write there.
///
/// # Errors
/// The engine has no memory left.
pub fn register(c: &mut SqliteConnection) -> diesel::QueryResult<()> {
    let user = super::base::os_user();
    vigie_utilisateur_utils::register_nondeterministic_impl(c, move || user.clone())?;
    let poste = super::base::os_host();
    vigie_poste_utils::register_nondeterministic_impl(c, move || poste.clone())?;
    vigie_mot_utils::register_impl(c, |mot: Option<String>| super::chaine::mot(mot.as_deref()))?;
    vigie_sceau_utils::register_impl(c, |texte: String| super::empreinte(texte.as_bytes()))
}

/// None: no file (or an empty one, as `creer` makes); else whether its header is in clear.
fn clear_header(chemin: &Path) -> Result<Option<bool>> {
    use std::io::Read as _;
    let mut header = [0; 16];
    match std::fs::File::open(chemin) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
        Ok(mut file) => Ok(Some(file.read_exact(&mut header).is_ok() && header == *b"SQLite format 3\0")),
    }
}

#[cfg(test)]
mod tests {
    use diesel::RunQueryDsl as _;
    use diesel::sql_types::Integer;

    use super::*;
    use crate::storage::sql::Sql;
    use crate::storage::{Base, load};

    /// What SQLite calls `FULL`: the journal is flushed at each commit.
    const FULL: i32 = 2;

    /// Of each connection that the pool can lend.
    fn flushes(base: &Base) -> [i32; 3] {
        let one = |c: &mut Connexion| -> Result<i32> { Ok(Sql::<Integer>::new("PRAGMA synchronous").get_result(c)?) };
        base.with(|a| base.with(|b| base.with(|c| Ok([one(a)?, one(b)?, one(c)?])))).unwrap()
    }

    #[test]
    fn what_is_told_as_saved_is_on_the_disk_whichever_connection_wrote_it() {
        let dir = tempfile::tempdir().unwrap();
        for phrase in [None, Some("une phrase".to_owned())] {
            let chemin = dir.path().join(format!("{}.vigie", phrase.is_some()));
            let base = Base::create(Cible::Fichier { chemin, phrase }).unwrap();
            assert_eq!(flushes(&base), [FULL; 3]);
            load(&base, std::iter::empty(), |_| true).unwrap();
            assert_eq!(flushes(&base), [FULL; 3], "after a load");
        }
    }
}
