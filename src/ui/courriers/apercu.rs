//! The pages of a letter on the screen: the words of the file, at their places, in the same faces.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Color32, ColorImage, FontFamily, FontId, Galley, Rect, RichText, ScrollArea, Sense, Stroke, StrokeKind,
    TextureHandle, TextureOptions, Ui, pos2, vec2,
};

use super::vue::Apercu;
use crate::domain::feuille::{Couleur, HAUTEUR, Image, LARGEUR, Page, Texte};
use crate::ui::icone;
use crate::ui::theme::{couleurs, gras};
use crate::ui::widgets::empty_state;

/// Millimetres that a point is.
const POINT: f32 = 25.4 / 72.0;
const ENTRE: f32 = 12.0;

/// Draws the pages one under the other, as wide as there is room.
pub fn ui(ui: &mut Ui, apercu: Option<&Apercu>) {
    let Some(apercu) = apercu else {
        empty_state(ui, icone::FILE_TEXT, "Pas encore de page", "Les pages à imprimer s’affichent ici");
        return;
    };
    let c = couleurs(ui);
    if !apercu.refus.is_empty() {
        let told = RichText::new(format!("{} {}", icone::WARNING, apercu.refus)).color(c.erreur);
        ui.add(egui::Label::new(told).wrap());
    }
    ScrollArea::vertical().id_salt("apercu").auto_shrink([false, false]).show(ui, |ui| {
        let room = ui.available_width() - 6.0;
        // By steps, so that a window being widened does not ask for the letters in every size.
        let scale = ((room / LARGEUR * 20.0).floor() / 20.0).clamp(0.8, 4.5);
        let count = apercu.feuilles.len();
        for (at, page) in apercu.feuilles.iter().enumerate() {
            let size = vec2(LARGEUR, HAUTEUR) * scale;
            let (space, response) = ui.allocate_exact_size(vec2(room.max(size.x), size.y), Sense::hover());
            let sheet = Rect::from_min_size(pos2(space.center().x - size.x / 2.0, space.top()), size);
            // A reader who does not see the page is read it.
            response.widget_info(|| {
                egui::WidgetInfo::labeled(
                    egui::Role::Label,
                    true,
                    format!("Page {} sur {count}. {}", at + 1, words(page)),
                )
            });
            if ui.is_rect_visible(sheet) {
                draw(ui, page, sheet, scale);
            }
            ui.add_space(ENTRE);
        }
    });
}

fn words(page: &Page) -> String {
    page.textes.iter().map(|texte| texte.contenu.as_str()).collect::<Vec<_>>().join(" ")
}

fn draw(ui: &Ui, page: &Page, sheet: Rect, scale: f32) {
    let c = couleurs(ui);
    let painter = ui.painter_at(sheet.expand(1.0));
    painter.rect_filled(sheet, 0.0, c.papier);
    painter.rect_stroke(sheet, 0.0, Stroke::new(1.0, c.ligne), StrokeKind::Outside);
    let ink = |couleur: Couleur| match couleur {
        Couleur::Noir => c.encre,
        Couleur::Gris => c.encre_douce,
        Couleur::Bleu => c.encre_bleue,
    };
    let place = |x: f32, y: f32| sheet.min + vec2(x, y) * scale;
    if let Some(vignette) = &page.logo {
        let (x, y, width, height) = vignette.place;
        let rect = Rect::from_min_size(place(x, y), vec2(width, height) * scale);
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        painter.image(texture(ui, &vignette.image).id(), rect, whole, Color32::WHITE);
    }
    for trait_ in &page.traits {
        let ends = [place(trait_.x1, trait_.y1), place(trait_.x2, trait_.y2)];
        painter.line_segment(ends, Stroke::new((0.2 * scale).max(0.6), ink(trait_.couleur)));
    }
    for texte in &page.textes {
        let (galley, baseline) = set(ui, texte, scale, ink(texte.couleur));
        painter.galley(place(texte.x, texte.y) - vec2(0.0, baseline), galley, ink(texte.couleur));
    }
}

/// The picture as the screen holds it, once for as long as it is the same.
fn texture(ui: &Ui, image: &Image) -> TextureHandle {
    let id = egui::Id::unique(("logo", image.empreinte));
    if let Some(known) = ui.data(|data| data.get_temp::<TextureHandle>(id)) {
        return known;
    }
    let picture = ColorImage::from_rgb([image.largeur, image.hauteur], &image.points);
    let texture = ui.ctx().load_texture("logo", picture, TextureOptions::LINEAR);
    ui.data_mut(|data| data.insert_temp(id, texture.clone()));
    texture
}

/// A text in the size of the page, and how far its baseline is below its top.
fn set(ui: &Ui, texte: &Texte, scale: f32, color: Color32) -> (Arc<Galley>, f32) {
    let family = if texte.gras { gras() } else { FontFamily::Proportional };
    let font = FontId::new(f32::from(texte.taille) * POINT * scale, family);
    let laid = |spacing: f32| {
        let mut job = LayoutJob::single_section(texte.contenu.clone(), TextFormat::simple(font.clone(), color));
        job.sections.iter_mut().for_each(|section| section.format.extra_letter_spacing = spacing);
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    // The screen rounds each letter to its own dots: what that adds to a word is taken back between its
    // letters, so that no word runs into the next.
    let free = laid(0.0);
    let (wanted, letters) = (texte.largeur * scale, texte.contenu.chars().count());
    let excess = free.size().x - wanted;
    let galley = if wanted > 0.0 && letters > 1 && excess.abs() > 0.3 { laid(-excess / letters as f32) } else { free };
    let baseline = galley.rows.first().and_then(|row| row.row.glyphs.first().map(|glyph| row.pos.y + glyph.pos.y));
    (galley, baseline.unwrap_or(0.0))
}
