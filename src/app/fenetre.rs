//! The window of the system, and its closing.

use super::application::{App, Options};

/// How the window is made, whatever is in it.
pub fn native_options() -> eframe::NativeOptions {
    eframe::NativeOptions::default()
}

/// The library's own would stand in the task bar otherwise, and take a megabyte.
fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icone.png")).unwrap_or_default()
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// One French sentence when there is no display.
pub fn run(options: Options) -> Result<(), String> {
    let mut app = Some(App::start(options));
    let viewport = egui::ViewportBuilder::default()
        .with_title("Vigie")
        .with_app_id("vigie")
        .with_icon(icon())
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([900.0, 600.0]);
    let native = eframe::NativeOptions { viewport, ..native_options() };
    let outcome = eframe::run_native(
        "Vigie",
        native,
        Box::new(move |cc| {
            let mut app = app.take().ok_or("déjà ouverte")?;
            app.attach(&cc.egui_ctx);
            Ok(Box::new(app))
        }),
    );
    outcome.map_err(|error| {
        // The library's own words name its source files.
        let why = match error {
            eframe::Error::WinitEventLoop(_) => "aucun écran ne répond".to_owned(),
            other => other.to_string(),
        };
        format!("La fenêtre ne peut pas s’ouvrir ({why}) ; Vigie a besoin d’un écran, les commandes marchent sans : vigie --aide")
    })
}
