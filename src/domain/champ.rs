//! What a field is: its column, its label, its nature. The catalogue of all fields is the
//! sum of the `champs!` blocks of the nouns.

/// The tables that make up one dossier, in the order in which rows must be inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    Dossier,
    Enfant,
    EnfantConcerne,
    Adulte,
    AdulteEnfant,
    MotifEnfant,
    ConclusionEnfant,
    Traitement,
}

/// Parents before children: the order of insertion; the reverse is the order of deletion.
pub const TABLES: [Table; 8] = [
    Table::Dossier,
    Table::Enfant,
    Table::EnfantConcerne,
    Table::Adulte,
    Table::AdulteEnfant,
    Table::MotifEnfant,
    Table::ConclusionEnfant,
    Table::Traitement,
];

impl Table {
    /// Name in the database, the same on both bases.
    pub const fn nom(self) -> &'static str {
        match self {
            Self::Dossier => "dossier",
            Self::Enfant => "enfant",
            Self::EnfantConcerne => "enfant_concerne",
            Self::Adulte => "adulte",
            Self::AdulteEnfant => "adulte_enfant",
            Self::MotifEnfant => "motif_enfant",
            Self::ConclusionEnfant => "conclusion_enfant",
            Self::Traitement => "traitement",
        }
    }

    /// What a person calls one row of it.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Dossier => "Dossier",
            Self::Enfant | Self::EnfantConcerne => "Enfant",
            Self::Adulte => "Adulte",
            Self::AdulteEnfant => "Auteur/autorité",
            Self::MotifEnfant => "Motif",
            Self::ConclusionEnfant => "Conclusion",
            Self::Traitement => "Traitement",
        }
    }

    /// Its fields, in the order of the values of a [`crate::domain::Fiche`].
    pub const fn champs(self) -> &'static [Champ] {
        match self {
            Self::Dossier => super::dossier::CHAMPS,
            Self::Enfant => super::enfant::personne::CHAMPS,
            Self::EnfantConcerne => super::enfant::CHAMPS,
            Self::Adulte => super::adulte::CHAMPS,
            Self::AdulteEnfant => super::adulte::lien::CHAMPS,
            Self::MotifEnfant => super::motif::CHAMPS,
            Self::ConclusionEnfant => super::conclusion::CHAMPS,
            Self::Traitement => super::traitement::CHAMPS,
        }
    }

    /// Does each row carry `dossier_id` and `territoire`, the key that rights are kept by?
    /// The dossier is that key itself; a child is a person, once for all dossiers.
    pub const fn belongs_to_dossier(self) -> bool {
        !matches!(self, Self::Dossier | Self::Enfant)
    }

    pub fn from_nom(nom: &str) -> Option<Self> {
        TABLES.into_iter().find(|table| table.nom() == nom)
    }
}

/// How a field is typed, checked, stored and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// One line, at most so many characters.
    Texte(usize),
    /// A person's name: any script, at most 120 characters.
    Nom,
    /// Several lines, at most [`super::texte::LONG_MAX`] characters.
    TexteLong,
    Entier,
    /// A box to tick; empty is « non ».
    Oui,
    Date,
    /// A birth date, perhaps only a month, a year, an estimate or a term; its precision is the next field.
    Naissance,
    Instant,
    /// A value of that list; stored as `liste/code`.
    Liste(&'static str),
    Commune,
    Service,
    Territoire,
    /// The id of a row of that table; never typed.
    Reference(Table),
    /// Filled by the database or derived from other fields; never typed.
    Auto(Forme),
}

/// The shape of a value that nobody types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forme {
    Texte,
    Date,
    Instant,
    Entier,
}

impl Nature {
    /// Does a calendar help to fill it?
    pub const fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::Naissance | Self::Instant)
    }

    /// Is its value one of a list?
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Liste(_) | Self::Commune | Self::Service | Self::Territoire)
    }
}

#[derive(Debug)]
pub struct Champ {
    pub colonne: &'static str,
    pub libelle: &'static str,
    pub nature: Nature,
}

/// Which field: a table and a place in its list of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cle {
    pub table: Table,
    pub rang: usize,
}

impl Cle {
    #[expect(clippy::indexing_slicing, reason = "keys are made by `champs!` and `Cle::all`, within the list")]
    pub fn champ(self) -> &'static Champ {
        &self.table.champs()[self.rang]
    }

    pub fn all(table: Table) -> impl Iterator<Item = Self> {
        (0..table.champs().len()).map(move |rang| Self { table, rang })
    }

    pub fn from_colonne(table: Table, colonne: &str) -> Option<Self> {
        Self::all(table).find(|cle| cle.champ().colonne == colonne)
    }
}

/// Declares the fields of one table: a constant key for each and the list `CHAMPS`.
macro_rules! champs {
    ($table:expr; $($nom:ident $colonne:literal $libelle:literal $nature:expr;)+) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "only counts the fields")]
        enum Ordre { $($nom),+ }
        $(#[doc = concat!("« ", $libelle, " »")]
        pub const $nom: $crate::domain::Cle =
            $crate::domain::Cle { table: $table, rang: Ordre::$nom as usize };)+
        pub const CHAMPS: &[$crate::domain::Champ] = &[
            $($crate::domain::Champ { colonne: $colonne, libelle: $libelle, nature: $nature }),+
        ];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_unique_and_labels_are_set() {
        for table in TABLES {
            for cle in Cle::all(table) {
                let champ = cle.champ();
                assert_eq!(Cle::from_colonne(table, champ.colonne), Some(cle), "{}", champ.colonne);
                assert!(!champ.libelle.is_empty(), "{}.{} has no label", table.nom(), champ.colonne);
            }
        }
    }

    #[test]
    fn a_birth_date_is_followed_by_its_precision() {
        for table in TABLES {
            for (rang, champ) in table.champs().iter().enumerate() {
                if champ.nature == Nature::Naissance {
                    assert_eq!(table.champs()[rang + 1].colonne, "precision_naissance");
                }
            }
        }
    }
}
