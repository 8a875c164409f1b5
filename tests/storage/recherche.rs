//! The one search field and the children already known, on both bases.

use vigie::domain::dossier;
use vigie::domain::enfant::personne;
use vigie::domain::rapprochement::Niveau;
use vigie::domain::trouvaille::{Genre, Pourquoi};
use vigie::domain::{Dossier, Fiche, Table, adulte, enfant, parse};

use crate::common::dossiers::{court, tape};
use crate::common::{Fresh, MOTEURS, Moteur, today, undo_from};

/// A few dossiers of one child each: names, and the day of birth.
fn filled(moteur: Moteur, children: &[(&str, &str, &str)]) -> Fresh {
    let fresh = moteur.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    for (nom, prenom, birth) in children {
        let mut dossier = court(&parametres, nom, prenom);
        for fiche in &mut dossier.fiches {
            match fiche.table {
                Table::Enfant if !birth.is_empty() => {
                    fiche.set(personne::DATE_NAISSANCE, *birth);
                    fiche.set(personne::PRECISION_NAISSANCE, "exacte");
                }
                Table::EnfantConcerne => {
                    fiche.set(enfant::COMMUNE, "18033");
                    fiche.set(enfant::NUMERO_VOIE, "12");
                    fiche.set(enfant::VOIE, "rue de la République");
                }
                Table::Dossier => fiche.set(dossier::NUMERO_SNATEM, format!("119-{prenom}")),
                _ => {}
            }
        }
        dossier.fiches.push(Fiche::new(Table::Adulte).with(adulte::NOM, "Lefèvre").with(adulte::PRENOM, "Claire"));
        parse::derive(&mut dossier, &parametres);
        fresh.base.save(&Dossier::default(), &dossier).unwrap();
    }
    fresh
}

const CHILDREN: [(&str, &str, &str); 7] = [
    ("Gauthier", "Léa", "2015-02-07"),
    ("Gauthier", "Hugo", "2012-09-30"),
    ("El Amrani", "Mohamed", "2011-04-01"),
    ("Lefèvre-N’Diaye", "Aminata", "2018-12-24"),
    ("Bouchard", "Léo", ""),
    ("Boucher", "Léo", ""),
    ("Nguyễn", "Linh", "2020-01-31"),
];

#[test]
fn what_is_typed_is_found_and_says_why() {
    for moteur in MOTEURS {
        let fresh = filled(moteur, &CHILDREN);
        let first = |texte: &str| {
            let found = fresh.base.search(texte).unwrap();
            found.into_iter().next().map(|one| (one.genre, one.pourquoi, one.titre))
        };
        for (texte, genre, pourquoi, titre) in [
            ("gauthier léa", Genre::Enfant, Pourquoi::Exact, "Léa GAUTHIER"),
            ("LEA GAUTHIER", Genre::Enfant, Pourquoi::Exact, "Léa GAUTHIER"),
            ("gauth", Genre::Enfant, Pourquoi::Nom, "Hugo GAUTHIER"),
            ("gaut le", Genre::Enfant, Pourquoi::Nom, "Léa GAUTHIER"),
            ("hugo gau", Genre::Enfant, Pourquoi::Interverti, "Hugo GAUTHIER"),
            ("aminata", Genre::Enfant, Pourquoi::Prenom, "Aminata LEFÈVRE-N’DIAYE"),
            ("n'diaye amin", Genre::Enfant, Pourquoi::AutreNom, "Aminata LEFÈVRE-N’DIAYE"),
            ("gotier lea", Genre::Enfant, Pourquoi::Son, "Léa GAUTHIER"),
            ("elamrani", Genre::Enfant, Pourquoi::Son, "Mohamed EL AMRANI"),
            ("El Amrani Muhammad", Genre::Enfant, Pourquoi::Son, "Mohamed EL AMRANI"),
            ("n'guyen", Genre::Enfant, Pourquoi::Son, "Linh NGUYỄN"),
            ("claire lefevre", Genre::Adulte, Pourquoi::Exact, "Claire LEFÈVRE"),
            ("12 avenue de la république", Genre::Adresse, Pourquoi::Voie, "12 rue de la République Bourges"),
            ("119-Hugo", Genre::Dossier, Pourquoi::Numero, "2026-000002"),
        ] {
            assert_eq!(first(texte), Some((genre, pourquoi, titre.to_owned())), "{moteur:?} « {texte} »");
        }
        let year = fresh.base.search("2026-00000").unwrap();
        assert_eq!(year.len(), CHILDREN.len(), "{moteur:?}");
        assert_eq!(first("2026 3").map(|(.., titre)| titre), Some("2026-000003".to_owned()));
        assert!(first("zzz").is_none() && first("").is_none() && first("a").is_none());
        let apart: Vec<String> = fresh.base.search("bouchard").unwrap().into_iter().map(|one| one.titre).collect();
        assert_eq!(apart, ["Léo BOUCHARD"], "{moteur:?}");
    }
}

#[test]
fn one_typing_error_is_forgiven_when_asked_for() {
    for moteur in MOTEURS {
        let fresh = filled(moteur, &CHILDREN);
        for (texte, titre) in [
            ("gauthire lea", "Léa GAUTHIER"),
            ("bouhcard", "Léo BOUCHARD"),
            ("amniata lefevre ndiaye", "Aminata LEFÈVRE-N’DIAYE"),
            ("huog", "Hugo GAUTHIER"),
        ] {
            let found = fresh.base.search_near(texte).unwrap();
            let found = found.first().map(|one| (one.pourquoi, one.titre.clone()));
            assert_eq!(found, Some((Pourquoi::Faute, titre.to_owned())), "{moteur:?} « {texte} »");
        }
    }
}

#[test]
fn a_child_typed_otherwise_is_known_and_each_point_is_told() {
    for moteur in MOTEURS {
        let fresh = filled(moteur, &CHILDREN);
        let known = |nom: &str, prenom: &str, birth: &str| {
            let mut typed = tape(nom, prenom);
            typed.naissance = birth.parse().ok();
            fresh.base.known_children(&typed).unwrap()
        };
        for (nom, prenom, birth, titre) in [
            ("Gotier", "Lea", "", "Léa GAUTHIER"),
            ("Gauthier", "Léa", "2015-07-02", "Léa GAUTHIER"),
            ("Léa", "Gauthier", "2015-02-07", "Léa GAUTHIER"),
            ("Gauhtier", "Léa", "2015-02-07", "Léa GAUTHIER"),
            ("Martin", "Léa", "2015-02-07", "Léa GAUTHIER"),
            ("Elamrani", "Muhammad", "2011-04-01", "Mohamed EL AMRANI"),
            ("N’Diaye", "Aminata", "2018-12-24", "Aminata LEFÈVRE-N’DIAYE"),
        ] {
            let found = known(nom, prenom, birth);
            let first = found.first().map(|one| enfant::titre(&one.personne));
            assert_eq!(first.as_deref(), Some(titre), "{moteur:?} {nom} {prenom} {birth}");
        }
        let lea = &known("Gotier", "Lea", "2015-02-07")[0];
        assert_eq!(lea.rapprochement.niveau(), Niveau::Probable);
        let told: Vec<String> = lea.rapprochement.raisons.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["nom de même prononciation (+30)", "même prénom (+26)", "même date de naissance (+32)"]);
        // A stranger who shares a name is no alert.
        assert!(known("Gauthier", "Zoé", "2019-05-05").iter().all(|one| one.rapprochement.niveau() == Niveau::Faible));
    }
}

/// Rows of before the keys: those that a migration finds.
#[test]
fn a_base_of_before_gets_its_keys_when_it_is_brought_up() {
    for moteur in MOTEURS {
        let fresh = filled(moteur, &CHILDREN);
        drop(fresh.base);
        undo_from(&fresh.cible, "2026-11-24-000040");
        vigie::storage::Base::migrate(&fresh.cible).unwrap();
        let base = vigie::storage::Base::open(fresh.cible.clone()).unwrap();
        for (texte, pourquoi) in [("gotier lea", Pourquoi::Son), ("12 rue republique", Pourquoi::Voie)] {
            assert_eq!(base.search(texte).unwrap().first().map(|one| one.pourquoi), Some(pourquoi), "{moteur:?}");
        }
        assert_eq!(base.search_near("bouhcard").unwrap().len(), 1, "{moteur:?}");
    }
}

/// What was due of the loaded dossiers is what each would owe if it were saved alone.
#[test]
fn a_load_keeps_what_is_due_and_the_home_screen_counts_it() {
    use vigie::demo::Demo;
    use vigie::domain::accueil::FiltreAccueil;
    use vigie::domain::dossier::Fiches as _;
    use vigie::domain::echeance;
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let communes = fresh.base.communes().unwrap().into();
        let parametres = vigie::domain::Parametres { communes, ..fresh.base.parametres(today()).unwrap() };
        let all: Vec<Dossier> = Demo::new(&parametres, 400, 7, today()).collect();
        let mut expected = std::collections::BTreeMap::<String, u64>::new();
        for dossier in &all {
            for one in echeance::of_dossier(dossier, &parametres.delais).iter().filter(|one| one.done.is_none()) {
                *expected.entry(one.code.clone()).or_default() += 1;
            }
        }
        let owes = |entete: &Fiche| {
            entete.get(dossier::ETAT) != dossier::ETAT_CLOS || entete.get(dossier::SUITES_DONNEES_LE).is_empty()
        };
        let open = all.iter().filter(|d| owes(d.entete().unwrap())).count();
        vigie::storage::load(&fresh.base, all.into_iter(), |_| true).unwrap();
        let counted = |travail: &vigie::domain::accueil::Travail| -> std::collections::BTreeMap<String, u64> {
            travail.comptes.iter().map(|compte| (compte.code.clone(), compte.total)).collect()
        };
        let travail = fresh.base.travail(&FiltreAccueil::default(), today()).unwrap();
        assert_eq!(counted(&travail), expected, "{moteur:?}");
        assert!(travail.taches.windows(2).all(|pair| pair[0].due <= pair[1].due), "the late first");
        assert!(travail.late() > 0 && travail.taches[0].due < today());
        let (read, _) = fresh.base.recompute_echeances().unwrap();
        assert_eq!(read, open, "{moteur:?}");
        let again = fresh.base.travail(&FiltreAccueil::default(), today()).unwrap();
        assert!(again == travail, "{moteur:?} the same when everything is reckoned again");
        let one = FiltreAccueil { code: "D04".into(), territoire: "vierzon".into(), service: String::new() };
        let listed = fresh.base.travail(&one, today()).unwrap();
        assert!(listed.taches.iter().all(|tache| tache.code == "D04" && tache.territoire == "vierzon"));
    }
}
