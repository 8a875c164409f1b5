//! Old values of lists read as values of Vigie: by the mapping, by their label, else added closed.

use std::collections::{BTreeMap, HashMap};

use crate::domain::reprise::ValeurNouvelle;
use crate::domain::{Nature, Parametres, nom};

use super::correspondance::{Correspondance, plie};
use super::source::{Source, Valeur};

/// What a code of another table stands for.
pub type Libelles = HashMap<String, String>;

/// `TABLE.CLE.LIBELLE` read in the old base; empty when one of them is not there.
pub fn libelles(source: &Source, par: &str) -> Libelles {
    let mut parts = par.split('.');
    let mut next = || parts.next().unwrap_or_default();
    let (table, cle, libelle) = (next(), next(), next());
    let Some(table) = source.table(table) else { return Libelles::new() };
    let (Some(cle), Some(libelle)) = (table.colonne(cle), table.colonne(libelle)) else { return Libelles::new() };
    let pair = |row: &[Valeur]| Some((row.get(cle)?.show(), row.get(libelle)?.show()));
    table.lignes.iter().filter_map(|row| pair(row)).collect()
}

/// What became of an old value.
#[derive(Debug, PartialEq, Eq)]
pub enum Lecture {
    /// A value of Vigie.
    Connue(String),
    /// Added to the list, closed.
    Ajoutee(String),
    /// The mapping says that it means nothing.
    SansSens,
}

/// What the code of a value added by a takeover begins with.
const AJOUTEE: &str = "access";

pub struct Vocabulaires<'a> {
    correspondance: &'a Correspondance,
    /// Of each list, folded label to id.
    listes: HashMap<String, HashMap<String, String>>,
    lus: HashMap<String, BTreeMap<String, &'a str>>,
    pub nouvelles: BTreeMap<String, ValeurNouvelle>,
}

/// The name that [`ValeurNouvelle`] gives to the list of this nature.
pub const fn liste_de(nature: Nature) -> Option<&'static str> {
    match nature {
        Nature::Liste(code) => Some(code),
        Nature::Territoire => Some("territoire"),
        Nature::Service => Some("service"),
        _ => None,
    }
}

impl<'a> Vocabulaires<'a> {
    pub fn new(correspondance: &'a Correspondance, parametres: &Parametres) -> Self {
        let mut listes: HashMap<String, HashMap<String, String>> = HashMap::new();
        let natures = parametres.listes.keys().map(|code| (code.clone(), parametres.listes.get(code)));
        for (code, liste) in natures {
            let values = liste.map(|liste| liste.valeurs.as_slice()).unwrap_or_default();
            listes.insert(code, values.iter().rev().map(|choix| (choix.cle.clone(), choix.id.clone())).collect());
        }
        for (code, choix) in [("territoire", &parametres.territoires), ("service", &parametres.services)] {
            listes.insert(
                code.to_owned(),
                choix.iter().rev().map(|choix| (choix.cle.clone(), choix.id.clone())).collect(),
            );
        }
        let lus = correspondance.valeurs.keys().map(|name| (name.clone(), correspondance.vocabulaire(name))).collect();
        Self { correspondance, listes, lus, nouvelles: BTreeMap::new() }
    }

    pub fn correspondance(&self) -> &'a Correspondance {
        self.correspondance
    }

    /// What the mapping alone says of a value: a code, empty when it means nothing.
    pub fn dit(&self, name: Option<&str>, texte: &str) -> Option<&'a str> {
        self.lus.get(name?)?.get(&plie(texte)).copied()
    }

    /// Reads `texte` for a list, a territory or a service; `code` when a code had no label any more.
    pub fn lire(&mut self, nature: Nature, name: Option<&str>, texte: &str, code_perdu: bool) -> Lecture {
        let Some(liste) = liste_de(nature) else { return Lecture::SansSens };
        let full =
            |code: &str| if matches!(nature, Nature::Liste(_)) { format!("{liste}/{code}") } else { code.to_owned() };
        if let Some(code) = self.dit(name, texte) {
            if code.is_empty() {
                return Lecture::SansSens;
            }
            let id = full(code);
            let known = self.listes.get(liste).is_some_and(|values| values.values().any(|known| *known == id));
            if known {
                return Lecture::Connue(id);
            }
            // The mapping names a value that this base does not have: it is added under that very name.
            return self.ajouter(liste, id, texte.trim().to_owned());
        }
        let folded = nom::fold(texte);
        if folded.is_empty() {
            return Lecture::SansSens;
        }
        if !code_perdu && let Some(id) = self.listes.get(liste).and_then(|values| values.get(&folded)) {
            // One that an earlier takeover added is of the old list as it was then: the same file tells the same.
            let added = id.rsplit('/').next().is_some_and(|code| code.starts_with(AJOUTEE));
            return if added { Lecture::Ajoutee(id.clone()) } else { Lecture::Connue(id.clone()) };
        }
        let separator = if matches!(nature, Nature::Liste(_)) { "_" } else { "-" };
        let slug: String = folded.replace(' ', separator).chars().filter(char::is_ascii).take(40).collect();
        let slug = if slug.is_empty() { super::identifiants::court(texte) } else { slug };
        let id = full(&format!("{AJOUTEE}{separator}{slug}"));
        let libelle = match (code_perdu, texte.trim()) {
            (true, code) => format!("Code {code} (ancienne liste)"),
            // Initials.
            (false, text) if text.chars().count() <= 3 => text.to_uppercase(),
            (false, text) => text.chars().take(120).collect(),
        };
        self.ajouter(liste, id, libelle)
    }

    fn ajouter(&mut self, liste: &str, id: String, libelle: String) -> Lecture {
        let new = ValeurNouvelle { liste: liste.to_owned(), id: id.clone(), libelle };
        self.nouvelles.entry(format!("{liste} {id}")).or_insert(new);
        Lecture::Ajoutee(id)
    }
}
