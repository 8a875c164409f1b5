//! A list as the Paramètres screen shows it, and what can be done to it.

use chrono::NaiveDate;

/// A value with what the Paramètres screen shows of it. Dates as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValeurDetail {
    pub id: String,
    pub libelle: String,
    pub ordre: i32,
    pub actif: bool,
    pub valide_du: String,
    pub valide_au: String,
    pub parent: Option<String>,
    /// How many rows hold it.
    pub usage: i64,
    /// What else is known of it, in the order of [`TableParametre::champs`].
    pub champs: Vec<String>,
    /// Of a delay: each length that it has had, the latest first.
    pub historique: Vec<String>,
}

/// What can be done to a list; `liste` is its code, or `territoire` or `service`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditListe {
    Add {
        liste: String,
        libelle: String,
        parent: Option<String>,
    },
    Rename {
        liste: String,
        id: String,
        libelle: String,
    },
    /// The ids of the list in their new order.
    Order {
        liste: String,
        ids: Vec<String>,
    },
    SetActive {
        liste: String,
        id: String,
        actif: bool,
    },
    Validity {
        liste: String,
        id: String,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    },
    /// What else is known of a value, in the order of [`TableParametre::champs`].
    Fields {
        liste: String,
        id: String,
        champs: Vec<String>,
    },
    /// Every row that holds `from` holds `to` from now on; `from` is closed.
    Merge {
        liste: String,
        from: String,
        to: String,
    },
}

/// One more thing that a parameter table says of a value.
#[derive(Debug)]
pub struct ChampParametre {
    pub colonne: &'static str,
    pub libelle: &'static str,
    /// Empty is NULL: a reference, or a code that does not exist.
    pub nullable: bool,
}

const fn champ(colonne: &'static str, libelle: &'static str) -> ChampParametre {
    ChampParametre { colonne, libelle, nullable: false }
}

const fn optional(colonne: &'static str, libelle: &'static str) -> ChampParametre {
    ChampParametre { colonne, libelle, nullable: true }
}

/// A table of parameters that is kept like a list.
#[derive(Debug)]
pub struct TableParametre {
    /// As [`EditListe`] names it; the table's own name, but for `valeur` which holds all plain lists.
    pub code: &'static str,
    pub table: &'static str,
    pub libelle: &'static str,
    pub cle: &'static str,
    pub nom: &'static str,
    /// Has `ordre` and `actif`: can be ordered, closed, added to and merged.
    pub liste: bool,
    pub champs: &'static [ChampParametre],
}

const ADRESSE: [ChampParametre; 5] = [
    champ("adresse", "Adresse"),
    champ("code_postal", "Code postal"),
    champ("ville", "Ville"),
    champ("telephone", "Téléphone"),
    champ("courriel", "Courriel"),
];

/// The plain lists, all in one table.
pub const VALEUR: TableParametre = TableParametre {
    code: "",
    table: "valeur",
    libelle: "",
    cle: "id",
    nom: "libelle",
    liste: true,
    champs: &[optional("olinpe", "Code national OLINPE (VARIABLE=code)")],
};

/// The tables that say more than a label.
pub const TABLES_PARAMETRES: &[TableParametre] = &[
    TableParametre {
        code: "territoire",
        table: "territoire",
        libelle: "Territoires",
        cle: "id",
        nom: "libelle",
        liste: true,
        champs: &ADRESSE,
    },
    TableParametre {
        code: "service",
        table: "service",
        libelle: "Services",
        cle: "id",
        nom: "libelle",
        liste: true,
        champs: &[optional("territoire", "Territoire"), champ("telephone", "Téléphone"), champ("courriel", "Courriel")],
    },
    TableParametre {
        code: "correspondant",
        table: "correspondant",
        libelle: "Correspondants",
        cle: "id",
        nom: "libelle",
        liste: true,
        champs: &ADRESSE,
    },
    TableParametre {
        code: "commune",
        table: "commune",
        libelle: "Communes du département",
        cle: "code",
        nom: "nom",
        liste: false,
        champs: &[optional("territoire", "Territoire"), champ("codes_postaux", "Codes postaux")],
    },
    TableParametre {
        code: "delai",
        table: "delai",
        libelle: "Délais",
        cle: "code",
        nom: "libelle",
        liste: false,
        champs: &[
            champ("longueur", "Longueur"),
            champ("unite", "Unité (mois, jours, heures)"),
            champ("article", "Article"),
            champ("note", "Note"),
        ],
    },
];

/// The table that keeps this list.
pub fn table_of(liste: &str) -> &'static TableParametre {
    TABLES_PARAMETRES.iter().find(|table| table.code == liste).unwrap_or(&VALEUR)
}
