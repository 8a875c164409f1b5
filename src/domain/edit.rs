//! What a person does to a draft, as data: so that it can be undone, redone and told.

use uuid::Uuid;

use super::{Cle, DossierDraft, Fiche};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A field went from one text to another.
    Champ { fiche: Uuid, cle: Cle, before: String, after: String },
    /// A row was put at this place.
    Add { at: usize, fiche: Fiche },
    /// A row was taken from this place.
    Remove { at: usize, fiche: Fiche },
}

impl Edit {
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Champ { fiche, cle, before, after } => Self::Champ { fiche, cle, before: after, after: before },
            Self::Add { at, fiche } => Self::Remove { at, fiche },
            Self::Remove { at, fiche } => Self::Add { at, fiche },
        }
    }
}

impl DossierDraft {
    pub fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Champ { fiche, cle, after, .. } => {
                if let Some(fiche) = self.fiches.iter_mut().find(|each| each.id == *fiche) {
                    fiche.set(*cle, after.clone());
                }
            }
            Edit::Add { at, fiche } => self.fiches.insert((*at).min(self.fiches.len()), fiche.clone()),
            Edit::Remove { fiche, .. } => self.fiches.retain(|each| each.id != fiche.id),
        }
    }

    /// The edit that sets a field, or none if it holds that text already.
    pub fn edit_champ(&self, fiche: Uuid, cle: Cle, after: impl Into<String>) -> Option<Edit> {
        let after = after.into();
        let before = self.fiches.iter().find(|each| each.id == fiche)?.get(cle).to_owned();
        (before != after).then_some(Edit::Champ { fiche, cle, before, after })
    }

    pub fn edit_add(&self, fiche: Fiche) -> Edit {
        Edit::Add { at: self.fiches.len(), fiche }
    }

    /// The edits that take a row away, and every row that refers to it, theirs included.
    pub fn edits_remove(&self, id: Uuid) -> Vec<Edit> {
        let mut doomed = vec![id];
        let mut seen = 0;
        while let Some(id) = doomed.get(seen).copied() {
            seen += 1;
            let text = id.to_string();
            for fiche in &self.fiches {
                if !doomed.contains(&fiche.id)
                    && fiche.valeurs().any(|(cle, valeur)| {
                        matches!(cle.champ().nature, super::Nature::Reference(_)) && valeur == text
                    })
                {
                    doomed.push(fiche.id);
                }
            }
        }
        // From the end, so that each place is still right when the row before it goes.
        let rows = self.fiches.iter().enumerate().rev().filter(|(_, fiche)| doomed.contains(&fiche.id));
        rows.map(|(at, fiche)| Edit::Remove { at, fiche: fiche.clone() }).collect()
    }
}

/// What was done, in groups that are undone together.
#[derive(Clone, Debug, Default)]
pub struct UndoStack {
    past: Vec<Vec<Edit>>,
    future: Vec<Vec<Edit>>,
    /// May the next edit of the same field join the last group?
    joining: bool,
}

impl UndoStack {
    /// Remembers edits that were just applied. Keystrokes in one field make one group until
    /// [`UndoStack::close_group`].
    pub fn record(&mut self, edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        self.future.clear();
        if let [Edit::Champ { fiche, cle, after, .. }] = edits.as_slice()
            && self.joining
            && let Some([Edit::Champ { fiche: last_fiche, cle: last_cle, after: last_after, .. }]) =
                self.past.last_mut().map(Vec::as_mut_slice)
            && (fiche, cle) == (&*last_fiche, &*last_cle)
        {
            last_after.clone_from(after);
            return;
        }
        self.joining = matches!(edits.as_slice(), [Edit::Champ { .. }]);
        self.past.push(edits);
    }

    /// The next edit starts a group of its own: the focus moved.
    pub fn close_group(&mut self) {
        self.joining = false;
    }

    /// Undoes the last group; gives what was done to the draft.
    pub fn undo(&mut self, draft: &mut DossierDraft) -> Option<Vec<Edit>> {
        let group = self.past.pop()?;
        let done: Vec<Edit> = group.iter().rev().cloned().map(Edit::inverse).collect();
        for edit in &done {
            draft.apply(edit);
        }
        self.future.push(group);
        self.joining = false;
        Some(done)
    }

    pub fn redo(&mut self, draft: &mut DossierDraft) -> Option<Vec<Edit>> {
        let group = self.future.pop()?;
        for edit in &group {
            draft.apply(edit);
        }
        self.past.push(group.clone());
        self.joining = false;
        Some(group)
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Table, adulte, enfant};

    fn type_into(draft: &mut DossierDraft, undo: &mut UndoStack, fiche: Uuid, cle: Cle, text: &str) {
        let edit = draft.edit_champ(fiche, cle, text).unwrap();
        draft.apply(&edit);
        undo.record(vec![edit]);
    }

    #[test]
    fn keystrokes_of_one_field_are_undone_together_and_redone() {
        let personne = Fiche::new(Table::Enfant);
        let id = personne.id;
        let mut draft = DossierDraft { fiches: vec![personne] };
        let mut undo = UndoStack::default();
        for text in ["L", "Lé", "Léa"] {
            type_into(&mut draft, &mut undo, id, enfant::personne::PRENOM, text);
        }
        undo.close_group();
        type_into(&mut draft, &mut undo, id, enfant::personne::PRENOM, "Inès");
        undo.undo(&mut draft);
        assert_eq!(draft.fiches[0].get(enfant::personne::PRENOM), "Léa");
        undo.undo(&mut draft);
        assert_eq!(draft.fiches[0].get(enfant::personne::PRENOM), "");
        assert!(undo.undo(&mut draft).is_none());
        undo.redo(&mut draft);
        undo.redo(&mut draft);
        assert_eq!(draft.fiches[0].get(enfant::personne::PRENOM), "Inès");
        assert!(!undo.can_redo());
    }

    #[test]
    fn removing_an_adult_takes_its_ties_and_undo_brings_all_back_in_place() {
        let adult = Fiche::new(Table::Adulte);
        let tie = Fiche::new(Table::AdulteEnfant).with(adulte::lien::ADULTE_ID, adult.id.to_string());
        let id = adult.id;
        let mut draft =
            DossierDraft { fiches: vec![Fiche::new(Table::Dossier), adult, Fiche::new(Table::Traitement), tie] };
        let before = draft.clone();
        let edits = draft.edits_remove(id);
        edits.iter().for_each(|edit| draft.apply(edit));
        assert_eq!(draft.fiches.len(), 2);
        let mut undo = UndoStack::default();
        undo.record(edits);
        undo.undo(&mut draft);
        assert_eq!(draft, before);
    }
}
