//! Where one stands in an open dossier, and the rows that wait there to be typed.

use super::DossierView;
use crate::domain::dossier::Fiches as _;
use crate::domain::edit::Edit;
use crate::domain::{Cle, Fiche, Table, adulte, conclusion, motif};
use crate::ui::dossier::Part;

impl DossierView {
    /// Where one stands, for the draft file.
    pub fn place(&self) -> String {
        let part: &'static str = self.part.into();
        match self.focus {
            Some((fiche, cle)) => format!("{part} {} {fiche} {}.{}", self.child, cle.table.nom(), cle.champ().colonne),
            None => format!("{part} {}", self.child),
        }
    }

    pub(super) fn restore_place(&mut self, place: &str) {
        let mut words = place.split(' ');
        self.part = words.next().and_then(|word| word.parse().ok()).unwrap_or_default();
        self.child = words.next().and_then(|word| word.parse().ok()).unwrap_or(self.child);
        self.keep_child();
        let fiche = words.next().and_then(|word| word.parse().ok());
        let cle = words
            .next()
            .and_then(|word| word.split_once('.'))
            .and_then(|(table, colonne)| Cle::from_colonne(Table::from_nom(table)?, colonne));
        self.request.focus = fiche.zip(cle);
    }

    /// Rows that must be there for the part to be typed: one empty line at the end of each grid, and
    /// the tie of each adult to the chosen child.
    pub(super) fn waiting_rows(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut add = |fiche: Fiche| edits.push(self.draft.edit_add(fiche));
        let empty = crate::ui::dossier::lignes::waits;
        let child = self.child.to_string();
        match self.part {
            Part::Adultes => {
                if !self.draft.of(Table::Adulte).any(empty) {
                    add(Fiche::new(Table::Adulte));
                }
                for adult in self.draft.of(Table::Adulte).filter(|adult| !empty(adult)) {
                    let tied = self
                        .draft
                        .linked(adulte::lien::ADULTE_ID, adult.id)
                        .any(|tie| tie.get(adulte::lien::ENFANT_CONCERNE_ID) == child);
                    if !tied {
                        add(Fiche::new(Table::AdulteEnfant)
                            .with(adulte::lien::ADULTE_ID, adult.id.to_string())
                            .with(adulte::lien::ENFANT_CONCERNE_ID, child.clone()));
                    }
                }
            }
            Part::Motifs if !self.draft.linked(motif::ENFANT_CONCERNE_ID, self.child).any(empty) => {
                add(Fiche::new(Table::MotifEnfant).with(motif::ENFANT_CONCERNE_ID, child));
            }
            Part::Conclusion if !self.draft.linked(conclusion::ENFANT_CONCERNE_ID, self.child).any(empty) => {
                add(Fiche::new(Table::ConclusionEnfant).with(conclusion::ENFANT_CONCERNE_ID, child));
            }
            Part::Traitement if !self.draft.of(Table::Traitement).any(empty) => add(Fiche::new(Table::Traitement)),
            _ => {}
        }
        edits
    }
}
