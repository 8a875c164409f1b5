//! The floor of `benches/demarrage.sh`: a window of the same size with nothing in it, by the same
//! library. It says when its first frame is on the screen as Vigie does, and closes; with
//! `VIGIE_TRACE` it stays.

use std::time::{SystemTime, UNIX_EPOCH};

struct Vide {
    frames: usize,
}

impl eframe::App for Vide {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        if self.frames == 1 {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            eprintln!("VIGIE_TRACE {:.6}", now.as_secs_f64());
            if std::env::var_os("VIGIE_TRACE").is_none() {
                ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
        egui::CentralPanel::default().show(ui, |_| {});
        if self.frames == 0 {
            ui.ctx().request_repaint();
        }
        self.frames += 1;
    }
}

fn main() {
    let viewport = egui::ViewportBuilder::default().with_title("vide").with_inner_size([1280.0, 800.0]);
    let native = eframe::NativeOptions { viewport, ..vigie::app::native_options() };
    // `cargo bench` on a machine without a screen goes on with the other benches.
    if let Err(error) = eframe::run_native("vide", native, Box::new(|_| Ok(Box::new(Vide { frames: 0 })))) {
        println!("fenêtre vide : pas d’écran ({error})");
    }
}
