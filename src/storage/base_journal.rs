//! What the rest of Vigie asks of the journal.

use serde_json::Value;
use uuid::Uuid;

use super::chaine::{self, Tete, Verdict};
use super::{Base, Result, journal, registre};
use crate::domain::journal::{DetailJournal, FiltreJournal, LigneJournal, PageJournal};

impl Base {
    /// Adds a line for what is no write: a consultation, an export, a print, a refusal. The base signs and
    /// dates it.
    pub fn consigner(&self, operation: &str, table: &str, dossier: Option<Uuid>, detail: &Value) -> Result<()> {
        self.with(|c| journal::consigner(c, operation, table, dossier, detail))
    }

    /// Lines of the journal without their texts, the latest first.
    pub fn journal_page(&self, filtre: &FiltreJournal, from: u64, rows: u64) -> Result<PageJournal> {
        self.read(|c| registre::page(c, filtre, from, rows))
    }

    /// Who has a line in the journal.
    pub fn journal_people(&self) -> Result<Vec<String>> {
        self.read(registre::people)
    }

    /// The texts of one line; reading them leaves a line of its own.
    pub fn journal_detail(&self, id: i64) -> Result<DetailJournal> {
        self.with(|c| registre::detail(c, id))
    }

    /// Every line of `filtre`, the oldest first, batch by batch: `write` is told how many are done of how many.
    pub fn export_journal(
        &self,
        filtre: &FiltreJournal,
        write: impl FnMut(&[LigneJournal], u64, u64) -> Result<bool>,
    ) -> Result<u64> {
        self.with(|c| registre::export(c, filtre, write))
    }

    /// Where the chain of the journal ends now.
    pub fn journal_head(&self) -> Result<Tete> {
        self.with(chaine::head)
    }

    /// Hashes every line of the journal again; `kept` is a head that was told before and kept elsewhere.
    pub fn verify_journal(&self, kept: Option<&Tete>, progress: impl FnMut(i64, i64) -> bool) -> Result<Verdict> {
        self.with(|c| chaine::verify(c, kept, progress))
    }
}
