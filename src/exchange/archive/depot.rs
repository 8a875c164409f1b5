//! Files being written, with their checksums; a directory at the end, or one zip.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;

use super::ErreurArchive;
use crate::exchange::fichier::sync_folder;
use crate::storage::{hexadecimal, prive};

/// The list of checksums, as `sha256sum -c` reads it.
pub const SOMMES: &str = "SHA256SUMS";

/// A place that takes its name when it is complete: what was stopped half-way leaves nothing.
pub struct Depot {
    sortie: PathBuf,
    travail: PathBuf,
    sommes: BTreeMap<String, String>,
    complet: bool,
}

/// A file of the deposit being written.
pub struct Fichier {
    nom: String,
    out: BufWriter<File>,
    somme: Sha256,
}

impl Write for Fichier {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.somme.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A name that every system takes: no way out of its directory, no sign that Windows refuses.
pub fn safe_name(nom: &str) -> String {
    let mut safe: String =
        nom.chars().map(|c| if c.is_control() || "<>:\"/\\|?*".contains(c) { '_' } else { c }).take(120).collect();
    safe.truncate(safe.trim_end_matches([' ', '.']).len());
    let stem = safe.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let reserved = ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
        || stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT"));
    if safe.is_empty() || safe.starts_with('.') || reserved { format!("_{safe}") } else { safe }
}

impl Depot {
    /// A zip when the name ends so, else a directory, which may be there if it is empty.
    pub fn new(sortie: &Path) -> Result<Self, ErreurArchive> {
        let free = match fs::read_dir(sortie) {
            Ok(mut inside) => inside.next().is_none() && !is_zip(sortie),
            Err(_) => fs::symlink_metadata(sortie).is_err(),
        };
        if !free {
            return Err(ErreurArchive::Existe(sortie.display().to_string()));
        }
        let mut travail = sortie.as_os_str().to_owned();
        travail.push(format!(".{}.partiel", std::process::id()));
        let travail = PathBuf::from(travail);
        prive::dir(&travail).map_err(ErreurArchive::Ecriture)?;
        Ok(Self { sortie: sortie.to_path_buf(), travail, sommes: BTreeMap::new(), complet: false })
    }

    pub fn open(&self, nom: &str) -> Result<Fichier, ErreurArchive> {
        let path = self.travail.join(nom);
        let open = || -> io::Result<File> {
            if let Some(parent) = path.parent() {
                prive::dir(parent)?;
            }
            prive::file(&path)
        };
        let file = open().map_err(ErreurArchive::Ecriture)?;
        Ok(Fichier { nom: nom.to_owned(), out: BufWriter::with_capacity(1 << 16, file), somme: Sha256::new() })
    }

    pub fn close(&mut self, mut fichier: Fichier) -> Result<(), ErreurArchive> {
        fichier.flush().map_err(ErreurArchive::Ecriture)?;
        self.sommes.insert(fichier.nom, hexadecimal(&fichier.somme.finalize()));
        Ok(())
    }

    pub fn write(&mut self, nom: &str, bytes: &[u8]) -> Result<(), ErreurArchive> {
        let mut fichier = self.open(nom)?;
        fichier.write_all(bytes).map_err(ErreurArchive::Ecriture)?;
        self.close(fichier)
    }

    /// Takes a file that somebody else wrote beside.
    pub fn adopt(
        &mut self,
        nom: &str,
        write: impl FnOnce(&Path) -> Result<(), ErreurArchive>,
    ) -> Result<(), ErreurArchive> {
        let aside = self.travail.join(format!("{nom}.attente"));
        write(&aside)?;
        let mut fichier = self.open(nom)?;
        let copy = |fichier: &mut Fichier| -> io::Result<()> {
            io::copy(&mut File::open(&aside)?, fichier)?;
            fs::remove_file(&aside)
        };
        copy(&mut fichier).map_err(ErreurArchive::Ecriture)?;
        self.close(fichier)
    }

    /// Writes the checksums and gives the whole its name. Gives its size in bytes.
    pub fn finish(mut self) -> Result<u64, ErreurArchive> {
        let mut liste = String::new();
        for (nom, somme) in &self.sommes {
            liste.extend([somme, "  ", nom, "\n"]);
        }
        let finish = || -> io::Result<u64> {
            fs::write(self.travail.join(SOMMES), liste)?;
            let names = self.sommes.keys().map(String::as_str).chain([SOMMES]);
            if is_zip(&self.sortie) {
                let mut packed = self.travail.as_os_str().to_owned();
                packed.push(".zip");
                let packed = PathBuf::from(packed);
                let size = pack(&self.travail, names, &packed).inspect_err(|_| drop(fs::remove_file(&packed)))?;
                fs::rename(&packed, &self.sortie)?;
                sync_folder(&self.sortie);
                fs::remove_dir_all(&self.travail)?;
                return Ok(size);
            }
            let mut size = 0;
            for nom in names {
                let file = File::options().write(true).open(self.travail.join(nom))?;
                file.sync_all()?;
                size += file.metadata()?.len();
            }
            if self.sortie.exists() {
                fs::remove_dir(&self.sortie)?;
            }
            fs::rename(&self.travail, &self.sortie)?;
            sync_folder(&self.sortie);
            Ok(size)
        };
        let size = finish().map_err(ErreurArchive::Ecriture)?;
        self.complet = true;
        Ok(size)
    }
}

impl Drop for Depot {
    fn drop(&mut self) {
        if !self.complet {
            let _ = fs::remove_dir_all(&self.travail);
        }
    }
}

pub fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// The same files give the same bytes: in the order of their names, without an hour.
fn pack<'a>(dir: &Path, names: impl Iterator<Item = &'a str>, packed: &Path) -> io::Result<u64> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    let mut zip = zip::ZipWriter::new(BufWriter::with_capacity(1 << 16, prive::file(packed)?));
    for nom in names {
        let path = dir.join(nom);
        let large = fs::metadata(&path)?.len() > 0x7fff_0000;
        let options = SimpleFileOptions::default().large_file(large).unix_permissions(0o600);
        zip.start_file(nom, options)?;
        io::copy(&mut File::open(&path)?, &mut zip)?;
    }
    let file = zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_directory_nor_be_refused_by_windows() {
        for (nom, safe) in [
            ("../../etc/passwd", "_.._.._etc_passwd"),
            ("C:\\a.txt", "C__a.txt"),
            ("nul", "_nul"),
            ("com1.pdf", "_com1.pdf"),
            ("", "_"),
            ("photo été.jpg", "photo été.jpg"),
            ("fin. ", "fin"),
        ] {
            assert_eq!(safe_name(nom), safe);
        }
    }

    #[test]
    fn what_is_stopped_half_way_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut depot = Depot::new(&dir.path().join("sortie.zip")).unwrap();
        depot.write("a/b.txt", b"abc").unwrap();
        drop(depot);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        fs::write(dir.path().join("pris.zip"), b"x").unwrap();
        assert!(matches!(Depot::new(&dir.path().join("pris.zip")), Err(ErreurArchive::Existe(_))));
        assert!(matches!(Depot::new(dir.path()), Err(ErreurArchive::Existe(_))));
    }
}
