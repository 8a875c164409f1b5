//! One question at a time, in the middle of the screen; Entrée answers yes, Échap no.

use egui::{Button, Context, Frame, Id, Modal, RichText, Stroke, Ui};
use uuid::Uuid;

use super::intention::Intention;
use super::theme::{couleurs, gras, marge};
use super::widgets::{caret, ring};
use crate::domain::liste::EditListe;

#[derive(Clone, Debug)]
pub enum Question {
    /// Close a dossier that holds unsaved text.
    Close {
        dossier: Uuid,
    },
    Quit,
    /// Bring the dossier back to what the base holds.
    Revert {
        dossier: Uuid,
    },
    Remove {
        what: String,
        fiche: Uuid,
    },
    /// Copy what has the focus to other children: each with its tick.
    Fratrie {
        what: String,
        children: Vec<(Uuid, String, bool)>,
    },
    /// A text to give for a list.
    Label {
        title: String,
        text: String,
        /// Of a two-level list: the values that another can stand under.
        parents: Vec<(String, String)>,
        edit: LabelEdit,
    },
    Validity {
        liste: String,
        id: String,
        from: String,
        to: String,
        error: String,
    },
    /// What else is known of a value: label and text of each; a territory is chosen among those.
    Fields {
        title: String,
        liste: String,
        id: String,
        champs: Vec<(&'static str, String)>,
        territoires: Vec<(String, String)>,
    },
    Merge {
        liste: String,
        from: String,
        label: String,
        usage: i64,
        into: Vec<(String, String)>,
        at: usize,
    },
    Drafts {
        count: usize,
    },
    Locked {
        wrong: bool,
        secret: String,
    },
    /// A long text in the whole window.
    Zoom {
        fiche: Uuid,
        cle: crate::domain::Cle,
        text: String,
    },
}

#[derive(Clone, Debug)]
pub enum LabelEdit {
    Add { liste: String, parent: String },
    Rename { liste: String, id: String },
}

#[derive(Clone, Debug)]
pub enum Reponse {
    No,
    Close { dossier: Uuid, save: bool },
    Quit,
    Revert(Uuid),
    Remove(Uuid),
    Fratrie(Vec<Uuid>),
    Liste(EditListe),
    Validity { liste: String, id: String, from: String, to: String },
    Drafts { restore: bool },
    Unlock(String),
    Zoom { fiche: Uuid, cle: crate::domain::Cle, text: String },
}

/// Draws the question; its answer goes to `out`.
pub fn ui(ctx: &Context, question: &mut Question, out: &mut Vec<Intention>) {
    let wide = matches!(question, Question::Zoom { .. });
    Modal::new(Id::unique("question")).frame(Frame::popup(&ctx.global_style()).inner_margin(marge(24, 18))).show(
        ctx,
        |ui| {
            ui.set_width(if wide { (ctx.content_rect().width() - 160.0).max(400.0) } else { 460.0 });
            ui.spacing_mut().item_spacing.y = 10.0;
            if let Some(reponse) = body(ui, question) {
                out.push(Intention::Answer(reponse));
            }
        },
    );
}

fn body(ui: &mut Ui, question: &mut Question) -> Option<Reponse> {
    match question {
        Question::Close { dossier } => {
            text(ui, "Fermer ce dossier ?", "Il contient du texte qui n’est pas enregistré.");
            let dossier = *dossier;
            buttons(
                ui,
                &[
                    ("Enregistrer et fermer", Reponse::Close { dossier, save: true }),
                    ("Fermer sans enregistrer", Reponse::Close { dossier, save: false }),
                ],
            )
        }
        Question::Quit => {
            text(
                ui,
                "Quitter Vigie ?",
                "Des dossiers contiennent du texte qui n’est pas enregistré. Il est gardé sur ce poste et vous sera proposé au prochain démarrage.",
            );
            buttons(ui, &[("Quitter", Reponse::Quit)])
        }
        Question::Revert { dossier } => {
            text(ui, "Revenir au dossier enregistré ?", "Ce qui a été tapé depuis sera retiré ; Ctrl+Z le ramène.");
            buttons(ui, &[("Revenir", Reponse::Revert(*dossier))])
        }
        Question::Remove { what, fiche } => {
            text(ui, &format!("Retirer {what} ?"), "Le retrait prend effet à l’enregistrement ; Ctrl+Z le ramène.");
            buttons(ui, &[("Retirer", Reponse::Remove(*fiche))])
        }
        Question::Fratrie { what, children } => {
            text(ui, "Appliquer à la fratrie", what);
            for (_, name, ticked) in children.iter_mut() {
                let tick = ui.checkbox(ticked, name.as_str());
                ring(ui, &tick);
            }
            let chosen = children.iter().filter(|(.., ticked)| *ticked).map(|(id, ..)| *id).collect();
            buttons(ui, &[("Appliquer", Reponse::Fratrie(chosen))])
        }
        Question::Label { title, text: label, parents, edit } => {
            text(ui, title, "Le libellé est celui que l’on verra dans les listes.");
            first_input(ui, label, "Libellé");
            if let (false, LabelEdit::Add { parent, .. }) = (parents.is_empty(), &mut *edit) {
                choice(ui, "Sous", parent, parents);
            }
            let libelle = label.clone();
            let edit = match edit.clone() {
                LabelEdit::Add { liste, parent } => {
                    EditListe::Add { liste, libelle, parent: Some(parent).filter(|parent| !parent.is_empty()) }
                }
                LabelEdit::Rename { liste, id } => EditListe::Rename { liste, id, libelle },
            };
            buttons(ui, &[("Enregistrer", Reponse::Liste(edit))])
        }
        Question::Validity { liste, id, from, to, error } => {
            text(
                ui,
                "Dates de validité",
                "Hors de ces dates, la valeur n’est plus proposée ; les dossiers qui la portent la gardent. Vide : sans limite.",
            );
            first_input(ui, from, "Proposée à partir du");
            input(ui, to, "Proposée jusqu’au");
            if !error.is_empty() {
                let color = couleurs(ui).erreur;
                ui.label(RichText::new(error.as_str()).color(color));
            }
            let (liste, id, from, to) = (liste.clone(), id.clone(), from.clone(), to.clone());
            buttons(ui, &[("Enregistrer", Reponse::Validity { liste, id, from, to })])
        }
        Question::Fields { title, liste, id, champs, territoires } => {
            text(ui, title, "");
            for (at, (label, value)) in champs.iter_mut().enumerate() {
                match (*label, at) {
                    ("Territoire", _) => choice(ui, label, value, territoires),
                    (_, 0) => first_input(ui, value, label),
                    _ => drop(input(ui, value, label)),
                }
            }
            let champs = champs.iter().map(|(_, text)| text.clone()).collect();
            let edit = EditListe::Fields { liste: liste.clone(), id: id.clone(), champs };
            buttons(ui, &[("Enregistrer", Reponse::Liste(edit))])
        }
        Question::Merge { liste, from, label, usage, into, at } => {
            text(
                ui,
                &format!("Fusionner « {label} »"),
                &format!(
                    "{usage} ligne(s) de dossier prendront la valeur choisie ; « {label} » sera fermée. Cela ne se défait pas."
                ),
            );
            let chosen = into.get(*at).map_or("", |(_, label)| label.as_str()).to_owned();
            let label = ui.label("Avec");
            egui::ComboBox::from_id_salt("fusion")
                .selected_text(chosen)
                .width(420.0)
                .icon(caret)
                .show_ui(ui, |ui| {
                    for (row, (_, label)) in into.iter().enumerate() {
                        ui.selectable_value(at, row, label);
                    }
                })
                .response
                .labelled_by(label.id);
            let to = into.get(*at).map(|(id, _)| id.clone()).unwrap_or_default();
            buttons(
                ui,
                &[("Fusionner", Reponse::Liste(EditListe::Merge { liste: liste.clone(), from: from.clone(), to }))],
            )
        }
        Question::Drafts { count } => {
            let told = if *count == 1 {
                "Un dossier n’avait pas été enregistré.".to_owned()
            } else {
                format!("{count} dossiers n’avaient pas été enregistrés.")
            };
            text(ui, "Reprendre la saisie ?", &told);
            buttons(
                ui,
                &[
                    ("Reprendre", Reponse::Drafts { restore: true }),
                    ("Abandonner ce texte", Reponse::Drafts { restore: false }),
                ],
            )
        }
        Question::Locked { wrong, secret } => {
            text(
                ui,
                "Écran verrouillé",
                "Les dossiers ouverts sont gardés tels quels. Donnez la phrase secrète ou le mot de passe de la base, s’il y en a un.",
            );
            let answer = ui.add(
                egui::TextEdit::singleline(secret)
                    .password(true)
                    .desired_width(f32::INFINITY)
                    .hint_text("Phrase secrète"),
            );
            ui.ctx().accesskit_node_builder(answer.id, |node| node.set_label("Phrase secrète"));
            if !ui.memory(|memory| memory.focused().is_some()) {
                answer.request_focus();
            }
            if *wrong {
                let color = couleurs(ui).erreur;
                ui.label(RichText::new("Ce n’est pas la phrase de cette base ; retapez-la").color(color));
            }
            let secret = secret.clone();
            buttons(ui, &[("Déverrouiller", Reponse::Unlock(secret))])
        }
        Question::Zoom { fiche, cle, text: long } => {
            text(ui, cle.champ().libelle, "");
            let height = (ui.ctx().content_rect().height() - 240.0).max(120.0);
            egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
                let rows = (height / ui.text_style_height(&egui::TextStyle::Body)) as usize;
                let edit = ui.add(
                    egui::TextEdit::multiline(long)
                        .desired_width(f32::INFINITY)
                        .desired_rows(rows)
                        .id(Id::unique("zoom")),
                );
                ui.ctx().accesskit_node_builder(edit.id, |node| node.set_label(cle.champ().libelle));
                if !ui.memory(|memory| memory.focused().is_some()) {
                    edit.request_focus();
                }
            });
            let done = Reponse::Zoom { fiche: *fiche, cle: *cle, text: long.clone() };
            buttons(ui, &[("Terminer", done)])
        }
    }
}

fn text(ui: &mut Ui, title: &str, explanation: &str) {
    ui.label(RichText::new(title).family(gras()).size(18.0));
    if !explanation.is_empty() {
        let doux = couleurs(ui).doux;
        ui.add(egui::Label::new(RichText::new(explanation).color(doux)).wrap());
    }
}

fn input(ui: &mut Ui, value: &mut String, label: &str) -> egui::Response {
    let label = ui.label(label);
    ui.add(egui::TextEdit::singleline(value).desired_width(f32::INFINITY)).labelled_by(label.id)
}

/// One of a few values, or none.
fn choice(ui: &mut Ui, label: &str, value: &mut String, among: &[(String, String)]) {
    let label = ui.label(label);
    let shown = among.iter().find(|(id, _)| id == value).map_or("—", |(_, label)| label.as_str()).to_owned();
    let combo =
        egui::ComboBox::from_id_salt(label.id).selected_text(shown).width(420.0).icon(caret).show_ui(ui, |ui| {
            ui.selectable_value(value, String::new(), "—");
            for (id, label) in among {
                ui.selectable_value(value, id.clone(), label);
            }
        });
    combo.response.labelled_by(label.id);
}

fn first_input(ui: &mut Ui, value: &mut String, label: &str) {
    let response = input(ui, value, label);
    if !ui.memory(|memory| memory.focused().is_some()) {
        response.request_focus();
    }
}

/// The first button is the answer of Entrée; the last, « Annuler », of Échap.
fn buttons(ui: &mut Ui, choices: &[(&str, Reponse)]) -> Option<Reponse> {
    let c = couleurs(ui);
    let mut answer = None;
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        for (at, (label, reponse)) in choices.iter().enumerate() {
            let text = RichText::new(*label).color(if at == 0 { c.sur_accent } else { c.accent });
            let button =
                if at == 0 { Button::new(text).fill(c.accent).stroke(Stroke::NONE) } else { Button::new(text) };
            let response = ui.add(button);
            ring(ui, &response);
            if response.clicked() {
                answer = Some(reponse.clone());
            }
        }
        let no = ui.add(Button::new(RichText::new("Annuler").color(c.accent)));
        ring(ui, &no);
        if no.clicked() {
            answer = Some(Reponse::No);
        }
    });
    let enter = ui.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Key { key: egui::Key::Enter, pressed: true, modifiers, .. } if modifiers.is_none())));
    let long_text = ui.memory(|memory| memory.has_focus(Id::unique("zoom")));
    if enter && !long_text && answer.is_none() {
        let on_button = ui
            .memory(|memory| memory.focused())
            .is_some_and(|focused| ui.ctx().read_response(focused).is_some_and(|response| response.clicked()));
        if !on_button {
            answer = choices.first().map(|(_, reponse)| reponse.clone());
        }
    }
    answer
}
