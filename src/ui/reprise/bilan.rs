//! The reconciliation: every figure opens its rows, every row its dossier beside the old one.

use egui::{Label, RichText, Sense, Ui, UiBuilder};
use egui_extras::{Column, TableBuilder};
use strum::IntoEnumIterator as _;

use super::ecran::{ask, paragraph};
use super::vue::{BilanVu, Constats, Demande, EcranReprise, Format, VueBilan};
use crate::ui::theme::{couleurs, gras};
use crate::ui::widgets::{Ton, badge, button, grid, line};
use crate::ui::{Intention, icone};

const ROW: f32 = 28.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranReprise, out: &mut Vec<Intention>) {
    let Some(bilan) = &ecran.bilan else {
        paragraph(ui, "Faites d’abord un essai à blanc ou une reprise (étape 3).");
        return;
    };
    ui.horizontal(|ui| {
        ui.label(RichText::new(&bilan.titre).family(gras()));
        if bilan.explique {
            badge(ui, "Tout est expliqué", Ton::Accent);
        } else {
            badge(ui, "Des écarts à expliquer", Ton::Erreur);
        }
        if button(ui, icone::FILE_TEXT, "PDF…").clicked() {
            ask(out, Demande::Rapport(Format::Pdf));
        }
        if button(ui, icone::TABLE, "Tableur…").clicked() {
            ask(out, Demande::Rapport(Format::Xlsx));
        }
    });
    ui.horizontal(|ui| {
        for vue in VueBilan::iter() {
            ui.selectable_value(&mut ecran.vue, vue, vue.libelle());
        }
        if bilan.a_blanc {
            ui.label(RichText::new("À blanc\u{a0}: les lignes s’ouvrent après la reprise").color(couleurs(ui).doux));
        }
    });
    ui.add_space(4.0);
    let whole = ui.available_rect_before_wrap();
    let split = if ecran.constats.is_some() { whole.left() + whole.width() * 0.5 } else { whole.right() };
    let (left, right) = whole.split_left_right_at_x(split);
    let mut part = ui.new_child(UiBuilder::new().id_salt("bilan").max_rect(left));
    grid(&mut part, |ui| match ecran.vue {
        VueBilan::Regles => rules(ui, bilan, out),
        VueBilan::Tables => cells(
            ui,
            "tables",
            &["Table", "Devient", "Lignes", "Reprises", "À côté", "Non reprises", "Dans Vigie"],
            &bilan.tables,
        ),
        VueBilan::Colonnes => columns(ui, bilan, out),
        VueBilan::Listes => cells(ui, "listes", &["Table", "Colonne", "Access", "Vigie", "Lignes"], &bilan.valeurs),
    });
    if let Some(constats) = &ecran.constats {
        let mut part =
            ui.new_child(UiBuilder::new().id_salt("constats").max_rect(right.with_min_x(right.left() + 10.0)));
        lignes(&mut part, constats, out);
    }
    ui.allocate_rect(whole, Sense::hover());
}

fn header<'a>(table: TableBuilder<'a>, titres: &[&str]) -> egui_extras::Table<'a> {
    table.header(ROW, |mut header| {
        for titre in titres {
            header.col(|ui| {
                ui.label(RichText::new(*titre).family(gras()));
            });
        }
    })
}

fn figure(ui: &mut Ui, text: &str, explanation: &str) -> bool {
    let response = ui.add(Label::new(RichText::new(text).color(couleurs(ui).accent).underline()).sense(Sense::click()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, explanation));
    let pressed = response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    response.clicked() || pressed
}

fn rules(ui: &mut Ui, bilan: &BilanVu, out: &mut Vec<Intention>) {
    let table = TableBuilder::new(ui)
        .id_salt("regles")
        .striped(true)
        .column(Column::exact(90.0))
        .column(Column::remainder().clip(true));
    header(table, &["Lignes", "Règle"]).body(|body| {
        body.rows(ROW, bilan.regles.len(), |mut row| {
            let Some((code, libelle, fois)) = bilan.regles.get(row.index()) else { return };
            row.col(|ui| {
                if figure(ui, &fois.to_string(), &format!("{libelle}\u{a0}: {fois} lignes")) {
                    ask(out, Demande::Constats(code.clone(), String::new(), String::new()));
                }
            });
            row.col(|ui| {
                line(ui, libelle);
            });
        });
    });
}

fn columns(ui: &mut Ui, bilan: &BilanVu, out: &mut Vec<Intention>) {
    let table = TableBuilder::new(ui)
        .id_salt("colonnes")
        .striped(true)
        .column(Column::initial(120.0).clip(true))
        .column(Column::initial(150.0).clip(true))
        .column(Column::initial(150.0).clip(true))
        .column(Column::exact(64.0))
        .column(Column::exact(130.0).clip(true))
        .column(Column::exact(72.0))
        .column(Column::initial(150.0).clip(true))
        .column(Column::remainder().clip(true));
    header(table, &["Table", "Colonnes", "Champ de Vigie", "Source", "Règles", "Résultat", "Caractères", "Écart"])
        .body(|body| {
            body.rows(ROW, bilan.colonnes.len(), |mut row| {
                let Some(colonne) = bilan.colonnes.get(row.index()) else { return };
                for text in [&colonne.table, &colonne.colonnes, &colonne.champ] {
                    row.col(|ui| {
                        line(ui, text);
                    });
                }
                row.col(|ui| {
                    ui.label(colonne.source.to_string());
                });
                row.col(|ui| {
                    for (code, libelle, effect) in &colonne.regles {
                        if figure(ui, &format!("{effect:+}"), libelle) {
                            ask(out, Demande::Constats(code.clone(), colonne.table.clone(), String::new()));
                        }
                    }
                });
                row.col(|ui| {
                    ui.label(colonne.resultat.to_string());
                });
                row.col(|ui| {
                    line(ui, &colonne.caracteres);
                });
                row.col(|ui| {
                    let color = if colonne.ecart.is_empty() { couleurs(ui).doux } else { couleurs(ui).erreur };
                    line(
                        ui,
                        RichText::new(if colonne.ecart.is_empty() { "aucun" } else { &colonne.ecart }).color(color),
                    );
                });
            });
        });
}

fn cells<const N: usize>(ui: &mut Ui, salt: &str, titres: &[&str; N], rows: &[[String; N]]) {
    let mut table = TableBuilder::new(ui).id_salt(salt).striped(true);
    for at in 0..N {
        let column =
            if at + 1 == N { Column::remainder() } else { Column::initial(if at < 2 { 170.0 } else { 110.0 }) };
        table = table.column(column.clip(true));
    }
    header(table, titres).body(|body| {
        body.rows(ROW, rows.len(), |mut row| {
            let Some(texts) = rows.get(row.index()) else { return };
            for text in texts {
                row.col(|ui| {
                    line(ui, text);
                });
            }
        });
    });
}

fn lignes(ui: &mut Ui, constats: &Constats, out: &mut Vec<Intention>) {
    ui.horizontal(|ui| {
        ui.add(Label::new(RichText::new(&constats.titre).family(gras())).wrap());
        ui.label(format!("{} lignes", constats.total));
        if button(ui, icone::X, "Fermer").clicked() {
            ask(out, Demande::FermerConstats);
        }
    });
    grid(ui, |ui| {
        let table = TableBuilder::new(ui)
            .id_salt("lignes")
            .striped(true)
            .column(Column::initial(90.0).clip(true))
            .column(Column::initial(110.0).clip(true))
            .column(Column::initial(140.0).clip(true))
            .column(Column::initial(140.0).clip(true))
            .column(Column::remainder().clip(true));
        header(table, &["Ligne", "Colonne", "Avant", "Après", "Dossier"]).body(|body| {
            body.rows(ROW, constats.lignes.len(), |mut row| {
                let Some(constat) = constats.lignes.get(row.index()) else { return };
                row.col(|ui| {
                    line(ui, format!("{} {}", constat.table, constat.cle));
                });
                for text in [&constat.colonne, &constat.avant, &constat.apres] {
                    row.col(|ui| {
                        line(ui, text.replace('\n', " "));
                    });
                }
                row.col(|ui| {
                    let Some(id) = constat.dossier else { return };
                    if figure(ui, &constat.numero, &format!("Comparer le dossier {}", constat.numero)) {
                        ask(out, Demande::Cote(id));
                    }
                });
            });
        });
    });
}
