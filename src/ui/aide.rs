//! The sheet of keys (F1), made from the commands and from the gestures of the screens.

use egui::{Context, Frame, Id, Modal, RichText, ScrollArea, Ui, vec2};
use strum::IntoEnumIterator as _;

use super::geste::step;
use super::theme::{couleurs, gras, marge};
use crate::commands::{Commande, Geste, Groupe, Touche};

/// What can be typed in a date: no keys.
const DATES: &[(&str, &str)] = &[
    ("07022024, 7/2/24, auj, -3", "Dates : chiffres seuls, abrégées, jour même, il y a 3 jours"),
    ("2015, vers 2015, 8 ans, à naître", "Dates de naissance incomplètes"),
];

/// What an arrow scrolls, in points.
const LIGNE: f32 = 60.0;

/// Keys, and what they do.
type Ligne = (String, &'static str);

fn lines(groupe: Groupe) -> Vec<Ligne> {
    let written = |touches: &[Touche]| touches.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let gestes = Geste::iter().filter(|geste| geste.groupe() == groupe);
    let commandes = Commande::iter().filter(|commande| commande.groupe() == groupe && !commande.touches().is_empty());
    let dates = if groupe == Groupe::Saisie { DATES } else { &[] };
    gestes
        .map(|geste| (written(geste.touches()), geste.libelle()))
        .chain(commandes.map(|commande| (written(commande.touches()), commande.libelle())))
        .chain(dates.iter().map(|(typed, what)| ((*typed).to_owned(), *what)))
        .collect()
}

/// Each group in the column that is the shortest so far.
fn columns(count: usize) -> Vec<Vec<(Groupe, Vec<Ligne>)>> {
    let mut columns: Vec<(usize, Vec<_>)> = (0..count).map(|_| (0, Vec::new())).collect();
    for groupe in Groupe::iter() {
        let lines = lines(groupe);
        if let Some((height, groups)) = columns.iter_mut().min_by_key(|(height, _)| *height) {
            // A line that is long takes two.
            let high = |(keys, what): &Ligne| 1 + (what.chars().count() / 34).max(keys.chars().count() / 22);
            *height += 2 + lines.iter().map(high).sum::<usize>();
            groups.push((groupe, lines));
        }
    }
    columns.into_iter().map(|(_, groups)| groups).collect()
}

/// Gives false when it was closed with the pointer.
pub fn ui(ctx: &Context) -> bool {
    let modal = Modal::new(Id::unique("aide")).frame(Frame::popup(&ctx.global_style()).inner_margin(marge(24, 18)));
    let shown = modal.show(ctx, |ui| {
        let c = couleurs(ui);
        let width = (ctx.content_rect().width() - 80.0).min(1240.0);
        ui.set_width(width);
        ui.label(RichText::new("Aide des touches").family(gras()).size(18.0));
        let height = ctx.content_rect().height() - 160.0;
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            scroll(ui, height);
            ui.spacing_mut().item_spacing.x = 20.0;
            let all = columns(if width > 1000.0 { 3 } else { 2 });
            ui.columns(all.len(), |columns| {
                for (ui, groups) in columns.iter_mut().zip(all) {
                    ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
                    for (groupe, lines) in groups {
                        ui.label(RichText::new(groupe.libelle()).family(gras()).color(c.accent));
                        for (keys, what) in lines {
                            line(ui, &keys, what);
                        }
                        ui.add_space(10.0);
                    }
                }
            });
        });
        let below = "↑ ↓ et Page la font défiler ; Échap ferme cette page ; Ctrl+K trouve toute commande par son nom";
        ui.label(RichText::new(below).color(c.doux));
    });
    !shown.should_close()
}

/// Nothing in the sheet has the focus: its keys scroll it.
fn scroll(ui: &Ui, height: f32) {
    let far = |geste, far: f32| ui.input_mut(|input| step(input, geste)) as f32 * far;
    let down = far(Geste::Ligne, LIGNE) + far(Geste::Page, height - LIGNE) + far(Geste::Bout, 1e6);
    if down != 0.0 {
        ui.scroll_with_delta(vec2(0.0, -down));
    }
}

fn line(ui: &mut Ui, keys: &str, what: &str) {
    ui.horizontal_top(|ui| {
        let doux = couleurs(ui).doux;
        ui.scope(|ui| {
            ui.set_min_width(150.0);
            ui.set_max_width(150.0);
            ui.add(egui::Label::new(RichText::new(keys).color(doux)).wrap());
        });
        ui.add(egui::Label::new(what).wrap());
    });
}
