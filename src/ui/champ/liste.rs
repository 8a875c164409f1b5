//! A field with a list: any word filters, Entrée or Tab takes and moves on, the caret never leaves the field.

use egui::text::{CCursor, CCursorRange};
use egui::{
    Align2, Color32, Context, FontId, Id, Popup, PopupCloseBehavior, Response, RichText, Sense, TextEdit, Ui, vec2,
};

use crate::commands::Geste;
use crate::domain::cloture::{RESERVE, permis};
use crate::domain::compte::Droits;
use crate::domain::dossier::{ETAT_CLOS, Fiches as _};
use crate::domain::edit::Edit;
use crate::domain::parametres::search;
use crate::domain::{Cle, DossierDraft, Fiche, Nature, Parametres, adulte, dossier, enfant, texte};
use crate::ui::Intention;
use crate::ui::dossier::DossierView;
use crate::ui::form::{Form, Request};
use crate::ui::geste::step;
use crate::ui::icone;
use crate::ui::theme::{self, couleurs};

/// What this person may choose in a field.
struct Offre<'a> {
    parametres: &'a Parametres,
    cle: Cle,
    droits: Droits,
    /// What the base holds there.
    held: &'a str,
}

/// Shown at once; more letters find the others.
const SHOWN: usize = 60;

/// What is being typed, while the field has the focus.
#[derive(Clone, Debug, Default)]
struct Frappe {
    text: String,
    /// Something was typed since the field was entered: it filters, and leaving the field takes the mark.
    typed: bool,
    open: bool,
    /// The marked line.
    at: Option<usize>,
}

/// Is a value being typed or chosen in this field, not taken yet?
pub fn typing(ui: &Ui, id: Id) -> bool {
    ui.data(|data| data.get_temp::<Frappe>(id)).is_some_and(|frappe| frappe.typed || frappe.open)
}

/// Drops what is being chosen in this field. Gives false when nothing was.
pub fn close(ctx: &Context, id: Id) -> bool {
    ctx.data_mut(|data| data.remove_temp::<Frappe>(id)).is_some_and(|frappe| frappe.typed || frappe.open)
}

/// One line of the open list.
struct Proposition {
    id: String,
    libelle: String,
    detail: String,
    /// Under a parent of a two-level list.
    indent: bool,
}

pub fn input(ui: &mut Ui, form: &mut Form<'_>, fiche: &Fiche, cle: Cle, width: f32) -> Response {
    let id = Form::id(fiche.id, cle);
    let offre = Offre { parametres: form.parametres, cle, droits: form.droits, held: held(form.baseline, fiche, cle) };
    let stored = fiche.get(cle);
    let label = shown(form.parametres, cle.champ().nature, stored);
    let had_focus = ui.memory(|memory| memory.has_focus(id));
    let kept = ui.data(|data| data.get_temp::<Frappe>(id)).filter(|_| had_focus);
    let entering = had_focus && kept.is_none();
    let mut frappe = kept.unwrap_or_else(|| Frappe { text: label.clone(), ..Frappe::default() });
    if had_focus {
        read_arrows(ui, form.request, &mut frappe, &offre, stored);
    }
    let mut output = TextEdit::singleline(&mut frappe.text)
        .id(id)
        .desired_width(width)
        .margin(egui::Margin { left: 6, right: 24, top: 4, bottom: 4 })
        .min_size(vec2(width, theme::HAUTEUR))
        .show(ui);
    let response = output.response.response.clone();
    if super::dessous::sign(ui, &response, icone::CARET_DOWN) {
        open(&mut frappe, &offre, stored);
    }
    if response.gained_focus() || entering {
        frappe = Frappe { text: label.clone(), open: frappe.open, at: frappe.at, typed: false };
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(frappe.text.chars().count()));
        output.state.cursor.set_char_range(Some(all));
        output.state.clone().store(ui.ctx(), id);
    }
    super::texte::whole_or_caret(ui, form, &mut output, &frappe.text);
    if response.changed() {
        frappe.text = texte::clean(&frappe.text, false);
        frappe = Frappe { typed: true, open: true, at: Some(0), ..frappe };
        form.out.push(Intention::HalfTyped { fiche: fiche.id, cle, texte: frappe.text.clone() });
    }
    if response.has_focus() || response.lost_focus() {
        let query = if frappe.typed { frappe.text.as_str() } else { "" };
        let found = propositions(&offre, query);
        frappe.at = frappe.at.map(|at| at.min(found.len().saturating_sub(1)));
        // A press in the list takes the focus away before the list can answer.
        let mut taken = frappe.open.then(|| list(&response, &found, frappe.at, offre.nothing())).flatten();
        if response.lost_focus() && taken.is_none() {
            let pointed = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
            taken = left_with(&frappe, &found, pointed);
        }
        if let Some(value) = taken {
            take(form, fiche, cle, &value);
            frappe.open = false;
            frappe.typed = false;
        }
    }
    if response.lost_focus() {
        ui.data_mut(|data| data.remove::<Frappe>(id));
    } else if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, frappe));
    } else if output.galley.size().x > width - 30.0 {
        return response.on_hover_text(label);
    }
    response
}

/// What leaving the field means: nothing typed is nothing held; else the marked line; else the text
/// as it stands, which the field will explain. A list that was only looked at and left with the
/// pointer changes nothing.
fn left_with(frappe: &Frappe, found: &[Proposition], pointed: bool) -> Option<String> {
    let text = frappe.text.trim();
    let marked = frappe.at.and_then(|at| found.get(at)).map(|line| line.id.clone());
    match frappe.typed {
        true if text.is_empty() => Some(String::new()),
        true => marked.or_else(|| Some(text.to_owned())),
        false => marked.filter(|_| frappe.open && !pointed),
    }
}

/// Opens the list on the value held.
fn open(frappe: &mut Frappe, offre: &Offre<'_>, stored: &str) {
    frappe.open = true;
    if !frappe.typed {
        let held = propositions(offre, "").iter().position(|line| line.id == stored);
        frappe.at = held.or_else(|| stored.is_empty().then_some(0));
    }
}

fn shown(parametres: &Parametres, nature: Nature, stored: &str) -> String {
    let label = parametres.libelle(nature, stored);
    match parametres.find(nature, stored) {
        Some(choix) if !choix.actif => format!("{label} (fermé)"),
        _ => label.to_owned(),
    }
}

fn read_arrows(ui: &mut Ui, request: &mut Request, frappe: &mut Frappe, offre: &Offre<'_>, stored: &str) {
    if std::mem::take(&mut request.open_list) {
        if frappe.open {
            frappe.open = false;
        } else {
            open(frappe, offre, stored);
        }
    }
    let step = ui.input_mut(|input| step(input, Geste::ListeLigne) + 8 * step(input, Geste::ListePage));
    if step == 0 {
        return;
    }
    if frappe.open {
        frappe.at = Some(frappe.at.map_or(0, |at| at.saturating_add_signed(step)));
    } else {
        open(frappe, offre, stored);
    }
}

/// What the base holds in a field, as far as it was read.
fn held<'a>(baseline: &'a DossierDraft, fiche: &Fiche, cle: Cle) -> &'a str {
    baseline.fiche(fiche.id).map_or("", |row| row.get(cle))
}

impl Offre<'_> {
    /// Told when no line is left.
    fn nothing(&self) -> &'static str {
        if permis(self.droits, self.cle, self.held, ETAT_CLOS) {
            "Rien ne correspond\u{a0}; les listes se complètent dans Paramètres"
        } else {
            RESERVE
        }
    }
}

fn propositions(offre: &Offre<'_>, query: &str) -> Vec<Proposition> {
    let (parametres, nature) = (offre.parametres, offre.cle.champ().nature);
    if nature == Nature::Commune {
        return parametres
            .search_communes(query, SHOWN)
            .into_iter()
            .map(|commune| Proposition {
                id: commune.code().to_owned(),
                libelle: commune.nom().to_owned(),
                detail: commune.code_postal().to_owned(),
                indent: false,
            })
            .collect();
    }
    let choix = parametres.choix(nature);
    search(choix, query, SHOWN)
        .into_iter()
        .filter(|each| permis(offre.droits, offre.cle, offre.held, &each.id))
        .map(|each| Proposition {
            id: each.id.clone(),
            libelle: each.libelle.clone(),
            // While filtering, the family tells apart what it holds.
            detail: each
                .parent
                .as_ref()
                .filter(|_| !query.is_empty())
                .map(|parent| parametres.libelle(nature, parent).to_owned())
                .unwrap_or_default(),
            indent: each.parent.is_some() && query.is_empty(),
        })
        .collect()
}

/// Draws the open list; gives the line that was pressed.
fn list(field: &Response, found: &[Proposition], at: Option<usize>, nothing: &str) -> Option<String> {
    let mut pressed = None;
    let width = width(field, found);
    Popup::from_response(field)
        .id(Id::unique((field.id, "liste")))
        .open(true)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .width(width)
        .gap(2.0)
        .show(|ui| {
            let c = couleurs(ui);
            ui.set_width(width);
            if found.is_empty() {
                ui.label(RichText::new(nothing).color(c.doux));
                return;
            }
            egui::ScrollArea::vertical().max_height(260.0).auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (row, line) in found.iter().enumerate() {
                    let marked = at == Some(row);
                    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::CLICK);
                    response.widget_info(|| {
                        egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, marked, &line.libelle)
                    });
                    let under_pointer = ui.rect_contains_pointer(rect);
                    if marked || under_pointer {
                        ui.painter().rect_filled(rect, 3.0, if marked { c.choisi } else { c.bande });
                    }
                    if marked {
                        ui.scroll_to_rect(rect, None);
                    }
                    let left = rect.left_center() + vec2(if line.indent { 18.0 } else { 6.0 }, 0.0);
                    let painter = ui.painter().with_clip_rect(rect);
                    let end = painter.text(
                        left,
                        Align2::LEFT_CENTER,
                        &line.libelle,
                        FontId::proportional(theme::TEXTE),
                        c.texte,
                    );
                    if !line.detail.is_empty() {
                        painter.text(
                            end.right_center() + vec2(10.0, 0.0),
                            Align2::LEFT_CENTER,
                            &line.detail,
                            FontId::proportional(theme::LABEL),
                            c.doux,
                        );
                    }
                    if under_pointer && ui.input(|input| input.pointer.primary_pressed()) || response.clicked() {
                        pressed = Some(line.id.clone());
                    }
                }
            });
        });
    pressed
}

/// Wide enough for its longest line, within reason.
fn width(field: &Response, found: &[Proposition]) -> f32 {
    let long = |line: &Proposition| line.libelle.chars().count() + line.detail.chars().count();
    let longest = found.iter().max_by_key(|line| long(line)).map_or(0.0, |line| {
        field.ctx.fonts_mut(|fonts| {
            let mut measure = |text: &str, size: f32| {
                fonts.layout_no_wrap(text.to_owned(), FontId::proportional(size), Color32::PLACEHOLDER).size().x
            };
            measure(&line.libelle, theme::TEXTE) + measure(&line.detail, theme::LABEL)
        })
    });
    (longest + 56.0).min(620.0).max(field.rect.width()).max(220.0)
}

/// What is being typed in this field is taken, as if one had left it: a command must not lose it.
pub fn settle(ctx: &Context, parametres: &Parametres, view: &DossierView, fiche: &Fiche, cle: Cle) -> Vec<Edit> {
    let frappe = ctx.data_mut(|data| data.remove_temp::<Frappe>(Form::id(fiche.id, cle)));
    let Some(frappe) = frappe.filter(|frappe| frappe.typed || frappe.open) else { return Vec::new() };
    let query = if frappe.typed { frappe.text.as_str() } else { "" };
    let offre = Offre { parametres, cle, droits: view.droits, held: held(&view.baseline, fiche, cle) };
    let found = propositions(&offre, query);
    left_with(&frappe, &found, false)
        .map(|value| edits(&view.draft, parametres, fiche, cle, &value))
        .unwrap_or_default()
}

fn take(form: &mut Form<'_>, fiche: &Fiche, cle: Cle, value: &str) {
    let edits = edits(form.draft, form.parametres, fiche, cle, value);
    if !edits.is_empty() {
        form.out.push(Intention::Do(edits));
    }
}

/// The value, and what follows from a commune: its postal code, and the dossier's territory while
/// that is not known.
fn edits(draft: &DossierDraft, parametres: &Parametres, fiche: &Fiche, cle: Cle, value: &str) -> Vec<Edit> {
    let commune = (cle.champ().nature == Nature::Commune).then(|| parametres.commune(value)).flatten();
    let mut edits: Vec<Edit> = draft.edit_champ(fiche.id, cle, value).into_iter().collect();
    let Some(commune) = commune.filter(|_| !edits.is_empty()) else { return edits };
    let code_postal = if cle == adulte::COMMUNE { adulte::CODE_POSTAL } else { enfant::CODE_POSTAL };
    edits.extend(draft.edit_champ(fiche.id, code_postal, commune.code_postal()));
    let unknown = |entete: &&Fiche| ["", dossier::TERRITOIRE_INITIAL].contains(&entete.get(dossier::TERRITOIRE));
    let entete = dossier::Fiches::entete(draft).filter(|_| cle == enfant::COMMUNE).filter(unknown);
    if let (Some(entete), Some(territoire)) = (entete, commune.territoire()) {
        edits.extend(draft.edit_champ(entete.id, dossier::TERRITOIRE, territoire));
    }
    edits
}
