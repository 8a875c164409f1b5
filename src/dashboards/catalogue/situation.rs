//! Who the children are and what is feared for them.

use super::forme::{Ecrire as _, compte, parmi};
use crate::dashboards::dimension::Dimension as D;
use crate::dashboards::figure::Forme;
use crate::dashboards::indicateur::{Indicateur, Mesure, Unite::*};

const VIOLENCES: [&str; 5] = [
    "motif/violences_physiques",
    "motif/violences_psychologiques",
    "motif/violences_sexuelles",
    "motif/negligences",
    "motif/negligences_lourdes",
];

pub fn indicateurs() -> Vec<Indicateur> {
    let mut all = motifs();
    all.extend(enfants());
    all
}

fn motifs() -> Vec<Indicateur> {
    vec![
        compte(
            6,
            "motifs",
            "Enfants par motif",
            "Enfants concernés, selon les motifs d’inquiétude\u{a0}; un enfant peut en avoir plusieurs.",
            Enfant,
        )
        .par(D::Motif, Forme::Classement)
        .premiers(20),
        compte(
            6,
            "motifs_principaux",
            "Enfants par motif principal",
            "Enfants concernés, selon le motif noté comme principal.",
            Enfant,
        )
        .par(D::MotifPrincipal, Forme::Classement)
        .premiers(20),
        compte(
            6,
            "familles_motifs_age",
            "Familles de motifs selon l’âge",
            "Enfants concernés, selon la famille de leurs motifs et leur âge.",
            Enfant,
        )
        .par(D::Age, Forme::BarresEmpilees)
        .et(D::FamilleMotif),
        compte(
            6,
            "violences_sexe",
            "Violences et négligences selon le sexe",
            "Enfants pour lesquels une violence ou une négligence est crainte, selon leur sexe.",
            Enfant,
        )
        .par(D::Sexe, Forme::Barres)
        .si(parmi(D::Motif, &VIOLENCES)),
        compte(
            6,
            "danger_grave",
            "Dangers graves et immédiats par mois",
            "Informations où un danger grave et immédiat est constaté.",
            Information,
        )
        .par(D::Mois, Forme::Courbe)
        .si(parmi(D::DangerGrave, &["oui"])),
        compte(
            6,
            "part_danger_grave",
            "Part des dangers graves et immédiats",
            "Parmi les informations reçues, part de celles où un danger grave et immédiat est constaté.",
            Information,
        )
        .par(D::Territoire, Forme::Barres)
        .mesure(Mesure::Part(vec![parmi(D::DangerGrave, &["oui"])])),
        compte(
            6,
            "violence_conjugale",
            "Violence conjugale",
            "Informations reçues, selon qu’une violence conjugale est connue.",
            Information,
        )
        .par(D::ViolenceConjugale, Forme::Barres),
        compte(
            6,
            "part_violence_conjugale",
            "Part des informations avec violence conjugale",
            "Parmi les informations où la réponse est connue, part de celles où il y a violence conjugale.",
            Information,
        )
        .par(D::Territoire, Forme::Barres)
        .si(parmi(D::ViolenceConjugale, &["oui_non_nsp/oui", "oui_non_nsp/non"]))
        .mesure(Mesure::Part(vec![parmi(D::ViolenceConjugale, &["oui_non_nsp/oui"])])),
    ]
}

fn enfants() -> Vec<Indicateur> {
    vec![
        compte(
            7,
            "pyramide",
            "Âge et sexe des enfants",
            "Enfants distincts, selon leur sexe et leur âge à la réception.",
            EnfantDistinct,
        )
        .par(D::Age, Forme::Pyramide)
        .et(D::Sexe),
        compte(7, "ages", "Enfants par âge", "Enfants concernés, selon leur âge à la réception.", Enfant)
            .par(D::Age, Forme::Barres),
        compte(7, "sexes", "Enfants par sexe", "Enfants distincts, selon leur sexe.", EnfantDistinct)
            .par(D::Sexe, Forme::Barres),
        compte(
            7,
            "lieux_vie",
            "Enfants par lieu de vie",
            "Enfants concernés, selon avec qui ou dans quel accueil ils vivent.",
            Enfant,
        )
        .par(D::LieuVie, Forme::Classement),
        compte(
            7,
            "autorite_parentale",
            "Enfants selon l’autorité parentale",
            "Enfants concernés, selon l’exercice de l’autorité parentale.",
            Enfant,
        )
        .par(D::AutoriteParentale, Forme::Classement),
        compte(
            7,
            "csp_mere",
            "CSP de la mère",
            "Enfants concernés, selon la catégorie socioprofessionnelle de leur mère.",
            Enfant,
        )
        .par(D::CspMere, Forme::Classement),
        compte(
            7,
            "csp_pere",
            "CSP du père",
            "Enfants concernés, selon la catégorie socioprofessionnelle de leur père.",
            Enfant,
        )
        .par(D::CspPere, Forme::Classement),
        compte(
            9,
            "liens_auteurs",
            "Enfants selon le lien de l’auteur présumé",
            "Enfants concernés, selon ce que leur est la personne mise en cause\u{a0}; il peut y en avoir plusieurs.",
            Enfant,
        )
        .par(D::Lien, Forme::Classement),
        compte(
            9,
            "liens_auteurs_sexe",
            "Lien de l’auteur présumé selon le sexe de l’enfant",
            "Enfants concernés, selon ce que leur est la personne mise en cause et leur sexe.",
            Enfant,
        )
        .par(D::Lien, Forme::BarresEmpilees)
        .et(D::Sexe)
        .premiers(10),
        compte(
            19,
            "manques",
            "Part de ce qui n’est pas renseigné",
            "Parmi les enfants concernés, part de ceux pour lesquels chaque rubrique est vide ou «\u{a0}ne sait pas\u{a0}».",
            Enfant,
        )
        .mesure(Mesure::Manques(vec![
            D::TypeDossier,
            D::Support,
            D::Origine,
            D::Transmetteur,
            D::ViolenceConjugale,
            D::Age,
            D::Sexe,
            D::Commune,
            D::LieuVie,
            D::AutoriteParentale,
            D::CspPere,
            D::CspMere,
            D::Motif,
            D::MotifPrincipal,
        ])),
    ]
}
