//! What the commands of the way out ask of the line.

use crate::domain::nom;

use super::{Ecriture, Given, Result, Verb, usage};

impl Given {
    /// `exporter`, `restaurer` or `olinpe`.
    pub(super) fn leave(&mut self, first: &str, words: &mut impl Iterator<Item = String>) -> Result<Verb> {
        match nom::fold(first).as_str() {
            "exporter" => Ok(Verb::Export { sortie: self.sortie("un fichier .zip ou un répertoire")? }),
            "restaurer" => words
                .next()
                .map(|archive| Verb::Restore { archive })
                .ok_or_else(|| usage("Il manque l’export à remettre après « vigie restaurer »")),
            _ => self.olinpe(),
        }
    }

    pub(super) fn export_dossier(&mut self, words: &mut impl Iterator<Item = String>) -> Result<Verb> {
        let numero = words
            .next()
            .filter(|word| !word.trim().is_empty())
            .ok_or_else(|| usage("Il manque le numéro après « vigie dossier exporter »"))?;
        Ok(Verb::ExportDossier { numero, sortie: self.sortie("un fichier .pdf ou .json")? })
    }

    fn olinpe(&mut self) -> Result<Verb> {
        let typed = self.tableau.annee.take().ok_or_else(|| usage("Il manque « --annee » et l’année"))?;
        let annee = typed
            .parse()
            .ok()
            .filter(|annee| (2000..=2100).contains(annee))
            .ok_or_else(|| usage(format!("« {typed} » n’est pas une année, comme 2026")))?;
        Ok(Verb::Olinpe { annee, sortie: self.sortie("un fichier .xml ou .csv")? })
    }

    /// Where to write, of a command that takes nothing else with it.
    fn sortie(&mut self, what: &str) -> Result<String> {
        let sortie = self.courrier.as_mut().and_then(|courrier| courrier.sortie.take());
        if self.courrier.as_ref().is_some_and(|rest| *rest == Ecriture::default()) {
            self.courrier = None;
        }
        sortie.ok_or_else(|| usage(format!("Il manque « --sortie » et {what}")))
    }
}
