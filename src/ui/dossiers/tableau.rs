//! The grid drawn: only the rows and columns that are seen, by their place in the base, exact to the
//! last of a million. The frozen columns stay, the others slide under them.

use chrono::NaiveDate;
use egui::{Align, Layout, Rect, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::etat::{Demande, Grille, PAGE};
use super::{cellules, colonnes, filtres, touches};
use crate::domain::Parametres;
use crate::domain::recherche::Colonne;
use crate::domain::vue::Vue;
use crate::ui::theme::{couleurs, gras};
use crate::ui::{Intention, icone};

const ROW: f32 = 32.0;
const HEAD: f32 = 30.0;
const CONDITIONS: f32 = 32.0;
const BAR: f32 = 12.0;
const PAD: f32 = 8.0;

/// A column where it stands on the screen.
struct Place {
    colonne: Colonne,
    x: f32,
    width: f32,
    frozen: bool,
}

pub(super) fn ui(
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
    if grille.has_keys && grille.panneau.is_none() {
        touches::ui(ui, grille, total, focus.id, out);
    }
    let body = Rect::from_min_max(
        pos2(rect.left(), rect.top() + HEAD + CONDITIONS),
        pos2(rect.right() - BAR, rect.bottom() - BAR),
    );
    scroll(ui, grille, total, rect, body);
    let mut vue = grille.vue.clone();
    let places = places(grille, &vue, body);
    let edge = frozen_edge(&places, body);
    heads(ui, grille, &mut vue, &places, rect, edge, parametres);
    rows(ui, grille, total, &places, body, edge, parametres, today, out);
    if total == 0 {
        nothing(ui, body);
    }
    bars(ui, grille, total, &vue, rect, body);
    if vue != grille.vue {
        out.push(Intention::Grille(Demande::Vue(Box::new(vue))));
    }
    let (stroke, kind) = if grille.has_keys {
        (Stroke::new(2.0, c.focus), StrokeKind::Middle)
    } else {
        (Stroke::new(1.0, c.ligne), StrokeKind::Inside)
    };
    ui.painter().rect_stroke(rect, 4.0, stroke, kind);
    ui.allocate_rect(rect, Sense::hover());
}

fn nothing(ui: &mut Ui, body: Rect) {
    let mut inner = ui.new_child(UiBuilder::new().id_salt("aucun").max_rect(body));
    crate::ui::widgets::empty_state(
        &mut inner,
        icone::MAGNIFYING_GLASS,
        "Aucun dossier ne correspond",
        "Essayez un nom, un prénom, un début de numéro, ou videz les filtres",
    );
}

/// By the wheel, and to the marked row when it was asked for.
fn scroll(ui: &Ui, grille: &mut Grille, total: u64, rect: Rect, body: Rect) {
    let fits = f64::from(body.height() / ROW);
    if ui.rect_contains_pointer(rect) && grille.panneau.is_none() {
        let delta = ui.input(egui::InputState::smooth_scroll_delta);
        grille.top -= f64::from(delta.y / ROW);
        grille.left -= delta.x;
    }
    if std::mem::take(&mut grille.show_at) {
        let at = grille.at as f64;
        if at < grille.top {
            grille.top = at;
        } else if at + 1.0 > grille.top + fits {
            grille.top = at + 1.0 - fits;
        }
    }
    grille.top = grille.top.clamp(0.0, (total as f64 - fits).max(0.0));
    grille.seen = fits.floor().max(1.0) as u64;
}

fn width_of(vue: &Vue) -> f32 {
    vue.colonnes.iter().map(|one| one.largeur).sum()
}

/// What is left of the window goes to the names, or to the last column.
fn places(grille: &mut Grille, vue: &Vue, body: Rect) -> Vec<Place> {
    let wide = width_of(vue);
    grille.left = grille.left.clamp(0.0, (wide - body.width()).max(0.0));
    let spare = (body.width() - wide).max(0.0);
    let grows = vue
        .colonnes
        .iter()
        .position(|one| one.colonne == Colonne::Fratrie)
        .unwrap_or(vue.colonnes.len().saturating_sub(1));
    let mut x = body.left();
    let mut places = Vec::with_capacity(vue.colonnes.len());
    for (at, one) in vue.colonnes.iter().enumerate() {
        let width = if at == grows { one.largeur + spare } else { one.largeur };
        let frozen = at < vue.figees;
        places.push(Place { colonne: one.colonne, x: if frozen { x } else { x - grille.left }, width, frozen });
        x += width;
    }
    places
}

/// Where the columns that stay end.
fn frozen_edge(places: &[Place], body: Rect) -> f32 {
    places
        .iter()
        .filter(|place| place.frozen)
        .map(|place| place.x + place.width)
        .fold(body.left(), f32::max)
        .min(body.right())
}

/// A child that shows nothing under the frozen columns. What stands in a cell keeps to it by itself:
/// whatever has the same clip is one drawing, and one for each cell costs a software renderer 5 MB.
fn cell_ui(
    ui: &mut Ui,
    place: &Place,
    y: f32,
    height: f32,
    edge: f32,
    right: f32,
    salt: impl std::hash::Hash + std::fmt::Debug,
) -> Option<Ui> {
    let cell = Rect::from_min_size(pos2(place.x, y), vec2(place.width, height));
    let visible = if place.frozen { cell } else { cell.with_min_x(cell.left().max(edge)) };
    let visible = visible.with_max_x(visible.right().min(right));
    if visible.width() <= 0.0 {
        return None;
    }
    let inner = UiBuilder::new()
        .id_salt((salt, place.colonne.code()))
        .max_rect(cell.shrink2(vec2(PAD / 2.0, 1.0)))
        .layout(Layout::left_to_right(Align::Center));
    let mut child = ui.new_child(inner);
    if visible.width() + 0.5 < cell.width() {
        child.shrink_clip_rect(visible);
    }
    Some(child)
}

fn heads(
    ui: &mut Ui,
    grille: &Grille,
    vue: &mut Vue,
    places: &[Place],
    rect: Rect,
    edge: f32,
    parametres: &Parametres,
) {
    let c = couleurs(ui);
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), HEAD + CONDITIONS));
    ui.painter().rect_filled(head, 4.0, c.bande);
    let right = rect.right() - BAR;
    for place in places {
        if let Some(mut child) = cell_ui(ui, place, rect.top(), HEAD, edge, right, "tete") {
            title(&mut child, vue, place);
        }
        if let Some(mut child) = cell_ui(ui, place, rect.top() + HEAD, CONDITIONS, edge, right, "condition") {
            let width = place.width - PAD;
            filtres::condition(&mut child, grille, vue, place.colonne, width, parametres, "filtre-tete");
        }
        resize(ui, vue, place, rect, edge);
    }
    ui.painter().hline(head.x_range(), head.bottom(), Stroke::new(1.0, c.ligne));
    if edge > rect.left() && grille.left > 0.0 {
        ui.painter().vline(edge, rect.y_range(), Stroke::new(1.5, c.bord));
    }
}

/// Sorts when pressed, with Maj after the others; a menu does the rest.
fn title(ui: &mut Ui, vue: &mut Vue, place: &Place) {
    let colonne = place.colonne;
    let arrow = match colonnes::sorted(vue, colonne) {
        (_, "") => String::new(),
        (sign, _) => format!(" {sign}"),
    };
    let text = RichText::new(format!("{}{arrow}", colonne.titre())).family(gras());
    let button = egui::Button::new(text).frame(false).truncate().sense(Sense::CLICK);
    let response = ui.add(button);
    let told = if colonne.sorts() {
        "Trier\u{a0}; avec Maj, après les autres clés. Clic droit\u{a0}: la colonne"
    } else {
        "Clic droit\u{a0}: la colonne"
    };
    if response.clicked() {
        vue.sort(colonne, ui.input(|input| input.modifiers.shift));
    }
    response.context_menu(|ui| menu(ui, vue, colonne));
    response.on_hover_text(told);
}

fn menu(ui: &mut Ui, vue: &mut Vue, colonne: Colonne) {
    let at = vue.colonnes.iter().position(|one| one.colonne == colonne).unwrap_or_default();
    let frozen = at < vue.figees;
    if ui.button(if frozen { "Libérer à partir d’ici" } else { "Figer jusqu’ici" }).clicked() {
        vue.figees = if frozen { at } else { at + 1 };
    }
    if ui.button("Plus à gauche").clicked() {
        vue.shift(colonne, false);
    }
    if ui.button("Plus à droite").clicked() {
        vue.shift(colonne, true);
    }
    if ui.button("Masquer").clicked() {
        vue.toggle(colonne);
    }
}

/// The edge of a head is pulled.
fn resize(ui: &Ui, vue: &mut Vue, place: &Place, rect: Rect, edge: f32) {
    let x = place.x + place.width;
    if x > rect.right() - BAR + 2.0 || !place.frozen && x < edge {
        return;
    }
    let handle = Rect::from_min_max(pos2(x - 3.0, rect.top()), pos2(x + 3.0, rect.top() + HEAD));
    let response = ui.interact(handle, egui::Id::unique(("largeur-colonne", place.colonne.code())), Sense::DRAG);
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
        ui.painter().vline(x, handle.y_range(), Stroke::new(2.0, couleurs(ui).focus));
    } else {
        ui.painter().vline(x, handle.shrink2(vec2(0.0, 6.0)).y_range(), Stroke::new(1.0, couleurs(ui).ligne));
    }
    if response.dragged() {
        vue.widen(place.colonne, response.drag_delta().x);
    }
}

fn rows(
    ui: &mut Ui,
    grille: &mut Grille,
    total: u64,
    places: &[Place],
    body: Rect,
    edge: f32,
    parametres: &Parametres,
    today: NaiveDate,
    out: &mut Vec<Intention>,
) {
    let c = couleurs(ui);
    let mut inside = ui.new_child(UiBuilder::new().id_salt("lignes").max_rect(body));
    inside.shrink_clip_rect(body);
    let first = grille.top.floor() as u64;
    let mut missing = None;
    let mut pressed = None;
    for at in first..(first + grille.seen + 2).min(total) {
        let y = body.top() + ((at as f64 - grille.top) * f64::from(ROW)) as f32;
        let row = Rect::from_min_size(pos2(body.left(), y), vec2(body.width(), ROW));
        if grille.wants(at) {
            missing.get_or_insert(at / PAGE);
        }
        let Some(ligne) = grille.row(at) else {
            let text = RichText::new("…").color(c.doux);
            inside.put(row, egui::Label::new(text));
            continue;
        };
        let chosen = grille.selection.contains(&ligne.id);
        let response = inside.interact(row.intersect(body), egui::Id::unique(("ligne-grille", at)), Sense::CLICK);
        let told = format!("{} {}", ligne.numero, ligne.fratrie);
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, chosen, &told));
        let ground = match (chosen, at == grille.at, response.hovered()) {
            (true, ..) | (_, true, _) => Some(c.choisi),
            (_, _, true) => Some(c.neutre_fond),
            _ if at % 2 == 1 => Some(c.bande),
            _ => None,
        };
        if let Some(ground) = ground {
            inside.painter().rect_filled(row, 0.0, ground);
        }
        if chosen {
            inside.painter().rect_filled(Rect::from_min_size(row.min, vec2(3.0, ROW)), 0.0, c.accent);
        }
        if at == grille.at && grille.has_keys && !grille.selection.is_empty() {
            inside.painter().rect_stroke(row.shrink(1.0), 2.0, Stroke::new(1.0, c.focus), StrokeKind::Inside);
        }
        for place in places {
            if let Some(mut child) = cell_ui(&mut inside, place, y, ROW, edge, body.right(), at) {
                cellules::cell(&mut child, ligne, place.colonne, parametres, today);
            }
        }
        if response.clicked() || response.double_clicked() {
            pressed = Some((at, ligne.id, response.double_clicked()));
        }
    }
    if let Some(page) = missing {
        out.push(Intention::NeedPage(page));
    }
    if let Some((at, id, twice)) = pressed {
        ui.memory_mut(|memory| memory.request_focus(egui::Id::unique("grille-dossiers")));
        let (shift, ctrl) = ui.input(|input| (input.modifiers.shift, input.modifiers.command));
        touches::mark(grille, at, shift, out);
        if ctrl {
            touches::toggle(grille, id);
        } else if twice {
            out.push(Intention::OpenDossier(id));
        }
    }
}

/// Where one is, and a handle to go anywhere.
fn bars(ui: &Ui, grille: &mut Grille, total: u64, vue: &Vue, rect: Rect, body: Rect) {
    let c = couleurs(ui);
    let fits = f64::from(body.height() / ROW);
    let room = total as f64 - fits;
    if room > 0.0 {
        let track = Rect::from_min_max(pos2(body.right(), body.top()), pos2(rect.right(), body.bottom()));
        let long = (f64::from(track.height()) * fits / total as f64).max(28.0) as f32;
        let free = track.height() - long;
        let y = track.top() + free * (grille.top / room) as f32;
        let response = ui.interact(track, egui::Id::unique("ascenseur-grille"), Sense::CLICK | Sense::DRAG);
        if let Some(to) = response.interact_pointer_pos()
            && (response.dragged() || response.clicked())
        {
            grille.top = (f64::from((to.y - track.top() - long / 2.0) / free.max(1.0)) * room).clamp(0.0, room);
        }
        let handle = Rect::from_min_size(pos2(track.left() + 2.0, y), vec2(BAR - 4.0, long));
        ui.painter().rect_filled(handle, 4.0, if response.hovered() || response.dragged() { c.doux } else { c.bord });
    }
    let spare = width_of(vue) - body.width();
    if spare > 0.0 {
        let track = Rect::from_min_max(pos2(body.left(), body.bottom()), pos2(body.right(), rect.bottom()));
        let long = (track.width() * body.width() / width_of(vue)).max(28.0);
        let free = track.width() - long;
        let response = ui.interact(track, egui::Id::unique("glissiere-grille"), Sense::CLICK | Sense::DRAG);
        if let Some(to) = response.interact_pointer_pos()
            && (response.dragged() || response.clicked())
        {
            grille.left = ((to.x - track.left() - long / 2.0) / free.max(1.0) * spare).clamp(0.0, spare);
        }
        let handle = Rect::from_min_size(
            pos2(track.left() + free * grille.left / spare, track.top() + 2.0),
            vec2(long, BAR - 4.0),
        );
        ui.painter().rect_filled(handle, 4.0, if response.hovered() || response.dragged() { c.doux } else { c.bord });
    }
}
