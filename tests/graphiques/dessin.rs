//! The drawing: every word there, none over another, every mark told.

use crate::figures::{exemples, figure, poste, serie};
use vigie::dashboards::Critere;
use vigie::dashboards::Dimension;
use vigie::dashboards::dessin::{Cadre, Pied, Style, Taille, dessiner, rasteriser};
use vigie::dashboards::{Forme, Role, Valeur};

const TAILLES: [Taille; 4] = [
    Taille { largeur: 330, hauteur: 250 },
    Taille { largeur: 440, hauteur: 330 },
    Taille { largeur: 800, hauteur: 450 },
    Taille { largeur: 1600, hauteur: 900 },
];

#[test]
fn no_word_stands_over_another_nor_out_of_the_chart() {
    for figure in exemples() {
        for taille in TAILLES {
            for pied in [Pied::Complet, Pied::Bref] {
                let dessin = dessiner(&figure, &Style { pied, ..Style::default() }, taille).unwrap();
                let sheet = Cadre::new(0.0, 0.0, f64::from(taille.largeur), f64::from(taille.hauteur));
                for (at, a) in dessin.etiquettes.iter().enumerate() {
                    let inside = a.cadre.x0 >= sheet.x0
                        && a.cadre.x1 <= sheet.x1
                        && a.cadre.y0 >= sheet.y0
                        && a.cadre.y1 <= sheet.y1;
                    assert!(inside, "{} {taille:?}: « {} » leaves the sheet: {:?}", figure.code, a.texte, a.cadre);
                    for b in &dessin.etiquettes[at + 1..] {
                        assert!(
                            !a.cadre.overlaps(&b.cadre),
                            "{} {taille:?}: « {} » over « {} »: {:?} {:?}",
                            figure.code,
                            a.texte,
                            b.texte,
                            a.cadre,
                            b.cadre
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn names_of_bars_are_whole_and_never_reach_the_foot_at_any_width() {
    let names = ["À déterminer", "Bourges Centre", "Bourges Nord", "Nord (Aubigny-sur-Nère)", "Est (Baugy)", "Vierzon"];
    for wide in (300..700).step_by(7) {
        let axe = names.map(|nom| poste(Dimension::Territoire, nom, nom)).to_vec();
        let now = serie("2025", Role::Courante, &[2.0, 38.0, 9.0, 5.0, 13.0, 41.0]);
        let one = figure(Forme::Barres, "Enfants", "Territoire", axe, vec![now]);
        let style = Style { pied: Pied::Bref, ..Style::default() };
        let dessin = dessiner(&one, &style, Taille { largeur: wide, hauteur: 300 }).unwrap();
        let words = dessin.etiquettes.iter().map(|label| label.texte.as_str()).collect::<Vec<_>>().join(" ");
        for name in names {
            assert!(words.contains(name), "{wide}: « {name} » is cut: {words}");
        }
        for (at, a) in dessin.etiquettes.iter().enumerate() {
            for b in &dessin.etiquettes[at + 1..] {
                assert!(!a.cadre.overlaps(&b.cadre), "{wide}: « {} » over « {} »", a.texte, b.texte);
            }
        }
    }
}

#[test]
fn title_total_filter_source_and_hidden_values_are_told() {
    let barres = &exemples()[0];
    let svg = dessiner(barres, &Style::default(), Taille::default()).unwrap().svg;
    for words in [
        "Informations reçues par mois, et l’année précédente",
        "Enfants",
        "Total\u{a0}: 1\u{202f}687 enfants\u{a0}; période comparée\u{a0}: 1\u{202f}385",
        "Du 1er janvier au 31 décembre 2025, tous les territoires",
        "s\u{a0}: une valeur est masquée",
        "Source\u{a0}: Vigie, informations enregistrées par la cellule",
        "2024",
        "Janvier",
        ">\ns\n</text>",
    ] {
        assert!(svg.contains(words), "« {words} » is not in the chart:\n{svg}");
    }
}

#[test]
fn every_mark_says_what_it_is_and_where() {
    for figure in exemples() {
        let dessin = dessiner(&figure, &Style::default(), Taille::default()).unwrap();
        assert!(dessin.zones.len() >= figure.axe.postes.len(), "{}: {} marks", figure.code, dessin.zones.len());
        for zone in &dessin.zones {
            assert!(zone.texte.contains("\u{a0}: "), "{}: « {} »", figure.code, zone.texte);
            assert!(zone.cadre.largeur() > 0.0 && zone.cadre.hauteur() > 0.0, "{}: {zone:?}", figure.code);
            if let Some(poste) = zone.poste {
                assert!(zone.texte.contains(&figure.axe.postes[poste].libelle), "{}: {zone:?}", figure.code);
            }
        }
    }
    let dessin = dessiner(&exemples()[0], &Style::default(), Taille::default()).unwrap();
    let texts: Vec<&str> = dessin.zones.iter().map(|zone| zone.texte.as_str()).collect();
    assert!(texts.contains(&"Mai 2025, 2025\u{a0}: 160 enfants"), "{texts:?}");
    assert!(texts.contains(&"Août 2025, 2025\u{a0}: s"), "{texts:?}");
}

#[test]
fn bars_are_as_tall_as_their_numbers() {
    let axe = ["A", "B", "C"].map(|nom| poste(Dimension::Territoire, nom, nom)).to_vec();
    let one =
        figure(Forme::Barres, "Trois", "Territoire", axe, vec![serie("2025", Role::Courante, &[10.0, 20.0, 40.0])]);
    let dessin = dessiner(&one, &Style::default(), Taille::default()).unwrap();
    let tall: Vec<f64> = dessin.zones.iter().map(|zone| zone.cadre.hauteur()).collect();
    assert!((tall[1] / tall[0] - 2.0).abs() < 1e-6 && (tall[2] / tall[0] - 4.0).abs() < 1e-6, "{tall:?}");
}

#[test]
fn what_was_not_chosen_turns_pale() {
    let classement = &exemples()[4];
    let chosen = Style { choisis: vec![Critere::new(Dimension::Motif, "Fugue")], ..Style::default() };
    let (all, one) = (
        dessiner(classement, &Style::default(), Taille::default()).unwrap().svg,
        dessiner(classement, &chosen, Taille::default()).unwrap().svg,
    );
    let of = |svg: &str, colour: &str| svg.matches(colour).count();
    assert!(of(&all, "#000091") > of(&one, "#000091") && of(&one, "#000091") >= 1, "one bar keeps its colour");
    // Another axis changes nothing.
    let other = Style { choisis: vec![Critere::new(Dimension::Sexe, "F")], ..Style::default() };
    assert_eq!(all, dessiner(classement, &other, Taille::default()).unwrap().svg);
}

#[test]
fn a_figure_of_nothing_says_so_and_odd_ones_are_drawn() {
    for mut figure in exemples() {
        figure.masques = 0;
        for serie in &mut figure.series {
            serie.valeurs.fill(Valeur::Nombre(0.0));
        }
        let svg = dessiner(&figure, &Style::default(), Taille::default()).unwrap().svg;
        assert!(svg.contains("Rien à compter avec ce filtre"), "{}", figure.code);
        // Values fewer than places, places none, numbers that are none.
        for serie in &mut figure.series {
            serie.valeurs = vec![Valeur::Nombre(f64::NAN), Valeur::Nombre(1e12), Valeur::Masquee];
        }
        figure.titre = "œ <script> & \" ' ] Ω Ж مرحبا \u{1F600} ".repeat(8);
        dessiner(&figure, &Style::default(), Taille { largeur: 60, hauteur: 40 }).unwrap();
        figure.axe.postes.clear();
        dessiner(&figure, &Style::default(), Taille::default()).unwrap();
        figure.series.clear();
        dessiner(&figure, &Style::default(), Taille::default()).unwrap();
    }
}

#[test]
fn where_nothing_was_counted_no_bar_is_drawn() {
    let mut zeros = exemples()[4].clone();
    assert_eq!(zeros.forme, Forme::Classement);
    zeros.series.iter_mut().for_each(|serie| serie.valeurs.fill(Valeur::Nombre(0.0)));
    // One hidden value: there is something to show.
    zeros.series[0].valeurs[0] = Valeur::Masquee;
    zeros.masques = 1;
    let svg = dessiner(&zeros, &Style::default(), Taille::default()).unwrap().svg;
    let wide = svg.split("<rect ").skip(1).filter_map(|rect| {
        let width = rect.split("width=\"").nth(1)?.split('"').next()?;
        width.parse::<f64>().ok()
    });
    assert!(
        wide.clone().count() > 1 && wide.clone().all(|width| width <= 20.0 || width == 800.0),
        "{:?}",
        wide.collect::<Vec<_>>()
    );
}

/// A layer a band is what made a flow five times slower than any other chart.
#[test]
fn a_flow_lets_through_what_is_under_it_without_a_layer_a_band() {
    let flux = exemples().into_iter().find(|figure| figure.forme == Forme::Flux).unwrap();
    let svg = dessiner(&flux, &Style::default(), TAILLES[2]).unwrap().svg;
    assert!(svg.matches("fill-opacity=\"0.55\"").count() > 5, "bands let through");
    let layered = svg.replace(" fill-opacity=", " opacity=");
    assert!(!svg.split('"').any(|attribute| attribute.ends_with("polygon opacity=")), "no layer");
    let (drawn, layers) = (rasteriser(&svg, 1.0).unwrap().rgba, rasteriser(&layered, 1.0).unwrap().rgba);
    // Each layer rounds once more.
    let most = drawn.iter().zip(&layers).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(most <= Some(8), "drawn alike: {most:?}");
}
