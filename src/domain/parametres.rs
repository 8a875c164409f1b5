//! What the dropdowns offer: lists and their values, territories, services, communes, delays.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Nature;
use super::commune::{Commune, Communes};
use super::echeance::Delai;
use super::nom;

/// One thing that can be chosen, whatever list it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choix {
    /// Stored: `liste/code` for a value, the slug of a territory or service.
    pub id: String,
    pub libelle: String,
    /// Folded label, for filtering as one types.
    pub cle: String,
    /// Can still be chosen; a closed value stays on the dossiers that hold it.
    pub actif: bool,
    /// Of a two-level list.
    pub parent: Option<String>,
}

impl Choix {
    pub fn new(id: impl Into<String>, libelle: impl Into<String>) -> Self {
        let libelle = libelle.into();
        Self { id: id.into(), cle: nom::fold(&libelle), libelle, actif: true, parent: None }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Liste {
    pub code: String,
    pub libelle: String,
    /// 1, or 2 when values have parents.
    pub niveaux: i32,
    /// In the order of the screen, closed ones included.
    pub valeurs: Vec<Choix>,
}

/// Everything that the dropdowns of the open base offer. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Parametres {
    pub listes: Arc<BTreeMap<String, Liste>>,
    pub territoires: Arc<Vec<Choix>>,
    pub services: Arc<Vec<Choix>>,
    /// Sorted by code; the département's own come first in [`Parametres::search_communes`].
    pub communes: Arc<Communes>,
    pub delais: Arc<Vec<Delai>>,
}

impl Parametres {
    /// What a field of this nature offers; communes apart.
    pub fn choix(&self, nature: Nature) -> &[Choix] {
        match nature {
            Nature::Liste(code) => self.listes.get(code).map_or(&[], |liste| liste.valeurs.as_slice()),
            Nature::Territoire => &self.territoires,
            Nature::Service => &self.services,
            _ => &[],
        }
    }

    pub fn commune(&self, code: &str) -> Option<Commune<'_>> {
        self.communes.find(code)
    }

    /// The label of a stored value; the value itself when it is not in the list.
    pub fn libelle<'a>(&'a self, nature: Nature, id: &'a str) -> &'a str {
        if nature == Nature::Commune {
            return self.commune(id).map_or(id, Commune::nom);
        }
        self.find(nature, id).map_or(id, |choix| &choix.libelle)
    }

    pub fn find(&self, nature: Nature, id: &str) -> Option<&Choix> {
        self.choix(nature).iter().find(|choix| choix.id == id)
    }

    /// Communes whose name or postal code begins with the words of `query`: the département's
    /// own first, then shorter names first.
    pub fn search_communes(&self, query: &str, limit: usize) -> Vec<Commune<'_>> {
        let query = nom::fold(query);
        let mut found: Vec<Commune<'_>> =
            self.communes.iter().filter(|commune| nom::matches_words(commune.cle(), &query)).collect();
        found.sort_by_key(|commune| {
            (
                commune.territoire().is_none(),
                !commune.cle().starts_with(&query),
                commune.nom().chars().count(),
                commune.nom(),
            )
        });
        found.truncate(limit);
        found
    }
}

/// Values that match what is being typed: those that begin with it first, then any word.
pub fn search<'a>(choix: &'a [Choix], query: &str, limit: usize) -> Vec<&'a Choix> {
    let query = nom::fold(query);
    let active = || choix.iter().filter(|choix| choix.actif);
    let begins = active().filter(|choix| choix.cle.starts_with(&query));
    let inside = active().filter(|choix| !choix.cle.starts_with(&query) && nom::matches_words(&choix.cle, &query));
    begins.chain(inside).take(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_filters_on_any_word_and_skips_closed_values() {
        let mut choix =
            vec![Choix::new("s/a", "Numéro Vert"), Choix::new("s/b", "Entretien"), Choix::new("s/c", "Vérification")];
        assert_eq!(search(&choix, "ver", 9).iter().map(|c| &*c.id).collect::<Vec<_>>(), ["s/c", "s/a"]);
        choix[0].actif = false;
        assert_eq!(search(&choix, "VÉR", 9).len(), 1);
        assert_eq!(search(&choix, "", 9).len(), 2);
    }
}
