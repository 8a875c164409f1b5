//! The words of `vigie journal`.

use super::{Ecriture, Given, Verb, set, text, unknown, usage};
use crate::cli::error::Result;
use crate::domain::nom;

/// What `vigie journal exporter` was told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Export {
    pub sortie: String,
    pub personne: String,
    pub numero: String,
    pub operation: String,
    pub du: String,
    pub au: String,
}

/// Is it an option of the journal?
pub fn takes(name: &str) -> bool {
    ["personne", "nature", "du", "au", "tete", "tête"].contains(&name)
}

impl Given {
    pub(super) fn journal_option(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<()> {
        if let "tete" | "tête" = name {
            self.tete = Some(match parser.optional_value() {
                Some(value) => text(value)?,
                None => String::new(),
            });
            return Ok(());
        }
        self.set_export(name, parser)
    }

    fn set_export(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<()> {
        let place = match name {
            "personne" => &mut self.export.personne,
            "nature" => &mut self.export.operation,
            "du" => &mut self.export.du,
            _ => &mut self.export.au,
        };
        let mut value = Some(std::mem::take(place)).filter(|told| !told.is_empty());
        set(&mut value, parser, &format!("--{name}"))?;
        *place = value.unwrap_or_default();
        Ok(())
    }

    /// `--tete` alone asks for the head; with one, it is compared.
    pub(super) fn journal(&mut self, words: &mut impl Iterator<Item = String>) -> Result<Verb> {
        let expected = "verifier ou exporter";
        let Some(second) = words.next() else {
            return Err(usage(format!("Il manque un mot après « vigie journal » : {expected}")));
        };
        match nom::fold(&second).as_str() {
            "verifier" => {
                let tete = match self.tete.take() {
                    None => None,
                    Some(tete) if tete.is_empty() => {
                        Some(words.next().ok_or_else(|| usage("Il manque la tête gardée après « --tete »"))?)
                    }
                    given => given,
                };
                Ok(Verb::VerifyJournal { tete })
            }
            "exporter" if self.tete.take().is_some() => Ok(Verb::ShowJournalHead),
            "exporter" => {
                let mut export = std::mem::take(&mut self.export);
                let mut others = self.courrier.take().unwrap_or_default();
                export.sortie = others
                    .sortie
                    .take()
                    .ok_or_else(|| usage("Il manque « --sortie » et un fichier .csv ou .jsonl, ou « --tete »"))?;
                export.numero = others.numeros.pop().unwrap_or_default();
                if others != Ecriture::default() {
                    self.courrier = Some(others);
                }
                Ok(Verb::ExportJournal(export))
            }
            _ => Err(unknown(&second, "vigie journal", expected)),
        }
    }
}
