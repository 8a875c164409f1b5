//! The letters that are ready: one at a time, its words still to be changed; then printed or kept.

use egui::{Button, RichText, Stroke, TextEdit, Ui, vec2};

use super::vue::{Demande, EcranCourriers, PliVu};
use crate::commands::Commande;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{button, ring};
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    ui.add_space(6.0);
    which(ui, ecran, out);
    file(ui, ecran, out);
    let mut changed = false;
    if let Some(pli) = ecran.plis.get_mut(ecran.choisi) {
        changed = words(ui, pli, out);
    }
    if changed {
        out.push(Intention::Courriers(Demande::Apercu));
    }
}

/// How many there are, and which one is shown.
fn which(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let count = ecran.plis.len();
    let before = ecran.choisi;
    ui.horizontal(|ui| {
        let ready = if count > 1 { format!("{count} courriers prêts") } else { "1 courrier prêt".to_owned() };
        ui.label(RichText::new(ready).family(gras()));
        if count > 1 {
            if button(ui, icone::CARET_LEFT, "Courrier précédent").clicked() {
                ecran.choisi = ecran.choisi.checked_sub(1).unwrap_or(count - 1);
            }
            if button(ui, icone::CARET_RIGHT, "Courrier suivant").clicked() {
                ecran.choisi = (ecran.choisi + 1) % count;
            }
            ui.label(format!("{} / {count}", ecran.choisi + 1));
        }
    });
    if before != ecran.choisi {
        out.push(Intention::Courriers(Demande::Apercu));
    }
}

/// Subject and text; true when one of them changed.
fn words(ui: &mut Ui, pli: &mut PliVu, out: &mut Vec<Intention>) -> bool {
    let c = couleurs(ui);
    ui.add(egui::Label::new(RichText::new(&pli.titre).family(gras())).wrap());
    ui.add(egui::Label::new(RichText::new(&pli.adresse).color(c.doux)).wrap());
    let label = ui.label(RichText::new("Objet").size(theme::LABEL).color(c.doux));
    let field = TextEdit::singleline(&mut pli.objet).desired_width(f32::INFINITY).min_size(vec2(0.0, theme::HAUTEUR));
    let mut changed = ui.add(field).labelled_by(label.id).changed();
    let label = ui.label(RichText::new("Texte du courrier").size(theme::LABEL).color(c.doux));
    let field = TextEdit::multiline(&mut pli.corps).desired_rows(12).desired_width(f32::INFINITY);
    changed |= ui.add(field).labelled_by(label.id).changed();
    if changed {
        pli.objet = crate::domain::texte::clean(&pli.objet, false);
        pli.corps = crate::domain::texte::clean(&pli.corps, true);
    }
    if pli.retouche() && button(ui, icone::ARROWS_CLOCKWISE, "Revenir au texte fusionné").clicked() {
        out.push(Intention::Courriers(Demande::Refusionner));
    }
    changed
}

/// Where the pages go.
fn file(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let label = ui.label(RichText::new("Fichier").size(theme::LABEL).color(c.doux));
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 120.0).max(120.0);
        let field = TextEdit::singleline(&mut ecran.fichier).desired_width(width).min_size(vec2(0.0, theme::HAUTEUR));
        ui.add(field).labelled_by(label.id);
        if button(ui, icone::FOLDER_OPEN, "Parcourir…").clicked() {
            out.push(Intention::Courriers(Demande::Parcourir));
        }
    });
    if ecran.plis.len() > 1 {
        ui.checkbox(&mut ecran.separes, "Un fichier par courrier, dans un dossier de ce nom");
    }
}

/// What to do with the letters: beside « Préparer », where they are always seen.
pub fn actions(ui: &mut Ui, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let text = RichText::new(format!("{}  Valider et imprimer", icone::PRINTER)).color(c.sur_accent);
    let print = Button::new(text).fill(c.accent).stroke(Stroke::NONE).min_size(vec2(0.0, theme::HAUTEUR));
    let response = ui.add(print);
    ring(ui, &response);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Valider et imprimer"));
    let keys = |commande: Commande| commande.touches().first().map(ToString::to_string).unwrap_or_default();
    if response.on_hover_text(keys(Commande::CourriersImprimer)).clicked() {
        out.push(Intention::Courriers(Demande::Imprimer));
    }
    let docx = button(ui, icone::FILE_TEXT, "En .docx");
    let told = "Valide aussi\u{a0}; ce qui est changé ensuite dans le traitement de texte n’est pas au registre";
    if docx.on_hover_text(format!("{}\n{told}", keys(Commande::CourriersDocx))).clicked() {
        out.push(Intention::Courriers(Demande::Docx));
    }
    let keep = button(ui, icone::FLOPPY_DISK, "Garder en brouillon");
    if keep.on_hover_text(keys(Commande::CourriersGarder)).clicked() {
        out.push(Intention::Courriers(Demande::Garder));
    }
}
