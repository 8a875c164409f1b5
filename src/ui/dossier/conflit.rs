//! What somebody else saved differently: both texts side by side until one is chosen.

use egui::{Align, Frame, Layout, RichText, ScrollArea, Stroke, Ui};

use super::DossierView;
use crate::domain::{date, parse};
use crate::ui::form::Form;
use crate::ui::theme::{couleurs, gras, marge};
use crate::ui::widgets::ring;
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    if view.clashes.is_empty() {
        return;
    }
    let c = couleurs(ui);
    Frame::new()
        .fill(c.alerte_fond)
        .stroke(Stroke::new(1.0, c.alerte))
        .corner_radius(4)
        .inner_margin(marge(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let who = format!(
                "{} {} a enregistré le {} ; les deux textes sont gardés",
                icone::WARNING,
                view.trace.modifie_par,
                date::format_instant(&view.trace.modifie_le)
            );
            ui.label(RichText::new(who).family(gras()));
            ScrollArea::vertical().id_salt("conflit").max_height(190.0).auto_shrink([false, true]).show(ui, |ui| {
                for (at, clash) in view.clashes.iter().enumerate() {
                    ui.label(RichText::new(clash.cle.champ().libelle).family(gras()).color(c.alerte));
                    ui.columns(2, |columns| {
                        let sides = [("Garder le vôtre", &clash.mine, false), ("Prendre le sien", &clash.theirs, true)];
                        for (column, (label, text, theirs)) in columns.iter_mut().zip(sides) {
                            column.with_layout(Layout::top_down(Align::Min), |ui| {
                                let shown = parse::show(clash.cle, text, form.parametres);
                                let shown = if shown.is_empty() { "(vide)".to_owned() } else { shown };
                                ui.add(egui::Label::new(shown).wrap());
                                let response = ui.add(egui::Button::new(RichText::new(label).color(c.accent)));
                                ring(ui, &response);
                                if response.clicked() {
                                    form.out.push(Intention::Settle { at, theirs });
                                }
                            });
                        }
                    });
                }
            });
        });
    ui.add_space(6.0);
}
