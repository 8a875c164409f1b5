//! The page: charts in columns, one of them marked; arrows go between marks and charts.

use chrono::NaiveDate;
use egui::{Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::vue::{Aspect, Demande, Dialogue, EcranTableaux};
use super::{carte, composeur, exporter, filtres, pour_role};
use crate::commands::Geste;
use crate::dashboards::dessin::Taille;
use crate::ui::geste::{self, hold_arrows};
use crate::ui::theme::couleurs;
use crate::ui::widgets::empty_state;
use crate::ui::zone::zone;
use crate::ui::{Intention, icone};

const ECART: f32 = 10.0;
/// A chart is not drawn narrower.
const ETROITE: f32 = 372.0;

pub fn ui(ui: &mut Ui, ecran: &mut EcranTableaux, today: NaiveDate, out: &mut Vec<Intention>) {
    zone(ui, "filtres-tableaux", |ui, _| filtres::ui(ui, ecran, today, out));
    ui.add_space(6.0);
    match ecran.faits {
        None if ecran.illisible => empty_state(
            ui,
            icone::WARNING,
            "Les informations n’ont pas pu être lues",
            "F5 les relit ; le message en bas de la fenêtre a dit pourquoi",
        ),
        None => empty_state(ui, icone::HOURGLASS, "Lecture des informations de la base…", ""),
        Some(0) => empty_state(
            ui,
            icone::TABLE,
            "Rien à compter dans cette base",
            "Les tableaux de bord se remplissent avec les premiers dossiers enregistrés (Ctrl+N)",
        ),
        Some(_) if ecran.cartes.is_empty() => empty_state(
            ui,
            icone::TABLE,
            "Aucun graphique sur cette page",
            "«\u{a0}Composer un indicateur…\u{a0}» en ajoute un",
        ),
        Some(_) => zone(ui, "page-tableaux", |ui, _| page(ui, ecran, out)),
    }
    match &mut ecran.dialogue {
        Some(Dialogue::Export(export)) => exporter::ui(ui.ctx(), export, &ecran.cartes, &ecran.busy, out),
        Some(Dialogue::Composeur(composeur)) => composeur::ui(ui.ctx(), composeur, out),
        Some(Dialogue::PourRole(pour)) => pour_role::ui(ui.ctx(), pour, out),
        None => {}
    }
}

/// How many columns fit, and how large each chart is.
fn grid(wide: f32) -> (usize, Taille) {
    let columns = ((wide + ECART) / (ETROITE + ECART)).floor().clamp(1.0, 4.0);
    let largeur = ((wide - ECART * (columns - 1.0)) / columns).floor().max(120.0);
    (columns as usize, Taille { largeur: largeur as u32, hauteur: (largeur * 0.74).round().clamp(250.0, 420.0) as u32 })
}

fn page(ui: &mut Ui, ecran: &mut EcranTableaux, out: &mut Vec<Intention>) {
    let whole = ui.available_rect_before_wrap();
    let focus = ui.interact(whole, egui::Id::unique("page-tableaux"), Sense::focusable_noninteractive());
    let said = ecran.dit().unwrap_or_default().to_owned();
    let title = ecran.cartes.get(ecran.carte).map(|carte| carte.figure.titre.clone()).unwrap_or_default();
    ui.ctx().accesskit_node_builder(focus.id, |node| {
        node.set_label("Page de graphiques");
        node.set_value(format!("{title}. {said}"));
    });
    if std::mem::take(&mut ecran.take_focus) {
        focus.request_focus();
    }
    ecran.has_keys = focus.has_focus();
    let wide = whole.width() - 18.0;
    let (columns, taille) = match ecran.seule {
        Some(_) => (1, Taille { largeur: wide.max(120.0) as u32, hauteur: (whole.height() - 6.0).max(120.0) as u32 }),
        None => grid(wide),
    };
    if ecran.has_keys {
        keys(ui, ecran, columns, focus.id, out);
    }
    let aspect = Aspect { taille, echelle: ui.ctx().pixels_per_point(), sombre: ui.visuals().dark_mode };
    if ecran.asked_for != Some((ecran.generation, aspect)) {
        ecran.asked.clear();
        ecran.asked_for = Some((ecran.generation, aspect));
    }
    let shown: Vec<usize> = match ecran.seule {
        Some(at) => vec![at],
        None => (0..ecran.cartes.len()).collect(),
    };
    let size = vec2(taille.largeur as f32, taille.hauteur as f32);
    let mut missing = Vec::new();
    let mut body = ui.new_child(UiBuilder::new().id_salt("graphiques").max_rect(whole));
    ScrollArea::vertical().auto_shrink([false, false]).show(&mut body, |ui| {
        let origin = ui.cursor().min;
        let rows = shown.len().div_ceil(columns);
        ui.allocate_space(vec2(wide, rows as f32 * (size.y + ECART)));
        for (place, at) in shown.iter().copied().enumerate() {
            let (column, row) = ((place % columns) as f32, (place / columns) as f32);
            let corner = pos2(origin.x + column * (size.x + ECART), origin.y + row * (size.y + ECART));
            let rect = Rect::from_min_size(corner, size);
            if ecran.scroll_to == Some(at) {
                ui.scroll_to_rect(rect.expand(4.0), None);
            }
            let seen = ui.is_rect_visible(rect);
            let fresh = ecran
                .cartes
                .get(at)
                .and_then(|carte| carte.rendu.as_ref())
                .is_some_and(|rendu| rendu.generation == ecran.generation && rendu.aspect == aspect);
            if seen && !fresh && ecran.asked.insert(at) {
                missing.push(at);
            }
            carte::ui(ui, ecran, at, rect, seen, out);
        }
        ecran.scroll_to = None;
    });
    if !missing.is_empty() {
        out.push(Intention::Tableaux(Demande::Dessiner { cartes: missing, aspect }));
    }
    if ecran.has_keys {
        let stroke = Stroke::new(1.0, couleurs(ui).focus);
        ui.painter().rect_stroke(whole.expand(2.0), 4.0, stroke, StrokeKind::Outside);
    }
    ui.allocate_rect(whole, Sense::hover());
}

/// Left and right between marks, up and down between charts; Entrée chooses, Espace enlarges.
fn keys(ui: &Ui, ecran: &mut EcranTableaux, columns: usize, id: egui::Id, out: &mut Vec<Intention>) {
    hold_arrows(ui, id, true);
    let last = ecran.cartes.len().saturating_sub(1);
    let marks = |ecran: &EcranTableaux, at: usize| {
        ecran.cartes.get(at).and_then(|carte| carte.rendu.as_ref()).map_or(0, |rendu| rendu.zones.len())
    };
    let step = |geste| ui.input_mut(|input| geste::step(input, geste));
    let before = ecran.carte;
    match step(Geste::Marque) {
        1 if ecran.zone + 1 < marks(ecran, ecran.carte) => ecran.zone += 1,
        1 if ecran.carte < last => (ecran.carte, ecran.zone) = (ecran.carte + 1, 0),
        -1 if ecran.zone > 0 => ecran.zone -= 1,
        -1 if ecran.carte > 0 => {
            ecran.carte -= 1;
            ecran.zone = marks(ecran, ecran.carte).saturating_sub(1);
        }
        _ => {}
    }
    for (geste, far) in [(Geste::Rangee, columns), (Geste::Graphique, 1), (Geste::BoutDesGraphiques, last)] {
        let to = match step(geste) {
            0 => continue,
            -1 => ecran.carte.saturating_sub(far),
            _ => (ecran.carte + far).min(last),
        };
        if to != ecran.carte {
            (ecran.carte, ecran.zone) = (to, 0);
        }
    }
    if ecran.carte != before {
        ecran.scroll_to = Some(ecran.carte);
        if ecran.seule.is_some() {
            ecran.seule = Some(ecran.carte);
        }
    }
    let pressed = |geste| ui.input_mut(|input| geste::pressed(input, geste));
    if pressed(Geste::Agrandir) {
        ecran.seule = if ecran.seule.is_some() { None } else { Some(ecran.carte) };
        ecran.scroll_to = Some(ecran.carte);
    }
    if pressed(Geste::Filtrer)
        && let Some(filtre) = ecran.toggled(&ecran.criteres(ecran.carte, ecran.zone))
    {
        out.push(Intention::Tableaux(Demande::Filtrer(filtre)));
    }
    if pressed(Geste::CopierImage) {
        out.push(Intention::Tableaux(Demande::Copier(ecran.carte)));
    }
}
