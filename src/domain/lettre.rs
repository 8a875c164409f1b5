//! A letter as it will be printed: nothing in it depends any more on the dossier or the parameters.
//!
//! This is what is frozen when a letter is validated; drawn again, it gives the same pages.

use chrono::NaiveDate;

/// Everything that stands on the pages of a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Lettre {
    pub entete: Entete,
    /// « Affaire suivie par… », « N/Réf. : … »: one line each, at the left of the address.
    pub references: Vec<String>,
    /// The lines of the address, in the window of the envelope.
    pub adresse: Vec<String>,
    pub mention: String,
    pub lieu_date: String,
    /// The day of the letter: also the date that its file tells.
    pub jour: Option<NaiveDate>,
    pub objet: String,
    /// The merged text: paragraphs, `- ` lists, `| tables |`, `**bold**`.
    pub corps: String,
    /// Who signs: each line as printed, the name last.
    pub signature: Vec<String>,
    pub pieces: Vec<String>,
    /// At the foot of each page.
    pub pied: String,
}

/// The letterhead.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entete {
    pub departement: String,
    pub lignes: Vec<String>,
    /// A JPEG picture, in base 64; empty for none.
    #[serde(default)]
    pub logo: String,
}

impl Lettre {
    /// All that a reader can read of it but the page numbers, in the order of the page.
    pub fn all_text(&self) -> impl Iterator<Item = &str> {
        let head =
            std::iter::once(self.entete.departement.as_str()).chain(self.entete.lignes.iter().map(String::as_str));
        let lists = self.references.iter().chain(&self.adresse).map(String::as_str);
        let body = [&self.mention, &self.lieu_date, &self.objet, &self.corps].into_iter().map(String::as_str);
        let end = self.signature.iter().chain(&self.pieces).map(String::as_str);
        head.chain(lists).chain(body).chain(end).chain(std::iter::once(self.pied.as_str()))
    }
}
