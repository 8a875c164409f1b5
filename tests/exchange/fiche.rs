//! One dossier alone: nothing of it is left out, whatever is in it.

use vigie::demo::Demo;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Lu, Nature, Parametres, Trace, adulte, parse};
use vigie::exchange::dossier as seul;
use vigie::letters::{BlocReleve, Releve};

use crate::common::courriers::parametres;
use crate::common::dossiers::complet;
use crate::common::today;

fn lu(dossier: Dossier) -> Lu {
    let instant = "2026-11-23T10:00:00.000Z".to_owned();
    let trace =
        Trace { cree_le: instant.clone(), cree_par: "essai".into(), modifie_le: instant, modifie_par: "essai".into() };
    Lu { dossier, trace }
}

fn words(releve: &Releve) -> String {
    let mut text = format!("{} {} {}\n", releve.entete, releve.titre, releve.sous_titre);
    for bloc in &releve.blocs {
        match bloc {
            BlocReleve::Titre(one) | BlocReleve::SousTitre(one) | BlocReleve::Texte(one) | BlocReleve::Note(one) => {
                text.push_str(one);
            }
            BlocReleve::Champs(champs) => {
                champs.iter().for_each(|(label, value)| text.extend([label, " ", value, "\n"]))
            }
            BlocReleve::Tableau { titres, lignes } => {
                titres.iter().chain(lignes.iter().flatten()).for_each(|cell| text.extend([cell, "\n"]));
            }
        }
        text.push('\n');
    }
    text
}

#[test]
fn every_value_of_a_dossier_stands_on_its_fiche() {
    let parametres: &Parametres = parametres();
    let mut seen = 0;
    for dossier in Demo::new(parametres, 40, 2, today()).chain([complet(parametres)]) {
        let said = words(&seul::fiche(&lu(dossier.clone()), parametres, "Département d’essai"));
        for fiche in &dossier.fiches {
            for (cle, value) in fiche.valeurs() {
                let champ = cle.champ();
                let machine = ["cle_", "son_", "precision_naissance", "rang", "fratrie"];
                let told = !matches!(champ.nature, Nature::Reference(_) | Nature::Oui | Nature::Naissance)
                    && !machine.iter().any(|word| champ.colonne.starts_with(word));
                if told && !value.is_empty() {
                    seen += 1;
                    let shown = parse::show(cle, value, parametres);
                    // An adult's name stands in capitals.
                    let shown = if cle == adulte::NOM { shown.to_uppercase() } else { shown };
                    assert!(said.contains(&shown), "{} {shown}\n{said}", champ.colonne);
                }
            }
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn a_fiche_is_drawn_whatever_is_in_it_and_the_same_each_time() {
    let parametres = parametres();
    let mut hostile = complet(parametres);
    let entete = hostile.fiches.iter_mut().find(|fiche| fiche.table == vigie::domain::Table::Dossier).unwrap();
    entete.set(dossier::SYNTHESE, format!("سلام 😀 {}\n\n\t{}", "x".repeat(5000), "mot ".repeat(20_000)));
    let pdf = seul::pdf(&lu(hostile.clone()), parametres, "").unwrap();
    assert!(pdf.starts_with(b"%PDF") && pdf == seul::pdf(&lu(hostile.clone()), parametres, "").unwrap());
    assert!(seul::pdf(&lu(Dossier::default()), &Parametres::default(), "").unwrap().starts_with(b"%PDF"));
    let json = seul::dossier(&lu(hostile.clone()), parametres);
    assert_eq!(json["dossier"]["synthese"], hostile.entete().unwrap().get(dossier::SYNTHESE));
    assert_eq!(json["enfant_concerne"].as_array().unwrap().len(), 3);
}
