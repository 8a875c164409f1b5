//! The report of a year, from the facts: every indicator of the catalogue, chapter by chapter.

use chrono::NaiveDate;

use super::rapport::{Chapitre, Rapport};
use crate::dashboards::dessin::ecrire;
use crate::dashboards::{Critere, FAMILLES, Faits, Figure, Filtre, calculer, calculer_masque, catalogue, trouver};

/// The figures of the title page: the indicator whose total it is, and what that is.
const CLES: [(&str, &str); 6] = [
    ("informations_mois", "informations reçues"),
    ("enfants_territoire", "enfants distincts concernés"),
    ("fratries_territoire", "fratries"),
    ("delai_rapport", "délai médian d’évaluation"),
    ("part_trois_mois", "des évaluations rendues en trois mois"),
    ("part_connus", "des enfants étaient déjà connus"),
];

/// The report of a year, beside the year before; of one territory if one is given. Values below five are
/// hidden unless `montrer` says that the reader may see them.
pub fn annuel(faits: &Faits, annee: i32, criteres: &[Critere], montrer: bool, jour: NaiveDate) -> Rapport {
    let filtre =
        criteres.iter().fold(Filtre::annee(annee), |filtre, critere| filtre.with(critere)).compare_annee_precedente();
    let figures: Vec<Figure> = if montrer {
        catalogue().iter().map(|indicateur| calculer(faits, indicateur, &filtre)).collect()
    } else {
        calculer_masque(faits, catalogue(), &filtre)
    };
    let hidden = figures.iter().map(|figure| figure.masques).sum();
    let cles = CLES
        .iter()
        .filter_map(|(code, of)| {
            let figure = figures.iter().find(|figure| figure.code == *code)?;
            Some((ecrire(figure, figure.total), (*of).to_owned()))
        })
        .collect();
    let mut methode = vec![("Ce qui est compté".to_owned(), general(hidden))];
    methode.extend(figures.iter().filter(|figure| !figure.is_empty()).map(|figure| {
        let mut notes = vec![figure.definition.clone()];
        notes.extend(figure.notes.iter().cloned());
        let held =
            trouver(&figure.code).map(|indicateur| format!("{} {}", indicateur.unite.phrase(), indicateur.decide()));
        notes.extend(held);
        let mut seen = Vec::new();
        notes.retain(|note| {
            !note.is_empty() && !seen.contains(note) && {
                seen.push(note.clone());
                true
            }
        });
        (figure.titre.clone(), vec![notes.join(" ")])
    }));
    let place = criteres.iter().map(|critere| faits.valeur(critere)).collect::<Vec<_>>().join(", ");
    let chapitres = FAMILLES
        .iter()
        .map(|famille| Chapitre {
            titre: (*famille).to_owned(),
            figures: figures.iter().filter(|figure| figure.famille == *famille).cloned().collect(),
        })
        .filter(|chapitre| !chapitre.figures.is_empty())
        .collect();
    Rapport {
        titre: format!("Rapport d’activité {annee}"),
        sous_titre: if place.is_empty() {
            "Recueil des informations préoccupantes".to_owned()
        } else {
            format!("Recueil des informations préoccupantes – {place}")
        },
        filtre: faits.filtre_en_mots(&filtre),
        cles,
        chapitres,
        methode,
        etabli: jour,
    }
}

fn general(hidden: usize) -> Vec<String> {
    let mut notes = vec![
        "Les chiffres viennent des dossiers enregistrés dans Vigie. Chaque indicateur dit ce qu’il compte une fois\u{a0}: \
         l’information (un dossier, pour toute la fratrie), l’enfant dans une information, l’enfant distinct ou la fratrie. \
         Quand une unité peut avoir plusieurs valeurs, comme plusieurs motifs, la somme des barres dépasse le total."
            .to_owned(),
        "La période comparée est la même, un an plus tôt. Une médiane partage les délais en deux moitiés\u{a0}; neuf délais sur \
         dix sont sous le 90e centile. Un tiret dit qu’il n’y a rien dont faire le calcul."
            .to_owned(),
    ];
    if hidden > 0 {
        notes.push(
            "Les effectifs de moins de cinq sont masqués, et avec eux ceux dont on pourrait les déduire, pour que personne ne \
             soit reconnu."
                .to_owned(),
        );
    }
    notes
}
