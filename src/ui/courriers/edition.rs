//! Templates as one edits them: the text, what is wrong with it and where, what it can speak of, its
//! versions; and the letterhead.

use egui::text::{CCursor, CCursorRange};
use egui::{Align, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::vue::Apercu;
use crate::domain::carnet::REGLAGES;
use crate::domain::modele::ErreurModele;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{Ton, badge, button, empty_state};
use crate::ui::{Intention, icone};

/// A template's text as it once was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionVue {
    pub revision: i32,
    pub quand: String,
    pub qui: String,
    pub texte: String,
}

#[derive(Debug, Default)]
pub struct Edition {
    /// The template that is edited; empty for a new one.
    pub code: String,
    pub texte: String,
    /// As the base holds it.
    pub garde: String,
    pub revision: i32,
    pub actif: bool,
    pub erreur: Option<ErreurModele>,
    /// What a template of this public can speak of: path and label.
    pub champs: Vec<(String, &'static str)>,
    pub versions: Vec<VersionVue>,
    /// The pages, merged with an invented family.
    pub apercu: Option<Apercu>,
    /// The letterhead instead of a template: what is typed, in the order of [`REGLAGES`].
    pub entete: Option<Vec<String>>,
    /// The letterhead as the base holds it.
    pub entete_garde: Vec<String>,
    /// Text to put where the caret is.
    pub insert: Option<String>,
}

impl Edition {
    /// Is there something that the base does not hold?
    pub fn dirty(&self) -> bool {
        self.texte != self.garde || self.entete.as_ref().is_some_and(|typed| *typed != self.entete_garde)
    }
}

#[derive(Clone, Debug)]
pub enum Demande {
    Ouvrir(String),
    Nouveau,
    Copier,
    /// Retires the template, or takes it back.
    Activer(bool),
    Enregistrer,
    /// The text changed: it is checked, and its pages are drawn again.
    Verifier,
    EnTete,
    EnregistrerEnTete,
    /// A picture for the letterhead.
    Logo,
}

fn ask(out: &mut Vec<Intention>, demande: Demande) {
    out.push(Intention::Courriers(super::Demande::Edition(demande)));
}

pub fn ui(ui: &mut Ui, edition: &mut Edition, out: &mut Vec<Intention>) {
    if edition.entete.is_some() {
        letterhead(ui, edition, out);
    } else if edition.texte.is_empty() {
        empty_state(
            ui,
            icone::PENCIL_SIMPLE,
            "Choisissez un modèle",
            "Son texte se modifie ici ; chaque enregistrement en garde une version",
        );
    } else {
        template(ui, edition, out);
    }
}

fn template(ui: &mut Ui, edition: &mut Edition, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.horizontal_wrapped(|ui| {
        let title = if edition.code.is_empty() { "Nouveau modèle" } else { edition.code.as_str() };
        ui.label(RichText::new(title).family(gras()).size(theme::TITRE));
        if edition.revision > 0 {
            badge(ui, &format!("Version {}", edition.revision), Ton::Neutre);
        }
        if !edition.actif && edition.revision > 0 {
            badge(ui, "Retiré", Ton::Alerte);
        }
        if edition.dirty() {
            badge(ui, "Non enregistré", Ton::Accent);
        }
    });
    ui.horizontal_wrapped(|ui| {
        if button(ui, icone::FLOPPY_DISK, "Enregistrer le modèle").on_hover_text("Ctrl+S").clicked() {
            ask(out, Demande::Enregistrer);
        }
        if edition.revision > 0 {
            if button(ui, icone::COPY, "Copier").clicked() {
                ask(out, Demande::Copier);
            }
            let label = if edition.actif { "Retirer" } else { "Remettre" };
            if button(ui, icone::TRASH, label).clicked() {
                ask(out, Demande::Activer(!edition.actif));
            }
        }
        fields(ui, edition);
        versions(ui, edition, out);
    });
    let state = match &edition.erreur {
        Some(error) => RichText::new(format!("{} {error}", icone::WARNING)).color(c.erreur),
        None => RichText::new(format!("{} Le modèle est juste", icone::CHECK_CIRCLE)).color(c.succes),
    };
    ui.add(egui::Label::new(state).wrap());
    let height = ui.available_height() - 8.0;
    ScrollArea::vertical().id_salt("modele").auto_shrink([false, false]).max_height(height).show(ui, |ui| {
        editor(ui, edition, out);
    });
}

fn editor(ui: &mut Ui, edition: &mut Edition, out: &mut Vec<Intention>) {
    let rows = (ui.available_height() / ui.text_style_height(&egui::TextStyle::Body)) as usize;
    let id = egui::Id::unique("texte-du-modele");
    let field = TextEdit::multiline(&mut edition.texte).id(id).desired_width(ui.available_width() - 14.0);
    let mut output = field.desired_rows(rows.max(8)).show(ui);
    let response = output.response.response.clone();
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("Texte du modèle"));
    let mut changed = response.changed();
    if let Some(text) = edition.insert.take() {
        let at =
            output.state.cursor.char_range().map_or(edition.texte.chars().count(), |range| range.primary.index.into());
        let byte = edition.texte.char_indices().nth(at).map_or(edition.texte.len(), |(byte, _)| byte);
        edition.texte.insert_str(byte, &text);
        let after = CCursorRange::one(CCursor::new(at + text.chars().count()));
        output.state.cursor.set_char_range(Some(after));
        output.state.store(ui.ctx(), id);
        response.request_focus();
        changed = true;
    }
    if changed {
        edition.texte = crate::domain::texte::clean(&edition.texte, true);
        ask(out, Demande::Verifier);
    }
}

/// What the template can speak of: a click writes it where the caret is.
fn fields(ui: &mut Ui, edition: &mut Edition) {
    ui.menu_button("Insérer un champ…", |ui| {
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            ui.set_min_width(380.0);
            for (path, label) in &edition.champs {
                if ui.button(format!("{label} — {path}")).clicked() {
                    edition.insert = Some(written(path));
                    ui.close();
                }
            }
        });
    });
}

/// A field of a list is written in its loop.
fn written(path: &str) -> String {
    match path.split_once('.') {
        Some((list @ ("enfants" | "adultes" | "traitements"), field)) => {
            let one = list.trim_end_matches('s');
            format!("{{% for {one} in {list} %}}\n- {{{{ {one}.{field} }}}}\n{{% endfor %}}\n")
        }
        _ => format!("{{{{ {path} }}}}"),
    }
}

fn versions(ui: &mut Ui, edition: &mut Edition, out: &mut Vec<Intention>) {
    if edition.versions.len() < 2 {
        return;
    }
    let mut taken = None;
    ui.menu_button("Versions…", |ui| {
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            for version in &edition.versions {
                let text = format!("Version {} — {}, {}", version.revision, version.quand, version.qui);
                if ui.button(text).on_hover_text("Reprend ce texte ; rien n’est enregistré").clicked() {
                    taken = Some(version.texte.clone());
                    ui.close();
                }
            }
        });
    });
    if let Some(texte) = taken {
        edition.texte = texte;
        ask(out, Demande::Verifier);
    }
}

/// Who writes, from where, who signs.
fn letterhead(ui: &mut Ui, edition: &mut Edition, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.label(RichText::new("En-tête et signature").family(gras()).size(theme::TITRE));
    let told = "Ce que tous les courriers portent ; ceux qui sont déjà validés ne changent pas";
    ui.add(egui::Label::new(RichText::new(told).color(c.doux)).wrap());
    ScrollArea::vertical().id_salt("en-tete").auto_shrink([false, false]).show(ui, |ui| {
        let width = ui.available_width() - 14.0;
        let Some(values) = edition.entete.as_mut() else { return };
        for ((code, label), value) in REGLAGES.iter().zip(values.iter_mut()) {
            let shown = ui.label(RichText::new(*label).size(theme::LABEL).color(c.doux));
            if *code == "logo" {
                logo(ui, value, out);
                continue;
            }
            let field = TextEdit::singleline(value).desired_width(width).min_size(vec2(0.0, theme::HAUTEUR));
            ui.add(field).labelled_by(shown.id);
        }
        ui.add_space(6.0);
        if button(ui, icone::FLOPPY_DISK, "Enregistrer l’en-tête").on_hover_text("Ctrl+S").clicked() {
            ask(out, Demande::EnregistrerEnTete);
        }
    });
}

fn logo(ui: &mut Ui, value: &mut String, out: &mut Vec<Intention>) {
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let doux = couleurs(ui).doux;
        let told =
            if value.is_empty() { "Aucun".to_owned() } else { format!("Image de {} ko", value.len() * 3 / 4096) };
        ui.label(RichText::new(told).color(doux));
        if button(ui, icone::FOLDER_OPEN, "Choisir une image JPEG…").clicked() {
            ask(out, Demande::Logo);
        }
        if !value.is_empty() && button(ui, icone::X, "Sans logo").clicked() {
            value.clear();
        }
    });
}
