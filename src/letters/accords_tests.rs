//! The table of agreements: what each filter writes.
#![cfg(test)]

use super::accords::*;

use Genre::{Feminin as F, Inconnu as U, Masculin as M};

fn groupe(genres: &[Genre], enfants: bool) -> Groupe {
    Groupe { genres: genres.to_vec(), enfants }
}

fn enfant(prenom: &str, genre: Genre) -> EnfantNomme {
    EnfantNomme { prenom: prenom.to_owned(), genre, a_naitre: prenom.is_empty() }
}

#[test]
fn adjectives_agree_in_gender_and_number() {
    let cases: &[(&[Genre], bool, &str, &str)] = &[
        (&[M], true, "né", "né"),
        (&[F], true, "né", "née"),
        (&[U], true, "né", "né"),
        (&[M, M], true, "né", "nés"),
        (&[F, F], true, "né", "nées"),
        (&[M, F], true, "né", "nés"),
        (&[F, U], true, "né", "nés"),
        (&[M], false, "invité", "invité"),
        (&[F], false, "invité", "invitée"),
        (&[U], false, "invité", "invité(e)"),
        (&[F, M], false, "invité", "invités"),
        (&[F, F], false, "invité", "invitées"),
        (&[F], false, "présent", "présente"),
        (&[F], false, "reçu", "reçue"),
        (&[F], false, "heureux", "heureuse"),
        (&[M, M], false, "heureux", "heureux"),
        (&[U], false, "heureux", "heureux ou heureuse"),
        (&[F], false, "attentif", "attentive"),
        (&[F], false, "titulaire", "titulaire"),
        (&[U], false, "titulaire", "titulaire"),
        (&[F, F], false, "titulaire", "titulaires"),
        (&[F], true, "premier", "première"),
        (&[F], true, "scolarisé", "scolarisée"),
        (&[F, M], true, "social", "sociaux"),
        (&[F, F], true, "social", "sociales"),
        (&[F], true, "complet", "complète"),
        (&[F], true, "muet", "muette"),
        (&[F], true, "gardien", "gardienne"),
        (&[F], true, "confié", "confiée"),
        (&[M, F], true, "confié", "confiés"),
        (&[], true, "né", "né"),
    ];
    for (genres, enfants, mot, expected) in cases {
        assert_eq!(groupe(genres, *enfants).accord(mot), *expected, "{mot} for {genres:?}");
    }
}

#[test]
fn pronouns_follow() {
    for (genres, enfants, expected) in [
        (&[M][..], true, "il"),
        (&[F], true, "elle"),
        (&[U], true, "il"),
        (&[U], false, "il ou elle"),
        (&[F, F], true, "elles"),
        (&[F, M], true, "ils"),
    ] {
        assert_eq!(groupe(genres, enfants).pronom(), expected, "{genres:?}");
    }
}

#[test]
fn nouns_take_their_plural() {
    for (one, many) in [
        ("enfant", "enfants"),
        ("fils", "fils"),
        ("avis", "avis"),
        ("local", "locaux"),
        ("lieu", "lieux"),
        ("bureau", "bureaux"),
        ("travail", "travaux"),
        ("choix", "choix"),
        ("mesure", "mesures"),
    ] {
        assert_eq!(pluriel(one), many);
    }
}

#[test]
fn a_vowel_or_a_silent_h_elides() {
    for (mot, expected) in [
        ("Léa", "de Léa"),
        ("Inès", "d’Inès"),
        ("Élise", "d’Élise"),
        ("Œdipe", "d’Œdipe"),
        ("Ahmed", "d’Ahmed"),
        ("Hugo", "d’Hugo"),
        ("Hélène", "d’Hélène"),
        ("Hamza", "de Hamza"),
        ("Yanis", "de Yanis"),
        ("Yves", "d’Yves"),
        ("Ysée", "d’Ysée"),
        ("onze", "de onze"),
        ("un", "de un"),
        ("Nguyễn", "de Nguyễn"),
        ("ʻŌlena", "de ʻŌlena"),
        ("", "de "),
        ("14", "de 14"),
        ("avril", "d’avril"),
    ] {
        assert_eq!(de(mot), expected);
    }
    assert_eq!((que("Anna"), que("Paul")), ("qu’Anna".to_owned(), "que Paul".to_owned()));
}

#[test]
fn children_are_named_as_their_parents_would() {
    let (lea, ines, hugo) = (enfant("Léa", F), enfant("Inès", F), enfant("Hugo", M));
    let (camille, unborn) = (enfant("Camille", U), enfant("", U));
    let cases: &[(&[&EnfantNomme], &str, &str)] = &[
        (&[&lea], "votre fille Léa", "sa fille Léa"),
        (&[&hugo], "votre fils Hugo", "son fils Hugo"),
        (&[&camille], "votre enfant Camille", "son enfant Camille"),
        (&[&lea, &ines], "vos deux enfants, Léa et Inès", "ses deux enfants, Léa et Inès"),
        (&[&lea, &ines, &hugo], "vos trois enfants, Léa, Inès et Hugo", "ses trois enfants, Léa, Inès et Hugo"),
        (&[&unborn], "votre enfant à naître", "son enfant à naître"),
        (&[&lea, &unborn], "votre fille Léa et votre enfant à naître", "sa fille Léa et son enfant à naître"),
        (&[&unborn, &unborn], "vos enfants à naître", "ses enfants à naître"),
    ];
    for (enfants, votre, son) in cases {
        let enfants: Vec<_> = enfants.iter().copied().cloned().collect();
        assert_eq!(votre_enfant(&enfants), *votre);
        assert_eq!(son_enfant(&enfants), *son);
    }
}

#[test]
fn one_is_greeted_by_what_is_known() {
    for (genres, expected) in [
        (&[F][..], "Madame"),
        (&[M], "Monsieur"),
        (&[U], "Madame, Monsieur"),
        (&[F, M], "Madame, Monsieur"),
        (&[F, F], "Mesdames"),
        (&[M, M], "Messieurs"),
        (&[], "Madame, Monsieur"),
    ] {
        assert_eq!(appel(genres), expected, "{genres:?}");
    }
    assert_eq!(liste(&[]), "");
    assert_eq!(liste(&["A".into()]), "A");
    assert_eq!(liste(&["A".into(), "B".into(), "C".into()]), "A, B et C");
}
