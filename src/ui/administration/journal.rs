//! The journal: its filters, its lines, the verification of its chain, its export.

use egui::{Align, Layout, RichText, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, vec2};
use egui_extras::{Column, TableBuilder};

use super::detail;
use super::ecran::ask;
use super::vue::{Demande, EcranJournal, PAGE, Verification};
use crate::commands::Geste;
use crate::domain::date;
use crate::domain::journal::{LigneJournal, OPERATIONS, objet, operation};
use crate::ui::dossiers::thousands;
use crate::ui::geste::{hold_arrows, pressed, walk};
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{Ton, badge, button, empty_state, grid, line, one_of};
use crate::ui::zone::zone;
use crate::ui::{Intention, icone};

const ROW: f32 = 28.0;
/// The texts of one line.
const DETAIL: f32 = 420.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranJournal, out: &mut Vec<Intention>) {
    zone(ui, "filtres-journal", |ui, _| {
        filters(ui, ecran, out);
        chain(ui, ecran, out);
    });
    ui.add_space(6.0);
    let whole = ui.available_rect_before_wrap();
    let open = ecran.detail.is_some();
    let middle = if open { whole.right() - DETAIL.min(whole.width() * 0.45) } else { whole.right() };
    let (left, right) = whole.split_left_right_at_x(middle);
    let left = if open { left.with_max_x(middle - 10.0) } else { left };
    let mut lines = ui.new_child(UiBuilder::new().id_salt("lignes").max_rect(left));
    match ecran.total {
        None => {
            ask(out, Demande::Page(0));
            lines.label("Lecture du journal…");
        }
        Some(0) if ecran.filtre_vide() => empty_state(
            &mut lines,
            icone::CLOCK_COUNTER_CLOCKWISE,
            "Le journal est vide",
            "Chaque enregistrement, chaque lecture d’un dossier y laissera une ligne",
        ),
        Some(0) => empty_state(
            &mut lines,
            icone::CLOCK_COUNTER_CLOCKWISE,
            "Aucune ligne ne correspond",
            "Videz les filtres ou élargissez la période",
        ),
        Some(total) => zone(&mut lines, "journal", |ui, _| table(ui, ecran, total, out)),
    }
    if open {
        let mut right = ui.new_child(UiBuilder::new().id_salt("detail").max_rect(right));
        detail::ui(&mut right, ecran, out);
    }
    ui.allocate_rect(whole, Sense::hover());
}

fn filters(ui: &mut Ui, ecran: &mut EcranJournal, out: &mut Vec<Intention>) {
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        let before = ecran.filtre.clone();
        let personnes: Vec<(&str, &str)> = ecran.personnes.iter().map(|one| (one.as_str(), one.as_str())).collect();
        choice(ui, "Personne", "toutes", &mut ecran.filtre.qui, &personnes, 170.0);
        choice(ui, "Nature", "toutes", &mut ecran.filtre.operation, &OPERATIONS, 150.0);
        changed |= before != ecran.filtre;
        for (label, hint, text, width) in [
            ("Dossier", "2026-123", &mut ecran.numero, 100.0),
            ("Du", "jj/mm/aaaa", &mut ecran.du, 96.0),
            ("Au", "jj/mm/aaaa", &mut ecran.au, 96.0),
        ] {
            let name = ui.label(label);
            let field =
                TextEdit::singleline(text).hint_text(hint).desired_width(width).min_size(vec2(0.0, theme::HAUTEUR));
            let response = ui.add(field).labelled_by(name.id);
            changed |= response.lost_focus();
        }
        if button(ui, icone::X, "Vider").clicked() {
            ask(out, Demande::Vider);
        }
        if let Some(total) = ecran.total {
            let told = if total < 2 { format!("{total} ligne") } else { format!("{} lignes", thousands(total)) };
            let doux = couleurs(ui).doux;
            ui.label(RichText::new(told).color(doux));
        }
    });
    if !ecran.erreur.is_empty() {
        let color = couleurs(ui).erreur;
        ui.label(RichText::new(&ecran.erreur).color(color));
    }
    if changed {
        ask(out, Demande::Filtrer);
    }
}

fn choice(ui: &mut Ui, label: &str, all: &str, value: &mut String, among: &[(&str, &str)], width: f32) {
    let all = format!("{label}\u{a0}: {all}");
    let lines = std::iter::once(("", all.as_str())).chain(among.iter().copied());
    if let Some(chosen) = one_of(ui, label, width, value, value.as_str(), lines).map(str::to_owned) {
        *value = chosen;
    }
}

/// What can be proved, and what is written to a file.
fn chain(ui: &mut Ui, ecran: &mut EcranJournal, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.horizontal_wrapped(|ui| {
        if let Verification::Running { done, of } = ecran.verification {
            ui.spinner();
            let told = format!("Vérification\u{a0}: {} lignes sur {}", thousands(done), thousands(of));
            ui.label(told);
            if button(ui, icone::X, "Arrêter").clicked() {
                ask(out, Demande::Arreter);
            }
        } else if !ecran.busy.is_empty() {
            ui.spinner();
            ui.label(&ecran.busy);
            if button(ui, icone::X, "Arrêter").clicked() {
                ask(out, Demande::Arreter);
            }
        } else {
            let name = ui.label("Tête gardée");
            let field = TextEdit::singleline(&mut ecran.tete)
                .hint_text("facultative")
                .desired_width(120.0)
                .min_size(vec2(0.0, theme::HAUTEUR));
            ui.add(field).labelled_by(name.id).on_hover_text(
                "La tête que vous aviez copiée et gardée hors de la base\u{a0}: elle prouve tout ce qui la précède",
            );
            if button(ui, icone::SHIELD_CHECK, "Vérifier le journal").clicked() {
                ask(out, Demande::Verifier);
            }
            if button(ui, icone::COPY, "Copier la tête").clicked() {
                ask(out, Demande::CopierTete);
            }
            ui.add_space(10.0);
            let name = ui.label("Fichier");
            let field =
                TextEdit::singleline(&mut ecran.fichier).desired_width(200.0).min_size(vec2(0.0, theme::HAUTEUR));
            ui.add(field).labelled_by(name.id);
            if button(ui, icone::FOLDER_OPEN, "Parcourir…").clicked() {
                ask(out, Demande::Parcourir);
            }
            if button(ui, icone::TABLE, "Exporter").clicked() {
                ask(out, Demande::Exporter);
            }
        }
    });
    let (icon, told, color) = match &ecran.verification {
        Verification::Sound(told) => (icone::CHECK_CIRCLE, told, c.succes),
        Verification::Broken(told) => (icone::WARNING, told, c.erreur),
        Verification::Never | Verification::Running { .. } => return,
    };
    ui.add(egui::Label::new(RichText::new(format!("{icon}  {told}")).color(color)).wrap());
}

fn tone(code: &str) -> Ton {
    match code {
        "refus" | "suppression" => Ton::Erreur,
        "export" | "impression" | "import" | "chargement" => Ton::Alerte,
        "ajout" | "modification" => Ton::Accent,
        _ => Ton::Neutre,
    }
}

fn table(ui: &mut Ui, ecran: &mut EcranJournal, total: u64, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let rect = ui.available_rect_before_wrap();
    let focus = ui.interact(rect, egui::Id::unique("grille-journal"), Sense::focusable_noninteractive());
    ui.ctx().accesskit_node_builder(focus.id, |node| node.set_label("Lignes du journal"));
    if std::mem::take(&mut ecran.take_focus) {
        focus.request_focus();
    }
    let visible = ((rect.height() - 40.0) / (ROW + ui.spacing().item_spacing.y)).floor().max(1.0) as u64;
    if focus.has_focus() {
        keys(ui, ecran, total, visible, focus.id, out);
    }
    let mut missing = None;
    let mut chosen = None;
    grid(ui, |ui| {
        ui.visuals_mut().selection.stroke.color = c.texte;
        let mut builder = TableBuilder::new(ui)
            .id_salt("journal")
            .striped(true)
            .resizable(true)
            .sense(Sense::CLICK)
            .auto_shrink([false, false])
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::initial(140.0).clip(true))
            .column(Column::initial(130.0).clip(true))
            .column(Column::initial(120.0).clip(true))
            .column(Column::initial(170.0).clip(true))
            .column(Column::initial(100.0).clip(true))
            .column(Column::remainder().clip(true).resizable(false));
        if let Some(row) = ecran.scroll_to.take() {
            builder = builder.scroll_to_row(usize::try_from(row).unwrap_or_default(), None);
        }
        builder
            .header(28.0, |mut header| {
                for title in ["Quand", "Qui", "Nature", "Sur", "Dossier", "Depuis"] {
                    header.col(|ui| {
                        ui.label(RichText::new(title).family(gras()));
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, usize::try_from(total).unwrap_or(usize::MAX), |mut row| {
                    let at = row.index() as u64;
                    row.set_selected(at == ecran.at);
                    let Some(ligne) = ecran.row(at) else {
                        missing.get_or_insert(at / PAGE);
                        row.col(|ui| {
                            ui.label(RichText::new("…").color(c.doux));
                        });
                        return;
                    };
                    cells(&mut row, ligne);
                    let response = row.response();
                    if response.clicked() {
                        chosen = Some((at, response.double_clicked()));
                    }
                });
            });
    });
    if let Some(page) = missing {
        ask(out, Demande::Page(page));
    }
    if let Some((at, open)) = chosen {
        ecran.at = at;
        focus.request_focus();
        if open || ecran.detail.is_some() {
            ask(out, Demande::Detail(at));
        }
    }
    if focus.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(2.0, c.focus), StrokeKind::Middle);
    }
}

fn cells(row: &mut egui_extras::TableRow<'_, '_>, ligne: &LigneJournal) {
    row.col(|ui| {
        line(ui, date::format_instant(&ligne.quand));
    });
    row.col(|ui| {
        line(ui, &ligne.qui);
    });
    row.col(|ui| {
        badge(ui, operation(&ligne.operation), tone(&ligne.operation));
    });
    row.col(|ui| {
        line(ui, objet(&ligne.nom_table));
    });
    row.col(|ui| {
        line(ui, &ligne.numero);
    });
    row.col(|ui| {
        let doux = couleurs(ui).doux;
        line(ui, RichText::new(&ligne.depuis).color(doux));
    });
}

fn keys(ui: &Ui, ecran: &mut EcranJournal, total: u64, page: u64, id: egui::Id, out: &mut Vec<Intention>) {
    hold_arrows(ui, id, true);
    let before = ecran.at;
    let open = ui.input_mut(|input| {
        ecran.at = walk(input, before, page, total.saturating_sub(1)).unwrap_or(before);
        pressed(input, Geste::Ouvrir)
    });
    if ecran.at != before {
        ecran.scroll_to = Some(ecran.at);
    }
    if open {
        ask(out, Demande::Detail(ecran.at));
    }
}

/// « Consultation · Dossier 2026-000123 »
pub(super) fn title(ligne: &LigneJournal) -> String {
    let what = format!("{} · {}", operation(&ligne.operation), objet(&ligne.nom_table));
    if ligne.numero.is_empty() { what } else { format!("{what} {}", ligne.numero) }
}
