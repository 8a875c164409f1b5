//! What comes back from the base: saved, or changed meanwhile by somebody else.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::DossierView;
use crate::domain::dossier::Fiches as _;
use crate::domain::merge::merge;
use crate::domain::{DossierDraft, Fiche, Lu, Nature, Table, enfant, parse};

impl DossierView {
    /// The base holds `lu` now; what was typed since `sent` stays, and so does where one is typing.
    pub fn saved(&mut self, lu: Lu, sent: &DossierDraft) {
        let baseline = parse::format(&lu.dossier);
        let typing = self.focused_text();
        let waiting = self.still_waiting(sent, &baseline);
        let mut written = sent.clone();
        written.fiches.retain(|row| !waiting.contains(&row.id));
        (self.draft, _) = merge(&written, &self.draft, &baseline);
        if let Some(suite) = &mut self.suite {
            (suite.draft, _) = merge(&written, &suite.draft, &baseline);
        }
        self.keep_caret(typing);
        self.baseline = baseline;
        self.loaded = lu.dossier;
        self.trace = lu.trace;
        self.saving = false;
        self.attente = None;
        self.newer = None;
        self.errors.clear();
        self.clashes.clear();
        self.historique = None;
        self.keep_child();
        self.refresh_dirty();
    }

    /// The save on its way will not be told of, nor what was to come after it.
    pub fn not_saved(&mut self) {
        self.saving = false;
        self.suite = None;
    }

    /// Somebody saved first: theirs is now what we start from, mine is kept, what differs is told.
    pub fn conflict(&mut self, mut theirs: Lu) {
        // A known child that I took up is nothing that they removed.
        let persons = self.loaded.of(Table::Enfant).filter(|person| theirs.dossier.fiche(person.id).is_none());
        let mine: Vec<Fiche> = persons
            .filter(|person| self.draft.linked(enfant::ENFANT_ID, person.id).next().is_some())
            .cloned()
            .collect();
        theirs.dossier.fiches.extend(mine);
        let their_draft = parse::format(&theirs.dossier);
        let (merged, clashes) = merge(&self.baseline, &self.draft, &their_draft);
        self.draft = merged;
        self.clashes = clashes;
        self.baseline = their_draft;
        self.loaded = theirs.dossier;
        self.trace = theirs.trace;
        // Never over theirs without a look: who asked for the save asks again, or the screen does.
        self.not_saved();
        self.attente = None;
        self.newer = None;
        self.historique = None;
        self.keep_child();
        self.refresh_dirty();
    }

    /// Rows of `sent` that a save leaves out, because nothing is typed in them yet, and that are still to
    /// be typed: with a row the focus would go, and what is typed next. One that was emptied on purpose
    /// goes, unless one stands in it: then it is the line that waits.
    fn still_waiting(&self, sent: &DossierDraft, baseline: &DossierDraft) -> BTreeSet<Uuid> {
        let said: BTreeSet<Uuid> = parse::without_empty_rows(sent).into_iter().map(|row| row.id).collect();
        let here = self.focus.map(|(row, _)| row);
        let child = |row: &Fiche| matches!(row.table, Table::Enfant | Table::EnfantConcerne);
        let empty: Vec<&Fiche> = sent
            .fiches
            .iter()
            .filter(|row| !said.contains(&row.id) && (row.version == 0 || Some(row.id) == here && !child(row)))
            .collect();
        // One line waits at each place: the one where one stands.
        let place = |row: &Fiche| (row.table, parents(row));
        let doubled = |row: &Fiche| {
            !child(row)
                && empty.iter().any(|other| Some(other.id) == here && other.id != row.id && place(other) == place(row))
        };
        let waiting: BTreeSet<Uuid> = empty.iter().filter(|row| !doubled(row)).map(|row| row.id).collect();
        let there = |id: &Uuid| waiting.contains(id) || baseline.fiche(*id).is_some();
        empty
            .into_iter()
            .filter(|row| waiting.contains(&row.id) && parents(row).iter().all(there))
            .map(|row| row.id)
            .collect()
    }

    fn focused_text(&self) -> Option<String> {
        self.focused_fiche().map(|(row, cle)| row.get(cle).to_owned())
    }

    /// A space at the end of what is being typed says nothing and is not saved; taken from under the
    /// caret, the next word would stick to the last one.
    fn keep_caret(&mut self, typing: Option<String>) {
        let (Some(typing), Some((row, cle))) = (typing, self.focus) else { return };
        if let Some(edit) = self.draft.edit_champ(row, cle, typing.as_str())
            && self.draft.fiche(row).is_some_and(|row| row.get(cle) == typing.trim_end())
        {
            self.draft.apply(&edit);
        }
    }
}

/// The rows that a row hangs on.
fn parents(row: &Fiche) -> Vec<Uuid> {
    let references = row.valeurs().filter(|(cle, _)| matches!(cle.champ().nature, Nature::Reference(_)));
    references.filter_map(|(_, id)| id.parse().ok()).collect()
}
