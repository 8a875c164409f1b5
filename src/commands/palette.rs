//! Commands found by a few letters of their words.

use strum::IntoEnumIterator as _;

use super::{Commande, Contexte};
use crate::domain::nom;

/// The commands whose label has words that begin as typed: those that can be done here first.
pub fn search(query: &str, contexte: Contexte) -> Vec<(Commande, bool)> {
    let query = nom::fold(query);
    let mut found: Vec<(Commande, bool)> = Commande::iter()
        .filter(|commande| !matches!(commande, Commande::Palette | Commande::Echapper))
        .filter(|commande| nom::matches_words(&nom::fold(commande.libelle()), &query))
        .map(|commande| (commande, commande.available(contexte)))
        .collect();
    found.sort_by_key(|(_, available)| !available);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_find_the_command_and_what_cannot_be_done_comes_last() {
        let here = Contexte { base_open: true, ..Contexte::default() };
        assert_eq!(search("nou dos", here)[0], (Commande::Nouveau, true));
        let all = search("dossier", here);
        assert!(all.first().is_some_and(|(_, available)| *available));
        assert!(all.last().is_some_and(|(_, available)| !available));
        assert!(search("zzz", here).is_empty());
    }
}
