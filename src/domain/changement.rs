//! One write of a dossier as the journal holds it, and of whom each line of a history speaks.

use uuid::Uuid;

use super::dossier::{Dossier, Fiches as _};
use super::{Cle, Fiche, Table, adulte, conclusion, enfant, motif};

/// A row added, changed or removed: each field as it was and as it became, in stored form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changement {
    /// UTC, as stored.
    pub quand: String,
    pub qui: String,
    /// `ajout`, `modification`, `suppression`
    pub operation: String,
    pub table: Table,
    pub ligne: Uuid,
    pub champs: Vec<(Cle, String, String)>,
}

/// The writes of a dossier, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Historique {
    pub ecritures: Vec<Changement>,
    /// Are there older ones, that were not read?
    pub coupe: bool,
}

impl Historique {
    /// Writes read at most.
    pub const PLUS: usize = 1000;

    /// The dossier with the rows that are no more, as far as the writes tell of them: whom a line speaks of
    /// is still known when that line is gone.
    pub fn rows_ever(&self, dossier: &Dossier) -> Dossier {
        let mut all = dossier.clone();
        for write in &self.ecritures {
            if dossier.fiche(write.ligne).is_some() {
                continue;
            }
            if all.fiche(write.ligne).is_none() {
                all.fiches.push(Fiche::with_id(write.table, write.ligne));
            }
            let Some(gone) = all.fiches.iter_mut().find(|fiche| fiche.id == write.ligne) else { continue };
            for (cle, before, after) in &write.champs {
                // The latest word is read first.
                if gone.get(*cle).is_empty() {
                    gone.set(*cle, if after.is_empty() { before } else { after });
                }
            }
        }
        all
    }
}

/// Of whom this row speaks: the child, the adult, or both for a tie. None for what is of the whole fratrie.
pub fn de_qui(dossier: &Dossier, ligne: Uuid) -> Option<String> {
    let row = dossier.fiche(ligne)?;
    let child = |cle: Cle| dossier.personne(dossier.fiche(row.reference(cle)?)?).map(enfant::titre);
    match row.table {
        Table::Enfant => Some(enfant::titre(row)),
        Table::EnfantConcerne => dossier.personne(row).map(enfant::titre),
        Table::Adulte => Some(adulte::titre(row)),
        Table::AdulteEnfant => {
            let adult = row.reference(adulte::lien::ADULTE_ID).and_then(|id| dossier.fiche(id)).map(adulte::titre);
            let both: Vec<String> = adult.into_iter().chain(child(adulte::lien::ENFANT_CONCERNE_ID)).collect();
            Some(both.join(" → ")).filter(|both| !both.is_empty())
        }
        Table::MotifEnfant => child(motif::ENFANT_CONCERNE_ID),
        Table::ConclusionEnfant => child(conclusion::ENFANT_CONCERNE_ID),
        Table::Dossier | Table::Traitement => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_says_of_which_child_also_when_the_row_is_gone() {
        let mut dossier = Dossier { fiches: vec![Fiche::new(Table::Dossier)] };
        let mut children = Vec::new();
        for name in ["Léa", "Hugo"] {
            let person = Fiche::new(Table::Enfant)
                .with(enfant::personne::PRENOM, name)
                .with(enfant::personne::NOM_USAGE, "Lefèvre");
            let child = Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, person.id.to_string());
            children.push(child.id);
            dossier.fiches.extend([person, child]);
        }
        let mother = Fiche::new(Table::Adulte).with(adulte::NOM, "Lefèvre").with(adulte::PRENOM, "Claire");
        let tie = Fiche::new(Table::AdulteEnfant)
            .with(adulte::lien::ADULTE_ID, mother.id.to_string())
            .with(adulte::lien::ENFANT_CONCERNE_ID, children[1].to_string());
        let kept = Fiche::new(Table::ConclusionEnfant).with(conclusion::ENFANT_CONCERNE_ID, children[0].to_string());
        let (tie_id, kept_id, gone) = (tie.id, kept.id, Uuid::now_v7());
        dossier.fiches.extend([mother, tie, kept]);
        let write = |operation: &str, champs: Vec<(Cle, String, String)>| Changement {
            quand: String::new(),
            qui: String::new(),
            operation: operation.to_owned(),
            table: Table::MotifEnfant,
            ligne: gone,
            champs,
        };
        let hugo = children[1].to_string();
        let historique = Historique {
            ecritures: vec![
                write("suppression", vec![(motif::ENFANT_CONCERNE_ID, hugo, String::new())]),
                write("modification", vec![(motif::MOTIF, "motif/sante".to_owned(), "motif/fugue".to_owned())]),
            ],
            coupe: false,
        };
        let all = historique.rows_ever(&dossier);
        let told = |id: Uuid| de_qui(&all, id).unwrap_or_default();
        assert_eq!(told(tie_id), "Claire LEFÈVRE → Hugo LEFÈVRE");
        assert_eq!(told(kept_id), "Léa LEFÈVRE");
        assert_eq!(told(gone), "Hugo LEFÈVRE");
        assert_eq!(told(children[1]), "Hugo LEFÈVRE");
        assert_eq!(de_qui(&all, dossier.fiches[0].id), None);
    }
}
