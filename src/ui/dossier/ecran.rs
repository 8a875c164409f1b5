//! An open dossier, drawn: conflict, header, tabs, the part that is shown.

use chrono::NaiveDate;
use egui::{Align, Frame, Rect, RichText, ScrollArea, Sense, Stroke, Ui, UiBuilder, vec2};

use super::{DossierView, Part, conflit, courriers, enfants, entete, expose, historique, suivi, traitements};
use crate::commands::Commande;
use crate::domain::Parametres;
use crate::ui::form::Form;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::zone::zone;
use crate::ui::{Intention, icone, widgets};

/// Draws an open dossier.
pub fn ui(ui: &mut Ui, view: &mut DossierView, parametres: &Parametres, today: NaiveDate, out: &mut Vec<Intention>) {
    let draft = view.draft.clone();
    let mut focused = None;
    let mut request = std::mem::take(&mut view.request);
    let mut form = Form {
        draft: &draft,
        baseline: &view.baseline,
        errors: &view.errors,
        parametres,
        droits: view.droits,
        today,
        long_rows: 2,
        request: &mut request,
        focused: &mut focused,
        out,
    };
    if ui.available_height() < LOW {
        low(ui, view, &mut form);
    } else {
        head(ui, view, &mut form);
        part(ui, view, &mut form);
    }
    // A box has no text to select: the wish does not wait for the next field.
    request.toggle_select = false;
    view.request = request;
    view.set_focus(focused);
}

/// A window lower than that has no room for the header and a part together.
const LOW: f32 = 560.0;

/// The header, then the part in all the height there is: one scrolls from one to the other, and the
/// focus brings its own into view.
fn low(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    let height = ui.available_height() - 46.0;
    ScrollArea::vertical().id_salt("dossier").auto_shrink([false, false]).show(ui, |ui| {
        head(ui, view, form);
        let in_header = form.focused.is_some();
        let rect = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
        part(&mut ui.new_child(UiBuilder::new().id_salt("partie").max_rect(rect)), view, form);
        ui.allocate_rect(rect, Sense::hover());
        if !in_header && form.focused.is_some() && *form.focused != view.focus {
            ui.scroll_to_rect(rect, Some(Align::BOTTOM));
        }
    });
}

fn head(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    if !view.clashes.is_empty() {
        zone(ui, "conflit", |ui, _| conflit::ui(ui, view, form));
    }
    zone(ui, "en-tete", |ui, _| entete::ui(ui, view, form));
    onglets(ui, view.part, form.out);
    ui.add_space(6.0);
}

fn part(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    match view.part {
        Part::Enfant | Part::Adultes | Part::Motifs | Part::Conclusion => enfants::ui(ui, view, form, view.part),
        shared => zone(ui, "partie", |ui, _| for_all(ui, view, form, shared)),
    }
}

/// What the whole fratrie shares.
fn for_all(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>, part: Part) {
    match part {
        Part::Expose => expose::ui(ui, view, form),
        Part::Traitement | Part::Suivi => {
            ui.horizontal_wrapped(|ui| {
                let tabs = [Part::Traitement, Part::Suivi].map(|part| (part, part.sous_titre().to_owned()));
                enfants::names(ui, &tabs, part, form.out);
            });
            ui.add_space(4.0);
            if part == Part::Suivi {
                scrolled(ui, "suivi", |ui| suivi::ui(ui, view, form));
            } else {
                scrolled(ui, "traitement", |ui| traitements::ui(ui, view, form));
            }
        }
        Part::Courriers => courriers::ui(ui, view, form),
        Part::Historique => historique::ui(ui, view, form),
        Part::Enfant | Part::Adultes | Part::Motifs | Part::Conclusion => {}
    }
}

/// A part that scrolls; the room of the scroll bar is kept, so that nothing moves when it comes.
pub(super) fn scrolled(ui: &mut Ui, salt: &str, add: impl FnOnce(&mut Ui)) {
    let width = ui.available_width() - 16.0;
    ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]).show(ui, |ui| {
        // Room for the focus ring on every side.
        Frame::new().inner_margin(theme::marge(2, 3)).show(ui, |ui| {
            ui.set_max_width(width - 4.0);
            ui.set_min_width(width - 4.0);
            ui.spacing_mut().item_spacing.y = 6.0;
            add(ui);
        });
    });
}

/// The parts shared by the fratrie. Reached by Alt+digit, so not stops of the Tab key.
pub(super) fn onglets(ui: &mut Ui, current: Part, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let bar = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
        for (commande, icon) in [
            (Commande::Onglet1, icone::USERS_THREE),
            (Commande::Onglet2, icone::FILE_TEXT),
            (Commande::Onglet3, icone::SHARE_NETWORK),
            (Commande::Onglet4, icone::ENVELOPE),
            (Commande::Onglet5, icone::CLOCK_COUNTER_CLOCKWISE),
        ] {
            let on = current.onglet() == commande;
            let touche = commande.touches().first().map(ToString::to_string).unwrap_or_default();
            let text = RichText::new(format!("{icon}  {}", commande.libelle()));
            let text = if on { text.family(gras()).color(c.accent) } else { text.color(c.texte) };
            let wide = widgets::bold_width(ui, &format!("{icon}  {}", commande.libelle())) + 22.0;
            let button = egui::Button::new(text)
                .fill(if on { c.fond } else { c.accent_fond })
                .stroke(Stroke::new(1.0, c.ligne))
                .corner_radius(egui::CornerRadius { nw: 4, ne: 4, sw: 0, se: 0 })
                .sense(Sense::CLICK)
                .min_size(vec2(wide, 32.0));
            let response = ui.add(button);
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, on, commande.libelle()));
            let response = response.on_hover_text(touche);
            if on {
                ui.painter().hline(response.rect.x_range(), response.rect.top() + 1.0, Stroke::new(2.0, c.accent));
            }
            if response.clicked() {
                out.push(Intention::Commande(commande));
            }
        }
    });
    ui.painter().hline(ui.max_rect().x_range(), bar.response.rect.bottom() + 1.0, Stroke::new(1.0, c.ligne));
}

/// The end of a part: leaving its last field by the keyboard goes on to the next part.
pub(super) fn end_of_part(ui: &mut Ui, out: &mut Vec<Intention>) {
    let (rect, _) = ui.allocate_exact_size(vec2(1.0, 1.0), Sense::hover());
    let end = ui.interact(rect, egui::Id::unique("fin-de-partie"), Sense::focusable_noninteractive());
    ui.ctx().accesskit_node_builder(end.id, |node| node.set_label("Partie suivante"));
    // Backwards it is passed over.
    if end.gained_focus() && !ui.input(|input| input.modifiers.shift) {
        end.surrender_focus();
        out.push(Intention::NextPart);
    }
}

pub(super) fn hint(ui: &mut Ui, text: &str) {
    let doux = couleurs(ui).doux;
    ui.add(egui::Label::new(RichText::new(text).size(theme::LABEL).color(doux)).wrap());
}
