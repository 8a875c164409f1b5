//! What each rule did to each column, counted as the rows are made: the two sides of the reconciliation.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::reprise::Constat;

use super::correspondance::But;
use super::regles::Regle;

/// Where in the old base.
#[derive(Clone, Debug)]
pub struct Lieu {
    pub table: Arc<str>,
    pub cle: Box<str>,
    pub dossier: Option<Uuid>,
}

/// What a rule gained or lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Effet {
    pub fois: i64,
    pub valeurs: i64,
    pub caracteres: i64,
}

/// A table of the old base and a field of Vigie.
pub type Passage = (Arc<str>, But);

#[derive(Debug, Default)]
pub struct Bilan {
    pub constats: Vec<Constat>,
    pub effets: BTreeMap<(Passage, Regle), Effet>,
    /// Values read, and their characters, before any rule.
    pub lus: BTreeMap<Passage, Effet>,
    /// Old value, new value, how many times; of lists and of yes and no.
    pub valeurs: BTreeMap<(Passage, Arc<str>, String, String), usize>,
    /// The one of them whose rows are wanted, and its rows: those of all would be as many as the values.
    pub suivi: Option<Suivi>,
    pub suivies: Vec<Constat>,
}

/// A figure of the lists: table and column of the old base, its value, what it became.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suivi {
    pub table: String,
    pub colonne: String,
    pub avant: String,
    pub apres: String,
}

impl Suivi {
    fn is(&self, one: [&str; 4]) -> bool {
        [&*self.table, &*self.colonne, &*self.avant, &*self.apres] == one
    }
}

/// What is shown of a long text.
const MONTRE: usize = 160;

fn court(texte: &str) -> Box<str> {
    match texte.char_indices().nth(MONTRE) {
        Some((at, _)) => format!("{}…", texte.get(..at).unwrap_or_default()).into(),
        None => texte.into(),
    }
}

impl Bilan {
    /// Tells a rule of one value, and what it did to the count and to the characters of its field.
    pub fn noter(
        &mut self,
        regle: Regle,
        lieu: &Lieu,
        colonne: &Arc<str>,
        but: Option<But>,
        (avant, apres): (&str, &str),
        (valeurs, caracteres): (i64, i64),
    ) {
        self.constats.push(Constat {
            regle: regle.code(),
            table: Arc::clone(&lieu.table),
            cle: lieu.cle.clone(),
            colonne: Arc::clone(colonne),
            avant: court(avant),
            apres: court(apres),
            dossier: lieu.dossier,
        });
        if let Some(but) = but {
            self.effet(regle, &lieu.table, but, valeurs, caracteres);
        }
    }

    /// The same without a row of its own: the row was told once for all of its columns.
    pub fn effet(&mut self, regle: Regle, table: &Arc<str>, but: But, valeurs: i64, caracteres: i64) {
        let effet = self.effets.entry(((Arc::clone(table), but), regle)).or_default();
        effet.fois += 1;
        effet.valeurs += valeurs;
        effet.caracteres += caracteres;
    }

    /// A value that is there, before anything is done to it.
    pub fn lu(&mut self, table: &Arc<str>, but: But, valeurs: i64, caracteres: i64) {
        let lu = self.lus.entry((Arc::clone(table), but)).or_default();
        lu.fois += 1;
        lu.valeurs += valeurs;
        lu.caracteres += caracteres;
    }

    /// A value of a list, of yes or of no, and what it became.
    pub fn passage(&mut self, lieu: &Lieu, but: But, colonne: &Arc<str>, avant: &str, apres: &str) {
        let key = ((Arc::clone(&lieu.table), but), Arc::clone(colonne), avant.to_owned(), apres.to_owned());
        *self.valeurs.entry(key).or_default() += 1;
        if self.suivi.as_ref().is_some_and(|suivi| suivi.is([&lieu.table, colonne, avant, apres])) {
            self.suivies.push(Constat {
                regle: "",
                table: Arc::clone(&lieu.table),
                cle: lieu.cle.clone(),
                colonne: Arc::clone(colonne),
                avant: avant.into(),
                apres: apres.into(),
                dossier: lieu.dossier,
            });
        }
    }
}
