//! What can go wrong with the base, each as one French sentence: what happened, what is safe, what to do.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

pub type Result<T> = std::result::Result<T, StorageError>;

#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error("La base ne répond pas ({0}) ; ce que vous avez tapé reste à l’écran, réessayez dans un instant")]
    Offline(String),
    #[error(
        "Le serveur ne reconnaît pas ce nom d’utilisateur ou ce mot de passe ; rien n’a été touché, retapez-les ou voyez l’administrateur"
    )]
    WrongPassword,
    #[error("Ce compte est fermé ; rien n’a été touché, voyez l’administrateur")]
    ClosedAccount,
    #[error(
        "Le serveur n’a pas prouvé qu’il est le bon ({0}) ; aucun mot de passe n’a été envoyé, voyez l’administrateur"
    )]
    NotProven(String),
    #[error("Quelqu’un a enregistré ce dossier entre-temps ; votre texte est gardé, comparez les deux versions")]
    Conflict,
    #[error(
        "Le disque de la base est plein ; rien n’a été écrit et votre texte est gardé, libérez de la place puis réenregistrez"
    )]
    Full,
    #[error(
        "Le disque de la base est plein ou défaillant ({0}) ; rien n’a été écrit et votre texte est gardé, libérez de la place ou prévenez l’administrateur"
    )]
    Disk(String),
    #[error(
        "La base est abîmée ({0}) ; votre texte est gardé, n’écrivez plus dans cette base et faites reprendre la dernière sauvegarde"
    )]
    Damaged(String),
    #[error(
        "La base est en lecture seule ; rien n’a été écrit et votre texte est gardé, vérifiez les droits sur le fichier ou le dossier"
    )]
    ReadOnly,
    #[error(
        "Une autre fenêtre ou un autre poste écrit dans la base ; votre texte est gardé, réenregistrez dans quelques secondes"
    )]
    Busy,
    #[error("Cette base n’existe pas ({0}) ; vérifiez l’adresse, ou créez-la avec « vigie base creer »")]
    Missing(String),
    #[error("Il y a déjà quelque chose à cet endroit ({0}) ; choisissez un autre nom, rien n’a été touché")]
    AlreadyThere(String),
    #[error(
        "La phrase secrète n’ouvre pas ce fichier, ou ce n’est pas une base Vigie ; rien n’a été touché, retapez-la"
    )]
    WrongPassphrase,
    #[error(
        "Ce fichier est protégé par une phrase secrète, ou ce n’est pas une base Vigie ; donnez la phrase pour l’ouvrir"
    )]
    PassphraseNeeded,
    #[error("Cette base n’est pas protégée par une phrase secrète ; ouvrez-la sans phrase")]
    NoPassphraseExpected,
    #[error("Ce fichier n’est pas une base Vigie ({0}) ; rien n’a été touché, vérifiez l’adresse")]
    NotVigie(String),
    #[error(
        "Cette base a été écrite par une version plus récente de Vigie ; rien n’a été touché, mettez Vigie à jour sur ce poste"
    )]
    Newer,
    #[error(
        "Cette base est d’une version précédente ; rien n’a été touché, l’administrateur doit lancer « vigie base migrer » après une sauvegarde"
    )]
    Older,
    #[error(
        "Cette base est d’une version précédente et en lecture seule\u{a0}; rien n’a été touché, faites-la ouvrir une fois par qui peut y écrire"
    )]
    OlderReadOnly,
    #[error(
        "Cette adresse de base n’est pas comprise ({0}) ; écrivez postgres://serveur/base ou le chemin d’un fichier .vigie"
    )]
    BadAddress(String),
    #[error(
        "Le mot de passe ne s’écrit pas dans l’adresse ; mettez-le dans PGPASSFILE (~/.pgpass) ou PGPASSWORD, ou tapez-le dans la fenêtre de connexion"
    )]
    PasswordInAddress,
    #[error("Il n’y a pas de dossier {0} dans cette base")]
    NoDossier(String),
    #[error(
        "La base contient déjà des dossiers ; les données de démonstration ne remplissent qu’une base vide, rien n’a été touché"
    )]
    NotEmpty,
    #[error("Ce libellé existe déjà dans la liste ; choisissez-en un autre")]
    DuplicateLabel,
    #[error("{0}")]
    Refused(String),
    #[error(
        "La base a refusé l’écriture ({0}) ; rien n’a été écrit et votre texte est gardé, signalez-le à l’administrateur"
    )]
    Database(String),
    #[error("Le fichier ne peut pas être lu ou écrit ({0}) ; ce que vous avez tapé reste à l’écran")]
    File(#[from] std::io::Error),
}

impl From<DieselError> for StorageError {
    fn from(error: DieselError) -> Self {
        let text = match &error {
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => {
                return Self::Offline(info.message().trim().to_owned());
            }
            DieselError::DatabaseError(DatabaseErrorKind::ReadOnlyTransaction, _) => return Self::ReadOnly,
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => return Self::Busy,
            DieselError::DatabaseError(_, info) => info.message().trim().to_owned(),
            DieselError::BrokenTransactionManager => {
                return Self::Offline("liaison coupée pendant l’écriture".to_owned());
            }
            other => other.to_string(),
        };
        Self::of_message(text)
    }
}

impl StorageError {
    /// Neither base gives these a kind of their own; SQLite's texts are fixed, PostgreSQL's are those
    /// of `lc_messages`, in English or in French.
    pub(super) fn of_message(text: String) -> Self {
        let has = |needles: &[&str]| needles.iter().any(|needle| text.contains(needle));
        if let Some(sentence) = refusal(&text) {
            Self::Refused(sentence.to_owned())
        } else if has(&["disk is full", "No space left", "Aucun espace disponible"]) {
            Self::Full
        } else if has(&["disk I/O error"]) {
            Self::Disk(text)
        } else if has(&["disk image is malformed", "invalid page in block", "page invalide"]) {
            Self::Damaged(text)
        } else if has(&["readonly database", "read-only transaction"]) {
            Self::ReadOnly
        } else if has(&[
            "database is locked",
            "lock timeout",
            "délai d'attente pour un verrou",
            "deadlock detected",
            "loquage mortel",
        ]) {
            Self::Busy
        } else if has(&[
            "server closed the connection",
            "could not receive data",
            "could not send data",
            "terminating connection",
            // Over TLS, libpq tells a cut in OpenSSL's words.
            "SSL error",
            "SSL SYSCALL error",
            "no connection to the server",
            "SSL connection has been closed",
            "connection not open",
        ]) {
            Self::Offline(text)
        } else if has(&["file is not a database"]) {
            Self::WrongPassphrase
        } else {
            Self::Database(text)
        }
    }
}

/// What the rights of a central base refuse, as a sentence.
fn refusal(text: &str) -> Option<&'static str> {
    let has = |needles: &[&str]| needles.iter().any(|needle| text.contains(needle));
    if has(&["seul l’encadrement clôt"]) {
        Some("Seul l’encadrement clôt ou rouvre un dossier\u{a0}; rien n’a été écrit ni perdu, demandez-le-lui")
    } else if has(&["seul le territoire demandé répond"]) {
        Some("Seul le territoire demandé répond à une passation\u{a0}; rien n’a été changé, attendez sa réponse")
    } else if has(&["seul qui suit le dossier retire"]) {
        Some("Seul le territoire qui a proposé ce dossier retire sa proposition\u{a0}; rien n’a été changé")
    } else if has(&["une passation répondue ne change plus"]) {
        Some("Cette passation a déjà sa réponse\u{a0}; rien n’a été changé")
    } else if has(&["les comptes sont tenus par", "les listes sont tenues par"]) {
        Some("C’est à l’administration de le faire\u{a0}; rien n’a été changé, demandez-le-lui")
    } else if has(&["un export se dit d’abord"]) {
        Some("Un export se dit d’abord au journal\u{a0}; rien n’a été lu, recommencez")
    } else if has(&["forme de dossier inconnue"]) {
        Some(
            "Ce Vigie et la base ne sont pas de la même version\u{a0}; rien n’a été touché, l’administrateur doit lancer «\u{a0}vigie base migrer\u{a0}» ou mettre ce poste à jour",
        )
    } else if has(&["permission denied", "droit refusé", "row-level security", "sécurité au niveau ligne"]) {
        Some("Votre compte n’en a pas le droit\u{a0}; rien n’a été écrit ni perdu, voyez l’administrateur")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_cut_is_away_whatever_the_words() {
        for said in [
            "server closed the connection unexpectedly",
            "SSL error: unexpected eof while reading",
            "SSL SYSCALL error: EOF detected",
            "SSL SYSCALL error: Connection reset by peer",
            "SSL connection has been closed unexpectedly",
            "could not receive data from server: Connection timed out",
            "could not send data to server: Broken pipe",
            "FATAL:  terminating connection due to administrator command",
            "no connection to the server",
        ] {
            assert!(matches!(StorageError::of_message(said.to_owned()), StorageError::Offline(_)), "{said}");
        }
        let refused = "new row violates row-level security policy for table \"dossier\"";
        assert!(!matches!(StorageError::of_message(refused.to_owned()), StorageError::Offline(_)));
    }
}
