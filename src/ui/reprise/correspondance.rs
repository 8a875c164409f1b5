//! The mapping: tables at the left, columns with samples and where they go at the right, or the text itself.

use egui::{
    Align, Align2, FontId, Layout, Response, RichText, Role, ScrollArea, Sense, TextEdit, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};
use egui_extras::{Column, TableBuilder};

use super::bilan::figure;
use super::ecran::{ask, paragraph};
use super::vue::{ColonneVue, Demande, EcranReprise, Etape, TableVue};
use crate::ui::dossiers::thousands;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{button, grid, line, line_of, list_of, primary, ring};
use crate::ui::{Intention, icone};

const ROW: f32 = 36.0;
const LISTE: f32 = 264.0;
const CHAMP: f32 = 232.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    let Some(source) = &ecran.source else {
        paragraph(ui, "Lisez d’abord un fichier (étape 1).");
        return;
    };
    let told = if source.proposee {
        "Proposée par Vigie d’après les noms, les types, les relations et le contenu\u{a0}: relisez-la."
    } else {
        "Correspondance connue pour ce fichier."
    };
    ui.horizontal(|ui| {
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
        if primary(ui, icone::CARET_RIGHT, "Passer à l’essai").clicked() {
            ask(out, Demande::Etape(Etape::Reprise));
        }
        ui.add_space(8.0);
        ui.label(RichText::new(told).color(couleurs(ui).doux));
    });
    ui.add_space(6.0);
    if ecran.en_texte {
        text(ui, ecran, out);
        return;
    }
    let whole = ui.available_rect_before_wrap();
    let (left, right) = whole.split_left_right_at_x(whole.left() + LISTE);
    let mut list = ui.new_child(UiBuilder::new().id_salt("tables").max_rect(left));
    let chosen = ecran.choisie;
    ScrollArea::vertical().id_salt("tables").auto_shrink([false, false]).show(&mut list, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (at, table) in source.tables.iter().enumerate() {
            let response = table_row(ui, table, at == chosen);
            if response.clicked() || response.gained_focus() {
                ecran.choisie = at;
            }
        }
    });
    let mut columns =
        ui.new_child(UiBuilder::new().id_salt("colonnes").max_rect(right.with_min_x(right.left() + 14.0)));
    if let Some(table) = source.tables.get(ecran.choisie) {
        grid(&mut columns, |ui| colonnes(ui, table, out));
    }
    ui.allocate_rect(whole, Sense::hover());
}

fn text(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    ScrollArea::vertical().id_salt("texte").auto_shrink([false, false]).show(ui, |ui| {
        let field = TextEdit::multiline(&mut ecran.texte).code_editor().desired_width(f32::INFINITY).desired_rows(30);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Texte de la correspondance"));
        if response.lost_focus() {
            ask(out, Demande::Relire);
        }
    });
}

/// Its name and how many rows; what it becomes below.
fn table_row(ui: &mut Ui, table: &TableVue, chosen: bool) -> Response {
    let c = couleurs(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 14.0, 44.0), Sense::click());
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, 4.0, if chosen { c.choisi } else { c.bande });
    }
    let inside = rect.shrink2(vec2(10.0, 4.0));
    let (name, small) = (FontId::new(theme::TEXTE, gras()), FontId::proportional(theme::LABEL));
    let painter = ui.painter().with_clip_rect(inside.with_max_x(inside.right() - 52.0));
    let ink = if chosen { c.accent } else { c.texte };
    painter.text(inside.left_top(), Align2::LEFT_TOP, &table.nom, name, ink);
    ui.painter().text(inside.left_bottom(), Align2::LEFT_BOTTOM, table.devient, small, c.doux);
    let at = pos2(inside.right(), inside.top());
    let rows = thousands(table.lignes as u64);
    ui.painter().text(at, Align2::RIGHT_TOP, &rows, FontId::proportional(theme::TEXTE), c.doux);
    let told = format!("{}, {rows} lignes, {}", table.nom, table.devient);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &told));
    ring(ui, &response);
    response
}

fn colonnes(ui: &mut Ui, table: &TableVue, out: &mut Vec<Intention>) {
    TableBuilder::new(ui)
        .id_salt(&table.nom)
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::initial(180.0).clip(true))
        .column(Column::initial(86.0).clip(true))
        .column(Column::exact(CHAMP).clip(true))
        .column(Column::initial(210.0).clip(true))
        .column(Column::remainder().clip(true))
        .header(ROW, |mut header| {
            for titre in ["Colonne d’Access", "Type", "Champ de Vigie", "Exemples", "Ce qui n’entre pas"] {
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
                row.col(|ui| champ(ui, table, colonne, out));
                row.col(|ui| {
                    line(ui, RichText::new(&colonne.exemples).color(couleurs(ui).doux));
                });
                row.col(|ui| {
                    for (code, libelle, count) in &colonne.reste {
                        let told = format!("{libelle}\u{a0}: {count} lignes");
                        if figure(ui, &thousands(*count), &told) {
                            ask(out, Demande::Constats(code.clone(), table.nom.clone(), colonne.nom.clone()));
                        }
                        line(ui, libelle);
                    }
                });
            });
        });
}

/// Where a column goes: one of the fields that its table can fill, or beside the dossier.
fn champ(ui: &mut Ui, table: &TableVue, colonne: &ColonneVue, out: &mut Vec<Intention>) {
    const A_COTE: &str = "gardée à côté";
    if table.champs.is_empty() {
        ui.label(RichText::new(A_COTE).color(couleurs(ui).doux));
        return;
    }
    let known = table.champs.iter().find(|(code, _)| *code == colonne.champ);
    let shown = known.map_or(RichText::new(A_COTE).color(couleurs(ui).doux), |(_, label)| RichText::new(label));
    let name = format!("{}\u{a0}: {}", colonne.nom, known.map_or(A_COTE, |(_, label)| label.as_str()));
    let (list, chosen) = list_of(ui, &colonne.nom, CHAMP - 12.0, shown, |ui, opened| {
        let lines = table.champs.iter().map(|(code, label)| (code.as_str(), label.as_str()));
        let mut chosen = None;
        for (code, label) in std::iter::once(("", A_COTE)).chain(lines) {
            if line_of(ui, code == colonne.champ, opened, label) {
                chosen = Some(code);
            }
        }
        chosen
    });
    list.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
    if let Some(chosen) = chosen.filter(|chosen| *chosen != colonne.champ) {
        ask(out, Demande::Aller(table.nom.clone(), colonne.nom.clone(), chosen.to_owned()));
    }
}
