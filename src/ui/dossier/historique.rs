//! Who changed what, field by field, and of which child: walked by the arrows, the marked line in full below.

use egui::{Align, Id, Label, Rect, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, vec2};
use egui_extras::{Column, TableBuilder};

use super::DossierView;
use super::ecran::hint;
use crate::domain::changement::{Changement, Historique, de_qui};
use crate::domain::dossier::Fiches as _;
use crate::domain::{Cle, Dossier, Nature, Parametres, Table, date, parse, traitement};
use crate::ui::form::Form;
use crate::ui::icone;
use crate::ui::theme::{couleurs, gras};
use crate::ui::widgets::{empty_state, grid, line, walk};

/// One field of one write, in words.
struct Ligne {
    quand: String,
    qui: String,
    ou: String,
    champ: &'static str,
    avant: String,
    apres: String,
}

pub fn ui(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    let Some(historique) = &view.historique else {
        if view.is_new() {
            empty_state(
                ui,
                icone::CLOCK_COUNTER_CLOCKWISE,
                "Pas encore d’historique",
                "Il commence au premier enregistrement",
            );
        } else {
            ui.label("Lecture de l’historique…");
        }
        return;
    };
    let lignes = lignes(view, historique, form.parametres);
    if lignes.is_empty() {
        empty_state(
            ui,
            icone::CLOCK_COUNTER_CLOCKWISE,
            "Rien n’a été changé depuis que ce dossier est dans la base",
            "Chaque champ changé y sera dit, avec qui et quand",
        );
        return;
    }
    if historique.coupe {
        hint(
            ui,
            &format!(
                "Seules les {} dernières écritures sont montrées\u{a0}; les plus anciennes se lisent dans le journal",
                crate::ui::dossiers::thousands(Historique::PLUS as u64)
            ),
        );
    }
    let whole = ui.available_rect_before_wrap();
    let room = (whole.height() * 0.28).clamp(56.0, 150.0);
    let (above, below) = whole.split_top_bottom_at_y(whole.bottom() - room);
    let mut list = ui.new_child(UiBuilder::new().id_salt("ecritures").max_rect(above));
    let at = walked(&mut list, view, &lignes, form);
    if let Some(ligne) = lignes.get(at) {
        let below = Rect::from_min_max(below.min + vec2(2.0, 6.0), below.max);
        entiere(&mut ui.new_child(UiBuilder::new().id_salt("ecriture").max_rect(below)), ligne, at);
    }
    ui.allocate_rect(whole, Sense::hover());
}

fn lignes(view: &DossierView, historique: &Historique, parametres: &Parametres) -> Vec<Ligne> {
    let ever = historique.rows_ever(&view.loaded);
    let mut lignes = Vec::new();
    for write in &historique.ecritures {
        let told: Vec<_> = write.champs.iter().filter(|(cle, ..)| told(*cle)).collect();
        let ou = if told.is_empty() { String::new() } else { place(&ever, write, parametres) };
        lignes.extend(told.into_iter().map(|(cle, before, after)| Ligne {
            quand: date::format_instant(&write.quand),
            qui: write.qui.clone(),
            ou: ou.clone(),
            champ: cle.champ().libelle,
            avant: shown(*cle, before, parametres),
            apres: shown(*cle, after, parametres),
        }));
    }
    lignes
}

fn shown(cle: Cle, value: &str, parametres: &Parametres) -> String {
    if value.is_empty() { "—".to_owned() } else { parse::show(cle, value, parametres) }
}

/// The lines, with the keys; gives the marked one.
fn walked(ui: &mut Ui, view: &DossierView, lignes: &[Ligne], form: &mut Form<'_>) -> usize {
    let rect = ui.available_rect_before_wrap();
    let focus = ui.interact(rect, Id::unique("historique"), Sense::focusable_noninteractive());
    ui.ctx().accesskit_node_builder(focus.id, |node| node.set_label("Historique, ↑ ↓ d’une ligne à l’autre"));
    if std::mem::take(&mut form.request.first) {
        focus.request_focus();
    }
    let marked = Id::unique(("historique-ligne", view.id));
    let last = lignes.len().saturating_sub(1);
    let mut at = ui.data(|data| data.get_temp::<usize>(marked)).unwrap_or_default().min(last);
    let before = at;
    if focus.has_focus() {
        walk(ui, focus.id, &mut at, last, 12);
    }
    let mut pressed = None;
    grid(ui, |ui| pressed = table(ui, lignes, at, at != before));
    if let Some(row) = pressed {
        at = row;
        focus.request_focus();
    }
    if focus.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(2.0, couleurs(ui).focus), StrokeKind::Inside);
    }
    ui.data_mut(|data| data.insert_temp(marked, at));
    at
}

/// Gives the line that was pressed.
fn table(ui: &mut Ui, lignes: &[Ligne], at: usize, scroll: bool) -> Option<usize> {
    let c = couleurs(ui);
    let room = ui.available_width();
    let mut pressed = None;
    let mut table = TableBuilder::new(ui)
        .id_salt("historique")
        .striped(true)
        .resizable(true)
        .sense(Sense::CLICK)
        .auto_shrink([false, false])
        .cell_layout(egui::Layout::left_to_right(Align::Center))
        .column(Column::initial(130.0).clip(true))
        .column(Column::initial(74.0).clip(true))
        .column(Column::initial(room * 0.26).clip(true))
        .column(Column::initial(room * 0.15).clip(true))
        .column(Column::initial(room * 0.15).clip(true))
        .column(Column::remainder().clip(true));
    if scroll {
        table = table.scroll_to_row(at, None);
    }
    table
        .header(26.0, |mut header| {
            for title in ["Quand", "Qui", "Où", "Champ", "Avant", "Après"] {
                header.col(|ui| {
                    ui.label(RichText::new(title).family(gras()));
                });
            }
        })
        .body(|body| {
            body.rows(26.0, lignes.len(), |mut row| {
                let index = row.index();
                let Some(ligne) = lignes.get(index) else { return };
                row.set_selected(index == at);
                for text in [ligne.quand.as_str(), &ligne.qui, &ligne.ou, ligne.champ] {
                    row.col(|ui| {
                        line(ui, text);
                    });
                }
                for (text, color) in [(&ligne.avant, c.doux), (&ligne.apres, c.texte)] {
                    row.col(|ui| {
                        line(ui, RichText::new(text.replace('\n', " ")).color(color));
                    });
                }
                if row.response().clicked() {
                    pressed = Some(index);
                }
            });
        });
    pressed
}

/// The marked line, nothing cut.
fn entiere(ui: &mut Ui, ligne: &Ligne, at: usize) {
    let c = couleurs(ui);
    ScrollArea::vertical().id_salt(("ecriture", at)).auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let head = format!("{} · {} · {}", ligne.ou, ligne.champ, ligne.quand);
        ui.add(Label::new(RichText::new(head).family(gras())).wrap());
        for (told, text, color) in [("Avant", &ligne.avant, c.doux), ("Après", &ligne.apres, c.texte)] {
            ui.add(Label::new(RichText::new(format!("{told}\u{a0}: {text}")).color(color)).wrap());
        }
    });
}

/// Derived fields and links say nothing to a person.
fn told(cle: Cle) -> bool {
    !matches!(cle.champ().nature, Nature::Reference(_) | Nature::Auto(_)) && cle.champ().colonne != "rang"
}

/// « Conclusion · Léa LEFÈVRE (ajout) », « Traitement · MDAS de Vierzon »
fn place(ever: &Dossier, write: &Changement, parametres: &Parametres) -> String {
    let kind = write.table.libelle();
    let verb = match write.operation.as_str() {
        "ajout" => " (ajout)",
        "suppression" => " (retrait)",
        _ => "",
    };
    let service = |row: &crate::domain::Fiche| {
        let service = parametres.libelle(Nature::Service, row.get(traitement::SERVICE));
        Some(service.to_owned()).filter(|service| !service.is_empty())
    };
    let who = match write.table {
        Table::Traitement => ever.fiche(write.ligne).and_then(service),
        _ => de_qui(ever, write.ligne),
    };
    match who {
        Some(who) => format!("{kind} · {who}{verb}"),
        None => format!("{kind}{verb}"),
    }
}
