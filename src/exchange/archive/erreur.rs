//! What can go wrong with an archive, each as one French sentence.

use crate::exchange::tableur::ErreurTableur;
use crate::storage::StorageError;

#[derive(Debug, thiserror::Error)]
pub enum ErreurArchive {
    #[error(transparent)]
    Base(#[from] StorageError),
    #[error("{0}")]
    Tableur(#[from] ErreurTableur),
    #[error("L’export n’a pas pu être écrit ({0}) ; rien n’en est gardé, vérifiez la place et les droits là où il va")]
    Ecriture(std::io::Error),
    #[error("Il y a déjà quelque chose à cet endroit ({0}) ; rien n’a été touché, choisissez un autre nom")]
    Existe(String),
    #[error(
        "Votre compte ne voit pas toute la base\u{a0}; rien n’a été écrit, demandez l’export à l’exploitant du serveur, qui le lance avec le compte propriétaire de la base"
    )]
    Reserve,
    #[error("Travail annulé ; rien n’en est gardé")]
    Annule,
    #[error("L’export ne peut pas être lu ({0}) ; la base n’a pas été touchée, vérifiez le chemin et les droits")]
    Lecture(std::io::Error),
    #[error(
        "Ce n’est pas un export de Vigie ({0}) ; la base n’a pas été touchée, donnez le dossier ou le fichier .zip que « vigie exporter » a écrit"
    )]
    Etranger(String),
    #[error("Il manque un fichier à cet export ({0}) ; la base n’a pas été touchée, reprenez une copie entière")]
    Manque(String),
    #[error("Un fichier de cet export est abîmé ({0}) ; la base n’a pas été touchée, reprenez une copie saine")]
    Abime(String),
    #[error(
        "Cet export vient d’une version plus récente de Vigie ({0}) ; la base n’a pas été touchée, mettez Vigie à jour"
    )]
    PlusRecent(String),
    #[error("La base contient déjà des dossiers ; un export ne se remet que dans une base vide, rien n’a été touché")]
    NonVide,
}
