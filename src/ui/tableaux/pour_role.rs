//! Whose page the present one becomes.

use egui::{Context, Frame, Id, Modal, RichText, Ui};
use strum::IntoEnumIterator as _;

use super::vue::Demande;
use crate::domain::compte::Role;
use crate::ui::theme::{self, couleurs, gras, marge};
use crate::ui::widgets::{button, one_of, primary};
use crate::ui::{Intention, icone};

#[derive(Clone, Debug)]
pub struct PourRole {
    pub role: Role,
    pub erreur: String,
    opened: bool,
}

impl Default for PourRole {
    fn default() -> Self {
        Self { role: Role::Saisie, erreur: String::new(), opened: false }
    }
}

pub fn ui(ctx: &Context, pour: &mut PourRole, out: &mut Vec<Intention>) {
    let frame = Frame::popup(&ctx.global_style()).inner_margin(marge(24, 18));
    Modal::new(Id::unique("pour-role")).frame(frame).show(ctx, |ui| {
        ui.set_width(520.0);
        ui.spacing_mut().item_spacing.y = 10.0;
        body(ui, pour, out);
    });
}

fn body(ui: &mut Ui, pour: &mut PourRole, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.label(RichText::new("Donner cette page à un rôle").family(gras()).size(theme::TITRE));
    let rule = "Elle s’ouvre pour chaque personne de ce rôle qui n’a pas arrangé la sienne. Un indicateur composé \
                n’y paraît que s’il est partagé avec tous";
    ui.add(egui::Label::new(RichText::new(rule).color(c.doux)).wrap());
    // The accounts' and the journal's people count no fact.
    let roles = Role::iter().filter(|role| !matches!(role, Role::Administration | Role::Audit));
    if let Some(role) = one_of(ui, "Rôle", 340.0, "", pour.role, roles.map(|role| (role, role.libelle()))) {
        pour.role = role;
    }
    if !pour.erreur.is_empty() {
        ui.add(egui::Label::new(RichText::new(&pour.erreur).color(c.erreur)).wrap());
    }
    let mut ask = |demande| out.push(Intention::Tableaux(demande));
    ui.horizontal_wrapped(|ui| {
        let give = primary(ui, icone::CHECK_CIRCLE, "Donner la page");
        if !std::mem::replace(&mut pour.opened, true) {
            give.request_focus();
        }
        if give.clicked() {
            ask(Demande::Donner { page: true });
        }
        if button(ui, icone::X, "Rendre à ce rôle la page de départ").clicked() {
            ask(Demande::Donner { page: false });
        }
        if button(ui, icone::X, "Annuler").clicked() {
            ask(Demande::Fermer);
        }
    });
}
