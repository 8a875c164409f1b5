//! The children: at the left the grid of the fratrie, at the right the chosen one and its sub-tabs.

use egui::{Align, Frame, Layout, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::ecran::{end_of_part, scrolled};
use super::{DossierView, Part, adultes, conclusions, motifs};
use crate::commands::{Commande, Geste};
use crate::domain::dossier::Fiches as _;
use crate::domain::enfant::EnfantConnu;
use crate::domain::rapprochement::Niveau;
use crate::domain::{Fiche, Table, date, enfant};
use crate::ui::champ::rangee;
use crate::ui::form::Form;
use crate::ui::geste::{hold_arrows, pressed, walk};
use crate::ui::theme::{self, couleurs, gras, marge};
use crate::ui::widgets::{bold_width, command_button, line};
use crate::ui::zone::zone;
use crate::ui::{Intention, icone};

const LIST_WIDTH: f32 = 236.0;

pub fn ui(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>, part: Part) {
    let whole = ui.available_rect_before_wrap();
    let middle = whole.left() + LIST_WIDTH.min(whole.width() * 0.25);
    let mut right = ui.new_child(
        UiBuilder::new()
            .id_salt("enfant")
            .max_rect(egui::Rect::from_min_max(pos2(middle + 16.0, whole.top()), whole.max)),
    );
    zone(&mut right, "partie", |ui, _| chosen(ui, view, form, part));
    let mut left = ui.new_child(
        UiBuilder::new().id_salt("fratrie").max_rect(egui::Rect::from_min_max(whole.min, pos2(middle, whole.bottom()))),
    );
    zone(&mut left, "fratrie", |ui, comes| {
        take_keys(ui, view, form, comes);
        fratrie(ui, view, form);
    });
    ui.allocate_rect(whole, Sense::hover());
}

/// With F6 the grid of children has the keys: arrows choose, Entrée goes to the fields of the child.
fn take_keys(ui: &Ui, view: &DossierView, form: &mut Form<'_>, comes: bool) {
    let id = egui::Id::unique("grille-des-enfants");
    if !comes && !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let rect = ui.available_rect_before_wrap();
    let list = ui.interact(rect, id, Sense::focusable_noninteractive());
    ui.ctx().accesskit_node_builder(id, |node| node.set_label("Grille des enfants"));
    if !list.has_focus() {
        return;
    }
    hold_arrows(ui, id, false);
    let children: Vec<_> = form.draft.of(Table::EnfantConcerne).map(|fiche| fiche.id).collect();
    let at = children.iter().position(|child| *child == view.child).unwrap_or_default();
    let last = children.len().saturating_sub(1);
    let (to, open) =
        ui.input_mut(|input| (walk(input, at as u64, last as u64, last as u64), pressed(input, Geste::Ouvrir)));
    if let Some(child) = to.and_then(|to| children.get(to as usize)).filter(|child| **child != view.child) {
        form.out.push(Intention::MarkChild(*child));
    }
    if open {
        form.out.push(Intention::ShowChild(view.child));
    }
    let stroke = Stroke::new(2.0, couleurs(ui).focus);
    ui.painter().rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
}

/// The grid of children. Alt+↑ and Alt+↓ choose from anywhere, so it is no stop of the Tab key.
fn fratrie(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    let c = couleurs(ui);
    scrolled(ui, "enfants", |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (at, concerne) in form.draft.of(Table::EnfantConcerne).enumerate() {
            let Some(personne) = form.draft.personne(concerne) else { continue };
            let chosen = concerne.id == view.child;
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 46.0), Sense::CLICK);
            if chosen || response.hovered() {
                ui.painter().rect_filled(rect, 4.0, if chosen { c.choisi } else { c.bande });
            }
            if chosen {
                ui.painter().rect_filled(egui::Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 1.0, c.accent);
            }
            let titre = enfant::titre(personne);
            response.widget_info(|| {
                egui::WidgetInfo::selected(
                    egui::Role::ListBoxOption,
                    true,
                    chosen,
                    format!("Enfant {} : {titre}", at + 1),
                )
            });
            let mut inner = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(10.0, 3.0))));
            inner.spacing_mut().item_spacing.y = 0.0;
            let wrong = form.errors.iter().any(|error| {
                error.fiche == concerne.id
                    || error.fiche == personne.id
                    || form.draft.of_child(concerne.id).any(|row| row.id == error.fiche)
            });
            let mark = if wrong { format!("{} ", icone::WARNING_CIRCLE) } else { String::new() };
            line(
                &mut inner,
                RichText::new(format!("{mark}{titre}")).family(gras()).color(if wrong { c.erreur } else { c.texte }),
            );
            line(&mut inner, RichText::new(birth_line(personne, form.today)).size(theme::LABEL).color(c.doux));
            if response.clicked() {
                form.out.push(Intention::ShowChild(concerne.id));
            }
        }
        ui.add_space(6.0);
        command_button(ui, Commande::Ajouter, Some("Ajouter un enfant"), false, form.out);
        let keys = RichText::new("Alt et flèche haut ou bas, hors d’une liste : autre enfant")
            .size(theme::LABEL)
            .color(c.doux);
        ui.add(egui::Label::new(keys).wrap());
        connus(ui, view, form);
    });
}

fn birth_line(personne: &Fiche, today: chrono::NaiveDate) -> String {
    let typed = personne.get(enfant::personne::DATE_NAISSANCE);
    match date::parse_naissance(typed, today) {
        Ok((Some(birth), precision)) if precision != "a_naitre" => match enfant::age(birth, today) {
            Some(0) => format!("{typed} · moins d’un an"),
            Some(1) => format!("{typed} · 1 an"),
            Some(age) => format!("{typed} · {age} ans"),
            None => typed.to_owned(),
        },
        _ if typed.is_empty() => "date de naissance inconnue".to_owned(),
        _ => typed.to_owned(),
    }
}

fn chosen(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>, part: Part) {
    let Some(concerne) = form.draft.fiche(view.child).cloned() else {
        crate::ui::widgets::empty_state(ui, icone::BABY, "Aucun enfant dans ce dossier", "Ctrl+Maj+N en ajoute un");
        return;
    };
    sub_tabs(ui, view, part, form);
    ui.add_space(6.0);
    // The comment takes the height that the other fields leave.
    let rows = ((ui.available_height() - 230.0) / ui.text_style_height(&egui::TextStyle::Body)).clamp(3.0, 14.0);
    scrolled(ui, "partie", |ui| {
        form.long_rows = rows as usize;
        match part {
            Part::Adultes => adultes::ui(ui, view, form),
            Part::Motifs => motifs::ui(ui, view, form),
            Part::Conclusion => conclusions::ui(ui, view, form),
            _ => identite(ui, form, &concerne),
        }
        end_of_part(ui, form.out);
    });
}

fn sub_tabs(ui: &mut Ui, view: &DossierView, part: Part, form: &mut Form<'_>) {
    let count = |table: Table| {
        form.draft.of_child(view.child).filter(|row| row.table == table && !super::lignes::waits(row)).count()
    };
    let tabs = [Part::Enfant, Part::Adultes, Part::Motifs, Part::Conclusion].map(|each| {
        let rows = match each {
            Part::Adultes => form.draft.of(Table::Adulte).filter(|row| !super::lignes::waits(row)).count(),
            Part::Motifs => count(Table::MotifEnfant),
            Part::Conclusion => count(Table::ConclusionEnfant),
            _ => 0,
        };
        let label = if rows > 0 { format!("{} ({rows})", each.libelle()) } else { each.libelle().to_owned() };
        (each, label)
    });
    let several = form.draft.of(Table::EnfantConcerne).count() > 1;
    let width: f32 = tabs.iter().map(|(_, label)| bold_width(ui, label) + 18.0).sum();
    if ui.available_width() > width + 380.0 {
        ui.horizontal(|ui| {
            names(ui, &tabs, part, form.out);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| apply(ui, several, form.out));
        });
    } else {
        ui.horizontal_wrapped(|ui| {
            names(ui, &tabs, part, form.out);
            apply(ui, several, form.out);
        });
    }
}

pub(super) fn names(ui: &mut Ui, tabs: &[(Part, String)], part: Part, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.spacing_mut().item_spacing.x = 18.0;
    for (each, label) in tabs {
        let on = *each == part;
        let wide = vec2(bold_width(ui, label), 0.0);
        let text = RichText::new(label).color(if on { c.accent } else { c.doux });
        let text = if on { text.family(gras()) } else { text };
        let response = ui.add(egui::Button::new(text).frame(false).sense(Sense::CLICK).min_size(wide));
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, on, label));
        let response = response.on_hover_text("Ctrl+Page suiv. et Ctrl+Page préc.");
        if on {
            ui.painter().hline(response.rect.x_range(), response.rect.bottom() + 1.0, Stroke::new(2.0, c.accent));
        }
        if response.clicked() {
            out.push(Intention::ShowPart(*each));
        }
    }
}

fn apply(ui: &mut Ui, several: bool, out: &mut Vec<Intention>) {
    command_button(ui, Commande::PageEnfant, None, false, out);
    if several {
        command_button(ui, Commande::AppliquerFratrie, None, false, out);
    }
}

fn identite(ui: &mut Ui, form: &mut Form<'_>, concerne: &Fiche) {
    use enfant::personne::{DATE_NAISSANCE, NOM_MERE, NOM_NAISSANCE, NOM_USAGE, PRENOM, SEXE};
    let Some(personne) = form.draft.personne(concerne).cloned() else { return };
    rangee(
        ui,
        form,
        &personne,
        &[
            (SEXE, 96.0),
            (NOM_USAGE, 150.0),
            (PRENOM, 130.0),
            (DATE_NAISSANCE, 170.0),
            (NOM_NAISSANCE, 150.0),
            (NOM_MERE, 150.0),
        ],
    );
    rangee(
        ui,
        form,
        concerne,
        &[
            (enfant::COMMUNE, 190.0),
            (enfant::CODE_POSTAL, 84.0),
            (enfant::NUMERO_VOIE, 64.0),
            (enfant::VOIE, 230.0),
            (enfant::AILLEURS, 230.0),
        ],
    );
    rangee(
        ui,
        form,
        concerne,
        &[
            (enfant::LIEU_VIE, 180.0),
            (enfant::AUTORITE_PARENTALE, 230.0),
            (enfant::CSP_PERE, 150.0),
            (enfant::CSP_MERE, 150.0),
            (enfant::ANCIEN_DOSSIER, 120.0),
        ],
    );
    let width = ui.available_width();
    crate::ui::champ::champ(ui, form, concerne, enfant::COMMENTAIRE, width);
}

/// Children of the base like the one being typed, beside the form: they take neither its room nor its focus.
fn connus(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    let c = couleurs(ui);
    for one in &view.ailleurs {
        ui.add_space(8.0);
        Frame::new().fill(c.alerte_fond).corner_radius(4).inner_margin(marge(8, 6)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let whom = [one.telephone.as_str(), one.courriel.as_str()];
            let whom: Vec<&str> = whom.into_iter().filter(|word| !word.is_empty()).collect();
            let told = format!("Un enfant de ce nom, né ce jour, est connu\u{a0}: {}", one.territoire);
            ui.add(egui::Label::new(RichText::new(told).color(c.alerte).family(gras())).wrap());
            let call = if whom.is_empty() {
                "Appelez ce territoire".to_owned()
            } else {
                format!("Appelez\u{a0}: {}", whom.join(", "))
            };
            let call = format!("{call}. Vous n’avez pas accès à ses dossiers\u{a0}; ce regard est tracé.");
            ui.add(egui::Label::new(RichText::new(call).size(theme::LABEL).color(c.texte)).wrap());
        });
    }
    if view.connus.is_empty() {
        return;
    }
    ui.add_space(8.0);
    Frame::new().fill(c.accent_fond).corner_radius(4).inner_margin(marge(8, 6)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let title = ui.label(RichText::new("Déjà connu ?").family(gras()).color(c.accent));
        title.on_hover_text(
            "Même nom, même prononciation, une faute de frappe, même naissance : chaque point commun est compté et dit",
        );
        ui.label(RichText::new("Ctrl+R reprend le premier").size(theme::LABEL).color(c.doux));
        for (at, connu) in view.connus.iter().enumerate().take(4) {
            if known(ui, connu) {
                form.out.push(Intention::LinkKnown(at));
            }
        }
    });
}

/// Who it is, the dossiers, how alike and why; gives true when it was pressed.
fn known(ui: &mut Ui, connu: &EnfantConnu) -> bool {
    let c = couleurs(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 78.0), Sense::CLICK);
    let titre = enfant::titre(&connu.personne);
    let birth = date::format_naissance(
        connu.personne.date(enfant::personne::DATE_NAISSANCE),
        connu.personne.get(enfant::personne::PRECISION_NAISSANCE),
    );
    let birth = if birth.is_empty() { "naissance inconnue".to_owned() } else { birth };
    let dossiers = connu.dossiers.join(", ");
    let niveau = connu.rapprochement.niveau();
    let raisons: Vec<String> = connu.rapprochement.raisons.iter().map(ToString::to_string).collect();
    let points = connu.rapprochement.points;
    let why = format!("{} ({points} points) : {}", niveau.libelle(), raisons.join(", "));
    let whole = format!("Reprendre {titre}, {birth}, dossier {dossiers}. {why}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &whole));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(4.0, 0.0)), 4.0, c.choisi);
    }
    let ton = match niveau {
        Niveau::Probable => c.erreur,
        Niveau::Possible => c.alerte,
        Niveau::Faible => c.doux,
    };
    let mut inner = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(0.0, 2.0))));
    inner.spacing_mut().item_spacing.y = 0.0;
    let small = |text: String| RichText::new(text).size(theme::LABEL);
    line(&mut inner, RichText::new(&titre).color(c.texte));
    line(&mut inner, small(format!("{birth} · {dossiers}")).color(c.doux));
    line(&mut inner, small(niveau.libelle().to_owned()).color(ton));
    let short: Vec<String> = connu.rapprochement.raisons.iter().map(|raison| raison.motif.to_string()).collect();
    line(&mut inner, small(short.join(", ")).color(c.doux));
    let told =
        format!("{titre}, {birth}, dossier {dossiers}\n{} : {points} points\n{}", niveau.libelle(), raisons.join("\n"));
    response.on_hover_text(told).clicked()
}
