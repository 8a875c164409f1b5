//! The mapping: tables at the left, columns with samples and where they go at the right, or the text itself.

use egui::{ComboBox, RichText, ScrollArea, Sense, TextEdit, Ui, UiBuilder};
use egui_extras::{Column, TableBuilder};

use super::ecran::{ask, paragraph};
use super::vue::{Demande, EcranReprise, TableVue};
use crate::ui::theme::{couleurs, gras};
use crate::ui::widgets::{button, grid, line};
use crate::ui::{Intention, icone};

const ROW: f32 = 30.0;
const LISTE: f32 = 300.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    let Some(source) = &ecran.source else {
        paragraph(ui, "Lisez d’abord un fichier (étape 1).");
        return;
    };
    ui.horizontal(|ui| {
        let told = if source.proposee {
            "Proposée par Vigie d’après les noms, les types, les relations et le contenu\u{a0}: relisez-la"
        } else {
            "Correspondance connue pour ce fichier"
        };
        ui.label(told);
        let shown = if ecran.en_texte { "Voir le tableau" } else { "Voir le texte" };
        if button(ui, icone::FILE_TEXT, shown).clicked() {
            ecran.en_texte = !ecran.en_texte;
        }
        if button(ui, icone::FOLDER_OPEN, "Ouvrir…").clicked() {
            ask(out, Demande::OuvrirTexte);
        }
        if button(ui, icone::FLOPPY_DISK, "Enregistrer sous…").clicked() {
            ask(out, Demande::EnregistrerTexte);
        }
    });
    ui.add_space(6.0);
    if ecran.en_texte {
        ScrollArea::vertical().id_salt("texte").auto_shrink([false, false]).show(ui, |ui| {
            let field =
                TextEdit::multiline(&mut ecran.texte).code_editor().desired_width(f32::INFINITY).desired_rows(30);
            let response = ui.add(field);
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, "Texte de la correspondance")
            });
            if response.lost_focus() && response.changed() || response.lost_focus() {
                ask(out, Demande::Relire);
            }
        });
        return;
    }
    let whole = ui.available_rect_before_wrap();
    let (left, right) = whole.split_left_right_at_x(whole.left() + LISTE);
    let mut list = ui.new_child(UiBuilder::new().id_salt("tables").max_rect(left));
    let chosen = ecran.choisie;
    ScrollArea::vertical().id_salt("tables").auto_shrink([false, false]).show(&mut list, |ui| {
        for (at, table) in source.tables.iter().enumerate() {
            let text = format!("{}  ({})", table.nom, table.lignes);
            let text = if at == chosen { RichText::new(text).family(gras()) } else { RichText::new(text) };
            let response = ui.selectable_label(at == chosen, text);
            if response.clicked() || response.has_focus() && at != chosen {
                ecran.choisie = at;
            }
            ui.label(RichText::new(format!("     {}", table.devient)).color(couleurs(ui).doux).small());
        }
    });
    let mut columns =
        ui.new_child(UiBuilder::new().id_salt("colonnes").max_rect(right.with_min_x(right.left() + 12.0)));
    if let Some(table) = source.tables.get(ecran.choisie) {
        grid(&mut columns, |ui| colonnes(ui, table, out));
    }
    ui.allocate_rect(whole, Sense::hover());
}

fn colonnes(ui: &mut Ui, table: &TableVue, out: &mut Vec<Intention>) {
    TableBuilder::new(ui)
        .id_salt(&table.nom)
        .striped(true)
        .column(Column::initial(170.0).clip(true))
        .column(Column::initial(90.0).clip(true))
        .column(Column::initial(220.0).clip(true))
        .column(Column::remainder().clip(true))
        .header(ROW, |mut header| {
            for titre in ["Colonne d’Access", "Type", "Champ de Vigie", "Exemples, et ce qui n’entre pas"] {
                header.col(|ui| {
                    ui.label(RichText::new(titre).family(gras()));
                });
            }
        })
        .body(|body| {
            body.rows(ROW, table.colonnes.len(), |mut row| {
                let Some(colonne) = table.colonnes.get(row.index()) else { return };
                row.col(|ui| {
                    line(ui, &colonne.nom);
                });
                row.col(|ui| {
                    line(ui, colonne.genre);
                });
                row.col(|ui| {
                    if table.champs.is_empty() {
                        ui.label(RichText::new("gardée à côté").color(couleurs(ui).doux));
                        return;
                    }
                    let label = |champ: &str| {
                        table
                            .champs
                            .iter()
                            .find(|(code, _)| code == champ)
                            .map_or("gardée à côté", |(_, label)| label.as_str())
                    };
                    let mut chosen = colonne.champ.clone();
                    ComboBox::from_id_salt((&table.nom, &colonne.nom))
                        .selected_text(label(&chosen))
                        .width(200.0)
                        .show_ui(ui, |ui| {
                            ui.selectable_value(&mut chosen, String::new(), "gardée à côté");
                            for (code, label) in &table.champs {
                                ui.selectable_value(&mut chosen, code.clone(), label);
                            }
                        });
                    if chosen != colonne.champ {
                        ask(out, Demande::Aller(table.nom.clone(), colonne.nom.clone(), chosen));
                    }
                });
                row.col(|ui| {
                    if !colonne.reste.is_empty() {
                        ui.label(RichText::new(&colonne.reste).color(couleurs(ui).alerte));
                    }
                    line(ui, RichText::new(&colonne.exemples).color(couleurs(ui).doux));
                });
            });
        });
}
