//! What the rest of Vigie asks of the journal.

use serde_json::Value;
use uuid::Uuid;

use super::chaine::{self, Tete, Verdict};
use super::{Base, Result, journal};

impl Base {
    /// Adds a line for what is no write: a consultation, an export, a print, a refusal. The base signs and
    /// dates it.
    pub fn consigner(&self, operation: &str, table: &str, dossier: Option<Uuid>, detail: &Value) -> Result<()> {
        self.with(|c| journal::consigner(c, operation, table, dossier, detail))
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
