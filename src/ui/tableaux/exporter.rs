//! What leaves, in which form, and where to: one question before a file is made.

use egui::{Button, Context, Frame, Id, Modal, RichText, Stroke, TextEdit, Ui, vec2};

use super::vue::{Carte, Demande};
use crate::ui::theme::{self, couleurs, gras, marge};
use crate::ui::widgets::{button, caret, list_line, ring};
use crate::ui::{Intention, icone};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoi {
    Carte(usize),
    Page,
    /// The yearly report.
    Rapport(i32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatExport {
    Png,
    Svg,
    Pdf,
    Xlsx,
    Csv,
}

impl FormatExport {
    pub const TOUS: [Self; 5] = [Self::Png, Self::Svg, Self::Pdf, Self::Xlsx, Self::Csv];

    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Png => "Image PNG",
            Self::Svg => "Dessin SVG",
            Self::Pdf => "PDF",
            Self::Xlsx => "Classeur XLSX",
            Self::Csv => "Tableau CSV",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub quoi: Quoi,
    pub format: FormatExport,
    /// 1 to 4, of a PNG.
    pub echelle: u8,
    pub chemin: String,
    /// Values below five are hidden.
    pub masquer: bool,
    pub erreur: String,
    /// The years that a report can be of.
    pub annees: Vec<i32>,
    /// The path takes the keys at first.
    pub(super) opened: bool,
}

impl Export {
    pub fn new(quoi: Quoi) -> Self {
        let format = if matches!(quoi, Quoi::Carte(_)) { FormatExport::Png } else { FormatExport::Pdf };
        Self {
            quoi,
            format,
            echelle: 2,
            chemin: String::new(),
            masquer: true,
            erreur: String::new(),
            annees: Vec::new(),
            opened: false,
        }
    }

    /// The file's name follows what it holds, as long as nobody wrote another.
    pub fn set_format(&mut self, format: FormatExport) {
        let ending = format!(".{}", self.format.extension());
        if let Some(stem) = self.chemin.strip_suffix(&ending) {
            self.chemin = format!("{stem}.{}", format.extension());
        }
        self.format = format;
    }
}

pub fn ui(ctx: &Context, export: &mut Export, cartes: &[Carte], busy: &str, out: &mut Vec<Intention>) {
    Modal::new(Id::unique("export-tableaux"))
        .frame(Frame::popup(&ctx.global_style()).inner_margin(marge(24, 18)))
        .show(ctx, |ui| {
            ui.set_width(520.0);
            ui.spacing_mut().item_spacing.y = 10.0;
            body(ui, export, cartes, busy, out);
        });
}

fn body(ui: &mut Ui, export: &mut Export, cartes: &[Carte], busy: &str, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let title = match export.quoi {
        Quoi::Rapport(_) => "Rapport d’activité",
        Quoi::Carte(_) | Quoi::Page => "Exporter",
    };
    ui.label(RichText::new(title).family(gras()).size(theme::TITRE));
    if let Quoi::Rapport(annee) = &mut export.quoi {
        ui.label("Un PDF paginé\u{a0}: page de titre, sommaire, graphiques commentés, tableaux et notes de méthode.");
        let combo = egui::ComboBox::from_id_salt("annee-rapport").selected_text(format!("Année {annee}")).icon(caret);
        let before = *annee;
        let combo = combo.show_ui(ui, |ui| {
            for year in export.annees.iter().rev() {
                if list_line(ui, year == annee, &format!("Année {year}")) {
                    *annee = *year;
                }
            }
        });
        ui.ctx().accesskit_node_builder(combo.response.id, |node| node.set_label("Année du rapport"));
        if *annee != before {
            combo.response.request_focus();
            export.chemin = export.chemin.replace(&before.to_string(), &annee.to_string());
        }
    } else {
        what(ui, export, cartes);
    }
    let tick = ui.checkbox(&mut export.masquer, "Masquer les petits effectifs (moins de 5)");
    ring(ui, &tick);
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut export.chemin)
            .desired_width(ui.available_width() - 130.0)
            .min_size(vec2(0.0, theme::HAUTEUR));
        let field = ui.add(field);
        ui.ctx().accesskit_node_builder(field.id, |node| node.set_label("Fichier"));
        if !std::mem::replace(&mut export.opened, true) {
            field.request_focus();
        }
        if field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            out.push(Intention::Tableaux(Demande::Exporter));
        }
        if button(ui, icone::FOLDER_OPEN, "Parcourir…").clicked() {
            out.push(Intention::Tableaux(Demande::Parcourir));
        }
    });
    if !export.erreur.is_empty() {
        ui.label(RichText::new(&export.erreur).color(c.erreur));
    }
    ui.horizontal(|ui| {
        if busy.is_empty() {
            let text = RichText::new("Enregistrer le fichier").color(c.sur_accent);
            let save =
                ui.add(Button::new(text).fill(c.accent).stroke(Stroke::NONE).min_size(vec2(0.0, theme::HAUTEUR)));
            ring(ui, &save);
            if save.clicked() {
                out.push(Intention::Tableaux(Demande::Exporter));
            }
        } else {
            ui.spinner();
            ui.label(busy);
        }
        let cancel = ui.add(Button::new("Annuler").min_size(vec2(0.0, theme::HAUTEUR)));
        ring(ui, &cancel);
        if cancel.clicked() {
            out.push(Intention::Tableaux(Demande::Fermer));
        }
    });
}

fn what(ui: &mut Ui, export: &mut Export, cartes: &[Carte]) {
    ui.horizontal(|ui| {
        for (at, label) in [(None, "Toute la page")].into_iter().chain(match export.quoi {
            Quoi::Carte(at) => Some((Some(at), "Ce graphique")),
            Quoi::Page | Quoi::Rapport(_) => None,
        }) {
            let held = match export.quoi {
                Quoi::Carte(held) => at == Some(held),
                _ => at.is_none(),
            };
            let choice = ui.radio(held, label);
            ring(ui, &choice);
            if choice.clicked() {
                export.quoi = at.map_or(Quoi::Page, Quoi::Carte);
            }
        }
        if let Quoi::Carte(at) = export.quoi
            && let Some(carte) = cartes.get(at)
        {
            let doux = couleurs(ui).doux;
            ui.add(egui::Label::new(RichText::new(&carte.figure.titre).color(doux)).truncate());
        }
    });
    ui.horizontal(|ui| {
        for format in FormatExport::TOUS {
            let choice = ui.radio(export.format == format, format.libelle());
            ring(ui, &choice);
            if choice.clicked() {
                export.set_format(format);
            }
        }
    });
    if export.format == FormatExport::Png {
        ui.horizontal(|ui| {
            ui.label("Taille");
            for echelle in 1..=4 {
                let choice = ui.radio(export.echelle == echelle, format!("{echelle}×"));
                ring(ui, &choice);
                if choice.clicked() {
                    export.echelle = echelle;
                }
            }
        });
    }
}
