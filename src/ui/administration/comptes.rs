//! The accounts: the people at the left, the one that is chosen at the right.

use egui::{Align, Atom, Button, Layout, RichText, ScrollArea, Sense, TextEdit, Ui, UiBuilder, vec2};

use super::compte;
use super::ecran::ask;
use super::vue::{Demande, EcranAdministration};
use super::vue_comptes::EcranComptes;
use crate::domain::compte::Compte;
use crate::domain::{Parametres, nom};
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{Ton, badge, button, empty_state, ring};
use crate::ui::zone::zone;
use crate::ui::{Intention, icone};

/// The list of people.
const LISTE: f32 = 430.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranAdministration, parametres: &Parametres, out: &mut Vec<Intention>) {
    let comptes = &mut ecran.comptes;
    if !comptes.absents.is_empty() {
        empty_state(ui, icone::USERS_THREE, "Pas de comptes dans cette base", &comptes.absents);
        return;
    }
    let whole = ui.available_rect_before_wrap();
    let middle = whole.left() + LISTE.min(whole.width() * 0.42);
    let (left, right) = whole.split_left_right_at_x(middle);
    let mut list = ui.new_child(UiBuilder::new().id_salt("comptes").max_rect(left.with_max_x(middle - 12.0)));
    zone(&mut list, "comptes", |ui, _| people(ui, comptes, out));
    let mut form = ui.new_child(UiBuilder::new().id_salt("compte").max_rect(right.with_min_x(middle + 8.0)));
    match &mut comptes.choisi {
        Some(tape) => zone(&mut form, "compte", |ui, _| compte::ui(ui, tape, parametres, out)),
        None => empty_state(
            &mut form,
            icone::USER,
            "Choisissez un compte",
            "Son rôle dit ce que la personne peut lire et écrire\u{a0}; PostgreSQL le garde lui-même",
        ),
    }
    ui.allocate_rect(whole, Sense::hover());
}

fn people(ui: &mut Ui, ecran: &mut EcranComptes, out: &mut Vec<Intention>) {
    ui.horizontal(|ui| {
        let label = ui.label("Chercher");
        let field = TextEdit::singleline(&mut ecran.cherche).desired_width(96.0).min_size(vec2(0.0, theme::HAUTEUR));
        ui.add(field).labelled_by(label.id);
        ui.checkbox(&mut ecran.ouverts, "Ouverts seulement");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button(ui, icone::USER_PLUS, "Ajouter").clicked() {
                ask(out, Demande::NouveauCompte);
            }
        });
    });
    ui.add_space(4.0);
    let Some(comptes) = &ecran.comptes else {
        ui.label("Lecture des comptes…");
        return;
    };
    if comptes.is_empty() {
        ui.label("Aucun compte encore\u{a0}: ajoutez la première personne");
    }
    let wanted = nom::fold(&ecran.cherche);
    let shown = comptes.iter().filter(|compte| {
        (compte.actif || !ecran.ouverts)
            && nom::fold(&format!("{} {} {}", compte.prenom, compte.nom, compte.login)).contains(&wanted)
    });
    let chosen = ecran.choisi.as_ref().filter(|tape| !tape.nouveau).map(|tape| tape.compte.login.as_str());
    ScrollArea::vertical().id_salt("comptes").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for compte in shown {
            if person(ui, compte, chosen == Some(compte.login.as_str())) {
                ask(out, Demande::ChoisirCompte(compte.login.clone()));
            }
        }
    });
}

/// The name takes the keys; the whole row, what it may do included, is pressed.
fn person(ui: &mut Ui, compte: &Compte, on: bool) -> bool {
    let row = UiBuilder::new().id_salt(("compte", &compte.login)).sense(Sense::CLICK);
    ui.scope_builder(row, |ui| {
        let c = couleurs(ui);
        let under = ui.response();
        if on || under.hovered() {
            ui.painter().rect_filled(under.rect, 4.0, if on { c.choisi } else { c.bande });
        }
        let name = full_name(compte);
        let text = RichText::new(format!("{name}  ·  {}", compte.login)).color(match (on, compte.actif) {
            (true, _) => c.accent,
            (false, true) => c.texte,
            (false, false) => c.doux,
        });
        let text = if on { text.family(gras()) } else { text };
        let response = ui.add(
            Button::new((text, Atom::grow())).frame(false).min_size(vec2(ui.available_width() - 4.0, 28.0)).truncate(),
        );
        ring(ui, &response);
        badges(ui, compte);
        response.clicked() || under.clicked()
    })
    .inner
}

fn badges(ui: &mut Ui, compte: &Compte) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 3.0);
        ui.add_space(6.0);
        if !compte.actif {
            badge(ui, "Fermé", Ton::Neutre);
        }
        for role in &compte.roles {
            badge(ui, role.libelle(), Ton::Accent);
        }
        let places = compte.territoires.len() + compte.services.len();
        if places > 0 {
            badge(ui, &places_of(compte), Ton::Neutre);
        }
        if compte.actif && compte.roles.is_empty() {
            badge(ui, "Sans rôle", Ton::Alerte);
        }
    });
    ui.add_space(2.0);
}

fn places_of(compte: &Compte) -> String {
    let count = |many: usize, one: &str| match many {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {one}s")),
    };
    [count(compte.territoires.len(), "territoire"), count(compte.services.len(), "service")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

pub(super) fn full_name(compte: &Compte) -> String {
    let name = format!("{} {}", compte.prenom, compte.nom);
    let name = name.trim();
    if name.is_empty() { compte.login.clone() } else { name.to_owned() }
}
