//! Small things drawn everywhere: badges, buttons of commands, empty states.

use egui::{Align, Button, Color32, Frame, Layout, Response, RichText, Sense, Stroke, Ui, vec2};

use super::theme::{self, couleurs, gras, marge};
use super::{Intention, icone};
use crate::commands::Commande;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ton {
    Neutre,
    Succes,
    Alerte,
    Erreur,
    Accent,
}

pub fn ton_colors(ui: &Ui, ton: Ton) -> (Color32, Color32) {
    let c = couleurs(ui);
    match ton {
        Ton::Neutre => (c.doux, c.neutre_fond),
        Ton::Succes => (c.succes, c.succes_fond),
        Ton::Alerte => (c.alerte, c.alerte_fond),
        Ton::Erreur => (c.erreur, c.erreur_fond),
        Ton::Accent => (c.accent, c.accent_fond),
    }
}

pub fn badge(ui: &mut Ui, text: &str, ton: Ton) -> Response {
    let (fg, bg) = ton_colors(ui, ton);
    let frame = Frame::new().fill(bg).corner_radius(4).inner_margin(marge(7, 1));
    frame.show(ui, |ui| ui.label(RichText::new(text).color(fg).family(gras()).size(theme::LABEL))).response
}

fn icon_of(commande: Commande) -> &'static str {
    match commande {
        Commande::Enregistrer => icone::FLOPPY_DISK,
        Commande::Nouveau => icone::NOTE_PENCIL,
        Commande::Ajouter => icone::PLUS,
        Commande::Retirer => icone::TRASH,
        Commande::AppliquerFratrie => icone::USERS_THREE,
        Commande::LierConnu => icone::CHECK_CIRCLE,
        Commande::Actualiser => icone::ARROWS_CLOCKWISE,
        Commande::EcranDossiers => icone::FOLDER_OPEN,
        Commande::EcranParametres => icone::SLIDERS,
        Commande::Verrouiller => icone::LOCK,
        Commande::Aide => icone::KEYBOARD,
        Commande::Palette => icone::COMMAND,
        _ => "",
    }
}

/// The button of a command, with its keys in the explanation. Not a stop of the Tab key: its keys are.
pub fn command_button(
    ui: &mut Ui,
    commande: Commande,
    text: Option<&str>,
    primary: bool,
    out: &mut Vec<Intention>,
) -> Response {
    let c = couleurs(ui);
    let label = text.unwrap_or_else(|| commande.libelle());
    let icon = icon_of(commande);
    let text = if icon.is_empty() { label.to_owned() } else { format!("{icon}  {label}") };
    let mut button = Button::new(RichText::new(text).color(if primary { c.sur_accent } else { c.accent }))
        .sense(Sense::CLICK)
        .min_size(vec2(0.0, theme::HAUTEUR));
    if primary {
        button = button.fill(c.accent).stroke(Stroke::NONE);
    } else {
        button = button.fill(c.fond).stroke(Stroke::new(1.0, c.ligne));
    }
    let response = ui.add(button);
    if response.clicked() {
        out.push(Intention::Commande(commande));
    }
    match commande.touches().first() {
        Some(touche) => response.on_hover_text(format!("{}\u{a0}: {touche}", commande.libelle())),
        None => response,
    }
}

/// A flat button with an icon and an explanation; `Sense::CLICK` keeps it out of the Tab order.
pub fn icon_button(ui: &mut Ui, icon: &str, explanation: &str, sense: Sense) -> Response {
    let c = couleurs(ui);
    let response = ui.add(
        Button::new(RichText::new(icon).color(c.accent).size(17.0))
            .frame(false)
            .sense(sense)
            .min_size(vec2(26.0, 26.0)),
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, explanation));
    response.on_hover_text(explanation)
}

/// What to do where there is nothing yet.
pub fn empty_state(ui: &mut Ui, icon: &str, title: &str, advice: &str) {
    let c = couleurs(ui);
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space(40.0);
        ui.label(RichText::new(icon).size(40.0).color(c.bord));
        ui.label(RichText::new(title).family(gras()).size(17.0));
        ui.label(RichText::new(advice).color(c.doux));
    });
}

/// Text in one line, cut with an ellipsis; whole in the explanation.
pub fn line(ui: &mut Ui, text: impl Into<egui::WidgetText>) -> Response {
    ui.add(egui::Label::new(text).truncate())
}
