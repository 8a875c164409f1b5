//! What stands around every screen: the bar above, the tabs of the open dossiers, the line below.

use egui::{Align, Button, Frame, Layout, Panel, RichText, Sense, Stroke, Ui, vec2};

use super::theme::{self, couleurs, gras, marge};
use super::widgets::icon_button;
use super::{Intention, icone};
use crate::commands::Commande;

/// The state of the line to the base.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Liaison {
    #[default]
    Closed,
    Open,
    /// Why the last work failed.
    Lost(String),
}

/// One open dossier, as its tab shows it.
pub struct Onglet {
    pub titre: String,
    pub dirty: bool,
    pub current: bool,
}

pub struct Cadre<'a> {
    pub base: &'a str,
    pub utilisateur: &'a str,
    pub liaison: &'a Liaison,
    pub saved: &'a str,
    pub working: bool,
    pub on_dossiers: bool,
    pub on_parametres: bool,
    pub onglets: &'a [Onglet],
    pub keys: &'a str,
}

pub fn top(ui: &mut Ui, cadre: &Cadre<'_>, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    Panel::top("barre").frame(Frame::new().fill(c.fond).inner_margin(marge(16, 6))).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(icone::SHIELD_CHECK).size(22.0).color(c.accent));
            ui.label(RichText::new("Vigie").family(gras()).size(18.0));
            ui.add_space(10.0);
            for (commande, icon, on) in [
                (Commande::EcranDossiers, icone::FOLDER_OPEN, cadre.on_dossiers),
                (Commande::EcranParametres, icone::SLIDERS, cadre.on_parametres),
            ] {
                let text =
                    RichText::new(format!("{icon}  {}", commande.libelle())).color(if on { c.accent } else { c.texte });
                let response = ui.add(Button::new(text).frame(false).sense(Sense::CLICK).min_size(vec2(0.0, 32.0)));
                if on {
                    ui.painter().hline(
                        response.rect.x_range(),
                        response.rect.bottom() + 5.0,
                        Stroke::new(2.0, c.accent),
                    );
                }
                if response.clicked() {
                    out.push(Intention::Commande(commande));
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(RichText::new(format!("{} {}", icone::USER, cadre.utilisateur)).color(c.doux));
                let dark = ui.visuals().dark_mode;
                for (commande, icon) in [
                    (Commande::Theme, if dark { icone::SUN } else { icone::MOON }),
                    (Commande::Verrouiller, icone::LOCK),
                    (Commande::Aide, icone::KEYBOARD),
                ] {
                    let keys = commande.touches().first().map(|touche| format!("\u{a0}: {touche}")).unwrap_or_default();
                    if icon_button(ui, icon, &format!("{}{keys}", commande.libelle()), Sense::CLICK).clicked() {
                        out.push(Intention::Commande(commande));
                    }
                }
                let search = Button::new(
                    RichText::new(format!("{}  Rechercher (Ctrl+F)", icone::MAGNIFYING_GLASS)).color(c.doux),
                )
                .fill(c.champ)
                .stroke(Stroke::new(1.0, c.ligne))
                .sense(Sense::CLICK)
                .min_size(vec2(200.0, theme::HAUTEUR));
                if ui.add(search).clicked() {
                    out.push(Intention::Commande(Commande::Rechercher));
                }
            });
        });
    });
    if !cadre.onglets.is_empty() {
        tabs(ui, cadre, out);
    }
}

fn tabs(ui: &mut Ui, cadre: &Cadre<'_>, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    Panel::top("onglets")
        .frame(Frame::new().fill(c.bande).inner_margin(egui::Margin { left: 16, right: 16, top: 4, bottom: 0 }))
        .show(ui, |ui| {
            egui::ScrollArea::horizontal()
                .scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden)
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 3.0;
                        for (at, onglet) in cadre.onglets.iter().enumerate() {
                            let mark = if onglet.dirty { "• " } else { "" };
                            let titre: String = onglet.titre.chars().take(38).collect();
                            let text = RichText::new(format!("{mark}{titre}")).color(if onglet.current {
                                c.accent
                            } else {
                                c.texte
                            });
                            let text = if onglet.current { text.family(gras()) } else { text };
                            let button = Button::new(text)
                                .fill(if onglet.current { c.fond } else { c.bande })
                                .stroke(Stroke::new(1.0, if onglet.current { c.ligne } else { c.bande }))
                                .sense(Sense::CLICK)
                                .min_size(vec2(0.0, 28.0));
                            let response = ui
                                .add(button)
                                .on_hover_text(format!("{} — Ctrl+Tab passe d’un dossier à l’autre", onglet.titre));
                            if response.clicked() {
                                out.push(Intention::ShowDossier(at));
                            }
                            if response.middle_clicked()
                                || icon_button(ui, icone::X, &format!("Fermer {}", onglet.titre), Sense::CLICK)
                                    .clicked()
                            {
                                out.push(Intention::CloseDossier(at));
                            }
                        }
                    });
                });
        });
}

pub fn bottom(ui: &mut Ui, cadre: &Cadre<'_>) {
    let c = couleurs(ui);
    Panel::bottom("etat").frame(Frame::new().fill(c.bande).inner_margin(marge(16, 4))).show(ui, |ui| {
        ui.horizontal(|ui| {
            let small = |text: String| RichText::new(text).size(theme::LABEL);
            match cadre.liaison {
                Liaison::Closed => {}
                Liaison::Open => {
                    ui.label(small(format!("{} {}", icone::PLUGS_CONNECTED, cadre.base)).color(c.doux));
                }
                Liaison::Lost(why) => {
                    ui.label(
                        small(format!(
                            "{} La base ne répond pas ; le texte est gardé sur ce poste",
                            icone::CLOUD_SLASH
                        ))
                        .color(c.erreur),
                    )
                    .on_hover_text(why);
                }
            }
            if !cadre.saved.is_empty() {
                ui.label(small(format!("{} {}", icone::CHECK_CIRCLE, cadre.saved)).color(c.succes));
            }
            if cadre.working {
                ui.add(egui::Spinner::new().size(12.0));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(small(cadre.keys.to_owned()).color(c.doux));
            });
        });
    });
}
