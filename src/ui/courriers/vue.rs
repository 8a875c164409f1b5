//! What the Courriers screen shows, and what it asks for.

use uuid::Uuid;

use crate::domain::courrier::LigneCourrier;
use crate::domain::modele::FormeSaisie;

/// A template as it is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModeleVu {
    pub code: String,
    pub libelle: String,
    pub public: &'static str,
    pub base: String,
}

/// A field to answer before anything is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reponse {
    pub chemin: String,
    pub libelle: String,
    pub forme: FormeSaisie,
    pub valeur: String,
    pub erreur: String,
}

/// A letter that is ready; its text can still be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PliVu {
    pub titre: String,
    pub adresse: String,
    pub objet: String,
    pub corps: String,
}

/// A dossier without its letter, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusVu {
    pub numero: String,
    pub message: String,
}

#[derive(Debug, Default)]
pub struct EcranCourriers {
    pub modeles: Vec<ModeleVu>,
    pub modele: String,
    /// Dossiers by number, as typed.
    pub numeros: String,
    pub reponses: Vec<Reponse>,
    pub plis: Vec<PliVu>,
    pub refus: Vec<RefusVu>,
    /// The letter whose text is shown.
    pub choisi: usize,
    pub fichier: String,
    /// One file a letter, in a folder of that name.
    pub separes: bool,
    /// What is being done, with how much of it is.
    pub busy: String,
    pub registre: Vec<LigneCourrier>,
    pub cherche: String,
    /// The number field takes the keys.
    pub take_focus: bool,
}

#[derive(Clone, Debug)]
pub enum Demande {
    Modele(String),
    /// Every dossier whose service is late.
    EnRetard,
    Preparer,
    Imprimer,
    Arreter,
    Chercher,
    Reimprimer(Uuid),
    Envoye(Uuid),
    Ouvrir(Uuid),
}
