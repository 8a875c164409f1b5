//! The sheet of keys (F1), made from the commands.

use egui::{Context, Frame, Id, Modal, RichText, ScrollArea};
use strum::IntoEnumIterator as _;

use super::theme::{couleurs, gras, marge};
use crate::commands::{Commande, Groupe};

/// Keys that are the widgets' own, not commands.
const SAISIE: &[(&str, &str)] = &[
    ("Tab, Entrée", "Champ suivant ; à la fin d’une partie, la partie suivante"),
    ("Maj+Tab", "Champ précédent"),
    ("Ctrl+Entrée", "Nouvelle ligne dans un texte long"),
    ("Espace", "Cocher, décocher"),
    ("↑ ↓", "Se déplacer dans une liste ouverte"),
    ("07022024, 7/2/24, auj, -3", "Dates : chiffres seuls, abrégées, jour même, il y a 3 jours"),
    ("2015, vers 2015, 8 ans, à naître", "Dates de naissance incomplètes"),
];

/// Gives false when it was closed with the pointer.
pub fn ui(ctx: &Context) -> bool {
    let modal = Modal::new(Id::unique("aide")).frame(Frame::popup(&ctx.global_style()).inner_margin(marge(24, 18)));
    let shown = modal.show(ctx, |ui| {
        let c = couleurs(ui);
        ui.set_width((ctx.content_rect().width() - 120.0).min(900.0));
        ui.label(RichText::new("Aide des touches").family(gras()).size(18.0));
        ScrollArea::vertical().max_height(ctx.content_rect().height() - 200.0).show(ui, |ui| {
            ui.columns(2, |columns| {
                for (at, groupe) in Groupe::iter().enumerate() {
                    let Some(ui) = columns.get_mut(at % 2) else { continue };
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
        ui.label(RichText::new("Échap ferme cette page ; Ctrl+K trouve toute commande par son nom").color(doux));
    });
    !shown.should_close()
}

fn line(ui: &mut egui::Ui, keys: &str, what: &str) {
    ui.horizontal_top(|ui| {
        let doux = couleurs(ui).doux;
        ui.scope(|ui| {
            ui.set_min_width(170.0);
            ui.set_max_width(170.0);
            ui.add(egui::Label::new(RichText::new(keys).color(doux)).wrap());
        });
        ui.add(egui::Label::new(what).wrap());
    });
}
