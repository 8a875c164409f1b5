//! The list of templates: typing finds one, arrows choose, Entrée goes on.

use egui::{Atom, Button, Id, RichText, ScrollArea, Stroke, TextEdit, Ui, vec2};

use super::ecran::{arrow, entered};
use super::edition;
use super::vue::{Demande, EcranCourriers, ModeleVu, Vue};
use crate::ui::theme::{self, couleurs};
use crate::ui::widgets::{button, inner_ring, select_on_arrival};
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let editing = ecran.vue == Vue::Modeles;
    let id = Id::unique("chercher-un-modele");
    // Before it is drawn, so that it sees that it gained the keys.
    if std::mem::take(&mut ecran.take_focus) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let field = TextEdit::singleline(&mut ecran.filtre_modeles)
        .id(id)
        .hint_text("Chercher un modèle")
        .desired_width(f32::INFINITY)
        .min_size(vec2(0.0, theme::HAUTEUR));
    let mut output = field.show(ui);
    // Coming back here for other dossiers, what is typed is another search.
    select_on_arrival(ui, &mut output, &ecran.filtre_modeles);
    let field = output.response.response;
    ui.ctx().accesskit_node_builder(field.id, |node| node.set_label("Chercher un modèle"));
    let chosen = if editing { ecran.edition.code.clone() } else { ecran.modele.clone() };
    let offered: Vec<ModeleVu> = ecran.offered().cloned().collect();
    let at = offered.iter().position(|modele| modele.code == chosen);
    let step = arrow(ui, &field);
    let wanted = match (at, step) {
        // What was typed leaves one in view: it is the one.
        _ if field.changed() && !ecran.filtre_modeles.is_empty() => offered.first(),
        (_, 0) => None,
        (None, _) => offered.first(),
        (Some(at), step) => offered.get(at.saturating_add_signed(step).min(offered.len().saturating_sub(1))),
    };
    if let Some(modele) = wanted.filter(|modele| modele.code != chosen) {
        choose(editing, &modele.code, out);
    }
    if entered(ui, &field) && !editing {
        if offered.is_empty() {
            // Not the letter that was chosen before these words, which name none.
            field.request_focus();
        } else if ecran.numeros.trim().is_empty() {
            ecran.focus_numeros = true;
        } else {
            out.push(Intention::Courriers(Demande::Preparer));
        }
    }
    if editing {
        new_and_letterhead(ui, out);
    }
    ui.add_space(2.0);
    ScrollArea::vertical().id_salt("modeles").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        if offered.is_empty() {
            let doux = couleurs(ui).doux;
            ui.label(RichText::new("Aucun modèle ne correspond").color(doux));
        }
        for modele in &offered {
            if line(ui, modele, modele.code == chosen, step != 0) {
                choose(editing, &modele.code, out);
            }
        }
    });
}

fn choose(editing: bool, code: &str, out: &mut Vec<Intention>) {
    out.push(Intention::Courriers(if editing {
        Demande::Edition(edition::Demande::Ouvrir(code.to_owned()))
    } else {
        Demande::Modele(code.to_owned())
    }));
}

fn new_and_letterhead(ui: &mut Ui, out: &mut Vec<Intention>) {
    ui.horizontal_wrapped(|ui| {
        for (icon, text, demande) in [
            (icone::PLUS, "Nouveau modèle", edition::Demande::Nouveau),
            (icone::PENCIL_SIMPLE, "En-tête et signature", edition::Demande::EnTete),
        ] {
            if button(ui, icon, text).clicked() {
                out.push(Intention::Courriers(Demande::Edition(demande)));
            }
        }
    });
}

/// One template; true when it was clicked. The chosen one is brought into view while one steps.
fn line(ui: &mut Ui, modele: &ModeleVu, on: bool, stepping: bool) -> bool {
    let c = couleurs(ui);
    let color = match (on, modele.actif) {
        (true, _) => c.accent,
        (false, true) => c.texte,
        (false, false) => c.doux,
    };
    let label = if modele.actif { modele.libelle.clone() } else { format!("{} (retiré)", modele.libelle) };
    let text = RichText::new(label).color(color);
    let response = ui.add(
        Button::new((text, Atom::grow()))
            .fill(if on { c.choisi } else { c.fond })
            .stroke(Stroke::NONE)
            .min_size(vec2(ui.available_width() - 4.0, 28.0))
            .wrap(),
    );
    inner_ring(ui, &response);
    if on && stepping {
        response.scroll_to_me(None);
    }
    let response = response.on_hover_text(format!("{}\n{}\n{}", modele.libelle, modele.public, modele.base));
    response.clicked()
}
