//! One chart: its picture, its marks that can be pointed at, and what can be done with it.

use egui::{Color32, Image, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::exporter::{Export, Quoi};
use super::vue::{Demande, Dialogue, EcranTableaux};
use crate::ui::theme::couleurs;
use crate::ui::widgets::icon_button;
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, ecran: &mut EcranTableaux, at: usize, rect: Rect, seen: bool, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let marked = at == ecran.carte;
    let Some(carte) = ecran.cartes.get(at) else { return };
    let whole = ui.interact(rect, egui::Id::unique(("graphique", at)), Sense::HOVER);
    // A chart that is not seen is still told.
    whole.widget_info(|| WidgetInfo::labeled(Role::Image, true, &carte.figure.titre));
    ui.ctx().accesskit_node_builder(whole.id, |node| node.set_description(carte.resume.as_str()));
    if !seen {
        return;
    }
    ui.painter().rect_filled(rect, 4.0, c.fond);
    let mut chosen = None;
    match &carte.rendu {
        Some(rendu) => {
            let size = vec2(rendu.aspect.taille.largeur as f32, rendu.aspect.taille.hauteur as f32);
            // A picture of the size before stays, in its place, until the next is there.
            let shown = Rect::from_min_size(rect.min, size).intersect(rect);
            let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(shown.width() / size.x, shown.height() / size.y));
            Image::new(&rendu.texture).uv(uv).paint_at(ui, shown);
            for (index, zone) in rendu.zones.iter().enumerate() {
                let of = |x: f64, y: f64| rect.min + vec2(x as f32, y as f32);
                let place = Rect::from_min_max(of(zone.cadre.x0, zone.cadre.y0), of(zone.cadre.x1, zone.cadre.y1));
                let mark = ui.interact(place, egui::Id::unique(("marque", at, index)), Sense::CLICK);
                mark.widget_info(|| WidgetInfo::labeled(Role::Button, true, &zone.texte));
                let here = marked && index == ecran.zone && ecran.has_keys;
                if here || mark.hovered() {
                    let stroke = Stroke::new(if here { 2.5 } else { 1.5 }, c.focus);
                    ui.painter().rect_stroke(place.expand(1.5), 2.0, stroke, StrokeKind::Outside);
                }
                if mark.clicked() {
                    chosen = Some(index);
                }
                mark.on_hover_ui_at_pointer(|ui| {
                    ui.label(&zone.texte);
                    let doux = couleurs(ui).doux;
                    ui.label(
                        egui::RichText::new("Clic\u{a0}: filtrer\u{a0}; Ctrl+clic\u{a0}: ouvrir les dossiers")
                            .color(doux)
                            .small(),
                    );
                });
            }
        }
        None => {
            ui.painter().text(
                rect.center(),
                egui::Align2::CENTER_CENTER,
                "Dessin en cours…",
                egui::FontId::proportional(13.0),
                c.doux,
            );
        }
    }
    let edge = if marked && ecran.has_keys { Stroke::new(2.0, c.focus) } else { Stroke::new(1.0, c.ligne) };
    ui.painter().rect_stroke(rect, 4.0, edge, StrokeKind::Inside);
    if let Some(zone) = chosen {
        (ecran.carte, ecran.zone) = (at, zone);
        ecran.take_focus = true;
        let criteres = ecran.criteres(at, zone);
        if ui.input(|input| input.modifiers.command) {
            out.extend(open(ecran, at, zone).map(Intention::Tableaux));
        } else if let Some(filtre) = ecran.toggled(&criteres) {
            out.push(Intention::Tableaux(Demande::Filtrer(filtre)));
        }
    }
    if ui.rect_contains_pointer(rect) || (marked && ecran.has_keys) {
        tools(ui, ecran, at, rect, out);
    }
}

/// The dossiers behind a mark.
pub fn open(ecran: &EcranTableaux, at: usize, zone: usize) -> Option<Demande> {
    let carte = ecran.cartes.get(at)?;
    let said = carte.rendu.as_ref().and_then(|rendu| rendu.zones.get(zone)).map(|zone| zone.texte.as_str());
    let titre = said.map_or_else(|| carte.figure.titre.clone(), |said| format!("{} – {said}", carte.figure.titre));
    Some(Demande::Ouvrir { carte: at, cellule: ecran.criteres(at, zone), titre })
}

fn tools(ui: &mut Ui, ecran: &mut EcranTableaux, at: usize, rect: Rect, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let room = Rect::from_min_size(pos2(rect.right() - 122.0, rect.top() + 4.0), vec2(118.0, 28.0));
    ui.painter().rect_filled(room, 4.0, c.fond.lerp_to_gamma(Color32::TRANSPARENT, 0.08));
    let mut bar = ui.new_child(
        egui::UiBuilder::new()
            .id_salt(("outils", at))
            .max_rect(room)
            .layout(egui::Layout::right_to_left(egui::Align::Center)),
    );
    bar.spacing_mut().item_spacing.x = 2.0;
    let alone = ecran.seule.is_some();
    let size = if alone { "Réduire (Espace)" } else { "Agrandir (Espace)" };
    if icon_button(&mut bar, icone::MAGNIFYING_GLASS, size, Sense::CLICK).clicked() {
        ecran.seule = if alone { None } else { Some(at) };
        ecran.carte = at;
    }
    if icon_button(&mut bar, icone::FLOPPY_DISK, "Exporter ce graphique…", Sense::CLICK).clicked() {
        ecran.carte = at;
        ecran.dialogue = Some(Dialogue::Export(Export::new(Quoi::Carte(at))));
    }
    if icon_button(&mut bar, icone::COPY, "Copier l’image", Sense::CLICK).clicked() {
        out.push(Intention::Tableaux(Demande::Copier(at)));
    }
    if icon_button(&mut bar, icone::X, "Retirer de la page", Sense::CLICK).clicked() {
        out.push(Intention::Tableaux(Demande::Retirer(at)));
    }
}
