//! What a newer file or a corrected mapping changes of a dossier taken over before: what came from the
//! old base follows it, what was changed in Vigie stands.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::domain::dossier::Fiches as _;
use crate::domain::{Cle, Dossier, Fiche, Nature, Table, dossier};

/// The values of a row as they were imported, by column.
pub type Importe = BTreeMap<String, String>;

/// A dossier brought up to date.
#[derive(Debug)]
pub struct Accord {
    pub dossier: Dossier,
    pub changees: usize,
    pub gardees: usize,
    pub retirees: usize,
    /// Rows whose imported values are now others.
    pub importes: Vec<(Uuid, String)>,
    /// Rows that were not there before.
    pub nouvelles: Vec<Uuid>,
}

/// Is it what the old base said, rather than what follows from it?
fn dit(cle: Cle) -> bool {
    match cle.champ().nature {
        Nature::Auto(_) => cle == dossier::DATE_TRAITEMENT || cle.champ().colonne == "precision_naissance",
        _ => cle.champ().colonne != "rang",
    }
}

fn values(fiche: &Fiche) -> Importe {
    let said = fiche.valeurs().filter(|(cle, value)| dit(*cle) && !value.is_empty());
    said.map(|(cle, value)| (cle.champ().colonne.to_owned(), value.to_owned())).collect()
}

/// The imported values of a row, as they are kept.
pub fn importe(fiche: &Fiche) -> String {
    serde_json::to_string(&values(fiche)).unwrap_or_else(|_| "{}".to_owned())
}

pub fn accorder(now: &Dossier, neuf: &Dossier, before: &HashMap<Uuid, Importe>) -> Accord {
    let mut accord = Accord {
        dossier: now.clone(),
        changees: 0,
        gardees: 0,
        retirees: 0,
        importes: Vec::new(),
        nouvelles: Vec::new(),
    };
    for fiche in &neuf.fiches {
        let there = accord.dossier.fiches.iter().position(|held| held.id == fiche.id);
        match (before.get(&fiche.id), there) {
            (None, None) => {
                let hangs_well = fiche.valeurs().all(|(cle, _)| {
                    !matches!(cle.champ().nature, Nature::Reference(_))
                        || fiche.reference(cle).is_some_and(|id| accord.dossier.fiche(id).is_some())
                });
                if hangs_well {
                    accord.dossier.fiches.push(fiche.clone());
                    accord.nouvelles.push(fiche.id);
                }
            }
            // A person merged with another is no longer read with the dossier.
            (Some(_), None) if fiche.table == Table::Enfant => {}
            (Some(_), None) => accord.retirees += 1,
            (before, Some(at)) => {
                let none = Importe::new();
                accord.row(fiche, at, before.unwrap_or(&none));
            }
        }
    }
    accord
}

impl Accord {
    fn row(&mut self, neuf: &Fiche, at: usize, before: &Importe) {
        let said = values(neuf);
        if said == *before {
            return;
        }
        let old = |cle: Cle| before.get(cle.champ().colonne).map_or("", String::as_str);
        let Some(held) = self.dossier.fiches.get_mut(at) else { return };
        for cle in Cle::all(neuf.table).filter(|cle| dit(*cle)) {
            // A birth and its precision are one value.
            let pair: &[Cle] = match cle.champ().nature {
                Nature::Naissance => &[cle, Cle { rang: cle.rang + 1, ..cle }],
                Nature::Auto(_) if cle.champ().colonne == "precision_naissance" => continue,
                _ => &[cle],
            };
            if pair.iter().all(|cle| neuf.get(*cle) == old(*cle))
                || pair.iter().all(|cle| neuf.get(*cle) == held.get(*cle))
            {
                continue;
            }
            if pair.iter().all(|cle| held.get(*cle) == old(*cle)) {
                self.changees += 1;
                for cle in pair {
                    held.set(*cle, neuf.get(*cle));
                }
            } else {
                self.gardees += 1;
            }
        }
        self.importes.push((neuf.id, importe(neuf)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::enfant::personne::{DATE_NAISSANCE, NOM_USAGE, PRECISION_NAISSANCE, PRENOM};

    fn child(id: Uuid, nom: &str, prenom: &str, birth: &str) -> Fiche {
        Fiche::with_id(Table::Enfant, id)
            .with(NOM_USAGE, nom)
            .with(PRENOM, prenom)
            .with(DATE_NAISSANCE, birth)
            .with(PRECISION_NAISSANCE, if birth.is_empty() { "" } else { "exacte" })
    }

    #[test]
    fn the_old_base_is_followed_where_vigie_did_not_speak() {
        let id = Uuid::now_v7();
        let imported = child(id, "DUPONT", "LEA", "2010-03-04");
        let before = HashMap::from([(id, values(&imported))]);
        let now = Dossier { fiches: vec![child(id, "DUPONT", "Léa", "2010-03-04")] };
        let same = accorder(&now, &Dossier { fiches: vec![imported] }, &before);
        assert_eq!((same.changees, same.gardees, same.dossier), (0, 0, now.clone()));
        let newer = child(id, "DUPOND", "LEA-ROSE", "2011-03-04");
        let found = accorder(&now, &Dossier { fiches: vec![newer] }, &before);
        assert_eq!((found.changees, found.gardees, found.importes.len()), (2, 1, 1));
        let fiche = found.dossier.fiche(id).unwrap();
        assert_eq!(
            (fiche.get(NOM_USAGE), fiche.get(PRENOM), fiche.get(DATE_NAISSANCE)),
            ("DUPOND", "Léa", "2011-03-04")
        );
    }

    #[test]
    fn a_row_removed_in_vigie_does_not_come_back() {
        let (id, other) = (Uuid::now_v7(), Uuid::now_v7());
        let row = |id| Fiche::with_id(Table::Traitement, id);
        let before = HashMap::from([(id, Importe::new())]);
        let neuf = Dossier { fiches: vec![row(id), row(other)] };
        let found = accorder(&Dossier::default(), &neuf, &before);
        assert_eq!((found.retirees, found.nouvelles), (1, vec![other]));
    }
}
