//! The two or three connections of one window, lent in turn, and the real reason when none can be had.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;

use super::connection::{Cible, Connexion};
use super::lecture::{self, Empreinte};
use super::{Result, StorageError};

/// Long enough for a first host that says nothing and a second that answers.
const PATIENCE: Duration = Duration::from_secs(12);
/// A name or a password that was refused is not tried again at once: servers count such tries.
const QUARANTINE: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub struct Pool {
    lent: r2d2::Pool<Manager>,
    /// Changes with one's password.
    cible: Arc<Mutex<Cible>>,
    refusal: Arc<Mutex<Refusal>>,
    /// Goes up when a connection is found cut: those of before are not trusted either.
    epoch: Arc<AtomicU64>,
}

#[derive(Default)]
struct Refusal {
    /// Why the last connection could not be made, until somebody is told.
    error: Option<StorageError>,
    /// When the server last said no to this very person.
    denied: Option<Instant>,
}

/// Gives connections of one base to the pool.
struct Manager {
    cible: Arc<Mutex<Cible>>,
    /// The connection that `open` checked the base with, handed to the pool as its first.
    first: Mutex<Option<Connexion>>,
    refusal: Arc<Mutex<Refusal>>,
    epoch: Arc<AtomicU64>,
}

/// A pooled connection, and whether it was found cut.
pub struct Liaison {
    pub connexion: Connexion,
    pub cut: bool,
    epoch: u64,
    /// Of a file that is only read, when it was opened.
    lecture: Empreinte,
}

/// No connection; [`Refusal`] knows why.
#[derive(Debug, thiserror::Error)]
#[error("pas de connexion")]
struct Absente;

impl Pool {
    pub fn new(cible: Cible, first: Connexion) -> Result<Self> {
        let refusal = Arc::<Mutex<Refusal>>::default();
        let epoch = Arc::<AtomicU64>::default();
        let (first, its_refusal, its_epoch) = (Mutex::new(Some(first)), Arc::clone(&refusal), Arc::clone(&epoch));
        let cible = Arc::new(Mutex::new(cible));
        let manager = Manager { cible: Arc::clone(&cible), first, refusal: its_refusal, epoch: its_epoch };
        let pool = r2d2::Pool::builder()
            .max_size(3)
            .min_idle(Some(0))
            .test_on_check_out(false)
            .max_lifetime(None)
            .idle_timeout(None)
            .connection_timeout(PATIENCE)
            .build(manager)
            .map_err(|error| StorageError::Offline(error.to_string()))?;
        Ok(Self { lent: pool, cible, refusal, epoch })
    }

    /// Told why as soon as that is known: who waits for a save should not wait for nothing.
    pub fn get(&self) -> Result<r2d2::PooledConnection<impl r2d2::ManageConnection<Connection = Liaison>>> {
        self.refusal().error = None;
        let started = Instant::now();
        loop {
            match self.lent.get_timeout(Duration::from_millis(50)) {
                // A server that went away took them all: who found one cut must not meet the next.
                Ok(mut liaison) if liaison.epoch < self.epoch.load(Ordering::SeqCst) => liaison.cut = true,
                // Read as what never changes, and changed by somebody else.
                Ok(mut liaison) if liaison.lecture.is_some() && liaison.lecture != self.empreinte() => {
                    liaison.cut = true;
                }
                Ok(liaison) => return Ok(liaison),
                Err(error) => {
                    if let Some(why) = self.refusal().error.take() {
                        return Err(why);
                    }
                    if started.elapsed() > PATIENCE {
                        return Err(StorageError::Offline(error.to_string()));
                    }
                }
            }
        }
    }

    /// What the next connections are made with.
    pub fn set_cible(&self, cible: Cible) {
        *self.cible.lock().unwrap_or_else(PoisonError::into_inner) = cible;
        self.refusal().denied = None;
    }

    /// This connection was found cut.
    pub fn found_cut(&self, liaison: &mut Liaison) {
        liaison.cut = true;
        self.epoch.fetch_max(liaison.epoch + 1, Ordering::SeqCst);
    }

    fn empreinte(&self) -> Empreinte {
        lecture::empreinte(&self.cible.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn refusal(&self) -> std::sync::MutexGuard<'_, Refusal> {
        self.refusal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Manager {
    fn cible(&self) -> Cible {
        self.cible.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl r2d2::ManageConnection for Manager {
    type Connection = Liaison;
    type Error = Absente;

    fn connect(&self) -> std::result::Result<Liaison, Absente> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        let refusal = || self.refusal.lock().unwrap_or_else(PoisonError::into_inner);
        if refusal().denied.is_some_and(|when| when.elapsed() < QUARANTINE) {
            refusal().error = Some(StorageError::WrongPassword);
            return Err(Absente);
        }
        // Before connecting: cut while it is being made, it is of those that are not trusted.
        let epoch = self.epoch.load(Ordering::SeqCst);
        match first.map_or_else(|| self.cible().connect(false), Ok) {
            Ok(mut connexion) => {
                let only = lecture::only(&mut connexion);
                let lecture = if only { lecture::empreinte(&self.cible()) } else { None };
                Ok(Liaison { connexion, cut: false, epoch, lecture })
            }
            Err(error) => {
                let denied = matches!(error, StorageError::WrongPassword | StorageError::ClosedAccount);
                *refusal() = Refusal { error: Some(error), denied: denied.then(Instant::now) };
                Err(Absente)
            }
        }
    }

    /// Not asked on each checkout: that would be a round trip. A connection found cut says so itself.
    fn is_valid(&self, liaison: &mut Liaison) -> std::result::Result<(), Absente> {
        liaison.connexion.batch_execute("SELECT 1").map_err(|_| Absente)
    }

    fn has_broken(&self, liaison: &mut Liaison) -> bool {
        use diesel::connection::TransactionManager;
        type Manager = <Connexion as diesel::Connection>::TransactionManager;
        liaison.cut || std::thread::panicking() || Manager::is_broken_transaction_manager(&mut liaison.connexion)
    }
}
