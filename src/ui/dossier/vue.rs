//! An open dossier: as it was read, as it is being typed, and where one stands in it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

mod place;
mod retour;

use super::Part;
use crate::domain::alerte::Entourage;
use crate::domain::changement::Historique;
use crate::domain::compte::Droits;
use crate::domain::courrier::LigneCourrier;
use crate::domain::dossier::{self, Brouillon, Fiches as _};
use crate::domain::edit::{Edit, UndoStack};
use crate::domain::enfant::{Ailleurs, EnfantConnu};
use crate::domain::merge::Clash;
use crate::domain::parse::{self, Erreur};
use crate::domain::{
    Cle, Dossier, DossierDraft, Fiche, Lu, Table, Trace, adulte, conclusion, enfant, motif, traitement,
};
use crate::ui::form::Request;

/// A save that was asked for and could not be done yet: what was typed then, and what to do after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attente {
    pub draft: DossierDraft,
    pub close: bool,
}

pub struct DossierView {
    pub id: Uuid,
    /// As the base held it when it was last read or saved; empty for a new dossier.
    pub loaded: Dossier,
    pub trace: Trace,
    /// [`DossierView::loaded`] in typed form.
    pub baseline: DossierDraft,
    pub draft: DossierDraft,
    pub undo: UndoStack,
    /// What the last save refused; a field's error goes when the field changes.
    pub errors: Vec<Erreur>,
    /// What somebody else saved differently; each waits for a choice.
    pub clashes: Vec<Clash>,
    pub part: Part,
    /// The chosen child: the id of an `enfant_concerne`.
    pub child: Uuid,
    /// The field that has the focus, or had it last.
    pub focus: Option<(Uuid, Cle)>,
    /// Is it focused now?
    pub in_field: bool,
    /// What the field held when it was entered: Échap brings it back.
    pub entered_with: String,
    pub request: Request,
    pub historique: Option<Historique>,
    /// What stands around it, once the base has told.
    pub entourage: Entourage,
    /// Its letters, once they were read.
    pub courriers: Option<Vec<LigneCourrier>>,
    /// Children of the base like the one being typed, and which person they were looked for.
    pub connus: Vec<EnfantConnu>,
    /// Territories that know such a child, whose dossiers this person may not read.
    pub ailleurs: Vec<Ailleurs>,
    pub saving: bool,
    /// A save that was asked for while another is on its way: it comes next.
    pub suite: Option<Attente>,
    /// A save that was asked for, and waits for the base.
    pub attente: Option<Attente>,
    /// Who else has this dossier open.
    pub presents: Vec<String>,
    /// Somebody saved while something is typed here: the save will bring both together.
    pub newer: Option<Trace>,
    /// Rows that others changed since, with their versions, until they are read.
    pub heard: BTreeMap<Uuid, i32>,
    /// What is being typed in a list and not taken yet: a kill must not lose it.
    pub frappe: Option<(Uuid, Cle, String)>,
    /// What this person may do, so that the rest is not offered.
    pub droits: Droits,
    /// Is what is typed here kept on this workstation until it is saved?
    pub garde: bool,
    /// Is there something that the base does not hold?
    pub dirty: bool,
    /// Counts what was typed; the draft file is written when it moved.
    pub revision: u64,
}

impl DossierView {
    /// A new dossier with one child, received today.
    pub fn new(today: chrono::NaiveDate) -> Self {
        let entete = Fiche::new(Table::Dossier)
            .with(dossier::DATE_RECEPTION, crate::domain::date::format(today))
            .with(dossier::ETAT, dossier::ETAT_INITIAL);
        let id = entete.id;
        let personne = Fiche::new(Table::Enfant);
        let concerne = Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, personne.id.to_string());
        let mut view = Self::with(
            id,
            Dossier::default(),
            Trace::default(),
            DossierDraft { fiches: vec![entete, personne, concerne] },
        );
        // What a new dossier starts with is not something typed.
        view.baseline = view.draft.clone();
        view.request.focus = Some((id, dossier::TYPE_DOSSIER));
        view
    }

    pub fn read(lu: Lu) -> Self {
        let draft = parse::format(&lu.dossier);
        let id = lu.dossier.id().unwrap_or_default();
        let mut view = Self::with(id, lu.dossier, lu.trace, draft);
        view.request.focus = Some((id, dossier::TYPE_DOSSIER));
        view
    }

    /// Takes up a draft that was not saved.
    pub fn restore(id: Uuid, brouillon: Brouillon) -> Self {
        let loaded = Dossier { fiches: brouillon.loaded };
        let mut view = Self::with(id, loaded, Trace::default(), brouillon.draft);
        view.baseline = parse::format(&view.loaded);
        view.restore_place(&brouillon.place);
        view.refresh_dirty();
        view
    }

    fn with(id: Uuid, loaded: Dossier, trace: Trace, draft: DossierDraft) -> Self {
        let child = draft.of(Table::EnfantConcerne).next().map(|fiche| fiche.id).unwrap_or_default();
        Self {
            id,
            loaded,
            trace,
            baseline: draft.clone(),
            draft,
            undo: UndoStack::default(),
            errors: Vec::new(),
            clashes: Vec::new(),
            part: Part::default(),
            child,
            focus: None,
            in_field: false,
            entered_with: String::new(),
            request: Request::default(),
            historique: None,
            entourage: Entourage::default(),
            courriers: None,
            connus: Vec::new(),
            ailleurs: Vec::new(),
            saving: false,
            suite: None,
            attente: None,
            presents: Vec::new(),
            newer: None,
            droits: Droits::tout(),
            garde: true,
            heard: BTreeMap::new(),
            frappe: None,
            dirty: false,
            revision: 0,
        }
    }

    /// Does the field stand in the header, which every part shows?
    pub fn in_header(&self, fiche: Uuid, cle: Cle) -> bool {
        let apart = [dossier::SYNTHESE, dossier::OBSERVATION_CEMA].contains(&cle) || super::suivi::CLES.contains(&cle);
        fiche == self.id && cle.table == Table::Dossier && !apart
    }

    pub fn is_new(&self) -> bool {
        self.loaded.entete().is_none()
    }

    pub fn numero(&self) -> &str {
        self.loaded.entete().map_or("", |entete| entete.get(dossier::NUMERO))
    }

    /// « 2026-000123 », « Nouveau dossier ».
    pub fn titre(&self) -> String {
        if self.numero().is_empty() { "Nouveau dossier".to_owned() } else { self.numero().to_owned() }
    }

    /// « 2026-000123 MARTIN Léa, Hugo »: as its tab says.
    pub fn nom(&self) -> String {
        format!("{} {}", self.titre(), dossier::fratrie(&self.draft)).trim_end().to_owned()
    }

    pub fn apply(&mut self, edits: &[Edit]) {
        for edit in edits {
            self.draft.apply(edit);
            if let Edit::Champ { fiche, cle, .. } = edit {
                self.frappe = self.frappe.take().filter(|(row, field, _)| (*row, *field) != (*fiche, *cle));
                self.errors.retain(|error| (error.fiche, error.cle) != (*fiche, *cle));
                self.clashes.retain(|clash| (clash.fiche, clash.cle) != (*fiche, *cle));
            }
        }
        self.revision += 1;
        self.keep_child();
        self.refresh_dirty();
    }

    /// Does that draft say something that the base does not hold?
    pub fn differs(&self, draft: &DossierDraft) -> bool {
        // Spaces at the end of a text are not saved.
        let rows = |draft: &'_ DossierDraft| -> BTreeSet<String> {
            parse::without_empty_rows(draft)
                .into_iter()
                .map(|fiche| {
                    let values = fiche.valeurs().map(|(cle, text)| (cle, text.trim_end()));
                    format!("{}{:?}", fiche.id, values.collect::<Vec<_>>())
                })
                .collect()
        };
        rows(draft) != rows(&self.baseline)
    }

    pub fn refresh_dirty(&mut self) {
        self.dirty = self.differs(&self.draft);
    }

    /// The chosen child may have been removed, or undone.
    fn keep_child(&mut self) {
        if self.draft.fiche(self.child).is_none() {
            self.child = self.draft.of(Table::EnfantConcerne).next().map(|fiche| fiche.id).unwrap_or_default();
        }
    }

    pub fn concerne(&self) -> Option<&Fiche> {
        self.draft.fiche(self.child)
    }

    pub fn set_focus(&mut self, focused: Option<(Uuid, Cle)>) {
        self.frappe = self.frappe.take().filter(|(row, field, _)| focused == Some((*row, *field)));
        self.in_field = focused.is_some();
        if let Some((fiche, cle)) = focused
            && self.focus != focused
        {
            self.undo.close_group();
            self.focus = focused;
            self.entered_with = self.draft.fiche(fiche).map(|fiche| fiche.get(cle).to_owned()).unwrap_or_default();
        }
    }

    /// Is there something that only this window holds?
    pub fn unsaved(&self) -> bool {
        self.dirty || self.frappe.is_some()
    }

    /// The draft as it goes to its file: with what is being typed in a list.
    pub fn to_keep(&self) -> DossierDraft {
        let mut draft = self.draft.clone();
        if let Some((fiche, cle, texte)) = &self.frappe
            && let Some(edit) = draft.edit_champ(*fiche, *cle, texte.trim())
        {
            draft.apply(&edit);
        }
        draft
    }

    /// The field of the focus, if it still exists.
    pub fn focused_fiche(&self) -> Option<(&Fiche, Cle)> {
        let (fiche, cle) = self.focus.filter(|_| self.in_field)?;
        Some((self.draft.fiche(fiche)?, cle))
    }

    /// Shows the part where a field stands, and gives it the focus.
    pub fn go_to(&mut self, fiche: Uuid, cle: Cle) {
        if let Some(row) = self.draft.fiche(fiche) {
            let child = match cle.table {
                Table::EnfantConcerne => Some(fiche),
                Table::Enfant => self.draft.linked(enfant::ENFANT_ID, fiche).next().map(|concerne| concerne.id),
                Table::AdulteEnfant => row.reference(adulte::lien::ENFANT_CONCERNE_ID),
                Table::MotifEnfant => row.reference(motif::ENFANT_CONCERNE_ID),
                Table::ConclusionEnfant => row.reference(conclusion::ENFANT_CONCERNE_ID),
                _ => None,
            };
            self.child = child.unwrap_or(self.child);
        }
        self.part = match cle.table {
            Table::Dossier if [dossier::SYNTHESE, dossier::OBSERVATION_CEMA].contains(&cle) => Part::Expose,
            Table::Dossier if super::suivi::CLES.contains(&cle) => Part::Suivi,
            Table::Dossier => self.part,
            Table::Enfant | Table::EnfantConcerne => Part::Enfant,
            Table::Adulte | Table::AdulteEnfant => Part::Adultes,
            Table::MotifEnfant => Part::Motifs,
            Table::ConclusionEnfant => Part::Conclusion,
            Table::Traitement => Part::Traitement,
        };
        self.request.focus = Some((fiche, cle));
    }

    /// Shows a part with the focus in its first field.
    pub fn show(&mut self, part: Part) {
        self.part = part;
        self.add_waiting_rows();
        self.request.focus = self.first_field();
        self.request.first = self.request.focus.is_none();
    }

    /// Not something the user did: neither undone nor unsaved.
    pub fn add_waiting_rows(&mut self) {
        for edit in self.waiting_rows() {
            self.draft.apply(&edit);
        }
    }

    fn first_field(&self) -> Option<(Uuid, Cle)> {
        let rows = |table: Table| self.draft.of(table);
        match self.part {
            Part::Enfant => Some((self.concerne()?.reference(enfant::ENFANT_ID)?, enfant::personne::SEXE)),
            Part::Adultes => rows(Table::Adulte).next().map(|fiche| (fiche.id, adulte::NOM)),
            Part::Motifs => {
                self.draft.linked(motif::ENFANT_CONCERNE_ID, self.child).next().map(|fiche| (fiche.id, motif::MOTIF))
            }
            Part::Conclusion => self
                .draft
                .linked(conclusion::ENFANT_CONCERNE_ID, self.child)
                .next()
                .map(|fiche| (fiche.id, conclusion::CONCLUSION)),
            Part::Expose => Some((self.id, dossier::SYNTHESE)),
            Part::Traitement => rows(Table::Traitement).next().map(|fiche| (fiche.id, traitement::SERVICE)),
            Part::Suivi => Some((self.id, super::suivi::first(self.droits))),
            Part::Courriers | Part::Historique => None,
        }
    }
}
