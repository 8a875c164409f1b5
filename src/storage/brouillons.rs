//! What is being typed and not saved yet, kept on this workstation, encrypted.
//!
//! The key is in the base: a draft can be read only by who can open the base it was typed for. A file
//! is replaced whole, so a cut leaves the one before. Each window holds a lock: what another window
//! is still typing is not offered back.

use std::collections::HashSet;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use uuid::Uuid;

use crate::domain::dossier::Brouillon;

use super::{Result, prive};

const NONCE: usize = 24;

/// The drafts of one person on one base.
#[derive(Clone)]
pub struct Brouillons {
    dir: PathBuf,
    key: [u8; 32],
    fenetre: Uuid,
    /// Held from the first draft on, let go by the system however the window ends.
    lock: Arc<OnceLock<fs::File>>,
}

impl Brouillons {
    /// `dir` is made when the first draft is written.
    pub fn new(dir: PathBuf, key: [u8; 32]) -> Self {
        Self { dir, key, fenetre: Uuid::now_v7(), lock: Arc::default() }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The name of this window in its drafts.
    pub const fn fenetre(&self) -> Uuid {
        self.fenetre
    }

    fn lock_path(&self, fenetre: Uuid) -> PathBuf {
        self.dir.join(format!("{fenetre}.fenetre"))
    }

    fn hold(&self) -> Result<()> {
        if self.lock.get().is_none() {
            let file = prive::file(&self.lock_path(self.fenetre))?;
            // A file system without locks: drafts are still kept, and offered to every window.
            let _ = file.try_lock();
            let _ = self.lock.set(file);
        }
        Ok(())
    }

    /// Is that window, not this one, still open?
    pub(super) fn is_open(&self, fenetre: Uuid) -> bool {
        fenetre != self.fenetre
            && fs::File::open(self.lock_path(fenetre))
                .is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)))
    }

    /// Locks left by windows that are no more.
    fn sweep(&self) {
        for entry in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let path = entry.path();
            let lock = path.extension().is_some_and(|extension| extension == "fenetre");
            let fenetre = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            if lock && fenetre.is_some_and(|fenetre| fenetre != self.fenetre && !self.is_open(fenetre)) {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// Two windows may type in one dossier: each has its own draft of it.
    fn path(&self, dossier: Uuid, fenetre: Uuid) -> PathBuf {
        self.dir.join(format!("{dossier}.{fenetre}.brouillon"))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(self.key))
    }

    /// Replaces the draft of this dossier.
    ///
    /// # Errors
    /// The disk is full or the folder cannot be written; the draft before is still there.
    pub fn write(&self, dossier: Uuid, brouillon: &Brouillon) -> Result<()> {
        self.seal(&self.path(dossier, self.fenetre), brouillon)
    }

    /// Writes it sealed, in the place of what that file held.
    pub(super) fn seal(&self, path: &Path, content: &impl serde::Serialize) -> Result<()> {
        let text = serde_json::to_vec(content).map_err(std::io::Error::other)?;
        let mut nonce = [0_u8; NONCE];
        random(&mut nonce).map_err(|error| std::io::Error::other(error.to_string()))?;
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), text.as_slice())
            .map_err(|_| std::io::Error::other("chiffrement"))?;
        prive::dir(&self.dir)?;
        self.hold()?;
        let fresh = path.with_extension("nouveau");
        let mut file = prive::file(&fresh)?;
        file.write_all(&nonce)?;
        file.write_all(&sealed)?;
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        // The name too, against a power cut; a file system that cannot does no worse than before.
        let _ = fs::File::open(&self.dir).and_then(|dir| dir.sync_all());
        Ok(())
    }

    /// The drafts that the key opens, oldest first, and of one dossier the last. Those of another base or
    /// person, or of a window that is still open, stay as they are.
    pub fn read_all(&self) -> Vec<(Uuid, Brouillon)> {
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        let mut drafts: Vec<_> = entries.filter_map(|entry| self.read(&entry.path())).collect();
        self.sweep();
        drafts.sort_by(|(_, a), (_, b)| b.quand.cmp(&a.quand));
        let mut seen = HashSet::new();
        drafts.retain(|(dossier, _)| seen.insert(*dossier));
        drafts.reverse();
        drafts
    }

    fn read(&self, path: &Path) -> Option<(Uuid, Brouillon)> {
        if path.extension()? != "brouillon" {
            return None;
        }
        let (id, fenetre) = path.file_stem()?.to_str()?.split_once('.')?;
        let (id, fenetre) = (id.parse().ok()?, fenetre.parse().ok()?);
        if self.is_open(fenetre) {
            return None;
        }
        // Its name says it, since a draft taken over keeps its content.
        Some((id, Brouillon { fenetre, ..self.unseal(path)? }))
    }

    /// What a file holds; none without its key, or when it is damaged.
    pub(super) fn unseal<T: serde::de::DeserializeOwned>(&self, path: &Path) -> Option<T> {
        let bytes = fs::read(path).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let text = self.cipher().decrypt(&XNonce::from(nonce), sealed).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// The draft of a window that is no more becomes this window's.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn take_over(&self, dossier: Uuid, from: Uuid) -> Result<()> {
        self.hold()?;
        absent_is_fine(fs::rename(self.path(dossier, from), self.path(dossier, self.fenetre)))
    }

    /// A draft that nobody wants back.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn give_up(&self, dossier: Uuid, from: Uuid) -> Result<()> {
        absent_is_fine(fs::remove_file(self.path(dossier, from)))
    }

    /// Once the dossier is saved, or its draft given up.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn remove(&self, dossier: Uuid) -> Result<()> {
        self.give_up(dossier, self.fenetre)
    }
}

pub(super) fn absent_is_fine(outcome: std::io::Result<()>) -> Result<()> {
    match outcome {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Err(error.into()),
        _ => Ok(()),
    }
}

fn random(bytes: &mut [u8]) -> std::result::Result<(), getrandom::Error> {
    getrandom::fill(bytes)
}

/// A new key, as it is written in the base.
pub(super) fn new_key() -> Option<String> {
    let mut key = [0_u8; 32];
    random(&mut key).ok()?;
    Some(key.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
}

pub(super) fn read_key(text: &str) -> Option<[u8; 32]> {
    let bytes: Vec<u8> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DossierDraft, Fiche, Table, dossier};

    fn brouillon(text: &str) -> Brouillon {
        let entete = Fiche::with_id(Table::Dossier, Uuid::nil()).with(dossier::SYNTHESE, text);
        Brouillon {
            draft: DossierDraft { fiches: vec![entete] },
            loaded: Vec::new(),
            place: String::new(),
            demande: false,
            quand: text.to_owned(),
            fenetre: Uuid::nil(),
        }
    }

    #[test]
    fn a_draft_comes_back_only_with_its_key_and_is_not_readable_on_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let mine = Brouillons::new(dir.path().join("b"), [7; 32]);
        let id = Uuid::now_v7();
        mine.write(id, &brouillon("premier")).unwrap();
        mine.write(id, &brouillon("Inès, œuvre")).unwrap();
        assert_eq!(mine.read_all(), [(id, Brouillon { fenetre: mine.fenetre(), ..brouillon("Inès, œuvre") })]);
        let bytes = fs::read(mine.path(id, mine.fenetre())).unwrap();
        assert!(!bytes.windows(5).any(|window| window == b"uvre\""));
        assert!(Brouillons::new(dir.path().join("b"), [8; 32]).read_all().is_empty());
        mine.remove(id).unwrap();
        mine.remove(id).unwrap();
        assert!(mine.read_all().is_empty());
    }

    #[test]
    fn a_damaged_draft_does_not_hide_the_others() {
        let dir = tempfile::tempdir().unwrap();
        let mine = Brouillons::new(dir.path().to_owned(), [7; 32]);
        let (whole, cut) = (Uuid::now_v7(), Uuid::now_v7());
        mine.write(whole, &brouillon("entier")).unwrap();
        mine.write(cut, &brouillon("coupé")).unwrap();
        let path = mine.path(cut, mine.fenetre());
        let bytes = fs::read(&path).unwrap();
        fs::write(path, &bytes[..bytes.len() - 1]).unwrap();
        assert_eq!(mine.read_all().len(), 1);
    }

    #[test]
    fn what_another_window_is_typing_is_not_offered_until_it_is_closed() {
        let dir = tempfile::tempdir().unwrap();
        let here = Brouillons::new(dir.path().to_owned(), [7; 32]);
        let there = Brouillons::new(dir.path().to_owned(), [7; 32]);
        let id = Uuid::now_v7();
        there.write(id, &Brouillon { fenetre: there.fenetre(), ..brouillon("en cours") }).unwrap();
        assert!(here.read_all().is_empty());
        assert_eq!(there.read_all().len(), 1);
        drop(there);
        assert_eq!(here.read_all().len(), 1);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "the lock of a closed window is swept");
    }

    #[test]
    fn two_windows_in_one_dossier_have_a_draft_each_and_the_last_is_offered_first() {
        let dir = tempfile::tempdir().unwrap();
        let open = || Brouillons::new(dir.path().to_owned(), [7; 32]);
        let (first, second, id) = (open(), open(), Uuid::now_v7());
        first.write(id, &brouillon("1 le premier")).unwrap();
        second.write(id, &brouillon("2 le second")).unwrap();
        first.remove(id).unwrap();
        first.write(id, &brouillon("3 le premier encore")).unwrap();
        drop((first, second));
        for expected in ["3 le premier encore", "2 le second"] {
            let next = open();
            let kept = next.read_all();
            assert_eq!(kept.len(), 1);
            assert_eq!(kept[0].1.quand, expected);
            next.take_over(id, kept[0].1.fenetre).unwrap();
            assert!(open().read_all().iter().all(|(_, other)| other.quand != expected), "it is this window's now");
            next.remove(id).unwrap();
        }
        assert!(open().read_all().is_empty());
    }
}
