//! The Administration screen: the journal looked through, verified and exported, the base examined; all by jobs.

use std::path::PathBuf;
use std::time::Duration;

use egui::Context;

use super::App;
use super::reponses::Sujet;
use crate::domain::dossier::full_numero;
use crate::domain::journal::FiltreJournal;
use crate::domain::{Table, date};
use crate::exchange;
use crate::jobs::Progress;
use crate::storage::{Base, Cible, Niveau, Result, Tete, Verdict};
use crate::ui::administration::{Demande, EcranAdministration, PAGE, Partie, Verification};
use crate::ui::dossiers::{counted, thousands};
use crate::ui::widgets::Ton;

/// What the screen does not show of what is being done for it.
#[derive(Default)]
pub(super) struct Administration {
    pub ecran: EcranAdministration,
    /// How many lines are done, of how many; the first is also how it is stopped.
    done: Progress,
    of: Progress,
    pages_asked: std::collections::HashSet<u64>,
}

impl App {
    pub(super) fn show_administration(&mut self) {
        let droits = self.base.as_ref().map(Base::droits).unwrap_or_default();
        let ecran = &mut self.administration.ecran;
        ecran.take_focus = true;
        ecran.caches.clear();
        ecran.reprise = droits.clot_dossiers();
        if !droits.tient_comptes() {
            ecran.caches.push(Partie::Comptes);
        }
        if !droits.lit_journal() {
            ecran.caches.push(Partie::Journal);
        }
        if !ecran.shows(ecran.partie) {
            ecran.partie = if droits.tient_comptes() { Partie::Comptes } else { Partie::Etat };
        }
        if ecran.journal.fichier.is_empty() {
            ecran.journal.fichier = self.options.data.join("journal.csv").display().to_string();
        }
        self.read_administration();
    }

    /// What is being done, told at each frame while it lasts.
    pub(super) fn tell_administration(&mut self, ctx: &Context) {
        let (done, of) = (self.administration.done.done() as u64, self.administration.of.done() as u64);
        let journal = &mut self.administration.ecran.journal;
        if let Verification::Running { .. } = journal.verification {
            journal.verification = Verification::Running { done, of };
        } else if journal.busy.is_empty() {
            return;
        } else {
            journal.busy = format!("Export du journal\u{a0}: {} lignes sur {}", thousands(done), thousands(of));
        }
        ctx.request_repaint_after(Duration::from_millis(100));
    }

    pub(super) fn administration_asked(&mut self, ctx: &Context, demande: Demande) {
        match demande {
            Demande::Partie(partie) => {
                self.administration.ecran.partie = partie;
                self.administration.ecran.take_focus = true;
                self.read_administration();
            }
            Demande::Filtrer => self.filter_journal(),
            Demande::Vider => {
                let journal = &mut self.administration.ecran.journal;
                journal.filtre = FiltreJournal::default();
                for text in [&mut journal.numero, &mut journal.du, &mut journal.au, &mut journal.erreur] {
                    text.clear();
                }
                self.read_journal();
            }
            Demande::Page(page) => self.read_journal_page(page),
            Demande::Detail(at) => self.read_journal_line(at),
            Demande::FermerDetail => {
                let journal = &mut self.administration.ecran.journal;
                journal.detail = None;
                journal.take_focus = true;
            }
            Demande::OuvrirDossier(id) => self.open_dossier(id),
            Demande::Verifier => self.verify_journal(),
            Demande::Arreter => self.administration.done.cancel(),
            Demande::CopierTete => self.copy_head(ctx),
            Demande::Exporter => self.export_journal(),
            Demande::Parcourir => self.browse_journal(),
            Demande::Actualiser => self.read_administration(),
            demande => self.compte_asked(demande),
        }
    }

    /// What the chosen part shows, read again.
    pub(super) fn read_administration(&mut self) {
        match self.administration.ecran.partie {
            Partie::Comptes => self.read_comptes(),
            Partie::Journal => self.read_journal(),
            Partie::Etat => self.read_etat(),
        }
    }

    fn read_journal(&mut self) {
        self.administration.pages_asked.clear();
        self.administration.ecran.journal.forget();
        self.read_journal_page(0);
        let Some(base) = self.base.clone() else { return };
        self.ask(
            Sujet::JournalPersonnes,
            move || base.journal_people(),
            |app, people| {
                if let Ok(people) = people {
                    app.administration.ecran.journal.personnes = people;
                }
            },
        );
    }

    fn read_journal_page(&mut self, page: u64) {
        let Some(base) = self.base.clone() else { return };
        if !self.administration.pages_asked.insert(page) {
            return;
        }
        let filtre = self.administration.ecran.journal.filtre.clone();
        let asked = filtre.clone();
        self.ask(
            Sujet::Journal(page),
            move || base.journal_page(&filtre, page * PAGE, PAGE),
            move |app, found| {
                if asked != app.administration.ecran.journal.filtre {
                    return;
                }
                // After a failure nothing is asked again by itself at each drawing: F5 does.
                let Some(found) = app.take(found) else { return };
                app.administration.pages_asked.remove(&page);
                app.administration.ecran.journal.receive(found);
            },
        );
    }

    /// The filters as typed, read; what is not understood stands below them.
    fn filter_journal(&mut self) {
        let today = self.today();
        let journal = &mut self.administration.ecran.journal;
        let typed = journal.numero.trim();
        let mut filtre = FiltreJournal {
            numero: if typed.is_empty() { String::new() } else { full_numero(typed) },
            du: None,
            au: None,
            ..journal.filtre.clone()
        };
        journal.erreur.clear();
        for (text, day) in [(&mut journal.du, &mut filtre.du), (&mut journal.au, &mut filtre.au)] {
            if text.trim().is_empty() {
                continue;
            }
            match date::parse(text.trim(), today) {
                Ok(read) => {
                    *text = date::format(read);
                    *day = Some(read);
                }
                Err(why) => journal.erreur = why,
            }
        }
        if journal.erreur.is_empty() && filtre.du.zip(filtre.au).is_some_and(|(du, au)| du > au) {
            "La période finit avant de commencer ; corrigez l’une des deux dates".clone_into(&mut journal.erreur);
        }
        if journal.erreur.is_empty() {
            journal.filtre = filtre;
            self.read_journal();
        }
    }

    fn read_journal_line(&mut self, at: u64) {
        let Some(base) = self.base.clone() else { return };
        let Some(ligne) = self.administration.ecran.journal.row(at).cloned() else { return };
        let id = ligne.id;
        self.administration.ecran.journal.detail = Some((ligne.clone(), None));
        self.ask(
            Sujet::JournalDetail,
            move || base.journal_detail(id),
            move |app, detail| match app.take(detail) {
                Some(mut detail) => {
                    for (name, ..) in &mut detail {
                        *name = label(&ligne.nom_table, name);
                    }
                    app.administration.ecran.journal.detail = Some((ligne, Some(detail)));
                }
                None => app.administration.ecran.journal.detail = None,
            },
        );
    }

    fn verify_journal(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let typed = self.administration.ecran.journal.tete.trim().to_owned();
        let kept: Option<Tete> = match typed.as_str() {
            "" => None,
            typed => match typed.parse::<Tete>() {
                Ok(tete) => Some(tete),
                Err(error) => {
                    self.administration.ecran.journal.verification = Verification::Broken(error.to_string());
                    return;
                }
            },
        };
        let (done, of) = self.start_long();
        self.administration.ecran.journal.verification = Verification::Running { done: 0, of: 0 };
        self.long_task(
            move || {
                let told = kept.is_some();
                let verdict = base.verify_journal(kept.as_ref(), |at, end| {
                    done.set(usize::try_from(at).unwrap_or_default());
                    of.set(usize::try_from(end).unwrap_or_default());
                    !done.cancelled()
                });
                (verdict, told)
            },
            |app, (verdict, told)| {
                app.administration.ecran.journal.verification = match app.take(verdict) {
                    Some(verdict) => said(&verdict, told),
                    None => Verification::Never,
                };
            },
        );
    }

    fn copy_head(&mut self, ctx: &Context) {
        let Some(base) = self.base.clone() else { return };
        let ctx = ctx.clone();
        self.task(
            move || base.journal_head(),
            move |app, head| {
                if let Some(head) = app.take(head) {
                    ctx.copy_text(head.to_string());
                    app.toasts.info(format!(
                        "Tête du journal copiée (rang {}) ; gardez-la hors de la base, elle prouvera tout ce qui la précède",
                        thousands(head.rang.unsigned_abs())
                    ));
                }
            },
        );
    }

    fn export_journal(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let path = PathBuf::from(self.administration.ecran.journal.fichier.trim());
        let filtre = self.administration.ecran.journal.filtre.clone();
        let (done, of) = self.start_long();
        "Export du journal…".clone_into(&mut self.administration.ecran.journal.busy);
        self.long_task(
            move || {
                let written = exchange::journal::write(&base, &filtre, &path, |at, end| {
                    done.set(usize::try_from(at).unwrap_or_default());
                    of.set(usize::try_from(end).unwrap_or_default());
                    !done.cancelled()
                });
                written.map(|lines| (lines, path))
            },
            |app, written| {
                app.administration.ecran.journal.busy.clear();
                if let Some((lines, path)) = app.take(written) {
                    app.toasts.info(format!("{} lignes du journal écrites dans {}", thousands(lines), path.display()));
                    app.read_journal();
                }
            },
        );
    }

    /// A dialog of the system; without one, the path is typed.
    fn browse_journal(&self) {
        let choose = || {
            let dialog = rfd::FileDialog::new().set_title("Export du journal").set_file_name("journal.csv");
            dialog.add_filter("Tableur", &["csv"]).add_filter("JSON, une ligne chacune", &["jsonl"]).save_file()
        };
        self.dialog(choose, |app, path| {
            if let Some(path) = path {
                app.administration.ecran.journal.fichier = path.display().to_string();
            }
        });
    }

    /// Its verification, or its export.
    pub(super) fn stop_journal(&self) {
        self.administration.done.cancel();
    }

    fn start_long(&mut self) -> (Progress, Progress) {
        self.administration.done = Progress::default();
        self.administration.of = Progress::default();
        (self.administration.done.clone(), self.administration.of.clone())
    }

    fn read_etat(&mut self) {
        let Some(base) = self.base.clone() else { return };
        self.administration.ecran.etat = None;
        self.ask(
            Sujet::EtatBase,
            move || findings(&base),
            |app, found| {
                app.administration.ecran.etat = Some(app.take(found).unwrap_or_default());
            },
        );
    }

    /// The Administration screen, for those who look at what it holds.
    pub const fn administration(&self) -> &EcranAdministration {
        &self.administration.ecran
    }

    /// The same, to type in a field that no key reaches.
    pub const fn administration_mut(&mut self) -> &mut EcranAdministration {
        &mut self.administration.ecran
    }
}

/// « Synthèse de la situation » for `synthese`.
fn label(table: &str, column: &str) -> String {
    let champ = Table::from_nom(table).and_then(|table| table.champs().iter().find(|champ| champ.colonne == column));
    champ.map_or_else(|| column.replace('_', " "), |champ| champ.libelle.to_owned())
}

fn said(verdict: &Verdict, kept: bool) -> Verification {
    let lines = thousands(verdict.lignes.unsigned_abs());
    match &verdict.rupture {
        Some(rupture) => Verification::Broken(format!(
            "La chaîne est rompue\u{a0}: {rupture}. Les {lines} lignes d’avant sont intactes\u{a0}; prévenez le responsable et ne touchez plus à la base"
        )),
        None if kept => Verification::Sound(format!(
            "{lines} lignes vérifiées, aucune changée, retirée ni ajoutée\u{a0}; la tête gardée est bien dans la chaîne"
        )),
        None => Verification::Sound(format!(
            "{lines} lignes vérifiées, aucune changée, retirée ni ajoutée\u{a0}; une tête gardée ailleurs prouverait aussi que la fin est entière"
        )),
    }
}

/// What the base says of itself, as sentences.
fn findings(base: &Base) -> Result<Vec<(Ton, String)>> {
    let etat = base.etat()?;
    let mut found = Vec::new();
    if etat.integrite != "ok" {
        found.push((
            Ton::Erreur,
            format!(
                "La base est abîmée ({})\u{a0}; n’y écrivez plus et reprenez la dernière sauvegarde",
                etat.integrite
            ),
        ));
    }
    if let Cible::Fichier { .. } = base.cible() {
        found.push(if etat.chiffree {
            (Ton::Succes, "Le fichier est chiffré par une phrase secrète".to_owned())
        } else {
            (Ton::Alerte, "Le fichier n’est pas chiffré\u{a0}: qui le copie lit tout".to_owned())
        });
    }
    for constat in base.surete()? {
        let ton = match constat.niveau {
            Niveau::Bien => Ton::Succes,
            Niveau::Attention => Ton::Alerte,
            Niveau::Grave => Ton::Erreur,
        };
        found.push((ton, constat.phrase));
    }
    let count = |number: i64, noun: &str| counted(number.unsigned_abs(), noun);
    found.push((
        Ton::Succes,
        format!(
            "{}, {}, {} de journal",
            count(etat.dossiers, "dossier"),
            count(etat.enfants, "enfant"),
            count(etat.changements, "ligne")
        ),
    ));
    found.push((Ton::Succes, format!("{} ({})", etat.adresse, etat.moteur.split(" on ").next().unwrap_or_default())));
    // The gravest first; the rest in their order.
    found.sort_by_key(|(ton, _)| match ton {
        Ton::Erreur => 0,
        Ton::Alerte => 1,
        _ => 2,
    });
    Ok(found)
}
