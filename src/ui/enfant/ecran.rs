//! The page drawn: who, then the chronology at the left, the family and the likenesses at the right.

use chrono::NaiveDate;
use egui::{Align, Id, Layout, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, vec2};

use super::etat::{Demande, FormatEnfant, Lecture, PageEnfant};
use super::famille;
use crate::commands::Geste;
use crate::domain::chronologie::{Evenement, Genre};
use crate::domain::{Nature, Parametres, date, enfant};
use crate::ui::geste::{hold_arrows, pressed, walk};
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{Ton, badge, button, empty_state, line};
use crate::ui::zone::zone;
use crate::ui::{Intention, icone};

const ROW: f32 = 46.0;

pub fn ui(ui: &mut Ui, page: &mut PageEnfant, parametres: &Parametres, today: NaiveDate, out: &mut Vec<Intention>) {
    let Some(lecture) = page.lecture.take() else {
        empty_state(ui, icone::HOURGLASS, "Lecture des dossiers de cet enfant…", "");
        return;
    };
    head(ui, &lecture, parametres, today, out);
    ui.add_space(6.0);
    let rect = ui.available_rect_before_wrap();
    let (left, right) = rect.split_left_right_at_fraction(0.42);
    let mut list = ui.new_child(UiBuilder::new().id_salt("chronologie").max_rect(left.with_max_x(left.right() - 8.0)));
    zone(&mut list, "chronologie", |ui, _| chronology(ui, page, &lecture, out));
    let mut side = ui.new_child(UiBuilder::new().id_salt("famille").max_rect(right.with_min_x(right.left() + 8.0)));
    zone(&mut side, "famille", |ui, _| family(ui, &lecture, out));
    ui.allocate_rect(rect, Sense::hover());
    page.lecture = Some(lecture);
}

fn head(ui: &mut Ui, lecture: &Lecture, parametres: &Parametres, today: NaiveDate, out: &mut Vec<Intention>) {
    use enfant::personne::{DATE_NAISSANCE, NOM_MERE, NOM_NAISSANCE, PRECISION_NAISSANCE, SEXE};
    let c = couleurs(ui);
    let Some(person) = lecture.fiche.personne() else { return };
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(format!("{}  {}", icone::BABY, enfant::titre(person))).family(gras()).size(theme::TITRE),
        );
        let count = lecture.fiche.dossiers.len();
        badge(ui, &if count == 1 { "1 dossier".to_owned() } else { format!("{count} dossiers") }, Ton::Accent);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button(ui, icone::CARET_LEFT, "Retour").clicked() {
                out.push(Intention::Enfant(Demande::Retour));
            }
            for (format, icon, label) in [
                (FormatEnfant::Svg, icone::SHARE_NETWORK, "Dessin en SVG…"),
                (FormatEnfant::Pdf, icone::PRINTER, "Page en PDF…"),
            ] {
                if button(ui, icon, label).clicked() {
                    out.push(Intention::Enfant(Demande::Exporter(format)));
                }
            }
        });
    });
    let birth = date::format_naissance(person.date(DATE_NAISSANCE), person.get(PRECISION_NAISSANCE));
    let age = person.date(DATE_NAISSANCE).and_then(|birth| enfant::age(birth, today)).map(|age| match age {
        0 => "moins d’un an".to_owned(),
        1 => "1 an".to_owned(),
        age => format!("{age} ans"),
    });
    let place = lecture.famille.personnes.iter().find(|one| one.sujet).and_then(|one| one.foyer);
    let address = place.and_then(|at| lecture.famille.foyers.get(at)).map(|foyer| foyer.adresse.clone());
    let mut words = vec![parametres.libelle(Nature::Liste("sexe"), person.get(SEXE)).to_owned(), birth];
    words.extend(age);
    for (cle, before) in [(NOM_NAISSANCE, "nom de naissance"), (NOM_MERE, "nom de la mère")] {
        let value = person.get(cle);
        if !value.is_empty() && value.to_uppercase() != enfant::nom_affiche(person) {
            words.push(format!("{before} {}", value.to_uppercase()));
        }
    }
    words.extend(address);
    words.retain(|word| !word.is_empty());
    ui.label(RichText::new(words.join(" · ")).color(c.doux));
}

/// Every event, the latest first; Entrée opens its dossier.
fn chronology(ui: &mut Ui, page: &mut PageEnfant, lecture: &Lecture, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.label(RichText::new("Chronologie").family(gras()));
    let rect = ui.available_rect_before_wrap();
    let focus = ui.interact(rect, Id::unique("chronologie"), Sense::focusable_noninteractive());
    ui.ctx().accesskit_node_builder(focus.id, |node| node.set_label("Événements, du plus récent au plus ancien"));
    if std::mem::take(&mut page.take_focus) {
        focus.request_focus();
    }
    let last = lecture.evenements.len().saturating_sub(1);
    page.at = page.at.min(last);
    if focus.has_focus() {
        keys(ui, page, lecture, focus.id, last, out);
    }
    let mut area = ScrollArea::vertical().id_salt("chronologie").auto_shrink([false, false]);
    if std::mem::take(&mut page.scroll) {
        area = area.vertical_scroll_offset((page.at as f32 * ROW - rect.height() / 2.0).max(0.0));
    }
    let mut pressed = None;
    area.show_rows(ui, ROW - ui.spacing().item_spacing.y, lecture.evenements.len(), |ui, rows| {
        for at in rows {
            let Some(one) = lecture.evenements.get(at) else { continue };
            if event(ui, one, at == page.at) {
                pressed = Some(at);
            }
        }
    });
    if let Some(one) = pressed.and_then(|at| lecture.evenements.get(at)) {
        page.at = pressed.unwrap_or_default();
        focus.request_focus();
        out.push(Intention::OpenDossier(one.dossier));
    }
    if focus.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(2.0, c.focus), StrokeKind::Middle);
    }
}

fn keys(ui: &Ui, page: &mut PageEnfant, lecture: &Lecture, id: Id, last: usize, out: &mut Vec<Intention>) {
    hold_arrows(ui, id, false);
    let before = page.at;
    let open = ui.input_mut(|input| {
        if let Some(to) = walk(input, before as u64, 10, last as u64) {
            page.at = to as usize;
        }
        pressed(input, Geste::Ouvrir)
    });
    page.scroll |= page.at != before;
    if let Some(one) = lecture.evenements.get(page.at).filter(|_| open) {
        out.push(Intention::OpenDossier(one.dossier));
    }
}

fn event(ui: &mut Ui, one: &Evenement, marked: bool) -> bool {
    let c = couleurs(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW - 3.0), Sense::CLICK);
    let day = date::format(one.jour);
    let told = format!("{day}, {}, {}, dossier {}", one.genre.libelle(), one.titre, one.numero);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, marked, &told));
    if marked || response.hovered() {
        ui.painter().rect_filled(rect, 4.0, if marked { c.choisi } else { c.bande });
    }
    let color = match one.genre {
        Genre::Danger => c.erreur,
        Genre::Information => c.accent,
        Genre::Conclusion => c.succes,
        Genre::Courrier | Genre::Service => c.alerte,
        Genre::Etape | Genre::Cloture => c.bord,
    };
    // The line of time, and a mark on it.
    let x = rect.left() + 96.0;
    ui.painter().vline(x, rect.y_range().expand(2.0), Stroke::new(1.0, c.ligne));
    ui.painter().circle_filled(egui::pos2(x, rect.center().y), 5.0, color);
    ui.painter().text(
        egui::pos2(rect.left() + 8.0, rect.center().y),
        egui::Align2::LEFT_CENTER,
        &day,
        egui::FontId::proportional(theme::LABEL),
        c.doux,
    );
    let inside = egui::Rect::from_min_max(egui::pos2(x + 14.0, rect.top() + 2.0), rect.max);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(inside));
    inner.spacing_mut().item_spacing.y = 0.0;
    line(&mut inner, RichText::new(&one.titre).family(gras()));
    let below = if one.detail.is_empty() { one.numero.clone() } else { format!("{} · {}", one.numero, one.detail) };
    line(&mut inner, RichText::new(&below).size(theme::LABEL).color(c.doux));
    response.on_hover_text(format!("{told}\n{}", one.detail)).clicked()
}

fn family(ui: &mut Ui, lecture: &Lecture, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new("Famille").family(gras()));
        ui.label(RichText::new("Tab et flèches vont de l’un à l’autre, Entrée ouvre").size(theme::LABEL).color(c.doux));
    });
    let standing = lecture.fiche.reunions.len() + lecture.fiche.semblables.len();
    let below = if standing == 0 { 26.0 } else { 36.0 + 62.0 * standing.min(3) as f32 };
    let whole = ui.available_rect_before_wrap();
    let drawing = whole.with_max_y((whole.bottom() - below).max(whole.top() + 160.0));
    let mut inner = ui.new_child(UiBuilder::new().id_salt("dessin").max_rect(drawing));
    famille::ui(&mut inner, lecture, out);
    let mut rest =
        ui.new_child(UiBuilder::new().id_salt("semblables").max_rect(whole.with_min_y(drawing.bottom() + 4.0)));
    famille::legend(&mut rest);
    if standing > 0 {
        ScrollArea::vertical().id_salt("semblables").show(&mut rest, |ui| persons(ui, lecture, out));
    }
}

/// Merges that stand or were undone, then who may be the same child.
fn persons(ui: &mut Ui, lecture: &Lecture, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    for one in &lecture.fiche.reunions {
        ui.horizontal_wrapped(|ui| {
            let made = format!("{} réuni le {} par {}", one.nom, date::format_instant(&one.faite_le), one.faite_par);
            let why = if one.motif.is_empty() { String::new() } else { format!(" ({})", one.motif) };
            if one.defaite_le.is_empty() {
                ui.label(format!("{} {made}{why}", icone::GIT_MERGE));
                if button(ui, icone::CLOCK_COUNTER_CLOCKWISE, "Défaire la réunion…").clicked() {
                    out.push(Intention::Enfant(Demande::Defaire { fusion: one.id, nom: one.nom.clone() }));
                }
            } else {
                let undone =
                    format!("{made}{why}, défait le {} par {}", date::format_instant(&one.defaite_le), one.defaite_par);
                ui.label(RichText::new(undone).color(c.doux));
            }
        });
    }
    for one in &lecture.fiche.semblables {
        ui.horizontal_wrapped(|ui| {
            let name = enfant::titre(&one.personne);
            let why: Vec<String> = one.rapprochement.raisons.iter().map(|raison| raison.motif.to_string()).collect();
            let told = format!("{name}, {} · {}", one.dossiers.join(", "), why.join(", "));
            ui.label(format!("{} {told}", icone::USERS));
            if button(ui, icone::GIT_MERGE, &format!("Réunir avec {name}…")).clicked() {
                out.push(Intention::Enfant(Demande::Reunir { absorbe: one.personne.id, nom: name }));
            }
        });
    }
}
