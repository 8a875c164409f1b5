//! The palette (Ctrl+K): every command by a few letters; Entrée does the one that is marked.

use egui::{Context, Frame, Id, Key, Modal, Modifiers, RichText, ScrollArea, Sense, TextEdit, vec2};

use super::Intention;
use super::theme::{couleurs, marge};
use crate::commands::{Contexte, search};

#[derive(Default)]
pub struct Palette {
    query: String,
    at: usize,
}

impl Palette {
    /// Gives false once something was chosen or it was closed.
    pub fn ui(&mut self, ctx: &Context, contexte: Contexte, out: &mut Vec<Intention>) -> bool {
        let mut open = true;
        let found = search(&self.query, contexte);
        let step = ctx.input_mut(|input| {
            isize::from(input.consume_key(Modifiers::NONE, Key::ArrowDown))
                - isize::from(input.consume_key(Modifiers::NONE, Key::ArrowUp))
        });
        self.at = self.at.saturating_add_signed(step).min(found.len().saturating_sub(1));
        let enter = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let shown = Modal::new(Id::unique("palette"))
            .frame(Frame::popup(&ctx.global_style()).inner_margin(marge(14, 12)))
            .show(ctx, |ui| {
                ui.set_width(520.0);
                let input = ui.add(
                    TextEdit::singleline(&mut self.query)
                        .hint_text("Une commande, en quelques lettres")
                        .desired_width(f32::INFINITY),
                );
                ui.ctx().accesskit_node_builder(input.id, |node| node.set_label("Palette de commandes"));
                if input.changed() {
                    self.at = 0;
                }
                input.request_focus();
                ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (row, (commande, available)) in found.iter().enumerate() {
                        let c = couleurs(ui);
                        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::CLICK);
                        response.widget_info(|| {
                            egui::WidgetInfo::selected(
                                egui::Role::ListBoxOption,
                                *available,
                                row == self.at,
                                commande.libelle(),
                            )
                        });
                        if row == self.at {
                            ui.painter().rect_filled(rect, 4.0, c.choisi);
                            ui.scroll_to_rect(rect, None);
                        }
                        let color = if *available { c.texte } else { c.doux };
                        let mut inner = ui.new_child(
                            egui::UiBuilder::new()
                                .max_rect(rect.shrink2(vec2(8.0, 3.0)))
                                .layout(egui::Layout::left_to_right(egui::Align::Center)),
                        );
                        inner.label(RichText::new(commande.libelle()).color(color));
                        inner.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                            let keys = commande.touches().first().map(ToString::to_string).unwrap_or_default();
                            ui.label(RichText::new(keys).color(c.doux));
                        });
                        if (response.clicked() || enter && row == self.at) && *available {
                            out.push(Intention::Commande(*commande));
                            open = false;
                        }
                    }
                });
            });
        open && !shown.should_close()
    }
}
