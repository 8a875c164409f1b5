//! CPU of one frame, tessellation included, beside an empty frame: the Dossier screen and the
//! Dossiers grid over a million rows. Drawing on the screen (the GPU's work) is not in it.
//!
//! `cargo bench --bench frame [-- FRAMES]`

mod commun;

use std::time::Duration;

use commun::{Cpu, Durations, ms, row, table};
use eframe::App as _;
use egui::{Context, Event, Key, Modifiers, RawInput, vec2};
use uuid::Uuid;
use vigie::app::{App, Ecran, Options};
use vigie::demo::Demo;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::recherche::{Filtre, Ligne, Page, Tri};
use vigie::domain::{Table, enfant};
use vigie::storage::{self, Base};
use vigie::ui::dossier::{DossierView, Part};
use vigie::ui::dossiers::{Grille, PAGE};
use vigie::ui::theme;

const ROWS: u64 = 1_000_000;

/// Something drawn frame after frame, with the input of each and what is done before it, untimed.
trait Screen {
    fn before(&mut self, frame: usize) -> Vec<Event>;
    fn draw(&mut self, ui: &mut egui::Ui);
    /// Was it really done? A key that goes nowhere costs little.
    fn check(&self, frames: usize);
}

fn main() {
    let frames = commun::size(2_000);
    let dir = tempfile::tempdir().expect("a folder");
    let base = commun::new_file(dir.path(), "trames.vigie");
    let parametres = commun::parametres(&base);
    storage::load(&base, Demo::new(&parametres, 1_000, 1, commun::today()), |_| true).expect("loaded");

    let mut lines = Vec::new();
    for accessible in [false, true] {
        let mut floor = None;
        let mut tell = |what: &str, aim: &str, measured: &Durations| {
            let (p50, p99) = (measured.percentile(50), measured.percentile(99));
            let floor = *floor.get_or_insert(p50);
            let what = format!("{what}{}", if accessible { ", accessibilité active" } else { "" });
            lines.push(row(&[&what, &ms(p50), &ms(p99), &ms(measured.max()), &aim, &commun::times(p50, floor)]));
        };
        tell("trame vide", "", &measure(frames, accessible, |_| Empty));
        let open = |ctx: &Context| Desk::open(ctx, &base, dir.path());
        tell(
            "dossier de 5 enfants, au repos",
            "4",
            &measure(frames, accessible, |ctx| open(ctx).dossier(Part::Enfant)),
        );
        tell(
            "dossier, 20 adultes, au repos",
            "4",
            &measure(frames, accessible, |ctx| open(ctx).dossier(Part::Adultes)),
        );
        tell("dossier, frappe dans un champ", "4", &measure(frames, accessible, |ctx| open(ctx).typing()));
        for (what, keys) in [
            ("grille, au repos", Scroll::None),
            ("grille, une page par trame", Scroll::Pages),
            ("grille, une ligne par trame", Scroll::Lines),
            ("grille, début et fin tour à tour", Scroll::Ends),
        ] {
            tell(what, "8", &measure(frames, accessible, |ctx| open(ctx).grid(keys)));
        }
    }
    table(
        &format!(
            "CPU d’une trame, découpe en triangles comprise, {frames} trames, 1280 × 800 ; grille de {ROWS} lignes"
        ),
        &["", "p50 ms", "p99 ms", "max ms", "but p99", "trame vide"],
        &lines,
    );
}

fn measure<S: Screen>(frames: usize, accessible: bool, screen: impl FnOnce(&Context) -> S) -> Durations {
    let ctx = Context::default();
    if accessible {
        ctx.enable_accesskit();
    }
    theme::setup(&ctx);
    let mut screen = screen(&ctx);
    let cpu = Cpu::of_this_thread();
    let mut measured = Durations::default();
    // The first frames lay out texts and fill the caches: a person sees them once.
    let warm = 60;
    for frame in 0..frames + warm {
        let events = screen.before(frame);
        let input = RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, vec2(1280.0, 800.0))),
            time: Some(frame as f64 / 60.0),
            focused: true,
            events,
            ..RawInput::default()
        };
        let before = cpu.now();
        let output = ctx.run_ui(input, |ui| screen.draw(ui));
        let triangles = ctx.tessellate(output.shapes.clone(), output.pixels_per_point);
        let took = cpu.now() - before;
        assert_eq!(accessible, output.platform_output.accesskit_update.is_some());
        std::hint::black_box(triangles);
        output.drop_without_applying_deltas();
        if frame >= warm {
            measured.push(took);
        }
    }
    screen.check(frames);
    measured
}

struct Empty;

impl Screen for Empty {
    fn before(&mut self, _: usize) -> Vec<Event> {
        Vec::new()
    }

    fn draw(&mut self, ui: &mut egui::Ui) {
        egui::CentralPanel::default().show(ui, |_| {});
    }

    fn check(&self, _: usize) {}
}

#[derive(Clone, Copy, PartialEq)]
enum Scroll {
    None,
    Pages,
    Lines,
    Ends,
}

/// The whole application without its window, as eframe drives it.
struct Desk {
    app: App,
    window: eframe::Frame,
    scroll: Scroll,
    typing: bool,
}

impl Desk {
    fn open(ctx: &Context, base: &Base, dir: &std::path::Path) -> Self {
        // Its own: what another typed and did not save would be offered back, over the screen.
        let dir = dir.join(Uuid::now_v7().to_string());
        let options = Options {
            base: Some(base.cible().clone()),
            config: dir.join("config"),
            data: dir.join("data"),
            today: commun::today,
        };
        let mut app = App::start(options);
        app.attach(ctx);
        let mut desk = Self { app, window: eframe::Frame::_new_kittest(), scroll: Scroll::None, typing: false };
        while desk.app.ecran == Ecran::Ouverture || desk.app.working() {
            ctx.run_ui(RawInput::default(), |ui| desk.draw(ui)).drop_without_applying_deltas();
            std::thread::sleep(Duration::from_millis(1));
        }
        desk
    }

    fn dossier(mut self, part: Part) -> Self {
        let base = Base::open(self.cible()).expect("the base");
        let page = base.page(&Filtre::default(), Tri::default(), 0, 1_000).expect("a page");
        let five = page.lignes.iter().find(|ligne| ligne.nombre_enfants == 5).expect("a large family");
        let mut view = DossierView::read(base.dossier(five.id).expect("read").expect("there"));
        if part == Part::Adultes {
            let adults = view.draft.of(Table::Adulte).next().cloned().into_iter().cycle().take(16);
            for adult in adults.collect::<Vec<_>>() {
                let mut another = vigie::domain::Fiche::new(Table::Adulte);
                adult.valeurs().for_each(|(cle, value)| another.set(cle, value));
                view.draft.fiches.push(another);
            }
        }
        view.show(part);
        self.app.dossiers.push(view);
        self.app.current = 0;
        self.app.ecran = Ecran::Dossier;
        self
    }

    fn cible(&self) -> storage::Cible {
        storage::Cible::parse(&self.app.ouverture.chemin).expect("its address")
    }

    /// In the name of a child, which the header, the tab and the fratrie repeat.
    fn typing(self) -> Self {
        let mut desk = self.dossier(Part::Enfant);
        let view = &mut desk.app.dossiers[0];
        let person = view.draft.of(Table::Enfant).next().map(|fiche| fiche.id).expect("a child");
        view.go_to(person, enfant::personne::NOM_USAGE);
        desk.typing = true;
        desk
    }

    fn grid(mut self, scroll: Scroll) -> Self {
        self.app.ecran = Ecran::Dossiers;
        self.app.grille = Grille::default();
        self.app.grille.take_focus = true;
        self.scroll = scroll;
        self
    }

    /// Every page that this frame may show is there: the wait for the base is another bench's.
    fn serve(&mut self) {
        let here = self.app.grille.at / PAGE;
        let last = ROWS / PAGE - 1;
        for page in [0, 1, last - 1, last, here.saturating_sub(1), here, here + 1] {
            if page <= last {
                self.app.grille.receive(made_up(page * PAGE));
            }
        }
    }
}

impl Screen for Desk {
    fn before(&mut self, frame: usize) -> Vec<Event> {
        let mut events = Vec::new();
        if self.app.ecran == Ecran::Dossiers {
            self.serve();
            let key = match self.scroll {
                Scroll::Pages => Some(Key::PageDown),
                Scroll::Lines => Some(Key::ArrowDown),
                Scroll::Ends => Some(if frame.is_multiple_of(2) { Key::End } else { Key::Home }),
                Scroll::None => None,
            };
            events.extend(key.filter(|_| frame > 5).map(press));
        }
        if self.typing && frame > 5 {
            // Twenty letters, then twenty times back.
            let back = frame / 20 % 2 == 1;
            events.push(if back { press(Key::Backspace) } else { Event::Text("é".to_owned()) });
        }
        events
    }

    fn draw(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.app.logic(&ctx, &mut self.window);
        self.app.ui(ui, &mut self.window);
    }

    fn check(&self, frames: usize) {
        let at = usize::try_from(self.app.grille.at).expect("a row");
        match self.scroll {
            Scroll::None => {}
            Scroll::Lines => assert!(at >= frames, "row {at}"),
            Scroll::Pages => assert!(at >= frames * 15 || at + 1 == ROWS as usize, "row {at}"),
            Scroll::Ends => assert!(at == 0 || at + 1 == ROWS as usize, "row {at}"),
        }
        assert!(self.app.question.is_none(), "a question hides the screen");
        if self.typing {
            let revision = self.app.dossiers[0].revision;
            assert!(revision >= frames as u64, "{revision} changes");
        }
    }
}

fn press(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: true, modifiers: Modifiers::NONE }
}

fn made_up(from: u64) -> Page {
    let ligne = |at: u64| Ligne {
        id: Uuid::from_u128(u128::from(at)),
        numero: format!("{}-{:06}", 2005 + at % 22, at),
        date_reception: format!("20{:02}-{:02}-{:02}", 5 + at % 22, 1 + at % 12, 1 + at % 28),
        type_dossier: "type_dossier/information_preoccupante".to_owned(),
        fratrie: format!("LEFÈVRE-N’DIAYE Léa{at}, Hugo, Inès"),
        nombre_enfants: 3,
        territoire: "vierzon".to_owned(),
        etat: if at.is_multiple_of(3) { "etat_dossier/clos" } else { "etat_dossier/evaluation" }.to_owned(),
        echeance_le: format!("2026-{:02}-{:02}", 1 + at % 12, 1 + at % 28),
        danger_grave: at.is_multiple_of(7),
        autres: Vec::new(),
    };
    Page { from, total: ROWS, lignes: (from..from + PAGE).map(ligne).collect() }
}
