//! What somebody else saved differently: both texts side by side, with who and when, until one chooses.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Frame, Layout, RichText, ScrollArea, Stroke, TextStyle, Ui};

use super::DossierView;
use crate::domain::merge::{Clash, shared};
use crate::domain::{Nature, date, parse};
use crate::ui::form::Form;
use crate::ui::theme::{self, couleurs, gras, marge};
use crate::ui::widgets::ring;
use crate::ui::{Garde, Intention, icone};

pub fn ui(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    let c = couleurs(ui);
    Frame::new()
        .fill(c.alerte_fond)
        .stroke(Stroke::new(1.0, c.alerte))
        .corner_radius(4)
        .inner_margin(marge(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let by = &view.trace.modifie_par;
            let when = date::format_instant(&view.trace.modifie_le);
            let many = match view.clashes.len() {
                1 => "un champ diffère".to_owned(),
                many => format!("{many} champs diffèrent"),
            };
            let who = format!(
                "{} {by} a enregistré ce dossier le {when} : {many} ; les deux textes sont gardés",
                icone::GIT_MERGE
            );
            ui.add(egui::Label::new(RichText::new(who).family(gras())).wrap());
            ScrollArea::vertical().id_salt("conflit").max_height(230.0).auto_shrink([false, true]).show(ui, |ui| {
                for (at, clash) in view.clashes.iter().enumerate() {
                    champ(ui, at, clash, by, form);
                }
            });
        });
    ui.add_space(6.0);
}

/// One field: mine, theirs, and the buttons that choose.
fn champ(ui: &mut Ui, at: usize, clash: &Clash, by: &str, form: &mut Form<'_>) {
    let c = couleurs(ui);
    ui.add_space(4.0);
    let long = clash.cle.champ().nature == Nature::TexteLong;
    let mut choices = vec![("Garder le vôtre", Garde::Mien), ("Prendre le sien", Garde::Sien)];
    choices.extend(long.then_some(("Garder les deux", Garde::LesDeux)));
    // Above the texts: however long they are, what chooses is seen.
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(clash.cle.champ().libelle).family(gras()).color(c.alerte));
        for (label, garde) in choices {
            let response = ui.add(egui::Button::new(RichText::new(label).color(c.accent)));
            ring(ui, &response);
            if response.clicked() {
                form.out.push(Intention::Settle { at, garde });
            }
        }
    });
    let [mine, theirs] = [&clash.mine, &clash.theirs].map(|text| parse::show(clash.cle, text, form.parametres));
    let (before, after) = shared(&mine, &theirs);
    ui.columns(2, |columns| {
        for (column, (who, text)) in columns.iter_mut().zip([("Vous", &mine), (by, &theirs)]) {
            let frame = Frame::new().fill(c.fond).stroke(Stroke::new(1.0, c.ligne)).corner_radius(4);
            column.with_layout(Layout::top_down(Align::Min), |ui| {
                frame.inner_margin(marge(10, 6)).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.label(RichText::new(who).size(theme::LABEL).color(c.doux));
                    ui.add(egui::Label::new(job(ui, text, before, after)).wrap());
                });
            });
        }
    });
}

/// What the two texts do not share stands out.
fn job(ui: &Ui, text: &str, before: usize, after: usize) -> LayoutJob {
    let c = couleurs(ui);
    let body = TextStyle::Body.resolve(ui.style());
    let plain = TextFormat { font_id: body.clone(), color: c.texte, ..TextFormat::default() };
    let other =
        TextFormat { font_id: body.clone(), color: c.texte, background: c.alerte_fond, ..TextFormat::default() };
    let faint = TextFormat { font_id: body, color: c.doux, ..TextFormat::default() };
    let mut job = LayoutJob::default();
    if text.is_empty() {
        job.append("(vide)", 0.0, faint);
        return job;
    }
    let end = text.len() - after;
    for (part, format) in [(text.get(..before), &plain), (text.get(before..end), &other), (text.get(end..), &plain)] {
        job.append(part.unwrap_or_default(), 0.0, format.clone());
    }
    job
}
