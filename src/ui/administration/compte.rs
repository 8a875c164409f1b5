//! One account: who it is, what it may do, where, and its password.

use egui::{Button, Key, RichText, ScrollArea, Stroke, TextEdit, Ui, vec2};
use strum::IntoEnumIterator as _;

use super::comptes::full_name;
use super::ecran::ask;
use super::secret;
use super::vue::Demande;
use super::vue_comptes::CompteTape;
use crate::domain::Parametres;
use crate::domain::compte::Role;
use crate::domain::parametres::Choix;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{Ton, badge, button, ring, tick};
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, tape: &mut CompteTape, parametres: &Parametres, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.horizontal(|ui| {
        let title = if tape.nouveau { "Nouveau compte".to_owned() } else { full_name(&tape.compte) };
        ui.label(RichText::new(title).family(gras()).size(theme::TITRE));
        if !tape.nouveau && !tape.compte.actif {
            badge(ui, "Fermé", Ton::Neutre);
        }
    });
    if !tape.erreur.is_empty() {
        ui.add(egui::Label::new(RichText::new(format!("{} {}", icone::WARNING, tape.erreur)).color(c.erreur)).wrap());
    }
    // Above what scrolls: seen whatever the height of the window.
    actions(ui, tape, out);
    ui.add_space(8.0);
    ScrollArea::vertical().id_salt("compte").auto_shrink([false, false]).show(ui, |ui| {
        identity(ui, tape);
        roles(ui, tape);
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                places(left, "Territoires", &mut tape.compte.territoires, &parametres.territoires);
                places(right, "Services", &mut tape.compte.services, &parametres.services);
            }
        });
        ui.add_space(8.0);
        password(ui, tape);
    });
}

fn identity(ui: &mut Ui, tape: &mut CompteTape) {
    let focus = std::mem::take(&mut tape.take_focus);
    ui.horizontal_wrapped(|ui| {
        if tape.nouveau {
            let login = text(ui, "Nom d’utilisateur", &mut tape.compte.login, 150.0);
            if focus {
                login.request_focus();
            }
        }
        text(ui, "Prénom", &mut tape.compte.prenom, 140.0);
        text(ui, "Nom", &mut tape.compte.nom, 160.0);
        text(ui, "Courriel", &mut tape.compte.courriel, 220.0);
    });
}

fn text(ui: &mut Ui, label: &str, value: &mut String, width: f32) -> egui::Response {
    let doux = couleurs(ui).doux;
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        let label = ui.label(RichText::new(label).size(theme::LABEL).color(doux));
        ui.add(TextEdit::singleline(value).desired_width(width).min_size(vec2(0.0, theme::HAUTEUR)))
            .labelled_by(label.id)
    })
    .inner
}

fn roles(ui: &mut Ui, tape: &mut CompteTape) {
    ui.add_space(6.0);
    ui.label(RichText::new("Rôles").family(gras()));
    for role in Role::iter() {
        let mut on = tape.has(role);
        ui.horizontal(|ui| {
            if tick(ui, &mut on, role.libelle()).changed() {
                if on {
                    tape.compte.roles.push(role);
                } else {
                    tape.compte.roles.retain(|other| *other != role);
                }
            }
            let doux = couleurs(ui).doux;
            ui.label(RichText::new(role.explication()).size(theme::LABEL).color(doux));
        });
    }
    ui.add_space(6.0);
}

fn places(ui: &mut Ui, title: &str, held: &mut Vec<String>, among: &[Choix]) {
    ui.label(RichText::new(title).family(gras()));
    // What is closed is shown only to who still holds it.
    for choix in among.iter().filter(|choix| choix.actif || held.contains(&choix.id)).cloned().collect::<Vec<_>>() {
        let mut on = held.contains(&choix.id);
        if tick(ui, &mut on, &choix.libelle).changed() {
            held.retain(|id| *id != choix.id);
            if on {
                held.push(choix.id);
            }
        }
    }
}

fn password(ui: &mut Ui, tape: &mut CompteTape) {
    ui.label(RichText::new("Mot de passe").family(gras()));
    if tape.nouveau || !tape.compte.actif {
        tick(ui, &mut tape.annuaire, "Celui de l’annuaire du Département");
    }
    if !tape.annuaire {
        let doux = couleurs(ui).doux;
        let told = "Il ne quitte pas ce poste\u{a0}: seule une empreinte (SCRAM) est envoyée au serveur";
        ui.add(egui::Label::new(RichText::new(told).size(theme::LABEL).color(doux)).wrap());
        let login = tape.compte.login.clone();
        secret::ui(ui, &mut tape.mot_de_passe, &mut tape.encore, &login);
    }
}

fn actions(ui: &mut Ui, tape: &mut CompteTape, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    if tape.confirme {
        let told = format!(
            "Fermer le compte de {}\u{a0}? La personne ne pourra plus se connecter\u{a0}; son nom reste dans l’historique.",
            full_name(&tape.compte)
        );
        ui.add(egui::Label::new(RichText::new(told).color(c.alerte)).wrap());
        ui.horizontal(|ui| {
            if button(ui, icone::LOCK, "Oui, fermer le compte").clicked() {
                ask(out, Demande::FermerCompte);
            }
            if button(ui, icone::X, "Non").clicked() {
                tape.confirme = false;
            }
        });
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let label = if tape.nouveau { "Créer le compte" } else { "Enregistrer le compte" };
        let primary = Button::new(RichText::new(label).color(c.sur_accent))
            .fill(c.accent)
            .stroke(Stroke::NONE)
            .min_size(vec2(0.0, theme::HAUTEUR));
        let response = ui.add(primary);
        ring(ui, &response);
        let entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if response.clicked() || entered {
            ask(out, Demande::EnregistrerCompte);
        }
        if tape.nouveau {
            if button(ui, icone::X, "Abandonner").clicked() {
                ask(out, Demande::AbandonnerCompte);
            }
        } else if tape.compte.actif {
            if button(ui, icone::ARROWS_CLOCKWISE, "Changer le mot de passe").clicked() {
                ask(out, Demande::MotDePasse);
            }
            if button(ui, icone::LOCK, "Fermer le compte…").clicked() {
                tape.confirme = true;
            }
        } else if button(ui, icone::CHECK_CIRCLE, "Rouvrir le compte").clicked() {
            ask(out, Demande::RouvrirCompte);
        }
    });
}
