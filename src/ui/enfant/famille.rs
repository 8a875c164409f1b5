//! The family drawn: a card a person, each a stop of the keyboard; arrows go from one to the next.

use egui::epaint::CubicBezierShape;
use egui::{Color32, CornerRadius, FontId, Id, Rect, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::etat::{Demande, Lecture};
use crate::commands::Geste;
use crate::domain::famille::{Famille, HAUTEUR, LARGEUR, Personne};
use crate::ui::Intention;
use crate::ui::geste::{hold_arrows, which};
use crate::ui::theme::{self, couleurs, gras};

/// Smaller than that it is no longer read: one scrolls.
const LEAST: f32 = 0.72;

pub(super) fn ui(ui: &mut Ui, lecture: &Lecture, out: &mut Vec<Intention>) {
    let (plan, family) = (&lecture.plan, &lecture.famille);
    let room = ui.available_size();
    let scale = (room.x / plan.largeur.max(1.0)).min(room.y / plan.hauteur.max(1.0)).clamp(LEAST, 1.0);
    ScrollArea::both().id_salt("famille").auto_shrink([false, false]).show(ui, |ui| {
        let size = vec2(plan.largeur * scale, plan.hauteur * scale);
        let (rect, _) = ui.allocate_exact_size(size.max(room - vec2(4.0, 4.0)), Sense::hover());
        let origin = rect.min + vec2(((rect.width() - size.x) / 2.0).max(0.0), 0.0);
        let at = |x: f32, y: f32| origin + vec2(x * scale, y * scale);
        let c = couleurs(ui);
        for home in &plan.cadres {
            let around = Rect::from_min_size(at(home.x, home.y), vec2(home.largeur, home.hauteur) * scale);
            ui.painter().rect_filled(around, 6.0, c.bande);
            if home.inconnu {
                let corners = [
                    around.left_top(),
                    around.right_top(),
                    around.right_bottom(),
                    around.left_bottom(),
                    around.left_top(),
                ];
                ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(1.0, c.bord), 5.0, 4.0));
            } else {
                ui.painter().rect_stroke(around, 6.0, Stroke::new(1.0, c.ligne), StrokeKind::Inside);
            }
            let room = around.width() - 20.0 * scale;
            text(
                ui,
                at(home.x + 12.0, home.y + 5.0),
                &home.titre,
                FontId::proportional(12.0 * scale.max(0.9)),
                c.doux,
                room,
            );
        }
        for tie in &plan.liens {
            let color = if tie.auteur { c.erreur } else { c.accent };
            let stroke = Stroke::new(1.4, color);
            let (from, to) = (at(tie.de.0, tie.de.1), at(tie.a.0, tie.a.1));
            let middle = f32::midpoint(from.y, to.y);
            let points = [from, pos2(from.x, middle), pos2(to.x, middle), to];
            let curve = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
            if tie.autorite {
                ui.painter().add(curve);
            } else {
                ui.painter().extend(Shape::dashed_line(&curve.flatten(None), stroke, 4.0, 4.0));
            }
        }
        let mut go_to = None;
        for card in &plan.cartes {
            let Some(person) = family.personnes.get(card.personne) else { continue };
            let rect = Rect::from_min_size(at(card.x, card.y), vec2(LARGEUR, HAUTEUR) * scale);
            if let Some(next) = self::card(ui, rect, person, family, lecture, card.personne, scale, out) {
                go_to = Some(next);
            }
        }
        if let Some(next) = go_to {
            ui.memory_mut(|memory| memory.request_focus(id(next)));
            if let Some(card) = plan.carte(next) {
                ui.scroll_to_rect(Rect::from_min_size(at(card.x, card.y), vec2(LARGEUR, HAUTEUR) * scale), None);
            }
        }
    });
}

fn id(personne: usize) -> Id {
    Id::unique(("famille", personne))
}

/// One line, cut where the card ends.
fn text(ui: &Ui, at: egui::Pos2, text: &str, font: FontId, color: Color32, room: f32) {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(10.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(at, galley, color);
}

/// Gives whom an arrow goes to.
fn card(
    ui: &Ui,
    rect: Rect,
    person: &Personne,
    family: &Famille,
    lecture: &Lecture,
    at: usize,
    scale: f32,
    out: &mut Vec<Intention>,
) -> Option<usize> {
    let c = couleurs(ui);
    let response = ui.interact(rect, id(at), Sense::click());
    let told = person.told(family);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
    let (fill, stroke) = match (person.sujet, person.enfant) {
        (true, _) => (c.choisi, Stroke::new(2.0, c.accent)),
        (false, true) => (c.fond, Stroke::new(1.0, c.accent)),
        (false, false) => (c.fond, Stroke::new(1.0, c.bord)),
    };
    ui.painter().rect(rect, CornerRadius::same(4), fill, stroke, StrokeKind::Inside);
    if person.auteur {
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(4.0, rect.height())), 2.0, c.erreur);
    }
    let room = rect.width() - 18.0 * scale;
    let left = rect.left() + 10.0 * scale;
    text(
        ui,
        pos2(left, rect.top() + 8.0 * scale),
        &person.nom,
        FontId::new(theme::TEXTE * scale, gras()),
        c.texte,
        room,
    );
    text(ui, pos2(left, rect.top() + 31.0 * scale), &person.detail, FontId::proportional(12.5 * scale), c.doux, room);
    if response.has_focus() {
        ui.painter().rect_stroke(rect.expand(2.0), 5.0, Stroke::new(2.0, c.focus), StrokeKind::Outside);
    } else if response.hovered() {
        ui.painter().rect_stroke(rect.expand(1.0), 5.0, Stroke::new(1.0, c.focus), StrokeKind::Outside);
    }
    let mut next = None;
    if response.has_focus() {
        hold_arrows(ui, response.id, true);
        let way = ui.input_mut(|input| which(input, Geste::Voisin));
        let ways = [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)];
        next = way.and_then(|way| ways.get(way)).and_then(|(dx, dy)| lecture.plan.towards(at, *dx, *dy));
    }
    if response.on_hover_text(told).clicked() && !person.sujet {
        // A child has a page; an adult is met in the dossier that names them.
        out.push(if person.enfant {
            Intention::Enfant(Demande::Ouvrir(person.id))
        } else {
            Intention::OpenDossier(person.dossier)
        });
    }
    next
}

/// What the lines mean, below the drawing.
pub(super) fn legend(ui: &mut Ui) {
    let c = couleurs(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (dashed, color, words) in [
            (false, c.accent, "autorité parentale"),
            (true, c.accent, "autre lien"),
            (false, c.erreur, "auteur présumé"),
        ] {
            let (rect, _) = ui.allocate_exact_size(vec2(28.0, 14.0), Sense::hover());
            let ends = [rect.left_center(), rect.right_center()];
            if dashed {
                ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.4, color), 4.0, 4.0));
            } else {
                ui.painter().line_segment(ends, Stroke::new(1.4, color));
            }
            let text = egui::RichText::new(words).size(theme::LABEL).color(c.doux);
            ui.label(text);
            ui.add_space(10.0);
        }
    });
}
