//! A new password as it is typed: twice, unseen, with what the rule asks and what is met.

use egui::{Response, RichText, TextEdit, Ui, vec2};

use crate::domain::mot_de_passe::criteres;
use crate::ui::icone;
use crate::ui::theme::{self, couleurs};

/// Draws both fields and the rule; gives the first field.
pub fn ui(ui: &mut Ui, mot_de_passe: &mut String, encore: &mut String, login: &str) -> Response {
    let first = field(ui, "Nouveau mot de passe", mot_de_passe);
    rule(ui, mot_de_passe, login);
    field(ui, "Le même, encore une fois", encore);
    first
}

pub fn field(ui: &mut Ui, label: &str, text: &mut String) -> Response {
    let doux = couleurs(ui).doux;
    let label = ui.label(RichText::new(label).size(theme::LABEL).color(doux));
    let width = ui.available_width().min(420.0);
    ui.add(TextEdit::singleline(text).password(true).desired_width(width).min_size(vec2(0.0, theme::HAUTEUR)))
        .labelled_by(label.id)
}

/// One of the first three, and the last.
fn rule(ui: &mut Ui, mot_de_passe: &str, login: &str) {
    let c = couleurs(ui);
    ui.label(RichText::new("Une de ces trois formes\u{a0}:").size(theme::LABEL).color(c.doux));
    let criteres = criteres(mot_de_passe, login);
    let last = criteres.len() - 1;
    for (at, (said, met)) in criteres.into_iter().enumerate() {
        if at == last {
            ui.label(RichText::new("et\u{a0}:").size(theme::LABEL).color(c.doux));
        }
        let met = met && !mot_de_passe.is_empty();
        let (icon, color) = if met { (icone::CHECK_CIRCLE, c.succes) } else { (icone::INFO, c.doux) };
        let label = ui.label(RichText::new(format!("{icon}  {said}")).size(theme::LABEL).color(color));
        let told = format!("{said}\u{a0}: {}", if met { "oui" } else { "pas encore" });
        ui.ctx().accesskit_node_builder(label.id, |node| node.set_value(told));
    }
}

/// What keeps a new password from being taken, in a sentence.
pub fn refusal(mot_de_passe: &str, encore: &str, login: &str) -> Option<String> {
    if let Err(refus) = crate::domain::mot_de_passe::juger(mot_de_passe, login) {
        return Some(refus.to_string());
    }
    (mot_de_passe != encore)
        .then(|| "Les deux mots de passe ne sont pas les mêmes ; retapez-les, rien n’a été changé".to_owned())
}
