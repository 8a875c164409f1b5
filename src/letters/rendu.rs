//! From letters to a file: the trait that the rest of Vigie knows, and what can go wrong.

use crate::domain::lettre::Lettre;

use super::polices;
use super::recueil::Recueil;

/// Why a letter cannot be printed, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErreurRendu {
    #[error("Le caractère « {0} » (U+{code:04X}) ne peut pas être imprimé ; écrivez-le en lettres latines", code = u32::from(*.0))]
    Caractere(char),
    #[error("Il manque encore des champs dans le courrier ; remplissez-les avant d’imprimer")]
    Incomplet,
    #[error("L’adresse du destinataire a {0} lignes et ne tient pas dans la fenêtre de l’enveloppe ; raccourcissez-la")]
    Adresse(usize),
    #[error("Le logo de l’en-tête n’est pas une image JPEG ; remplacez-le dans les paramètres des courriers")]
    Logo,
    #[error("Les pages ne peuvent pas être dessinées ({0}) ; le courrier est gardé, signalez-le à l’administrateur")]
    Dessin(String),
}

/// Draws letters. One may put another engine behind it.
pub trait LetterRenderer {
    /// One file of one letter.
    ///
    /// # Errors
    /// What of the letter cannot be printed.
    fn one(&self, lettre: &Lettre) -> Result<Vec<u8>, ErreurRendu>;

    /// One file of all these letters, in order, each on its own pages.
    ///
    /// # Errors
    /// The rank of the letter that cannot be printed, and why.
    fn merged(&self, lettres: &[Lettre]) -> Result<Vec<u8>, (usize, ErreurRendu)>;
}

/// genpdf draws, Vigie embeds only the glyphs that are used.
#[derive(Clone, Copy, Debug, Default)]
pub struct Genpdf;

impl LetterRenderer for Genpdf {
    fn one(&self, lettre: &Lettre) -> Result<Vec<u8>, ErreurRendu> {
        let mut recueil = Recueil::new(&lettre.objet, lettre);
        recueil.add(lettre)?;
        recueil.finish()
    }

    fn merged(&self, lettres: &[Lettre]) -> Result<Vec<u8>, (usize, ErreurRendu)> {
        let Some(first) = lettres.first() else { return Ok(Vec::new()) };
        let mut recueil = Recueil::new(&format!("Courriers ({})", lettres.len()), first);
        for (at, lettre) in lettres.iter().enumerate() {
            recueil.add(lettre).map_err(|error| (at, error))?;
        }
        recueil.finish().map_err(|error| (lettres.len(), error))
    }
}

/// Can every character of it be printed, and is nothing missing?
///
/// # Errors
/// The first thing that cannot.
pub fn printable(lettre: &Lettre) -> Result<(), ErreurRendu> {
    complete(lettre)?;
    for texte in lettre.all_text() {
        if let Some(c) = polices::unprintable(texte) {
            return Err(ErreurRendu::Caractere(c));
        }
    }
    Ok(())
}

/// Is nothing missing?
///
/// # Errors
/// A field that is still to be filled.
pub fn complete(lettre: &Lettre) -> Result<(), ErreurRendu> {
    let whole = lettre.all_text().all(|texte| super::valeur::marks(texte).is_empty());
    if whole { Ok(()) } else { Err(ErreurRendu::Incomplet) }
}
