//! What was just done, or what went wrong, told at the bottom right.

use std::time::{Duration, Instant};

use egui::{Align2, Area, Context, Frame, Order, RichText, Sense, Stroke, vec2};

use super::icone;
use super::theme::{couleurs, marge};
use super::widgets::{Ton, ton_colors};

struct Toast {
    text: String,
    ton: Ton,
    until: Instant,
}

#[derive(Default)]
pub struct Toasts(Vec<Toast>);

impl Toasts {
    pub fn info(&mut self, text: impl Into<String>) {
        self.push(text.into(), Ton::Succes, 4);
    }

    /// Nothing to do, but good to know.
    pub fn alert(&mut self, text: impl Into<String>) {
        self.push(text.into(), Ton::Alerte, 8);
    }

    /// Stays longer: it says what to do.
    pub fn error(&mut self, text: impl Into<String>) {
        self.push(text.into(), Ton::Erreur, 20);
    }

    fn push(&mut self, text: String, ton: Ton, seconds: u64) {
        self.0.retain(|toast| toast.text != text);
        self.0.push(Toast { text, ton, until: Instant::now() + Duration::from_secs(seconds) });
        let extra = self.0.len().saturating_sub(4);
        self.0.drain(..extra);
    }

    /// The texts on the screen.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|toast| toast.text.as_str())
    }

    pub fn ui(&mut self, ctx: &Context) {
        let now = Instant::now();
        self.0.retain(|toast| toast.until > now);
        let Some(next) = self.0.iter().map(|toast| toast.until).min() else { return };
        ctx.request_repaint_after(next - now);
        let mut dismissed = None;
        Area::new(egui::Id::unique("messages"))
            .order(Order::Foreground)
            .anchor(Align2::RIGHT_BOTTOM, vec2(-16.0, -44.0))
            .interactable(true)
            .show(ctx, |ui| {
                for (at, toast) in self.0.iter().enumerate() {
                    let c = couleurs(ui);
                    let (fg, bg) = ton_colors(ui, toast.ton);
                    let frame = Frame::new()
                        .fill(bg)
                        .stroke(Stroke::new(1.0, fg))
                        .corner_radius(4)
                        .inner_margin(marge(12, 8))
                        .show(ui, |ui| {
                            ui.set_max_width(460.0);
                            let icon = match toast.ton {
                                Ton::Erreur => icone::WARNING_CIRCLE,
                                Ton::Alerte => icone::WARNING,
                                _ => icone::CHECK_CIRCLE,
                            };
                            ui.horizontal_top(|ui| {
                                ui.label(RichText::new(icon).color(fg));
                                ui.add(egui::Label::new(RichText::new(&toast.text).color(c.texte)).wrap());
                            });
                        });
                    if frame.response.interact(Sense::CLICK).clicked() {
                        dismissed = Some(at);
                    }
                }
            });
        if let Some(at) = dismissed {
            self.0.remove(at);
        }
    }
}
