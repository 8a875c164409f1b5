//! Letters that leave: kept, drawn, written to files, listed.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use uuid::Uuid;

use super::App;
use super::registre::whole_register;
use super::reponses::Sujet;
use crate::domain::courrier::{EtatCourrier, LigneCourrier, ModeleGarde};
use crate::domain::lettre::Lettre;
use crate::exchange::courriers::{Envoi, tableau};
use crate::exchange::{fichier, menage, tableur};
use crate::jobs::Progress;
use crate::letters::{self, Genpdf, LetterRenderer as _, Pli, Recueil};
use crate::storage::{Base, Result, StorageError, prive};

/// How long a PDF stays in Vigie's own folder: [`menage::JOURS`].
const KEPT: &str = "ce fichier y est effacé après 30 jours, le registre le réimprime";

/// What letters are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forme {
    Pdf,
    /// For those who finish in a word processor.
    Docx,
}

impl Forme {
    const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    /// The file as typed, under the name of what it will be.
    fn path(self, typed: &str) -> PathBuf {
        let path = PathBuf::from(typed);
        let other = path.extension().is_some_and(|end| end.eq_ignore_ascii_case(self.other().extension()));
        if other || self == Self::Docx { path.with_extension(self.extension()) } else { path }
    }

    const fn other(self) -> Self {
        match self {
            Self::Pdf => Self::Docx,
            Self::Docx => Self::Pdf,
        }
    }

    fn one(self, lettre: &Lettre) -> std::result::Result<Vec<u8>, letters::ErreurRendu> {
        match self {
            Self::Pdf => Genpdf.one(lettre),
            Self::Docx => letters::docx(lettre),
        }
    }
}

/// What a batch is printed from.
struct Tirage {
    base: Base,
    garde: ModeleGarde,
    /// Each with the draft of the register that it is.
    plis: Vec<(Pli, Option<Uuid>)>,
    path: PathBuf,
    separes: bool,
    forme: Forme,
    progress: Progress,
}

impl App {
    fn batch(&self) -> Vec<(Pli, Option<Uuid>)> {
        let drafts = self.atelier.ecran.plis.iter().map(|vu| vu.brouillon);
        self.atelier.retouches().into_iter().zip(drafts).collect()
    }

    /// Draws the letters, keeps them validated, then writes the file: what is on paper is in the register.
    pub(super) fn print_letters(&mut self, forme: Forme) {
        let (Some(base), Some(garde)) = (self.base.clone(), self.atelier.garde().cloned()) else { return };
        let plis = self.batch();
        if plis.is_empty() {
            return;
        }
        self.atelier.progress = Progress::default();
        self.atelier.ecran.fait = (0, plis.len());
        let count = plis.len();
        self.atelier.ecran.busy = if count > 1 {
            format!("Impression de {count} courriers…")
        } else {
            "Impression du courrier…".to_owned()
        };
        let tirage = Tirage {
            base,
            garde,
            plis,
            path: forme.path(self.atelier.ecran.fichier.trim()),
            // One finishes letters one by one.
            separes: self.atelier.ecran.separes || forme == Forme::Docx,
            forme,
            progress: self.atelier.progress.clone(),
        };
        self.ask(
            Sujet::Courriers,
            move || print(&tirage),
            move |app, printed| {
                app.atelier.ecran.busy.clear();
                if let Some(place) = app.take(printed) {
                    let done = match (forme, count) {
                        (Forme::Pdf, 1) => "Courrier imprimé".to_owned(),
                        (Forme::Pdf, count) => format!("{count} courriers imprimés"),
                        (Forme::Docx, 1) => "Courrier écrit".to_owned(),
                        (Forme::Docx, count) => format!("{count} courriers écrits"),
                    };
                    let own = place.starts_with(app.own_letters()) && forme == Forme::Pdf;
                    let kept = if own { format!("\u{a0}; {KEPT}") } else { String::new() };
                    app.toasts.info(format!("{done} dans {}{kept}", place.display()));
                    app.atelier.clear();
                    app.atelier.ecran.reponses.clear();
                    app.atelier.ecran.imprime = place.display().to_string();
                    app.name_file();
                    app.letters_changed();
                }
            },
        );
    }

    pub(super) fn print_again(&mut self, id: Uuid) {
        let Some(base) = self.base.clone() else { return };
        let ligne = self.ligne(id);
        let name =
            ligne.map_or_else(|| "réimpression".to_owned(), |ligne| format!("{} {}", ligne.numero, ligne.destinataire));
        let path = self.folder().join(format!("{} (réimpression).pdf", letters::safe_name(&name)));
        let work = move || -> Result<PathBuf> {
            let lettre = base.lettres(&[id])?.into_iter().next();
            let lettre =
                lettre.ok_or_else(|| StorageError::Refused("Ce courrier n’est pas dans la base".to_owned()))?;
            let pdf = Genpdf.one(&lettre).map_err(|error| StorageError::Refused(error.to_string()))?;
            write(&path, &pdf)?;
            Ok(path)
        };
        self.long_task(work, |app, printed| {
            if let Some(path) = app.take(printed) {
                app.toasts.info(format!("Courrier réimprimé dans {}", path.display()));
                app.atelier.ecran.imprime = path.display().to_string();
            }
        });
    }

    /// Vigie's own folder of letters, where nobody else keeps anything.
    fn own_letters(&self) -> PathBuf {
        self.options.data.join("courriers")
    }

    /// What was printed there long ago goes: it is in clear.
    pub(super) fn sweep_letters(&self) {
        let dir = self.own_letters();
        self.task(move || menage::sweep(&dir, SystemTime::now()), |_, _| {});
    }

    /// Where letters go unless one says otherwise.
    fn folder(&self) -> PathBuf {
        let typed = PathBuf::from(self.atelier.ecran.fichier.trim());
        typed
            .parent()
            .filter(|dir| !dir.as_os_str().is_empty())
            .map_or_else(|| self.preferences.dossier_courriers(self.own_letters()), Path::to_owned)
    }

    /// A name for the next file: the day, the template, the dossier when it is alone.
    pub(super) fn name_file(&mut self) {
        let dir = self.folder();
        let ecran = &mut self.atelier.ecran;
        let numeros: Vec<&str> = ecran.numeros.split_whitespace().collect();
        let label = ecran.modeles.iter().find(|modele| modele.code == ecran.modele).map_or("Courriers", |m| &m.libelle);
        let mut name = format!("{} {label}", (self.options.today)());
        if let [numero] = numeros.as_slice() {
            name = format!("{name} {numero}");
        }
        ecran.fichier = dir.join(format!("{}.pdf", letters::safe_name(&name))).display().to_string();
    }

    pub(super) fn browse_letters(&mut self) {
        let start = PathBuf::from(self.atelier.ecran.fichier.trim());
        let choose = move || {
            let name = start.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let dialog = rfd::FileDialog::new().set_title("Courriers").add_filter("PDF", &["pdf"]).set_file_name(name);
            match start.parent() {
                Some(dir) if dir.is_dir() => dialog.set_directory(dir),
                _ => dialog,
            }
            .save_file()
        };
        self.dialog(choose, |app, path| {
            let Some(path) = path else { return };
            if let Some(dir) = path.parent() {
                app.preferences.courriers = dir.display().to_string();
                app.preferences.write();
            }
            app.atelier.ecran.fichier = path.display().to_string();
        });
    }

    /// The system's own reader of PDF shows the file, and prints it.
    pub(super) fn open_printed(&self) {
        let path = self.atelier.ecran.imprime.clone();
        self.task(
            move || open::that_detached(&path),
            |app, opened| {
                if let Err(error) = opened {
                    app.toasts.alert(format!(
                        "Aucun logiciel n’a pu ouvrir ce fichier ({error}) ; il est écrit, ouvrez-le depuis son dossier"
                    ));
                }
            },
        );
    }

    /// The letters that the register was read for, all of them, as a spreadsheet beside the letters.
    pub(super) fn list_letters(&mut self) {
        let (Some(base), Some(filtre)) = (self.base.clone(), self.atelier.filtre.clone()) else { return };
        let start = self.folder().join(format!("{} Courriers.xlsx", self.today()));
        let choose = move || {
            let dialog = rfd::FileDialog::new()
                .set_title("Liste des courriers")
                .add_filter("Classeur", &["xlsx"])
                .add_filter("CSV", &["csv"])
                .set_file_name(start.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()));
            match start.parent() {
                Some(dir) if dir.is_dir() => dialog.set_directory(dir),
                _ => dialog,
            }
            .save_file()
        };
        self.dialog(choose, |app, path| {
            let Some(path) = path else { return };
            app.long_task(
                move || whole_register(&base, &filtre).and_then(|all| write_list(&base, &all, &path)).map(|()| path),
                |app, written| {
                    if let Some(path) = app.take(written) {
                        app.toasts.info(format!("Liste écrite dans {}", path.display()));
                    }
                },
            );
        });
    }
}

/// The list of these letters with the lines of their addresses, for labels too: CSV or XLSX by its name.
pub(super) fn write_list(base: &Base, lignes: &[LigneCourrier], path: &Path) -> Result<()> {
    let ids: Vec<Uuid> = lignes.iter().map(|ligne| ligne.id).collect();
    let lettres = base.lettres(&ids)?;
    let tableau = tableau(lignes.iter().zip(&lettres).map(|(ligne, lettre)| Envoi {
        numero: &ligne.numero,
        modele: &ligne.libelle,
        etat: ligne.etat.libelle(),
        lettre,
    }));
    let bytes = match path.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => tableur::csv(&tableau),
        _ => tableur::xlsx("Courriers", std::slice::from_ref(&tableau))
            .map_err(|error| StorageError::Refused(error.to_string()))?,
    };
    write(path, &bytes)
}

/// Writes a file, and the folder it stands in.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(dir) = path.parent() {
        prive::dir(dir)?;
    }
    Ok(fichier::write(path, bytes)?)
}

/// A name that no file has: nothing that was written is covered.
fn free(path: &Path) -> PathBuf {
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let end = path.extension().map_or_else(String::new, |end| format!(".{}", end.to_string_lossy()));
    let mut ranks = (2..1000).map(|rank| path.with_file_name(format!("{stem} ({rank}){end}")));
    ranks.find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
}

fn print(tirage: &Tirage) -> Result<PathBuf> {
    let Tirage { base, garde, plis, path, separes, forme, progress } = tirage;
    let refused = |numero: &str, error: letters::ErreurRendu| StorageError::Refused(format!("{numero} : {error}"));
    let Some((first, _)) = plis.first() else {
        return Err(StorageError::Refused("Aucun courrier n’est prêt".to_owned()));
    };
    if path.file_name().is_none() {
        return Err(StorageError::Refused("Donnez un nom au fichier ; rien n’est validé ni écrit".to_owned()));
    }
    let place = |path: PathBuf| if path.exists() { free(&path) } else { path };
    let separes = *separes && plis.len() > 1;
    let folder = place(path.with_extension(""));
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let mut recueil = Recueil::new(&garde.modele.libelle, &first.lettre);
    for (at, (pli, _)) in plis.iter().enumerate() {
        if progress.cancelled() {
            return Err(StorageError::Refused(
                "Impression annulée ; aucun courrier n’a été validé ni écrit".to_owned(),
            ));
        }
        if separes {
            let bytes = forme.one(&pli.lettre).map_err(|error| refused(&pli.numero, error))?;
            let name = letters::file_name(&pli.numero, &pli.destinataire);
            files.push((folder.join(format!("{name} {}.{}", at + 1, forme.extension())), bytes));
        } else if *forme == Forme::Docx {
            let bytes = forme.one(&pli.lettre).map_err(|error| refused(&pli.numero, error))?;
            files.push((place(path.clone()), bytes));
        } else {
            recueil.add(&pli.lettre).map_err(|error| refused(&pli.numero, error))?;
        }
        progress.set(at + 1);
    }
    let written = if separes {
        folder
    } else if let Some((written, _)) = files.first() {
        written.clone()
    } else {
        let path = place(path.clone());
        files.push((path.clone(), recueil.finish().map_err(|error| refused(&first.numero, error))?));
        path
    };
    let rows: Vec<_> = plis
        .iter()
        .filter(|(_, draft)| draft.is_none())
        .map(|(pli, _)| pli.to_keep(&garde.modele, garde.revision))
        .collect();
    let drafts: Vec<Uuid> = plis.iter().filter_map(|(_, draft)| *draft).collect();
    for (pli, draft) in plis {
        if let Some(id) = draft {
            base.edit_courrier(*id, &pli.lettre)?;
        }
    }
    base.keep_courriers(&rows, EtatCourrier::Valide)?;
    if !drafts.is_empty() {
        base.advance_courriers(&drafts, EtatCourrier::Valide, None)?;
    }
    for (path, pdf) in files {
        write(&path, &pdf).map_err(|error| {
            StorageError::Refused(format!(
                "Le fichier n’a pas pu être écrit ({error}) ; les courriers sont validés et gardés au registre, réimprimez-les de là"
            ))
        })?;
    }
    Ok(written)
}
