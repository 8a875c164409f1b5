//! The words of `vigie courrier ecrire`.

use super::{Given, Result, Verb, usage};

/// What `vigie courrier ecrire` was told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ecriture {
    pub modele: String,
    pub numeros: Vec<String>,
    /// Every dossier whose service is late, beside those named.
    pub en_retard: bool,
    pub sortie: Option<String>,
    pub separes: Option<String>,
    /// Letters for a word processor, with `--separes`; a `--sortie` says it by its name.
    pub docx: bool,
    pub liste: Option<String>,
    pub destinataire: Option<String>,
    /// `nom=valeur`
    pub champs: Vec<String>,
}

impl Given {
    pub(super) fn courrier(&mut self) -> &mut Ecriture {
        self.courrier.get_or_insert_default()
    }

    /// Numbers may follow `--dossier` one after the other: they are the words left.
    pub(super) fn write_letters(&mut self, words: &mut impl Iterator<Item = String>) -> Result<Verb> {
        let mut ecriture = self.courrier.take().unwrap_or_default();
        ecriture.numeros.extend(words);
        let missing = if ecriture.modele.is_empty() {
            "« --modele » et son code ; « vigie courrier modeles » les montre"
        } else if ecriture.numeros.is_empty() && !ecriture.en_retard {
            "« --dossier » et un numéro au moins, ou « --en-retard »"
        } else if ecriture.sortie.is_none() && ecriture.separes.is_none() {
            "« --sortie » et un fichier, ou « --separes » et un répertoire"
        } else {
            return Ok(Verb::WriteCourriers(ecriture));
        };
        Err(usage(format!("Il manque {missing}")))
    }
}
