//! The screen: writing, the register, or the templates, under one bar.

use egui::{Button, Key, Rect, RichText, Sense, Stroke, Ui, UiBuilder, pos2, vec2};
use strum::IntoEnumIterator as _;

use super::vue::{Demande, EcranCourriers, Vue};
use super::{apercu, ecrire, edition, modeles, registre};
use crate::commands::{Commande, Geste};
use crate::ui::geste::step;
use crate::ui::theme::{couleurs, gras};
use crate::ui::zone::zone;
use crate::ui::{Intention, widgets};

/// The list of templates.
const LISTE: f32 = 264.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    bar(ui, ecran.vue, out);
    ui.add_space(8.0);
    let whole = ui.available_rect_before_wrap();
    let mut part = |salt: &str, left: f32, right: f32| {
        let rect = Rect::from_min_max(pos2(left, whole.top()), pos2(right, whole.bottom()));
        let mut part = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect));
        part.shrink_clip_rect(rect.expand(4.0));
        part
    };
    // The page takes what a page needs, and leaves room to write.
    let middle = whole.left() + LISTE + 16.0;
    let sheet = ((whole.right() - middle) * 0.48).clamp(240.0, 620.0);
    let edge = whole.right() - sheet;
    match ecran.vue {
        Vue::Ecrire => {
            zone(&mut part("modeles", whole.left(), middle - 16.0), "modeles", |ui, _| modeles::ui(ui, ecran, out));
            zone(&mut part("ecriture", middle, edge - 16.0), "ecriture", |ui, _| ecrire::ui(ui, ecran, out));
            apercu::ui(&mut part("pages", edge, whole.right()), ecran.apercu.as_ref());
        }
        Vue::Registre => {
            let shown = ecran.vu.is_some();
            let end = if shown { edge - 16.0 } else { whole.right() };
            registre::ui(&mut part("registre", whole.left(), end), ecran, out);
            if let Some((_, seen)) = &ecran.vu {
                apercu::ui(&mut part("pages", edge, whole.right()), Some(seen));
            }
        }
        Vue::Modeles => {
            zone(&mut part("modeles", whole.left(), middle - 16.0), "modeles", |ui, _| modeles::ui(ui, ecran, out));
            zone(&mut part("edition", middle, edge - 16.0), "edition", |ui, _| {
                edition::ui(ui, &mut ecran.edition, out);
            });
            apercu::ui(&mut part("pages", edge, whole.right()), ecran.edition.apercu.as_ref());
        }
    }
    ui.allocate_rect(whole, Sense::hover());
}

/// The faces of the screen. Reached by Alt+digit, so not stops of the Tab key.
fn bar(ui: &mut Ui, current: Vue, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let bar = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (vue, commande) in
            Vue::iter().zip([Commande::CourriersEcrire, Commande::CourriersRegistre, Commande::CourriersModeles])
        {
            let on = vue == current;
            let text = RichText::new(vue.libelle());
            let text = if on { text.family(gras()).color(c.accent) } else { text.color(c.texte) };
            let button = Button::new(text)
                .fill(if on { c.fond } else { c.accent_fond })
                .stroke(Stroke::new(1.0, c.ligne))
                .corner_radius(egui::CornerRadius { nw: 4, ne: 4, sw: 0, se: 0 })
                .sense(Sense::CLICK)
                .min_size(vec2(widgets::bold_width(ui, vue.libelle()) + 24.0, 32.0));
            let response = ui.add(button);
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, on, vue.libelle()));
            let keys = commande.touches().first().map(ToString::to_string).unwrap_or_default();
            let response = response.on_hover_text(keys);
            if on {
                ui.painter().hline(response.rect.x_range(), response.rect.top() + 1.0, Stroke::new(2.0, c.accent));
            }
            if response.clicked() {
                out.push(Intention::Courriers(Demande::Vue(vue)));
            }
        }
    });
    ui.painter().hline(ui.max_rect().x_range(), bar.response.rect.bottom() + 1.0, Stroke::new(1.0, c.ligne));
}

/// Was Entrée pressed in this field, as it was left?
pub(super) fn entered(ui: &Ui, response: &egui::Response) -> bool {
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// Takes an arrow from the field that has the focus: one step up or down.
pub(super) fn arrow(ui: &Ui, response: &egui::Response) -> isize {
    if !response.has_focus() {
        return 0;
    }
    ui.input_mut(|input| step(input, Geste::ListeValeur))
}
