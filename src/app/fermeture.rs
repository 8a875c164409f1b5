//! What closing Vigie, or leaving its base, would take away.

use egui::{Context, ViewportCommand};

use super::App;
use crate::ui::question::Question;

impl App {
    /// The window stays until it is said what becomes of what is not saved.
    pub(super) fn ask_before_closing(&mut self, ctx: &Context) {
        let (dossiers, perdu) = (self.dossiers.iter().filter(|view| view.dirty).count(), self.would_be_lost());
        if dossiers > 0 || !perdu.is_empty() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.question = Some(Question::Quit { dossiers, perdu });
        }
    }

    /// What is typed beside the dossiers and that no draft keeps, named.
    pub(super) fn would_be_lost(&self) -> String {
        let edition = &self.atelier.ecran.edition;
        let named = [
            (edition.dirty() && edition.entete.is_none(), "un modèle de courrier"),
            (edition.dirty() && edition.entete.is_some(), "l’en-tête des courriers"),
            (!self.ecran_parametres.populations.frappe.is_empty(), "les populations des territoires"),
        ];
        named.iter().filter(|(held, _)| *held).map(|(_, name)| *name).collect::<Vec<_>>().join(" et ")
    }
}
