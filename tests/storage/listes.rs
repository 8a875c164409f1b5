//! Lists kept by their users.

use vigie::domain::dossier::Fiches as _;
use vigie::domain::liste::EditListe;
use vigie::domain::{Dossier, Table, dossier, motif};
use vigie::storage::StorageError;

use crate::common::dossiers::complet;
use crate::common::{MOTEURS, run, today};

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn values_are_added_renamed_ordered_closed_and_counted() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let parametres = base.parametres(today()).unwrap();
        base.save(&Dossier::default(), &complet(&parametres)).unwrap();
        let usage = |id: &str| {
            base.valeurs("support").unwrap().into_iter().find(|value| value.id == id).map(|value| value.usage)
        };
        assert_eq!(usage("support/telephone"), Some(1), "{moteur:?}");
        base.edit_liste(&EditListe::Add { liste: text("support"), libelle: text("Télécopie"), parent: None }).unwrap();
        for twin in ["telecopie", "TÉLÉCOPIE ", "télécopie"] {
            let twin = EditListe::Add { liste: text("support"), libelle: text(twin), parent: None };
            assert!(matches!(base.edit_liste(&twin), Err(StorageError::DuplicateLabel)));
        }
        assert_eq!(usage("support/telecopie"), Some(0));
        base.edit_liste(&EditListe::Rename {
            liste: text("support"),
            id: text("support/telecopie"),
            libelle: text("Fax"),
        })
        .unwrap();
        let mut ids: Vec<String> = base.valeurs("support").unwrap().into_iter().map(|value| value.id).collect();
        ids.reverse();
        base.edit_liste(&EditListe::Order { liste: text("support"), ids: ids.clone() }).unwrap();
        assert_eq!(base.valeurs("support").unwrap().into_iter().map(|value| value.id).collect::<Vec<_>>(), ids);
        base.edit_liste(&EditListe::SetActive { liste: text("support"), id: text("support/telephone"), actif: false })
            .unwrap();
        let parametres = base.parametres(today()).unwrap();
        let closed = parametres.listes["support"].valeurs.iter().find(|choix| choix.id == "support/telephone").unwrap();
        assert!(!closed.actif && closed.libelle == "Téléphone");
        let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 11, d);
        base.edit_liste(&EditListe::Validity {
            liste: text("support"),
            id: text("support/telecopie"),
            from: day(1),
            to: day(22),
        })
        .unwrap();
        assert!(
            !base.parametres(today()).unwrap().listes["support"]
                .valeurs
                .iter()
                .any(|choix| choix.libelle == "Fax" && choix.actif)
        );
        let backwards =
            EditListe::Validity { liste: text("support"), id: text("support/telecopie"), from: day(22), to: day(1) };
        assert!(matches!(base.edit_liste(&backwards), Err(StorageError::Refused(_))));
        for libelle in ["", "  ", &"x".repeat(121)] {
            assert!(
                base.edit_liste(&EditListe::Add { liste: text("support"), libelle: text(libelle), parent: None })
                    .is_err()
            );
        }
        base.edit_liste(&EditListe::Add { liste: text("support"), libelle: text("محمد"), parent: None }).unwrap();
    }
}

#[test]
fn merging_two_values_changes_every_row_and_tells_how_many() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let parametres = base.parametres(today()).unwrap();
        let mut dossier = complet(&parametres);
        // One child has both motives: one must go, and a principal one must stay.
        let child = dossier.of(Table::MotifEnfant).next().unwrap().get(motif::ENFANT_CONCERNE_ID).to_owned();
        dossier.fiches.push(
            vigie::domain::Fiche::new(Table::MotifEnfant)
                .with(motif::ENFANT_CONCERNE_ID, child)
                .with(motif::MOTIF, "motif/securite")
                .with(motif::PRECISION, "la nuit"),
        );
        let saved = base.save(&Dossier::default(), &dossier).unwrap().dossier;
        let changed = base
            .edit_liste(&EditListe::Merge {
                liste: text("motif"),
                from: text("motif/sante"),
                to: text("motif/securite"),
            })
            .unwrap();
        assert_eq!(changed, 3, "{moteur:?}: two renamed, one joined with its twin");
        let now = base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
        let motives: Vec<_> =
            now.of(Table::MotifEnfant).map(|row| (row.get(motif::MOTIF), row.oui(motif::PRINCIPAL))).collect();
        assert_eq!(motives, [("motif/securite", true); 3], "{moteur:?}");
        assert!(now.of(Table::MotifEnfant).any(|row| row.get(motif::PRECISION).contains("la nuit")), "no text is lost");
        let needed = EditListe::Merge {
            liste: text("etat_dossier"),
            from: text("etat_dossier/clos"),
            to: text("etat_dossier/evaluation"),
        };
        assert!(matches!(base.edit_liste(&needed), Err(StorageError::Refused(_))));
        let from = base.valeurs("motif").unwrap().into_iter().find(|value| value.id == "motif/sante").unwrap();
        assert!(!from.actif && from.usage == 0);
        let changed = base
            .edit_liste(&EditListe::Merge { liste: text("territoire"), from: text("vierzon"), to: text("baugy") })
            .unwrap();
        assert!(changed > 1);
        let now = base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
        assert_eq!(now.entete().unwrap().get(dossier::TERRITOIRE), "baugy");
        let same =
            EditListe::Merge { liste: text("support"), from: text("support/courrier"), to: text("support/courrier") };
        assert!(matches!(base.edit_liste(&same), Err(StorageError::Refused(_))));
    }
}

#[test]
fn who_followed_a_merged_territory_or_service_follows_the_one_in_its_place() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        run(
            &fresh.cible,
            "INSERT INTO utilisateur (login, nom, prenom, cree_par, modifie_par) VALUES \
             ('a', 'A', 'A', 'essai', 'essai'), ('b', 'B', 'B', 'essai', 'essai'); \
             INSERT INTO utilisateur_territoire (login, territoire) VALUES ('a', 'vierzon'), ('b', 'vierzon'), ('b', 'baugy'); \
             INSERT INTO utilisateur_service (login, service) VALUES ('a', 'mdas-vierzon')",
        );
        for (liste, from, to) in [("territoire", "vierzon", "baugy"), ("service", "mdas-vierzon", "pmi")] {
            fresh.base.edit_liste(&EditListe::Merge { liste: text(liste), from: text(from), to: text(to) }).unwrap();
        }
        // A check that fails says which count is wrong.
        run(
            &fresh.cible,
            "CREATE TABLE attendu (quoi TEXT, n INTEGER, voulu INTEGER, CHECK (n = voulu)); \
             INSERT INTO attendu SELECT 'suivent baugy', count(*), 2 FROM utilisateur_territoire WHERE territoire = 'baugy'; \
             INSERT INTO attendu SELECT 'suivent vierzon', count(*), 0 FROM utilisateur_territoire WHERE territoire = 'vierzon'; \
             INSERT INTO attendu SELECT 'a la PMI', count(*), 1 FROM utilisateur_service WHERE login = 'a' AND service = 'pmi'",
        );
    }
}

#[test]
fn territories_services_communes_and_delays_are_kept_too() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let fields = |liste: &str, id: &str, champs: &[&str]| EditListe::Fields {
            liste: text(liste),
            id: text(id),
            champs: champs.iter().map(|champ| text(champ)).collect(),
        };
        assert_eq!(base.valeurs("commune").unwrap().len(), 286, "{moteur:?}: those of the département");
        base.edit_liste(&fields("commune", "18033", &["vierzon", "18000"])).unwrap();
        let commune = base.valeurs("commune").unwrap().into_iter().find(|commune| commune.id == "18033").unwrap();
        assert_eq!(commune.champs, ["vierzon", "18000"]);
        assert!(
            matches!(
                base.edit_liste(&fields("commune", "18033", &["nulle-part", "18000"])),
                Err(StorageError::Refused(_))
            ),
            "{moteur:?}"
        );
        base.edit_liste(&fields("delai", "D04", &["2", "mois", "CASF D226-2-4 II", ""])).unwrap();
        let delais = base.parametres(today()).unwrap().delais;
        assert_eq!(delais.iter().find(|delai| delai.code == "D04").map(|delai| delai.longueur), Some(2));
        let kept = base.valeurs("delai").unwrap().into_iter().find(|delai| delai.id == "D04").unwrap().historique;
        assert_eq!(kept.len(), 2, "{moteur:?} {kept:?}");
        assert!(kept[0].starts_with("2 mois, depuis le") && kept[1].starts_with("3 mois, depuis le"), "{kept:?}");
        for bad in [["0", "mois", "", ""], ["-1", "mois", "", ""], ["x", "mois", "", ""], ["3", "lunes", "", ""]] {
            assert!(
                matches!(base.edit_liste(&fields("delai", "D04", &bad)), Err(StorageError::Refused(_))),
                "{moteur:?} {bad:?}"
            );
        }
        base.edit_liste(&EditListe::Rename {
            liste: text("commune"),
            id: text("18033"),
            libelle: text("Bourges-la-Belle"),
        })
        .unwrap();
        for liste in ["territoire", "service", "correspondant"] {
            base.edit_liste(&EditListe::Add { liste: text(liste), libelle: text("Nouveau venu"), parent: None })
                .unwrap();
            let added = base.valeurs(liste).unwrap().pop().unwrap();
            assert_eq!((added.libelle.as_str(), added.usage), ("Nouveau venu", 0), "{moteur:?} {liste}");
        }
        base.edit_liste(&fields("support", "support/courrier", &["CANAL=3"])).unwrap();
        assert_eq!(
            base.valeurs("support")
                .unwrap()
                .iter()
                .find(|valeur| valeur.id == "support/courrier")
                .map(|valeur| valeur.champs.clone()),
            Some(vec![text("CANAL=3")])
        );
    }
}

#[test]
fn what_vigie_gives_or_recognises_is_neither_closed_nor_limited_nor_merged_away() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let refused = |edit: EditListe| matches!(base.edit_liste(&edit), Err(StorageError::Refused(_)));
        let given = [
            ("etat_dossier", "etat_dossier/a_qualifier", "etat_dossier/clos"),
            ("etat_dossier", "etat_dossier/evaluation", "etat_dossier/clos"),
            ("etat_dossier", "etat_dossier/a_conclure", "etat_dossier/clos"),
            ("etat_dossier", "etat_dossier/clos", "etat_dossier/a_conclure"),
            ("etat_traitement", "etat_traitement/envoye", "etat_traitement/rendu"),
        ];
        for (liste, id, to) in given {
            let (liste, id) = (text(liste), text(id));
            assert!(
                refused(EditListe::SetActive { liste: liste.clone(), id: id.clone(), actif: false }),
                "{moteur:?} {id}"
            );
            for (from, to) in [(Some(today()), None), (None, Some(today()))] {
                assert!(
                    refused(EditListe::Validity { liste: liste.clone(), id: id.clone(), from, to }),
                    "{moteur:?} {id}"
                );
            }
            let always = EditListe::Validity { liste: liste.clone(), id: id.clone(), from: None, to: None };
            base.edit_liste(&always).unwrap();
            assert!(refused(EditListe::Merge { liste, from: id.clone(), to: text(to) }), "{moteur:?} {id}");
        }
        let merge = |liste: &str, from: &str, to: &str| EditListe::Merge {
            liste: text(liste),
            from: format!("{liste}/{from}"),
            to: format!("{liste}/{to}"),
        };
        assert!(refused(merge("nature_traitement", "evaluation", "information")), "{moteur:?}");
        assert!(refused(merge("transmetteur", "enseignement_public", "parents")), "{moteur:?}");
        base.edit_liste(&merge("nature_traitement", "evaluation_urgence", "evaluation")).unwrap();
    }
}

#[test]
fn a_value_added_under_a_heading_stands_there_and_a_heading_never_goes_under_its_own() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let liste = text("conclusion");
        let parent = Some(text("conclusion/classement"));
        base.edit_liste(&EditListe::Add { liste: liste.clone(), libelle: text("Sans objet"), parent }).unwrap();
        let offered: Vec<String> =
            base.parametres(today()).unwrap().listes["conclusion"].valeurs.iter().map(|one| one.id.clone()).collect();
        let kept: Vec<String> = base.valeurs("conclusion").unwrap().into_iter().map(|one| one.id).collect();
        assert_eq!(offered, kept, "{moteur:?}");
        let place = |code: &str| offered.iter().position(|id| *id == format!("conclusion/{code}")).unwrap();
        assert_eq!(place("sans_objet"), place("autre_classement") + 1, "{moteur:?}: {offered:?}");
        assert_eq!(place("administratif"), place("sans_objet") + 1, "{moteur:?}: {offered:?}");
        let merge = |from: &str, to: &str| EditListe::Merge {
            liste: liste.clone(),
            from: format!("conclusion/{from}"),
            to: format!("conclusion/{to}"),
        };
        for to in ["sans_danger", "aed"] {
            let refused = base.edit_liste(&merge("classement", to));
            assert!(matches!(refused, Err(StorageError::Refused(_))), "{moteur:?} {to}");
        }
        base.edit_liste(&merge("classement", "administratif")).unwrap();
        let under = |id: &str| {
            base.valeurs("conclusion").unwrap().into_iter().filter(|one| one.parent.as_deref() == Some(id)).count()
        };
        assert_eq!((under("conclusion/classement"), under("conclusion/administratif")), (0, 24), "{moteur:?}");
    }
}

#[test]
fn a_correspondent_added_there_is_proposed_for_the_letters_of_its_nature() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let liste = text("correspondant");
        base.edit_liste(&EditListe::Add { liste: liste.clone(), libelle: text("Collège Jean-Renoir"), parent: None })
            .unwrap();
        let added = base.valeurs("correspondant").unwrap().pop().unwrap();
        let mut champs = added.champs;
        assert_eq!(champs.last().map(String::as_str), Some("organisme"), "{moteur:?}");
        champs.pop();
        champs.push(text("scolaire"));
        base.edit_liste(&EditListe::Fields { liste, id: added.id.clone(), champs }).unwrap();
        let carnet = base.carnet().unwrap();
        assert!(carnet.correspondants("scolaire").any(|contact| contact.id == added.id), "{moteur:?}");
    }
}
