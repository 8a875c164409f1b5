//! The Dossiers screen: the whole base in a grid, read page by page as one looks.

use std::collections::HashMap;

use chrono::NaiveDate;
use egui::{Align, Frame, Key, Layout, Modifiers, RichText, Sense, Stroke, StrokeKind, TextEdit, Ui, vec2};
use egui_extras::{Column, TableBuilder};

use super::theme::{self, couleurs, gras, marge};
use super::widgets::{caret, command_button, empty_state, grid};
use super::{Intention, colonnes, icone};
use crate::commands::Commande;
use crate::domain::recherche::{Colonne, Filtre, Ligne, Page, Tri};
use crate::domain::{Nature, Parametres};

/// Rows read together.
pub const PAGE: u64 = 100;
const ROW_HEIGHT: f32 = 30.0;

/// What is shown, and what was read of it.
#[derive(Default)]
pub struct Grille {
    pub filtre: Filtre,
    pub tri: Tri,
    pub total: Option<u64>,
    pages: HashMap<u64, Vec<Ligne>>,
    /// The marked row.
    pub at: u64,
    scroll_to: Option<u64>,
    /// The grid should take the keys.
    pub take_focus: bool,
    pub focus_search: bool,
    /// The keys are the grid's now, not the search's.
    pub has_keys: bool,
}

impl Grille {
    /// Everything is read again; what is shown stays until then.
    pub fn forget(&mut self) {
        self.pages.clear();
    }

    pub fn receive(&mut self, page: Page) {
        self.total = Some(page.total);
        self.at = self.at.min(page.total.saturating_sub(1));
        self.pages.insert(page.from / PAGE, page.lignes);
        // What one has not looked at for long is let go.
        if self.pages.len() > 200 {
            let here = self.at / PAGE;
            self.pages.retain(|page, _| page.abs_diff(here) < 50);
        }
    }

    fn row(&self, at: u64) -> Option<&Ligne> {
        self.pages.get(&(at / PAGE))?.get(usize::try_from(at % PAGE).ok()?)
    }
}

pub fn ui(ui: &mut Ui, grille: &mut Grille, parametres: &Parametres, today: NaiveDate, out: &mut Vec<Intention>) {
    filters(ui, grille, parametres, out);
    ui.add_space(6.0);
    match grille.total {
        None => out.push(Intention::NeedPage(0)),
        Some(0) if grille.filtre == Filtre::default() => {
            empty_state(ui, icone::FOLDER_OPEN, "Aucun dossier dans cette base", "Ctrl+N crée le premier");
            ui.vertical_centered(|ui| command_button(ui, Commande::Nouveau, None, true, out));
        }
        Some(0) => empty_state(
            ui,
            icone::MAGNIFYING_GLASS,
            "Aucun dossier ne correspond",
            "Essayez un nom, un prénom, un début de numéro, ou videz les filtres",
        ),
        Some(total) => table(ui, grille, total, parametres, today, out),
    }
}

fn filters(ui: &mut Ui, grille: &mut Grille, parametres: &Parametres, out: &mut Vec<Intention>) {
    let mut filtre = grille.filtre.clone();
    let wide = ui.available_width() > 960.0;
    ui.horizontal(|ui| {
        search(ui, grille, &mut filtre);
        if wide {
            choices(ui, &mut filtre, parametres);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            command_button(ui, Commande::Nouveau, None, true, out);
            if let Some(total) = grille.total {
                let text =
                    if total < 2 { format!("{total} dossier") } else { format!("{} dossiers", thousands(total)) };
                let doux = couleurs(ui).doux;
                ui.label(RichText::new(text).color(doux));
            }
        });
    });
    if !wide {
        ui.horizontal_wrapped(|ui| choices(ui, &mut filtre, parametres));
    }
    if let Some(choisis) = filtre.choisis.clone() {
        let count = thousands(choisis.ids.len() as u64);
        let told = format!("{} {}\u{a0}: {count} {}", icone::TABLE, choisis.titre, icone::X);
        let chip = ui.add(egui::Button::new(told).fill(couleurs(ui).choisi).sense(Sense::CLICK));
        let label = format!("Ne plus montrer seulement\u{a0}: {}", choisis.titre);
        ui.ctx().accesskit_node_builder(chip.id, |node| node.set_label(label));
        if chip.on_hover_text("Revenir à tous les dossiers").clicked() {
            filtre.choisis = None;
        }
    }
    if filtre != grille.filtre {
        out.push(Intention::Filter(filtre));
    }
}

fn search(ui: &mut Ui, grille: &mut Grille, filtre: &mut Filtre) {
    let search = ui.add(
        TextEdit::singleline(&mut filtre.texte)
            .hint_text("Nom, prénom ou numéro")
            .desired_width(260.0)
            .min_size(vec2(0.0, theme::HAUTEUR)),
    );
    ui.ctx().accesskit_node_builder(search.id, |node| node.set_label("Rechercher un dossier"));
    if std::mem::take(&mut grille.focus_search) {
        search.request_focus();
    }
    if search.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
        || search.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown))
    {
        grille.take_focus = true;
    }
}

fn choices(ui: &mut Ui, filtre: &mut Filtre, parametres: &Parametres) {
    choice(ui, "État", &mut filtre.etat, parametres, Nature::Liste("etat_dossier"));
    choice(ui, "Territoire", &mut filtre.territoire, parametres, Nature::Territoire);
    choice(ui, "Type", &mut filtre.type_dossier, parametres, Nature::Liste("type_dossier"));
    if *filtre != Filtre::default()
        && ui.add(egui::Button::new(format!("{} Vider", icone::X)).sense(Sense::CLICK)).clicked()
    {
        *filtre = Filtre::default();
    }
}

/// `1 234 567`, with the narrow space of French numbers.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

fn choice(ui: &mut Ui, label: &str, value: &mut String, parametres: &Parametres, nature: Nature) {
    let shown =
        if value.is_empty() { format!("{label} : tous") } else { parametres.libelle(nature, value).to_owned() };
    let combo = egui::ComboBox::from_id_salt(label).selected_text(shown).width(150.0).truncate().icon(caret);
    let combo = combo.show_ui(ui, |ui| {
        ui.set_min_width(260.0);
        ui.selectable_value(value, String::new(), "Tous");
        for choix in parametres.choix(nature) {
            ui.selectable_value(value, choix.id.clone(), &choix.libelle);
        }
    });
    ui.ctx().accesskit_node_builder(combo.response.id, |node| node.set_label(label));
}

fn table(
    ui: &mut Ui,
    grille: &mut Grille,
    total: u64,
    parametres: &Parametres,
    today: NaiveDate,
    out: &mut Vec<Intention>,
) {
    let c = couleurs(ui);
    let rect = ui.available_rect_before_wrap();
    let focus = ui.interact(rect, egui::Id::unique("grille-dossiers"), Sense::focusable_noninteractive());
    ui.ctx().accesskit_node_builder(focus.id, |node| node.set_label("Grille des dossiers"));
    if std::mem::take(&mut grille.take_focus) {
        focus.request_focus();
    }
    grille.has_keys = focus.has_focus();
    if grille.has_keys {
        keys(ui, grille, total, focus.id, out);
    }
    let visible_rows = ((rect.height() - 44.0) / (ROW_HEIGHT + ui.spacing().item_spacing.y)).floor().max(1.0);
    let tetes = colonnes::shown(rect.width());
    let mut missing = None;
    let mut chosen = None;
    grid(ui, |ui| {
        ui.visuals_mut().selection.stroke.color = c.texte;
        let mut builder = TableBuilder::new(ui)
            .id_salt(("dossiers", tetes.len()))
            .striped(true)
            .resizable(true)
            .sense(Sense::click())
            .auto_shrink([false, false])
            .cell_layout(Layout::left_to_right(Align::Center));
        for tete in &tetes {
            builder = builder.column(if tete.titre == colonnes::NOMS {
                // Not by hand: it follows the width of the window.
                Column::remainder().at_least(tete.largeur).clip(true).resizable(false)
            } else {
                Column::initial(tete.largeur).clip(true)
            });
        }
        if let Some(row) = grille.scroll_to.take() {
            builder = builder.scroll_to_row(usize::try_from(row).unwrap_or_default(), None);
        }
        builder
            .header(30.0, |mut header| {
                for tete in &tetes {
                    header.col(|ui| {
                        if let Some(tri) = header_cell(ui, tete.titre, tete.tri, grille.tri) {
                            out.push(Intention::Sort(tri));
                        }
                    });
                }
            })
            .body(|body| {
                body.rows(ROW_HEIGHT, usize::try_from(total).unwrap_or(usize::MAX), |mut row| {
                    let at = row.index() as u64;
                    row.set_selected(at == grille.at);
                    let Some(ligne) = grille.row(at) else {
                        missing.get_or_insert(at / PAGE);
                        row.col(|ui| {
                            ui.label(RichText::new("…").color(c.doux));
                        });
                        return;
                    };
                    for tete in &tetes {
                        row.col(|ui| (tete.cell)(ui, ligne, parametres, today));
                    }
                    let response = row.response();
                    if response.clicked() {
                        chosen = Some((at, None));
                    }
                    if response.double_clicked() {
                        chosen = Some((at, Some(ligne.id)));
                    }
                });
            });
    });
    if let Some(page) = missing {
        out.push(Intention::NeedPage(page));
    }
    if let Some((at, open)) = chosen {
        grille.at = at;
        focus.request_focus();
        out.extend(open.map(Intention::OpenDossier));
    }
    if focus.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(2.0, c.focus), StrokeKind::Middle);
    }
    ui.data_mut(|data| data.insert_temp(egui::Id::unique("rangs-visibles"), visible_rows as u64));
}

fn header_cell(ui: &mut Ui, title: &str, colonne: Option<Colonne>, tri: Tri) -> Option<Tri> {
    let Some(colonne) = colonne else {
        ui.label(RichText::new(title).family(gras()));
        return None;
    };
    let sorted = tri.colonne == colonne;
    let arrow = match (sorted, tri.descending) {
        (false, _) => "",
        (true, false) => icone::ARROW_UP,
        (true, true) => icone::ARROW_DOWN,
    };
    let button =
        egui::Button::new(RichText::new(format!("{title} {arrow}")).family(gras())).frame(false).sense(Sense::CLICK);
    let clicked = ui.add(button).on_hover_text("Trier").clicked();
    clicked.then_some(Tri { colonne, descending: if sorted { !tri.descending } else { colonne == Colonne::Numero } })
}

fn keys(ui: &mut Ui, grille: &mut Grille, total: u64, id: egui::Id, out: &mut Vec<Intention>) {
    ui.memory_mut(|memory| {
        memory.set_focus_lock_filter(
            id,
            egui::EventFilter { vertical_arrows: true, horizontal_arrows: true, tab: false, escape: false },
        );
    });
    let page = ui.data(|data| data.get_temp::<u64>(egui::Id::unique("rangs-visibles"))).unwrap_or(20);
    let last = total.saturating_sub(1);
    let before = grille.at;
    let (open, copy) = ui.input_mut(|input| {
        for (key, to) in [
            (Key::ArrowDown, grille.at.saturating_add(1)),
            (Key::ArrowUp, grille.at.saturating_sub(1)),
            (Key::PageDown, grille.at.saturating_add(page)),
            (Key::PageUp, grille.at.saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, last),
        ] {
            if input.consume_key(Modifiers::NONE, key) {
                grille.at = to.min(last);
            }
        }
        (
            input.consume_key(Modifiers::NONE, Key::Enter),
            input.events.iter().any(|event| matches!(event, egui::Event::Copy)),
        )
    });
    if grille.at != before {
        grille.scroll_to = Some(grille.at);
    }
    if let Some(ligne) = grille.row(grille.at) {
        if open {
            out.push(Intention::OpenDossier(ligne.id));
        }
        if copy {
            let cells = [
                &ligne.numero,
                &ligne.date_reception,
                &ligne.fratrie,
                &ligne.nombre_enfants.to_string(),
                &ligne.echeance_le,
            ]
            .map(|cell| cell.replace(['\t', '\n'], " "));
            ui.ctx().copy_text(cells.join("\t"));
        }
    }
}

/// The frame around the screen.
pub fn frame(ui: &Ui) -> Frame {
    Frame::new().fill(couleurs(ui).fond).inner_margin(marge(16, 12))
}
