//! What the fields of the open dossier read, and where they put what was done.

use chrono::NaiveDate;
use egui::Id;
use uuid::Uuid;

use super::Intention;
use crate::domain::compte::Droits;
use crate::domain::edit::Edit;
use crate::domain::parse::{self, Erreur};
use crate::domain::{Cle, DossierDraft, Fiche, Parametres};

pub struct Form<'a> {
    pub draft: &'a DossierDraft,
    /// The draft as it was last read or saved: what it holds is not judged again.
    pub baseline: &'a DossierDraft,
    pub errors: &'a [Erreur],
    pub parametres: &'a Parametres,
    pub droits: Droits,
    pub today: NaiveDate,
    /// Rows of a long text where it is drawn.
    pub long_rows: usize,
    /// Asked for from outside; taken by the field when it is drawn.
    pub request: &'a mut Request,
    /// The field that has the focus, written as it is drawn.
    pub focused: &'a mut Option<(Uuid, Cle)>,
    pub out: &'a mut Vec<Intention>,
}

/// What the application asks of a field.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub focus: Option<(Uuid, Cle)>,
    /// Of the field that has the focus.
    pub open_list: bool,
    /// The first widget of a part without fields takes the keys.
    pub first: bool,
    pub toggle_select: bool,
    /// The caret goes behind the text.
    pub at_end: bool,
}

impl Form<'_> {
    /// The same widget wherever it is drawn: the focus stays when the layout changes.
    pub fn id(fiche: Uuid, cle: Cle) -> Id {
        Id::unique((fiche, cle))
    }

    pub fn text(&self, fiche: &Fiche, cle: Cle) -> String {
        fiche.get(cle).to_owned()
    }

    pub fn typed(&mut self, fiche: &Fiche, cle: Cle, after: String) {
        let before = fiche.get(cle).to_owned();
        if before != after {
            self.out.push(Intention::Type(Edit::Champ { fiche: fiche.id, cle, before, after }));
        }
    }

    /// What is wrong with a field as it stands. While it has the focus only what a refused save
    /// said: nobody is told off in the middle of a word.
    pub fn error(&self, fiche: &Fiche, cle: Cle, focused: bool) -> Option<String> {
        if let Some(error) = self.errors.iter().find(|error| error.fiche == fiche.id && error.cle == cle) {
            return Some(error.message.clone());
        }
        let text = fiche.get(cle);
        if focused || text.is_empty() || self.was(fiche.id, cle) == Some(text) {
            return None;
        }
        parse::check_champ(cle, text, self.parametres, self.today).err()
    }

    fn was(&self, fiche: Uuid, cle: Cle) -> Option<&str> {
        self.baseline.fiches.iter().find(|each| each.id == fiche).map(|each| each.get(cle))
    }
}
