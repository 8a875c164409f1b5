//! The words of `vigie tableau`.

use super::{Ecriture, Fiche, Given, Verb, set, unknown};
use crate::cli::error::Result;

/// What it was told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tableau {
    /// A code, several between commas, or « tous »; none lists them.
    pub indicateur: Option<String>,
    pub du: Option<String>,
    pub au: Option<String>,
    pub annee: Option<String>,
    pub territoire: Option<String>,
    pub sortie: Option<String>,
    /// Small counts are hidden, as in what leaves the cell.
    pub masquer: bool,
    /// The yearly report, instead of chosen indicators.
    pub rapport: bool,
    /// The report shows small counts too.
    pub complet: bool,
}

/// Is it an option of its own? The period and the file are named as for the journal and for letters.
pub fn takes(name: &str) -> bool {
    ["indicateur", "annee", "année", "masquer", "complet"].contains(&name)
}

impl Given {
    pub(super) fn tableau_option(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<()> {
        let place = match name {
            "masquer" | "complet" => {
                let tick = if name == "masquer" { &mut self.tableau.masquer } else { &mut self.tableau.complet };
                *tick = true;
                return Ok(());
            }
            "indicateur" => &mut self.tableau.indicateur,
            _ => &mut self.tableau.annee,
        };
        set(place, parser, &format!("--{name}"))
    }

    /// `words` are those after « vigie tableau ».
    pub(super) fn dashboards(&mut self, words: &mut impl Iterator<Item = String>) -> Result<Verb> {
        let suite = words.next();
        if suite.as_deref() == Some("population") {
            return Ok(Verb::Populations { fichier: words.next() });
        }
        let mut tableau = std::mem::take(&mut self.tableau);
        tableau.rapport = match suite {
            None => false,
            Some(word) if word == "rapport" => true,
            Some(word) => return Err(unknown(&word, "vigie tableau", "rapport ou population")),
        };
        let told = |word: &mut String| Some(std::mem::take(word)).filter(|word| !word.is_empty());
        tableau.du = told(&mut self.export.du);
        tableau.au = told(&mut self.export.au);
        // Named as for an account, which may have several.
        if let Some(mut fiche) = self.compte.take() {
            tableau.territoire = fiche.territoires.pop();
            self.compte = Some(fiche).filter(|rest| *rest != Fiche::default());
        }
        tableau.sortie = self.courrier.as_mut().and_then(|courrier| courrier.sortie.take());
        self.courrier = self.courrier.take().filter(|courrier| *courrier != Ecriture::default());
        Ok(Verb::Tableau(tableau))
    }
}
