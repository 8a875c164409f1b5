//! An archive being read: a directory or a zip, each file checked against its checksum.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use zip::ZipArchive;
use zip::result::ZipError;

use super::ErreurArchive;
use super::depot::SOMMES;
use crate::storage::hexadecimal;

/// Where the files of an archive are.
enum Lieu {
    Repertoire(PathBuf),
    Zip(Box<ZipArchive<BufReader<File>>>),
}

pub struct Source {
    lieu: Lieu,
    sommes: BTreeMap<String, String>,
    /// The checksum of the list of checksums: it names the archive.
    pub empreinte: String,
}

impl Source {
    /// Opens an archive and reads its list of checksums.
    pub fn open(chemin: &Path) -> Result<Self, ErreurArchive> {
        let lieu = if chemin.is_dir() {
            Lieu::Repertoire(chemin.to_path_buf())
        } else {
            let file = File::open(chemin).map_err(ErreurArchive::Lecture)?;
            let zip = ZipArchive::new(BufReader::new(file)).map_err(|error| match error {
                ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => ErreurArchive::Lecture(error),
                _ => ErreurArchive::Etranger("le fichier n’est pas un zip entier".to_owned()),
            })?;
            Lieu::Zip(Box::new(zip))
        };
        let mut source = Self { lieu, sommes: BTreeMap::new(), empreinte: String::new() };
        let liste = source.read(SOMMES).map_err(|error| match error {
            ErreurArchive::Manque(_) => ErreurArchive::Etranger(format!("{SOMMES} n’y est pas")),
            other => other,
        })?;
        source.empreinte = hexadecimal(&Sha256::digest(&liste));
        let liste = String::from_utf8(liste).map_err(|_| ErreurArchive::Abime(SOMMES.to_owned()))?;
        for line in liste.lines() {
            let (somme, nom) = line.split_once("  ").ok_or_else(|| ErreurArchive::Abime(SOMMES.to_owned()))?;
            // Nothing outside of the archive is ever read.
            if nom.starts_with('/') || nom.contains('\\') || nom.split('/').any(|part| part == ".." || part.is_empty())
            {
                return Err(ErreurArchive::Abime(SOMMES.to_owned()));
            }
            source.sommes.insert(nom.to_owned(), somme.to_owned());
        }
        Ok(source)
    }

    pub fn names(&self) -> Vec<String> {
        self.sommes.keys().cloned().collect()
    }

    pub fn has(&self, nom: &str) -> bool {
        self.sommes.contains_key(nom)
    }

    /// A file from its beginning.
    pub fn file(&mut self, nom: &str) -> Result<Box<dyn Read + '_>, ErreurArchive> {
        let absent = || ErreurArchive::Manque(nom.to_owned());
        match &mut self.lieu {
            Lieu::Repertoire(racine) => match File::open(racine.join(nom)) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Err(absent()),
                Err(error) => Err(ErreurArchive::Lecture(error)),
            },
            Lieu::Zip(zip) => match zip.by_name(nom) {
                Ok(file) => Ok(Box::new(file)),
                Err(ZipError::FileNotFound) => Err(absent()),
                Err(_) => Err(ErreurArchive::Abime(nom.to_owned())),
            },
        }
    }

    pub fn read(&mut self, nom: &str) -> Result<Vec<u8>, ErreurArchive> {
        let mut bytes = Vec::new();
        self.file(nom)?.read_to_end(&mut bytes).map_err(|_| ErreurArchive::Abime(nom.to_owned()))?;
        Ok(bytes)
    }

    /// Reads the whole file; is it what was written?
    pub fn check(&mut self, nom: &str) -> Result<(), ErreurArchive> {
        let damaged = || ErreurArchive::Abime(nom.to_owned());
        let wanted = self.sommes.get(nom).cloned().ok_or_else(|| ErreurArchive::Manque(nom.to_owned()))?;
        let mut somme = Sha256::new();
        let mut file = self.file(nom)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = file.read(&mut buffer).map_err(|_| damaged())?;
            if read == 0 {
                break;
            }
            somme.update(buffer.get(..read).unwrap_or_default());
        }
        if hexadecimal(&somme.finalize()) == wanted { Ok(()) } else { Err(damaged()) }
    }
}
