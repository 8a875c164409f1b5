//! The Dossiers screen's conditions, orders, kept views and lots, on both bases.

use std::collections::BTreeSet;

use uuid::Uuid;
use vigie::domain::cloture::Etape;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::lot::Lot;
use vigie::domain::recherche::{AUTRES, Colonne, Condition, Filtre, Ordre, Tri};
use vigie::domain::vue::{Saisie, Vue, VueGardee};
use vigie::domain::{Dossier, Fiche, Table, traitement};
use vigie::storage::{Base, StorageError};

use crate::common::dossiers::{court, values};
use crate::common::{MOTEURS, today};

/// Name, day of reception, territory, service asked, danger.
const CASES: [(&str, &str, &str, &str, bool); 4] = [
    ("Zola", "2026-01-05", "vierzon", "pmi", false),
    ("Éthier", "2026-02-28", "baugy", "", true),
    ("Dupont", "2026-11-23", "vierzon", "mdas-vierzon", false),
    ("Martin", "", "baugy", "pmi", false),
];

fn filled(base: &Base) -> Vec<Dossier> {
    let parametres = base.parametres(today()).unwrap();
    CASES
        .iter()
        .map(|(nom, received, territoire, service, danger)| {
            let mut dossier = court(&parametres, nom, "Léa");
            let header = &mut dossier.fiches[0];
            header.set(dossier::DATE_RECEPTION, *received);
            header.set(dossier::TERRITOIRE, *territoire);
            header.set(dossier::DANGER_GRAVE, if *danger { "true" } else { "" });
            if !service.is_empty() {
                dossier.fiches.push(
                    Fiche::new(Table::Traitement)
                        .with(traitement::SERVICE, *service)
                        .with(traitement::ENVOYE_LE, "2026-11-02"),
                );
            }
            base.save(&Dossier::default(), &dossier).unwrap().dossier
        })
        .collect()
}

#[test]
fn each_column_is_asked_as_one_types() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        filled(&fresh.base);
        let asked = |colonne: Colonne, typed: &str| -> Vec<String> {
            let mut vue = Vue::default();
            vue.saisies.insert(colonne, Saisie::Tape(typed.to_owned()));
            let (filtre, wrong) = vue.filtre(today());
            assert!(wrong.is_empty(), "{moteur:?} {typed}");
            let tri = Tri { colonne: Colonne::Numero, descending: false };
            let page = fresh.base.page(&filtre, tri, 0, 10).unwrap();
            assert_eq!(page.total, page.lignes.len() as u64);
            page.lignes.iter().map(|ligne| ligne.fratrie.split(' ').next().unwrap().to_owned()).collect()
        };
        for (colonne, typed, expected) in [
            (Colonne::Reception, "2026", &["ZOLA", "ÉTHIER", "DUPONT"][..]),
            (Colonne::Reception, "02/2026", &["ÉTHIER"]),
            (Colonne::Reception, "28/2/2026..auj", &["ÉTHIER", "DUPONT"]),
            (Colonne::Reception, "..5/1/2026", &["ZOLA"]),
            (Colonne::Reception, "vide", &["MARTIN"]),
            (Colonne::Reception, "rempli", &["ZOLA", "ÉTHIER", "DUPONT"]),
            (Colonne::Enfants, ">1", &[]),
            (Colonne::Enfants, "1..2", &["ZOLA", "ÉTHIER", "DUPONT", "MARTIN"]),
            (Colonne::Danger, "oui", &["ÉTHIER"]),
            (Colonne::Danger, "non", &["ZOLA", "DUPONT", "MARTIN"]),
            (Colonne::Fratrie, "ethier", &["ÉTHIER"]),
            (Colonne::Numero, "2026-000003", &["DUPONT"]),
            (Colonne::Services, "vide", &["ÉTHIER"]),
            (Colonne::Modifie, "2020..2099", &["ZOLA", "ÉTHIER", "DUPONT", "MARTIN"]),
            (Colonne::Modifie, "2020", &[]),
            (Colonne::Snatem, "' OR 1=1 --", &[]),
        ] {
            assert_eq!(asked(colonne, typed), expected, "{moteur:?} {colonne:?} {typed}");
        }
        let among = |colonne: Colonne, values: &[&str]| {
            let filtre = Filtre::among(colonne, values.iter().map(|value| (*value).to_owned()));
            fresh.base.page(&filtre, Tri::default(), 0, 10).unwrap().total
        };
        assert_eq!(among(Colonne::Services, &["pmi"]), 2, "{moteur:?}");
        assert_eq!(among(Colonne::Services, &["pmi", "mdas-vierzon"]), 3, "{moteur:?}");
        assert_eq!(among(Colonne::Territoire, &["baugy"]), 2, "{moteur:?}");
        assert_eq!(among(Colonne::Support, &[""]), 4, "{moteur:?} nothing filled in");
        assert_eq!(among(Colonne::Support, &["support/telephone"]), 0, "{moteur:?}");
        // Two conditions are both asked.
        let both = Filtre::among(Colonne::Services, ["pmi".to_owned()]).and(Colonne::Territoire, ["baugy".to_owned()]);
        assert_eq!(fresh.base.page(&both, Tri::default(), 0, 10).unwrap().total, 1, "{moteur:?}");
    }
}

#[test]
fn several_keys_sort_and_every_page_is_a_piece_of_the_whole() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        filled(&fresh.base);
        for (first, second) in [(false, false), (true, false), (false, true)] {
            let ordre = Ordre(vec![
                Tri { colonne: Colonne::Territoire, descending: first },
                Tri { colonne: Colonne::Fratrie, descending: second },
            ]);
            let whole = fresh.base.page(&Filtre::default(), ordre.clone(), 0, 10).unwrap().lignes;
            let mut sorted: Vec<(String, String)> = whole
                .iter()
                .map(|ligne| (ligne.territoire.clone(), vigie::domain::nom::fold(&ligne.fratrie)))
                .collect();
            let shown = sorted.clone();
            sorted.sort_by(|a, b| {
                let place = if first { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) };
                place.then(if second { b.1.cmp(&a.1) } else { a.1.cmp(&b.1) })
            });
            assert_eq!(shown, sorted, "{moteur:?} {first} {second}");
            let pieces: Vec<_> = (0..4)
                .flat_map(|from| fresh.base.page(&Filtre::default(), ordre.clone(), from, 1).unwrap().lignes)
                .collect();
            assert_eq!(pieces, whole, "{moteur:?}");
            let ids = fresh.base.ids(&Filtre::default(), &ordre, 1, 2).unwrap();
            assert_eq!(ids, [whole[1].id, whole[2].id], "{moteur:?}");
        }
        let one = &fresh.base.page(&Filtre::default(), Tri::default(), 3, 1).unwrap().lignes[0];
        assert_eq!(one.autres.len(), AUTRES.len());
        assert_eq!(one.get(Colonne::Services), "pmi", "{moteur:?}");
    }
}

#[test]
fn a_view_is_kept_changed_shared_and_removed_by_its_owner_alone() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let mut vue = VueGardee {
            id: Uuid::now_v7(),
            nom: " Mes retards ".to_owned(),
            partagee: false,
            auteur: base.utilisateur().to_owned(),
            version: 0,
            vue: Vue { figees: 2, ..Vue::default() },
        };
        base.keep_vue(&vue).unwrap();
        let kept = base.vues().unwrap();
        assert_eq!((kept.len(), kept[0].nom.as_str(), kept[0].version), (1, "Mes retards", 1), "{moteur:?}");
        assert_eq!(kept[0].vue, vue.vue, "{moteur:?}");
        assert!(base.keep_vue(&vue).is_err(), "{moteur:?} not twice under one id");
        vue.version = 1;
        vue.partagee = true;
        base.keep_vue(&vue).unwrap();
        assert!(base.vues().unwrap()[0].partagee, "{moteur:?}");
        assert!(matches!(base.keep_vue(&vue), Err(StorageError::Conflict)), "{moteur:?} an older version");
        vue.nom = "  ".to_owned();
        assert!(matches!(base.keep_vue(&vue), Err(StorageError::Refused(_))), "{moteur:?}");
        assert!(matches!(base.remove_vue(Uuid::now_v7()), Err(StorageError::Refused(_))), "{moteur:?}");
        base.remove_vue(vue.id).unwrap();
        assert!(base.vues().unwrap().is_empty(), "{moteur:?}");
    }
}

#[test]
fn a_lot_changes_all_it_can_in_one_transaction_and_is_undone() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let parametres = base.parametres(today()).unwrap();
        let read = |dossier: &Dossier| base.dossier(dossier.id().unwrap()).unwrap().unwrap().dossier;
        let before: Vec<Dossier> = filled(base).iter().map(read).collect();
        let lot = Lot::Attribuer { service: "pmi".to_owned(), nature: "nature_traitement/evaluation".to_owned() };
        let mut changes = Vec::new();
        let mut refused = Vec::new();
        for dossier in &before {
            match lot.apply(dossier, &parametres, today()) {
                Ok(after) => changes.push((dossier.clone(), after)),
                Err(why) => refused.push(why),
            }
        }
        assert_eq!((changes.len(), refused.len()), (2, 2), "{moteur:?} two have it already: {refused:?}");
        // Somebody saves one of them meanwhile: that one is left, the other is written.
        let mut theirs = changes[0].0.clone();
        theirs.fiches[0].set(dossier::SYNTHESE, "Entre-temps");
        base.save(&changes[0].0, &theirs).unwrap();
        let done = base.save_lot(&changes).unwrap();
        let ids: BTreeSet<Uuid> = done.iter().filter_map(Dossier::id).collect();
        assert_eq!(ids, BTreeSet::from([changes[1].0.id().unwrap()]), "{moteur:?}");
        assert_eq!(read(&changes[0].0).of(Table::Traitement).count(), 0, "{moteur:?} left as it was");
        let now = read(&changes[1].0);
        assert_eq!(values(&now), values(&changes[1].1), "{moteur:?}");
        let versions = |dossier: &Dossier| {
            let mut all: Vec<_> = dossier.fiches.iter().map(|fiche| (fiche.id, fiche.version)).collect();
            all.sort();
            all
        };
        assert_eq!(versions(&now), versions(&done[0]), "{moteur:?} versions are those of the base");
        let travail = base.travail(&vigie::domain::accueil::FiltreAccueil::default(), today()).unwrap();
        let due = |id: Uuid| travail.taches.iter().filter(|tache| tache.dossier == id).count();
        assert!(due(now.id().unwrap()) > 0, "{moteur:?} what is due follows");
        let undone = base.save_lot(&[(done[0].clone(), changes[1].0.clone())]).unwrap();
        assert_eq!(undone.len(), 1, "{moteur:?}");
        assert_eq!(values(&read(&changes[1].0)), values(&changes[1].0), "{moteur:?} as it was");
        // A step, and a lot that would change anything else is refused whole.
        let qualify = Lot::Etape(Etape::Qualifier);
        let all: Vec<_> = before
            .iter()
            .map(|dossier| {
                let now = read(dossier);
                let after = qualify.apply(&now, &parametres, today()).unwrap();
                (now, after)
            })
            .collect();
        assert_eq!(base.save_lot(&all).unwrap().len(), 4, "{moteur:?}");
        let qualified = Filtre::among(Colonne::Etat, ["etat_dossier/evaluation".to_owned()]);
        assert_eq!(base.page(&qualified, Tri::default(), 0, 10).unwrap().total, 4, "{moteur:?}");
        let mut other = read(&before[0]);
        for fiche in other.fiches.iter_mut().filter(|fiche| fiche.table == Table::EnfantConcerne) {
            fiche.set(vigie::domain::enfant::VOIE, "rue Neuve");
        }
        assert!(matches!(base.save_lot(&[(read(&before[0]), other)]), Err(StorageError::Refused(_))), "{moteur:?}");
        let danger = Filtre { conditions: vec![(Colonne::Danger, Condition::Oui(true))], ..Filtre::default() };
        assert_eq!(base.page(&danger, Tri::default(), 0, 10).unwrap().total, 1, "{moteur:?}");
    }
}
