//! What the Courriers screen shows, and what it asks for.

use uuid::Uuid;

use super::edition::Edition;
use crate::domain::courrier::{EtatCourrier, LigneCourrier};
use crate::domain::feuille::Page;
use crate::domain::modele::FormeSaisie;

/// The three faces of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum Vue {
    #[default]
    Ecrire,
    Registre,
    Modeles,
}

impl Vue {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Ecrire => "Écrire",
            Self::Registre => "Registre",
            Self::Modeles => "Modèles et en-tête",
        }
    }
}

/// A template as it is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModeleVu {
    pub code: String,
    pub libelle: String,
    pub public: &'static str,
    pub base: String,
    pub actif: bool,
    /// Who may be written to, when it is not the template's own proposal: id and name.
    pub contacts: Vec<(String, String)>,
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
    /// Subject and text as they were merged.
    pub fusion: (String, String),
    /// The draft of the register that it is.
    pub brouillon: Option<Uuid>,
}

impl PliVu {
    /// Was it changed by hand?
    pub fn retouche(&self) -> bool {
        self.objet != self.fusion.0 || self.corps != self.fusion.1
    }
}

/// A dossier without its letter, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusVu {
    pub numero: String,
    pub message: String,
}

/// The pages of a letter, or why it has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Apercu {
    pub feuilles: Vec<Page>,
    pub refus: String,
}

/// What the register is looked through for, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FiltreVu {
    pub numero: String,
    pub destinataire: String,
    pub modele: String,
    pub etat: Option<EtatCourrier>,
    pub du: String,
    pub au: String,
    /// What is wrong with a date.
    pub erreur: String,
}

#[derive(Debug, Default)]
pub struct EcranCourriers {
    pub vue: Vue,
    pub modeles: Vec<ModeleVu>,
    /// Typed above the list of templates.
    pub filtre_modeles: String,
    pub modele: String,
    /// Dossiers by number, as typed.
    pub numeros: String,
    /// Those dossiers in words, and the letters that they will make.
    pub pour: String,
    pub a_venir: String,
    /// Who is written to instead of the template's proposal.
    pub contact: String,
    pub reponses: Vec<Reponse>,
    pub plis: Vec<PliVu>,
    pub refus: Vec<RefusVu>,
    /// The letter whose text is shown.
    pub choisi: usize,
    /// Its pages.
    pub apercu: Option<Apercu>,
    pub fichier: String,
    /// One file a letter, in a folder of that name.
    pub separes: bool,
    /// What is being done.
    pub busy: String,
    /// How much of it is: of how many.
    pub fait: (usize, usize),
    /// The file that was written last.
    pub imprime: String,
    /// The lines that are read, from the latest.
    pub registre: Vec<LigneCourrier>,
    /// How many the filter finds.
    pub registre_total: usize,
    /// Those behind were asked for.
    pub suite_demandee: bool,
    pub filtre: FiltreVu,
    /// The letter of the register that is looked at, with its pages.
    pub vu: Option<(Uuid, Apercu)>,
    pub edition: Edition,
    /// The list of templates takes the keys.
    pub take_focus: bool,
    /// The number field takes the keys.
    pub focus_numeros: bool,
    /// The first field to answer takes the keys.
    pub focus_reponses: bool,
}

impl EcranCourriers {
    /// Can letters be printed now?
    pub fn ready(&self) -> bool {
        self.vue == Vue::Ecrire && !self.plis.is_empty() && self.busy.is_empty()
    }

    /// The templates that one may choose, those that the typed words find.
    pub fn offered(&self) -> impl Iterator<Item = &ModeleVu> {
        let words = crate::domain::nom::fold(&self.filtre_modeles);
        self.modeles.iter().filter(|modele| modele.actif || self.vue == Vue::Modeles).filter(move |modele| {
            let label = crate::domain::nom::fold(&modele.libelle);
            words.split(' ').all(|word| label.contains(word))
        })
    }
}

#[derive(Clone, Debug)]
pub enum Demande {
    Vue(Vue),
    Modele(String),
    /// Every dossier whose service is late.
    EnRetard,
    Preparer,
    Imprimer,
    /// The letters for a word processor.
    Docx,
    /// Keeps the letters as drafts.
    Garder,
    Arreter,
    /// The text or the choice of the letter changed: its pages are drawn again.
    Apercu,
    /// The merged text again, what was changed by hand forgotten.
    Refusionner,
    Parcourir,
    OuvrirFichier,
    /// The letters that the filter of the register finds, as a spreadsheet.
    Lister,
    Chercher,
    /// The lines of the register behind those that are read.
    Suite,
    Voir(Uuid),
    Reprendre(Uuid),
    Reimprimer(Uuid),
    Valider(Uuid),
    Envoye(Uuid),
    /// A draft.
    Supprimer(Uuid),
    Ouvrir(Uuid),
    Edition(super::edition::Demande),
}
