//! An open base: what the rest of Vigie asks of it, each call one short piece of work on one connection.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::changement::Historique;
use crate::domain::commune::Communes;
use crate::domain::compte::Droits;
use crate::domain::enfant::EnfantConnu;
use crate::domain::identite::Identite;
use crate::domain::liste::{EditListe, ValeurDetail};
use crate::domain::recherche::{Filtre, Ordre, Page};
use crate::domain::{Dossier, Lu, Parametres};

use super::comptes;
use super::connection::{Connexion, dispatch};
use super::dialect::Dialect;
use super::dossiers;
use super::enfants;
use super::journal;
use super::lecture;
use super::listes;
use super::migrate::{self, Schema};
use super::pool::Pool;
use super::save::{self, in_transaction};
use super::schema::cle_brouillon;
use super::{Cible, Ecoute, Result, StorageError, Suivis, document, parametres, plan, seed};

#[derive(Clone)]
pub struct Base {
    pool: Pool,
    cible: Cible,
    utilisateur: String,
    droits: Droits,
    cle_brouillon: Option<[u8; 32]>,
    lecture_seule: bool,
}

/// Who works on this machine, for the embedded base.
pub fn os_user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|user| !user.is_empty())
        .unwrap_or_else(|| "poste".to_owned())
}

/// This workstation, for the embedded base.
pub fn os_host() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "poste".to_owned())
}

impl Base {
    /// Opens a base that exists. An older file is brought to this version, a copy of it kept beside.
    ///
    /// # Errors
    /// Says why in a sentence: not there, wrong passphrase, not a base, newer, unreachable…
    pub fn open(cible: Cible) -> Result<Self> {
        let mut connexion = cible.connect(false)?;
        match migrate::schema(&mut connexion)? {
            Schema::Current => {}
            Schema::Older => match cible.chemin() {
                Some(_) if lecture::only(&mut connexion) => return Err(StorageError::OlderReadOnly),
                Some(_) => drop(migrate_with_copy(&cible, &mut connexion)?),
                None => return Err(StorageError::Older),
            },
            Schema::Newer => return Err(StorageError::Newer),
            Schema::Empty => {
                return Err(StorageError::NotVigie("elle est vide, créez-la avec « vigie base creer »".to_owned()));
            }
            Schema::Foreign => {
                return Err(StorageError::NotVigie("ses tables sont celles d’une autre application".to_owned()));
            }
        }
        Self::with_first(cible, connexion)
    }

    /// Makes a new base with its lists: a file that is not there yet, or an empty PostgreSQL database.
    ///
    /// # Errors
    /// Leaves nothing behind: a file that could not be completed is removed.
    pub fn create(cible: Cible) -> Result<Self> {
        let mut connexion = cible.connect(true)?;
        let made = match migrate::schema(&mut connexion) {
            Ok(Schema::Empty) => {
                migrate::migrate(&mut connexion).and_then(|()| in_transaction(&mut connexion, seed::seed))
            }
            Ok(_) => Err(StorageError::AlreadyThere(cible.adresse())),
            Err(error) => Err(error),
        };
        if let Err(error) = made {
            drop(connexion);
            if let Some(chemin) = cible.chemin() {
                for suffix in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{suffix}", chemin.display()));
                }
            }
            return Err(error);
        }
        Self::with_first(cible, connexion)
    }

    /// Brings an older base to this version; gives the copy kept of a file.
    ///
    /// # Errors
    /// As [`Base::open`].
    pub fn migrate(cible: &Cible) -> Result<Option<PathBuf>> {
        let mut connexion = cible.connect(false)?;
        match migrate::schema(&mut connexion)? {
            Schema::Current => Ok(None),
            Schema::Older => migrate_with_copy(cible, &mut connexion),
            Schema::Newer => Err(StorageError::Newer),
            Schema::Empty | Schema::Foreign => {
                Err(StorageError::NotVigie("elle n’a pas de tables de Vigie".to_owned()))
            }
        }
    }

    pub(super) fn with_first(cible: Cible, mut connexion: Connexion) -> Result<Self> {
        let (utilisateur, droits) = match Dialect::of(&connexion) {
            Dialect::Sqlite => (os_user(), Droits::tout()),
            Dialect::Postgres => comptes::session(&mut connexion)?,
        };
        // Without it drafts are not written to the disk, which the screen says; a read-only base still opens.
        let cle_brouillon = draft_key(&mut connexion, &utilisateur).ok();
        let lecture_seule = lecture::only(&mut connexion);
        let pool = Pool::new(cible.clone(), connexion)?;
        Ok(Self { pool, cible, utilisateur, droits, cle_brouillon, lecture_seule })
    }

    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Connexion) -> Result<T>) -> Result<T> {
        let mut liaison = self.pool.get()?;
        let result = work(&mut liaison.connexion);
        if matches!(result, Err(StorageError::Offline(_))) {
            self.pool.found_cut(&mut liaison);
        }
        result
    }

    /// A read, asked once more on a fresh connection when the first was found cut.
    pub(super) fn read<T>(&self, work: impl Fn(&mut Connexion) -> Result<T>) -> Result<T> {
        match self.with(&work) {
            Err(StorageError::Offline(_)) => self.with(work),
            result => result,
        }
    }

    /// The same base, opened from now on with that secret: one's password was changed.
    #[must_use]
    pub fn with_secret(&self, secret: String) -> Self {
        let cible = self.cible.clone().with_secret(Some(secret));
        self.pool.set_cible(cible.clone());
        Self { cible, ..self.clone() }
    }

    /// A file that may only be read: nothing typed here will be kept in it.
    pub const fn lecture_seule(&self) -> bool {
        self.lecture_seule
    }

    pub const fn cible(&self) -> &Cible {
        &self.cible
    }

    pub fn utilisateur(&self) -> &str {
        &self.utilisateur
    }

    /// What this person may do, for not offering the rest.
    pub const fn droits(&self) -> Droits {
        self.droits
    }

    /// The key of this person's drafts on this base; none when the base cannot be written.
    pub const fn draft_key(&self) -> Option<[u8; 32]> {
        self.cle_brouillon
    }

    pub fn parametres(&self, today: NaiveDate) -> Result<Parametres> {
        self.read(|c| parametres::read(c, today))
    }

    pub fn communes(&self) -> Result<Communes> {
        self.read(parametres::read_communes)
    }

    /// One round trip, whatever the size of the dossier.
    pub fn dossier(&self, id: Uuid) -> Result<Option<Lu>> {
        self.read(|c| document::read(c, id).and_then(|lu| journal::told_as_read(c, lu)))
    }

    pub fn dossier_by_numero(&self, numero: &str) -> Result<Option<Lu>> {
        self.read(|c| document::read_numero(c, numero).and_then(|lu| journal::told_as_read(c, lu)))
    }

    /// Writes `after`, read as `before` (empty for a new dossier); gives it as the base now holds it.
    ///
    /// A line cut in mid-save leaves unknown whether it was committed. It is done again: the version and
    /// the ids refuse a second time, and what is refused is compared with what the base holds.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] when somebody else saved meanwhile; any other error wrote nothing, or
    /// may be tried again with the same arguments.
    pub fn save(&self, before: &Dossier, after: &Dossier) -> Result<Lu> {
        let saved = match self.with(|c| save::save(c, before, after)) {
            Err(StorageError::Offline(_)) => self.with(|c| save::save(c, before, after)),
            saved => saved,
        };
        match saved {
            Err(StorageError::Conflict) => {
                let Some(id) = after.id() else { return Err(StorageError::Conflict) };
                let now = self.dossier(id)?;
                now.filter(|now| plan::holds(&now.dossier, before, after)).ok_or(StorageError::Conflict)
            }
            saved => saved,
        }
    }

    /// The versions of these dossiers and persons, one round trip; those that are no more are left out.
    pub fn versions(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, i32)>> {
        self.read(|c| dossiers::versions(c, ids))
    }

    /// Does this secret open this base, now? A connection is made for it, and dropped.
    pub fn opens_with(&self, secret: &str) -> Result<()> {
        self.cible.clone().with_secret(Some(secret.to_owned())).connect(false).map(drop)
    }

    /// A listening connection for the thread that keeps watch.
    pub fn ecoute(&self, suivis: Suivis) -> Ecoute {
        Ecoute::new(self.cible.clone(), suivis)
    }

    /// One page of the Dossiers screen, and how many there are in all.
    pub fn page(&self, filtre: &Filtre, ordre: impl Into<Ordre>, from: u64, rows: u64) -> Result<Page> {
        let ordre = ordre.into();
        self.read(|c| dossiers::page(c, filtre, &ordre, from, rows))
    }

    /// Children of the base who may be the one being typed, the most alike first.
    pub fn known_children(&self, tape: &Identite) -> Result<Vec<EnfantConnu>> {
        self.read(|c| enfants::known(c, tape))
    }

    pub fn historique(&self, dossier: Uuid) -> Result<Historique> {
        self.read(|c| journal::of_dossier(c, dossier))
    }

    pub fn valeurs(&self, liste: &str) -> Result<Vec<ValeurDetail>> {
        self.read(|c| listes::details(c, liste))
    }

    /// Changes a list; gives how many rows of dossiers were changed with it.
    pub fn edit_liste(&self, edit: &EditListe) -> Result<usize> {
        self.with(|c| listes::edit(c, edit))
    }

    /// Runs `work` as if the disk had no page left. For the tests of that fault.
    #[doc(hidden)]
    pub fn with_page_limit<T>(&self, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.with_pragma("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 4294967294", work)
    }

    /// Runs `work` as if the file could only be read. For the tests of that fault.
    #[doc(hidden)]
    pub fn with_query_only<T>(&self, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.with_pragma("PRAGMA query_only = ON", "PRAGMA query_only = OFF", work)
    }

    fn with_pragma<T>(&self, before: &str, after: &str, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        // One idle connection: the next work takes it again.
        self.with(|c| Ok(c.batch_execute(before)?))?;
        let result = work(self);
        let _ = self.with(|c| Ok(c.batch_execute(after)?));
        result
    }

    pub(super) fn load_with<T>(&self, work: impl FnOnce(&mut Connexion) -> Result<T>) -> Result<T> {
        self.with(work)
    }
}

/// Whoever may read the base reads its copy, and nobody more.
fn copied(from: &Path, to: &Path) -> std::io::Result<()> {
    std::io::copy(&mut std::fs::File::open(from)?, &mut super::prive::new_file(to)?).map(drop)
}

/// Copies the file, then migrates it.
fn migrate_with_copy(cible: &Cible, connexion: &mut Connexion) -> Result<Option<PathBuf>> {
    let mut kept = None;
    if let Some(chemin) = cible.chemin() {
        connexion.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
        let copy =
            PathBuf::from(format!("{}.avant-{}", chemin.display(), chrono::Local::now().format("%Y%m%d-%H%M%S")));
        // Held while copying, so that another window cannot write half of it.
        connexion.batch_execute("BEGIN IMMEDIATE")?;
        let copied = copied(chemin, &copy);
        connexion.batch_execute("ROLLBACK")?;
        copied?;
        kept = Some(copy);
    }
    migrate::migrate(connexion)?;
    in_transaction(connexion, super::modeles::seed)?;
    Ok(kept)
}

fn draft_key(connexion: &mut Connexion, utilisateur: &str) -> Result<[u8; 32]> {
    let read = |c: &mut Connexion| -> Result<Option<String>> {
        Ok(cle_brouillon::table.find(utilisateur).select(cle_brouillon::cle).first(c).optional()?)
    };
    let mut text = read(connexion)?;
    if text.is_none() {
        let new =
            super::brouillons::new_key().ok_or_else(|| StorageError::Refused("Pas de source de hasard".to_owned()))?;
        let row = (cle_brouillon::utilisateur.eq(utilisateur), cle_brouillon::cle.eq(new));
        // Two windows of one person may be here together: the first key stands.
        dispatch!(connexion, c => diesel::insert_into(cle_brouillon::table).values(row).on_conflict_do_nothing().execute(c))?;
        text = read(connexion)?;
    }
    let text = text.unwrap_or_default();
    super::brouillons::read_key(&text).ok_or_else(|| StorageError::Database("clé de brouillon illisible".to_owned()))
}
