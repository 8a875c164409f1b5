//! One's own password, changed from anywhere.

use egui::{RichText, Ui};

use super::administration::secret;
use super::question::{MotDePasse, Question, Reponse, buttons, text};
use super::theme::couleurs;

pub fn body(ui: &mut Ui, question: &mut Question) -> Option<Reponse> {
    let Question::MotDePasse(typed) = question else { return None };
    text(
        ui,
        "Changer mon mot de passe",
        "Le nouveau ne quitte pas ce poste\u{a0}: seule une empreinte est envoyée au serveur.",
    );
    let MotDePasse { login, actuel, nouveau, encore, erreur } = &mut **typed;
    let first = secret::field(ui, "Mot de passe actuel", actuel);
    if !ui.memory(|memory| memory.focused().is_some()) {
        first.request_focus();
    }
    secret::ui(ui, nouveau, encore, login);
    if !erreur.is_empty() {
        let color = couleurs(ui).erreur;
        ui.add(egui::Label::new(RichText::new(erreur.as_str()).color(color)).wrap());
    }
    let answer = Reponse::MotDePasse(typed.clone());
    buttons(ui, &[("Changer le mot de passe", answer)])
}
