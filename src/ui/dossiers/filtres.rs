//! One condition: typed, or ticked in a list. The same under a column's head and in the form of all of them.

use egui::{Popup, PopupCloseBehavior, RichText, ScrollArea, Sense, TextEdit, Ui, vec2};

use super::etat::Grille;
use crate::domain::recherche::{Colonne, Forme};
use crate::domain::vue::{Saisie, Vue};
use crate::domain::{Nature, Parametres};
use crate::ui::icone;
use crate::ui::theme::couleurs;
use crate::ui::widgets::{ring, tick};

/// Draws the condition of that column; what is asked otherwise is in `vue`. `salt` says where: a field keeps
/// its name, and the focus, when what stands above comes and goes.
pub(super) fn condition(
    ui: &mut Ui,
    grille: &Grille,
    vue: &mut Vue,
    colonne: Colonne,
    width: f32,
    parametres: &Parametres,
    salt: &str,
) {
    match colonne.forme() {
        Forme::Choix(nature) => choices(ui, vue, colonne, nature, width, parametres, salt),
        forme => typed(ui, grille, vue, colonne, forme, width, salt),
    }
}

const fn hint(forme: Forme) -> &'static str {
    match forme {
        Forme::Jours => "-30..auj",
        Forme::Nombres => "2..4",
        Forme::OuiNon => "oui, non",
        Forme::Texte | Forme::Choix(_) => "",
    }
}

fn typed(ui: &mut Ui, grille: &Grille, vue: &mut Vue, colonne: Colonne, forme: Forme, width: f32, salt: &str) {
    let c = couleurs(ui);
    let mut text = match vue.saisies.get(&colonne) {
        Some(Saisie::Tape(text)) => text.clone(),
        _ => String::new(),
    };
    let wrong = grille.wrong.iter().find(|(wrong, _)| *wrong == colonne).map(|(_, why)| why.clone());
    let mut input = TextEdit::singleline(&mut text)
        .id(egui::Id::unique((salt, colonne.code())))
        .desired_width(width - 12.0)
        .hint_text(hint(forme))
        .margin(vec2(4.0, 2.0))
        .min_size(vec2(0.0, 24.0))
        .align(egui::Align2::LEFT_CENTER);
    if wrong.is_some() {
        input = input.text_color(c.erreur);
    }
    let response = ui.add(input);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(format!("Filtre {}", colonne.titre())));
    let changed = response.changed();
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if let Some(why) = wrong {
        response.on_hover_text(why);
    }
    if changed {
        if text.is_empty() {
            vue.saisies.remove(&colonne);
        } else {
            vue.saisies.insert(colonne, Saisie::Tape(text));
        }
    }
}

fn choices(
    ui: &mut Ui,
    vue: &mut Vue,
    colonne: Colonne,
    nature: Nature,
    width: f32,
    parametres: &Parametres,
    salt: &str,
) {
    let c = couleurs(ui);
    let mut ticked = match vue.saisies.get(&colonne) {
        Some(Saisie::Parmi(values)) => values.clone(),
        _ => Vec::new(),
    };
    let label = |id: &str| if id.is_empty() { "(vide)".to_owned() } else { parametres.libelle(nature, id).to_owned() };
    let shown = match ticked.as_slice() {
        [] => "tous".to_owned(),
        [one] => label(one),
        [one, others @ ..] => format!("{} +{}", label(one), others.len()),
    };
    let color = if ticked.is_empty() { c.doux } else { c.accent };
    let text = RichText::new(format!("{shown} {}", icone::CARET_DOWN)).color(color);
    let button =
        egui::Button::new(text).truncate().fill(c.champ).sense(Sense::click()).min_size(vec2(width - 4.0, 24.0));
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding = vec2(6.0, 1.0);
            ui.spacing_mut().interact_size.y = 24.0;
            ui.set_max_width(width - 4.0);
            ui.add(button)
        })
        .inner;
    let told = format!("Filtre {}\u{a0}: {shown}", colonne.titre());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
    ring(ui, &response);
    Popup::menu(&response)
        .id(egui::Id::unique(("choix-filtre", salt, colonne.code())))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_min_width(260.0);
            ScrollArea::vertical().max_height(340.0).show(ui, |ui| {
                let all = parametres.choix(nature);
                for id in all.iter().map(|choix| choix.id.as_str()).chain(std::iter::once("")) {
                    let mut on = ticked.iter().any(|each| each == id);
                    if tick(ui, &mut on, &label(id)).changed() {
                        if on {
                            ticked.push(id.to_owned());
                        } else {
                            ticked.retain(|each| each != id);
                        }
                        if ticked.is_empty() {
                            vue.saisies.remove(&colonne);
                        } else {
                            vue.saisies.insert(colonne, Saisie::Parmi(ticked.clone()));
                        }
                    }
                }
            });
        });
}
