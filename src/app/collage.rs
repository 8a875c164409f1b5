//! Cells pasted from a spreadsheet into the lines of a part: over what stands there, then in new lines.

use egui::Context;
use uuid::Uuid;

use super::App;
use crate::domain::dossier::Fiches as _;
use crate::domain::edit::Edit;
use crate::domain::{Cle, DossierDraft, Fiche, Nature, Table, collage, conclusion, motif, traitement};
use crate::exchange::tableur::{self, Cellule, without_guard};
use crate::ui::dossier::Part;

/// The columns that one pastes into, the table of the lines, and what ties a line to the chosen child.
fn grid(part: Part) -> Option<(Table, &'static [Cle], Option<Cle>)> {
    const MOTIFS: &[Cle] = &[motif::MOTIF, motif::PRINCIPAL, motif::PRECISION];
    const CONCLUSIONS: &[Cle] =
        &[conclusion::CONCLUSION, conclusion::DATE_CONCLUSION, conclusion::MOTIF_SIGNALEMENT, conclusion::DETAIL];
    const TRAITEMENTS: &[Cle] = &[
        traitement::SERVICE,
        traitement::NATURE,
        traitement::ENVOYE_LE,
        traitement::ECHEANCE_LE,
        traitement::EVALUATEURS,
        traitement::RETOUR_LE,
        traitement::PROPOSITION,
        traitement::ETAT,
        traitement::OBSERVATION,
    ];
    match part {
        Part::Motifs => Some((Table::MotifEnfant, MOTIFS, Some(motif::ENFANT_CONCERNE_ID))),
        Part::Conclusion => Some((Table::ConclusionEnfant, CONCLUSIONS, Some(conclusion::ENFANT_CONCERNE_ID))),
        Part::Traitement => Some((Table::Traitement, TRAITEMENTS, None)),
        _ => None,
    }
}

fn lines(draft: &DossierDraft, table: Table, tie: Option<Cle>, child: Uuid) -> Vec<Uuid> {
    match tie {
        Some(tie) => draft.linked(tie, child).map(|row| row.id).collect(),
        None => draft.of(table).map(|row| row.id).collect(),
    }
}

impl App {
    /// Does the focus stand in lines that cells can be pasted into?
    pub(super) fn in_lines(&self) -> bool {
        let Some(view) = self.view() else { return self.in_populations() };
        let columns = grid(view.part).map_or(&[][..], |(_, columns, _)| columns);
        view.focused_fiche().is_some_and(|(_, cle)| columns.contains(&cle))
    }

    /// Every line that says something, as a spreadsheet takes it and as it is pasted back.
    pub(super) fn copy_lines(&mut self, ctx: &Context) {
        let lignes = if self.in_populations() { self.population_lines() } else { self.lines_of_part() };
        let told = match lignes.len() {
            0 => "Aucune ligne à copier".to_owned(),
            1 => "Une ligne copiée, prête à coller dans un tableur".to_owned(),
            many => format!("{many} lignes copiées, prêtes à coller dans un tableur"),
        };
        if !lignes.is_empty() {
            ctx.copy_text(tableur::tsv(None, &lignes));
        }
        self.toasts.info(told);
    }

    fn lines_of_part(&self) -> Vec<Vec<Cellule>> {
        let Some((view, (table, columns, tie))) = self.view().and_then(|view| Some((view, grid(view.part)?))) else {
            return Vec::new();
        };
        let rows = lines(&view.draft, table, tie, view.child);
        let rows = rows.into_iter().filter_map(|id| view.draft.fiche(id));
        rows.filter(|row| columns.iter().any(|cle| !row.get(*cle).is_empty()))
            .map(|row| columns.iter().map(|cle| self.cell(row, *cle)).collect())
            .collect()
    }

    /// What a person reads there.
    fn cell(&self, row: &Fiche, cle: Cle) -> Cellule {
        let text = row.get(cle);
        match cle.champ().nature {
            Nature::Oui => if row.oui(cle) { "oui" } else { "" }.into(),
            nature if nature.is_list() => self.parametres.libelle(nature, text).into(),
            _ => text.into(),
        }
    }

    /// Pastes from the focused field on; undone in one go.
    pub(super) fn paste_cells(&mut self, texte: &str) {
        if self.in_populations() {
            return self.paste_populations(texte);
        }
        let Some(view) = self.view() else { return };
        let Some((table, columns, tie)) = grid(view.part) else { return };
        let Some((row, cle)) = view.focused_fiche().map(|(row, cle)| (row.id, cle)) else { return };
        let Some(first) = columns.iter().position(|column| *column == cle) else { return };
        let mut draft = view.draft.clone();
        let child = view.child;
        let rows = lines(&draft, table, tie, child);
        let start = rows.iter().position(|id| *id == row).unwrap_or(rows.len());
        let (mut edits, mut outside) = (Vec::new(), 0);
        for (at, cells) in collage::cells(texte).iter().enumerate() {
            let id = rows.get(start + at).copied().unwrap_or_else(|| {
                let fiche = Fiche::new(table);
                let fiche = tie.map_or(fiche.clone(), |tie| fiche.with(tie, child.to_string()));
                let (id, add) = (fiche.id, draft.edit_add(fiche));
                push(&mut draft, &mut edits, add);
                id
            });
            for (cell, text) in cells.iter().enumerate() {
                let Some(column) = columns.get(first + cell) else {
                    outside += usize::from(!text.trim().is_empty());
                    continue;
                };
                let value = collage::typed(&self.parametres, column.champ().nature, without_guard(text));
                if let Some(edit) = draft.edit_champ(id, *column, value) {
                    push(&mut draft, &mut edits, edit);
                }
            }
        }
        let count = edits.len();
        self.done(edits);
        self.with_view(|view| {
            view.add_waiting_rows();
            view.request.focus = Some((row, cle));
        });
        self.toasts.info(match outside {
            0 => format!("{count} champs collés ; Ctrl+Z les retire"),
            _ => format!("{count} champs collés ; {outside} cellules dépassaient les colonnes et n’ont pas été prises"),
        });
    }
}

fn push(draft: &mut DossierDraft, edits: &mut Vec<Edit>, edit: Edit) {
    draft.apply(&edit);
    edits.push(edit);
}
