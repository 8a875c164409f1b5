//! The bar above the charts: the period, what it is compared with, what is chosen, what leaves.

use chrono::{Datelike as _, NaiveDate};
use egui::{Align, Key, Layout, Response, RichText, Sense, TextEdit, Ui, vec2};

use super::vue::{Demande, EcranTableaux};
use crate::commands::Commande;
use crate::dashboards::Filtre;
use crate::ui::dossiers::thousands;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{caret, command_button, list_line, ring, select_on_arrival};
use crate::ui::{Intention, icone};

fn ask(out: &mut Vec<Intention>, demande: Demande) {
    out.push(Intention::Tableaux(demande));
}

pub fn ui(ui: &mut Ui, ecran: &mut EcranTableaux, today: NaiveDate, out: &mut Vec<Intention>) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Tableaux de bord").family(gras()).size(theme::TITRE));
        if let Some(faits) = ecran.faits {
            let doux = couleurs(ui).doux;
            let s = if faits > 1 { "s" } else { "" };
            let text = format!("{} enfant{s} concerné{s} dans la base", thousands(faits as u64));
            ui.label(RichText::new(text).color(doux));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            command_button(ui, Commande::RapportActivite, None, true, out);
            command_button(ui, Commande::ExporterTableau, Some("Exporter…"), false, out);
            command_button(ui, Commande::ComposerIndicateur, None, false, out);
        });
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        periode(ui, ecran, today, out);
        comparaison(ui, ecran, out);
        choix(ui, ecran, out);
    });
    if !ecran.erreur_periode.is_empty() {
        let erreur = couleurs(ui).erreur;
        ui.label(RichText::new(format!("{} {}", icone::WARNING_CIRCLE, ecran.erreur_periode)).color(erreur));
    }
    if !ecran.mots.is_empty() {
        chips(ui, ecran, out);
    }
}

/// Whole months but the last: a curve does not begin with the month of one day.
pub fn douze_mois(today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let du = today.with_day(1).and_then(|day| day.checked_sub_months(chrono::Months::new(11)));
    (du, Some(today))
}

/// « 2025 », « Toutes les dates », or the two days.
fn name_of(filtre: &Filtre, today: NaiveDate) -> String {
    match (filtre.du, filtre.au) {
        period if period == douze_mois(today) => "Douze derniers mois".to_owned(),
        (None, None) => "Toutes les dates".to_owned(),
        (Some(du), Some(au)) if Filtre::annee(du.year()).du == Some(du) && Filtre::annee(du.year()).au == Some(au) => {
            format!("Année {}", du.year())
        }
        _ => "Autre période".to_owned(),
    }
}

fn periode(ui: &mut Ui, ecran: &mut EcranTableaux, today: NaiveDate, out: &mut Vec<Intention>) {
    let mut chosen: Option<(Option<NaiveDate>, Option<NaiveDate>)> = None;
    let combo = egui::ComboBox::from_id_salt("tableaux-periode")
        .selected_text(name_of(&ecran.filtre, today))
        .width(150.0)
        .icon(caret)
        .show_ui(ui, |ui| {
            let mut line = |ui: &mut Ui, label: &str, du, au| {
                let held = ecran.filtre.du == du && ecran.filtre.au == au;
                if list_line(ui, held, label) {
                    chosen = Some((du, au));
                }
            };
            line(ui, "Toutes les dates", None, None);
            let (du, au) = douze_mois(today);
            line(ui, "Douze derniers mois", du, au);
            for annee in ecran.annees.iter().rev() {
                let filtre = Filtre::annee(*annee);
                line(ui, &format!("Année {annee}"), filtre.du, filtre.au);
            }
        });
    ui.ctx().accesskit_node_builder(combo.response.id, |node| node.set_label("Période"));
    ring(ui, &combo.response);
    if let Some((du, au)) = chosen {
        combo.response.request_focus();
        let filtre = Filtre { du, au, comparaison: None, criteres: ecran.filtre.criteres.clone() };
        let filtre = if ecran.filtre.comparaison.is_some() { filtre.compare_annee_precedente() } else { filtre };
        ask(out, Demande::Filtrer(filtre));
    }
    let (mut left, mut held, mut entree) = (false, false, false);
    for (label, text) in [("Du", &mut ecran.du), ("Au", &mut ecran.au)] {
        ui.label(label);
        let field = jour(ui, label, text);
        left |= field.lost_focus();
        if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            // A date that is not understood keeps the keys; otherwise the charts take them.
            field.request_focus();
            entree = true;
        }
        held |= field.has_focus();
    }
    // However the two are left, by a key or the pointer: the days that are read there are those counted.
    if entree || (left && !held) {
        ask(out, Demande::Periode { du: ecran.du.clone(), au: ecran.au.clone(), entree });
    }
}

/// A day's field; coming to it by a key selects what it holds, so that what is typed takes its place.
fn jour(ui: &mut Ui, label: &str, text: &mut String) -> Response {
    let mut output = TextEdit::singleline(text)
        .desired_width(98.0)
        .hint_text("jj/mm/aaaa")
        .min_size(vec2(0.0, theme::HAUTEUR))
        .show(ui);
    let field = output.response.response.clone();
    ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(format!("{label} (date)")));
    select_on_arrival(ui, &mut output, text);
    field
}

fn comparaison(ui: &mut Ui, ecran: &EcranTableaux, out: &mut Vec<Intention>) {
    let mut compare = ecran.filtre.comparaison.is_some();
    let bounded = ecran.filtre.du.is_some() && ecran.filtre.au.is_some();
    let tick = ui.add_enabled(bounded, egui::Checkbox::new(&mut compare, "Comparer à l’année précédente"));
    ring(ui, &tick);
    if tick.clicked() {
        let filtre = if compare {
            ecran.filtre.compare_annee_precedente()
        } else {
            Filtre { comparaison: None, ..ecran.filtre.clone() }
        };
        ask(out, Demande::Filtrer(filtre));
    }
}

/// One list a dimension; choosing adds a criterion, choosing again takes it away.
fn choix(ui: &mut Ui, ecran: &EcranTableaux, out: &mut Vec<Intention>) {
    for (dimension, values) in &ecran.choix {
        let label = dimension.libelle();
        let chosen = ecran.filtre.criteres.iter().filter(|critere| critere.dimension == *dimension).count();
        let shown = match chosen {
            0 => format!("{label}\u{a0}: tous"),
            many => format!("{label}\u{a0}: {many} choisi{}", if many > 1 { "s" } else { "" }),
        };
        let combo =
            egui::ComboBox::from_id_salt(("tableaux", label)).selected_text(shown).width(148.0).truncate().icon(caret);
        let mut changed = None;
        let combo = combo.show_ui(ui, |ui| {
            ui.set_min_width(280.0);
            for (critere, words) in values {
                let held = ecran.filtre.criteres.contains(critere);
                if list_line(ui, held, words) {
                    changed = Some(if held { ecran.filtre.without(critere) } else { ecran.filtre.with(critere) });
                }
            }
        });
        ring(ui, &combo.response);
        if let Some(filtre) = changed {
            combo.response.request_focus();
            ask(out, Demande::Filtrer(filtre));
        }
        ui.ctx().accesskit_node_builder(combo.response.id, |node| node.set_label(label));
    }
}

fn chips(ui: &mut Ui, ecran: &EcranTableaux, out: &mut Vec<Intention>) {
    ui.horizontal_wrapped(|ui| {
        let c = couleurs(ui);
        for (critere, words) in &ecran.mots {
            let text = RichText::new(format!("{words}  {}", icone::X)).color(c.accent);
            let chip = egui::Button::new(text).fill(c.accent_fond).stroke(egui::Stroke::NONE).sense(Sense::CLICK);
            let chip = ui.add(chip);
            chip.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Retirer le filtre {words}"))
            });
            if chip.on_hover_text("Retirer ce filtre").clicked() {
                ask(out, Demande::Filtrer(ecran.filtre.without(critere)));
            }
        }
        let clear = ui.add(egui::Button::new("Tout retirer").frame(false).sense(Sense::CLICK));
        if clear.clicked() {
            ask(out, Demande::Filtrer(Filtre { criteres: Vec::new(), ..ecran.filtre.clone() }));
        }
    });
}
