//! What closing Vigie, or leaving its base, would take away.

use egui::{Context, ViewportCommand};

use super::App;
use crate::ui::question::Question;

impl App {
    /// The window stays until it is said what becomes of what is not saved.
    pub(super) fn ask_before_closing(&mut self, ctx: &Context) {
        // What was typed in the last second goes to the disk now: if it cannot, the question says so.
        self.flush_drafts();
        if let Some(question) = self.quit_question() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.question = Some(question);
        }
    }

    /// None when nothing is unsaved.
    pub(super) fn quit_question(&self) -> Option<Question> {
        let dossiers = self.dossiers.iter().filter(|view| view.dirty && self.keeps(view.id)).count();
        let perdu = self.would_be_lost();
        (dossiers > 0 || !perdu.is_empty()).then_some(Question::Quit { dossiers, perdu })
    }

    /// What is typed and that no draft keeps, named.
    pub(super) fn would_be_lost(&self) -> String {
        let edition = &self.atelier.ecran.edition;
        let beside = [
            (edition.dirty() && edition.entete.is_none(), "un modèle de courrier"),
            (edition.dirty() && edition.entete.is_some(), "l’en-tête des courriers"),
            (!self.ecran_parametres.populations.frappe.is_empty(), "les populations des territoires"),
            (self.letters_only_here(), "les courriers changés à la main"),
        ];
        let dossiers = self.dossiers.iter().filter(|view| view.dirty && !self.keeps(view.id));
        let mut named: Vec<String> = dossiers.map(|view| format!("«\u{a0}{}\u{a0}»", view.nom())).collect();
        named.extend(beside.iter().filter(|(held, _)| *held).map(|(_, name)| (*name).to_owned()));
        match named.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{} et {last}", before.join(", ")),
            _ => named.concat(),
        }
    }
}
