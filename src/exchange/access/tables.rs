//! A table of the old base beside its mapping.

use std::sync::Arc;

use uuid::Uuid;

use super::bilan::Lieu;
use super::correspondance::{But, Particulier, Role, TableVers};
use super::source::{Source, TableSource, Valeur};
use super::vocabulaire::{Libelles, libelles};

/// A column with what it is read by.
pub struct ColonneLue<'a> {
    pub at: usize,
    pub nom: Arc<str>,
    pub but: But,
    pub valeurs: Option<&'a str>,
    pub libelles: Option<Libelles>,
    pub ajout: Option<&'a str>,
}

impl ColonneLue<'_> {
    /// A value with the label of its code, if it is one.
    pub fn montrer(&self, shown: &str) -> String {
        let label = self.libelles.as_ref().and_then(|labels| labels.get(shown));
        label.map_or_else(|| shown.to_owned(), |label| format!("{shown} ({label})"))
    }
}

/// A table of the old base with its mapping.
pub struct TableLue<'a> {
    pub nom: Arc<str>,
    pub role: Role,
    pub table: &'a TableSource,
    pub cle: Option<usize>,
    pub parent: Option<usize>,
    pub colonnes: Vec<ColonneLue<'a>>,
}

impl<'a> TableLue<'a> {
    pub fn new(source: &'a Source, vers: &'a TableVers) -> Option<Self> {
        let table = source.table(&vers.nom)?;
        let find = |name: &Option<String>| name.as_ref().and_then(|name| table.colonne(name));
        let mut colonnes: Vec<ColonneLue<'a>> = vers
            .colonnes
            .iter()
            .filter_map(|(nom, colonne)| {
                Some(ColonneLue {
                    at: table.colonne(nom)?,
                    nom: nom.as_str().into(),
                    but: But::parse(vers.devient, &colonne.champ)?,
                    valeurs: colonne.valeurs.as_deref(),
                    libelles: colonne.par.as_ref().map(|par| libelles(source, par)),
                    ajout: colonne.ajout.as_deref(),
                })
            })
            .collect();
        // What is added to a text comes after the text; a code before the label that repeats it.
        colonnes.sort_by_key(|colonne| (colonne.ajout.is_some(), colonne.libelles.is_none(), colonne.at));
        let cle = find(&vers.cle).or(table.cle);
        Some(Self {
            nom: table.nom.as_str().into(),
            role: vers.devient,
            table,
            cle,
            parent: find(&vers.parent),
            colonnes,
        })
    }

    pub fn cle(&self, rang: usize) -> Box<str> {
        self.table.cle_de(self.cle, rang).into()
    }

    pub fn valeur(&self, rang: usize, at: usize) -> &'a Valeur {
        self.table.lignes.get(rang).and_then(|row| row.get(at)).unwrap_or(&Valeur::Vide)
    }

    /// The key of the row that this one hangs on.
    pub fn parent(&self, rang: usize) -> Option<String> {
        let value = self.valeur(rang, self.parent?);
        (!value.is_vide()).then(|| value.show())
    }

    pub fn lieu(&self, rang: usize, dossier: Option<Uuid>) -> Lieu {
        Lieu { table: Arc::clone(&self.nom), cle: self.cle(rang), dossier }
    }

    pub fn particulier(&self, particulier: Particulier) -> Option<&ColonneLue<'a>> {
        self.colonnes.iter().find(|colonne| colonne.but == But::Particulier(particulier))
    }

    pub fn rangs(&self) -> std::ops::Range<usize> {
        0..self.table.lignes.len()
    }
}

/// An old row as a JSON object, in the order of its columns; what is empty or never kept is left out.
pub fn contenu(table: &TableSource, row: &[Valeur], jamais: impl Fn(usize) -> bool) -> String {
    let mut json = String::from("{");
    for (at, (colonne, valeur)) in table.colonnes.iter().zip(row).enumerate() {
        if valeur.is_vide() || jamais(at) {
            continue;
        }
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&serde_json::Value::from(colonne.nom.as_str()).to_string());
        json.push(':');
        json.push_str(&match valeur {
            Valeur::Entier(n) => n.to_string(),
            // PostgreSQL keeps no NUL in a text.
            other => serde_json::Value::from(other.show().replace('\0', "\u{fffd}")).to_string(),
        });
    }
    json.push('}');
    json
}
