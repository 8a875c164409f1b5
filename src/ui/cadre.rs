//! What stands around every screen: the bar above, the tabs of the open dossiers, the line below.

use egui::{Align, Atom, Button, Frame, Layout, Panel, RichText, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::theme::{self, couleurs, gras, marge};
use super::widgets::{bold_width, icon_button, ring, text_width};
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

/// What is told of the line when it is lost, and how many saves wait for it; `garde`: is the text on the disk?
fn lost(waiting: usize, garde: bool) -> String {
    let after = match (waiting, garde) {
        (0, true) => "le texte est gardé sur ce poste".to_owned(),
        (0, false) => "le texte reste à l’écran, laissez cette fenêtre ouverte".to_owned(),
        (1, true) => "un dossier sera enregistré à son retour".to_owned(),
        (1, false) => "laissez cette fenêtre ouverte, un dossier sera enregistré à son retour".to_owned(),
        (many, true) => format!("{many} dossiers seront enregistrés à son retour"),
        (many, false) => format!("laissez cette fenêtre ouverte, {many} dossiers seront enregistrés à son retour"),
    };
    format!("{} La base ne répond pas\u{a0}; {after}", icone::CLOUD_SLASH)
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
    /// The base is a file that may not be written.
    pub lecture_seule: bool,
    pub liaison: &'a Liaison,
    pub saved: &'a str,
    /// Is all that is typed kept on this workstation?
    pub garde: bool,
    /// Saves that wait for the base.
    pub waiting: usize,
    pub working: bool,
    /// What goes to each screen, its icon, and whether it is the one shown.
    pub ecrans: &'a [(Commande, &'a str, bool)],
    pub onglets: &'a [Onglet],
    pub keys: &'a str,
    /// Of everything on its way out: rows done, and of how many.
    pub sortie: Option<(usize, usize)>,
}

pub fn top(ui: &mut Ui, cadre: &Cadre<'_>, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    Panel::top("barre").frame(Frame::new().fill(c.fond).inner_margin(marge(16, 6))).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(icone::SHIELD_CHECK).size(22.0).color(c.accent));
            ui.label(RichText::new("Vigie").family(gras()).size(18.0));
            ui.add_space(14.0);
            ui.spacing_mut().item_spacing.x = 20.0;
            for &(commande, icon, on) in cadre.ecrans {
                if screen(ui, commande, icon, on) {
                    out.push(Intention::Commande(commande));
                }
            }
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| tools(ui, cadre, out));
        });
    });
    if !cadre.onglets.is_empty() {
        tabs(ui, cadre, out);
    }
}

/// The name of a screen, underlined when it is the one shown.
fn screen(ui: &mut Ui, commande: Commande, icon: &str, on: bool) -> bool {
    let c = couleurs(ui);
    let label = commande.libelle();
    let text = RichText::new(format!("{icon}  {label}")).color(if on { c.accent } else { c.texte });
    let response = ui.add(Button::new(text).frame(false).sense(Sense::CLICK).min_size(vec2(0.0, 32.0)));
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, label));
    if on {
        ui.painter().hline(response.rect.x_range(), response.rect.bottom() + 5.0, Stroke::new(2.0, c.accent));
    }
    response.clicked()
}

/// From the right: who I am, the small commands, the search.
fn tools(ui: &mut Ui, cadre: &Cadre<'_>, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    // Who I am is always told, cut before the search is gone.
    let me = format!("{} {}", icone::USER, cadre.utilisateur);
    let widest = (ui.available_width() - 250.0).clamp(40.0, 220.0);
    let place = vec2(text_width(ui, &me).min(widest), theme::HAUTEUR);
    ui.allocate_ui_with_layout(place, Layout::right_to_left(Align::Center), |ui| {
        ui.add(egui::Label::new(RichText::new(me).color(c.doux)).truncate()).on_hover_text(cadre.utilisateur);
    });
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
    let words = ["Rechercher partout (Ctrl+K)", "Rechercher (Ctrl+K)", "Ctrl+K"];
    let [long, short, keys] = words.map(|words| format!("{}  {words}", icone::MAGNIFYING_GLASS));
    let room = ui.available_width() - 2.0 * ui.spacing().button_padding.x;
    let text = [long, short].into_iter().find(|text| text_width(ui, text) <= room).unwrap_or(keys);
    let text = RichText::new(text).color(c.doux);
    let search = Button::new((text, Atom::grow()))
        .fill(c.champ)
        .stroke(Stroke::new(1.0, c.ligne))
        .sense(Sense::CLICK)
        .min_size(vec2(ui.available_width().min(220.0), theme::HAUTEUR));
    let search = ui.add(search);
    search.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Rechercher partout"));
    if search.clicked() {
        out.push(Intention::Commande(Commande::Palette));
    }
}

fn tabs(ui: &mut Ui, cadre: &Cadre<'_>, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    Panel::top("onglets")
        .frame(Frame::new().fill(c.bande).inner_margin(egui::Margin { left: 16, right: 16, top: 5, bottom: 0 }))
        .show(ui, |ui| {
            egui::ScrollArea::horizontal()
                .scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden)
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 4.0;
                        for (at, onglet) in cadre.onglets.iter().enumerate() {
                            tab(ui, at, onglet, out);
                        }
                    });
                });
        });
}

/// An open dossier: its name, and the cross that closes it.
fn tab(ui: &mut Ui, at: usize, onglet: &Onglet, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let long = onglet.titre.chars().count() > 38;
    let titre: String = onglet.titre.chars().take(38).chain(long.then_some('…')).collect();
    let titre = if onglet.dirty { format!("• {titre}") } else { titre };
    let text = RichText::new(&titre);
    let text = if onglet.current { text.color(c.accent).family(gras()) } else { text.color(c.texte) };
    Frame::new()
        .fill(if onglet.current { c.fond } else { c.bande })
        .stroke(Stroke::new(1.0, c.ligne))
        .corner_radius(egui::CornerRadius { nw: 4, ne: 4, sw: 0, se: 0 })
        .inner_margin(egui::Margin { left: 2, right: 2, top: 0, bottom: 0 })
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let name =
                Button::new(text).frame(false).sense(Sense::CLICK).min_size(vec2(bold_width(ui, &titre) + 20.0, 28.0));
            let unsaved = if onglet.dirty { " ; • du texte n’est pas enregistré" } else { "" };
            let name = ui.add(name);
            name.widget_info(|| WidgetInfo::selected(Role::Tab, true, onglet.current, &titre));
            let name = name.on_hover_text(format!("{} — Ctrl+Tab passe d’un dossier à l’autre{unsaved}", onglet.titre));
            if name.clicked() {
                out.push(Intention::ShowDossier(at));
            }
            let close = RichText::new(icone::X).color(c.doux).size(13.0);
            let close = ui.add(Button::new(close).frame(false).sense(Sense::CLICK).min_size(vec2(22.0, 28.0)));
            close.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Fermer {}", onglet.titre)));
            if close.on_hover_text("Fermer : Ctrl+W").clicked() || name.middle_clicked() {
                out.push(Intention::CloseDossier(at));
            }
        });
}

pub fn bottom(ui: &mut Ui, cadre: &Cadre<'_>, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    Panel::bottom("etat").frame(Frame::new().fill(c.bande).inner_margin(marge(16, 4))).show(ui, |ui| {
        ui.horizontal(|ui| {
            let small = |text: String| RichText::new(text).size(theme::LABEL);
            match cadre.liaison {
                Liaison::Closed => {}
                Liaison::Open if cadre.lecture_seule => {
                    let told = format!("{} {}, ouverte en lecture seule", icone::LOCK, cadre.base);
                    let why = "Le fichier ou son dossier ne peut pas être écrit d’ici\u{a0}; rien de ce qui est tapé n’y sera gardé. Pour écrire, ouvrez-la depuis un compte qui en a le droit, ou une copie";
                    ui.label(small(told).color(c.alerte)).on_hover_text(why);
                }
                Liaison::Open => {
                    ui.label(small(format!("{} {}", icone::DATABASE, cadre.base)).color(c.doux));
                }
                Liaison::Lost(why) => {
                    ui.label(small(lost(cadre.waiting, cadre.garde)).color(c.erreur)).on_hover_text(why);
                }
            }
            if !cadre.garde && !cadre.lecture_seule {
                let told = format!("{} Le texte non enregistré n’est pas gardé sur ce poste", icone::WARNING);
                let why = "Une coupure le perdrait\u{a0}: enregistrez souvent (Ctrl+S), et prévenez l’administrateur";
                ui.label(small(told).color(c.alerte)).on_hover_text(why);
            }
            if !cadre.saved.is_empty() {
                ui.label(small(format!("{} {}", icone::CHECK_CIRCLE, cadre.saved)).color(c.succes));
            }
            if let Some((done, of)) = cadre.sortie {
                let part = if of == 0 { 0.0 } else { done as f32 / of as f32 };
                ui.label(small("Export de toute la base".to_owned()).color(c.doux));
                let bar = egui::ProgressBar::new(part).desired_width(160.0).desired_height(12.0);
                ui.add(bar)
                    .widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, "Export de toute la base"));
                let stop = ui.add(Button::new(small(format!("{} Arrêter l’export", icone::X)).color(c.accent)).small());
                stop.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Arrêter l’export"));
                ring(ui, &stop);
                if stop.clicked() {
                    out.push(Intention::StopExport);
                }
            } else if cadre.working {
                ui.add(egui::Spinner::new().size(12.0));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add(egui::Label::new(small(cadre.keys.to_owned()).color(c.doux)).truncate());
            });
        });
    });
}
