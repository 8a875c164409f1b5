//! Opening a base: the demonstration, a file of this workstation, the central server.

use egui::{Align, Button, Frame, Key, Layout, Response, RichText, Stroke, TextEdit, Ui, vec2};

use super::theme::{self, couleurs, gras, marge};
use super::widgets::ring;
use super::{Intention, icone};

/// What the keyboard begins with, until it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attend {
    /// No base yet: trying it out is one key away.
    #[default]
    Essai,
    Phrase,
    MotDePasse,
    Rien,
}

/// What is typed here.
#[derive(Clone, Debug, Default)]
pub struct EcranOuverture {
    pub chemin: String,
    pub phrase: String,
    pub phrase_again: String,
    pub serveur: String,
    pub utilisateur: String,
    pub mot_de_passe: String,
    pub attend: Attend,
    /// Why the last attempt failed.
    pub error: String,
    /// What is being done, and a cancel for what is long.
    pub busy: String,
    pub can_cancel: bool,
    /// Dossiers loaded so far, when a demonstration base is being filled.
    pub loaded: usize,
}

impl EcranOuverture {
    /// The fields filled with the address of the last base.
    pub fn of_last_base(adresse: &str) -> Self {
        match adresse.strip_prefix("postgres://") {
            None if adresse.is_empty() => Self::default(),
            None => Self { chemin: adresse.to_owned(), attend: Attend::Phrase, ..Self::default() },
            Some(place) => {
                let (user, server) = place.split_once('@').unwrap_or(("", place));
                Self {
                    serveur: server.to_owned(),
                    utilisateur: user.to_owned(),
                    attend: Attend::MotDePasse,
                    ..Self::default()
                }
            }
        }
    }

    /// Whether the focus goes there now.
    fn awaits(&mut self, what: Attend) -> bool {
        let so = self.attend == what;
        if so {
            self.attend = Attend::Rien;
        }
        so
    }
}

#[derive(Clone, Copy, Debug)]
pub enum Choix {
    Demonstration,
    OpenFile,
    CreateFile,
    Serveur,
    Cancel,
}

pub fn ui(ui: &mut Ui, ouverture: &mut EcranOuverture, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let margin = ((ui.available_width() - 1040.0) / 2.0).max(16.0);
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(egui::Margin { left: margin as i8, right: margin as i8, top: 24, bottom: 12 }).show(
            ui,
            |ui| {
                ui.horizontal(|ui| {
                    ui.label(RichText::new(icone::SHIELD_CHECK).size(34.0).color(c.accent));
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        ui.label(RichText::new("Vigie").family(gras()).size(26.0));
                        ui.label(RichText::new("Recueil et suivi des informations préoccupantes").color(c.doux));
                    });
                });
                ui.add_space(14.0);
                if !ouverture.busy.is_empty() {
                    busy(ui, ouverture, out);
                    return;
                }
                if !ouverture.error.is_empty() {
                    Frame::new()
                        .fill(c.erreur_fond)
                        .stroke(Stroke::new(1.0, c.erreur))
                        .corner_radius(4)
                        .inner_margin(marge(12, 8))
                        .show(ui, |ui| {
                            ui.set_width(ui.available_width());
                            ui.add(egui::Label::new(format!("{} {}", icone::WARNING_CIRCLE, ouverture.error)).wrap());
                        });
                    ui.add_space(8.0);
                }
                let columns = if ui.available_width() > 900.0 { 3 } else { 1 };
                ui.columns(columns, |columns| {
                    let last = columns.len() - 1;
                    let column = |at: usize| at.min(last);
                    let (a, b, d) = (column(0), column(1), column(2));
                    if let Some(ui) = columns.get_mut(a) {
                        fichier(ui, ouverture, out);
                    }
                    if let Some(ui) = columns.get_mut(b) {
                        serveur(ui, ouverture, out);
                    }
                    if let Some(ui) = columns.get_mut(d) {
                        demonstration(ui, ouverture, out);
                    }
                });
            },
        );
    });
}

fn busy(ui: &mut Ui, ouverture: &EcranOuverture, out: &mut Vec<Intention>) {
    ui.horizontal(|ui| {
        ui.spinner();
        let done = if ouverture.loaded > 0 { format!("{} dossiers écrits", ouverture.loaded) } else { String::new() };
        ui.label(format!("{} {done}", ouverture.busy));
        if ouverture.can_cancel && button(ui, "Annuler", false).clicked() {
            out.push(Intention::Start(Choix::Cancel));
        }
    });
}

fn card(ui: &mut Ui, icon: &str, title: &str, explanation: &str, add: impl FnOnce(&mut Ui)) {
    let c = couleurs(ui);
    Frame::new()
        .stroke(Stroke::new(1.0, c.ligne))
        .corner_radius(4)
        .inner_margin(marge(18, 16))
        .outer_margin(marge(4, 4))
        .show(ui, |ui| {
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 4.0;
                ui.label(RichText::new(format!("{icon}  {title}")).family(gras()).size(17.0).color(c.accent));
                ui.add(egui::Label::new(RichText::new(explanation).color(c.doux)).wrap());
                add(ui);
            });
        });
}

fn field(ui: &mut Ui, label: &str, text: &mut String, secret: bool, hint: &str) -> Response {
    let doux = couleurs(ui).doux;
    ui.add_space(6.0);
    let label = ui.label(RichText::new(label).size(theme::LABEL).color(doux));
    ui.add(
        TextEdit::singleline(text)
            .password(secret)
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, theme::HAUTEUR)),
    )
    .labelled_by(label.id)
}

/// Entrée in a field is the button below it.
fn entered(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn button(ui: &mut Ui, text: &str, primary: bool) -> Response {
    let c = couleurs(ui);
    let button = Button::new(RichText::new(text).color(if primary { c.sur_accent } else { c.accent }));
    let button = if primary { button.fill(c.accent).stroke(Stroke::NONE) } else { button };
    let response = ui.add(button.min_size(vec2(0.0, theme::HAUTEUR)));
    ring(ui, &response);
    response
}

fn fichier(ui: &mut Ui, ouverture: &mut EcranOuverture, out: &mut Vec<Intention>) {
    card(
        ui,
        icone::HARD_DRIVES,
        "Base de ce poste",
        "Un seul fichier, pour commencer ou travailler seul. Une phrase secrète d’au moins sept mots le chiffre en entier.",
        |ui| {
            field(ui, "Fichier", &mut ouverture.chemin, false, "…/dossiers.vigie");
            ui.add_space(2.0);
            if button(ui, "Parcourir…", false).clicked() {
                out.push(Intention::BrowseFile { save: false });
            }
            let phrase = field(ui, "Phrase secrète (conseillée)", &mut ouverture.phrase, true, "");
            if ouverture.awaits(Attend::Phrase) {
                phrase.request_focus();
            }
            let asked = entered(ui, &phrase);
            field(ui, "La même phrase, pour créer une base", &mut ouverture.phrase_again, true, "");
            ui.add_space(10.0);
            ui.horizontal_wrapped(|ui| {
                if button(ui, "Ouvrir", true).clicked() || asked {
                    out.push(Intention::Start(Choix::OpenFile));
                }
                if button(ui, "Créer une base", false).clicked() {
                    out.push(Intention::Start(Choix::CreateFile));
                }
            });
        },
    );
}

fn serveur(ui: &mut Ui, ouverture: &mut EcranOuverture, out: &mut Vec<Intention>) {
    card(
        ui,
        icone::DATABASE,
        "Serveur central",
        "Le PostgreSQL du Département, pour toute l’équipe. La liaison est chiffrée et le serveur vérifié.",
        |ui| {
            field(ui, "Adresse du serveur et base", &mut ouverture.serveur, false, "serveur.departement.fr/vigie");
            field(ui, "Nom d’utilisateur", &mut ouverture.utilisateur, false, "");
            let password = field(ui, "Mot de passe", &mut ouverture.mot_de_passe, true, "");
            if ouverture.awaits(Attend::MotDePasse) {
                password.request_focus();
            }
            let asked = entered(ui, &password);
            ui.add_space(10.0);
            if button(ui, "Se connecter", false).clicked() || asked {
                out.push(Intention::Start(Choix::Serveur));
            }
        },
    );
}

fn demonstration(ui: &mut Ui, ouverture: &mut EcranOuverture, out: &mut Vec<Intention>) {
    card(
        ui,
        icone::USERS_THREE,
        "Démonstration",
        "Deux mille dossiers de familles inventées, pour essayer sans rien risquer. La base de démonstration reste sur ce poste.",
        |ui| {
            ui.add_space(10.0);
            let essai = button(ui, "Essayer la démonstration", false);
            if ouverture.awaits(Attend::Essai) {
                essai.request_focus();
            }
            if essai.clicked() {
                out.push(Intention::Start(Choix::Demonstration));
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyboard_begins_with_what_is_missing() {
        for (last, attend) in [
            ("", Attend::Essai),
            ("dossiers.vigie", Attend::Phrase),
            ("postgres://anne@serveur.departement.fr/vigie", Attend::MotDePasse),
        ] {
            assert_eq!(EcranOuverture::of_last_base(last).attend, attend, "{last}");
        }
    }
}
