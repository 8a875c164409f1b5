//! Small things drawn everywhere: badges, buttons of commands, empty states.

mod frappe;

use egui::style::WidgetVisuals;
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditOutput;
use egui::{
    Align, Align2, Button, Color32, ComboBox, EventFilter, FontId, Layout, Rect, Response, RichText, Role, Sense,
    Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::geste::{self, hold_arrows, step};
use super::theme::{self, couleurs, gras};
use super::{Intention, icone};
use crate::commands::{Commande, Geste};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ton {
    Neutre,
    Succes,
    Alerte,
    Erreur,
    Accent,
}

pub fn ton_colors(ui: &Ui, ton: Ton) -> (Color32, Color32) {
    let c = couleurs(ui);
    match ton {
        Ton::Neutre => (c.doux, c.neutre_fond),
        Ton::Succes => (c.succes, c.succes_fond),
        Ton::Alerte => (c.alerte, c.alerte_fond),
        Ton::Erreur => (c.erreur, c.erreur_fond),
        Ton::Accent => (c.accent, c.accent_fond),
    }
}

/// Around the text of a badge.
const BADGE: egui::Vec2 = vec2(7.0, 3.0);

pub fn badge(ui: &mut Ui, text: &str, ton: Ton) -> Response {
    let (fg, bg) = ton_colors(ui, ton);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), FontId::new(theme::LABEL, gras()), fg);
    let (rect, response) = ui.allocate_exact_size(galley.size() + 2.0 * BADGE, Sense::hover());
    ui.painter().rect_filled(rect, 4.0, bg);
    ui.painter().galley(rect.min + BADGE, galley, fg);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// How wide [`badge`] is.
pub fn badge_width(ui: &Ui, text: &str) -> f32 {
    width(ui, text, FontId::new(theme::LABEL, gras())) + 2.0 * BADGE.x
}

fn icon_of(commande: Commande) -> &'static str {
    match commande {
        Commande::Enregistrer | Commande::ExporterTableau => icone::FLOPPY_DISK,
        Commande::Nouveau => icone::NOTE_PENCIL,
        Commande::Ajouter | Commande::ComposerIndicateur => icone::PLUS,
        Commande::Retirer => icone::TRASH,
        Commande::AppliquerFratrie => icone::USERS_THREE,
        Commande::LierConnu => icone::CHECK_CIRCLE,
        Commande::PageEnfant => icone::BABY,
        Commande::Actualiser => icone::ARROWS_CLOCKWISE,
        Commande::EcranAccueil => icone::HOUSE,
        Commande::EcranDossiers => icone::FOLDER_OPEN,
        Commande::EcranCourriers => icone::ENVELOPE,
        Commande::EcranTableaux => icone::CHART_BAR,
        Commande::EcranParametres => icone::SLIDERS,
        Commande::EcranAdministration => icone::SHIELD_CHECK,
        Commande::RapportActivite => icone::FILE_TEXT,
        Commande::EcranReprise => icone::DATABASE,
        Commande::Verrouiller => icone::LOCK,
        Commande::Aide => icone::KEYBOARD,
        Commande::Palette => icone::COMMAND,
        _ => "",
    }
}

/// The button of a command, with its keys in the explanation. Not a stop of the Tab key: its keys are.
pub fn command_button(
    ui: &mut Ui,
    commande: Commande,
    text: Option<&str>,
    primary: bool,
    out: &mut Vec<Intention>,
) -> Response {
    let c = couleurs(ui);
    let label = text.unwrap_or_else(|| commande.libelle());
    let icon = icon_of(commande);
    let text = if icon.is_empty() { label.to_owned() } else { format!("{icon}  {label}") };
    let mut button = Button::new(RichText::new(text).color(if primary { c.sur_accent } else { c.accent }))
        .sense(Sense::CLICK)
        .min_size(vec2(0.0, theme::HAUTEUR));
    if primary {
        button = button.fill(c.accent).stroke(Stroke::NONE);
    } else {
        button = button.fill(c.fond).stroke(Stroke::new(1.0, c.ligne));
    }
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    if response.clicked() {
        out.push(Intention::Commande(commande));
    }
    match commande.touches().first() {
        Some(touche) => response.on_hover_text(format!("{}\u{a0}: {touche}", commande.libelle())),
        None => response,
    }
}

/// A flat button with an icon and an explanation; `Sense::CLICK` keeps it out of the Tab order.
pub fn icon_button(ui: &mut Ui, icon: &str, explanation: &str, sense: Sense) -> Response {
    let c = couleurs(ui);
    let response = ui.add(
        Button::new(RichText::new(icon).color(c.accent).size(17.0))
            .frame(false)
            .sense(sense)
            .min_size(vec2(26.0, 26.0)),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, explanation));
    ring(ui, &response);
    response.on_hover_text(explanation)
}

/// A closed list with one value among `lines`: ↑ and ↓ go from one to the next as they do everywhere, letters
/// go to the line that begins so, Entrée opens it on the value it holds. `none` is shown for a value that has no line.
pub fn one_of<'a, T: PartialEq + Copy>(
    ui: &mut Ui,
    label: &str,
    width: f32,
    none: &str,
    value: T,
    lines: impl Iterator<Item = (T, &'a str)> + Clone,
) -> Option<T> {
    let shown = lines.clone().find(|(each, _)| *each == value).map_or(none, |(_, text)| text);
    let went = ui.make_persistent_id(label).with("frappe");
    let (list, chosen) = list_of(ui, label, width, shown, |ui, opened| {
        let mut chosen = None;
        let opened = opened || ui.data_mut(|data| data.remove_temp::<bool>(went)).is_some();
        for (each, text) in lines.clone() {
            if line_of(ui, each == value, opened, text) {
                chosen = Some(each);
            }
        }
        chosen
    });
    let open = ComboBox::is_open(ui.ctx(), list.id);
    let named = || {
        let found = (open || list.has_focus()).then(|| frappe::named(ui, list.id, lines.clone())).flatten()?;
        if open {
            // The line takes the keys once it is drawn as the one that is held.
            ui.data_mut(|data| data.insert_temp(went, true));
            ui.request_repaint();
        }
        Some(found)
    };
    let found = chosen.or_else(named);
    found.or_else(|| arrows(ui, &list, value, lines.map(|(each, _)| each))).filter(|chosen| *chosen != value)
}

/// A closed list, and what `lines` chose in it; the focus comes back to it when it closes. `lines` is told
/// that the list has just opened.
pub fn list_of<T>(
    ui: &mut Ui,
    label: &str,
    width: f32,
    shown: impl Into<RichText>,
    lines: impl FnOnce(&mut Ui, bool) -> Option<T>,
) -> (Response, Option<T>) {
    let key = ui.make_persistent_id(label);
    let was_open = ui.data(|data| data.get_temp(key)).unwrap_or(false);
    let list = ComboBox::from_id_salt(label).selected_text(shown.into()).width(width).truncate().icon(caret);
    let list = list.show_ui(ui, |ui| {
        ui.set_min_width(width);
        lines(ui, !was_open)
    });
    let (response, chosen) = (list.response, list.inner.flatten());
    let open = ComboBox::is_open(ui.ctx(), response.id);
    ui.data_mut(|data| data.insert_temp(key, open));
    let left = ui.memory(|memory| memory.focused().is_none());
    if was_open && !open && (left || chosen.is_some()) {
        response.request_focus();
    }
    if open {
        // The arrows go down into what is open.
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, EventFilter::default()));
    }
    if open || response.has_focus() || chosen.is_some() {
        // Entrée opens the list or chooses in it: nothing else answers to it.
        ui.input_mut(|input| geste::pressed(input, Geste::Ouvrir));
    }
    ring(ui, &response);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
    (response, chosen)
}

fn arrows<T: PartialEq + Copy>(ui: &Ui, list: &Response, value: T, among: impl Iterator<Item = T>) -> Option<T> {
    if !list.has_focus() || ComboBox::is_open(ui.ctx(), list.id) {
        return None;
    }
    hold_arrows(ui, list.id, false);
    let step = ui.input_mut(|input| step(input, Geste::ListeValeur));
    if step == 0 {
        return None;
    }
    let among: Vec<T> = among.collect();
    let at = among.iter().position(|each| *each == value).unwrap_or_default();
    at.checked_add_signed(step).and_then(|at| among.get(at)).copied()
}

/// The sign of a closed list, the same as in our fields.
pub fn caret(ui: &Ui, rect: Rect, _: &WidgetVisuals, _open: bool) {
    let (at, font) = (rect.center(), FontId::proportional(13.0));
    ui.painter().text(at, Align2::CENTER_CENTER, icone::CARET_DOWN, font, couleurs(ui).doux);
}

/// A line of a list that opens: chosen by the pointer or by Entrée, it closes the list.
pub fn list_line(ui: &mut Ui, held: bool, text: &str) -> bool {
    line_of(ui, held, false, text)
}

/// The same; what the list holds takes the keys when it has just opened, and the line that has them is seen.
pub fn line_of(ui: &mut Ui, held: bool, opened: bool, text: &str) -> bool {
    let line = ui.selectable_label(held, text);
    if held && opened {
        line.request_focus();
    }
    if line.gained_focus() {
        line.scroll_to_me(None);
    }
    if line.clicked() {
        ui.close();
    }
    line.clicked()
}

/// A button with its icon before the text; screen readers are told the text alone.
/// Coming to a field by a key selects what it holds: what is typed takes its place.
pub fn select_on_arrival(ui: &Ui, output: &mut TextEditOutput, text: &str) {
    let field = &output.response.response;
    if field.gained_focus() && !ui.input(|input| input.pointer.any_down()) {
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
        output.state.cursor.set_char_range(Some(all));
        output.state.clone().store(ui.ctx(), field.id);
    }
}

pub fn button(ui: &mut Ui, icon: &str, text: &str) -> Response {
    let c = couleurs(ui);
    let shown = RichText::new(format!("{icon}  {text}")).color(c.accent);
    let button = Button::new(shown).stroke(Stroke::new(1.0, c.ligne)).min_size(vec2(0.0, theme::HAUTEUR));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    ring(ui, &response);
    response
}

/// The button that goes on, when it is not that of a command: one a screen.
pub fn primary(ui: &mut Ui, icon: &str, text: &str) -> Response {
    let c = couleurs(ui);
    let shown = RichText::new(format!("{icon}  {text}")).color(c.sur_accent);
    let button = Button::new(shown).fill(c.accent).stroke(Stroke::NONE).min_size(vec2(0.0, theme::HAUTEUR));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    ring(ui, &response);
    response
}

/// A box to tick that shows when it has the focus.
pub fn tick(ui: &mut Ui, on: &mut bool, text: &str) -> Response {
    let response = ui.checkbox(on, text);
    ring(ui, &response);
    response
}

/// Shows that a widget has the focus, when it does not itself; what scrolls brings it into view.
pub fn ring(ui: &Ui, response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if response.has_focus() {
        let stroke = Stroke::new(2.0, couleurs(ui).focus);
        ui.painter().rect_stroke(response.rect.expand(1.0), 4.0, stroke, StrokeKind::Outside);
    }
}

/// The same within: lines that touch would draw over a ring around them.
pub fn inner_ring(ui: &Ui, response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(response.rect, 4.0, Stroke::new(2.0, couleurs(ui).focus), StrokeKind::Inside);
    }
}

/// How wide `text` is in the titles' face: what is chosen turns to it, and must not move its neighbours.
pub fn bold_width(ui: &Ui, text: &str) -> f32 {
    width(ui, text, FontId::new(theme::TEXTE, gras()))
}

/// How wide a text of the body is.
pub fn text_width(ui: &Ui, text: &str) -> f32 {
    width(ui, text, egui::TextStyle::Body.resolve(ui.style()))
}

fn width(ui: &Ui, text: &str, font: FontId) -> f32 {
    ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x)
}

/// Arrows, Page, Début and Fin walk a list that has the focus; true when Entrée was pressed.
pub fn walk(ui: &Ui, list: egui::Id, at: &mut usize, last: usize, page: usize) -> bool {
    hold_arrows(ui, list, false);
    ui.input_mut(|input| {
        let to = geste::walk(input, *at as u64, page as u64, last as u64);
        *at = to.and_then(|to| usize::try_from(to).ok()).unwrap_or(*at);
        geste::pressed(input, Geste::Ouvrir)
    })
}

/// Frames a table that takes the room there is: stripes and marked row reach the frame, no further.
pub fn grid(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    /// Half of the space between two columns is what a stripe takes on each side.
    const HALF: f32 = 8.0;
    let rect = ui.available_rect_before_wrap();
    let mut inner = ui.new_child(UiBuilder::new().id_salt("grille").max_rect(rect.shrink2(vec2(HALF, 1.0))));
    inner.shrink_clip_rect(rect);
    inner.spacing_mut().item_spacing.x = 2.0 * HALF;
    inner.spacing_mut().scroll.floating_allocated_width += HALF - 4.0;
    add(&mut inner);
    ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.0, couleurs(ui).ligne), StrokeKind::Inside);
    ui.allocate_rect(rect, Sense::hover());
}

/// What to do where there is nothing yet.
pub fn empty_state(ui: &mut Ui, icon: &str, title: &str, advice: &str) {
    let c = couleurs(ui);
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space(40.0);
        ui.label(RichText::new(icon).size(40.0).color(c.bord));
        ui.label(RichText::new(title).family(gras()).size(17.0));
        ui.label(RichText::new(advice).color(c.doux));
    });
}

/// Text in one line, cut with an ellipsis; whole in the explanation.
pub fn line(ui: &mut Ui, text: impl Into<egui::WidgetText>) -> Response {
    ui.add(egui::Label::new(text).truncate())
}
