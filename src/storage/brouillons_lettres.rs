//! Letters changed by hand, kept on this workstation until the register has them: one sealed file a window.

use std::fs;
use std::path::PathBuf;

use uuid::Uuid;

use crate::domain::courrier::NouveauCourrier;

use super::Result;
use super::brouillons::{Brouillons, absent_is_fine};

impl Brouillons {
    fn lettres_path(&self, fenetre: Uuid) -> PathBuf {
        self.dir().join(format!("{fenetre}.lettres"))
    }

    /// These letters, in the place of those written before; none leaves no file.
    ///
    /// # Errors
    /// The disk is full or the folder cannot be written; what was written before is still there.
    pub fn write_lettres(&self, courriers: &[NouveauCourrier]) -> Result<()> {
        let path = self.lettres_path(self.fenetre());
        if courriers.is_empty() { absent_is_fine(fs::remove_file(path)) } else { self.seal(&path, &courriers) }
    }

    /// The letters of windows that are no more, each with its window.
    pub fn lettres(&self) -> Vec<(Uuid, Vec<NouveauCourrier>)> {
        let entries = fs::read_dir(self.dir()).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| {
                let path = entry.path();
                let fenetre = path.file_stem().filter(|_| path.extension().is_some_and(|end| end == "lettres"))?;
                let fenetre = fenetre.to_str()?.parse().ok()?;
                (fenetre != self.fenetre() && !self.is_open(fenetre)).then_some(())?;
                Some((fenetre, self.unseal(&path)?))
            })
            .collect()
    }

    /// Once the register has them.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn give_up_lettres(&self, fenetre: Uuid) -> Result<()> {
        absent_is_fine(fs::remove_file(self.lettres_path(fenetre)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lettre::Lettre;

    fn courrier(corps: &str) -> NouveauCourrier {
        NouveauCourrier {
            id: Uuid::now_v7(),
            dossier: Uuid::now_v7(),
            territoire: "est".to_owned(),
            modele: "x".to_owned(),
            revision: 1,
            destinataire: "Mme Inès".to_owned(),
            lettre: Lettre { corps: corps.to_owned(), ..Lettre::default() },
        }
    }

    #[test]
    fn letters_come_back_with_their_key_once_their_window_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let open = |key: u8| Brouillons::new(dir.path().join("b"), [key; 32]);
        let typing = open(7);
        typing.write_lettres(&[courrier("premier")]).unwrap();
        let kept = [courrier("De ma main, œuvre"), courrier("deux")];
        typing.write_lettres(&kept).unwrap();
        let bytes = fs::read(typing.lettres_path(typing.fenetre())).unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"main"));
        let fenetre = typing.fenetre();
        assert!(open(7).lettres().is_empty(), "that window is still open");
        drop(typing);
        assert!(open(8).lettres().is_empty(), "another key");
        assert_eq!(open(7).lettres(), [(fenetre, kept.to_vec())]);
        open(7).give_up_lettres(fenetre).unwrap();
        assert!(open(7).lettres().is_empty());
    }

    #[test]
    fn nothing_left_to_keep_leaves_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let typing = Brouillons::new(dir.path().to_owned(), [7; 32]);
        typing.write_lettres(&[]).unwrap();
        typing.write_lettres(&[courrier("x")]).unwrap();
        assert!(typing.lettres_path(typing.fenetre()).exists());
        typing.write_lettres(&[]).unwrap();
        assert!(!typing.lettres_path(typing.fenetre()).exists());
    }
}
