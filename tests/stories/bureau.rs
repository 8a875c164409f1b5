//! A person at the keyboard: types, presses keys, reads the screen. Counts the keys.
#![allow(dead_code, reason = "the stories and the faults each use their part")]

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use vigie::app::{App, Ecran, Options};
use vigie::domain::DossierDraft;
use vigie::storage::Cible;
use vigie::ui::dossier::DossierView;

use crate::common::today;

pub struct Bureau {
    harness: Harness<'static, App>,
    /// Keys pressed beyond the text itself.
    pub keys: usize,
    copied: Arc<Mutex<String>>,
}

/// Hears what goes to the clipboard: a step draws several times, and keeps what the last drawing gave alone.
struct Oreille(Arc<Mutex<String>>);

impl egui::Plugin for Oreille {
    fn debug_name(&self) -> &'static str {
        "oreille"
    }

    fn output_hook(&mut self, _ctx: &egui::Context, output: &mut egui::FullOutput) {
        for command in &output.platform_output.commands {
            if let egui::OutputCommand::CopyText(text) = command {
                self.0.lock().unwrap().clone_from(text);
            }
        }
    }
}

pub const CTRL: Modifiers = Modifiers { alt: false, ctrl: true, shift: false, mac_cmd: false, command: true };
pub const CTRL_SHIFT: Modifiers = Modifiers { alt: false, ctrl: true, shift: true, mac_cmd: false, command: true };

impl Bureau {
    /// Opens the application on a base; drafts and preferences go to `dir`.
    pub fn open(cible: Option<Cible>, dir: PathBuf) -> Self {
        Self::open_on(cible, dir, today)
    }

    /// The same on another day.
    pub fn open_on(cible: Option<Cible>, dir: PathBuf, today: fn() -> chrono::NaiveDate) -> Self {
        let options = Options { base: cible.clone(), config: dir.join("config"), data: dir.join("data"), today };
        let copied = Arc::<Mutex<String>>::default();
        let heard = Arc::clone(&copied);
        let harness = Harness::builder().with_size([1280.0, 800.0]).with_max_steps(64).build_eframe(move |cc| {
            let mut app = App::start(options);
            app.attach(&cc.egui_ctx);
            cc.egui_ctx.add_plugin(Oreille(heard));
            app
        });
        let mut bureau = Self { harness, keys: 0, copied };
        if cible.is_some() {
            bureau.wait_for("the base", |app| app.ecran != Ecran::Ouverture && !app.working());
        }
        bureau
    }

    pub fn app(&self) -> &App {
        self.harness.state()
    }

    pub fn app_mut(&mut self) -> &mut App {
        self.harness.state_mut()
    }

    pub fn view(&self) -> &DossierView {
        self.app().view().expect("no dossier is open")
    }

    pub fn draft(&self) -> &DossierDraft {
        &self.view().draft
    }

    /// How many times the renderer is called for the frame: once for all that has the same clip.
    pub fn drawings(&self) -> usize {
        self.harness.output().shapes.chunk_by(|a, b| a.clip_rect == b.clip_rect).count()
    }

    pub fn settle(&mut self) {
        for _ in 0..3 {
            self.harness.step();
        }
    }

    /// What was last put in the clipboard; asked for once.
    pub fn copied(&self) -> String {
        std::mem::take(&mut self.copied.lock().unwrap())
    }

    /// Ctrl+C, as the system tells it.
    pub fn copy(&mut self) -> &mut Self {
        self.harness.event(Event::Copy);
        self.settle();
        self
    }

    pub fn wait_for(&mut self, what: &str, done: impl Fn(&App) -> bool) {
        let start = Instant::now();
        loop {
            self.harness.step();
            if done(self.app()) {
                self.settle();
                return;
            }
            assert!(
                start.elapsed() < Duration::from_secs(30),
                "waited for {what} in vain; messages: {:?}",
                self.app().toasts.texts().collect::<Vec<_>>()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Text as the keyboard sends it, into whatever has the focus.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.harness.event(Event::Paste(text.to_owned()));
        self.settle();
        self
    }

    pub fn key(&mut self, key: Key) -> &mut Self {
        self.press(Modifiers::NONE, key)
    }

    /// The cross of the window, or the system that closes it.
    pub fn close_window(&mut self) {
        let window = self.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
        window.events.push(egui::ViewportEvent::Close);
        self.settle();
    }

    pub fn ctrl(&mut self, key: Key) -> &mut Self {
        self.press(CTRL, key)
    }

    pub fn press(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.keys += 1;
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
        self
    }

    /// Text, then on to the next field.
    pub fn enter(&mut self, text: &str) -> &mut Self {
        self.text(text).key(Key::Enter)
    }

    /// Past fields that are left as they are.
    pub fn skip(&mut self, fields: usize) -> &mut Self {
        for _ in 0..fields {
            self.key(Key::Enter);
        }
        self
    }

    /// The first of the buttons of that name.
    pub fn click(&mut self, label: &str) -> &mut Self {
        let button = self.harness.query_all_by_label(label).next();
        button.unwrap_or_else(|| panic!("no « {label} » on the screen")).click();
        self.settle();
        self
    }

    /// The first of the buttons whose name holds that text.
    pub fn click_on(&mut self, text: &str) -> &mut Self {
        let button = self.harness.query_all_by_label_contains(text).next();
        button.unwrap_or_else(|| panic!("no « …{text}… » on the screen")).click();
        self.settle();
        self
    }

    /// Gives the focus to the first of the widgets whose name begins so.
    pub fn focus(&mut self, label: &str) -> &mut Self {
        let widget = self.harness.query_all_by_label_contains(label).next();
        widget.unwrap_or_else(|| panic!("no « {label} » on the screen")).focus();
        self.settle();
        self
    }

    /// Tab until the widget of that name has the focus, as somebody does who has no mouse.
    pub fn tab_to(&mut self, label: &str) -> &mut Self {
        self.walk_to(Modifiers::NONE, label)
    }

    /// The same backwards: what stands above.
    pub fn back_to(&mut self, label: &str) -> &mut Self {
        self.walk_to(Modifiers::SHIFT, label)
    }

    fn walk_to(&mut self, modifiers: Modifiers, label: &str) -> &mut Self {
        let mut seen = Vec::new();
        for _ in 0..120 {
            let name = self.focused_name();
            if name.contains(label) {
                return self;
            }
            seen.push(name);
            self.press(modifiers, Key::Tab);
        }
        seen.truncate(30);
        panic!("Tab never comes to « {label} », only to {seen:?}");
    }

    /// The same for a button of the follow-up, which stand above its fields.
    pub fn push_above(&mut self, label: &str) -> &mut Self {
        self.back_to(label).key(Key::Enter);
        self.wait_for(label, |app| !app.working());
        self
    }

    /// The name of the widget that has the focus.
    pub fn focused_name(&self) -> String {
        let at = self.harness.query_all(egui_kittest::kittest::by().predicate(|node| node.is_focused())).next();
        at.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    }

    /// Where the widget that has the focus stands.
    pub fn focused_rect(&self) -> egui::Rect {
        let at = self.harness.query_all(egui_kittest::kittest::by().predicate(|node| node.is_focused())).next();
        at.expect("nothing has the focus").rect()
    }

    /// What the widget that has the focus holds.
    pub fn value(&self) -> String {
        let at = self.harness.query_all(egui_kittest::kittest::by().predicate(|node| node.is_focused())).next();
        at.and_then(|node| node.value()).unwrap_or_default()
    }

    /// Presses the button of that name with keys alone, then waits for whatever it asked of the base.
    pub fn push(&mut self, label: &str) -> &mut Self {
        self.tab_to(label).key(Key::Enter);
        self.wait_for(label, |app| !app.working());
        self
    }

    /// The label of the field that has the focus.
    pub fn focused(&self) -> String {
        let view = self.view();
        view.focused_fiche().map(|(_, cle)| cle.champ().libelle.to_owned()).unwrap_or_default()
    }

    /// How far below the top of the window the widget of that name stands.
    pub fn top_of(&self, label: &str) -> f32 {
        let widget = self.harness.query_all_by_label_contains(label).next();
        widget.unwrap_or_else(|| panic!("no « {label} » on the screen")).rect().top()
    }

    pub fn sees(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }

    /// Waits for an answer of the base that shows that text.
    pub fn wait_to_see(&mut self, text: &str) {
        let start = Instant::now();
        while !self.sees(text) {
            assert!(start.elapsed() < Duration::from_secs(30), "« {text} » never came; {:?}", self.labels(""));
            self.harness.step();
            std::thread::sleep(Duration::from_millis(2));
        }
        self.wait_for("what comes with it", |app| !app.working());
    }

    /// Every name on the screen that holds that text: for what is not seen.
    pub fn labels(&self, text: &str) -> Vec<String> {
        let all = self.harness.query_all_by_label_contains(text);
        all.filter_map(|node| node.accesskit_node().label()).collect()
    }

    pub fn told(&self, text: &str) -> bool {
        self.app().toasts.texts().any(|toast| toast.contains(text))
    }

    pub fn save(&mut self) {
        self.ctrl(Key::S);
        self.wait_for("the save", |app| {
            app.view().is_some_and(|view| !view.saving && (!view.dirty || !view.errors.is_empty())) && !app.working()
        });
    }
}
