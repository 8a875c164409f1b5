//! Letters as files, drawn again from what was frozen.

use crate::domain::lettre::Lettre;
use crate::letters::{Genpdf, LetterRenderer as _};
use crate::storage::Instantane;

use super::ErreurArchive;
use super::depot::{Depot, safe_name};
use crate::exchange::tableur::Cellule;

pub const TITRES: [&str; 7] = ["N° de dossier", "Date", "Modèle", "Destinataire", "Objet", "État", "Fichier"];

/// Writes each letter as a PDF; `ligne` gets what the workbook tells of it. Gives how many.
pub fn write(
    base: &mut Instantane<'_>,
    depot: &mut Depot,
    mut ligne: impl FnMut(&[Cellule]) -> Result<(), ErreurArchive>,
) -> Result<usize, ErreurArchive> {
    let (mut after, mut count) = (None, 0);
    loop {
        let page = base.courriers(after)?;
        let Some(last) = page.last() else { return Ok(count) };
        after = Some(last.id);
        for courrier in page {
            let mut fichier = format!(
                "courriers/{}_{}_{}_{}.pdf",
                safe_name(&courrier.numero),
                courrier.jour,
                safe_name(&courrier.modele),
                courrier.id
            );
            // A letter that this version cannot draw any more is still in donnees/courrier.
            match serde_json::from_str::<Lettre>(&courrier.lettre).ok().and_then(|lettre| Genpdf.one(&lettre).ok()) {
                Some(pdf) => depot.write(&fichier, &pdf)?,
                None => fichier.clear(),
            }
            let jour = courrier.jour.parse::<chrono::NaiveDate>().ok();
            ligne(&[
                courrier.numero.into(),
                jour.into(),
                courrier.modele.into(),
                courrier.destinataire.into(),
                courrier.objet.into(),
                courrier.etat.into(),
                fichier.into(),
            ])?;
            count += 1;
        }
    }
}
