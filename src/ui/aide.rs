//! The sheet of keys (F1), made from the commands.

use egui::{Context, Frame, Id, Modal, RichText, ScrollArea, vec2};
use strum::IntoEnumIterator as _;

use super::theme::{couleurs, gras, marge};
use crate::commands::{Commande, Groupe};

/// Keys that are the widgets' own, not commands.
const SAISIE: &[(&str, &str)] = &[
    ("Tab, Entrée", "Champ suivant ; à la fin d’une partie, la partie suivante"),
    ("Maj+Tab", "Champ précédent"),
    ("Ctrl+Entrée", "Nouvelle ligne dans un texte long"),
    ("Espace", "Cocher, décocher"),
    ("↑ ↓", "Se déplacer dans une liste ouverte"),
    ("07022024, 7/2/24, auj, -3", "Dates : chiffres seuls, abrégées, jour même, il y a 3 jours"),
    ("2015, vers 2015, 8 ans, à naître", "Dates de naissance incomplètes"),
];

/// Gives false when it was closed with the pointer.
pub fn ui(ctx: &Context) -> bool {
    let modal = Modal::new(Id::unique("aide")).frame(Frame::popup(&ctx.global_style()).inner_margin(marge(24, 18)));
    let shown = modal.show(ctx, |ui| {
        let c = couleurs(ui);
        let width = (ctx.content_rect().width() - 80.0).min(1240.0);
        ui.set_width(width);
        let columns = if width > 1000.0 { 3 } else { 2 };
        ui.label(RichText::new("Aide des touches").family(gras()).size(18.0));
        let height = ctx.content_rect().height() - 160.0;
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 20.0;
            ui.columns(columns, |columns| {
                let place = if columns.len() == 3 { [0, 1, 2, 0] } else { [0, 1, 0, 1] };
                for (groupe, at) in Groupe::iter().zip(place) {
                    let Some(ui) = columns.get_mut(at) else { continue };
                    ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
                    ui.label(RichText::new(groupe.libelle()).family(gras()).color(c.accent));
                    let own = if groupe == Groupe::Saisie { SAISIE } else { &[] };
                    for (keys, what) in own {
                        line(ui, keys, what);
                    }
                    for commande in Commande::iter()
                        .filter(|commande| commande.groupe() == groupe && !commande.touches().is_empty())
                    {
                        let keys: Vec<String> = commande.touches().iter().map(ToString::to_string).collect();
                        line(ui, &keys.join(", "), commande.libelle());
                    }
                    ui.add_space(10.0);
                }
            });
        });
        let doux = c.doux;
        ui.label(RichText::new("Échap ferme cette page ; Ctrl+K trouve toute commande par son nom").color(doux));
    });
    !shown.should_close()
}

fn line(ui: &mut egui::Ui, keys: &str, what: &str) {
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
