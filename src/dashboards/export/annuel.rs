//! The report of a year, from the facts: every indicator of the catalogue, chapter by chapter.

use chrono::NaiveDate;

use super::rapport::{Chapitre, Rapport};
use crate::dashboards::dessin::ecrire;
use crate::dashboards::{
    Critere, FAMILLES, Faits, Figure, Filtre, Moment, calculer, calculer_masque, catalogue, trouver,
};

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
            figure.total.nombre().map(|_| (ecrire(figure, figure.total), (*of).to_owned()))
        })
        .collect();
    let mut methode = vec![("Ce qui est compté".to_owned(), general(hidden))];
    methode.extend(units(&figures));
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

/// What is counted once and by which date, with the figures of which that holds.
fn units(figures: &[Figure]) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>, Vec<&str>)> = Vec::new();
    for figure in figures.iter().filter(|figure| !figure.is_empty()) {
        let Some(indicateur) = trouver(&figure.code) else { continue };
        let by = match indicateur.moment {
            Moment::Date(cle) => format!("selon {}", cle.libelle()),
            Moment::Stock => "au dernier jour".to_owned(),
        };
        let unit = indicateur.unite.libelle();
        let (first, rest) = unit.split_at(unit.chars().next().map_or(0, char::len_utf8));
        let title = format!("{}{rest}, {by}", first.to_uppercase());
        if let Some((_, _, titles)) = groups.iter_mut().find(|(held, _, _)| *held == title) {
            titles.push(&figure.titre);
        } else {
            let told = vec![indicateur.unite.phrase().to_owned(), indicateur.decide()];
            groups.push((title, told, vec![&figure.titre]));
        }
    }
    let one = |(title, told, titles): (String, Vec<String>, Vec<&str>)| {
        (title, vec![format!("{} Ainsi sont comptés\u{a0}: {}.", told.join(" "), titles.join("\u{a0}; "))])
    };
    groups.into_iter().map(one).collect()
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
            "Les effectifs de moins de cinq sont masqués, et avec eux ceux dont on pourrait les déduire, d’un graphique à \
             l’autre, pour que personne ne soit reconnu\u{a0}: un «\u{a0}s\u{a0}» (secret statistique) est à leur place."
                .to_owned(),
        );
    }
    notes
}
