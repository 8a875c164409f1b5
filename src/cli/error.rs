//! What can go wrong on the command line, told in one French sentence.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde_json::json;

use crate::storage::StorageError;

use super::output;

pub type Result<T> = std::result::Result<T, CliError>;

#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The line itself is wrong; says which word.
    #[error("{0} ; voir « vigie --aide »")]
    Usage(String),
    #[error("{}", of_storage(.0))]
    Storage(#[from] StorageError),
    #[error("{0}")]
    Refused(String),
    #[error("Le résultat n’a pas pu être écrit jusqu’au bout ({0}) ; vérifiez la place et les droits là où il va")]
    Output(io::Error),
    /// Who was reading has seen enough, as `head` does: nothing to tell.
    #[error("La sortie est fermée")]
    ClosedPipe,
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ClosedPipe } else { Self::Output(error) }
    }
}

/// The sentences of the storage that speak of what was being typed are for the window; here nothing was.
fn of_storage(error: &StorageError) -> String {
    match error {
        StorageError::Offline(why) => {
            // After a tab libpq adds a question of its own (« Is the server running…? »).
            let why = why.split('\t').next().unwrap_or_default().trim();
            format!("La base ne répond pas ({why}) ; vérifiez l’adresse et le réseau, puis réessayez")
        }
        StorageError::Full => {
            "Le disque de la base est plein ; rien n’a été écrit, libérez de la place puis recommencez".to_owned()
        }
        StorageError::Disk(why) => format!(
            "Le disque de la base est plein ou défaillant ({why}) ; rien n’a été écrit, libérez de la place ou prévenez l’administrateur"
        ),
        StorageError::Damaged(why) => {
            format!("La base est abîmée ({why}) ; n’y écrivez plus et reprenez la dernière sauvegarde")
        }
        StorageError::ReadOnly => {
            "La base est en lecture seule ; rien n’a été écrit, vérifiez les droits sur le fichier ou la base".to_owned()
        }
        StorageError::Busy => {
            "Un autre poste écrit dans la base ; rien n’a été écrit, recommencez dans quelques secondes".to_owned()
        }
        StorageError::Database(why) => {
            format!("La base a refusé ({why}) ; rien n’a été écrit, signalez-le à l’administrateur")
        }
        StorageError::File(why) => {
            format!("Le fichier de la base ne peut pas être lu ou écrit ({why}) ; vérifiez le chemin et les droits")
        }
        StorageError::PassphraseNeeded => {
            "Ce fichier est protégé par une phrase secrète, ou ce n’est pas une base Vigie ; donnez la phrase dans la variable VIGIE_PHRASE"
                .to_owned()
        }
        StorageError::WrongPassphrase => {
            "La phrase secrète n’ouvre pas ce fichier, ou ce n’est pas une base Vigie ; rien n’a été touché, vérifiez la phrase"
                .to_owned()
        }
        StorageError::NoPassphraseExpected => {
            "Cette base n’est pas protégée par une phrase secrète ; retirez la variable VIGIE_PHRASE".to_owned()
        }
        other => other.to_string(),
    }
}

impl CliError {
    /// Tells the error on stderr; gives the code to leave with.
    pub fn report(&self, json: bool) -> ExitCode {
        if matches!(self, Self::ClosedPipe) {
            return ExitCode::SUCCESS;
        }
        let sentence = output::one_line(&self.to_string());
        let line = if json { output::json_line(&json!({ "erreur": sentence })) } else { sentence };
        // With stderr closed too there is nobody left to tell.
        let _ = writeln!(io::stderr(), "{line}");
        match self {
            Self::Usage(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}
