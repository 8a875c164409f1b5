//! What the screen shows, and what it asks for.

use uuid::Uuid;

use crate::domain::reprise::{ConstatVu, LigneVue};

/// Where one is, in the order of the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, strum::EnumIter)]
pub enum Etape {
    #[default]
    Fichier,
    Correspondance,
    Reprise,
    Reconciliation,
    Personnes,
}

impl Etape {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Fichier => "1. Fichier",
            Self::Correspondance => "2. Correspondance",
            Self::Reprise => "3. Essai et reprise",
            Self::Reconciliation => "4. Réconciliation",
            Self::Personnes => "5. Personnes",
        }
    }
}

/// A column of the old base, where it goes, and what it holds.
#[derive(Clone, Debug, Default)]
pub struct ColonneVue {
    pub nom: String,
    pub genre: &'static str,
    /// The field of Vigie, by its column; empty for kept beside.
    pub champ: String,
    pub exemples: String,
    /// What does not fit, after a dry run.
    pub reste: String,
}

#[derive(Clone, Debug, Default)]
pub struct TableVue {
    pub nom: String,
    pub lignes: usize,
    pub devient: &'static str,
    pub colonnes: Vec<ColonneVue>,
    /// Fields that its columns may go to: column of Vigie and label.
    pub champs: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default)]
pub struct SourceVue {
    pub resume: String,
    pub incidents: Vec<String>,
    pub tables: Vec<TableVue>,
    pub proposee: bool,
}

/// A field of the reconciliation.
#[derive(Clone, Debug, Default)]
pub struct ColonneBilan {
    pub table: String,
    pub colonnes: String,
    pub champ: String,
    pub source: i64,
    pub regles: Vec<(String, String, i64)>,
    pub resultat: i64,
    pub caracteres: String,
    pub ecart: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum VueBilan {
    #[default]
    Regles,
    Tables,
    Colonnes,
    Listes,
}

impl VueBilan {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Regles => "Règles",
            Self::Tables => "Tables",
            Self::Colonnes => "Colonnes",
            Self::Listes => "Listes",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct BilanVu {
    pub a_blanc: bool,
    pub titre: String,
    /// What was written, or that nothing was.
    pub ecriture: String,
    pub explique: bool,
    pub tables: Vec<[String; 7]>,
    pub colonnes: Vec<ColonneBilan>,
    pub valeurs: Vec<[String; 5]>,
    /// Code, label, rows.
    pub regles: Vec<(String, String, usize)>,
}

/// The rows behind a figure.
#[derive(Clone, Debug, Default)]
pub struct Constats {
    pub titre: String,
    pub total: i64,
    pub lignes: Vec<ConstatVu>,
}

/// An old row beside what it became.
#[derive(Clone, Debug, Default)]
pub struct Cote {
    pub dossier: Uuid,
    pub titre: String,
    pub anciennes: Vec<LigneVue>,
    /// Where, label, value.
    pub nouveau: Vec<(String, Vec<(String, String)>)>,
}

/// Two persons who may be one.
#[derive(Clone, Debug)]
pub struct PaireVue {
    pub garde: Uuid,
    pub absorbe: Uuid,
    pub un: String,
    pub autre: String,
    pub niveau: &'static str,
    pub probable: bool,
    pub raisons: String,
    pub choisie: bool,
}

#[derive(Debug, Default)]
pub struct EcranReprise {
    pub etape: Etape,
    pub fichier: String,
    pub mot_de_passe: String,
    pub busy: String,
    pub fait: (usize, usize),
    pub erreur: String,
    pub source: Option<SourceVue>,
    pub choisie: usize,
    pub texte: String,
    /// Is the text shown, rather than the table?
    pub en_texte: bool,
    pub bilan: Option<BilanVu>,
    pub vue: VueBilan,
    pub constats: Option<Constats>,
    pub cote: Option<Cote>,
    pub paires: Vec<PaireVue>,
    pub paires_lues: bool,
    pub take_focus: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Xlsx,
}

#[derive(Clone, Debug)]
pub enum Demande {
    Etape(Etape),
    Parcourir,
    Lire,
    /// Table, column, field of Vigie or nothing.
    Aller(String, String, String),
    /// The text was changed by hand.
    Relire,
    OuvrirTexte,
    EnregistrerTexte,
    Essayer,
    Reprendre,
    Arreter,
    Rapport(Format),
    /// Rule, table, column: the rows behind a figure.
    Constats(String, String, String),
    FermerConstats,
    Cote(Uuid),
    FermerCote,
    OuvrirDossier(Uuid),
    ChercherPersonnes,
    Reunir,
    Refuser,
    Defaire,
}
