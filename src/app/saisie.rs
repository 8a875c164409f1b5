//! What can be done to the open dossier beyond typing in a field.

use egui::Context;
use uuid::Uuid;

use super::App;
use crate::domain::dossier::Fiches as _;
use crate::domain::edit::Edit;
use crate::domain::{Cle, Fiche, Nature, Table, adulte, conclusion, date, enfant, fratrie, motif, parse, traitement};
use crate::ui::champ;
use crate::ui::dossier::Part;
use crate::ui::question::Question;

impl App {
    /// A child, an adult, a motive, a service: whatever the part is about.
    pub(super) fn add(&mut self) {
        let Some(view) = self.view() else { return };
        let (edits, focus) = match view.part {
            Part::Adultes | Part::Motifs | Part::Conclusion | Part::Traitement => (Vec::new(), self.waiting_row()),
            // A child of whom nothing is said yet is the one to type.
            _ if self.nothing_said_of_child() => {
                self.with_view(|view| view.part = Part::Enfant);
                let person = self.view().and_then(|view| view.draft.personne(view.draft.fiche(view.child)?));
                (Vec::new(), person.map(|person| (person.id, enfant::personne::SEXE)))
            }
            _ => {
                let (edits, child) = fratrie::new_child(&view.draft, view.child);
                let person = edits.iter().find_map(|edit| match edit {
                    Edit::Add { fiche, .. } if fiche.table == Table::Enfant => Some(fiche.id),
                    _ => None,
                });
                self.done(edits);
                self.with_view(|view| {
                    view.child = child;
                    view.connus.clear();
                    view.part = Part::Enfant;
                });
                (Vec::new(), person.map(|person| (person, enfant::personne::SEXE)))
            }
        };
        self.done(edits);
        self.with_view(|view| view.request.focus = focus);
    }

    fn nothing_said_of_child(&self) -> bool {
        self.view().is_some_and(|view| {
            view.draft.fiche(view.child).is_some()
                && !parse::without_empty_rows(&view.draft).iter().any(|fiche| fiche.id == view.child)
        })
    }

    /// The empty line at the end of the grid.
    fn waiting_row(&self) -> Option<(Uuid, Cle)> {
        let view = self.view()?;
        let draft = &view.draft;
        let last = |rows: Vec<&Fiche>, cle: Cle| rows.last().map(|fiche| (fiche.id, cle));
        match view.part {
            Part::Adultes => last(draft.of(Table::Adulte).collect(), adulte::NOM),
            Part::Motifs => last(draft.linked(motif::ENFANT_CONCERNE_ID, view.child).collect(), motif::MOTIF),
            Part::Conclusion => {
                last(draft.linked(conclusion::ENFANT_CONCERNE_ID, view.child).collect(), conclusion::CONCLUSION)
            }
            _ => last(draft.of(Table::Traitement).collect(), traitement::SERVICE),
        }
    }

    /// Asks before a child goes; a line goes at once, and Ctrl+Z brings it back.
    pub(super) fn ask_remove(&mut self) {
        let Some(view) = self.view() else { return };
        let focused = view.focus.and_then(|(fiche, cle)| Some((view.draft.fiche(fiche)?, cle)));
        let target = match (view.part, focused) {
            (Part::Motifs | Part::Conclusion | Part::Traitement, Some((row, _)))
                if matches!(row.table, Table::MotifEnfant | Table::ConclusionEnfant | Table::Traitement) =>
            {
                Some(row.id)
            }
            (Part::Adultes, Some((row, _))) if row.table == Table::Adulte => Some(row.id),
            (Part::Adultes, Some((row, _))) if row.table == Table::AdulteEnfant => {
                row.reference(adulte::lien::ADULTE_ID)
            }
            _ => None,
        };
        if let Some(target) = target {
            self.remove(target);
        } else if view.part == Part::Enfant
            && let Some(concerne) = view.concerne()
        {
            let what = view.draft.personne(concerne).map(enfant::titre).unwrap_or_default();
            self.question = Some(Question::Remove { what, fiche: concerne.id });
        }
    }

    /// Takes a row away with all that hangs on it; a child takes its person along, here only.
    pub(super) fn remove(&mut self, fiche: Uuid) {
        let Some(view) = self.view() else { return };
        let person = view
            .draft
            .fiche(fiche)
            .filter(|row| row.table == Table::EnfantConcerne)
            .and_then(|row| row.reference(enfant::ENFANT_ID));
        // The person first: the row of the dossier refers to it, and goes with it.
        let edits = view.draft.edits_remove(person.unwrap_or(fiche));
        self.done(edits);
        self.with_view(|view| {
            view.add_waiting_rows();
            view.show(view.part);
        });
    }

    pub(super) fn show_child(&mut self, child: Uuid) {
        self.with_view(|view| {
            // The same field of the other child, so that a column can be typed down.
            let same =
                view.focus.map(|(_, cle)| cle).filter(|cle| matches!(cle.table, Table::Enfant | Table::EnfantConcerne));
            view.child = child;
            view.connus.clear();
            view.show(if view.part.onglet() == Part::Enfant.onglet() { view.part } else { Part::Enfant });
            if let Some(cle) = same.filter(|_| view.part == Part::Enfant) {
                let row = if cle.table == Table::Enfant {
                    view.concerne().and_then(|concerne| concerne.reference(enfant::ENFANT_ID))
                } else {
                    Some(child)
                };
                view.request.focus = row.map(|row| (row, cle));
            }
        });
    }

    /// The child that the grid of children marks; its keys stay there.
    pub(super) fn mark_child(&mut self, child: Uuid) {
        self.with_view(|view| {
            view.child = child;
            view.connus.clear();
            view.add_waiting_rows();
        });
    }

    pub(super) fn step_child(&mut self, step: isize) {
        let Some(view) = self.view() else { return };
        let children: Vec<Uuid> = view.draft.of(Table::EnfantConcerne).map(|fiche| fiche.id).collect();
        let at = children.iter().position(|id| *id == view.child).unwrap_or_default();
        if let Some(child) = at.checked_add_signed(step).and_then(|at| children.get(at)).copied() {
            self.show_child(child);
        }
    }

    /// The person of the base takes the place of the one being typed.
    pub(super) fn link_known(&mut self, at: usize) {
        let Some(view) = self.view() else { return };
        let (Some(connu), Some(concerne)) = (view.connus.get(at).cloned(), view.concerne()) else { return };
        if view.draft.fiche(connu.personne.id).is_some() {
            self.toasts.error("Cet enfant est déjà dans ce dossier ; retirez l’une des deux lignes");
            return;
        }
        let Some(typed) = concerne.reference(enfant::ENFANT_ID).and_then(|id| view.draft.fiche(id)).cloned() else {
            return;
        };
        let place = view.draft.fiches.iter().position(|fiche| fiche.id == typed.id).unwrap_or_default();
        let known = parse::format(&crate::domain::Dossier { fiches: vec![connu.personne.clone()] });
        let mut edits = vec![Edit::Remove { at: place, fiche: typed }];
        edits.extend(known.fiches.iter().cloned().map(|fiche| Edit::Add { at: place, fiche }));
        edits.extend(view.draft.edit_champ(concerne.id, enfant::ENFANT_ID, connu.personne.id.to_string()));
        if let Some(last) = connu.dossiers.first() {
            let empty = concerne.get(enfant::ANCIEN_DOSSIER).is_empty();
            edits.extend(view.draft.edit_champ(concerne.id, enfant::ANCIEN_DOSSIER, last.clone()).filter(|_| empty));
        }
        let name = enfant::titre(&connu.personne);
        self.done(edits);
        self.with_view(|view| {
            // As if read with the dossier: only what is changed from here on is written.
            view.loaded.fiches.push(connu.personne.clone());
            view.baseline.fiches.extend(known.fiches);
            view.connus.clear();
            view.request.focus = Some((connu.personne.id, enfant::personne::DATE_NAISSANCE));
            view.refresh_dirty();
        });
        self.toasts.info(format!("{name} est repris : c’est le même enfant que dans {}", connu.dossiers.join(", ")));
    }

    /// The focus is in « Ancien dossier », which is looked for rather than remembered.
    pub(super) fn in_ancien_dossier(&self) -> bool {
        self.view().and_then(|view| view.focused_fiche()).is_some_and(|(_, cle)| cle == enfant::ANCIEN_DOSSIER)
    }

    /// Looks for the dossiers of the child being typed; the one chosen gives its number to the field.
    pub(super) fn search_ancien_dossier(&mut self) {
        let Some((fiche, cle)) = self.view().and_then(|view| view.focused_fiche()).map(|(row, cle)| (row.id, cle))
        else {
            return;
        };
        let child = self.view().and_then(|view| view.draft.fiche(fiche).and_then(|row| view.draft.personne(row)));
        let words = |person: &Fiche| {
            let nom = enfant::nom_affiche(person);
            format!("{nom} {}", person.get(enfant::personne::PRENOM)).trim().to_owned()
        };
        let query = child.map(words).unwrap_or_default();
        self.palette = Some(crate::ui::palette::Palette::for_numero(fiche, cle, query));
    }

    /// What is being chosen in a list is taken before a command moves on.
    pub(super) fn settle_field(&mut self, ctx: &Context) {
        let edits = self.view().and_then(|view| {
            let (fiche, cle) = view.focused_fiche()?;
            Some(champ::settle(ctx, &self.parametres, view, fiche, cle))
        });
        self.done(edits.unwrap_or_default());
    }

    /// Puts `text` in the field that has the focus.
    fn fill(&mut self, text: String) {
        let edit = self.view().and_then(|view| {
            let (fiche, cle) = view.focused_fiche()?;
            view.draft.edit_champ(fiche.id, cle, text)
        });
        self.done(edit.into_iter().collect());
        // The input shows it as if typed, with all of it selected.
        self.with_view(|view| view.request.toggle_select = false);
    }

    pub(super) fn same_value(&mut self) {
        let value = self.view().and_then(|view| {
            let (fiche, cle) = view.focused_fiche()?;
            fratrie::previous_value(&view.draft, fiche.id, cle)
        });
        match value {
            Some(value) => self.fill(value),
            None => self.toasts.info("Il n’y a pas de ligne ni d’enfant avant celui-ci"),
        }
    }

    /// The date, and with `hour` the hour, where a date is typed.
    pub(super) fn fill_now(&mut self, hour: bool) {
        let nature = self.view().and_then(|view| view.focused_fiche()).map(|(_, cle)| cle.champ().nature);
        let now = chrono::Local::now();
        match nature {
            Some(Nature::Instant) if hour => self.fill(now.format("%d/%m/%Y %H:%M").to_string()),
            Some(Nature::Instant) => {
                // The hour is for the person to say: the caret waits for it.
                self.fill(format!("{} ", date::format(self.today())));
                self.with_view(|view| view.request.at_end = true);
            }
            Some(Nature::Date | Nature::Naissance) => self.fill(date::format(self.today())),
            Some(Nature::TexteLong) => {
                // In an account of facts, the date goes where the text ends.
                let stamp = if hour { now.format("%d/%m/%Y %H:%M").to_string() } else { date::format(self.today()) };
                let text = self
                    .view()
                    .and_then(|view| view.focused_fiche())
                    .map(|(fiche, cle)| fiche.get(cle).to_owned())
                    .unwrap_or_default();
                let gap = if text.is_empty() || text.ends_with(char::is_whitespace) { "" } else { " " };
                self.fill(format!("{text}{gap}{stamp} "));
            }
            _ => {}
        }
    }

    /// Back to what the base holds; undone in one go.
    pub(super) fn revert(&mut self) {
        let Some(view) = self.view() else { return };
        let mut edits: Vec<Edit> = view
            .draft
            .fiches
            .iter()
            .enumerate()
            .rev()
            .map(|(at, fiche)| Edit::Remove { at, fiche: fiche.clone() })
            .collect();
        edits.extend(view.baseline.fiches.iter().enumerate().map(|(at, fiche)| Edit::Add { at, fiche: fiche.clone() }));
        self.done(edits);
        self.with_view(|view| {
            view.errors.clear();
            view.show(view.part);
        });
        self.toasts.info("Le dossier est revenu à ce qui est enregistré ; Ctrl+Z ramène votre saisie");
    }

    /// First the field as it was entered; again, the whole record, asked once.
    pub(super) fn escape(&mut self) {
        let Some(view) = self.view() else { return };
        let (focus, entered) = (view.focus.filter(|_| view.in_field), view.entered_with.clone());
        let dirty = view.dirty.then_some(view.id);
        if let Some((fiche, cle)) = focus
            && let Some(edit) = view.draft.edit_champ(fiche, cle, entered)
        {
            self.done(vec![edit]);
            self.escaped = true;
            return;
        }
        if self.escaped
            && let Some(dossier) = dirty
        {
            self.escaped = false;
            self.question = Some(Question::Revert { dossier });
            return;
        }
        self.escaped = true;
    }

    pub(super) fn ask_fratrie(&mut self) {
        let Some(view) = self.view() else { return };
        let Some((what, _)) =
            view.focus.and_then(|(fiche, cle)| Some((fratrie::what(&view.draft, fiche, cle)?, fiche)))
        else {
            self.toasts.info("Placez-vous dans un champ de l’enfant, un adulte, un motif ou une conclusion");
            return;
        };
        let children: Vec<(Uuid, String, bool)> = view
            .draft
            .of(Table::EnfantConcerne)
            .filter(|concerne| concerne.id != view.child)
            .map(|concerne| (concerne.id, view.draft.personne(concerne).map(enfant::titre).unwrap_or_default(), true))
            .collect();
        if children.is_empty() {
            self.toasts.info("Il n’y a pas d’autre enfant dans ce dossier");
            return;
        }
        self.question = Some(Question::Fratrie { what, children });
    }
}
