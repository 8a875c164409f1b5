//! The reconciliation: every figure opens its rows, every row its dossier beside the old one.

use egui::{Align, Label, Layout, RichText, Sense, Ui, UiBuilder};
use egui_extras::{Column, TableBuilder};
use strum::IntoEnumIterator as _;

use super::ecran::{ask, paragraph};
use super::vue::{BilanVu, Constats, Demande, EcranReprise, Format, TableBilan, VueBilan};
use crate::ui::dossiers::thousands;
use crate::ui::theme::{couleurs, gras};
use crate::ui::widgets::{Ton, badge, button, grid, line};
use crate::ui::{Intention, icone};

const ROW: f32 = 32.0;
/// Digits of the largest base there may be.
const CHIFFRE: f32 = 78.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    let Some(bilan) = &ecran.bilan else {
        paragraph(ui, "Faites d’abord un essai à blanc ou une reprise (étape 3).");
        return;
    };
    ui.horizontal(|ui| {
        for vue in VueBilan::iter() {
            ui.selectable_value(&mut ecran.vue, vue, vue.libelle());
        }
        ui.add_space(12.0);
        if bilan.explique {
            badge(ui, "Tout est expliqué", Ton::Succes);
        } else {
            badge(ui, "Des écarts à expliquer", Ton::Erreur);
        }
        if bilan.a_blanc {
            badge(ui, "À blanc", Ton::Alerte).on_hover_text("Rien n’a été écrit dans la base");
        }
        ui.add(Label::new(RichText::new(&bilan.titre).color(couleurs(ui).doux)).truncate());
    });
    ui.horizontal(|ui| {
        ui.add(Label::new(RichText::new(ecran.vue.explication()).color(couleurs(ui).doux)).truncate());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button(ui, icone::TABLE, "Tableur…").clicked() {
                ask(out, Demande::Rapport(Format::Xlsx));
            }
            if button(ui, icone::FILE_TEXT, "PDF…").clicked() {
                ask(out, Demande::Rapport(Format::Pdf));
            }
        });
    });
    ui.add_space(4.0);
    let whole = ui.available_rect_before_wrap();
    let split = if ecran.constats.is_some() { whole.left() + whole.width() * 0.42 } else { whole.right() };
    let (left, right) = whole.split_left_right_at_x(split);
    let mut part = ui.new_child(UiBuilder::new().id_salt("bilan").max_rect(left));
    grid(&mut part, |ui| match ecran.vue {
        VueBilan::Regles => rules(ui, bilan, out),
        VueBilan::Tables => tables(ui, bilan, out),
        VueBilan::Colonnes => columns(ui, bilan, out),
        VueBilan::Listes => lists(ui, bilan, out),
    });
    if let Some(constats) = &ecran.constats {
        let mut part =
            ui.new_child(UiBuilder::new().id_salt("constats").max_rect(right.with_min_x(right.left() + 10.0)));
        lignes(&mut part, constats, out);
    }
    ui.allocate_rect(whole, Sense::hover());
}

fn table<'a>(ui: &'a mut Ui, salt: &str) -> TableBuilder<'a> {
    TableBuilder::new(ui).id_salt(salt).striped(true).cell_layout(Layout::left_to_right(Align::Center))
}

/// Titles over their columns; those of figures, at `right`, stand over the last digit.
fn header<'a>(table: TableBuilder<'a>, titres: &[&str], right: &[usize]) -> egui_extras::Table<'a> {
    table.header(ROW, |mut header| {
        for (at, titre) in titres.iter().enumerate() {
            header.col(|ui| {
                let titre = Label::new(RichText::new(*titre).family(gras())).truncate();
                if right.contains(&at) {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        ui.add_space(2.0);
                        ui.add(titre);
                    });
                } else {
                    ui.add(titre);
                }
            });
        }
    })
}

/// A figure that opens its rows.
pub fn figure(ui: &mut Ui, text: &str, explanation: &str) -> bool {
    let response = ui.add(Label::new(RichText::new(text).color(couleurs(ui).accent).underline()).sense(Sense::click()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, explanation));
    crate::ui::widgets::ring(ui, &response);
    let pressed = response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let response = response.on_hover_text(explanation).on_hover_cursor(egui::CursorIcon::PointingHand);
    response.clicked() || pressed
}

fn number(ui: &mut Ui, number: usize) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        // Or the cell cuts the last digit by a hair.
        ui.add_space(2.0);
        let ink = if number == 0 { couleurs(ui).doux } else { couleurs(ui).texte };
        ui.label(RichText::new(thousands(number as u64)).color(ink))
    });
}

/// The same at the right of its cell, opening its rows.
fn link(ui: &mut Ui, number: usize, explanation: &str) -> bool {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(2.0);
        figure(ui, &thousands(number as u64), explanation)
    })
    .inner
}

fn rules(ui: &mut Ui, bilan: &BilanVu, out: &mut Vec<Intention>) {
    let table = table(ui, "regles").column(Column::exact(CHIFFRE)).column(Column::remainder().clip(true));
    header(table, &["Lignes", "Règle"], &[0]).body(|body| {
        body.rows(ROW, bilan.regles.len(), |mut row| {
            let Some((code, libelle, fois)) = bilan.regles.get(row.index()) else { return };
            row.col(|ui| {
                if link(ui, *fois, &format!("{libelle}\u{a0}: {} lignes", thousands(*fois as u64))) {
                    ask(out, Demande::Constats(code.clone(), String::new(), String::new()));
                }
            });
            row.col(|ui| {
                line(ui, libelle);
            });
        });
    });
}

fn tables(ui: &mut Ui, bilan: &BilanVu, out: &mut Vec<Intention>) {
    let mut table =
        table(ui, "tables").column(Column::initial(180.0).clip(true)).column(Column::initial(190.0).clip(true));
    for _ in 0..4 {
        table = table.column(Column::exact(CHIFFRE + 20.0));
    }
    let table = table.column(Column::remainder().clip(true));
    let titres = ["Table", "Devient", "Lignes", "Reprises", "À côté", "Non reprises", "Dans Vigie"];
    header(table, &titres, &[2, 3, 4, 5]).body(|body| {
        body.rows(ROW, bilan.tables.len(), |mut row| {
            let Some(TableBilan { nom, devient, lignes, reprises, gardees, ecartees, resultat }) =
                bilan.tables.get(row.index())
            else {
                return;
            };
            for text in [nom, devient] {
                row.col(|ui| {
                    line(ui, text);
                });
            }
            row.col(|ui| number(ui, *lignes));
            row.col(|ui| number(ui, *reprises));
            row.col(|ui| {
                let told = format!("{nom}\u{a0}: {gardees} lignes gardées à côté");
                if *gardees == 0 || bilan.a_blanc {
                    number(ui, *gardees);
                } else if link(ui, *gardees, &told) {
                    ask(out, Demande::Gardees(nom.clone()));
                }
            });
            row.col(|ui| number(ui, *ecartees));
            row.col(|ui| {
                line(ui, resultat);
            });
        });
    });
}

fn columns(ui: &mut Ui, bilan: &BilanVu, out: &mut Vec<Intention>) {
    let table = table(ui, "colonnes")
        .column(Column::initial(120.0).clip(true))
        .column(Column::initial(160.0).clip(true))
        .column(Column::initial(150.0).clip(true))
        .column(Column::exact(CHIFFRE))
        .column(Column::initial(120.0).clip(true))
        .column(Column::exact(CHIFFRE))
        .column(Column::initial(190.0).clip(true))
        .column(Column::remainder().clip(true));
    let titres = ["Table", "Colonnes", "Champ de Vigie", "Source", "Règles", "Résultat", "Étendue", "Écart"];
    header(table, &titres, &[3, 5]).body(|body| {
        body.rows(ROW, bilan.colonnes.len(), |mut row| {
            let Some(colonne) = bilan.colonnes.get(row.index()) else { return };
            for text in [&colonne.table, &colonne.colonnes, &colonne.champ] {
                row.col(|ui| {
                    line(ui, text);
                });
            }
            row.col(|ui| number(ui, usize::try_from(colonne.source).unwrap_or_default()));
            row.col(|ui| {
                for (code, libelle, effect) in &colonne.regles {
                    if figure(ui, &signed(*effect), libelle) {
                        ask(out, Demande::Constats(code.clone(), colonne.table.clone(), colonne.seule.clone()));
                    }
                }
            });
            row.col(|ui| number(ui, usize::try_from(colonne.resultat).unwrap_or_default()));
            row.col(|ui| {
                line(ui, &colonne.etendue);
            });
            row.col(|ui| {
                let color = if colonne.ecart.is_empty() { couleurs(ui).doux } else { couleurs(ui).erreur };
                line(ui, RichText::new(if colonne.ecart.is_empty() { "aucun" } else { &colonne.ecart }).color(color));
            });
        });
    });
}

/// « +2 207 », « −57 »: with the minus of print, as wide as the plus.
fn signed(effect: i64) -> String {
    format!("{}{}", if effect < 0 { '−' } else { '+' }, thousands(effect.unsigned_abs()))
}

fn lists(ui: &mut Ui, bilan: &BilanVu, out: &mut Vec<Intention>) {
    let table = table(ui, "listes")
        .column(Column::initial(160.0).clip(true))
        .column(Column::initial(180.0).clip(true))
        .column(Column::initial(300.0).clip(true))
        .column(Column::exact(CHIFFRE))
        .column(Column::remainder().clip(true));
    header(table, &["Table", "Colonne", "Valeur d’Access", "Lignes", "Devient dans Vigie"], &[3]).body(|body| {
        body.rows(ROW, bilan.valeurs.len(), |mut row| {
            let at = row.index();
            let Some(([nom, colonne, avant, apres], fois)) = bilan.valeurs.get(at) else { return };
            for text in [nom, colonne, avant] {
                row.col(|ui| {
                    line(ui, text);
                });
            }
            row.col(|ui| {
                let told = format!("{nom}, {colonne}, {avant}\u{a0}: {} lignes", thousands(*fois as u64));
                if link(ui, *fois, &told) {
                    ask(out, Demande::Valeurs(at));
                }
            });
            row.col(|ui| {
                line(ui, apres);
            });
        });
    });
}

/// In one line; spaces at the ends, which one would not see, as points.
fn shown(text: &str) -> String {
    let inside = text.trim_matches(' ');
    let (before, after) = (text.len() - text.trim_start_matches(' ').len(), text.trim_start_matches(' ').len());
    let after = after.saturating_sub(inside.len());
    format!("{}{inside}{}", "·".repeat(before), "·".repeat(after)).replace(['\n', '\r'], " ")
}

/// The rows behind a figure: where in the old base, before, after, and the dossier.
fn lignes(ui: &mut Ui, constats: &Constats, out: &mut Vec<Intention>) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button(ui, icone::X, "Fermer").clicked() {
                ask(out, Demande::FermerConstats);
            }
            let total = u64::try_from(constats.total).unwrap_or_default();
            let shown = constats.lignes.len() as u64;
            let told = if shown < total {
                format!("{} premières sur {}", thousands(shown), thousands(total))
            } else {
                format!("{} lignes", thousands(total))
            };
            ui.label(RichText::new(told).color(couleurs(ui).doux));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(RichText::new(&constats.titre).family(gras())).truncate());
            });
        });
    });
    ui.add_space(4.0);
    grid(ui, |ui| {
        let table = table(ui, "lignes")
            .column(Column::exact(104.0).clip(true))
            .column(Column::initial(130.0).clip(true))
            .column(Column::initial(110.0).clip(true))
            .column(Column::initial(140.0).clip(true))
            .column(Column::remainder().clip(true));
        header(table, &["Dossier", "Ligne", "Colonne", "Avant", "Après"], &[]).body(|body| {
            body.rows(ROW, constats.lignes.len(), |mut row| {
                let Some(constat) = constats.lignes.get(row.index()) else { return };
                row.col(|ui| match constat.dossier {
                    None => drop(line(ui, &constat.numero)),
                    Some(id) => {
                        if figure(ui, &constat.numero, &format!("Comparer le dossier {}", constat.numero)) {
                            ask(out, Demande::Cote(id));
                        }
                    }
                });
                row.col(|ui| {
                    line(ui, format!("{} {}", constat.table, constat.cle));
                });
                row.col(|ui| {
                    line(ui, &constat.colonne);
                });
                for text in [&constat.avant, &constat.apres] {
                    row.col(|ui| {
                        line(ui, shown(text));
                    });
                }
            });
        });
    });
}
