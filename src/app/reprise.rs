//! The takeover of an old base, in the window: read, mapped, tried, run, reconciled by jobs.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::App;
use crate::domain::Parametres;
use crate::domain::rapprochement::Niveau;
use crate::domain::reprise::ConstatVu;
use crate::exchange::access::correspondance::Correspondance;
use crate::exchange::access::prise::{self, Echec, Lue};
use crate::exchange::access::rapport;
use crate::exchange::access::reconciliation::Reconciliation;
use crate::exchange::fichier;
use crate::jobs::Progress;
use crate::storage::{Base, Result, StorageError};
use crate::ui::reprise::{Demande, EcranReprise, Etape, Format};

mod lignes;
mod personnes;
mod vues;

/// What the screen does not show.
#[derive(Default)]
pub(super) struct Chantier {
    pub ecran: EcranReprise,
    lue: Option<Arc<Lue>>,
    report: Option<Arc<Reconciliation>>,
    /// What the rules met in the last dry run: the base holds nothing of it.
    essai: Vec<ConstatVu>,
    done: Progress,
    of: Progress,
}

impl App {
    pub(super) fn show_reprise(&mut self) {
        self.chantier.ecran.take_focus = true;
        if self.chantier.report.is_some() || !self.chantier.ecran.busy.is_empty() {
            return;
        }
        // The reconciliation of the last run is found again.
        let Some(base) = self.base.clone() else { return };
        self.task(
            move || base.reprises(),
            |app, runs| {
                let Some(last) = app.take(runs).and_then(|runs| runs.into_iter().next()) else { return };
                if app.chantier.report.is_none()
                    && let Ok(report) = serde_json::from_str::<Reconciliation>(&last.bilan)
                {
                    app.show_report(report, false);
                }
            },
        );
    }

    /// What is being done, told at each frame while it lasts.
    pub(super) fn tell_reprise(&mut self, ctx: &Context) {
        if self.chantier.ecran.busy.is_empty() {
            return;
        }
        self.chantier.ecran.fait = (self.chantier.done.done(), self.chantier.of.done());
        ctx.request_repaint_after(Duration::from_millis(100));
    }

    pub(super) fn reprise_asked(&mut self, demande: Demande) {
        match demande {
            Demande::Etape(etape) => {
                self.chantier.ecran.etape = etape;
                self.chantier.ecran.cote = None;
            }
            Demande::Parcourir => self.browse_access(),
            Demande::Lire => self.read_access(None),
            Demande::Aller(table, colonne, champ) => {
                let texte = Correspondance::changer(&self.chantier.ecran.texte, &table, &colonne, &champ);
                self.chantier.ecran.texte = texte;
                self.remap();
            }
            Demande::Relire => self.remap(),
            Demande::OuvrirTexte => self.open_mapping(),
            Demande::EnregistrerTexte => self.save_mapping(),
            Demande::Essayer => self.try_takeover(),
            Demande::Reprendre => self.run_takeover(),
            Demande::Arreter => self.chantier.done.cancel(),
            Demande::Rapport(format) => self.save_report(format),
            Demande::Constats(regle, table, colonne) => {
                self.chantier.ecran.etape = Etape::Reconciliation;
                self.read_constats(regle, table, colonne);
            }
            Demande::Valeurs(at) => self.read_values(at),
            Demande::Gardees(table) => self.read_kept(table),
            Demande::FermerConstats => self.chantier.ecran.constats = None,
            Demande::Cote(id) => self.read_side(id),
            Demande::FermerCote => self.chantier.ecran.cote = None,
            Demande::OuvrirDossier(id) => self.open_dossier(id),
            Demande::ChercherPersonnes => self.find_persons(),
            Demande::Reunir => self.merge_found_persons(),
            Demande::Refuser => self.refuse_persons(),
            Demande::Defaire => self.undo_persons(),
        }
    }

    fn begin(&mut self, what: &str) -> (Progress, Progress) {
        what.clone_into(&mut self.chantier.ecran.busy);
        self.chantier.ecran.erreur.clear();
        self.chantier.ecran.fait = (0, 0);
        self.chantier.done = Progress::default();
        self.chantier.of = Progress::default();
        (self.chantier.done.clone(), self.chantier.of.clone())
    }

    fn browse_access(&self) {
        let choose = || {
            rfd::FileDialog::new()
                .set_title("Ancienne base Access")
                .add_filter("Base Access", &["accdb", "mdb"])
                .pick_file()
        };
        self.dialog(choose, |app, path| {
            if let Some(path) = path {
                app.chantier.ecran.fichier = path.display().to_string();
                app.read_access(None);
            }
        });
    }

    fn read_access(&mut self, texte: Option<String>) {
        let Some(base) = self.base.clone() else { return };
        let today = self.today();
        let path = PathBuf::from(self.chantier.ecran.fichier.trim());
        let password = Some(self.chantier.ecran.mot_de_passe.clone()).filter(|password| !password.is_empty());
        self.begin("Lecture du fichier…");
        self.long_task(
            move || -> std::result::Result<(Lue, Parametres), Echec> {
                let parametres = prise::parametres(&base, today)?;
                Ok((prise::lire(&path, password.as_deref(), texte.as_deref(), &parametres)?, parametres))
            },
            |app, read| {
                app.chantier.ecran.busy.clear();
                match read {
                    Ok((lue, _)) => app.show_source(lue),
                    Err(error) => app.chantier.ecran.erreur = error.to_string(),
                }
            },
        );
    }

    fn show_source(&mut self, lue: Lue) {
        let ecran = &mut self.chantier.ecran;
        ecran.source = Some(vues::source(&lue));
        ecran.texte.clone_from(&lue.texte);
        ecran.choisie = ecran
            .source
            .as_ref()
            .and_then(|source| source.tables.iter().position(|table| table.devient == "dossiers"))
            .unwrap_or_default();
        // What did not fit the last time, if it was this very file.
        if let (Some(source), Some(report)) = (&mut ecran.source, &self.chantier.report)
            && report.sha256 == lue.source.sha256
        {
            vues::restes(source, report);
        }
        self.chantier.lue = Some(Arc::new(lue));
    }

    /// The text of the mapping, understood again.
    fn remap(&mut self) {
        let Some(lue) = self.chantier.lue.clone() else { return };
        let texte = self.chantier.ecran.texte.clone();
        if texte == lue.texte {
            return;
        }
        let read = Correspondance::parse(&texte).and_then(|read| read.convient(&lue.source).map(|()| read));
        self.chantier.ecran.erreur.clear();
        match read {
            Ok(correspondance) => {
                let chosen = self.chantier.ecran.choisie;
                self.show_source(Lue { source: lue.source.clone(), correspondance, texte, proposee: false });
                self.chantier.ecran.choisie = chosen;
            }
            Err(error) => self.chantier.ecran.erreur = error.to_string(),
        }
    }

    fn open_mapping(&self) {
        let choose = || -> Result<Option<String>> {
            let picked =
                rfd::FileDialog::new().set_title("Correspondance").add_filter("Correspondance", &["toml"]).pick_file();
            Ok(picked.map(std::fs::read_to_string).transpose()?)
        };
        self.dialog(choose, |app, text| {
            if let Some(Some(text)) = app.take(text) {
                app.chantier.ecran.texte = text;
                app.remap();
            }
        });
    }

    fn save_mapping(&self) {
        let text = self.chantier.ecran.texte.clone();
        let choose = move || -> Result<Option<PathBuf>> {
            let dialog = rfd::FileDialog::new().set_title("Correspondance").add_filter("Correspondance", &["toml"]);
            let Some(path) = dialog.set_file_name("correspondance.toml").save_file() else { return Ok(None) };
            fichier::write(&path, text.as_bytes())?;
            Ok(Some(path))
        };
        self.dialog(choose, |app, written| {
            if let Some(Some(path)) = app.take(written) {
                app.toasts.info(format!("Correspondance écrite dans {}", path.display()));
            }
        });
    }

    fn try_takeover(&mut self) {
        let (Some(base), Some(lue)) = (self.base.clone(), self.chantier.lue.clone()) else { return };
        let today = self.today();
        let (done, of) = self.begin("Essai à blanc…");
        self.long_task(
            move || {
                let parametres = prise::parametres(&base, today)?;
                let (reprise, report) = prise::essayer(&lue, &parametres, |_, at, end| told(&done, &of, at, end))?;
                Ok((vues::constats(&reprise), report))
            },
            |app, tried: std::result::Result<_, Echec>| {
                let tried = tried.map(|(constats, report)| {
                    app.chantier.essai = constats;
                    report
                });
                app.takeover_done(tried, true);
            },
        );
    }

    fn run_takeover(&mut self) {
        let (Some(base), Some(lue)) = (self.base.clone(), self.chantier.lue.clone()) else { return };
        let today = self.today();
        let (done, of) = self.begin("Reprise…");
        self.long_task(
            move || {
                let parametres = prise::parametres(&base, today)?;
                prise::reprendre(&base, &lue, &parametres, |_, at, end| told(&done, &of, at, end))
            },
            |app, done| {
                let written = done.is_ok();
                app.takeover_done(done, false);
                if written {
                    app.read_parametres();
                }
            },
        );
    }

    fn takeover_done(&mut self, done: std::result::Result<Reconciliation, Echec>, a_blanc: bool) {
        self.chantier.ecran.busy.clear();
        match done {
            Ok(report) => {
                self.show_report(report, a_blanc);
                self.toasts.info(if a_blanc { "Essai à blanc fait" } else { "Reprise faite" });
            }
            Err(error) => self.chantier.ecran.erreur = error.to_string(),
        }
    }

    fn show_report(&mut self, report: Reconciliation, a_blanc: bool) {
        let ecran = &mut self.chantier.ecran;
        ecran.bilan = Some(vues::bilan(&report, a_blanc));
        ecran.constats = None;
        if let Some(source) = &mut ecran.source {
            vues::restes(source, &report);
        }
        self.chantier.report = Some(Arc::new(report));
    }

    fn save_report(&self, format: Format) {
        let (Some(base), Some(report)) = (self.base.clone(), self.chantier.report.clone()) else { return };
        let (name, extension) = match format {
            Format::Pdf => ("reconciliation.pdf", "pdf"),
            Format::Xlsx => ("reconciliation.xlsx", "xlsx"),
        };
        let choose = move || {
            let dialog = rfd::FileDialog::new().set_title("Réconciliation").set_file_name(name);
            dialog.add_filter("Rapport", &[extension]).save_file()
        };
        self.dialog(choose, move |app, path| {
            let Some(path) = path else { return };
            app.long_task(
                move || -> Result<PathBuf> {
                    fichier::write(&path, &bytes(&base, &report, format)?)?;
                    Ok(path)
                },
                |app, written| {
                    if let Some(path) = app.take(written) {
                        app.toasts.info(format!("Rapport écrit dans {}", path.display()));
                    }
                },
            );
        });
    }

    /// The screen of the takeover, for those who look at what it holds.
    pub const fn reprise(&self) -> &EcranReprise {
        &self.chantier.ecran
    }

    /// The same, to type in a field that no key reaches.
    pub const fn reprise_mut(&mut self) -> &mut EcranReprise {
        &mut self.chantier.ecran
    }
}

fn told(done: &Progress, of: &Progress, at: usize, end: usize) -> bool {
    done.set(at);
    of.set(end);
    !done.cancelled()
}

fn bytes(base: &Base, report: &Reconciliation, format: Format) -> Result<Vec<u8>> {
    let refused = |why: String| StorageError::Refused(why);
    match format {
        Format::Pdf => rapport::pdf(report).map_err(|error| refused(error.to_string())),
        Format::Xlsx => {
            let rows =
                if report.ecriture.is_some() { Some(rapport::lignes_des_regles(base, &report.source)?) } else { None };
            rapport::classeur(report, rows).map_err(|error| refused(error.to_string()))
        }
    }
}

/// Only what one would be surprised about is ticked beforehand.
const fn coche(niveau: Niveau) -> bool {
    matches!(niveau, Niveau::Probable)
}
