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
    /// What does not fit, after a run, dry or not: rule, its words, how many rows.
    pub reste: Vec<(String, String, u64)>,
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
    /// The only column, when there is but one.
    pub seule: String,
    pub champ: String,
    pub source: i64,
    pub regles: Vec<(String, String, i64)>,
    pub resultat: i64,
    /// Characters before and after, or the least and the greatest.
    pub etendue: String,
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

    pub const fn explication(self) -> &'static str {
        match self {
            Self::Regles => "Ce que la reprise a changé, déplacé ou remarqué\u{a0}; chaque chiffre ouvre ses lignes.",
            Self::Tables => {
                "Chaque ligne de chaque table\u{a0}: reprise, gardée à côté telle qu’elle était, ou non reprise."
            }
            Self::Colonnes => "Valeurs lues, plus ce qu’a fait chaque règle, égale ce que tient la base.",
            Self::Listes => {
                "Ce qu’est devenue chaque valeur des anciennes listes\u{a0}; chaque chiffre ouvre ses lignes."
            }
        }
    }
}

/// A table of the reconciliation.
#[derive(Clone, Debug, Default)]
pub struct TableBilan {
    pub nom: String,
    pub devient: String,
    pub lignes: usize,
    pub reprises: usize,
    pub gardees: usize,
    pub ecartees: usize,
    pub resultat: String,
}

#[derive(Clone, Debug, Default)]
pub struct BilanVu {
    pub a_blanc: bool,
    pub titre: String,
    /// What was written, or that nothing was.
    pub ecriture: String,
    pub explique: bool,
    pub tables: Vec<TableBilan>,
    pub colonnes: Vec<ColonneBilan>,
    /// Table, column, old value, new one; how many rows.
    pub valeurs: Vec<([String; 4], usize)>,
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
    /// Name and birth, then the dossiers.
    pub un: (String, String),
    pub autre: (String, String),
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
    /// The rows behind a figure of the lists, by its place among them.
    Valeurs(usize),
    /// The rows of a table that are kept beside.
    Gardees(String),
    FermerConstats,
    Cote(Uuid),
    FermerCote,
    OuvrirDossier(Uuid),
    ChercherPersonnes,
    Reunir,
    Refuser,
    Defaire,
}
