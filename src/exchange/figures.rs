//! Figures as one table of text: what any tool reads.

use super::tableur::{self, Cellule};
use crate::dashboards::{Figure, Valeur};

/// One line a value, whatever the indicator.
pub fn csv(figures: &[Figure]) -> Vec<u8> {
    let titres = ["Code", "Indicateur", "Axe", "Poste", "Série", "Valeur", "Unité", "Filtre", "Définition"];
    let mut lignes = Vec::new();
    for figure in figures {
        let mut line = |poste: &str, serie: &str, valeur: Valeur| {
            let valeur = match valeur {
                Valeur::Nombre(nombre) => {
                    let scale = 10_f64.powi(i32::from(figure.unite.decimales));
                    Cellule::Nombre((nombre * scale).round() / scale)
                }
                Valeur::Masquee => Cellule::Texte("masqué".to_owned()),
                Valeur::Absente => Cellule::Vide,
            };
            let text = |text: &str| Cellule::Texte(text.to_owned());
            lignes.push(vec![
                text(&figure.code),
                text(&figure.titre),
                text(&figure.axe.libelle),
                text(poste),
                text(serie),
                valeur,
                text(&figure.unite.libelle),
                text(&figure.filtre),
                text(&figure.definition),
            ]);
        };
        for serie in &figure.series {
            for (poste, valeur) in figure.axe.postes.iter().zip(&serie.valeurs) {
                line(&poste.libelle, &serie.libelle, *valeur);
            }
        }
        line("Ensemble", "", figure.total);
    }
    let titres = titres.iter().map(|titre| (*titre).to_owned()).collect();
    tableur::csv(&tableur::Tableau { nom: "Tableaux de bord".to_owned(), titres, lignes })
}
