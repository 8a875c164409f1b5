//! Many dossiers loaded at once: all there, or none, and the base guarded as before.

use std::sync::Arc;

use vigie::demo::Demo;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Parametres, Table, motif};
use vigie::storage::{self, StorageError};

use crate::common::dossiers::{complet, values};
use crate::common::{Fresh, MOTEURS, today};

fn parametres(fresh: &Fresh) -> Parametres {
    let parametres = fresh.base.parametres(today()).unwrap();
    Parametres { communes: Arc::new(fresh.base.communes().unwrap()), ..parametres }
}

/// The base still refuses what it refused, dates what is changed and keeps its journal.
fn assert_guarded(fresh: &Fresh, parametres: &Parametres) {
    let changes = fresh.base.etat().unwrap().changements;
    let saved = fresh.base.save(&Dossier::default(), &complet(parametres)).unwrap().dossier;
    assert!(fresh.base.etat().unwrap().changements > changes + 10, "the journal is written");
    let mut bad = saved.clone();
    bad.fiches.iter_mut().find(|fiche| fiche.table == Table::MotifEnfant).unwrap().set(motif::MOTIF, "motif/inconnu");
    assert!(matches!(fresh.base.save(&saved, &bad), Err(StorageError::Database(_))), "foreign keys are back");
    assert_eq!(fresh.base.etat().unwrap().integrite, "ok");
}

#[test]
fn loaded_dossiers_read_back_equal_and_numbers_go_on_after_them() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = parametres(&fresh);
        let mut dossiers: Vec<Dossier> = Demo::new(&parametres, 700, 3, today()).collect();
        // What a stream of text could take for its own marks.
        let hostile = "a\tb\\n\n\\.\r\u{1}« œ » \\N 😀".replace('\u{1}', "");
        dossiers[0]
            .fiches
            .iter_mut()
            .find(|fiche| fiche.table == Table::Dossier)
            .unwrap()
            .set(dossier::SYNTHESE, hostile.as_str());
        let loaded = storage::load(&fresh.base, dossiers.clone().into_iter(), |_| true).unwrap();
        assert_eq!((loaded, fresh.base.etat().unwrap().dossiers), (700, 700), "{moteur:?}");
        for dossier in dossiers.iter().step_by(97) {
            let read = fresh.base.dossier(dossier.id().unwrap()).unwrap().unwrap().dossier;
            // Instants are written by each base in its own way; a person may have come back since.
            let comparable = |dossier: &Dossier| {
                let mut rows = dossier.clone();
                rows.fiches.retain(|fiche| fiche.table != Table::Enfant);
                for fiche in rows.fiches.iter_mut().filter(|fiche| fiche.table == Table::Dossier) {
                    for cle in [dossier::DATE_TRAITEMENT, dossier::DANGER_SAISINE_LE] {
                        let instant =
                            vigie::domain::date::read_instant(fiche.get(cle)).map(vigie::domain::date::store_instant);
                        fiche.set(cle, instant.unwrap_or_default());
                    }
                }
                values(&rows)
            };
            assert_eq!(comparable(&read), comparable(dossier), "{moteur:?}");
        }
        let last = dossiers.last().and_then(|dossier| dossier.entete()).unwrap().get(dossier::NUMERO).to_owned();
        assert_guarded(&fresh, &parametres);
        let page = fresh.base.page(&Default::default(), vigie::domain::recherche::Tri::default(), 0, 1).unwrap();
        let number = |numero: &str| numero.split_once('-').map(|(_, rank)| rank.parse::<u32>().unwrap()).unwrap();
        if page.lignes[0].numero[..4] == last[..4] {
            assert_eq!(number(&page.lignes[0].numero), number(&last) + 1, "{moteur:?}");
        }
        assert!(matches!(storage::load(&fresh.base, std::iter::empty(), |_| true), Err(StorageError::NotEmpty)));
    }
}

#[test]
fn a_load_that_is_cancelled_or_fails_leaves_the_base_empty_and_guarded() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = parametres(&fresh);
        let demo = || Demo::new(&parametres, 1_200, 3, today());
        assert!(
            matches!(storage::load(&fresh.base, demo(), |done| done < 600), Err(StorageError::Refused(_))),
            "{moteur:?}"
        );
        assert_eq!(fresh.base.etat().unwrap().dossiers, 0);
        let broken = demo().map(|mut dossier| {
            for fiche in dossier.fiches.iter_mut().filter(|fiche| fiche.table == Table::MotifEnfant) {
                fiche.set(motif::MOTIF, "motif/inconnu");
            }
            dossier
        });
        assert!(storage::load(&fresh.base, broken, |_| true).is_err(), "{moteur:?}: a link to nothing is found");
        assert_eq!(fresh.base.etat().unwrap().dossiers, 0);
        assert_guarded(&fresh, &parametres);
    }
}
