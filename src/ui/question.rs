//! One question at a time, in the middle of the screen; Entrée answers yes, Échap no.

use egui::{Button, Context, Frame, Id, Modal, RichText, Stroke, Ui};
use uuid::Uuid;

use super::intention::Intention;
pub use super::questions_garde::{Sort, TexteGarde};
pub use super::questions_suivi::{QuestionSuivi, ReponseSuivi};
use super::theme::{couleurs, gras, marge};
use super::widgets::{one_of, ring};
use super::{icone, questions_comptes, questions_garde, questions_listes};
use crate::domain::edit::Edit;
use crate::domain::liste::EditListe;
use crate::domain::{Cle, texte};

#[derive(Clone, Debug)]
pub enum Question {
    /// Close a dossier that holds unsaved text, named: it may stand behind another.
    Close {
        dossier: Uuid,
        nom: String,
    },
    /// How many dossiers hold text that is kept here, and what would be lost, named.
    Quit {
        dossiers: usize,
        perdu: String,
    },
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
        champs: Vec<ChampDemande>,
        /// What it was before.
        historique: Vec<String>,
    },
    Merge {
        liste: String,
        from: String,
        label: String,
        usage: i64,
        into: Vec<(String, String)>,
        at: usize,
    },
    /// Texts that were not saved, offered back; then asked once more, of those that would be given up.
    Drafts {
        textes: Vec<TexteGarde>,
        abandon: bool,
    },
    Suivi(QuestionSuivi),
    /// A new file without a passphrase: said, and chosen.
    BaseEnClair,
    /// Everything is about to leave in clear.
    ToutExporter,
    /// The session is locked: what is told of the last try, and is there a secret to give?
    Locked {
        told: String,
        secret: String,
        protected: bool,
    },
    /// One's own password.
    MotDePasse(Box<MotDePasse>),
    /// A long text in the whole window.
    Zoom {
        fiche: Uuid,
        cle: Cle,
        text: String,
    },
}

/// A password being changed by its owner.
#[derive(Clone, Default)]
pub struct MotDePasse {
    pub login: String,
    pub actuel: String,
    pub nouveau: String,
    pub encore: String,
    pub erreur: String,
}

/// Never its words.
impl std::fmt::Debug for MotDePasse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MotDePasse de {}", self.login)
    }
}

/// One more thing that is asked of a value; `choix` is empty when it is typed.
#[derive(Clone, Debug)]
pub struct ChampDemande {
    pub libelle: &'static str,
    pub texte: String,
    pub choix: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub enum LabelEdit {
    Add { liste: String, parent: String },
    Rename { liste: String, id: String },
}

#[derive(Clone, Debug)]
pub enum Reponse {
    No,
    Close {
        dossier: Uuid,
        save: bool,
    },
    Quit,
    Revert(Uuid),
    Remove(Uuid),
    Fratrie(Vec<Uuid>),
    Liste(EditListe),
    Validity {
        liste: String,
        id: String,
        from: String,
        to: String,
    },
    /// What becomes of those texts: of each, its dossier.
    Drafts {
        dossiers: Vec<Uuid>,
        sort: Sort,
    },
    Suivi(ReponseSuivi),
    ToutExporter,
    CreerEnClair,
    Unlock(String),
    MotDePasse(Box<MotDePasse>),
    Zoom {
        fiche: Uuid,
        cle: Cle,
    },
}

/// Draws the question; its answer goes to `out`.
pub fn ui(ctx: &Context, question: &mut Question, out: &mut Vec<Intention>) {
    let wide = matches!(question, Question::Zoom { .. });
    Modal::new(Id::unique("question")).frame(Frame::popup(&ctx.global_style()).inner_margin(marge(24, 18))).show(
        ctx,
        |ui| {
            ui.set_width(if wide { (ctx.content_rect().width() - 160.0).max(400.0) } else { 460.0 });
            ui.spacing_mut().item_spacing.y = 10.0;
            if let Some(reponse) = body(ui, question, out) {
                out.push(Intention::Answer(reponse));
            }
        },
    );
}

fn body(ui: &mut Ui, question: &mut Question, out: &mut Vec<Intention>) -> Option<Reponse> {
    match question {
        Question::Close { .. } | Question::Quit { .. } | Question::Drafts { .. } => questions_garde::body(ui, question),
        Question::Revert { dossier } => {
            text(ui, "Revenir au dossier enregistré ?", "Ce qui a été tapé depuis sera retiré ; Ctrl+Z le ramène.");
            buttons(ui, &[("Revenir", Reponse::Revert(*dossier))])
        }
        Question::Remove { what, fiche } => {
            text(ui, &format!("Retirer {what} ?"), "Le retrait prend effet à l’enregistrement ; Ctrl+Z le ramène.");
            buttons(ui, &[("Retirer", Reponse::Remove(*fiche))])
        }
        Question::Fratrie { what, children } => {
            text(ui, "Appliquer à la fratrie", what);
            for (_, name, ticked) in children.iter_mut() {
                tick(ui, ticked, name);
            }
            let chosen = children.iter().filter(|(.., ticked)| *ticked).map(|(id, ..)| *id).collect();
            buttons(ui, &[("Appliquer", Reponse::Fratrie(chosen))])
        }
        Question::Label { .. } | Question::Validity { .. } | Question::Fields { .. } | Question::Merge { .. } => {
            questions_listes::body(ui, question)
        }
        Question::Suivi(question) => super::questions_suivi::body(ui, question),
        Question::BaseEnClair => {
            text(
                ui,
                "Créer une base sans phrase secrète\u{a0}?",
                "Qui prend ou copie ce fichier y lira tous les dossiers\u{a0}: ne le faites que si le disque de ce poste est lui-même chiffré, ou pour un essai.",
            );
            buttons(
                ui,
                &[("Donner une phrase secrète", Reponse::No), ("Créer sans phrase secrète", Reponse::CreerEnClair)],
            )
        }
        Question::ToutExporter => {
            text(
                ui,
                "Tout exporter\u{a0}?",
                "Tous les dossiers, les courriers et les pièces sortent en formats ouverts, dans un fichier qui n’est pas chiffré. L’export est noté au journal. Choisissez un endroit protégé, et détruisez le fichier dès qu’il ne sert plus.",
            );
            buttons(ui, &[("Choisir où l’écrire", Reponse::ToutExporter)])
        }
        Question::MotDePasse(_) => questions_comptes::body(ui, question),
        Question::Locked { told, secret, protected } => locked(ui, told, secret, *protected),
        Question::Zoom { fiche, cle, text } => zoom(ui, *fiche, *cle, text, out),
    }
}

/// No « Annuler »: the only way out is the secret.
fn locked(ui: &mut Ui, told: &str, secret: &mut String, protected: bool) -> Option<Reponse> {
    let c = couleurs(ui);
    let explanation = if protected {
        "Les dossiers ouverts sont gardés tels quels. Donnez le mot de passe ou la phrase secrète de cette base."
    } else {
        "Les dossiers ouverts sont gardés tels quels. Cette base n’a pas de phrase secrète : Entrée déverrouille."
    };
    text(ui, &format!("{} Session verrouillée", icone::LOCK), explanation);
    if protected {
        let field = egui::TextEdit::singleline(secret).password(true).desired_width(f32::INFINITY);
        let answer = ui.add(field.hint_text("Mot de passe ou phrase secrète"));
        ui.ctx().accesskit_node_builder(answer.id, |node| node.set_label("Mot de passe ou phrase secrète"));
        // Whatever had the focus stands behind the lock.
        if !answer.has_focus() {
            answer.request_focus();
        }
    }
    if !told.is_empty() {
        ui.add(egui::Label::new(RichText::new(told).color(c.erreur)).wrap());
    }
    let unlock = Button::new(RichText::new("Déverrouiller").color(c.sur_accent)).fill(c.accent).stroke(Stroke::NONE);
    let clicked = ui.add(unlock.sense(egui::Sense::CLICK)).clicked();
    (clicked || ui.input(enter_pressed)).then(|| Reponse::Unlock(std::mem::take(secret)))
}

fn enter_pressed(input: &egui::InputState) -> bool {
    let enter = |event: &egui::Event| matches!(event, egui::Event::Key { key: egui::Key::Enter, pressed: true, modifiers, .. } if modifiers.is_none());
    input.events.iter().any(enter)
}

/// What is typed here goes to the draft at once: closing, a crash or Échap loses nothing.
fn zoom(ui: &mut Ui, fiche: Uuid, cle: Cle, long: &mut String, out: &mut Vec<Intention>) -> Option<Reponse> {
    text(ui, cle.champ().libelle, "");
    let height = (ui.ctx().content_rect().height() - 240.0).max(120.0);
    egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
        let before = long.clone();
        let rows = (height / ui.text_style_height(&egui::TextStyle::Body)) as usize;
        let input =
            egui::TextEdit::multiline(long).desired_width(f32::INFINITY).desired_rows(rows).id(Id::unique("zoom"));
        let input = ui.add(input);
        ui.ctx().accesskit_node_builder(input.id, |node| node.set_label(cle.champ().libelle));
        if !ui.memory(|memory| memory.focused().is_some()) {
            input.request_focus();
        }
        if input.changed() {
            *long = texte::clean(long, true);
            out.push(Intention::Type(Edit::Champ { fiche, cle, before, after: long.clone() }));
        }
    });
    // Nothing to give up: what was typed is in the dossier already.
    buttons(ui, &[("Terminer", Reponse::Zoom { fiche, cle })])
}

pub(crate) fn text(ui: &mut Ui, title: &str, explanation: &str) {
    ui.label(RichText::new(title).family(gras()).size(18.0));
    if !explanation.is_empty() {
        let doux = couleurs(ui).doux;
        ui.add(egui::Label::new(RichText::new(explanation).color(doux)).wrap());
    }
}

pub(super) fn input(ui: &mut Ui, value: &mut String, label: &str) -> egui::Response {
    let label = ui.label(label);
    ui.add(egui::TextEdit::singleline(value).desired_width(f32::INFINITY)).labelled_by(label.id)
}

/// One of a few values, or none.
pub(crate) fn choice(ui: &mut Ui, label: &str, value: &mut String, among: &[(String, String)]) {
    ui.label(label);
    let lines = among.iter().map(|(id, text)| (id.as_str(), text.as_str()));
    let lines = std::iter::once(("", "—")).chain(lines);
    if let Some(chosen) = one_of(ui, label, 420.0, "—", value.as_str(), lines).map(str::to_owned) {
        *value = chosen;
    }
}

pub(crate) fn first_input(ui: &mut Ui, value: &mut String, label: &str) {
    let label = ui.label(label);
    let id = Id::unique("premier-champ");
    // Whatever had the focus when the question was asked stands behind it.
    let new = ui.ctx().read_response(id).is_none();
    let response = ui.add(egui::TextEdit::singleline(value).id(id).desired_width(f32::INFINITY));
    let response = response.labelled_by(label.id);
    if new || !ui.memory(|memory| memory.focused().is_some()) {
        response.request_focus();
    }
}

/// Espace ticks; Entrée answers the question, wherever one stands in it.
pub(super) fn tick(ui: &mut Ui, ticked: &mut bool, label: &str) {
    let response = ui.checkbox(ticked, label);
    if response.clicked() && ui.input(enter_pressed) {
        *ticked = !*ticked;
    }
    ring(ui, &response);
}

/// The first button is the answer of Entrée; the last, « Annuler », of Échap.
pub(super) fn buttons(ui: &mut Ui, choices: &[(&str, Reponse)]) -> Option<Reponse> {
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
        // Where one may say to stay, or where nothing can be given up, there is no « Annuler ».
        if !choices.iter().any(|(_, reponse)| {
            matches!(reponse, Reponse::No | Reponse::Zoom { .. } | Reponse::Drafts { sort: Sort::Choisir, .. })
        }) {
            let no = ui.add(Button::new(RichText::new("Annuler").color(c.accent)));
            ring(ui, &no);
            if no.clicked() {
                answer = Some(Reponse::No);
            }
        }
    });
    let long_text = ui.memory(|memory| memory.has_focus(Id::unique("zoom")));
    // On a button Entrée has pressed it already.
    if answer.is_none() && !long_text && ui.input(enter_pressed) {
        answer = choices.first().map(|(_, reponse)| reponse.clone());
    }
    answer
}
