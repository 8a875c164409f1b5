//! A list as the Paramètres screen shows it, and what can be done to it.

use std::collections::BTreeMap;

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
    /// Code and label of what it may be; empty when it is typed, or a territory.
    pub choix: &'static [(&'static str, &'static str)],
}

const fn champ(colonne: &'static str, libelle: &'static str) -> ChampParametre {
    ChampParametre { colonne, libelle, nullable: false, choix: &[] }
}

const fn optional(colonne: &'static str, libelle: &'static str) -> ChampParametre {
    ChampParametre { nullable: true, ..champ(colonne, libelle) }
}

/// What a correspondent is: the templates choose by it to whom they go.
pub const NATURES: &[(&str, &str)] = &[
    ("tribunal", "Tribunal, parquet"),
    ("scolaire", "École, éducation nationale"),
    ("sante", "Hôpital, médecin"),
    ("organisme", "Organisme"),
    ("departement", "Autre département"),
    ("archives", "Archives"),
];

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

const CORRESPONDANT: [ChampParametre; 6] = {
    let [adresse, code_postal, ville, telephone, courriel] = ADRESSE;
    let nature = ChampParametre { choix: NATURES, ..champ("nature", "Nature") };
    [adresse, code_postal, ville, telephone, courriel, nature]
};

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
        champs: &CORRESPONDANT,
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

/// Headings in their order, each followed by what stands under it: a value added last is last of its own.
pub fn by_family<T>(values: &mut [T], id: impl Fn(&T) -> &str, parent: impl Fn(&T) -> Option<&str>) {
    let place: BTreeMap<String, usize> =
        values.iter().enumerate().map(|(at, value)| (id(value).to_owned(), at)).collect();
    values.sort_by_cached_key(|value| {
        let heading = parent(value).and_then(|parent| place.get(parent));
        (heading.or_else(|| place.get(id(value))).copied(), heading.is_some())
    });
}

/// The ids in their new order, once the value at `at` went up or down among its own; a heading takes along what
/// stands under it. Reads a list in the order of [`by_family`]; none where there is nowhere to go.
pub fn moved(valeurs: &[ValeurDetail], at: usize, up: bool) -> Option<Vec<String>> {
    let moving = valeurs.get(at)?;
    let own = |other: &usize| valeurs.get(*other).is_some_and(|other| other.parent == moving.parent);
    let other = if up { (0..at).rev().find(own) } else { (at + 1..valeurs.len()).find(own) }?;
    let (first, second) = (at.min(other), at.max(other));
    let heading = valeurs.get(second)?.id.as_str();
    let under = valeurs.iter().skip(second + 1).take_while(|value| value.parent.as_deref() == Some(heading)).count();
    let mut ids: Vec<String> = valeurs.iter().map(|valeur| valeur.id.clone()).collect();
    ids.get_mut(first..=second + under)?.rotate_left(second - first);
    Some(ids)
}

/// The table that keeps this list.
pub fn table_of(liste: &str) -> &'static TableParametre {
    TABLES_PARAMETRES.iter().find(|table| table.code == liste).unwrap_or(&VALEUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(id: &str, parent: &str) -> ValeurDetail {
        ValeurDetail {
            id: id.to_owned(),
            libelle: id.to_owned(),
            ordre: 0,
            actif: true,
            valide_du: String::new(),
            valide_au: String::new(),
            parent: Some(parent.to_owned()).filter(|parent| !parent.is_empty()),
            usage: 0,
            champs: Vec::new(),
            historique: Vec::new(),
        }
    }

    #[test]
    fn a_value_stands_under_its_heading_and_a_heading_moves_with_all_that_is_its_own() {
        let mut valeurs = [("A", ""), ("a1", "A"), ("a2", "A"), ("B", ""), ("b1", "B"), ("a3", "A"), ("x", "gone")]
            .map(|(id, parent)| value(id, parent));
        by_family(&mut valeurs, |one| &one.id, |one| one.parent.as_deref());
        let ids = |valeurs: &[ValeurDetail]| valeurs.iter().map(|one| one.id.clone()).collect::<Vec<_>>().join(" ");
        assert_eq!(ids(&valeurs), "A a1 a2 a3 B b1 x");
        let after = |at: usize, up: bool| moved(&valeurs, at, up).map(|ids| ids.join(" "));
        assert_eq!(after(0, false).as_deref(), Some("B b1 A a1 a2 a3 x"));
        assert_eq!(after(4, true).as_deref(), Some("B b1 A a1 a2 a3 x"));
        assert_eq!(after(1, false).as_deref(), Some("A a2 a1 a3 B b1 x"));
        assert_eq!(after(3, false), None, "the last of its own goes no further");
        assert_eq!(after(0, true), None);
    }
}
