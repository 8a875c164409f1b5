//! What is not saved: kept, taken up again, given up. Each text is named, and none goes without its name.

use egui::{Frame, RichText, ScrollArea, Ui};
use uuid::Uuid;

use super::question::{Question, Reponse, buttons, text, tick};
use super::theme::{couleurs, marge};

/// A text that was not saved, as it is offered back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TexteGarde {
    pub dossier: Uuid,
    /// Number and children, as its tab would say.
    pub nom: String,
    /// When it was last typed in.
    pub quand: String,
    pub choisi: bool,
}

impl TexteGarde {
    fn ligne(&self) -> String {
        format!("{}, tapé le {}", self.nom, self.quand)
    }
}

/// What becomes of texts that were not saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Reprendre,
    /// Asked once more first.
    AbandonnerPeutEtre,
    Abandonner,
    Choisir,
}

pub(super) fn body(ui: &mut Ui, question: &mut Question) -> Option<Reponse> {
    match question {
        Question::Close { dossier, nom } => close(ui, *dossier, nom),
        Question::Quit { dossiers, perdu } => quit(ui, *dossiers, perdu),
        Question::Drafts { textes, abandon } => {
            // The buttons of the one are not those of the other: Entrée twice gives nothing up.
            let answer =
                ui.push_id(*abandon, |ui| if *abandon { give_up(ui, textes) } else { offer(ui, textes) }).inner;
            match answer {
                Some(Reponse::Drafts { sort: Sort::AbandonnerPeutEtre, .. }) => *abandon = true,
                Some(Reponse::Drafts { sort: Sort::Choisir, .. }) => *abandon = false,
                answer => return answer,
            }
            ui.ctx().request_repaint();
            None
        }
        _ => None,
    }
}

fn close(ui: &mut Ui, dossier: Uuid, nom: &str) -> Option<Reponse> {
    text(ui, "Fermer ce dossier\u{a0}?", &format!("«\u{a0}{nom}\u{a0}» contient du texte qui n’est pas enregistré."));
    buttons(
        ui,
        &[
            ("Enregistrer et fermer", Reponse::Close { dossier, save: true }),
            ("Fermer sans enregistrer", Reponse::Close { dossier, save: false }),
        ],
    )
}

/// Entrée leaves when nothing is lost, and stays when something would be.
fn quit(ui: &mut Ui, dossiers: usize, perdu: &str) -> Option<Reponse> {
    let kept = match dossiers {
        0 => "",
        1 => {
            "Un dossier contient du texte qui n’est pas enregistré. Il est gardé sur ce poste et vous sera proposé au prochain démarrage."
        }
        _ => {
            "Des dossiers contiennent du texte qui n’est pas enregistré. Il est gardé sur ce poste et vous sera proposé au prochain démarrage."
        }
    };
    text(ui, "Quitter Vigie\u{a0}?", kept);
    if perdu.is_empty() {
        return buttons(ui, &[("Quitter", Reponse::Quit)]);
    }
    let told = format!(
        "Ni enregistré, ni gardé sur ce poste\u{a0}: {perdu}. Ce qui y est tapé sera perdu\u{a0}; restez pour l’enregistrer."
    );
    ui.add(egui::Label::new(RichText::new(told).color(couleurs(ui).erreur)).wrap());
    buttons(ui, &[("Rester", Reponse::No), ("Quitter et le perdre", Reponse::Quit)])
}

/// Each with its tick, when there are several.
fn offer(ui: &mut Ui, textes: &mut [TexteGarde]) -> Option<Reponse> {
    let told = match textes {
        [un] => format!("Ce dossier n’avait pas été enregistré\u{a0}: {}.", un.ligne()),
        _ => format!(
            "{} dossiers n’avaient pas été enregistrés. Décochez ceux que vous laissez pour plus tard.",
            textes.len()
        ),
    };
    text(ui, "Reprendre la saisie\u{a0}?", &told);
    if textes.len() > 1 {
        ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
            // Room for the ring of the focus.
            Frame::new().inner_margin(marge(3, 3)).show(ui, |ui| {
                for texte in textes.iter_mut() {
                    let ligne = texte.ligne();
                    tick(ui, &mut texte.choisi, &ligne);
                }
            });
        });
    }
    let dossiers = chosen(textes);
    let mut choices = Vec::new();
    if !dossiers.is_empty() {
        let give_up = if dossiers.len() == 1 { "Abandonner ce texte…" } else { "Abandonner ces textes…" };
        let asked = |sort| Reponse::Drafts { dossiers: dossiers.clone(), sort };
        choices = vec![("Reprendre", asked(Sort::Reprendre)), (give_up, asked(Sort::AbandonnerPeutEtre))];
    }
    choices.push(("Plus tard", Reponse::No));
    buttons(ui, &choices)
}

/// Named one by one; Entrée gives nothing up.
fn give_up(ui: &mut Ui, textes: &[TexteGarde]) -> Option<Reponse> {
    let dossiers = chosen(textes);
    let (title, told) = match dossiers.len() {
        1 => ("Abandonner ce texte\u{a0}?", "Ce qui y était tapé et pas enregistré sera perdu pour de bon\u{a0}:"),
        _ => ("Abandonner ces textes\u{a0}?", "Ce qui y était tapé et pas enregistré sera perdu pour de bon\u{a0}:"),
    };
    text(ui, title, told);
    ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
        for texte in textes.iter().filter(|texte| texte.choisi) {
            ui.add(egui::Label::new(texte.ligne()).wrap());
        }
    });
    let asked = |sort| Reponse::Drafts { dossiers: dossiers.clone(), sort };
    buttons(ui, &[("Ne pas abandonner", asked(Sort::Choisir)), ("Abandonner pour de bon", asked(Sort::Abandonner))])
}

fn chosen(textes: &[TexteGarde]) -> Vec<Uuid> {
    textes.iter().filter(|texte| texte.choisi).map(|texte| texte.dossier).collect()
}
