//! What others do to the base, heard on a connection of its own: changes, and who else has a dossier open.
//!
//! PostgreSQL notifies (ids and versions only). A file says that somebody wrote, and not what.
//! Presence is a shared advisory lock on each open dossier, held by this session: it needs no table, no
//! cleaning, and dies with the session however that ends. The name beside it is that of the session,
//! the server's word. A file has no presence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
use uuid::Uuid;

use super::connection::{Cible, Connexion};
use super::sql::Sql;
use super::{Result, StorageError};

/// Sessions that end without a word are missed by a notice; they are looked for this often.
const PRESENCE_EVERY: Duration = Duration::from_secs(10);
/// Between two tries to reach a base that is away.
const RETRY_EVERY: Duration = Duration::from_secs(1);
/// Between two tries with a password that was refused.
const REFUSED_EVERY: Duration = Duration::from_mins(1);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evenement {
    /// The line is there, for the first time or again: anything may have changed meanwhile.
    Ouverte,
    Coupee(String),
    /// A row (a dossier, a person) is now of that version.
    Ligne {
        id: Uuid,
        version: i32,
    },
    Listes,
    /// A file was written by somebody; nobody says where.
    Ecriture,
    /// Who else has each of our dossiers open; those with nobody are left out.
    Presence(BTreeMap<Uuid, Vec<String>>),
}

/// The dossiers that this window has open, told to the listening thread.
#[derive(Clone, Debug, Default)]
pub struct Suivis(Arc<Mutex<BTreeSet<Uuid>>>);

impl Suivis {
    pub fn set(&self, dossiers: impl Iterator<Item = Uuid>) {
        let dossiers = dossiers.collect();
        let mut suivis = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *suivis != dossiers {
            *suivis = dossiers;
        }
    }

    fn get(&self) -> BTreeSet<Uuid> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The listening connection. Its rounds are short and belong to a thread of their own.
pub struct Ecoute {
    cible: Cible,
    suivis: Suivis,
    ligne: Option<Ligne>,
    next_try: Instant,
    /// Was the last word « cut »?
    cut: bool,
}

struct Ligne {
    connexion: Connexion,
    held: BTreeSet<Uuid>,
    looked: Option<Instant>,
    present: BTreeMap<Uuid, Vec<String>>,
    /// Of a file: changes when another connection writes.
    data_version: i32,
}

impl Ecoute {
    pub fn new(cible: Cible, suivis: Suivis) -> Self {
        Self { cible, suivis, ligne: None, next_try: Instant::now(), cut: false }
    }

    /// What was heard since the last round. Reaches for the base again when it is away.
    pub fn round(&mut self) -> Vec<Evenement> {
        let mut heard = Vec::new();
        if self.ligne.is_none() {
            if Instant::now() < self.next_try {
                return heard;
            }
            match Ligne::open(&self.cible) {
                Ok(ligne) => {
                    self.ligne = Some(ligne);
                    self.cut = false;
                    heard.push(Evenement::Ouverte);
                }
                Err(error) => {
                    let refused = !matches!(error, StorageError::Offline(_) | StorageError::Busy);
                    self.next_try = Instant::now() + if refused { REFUSED_EVERY } else { RETRY_EVERY };
                    self.say_cut(&error, &mut heard);
                }
            }
        }
        if let Some(ligne) = &mut self.ligne
            && let Err(error) = ligne.listen(&self.suivis.get(), &mut heard)
        {
            self.ligne = None;
            self.next_try = Instant::now();
            self.say_cut(&error, &mut heard);
        }
        heard
    }

    /// Once, not at each try.
    fn say_cut(&mut self, error: &StorageError, heard: &mut Vec<Evenement>) {
        if !std::mem::replace(&mut self.cut, true) {
            heard.push(Evenement::Coupee(match error {
                StorageError::Offline(why) => why.clone(),
                other => other.to_string(),
            }));
        }
    }
}

impl Ligne {
    fn open(cible: &Cible) -> Result<Self> {
        let mut connexion = cible.connect(false)?;
        if matches!(connexion, Connexion::Postgres(_)) {
            // A notice is nothing that must survive a power cut.
            connexion.batch_execute("SET synchronous_commit = off; LISTEN vigie")?;
        }
        let mut ligne =
            Self { connexion, held: BTreeSet::new(), looked: None, present: BTreeMap::new(), data_version: 0 };
        ligne.data_version = ligne.file_version()?;
        Ok(ligne)
    }

    fn file_version(&mut self) -> Result<i32> {
        match &self.connexion {
            Connexion::Postgres(_) => Ok(0),
            Connexion::Sqlite(_) => {
                Ok(Sql::<Integer>::new("SELECT data_version FROM pragma_data_version")
                    .get_result(&mut self.connexion)?)
            }
        }
    }

    fn listen(&mut self, open: &BTreeSet<Uuid>, heard: &mut Vec<Evenement>) -> Result<()> {
        let version = self.file_version()?;
        if version != self.data_version {
            self.data_version = version;
            heard.push(Evenement::Ecriture);
        }
        let Connexion::Postgres(postgres) = &mut self.connexion else { return Ok(()) };
        let mut look = false;
        let mut seen = BTreeSet::new();
        for notice in postgres.notifications_iter() {
            // Whatever libpq says here, the line is no more.
            let notice = notice.map_err(|error| StorageError::Offline(error.to_string().trim().to_owned()))?;
            match read(&notice.payload) {
                Some(Notice::Presence(id)) => look |= open.contains(&id),
                Some(Notice::Evenement(event)) if seen.insert(notice.payload) => heard.push(event),
                _ => {}
            }
        }
        look |= self.hold(open)?;
        if look || self.looked.is_none_or(|when| when.elapsed() > PRESENCE_EVERY) && !open.is_empty() {
            self.look(heard)?;
        }
        Ok(())
    }

    /// Takes and lets go the locks of dossiers opened and closed since, and tells the others.
    fn hold(&mut self, open: &BTreeSet<Uuid>) -> Result<bool> {
        let moved: Vec<(Uuid, bool)> =
            open.symmetric_difference(&self.held).map(|id| (*id, open.contains(id))).collect();
        if moved.is_empty() {
            return Ok(false);
        }
        for (taken, function) in [(true, "pg_try_advisory_lock_shared"), (false, "pg_advisory_unlock_shared")] {
            let keys: Vec<String> =
                moved.iter().filter(|(_, on)| *on == taken).map(|(id, _)| key(*id).to_string()).collect();
            if keys.is_empty() {
                continue;
            }
            // Each notice is told after its lock: who looks then sees it.
            let locks = format!("SELECT bool_and({function}(cle::bigint)) FROM unnest(string_to_array(");
            let _: Vec<Option<bool>> = Sql::<Nullable<Bool>>::new(locks)
                .bind(keys.join(","))
                .text(", ',')) AS cle")
                .load(&mut self.connexion)?;
        }
        let ids: Vec<String> = moved.iter().map(|(id, _)| id.to_string()).collect();
        Sql::<()>::new("SELECT pg_notify('vigie', 'presence ' || id) FROM unnest(string_to_array(")
            .bind(ids.join(","))
            .text(", ',')) AS id")
            .execute(&mut self.connexion)?;
        self.held.clone_from(open);
        Ok(true)
    }

    fn look(&mut self, heard: &mut Vec<Evenement>) -> Result<()> {
        self.looked = Some(Instant::now());
        let mut present = BTreeMap::<Uuid, Vec<String>>::new();
        if !self.held.is_empty() {
            let by_key: BTreeMap<i64, Uuid> = self.held.iter().map(|id| (key(*id), *id)).collect();
            let keys: Vec<String> = by_key.keys().map(ToString::to_string).collect();
            let rows: Vec<(i64, String, bool)> = Sql::<(BigInt, Text, Bool)>::new(
                "SELECT DISTINCT (l.classid::bigint << 32) | l.objid::bigint, a.usename::text, a.usename = session_user \
                 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid \
                 WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND l.pid <> pg_backend_pid() \
                 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
                 AND (l.classid::bigint << 32) | l.objid::bigint = ANY (string_to_array(",
            )
            .bind(keys.join(","))
            .text(", ',')::bigint[]) ORDER BY 2")
            .load(&mut self.connexion)?;
            for (lock, who, me) in rows {
                if let Some(id) = by_key.get(&lock) {
                    let who = if me { "vous, dans une autre fenêtre".to_owned() } else { who };
                    present.entry(*id).or_default().push(who);
                }
            }
        }
        if present != self.present {
            self.present.clone_from(&present);
            heard.push(Evenement::Presence(present));
        }
        Ok(())
    }
}

/// The lock of a dossier: the half of its id that is chance.
fn key(id: Uuid) -> i64 {
    id.as_u64_pair().1.cast_signed()
}

enum Notice {
    Evenement(Evenement),
    Presence(Uuid),
}

/// Anyone may notify: what is not understood is nothing.
fn read(payload: &str) -> Option<Notice> {
    let mut words = payload.split(' ');
    match (words.next()?, words.next()) {
        ("listes", None) => Some(Notice::Evenement(Evenement::Listes)),
        ("presence", Some(id)) => Some(Notice::Presence(id.parse().ok()?)),
        ("dossier" | "enfant", Some(id)) => {
            let (id, version) = (id.parse().ok()?, words.next()?.parse().ok()?);
            Some(Notice::Evenement(Evenement::Ligne { id, version }))
        }
        _ => None,
    }
}
