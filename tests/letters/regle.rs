//! A letter to one parent never shows the other's address nor the origin: any family, every template.

use proptest::prelude::*;
use vigie::domain::fiche::OUI;
use vigie::domain::modele::{Adressage, Public};
use vigie::domain::{Dossier, Fiche, Parametres, Table, adulte, dossier, enfant, motif};
use vigie::letters;

use crate::common::courriers::{Famille, carnet, complete, modeles, parametres, recipients};

/// One parent: where they live (few places, so that some live together), which children they hold.
type Parent = (usize, bool, bool, Vec<bool>);

fn parent() -> impl Strategy<Value = Parent> {
    (0..3_usize, any::<bool>(), any::<bool>(), prop::collection::vec(any::<bool>(), 4))
}

const COMMUNES: [&str; 3] = ["18033", "18279", "18197"];

/// Each private thing has a word of its own, found nowhere else.
fn family(children: usize, parents: &[Parent], same_sex: bool) -> Dossier {
    let mut famille = Famille::new("2026-000042");
    for at in 0..children {
        let sexe = if same_sex { "feminin" } else { ["feminin", "masculin", "inconnu"][at % 3] };
        famille = famille.enfant("Fictif", &format!("Prenomenfant{at}"), sexe, "2015-02-07", "exacte");
    }
    let mut fiches = famille.fiches;
    let concernes: Vec<String> =
        fiches.iter().filter(|fiche| fiche.table == Table::EnfantConcerne).map(|fiche| fiche.id.to_string()).collect();
    for fiche in &mut fiches {
        match fiche.table {
            Table::EnfantConcerne => {
                fiche.set(enfant::VOIE, "rue VOIE-ENFANT");
                fiche.set(enfant::COMMENTAIRE, "COMMENTAIRE-SECRET");
            }
            Table::MotifEnfant => fiche.set(motif::PRECISION, "PRECISION-SECRETE"),
            Table::Dossier => fiche.set(dossier::NUMERO_SNATEM, "SNATEM-SECRET"),
            _ => {}
        }
    }
    for (at, (place, known, accused, holds)) in parents.iter().enumerate() {
        let mut adult = Fiche::new(Table::Adulte)
            .with(adulte::NOM, format!("Nomparent{at}"))
            .with(adulte::PRENOM, "Prénom")
            .with(adulte::SEXE, ["sexe/feminin", "sexe/masculin", "sexe/inconnu"][at % 3])
            .with(adulte::TELEPHONE, format!("TELEPHONE-{at}"))
            .with(adulte::COMMENTAIRE, format!("COMMENTAIRE-{at}"));
        if *known {
            adult.set(adulte::NUMERO_VOIE, "9");
            adult.set(adulte::VOIE, format!("rue VOIE-LIEU{place}"));
            adult.set(adulte::COMMUNE, COMMUNES[*place]);
        }
        for (child, held) in concernes.iter().zip(holds) {
            let mut lien = Fiche::new(Table::AdulteEnfant)
                .with(adulte::lien::ADULTE_ID, adult.id.to_string())
                .with(adulte::lien::ENFANT_CONCERNE_ID, child.clone())
                .with(adulte::lien::LIEN, "lien/mere");
            if *held {
                lien.set(adulte::lien::TITULAIRE, OUI);
            }
            if *accused {
                lien.set(adulte::lien::AUTEUR_PRESUME, OUI);
            }
            fiches.push(lien);
        }
        fiches.push(adult);
    }
    Dossier { fiches }
}

/// Parameters whose origins can be told from the words of a template.
fn marked() -> Parametres {
    let mut parametres = parametres().clone();
    let mut listes = (*parametres.listes).clone();
    for (code, liste) in &mut listes {
        if ["origine", "transmetteur", "support", "recepteur", "lieu_vie", "csp"].contains(&code.as_str()) {
            for valeur in &mut liste.valeurs {
                valeur.libelle = format!("ORIGINE-{}", valeur.libelle);
            }
        }
    }
    parametres.listes = listes.into();
    parametres
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_parent_reads_neither_the_other_s_address_nor_the_origin(
        children in 1..4_usize,
        parents in prop::collection::vec(parent(), 1..4),
        same_sex in any::<bool>(),
    ) {
        let dossier = family(children, &parents, same_sex);
        let (carnet, parametres) = (carnet(), marked());
        let mut written = 0;
        for modele in modeles().iter().filter(|modele| modele.public == Public::Famille) {
            prop_assert_eq!(&modele.adressage, &Adressage::Titulaires);
            for destinataire in recipients(modele, &dossier, &carnet) {
                let (lettre, _) = complete(modele, &dossier, &carnet, &destinataire);
                let demande = letters::Demande {
                    modele,
                    dossier: &dossier,
                    parametres: &parametres,
                    carnet: &carnet,
                    jour: crate::common::today(),
                    complements: &std::collections::BTreeMap::new(),
                };
                // Merged once more with marked lists: what is asked for does not matter here.
                let marked = letters::merge(&demande, &destinataire).unwrap().lettre;
                let texte: Vec<&str> = lettre.all_text().chain(marked.all_text()).collect();
                // What a word processor would show, and what its file says of itself.
                let docx = super::docx::everything(&letters::docx(&lettre).unwrap());
                let texte = format!("{}\n{docx}", texte.join("\n"));
                for secret in ["ORIGINE-", "VOIE-ENFANT", "SECRET", "TELEPHONE-", "COMMENTAIRE-", "aurait", "mis en cause"] {
                    prop_assert!(!texte.contains(secret), "{}: « {secret} » in\n{texte}", modele.code);
                }
                for (at, (place, known, _, holds)) in parents.iter().enumerate() {
                    let reads = destinataire.nom.iter().any(|nom| nom.to_lowercase().contains(&format!("nomparent{at}")));
                    if !reads {
                        prop_assert!(!texte.to_lowercase().contains(&format!("nomparent{at}")), "{}: another adult is named\n{texte}", modele.code);
                    }
                    let own_place = parents.iter().enumerate().any(|(other, parent)| {
                        parent.1 && parent.0 == *place && destinataire.nom.iter().any(|nom| nom.to_lowercase().contains(&format!("nomparent{other}")))
                    });
                    if *known && !own_place {
                        prop_assert!(!texte.contains(&format!("LIEU{place}")), "{}: another's address\n{texte}", modele.code);
                    }
                    // A parent who holds no authority on a child is not told of that child.
                    if reads {
                        for (child, held) in (0..children).zip(holds) {
                            if !held {
                                prop_assert!(!texte.contains(&format!("Prenomenfant{child}")), "{}: another's child\n{texte}", modele.code);
                            }
                        }
                    }
                }
                written += 1;
            }
        }
        prop_assert!(written >= 7);
    }

    /// Whatever an administrator writes in a template for families: those fields cannot be named.
    #[test]
    fn no_template_for_a_family_can_name_what_it_may_not_read(
        champ in prop::sample::select(vec![
            "dossier.origine", "dossier.transmetteur", "dossier.synthese", "dossier.observation", "dossier.date_transmission",
            "adultes", "traitements", "dossier.danger_grave",
        ]),
        before in "[a-z ]{0,12}",
    ) {
        let texte = format!("---\ncode: x\nlibelle: X\npublic: famille\ndestinataire: titulaires\nobjet: X\n---\n{before}\n{{{{ {champ} }}}}\n{{% for e in enfants %}}{{{{ e.prenom }}}}{{% endfor %}}");
        let modele = vigie::domain::modele::Modele::parse(&texte);
        let error = letters::check(&modele.unwrap()).unwrap_err();
        prop_assert_eq!(error.ligne, 9);
        for inner in ["adresse", "lieu_vie", "motifs", "detail_conclusion"] {
            let texte = texte.replace("e.prenom", &format!("e.{inner}")).replace(&format!("{{{{ {champ} }}}}"), "x");
            let error = letters::check(&vigie::domain::modele::Modele::parse(&texte).unwrap()).unwrap_err();
            prop_assert_eq!(error.ligne, 10);
        }
    }
}
