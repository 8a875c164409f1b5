//! What the tables and the columns of an old base may become.

use serde::Deserialize;

use crate::domain::{Cle, Nature, Table};

/// What the rows of a table become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, strum::EnumIter)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Dossier,
    Enfant,
    Adulte,
    Motif,
    Conclusion,
    Traitement,
    Piece,
    /// An older copy of the dossiers, where those that are no more are looked for.
    Secours,
    /// Codes and labels that other tables refer to.
    Liste,
    /// Kept as it was, beside the dossiers.
    Gardee,
    /// Counted, and not taken: reporters, passwords.
    Ecartee,
}

impl Role {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dossier => "dossier",
            Self::Enfant => "enfant",
            Self::Adulte => "adulte",
            Self::Motif => "motif",
            Self::Conclusion => "conclusion",
            Self::Traitement => "traitement",
            Self::Piece => "piece",
            Self::Secours => "secours",
            Self::Liste => "liste",
            Self::Gardee => "gardee",
            Self::Ecartee => "ecartee",
        }
    }

    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Dossier => "dossiers",
            Self::Enfant => "enfants",
            Self::Adulte => "adultes",
            Self::Motif => "motifs",
            Self::Conclusion => "conclusions",
            Self::Traitement => "traitements",
            Self::Piece => "pièces jointes",
            Self::Secours => "copie de secours des dossiers",
            Self::Liste => "liste de valeurs",
            Self::Gardee => "gardée à côté",
            Self::Ecartee => "comptée, non reprise",
        }
    }

    /// The tables of Vigie that its columns go to.
    pub const fn tables(self) -> &'static [Table] {
        match self {
            Self::Dossier | Self::Secours => &[Table::Dossier],
            Self::Enfant => &[Table::EnfantConcerne, Table::Enfant],
            Self::Adulte => &[Table::Adulte, Table::AdulteEnfant],
            Self::Motif => &[Table::MotifEnfant],
            Self::Conclusion => &[Table::ConclusionEnfant],
            Self::Traitement => &[Table::Traitement],
            Self::Piece | Self::Liste | Self::Gardee | Self::Ecartee => &[],
        }
    }

    /// Does each row hang on one of another table?
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::Enfant | Self::Traitement | Self::Piece => Some(Self::Dossier),
            Self::Adulte | Self::Motif | Self::Conclusion => Some(Self::Enfant),
            _ => None,
        }
    }

    /// What a column may be besides the fields of the catalogue.
    pub const fn particuliers(self) -> &'static [Particulier] {
        use Particulier::*;
        match self {
            Self::Dossier | Self::Secours => &[Supprime],
            Self::Traitement => &[ServiceLibre, DelaiJours, RapportRecu],
            Self::Piece => &[Contenu, NomFichier, Libelle, Jour],
            _ => &[],
        }
    }
}

/// What has no field of its own, but decides one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Particulier {
    /// A dossier that the old application hid.
    Supprime,
    /// A service written in full where none was chosen.
    ServiceLibre,
    /// Days from the sending to the day due.
    DelaiJours,
    /// Whether the report came back.
    RapportRecu,
    Contenu,
    NomFichier,
    Libelle,
    Jour,
}

impl Particulier {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Supprime => "supprime",
            Self::ServiceLibre => "service_libre",
            Self::DelaiJours => "delai_jours",
            Self::RapportRecu => "rapport_recu",
            Self::Contenu => "contenu",
            Self::NomFichier => "nom_fichier",
            Self::Libelle => "libelle",
            Self::Jour => "jour",
        }
    }
}

impl Particulier {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Supprime => "Supprimé dans l’ancienne application",
            Self::ServiceLibre => "Service en toutes lettres",
            Self::DelaiJours => "Délai en jours",
            Self::RapportRecu => "Rapport reçu",
            Self::Contenu => "Fichier",
            Self::NomFichier => "Nom du fichier",
            Self::Libelle => "Libellé de la pièce",
            Self::Jour => "Jour de l’ajout",
        }
    }
}

/// Where a column goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum But {
    Champ(Cle),
    Particulier(Particulier),
    /// Never taken, nor kept: a password.
    Jamais,
}

impl But {
    pub fn parse(role: Role, texte: &str) -> Option<Self> {
        if texte == "jamais" {
            return Some(Self::Jamais);
        }
        let particulier = role.particuliers().iter().find(|one| one.code() == texte).copied();
        let champ = || {
            let cle = role.tables().iter().find_map(|table| Cle::from_colonne(*table, texte))?;
            let typed = !matches!(cle.champ().nature, Nature::Reference(_) | Nature::Auto(_));
            let numbered = ["numero", "date_traitement"].contains(&cle.champ().colonne);
            (typed || numbered).then_some(Self::Champ(cle))
        };
        particulier.map(Self::Particulier).or_else(champ)
    }

    /// Everything that a column of this role may fill.
    pub fn all(role: Role) -> Vec<Self> {
        let fields =
            role.tables().iter().flat_map(|table| table.champs()).filter_map(|champ| Self::parse(role, champ.colonne));
        let own = role.particuliers().iter().map(|one| Self::Particulier(*one));
        let mut all: Vec<Self> = fields.chain(own).collect();
        all.push(Self::Jamais);
        all
    }

    /// For who chooses.
    pub fn libelle(self) -> String {
        match self {
            Self::Champ(cle) => cle.champ().libelle.to_owned(),
            Self::Particulier(one) => one.libelle().to_owned(),
            Self::Jamais => "jamais reprise ni gardée".to_owned(),
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Champ(cle) => cle.champ().colonne,
            Self::Particulier(one) => one.code(),
            Self::Jamais => "jamais",
        }
    }
}
