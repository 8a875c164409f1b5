//! Statements set on pages.
#![cfg(test)]

use super::*;

fn text_of(page: &Page) -> String {
    page.textes.iter().map(|texte| texte.contenu.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_long_statement_is_whole_numbered_and_says_the_heads_of_its_tables_again() {
    let lignes = (0..120).map(|at| vec![format!("ligne-{at}"), "x ".repeat(90)]).collect();
    let releve = Releve {
        titre: "Dossier 2026-000001".into(),
        sous_titre: "MARTIN Léa".into(),
        pied: "Secret".into(),
        blocs: vec![
            BlocReleve::Champs(vec![("Territoire".into(), "Vierzon".into()), ("Support".into(), "x".repeat(300))]),
            BlocReleve::Titre("Table".into()),
            BlocReleve::Tableau { titres: vec!["Quoi".into(), "Combien".into()], lignes },
            BlocReleve::Texte("mot ".repeat(4000)),
        ],
        ..Releve::default()
    };
    let pages = pages(&releve);
    assert!(pages.len() > 6);
    let all: String = pages.iter().map(text_of).collect();
    assert!((0..120).all(|at| all.contains(&format!("ligne-{at}\n"))) && all.matches("mot").count() == 4000);
    assert!(
        text_of(&pages[1]).contains("Quoi") && text_of(&pages[1]).contains(&format!("page\u{a0}2/{}", pages.len()))
    );
    for texte in pages.iter().flat_map(|page| &page.textes) {
        assert!(
            texte.y < 290.0 && texte.x + width(texte.contenu.trim_end(), texte.gras, texte.taille) < DROITE + 0.5,
            "{texte:?}"
        );
    }
}

#[test]
fn a_word_longer_than_hyphenation_knows_is_cut_and_kept_whole() {
    for long in ["x".repeat(46), "é".repeat(23), "anticonstitutionnellement".repeat(40)] {
        assert_eq!(set(&long, false, CORPS, COLONNE).concat().replace('-', ""), long);
    }
}

#[test]
fn a_sign_that_cannot_be_printed_is_told_and_never_a_refusal() {
    let one =
        Releve {
            titre: "Fiche".into(), blocs: vec![BlocReleve::Texte("سلام 😀 Léa".into())], ..Releve::default()
        };
    let mut replaced = 0;
    assert_eq!(printable("a😀\tb", &mut replaced), "a¿ b");
    assert_eq!(replaced, 1);
    assert!(releve(&one).unwrap().starts_with(b"%PDF"));
    assert_eq!(releve(&one).unwrap(), releve(&one).unwrap());
}
