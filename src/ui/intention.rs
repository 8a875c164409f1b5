//! What a view asks for. Only `app` carries it out.

use uuid::Uuid;

use crate::commands::Commande;
use crate::domain::Cle;
use crate::domain::edit::Edit;
use crate::domain::liste::EditListe;
use crate::domain::recherche::Choisis;

#[derive(Clone, Debug)]
pub enum Intention {
    Commande(Commande),
    /// A keystroke in a field of the open dossier: joins the last one of the same field.
    Type(Edit),
    /// Being typed in a list, not taken yet: only the draft's file is told.
    HalfTyped {
        fiche: Uuid,
        cle: Cle,
        texte: String,
    },
    /// The number of a known dossier, for the field that asked.
    TakeNumero {
        fiche: Uuid,
        cle: Cle,
        numero: String,
    },
    /// Something else done to the open dossier, undone in one go.
    Do(Vec<Edit>),
    /// Move on: the last field of a part was left by the keyboard.
    NextPart,
    GoTo {
        fiche: Uuid,
        cle: Cle,
    },
    ShowPart(super::dossier::Part),
    /// Of the clash at that place: which text stays.
    Settle {
        at: usize,
        garde: Garde,
    },
    ShowChild(Uuid),
    /// Shown too, but the keys stay in the grid of children.
    MarkChild(Uuid),
    LinkKnown(usize),
    OpenDossier(Uuid),
    /// Several, each in its tab.
    OpenDossiers(Vec<Uuid>),
    /// Typed in the one search field.
    Search(String),
    Accueil(super::accueil::Demande),
    Suivi(super::dossier::DemandeSuivi),
    ShowDossier(usize),
    CloseDossier(usize),
    /// The Dossiers screen, with these alone: the dossiers behind a figure.
    ShowDossiers(Choisis),
    Grille(super::dossiers::Demande),
    Enfant(super::enfant::Demande),
    NeedPage(u64),
    ShowListe(String),
    EditListe(EditListe),
    Populations(super::populations::Demande),
    /// Everything on its way out stays in.
    StopExport,
    Courriers(super::courriers::Demande),
    Administration(super::administration::Demande),
    Tableaux(super::tableaux::Demande),
    Reprise(super::reprise::Demande),
    Ask(super::question::Question),
    Answer(super::question::Reponse),
    Start(super::ouverture::Choix),
    BrowseFile {
        save: bool,
    },
}

/// Which text stays when two people wrote in one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Garde {
    Mien,
    Sien,
    LesDeux,
}

impl Intention {
    /// Is it what was typed in that field?
    pub fn types_in(&self, row: Uuid, field: Cle) -> bool {
        matches!(self, Self::Type(Edit::Champ { fiche, cle, .. }) if (*fiche, *cle) == (row, field))
    }
}
