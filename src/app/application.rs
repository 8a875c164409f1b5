//! The application: what is open, and one frame of it.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};

use chrono::NaiveDate;
use egui::{CentralPanel, Context, Ui};
use uuid::Uuid;

use crate::commands::{Commande, Contexte};
use crate::domain::compte::Droits;
use crate::domain::{Nature, Parametres};
use crate::jobs::{Jobs, Progress, Ticket};
use crate::storage::{Base, Brouillons, Cible};
use crate::ui::cadre::Liaison;
use crate::ui::clavier::Clavier;
use crate::ui::dossier::DossierView;
use crate::ui::dossiers::Grille;
use crate::ui::ouverture::EcranOuverture;
use crate::ui::palette::Palette;
use crate::ui::parametres::EcranParametres;
use crate::ui::question::{self, Question};
use crate::ui::toast::Toasts;
use crate::ui::{aide, theme};

use super::dialogue;
use super::ecrans::Ecran;
use super::ensemble::Ensemble;
use super::preferences::Preferences;
use super::reponses::{Reponse, Sujet};
use super::trace::Trace;

/// What the application is started with.
pub struct Options {
    /// A base to open at once.
    pub base: Option<Cible>,
    /// Where preferences are kept.
    pub config: PathBuf,
    /// Where drafts and the demonstration base are kept.
    pub data: PathBuf,
    /// The day, for those who cannot wait for it: tests.
    pub today: fn() -> NaiveDate,
}

impl Options {
    /// The folders of this person on this machine.
    pub fn of_user(base: Option<Cible>) -> Self {
        let here = || PathBuf::from(".");
        Self {
            base,
            config: dirs::config_dir().unwrap_or_else(here).join("vigie"),
            data: dirs::data_local_dir().unwrap_or_else(here).join("vigie"),
            today: || chrono::Local::now().date_naive(),
        }
    }
}

pub struct App {
    pub(super) jobs: Jobs<Reponse>,
    /// What may take long has threads of its own.
    pub(super) long_jobs: Jobs<Reponse>,
    /// Drafts have one thread of their own: written and removed in the order in which they were asked.
    pub(super) draft_jobs: Jobs<Reponse>,
    /// Given to the jobs once the window is there.
    pub(super) window: Arc<OnceLock<Context>>,
    pub(super) options: Options,
    pub preferences: Preferences,
    pub(super) base: Option<Base>,
    pub(super) brouillons: Option<Brouillons>,
    pub(super) parametres: Parametres,
    pub ecran: Ecran,
    pub dossiers: Vec<DossierView>,
    pub current: usize,
    pub grille: Grille,
    pub accueil: crate::ui::accueil::Accueil,
    pub enfant: crate::ui::enfant::PageEnfant,
    /// The screen that the child's page was opened from.
    pub(super) enfant_from: Ecran,
    /// What the last lot changed: each dossier before and now, to undo it.
    pub(super) lot: Vec<(crate::domain::Dossier, crate::domain::Dossier)>,
    /// How far the export or the lot of the grid is, and its cancelling.
    pub(super) avance_grille: Progress,
    /// The search that is running, to be cancelled by the next key.
    pub(super) searching: Progress,
    pub(super) ecran_parametres: EcranParametres,
    pub(super) atelier: super::courriers::Atelier,
    pub(super) administration: super::administration::Administration,
    pub(super) tableaux: super::tableaux::Tableaux,
    pub(super) chantier: super::reprise::Chantier,
    /// Everything on its way out.
    pub(super) sortie: Option<super::sortie::Sortie>,
    pub ouverture: EcranOuverture,
    pub(super) palette: Option<Palette>,
    pub(super) aide: bool,
    /// What had the keys before the palette or the help took them.
    pub(super) focus_avant: Option<egui::Id>,
    /// For how many drawings it is still given to what had it: what was in front keeps it out of the first.
    pub(super) keys_back: u8,
    pub question: Option<Question>,
    pub toasts: Toasts,
    pub(super) liaison: Liaison,
    /// « Enregistré à 14:32 »
    pub(super) saved: String,
    /// The last work asked for, by subject: an answer with an older ticket is stale.
    pub(super) tickets: HashMap<Sujet, Ticket>,
    pub(super) pages_asked: HashSet<u64>,
    pub(super) progress: Progress,
    /// The revision of each dossier that its draft file holds.
    pub(super) drafts_written: HashMap<Uuid, u64>,
    /// Dossiers whose draft the disk did not take, until it does.
    pub(super) drafts_refused: HashSet<Uuid>,
    pub(super) last_draft: Instant,
    /// Échap was pressed once: again means the whole record.
    pub(super) escaped: bool,
    pub(super) quitting: bool,
    pub(super) trace: Trace,
    pub(super) ensemble: Ensemble,
    /// The session is locked: this stands before everything.
    pub(super) verrou: Option<Question>,
    /// When something was last typed or pointed at, by the clock of the day: a computer that slept was idle.
    pub(super) last_input: SystemTime,
    /// How long before an idle session locks itself.
    pub lock_after: Duration,
    /// Drafts found when the base was opened, until one decides.
    pub(super) kept: Vec<(Uuid, crate::domain::dossier::Brouillon)>,
}

impl App {
    /// Starts opening the base before there is a window, to be ready with it.
    pub fn start(options: Options) -> Self {
        let window: Arc<OnceLock<Context>> = Arc::default();
        let wake = Arc::clone(&window);
        let repaint = move || wake.get().into_iter().for_each(Context::request_repaint);
        // Two each: with the connections of one base, one is always left for a save.
        let jobs = Jobs::new(2, repaint.clone(), Reponse::panic);
        let long_jobs = Jobs::new(2, repaint.clone(), Reponse::panic);
        let draft_jobs = Jobs::new(1, repaint, Reponse::panic);
        let preferences = Preferences::read(&options.config);
        let mut app = Self {
            jobs,
            long_jobs,
            draft_jobs,
            window,
            ouverture: EcranOuverture::of_last_base(&preferences.base),
            preferences,
            options,
            base: None,
            brouillons: None,
            parametres: Parametres::default(),
            ecran: Ecran::default(),
            dossiers: Vec::new(),
            current: 0,
            grille: Grille::default(),
            accueil: crate::ui::accueil::Accueil::default(),
            enfant: crate::ui::enfant::PageEnfant::default(),
            enfant_from: Ecran::Dossiers,
            lot: Vec::new(),
            avance_grille: Progress::default(),
            searching: Progress::default(),
            ecran_parametres: EcranParametres::default(),
            atelier: super::courriers::Atelier::default(),
            administration: super::administration::Administration::default(),
            tableaux: super::tableaux::Tableaux::default(),
            chantier: super::reprise::Chantier::default(),
            sortie: None,
            palette: None,
            aide: false,
            focus_avant: None,
            keys_back: 0,
            question: None,
            toasts: Toasts::default(),
            liaison: Liaison::default(),
            saved: String::new(),
            tickets: HashMap::new(),
            pages_asked: HashSet::new(),
            progress: Progress::default(),
            drafts_written: HashMap::new(),
            drafts_refused: HashSet::new(),
            last_draft: Instant::now(),
            escaped: false,
            quitting: false,
            trace: Trace::asked(),
            ensemble: Ensemble::default(),
            verrou: None,
            last_input: SystemTime::now(),
            lock_after: super::verrou::LOCK_AFTER,
            kept: Vec::new(),
        };
        app.open_at_start();
        app.sweep_letters();
        app
    }

    /// The window is there.
    pub fn attach(&mut self, ctx: &Context) {
        theme::setup(ctx);
        dialogue::listen();
        ctx.add_plugin(Clavier::default());
        self.preferences.apply(ctx);
        let _ = self.window.set(ctx.clone());
    }

    pub(super) fn today(&self) -> NaiveDate {
        (self.options.today)()
    }

    /// What the person who opened the base may do.
    pub(super) fn droits(&self) -> Droits {
        self.base.as_ref().map(Base::droits).unwrap_or_default()
    }

    pub fn view(&self) -> Option<&DossierView> {
        self.dossiers.get(self.current).filter(|_| self.ecran == Ecran::Dossier)
    }

    pub(super) fn view_mut(&mut self) -> Option<&mut DossierView> {
        self.dossiers.get_mut(self.current).filter(|_| self.ecran == Ecran::Dossier)
    }

    /// Is anything being waited for? For those who step by step: tests and pictures.
    pub fn working(&self) -> bool {
        self.jobs.running() + self.long_jobs.running() + self.draft_jobs.running() > 0
    }

    /// How much was asked of the base since the beginning. For those who count: tests.
    pub fn asked(&self) -> u64 {
        self.jobs.asked() + self.long_jobs.asked()
    }

    /// What came back since the last call.
    pub(super) fn answers(&self) -> Vec<(Ticket, Reponse)> {
        [&self.jobs, &self.long_jobs, &self.draft_jobs].into_iter().flat_map(Jobs::answers).collect()
    }

    /// Writes what is being typed to the disk now, whatever the time.
    pub fn flush_drafts(&mut self) {
        self.last_draft = Instant::now().checked_sub(Duration::from_secs(5)).unwrap_or_else(Instant::now);
        self.write_drafts();
    }

    pub(super) fn contexte(&self) -> Contexte {
        let view = self.view();
        let nature = view.and_then(|view| view.focused_fiche()).map(|(_, cle)| cle.champ().nature);
        Contexte {
            base_open: self.base.is_some(),
            central: self.central(),
            dossier_open: view.is_some(),
            any_dossier: !self.dossiers.is_empty(),
            can_undo: view.is_some_and(|view| view.undo.can_undo()),
            can_redo: view.is_some_and(|view| view.undo.can_redo()),
            in_field: nature.is_some(),
            in_list: nature.is_some_and(|nature| nature.is_list() || nature.is_date()) || self.in_ancien_dossier(),
            in_long_text: nature == Some(Nature::TexteLong),
            in_lines: self.in_lines(),
            known_child: view.is_some_and(|view| !view.connus.is_empty()),
            courriers: self.ecran == Ecran::Courriers,
            courriers_prets: self.ecran == Ecran::Courriers && self.atelier.ecran.ready(),
            tableaux: self.tableaux_shown(),
            droits: self.droits(),
            modal: self.grille.panneau.is_some() && self.ecran == Ecran::Dossiers
                || self.verrou.is_some()
                || self.question.is_some()
                || self.palette.is_some()
                || self.aide
                || self.ecran == Ecran::Tableaux && self.tableaux.ecran.dialogue.is_some(),
        }
    }

    /// What happens between two drawings: keys, answers, drafts.
    fn tick(&mut self, ctx: &Context) {
        let contexte = self.contexte();
        let enter_is_tab = contexte.in_field && !contexte.in_long_text && !contexte.modal;
        for commande in Clavier::take(ctx, contexte, enter_is_tab) {
            self.run(ctx, commande);
        }
        if let Some(texte) = Clavier::take_cells(ctx) {
            self.settle_field(ctx);
            self.paste_cells(&texte);
        }
        for (ticket, reponse) in self.answers() {
            self.receive(ticket, reponse);
        }
        if let Some(before) = self.focus_avant.filter(|_| self.keys_back > 0) {
            self.keys_back -= 1;
            ctx.memory_mut(|memory| memory.request_focus(before));
            ctx.request_repaint();
        }
        if dialogue::was_absent() {
            self.toasts.error(dialogue::DIT);
        }
        self.hear(ctx);
        self.tell_administration(ctx);
        self.tell_reprise(ctx);
        self.lock_when_idle(ctx);
        if let Some(view) = self.view_mut() {
            view.add_waiting_rows();
        }
        if ctx.input(|input| input.viewport().close_requested()) && !self.quitting && self.verrou.is_none() {
            self.ask_before_closing(ctx);
        }
        self.write_drafts();
    }

    fn draw(&mut self, ui: &mut Ui) {
        let mut out = Vec::new();
        let ctx = ui.ctx().clone();
        let locked = self.verrou.is_some();
        if self.ecran != Ecran::Ouverture && !locked {
            self.frame(ui, &mut out);
        }
        CentralPanel::default().frame(crate::ui::dossiers::frame(ui)).show(ui, |ui| {
            if !locked {
                self.screen(ui, &mut out);
            }
        });
        if let Some(question) = self.verrou.as_mut().or(self.question.as_mut()) {
            question::ui(&ctx, question, &mut out);
        }
        if locked {
            // Nothing that tells of a dossier stands over the lock.
        } else if let Some(mut palette) = self.palette.take() {
            let here = Contexte { modal: false, ..self.contexte() };
            if palette.ui(&ctx, here, &mut out) {
                self.palette = Some(palette);
            }
        }
        if self.aide && !locked {
            self.aide = aide::ui(&ctx);
        }
        if !locked {
            self.toasts.ui(&ctx);
        }
        for intention in out {
            self.carry_out(&ctx, intention);
        }
        // Whoever stops typing has no other frame.
        if let Some(due) = self.draft_due() {
            ctx.request_repaint_after(due);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.trace.painted();
        self.tick(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
        if self.ecran == Ecran::Dossiers && self.grille.total.is_some() {
            self.trace.drawn(ui.ctx());
        }
    }

    /// The texture of the letters is as wide as the renderer allows, and kept twice: 2 MB each at
    /// 16,384 points. No screen is wider than this, and no picture that is shown.
    fn raw_input_hook(&mut self, _ctx: &Context, input: &mut egui::RawInput) {
        input.max_texture_side = input.max_texture_side.map(|side| side.min(8_192));
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.flush_drafts();
        self.keep_letters_at_exit();
        self.stop_what_only_reads();
    }
}

impl App {
    pub(super) fn run(&mut self, ctx: &Context, commande: Commande) {
        if commande != Commande::Echapper {
            self.escaped = false;
        }
        // Those leave the field as it is being typed; any other finds its value taken.
        if !matches!(
            commande,
            Commande::Echapper
                | Commande::OuvrirListe
                | Commande::ChampEntier
                | Commande::ZoomPlus
                | Commande::ZoomMoins
                | Commande::ZoomNormal
        ) {
            self.settle_field(ctx);
        }
        self.run_command(ctx, commande);
    }
}
