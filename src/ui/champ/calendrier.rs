//! The month under a date field (F4): arrows walk by day and week, Page by month, Entrée or Tab takes
//! the day and moves on, Échap closes. The caret never leaves the field.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use egui::{
    Align2, Context, FontId, Id, Popup, PopupCloseBehavior, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui,
    vec2,
};

use crate::commands::Geste;
use crate::domain::date;
use crate::ui::form::Form;
use crate::ui::geste::which;
use crate::ui::icone;
use crate::ui::theme::{self, couleurs, gras};

const JOURS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const CASE: egui::Vec2 = vec2(34.0, 26.0);

/// The marked day, while the calendar of this field is open.
fn key(field: Id) -> Id {
    field.with("calendrier")
}

fn marked(ctx: &Context, field: Id) -> Option<NaiveDate> {
    ctx.data(|data| data.get_temp(key(field)))
}

fn mark(ctx: &Context, field: Id, day: NaiveDate) {
    ctx.data_mut(|data| data.insert_temp(key(field), day));
}

/// Gives false when it was not open.
pub fn close(ctx: &Context, field: Id) -> bool {
    ctx.data_mut(|data| data.remove_temp::<NaiveDate>(key(field))).is_some()
}

/// Opens it on the day that `text` says, or today; closes it when it is open.
pub fn toggle(ctx: &Context, field: Id, text: &str, today: NaiveDate) {
    if !close(ctx, field) {
        let day = text.split_whitespace().find_map(|word| date::parse(word, today).ok());
        mark(ctx, field, day.unwrap_or(today));
    }
}

/// Takes the keys of an open calendar, before the field sees them.
pub fn keys(ui: &Ui, form: &mut Form<'_>, field: Id, text: &str) {
    if std::mem::take(&mut form.request.open_list) {
        toggle(ui.ctx(), field, text, form.today);
    }
    let Some(mut day) = marked(ui.ctx(), field) else { return };
    ui.input_mut(|input| {
        for (geste, steps) in STEPS {
            let step = which(input, geste).and_then(|at| steps.get(at));
            if let Some(there) = step.and_then(|step| step(day)).filter(|day| (1900..=2100).contains(&day.year())) {
                day = there;
            }
        }
    });
    mark(ui.ctx(), field, day);
}

type Step = fn(NaiveDate) -> Option<NaiveDate>;

fn month_before(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_sub_months(Months::new(1))
}

fn month_after(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(1))
}

/// What each of the two keys of a gesture does.
const STEPS: [(Geste, [Step; 2]); 4] = [
    (Geste::Jour, [|day| day.pred_opt(), |day| day.succ_opt()]),
    (Geste::Semaine, [|day| day.checked_sub_days(Days::new(7)), |day| day.checked_add_days(Days::new(7))]),
    (Geste::Mois, [month_before, month_after]),
    (Geste::BoutDuMois, [|day| day.with_day(1), |day| day.with_day(u32::from(day.num_days_in_month()))]),
];

/// Draws the open calendar; gives the day that was taken.
pub fn ui(ui: &Ui, field: &Response, today: NaiveDate) -> Option<NaiveDate> {
    let ctx = ui.ctx();
    let day = marked(ctx, field.id)?;
    if !field.has_focus() && !field.lost_focus() || field.changed() {
        close(ctx, field.id);
        return None;
    }
    // A press in the calendar takes the focus away before the calendar can answer.
    let (month, pressed) = popup(field, day, today);
    if let Some(month) = month {
        mark(ctx, field.id, month);
        field.request_focus();
        return None;
    }
    if !field.lost_focus() && pressed.is_none() {
        return None;
    }
    close(ctx, field.id);
    let by_key = !ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    pressed.or_else(|| by_key.then_some(day))
}

/// The month or the day that was pressed.
fn popup(field: &Response, day: NaiveDate, today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let mut month = None;
    let mut pressed = None;
    Popup::from_response(field)
        .id(Id::unique((field.id, "calendrier")))
        .open(true)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .gap(2.0)
        .show(|ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
            month = title(ui, day);
            pressed = days(ui, day, today);
            let doux = couleurs(ui).doux;
            let written = RichText::new(written(day)).family(gras()).size(theme::LABEL);
            ui.vertical_centered(|ui| ui.label(written));
            let hint = RichText::new("← → jour · ↑ ↓ semaine · Page mois").size(theme::LABEL).color(doux);
            ui.vertical_centered(|ui| ui.label(hint));
        });
    (month, pressed)
}

/// « ‹ novembre 2026 › »; gives the day in the month that was pressed.
fn title(ui: &mut Ui, day: NaiveDate) -> Option<NaiveDate> {
    let c = couleurs(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(CASE.x * 7.0, 28.0), Sense::CLICK);
    let text = format!("{} {}", date::mois(day.month()), day.year());
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, FontId::new(theme::TEXTE, gras()), c.texte);
    let arrow = |rect: Rect, icon: &str, step: Step| {
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon, FontId::proportional(16.0), c.accent);
        was_pressed(ui, rect).then(|| step(day)).flatten()
    };
    let before = arrow(Rect::from_min_size(rect.min, CASE), icone::CARET_LEFT, month_before);
    let after = arrow(Rect::from_min_size(rect.right_top() - vec2(CASE.x, 0.0), CASE), icone::CARET_RIGHT, month_after);
    before.or(after)
}

fn days(ui: &mut Ui, day: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let c = couleurs(ui);
    let (rect, _) = ui.allocate_exact_size(CASE * vec2(7.0, 7.0), Sense::CLICK);
    let case = |column: u32, row: u32| Rect::from_min_size(rect.min + CASE * vec2(column as f32, row as f32), CASE);
    let write = |rect: Rect, text: &str, color| {
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, FontId::proportional(14.0), color);
    };
    for (column, jour) in (0..).zip(JOURS) {
        write(case(column, 0), jour.get(..2).unwrap_or_default(), c.doux);
    }
    let first = day.with_day(1)?;
    let mut shown = first.checked_sub_days(Days::new(first.weekday().num_days_from_monday().into()))?;
    let mut pressed = None;
    for row in 1..7 {
        for column in 0..7 {
            let rect = case(column, row).shrink(1.0);
            if shown == day {
                ui.painter().rect_filled(rect, 4.0, c.accent);
            } else if ui.rect_contains_pointer(rect) {
                ui.painter().rect_filled(rect, 4.0, c.choisi);
            }
            if shown == today {
                ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.0, c.accent), StrokeKind::Inside);
            }
            let color = match shown {
                _ if shown == day => c.sur_accent,
                _ if shown.month() == day.month() => c.texte,
                _ => c.doux,
            };
            write(rect, &shown.day().to_string(), color);
            pressed = pressed.or_else(|| was_pressed(ui, rect).then_some(shown));
            shown = shown.succ_opt()?;
        }
    }
    pressed
}

fn was_pressed(ui: &Ui, rect: Rect) -> bool {
    ui.rect_contains_pointer(rect) && ui.input(|input| input.pointer.primary_pressed())
}

/// « dimanche 1er novembre 2026 »
fn written(day: NaiveDate) -> String {
    let number = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    let jour =
        (0..).zip(JOURS).find(|(at, _)| *at == day.weekday().num_days_from_monday()).map_or("", |(_, jour)| jour);
    format!("{jour} {number} {} {}", date::mois(day.month()), day.year())
}
