//! What came in: informations, children, supports, origins, territories, the rhythm of the year.

use super::forme::{Ecrire as _, IP, compte, parmi};
use crate::dashboards::dimension::Dimension as D;
use crate::dashboards::figure::Forme;
use crate::dashboards::indicateur::{Indicateur, Mesure, Unite::*};

pub fn indicateurs() -> Vec<Indicateur> {
    let mut all = recues();
    all.extend(enfants());
    all.extend(provenance());
    all
}

fn recues() -> Vec<Indicateur> {
    vec![
        compte(1, "informations_mois", "Informations reçues par mois", "Informations reçues, mois après mois, avec la moyenne des douze derniers mois.", Information)
            .par(D::Mois, Forme::Courbe),
        compte(1, "informations_annee", "Informations reçues par année", "Informations reçues, année après année.", Information)
            .par(D::Annee, Forme::Barres),
        compte(1, "informations_type", "Informations par type de dossier", "Informations reçues, selon le type donné au dossier.", Information)
            .par(D::TypeDossier, Forme::Classement),
        compte(1, "ip_territoire", "Informations préoccupantes par territoire", "Informations qualifiées de préoccupantes, complémentaires comprises.", Information)
            .par(D::Territoire, Forme::Barres)
            .si(parmi(D::TypeDossier, &IP)),
        compte(1, "part_ip", "Part des informations préoccupantes", "Parmi les informations reçues, part de celles qui sont qualifiées de préoccupantes, complémentaires comprises.", Information)
            .par(D::Territoire, Forme::Barres)
            .mesure(Mesure::Part(vec![parmi(D::TypeDossier, &IP)])),
        compte(1, "part_complementaires", "Part des informations complémentaires", "Parmi les informations préoccupantes, part de celles qui complètent une information déjà reçue.", Information)
            .par(D::Annee, Forme::Barres)
            .si(parmi(D::TypeDossier, &IP))
            .mesure(Mesure::Part(vec![parmi(D::TypeDossier, &["type_dossier/ip_complementaire"])])),
        compte(18, "saisonnalite", "Informations selon le mois de l’année", "Informations reçues de janvier à décembre, toutes années de la période ensemble.", Information)
            .par(D::MoisDeLAnnee, Forme::Barres),
        compte(18, "saisonnalite_age", "Enfants selon le mois de l’année et l’âge", "Enfants concernés de janvier à décembre, selon leur âge\u{a0}: ce que l’école voit et ne voit pas.", Enfant)
            .par(D::MoisDeLAnnee, Forme::BarresEmpilees)
            .et(D::Age),
        compte(17, "transferts_entrants", "Transferts reçus d’autres Départements", "Dossiers reçus d’un autre Département où la famille vivait.", Information)
            .par(D::Annee, Forme::Barres)
            .si(parmi(D::TypeDossier, &["type_dossier/transfert_departement"])),
        compte(17, "transferts_sortants", "Dossiers adressés à un autre Département", "Informations dont le traitement a été confié à un autre Département.", Information)
            .par(D::Annee, Forme::Barres)
            .si(parmi(D::Service, &["autre-departement"])),
        compte(17, "passages_territoire", "Dossiers transférés, par territoire", "Dossiers reçus d’un autre Département, selon le territoire qui en est chargé.", Information)
            .par(D::Territoire, Forme::Barres)
            .si(parmi(D::TypeDossier, &["type_dossier/transfert_departement"])),
    ]
}

fn enfants() -> Vec<Indicateur> {
    vec![
        compte(2, "enfants_annee", "Enfants distincts par année", "Enfants pour lesquels au moins une information a été reçue dans l’année.", EnfantDistinct)
            .par(D::Annee, Forme::Barres),
        compte(2, "enfants_territoire", "Enfants distincts par territoire", "Enfants pour lesquels au moins une information a été reçue.", EnfantDistinct)
            .par(D::Territoire, Forme::Barres),
        compte(2, "fratries_territoire", "Fratries par territoire", "Familles pour lesquelles au moins une information a été reçue.", Fratrie)
            .par(D::Territoire, Forme::Barres),
        compte(2, "enfants_par_information", "Nombre moyen d’enfants par information", "Enfants concernés, rapportés aux informations reçues.", Information)
            .par(D::Territoire, Forme::Barres)
            .mesure(Mesure::Moyenne(Enfant)),
        compte(2, "taille_fratries", "Informations selon le nombre d’enfants", "Informations reçues, selon le nombre d’enfants du dossier.", Information)
            .par(D::Enfants, Forme::Barres),
        compte(2, "enfants_pour_mille", "Enfants concernés pour 1 000 mineurs", "Enfants distincts pour lesquels une information a été reçue, rapportés aux mineurs qui vivent dans le territoire.", EnfantDistinct)
            .par(D::Territoire, Forme::Barres)
            .mesure(Mesure::PourMille),
        compte(3, "repetitions", "Enfants selon l’information précédente", "Enfants concernés, selon le temps écoulé depuis l’information précédente pour le même enfant.", Enfant)
            .par(D::Repetition, Forme::Barres),
        compte(3, "part_repetees_12", "Part des enfants signalés de nouveau dans les 12 mois", "Parmi les enfants concernés, part de ceux pour lesquels une autre information avait été reçue dans les douze mois d’avant.", Enfant)
            .par(D::Territoire, Forme::Barres)
            .mesure(Mesure::Part(vec![parmi(D::Repetition, &["12_mois"])])),
        compte(3, "part_repetees_24", "Part des enfants signalés de nouveau dans les 24 mois", "Parmi les enfants concernés, part de ceux pour lesquels une autre information avait été reçue dans les vingt-quatre mois d’avant.", Enfant)
            .par(D::Annee, Forme::Barres)
            .mesure(Mesure::Part(vec![parmi(D::Repetition, &["12_mois", "24_mois"])])),
        compte(10, "deja_connus", "Enfants déjà connus", "Enfants concernés, selon qu’un dossier antérieur existe\u{a0}: noté dans le dossier, ou retrouvé par l’enfant.", Enfant)
            .par(D::Connu, Forme::Barres),
        compte(10, "part_connus", "Part des enfants déjà connus", "Parmi les enfants concernés, part de ceux pour lesquels un dossier antérieur existe.", Enfant)
            .par(D::Territoire, Forme::Barres)
            .mesure(Mesure::Part(vec![parmi(D::Connu, &["oui"])])),
    ]
}

fn provenance() -> Vec<Indicateur> {
    vec![
        compte(
            4,
            "supports",
            "Informations par support",
            "Informations reçues, selon ce par quoi elles sont arrivées.",
            Information,
        )
        .par(D::Support, Forme::Classement),
        compte(
            4,
            "recepteurs",
            "Informations par récepteur",
            "Informations reçues, selon le poste qui les a recueillies.",
            Information,
        )
        .par(D::Recepteur, Forme::Classement),
        compte(
            5,
            "origines",
            "Informations par origine",
            "Informations reçues, selon qui a révélé la situation.",
            Information,
        )
        .par(D::Origine, Forme::Classement),
        compte(
            5,
            "transmetteurs",
            "Informations par transmetteur",
            "Informations reçues, selon qui les a transmises à la cellule.",
            Information,
        )
        .par(D::Transmetteur, Forme::Classement)
        .premiers(15),
        compte(
            5,
            "part_119",
            "Part du 119",
            "Parmi les informations reçues, part de celles que le 119 (SNATED) a transmises.",
            Information,
        )
        .par(D::Mois, Forme::Courbe)
        .mesure(Mesure::Part(vec![parmi(D::Transmetteur, &["transmetteur/snated"])])),
        compte(
            8,
            "informations_territoire",
            "Informations par territoire",
            "Informations reçues, selon le territoire chargé du dossier.",
            Information,
        )
        .par(D::Territoire, Forme::Barres),
        compte(
            8,
            "territoire_mois",
            "Informations par territoire et par mois",
            "Informations reçues dans chaque territoire, mois après mois.",
            Information,
        )
        .par(D::Mois, Forme::Chaleur)
        .et(D::Territoire),
        compte(
            8,
            "communes",
            "Enfants par commune",
            "Enfants concernés, selon la commune où ils vivent\u{a0}; les vingt communes les plus nombreuses.",
            Enfant,
        )
        .par(D::Commune, Forme::Classement)
        .premiers(20),
    ]
}
