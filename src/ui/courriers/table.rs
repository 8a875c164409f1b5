//! Letters as lines: state, day, template, recipient, and what can be done with each.

use egui::{Align, Button, Layout, RichText, Sense, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::vue::Demande;
use crate::domain::courrier::{EtatCourrier, LigneCourrier};
use crate::domain::date;
use crate::ui::rangs::Rangs;
use crate::ui::theme::{couleurs, gras};
use crate::ui::widgets::{Ton, badge, grid, icon_button, line, ring};
use crate::ui::{Intention, icone};

/// The height of a letter.
const ROW: f32 = 30.0;

/// Draws the lines, with the number of their dossier where there are several. `total` counts those that are
/// not read yet, too; true when one of them is looked at.
pub fn table(
    ui: &mut Ui,
    salt: &str,
    lignes: &[LigneCourrier],
    total: usize,
    numeros: bool,
    out: &mut Vec<Intention>,
) -> bool {
    let mut beyond = false;
    grid(ui, |ui| {
        let room = ui.available_width();
        let rangs = Rangs::new(ui, salt, "Courriers", total.max(lignes.len()), ROW);
        let mut table = TableBuilder::new(ui)
            // Another width, other columns: what can be done with a letter is never pushed out.
            .id_salt((salt, (room / 160.0) as u32))
            .striped(true)
            .resizable(true)
            .auto_shrink([false, false])
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(84.0))
            .column(Column::exact(96.0))
            .column(Column::initial(86.0).clip(true));
        if numeros {
            table = table.column(Column::initial(104.0).clip(true));
        }
        let table = table
            .column(Column::initial(room * 0.2).clip(true))
            .column(Column::initial(room * 0.2).clip(true))
            .column(Column::remainder().clip(true));
        rangs
            .follow(table)
            .header(26.0, |mut header| {
                let titles = ["État", "Faire", "Date", "Dossier", "Modèle", "Destinataire", "Objet"];
                for title in titles.into_iter().filter(|title| numeros || *title != "Dossier") {
                    header.col(|ui| {
                        ui.label(RichText::new(title).family(gras()));
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, total.max(lignes.len()), |mut row| {
                    let at = row.index();
                    row.set_selected(rangs.marks(at));
                    if let Some(ligne) = lignes.get(at) {
                        cells(&mut row, ligne, numeros, rangs.sense(at), out);
                    } else {
                        beyond = true;
                        row.col(|ui| {
                            ui.label("…");
                        });
                    }
                });
            });
    });
    beyond
}

fn cells(row: &mut TableRow<'_, '_>, ligne: &LigneCourrier, numeros: bool, sense: Sense, out: &mut Vec<Intention>) {
    row.col(|ui| {
        let ton = match ligne.etat {
            EtatCourrier::Brouillon => Ton::Neutre,
            EtatCourrier::Valide => Ton::Accent,
            EtatCourrier::Envoye => Ton::Succes,
        };
        badge(ui, ligne.etat.libelle(), ton).on_hover_text(told(ligne));
    });
    row.col(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (icon, label, demande) in actions(ligne) {
            let named = format!("{label} {} {}", ligne.numero, ligne.destinataire);
            let response = icon_button(ui, icon, &named, sense);
            if response.clicked() {
                out.push(Intention::Courriers(demande));
            }
        }
    });
    row.col(|ui| {
        line(ui, ligne.jour.parse().map_or_else(|_| ligne.jour.clone(), date::format));
    });
    if numeros {
        row.col(|ui| {
            let lien = RichText::new(&ligne.numero).color(couleurs(ui).accent);
            let lien = ui.add(Button::new(lien).frame(false).sense(sense));
            ring(ui, &lien);
            if lien.clicked() {
                out.push(Intention::Courriers(Demande::Ouvrir(ligne.dossier)));
            }
        });
    }
    for text in [&ligne.libelle, &ligne.destinataire, &ligne.objet] {
        row.col(|ui| {
            line(ui, text).on_hover_text(text);
        });
    }
}

/// Who validated it and when it went.
fn told(ligne: &LigneCourrier) -> String {
    let told = match ligne.etat {
        EtatCourrier::Brouillon => format!("Écrit par {}", ligne.par),
        _ => format!("Validé par {} le {}", ligne.par, date::format_instant(&ligne.valide_le)),
    };
    match ligne.envoye_le.parse() {
        Ok(day) => format!("{told}, envoyé le {}", date::format(day)),
        Err(_) => told,
    }
}

fn actions(ligne: &LigneCourrier) -> Vec<(&'static str, &'static str, Demande)> {
    let id = ligne.id;
    match ligne.etat {
        EtatCourrier::Brouillon => vec![
            (icone::PENCIL_SIMPLE, "Reprendre", Demande::Reprendre(id)),
            (icone::CHECK_CIRCLE, "Valider", Demande::Valider(id)),
            (icone::TRASH, "Supprimer", Demande::Supprimer(id)),
        ],
        EtatCourrier::Valide => vec![
            (icone::EYE, "Voir", Demande::Voir(id)),
            (icone::PRINTER, "Réimprimer", Demande::Reimprimer(id)),
            (icone::CHECK_CIRCLE, "Marquer envoyé", Demande::Envoye(id)),
        ],
        EtatCourrier::Envoye => {
            vec![(icone::EYE, "Voir", Demande::Voir(id)), (icone::PRINTER, "Réimprimer", Demande::Reimprimer(id))]
        }
    }
}
