//! The list of letters as a table: one line a letter, the lines of its address apart, for labels too.

use crate::domain::lettre::Lettre;

use super::tableur::{Cellule, Tableau};

/// Lines of an address that a label has.
const LIGNES: usize = 7;

/// A letter of the list.
#[derive(Clone, Copy, Debug)]
pub struct Envoi<'a> {
    pub numero: &'a str,
    pub modele: &'a str,
    pub etat: &'a str,
    pub lettre: &'a Lettre,
}

/// The list. A longer address keeps its rest in its last line: nothing is cut.
pub fn tableau<'a>(envois: impl IntoIterator<Item = Envoi<'a>>) -> Tableau {
    let mut titres: Vec<String> = ["N° de dossier", "Modèle", "État", "Date", "Objet"].map(str::to_owned).to_vec();
    titres.extend((1..=LIGNES).map(|rank| format!("Ligne {rank}")));
    let line = |envoi: Envoi<'_>| {
        let Envoi { numero, modele, etat, lettre } = envoi;
        let mut cells: Vec<Cellule> = vec![numero.into(), modele.into(), etat.into()];
        cells.push(lettre.jour.map_or(Cellule::Vide, Cellule::from));
        cells.push(lettre.objet.as_str().into());
        cells.extend(
            (0..LIGNES - 1).map(|at| lettre.adresse.get(at).map_or(Cellule::Vide, |line| line.as_str().into())),
        );
        cells.push(lettre.adresse.get(LIGNES - 1..).unwrap_or_default().join(", ").into());
        cells
    };
    Tableau { nom: "Courriers".to_owned(), titres, lignes: envois.into_iter().map(line).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_a_line_and_its_address_its_lines() {
        let lettre = Lettre {
            objet: "=1+1".to_owned(),
            adresse: (1..=9).map(|rank| format!("ligne {rank}")).collect(),
            ..Lettre::default()
        };
        let tableau = tableau([Envoi { numero: "2026-000001", modele: "M", etat: "Validé", lettre: &lettre }]);
        assert_eq!(tableau.titres.len(), tableau.lignes[0].len());
        let texts: Vec<String> = tableau.lignes[0].iter().map(Cellule::texte).collect();
        assert_eq!(texts[5], "ligne 1");
        assert_eq!(texts[11], "ligne 7, ligne 8, ligne 9");
        let csv = String::from_utf8(crate::exchange::tableur::csv(&tableau)).unwrap();
        assert!(csv.contains("'=1+1"), "{csv}");
    }
}
