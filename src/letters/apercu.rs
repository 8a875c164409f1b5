//! The pages of a letter for the screen: those that the file is drawn from, each word at its place.

use crate::domain::feuille::{Page, Texte};
use crate::domain::lettre::Lettre;

use super::logo::Logo;
use super::page;
use super::polices::width;
use super::rendu::{ErreurRendu, printable};

/// The pages as they will be printed. A text is cut at its spaces, so that whoever draws it with the
/// same faces cannot drift from the places that were measured.
///
/// # Errors
/// What of the letter cannot be printed: the same refusals as for the file.
pub fn pages(lettre: &Lettre) -> Result<Vec<Page>, ErreurRendu> {
    printable(lettre)?;
    page::address_fits(lettre).map_err(ErreurRendu::Adresse)?;
    let logo = Logo::read(&lettre.entete.logo);
    if !lettre.entete.logo.is_empty() && logo.is_none() {
        return Err(ErreurRendu::Logo);
    }
    let mut logo = logo.and_then(|logo| logo.vignette());
    // It stands on the first page alone.
    let cut = |page: Page| Page { textes: page.textes.iter().flat_map(words).collect(), logo: logo.take(), ..page };
    Ok(page::set(lettre).into_iter().map(cut).collect())
}

fn words(texte: &Texte) -> Vec<Texte> {
    let mut words = Vec::new();
    let mut x = texte.x;
    for piece in texte.contenu.split_inclusive(' ') {
        let word = piece.trim_end_matches(' ');
        if !word.is_empty() {
            let largeur = width(word, texte.gras, texte.taille);
            words.push(Texte { x, contenu: word.to_owned(), largeur, ..texte.clone() });
        }
        x += width(piece, texte.gras, texte.taille);
    }
    words
}
