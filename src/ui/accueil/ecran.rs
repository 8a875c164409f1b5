//! The home screen drawn: counts above, reasons at the left, what is due at the right.

use chrono::NaiveDate;
use egui::{Align, Frame, Layout, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, vec2};

use super::{Accueil, Demande};
use crate::domain::accueil::{Compteur, FiltreAccueil, Tache, Travail, reason};
use crate::domain::parametres::Choix;
use crate::domain::{Nature, Parametres, date};
use crate::ui::dossiers::thousands;
use crate::ui::theme::{self, couleurs, gras, marge};
use crate::ui::widgets::{Ton, badge, empty_state, line, one_of, ton_colors, walk};
use crate::ui::zone::zone;
use crate::ui::{Intention, icone};

const ROW: f32 = 44.0;
const REASONS: f32 = 268.0;

pub fn ui(ui: &mut Ui, accueil: &mut Accueil, parametres: &Parametres, today: NaiveDate, out: &mut Vec<Intention>) {
    let Some(travail) = accueil.travail.take() else {
        empty_state(ui, icone::HOURGLASS, "Lecture de ce qu’il y a à faire…", "");
        return;
    };
    zone(ui, "compteurs", |ui, _| head(ui, accueil, &travail, parametres, today, out));
    ui.add_space(8.0);
    let rect = ui.available_rect_before_wrap();
    let middle = rect.left() + REASONS.min(rect.width() * 0.34);
    let (left, right) = rect.split_left_right_at_x(middle);
    let mut reasons_ui = ui.new_child(UiBuilder::new().id_salt("motifs").max_rect(left.with_max_x(middle - 12.0)));
    zone(&mut reasons_ui, "motifs", |ui, _| reasons(ui, accueil, &travail, out));
    let mut list = ui.new_child(UiBuilder::new().id_salt("taches").max_rect(right));
    zone(&mut list, "taches", |ui, _| taches(ui, accueil, &travail, parametres, today, out));
    ui.allocate_rect(rect, Sense::hover());
    accueil.travail = Some(travail);
}

/// The title, the territory, and the counts that open a list.
fn head(
    ui: &mut Ui,
    accueil: &Accueil,
    travail: &Travail,
    parametres: &Parametres,
    today: NaiveDate,
    out: &mut Vec<Intention>,
) {
    let c = couleurs(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new("À faire").family(gras()).size(theme::TITRE));
        ui.label(RichText::new(format!("au {}", date::format(today))).color(c.doux));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            places(ui, accueil, travail, parametres, out);
        });
    });
    let place = &accueil.filtre.territoire;
    // By their tops: centred, each would be a little lower than the one before.
    ui.with_layout(Layout::left_to_right(Align::TOP).with_main_wrap(true), |ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        let soon: u64 = travail.comptes.iter().map(|compte| compte.soon).sum();
        let late = travail.late();
        for (compteur, count, ton) in [
            (Compteur::Retard, late, if late > 0 { Ton::Erreur } else { Ton::Succes }),
            (Compteur::Semaine, soon, if soon > 0 { Ton::Alerte } else { Ton::Neutre }),
        ] {
            if tile(ui, count, compteur.libelle(), ton) {
                out.push(Intention::Accueil(Demande::ShowBehind(compteur)));
            }
        }
        for (etat, label) in [
            ("etat_dossier/a_qualifier", "à qualifier"),
            ("etat_dossier/evaluation", "en évaluation"),
            ("etat_dossier/a_conclure", "à conclure"),
        ] {
            if tile(ui, travail.in_state(etat, place), label, Ton::Accent) {
                out.push(Intention::Accueil(Demande::ShowState(etat.to_owned())));
            }
        }
        let offered = Travail::count(&travail.passations, place);
        if offered > 0 && tile(ui, offered, "à accepter d’un autre territoire", Ton::Alerte) {
            out.push(Intention::Accueil(Demande::ShowOffers));
        }
        for (compteur, counted) in
            [(Compteur::Rapprochees, &travail.rapprochees), (Compteur::Adresse, &travail.adresses)]
        {
            let count = Travail::count(counted, place);
            if count > 0 && tile(ui, count, compteur.libelle(), Ton::Alerte) {
                out.push(Intention::Accueil(Demande::ShowBehind(compteur)));
            }
        }
        if accueil.drafts > 0 && tile(ui, accueil.drafts as u64, "à enregistrer", Ton::Alerte) {
            out.push(Intention::Accueil(Demande::ShowDraft));
        }
    });
}

/// A closed list in the head: what is listed is that alone, or all.
fn only(ui: &mut Ui, label: &str, all: &str, value: &str, among: &[&Choix]) -> Option<String> {
    let lines = among.iter().map(|choix| (choix.id.as_str(), choix.libelle.as_str()));
    one_of(ui, label, 210.0, all, value, std::iter::once(("", all)).chain(lines)).map(str::to_owned)
}

/// Of which territory and which service; one's own services come first.
fn places(ui: &mut Ui, accueil: &Accueil, travail: &Travail, parametres: &Parametres, out: &mut Vec<Intention>) {
    let filtre = &accueil.filtre;
    let territoires: Vec<&Choix> = parametres.territoires.iter().collect();
    let mine = |choix: &&Choix| travail.mes_services.contains(&choix.id);
    let (first, others): (Vec<&Choix>, Vec<&Choix>) = parametres.services.iter().partition(mine);
    let services = [first, others].concat();
    if let Some(territoire) = only(ui, "Territoire", "Tous mes territoires", &filtre.territoire, &territoires) {
        out.push(Intention::Accueil(Demande::Filter(FiltreAccueil { territoire, ..filtre.clone() })));
    }
    if let Some(service) = only(ui, "Service", "Tous les services", &filtre.service, &services) {
        out.push(Intention::Accueil(Demande::Filter(FiltreAccueil { service, ..filtre.clone() })));
    }
}

/// A count that opens the list behind it.
fn tile(ui: &mut Ui, count: u64, label: &str, ton: Ton) -> bool {
    let c = couleurs(ui);
    let (fg, bg) = ton_colors(ui, ton);
    let number = RichText::new(thousands(count)).family(gras()).size(22.0).color(fg);
    let inner = Frame::new().fill(bg).corner_radius(4).inner_margin(marge(12, 6)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(number);
            ui.label(RichText::new(label).color(c.texte));
        });
    });
    let told = format!("{count} {label}");
    let response = ui.interact(inner.response.rect, egui::Id::unique(("compteur", label)), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
    if response.has_focus() || response.hovered() {
        let stroke = Stroke::new(if response.has_focus() { 2.0 } else { 1.0 }, c.focus);
        ui.painter().rect_stroke(response.rect, 4.0, stroke, StrokeKind::Outside);
    }
    response.clicked()
}

/// Why things are due: choosing one lists it alone.
fn reasons(ui: &mut Ui, accueil: &Accueil, travail: &Travail, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ScrollArea::vertical().id_salt("motifs").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let all = travail.comptes.iter().map(|compte| compte.total).sum();
        let everything = ("", "Tout", travail.late(), all);
        let rows = travail.comptes.iter().map(|one| (one.code.as_str(), reason(&one.code), one.late, one.total));
        for (code, label, late, total) in std::iter::once(everything).chain(rows) {
            let chosen = accueil.filtre.code == code;
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::click());
            let told = format!("{label}\u{a0}: {late} en retard sur {total}");
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, chosen, &told));
            if chosen || response.hovered() {
                ui.painter().rect_filled(rect, 4.0, if chosen { c.choisi } else { c.bande });
            }
            if response.has_focus() {
                ui.painter().rect_stroke(rect, 4.0, Stroke::new(2.0, c.focus), StrokeKind::Inside);
            }
            let inner =
                UiBuilder::new().max_rect(rect.shrink2(vec2(8.0, 4.0))).layout(Layout::left_to_right(Align::Center));
            let mut inner = ui.new_child(inner);
            inner.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(RichText::new(thousands(total)).color(c.doux));
                if late > 0 {
                    badge(ui, &thousands(late), Ton::Erreur);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    line(ui, if chosen { RichText::new(label).family(gras()) } else { RichText::new(label) });
                });
            });
            if response.on_hover_text(told).clicked() {
                let mut filtre = accueil.filtre.clone();
                code.clone_into(&mut filtre.code);
                out.push(Intention::Accueil(Demande::Filter(filtre)));
            }
        }
    });
}

fn taches(
    ui: &mut Ui,
    accueil: &mut Accueil,
    travail: &Travail,
    parametres: &Parametres,
    today: NaiveDate,
    out: &mut Vec<Intention>,
) {
    let c = couleurs(ui);
    if travail.taches.is_empty() {
        empty_state(
            ui,
            icone::CHECK_CIRCLE,
            "Rien n’est attendu",
            "Ce qu’il y aura à faire paraîtra ici, le plus en retard d’abord",
        );
        return;
    }
    let rect = ui.available_rect_before_wrap();
    let focus = ui.interact(rect, egui::Id::unique("liste-a-faire"), Sense::focusable_noninteractive());
    ui.ctx().accesskit_node_builder(focus.id, |node| node.set_label("À faire"));
    if std::mem::take(&mut accueil.take_focus) {
        focus.request_focus();
    }
    let last = travail.taches.len() - 1;
    accueil.at = accueil.at.min(last);
    if focus.has_focus() {
        keys(ui, accueil, travail, focus.id, out);
    }
    let mut area = ScrollArea::vertical().id_salt("taches").auto_shrink([false, false]);
    if std::mem::take(&mut accueil.scroll) {
        let top = accueil.at as f32 * ROW;
        area = area.vertical_scroll_offset((top - rect.height() / 2.0).max(0.0));
    }
    let mut chosen = None;
    area.show_rows(ui, ROW - ui.spacing().item_spacing.y, travail.taches.len(), |ui, rows| {
        for at in rows {
            let Some(tache) = travail.taches.get(at) else { continue };
            if row(ui, tache, at == accueil.at, parametres, today) {
                chosen = Some(at);
            }
        }
    });
    if let Some(tache) = chosen.and_then(|at| travail.taches.get(at)) {
        accueil.at = chosen.unwrap_or_default();
        focus.request_focus();
        out.push(Intention::OpenDossier(tache.dossier));
    }
    if focus.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(2.0, c.focus), StrokeKind::Middle);
    }
}

fn keys(ui: &mut Ui, accueil: &mut Accueil, travail: &Travail, id: egui::Id, out: &mut Vec<Intention>) {
    let before = accueil.at;
    let open = walk(ui, id, &mut accueil.at, travail.taches.len().saturating_sub(1), 12);
    accueil.scroll |= accueil.at != before;
    if let Some(tache) = travail.taches.get(accueil.at).filter(|_| open) {
        out.push(Intention::OpenDossier(tache.dossier));
    }
}

/// « En retard de 12 j · Évaluation · 2026-000123 MARTIN Léa, Hugo »; gives true when it was pressed.
fn row(ui: &mut Ui, tache: &Tache, marked: bool, parametres: &Parametres, today: NaiveDate) -> bool {
    let c = couleurs(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW - 3.0), Sense::CLICK);
    let days = (tache.due - today).num_days();
    let (when, ton) = match days {
        ..-1 => (format!("En retard de {} jours", -days), Ton::Erreur),
        -1 => ("En retard d’un jour".to_owned(), Ton::Erreur),
        0 => ("Aujourd’hui".to_owned(), Ton::Alerte),
        1 => ("Demain".to_owned(), Ton::Alerte),
        2..=7 => (format!("Dans {days} jours"), Ton::Alerte),
        _ => (format!("Dans {days} jours"), Ton::Neutre),
    };
    let why = reason(&tache.code);
    let told = format!("{when}, {why}, dossier {} {}", tache.numero, tache.fratrie);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, marked, &told));
    if marked || response.hovered() {
        ui.painter().rect_filled(rect, 4.0, if marked { c.choisi } else { c.bande });
    }
    let inside = rect.shrink2(vec2(8.0, 1.0));
    let left = UiBuilder::new().max_rect(inside).layout(Layout::left_to_right(Align::Center));
    badge(&mut ui.new_child(left), &when, ton);
    let right = UiBuilder::new().max_rect(inside.with_min_x(inside.left() + 158.0));
    let mut inner = ui.new_child(right);
    inner.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        // Two lines of text, not a line as high as a button and another.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.label(RichText::new(&tache.numero).color(c.doux));
            line(ui, RichText::new(&tache.fratrie).family(gras()));
        });
        let territory = parametres.libelle(Nature::Territoire, &tache.territoire);
        let service = parametres.libelle(Nature::Service, &tache.service);
        let due = date::format(tache.due);
        let mut words = format!("{why} · le {due} · {territory}");
        if !service.is_empty() {
            words = format!("{why} · {service} · le {due} · {territory}");
        }
        line(ui, RichText::new(words).size(theme::LABEL).color(c.doux));
    });
    response
        .on_hover_text(format!("{why}, depuis le {}, pour le {}", date::format(tache.start), date::format(tache.due)))
        .clicked()
}
